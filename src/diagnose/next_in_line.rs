//! Nothing is wrong: it pays enough, with its relatives, for one of the next blocks.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (waiting, queue) = sight::in_queue(facts)?;
    sight::is_next(waiting, queue).then(|| Finding {
        cause: Cause::NextInLine {
            rate: waiting.effective_rate,
            next_block_rate: queue.next_block_rate,
            blocks_ahead: queue.blocks(waiting.ahead_vsize),
        },
        confidence: sight::observed(facts),
        since: Some(waiting.entered),
    })
}
