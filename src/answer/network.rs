//! A network as a whole, and whether the service is ready, as callers see them. Decides nothing.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::units::{Amount, Moment, rate, seconds, seconds_between};
use crate::{
    diagnose::{Congestion, congestion},
    eta::quantile_s,
    facts::{Coverage, Network, NodeView, Queue},
};

/// All networks that are watched.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkReports {
    /// One each, in the order of the configuration.
    pub networks: Vec<NetworkReport>,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkReport {
    /// Its configured name.
    pub chain: String,
    /// It is made up, for a demonstration.
    pub simulated: bool,
    /// How it is, in one sentence.
    pub verdict: String,
    /// How busy it is; `unknown` while no node can tell.
    pub congestion: CongestionCode,
    /// What to pay; null while no node's mempool is known.
    #[schema(required)]
    pub fees: Option<Fees>,
    /// Its last block.
    pub block: LastBlock,
    /// What waits; null while no node's mempool is known.
    #[schema(required)]
    pub pending: Option<PendingReport>,
    /// When a transaction counts as final.
    pub finality: Finality,
    /// The nodes that we watch it through.
    pub nodes: Vec<NodeReport>,
    /// The moment that this speaks of: now, or where nodes have been silent, when they last spoke.
    pub as_of: Moment,
    /// No synced node has told anything lately: this is old knowledge.
    pub stale: bool,
}

/// How busy a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CongestionCode {
    Quiet,
    Normal,
    Busy,
    Severe,
    Unknown,
}

/// What to pay for which wait.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Fees {
    /// For the next block.
    pub fast: FeeReport,
    /// For one of the next three blocks.
    pub normal: FeeReport,
    /// For one of the next six blocks.
    pub slow: FeeReport,
}

/// A fee rate, its cost and the wait that it buys.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FeeReport {
    /// In sat/vB.
    pub rate: f64,
    /// What a typical transfer (one input, two outputs, 141 vB) costs at it.
    pub cost: Amount,
    /// Seconds until half of such transfers are in a block.
    pub p50_s: u64,
    /// Seconds until nine in ten are.
    pub p90_s: u64,
}

/// The best chain's end.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LastBlock {
    /// Its height; null before any node told.
    #[schema(required)]
    pub height: Option<u64>,
    /// Seconds since we heard of it.
    #[schema(required)]
    pub age_s: Option<u64>,
    /// Mean seconds between blocks by the protocol.
    pub expected_s: u64,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PendingReport {
    /// Transactions.
    pub count: u64,
    /// Full blocks that they would fill.
    pub blocks_to_clear: f64,
    /// Lowest rate that our nodes' mempools take now (sat/vB).
    pub min_rate: f64,
}

/// When a transaction counts as final.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Finality {
    /// Confirmations, unless the receiver wants others.
    pub required: u64,
    /// Mean seconds that so many blocks take.
    pub expected_s: u64,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NodeReport {
    /// Its configured name.
    pub name: String,
    /// `connecting`, `syncing`, `catching_up`, `synced`, `unreachable`, `refused` or `unreadable`.
    pub state: String,
    /// Height of its tip.
    #[schema(required)]
    pub tip: Option<u64>,
    /// Seconds since it last told or answered anything.
    #[schema(required)]
    pub lag_s: Option<u64>,
}

/// Whether every chain was in sync at least once since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Readiness {
    /// All of them were.
    pub ready: bool,
    /// One each.
    pub chains: Vec<ChainReadiness>,
}

/// Whether a chain was in sync at least once since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainReadiness {
    /// Its configured name.
    pub chain: String,
    /// It was.
    pub ready: bool,
    /// Its nodes' states now, as in `/v1/networks`.
    pub nodes: Vec<NodeReport>,
}

/// vB of a transfer with one input and two outputs, native segwit.
const TYPICAL_VSIZE: f64 = 141.0;

impl NetworkReport {
    /// Puts together what is known of a network.
    pub fn new(network: &Network, coverage: &Coverage, verdict: String, now: Timestamp) -> Self {
        let as_of = if coverage.stale { coverage.as_of.unwrap_or(now) } else { now };
        let queue = network.queue.as_ref();
        Self {
            chain: network.chain.to_string(),
            simulated: network.simulated,
            verdict,
            congestion: congestion(network, coverage).into(),
            fees: queue.map(|queue| Fees::new(queue, network.block_interval_s)),
            block: LastBlock {
                height: network.tip.map(|tip| tip.height),
                age_s: network.tip_seen.map(|seen| seconds_between(seen, now)),
                expected_s: seconds(network.block_interval_s),
            },
            pending: queue.map(|queue| PendingReport {
                count: queue.count,
                blocks_to_clear: rate(queue.blocks(queue.vsize)),
                min_rate: rate(queue.min_rate),
            }),
            finality: Finality {
                required: network.required,
                expected_s: seconds(network.block_interval_s * network.required as f64),
            },
            nodes: NodeReport::all(coverage, now),
            as_of: Moment(as_of),
            stale: coverage.stale,
        }
    }
}

impl Fees {
    fn new(queue: &Queue, interval_s: f64) -> Self {
        let fee = |fee_rate| FeeReport::new(fee_rate, blocks_for(fee_rate, queue), interval_s);
        Self { fast: fee(queue.next_block_rate), normal: fee(queue.soon_rate), slow: fee(queue.slow_rate) }
    }
}

impl FeeReport {
    fn new(fee_rate: f64, blocks: u64, interval_s: f64) -> Self {
        Self {
            rate: rate(fee_rate),
            cost: Amount::sat((fee_rate * TYPICAL_VSIZE).ceil() as u64),
            p50_s: seconds(quantile_s(blocks, interval_s, 0.5)),
            p90_s: seconds(quantile_s(blocks, interval_s, 0.9)),
        }
    }
}

/// Blocks within which this rate gets in: on a quiet day the cheapest makes the next one, too.
fn blocks_for(fee_rate: f64, queue: &Queue) -> u64 {
    if fee_rate >= queue.next_block_rate {
        1
    } else if fee_rate >= queue.soon_rate {
        3
    } else {
        6
    }
}

impl NodeReport {
    /// All nodes that a chain is watched through.
    pub fn all(coverage: &Coverage, now: Timestamp) -> Vec<Self> {
        coverage.nodes.iter().map(|node| Self::new(node, now)).collect()
    }

    fn new(node: &NodeView, now: Timestamp) -> Self {
        Self {
            name: node.name.to_string(),
            state: node.health.code().to_owned(),
            tip: node.tip.map(|tip| tip.height),
            lag_s: node.last_heard.map(|heard| seconds_between(heard, now)),
        }
    }
}

impl From<Congestion> for CongestionCode {
    fn from(congestion: Congestion) -> Self {
        match congestion {
            Congestion::Quiet => Self::Quiet,
            Congestion::Normal => Self::Normal,
            Congestion::Busy => Self::Busy,
            Congestion::Severe => Self::Severe,
            Congestion::Unknown => Self::Unknown,
        }
    }
}
