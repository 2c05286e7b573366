//! The chain as a whole and how well it is seen: the queue's figures and the nodes' health. Nothing about any one
//! transaction.

use chains::{Kind, NodeStatus};
use jiff::{SignedDuration, Timestamp};

use super::{Index, nodes::Node};
use crate::facts::{Coverage, Network, NodeView, Queue};

/// Synced nodes tell how they are every few seconds; after this long without a word what we hold is old.
const FRESH_S: i64 = 30;
/// What a block takes, in vB: the consensus limit of 4,000,000 weight units less the 8,000 that Core's block assembler
/// reserves by default for header and coinbase (`DEFAULT_BLOCK_RESERVED_WEIGHT`, Core 29) and the room that it leaves
/// empty once nothing fits (it stops within 4,000), by four.
const BITCOIN_BLOCK_VSIZE: u64 = 997_000;
/// What to assume of nodes that haven't said (sat/vB): Core's long-standing default.
const DEFAULT_RATE: f64 = 1.0;

impl Index {
    /// The chain as a whole, and how well it is seen.
    pub fn surroundings(&self, now: Timestamp) -> (Network, Coverage) {
        (self.network(), self.coverage(now, 0))
    }

    /// How well it is seen; `holders` are the nodes that hold the transaction in question.
    pub(super) fn coverage(&self, now: Timestamp, holders: u16) -> Coverage {
        let view = |(place, node): (usize, &Node)| node.view(holders >> place & 1 == 1);
        let nodes: Vec<NodeView> = self.nodes.iter().enumerate().map(view).collect();
        let heard = |only_synced: bool| {
            let nodes = self.nodes.iter().filter(|node| node.is_synced() || !only_synced);
            nodes.filter_map(|node| node.heard).max()
        };
        let fresh = |heard: Timestamp| now.duration_since(heard) <= SignedDuration::from_secs(FRESH_S);
        Coverage {
            nodes,
            agree: true,
            as_of: heard(true).or_else(|| heard(false)),
            stale: !heard(true).is_some_and(fresh),
            asked: Vec::new(),
        }
    }

    pub(super) fn network(&self) -> Network {
        Network {
            chain: self.settings.chain.clone(),
            kind: self.settings.kind,
            simulated: self.settings.kind.is_simulated(),
            tip: self.tip.map(|(tip, _)| tip),
            tip_seen: self.tip.map(|(_, seen)| seen),
            block_interval_s: self.settings.block_interval_s,
            queue: self.nodes.iter().any(|node| node.listed).then(|| self.queue()),
            gas: self.costs(),
            watching_since: self.settings.watching_since,
            required: self.settings.required,
            window: self.blocks.window() as u32,
        }
    }

    fn queue(&self) -> Queue {
        let min_rate = self.lowest(|status| status.mempool_min_rate);
        let depths = self.pool.depths();
        let block_vsize = match self.settings.kind {
            Kind::Bitcoin | Kind::Simulated | Kind::Evm { .. } => BITCOIN_BLOCK_VSIZE,
        };
        let within = |blocks: u64| depths.rate_within(blocks * block_vsize).map_or(min_rate, |rate| rate.max(min_rate));
        Queue {
            count: self.pool.len() as u64,
            vsize: depths.total(),
            block_vsize,
            next_block_rate: within(1),
            soon_rate: within(3),
            slow_rate: within(6),
            min_rate,
            relay_rate: self.lowest(|status| status.relay_min_rate),
            incremental_rate: self.lowest(|status| status.incremental_rate),
        }
    }

    /// The lowest figure among synced nodes, else among those that ever told one.
    fn lowest(&self, figure: impl Fn(&NodeStatus) -> f64) -> f64 {
        let among = |only_synced: bool| {
            let nodes = self.nodes.iter().filter(|node| node.is_synced() || !only_synced);
            nodes.filter_map(|node| node.status.as_ref()).map(&figure).reduce(f64::min)
        };
        among(true).or_else(|| among(false)).unwrap_or(DEFAULT_RATE)
    }
}
