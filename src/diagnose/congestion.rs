//! How busy a network is, in one word. About the queue alone: no transaction is looked at here.

use super::is_blind;
use crate::facts::{Coverage, Network, Queue};

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
    /// No node of ours can tell.
    Unknown,
}

/// Two hours of blocks: what waits behind more than that feels stuck.
const LONG_BLOCKS: f64 = 12.0;
/// A deep queue is still normal while the next hour's blocks cost no more than this many times the lowest rate.
const CHEAP_TIMES: f64 = 3.0;
/// The next block at this many times the lowest relayed rate was seen on few days of Bitcoin's history.
const EXTREME_TIMES: f64 = 100.0;

/// How busy this network is, as far as its nodes can tell.
pub fn congestion(network: &Network, coverage: &Coverage) -> Congestion {
    match &network.queue {
        Some(queue) if !is_blind(coverage) => of_queue(queue),
        Some(_) | None => Congestion::Unknown,
    }
}

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
