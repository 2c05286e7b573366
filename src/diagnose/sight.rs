//! How well we see: what the rules share about coverage and about the queue. Draws no conclusion about any transaction.

use chains::{Kind, evm::networks::Traits};
use jiff::Timestamp;

use super::Confidence;
use crate::facts::{Coverage, Facts, Health, Placement, Queue, Waiting};

/// Blocks' worth ahead up to which a transaction counts as next in line: it goes into the next block, or into the one
/// after it because of what came in meanwhile.
const IN_LINE_BLOCKS: f64 = 1.5;

/// Blocks, and seconds at least, without a new one until a chain with gas counts as frozen.
const FROZEN_BLOCKS: f64 = 10.0;
const FROZEN_S: f64 = 300.0;

/// No node that knows the present could speak: what isn't found may exist nevertheless.
pub fn is_blind(coverage: &Coverage) -> bool {
    let synced =
        |name: &str| coverage.nodes.iter().any(|node| *node.name == *name && matches!(node.health, Health::Synced));
    let nobody_synced = !coverage.nodes.iter().any(|node| matches!(node.health, Health::Synced));
    let nobody_answered =
        !coverage.asked.is_empty() && !coverage.asked.iter().any(|asked| asked.outcome.is_ok() && synced(&asked.name));
    coverage.stale || nobody_synced || nobody_answered
}

/// No block for so long that our nodes have lost sight of the network, or that it stands still: a node goes on answering
/// when what feeds it with blocks has died. By proof of work blocks come at random, and this tells nothing.
pub fn is_frozen(facts: &Facts, now: Timestamp) -> bool {
    let Kind::Evm { chain_id } = facts.network.kind else { return false };
    let bound_s = (FROZEN_BLOCKS * facts.network.block_interval_s).max(FROZEN_S);
    let since = facts.network.tip_seen.filter(|_| !Traits::of(chain_id).on_demand);
    since.is_some_and(|since| seconds(since, now) > bound_s)
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
