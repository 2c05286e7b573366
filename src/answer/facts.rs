//! The chain's own figures behind an answer, as callers see them. One shape per kind of chain; that of chains with gas
//! is in `gas`.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    gas::EvmFacts,
    units::{Amount, Moment, rate},
};
use crate::facts::{Departure, Facts, Placement, Queue, Reason, Waiting};
use chains::{BlockRef, Kind};

/// The chain's own figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChainFacts {
    /// Bitcoin and its test networks.
    Bitcoin(Box<BitcoinFacts>),
    /// A chain with the machine of Ethereum.
    Evm(Box<EvmFacts>),
}

/// Bitcoin's figures. Rates in sat/vB, sizes in vB; null where the transaction's place has no such figure.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BitcoinFacts {
    /// The chain is made up, for a demonstration: nothing here moves any money.
    pub simulated: bool,
    /// Fee.
    #[schema(required)]
    pub fee: Option<Amount>,
    /// Virtual size.
    #[schema(required)]
    pub vsize: Option<u32>,
    /// Fee over size.
    #[schema(required)]
    pub fee_rate: Option<f64>,
    /// The rate that it would be mined at, with the parents that it drags along or the children that pay for it;
    /// of one that left, the last known.
    #[schema(required)]
    pub effective_fee_rate: Option<f64>,
    /// It announces that it may be replaced (BIP 125).
    #[schema(required)]
    pub signals_replacement: Option<bool>,
    /// No peer has asked our nodes for it yet.
    #[schema(required)]
    pub unbroadcast: Option<bool>,
    /// Whether it pays the address that was stated; null where none was, or its payments aren't known.
    #[schema(required)]
    pub pays_recipient: Option<bool>,
    /// Whether it pays the amount that was stated, to that address if one was; null likewise.
    #[schema(required)]
    pub pays_amount: Option<bool>,
    /// When a node's mempool took it, by that node's clock.
    #[schema(required)]
    pub entered: Option<Moment>,
    /// Unconfirmed parents, worst first, at most 25.
    pub parents: Vec<ParentReport>,
    /// Waiting transactions that depend on it.
    #[schema(required)]
    pub descendants: Option<u32>,
    /// How many of our synced nodes hold it in their mempools.
    #[schema(required)]
    pub held_by_nodes: Option<u8>,
    /// Synced nodes.
    #[schema(required)]
    pub synced_nodes: Option<u8>,
    /// First transaction of its block.
    #[schema(required)]
    pub coinbase: Option<bool>,
    /// Its place in the queue.
    #[schema(required)]
    pub position: Option<Position>,
    /// What waits, as a whole; null while no node's mempool is known.
    #[schema(required)]
    pub queue: Option<QueueReport>,
    /// How it left the mempool.
    #[schema(required)]
    pub departure: Option<DepartureReport>,
    /// The block that it was in and that the chain has dropped since.
    #[schema(required)]
    pub reorged_from: Option<BlockReport>,
}

/// An unconfirmed parent.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ParentReport {
    /// Its id.
    pub id: String,
    /// Its own rate.
    pub fee_rate: f64,
    /// The rate that it would be mined at without this child.
    pub effective_fee_rate: f64,
}

/// A place in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Position {
    /// vB of everything that would be mined before it, its own package included.
    pub vsize_ahead: u64,
    /// The same in full blocks.
    #[schema(required)]
    pub blocks_ahead: Option<f64>,
}

/// The queue.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct QueueReport {
    /// Waiting transactions.
    pub count: u64,
    /// Their size.
    pub vsize: u64,
    /// What a block takes.
    pub block_vsize: u64,
    /// The rate that a new transaction needs for the next block.
    pub going_rate: f64,
    /// Lowest rate that our nodes' mempools take now.
    pub min_rate: f64,
    /// Lowest rate that is ever relayed.
    pub relay_rate: f64,
    /// What a replacement must add.
    pub incremental_rate: f64,
}

/// How a transaction left.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DepartureReport {
    /// When; where it left while we weren't looking, when we noticed.
    pub at: Moment,
    /// `open` (left a moment ago), `replaced`, `double_spent`, `ancestor_gone`, `evicted`, `expired`, `unknown`.
    pub reason: DepartureCode,
    /// Whether the reason was seen, or concluded.
    pub certain: bool,
}

/// Why a transaction left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DepartureCode {
    Open,
    Replaced,
    DoubleSpent,
    AncestorGone,
    Evicted,
    Expired,
    Unknown,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BlockReport {
    /// Its hash.
    pub hash: String,
    /// Its height.
    pub height: u64,
    /// Its header's time.
    pub time: Moment,
}

impl ChainFacts {
    pub(super) fn new(facts: &Facts) -> Self {
        match facts.network.kind {
            Kind::Bitcoin | Kind::Simulated => Self::Bitcoin(Box::new(BitcoinFacts::new(facts))),
            Kind::Evm { .. } => Self::Evm(Box::new(EvmFacts::new(facts))),
        }
    }
}

impl BitcoinFacts {
    fn new(facts: &Facts) -> Self {
        let bare = Self::bare(facts);
        match &facts.placement {
            Placement::Waiting(waiting) => bare.waiting(waiting, facts.network.queue.as_ref()),
            Placement::Left(departure) => bare.left(departure),
            Placement::InBlock { coinbase, .. } => Self { coinbase: Some(*coinbase), ..bare },
            Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Pooled(_) => bare,
        }
    }

    fn bare(facts: &Facts) -> Self {
        let parents = facts.blockers.iter().map(|parent| ParentReport {
            id: parent.id.to_string(),
            fee_rate: rate(parent.rate),
            effective_fee_rate: rate(parent.effective_rate),
        });
        Self {
            simulated: facts.network.simulated,
            fee: None,
            vsize: None,
            fee_rate: None,
            effective_fee_rate: None,
            signals_replacement: None,
            unbroadcast: None,
            pays_recipient: facts.paid.and_then(|paid| paid.recipient),
            pays_amount: facts.paid.and_then(|paid| paid.amount),
            entered: None,
            parents: parents.collect(),
            descendants: None,
            held_by_nodes: None,
            synced_nodes: None,
            coinbase: None,
            position: None,
            queue: facts.network.queue.as_ref().map(QueueReport::from),
            departure: None,
            reorged_from: facts.reorged_from.as_ref().map(BlockReport::from),
        }
    }

    fn waiting(self, waiting: &Waiting, queue: Option<&Queue>) -> Self {
        let (held, synced) = waiting.held_by;
        Self {
            fee: Some(Amount::sat(waiting.fee)),
            vsize: Some(waiting.vsize),
            fee_rate: Some(rate(waiting.rate)),
            effective_fee_rate: Some(rate(waiting.effective_rate)),
            signals_replacement: Some(waiting.signals_replacement),
            unbroadcast: Some(waiting.unbroadcast),
            entered: Some(Moment(waiting.entered)),
            descendants: Some(waiting.descendants),
            held_by_nodes: Some(held),
            synced_nodes: Some(synced),
            position: Some(Position {
                vsize_ahead: waiting.ahead_vsize,
                blocks_ahead: queue.map(|queue| rate(queue.blocks(waiting.ahead_vsize))),
            }),
            ..self
        }
    }

    fn left(self, departure: &Departure) -> Self {
        Self {
            effective_fee_rate: departure.effective_rate.map(rate),
            entered: Some(Moment(departure.entered)),
            departure: Some(DepartureReport::from(departure)),
            ..self
        }
    }
}

impl From<&Departure> for DepartureReport {
    fn from(departure: &Departure) -> Self {
        Self { at: Moment(departure.at), reason: DepartureCode::from(&departure.reason), certain: departure.certain }
    }
}

impl From<&Queue> for QueueReport {
    fn from(queue: &Queue) -> Self {
        Self {
            count: queue.count,
            vsize: queue.vsize,
            block_vsize: queue.block_vsize,
            going_rate: rate(queue.next_block_rate),
            min_rate: rate(queue.min_rate),
            relay_rate: rate(queue.relay_rate),
            incremental_rate: rate(queue.incremental_rate),
        }
    }
}

impl From<&Reason> for DepartureCode {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::Open => Self::Open,
            Reason::Replaced(_) => Self::Replaced,
            Reason::DoubleSpent(_) => Self::DoubleSpent,
            Reason::AncestorGone { .. } => Self::AncestorGone,
            Reason::Evicted { .. } => Self::Evicted,
            Reason::Expired { .. } => Self::Expired,
            Reason::Unknown => Self::Unknown,
        }
    }
}

impl From<&BlockRef> for BlockReport {
    fn from(block: &BlockRef) -> Self {
        Self { hash: block.hash.to_string(), height: block.height, time: Moment(block.time) }
    }
}
