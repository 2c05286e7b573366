//! The simulated network: its transactions and blocks, its nodes, and all that can happen to them. Plain state;
//! who listens is `watch`'s concern.

use std::{mem, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    BLOCK_VSIZE, Restart, Template,
    draft::{Draft, random_id},
    node::{Listener, Node, NodeSettings},
    view::{Held, Ledger, View},
};
use crate::{Block, BlockHash, BlockRef, Event, NodeError, NodeId, Payment, TxId};

/// Blocks that the chain remembers; older ones are forgotten with their transactions.
const REMEMBERED: usize = 300;

/// Hours after which mempools drop a transaction, where nothing else is said.
const EXPIRY_HOURS: u32 = 336;

/// Everything there is.
pub struct World {
    pub ledger: Ledger,
    /// What a node holds that hears everything.
    pub network: View,
    pub nodes: Vec<Node>,
    pub offset: SignedDuration,
    pub latency: Duration,
    pub asked: u64,
    random: StdRng,
}

/// Why no node takes a transaction.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Below the rate that the mempools take.
    #[error("pays {rate} sat/vB where {min_rate} is the least")]
    TooCheap {
        /// What it pays (sat/vB).
        rate: f64,
        /// The least (sat/vB).
        min_rate: f64,
    },
    /// A replacement that doesn't pay for what it pushes out.
    #[error("a replacement must pay more than {0} sat")]
    PaysTooLittleMore(u64),
    /// What it consumes was consumed in a block, or is an output of what isn't there.
    #[error("its coins are spent or don't exist")]
    CoinsGone,
}

impl World {
    pub fn new(nodes: usize, seed: u64, height: u64, time: Timestamp) -> Self {
        let mut world = Self {
            ledger: Ledger::default(),
            network: View::default(),
            nodes: Vec::new(),
            offset: SignedDuration::ZERO,
            latency: Duration::ZERO,
            asked: 0,
            random: StdRng::seed_from_u64(seed),
        };
        let parent =
            BlockRef { hash: BlockHash(random_id(&mut world.random).0), height: height.saturating_sub(1), time };
        let first = world.build(parent, Template { time: Some(time), ..Template::default() }, &View::default());
        world.network.connect(&world.ledger, &first);
        world.nodes = (0..nodes).map(|_| Node::new(world.network.clone())).collect();
        world
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::now().checked_add(self.offset).unwrap_or(Timestamp::MAX)
    }

    pub fn tip(&self) -> BlockRef {
        let genesis = BlockRef { hash: BlockHash([0; 32]), height: 0, time: Timestamp::UNIX_EPOCH };
        self.network.tip().unwrap_or(genesis)
    }

    pub fn send(&mut self, draft: Draft, only: Option<NodeId>) -> Result<TxId, Refusal> {
        let draft = draft.finished(&mut self.random);
        self.check(&draft)?;
        let id = random_id(&mut self.random);
        let entered = self.now().checked_sub(draft.age).unwrap_or(Timestamp::MIN);
        let held = Held { entered, unbroadcast: draft.unbroadcast };
        self.record(id, draft);
        match only {
            None => self.each_view(|view, ledger| view.enter(ledger, id, held)),
            Some(node) => {
                let ledger = &self.ledger;
                if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
                    let events = node.view.enter(ledger, id, held);
                    node.say(events);
                }
            }
        }
        Ok(id)
    }

    pub fn send_orphan(&mut self, draft: Draft) -> (TxId, TxId) {
        let (id, parent) = (random_id(&mut self.random), random_id(&mut self.random));
        let draft = draft.spending(&parent, 0).finished(&mut self.random);
        self.record(id, draft);
        self.nodes.iter_mut().filter(|node| node.hears).for_each(|node| {
            node.orphans.insert(id, vec![parent]);
        });
        (id, parent)
    }

    pub fn announce(&mut self, id: TxId) {
        self.each_view(|view, ledger| {
            let Some(held) = view.pool.get_mut(&id) else { return Vec::new() };
            held.unbroadcast = false;
            view.pending(ledger, &id).map(|pending| Event::Entered(Box::new(pending))).into_iter().collect()
        });
    }

    pub fn set_min_rate(&mut self, rate: f64) {
        self.each_view(|view, ledger| {
            let cheap: Vec<TxId> = view.pool.keys().filter(|id| view.worth(ledger, **id) < rate).copied().collect();
            cheap.into_iter().flat_map(|id| view.leave(ledger, id)).collect()
        });
        for node in self.nodes.iter_mut().filter(|node| node.hears) {
            node.settings.min_rate = rate;
            node.say_status();
        }
    }

    pub fn expire(&mut self) {
        let now = self.now();
        let hours = self.nodes.first().and_then(|node| node.settings.expiry_hours).unwrap_or(EXPIRY_HOURS);
        let kept = SignedDuration::from_hours(i64::from(hours));
        self.each_view(|view, ledger| {
            let old = |held: &Held| now.duration_since(held.entered) >= kept;
            let old: Vec<TxId> = view.pool.iter().filter(|(_, held)| old(held)).map(|(id, _)| *id).collect();
            old.into_iter().flat_map(|id| view.leave(ledger, id)).collect()
        });
    }

    pub fn mine(&mut self, template: Template) -> BlockRef {
        let block = self.build(self.tip(), template, &self.network.clone());
        self.each_view(|view, ledger| {
            let mut events = view.connect(ledger, &block);
            events.push(Event::Tip(block.at));
            events
        });
        self.forget_old();
        block.at
    }

    pub fn reorganize(&mut self, depth: usize, templates: Vec<Template>) {
        let now = self.now();
        // What the new branch can take is what waits once the old one is gone.
        let mut branch = self.network.clone();
        branch.reorganize(&self.ledger, depth, &[], now);
        let mut blocks = Vec::new();
        for template in templates {
            let parent = branch.tip().unwrap_or_else(|| self.tip());
            let block = self.build(parent, template, &branch);
            branch.connect(&self.ledger, &block);
            blocks.push(block);
        }
        self.each_view(|view, ledger| view.reorganize(ledger, depth, &blocks, now));
    }

    pub fn configure(&mut self, node: NodeId, set: impl FnOnce(&mut NodeSettings)) {
        if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
            set(&mut node.settings);
            node.say_status();
        }
    }

    pub fn stop(&mut self, node: NodeId, error: NodeError) {
        if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
            node.down = Some(error);
            node.hears = false;
            node.outbox.events.clear();
        }
    }

    pub fn start(&mut self, node: NodeId, restart: Restart) {
        let network = self.network.clone();
        if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
            node.view = match restart {
                Restart::Synced => network,
                Restart::Empty => View::without_pool(network.chain),
            };
            node.orphans.clear();
            node.outbox.listener = Listener::None;
            node.down = None;
            node.hears = true;
        }
    }

    pub fn hold_back(&mut self, node: NodeId) {
        if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
            node.hears = false;
        }
    }

    pub fn catch_up(&mut self, node: NodeId) {
        let now = self.now();
        let Some(node) = self.nodes.get_mut(usize::from(node.0)) else { return };
        node.hears = true;
        let common = node.view.chain.iter().filter(|block| self.network.has_block(block)).count();
        let depth = node.view.chain.len() - common;
        let after = node.view.chain.get(common.wrapping_sub(1)).map_or(0, |block| block.height);
        let missed = self.network.chain.iter().filter(|block| block.height > after);
        let missed: Vec<Arc<Block>> = missed.filter_map(|block| self.ledger.blocks.get(&block.hash).cloned()).collect();
        let mut events = Vec::new();
        if depth > 0 || !missed.is_empty() {
            events = node.view.reorganize(&self.ledger, depth, &missed, now);
        }
        let gone: Vec<TxId> = node.view.pool.keys().filter(|id| !self.network.pool.contains_key(id)).copied().collect();
        events.extend(gone.into_iter().flat_map(|id| node.view.leave(&self.ledger, id)));
        for (id, held) in &self.network.pool {
            if !node.view.pool.contains_key(id) {
                events.extend(node.view.enter(&self.ledger, *id, *held));
            }
        }
        node.say(events);
    }

    pub fn lose_messages(&mut self, node: NodeId) {
        if let Some(node) = self.nodes.get_mut(usize::from(node.0)) {
            node.outbox.lose();
        }
    }

    pub fn is_delivered(&self) -> bool {
        self.nodes.iter().all(|node| match (&node.down, node.outbox.listener) {
            (Some(_), Listener::ToldDown) => true,
            (None, Listener::Hearing) => node.outbox.events.is_empty(),
            (
                _,
                Listener::None
                | Listener::Syncing
                | Listener::Hearing
                | Listener::Telling
                | Listener::Lost
                | Listener::ToldDown,
            ) => false,
        })
    }

    /// Changes what the network and every node that hears it hold, in the same way.
    pub fn each_view(&mut self, change: impl Fn(&mut View, &Ledger) -> Vec<Event>) {
        change(&mut self.network, &self.ledger);
        for node in self.nodes.iter_mut().filter(|node| node.hears) {
            let events = change(&mut node.view, &self.ledger);
            node.say(events);
        }
    }

    fn check(&self, draft: &Draft) -> Result<(), Refusal> {
        let (rate, min_rate) = (draft.own_rate(), self.nodes.first().map_or(0.0, |node| node.settings.min_rate));
        if rate < min_rate {
            return Err(Refusal::TooCheap { rate, min_rate });
        }
        let gone = |claim| matches!(self.network.claim_state(&self.ledger, claim), crate::ClaimState::Gone);
        if draft.claims.iter().any(gone) {
            return Err(Refusal::CoinsGone);
        }
        let rivals = self.network.rivals(&TxId([0; 32]), &draft.claims);
        let displaced = rivals.into_iter().flat_map(|rival| self.network.with_descendants(rival));
        let displaced: u64 = displaced.filter_map(|id| self.ledger.txs.get(&id)).map(|draft| draft.fee).sum();
        let least = displaced + if displaced > 0 { u64::from(draft.vsize) } else { 0 };
        if draft.fee < least { Err(Refusal::PaysTooLittleMore(least)) } else { Ok(()) }
    }

    fn record(&mut self, id: TxId, draft: Draft) {
        for claim in &draft.claims {
            self.ledger.spenders.entry(*claim).or_default().push(id);
        }
        self.ledger.txs.insert(id, draft);
    }

    fn build(&mut self, parent: BlockRef, template: Template, pool: &View) -> Arc<Block> {
        let mut ids = template.take.unwrap_or_else(|| pool.template(&self.ledger, BLOCK_VSIZE));
        for draft in template.private {
            let (id, draft) = (random_id(&mut self.random), draft.finished(&mut self.random));
            self.record(id, draft);
            ids.push(id);
        }
        let fees: u64 = ids.iter().filter_map(|id| self.ledger.txs.get(id)).map(|draft| draft.fee).sum();
        let coinbase = (
            random_id(&mut self.random),
            Draft {
                pays: vec![Payment { to: self.random.random(), amount: 312_500_000 + fees }],
                ..Draft::paying(0.0)
            },
        );
        ids.insert(0, coinbase.0);
        self.record(coinbase.0, coinbase.1);
        let at = BlockRef {
            hash: BlockHash(random_id(&mut self.random).0),
            height: parent.height + 1,
            time: template.time.unwrap_or_else(|| self.now()),
        };
        ids.iter().for_each(|id| self.ledger.placed.entry(*id).or_default().push(at));
        let txs = ids.into_iter().filter_map(|id| Some(self.ledger.txs.get(&id)?.in_block(id))).collect();
        let block = Arc::new(Block { at, parent: parent.hash, txs });
        self.ledger.blocks.insert(at.hash, block.clone());
        block
    }

    fn forget_old(&mut self) {
        while self.network.chain.len() > REMEMBERED {
            let Some(oldest) = self.network.chain.pop_front() else { return };
            for node in &mut self.nodes {
                node.view.chain.retain(|block| block.height > oldest.height);
            }
            for tx in self.ledger.blocks.remove(&oldest.hash).iter().flat_map(|block| &block.txs) {
                self.ledger.txs.remove(&tx.id);
                self.ledger.placed.remove(&tx.id);
                tx.claims.iter().for_each(|claim| mem::drop(self.ledger.spenders.remove(claim)));
            }
        }
    }
}
