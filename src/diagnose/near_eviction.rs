//! Mempools are full, and it pays little more (or no more) than what they throw out first. Holds whatever its place in
//! the queue is, as being thrown out comes before being mined.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Facts, Queue};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (waiting, queue) = sight::in_queue(facts)?;
    let full = queue.min_rate > queue.relay_rate * 1.01;
    (full && waiting.effective_rate <= reach(queue)).then(|| Finding {
        cause: Cause::NearEviction {
            rate: waiting.effective_rate,
            min_rate: queue.min_rate,
            relay_rate: queue.relay_rate,
            next_block_rate: queue.next_block_rate,
        },
        confidence: sight::observed(facts),
        since: None,
    })
}

/// Each time a node throws something out, its lowest rate becomes that one's rate plus one increment; so what pays
/// within another increment, or a quarter more, of the lowest rate is next or soon to go.
fn reach(queue: &Queue) -> f64 {
    (queue.min_rate * 1.25).max(queue.min_rate + queue.incremental_rate)
}
