//! A made-up chain with gas: a node that tells and answers what the EVM adapter makes of a real one, driven by hand, for the
//! demo and the tests. The same seed and the same calls give the same chain, but for the time. It runs no code: what comes
//! of a transaction is said when it is sent.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::Timestamp;

use self::world::World;
pub use self::{
    call::{Call, Ending},
    world::{BLOB_FEE, Fill, GAS_LIMIT, GWEI},
};
use crate::{
    Ask, Asked, BlockRef, Chain, Event, NodeError, NodeId, NodeReport, NodeState, Observation, Sink, TxId,
    account::{Address, U256},
};

mod call;
#[cfg(test)]
mod tests;
mod world;

/// The number of the simulated chain with gas; no real network has it.
pub const CHAIN_ID: u64 = 0;

/// How often the node's state is told though nothing changed.
const POLL: Duration = Duration::from_secs(4);

/// The chain and the hand that drives it. Clones drive the same chain.
#[derive(Clone)]
pub struct GasSimulator {
    names: Arc<[Arc<str>]>,
    shared: Arc<Shared>,
}

struct Shared {
    world: Mutex<World>,
    /// Rises with each change, and with each that was told.
    changes: tokio::sync::watch::Sender<u64>,
}

impl GasSimulator {
    /// A chain of one block at this height and time, seen through a node of this name.
    pub fn new(name: &str, seed: u64, height: u64, time: Timestamp) -> Self {
        let world = Mutex::new(World::new(seed, height, time));
        let shared = Shared { world, changes: tokio::sync::watch::Sender::new(0) };
        Self { names: Arc::new([Arc::from(name)]), shared: Arc::new(shared) }
    }

    /// A new account that owns so much (wei).
    pub fn account(&self, balance: U256) -> Address {
        self.change(|world| world.account(balance))
    }

    /// From now on an account owns so much (wei).
    pub fn set_balance(&self, account: Address, balance: U256) {
        self.change(|world| world.set_balance(account, balance));
    }

    /// Sends a transaction. It waits; who waits with the same nonce and offers less is thrown out.
    pub fn send(&self, call: Call) -> TxId {
        self.change(|world| world.send(call, false))
    }

    /// Sends one that waits beside another with the same nonce, as where nodes hold different ones.
    pub fn send_beside(&self, call: Call) -> TxId {
        self.change(|world| world.send(call, true))
    }

    /// Takes one out of the node's pool for no reason.
    pub fn forget(&self, id: &TxId) {
        self.change(|world| world.forget(id));
    }

    /// Makes a block.
    pub fn mine(&self, fill: Fill) -> BlockRef {
        self.change(|world| world.mine(&fill))
    }

    /// Drops the newest block for two others, which are empty: what it held waits again.
    pub fn reorganize(&self) {
        self.change(World::reorganize);
    }

    /// What every transaction in the next block must pay per gas (wei).
    pub fn base_fee(&self) -> u64 {
        self.world().base_fee
    }

    /// The best chain's end.
    pub fn tip(&self) -> BlockRef {
        self.world().tip()
    }

    /// Waits until the node's follower has told everything there is to tell. Without a follower it waits for ever.
    pub async fn delivered(&self) {
        let mut changes = self.shared.changes.subscribe();
        while !self.world().is_told() && changes.changed().await.is_ok() {}
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

    async fn tell(&self, sink: &dyn Sink, events: Vec<Event>) {
        let at = Timestamp::now();
        let told = events.into_iter().map(|event| Observation { node: NODE, at, event });
        sink.tell(told.collect()).await;
    }
}

/// The only one.
const NODE: NodeId = NodeId(0);

#[async_trait]
impl Chain for GasSimulator {
    fn nodes(&self) -> &[Arc<str>] {
        &self.names
    }

    async fn watch(&self, _: NodeId, sink: &dyn Sink) -> NodeError {
        let mut changes = self.shared.changes.subscribe();
        let start = self.change(World::start);
        self.tell(sink, start).await;
        loop {
            changes.mark_unchanged();
            let news = self.change(World::take_news);
            if news.is_empty() {
                changes.mark_unchanged();
                // What happened since we took the news was marked along with our own taking.
                if !self.world().is_told() {
                    continue;
                }
                // The sender lives as long as we do.
                if tokio::time::timeout(POLL, changes.changed()).await.is_err() {
                    let up = NodeState::Up(Box::new(self.world().status()));
                    self.tell(sink, vec![Event::Node(up)]).await;
                }
            } else {
                self.tell(sink, news).await;
            }
        }
    }

    async fn fetch(&self, ask: &Ask) -> Vec<Observation> {
        let world = self.world();
        let asked: Asked = world.answer(ask);
        let market = matches!(asked.answer, crate::Found::Pooled).then(|| Event::Market(Box::new(world.market())));
        let events = market.into_iter().chain([Event::Asked(Box::new(asked))]);
        let at = Timestamp::now();
        events.map(|event| Observation { node: NODE, at, event }).collect()
    }

    async fn check(&self) -> Vec<NodeReport> {
        let status = self.world().status();
        vec![NodeReport { name: self.names[0].clone(), status: Ok(Box::new(status)), lacks: Vec::new() }]
    }
}
