//! In a block, as deep as was asked for, and the receiver waits for the chain's own word that the block is safe or
//! final. Nothing is wrong and nobody can hurry it.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::has_succeeded, sight};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Placement::InBlock { block, confirmations, .. } = facts.placement else { return None };
    let gas = facts.gas.as_deref()?;
    let enough = confirmations >= facts.network.required;
    let waits = enough && !facts.is_deep(&block, confirmations) && has_succeeded(facts);
    let wanted = gas.wanted.filter(|_| waits)?;
    let reached = gas.final_height().flatten();
    let blocks_left = reached.map(|reached| block.height.saturating_sub(reached));
    Some(Finding {
        cause: Cause::Gas(GasCause::AwaitingFinality { wanted, blocks_left }),
        confidence: sight::observed(facts),
        since: Some(block.time),
    })
}
