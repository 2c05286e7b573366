//! It pays well enough itself, but spends from an unconfirmed transaction that doesn't, and has to be mined with it.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Blocker, Facts, Queue, Waiting};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (waiting, queue) = sight::in_queue(facts)?;
    let parent = dragging(facts, waiting, queue)?;
    let cause = Cause::ParentFeeTooLow {
        parent: parent.clone(),
        rate: waiting.rate,
        effective_rate: waiting.effective_rate,
        next_block_rate: queue.next_block_rate,
        blocks_ahead: queue.blocks(waiting.ahead_vsize),
    };
    Some(Finding { cause, confidence: sight::observed(facts), since: Some(waiting.entered) })
}

/// The worst parent, where it is parents that keep the transaction from one of the next blocks.
pub(super) fn dragging<'a>(facts: &'a Facts, waiting: &Waiting, queue: &Queue) -> Option<&'a Blocker> {
    // Rates are quotients: a hair's breadth is no drag.
    let dragged = waiting.rate > waiting.effective_rate * 1.001;
    if dragged && !sight::is_next(waiting, queue) { facts.blockers.first() } else { None }
}
