//! When a transaction will be in a block: a distribution, never a number. Pure functions of the queue and of the
//! block rate; they know neither the index nor any node. New arrivals that will pay more are not counted yet, so
//! deep queues are cut off rather than guessed at.

use statrs::distribution::{ContinuousCDF, Gamma};

use crate::facts::{Facts, Placement, Queue, Waiting};

/// Beyond this many full blocks ahead (half a day of Bitcoin) what arrives meanwhile decides, not what waits now.
const DEEPEST_BLOCKS: u64 = 72;

/// Seconds from now, as quantiles: half, four fifths and nineteen twentieths arrive no later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eta {
    /// Median.
    pub p50_s: f64,
    /// Eight in ten.
    pub p80_s: f64,
    /// Nineteen in twenty.
    pub p95_s: f64,
    /// Not before this many seconds, where that is sure.
    pub not_before_s: Option<f64>,
    /// What it rests on.
    pub basis: Basis,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The queue ahead of it and the pace of blocks.
    Queue,
    /// The pace of blocks alone: it is in a block already.
    Confirmations,
}

/// Seconds until it is in a block (waiting) or has the required confirmations (in a block); `None` where nothing
/// honest can be said.
pub fn estimate(facts: &Facts) -> Option<Eta> {
    if facts.coverage.stale {
        return None;
    }
    let (blocks, basis) = match &facts.placement {
        Placement::Waiting(waiting) => (blocks_ahead(waiting, facts.network.queue.as_ref()?)?, Basis::Queue),
        Placement::InBlock { confirmations, .. } => {
            (facts.network.required.checked_sub(*confirmations).filter(|left| *left > 0)?, Basis::Confirmations)
        }
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Left(_) => return None,
    };
    let interval_s = facts.network.block_interval_s;
    Some(Eta {
        p50_s: quantile_s(blocks, interval_s, 0.5),
        p80_s: quantile_s(blocks, interval_s, 0.8),
        p95_s: quantile_s(blocks, interval_s, 0.95),
        not_before_s: None,
        basis,
    })
}

/// Seconds until the `blocks`-th block from now comes with probability `q`, when blocks come at random every
/// `interval_s` on average: the Erlang distribution's quantile. How long ago the last one came makes no difference.
pub fn quantile_s(blocks: u64, interval_s: f64, q: f64) -> f64 {
    match Gamma::new(blocks.max(1) as f64, 1.0) {
        Ok(erlang) => interval_s * erlang.inverse_cdf(q.clamp(0.0, 0.9999)),
        Err(_) => interval_s * blocks as f64,
    }
}

/// The block, counted from now, that takes it if nothing that pays more arrives; `None` where that can't be said.
fn blocks_ahead(waiting: &Waiting, queue: &Queue) -> Option<u64> {
    let held = waiting.held_by.0 > 0 || waiting.held_by.1 == 0;
    let kept = waiting.effective_rate >= queue.min_rate;
    let blocks = waiting.ahead_vsize.div_ceil(queue.block_vsize.max(1)).max(1);
    (held && kept && blocks <= DEEPEST_BLOCKS).then_some(blocks)
}
