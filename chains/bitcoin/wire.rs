//! The node's JSON and raw bytes, read into the shared vocabulary. Lenient: the methods read here changed between
//! Core 0.13 and 32, so a field that any of them lacks is optional. Asks nothing and decides nothing.

use std::fmt;

use bitcoincore_rpc::bitcoin::{
    self, Transaction, Txid,
    consensus::encode::deserialize_hex,
    hashes::{Hash, sha256},
    script::Instruction,
};
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, Visitor},
};

use super::rpc::{Answer, Declined};
use crate::{BlockHash, BlockRef, BlockTx, Claim, MAX_NOTE, NodeError, Payment, Pending, TxId};

mod status;
#[cfg(test)]
mod tests;

pub(super) use self::status::Poll;

/// Ids that one mempool may have: thrice what the largest ever seen held.
const IDS_AT_MOST: usize = 2_000_000;
const SATS_PER_BTC: f64 = 100_000_000.0;

/// What an answer holds; `None` where the node says that there is no such thing.
pub(super) fn optional<T: DeserializeOwned>(answer: Answer) -> Result<Option<T>, NodeError> {
    match answer {
        Ok(json) => serde_json::from_str(json.get()).map(Some).map_err(|error| unreadable::<T>(&error)),
        Err(declined) if declined.code == Declined::ABSENT => Ok(None),
        Err(declined) => Err(unexpected(&declined)),
    }
}

/// What an answer holds that every node must have.
pub(super) fn required<T: DeserializeOwned>(answer: Answer) -> Result<T, NodeError> {
    match answer {
        Ok(json) => serde_json::from_str(json.get()).map_err(|error| unreadable::<T>(&error)),
        Err(declined) => Err(unexpected(&declined)),
    }
}

/// What an answer holds of a method that older nodes lack, or that this one can't serve: any error counts as none.
pub(super) fn lenient<T: DeserializeOwned>(answer: Answer) -> Option<T> {
    serde_json::from_str(answer.ok()?.get()).ok()
}

fn unexpected(declined: &Declined) -> NodeError {
    NodeError::Unreadable(format!("error {}: {}", declined.code, declined.message))
}

fn unreadable<T>(error: &serde_json::Error) -> NodeError {
    let what = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    NodeError::Unreadable(format!("{what}: {:?} at column {}", error.classify(), error.column()))
}

/// An id as JSON has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hex32(pub [u8; 32]);

impl<'de> Deserialize<'de> for Hex32 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Hex32;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 hexadecimal digits")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Hex32, E> {
                text.parse::<TxId>().map(|id| Hex32(id.0)).map_err(E::custom)
            }
        }
        from.deserialize_str(Digits)
    }
}

impl From<Hex32> for TxId {
    fn from(hex: Hex32) -> Self {
        Self(hex.0)
    }
}

impl From<Hex32> for BlockHash {
    fn from(hex: Hex32) -> Self {
        Self(hex.0)
    }
}

/// An amount in BTC, however it is written (`0.00000016`, `1.6E-7`), as satoshi. A double holds every amount that
/// can exist to the satoshi (21e14 < 2^53), so rounding restores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sats(pub u64);

impl<'de> Deserialize<'de> for Sats {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let sats = (f64::deserialize(from)? * SATS_PER_BTC).round();
        if !(0.0..=21e14).contains(&sats) {
            return Err(D::Error::custom("not an amount"));
        }
        Ok(Self(sats as u64))
    }
}

/// `getmempoolentry`.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    /// From 0.19; before, `size` meant the same.
    vsize: Option<u32>,
    size: Option<u32>,
    /// From 0.17; before, `fee`.
    fees: Option<Fees>,
    fee: Option<Sats>,
    time: i64,
    /// From 31, in weight units.
    chunkweight: Option<u64>,
    /// From 0.21.
    #[serde(default)]
    unbroadcast: bool,
    #[serde(default)]
    depends: Vec<Hex32>,
}

#[derive(Debug, Deserialize)]
struct Fees {
    base: Sats,
    /// From 31; the operator's own adjustments included.
    chunk: Option<Sats>,
}

impl Entry {
    /// vB.
    pub fn vsize(&self) -> Result<u32, NodeError> {
        let size = self.vsize.or(self.size).filter(|size| *size > 0);
        size.ok_or_else(|| NodeError::Unreadable("a mempool entry without a size".into()))
    }

    /// Whether its arrival may have changed the chunks of others.
    pub fn has_parents_in_chunks(&self) -> bool {
        self.chunkweight.is_some() && !self.depends.is_empty()
    }

    /// The entry and the raw transaction as one.
    pub fn pending(&self, id: TxId, raw: &str) -> Result<Pending, NodeError> {
        let tx = transaction(raw)?;
        if txid(&tx.compute_txid()) != id {
            return Err(NodeError::Unreadable("another transaction than asked for".into()));
        }
        let fee = self.fees.as_ref().map(|fees| fees.base).or(self.fee);
        Ok(Pending {
            id,
            claims: claims(&tx),
            pays: pays(&tx),
            fee: fee.ok_or_else(|| NodeError::Unreadable("a mempool entry without a fee".into()))?.0,
            vsize: self.vsize()?,
            entered: time(self.time)?,
            chunk_rate: self.chunk_rate(),
            unbroadcast: self.unbroadcast,
            signals_replacement: tx.input.iter().any(|input| input.sequence.is_rbf()),
            note: note(&tx),
        })
    }

    fn chunk_rate(&self) -> Option<f64> {
        let weight = self.chunkweight.filter(|weight| *weight > 0)?;
        let fee = self.fees.as_ref()?.chunk?;
        Some(fee.0 as f64 / (weight as f64 / 4.0))
    }
}

/// A raw transaction; garbage is the node's fault.
pub(super) fn transaction(raw: &str) -> Result<Transaction, NodeError> {
    deserialize_hex(raw).map_err(|_| NodeError::Unreadable("a transaction that can't be decoded".into()))
}

fn claims(tx: &Transaction) -> Vec<Claim> {
    let outpoints = tx.input.iter().map(|input| input.previous_output);
    // A coinbase consumes nothing.
    outpoints.filter(|from| !from.is_null()).map(|from| Claim::outpoint(&txid(&from.txid), from.vout)).collect()
}

/// What a transaction consumes.
pub(super) fn claims_of(raw: &str) -> Result<Vec<Claim>, NodeError> {
    transaction(raw).map(|tx| claims(&tx))
}

fn pays(tx: &Transaction) -> Vec<Payment> {
    let pay = |out: &bitcoin::TxOut| Payment { to: paid_to(&out.script_pubkey), amount: out.value.to_sat() };
    tx.output.iter().map(pay).collect()
}

/// Who is paid by such an output; see [`Payment::to`].
pub fn paid_to(script: &bitcoin::Script) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = sha256::Hash::hash(script.as_bytes()).to_byte_array();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The first text among its outputs that only carry data. What isn't UTF-8 is nobody's words.
fn note(tx: &Transaction) -> Option<Box<str>> {
    let carriers = tx.output.iter().filter(|out| out.script_pubkey.is_op_return());
    carriers.into_iter().find_map(|out| {
        let mut pushed = Vec::new();
        for part in out.script_pubkey.instructions() {
            if let Ok(Instruction::PushBytes(bytes)) = part {
                pushed.extend_from_slice(bytes.as_bytes());
            }
        }
        let text = std::str::from_utf8(&pushed).ok().filter(|text| text.contains(char::is_alphanumeric))?;
        let end = (0..=text.len().min(MAX_NOTE)).rev().find(|end| text.is_char_boundary(*end))?;
        Some(text[..end].into())
    })
}

/// rust-bitcoin keeps ids in the order of the hash function, people and RPC write them reversed.
fn txid(id: &Txid) -> TxId {
    let mut bytes = id.to_byte_array();
    bytes.reverse();
    TxId(bytes)
}

fn time(seconds: i64) -> Result<Timestamp, NodeError> {
    Timestamp::from_second(seconds).map_err(|_| NodeError::Unreadable("a time out of range".into()))
}

/// `getblock HASH 0`: the transactions with what they consume and whom they pay.
pub(super) fn block_txs(raw: &str) -> Result<Vec<BlockTx>, NodeError> {
    let block: bitcoin::Block =
        deserialize_hex(raw).map_err(|_| NodeError::Unreadable("a block that can't be decoded".into()))?;
    let tx = |tx: &Transaction| BlockTx { id: txid(&tx.compute_txid()), claims: claims(tx), pays: pays(tx) };
    Ok(block.txdata.iter().map(tx).collect())
}

/// `getblock HASH 1`: the ids.
#[derive(Debug, Deserialize)]
pub(super) struct BlockIds {
    tx: Vec<Hex32>,
}

impl BlockIds {
    pub fn txs(self) -> Vec<BlockTx> {
        let bare = |id: Hex32| BlockTx { id: id.into(), claims: Vec::new(), pays: Vec::new() };
        self.tx.into_iter().map(bare).collect()
    }
}

/// `getblockheader HASH true`.
#[derive(Debug, Deserialize)]
pub(super) struct Header {
    pub hash: Hex32,
    pub height: u64,
    time: i64,
    /// The genesis block has none.
    pub previousblockhash: Option<Hex32>,
    /// -1 off the best chain.
    pub confirmations: i64,
}

impl Header {
    pub fn at(&self) -> Result<BlockRef, NodeError> {
        Ok(BlockRef { hash: self.hash.into(), height: self.height, time: time(self.time)? })
    }
}

/// `getrawmempool false true`; before 0.21 without the second parameter, and then the ids alone.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum PoolIds {
    Numbered { txids: Vec<Hex32>, mempool_sequence: u64 },
    Bare(Vec<Hex32>),
}

impl PoolIds {
    /// The ids, and the number of the first change that they don't contain.
    pub fn split(self) -> Result<(Vec<TxId>, Option<u64>), NodeError> {
        let (ids, sequence) = match self {
            Self::Numbered { txids, mempool_sequence } => (txids, Some(mempool_sequence)),
            Self::Bare(ids) => (ids, None),
        };
        if ids.len() > IDS_AT_MOST {
            return Err(NodeError::Unreadable(format!("a mempool of {} transactions", ids.len())));
        }
        Ok((ids.into_iter().map(TxId::from).collect(), sequence))
    }
}

/// `getrawtransaction ID 1`.
#[derive(Debug, Deserialize)]
pub(super) struct RawTx {
    pub hex: String,
    /// Missing while it waits.
    pub blockhash: Option<Hex32>,
    vin: Vec<Vin>,
}

#[derive(Debug, Deserialize)]
struct Vin {
    coinbase: Option<String>,
}

impl RawTx {
    pub fn is_coinbase(&self) -> bool {
        self.vin.first().is_some_and(|input| input.coinbase.is_some())
    }
}

/// `gettxout`; null for what is spent or never was.
#[derive(Debug, Deserialize)]
pub(super) struct TxOut {
    /// The tip that the confirmations are counted from.
    pub bestblock: Hex32,
    /// 0 for an output of a waiting transaction.
    pub confirmations: u64,
    pub coinbase: bool,
}

/// One of `getorphantxs 2`.
#[derive(Debug, Deserialize)]
pub(super) struct OrphanTx {
    pub txid: Hex32,
    pub hex: String,
}

/// One of `gettxspendingprevout`.
#[derive(Debug, Deserialize)]
pub(super) struct Spending {
    spendingtxid: Option<Hex32>,
    /// From 32, where an index finds the spender in a block.
    blockhash: Option<Hex32>,
}

impl Spending {
    /// The waiting transaction that spends it.
    pub fn waiting(&self) -> Option<TxId> {
        self.spendingtxid.filter(|_| self.blockhash.is_none()).map(TxId::from)
    }
}

/// One of `getzmqnotifications`.
#[derive(Debug, Deserialize)]
pub(super) struct Notifier {
    r#type: String,
}

impl Notifier {
    pub fn is_sequence(&self) -> bool {
        self.r#type == "pubsequence"
    }
}

/// `getmempoolcluster`, from 31.
#[derive(Debug, Deserialize)]
pub(super) struct Cluster {
    chunks: Vec<Chunk>,
}

#[derive(Debug, Deserialize)]
struct Chunk {
    txs: Vec<Hex32>,
}

impl Cluster {
    pub fn ids(self) -> impl Iterator<Item = TxId> {
        self.chunks.into_iter().flat_map(|chunk| chunk.txs).map(TxId::from)
    }
}
