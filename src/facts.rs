//! What we hold about one transaction at one moment: neutral where chains agree, so that the rules need not know
//! which chain it is. No conclusions here (those are `diagnose`'s) and no JSON (that is `answer`'s).

pub mod contracts;
pub mod gas;

use std::sync::Arc;

use chains::{BlockRef, ClaimState, Feed, Kind, NodeError, TxId, TxIndex};
use jiff::Timestamp;

/// All that the index and the journal hold about one transaction, and how well we can see.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Which transaction.
    pub id: TxId,
    /// When we or a node of ours first saw it, where anyone did.
    pub first_seen: Option<Timestamp>,
    /// Where it is.
    pub placement: Placement,
    /// Waiting: unconfirmed ancestors (parents, theirs and so on), each with what it pays, worst first, at most 25.
    pub blockers: Vec<Blocker>,
    /// It was in this block, which the chain has dropped since.
    pub reorged_from: Option<BlockRef>,
    /// Whether it pays what the asker expects; `None` where nothing is expected, or its payments aren't known.
    pub paid: Option<Paid>,
    /// What a chain with gas adds; `None` on others.
    pub gas: Option<Box<gas::Gas>>,
    /// The network around it.
    pub network: Network,
    /// How well we can see.
    pub coverage: Coverage,
}

/// Confirmations from which on a block may spend what the first transaction of a block makes, whatever a receiver wants:
/// its own block counts as the first. Source: `COINBASE_MATURITY` in Bitcoin's consensus rules.
pub const COINBASE_MATURITY: u64 = 100;

/// What a receiver wants before a transfer counts as settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// So many confirmations.
    Confirmations(u64),
    /// The chain's own word; only on a chain with gas, elsewhere the configured confirmations.
    Final(gas::Tag),
}

/// What somebody expects a transaction to pay, on a chain whose transactions have outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExpectedOutput {
    /// To whom, as [`chains::Payment::to`].
    pub to: Option<u64>,
    /// In the smallest unit.
    pub amount: Option<u64>,
    /// To an address of another kind of network.
    pub other_network: bool,
}

/// Whether a transaction pays what somebody expects; `None` where that wasn't said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The recipient is among those whom it pays.
    pub recipient: Option<bool>,
    /// It pays this amount, to the recipient if one was said.
    pub amount: Option<bool>,
    /// Where another amount goes to the recipient than was said: the one that was said, and the one that goes there.
    pub sums: Option<(u64, u64)>,
    /// The recipient that was said is an address of another kind of network.
    pub other_network: bool,
}

/// Another transaction that waits with other nodes and consumes the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Which.
    pub id: TxId,
    /// It would be mined at a higher rate.
    pub offers_more: bool,
    /// It pays the same recipients the same.
    pub same: bool,
}

/// Where a transaction is.
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// No node that we ask knows it, and neither do we.
    Nowhere,
    /// A node knows it and lacks these parents of it (possibly none named).
    Orphan {
        /// The parents that the node lacks.
        missing: Vec<TxId>,
    },
    /// The id is a block's.
    IsBlock(BlockRef),
    /// In a mempool, in a queue by fee rates.
    Waiting(Box<Waiting>),
    /// In a mempool, on a chain with gas: [`Facts::gas`] says what it offers.
    Pooled(Pooled),
    /// In a block of the best chain.
    InBlock {
        /// The block.
        block: BlockRef,
        /// 1 when the block is the tip.
        confirmations: u64,
        /// First transaction of its block.
        coinbase: bool,
    },
    /// It was in a mempool, and is neither there nor in a block.
    Left(Box<Departure>),
}

/// A transaction in a mempool without a queue that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// When a node first told us of it, or we first knew.
    pub entered: Timestamp,
    /// How many of our synced nodes hold it, and how many there are.
    pub held_by: (u8, u8),
}

/// A transaction in a mempool, and its place in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// When the (first) node took it, by that node's clock.
    pub entered: Timestamp,
    /// Fee in the smallest unit (sat).
    pub fee: u64,
    /// Size in vB.
    pub vsize: u32,
    /// Own rate, fee ÷ size (sat/vB).
    pub rate: f64,
    /// The rate that it would be mined at, with the parents it drags along or the children that pay for it (sat/vB).
    pub effective_rate: f64,
    /// vB of everything that would be mined no later than it: what pays as much or more, its own package included. What
    /// pays up to 1.6 % less counts as well (the queue's resolution).
    pub ahead_vsize: u64,
    /// Transactions that depend on it.
    pub descendants: u32,
    /// Fee, in sat, of what a replacement pushes out: its own and its descendants'.
    pub displaced_fee: u64,
    /// It announces that it may be replaced (BIP 125).
    pub signals_replacement: bool,
    /// A text that it carries: written by anyone.
    pub note: Option<Box<str>>,
    /// Every node that holds it says that no peer has asked for it.
    pub unbroadcast: bool,
    /// What other nodes of ours hold in its place.
    pub rival: Option<Rival>,
    /// How many of our synced nodes hold it, and how many there are.
    pub held_by: (u8, u8),
}

/// An unconfirmed transaction that must be mined first.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocker {
    /// The ancestor.
    pub id: TxId,
    /// Its own rate (sat/vB).
    pub rate: f64,
    /// The rate that it would be mined at by itself, without this child (sat/vB).
    pub effective_rate: f64,
}

/// How a transaction left the mempool.
#[derive(Clone, Debug, PartialEq)]
pub struct Departure {
    /// We never saw which number it has: that another took its place rests on the one that who asks says it has.
    pub claimed: bool,
    /// When it left; where it left while we weren't looking, when we noticed.
    pub at: Timestamp,
    /// When it had entered, by the node's clock.
    pub entered: Timestamp,
    /// The rate that it would have been mined at (sat/vB; gwei per gas), where we know it.
    pub effective_rate: Option<f64>,
    /// Why it left.
    pub reason: Reason,
    /// Whether this was seen or concluded.
    pub certain: bool,
}

/// Why a transaction left the mempool.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// It left a moment ago: which of the others holds may show with the next block.
    Open,
    /// Another waiting transaction consumes the same.
    Replaced(Successor),
    /// A block's transaction that never waited with us consumes the same.
    DoubleSpent(Successor),
    /// An unconfirmed ancestor was replaced, double spent, evicted or expired; which, and by what.
    AncestorGone {
        /// The ancestor.
        ancestor: TxId,
        /// What took the ancestor's place, where something did.
        by: Option<Successor>,
    },
    /// The mempool was full and took nothing this cheap any more.
    Evicted {
        /// Lowest rate that the mempool took when it left (sat/vB).
        min_rate: f64,
    },
    /// It had waited as long as the node keeps anything.
    Expired {
        /// Hours that the node keeps a transaction, where known.
        after_hours: Option<u32>,
    },
    /// It can't be told.
    Unknown,
}

/// The transaction at the end of a chain of replacements.
#[derive(Clone, Debug, PartialEq)]
pub struct Successor {
    /// The last one: waiting, or in a block, or gone itself.
    pub id: TxId,
    /// Where that one is.
    pub state: SuccessorState,
    /// How many replacements lie between, at least 1.
    pub hops: u32,
    /// Whether it still pays the same recipients the same amounts (all but possibly one, which is taken for the sender's
    /// change). `None` where that can't be told.
    pub same_recipient: Option<bool>,
    /// Whether it pays nobody whom the first one did not pay; with `same_recipient` false this looks like a cancellation.
    pub only_known_outputs: Option<bool>,
}

/// Where the transaction at the end of a chain of replacements is.
#[derive(Clone, Debug, PartialEq)]
pub enum SuccessorState {
    /// In a mempool.
    Waiting,
    /// In this block, so many confirmations deep.
    InBlock(BlockRef, u64),
    /// Left the mempool itself.
    Gone,
    /// We know nothing of it now.
    Unknown,
}

/// The chain around the transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Its configured name, e.g. `bitcoin`.
    pub chain: Arc<str>,
    /// Its kind: for the names of units, never for rules where a neutral fact serves.
    pub kind: Kind,
    /// Made up, for a demonstration.
    pub simulated: bool,
    /// The best chain's end, where any node told one.
    pub tip: Option<BlockRef>,
    /// When we first heard of the tip; the header's time where it was there when we started.
    pub tip_seen: Option<Timestamp>,
    /// Mean seconds between blocks by the protocol (Bitcoin: 600).
    pub block_interval_s: f64,
    /// The queue, where at least one node's mempool is known.
    pub queue: Option<Queue>,
    /// What gas costs, on a chain with gas where any node told.
    pub gas: Option<gas::Costs>,
    /// When we began to watch.
    pub watching_since: Timestamp,
    /// Confirmations that the receiver wants; for what makes new coins no fewer than [`COINBASE_MATURITY`].
    pub required: u64,
    /// Blocks whose transactions we know by id, up to the tip.
    pub window: u32,
}

/// What waits, as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Transactions.
    pub count: u64,
    /// vB.
    pub vsize: u64,
    /// vB that a block takes, coinbase and header left out.
    pub block_vsize: u64,
    /// The rate that a new transaction needs for the next block (sat/vB): what lets less than a block be ahead of it;
    /// `min_rate` if less than a block waits, and never below.
    pub next_block_rate: f64,
    /// The rate for one of the next three blocks (sat/vB).
    pub soon_rate: f64,
    /// The rate for one of the next six blocks (sat/vB).
    pub slow_rate: f64,
    /// Lowest rate that the mempools take now: the lowest among our nodes (sat/vB).
    pub min_rate: f64,
    /// Lowest rate that is ever relayed (sat/vB); `min_rate` above it means that a mempool is full.
    pub relay_rate: f64,
    /// What a replacement must add (sat/vB).
    pub incremental_rate: f64,
}

/// How well we can see.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Each configured node.
    pub nodes: Vec<NodeView>,
    /// The nodes that could say something say the same.
    pub agree: bool,
    /// When a node last told or answered anything that the facts rest on.
    pub as_of: Option<Timestamp>,
    /// No synced node has told anything lately: what follows is old knowledge.
    pub stale: bool,
    /// A node was asked about this very transaction, with this result.
    pub asked: Vec<AskedNode>,
}

/// One node, as the answer shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeView {
    /// Its configured name.
    pub name: Arc<str>,
    /// How it is.
    pub health: Health,
    /// Its tip.
    pub tip: Option<BlockRef>,
    /// When it last told or answered anything.
    pub last_heard: Option<Timestamp>,
    /// Whether it could find a transaction mined long ago.
    pub tx_index: TxIndex,
    /// How its changes reach us.
    pub feed: Feed,
    /// Connected peers.
    pub peers: u32,
    /// It holds this transaction in its mempool.
    pub holds: bool,
}

/// How a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// We have not heard from it yet.
    Connecting,
    /// It downloads the chain: it doesn't know the present.
    Syncing,
    /// It knows the present; we are fetching it.
    CatchingUp,
    /// It knows the present and so do we.
    Synced,
    /// It doesn't answer as it should.
    Down(NodeError),
}

/// What one node answered about this transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedNode {
    /// Its configured name.
    pub name: Arc<str>,
    /// When it answered.
    pub at: Timestamp,
    /// Whether it could be asked.
    pub outcome: Result<(), NodeError>,
    /// What it said of what the transaction consumed.
    pub claims: Vec<ClaimState>,
}

impl Facts {
    /// When it entered a mempool, where it is in one.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        match &self.placement {
            Placement::Waiting(waiting) => Some(waiting.entered),
            Placement::Pooled(pooled) => Some(pooled.entered),
            Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) => None,
            Placement::InBlock { .. } | Placement::Left(_) => None,
        }
    }
}

impl Facts {
    /// Whether a block with so many confirmations is as deep and as final as the receiver wants: what came of anything
    /// in it then stays so.
    pub fn is_deep(&self, block: &BlockRef, confirmations: u64) -> bool {
        let wanted = self.gas.as_deref().and_then(gas::Gas::final_height);
        let is_final = wanted.is_none_or(|reached| reached.is_some_and(|reached| reached >= block.height));
        confirmations >= self.network.required.max(1) && is_final
    }
}

impl Health {
    /// The stable word for JSON and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Syncing => "syncing",
            Self::CatchingUp => "catching_up",
            Self::Synced => "synced",
            Self::Down(error) => error.code(),
        }
    }
}

impl Queue {
    /// Full blocks' worth of `vsize` (vB), as a fraction.
    pub fn blocks(&self, vsize: u64) -> f64 {
        vsize as f64 / self.block_vsize.max(1) as f64
    }
}
