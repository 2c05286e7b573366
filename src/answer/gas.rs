//! What only a chain with gas has, as callers see it: its figures and its causes' figures. Decides nothing. Addresses
//! are written with their check sum's capitals, fees per gas in gwei beside the wei.

use std::collections::BTreeMap;

use chains::{BlockRef, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    facts::{BlockReport, DepartureReport},
    units::{Moment, seconds},
};
use crate::{
    diagnose::GasCause,
    facts::{
        Facts, Placement,
        contracts::Contracts,
        gas::{
            Account, FailureKind, Gas, InnerKind, Moved, NotBefore, Outcome, Price, Shown, Signed, Source, U256, What,
            decimal,
        },
    },
};

/// An amount of a chain's own coin: under the coin's symbol a decimal number, under `wei` the integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(examples(json!({"eth": "0.1", "wei": "100000000000000000"})))]
pub struct CoinAmount(BTreeMap<String, String>);

/// A fee per gas.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GasPrice {
    /// In gwei.
    pub gwei: f64,
    /// In wei.
    pub wei: String,
}

/// An EVM chain's figures; null where nobody told them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EvmFacts {
    /// The chain is made up, for a demonstration: nothing here moves any money.
    pub simulated: bool,
    /// The chain's number.
    pub chain_id: u64,
    /// Who signed it.
    #[schema(required)]
    pub sender: Option<String>,
    /// Its place in the sender's line.
    #[schema(required)]
    pub nonce: Option<u64>,
    /// Whom it calls or pays; null also where it creates a contract.
    #[schema(required)]
    pub to: Option<String>,
    /// What it pays in the chain's own coin.
    #[schema(required)]
    pub value: Option<CoinAmount>,
    /// The function that it calls, by the first four bytes of its input.
    #[schema(required)]
    pub selector: Option<String>,
    /// Bytes of its input.
    #[schema(required)]
    pub input_bytes: Option<u32>,
    /// Most gas that it may use.
    #[schema(required)]
    pub gas_limit: Option<u64>,
    /// Most that it pays per gas.
    #[schema(required)]
    pub max_fee: Option<GasPrice>,
    /// Most of that which goes to the block's maker.
    #[schema(required)]
    pub tip: Option<GasPrice>,
    /// When a node first told us that it waits.
    #[schema(required)]
    pub entered: Option<Moment>,
    /// How many of our synced nodes hold it in their pools.
    #[schema(required)]
    pub held_by_nodes: Option<u8>,
    /// Synced nodes.
    #[schema(required)]
    pub synced_nodes: Option<u8>,
    /// How its sender's line stands.
    #[schema(required)]
    pub account: Option<AccountReport>,
    /// What gas costs.
    #[schema(required)]
    pub price: Option<PriceReport>,
    /// What came of it.
    #[schema(required)]
    pub outcome: Option<OutcomeReport>,
    /// How far the chain is beyond being undone.
    pub finality: FinalityReport,
    /// How it left the pool.
    #[schema(required)]
    pub departure: Option<DepartureReport>,
    /// The block that it was in and that the chain has dropped since.
    #[schema(required)]
    pub reorged_from: Option<BlockReport>,
}

/// A sender's line, seen from one nonce.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccountReport {
    /// The nonce that can be mined next.
    pub next_nonce: u64,
    /// Nonces before this one that are neither mined nor waiting, the first sixteen.
    pub missing_nonces: Vec<u64>,
    /// How many are missing; at least, unless `shown` is `whole`.
    pub missing_count: u64,
    /// The sender's waiting transactions before it.
    pub earlier: Vec<EarlierReport>,
    /// Another waiting transaction with the same nonce.
    #[schema(required)]
    pub rival: Option<String>,
    /// How far nodes show the line: `whole`, `first_gap` or `nothing`.
    pub shown: String,
    /// What the sender owns.
    #[schema(required)]
    pub balance: Option<CoinAmount>,
    /// What it and the earlier ones may cost at most.
    pub needed: CoinAmount,
}

/// An earlier transaction of the same sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EarlierReport {
    /// Its id.
    pub id: String,
    /// Its nonce.
    pub nonce: u64,
}

/// What gas costs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PriceReport {
    /// The next block's base fee.
    pub base_fee: GasPrice,
    /// The tip that was enough in nine of ten recent blocks.
    pub going_tip: GasPrice,
    /// The next block's base fee for blobs.
    #[schema(required)]
    pub blob_fee: Option<GasPrice>,
    /// Most gas that a block holds, or that one transaction may ask for.
    pub gas_limit: u64,
    /// Blocks, all empty, until the base fee is down to what it offers; null for never, and where it isn't known how that moves.
    #[schema(required)]
    pub not_before_blocks: Option<u32>,
}

/// What came of a transaction.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OutcomeReport {
    /// Its action succeeded; null on blocks too old to say.
    #[schema(required)]
    pub succeeded: Option<bool>,
    /// Gas used.
    pub gas_used: u64,
    /// What was paid for it.
    #[schema(required)]
    pub fee: Option<CoinAmount>,
    /// What stopped it: `reverted`, `out_of_gas`, `machine` or `unknown`.
    #[schema(required)]
    pub failure: Option<String>,
    /// How that is known: `trace`, `replay` or `receipt`.
    #[schema(required)]
    pub failure_source: Option<String>,
    /// What moved, as far as a receipt shows: its own value, and what tokens log.
    pub moved: Vec<MovedReport>,
    /// More moved than is listed.
    pub more_moved: bool,
    /// Who tells that something inside failed, be it one of many: `safe` or `user_operation`.
    #[schema(required)]
    pub inner_failure: Option<String>,
    /// The contract that it created.
    #[schema(required)]
    pub created: Option<String>,
    /// Coins went to a contract without a word of what to do with them.
    #[schema(required)]
    pub to_contract: Option<bool>,
    /// What was paid for layer 1, on a layer 2.
    #[schema(required)]
    pub l1_fee: Option<CoinAmount>,
    /// Layer 1's block that it was taken with, on a layer 2.
    #[schema(required)]
    pub l1_block: Option<u64>,
    /// It came from layer 1 as a deposit.
    pub deposit: bool,
}

/// Something that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedReport {
    /// The token's contract; null for the chain's own coin.
    #[schema(required)]
    pub token: Option<String>,
    /// The token's symbol, where the operator vouches for it.
    #[schema(required)]
    pub symbol: Option<String>,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// In the smallest unit; pieces of a collection are counted.
    pub amount: String,
    /// The number of the piece, where it is one of a collection.
    #[schema(required)]
    pub item: Option<String>,
    /// Digits behind the point, where the token says.
    #[schema(required)]
    pub decimals: Option<u8>,
    /// In the main unit, where the token says how many digits that has.
    #[schema(required)]
    pub decimal: Option<String>,
}

/// How far the chain is beyond being undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FinalityReport {
    /// Height of the newest safe block.
    #[schema(required)]
    pub safe: Option<u64>,
    /// Height of the newest finalized block.
    #[schema(required)]
    pub finalized: Option<u64>,
}

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
    NonceGap { nonce: u64, missing_nonces: Vec<u64>, missing_count: u64 },
    /// `blocked_by_earlier_nonce`; `blocker_cause` is a cause's code
    Blocked {
        blocker: String,
        blocker_nonce: u64,
        #[schema(required)]
        blocker_cause: Option<String>,
        nonce: u64,
    },
    /// `rival_pending`
    Rival { rival: String, rival_offers_more: bool, same_payment: bool },
    /// `probably_rejected`
    Rejected { seen_for_s: u64 },
    /// `insufficient_balance`
    Balance { balance: CoinAmount, needed: CoinAmount },
    /// `gas_limit_too_high`
    GasLimit { gas_limit: u64, limit: u64 },
    /// `blob_fee_too_low`
    BlobFee { max_blob_fee: GasPrice, blob_fee: GasPrice },
    /// `awaiting_finality`
    Finality {
        required: String,
        #[schema(required)]
        blocks_left: Option<u64>,
    },
    /// `out_of_gas`
    OutOfGas { gas_used: u64, gas_limit: u64, source: String },
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
    /// `succeeded_amount_differs`, in the smallest unit, and in the main one where its digits are known; `lure`: transfers
    /// of nothing in the names of others, which put false addresses into their histories
    Amount {
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

impl EvmFacts {
    pub(super) fn new(facts: &Facts) -> Self {
        let chain_id = match facts.network.kind {
            Kind::Evm { chain_id } => chain_id,
            Kind::Bitcoin | Kind::Simulated => 0,
        };
        let gas = facts.gas.as_deref();
        let coin = gas.map_or("ETH", |gas| gas.coin);
        let signed = gas.and_then(|gas| gas.signed.as_ref());
        let outcome = gas.and_then(|gas| gas.outcome.as_ref());
        let bare = Self::signed(chain_id, coin, signed);
        let (entered, held_by) = match &facts.placement {
            Placement::Pooled(pooled) => (Some(pooled.entered), Some(pooled.held_by)),
            Placement::Left(departure) => (Some(departure.entered), None),
            Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) => (None, None),
            Placement::Waiting(_) | Placement::InBlock { .. } => (None, None),
        };
        let left = match &facts.placement {
            Placement::Left(departure) => Some(DepartureReport::from(&**departure)),
            Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Pooled(_) => None,
            Placement::Waiting(_) | Placement::InBlock { .. } => None,
        };
        Self {
            entered: entered.map(Moment),
            held_by_nodes: held_by.map(|held| held.0),
            synced_nodes: held_by.map(|held| held.1),
            account: gas.and_then(|gas| gas.account.as_ref()).map(|account| AccountReport::new(account, coin)),
            price: gas.and_then(|gas| gas.price.as_ref()).map(PriceReport::from),
            outcome: gas.zip(outcome).map(|(gas, outcome)| OutcomeReport::new(outcome, gas)),
            finality: FinalityReport::new(gas),
            departure: left,
            reorged_from: facts.reorged_from.as_ref().map(|block: &BlockRef| BlockReport::from(block)),
            simulated: facts.network.simulated,
            ..bare
        }
    }

    fn signed(chain_id: u64, coin: &str, signed: Option<&Signed>) -> Self {
        Self {
            simulated: false,
            chain_id,
            sender: signed.map(|signed| signed.sender.to_string()),
            nonce: signed.map(|signed| signed.nonce),
            to: signed.and_then(|signed| signed.to).map(|to| to.to_string()),
            value: signed.map(|signed| CoinAmount::new(coin, signed.value)),
            selector: signed.and_then(|signed| signed.input.selector).map(hex),
            input_bytes: signed.map(|signed| signed.input.len),
            gas_limit: signed.map(|signed| signed.gas_limit),
            max_fee: signed.map(|signed| GasPrice::wei(signed.max_fee)),
            tip: signed.map(|signed| GasPrice::wei(signed.tip)),
            entered: None,
            held_by_nodes: None,
            synced_nodes: None,
            account: None,
            price: None,
            outcome: None,
            finality: FinalityReport { safe: None, finalized: None },
            departure: None,
            reorged_from: None,
        }
    }
}

impl AccountReport {
    fn new(account: &Account, coin: &str) -> Self {
        let earlier = |signed: &Signed| EarlierReport { id: signed.id.to_string(), nonce: signed.nonce };
        let shown = match account.shown {
            Shown::Whole => "whole",
            Shown::FirstGap => "first_gap",
            Shown::Nothing => "nothing",
        };
        Self {
            next_nonce: account.next,
            missing_nonces: account.missing.clone(),
            missing_count: account.missing_count,
            earlier: account.earlier.iter().map(earlier).collect(),
            rival: account.rival.as_ref().map(|rival| rival.id.to_string()),
            shown: shown.to_owned(),
            balance: account.balance.map(|balance| CoinAmount::new(coin, balance)),
            needed: CoinAmount::new(coin, account.needed),
        }
    }
}

impl From<&Price> for PriceReport {
    fn from(price: &Price) -> Self {
        Self {
            base_fee: GasPrice::wei(price.next_base_fee),
            going_tip: GasPrice::wei(price.going_tip),
            blob_fee: price.next_blob_fee.map(GasPrice::wei),
            gas_limit: price.gas_limit,
            not_before_blocks: price.not_before.blocks(),
        }
    }
}

impl OutcomeReport {
    fn new(outcome: &Outcome, gas: &Gas) -> Self {
        let coin = gas.coin;
        let fee = outcome.gas_price.map(|price| U256::from(price).saturating_mul(U256::from(outcome.gas_used)));
        let layer2 = outcome.layer2;
        Self {
            succeeded: outcome.succeeded,
            gas_used: outcome.gas_used,
            fee: fee.map(|fee| CoinAmount::new(coin, fee)),
            failure: outcome.failure.as_ref().map(|failure| failure_code(failure.kind).to_owned()),
            failure_source: outcome.failure.as_ref().map(|failure| source_code(failure.by).to_owned()),
            moved: outcome.moved.iter().map(|moved| MovedReport::new(moved, &gas.contracts)).collect(),
            more_moved: outcome.more,
            inner_failure: outcome.inner.first().map(|inner| inner_code(inner.kind).to_owned()),
            created: outcome.created.map(|created| created.to_string()),
            to_contract: outcome.to_contract,
            l1_fee: layer2.and_then(|layer2| layer2.l1_fee).map(|fee| CoinAmount::new(coin, fee)),
            l1_block: layer2.and_then(|layer2| layer2.l1_block),
            deposit: layer2.is_some_and(|layer2| layer2.deposit),
        }
    }
}

impl MovedReport {
    fn new(moved: &Moved, contracts: &Contracts) -> Self {
        let (amount, item) = match moved.what {
            What::Amount(amount) | What::Unclear(amount) => (amount, None),
            What::Item(item) => (U256::ONE, Some(item)),
            What::Items { id, amount } => (amount, Some(id)),
        };
        let decimals = moved.token.as_ref().map_or(Some(COIN_DECIMALS), |token| token.decimals);
        let decimals = decimals.filter(|_| moved.amount().is_some());
        Self {
            token: moved.token.as_ref().map(|token| token.contract.to_string()),
            symbol: moved.token.as_ref().and_then(|token| contracts.symbol(&token.contract)).map(str::to_owned),
            from: moved.from.to_string(),
            to: moved.to.to_string(),
            amount: amount.to_string(),
            item: item.map(|item| item.to_string()),
            decimals,
            decimal: decimals.map(|decimals| decimal(amount, decimals)),
        }
    }
}

impl FinalityReport {
    fn new(gas: Option<&Gas>) -> Self {
        let finality = gas.map(|gas| gas.finality).unwrap_or_default();
        Self { safe: finality.safe, finalized: finality.finalized }
    }
}

impl GasCauseData {
    pub(super) fn new(cause: &GasCause) -> Self {
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
            GasCause::NonceGap { nonce, missing, count } => {
                Self::NonceGap { nonce: *nonce, missing_nonces: missing.clone(), missing_count: *count }
            }
            GasCause::BlockedByEarlierNonce { blocker, blocker_nonce, nonce, why } => Self::Blocked {
                blocker: blocker.to_string(),
                blocker_nonce: *blocker_nonce,
                blocker_cause: why.map(str::to_owned),
                nonce: *nonce,
            },
            GasCause::RivalPending { rival, offers_more, same } => {
                Self::Rival { rival: rival.to_string(), rival_offers_more: *offers_more, same_payment: *same }
            }
            GasCause::ProbablyRejected { waiting_s } => Self::Rejected { seen_for_s: seconds(*waiting_s) },
            GasCause::InsufficientBalance { balance, needed, coin } => {
                Self::Balance { balance: CoinAmount::new(coin, *balance), needed: CoinAmount::new(coin, *needed) }
            }
            GasCause::GasLimitTooHigh { gas_limit, limit } => Self::GasLimit { gas_limit: *gas_limit, limit: *limit },
            GasCause::BlobFeeTooLow { max_fee, blob_fee } => {
                Self::BlobFee { max_blob_fee: GasPrice::wei(*max_fee), blob_fee: GasPrice::wei(*blob_fee) }
            }
            GasCause::AwaitingFinality { wanted, blocks_left } => {
                Self::Finality { required: wanted.code().to_owned(), blocks_left: *blocks_left }
            }
            GasCause::OutOfGas { gas_used, gas_limit, by } => {
                let source = source_code(*by).to_owned();
                Self::OutOfGas { gas_used: *gas_used, gas_limit: *gas_limit, source }
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
            GasCause::SucceededAmountDiffers { expected, arrived, decimals, by, lure } => Self::Amount {
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

fn failure_code(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Reverted => "reverted",
        FailureKind::OutOfGas => "out_of_gas",
        FailureKind::Machine => "machine",
        FailureKind::Unknown => "unknown",
    }
}

fn source_code(by: Source) -> &'static str {
    match by {
        Source::Trace => "trace",
        Source::Replay => "replay",
        Source::Receipt => "receipt",
    }
}

fn inner_code(kind: InnerKind) -> &'static str {
    match kind {
        InnerKind::Safe => "safe",
        InnerKind::UserOperation => "user_operation",
    }
}

fn hex(bytes: [u8; 4]) -> String {
    bytes.iter().fold("0x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

const COIN_DECIMALS: u8 = 18;

impl CoinAmount {
    fn new(coin: &str, wei: U256) -> Self {
        Self(BTreeMap::from([
            (coin.to_ascii_lowercase(), decimal(wei, COIN_DECIMALS)),
            ("wei".to_owned(), wei.to_string()),
        ]))
    }
}

impl CoinAmount {
    /// So many gwei.
    pub(super) fn gwei(coin: &str, gwei: f64) -> Self {
        Self::new(coin, U256::from((gwei.max(0.0) * 1e9) as u128))
    }

    /// As people read it: `0.00042 ETH`.
    pub(super) fn text(&self) -> String {
        let coin = self.0.iter().find(|(coin, _)| *coin != "wei");
        coin.map_or_else(String::new, |(coin, amount)| format!("{amount} {}", coin.to_ascii_uppercase()))
    }
}

impl GasPrice {
    fn wei(wei: u128) -> Self {
        // Nine digits behind the point are exact.
        Self { gwei: wei as f64 / 1e9, wei: wei.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_full() {
        assert_eq!(decimal(U256::from(100_000_000_000_000_000_u64), 18), "0.1");
        assert_eq!(decimal(U256::from(1_500_000), 6), "1.5");
        assert_eq!(decimal(U256::from(7), 0), "7");
        assert_eq!(decimal(U256::ZERO, 18), "0");
        assert_eq!(decimal(U256::from(1), 18), "0.000000000000000001");
    }
}
