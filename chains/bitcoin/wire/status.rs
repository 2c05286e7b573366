//! What a poll asks a node about itself, read into [`NodeStatus`]. Of a node too old to tell something, the nearest
//! that it does tell is taken. Doesn't judge whether the node is fit.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Hex32, SATS_PER_BTC, Sats};
use crate::{Feed, NodeStatus, TxIndex};

/// What a node calls itself is kept to this many characters.
const NAME_AT_MOST: usize = 100;
/// BTC per thousand vB in sat per vB.
const RATE_PER_BTC_KVB: f64 = SATS_PER_BTC / 1_000.0;
/// Core's own default of old, for nodes too old to tell theirs.
const OLD_RELAY_RATE: f64 = 1.0;

/// `getblockchaininfo`.
#[derive(Debug, Deserialize)]
pub(in crate::bitcoin) struct ChainInfo {
    chain: String,
    pub blocks: u64,
    pub headers: u64,
    pub bestblockhash: Hex32,
    /// From 0.16.
    #[serde(default)]
    initialblockdownload: bool,
    #[serde(default)]
    pruned: bool,
}

/// `getmempoolinfo`.
#[derive(Debug, Deserialize)]
pub(in crate::bitcoin) struct PoolInfo {
    /// From 0.19.
    pub loaded: Option<bool>,
    pub size: u64,
    pub bytes: u64,
    /// From 22.
    pub total_fee: Option<Sats>,
    mempoolminfee: Option<f64>,
    /// From 0.17.
    minrelaytxfee: Option<f64>,
    /// From 24.
    incrementalrelayfee: Option<f64>,
}

/// `getnetworkinfo`.
#[derive(Debug, Deserialize)]
pub(in crate::bitcoin) struct NetInfo {
    /// 290400 for 29.4.
    pub version: u32,
    subversion: String,
    connections: u32,
    relayfee: Option<f64>,
    /// From 0.14.
    incrementalfee: Option<f64>,
}

/// `getindexinfo`, from 0.21.
#[derive(Debug, Default, Deserialize)]
pub(in crate::bitcoin) struct IndexInfo(HashMap<String, IndexState>);

#[derive(Debug, Deserialize)]
struct IndexState {
    synced: bool,
}

/// What a poll asks.
#[derive(Debug)]
pub(in crate::bitcoin) struct Poll {
    pub chain: ChainInfo,
    pub pool: PoolInfo,
    pub net: NetInfo,
    pub index: Option<IndexInfo>,
}

impl Poll {
    /// The node as it is now. One header more than blocks is a block that is just being fetched.
    pub fn status(&self, feed: Feed, expiry_hours: Option<u32>) -> NodeStatus {
        let rate = |first: Option<f64>, then: Option<f64>, last: f64| {
            let told = first.or(then).filter(|rate| rate.is_finite() && *rate >= 0.0);
            told.map_or(last, |rate| (rate * RATE_PER_BTC_KVB * 1_000.0).round() / 1_000.0)
        };
        let relay = rate(self.pool.minrelaytxfee, self.net.relayfee, OLD_RELAY_RATE);
        NodeStatus {
            version: printable(&self.net.subversion),
            network: printable(&self.chain.chain),
            syncing: self.chain.initialblockdownload || self.chain.headers > self.chain.blocks + 1,
            headers: self.chain.headers,
            peers: self.net.connections,
            tx_index: self.tx_index(),
            pruned: self.chain.pruned,
            mempool_min_rate: rate(self.pool.mempoolminfee, None, relay),
            relay_min_rate: relay,
            incremental_rate: rate(self.pool.incrementalrelayfee, self.net.incrementalfee, relay),
            expiry_hours,
            feed,
        }
    }

    fn tx_index(&self) -> TxIndex {
        match self.index.as_ref().and_then(|index| index.0.get("txindex")) {
            None => TxIndex::No,
            Some(IndexState { synced: false }) => TxIndex::Building,
            Some(IndexState { synced: true }) => TxIndex::Yes,
        }
    }
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(NAME_AT_MOST).collect()
}
