//! Deep enough for the receiver: whoever still waits must ask the recipient's side, as the chain has done its part.

use jiff::Timestamp;

use super::{Cause, Finding, gas::has_succeeded, sight};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Placement::InBlock { block, confirmations, .. } = facts.placement else { return None };
    let required = facts.network.required;
    // What succeeded as a whole and yet not as meant is told by other rules, which come first.
    let done = facts.is_deep(&block, confirmations) && has_succeeded(facts);
    done.then(|| Finding {
        cause: Cause::Settled { confirmations, required },
        confidence: sight::observed(facts),
        since: Some(block.time),
    })
}
