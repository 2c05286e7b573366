//! What we hold about a transaction on a chain with gas, besides where it is: what was signed, its sender's line, what
//! gas costs, what came of it. No conclusions here, and no JSON.

use std::sync::Arc;

pub use chains::account::{
    Address, Failure, FailureKind, Finality, Inner, InnerKind, Layer2, Moved, Outcome, Signed, Source, Token, U256,
    What,
};
pub use chains::evm::{fees::Offer, networks::Order};
use chains::{
    TxId,
    account::{GasBlock, GasMarket},
    evm::{fees::PastBlock, forecast::Forecast},
};

use super::contracts::Contracts;

/// What a chain with gas adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Gas {
    /// The chain's own coin, by its symbol.
    pub coin: &'static str,
    /// Who orders its transactions.
    pub order: Order,
    /// What was signed, where any node has or had it.
    pub signed: Option<Signed>,
    /// How its sender's line stands, where that was asked.
    pub account: Option<Account>,
    /// What gas costs, where any node told.
    pub price: Option<Price>,
    /// What came of it, where it is in a block.
    pub outcome: Option<Outcome>,
    /// How far the chain is beyond being undone.
    pub finality: Finality,
    /// What the receiver wants besides confirmations.
    pub wanted: Option<Tag>,
    /// What the asker expects to have moved.
    pub expected: Expected,
    /// What the operator says of contracts.
    pub contracts: Arc<Contracts>,
}

/// How final a block is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Unlikely to be undone.
    Safe,
    /// Can't be undone.
    Finalized,
}

/// What somebody expects to have moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// To whom.
    pub to: Option<Address>,
    /// How much, as a decimal number in the main unit.
    pub amount: Option<String>,
    /// Of what.
    pub asset: Option<Asset>,
    /// From whom.
    pub sender: Option<Address>,
    /// With which number.
    pub nonce: Option<u64>,
    /// To an address of another kind of network.
    pub other_network: bool,
}

/// What may move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// The chain's own coin.
    Coin,
    /// The token of this contract.
    Token(Address),
    /// What somebody calls so. Whether that is the chain's own coin or a token that the operator vouches for, the chain
    /// decides; where it is neither, any contract may call itself so, and nothing is concluded.
    Called(String),
}

/// What gas costs, whoever asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// The chain's own coin, by its symbol.
    pub coin: &'static str,
    /// Who orders its transactions.
    pub order: Order,
    /// The market after the newest block.
    pub told: Arc<GasMarket>,
    /// Futures of the base fee, where it is known how that moves.
    pub forecast: Option<Arc<Forecast>>,
    /// How far the chain is beyond being undone.
    pub finality: Finality,
    /// What is wanted besides confirmations, where the asker says nothing.
    pub wanted: Option<Tag>,
}

impl Costs {
    /// The last blocks, as estimates take them.
    pub fn past(&self) -> Vec<PastBlock> {
        past(&self.told)
    }
}

/// The last blocks, as estimates take them.
pub fn past(market: &GasMarket) -> Vec<PastBlock> {
    let block =
        |block: &GasBlock| PastBlock { gas_used_ratio: block.used, low_tip: block.tips.map_or(0, |(low, _)| low) };
    market.blocks.iter().map(block).collect()
}

/// How a sender's line stands, seen from one nonce in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whose.
    pub sender: Address,
    /// The nonce in question.
    pub nonce: u64,
    /// The nonce that can be mined next.
    pub next: u64,
    /// Nonces before it that are neither mined nor waiting, as far as known; at most [`MOST_NAMED`].
    pub missing: Vec<u64>,
    /// How many are missing; at least, where `shown` isn't `Whole`.
    pub missing_count: u64,
    /// The sender's waiting transactions before it, by nonce.
    pub earlier: Vec<Signed>,
    /// Another waiting transaction with the same nonce.
    pub rival: Option<Signed>,
    /// How far nodes show the line.
    pub shown: Shown,
    /// What the sender owns of the chain's own coin (wei).
    pub balance: Option<U256>,
    /// What it may cost at most by itself (wei).
    pub own_needed: U256,
    /// What it and the earlier ones that are known may cost at most (wei).
    pub needed: U256,
}

/// Missing nonces that are named.
pub const MOST_NAMED: usize = 16;

/// How far nodes show a sender's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All that waits.
    Whole,
    /// Only where the first gap is.
    FirstGap,
    /// Nothing.
    Nothing,
}

/// What gas costs, and what a transaction offers for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The next block's base fee (wei per gas); 0 on a chain without.
    pub next_base_fee: u128,
    /// The same for blobs.
    pub next_blob_fee: Option<u128>,
    /// The tip (wei per gas) that was enough in nine of ten recent blocks; 0 where blocks have room.
    pub going_tip: u128,
    /// Most gas that a block holds, or that one transaction may ask for, whichever is less.
    pub gas_limit: u64,
    /// When the base fee can be down to what it offers at most.
    pub not_before: NotBefore,
    /// Futures of the base fee, where it is known how that moves.
    pub forecast: Option<Arc<Forecast>>,
}

/// The block before which the base fee can't be down to what a transaction offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBefore {
    /// After so many, all of them empty.
    Blocks(u32),
    /// It never falls so low.
    Never,
    /// How the base fee of this chain moves isn't known.
    Unknown,
}

impl NotBefore {
    /// The blocks, where they can be told.
    pub fn blocks(self) -> Option<u32> {
        match self {
            Self::Blocks(blocks) => Some(blocks),
            Self::Never | Self::Unknown => None,
        }
    }
}

impl Expected {
    /// The same, with the asset as this chain knows it.
    pub fn on(&self, coin: &str, contracts: &Contracts) -> Self {
        let known = |asset: &Asset| match asset {
            Asset::Coin | Asset::Token(_) => asset.clone(),
            Asset::Called(symbol) if symbol.eq_ignore_ascii_case(coin) => Asset::Coin,
            Asset::Called(symbol) => contracts.contract(symbol).map_or_else(|| asset.clone(), Asset::Token),
        };
        Self { asset: self.asset.as_ref().map(known), ..self.clone() }
    }
}

impl Gas {
    /// What it offers.
    pub fn offer(&self) -> Option<Offer> {
        self.signed.as_ref().map(offer)
    }

    /// What it offers together with those before it in line: the least of them decides.
    pub fn offer_of_line(&self) -> Option<Offer> {
        let earlier = self.account.iter().flat_map(|account| &account.earlier);
        Offer::of_line(earlier.chain(&self.signed).filter(|signed| !signed.fee_in_other).map(offer))
    }

    /// The height up to which blocks are as final as the receiver wants; `None` where only confirmations count.
    pub fn final_height(&self) -> Option<Option<u64>> {
        self.wanted.map(|tag| match tag {
            Tag::Safe => self.finality.safe.max(self.finality.finalized),
            Tag::Finalized => self.finality.finalized,
        })
    }
}

/// What a signed transaction offers.
pub fn offer(signed: &Signed) -> Offer {
    Offer { max_fee: signed.max_fee, tip: signed.tip.min(signed.max_fee) }
}

/// What a transaction may cost its sender at most (wei): its value, its gas and its blobs.
pub fn most_cost(signed: &Signed) -> U256 {
    let max_fee = if signed.fee_in_other { 0 } else { signed.max_fee };
    let gas = U256::from(signed.gas_limit).saturating_mul(U256::from(max_fee));
    let blobs = signed.blobs.map_or(U256::ZERO, |blobs| {
        U256::from(blobs.count).saturating_mul(U256::from(GAS_PER_BLOB)).saturating_mul(U256::from(blobs.max_fee))
    });
    signed.value.saturating_add(gas).saturating_add(blobs)
}

/// A whole number of smallest units in the main unit, without needless digits.
pub fn decimal(amount: U256, decimals: u8) -> String {
    let places = usize::from(decimals);
    let digits = format!("{:0>width$}", amount.to_string(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// EIP-4844.
const GAS_PER_BLOB: u64 = 1 << 17;

impl Tag {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Finalized => "finalized",
        }
    }
}

impl Price {
    /// No block takes it, whatever it pays per gas: it asks for more gas than there is, or offers too little for its blobs.
    pub fn bars(&self, signed: &Signed) -> bool {
        let too_large = self.gas_limit > 0 && signed.gas_limit > self.gas_limit;
        let blobs = signed.blobs.zip(self.next_blob_fee);
        too_large || blobs.is_some_and(|(blobs, asked)| blobs.max_fee < asked)
    }
}

impl Account {
    /// The one of the sender's that is to be mined next, where it waits and is another.
    pub fn blocker(&self) -> Option<&Signed> {
        self.earlier.iter().find(|earlier| earlier.nonce == self.next)
    }

    /// Its own id's rival, where another waits.
    pub fn rival_id(&self) -> Option<TxId> {
        self.rival.as_ref().map(|rival| rival.id)
    }
}
