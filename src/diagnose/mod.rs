//! From facts to the cause: ordered rules, one file each, pure. No words (those are `explain`'s), no clock, no I/O.

use chains::{BlockRef, TxId};
use jiff::Timestamp;

use crate::facts::{Blocker, Facts, Successor};

/// Where a transaction stands, as callers see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// No node that we watch knows it.
    Unknown,
    /// In a mempool.
    Waiting,
    /// In a block, not yet deep enough.
    Included,
    /// Deep enough.
    Settled,
    /// In a block, but its action failed.
    Failed,
    /// Left the mempool without a block; won't confirm as it is.
    Gone,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Nothing unusual.
    Ok,
    /// Slow; waiting helps.
    Delayed,
    /// Won't move by itself.
    ActionNeeded,
    /// Over, and not as hoped.
    Failed,
}

/// How sure we are of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// A node said so.
    Observed,
    /// Concluded from what nodes said.
    Inferred,
    /// Can't be told.
    Unknown,
}

/// Why a transaction is where it is, with the figures that say so. A variant's code is its file, its locale key
/// and its API value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Nothing wrong: it pays enough for one of the next blocks.
    NextInLine { rate: f64, next_block_rate: f64, blocks_ahead: f64 },
    /// It pays enough, but the last block is unusually old.
    SlowBlocks { tip_age_s: f64, interval_s: f64 },
    /// In a block, not yet deep enough.
    AwaitingConfirmations { confirmations: u64, required: u64 },
    /// Deep enough.
    Settled { confirmations: u64, required: u64 },
    /// It was in a block that the chain dropped; it waits again.
    ReturnedByReorg { block: BlockRef },
    /// No node knows it and we never did.
    NeverSeen { watching_since: Timestamp, whole_chain: bool, window: u32 },
    /// We can't know: our nodes are syncing, unreachable or stale.
    NodeBehind { down: u32, syncing: u32, nodes: u32 },
    /// The id is a block's.
    IsBlockHash { block: BlockRef },
    /// It was here, is nowhere now, and why can't be told.
    Dropped { last_rate: f64 },
    /// Its rate is below what the next blocks take.
    FeeBelowMarket { rate: f64, next_block_rate: f64, ahead_vsize: u64, blocks_ahead: f64 },
    /// An unconfirmed parent drags it.
    ParentFeeTooLow { parent: Blocker, rate: f64, effective_rate: f64, next_block_rate: f64, blocks_ahead: f64 },
    /// Close to the lowest rate that full mempools still take.
    NearEviction { rate: f64, min_rate: f64, relay_rate: f64, next_block_rate: f64 },
    /// No peer has asked our node for it.
    NotPropagated { waiting_s: f64 },
    /// Its parent is unknown.
    MissingParent { missing: Vec<TxId> },
    /// Another transaction took its place.
    Replaced { by: Successor },
    /// What it depended on was replaced or evicted.
    AncestorReplaced { ancestor: TxId, by: Option<Successor> },
    /// A block spent its inputs otherwise.
    DoubleSpent { by: Successor },
    /// A full mempool dropped it.
    EvictedLowFee { rate: f64, min_rate: f64 },
    /// It waited as long as nodes keep anything.
    Expired { waited_s: f64, after_hours: Option<u32> },
    /// A coinbase output needs 100 confirmations before it can be spent.
    CoinbaseImmature { confirmations: u64, needed: u64 },
}

/// A cause that holds, and how sure we are.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What.
    pub cause: Cause,
    /// How sure.
    pub confidence: Confidence,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
}

/// The verdict about one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// Where it stands.
    pub stage: Stage,
    /// The one cause that explains it.
    pub cause: Finding,
    /// Others that hold too.
    pub also: Vec<Finding>,
    /// How bad it is.
    pub severity: Severity,
}

/// The verdict about these facts at this time.
pub fn diagnose(facts: &Facts, now: Timestamp) -> Diagnosis {
    let _ = now;
    Diagnosis {
        stage: Stage::Unknown,
        cause: Finding {
            cause: Cause::NeverSeen {
                watching_since: facts.network.watching_since,
                whole_chain: false,
                window: facts.network.window,
            },
            confidence: Confidence::Unknown,
            since: None,
        },
        also: Vec::new(),
        severity: Severity::Ok,
    }
}
