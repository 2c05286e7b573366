//! A chain's figures about one transaction: what was signed, its sender's line, what gas costs, how final the chain is.
//! Null where nobody told them. Decides nothing.

use chains::{BlockRef, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{CoinAmount, GasPrice, hex, outcome::OutcomeReport};
use crate::{
    answer::{
        facts::{BlockReport, DepartureReport},
        units::{Moment, Whole},
    },
    facts::{
        Facts, Placement,
        gas::{Account, Gas, Price, Shown, Signed},
    },
};

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
    pub nonce: Option<Whole>,
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
    pub gas_limit: Option<Whole>,
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
    pub next_nonce: Whole,
    /// Nonces before this one that are neither mined nor waiting, the first sixteen.
    pub missing_nonces: Vec<Whole>,
    /// How many are missing; at least, unless `shown` is `whole`.
    pub missing_count: Whole,
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
    pub nonce: Whole,
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
    pub gas_limit: Whole,
    /// Blocks, all empty, until the base fee is down to what it offers; null for never, and where it isn't known how that moves.
    #[schema(required)]
    pub not_before_blocks: Option<u32>,
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

impl EvmFacts {
    pub(in crate::answer) fn new(facts: &Facts) -> Self {
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
            Placement::Left(departure) if departure.claimed => (None, None),
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
            nonce: signed.map(|signed| Whole(signed.nonce)),
            to: signed.and_then(|signed| signed.to).map(|to| to.to_string()),
            value: signed.map(|signed| CoinAmount::new(coin, signed.value)),
            selector: signed.and_then(|signed| signed.input.selector).map(hex),
            input_bytes: signed.map(|signed| signed.input.len),
            gas_limit: signed.map(|signed| Whole(signed.gas_limit)),
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
        let earlier = |signed: &Signed| EarlierReport { id: signed.id.to_string(), nonce: Whole(signed.nonce) };
        let shown = match account.shown {
            Shown::Whole => "whole",
            Shown::FirstGap => "first_gap",
            Shown::Nothing => "nothing",
        };
        Self {
            next_nonce: Whole(account.next),
            missing_nonces: account.missing.iter().copied().map(Whole).collect(),
            missing_count: Whole(account.missing_count),
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
            gas_limit: Whole(price.gas_limit),
            not_before_blocks: price.not_before.blocks(),
        }
    }
}

impl FinalityReport {
    fn new(gas: Option<&Gas>) -> Self {
        let finality = gas.map(|gas| gas.finality).unwrap_or_default();
        Self { safe: finality.safe, finalized: finality.finalized }
    }
}
