//! It waits where nothing ever waits: the network's sequencer takes a transaction at once or refuses it, so that one
//! which a node still holds after a while was most likely refused. Nodes don't hear of that.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, gas::waits, sight};
use crate::facts::{Facts, gas::Order};

/// A hundred of such a network's blocks, in seconds; what is taken is in one of the first few.
const PATIENCE_S: f64 = 30.0;

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    let gas = waits(facts)?.gas;
    let since = facts.waiting_since()?;
    let waiting_s = sight::seconds(since, now);
    let rejected = gas.order == Order::SequencerWithoutPool && waiting_s >= PATIENCE_S;
    rejected.then_some(Finding {
        cause: Cause::Gas(GasCause::ProbablyRejected { waiting_s }),
        confidence: Confidence::Inferred,
        since: Some(since),
    })
}
