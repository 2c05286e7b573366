//! What a node is and what it can do: asked at each new connection, since which methods there are differs by client,
//! by its settings and by who sells access to it. Keeps nothing.

use alloy_primitives::Address;
use serde_json::{Value, json};

use super::{
    layer1,
    rpc::{Answer, CallError, Rpc, read, required},
    wire::{Quantity, RawBlock, hex_hash},
};
use crate::{BlockHash, Feed, Lack, NodeError, NodeStatus, TxIndex};

/// What a node can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Abilities {
    /// `txpool_contentFrom`: one sender's waiting transactions.
    pub(super) content_from: bool,
    /// `txpool_status` and `txpool_content`: all waiting ones.
    pub(super) content: bool,
    /// `eth_getTransactionBySenderAndNonce`.
    pub(super) sender_and_nonce: bool,
    /// `debug_traceTransaction`.
    pub(super) trace: bool,
    /// The tags `safe` and `finalized`.
    pub(super) finality: bool,
    /// `eth_getBlockReceipts`.
    pub(super) block_receipts: bool,
    /// What layer 1 costs is charged apart, and told.
    pub(super) l1_fee: bool,
    /// Connected peers, where it says.
    pub(super) peers: Option<u32>,
}

impl Abilities {
    /// What it can do, or could before.
    pub(super) fn or(self, before: Self) -> Self {
        Self {
            content_from: self.content_from || before.content_from,
            content: self.content || before.content,
            sender_and_nonce: self.sender_and_nonce || before.sender_and_nonce,
            trace: self.trace || before.trace,
            finality: self.finality || before.finality,
            block_receipts: self.block_receipts || before.block_receipts,
            l1_fee: self.l1_fee || before.l1_fee,
            peers: self.peers,
        }
    }

    pub(super) fn lacks(&self, status: &NodeStatus) -> Vec<Lack> {
        let lacks = [
            (status.syncing, Lack::Syncing),
            (self.peers == Some(0), Lack::NoPeers),
            (status.feed == Feed::Poll, Lack::NoPush),
            (!self.content_from && !self.content, Lack::NoPool),
            (!self.sender_and_nonce, Lack::NoSenderAndNonce),
            (!self.trace, Lack::NoTrace),
            (!self.finality, Lack::NoFinality),
            (!self.block_receipts, Lack::NoBlockReceipts),
        ];
        lacks.into_iter().filter_map(|(holds, lack)| holds.then_some(lack)).collect()
    }
}

/// Asks a node what it is. One of another chain is refused.
pub(super) async fn probe(rpc: &Rpc, chain_id: u64) -> Result<(NodeStatus, Abilities), NodeError> {
    let nothing = hex_hash(&BlockHash([0; 32]));
    let nobody = format!("{:#x}", Address::ZERO);
    let calls = vec![
        ("eth_chainId", json!([])),
        ("web3_clientVersion", json!([])),
        ("net_peerCount", json!([])),
        ("txpool_contentFrom", json!([nobody])),
        ("txpool_status", json!([])),
        ("eth_getTransactionBySenderAndNonce", json!([nobody, "0x0"])),
        ("debug_traceTransaction", json!([nothing, {"tracer": "callTracer"}])),
        ("eth_getBlockByNumber", json!(["safe", false])),
        ("eth_getBlockReceipts", json!(["0x0"])),
        layer1::probe(),
    ];
    let mut answers = rpc.batch("probe", calls).await?.into_iter();
    let told: Quantity = required(answers.next())?;
    let mut next = || answers.next().unwrap_or(Err(CallError::NoMethod));
    if told.u64() != Some(chain_id) {
        return Err(NodeError::Refused(format!("it is on chain {} and not on {chain_id}", told.0)));
    }
    let version = read::<String>(next()).unwrap_or_default().chars().take(100).collect();
    let peers = read::<Quantity>(next()).ok().and_then(Quantity::u64).and_then(|peers| u32::try_from(peers).ok());
    let abilities = Abilities {
        content_from: has(&next()),
        content: has(&next()),
        sender_and_nonce: has(&next()),
        trace: has(&next()),
        finality: read::<RawBlock>(next()).is_ok_and(|block| block.place().is_some()),
        block_receipts: has(&next()),
        l1_fee: layer1::fee(next()).is_some(),
        peers,
    };
    let pulse = pulse(rpc).await?;
    let feed = if rpc.pushes() { Feed::Push } else { Feed::Poll };
    let status = NodeStatus {
        version,
        network: chain_id.to_string(),
        syncing: pulse.highest.is_some(),
        headers: pulse.highest.or(pulse.head.place().map(|at| at.height)).unwrap_or(0),
        peers: peers.unwrap_or(0),
        // How far back it finds transactions can't be asked: geth keeps the index of about a year, and nodes drop old
        // blocks (EIP-4444).
        tx_index: TxIndex::No,
        pruned: false,
        mempool_min_rate: 0.0,
        relay_min_rate: 0.0,
        incremental_rate: 0.0,
        expiry_hours: None,
        feed,
    };
    Ok((status, abilities))
}

/// A node's newest block, without its transactions, and whether it is still fetching the chain.
pub(super) struct Pulse {
    pub(super) head: RawBlock,
    /// The highest block that it knows of, while it is behind.
    pub(super) highest: Option<u64>,
}

/// Asks for what changes all the time.
pub(super) async fn pulse(rpc: &Rpc) -> Result<Pulse, NodeError> {
    let calls = vec![("eth_getBlockByNumber", json!(["latest", false])), ("eth_syncing", json!([]))];
    let mut answers = rpc.batch("pulse", calls).await?.into_iter();
    let head: RawBlock = required(answers.next())?;
    let syncing = answers.next().and_then(|answer| read::<Value>(answer).ok());
    // `false` when it is done; a number of blocks, under one name or another, while it isn't.
    let highest = syncing.as_ref().and_then(Value::as_object).map(|stage| {
        let highest =
            stage.get("highestBlock").and_then(|height| serde_json::from_str::<Quantity>(&height.to_string()).ok());
        highest.and_then(Quantity::u64).unwrap_or(0)
    });
    Ok(Pulse { head, highest })
}

/// Any answer but "no such method" shows that there is one.
fn has(answer: &Answer) -> bool {
    match answer {
        Ok(_) | Err(CallError::Said { .. }) => true,
        Err(CallError::NoMethod | CallError::Node(_)) => false,
    }
}
