//! EVM chains over JSON-RPC, by WebSocket, HTTP or IPC: what their nodes say becomes observations. Each node is asked
//! by itself, so that what they disagree on is kept; nothing here concludes anything from it.

use std::{
    collections::VecDeque,
    sync::{Arc, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::value::RawValue;
use tokio::{sync::Mutex, time::timeout};

use crate::{
    Ask, Asked, Block, BlockRef, Chain, Claim, Event, Found, MAX_NODES, Meter, NodeConfig, NodeError, NodeId,
    NodeReport, NodeState, Observation, Sink, TxId,
    account::{GasMarket, Signed},
};

pub mod fees;
pub mod forecast;
pub mod logs;
pub mod meaning;
pub mod networks;
pub mod reasons;
pub mod refusals;

mod ask;
#[cfg(test)]
mod ask_tests;
mod breaker;
#[cfg(test)]
mod conformance;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod fake;
mod heard;
mod http;
mod layer1;
#[cfg(test)]
mod layer2_tests;
mod line;
mod nonce;
mod outcome;
mod probe;
mod recent;
mod rpc;
#[cfg(test)]
mod tests;
mod tokens;
mod watch;
mod why;
mod wire;

use heard::Heard;
use probe::Abilities;
use recent::Recent;
use rpc::Rpc;

/// Transactions and nonces that are remembered because somebody asked about them.
const REMEMBERED: usize = 4096;

/// A look-up of one node may take this long, all its questions together.
const TIME_LIMIT: Duration = Duration::from_secs(7);

/// A chain with the machine of Ethereum, seen through one or more nodes.
pub struct Evm {
    names: Vec<Arc<str>>,
    nodes: Vec<Node>,
}

/// One node: the way to it, and what is known of it.
struct Node {
    rpc: Rpc,
    chain_id: u64,
    abilities: Mutex<Option<Abilities>>,
    /// Waiting transactions that somebody asked about: when a block takes one, its receipt is fetched at once.
    asked_for: std::sync::Mutex<Recent<TxId, Signed>>,
    /// Who used a nonce that somebody asked about.
    taken: std::sync::Mutex<Recent<Claim, (TxId, BlockRef)>>,
    searches: std::sync::Mutex<nonce::Searches>,
    /// What it announced as waiting, though nobody asked.
    heard: std::sync::Mutex<Recent<TxId, Heard>>,
    follows_pending: bool,
    /// The newest blocks of its best chain, the newest last.
    blocks: std::sync::Mutex<VecDeque<Arc<Block>>>,
    /// The whole pool as it was a moment ago, where the node shows no single sender's.
    pool: Mutex<Option<(Instant, Arc<RawValue>)>>,
    tokens: tokens::Tokens,
    traces: why::Traces,
    /// The market as of the last block, and as a look-up found it since.
    market: std::sync::Mutex<Option<GasMarket>>,
}

impl Evm {
    /// Takes a checked configuration; opens no connection.
    pub fn new(chain_id: u64, nodes: &[NodeConfig], meter: &Arc<dyn Meter>) -> Result<Self, NodeError> {
        if nodes.is_empty() || nodes.len() > MAX_NODES {
            return Err(NodeError::Refused(format!("a chain has from 1 to {MAX_NODES} nodes")));
        }
        let node = |config: &NodeConfig| Node {
            rpc: Rpc::new(config, meter.clone()),
            chain_id,
            abilities: Mutex::new(None),
            asked_for: std::sync::Mutex::new(Recent::new(REMEMBERED)),
            taken: std::sync::Mutex::new(Recent::new(REMEMBERED)),
            searches: std::sync::Mutex::default(),
            heard: std::sync::Mutex::new(Recent::new(heard::MOST)),
            follows_pending: config.follow_pending,
            blocks: std::sync::Mutex::default(),
            pool: Mutex::default(),
            tokens: tokens::Tokens::default(),
            traces: why::Traces::default(),
            market: std::sync::Mutex::default(),
        };
        Ok(Self {
            names: nodes.iter().map(|node| node.name.clone()).collect(),
            nodes: nodes.iter().map(node).collect(),
        })
    }

    fn node(&self, id: NodeId) -> Result<&Node, NodeError> {
        self.nodes.get(usize::from(id.0)).ok_or_else(|| NodeError::Refused("no such node".into()))
    }
}

#[async_trait]
impl Chain for Evm {
    fn nodes(&self) -> &[Arc<str>] {
        &self.names
    }

    async fn watch(&self, id: NodeId, sink: &dyn Sink) -> NodeError {
        let error = match self.node(id) {
            Ok(node) => watch::follow(node, id, sink).await,
            Err(error) => error,
        };
        let event = Event::Node(NodeState::Down(error.clone()));
        sink.tell(vec![Observation { node: id, at: Timestamp::now(), event }]).await;
        error
    }

    async fn fetch(&self, ask: &Ask) -> Vec<Observation> {
        let one = async |(place, node): (usize, &Node)| {
            let asked = timeout(TIME_LIMIT, ask::ask(node, ask)).await;
            let asked = asked.unwrap_or_else(|_| Err(NodeError::Unreachable("no answer within the time limit".into())));
            let asked = asked.unwrap_or_else(|error| Asked {
                id: ask.id,
                answer: Found::Failed(error),
                claims: Vec::new(),
                details: None,
            });
            let id = NodeId(u8::try_from(place).unwrap_or(u8::MAX));
            let waits = matches!(asked.answer, Found::Pooled);
            let market = node.market().clone().filter(|_| waits).map(|market| Event::Market(Box::new(market)));
            let events = market.into_iter().chain([Event::Asked(Box::new(asked))]);
            let at = Timestamp::now();
            events.map(|event| Observation { node: id, at, event }).collect::<Vec<_>>()
        };
        join_all(self.nodes.iter().enumerate().map(one)).await.concat()
    }

    async fn check(&self) -> Vec<NodeReport> {
        let one = async |(name, node): (&Arc<str>, &Node)| match probe::probe(&node.rpc, node.chain_id).await {
            Ok((status, mut abilities)) => {
                abilities.trace &= !node.traces.none();
                NodeReport { name: name.clone(), lacks: abilities.lacks(&status), status: Ok(Box::new(status)) }
            }
            Err(error) => NodeReport { name: name.clone(), status: Err(error), lacks: Vec::new() },
        };
        join_all(self.names.iter().zip(&self.nodes).map(one)).await
    }
}

impl Node {
    /// What the node can do, asked once per connection.
    async fn abilities(&self) -> Result<Abilities, NodeError> {
        let mut known = self.abilities.lock().await;
        if let Some(abilities) = *known {
            return Ok(abilities);
        }
        let (_, abilities) = probe::probe(&self.rpc, self.chain_id).await?;
        *known = Some(abilities);
        Ok(abilities)
    }

    fn market(&self) -> MutexGuard<'_, Option<GasMarket>> {
        self.market.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked_for(&self) -> MutexGuard<'_, Recent<TxId, Signed>> {
        self.asked_for.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn taken(&self) -> MutexGuard<'_, Recent<Claim, (TxId, BlockRef)>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn searches(&self) -> MutexGuard<'_, nonce::Searches> {
        self.searches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self) -> MutexGuard<'_, Recent<TxId, Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn blocks(&self) -> MutexGuard<'_, VecDeque<Arc<Block>>> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
