//! What came of a transaction in a block, and what it moved, as callers see it. A token's own name is no part of it, but
//! where the operator vouches for that. Decides nothing.

use serde::Serialize;
use utoipa::ToSchema;

use super::{COIN_DECIMALS, CoinAmount, failure_code, inner_code, source_code};
use crate::{
    answer::units::Whole,
    facts::{
        contracts::Contracts,
        gas::{Gas, Moved, Outcome, U256, What, decimal},
    },
};

/// What came of a transaction.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OutcomeReport {
    /// Its action succeeded; null on blocks too old to say.
    #[schema(required)]
    pub succeeded: Option<bool>,
    /// Gas used.
    pub gas_used: Whole,
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

impl OutcomeReport {
    pub(super) fn new(outcome: &Outcome, gas: &Gas) -> Self {
        let coin = gas.coin;
        let fee = outcome.gas_price.map(|price| U256::from(price).saturating_mul(U256::from(outcome.gas_used)));
        let layer2 = outcome.layer2;
        Self {
            succeeded: outcome.succeeded,
            gas_used: Whole(outcome.gas_used),
            fee: fee.map(|fee| CoinAmount::new(coin, fee)),
            failure: outcome.failure.as_ref().map(|failure| failure_code(failure.kind).to_owned()),
            failure_source: outcome.failure.as_ref().map(|failure| source_code(failure.by).to_owned()),
            moved: outcome.moved.iter().map(|moved| MovedReport::new(moved, &gas.contracts)).collect(),
            more_moved: outcome.more,
            inner_failure: outcome
                .inner
                .iter()
                .find(|inner| inner.verified)
                .map(|inner| inner_code(inner.kind).to_owned()),
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
