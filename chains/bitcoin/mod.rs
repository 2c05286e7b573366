//! Bitcoin Core 25 to 32 and Knots, over RPC and ZMQ: turns what nodes say into observations.
//! Draws no conclusions, and keeps nothing of a node but its last blocks' places and what no peer asked for yet.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use futures_util::future::join_all;
use serde_json::json;

mod ask;
mod blocks;
mod check;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod fake;
mod hear;
mod pool;
mod rpc;
mod watch;
mod wire;
mod zmq;

pub use wire::paid_to;

use self::{
    blocks::Window,
    rpc::{Call, Pace, Rpc},
    watch::Watch,
    wire::Poll,
};
use crate::{Ask, Chain, MAX_NODES, Meter, NodeConfig, NodeError, NodeId, NodeReport, Observation, Sink, TxId};

/// A Bitcoin network, seen through one or more nodes.
pub struct Bitcoin {
    names: Vec<Arc<str>>,
    nodes: Vec<Node>,
}

/// One node, and what outlives a lost connection to it.
struct Node {
    rpc: Rpc,
    zmq: Option<String>,
    expiry_hours: Option<u32>,
    window: Window,
    unbroadcast: Mutex<BTreeSet<TxId>>,
}

impl Bitcoin {
    /// Checks the configuration; opens no connection.
    pub fn new(nodes: Vec<NodeConfig>, meter: Arc<dyn Meter>) -> Result<Self, NodeError> {
        if nodes.is_empty() || nodes.len() > MAX_NODES {
            return Err(NodeError::Refused(format!("a chain has between one and {MAX_NODES} nodes")));
        }
        let names = nodes.iter().map(|node| node.name.clone()).collect();
        let nodes = nodes.iter().map(|node| Node::new(node, meter.clone())).collect::<Result<_, _>>()?;
        Ok(Self { names, nodes })
    }

    /// The node and its number, one after the other.
    fn numbered(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0..=u8::MAX).map(NodeId).zip(&self.nodes)
    }
}

#[async_trait]
impl Chain for Bitcoin {
    fn nodes(&self) -> &[Arc<str>] {
        &self.names
    }

    async fn watch(&self, node: NodeId, sink: &dyn Sink) -> NodeError {
        match self.nodes.get(usize::from(node.0)) {
            Some(found) => Watch { id: node, node: found, sink }.run().await,
            None => NodeError::Refused("no such node is configured".into()),
        }
    }

    async fn fetch(&self, ask: &Ask) -> Vec<Observation> {
        join_all(self.numbered().map(|(id, node)| node.ask(id, ask))).await
    }

    async fn check(&self) -> Vec<NodeReport> {
        join_all(self.nodes.iter().zip(&self.names).map(|(node, name)| node.report(name.clone()))).await
    }
}

impl Node {
    fn new(config: &NodeConfig, meter: Arc<dyn Meter>) -> Result<Self, NodeError> {
        Ok(Self {
            rpc: Rpc::new(config, meter)?,
            zmq: config.zmq.clone(),
            expiry_hours: config.expiry_hours,
            window: Window::default(),
            unbroadcast: Mutex::default(),
        })
    }

    /// How the node is, in one round trip.
    async fn poll(&self, pace: Pace) -> Result<Poll, NodeError> {
        let methods = ["getblockchaininfo", "getmempoolinfo", "getnetworkinfo", "getindexinfo"];
        let calls = methods.map(|method| Call::new(method, json!([]))).into();
        let read = |answers: Vec<_>| {
            let [chain, pool, net, index] = <[_; 4]>::try_from(answers)
                .map_err(|_| NodeError::Unreadable("an answer is missing from a batch".into()))?;
            Ok(Poll {
                chain: wire::required(chain)?,
                pool: wire::required(pool)?,
                net: wire::required(net)?,
                index: wire::lenient(index),
            })
        };
        self.rpc.batch("poll", calls, pace, read).await
    }

    fn unbroadcast(&self) -> BTreeSet<TxId> {
        self.unbroadcast.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember_unbroadcast(&self, ids: impl Iterator<Item = TxId>, at_most: usize) {
        let mut known = self.unbroadcast.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            if known.len() < at_most {
                known.insert(id);
            }
        }
    }

    fn forget_unbroadcast(&self, ids: &BTreeSet<TxId>) {
        self.unbroadcast.lock().unwrap_or_else(PoisonError::into_inner).retain(|id| !ids.contains(id));
    }
}
