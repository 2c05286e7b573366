//! What is said of a node itself: how it is, what it can't do, why it gave no answer, and how it is configured. Nothing of
//! what it holds.

use std::{path::PathBuf, sync::Arc};

use secrecy::SecretString;

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
