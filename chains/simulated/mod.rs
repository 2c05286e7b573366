//! A made-up chain by Bitcoin's rules: nodes that say what real ones would, driven by hand, for the demo and the tests.
//! The same seed and the same calls give the same chain. Validates no signatures and no amounts.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use self::world::World;
pub use self::{draft::Draft, node::NodeSettings, world::Refusal};
use crate::{Block, BlockHash, BlockRef, NodeError, NodeId, TxId};

mod draft;
pub mod gas;
mod node;
mod template;
#[cfg(test)]
mod tests;
mod view;
mod watch;
mod world;

/// vB that a block takes.
pub const BLOCK_VSIZE: u64 = 998_000;

/// The chain and the hand that drives it. Clones drive the same chain.
#[derive(Clone)]
pub struct Simulator {
    names: Arc<[Arc<str>]>,
    shared: Arc<Shared>,
}

struct Shared {
    world: Mutex<World>,
    /// Rises with each change, and with each observation that was told.
    changes: tokio::sync::watch::Sender<u64>,
}

/// A block to be mined.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// Waiting transactions that it takes; the best-paying ones where `None`.
    pub take: Option<Vec<TxId>>,
    /// Transactions that no mempool ever saw.
    pub private: Vec<Draft>,
    /// Its header's time; now where `None`.
    pub time: Option<Timestamp>,
}

/// What a restarted node has in its mempool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restart {
    /// What the network has.
    Synced,
    /// Nothing.
    Empty,
}

impl Simulator {
    /// A chain of one block at this height and time, with these nodes.
    pub fn new(names: &[&str], seed: u64, height: u64, time: Timestamp) -> Self {
        let names: Vec<Arc<str>> = names.iter().map(|name| Arc::from(*name)).collect();
        let world = Mutex::new(World::new(names.len(), seed, height, time));
        let shared = Shared { world, changes: tokio::sync::watch::Sender::new(0) };
        Self { names: names.into(), shared: Arc::new(shared) }
    }

    /// The chain's time: the real one, moved by [`Self::set_clock_offset`].
    pub fn now(&self) -> Timestamp {
        self.world().now()
    }

    /// Moves the chain's clock against the real one.
    pub fn set_clock_offset(&self, offset: SignedDuration) {
        self.change(|world| world.offset = offset);
    }

    /// Sends a transaction to every node that hears the network.
    pub fn send(&self, draft: Draft) -> Result<TxId, Refusal> {
        self.change(|world| world.send(draft, None))
    }

    /// Gives a transaction to one node alone.
    pub fn send_to(&self, node: NodeId, draft: Draft) -> Result<TxId, Refusal> {
        self.change(|world| world.send(draft, Some(node)))
    }

    /// A transaction whose parent nobody has sent: the nodes hold it aside. Returns it and the parent that lacks.
    pub fn send_orphan(&self, draft: Draft) -> (TxId, TxId) {
        self.change(|world| world.send_orphan(draft))
    }

    /// A transaction as it was sent: the start of its replacement.
    pub fn draft(&self, id: &TxId) -> Option<Draft> {
        self.world().ledger.txs.get(id).cloned()
    }

    /// A peer asks for a transaction that nobody had asked for.
    pub fn announce(&self, id: TxId) {
        self.change(|world| world.announce(id));
    }

    /// Takes a transaction, and what depends on it, out of every mempool for no reason.
    pub fn forget(&self, id: TxId) {
        self.change(|world| world.each_view(|view, ledger| view.leave(ledger, id)));
    }

    /// Sets the lowest rate (sat/vB) that the mempools take, and drops what pays less.
    pub fn set_min_rate(&self, rate: f64) {
        self.change(|world| world.set_min_rate(rate));
    }

    /// Drops what has waited as long as the nodes keep anything.
    pub fn expire(&self) {
        self.change(World::expire);
    }

    /// Mines the best-paying transactions.
    pub fn mine(&self) -> BlockRef {
        self.mine_block(Template::default())
    }

    /// Mines a block of its own making.
    pub fn mine_block(&self, template: Template) -> BlockRef {
        self.change(|world| world.mine(template))
    }

    /// Leaves the last `depth` blocks for others that are built on the block before them.
    pub fn reorganize(&self, depth: usize, templates: Vec<Template>) {
        self.change(|world| world.reorganize(depth, templates));
    }

    /// The best chain's end.
    pub fn tip(&self) -> BlockRef {
        self.world().tip()
    }

    /// A block's content.
    pub fn block(&self, hash: &BlockHash) -> Option<Arc<Block>> {
        self.world().ledger.blocks.get(hash).cloned()
    }

    /// The block at this height of the best chain.
    pub fn block_at(&self, height: u64) -> Option<Arc<Block>> {
        let world = self.world();
        let at = world.network.chain.iter().find(|block| block.height == height)?;
        world.ledger.blocks.get(&at.hash).cloned()
    }

    /// vB that wait in the network.
    pub fn waiting_vsize(&self) -> u64 {
        let world = self.world();
        let waiting = world.network.pool.keys().filter_map(|id| world.ledger.txs.get(id));
        waiting.map(|draft| u64::from(draft.vsize)).sum()
    }

    /// What waits in the network, with its own rate (sat/vB).
    pub fn waiting(&self) -> BTreeMap<TxId, f64> {
        let world = self.world();
        let rate = |id: &TxId| world.ledger.txs.get(id).map_or(0.0, Draft::own_rate);
        world.network.pool.keys().map(|id| (*id, rate(id))).collect()
    }

    /// Changes what a node is and can do.
    pub fn configure(&self, node: NodeId, set: impl FnOnce(&mut NodeSettings)) {
        self.change(|world| world.configure(node, set));
    }

    /// A node answers nothing any more.
    pub fn stop(&self, node: NodeId, error: NodeError) {
        self.change(|world| world.stop(node, error));
    }

    /// A stopped node answers again.
    pub fn start(&self, node: NodeId, restart: Restart) {
        self.change(|world| world.start(node, restart));
    }

    /// A node hears nothing of the network until [`Self::catch_up`], and doesn't notice.
    pub fn hold_back(&self, node: NodeId) {
        self.change(|world| world.hold_back(node));
    }

    /// A node that was held back hears everything that it missed.
    pub fn catch_up(&self, node: NodeId) {
        self.change(|world| world.catch_up(node));
    }

    /// What a node said lately and nobody has heard yet is lost, which its follower notices.
    pub fn lose_messages(&self, node: NodeId) {
        self.change(|world| world.lose_messages(node));
    }

    /// Answers to questions take so long from now on.
    pub fn set_latency(&self, latency: Duration) {
        self.change(|world| world.latency = latency);
    }

    /// How often the nodes were asked about a transaction.
    pub fn asked(&self) -> u64 {
        self.world().asked
    }

    /// Waits until every node's follower has told everything there is to tell. Without followers it waits for ever.
    pub async fn delivered(&self) {
        let mut changes = self.shared.changes.subscribe();
        while !self.world().is_delivered() && changes.changed().await.is_ok() {}
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // A panic in between is a test's; the world is only a model.
        self.shared.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world());
        self.shared.changes.send_modify(|changes| *changes += 1);
        result
    }
}
