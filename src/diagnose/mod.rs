//! From facts to the cause: ordered rules, one file each, pure. No words (those are `explain`'s), no clock, no I/O.
//! A new cause is a file here with its `find`, a variant of [`Cause`], a line in `RULES` and a message per language;
//! the compiler or a test of `explain` names what was forgotten.

use chains::{BlockRef, TxId};
use jiff::Timestamp;

use crate::facts::{Blocker, Facts, Placement, Successor};

mod ancestor_replaced;
mod awaiting_confirmations;
mod awaiting_finality;
mod blob_fee_too_low;
mod blocked_by_earlier_nonce;
mod coinbase_immature;
mod congestion;
mod delivery;
mod double_spent;
mod dropped;
mod evicted_low_fee;
mod expired;
mod fee_below_base;
mod fee_below_market;
mod gas;
mod gas_limit_too_high;
#[cfg(test)]
pub(crate) mod gas_samples;
#[cfg(test)]
mod gas_tests;
mod inner_call_failed;
mod insufficient_balance;
mod is_block_hash;
mod missing_parent;
mod near_eviction;
mod never_seen;
mod next_in_line;
mod node_behind;
mod nonce_gap;
mod not_propagated;
mod out_of_gas;
mod parent_fee_too_low;
mod probably_rejected;
mod replaced;
mod returned_by_reorg;
mod reverted;
mod rival_pending;
#[cfg(test)]
pub(crate) mod samples;
mod settled;
mod severity;
mod sight;
mod slow_blocks;
mod stated;
mod succeeded_amount_differs;
mod succeeded_elsewhere;
mod succeeded_without_transfer;
#[cfg(test)]
mod tests;
mod tip_too_low;

pub use blocked_by_earlier_nonce::NEXT;
pub use congestion::{Congestion, congestion};
pub use delivery::{Unseen, delivered};
pub use gas::{Claimant, GasCause, Refusal};
pub use sight::is_blind;
pub use slow_blocks::pause;
pub use stated::{Unlike, unlike_stated};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// No node knows it and we never did. `whole_chain`: a node could search every block; else only the last `window` blocks were searched.
    NeverSeen { watching_since: Timestamp, whole_chain: bool, window: u32 },
    /// We can't know: our nodes are syncing, unreachable or stale.
    NodeBehind { down: u32, syncing: u32, nodes: u32 },
    /// The id is a block's.
    IsBlockHash { block: BlockRef },
    /// It was here, is nowhere now, and why can't be told: not yet, where it left a moment ago (`just_left`).
    Dropped { last_rate: Option<f64>, just_left: bool },
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
    /// Its outputs pay another address than the asker stated.
    PaysElsewhere,
    /// Its outputs pay another amount than the asker stated: `sums`, in the smallest unit, is what was stated and what goes
    /// to the recipient, where one was stated.
    PaysAnotherAmount { sums: Option<(u64, u64)> },
    /// One of those that only a chain with gas has, or that have no other figures elsewhere.
    Gas(GasCause),
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

/// The rules in order: the first that holds is the cause, the others that hold are told beside it. What ended it comes
/// before what blocks it, what blocks it for good before what slows it, a blocker before the fee. Our own blindness
/// comes last: it is the cause only of what no other rule can speak about.
const RULES: &[fn(&Facts, Timestamp) -> Option<Finding>] = &[
    is_block_hash::find,
    missing_parent::find,
    never_seen::find,
    replaced::find,
    double_spent::find,
    ancestor_replaced::find,
    expired::find,
    evicted_low_fee::find,
    dropped::find,
    coinbase_immature::find,
    out_of_gas::find,
    reverted::find,
    succeeded_without_transfer::find,
    succeeded_elsewhere::find,
    succeeded_amount_differs::find,
    inner_call_failed::find,
    settled::find,
    awaiting_confirmations::find,
    awaiting_finality::find,
    inner_call_failed::find_bundled,
    gas_limit_too_high::find,
    insufficient_balance::find,
    nonce_gap::find,
    blocked_by_earlier_nonce::find,
    rival_pending::find,
    probably_rejected::find,
    returned_by_reorg::find,
    not_propagated::find,
    parent_fee_too_low::find,
    near_eviction::find,
    fee_below_market::find,
    blob_fee_too_low::find,
    fee_below_base::find,
    tip_too_low::find,
    slow_blocks::find,
    next_in_line::find,
    insufficient_balance::find_of_line,
    node_behind::find,
];

/// The verdict about these facts at this time.
pub fn diagnose(facts: &Facts, now: Timestamp) -> Diagnosis {
    let mut holding = RULES.iter().filter_map(|find| find(facts, now));
    let cause = holding.next().unwrap_or_else(|| node_behind::finding(facts));
    let also: Vec<Finding> = holding.collect();
    let stage = stage(facts);
    let severity = severity::of(stage, &cause.cause, &also).max(stated::severity(facts, stage));
    Diagnosis { stage, cause, also, severity }
}

impl Diagnosis {
    /// The cause, then what holds besides.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(&self.cause).chain(&self.also)
    }
}

fn stage(facts: &Facts) -> Stage {
    match &facts.placement {
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) => Stage::Unknown,
        Placement::Waiting(_) | Placement::Pooled(_) => Stage::Waiting,
        Placement::InBlock { .. } if gas::has_failed(facts) => Stage::Failed,
        Placement::InBlock { block, confirmations, .. } => {
            let deep = facts.is_deep(block, *confirmations);
            if deep && gas::has_succeeded(facts) { Stage::Settled } else { Stage::Included }
        }
        Placement::Left(_) => Stage::Gone,
    }
}

impl Cause {
    /// When this ends goes by no queue and by no pace of blocks, so that nothing honest can be said of it: nobody who makes
    /// blocks has it, we can't see, somebody must act, or a price that nobody can foretell must fall.
    pub fn is_untimed(&self) -> bool {
        let by_others = matches!(self, Self::NotPropagated { .. } | Self::NodeBehind { .. });
        let by_price = matches!(self, Self::Gas(GasCause::BlobFeeTooLow { .. }));
        by_others || by_price || self.is_stuck()
    }

    /// It can't move by itself.
    pub fn is_stuck(&self) -> bool {
        matches!(
            self,
            Self::Gas(
                GasCause::NonceGap { .. }
                    | GasCause::InsufficientBalance { of_line: false, .. }
                    | GasCause::GasLimitTooHigh { .. }
                    | GasCause::ProbablyRejected { .. }
            )
        )
    }

    /// Every code but those of [`GasCause::CODES`], in the order of the variants. Two causes of chains whose transactions
    /// have outputs share theirs with them.
    pub const CODES: [&str; 20] = [
        "next_in_line",
        "slow_blocks",
        "awaiting_confirmations",
        "settled",
        "returned_by_reorg",
        "never_seen",
        "node_behind",
        "is_block_hash",
        "dropped",
        "fee_below_market",
        "parent_fee_too_low",
        "near_eviction",
        "not_propagated",
        "missing_parent",
        "replaced",
        "ancestor_replaced",
        "double_spent",
        "evicted_low_fee",
        "expired",
        "coinbase_immature",
    ];

    /// The stable word: API value, locale key and file name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NextInLine { .. } => "next_in_line",
            Self::SlowBlocks { .. } => "slow_blocks",
            Self::AwaitingConfirmations { .. } => "awaiting_confirmations",
            Self::Settled { .. } => "settled",
            Self::ReturnedByReorg { .. } => "returned_by_reorg",
            Self::NeverSeen { .. } => "never_seen",
            Self::NodeBehind { .. } => "node_behind",
            Self::IsBlockHash { .. } => "is_block_hash",
            Self::Dropped { .. } => "dropped",
            Self::FeeBelowMarket { .. } => "fee_below_market",
            Self::ParentFeeTooLow { .. } => "parent_fee_too_low",
            Self::NearEviction { .. } => "near_eviction",
            Self::NotPropagated { .. } => "not_propagated",
            Self::MissingParent { .. } => "missing_parent",
            Self::Replaced { .. } => "replaced",
            Self::AncestorReplaced { .. } => "ancestor_replaced",
            Self::DoubleSpent { .. } => "double_spent",
            Self::EvictedLowFee { .. } => "evicted_low_fee",
            Self::Expired { .. } => "expired",
            Self::CoinbaseImmature { .. } => "coinbase_immature",
            Self::PaysElsewhere => "succeeded_elsewhere",
            Self::PaysAnotherAmount { .. } => "succeeded_amount_differs",
            Self::Gas(cause) => cause.code(),
        }
    }
}
