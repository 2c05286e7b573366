//! How well we see: what the rules share about coverage and about the queue. Draws no conclusion about any transaction.

use jiff::Timestamp;

use super::Confidence;
use crate::facts::{Coverage, Facts, Health, Placement, Queue, Waiting};

/// Blocks' worth ahead up to which a transaction counts as next in line: it goes into the next block, or into the one
/// after it because of what came in meanwhile.
const IN_LINE_BLOCKS: f64 = 1.5;

/// No node that knows the present could speak: what isn't found may exist nevertheless.
pub fn is_blind(coverage: &Coverage) -> bool {
    let synced =
        |name: &str| coverage.nodes.iter().any(|node| *node.name == *name && matches!(node.health, Health::Synced));
    let nobody_synced = !coverage.nodes.iter().any(|node| matches!(node.health, Health::Synced));
    let nobody_answered =
        !coverage.asked.is_empty() && !coverage.asked.iter().any(|asked| asked.outcome.is_ok() && synced(&asked.name));
    coverage.stale || nobody_synced || nobody_answered
}

/// What a node said is observed; what it said a while ago, when none can say it now, is only inferred.
pub fn observed(facts: &Facts) -> Confidence {
    if facts.coverage.stale { Confidence::Inferred } else { Confidence::Observed }
}

/// The transaction's place, where it waits and the queue is known.
pub fn in_queue(facts: &Facts) -> Option<(&Waiting, &Queue)> {
    match &facts.placement {
        Placement::Waiting(waiting) => Some((waiting, facts.network.queue.as_ref()?)),
        Placement::Nowhere
        | Placement::Orphan { .. }
        | Placement::IsBlock(_)
        | Placement::Pooled(_)
        | Placement::InBlock { .. }
        | Placement::Left(_) => None,
    }
}

/// Whether it pays enough for one of the next blocks.
pub fn is_next(waiting: &Waiting, queue: &Queue) -> bool {
    queue.blocks(waiting.ahead_vsize) <= IN_LINE_BLOCKS
}

/// Seconds from then to now; never negative, as the clocks are not one and a block's time may lie in the future.
pub fn seconds(then: Timestamp, now: Timestamp) -> f64 {
    now.duration_since(then).as_secs_f64().max(0.0)
}
