//! The figures of the causes that only a chain with gas has, under stable names. Decides nothing; a cause without an entry
//! here doesn't compile.

use serde::Serialize;
use utoipa::ToSchema;

use super::{CoinAmount, GasPrice, hex, inner_code, source_code};
use crate::{
    answer::units::{Whole, seconds},
    diagnose::GasCause,
    facts::gas::{NotBefore, decimal},
};

/// The figures of a cause that only a chain with gas has.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum GasCauseData {
    /// `fee_below_base`; `not_before_blocks` is null for never, and where it isn't known how the base fee moves
    FeeBelowBase {
        max_fee: GasPrice,
        base_fee: GasPrice,
        #[schema(required)]
        not_before_blocks: Option<u32>,
        #[schema(required)]
        not_before_s: Option<u64>,
        never: bool,
    },
    /// `tip_too_low`
    TipTooLow { tip: GasPrice, going_tip: GasPrice, base_fee: GasPrice },
    /// `nonce_gap`
    NonceGap { nonce: Whole, missing_nonces: Vec<Whole>, missing_count: Whole },
    /// `blocked_by_earlier_nonce`; `blocker_cause` is a cause's code
    Blocked {
        blocker: String,
        blocker_nonce: Whole,
        #[schema(required)]
        blocker_cause: Option<String>,
        nonce: Whole,
    },
    /// `rival_pending`
    Rival { rival: String, rival_offers_more: bool, same_payment: bool },
    /// `probably_rejected`
    Rejected { seen_for_s: u64 },
    /// `insufficient_balance`; `with_earlier`: only it and the sender's earlier ones together may cost so much
    Balance { balance: CoinAmount, needed: CoinAmount, with_earlier: bool },
    /// `gas_limit_too_high`
    GasLimit { gas_limit: Whole, limit: Whole },
    /// `blob_fee_too_low`; `not_before_s` is null for never
    BlobFee {
        max_blob_fee: GasPrice,
        blob_fee: GasPrice,
        #[schema(required)]
        not_before_s: Option<u64>,
    },
    /// `awaiting_finality`
    Finality {
        required: String,
        #[schema(required)]
        blocks_left: Option<u64>,
    },
    /// `out_of_gas`
    OutOfGas { gas_used: Whole, gas_limit: Whole, source: String },
    /// `reverted`; `refusal` is what it was told with: `nothing`, `text`, `panic` (then `panic_code` says which, such as
    /// `overflow` or `division_by_zero`), `custom`, `unreadable`, `machine`, `untold`; `meaning` is what the reason comes to,
    /// `error` the contract's own, `selector` that of an unknown one
    Reverted {
        refusal: String,
        #[schema(required)]
        panic_code: Option<String>,
        #[schema(required)]
        meaning: Option<String>,
        #[schema(required)]
        error: Option<String>,
        #[schema(required)]
        selector: Option<String>,
        source: String,
    },
    /// `succeeded_without_transfer`; `token` is null for the chain's own coin; `expected_by` is `asker`, or `transaction`
    /// where only that itself says so
    WithoutTransfer {
        #[schema(required)]
        token: Option<String>,
        expected_by: String,
    },
    /// `succeeded_elsewhere`
    Elsewhere {
        expected_recipient: String,
        #[schema(required)]
        actual_recipient: Option<String>,
        expected_by: String,
    },
    /// `succeeded_amount_differs`, in the smallest unit, and in the main one where its digits are known; `token` is null for
    /// the chain's own coin; `lure`: transfers of nothing in the names of others, which put false addresses into their
    /// histories
    Amount {
        #[schema(required)]
        token: Option<String>,
        #[schema(required)]
        expected: Option<String>,
        arrived: String,
        #[schema(required)]
        expected_decimal: Option<String>,
        #[schema(required)]
        arrived_decimal: Option<String>,
        expected_by: String,
        lure: bool,
    },
    /// `inner_call_failed`; `bundled` is of how many it is one, where it may be somebody else's
    Inner {
        inner: String,
        #[schema(required)]
        meaning: Option<String>,
        #[schema(required)]
        bundled: Option<u32>,
    },
}

impl GasCauseData {
    pub(in crate::answer) fn new(cause: &GasCause) -> Self {
        match cause {
            GasCause::FeeBelowBase { max_fee, base_fee, not_before, not_before_s } => Self::FeeBelowBase {
                max_fee: GasPrice::wei(*max_fee),
                base_fee: GasPrice::wei(*base_fee),
                not_before_blocks: not_before.blocks(),
                not_before_s: not_before_s.map(seconds),
                never: *not_before == NotBefore::Never,
            },
            GasCause::TipTooLow { tip, going_tip, base_fee } => Self::TipTooLow {
                tip: GasPrice::wei(*tip),
                going_tip: GasPrice::wei(*going_tip),
                base_fee: GasPrice::wei(*base_fee),
            },
            GasCause::NonceGap { nonce, missing, count } => Self::NonceGap {
                nonce: Whole(*nonce),
                missing_nonces: missing.iter().copied().map(Whole).collect(),
                missing_count: Whole(*count),
            },
            GasCause::BlockedByEarlierNonce { blocker, blocker_nonce, nonce, why } => Self::Blocked {
                blocker: blocker.to_string(),
                blocker_nonce: Whole(*blocker_nonce),
                blocker_cause: why.map(str::to_owned),
                nonce: Whole(*nonce),
            },
            GasCause::RivalPending { rival, offers_more, same } => {
                Self::Rival { rival: rival.to_string(), rival_offers_more: *offers_more, same_payment: *same }
            }
            GasCause::ProbablyRejected { waiting_s } => Self::Rejected { seen_for_s: seconds(*waiting_s) },
            GasCause::InsufficientBalance { balance, needed, coin, of_line } => Self::Balance {
                balance: CoinAmount::new(coin, *balance),
                needed: CoinAmount::new(coin, *needed),
                with_earlier: *of_line,
            },
            GasCause::GasLimitTooHigh { gas_limit, limit } => {
                Self::GasLimit { gas_limit: Whole(*gas_limit), limit: Whole(*limit) }
            }
            GasCause::BlobFeeTooLow { max_fee, blob_fee, not_before_s } => Self::BlobFee {
                max_blob_fee: GasPrice::wei(*max_fee),
                blob_fee: GasPrice::wei(*blob_fee),
                not_before_s: not_before_s.map(seconds),
            },
            GasCause::AwaitingFinality { wanted, blocks_left } => {
                Self::Finality { required: wanted.code().to_owned(), blocks_left: *blocks_left }
            }
            GasCause::OutOfGas { gas_used, gas_limit, by } => {
                let source = source_code(*by).to_owned();
                Self::OutOfGas { gas_used: Whole(*gas_used), gas_limit: Whole(*gas_limit), source }
            }
            GasCause::Reverted { meaning, error, selector, refusal, by } => Self::Reverted {
                refusal: refusal.code().to_owned(),
                panic_code: refusal.panic().map(str::to_owned),
                meaning: meaning.map(str::to_owned),
                error: error.clone(),
                selector: selector.map(hex),
                source: source_code(*by).to_owned(),
            },
            GasCause::SucceededWithoutTransfer { token, by } => {
                let token = token.map(|token| token.to_string());
                Self::WithoutTransfer { token, expected_by: by.code().to_owned() }
            }
            GasCause::SucceededElsewhere { expected, went_to, by } => Self::Elsewhere {
                expected_recipient: expected.to_string(),
                actual_recipient: went_to.map(|went_to| went_to.to_string()),
                expected_by: by.code().to_owned(),
            },
            GasCause::SucceededAmountDiffers { token, expected, arrived, decimals, by, lure } => Self::Amount {
                token: token.map(|token| token.to_string()),
                expected: expected.map(|expected| expected.to_string()),
                arrived: arrived.to_string(),
                expected_decimal: expected.zip(*decimals).map(|(amount, decimals)| decimal(amount, decimals)),
                arrived_decimal: decimals.map(|decimals| decimal(*arrived, decimals)),
                expected_by: by.code().to_owned(),
                lure: *lure,
            },
            GasCause::InnerCallFailed { kind, meaning, bundled } => {
                let inner = inner_code(*kind).to_owned();
                Self::Inner { inner, meaning: meaning.map(str::to_owned), bundled: *bundled }
            }
        }
    }
}
