//! What the nodes of one chain hold, merged: the waiting transactions, their queue, the last blocks' ids and the
//! departures. `apply` is the only way in, `facts` the way out. No I/O, no clock, no conclusions about causes
//! beyond what only history can tell (why something left).

use std::sync::Arc;

use chains::{BlockHash, Claim, Kind, Observation, Payment, TxId};
use jiff::Timestamp;

use crate::facts::{Coverage, Facts, Network, Placement};

/// Blocks whose transactions are known by id.
pub const WINDOW: usize = 288;

/// One chain's state.
pub struct Index {}

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
    /// Mean seconds between blocks: 600 by Bitcoin's protocol; a simulated chain has a pace of its own, and its estimates
    /// must be honest as well.
    pub block_interval_s: f64,
}

/// What the journal or the nodes add to what the index holds, for one question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// `Event::Asked` observations about this transaction, if nodes were asked.
    pub asked: &'a [Observation],
    /// The journal's records of this transaction and of those that took its place, in order, where the index has them
    /// no more.
    pub past: &'a [(Record, Leaving)],
    /// Confirmations that this caller wants, if it said.
    pub required: Option<u64>,
}

impl Index {
    /// An index that knows nothing yet.
    pub fn new(_settings: Settings) -> Self {
        Self {}
    }

    /// Takes what the journal remembers: transactions that were waiting when the last process ended, and departures.
    /// To be called before the first observation.
    pub fn restore(&mut self, _records: Vec<(Record, Option<Leaving>)>) {}

    /// Takes one observation.
    pub fn apply(&mut self, _observation: Observation) -> Changes {
        Changes::default()
    }

    /// Lets time pass: decides about departures whose reason was left open. To be called about once a second.
    pub fn settle(&mut self, _now: Timestamp) -> Changes {
        Changes::default()
    }

    /// Whether `facts` can speak about this id without anybody being asked: it waits, is in a block of the window, or
    /// left and is remembered with a reason that asking can't better.
    pub fn knows(&self, _id: &TxId) -> bool {
        false
    }

    /// What is held about one transaction.
    pub fn facts(&self, id: &TxId, _context: Context<'_>, now: Timestamp) -> Facts {
        let (network, coverage) = self.surroundings(now);
        Facts {
            id: *id,
            first_seen: None,
            placement: Placement::Nowhere,
            blockers: Vec::new(),
            reorged_from: None,
            network,
            coverage,
        }
    }

    /// The chain as a whole, and how well it is seen.
    pub fn surroundings(&self, _now: Timestamp) -> (Network, Coverage) {
        unreachable!("replaced by the index's own work")
    }

    /// Whether a block's content is known.
    pub fn has_block(&self, _hash: &BlockHash) -> bool {
        false
    }
}
