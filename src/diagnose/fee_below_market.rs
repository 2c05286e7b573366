//! It pays less than what the next blocks take, so better-paying transactions go first. Measured by its place in the
//! queue, at the rate at which it would be mined with its relatives.

use jiff::Timestamp;

use super::{Cause, Finding, parent_fee_too_low, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (waiting, queue) = sight::in_queue(facts)?;
    let dragged = parent_fee_too_low::dragging(facts, waiting, queue).is_some();
    // A transaction that pays the market's price by itself has no fee to be blamed for its parent's.
    let fault_of_parents_alone = dragged && waiting.rate >= queue.next_block_rate;
    (!sight::is_next(waiting, queue) && !fault_of_parents_alone).then(|| Finding {
        cause: Cause::FeeBelowMarket {
            rate: waiting.effective_rate,
            next_block_rate: queue.next_block_rate,
            ahead_vsize: waiting.ahead_vsize,
            blocks_ahead: queue.blocks(waiting.ahead_vsize),
        },
        confidence: sight::observed(facts),
        since: Some(waiting.entered),
    })
}
