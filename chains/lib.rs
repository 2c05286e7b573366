//! What the service and the chain adapters say to each other: ids, observations, nodes, and the one trait
//! that a kind of chain implements. Adapters turn what a node says into [`Observation`]s; they draw no
//! conclusions and keep no history beyond what following the node needs.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
pub use secrecy::{ExposeSecret, SecretString};

pub mod account;
pub mod bitcoin;
pub mod evm;
pub mod simulated;

use account::{Address, Finality, GasMarket, Line, Outcome, Signed};

/// A transaction's id: 32 bytes in the order in which people and RPC write them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TxId(pub [u8; 32]);

/// A block's hash: 32 bytes in the order in which people and RPC write them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockHash(pub [u8; 32]);

/// What a transaction consumes and no other transaction may consume as well: an outpoint on Bitcoin, a
/// sender's nonce on an EVM chain. Two transactions with a common claim are rivals; a claim on an output of a
/// waiting transaction makes that one a blocker.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Claim(pub [u8; 36]);

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

/// A node as it is now.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeState {
    /// Answers. Whether it knows the present is in the status.
    Up(Box<NodeStatus>),
    /// Answers, and we are fetching what it has: what we hold of it is incomplete until `Event::Mempool` came and
    /// its missing entries were told, whereupon `Up` is said again.
    CatchingUp(Box<NodeStatus>),
    /// Doesn't answer as it should; what we held of it is old from now on.
    Down(NodeError),
}

/// What a node says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeStatus {
    /// As it names itself: `/Satoshi:29.0.0/`. Untrusted only as far as the operator's own node is.
    pub version: String,
    /// As it names its network: `main`, `regtest`, a chain id.
    pub network: String,
    /// Initial download, or fewer blocks than headers: what it knows is not the present.
    pub syncing: bool,
    /// Height of the best header that it knows.
    pub headers: u64,
    /// Connected peers; 0 where it doesn't say. With none it can't know what the network knows.
    pub peers: u32,
    /// Whether it can find any transaction that was ever mined.
    pub tx_index: TxIndex,
    /// It keeps only recent blocks.
    pub pruned: bool,
    /// Lowest rate that its mempool takes now, in the chain's rate unit (Bitcoin: sat/vB; `mempoolminfee`).
    pub mempool_min_rate: f64,
    /// Lowest rate that it ever relays (Bitcoin: sat/vB; `minrelaytxfee`).
    pub relay_min_rate: f64,
    /// What a replacement must add per unit (Bitcoin: sat/vB; `incrementalrelayfee`).
    pub incremental_rate: f64,
    /// Hours after which its mempool drops a transaction, where the operator told us.
    pub expiry_hours: Option<u32>,
    /// How we hear of changes.
    pub feed: Feed,
}

/// Whether a node has an index of all transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TxIndex {
    /// None.
    No,
    /// Being built: absent from it doesn't mean absent from the chain.
    Building,
    /// Complete.
    Yes,
}

/// How changes of a node's mempool reach us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// The node pushes each change.
    Push,
    /// We ask every few seconds, as no push is configured: short-lived changes stay unseen.
    Poll,
    /// A push is configured and not heard; we ask every few seconds meanwhile.
    PushLost,
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

/// What `txwhy check` says of one node.
#[derive(Clone, Debug)]
pub struct NodeReport {
    /// Its configured name.
    pub name: Arc<str>,
    /// What it said, or why it couldn't be asked.
    pub status: Result<Box<NodeStatus>, NodeError>,
    /// What it can't do, and what that costs the answers; one each.
    pub lacks: Vec<Lack>,
}

/// Something that a node can't do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// No index of all transactions: one mined before the window can't be told from one never seen.
    NoTxIndex,
    /// The index is still being built.
    TxIndexBuilding,
    /// Old blocks are gone.
    Pruned,
    /// Mempool changes are polled: a transaction that comes and goes between two polls stays unseen.
    NoPush,
    /// A push is configured and nothing comes.
    PushSilent,
    /// No chunk rates (before Core 31): effective rates are computed by us.
    NoChunkRates,
    /// No `getorphantxs` (before Core 29): a transaction that waits for its parents looks like one never seen.
    NoOrphans,
    /// No `gettxspendingprevout` (before Core 24): who spent an input is known only if we saw it.
    NoSpendingPrevout,
    /// Still downloading the chain.
    Syncing,
    /// No peers: knows only what was given to it.
    NoPeers,
    /// Older than what the project is tested with.
    OldVersion,
    /// The mempool isn't shown (no `txpool_*`): earlier transactions of a sender can't be named.
    NoPool,
    /// No `eth_getTransactionBySenderAndNonce`: who used a nonce is found only in recent blocks.
    NoSenderAndNonce,
    /// No `debug_traceTransaction`: why something failed is likely, not certain.
    NoTrace,
    /// No `safe` and `finalized` blocks.
    NoFinality,
    /// No `eth_getBlockReceipts`: receipts are fetched one by one.
    NoBlockReceipts,
}

/// Why a node gave no answer; the variants say what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NodeError {
    /// No connection, a time-out, or still warming up: try again later.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// It answered that it won't: wrong credentials, another chain than configured. The operator must act.
    #[error("refused: {0}")]
    Refused(String),
    /// It answered what we can't read: a proxy, another program, or a version that we don't know.
    #[error("unreadable: {0}")]
    Unreadable(String),
}

impl NodeError {
    /// The stable word for metrics and JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// A configured node, checked.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// Its name in answers.
    pub name: Arc<str>,
    /// Where its RPC is.
    pub rpc: url::Url,
    /// How to log in.
    pub auth: Auth,
    /// Where it publishes changes, e.g. `tcp://127.0.0.1:28332`.
    pub zmq: Option<String>,
    /// The node's `-mempoolexpiry`, where it isn't the default.
    pub expiry_hours: Option<u32>,
    /// What it announces as waiting is listened to, on a chain whose nodes don't show their mempools.
    pub follow_pending: bool,
}

/// How to log in to a node.
#[derive(Clone, Debug)]
pub enum Auth {
    /// Not at all.
    None,
    /// A user and a password.
    User(String, SecretString),
    /// A file that holds `user:password`, read anew at each connection, as a restart of the node rewrites it.
    CookieFile(PathBuf),
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

impl Claim {
    /// The output `vout` of the transaction `id`.
    pub fn outpoint(id: &TxId, vout: u32) -> Self {
        let mut bytes = [0; 36];
        bytes[..32].copy_from_slice(&id.0);
        bytes[32..].copy_from_slice(&vout.to_be_bytes());
        Self(bytes)
    }

    /// The nonce of a sender.
    pub fn nonce(sender: &Address, nonce: u64) -> Self {
        let mut bytes = [0; 36];
        bytes[..20].copy_from_slice(sender.as_slice());
        bytes[20..28].copy_from_slice(&nonce.to_be_bytes());
        Self(bytes)
    }

    /// The sender and its nonce, on a chain whose claims are such.
    pub fn sender_and_nonce(&self) -> (Address, u64) {
        let mut nonce = [0; 8];
        nonce.copy_from_slice(&self.0[20..28]);
        (Address::from_slice(&self.0[..20]), u64::from_be_bytes(nonce))
    }

    /// The transaction whose output this is.
    pub fn source(&self) -> TxId {
        let mut id = [0; 32];
        id.copy_from_slice(&self.0[..32]);
        TxId(id)
    }

    /// The number of the output.
    pub fn vout(&self) -> u32 {
        u32::from_be_bytes([self.0[32], self.0[33], self.0[34], self.0[35]])
    }
}

/// The id is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 hexadecimal digits")]
pub struct NotAnId;

impl FromStr for TxId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAnId)?;
        Ok(Self(bytes))
    }
}

impl FromStr for BlockHash {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse::<TxId>().map(|id| Self(id.0))
    }
}

impl fmt::Display for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        hex::encode_to_slice(self.0, &mut text).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Display for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TxId(self.0).fmt(f)
    }
}

impl fmt::Debug for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source(), self.vout())
    }
}
