//! No peer has asked our node for it, so nobody else can mine it. Bitcoin Core announces a transaction to its peers within
//! seconds (2 s on average to those it connected to, 5 s to the others), and one that wants it asks at once; those who stay
//! silent for a minute didn't want it or can't be heard. Core repeats the announcement after 10 to 15 minutes.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Facts, Health, Placement};

/// Until then a peer may simply not have got round to asking.
const SILENT_S: f64 = 60.0;

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    let Placement::Waiting(waiting) = &facts.placement else { return None };
    // A node without peers can't know what the network wants: that is our blindness, not the transaction's fault.
    let told_someone =
        facts.coverage.nodes.iter().any(|node| node.holds && node.peers > 0 && matches!(node.health, Health::Synced));
    let waiting_s = sight::seconds(waiting.entered, now);
    (waiting.unbroadcast && told_someone && waiting_s >= SILENT_S).then(|| Finding {
        cause: Cause::NotPropagated { waiting_s },
        confidence: sight::observed(facts),
        since: Some(waiting.entered),
    })
}
