//! Causes as callers see them: the code, how sure we are, since when, and the figures of each cause under stable
//! names. Decides nothing; a cause without an entry here doesn't compile.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    StageCode,
    gas::GasCauseData,
    units::{Amount, Moment, rate, seconds},
};
use crate::{
    diagnose::{Cause, Claimant, Confidence, Finding, GasCause},
    facts::{Facts, Successor, SuccessorState},
};

/// Why the transaction is where it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CauseReport {
    /// Stable code.
    pub code: CauseCode,
    /// How sure we are.
    pub confidence: ConfidenceCode,
    /// Since when it holds, where that is known.
    #[schema(required)]
    pub since: Option<Moment>,
    /// The figures that say so; which ones depends on the code.
    pub data: CauseData,
}

/// How sure we are of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConfidenceCode {
    /// A node said so.
    Observed,
    /// Concluded from what nodes said.
    Inferred,
    /// Can't be told.
    Unknown,
}

/// The code of a cause. More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CauseCode {
    NextInLine,
    SlowBlocks,
    AwaitingConfirmations,
    Settled,
    ReturnedByReorg,
    NeverSeen,
    NodeBehind,
    IsBlockHash,
    Dropped,
    FeeBelowMarket,
    ParentFeeTooLow,
    NearEviction,
    NotPropagated,
    MissingParent,
    Replaced,
    AncestorReplaced,
    DoubleSpent,
    EvictedLowFee,
    Expired,
    CoinbaseImmature,
    FeeBelowBase,
    TipTooLow,
    NonceGap,
    BlockedByEarlierNonce,
    RivalPending,
    ProbablyRejected,
    InsufficientBalance,
    GasLimitTooHigh,
    BlobFeeTooLow,
    AwaitingFinality,
    OutOfGas,
    Reverted,
    SucceededWithoutTransfer,
    SucceededElsewhere,
    SucceededAmountDiffers,
    InnerCallFailed,
}

/// The figures of a cause. Rates are in sat/vB (on a chain with gas in gwei per gas), sizes in vB, durations in
/// seconds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum CauseData {
    /// `fee_below_market`
    FeeBelowMarket { fee_rate: f64, going_rate: f64, vsize_ahead: u64, blocks_ahead: f64 },
    /// `parent_fee_too_low`
    ParentFeeTooLow {
        parent: String,
        parent_fee_rate: f64,
        parent_effective_fee_rate: f64,
        fee_rate: f64,
        effective_fee_rate: f64,
        going_rate: f64,
        blocks_ahead: f64,
    },
    /// `near_eviction`
    NearEviction { fee_rate: f64, min_rate: f64, relay_rate: f64, going_rate: f64 },
    /// `evicted_low_fee`
    EvictedLowFee { fee_rate: f64, min_rate: f64 },
    /// `next_in_line`
    NextInLine { fee_rate: f64, going_rate: f64, blocks_ahead: f64 },
    /// `slow_blocks`
    SlowBlocks { tip_age_s: u64, block_interval_s: u64 },
    /// `awaiting_confirmations`, `settled` and `coinbase_immature` (whose `required` is what the protocol wants)
    Confirmations { confirmations: u64, required: u64 },
    /// `returned_by_reorg` (the block that was dropped) and `is_block_hash`
    Block { block_hash: String, block_height: u64, block_time: Moment },
    /// `never_seen`; `whole_chain` says whether a node could have found a transaction of any age, else the last
    /// `blocks_searched` blocks were searched
    NeverSeen { watching_since: Moment, whole_chain: bool, blocks_searched: u32 },
    /// `node_behind`
    NodeBehind { nodes: u32, nodes_down: u32, nodes_syncing: u32 },
    /// `dropped`; one that left a moment ago may still turn out to be replaced or mined; `fee_rate` is null where we never
    /// knew it
    Dropped {
        #[schema(required)]
        fee_rate: Option<f64>,
        just_left: bool,
    },
    /// `not_propagated`
    NotPropagated { waiting_s: u64 },
    /// `missing_parent`
    MissingParent { missing: Vec<String> },
    /// `ancestor_replaced`; `by` is what took the ancestor's place, where something did
    AncestorReplaced {
        ancestor: String,
        #[schema(required)]
        by: Option<SuccessorReport>,
    },
    /// `replaced` and `double_spent`
    Successor { by: SuccessorReport },
    /// `expired`
    Expired {
        waited_s: u64,
        #[schema(required)]
        after_hours: Option<u32>,
    },
    /// `succeeded_elsewhere` on Bitcoin: no output pays the address that was stated
    PaysElsewhere { expected_by: String },
    /// `succeeded_amount_differs` on Bitcoin, in satoshi and in bitcoin: what was stated, and what goes to the recipient;
    /// null where no recipient was stated
    PaysAnotherAmount {
        #[schema(required)]
        expected: Option<String>,
        #[schema(required)]
        arrived: Option<String>,
        #[schema(required)]
        expected_decimal: Option<String>,
        #[schema(required)]
        arrived_decimal: Option<String>,
        expected_by: String,
    },
    /// Those that only a chain with gas has
    Gas(GasCauseData),
}

/// The transaction at the end of a chain of replacements.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SuccessorReport {
    /// Its id.
    pub id: String,
    /// Where it is: waiting, included, settled, gone, unknown.
    pub stage: StageCode,
    /// Replacements in between, at least 1.
    pub hops: u32,
    /// Whether it pays the same recipients; null where that can't be told.
    #[schema(required)]
    pub same_recipient: Option<bool>,
    /// Its block's height, where it is in one.
    #[schema(required)]
    pub block_height: Option<u64>,
    /// 0 while it isn't in a block.
    pub confirmations: u64,
}

impl CauseReport {
    pub(super) fn new(finding: &Finding, facts: &Facts) -> Self {
        Self {
            code: CauseCode::from(&finding.cause),
            confidence: finding.confidence.into(),
            since: finding.since.map(Moment),
            data: CauseData::new(&finding.cause, facts),
        }
    }
}

impl CauseData {
    fn new(cause: &Cause, facts: &Facts) -> Self {
        match cause {
            Cause::NextInLine { rate: own, next_block_rate, blocks_ahead } => Self::NextInLine {
                fee_rate: rate(*own),
                going_rate: rate(*next_block_rate),
                blocks_ahead: rate(*blocks_ahead),
            },
            Cause::SlowBlocks { tip_age_s, interval_s } => {
                Self::SlowBlocks { tip_age_s: seconds(*tip_age_s), block_interval_s: seconds(*interval_s) }
            }
            Cause::AwaitingConfirmations { confirmations, required }
            | Cause::Settled { confirmations, required }
            | Cause::CoinbaseImmature { confirmations, needed: required } => {
                Self::Confirmations { confirmations: *confirmations, required: *required }
            }
            Cause::ReturnedByReorg { block } | Cause::IsBlockHash { block } => Self::Block {
                block_hash: block.hash.to_string(),
                block_height: block.height,
                block_time: Moment(block.time),
            },
            Cause::NeverSeen { watching_since, whole_chain, window } => Self::NeverSeen {
                watching_since: Moment(*watching_since),
                whole_chain: *whole_chain,
                blocks_searched: *window,
            },
            Cause::NodeBehind { down, syncing, nodes } => {
                Self::NodeBehind { nodes: *nodes, nodes_down: *down, nodes_syncing: *syncing }
            }
            Cause::Dropped { last_rate, just_left } => {
                Self::Dropped { fee_rate: last_rate.map(rate), just_left: *just_left }
            }
            Cause::FeeBelowMarket { rate: own, next_block_rate, ahead_vsize, blocks_ahead } => Self::FeeBelowMarket {
                fee_rate: rate(*own),
                going_rate: rate(*next_block_rate),
                vsize_ahead: *ahead_vsize,
                blocks_ahead: rate(*blocks_ahead),
            },
            Cause::ParentFeeTooLow { parent, rate: own, effective_rate, next_block_rate, blocks_ahead } => {
                Self::ParentFeeTooLow {
                    parent: parent.id.to_string(),
                    parent_fee_rate: rate(parent.rate),
                    parent_effective_fee_rate: rate(parent.effective_rate),
                    fee_rate: rate(*own),
                    effective_fee_rate: rate(*effective_rate),
                    going_rate: rate(*next_block_rate),
                    blocks_ahead: rate(*blocks_ahead),
                }
            }
            Cause::NearEviction { rate: own, min_rate, relay_rate, next_block_rate } => Self::NearEviction {
                fee_rate: rate(*own),
                min_rate: rate(*min_rate),
                relay_rate: rate(*relay_rate),
                going_rate: rate(*next_block_rate),
            },
            Cause::PaysElsewhere => Self::PaysElsewhere { expected_by: Claimant::Asker.code().to_owned() },
            Cause::PaysAnotherAmount { sums } => {
                let (expected, arrived) = (sums.map(|(expected, _)| expected), sums.map(|(_, arrived)| arrived));
                Self::PaysAnotherAmount {
                    expected: expected.map(|sat| sat.to_string()),
                    arrived: arrived.map(|sat| sat.to_string()),
                    expected_decimal: expected.map(|sat| Amount::sat(sat).btc),
                    arrived_decimal: arrived.map(|sat| Amount::sat(sat).btc),
                    expected_by: Claimant::Asker.code().to_owned(),
                }
            }
            Cause::Gas(cause) => Self::Gas(GasCauseData::new(cause)),
            Cause::NotPropagated { waiting_s } => Self::NotPropagated { waiting_s: seconds(*waiting_s) },
            Cause::MissingParent { missing } => {
                Self::MissingParent { missing: missing.iter().map(ToString::to_string).collect() }
            }
            Cause::Replaced { by } | Cause::DoubleSpent { by } => {
                Self::Successor { by: SuccessorReport::new(by, facts) }
            }
            Cause::AncestorReplaced { ancestor, by } => Self::AncestorReplaced {
                ancestor: ancestor.to_string(),
                by: by.as_ref().map(|by| SuccessorReport::new(by, facts)),
            },
            Cause::EvictedLowFee { rate: own, min_rate } => {
                Self::EvictedLowFee { fee_rate: rate(*own), min_rate: rate(*min_rate) }
            }
            Cause::Expired { waited_s, after_hours } => {
                Self::Expired { waited_s: seconds(*waited_s), after_hours: *after_hours }
            }
        }
    }
}

impl SuccessorReport {
    fn new(by: &Successor, facts: &Facts) -> Self {
        let (block_height, confirmations) = match &by.state {
            SuccessorState::InBlock(block, confirmations) => (Some(block.height), *confirmations),
            SuccessorState::Waiting | SuccessorState::Gone | SuccessorState::Unknown => (None, 0),
        };
        Self {
            id: by.id.to_string(),
            stage: StageCode::of_successor(&by.state, facts),
            hops: by.hops,
            same_recipient: by.same_recipient,
            block_height,
            confirmations,
        }
    }
}

impl From<Confidence> for ConfidenceCode {
    fn from(confidence: Confidence) -> Self {
        match confidence {
            Confidence::Observed => Self::Observed,
            Confidence::Inferred => Self::Inferred,
            Confidence::Unknown => Self::Unknown,
        }
    }
}

impl CauseCode {
    fn of_gas(cause: &GasCause) -> Self {
        match cause {
            GasCause::FeeBelowBase { .. } => Self::FeeBelowBase,
            GasCause::TipTooLow { .. } => Self::TipTooLow,
            GasCause::NonceGap { .. } => Self::NonceGap,
            GasCause::BlockedByEarlierNonce { .. } => Self::BlockedByEarlierNonce,
            GasCause::RivalPending { .. } => Self::RivalPending,
            GasCause::ProbablyRejected { .. } => Self::ProbablyRejected,
            GasCause::InsufficientBalance { .. } => Self::InsufficientBalance,
            GasCause::GasLimitTooHigh { .. } => Self::GasLimitTooHigh,
            GasCause::BlobFeeTooLow { .. } => Self::BlobFeeTooLow,
            GasCause::AwaitingFinality { .. } => Self::AwaitingFinality,
            GasCause::OutOfGas { .. } => Self::OutOfGas,
            GasCause::Reverted { .. } => Self::Reverted,
            GasCause::SucceededWithoutTransfer { .. } => Self::SucceededWithoutTransfer,
            GasCause::SucceededElsewhere { .. } => Self::SucceededElsewhere,
            GasCause::SucceededAmountDiffers { .. } => Self::SucceededAmountDiffers,
            GasCause::InnerCallFailed { .. } => Self::InnerCallFailed,
        }
    }
}

impl From<&Cause> for CauseCode {
    fn from(cause: &Cause) -> Self {
        match cause {
            Cause::NextInLine { .. } => Self::NextInLine,
            Cause::SlowBlocks { .. } => Self::SlowBlocks,
            Cause::AwaitingConfirmations { .. } => Self::AwaitingConfirmations,
            Cause::Settled { .. } => Self::Settled,
            Cause::ReturnedByReorg { .. } => Self::ReturnedByReorg,
            Cause::NeverSeen { .. } => Self::NeverSeen,
            Cause::NodeBehind { .. } => Self::NodeBehind,
            Cause::IsBlockHash { .. } => Self::IsBlockHash,
            Cause::Dropped { .. } => Self::Dropped,
            Cause::FeeBelowMarket { .. } => Self::FeeBelowMarket,
            Cause::ParentFeeTooLow { .. } => Self::ParentFeeTooLow,
            Cause::NearEviction { .. } => Self::NearEviction,
            Cause::NotPropagated { .. } => Self::NotPropagated,
            Cause::MissingParent { .. } => Self::MissingParent,
            Cause::Replaced { .. } => Self::Replaced,
            Cause::AncestorReplaced { .. } => Self::AncestorReplaced,
            Cause::DoubleSpent { .. } => Self::DoubleSpent,
            Cause::EvictedLowFee { .. } => Self::EvictedLowFee,
            Cause::Expired { .. } => Self::Expired,
            Cause::CoinbaseImmature { .. } => Self::CoinbaseImmature,
            Cause::PaysElsewhere => Self::SucceededElsewhere,
            Cause::PaysAnotherAmount { .. } => Self::SucceededAmountDiffers,
            Cause::Gas(cause) => Self::of_gas(cause),
        }
    }
}
