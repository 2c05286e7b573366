//! What the service and the chain adapters say to each other: ids, observations, nodes, and the one trait
//! that a kind of chain implements. Adapters turn what a node says into [`Observation`]s; they draw no
//! conclusions and keep no history beyond what following the node needs.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
pub use secrecy::{ExposeSecret, SecretString};

pub mod account;
pub mod bitcoin;
pub mod evm;
#[cfg(test)]
mod fake_http;
mod ids;
mod node;
pub mod simulated;

pub use self::{
    ids::{BlockHash, Claim, NotAnId, TxId},
    node::{Auth, Feed, Lack, NodeConfig, NodeError, NodeReport, NodeState, NodeStatus, TxIndex},
};
use account::{Finality, GasMarket, Line, Outcome, Signed};

/// One recipient and what it gets, told apart without keeping the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Payment {
    /// First eight bytes (big-endian) of the SHA-256 of the output script; on a chain with gas see
    /// [`account::Signed::payment`].
    pub to: u64,
    /// In the chain's smallest unit; on a chain with gas a digest of what is done.
    pub amount: u64,
}

/// Which of a chain's configured nodes; its place in [`Chain::nodes`], at most 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u8);

/// The most nodes that one chain may have: their set is a 16-bit mask in the index.
pub const MAX_NODES: usize = 16;

/// What one node said, and when we heard it.
#[derive(Clone, Debug)]
pub struct Observation {
    /// Who said it.
    pub node: NodeId,
    /// When it reached us, by our own clock.
    pub at: Timestamp,
    /// What it said.
    pub event: Event,
}

/// What a node can say.
#[derive(Clone, Debug)]
pub enum Event {
    /// How the node is; told at each poll, a few seconds apart, and on each change.
    Node(NodeState),
    /// The node's mempool holds this transaction. Said again when something about it changed.
    Entered(Box<Pending>),
    /// The node's mempool is exactly these transactions: at the start, after a loss of messages, and at times to
    /// reconcile. [`Told::missing`] answers with those whose details are to be fetched.
    Mempool(Vec<TxId>),
    /// The transaction left the node's mempool, and not through a block. Nodes don't say why.
    Left(TxId),
    /// A block's content. Says nothing about whether the node's best chain holds it: [`Event::Tip`] does.
    Block(Box<Block>),
    /// A block that the node's best chain no longer holds, with its claims; told before the new tip.
    Dropped(Box<Block>),
    /// The node's best chain ends here. Blocks between here and what the index knows were told before.
    Tip(BlockRef),
    /// What gas costs after the newest block, on a chain with gas.
    Market(Box<GasMarket>),
    /// How far the chain is beyond being undone, where the node says.
    Final(Finality),
    /// What the node answered when it was asked about one transaction.
    Asked(Box<Asked>),
}

impl Event {
    /// The answer to a question, if it is one.
    pub fn asked(&self) -> Option<&Asked> {
        if let Self::Asked(asked) = self { Some(asked) } else { None }
    }
}

/// A transaction in a node's mempool, on a chain where it pays a fee for its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its id.
    pub id: TxId,
    /// What it consumes.
    pub claims: Vec<Claim>,
    /// Whom it pays, in order: one for each output, as a child is found by the number of the output that it spends.
    pub pays: Vec<Payment>,
    /// Fee in the smallest unit (sat), with the operator's own adjustments left out.
    pub fee: u64,
    /// Virtual size in vB, as the node's policy counts it.
    pub vsize: u32,
    /// When the node took it, by the node's clock.
    pub entered: Timestamp,
    /// Rate of the chunk that it would be mined with, in sat/vB, where the node computes it (Core 31+).
    pub chunk_rate: Option<f64>,
    /// No peer has asked this node for it yet.
    pub unbroadcast: bool,
    /// It announces that it may be replaced (BIP 125).
    pub signals_replacement: bool,
    /// A text that it carries (Bitcoin: in an `OP_RETURN` output), at most [`MAX_NOTE`] bytes: written by anyone.
    pub note: Option<Box<str>>,
}

/// Bytes kept of the text that a transaction carries; as many as nodes usually passed on are 80.
pub const MAX_NOTE: usize = 200;

/// A block, as far as the index wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it stands.
    pub at: BlockRef,
    /// Its parent's hash.
    pub parent: BlockHash,
    /// Its transactions in order, so the coinbase first.
    pub txs: Vec<BlockTx>,
}

/// A transaction in a block.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockTx {
    /// Its id.
    pub id: TxId,
    /// What it consumed; empty where the block is told for its ids alone (the first fill of the window).
    pub claims: Vec<Claim>,
    /// Whom it pays; empty likewise.
    pub pays: Vec<Payment>,
}

/// A block's place in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef {
    /// Its hash.
    pub hash: BlockHash,
    /// Its height.
    pub height: u64,
    /// Its header's time, which miners may set up to two hours off.
    pub time: Timestamp,
}

/// A question about one transaction that the index can't answer by itself.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The id in question.
    pub id: TxId,
    /// What it consumed, where the journal knows, or the asker says: who spent it instead is asked too. On a chain with gas
    /// what a node knows of it itself counts for more.
    pub claims: Vec<Claim>,
    /// When it was first seen waiting, where that is known: nothing had spent what it consumed then.
    pub since: Option<Timestamp>,
}

/// What a node answered about one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which transaction.
    pub id: TxId,
    /// What the node said of it.
    pub answer: Found,
    /// What the node said of its claims, as far as asked and told.
    pub claims: Vec<(Claim, ClaimState)>,
    /// What else it said, on a chain with gas.
    pub details: Option<Box<Details>>,
}

/// What a node of a chain with gas says of a transaction besides where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// What was signed, where the node has it.
    pub signed: Option<Signed>,
    /// Its sender's line, where it waits or is gone.
    pub line: Option<Line>,
    /// What came of it, where it is in a block.
    pub outcome: Option<Outcome>,
    /// When the node first announced it as waiting, though nobody asked: it was here, whether it is or not.
    pub heard: Option<Timestamp>,
}

/// How a node answered the question about one id.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It is in its mempool.
    Waiting(Box<Pending>),
    /// It is in its mempool, on a chain with gas: [`Details::signed`] says what it offers.
    Pooled,
    /// It is in this block, so many confirmations deep as of the answer.
    InBlock {
        /// The block.
        block: BlockRef,
        /// Confirmations, at least 1.
        confirmations: u64,
        /// First transaction of its block.
        coinbase: bool,
    },
    /// It waits for parents that the node doesn't know.
    Orphan {
        /// The parents that it lacks, as far as the node tells; may be empty.
        missing: Vec<TxId>,
    },
    /// The id is a block's.
    IsBlock(BlockRef),
    /// The node knows no such transaction where it can look: its mempool, and the whole chain only if `TxIndex::Yes`.
    Absent,
    /// The node couldn't be asked.
    Failed(NodeError),
}

/// What a node says about something a transaction consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// Nothing has consumed it, in a block or in the mempool.
    Free,
    /// This waiting transaction consumes it.
    SpentByWaiting(TxId),
    /// This transaction of the best chain has consumed it.
    SpentInBlock(TxId, BlockRef),
    /// Consumed in a block, or never existed; the node can't say which or by whom.
    Gone,
}

/// What the receiver of observations answers.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// After [`Event::Mempool`]: the transactions whose details are to be fetched and told as [`Event::Entered`].
    pub missing: Vec<TxId>,
}

/// Where observations go.
#[async_trait]
pub trait Sink: Send + Sync {
    /// Takes observations in order. At most a thousand at a time, so that nobody waits long for the index.
    async fn tell(&self, observations: Vec<Observation>) -> Told;
    /// Whether this block's content was told already, by any node.
    fn has_block(&self, hash: &BlockHash) -> bool;
}

/// Counts what is asked of nodes.
pub trait Meter: Send + Sync {
    /// One round trip to a node ended; `outcome` is `ok` or a [`NodeError`]'s code. A batch is one call.
    fn call(&self, node: &str, method: &'static str, outcome: &'static str, took: Duration);
}

/// A kind of chain, connected to its nodes.
#[async_trait]
pub trait Chain: Send + Sync {
    /// The configured nodes' names; a [`NodeId`] is a place in it.
    fn nodes(&self) -> &[Arc<str>];
    /// Follows one node and tells what it says until the connection fails for good; returns why, having told
    /// [`NodeState::Down`]. The caller starts it again with back-off. Dropping the future stops it.
    async fn watch(&self, node: NodeId, sink: &dyn Sink) -> NodeError;
    /// Asks every node about one transaction, side by side, each within a time limit of its own: one
    /// [`Event::Asked`] per node, a failure among them as [`Found::Failed`].
    async fn fetch(&self, ask: &Ask) -> Vec<Observation>;
    /// Asks every node what it is and what it can do.
    async fn check(&self) -> Vec<NodeReport>;
}

/// The kinds of chain that there are adapters for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Bitcoin and its test networks.
    Bitcoin,
    /// A chain with the machine of Ethereum.
    Evm {
        /// Its number, which every node of it must tell.
        chain_id: u64,
    },
    /// A made-up chain by Bitcoin's rules, for the demo and the tests.
    Simulated,
}

impl Kind {
    /// Whether it is made up, by whichever rules.
    pub fn is_simulated(self) -> bool {
        matches!(self, Self::Simulated | Self::Evm { chain_id: simulated::gas::CHAIN_ID })
    }
}

/// Connects to a chain's nodes. Opens no connection yet, so it can't fail for a node that is down.
pub fn connect(kind: Kind, nodes: Vec<NodeConfig>, meter: Arc<dyn Meter>) -> Result<Arc<dyn Chain>, NodeError> {
    match kind {
        Kind::Bitcoin => Ok(Arc::new(bitcoin::Bitcoin::new(nodes, meter)?)),
        Kind::Evm { chain_id } => Ok(Arc::new(evm::Evm::new(chain_id, &nodes, &meter)?)),
        Kind::Simulated => Err(NodeError::Refused("the simulated chain is made by the demo".into())),
    }
}
