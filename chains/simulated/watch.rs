//! The simulated chain's nodes as the service sees them: what they say in the order that the trait asks for, and what
//! they answer. Changes nothing in the simulated network.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{
    Simulator,
    node::{Listener, Node},
    world::World,
};
use crate::{
    Ask, Asked, Block, BlockHash, BlockRef, Chain, Event, Feed, Found, Lack, NodeError, NodeId, NodeReport, NodeState,
    NodeStatus, Observation, Sink, TxId, TxIndex,
};

/// Observations told at a time.
const BATCH: usize = 1000;

/// How often a node's state is told though nothing changed.
const POLL: Duration = Duration::from_secs(2);

/// Blocks that a follower fills the window with.
const WINDOW: usize = 288;

/// What a node holds when its follower begins.
struct Start {
    status: NodeStatus,
    dropped: Vec<Arc<Block>>,
    blocks: Vec<Arc<Block>>,
    tip: Option<BlockRef>,
    pool: Vec<TxId>,
}

/// Why a follower stops following.
enum Ended {
    Lost,
    Down(NodeError),
}

#[async_trait]
impl Chain for Simulator {
    fn nodes(&self) -> &[Arc<str>] {
        &self.names
    }

    async fn watch(&self, node: NodeId, sink: &dyn Sink) -> NodeError {
        let _leaves = Leaves { simulator: self, node };
        loop {
            match self.follow(node, sink).await {
                Ended::Lost => {}
                Ended::Down(error) => {
                    self.tell(node, sink, vec![Event::Node(NodeState::Down(error.clone()))]).await;
                    self.listen(node, Listener::ToldDown);
                    return error;
                }
            }
        }
    }

    async fn fetch(&self, ask: &Ask) -> Vec<Observation> {
        let latency = {
            let mut world = self.world();
            world.asked += 1;
            world.latency
        };
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let world = self.world();
        let at = world.now();
        let answers = world.nodes.iter().zip(0..).map(|(node, place)| {
            let asked = Asked {
                id: ask.id,
                answer: answer(&world, node, &ask.id),
                claims: claims(&world, node, ask),
                details: None,
            };
            Observation { node: NodeId(place), at, event: Event::Asked(Box::new(asked)) }
        });
        answers.collect()
    }

    async fn check(&self) -> Vec<NodeReport> {
        let world = self.world();
        let reports = self.names.iter().zip(&world.nodes).map(|(name, node)| NodeReport {
            name: name.clone(),
            status: node.down.clone().map_or_else(|| Ok(Box::new(node.status())), Err),
            lacks: if node.down.is_some() { Vec::new() } else { lacks(&node.status()) },
        });
        reports.collect()
    }
}

impl Simulator {
    async fn follow(&self, node: NodeId, sink: &dyn Sink) -> Ended {
        let start = match self.begin(node, sink) {
            Ok(start) => start,
            Err(error) => return Ended::Down(error),
        };
        let mut events = vec![Event::Node(NodeState::CatchingUp(Box::new(start.status.clone())))];
        events.extend(start.dropped.iter().map(|block| Event::Dropped(Box::new(Block::clone(block)))));
        events.extend(start.blocks.iter().map(|block| Event::Block(Box::new(Block::clone(block)))));
        events.extend(start.tip.map(Event::Tip));
        self.tell(node, sink, events).await;
        let missing = self.tell(node, sink, vec![Event::Mempool(start.pool)]).await;
        for ids in missing.chunks(BATCH) {
            let entered = self.details(node, ids);
            self.tell(node, sink, entered).await;
        }
        self.tell(node, sink, vec![Event::Node(NodeState::Up(Box::new(start.status)))]).await;
        self.hear(node, sink).await
    }

    /// Tells each change as it comes.
    async fn hear(&self, node: NodeId, sink: &dyn Sink) -> Ended {
        let mut changes = self.shared.changes.subscribe();
        if self.listener(node) == Some(Listener::Syncing) {
            self.listen(node, Listener::Hearing);
        }
        loop {
            changes.mark_unchanged();
            match self.next(node) {
                Err(ended) => return ended,
                Ok(events) if events.is_empty() => {
                    // The sender lives as long as we do.
                    if tokio::time::timeout(POLL, changes.changed()).await.is_err() {
                        let status = self.status(node);
                        let up = status.map(|status| Event::Node(NodeState::Up(Box::new(status))));
                        self.tell(node, sink, up.into_iter().collect()).await;
                    }
                }
                Ok(events) => {
                    let events = events.into_iter().filter(|event| !is_known(event, sink)).collect();
                    self.tell(node, sink, events).await;
                    if self.listener(node) == Some(Listener::Telling) {
                        self.listen(node, Listener::Hearing);
                    }
                }
            }
        }
    }

    fn begin(&self, node: NodeId, sink: &dyn Sink) -> Result<Start, NodeError> {
        let mut world = self.world();
        let World { ledger, nodes, .. } = &mut *world;
        let node = nodes.get_mut(usize::from(node.0)).ok_or_else(|| NodeError::Refused("no such node".into()))?;
        if let Some(error) = &node.down {
            return Err(error.clone());
        }
        node.outbox.events.clear();
        node.outbox.listener = Listener::Syncing;
        let old = node.outbox.told_tip.into_iter();
        let abandoned = old.flat_map(|tip| back_from(&ledger.blocks, tip.hash));
        let dropped = abandoned.take_while(|block| !node.view.has_block(&block.at)).collect();
        let recent = node.view.chain.iter().skip(node.view.chain.len().saturating_sub(WINDOW));
        let unknown = recent.filter(|block| !sink.has_block(&block.hash));
        Ok(Start {
            status: node.status(),
            dropped,
            blocks: unknown.filter_map(|block| ledger.blocks.get(&block.hash).cloned()).collect(),
            tip: node.view.tip(),
            pool: node.view.pool.keys().copied().collect(),
        })
    }

    async fn tell(&self, node: NodeId, sink: &dyn Sink, events: Vec<Event>) -> Vec<TxId> {
        let mut missing = Vec::new();
        let mut events = events.into_iter().peekable();
        while events.peek().is_some() {
            let at = self.now();
            let batch: Vec<_> = events.by_ref().take(BATCH).collect();
            let tip = batch.iter().rev().find_map(|event| if let Event::Tip(tip) = event { Some(*tip) } else { None });
            let batch = batch.into_iter().map(|event| Observation { node, at, event }).collect();
            missing.extend(sink.tell(batch).await.missing);
            self.told(node, tip);
        }
        missing
    }

    fn told(&self, node: NodeId, tip: Option<BlockRef>) {
        if let (Some(node), Some(tip)) = (self.world().nodes.get_mut(usize::from(node.0)), tip) {
            node.outbox.told_tip = Some(tip);
        }
    }

    fn next(&self, node: NodeId) -> Result<Vec<Event>, Ended> {
        let mut world = self.world();
        let Some(node) = world.nodes.get_mut(usize::from(node.0)) else { return Ok(Vec::new()) };
        if let Some(error) = &node.down {
            return Err(Ended::Down(error.clone()));
        }
        // A restart that was quicker than we are.
        if matches!(node.outbox.listener, Listener::Lost | Listener::None) {
            return Err(Ended::Lost);
        }
        let ready = node.outbox.events.len().min(BATCH);
        let events: Vec<Event> = node.outbox.events.drain(..ready).collect();
        if !events.is_empty() {
            node.outbox.listener = Listener::Telling;
        }
        Ok(events)
    }

    fn details(&self, node: NodeId, ids: &[TxId]) -> Vec<Event> {
        let world = self.world();
        let Some(node) = world.nodes.get(usize::from(node.0)) else { return Vec::new() };
        let pending = ids.iter().filter_map(|id| node.view.pending(&world.ledger, id));
        pending.map(|pending| Event::Entered(Box::new(pending))).collect()
    }

    fn status(&self, node: NodeId) -> Option<NodeStatus> {
        self.world().nodes.get(usize::from(node.0)).map(Node::status)
    }

    fn listener(&self, node: NodeId) -> Option<Listener> {
        self.world().nodes.get(usize::from(node.0)).map(|node| node.outbox.listener)
    }

    fn listen(&self, node: NodeId, listener: Listener) {
        self.change(|world| {
            if let Some(node) = world.nodes.get_mut(usize::from(node.0)) {
                node.outbox.listener = listener;
            }
        });
    }
}

/// Marks the end of a follower, however it ends: what nobody will hear must not pile up.
struct Leaves<'a> {
    simulator: &'a Simulator,
    node: NodeId,
}

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        if self.simulator.listener(self.node) != Some(Listener::ToldDown) {
            self.simulator.listen(self.node, Listener::None);
        }
    }
}

/// A block that another node told already.
fn is_known(event: &Event, sink: &dyn Sink) -> bool {
    matches!(event, Event::Block(block) if sink.has_block(&block.at.hash))
}

/// This block and those before it, as far as they are remembered.
fn back_from(
    blocks: &std::collections::HashMap<BlockHash, Arc<Block>>,
    hash: BlockHash,
) -> impl Iterator<Item = Arc<Block>> {
    std::iter::successors(blocks.get(&hash).cloned(), |block| blocks.get(&block.parent).cloned())
}

fn answer(world: &World, node: &Node, id: &TxId) -> Found {
    if let Some(error) = &node.down {
        return Found::Failed(error.clone());
    }
    if let Some(pending) = node.view.pending(&world.ledger, id) {
        return Found::Waiting(Box::new(pending));
    }
    if let Some(missing) = node.orphans.get(id) {
        return Found::Orphan { missing: missing.clone() };
    }
    if let Some(block) = world.ledger.blocks.get(&BlockHash(id.0)).filter(|block| node.view.has_block(&block.at)) {
        return Found::IsBlock(block.at);
    }
    match (node.settings.tx_index, node.view.placed(&world.ledger, id), node.view.tip()) {
        (TxIndex::Yes, Some(block), Some(tip)) => {
            let first = world.ledger.blocks.get(&block.hash).and_then(|block| block.txs.first());
            let coinbase = first.is_some_and(|tx| tx.id == *id);
            Found::InBlock { block, confirmations: tip.height + 1 - block.height, coinbase }
        }
        (TxIndex::Yes | TxIndex::No | TxIndex::Building, _, _) => Found::Absent,
    }
}

fn claims(world: &World, node: &Node, ask: &Ask) -> Vec<(crate::Claim, crate::ClaimState)> {
    if node.down.is_some() {
        return Vec::new();
    }
    ask.claims.iter().map(|claim| (*claim, node.view.claim_state(&world.ledger, claim))).collect()
}

fn lacks(status: &NodeStatus) -> Vec<Lack> {
    let index = match status.tx_index {
        TxIndex::No => Some(Lack::NoTxIndex),
        TxIndex::Building => Some(Lack::TxIndexBuilding),
        TxIndex::Yes => None,
    };
    let feed = match status.feed {
        Feed::Push => None,
        Feed::Poll => Some(Lack::NoPush),
        Feed::PushLost => Some(Lack::PushSilent),
    };
    let others = [
        (status.pruned, Lack::Pruned),
        (status.syncing, Lack::Syncing),
        (status.peers == 0, Lack::NoPeers),
        (true, Lack::NoChunkRates),
    ];
    let others = others.into_iter().filter(|(lacks, _)| *lacks).map(|(_, lack)| lack);
    index.into_iter().chain(feed).chain(others).collect()
}
