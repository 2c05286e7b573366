//! It was in a block that the chain dropped, and waits again. What slows it now, if anything does, is told beside it.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let entered = facts.waiting_since()?;
    let block = facts.reorged_from?;
    // A node takes it back at the moment of the reorganisation; one that had never seen it in a block says an earlier
    // time, which can't be before that block.
    let since = entered.max(block.time);
    Some(Finding { cause: Cause::ReturnedByReorg { block }, confidence: sight::observed(facts), since: Some(since) })
}
