//! In a block, and not yet as deep as the receiver wants. Nothing is wrong and nobody can hurry it.

use jiff::Timestamp;

use super::{Cause, Finding, gas::has_succeeded, sight};
use crate::facts::{COINBASE_MATURITY, Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Placement::InBlock { block, confirmations, coinbase } = facts.placement else { return None };
    let required = facts.network.required;
    // That a reward can't be spent yet is told by a rule of its own.
    let immature = coinbase && confirmations < COINBASE_MATURITY;
    (confirmations < required && !immature && has_succeeded(facts)).then(|| Finding {
        cause: Cause::AwaitingConfirmations { confirmations, required },
        confidence: sight::observed(facts),
        since: Some(block.time),
    })
}
