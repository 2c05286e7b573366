//! What the nodes of one chain hold, merged: the waiting transactions, their queue, the last blocks' ids and the
//! departures. `apply` is the only way in, `facts` the way out. No I/O, no clock, no conclusions about causes
//! beyond what only history can tell (why something left).

use std::sync::Arc;

use chains::{BlockHash, BlockRef, Claim, Event, Kind, NodeId, NodeState, Observation, Payment, TxId};
use jiff::Timestamp;

pub use self::gas::Draw;
use self::{
    blocks::Blocks,
    bounded::Bounded,
    departed::{Departed, Gone, How},
    nodes::Node,
    pool::Pool,
    waiter::Waiter,
};
use crate::facts::{
    ExpectedOutput, Required,
    contracts::Contracts,
    gas::{Expected, Tag},
};

mod arrivals;
mod best_chain;
mod blocks;
mod bounded;
mod cluster;
mod compared;
mod departed;
mod departures;
mod gas;
mod mined;
mod nodes;
mod pool;
mod queue;
mod successors;
mod surroundings;
#[cfg(test)]
mod tests;
mod view;
mod waiter;

/// Blocks whose transactions are known by id.
pub const WINDOW: usize = 288;

/// Transactions of dropped blocks, and those that took another's place, that are remembered.
const MOST_REMEMBERED: usize = 20_000;

/// Departures that a node told of last, whether or not we knew the transaction.
const MOST_LET_GO: usize = 5_000;

/// One chain's state.
pub struct Index {
    settings: Settings,
    nodes: Vec<Node>,
    pool: Pool,
    blocks: Blocks,
    departed: Departed,
    gas: gas::Accounts,
    /// The dropped block that each of these was in.
    reorged: Bounded<TxId, BlockRef>,
    /// When a node told that these left its mempool.
    let_go: Bounded<TxId, Timestamp>,
    /// Those that took another's place, with what they pay once that is known no longer from the pool.
    successors: Bounded<TxId, Vec<Payment>>,
    /// The best tip that any node told, and when we first heard of it.
    tip: Option<(BlockRef, Timestamp)>,
    /// Blocks that the best chain dropped for others.
    dropped: u64,
}

/// What an observation changed.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// After `Event::Mempool`: ids whose details the index lacks.
    pub missing: Vec<TxId>,
    /// Transactions whose own answer changed (not those that merely moved in the queue).
    pub touched: Vec<TxId>,
    /// Rows for the journal, in order.
    pub journal: Vec<Entry>,
}

impl Changes {
    /// These, then those.
    pub fn append(&mut self, mut more: Self) {
        self.missing.append(&mut more.missing);
        self.touched.append(&mut more.touched);
        self.journal.append(&mut more.journal);
    }
}

/// Something that must outlive the process.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Entered a mempool.
    Waiting(Box<Record>),
    /// Entered a block: nothing to remember any more, except where `reorged`.
    Included(TxId),
    /// Left; told again when the reason becomes known or better known.
    Left(Box<Record>, Leaving),
}

/// What the journal keeps of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: TxId,
    pub first_seen: Timestamp,
    pub entered: Timestamp,
    pub fee: u64,
    pub vsize: u32,
    /// 0 where it isn't known.
    pub effective_rate: f64,
    pub claims: Vec<Claim>,
    pub pays: Vec<Payment>,
}

/// How a record left: `Reason` without what is looked up at the time of the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    pub at: Timestamp,
    pub certain: bool,
    pub why: Why,
}

/// A reason as the journal keeps it: the direct successor alone, since the chain of them is followed when asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    Open,
    ReplacedBy(TxId),
    DoubleSpentBy(TxId),
    AncestorGone(TxId),
    Evicted { min_rate: f64 },
    Expired { after_hours: Option<u32> },
    Unknown,
}

/// What an index is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The chain's configured name.
    pub chain: Arc<str>,
    pub kind: Kind,
    /// Its nodes' names; a `NodeId` is a place in it.
    pub nodes: Vec<Arc<str>>,
    /// When we began to watch.
    pub watching_since: Timestamp,
    /// Confirmations wanted where the caller says nothing.
    pub required: u64,
    /// What is wanted besides, where the caller says nothing.
    pub wanted: Option<Tag>,
    /// Mean seconds between blocks: 600 by Bitcoin's protocol; a simulated chain has a pace of its own, and its estimates
    /// must be honest as well.
    pub block_interval_s: f64,
    /// What the operator says of contracts, on a chain with gas.
    pub contracts: Arc<Contracts>,
}

/// What the journal or the nodes add to what the index holds, for one question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// `Event::Asked` observations about this transaction and about what took its place, if nodes were asked.
    pub asked: &'a [Observation],
    /// The journal's records of this transaction and of those that took its place, in order, where the index has them
    /// no more.
    pub past: &'a [(Record, Leaving)],
    /// What this caller wants, if it said.
    pub required: Option<Required>,
    /// What this caller expects to have moved, if it said, on a chain with gas.
    pub expected: Option<&'a Expected>,
    /// The same on a chain whose transactions have outputs.
    pub output: Option<ExpectedOutput>,
}

/// How much an index holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Census {
    /// Transactions that wait.
    pub waiting: usize,
    /// How many of them each node holds.
    pub held: Vec<usize>,
    /// Departures remembered in memory.
    pub departed: usize,
    /// Blocks of the best chain known by their transactions' ids.
    pub blocks: usize,
}

impl Index {
    /// An index that knows nothing yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            nodes: settings.nodes.iter().take(chains::MAX_NODES).cloned().map(Node::new).collect(),
            gas: gas::Accounts::new(settings.nodes.len()),
            settings,
            pool: Pool::new(),
            blocks: Blocks::default(),
            departed: Departed::new(),
            reorged: Bounded::new(MOST_REMEMBERED),
            let_go: Bounded::new(MOST_LET_GO),
            successors: Bounded::new(MOST_REMEMBERED),
            tip: None,
            dropped: 0,
        }
    }

    /// Takes what the journal remembers: transactions that were waiting when the last process ended, and departures.
    /// To be called before the first observation.
    pub fn restore(&mut self, records: Vec<(Record, Option<Leaving>)>) {
        for (record, leaving) in records {
            match leaving {
                Some(leaving) => {
                    self.departed.insert(Gone { record, leaving, node: None, how: How::Restarted });
                }
                None if matches!(self.settings.kind, Kind::Evm { .. }) => self.gas.hold(record),
                None if self.pool.find(&record.id).is_none() => {
                    let slot = self.pool.insert(Waiter::restore(&record));
                    self.pool.refresh(&[slot]);
                }
                None => {}
            }
        }
    }

    /// Takes one observation.
    pub fn apply(&mut self, observation: Observation) -> Changes {
        let Observation { node, at, event } = observation;
        let mut changes = Changes::default();
        if usize::from(node.0) >= self.nodes.len() {
            return changes;
        }
        self.hear(node, &event, at);
        match event {
            Event::Node(state) => self.take_state(node, state, at, &mut changes),
            Event::Entered(pending) => self.enter(node, *pending, at, &mut changes),
            Event::Mempool(ids) => self.reconcile(node, &ids, at, &mut changes),
            Event::Left(id) => self.leave(node, id, at, &mut changes),
            Event::Block(block) => self.take_block(*block, at, &mut changes),
            Event::Dropped(block) => self.retreat(node, *block, at, &mut changes),
            Event::Tip(tip) => self.advance(node, tip, at, &mut changes),
            Event::Market(market) => self.gas.take_market(*market),
            Event::Final(finality) => self.gas.take_finality(node, finality),
            Event::Asked(asked) if matches!(self.settings.kind, Kind::Evm { .. }) => {
                self.take_answer(node, &asked, at, &mut changes);
            }
            Event::Asked(asked) => self.take_asked(node, *asked, at, &mut changes),
        }
        changes
    }

    /// Lets time pass: decides about departures whose reason was left open. To be called about once a second.
    pub fn settle(&mut self, now: Timestamp) -> Changes {
        let mut changes = Changes::default();
        // On a chain with gas nothing tells why but another look.
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            self.decide_open(now, &mut changes);
        }
        changes
    }

    /// Whether `facts` can speak about this id without anybody being asked: it waits, is in a block of the window, or
    /// left and is remembered with a reason that asking can't better.
    pub fn knows(&self, id: &TxId) -> bool {
        if matches!(self.settings.kind, Kind::Evm { .. }) {
            let settled = self.mined(id).zip(self.gas.outcome(id));
            return settled.is_some_and(|((block, ..), outcome)| block.hash == outcome.block.hash)
                || self.blocks.has(&BlockHash(id.0));
        }
        let waits = self.pool.get(id).is_some_and(|waiter| waiter.holders & !self.down() != 0);
        let left = self.departed.get(id).is_some_and(|gone| gone.leaving.certain && gone.leaving.why != Why::Open);
        waits || left || self.blocks.find(id).is_some() || self.blocks.has(&BlockHash(id.0))
    }

    /// Whether a block's content is known.
    pub fn has_block(&self, hash: &BlockHash) -> bool {
        self.blocks.has(hash)
    }

    /// How many blocks the best chain has dropped for others since we watch.
    pub fn dropped_blocks(&self) -> u64 {
        self.dropped
    }

    /// Blocks on top of the last final one, where the chain has such a mark and a node tells it.
    pub fn unfinal_blocks(&self) -> Option<u64> {
        let finalized = self.finality().finalized?;
        Some(self.tip?.0.height.saturating_sub(finalized))
    }

    /// How much is held, for metrics. Looks at every waiting transaction.
    pub fn census(&self) -> Census {
        let held = |node: usize| self.pool.slots().filter(|slot| self.pool.at(*slot).holders >> node & 1 == 1).count();
        Census {
            waiting: self.pool.len(),
            held: (0..self.nodes.len()).map(held).collect(),
            departed: self.departed.len(),
            blocks: self.blocks.window(),
        }
    }

    fn hear(&mut self, node: NodeId, event: &Event, at: Timestamp) {
        let silent = match event {
            Event::Node(NodeState::Down(_)) => true,
            Event::Asked(asked) => matches!(asked.answer, chains::Found::Failed(_)),
            Event::Node(_) | Event::Entered(_) | Event::Mempool(_) | Event::Left(_) => false,
            Event::Block(_) | Event::Dropped(_) | Event::Tip(_) | Event::Market(_) | Event::Final(_) => false,
        };
        if !silent {
            self.node_mut(node).heard = Some(at);
        }
    }

    fn take_state(&mut self, node: NodeId, state: NodeState, at: Timestamp, changes: &mut Changes) {
        self.node_mut(node).take(state, at);
        self.follow_best(at, false, changes);
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.nodes[usize::from(node.0)]
    }

    fn node_mut(&mut self, node: NodeId) -> &mut Node {
        &mut self.nodes[usize::from(node.0)]
    }

    /// The nodes that don't answer, a bit each.
    fn down(&self) -> u16 {
        self.mask(Node::is_down)
    }

    fn mask(&self, is: impl Fn(&Node) -> bool) -> u16 {
        self.nodes.iter().enumerate().filter(|(_, node)| is(node)).fold(0, |mask, (place, _)| mask | 1 << place)
    }
}
