//! How busy a network is, in one word: by its queue, or where pools aren't shown by how full its blocks are and where its
//! base fee goes. No transaction is looked at here.

use jiff::Timestamp;

use super::is_blind;
use crate::{
    facts::{Coverage, Network, Queue, gas::Costs},
    going::{MOSTLY, full_share},
    pace::is_halted,
};

/// How busy a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Congestion {
    /// All that waits fits into the next block or so.
    Quiet,
    /// The usual queue; ordinary fees do.
    Normal,
    /// A long queue of better-paying transactions: cheap ones wait for hours.
    Busy,
    /// Nodes throw out what pays least, or the price of the next block is extreme.
    Severe,
    /// No node of ours can tell, or blocks have ceased and with them what would tell it.
    Unknown,
}

/// Two hours of blocks: what waits behind more than that feels stuck.
const LONG_BLOCKS: f64 = 12.0;
/// A deep queue is still normal while the next hour's blocks cost no more than this many times the lowest rate.
const CHEAP_TIMES: f64 = 3.0;
/// The next block at this many times the lowest relayed rate was seen on few days of Bitcoin's history.
const EXTREME_TIMES: f64 = 100.0;

/// How busy this network is, as far as its nodes can tell. What has gathered before a chain that stands still doesn't show
/// in its last blocks.
pub fn congestion(network: &Network, coverage: &Coverage, now: Timestamp) -> Congestion {
    match (&network.queue, &network.gas) {
        _ if is_blind(coverage) => Congestion::Unknown,
        (_, Some(_)) if is_halted(network, now) => Congestion::Unknown,
        (_, Some(costs)) => of_costs(costs),
        (Some(queue), None) => of_queue(queue),
        (None, None) => Congestion::Unknown,
    }
}

/// By the last twenty blocks. A base fee that has tripled over them leaves behind who didn't allow for it; one that rose by
/// half, or mostly full blocks, makes cheap transfers wait. Where the base fee follows no rule that we know, only how
/// full blocks are counts, and that only where a block's limit is one that is ever reached.
fn of_costs(costs: &Costs) -> Congestion {
    let market = &*costs.told;
    let Some(full) = full_share(&market.blocks) else { return Congestion::Unknown };
    let used = market.blocks.iter().map(|block| block.used).sum::<f64>() / market.blocks.len() as f64;
    let limited = market.gas_limit < NO_LIMIT;
    let rise = match (market.rule, market.next_base_fee, market.blocks.first()) {
        (Some(_), Some(next), Some(first)) if first.base_fee > 0 => next as f64 / first.base_fee as f64,
        (None, ..) if !limited => return Congestion::Unknown,
        (Some(_) | None, Some(_) | None, Some(_) | None) => 1.0,
    };
    let target = market.rule.map_or(MOSTLY, |rule| 1.0 / f64::from(rule.elasticity.max(1)));
    if rise >= TRIPLED {
        Congestion::Severe
    } else if rise >= RISEN || full >= MOSTLY {
        Congestion::Busy
    } else if used < target * ROOMY && rise < STEADY {
        Congestion::Quiet
    } else {
        Congestion::Normal
    }
}

/// The base fee over the last twenty blocks.
const TRIPLED: f64 = 3.0;
const RISEN: f64 = 1.5;
const STEADY: f64 = 1.1;
/// Blocks that use less than this share of what they aim at have room to spare.
const ROOMY: f64 = 0.8;
/// Arbitrum's blocks have a limit that nothing reaches (2^50).
const NO_LIMIT: u64 = 1 << 40;

fn of_queue(queue: &Queue) -> Congestion {
    let blocks = queue.blocks(queue.vsize);
    let full = queue.min_rate > queue.relay_rate * 1.01;
    let deep = blocks > LONG_BLOCKS && queue.slow_rate > queue.relay_rate * CHEAP_TIMES;
    if full && deep || queue.next_block_rate > queue.relay_rate.max(f64::MIN_POSITIVE) * EXTREME_TIMES {
        Congestion::Severe
    } else if full || deep {
        Congestion::Busy
    } else if blocks > 1.5 {
        Congestion::Normal
    } else {
        Congestion::Quiet
    }
}

impl Congestion {
    /// Every degree.
    pub const ALL: [Self; 5] = [Self::Quiet, Self::Normal, Self::Busy, Self::Severe, Self::Unknown];

    /// The degree of this name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|congestion| congestion.code() == code)
    }

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Normal => "normal",
            Self::Busy => "busy",
            Self::Severe => "severe",
            Self::Unknown => "unknown",
        }
    }
}
