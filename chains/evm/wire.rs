//! What EVM nodes write, read leniently: a field that is missing or odd makes that field unknown, never the whole
//! unreadable, as every layer 2 has fields and transaction types of its own. Nothing of node JSON leaves this file.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{Revert, SolError};
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{
    refusals::{Refusal, revert_text},
    rpc::CallError,
};
use crate::{
    Block, BlockHash, BlockRef, BlockTx, Claim, TxId,
    account::{Blobs, GasBlock, GasMarket, Input, MAX_REASON, Signed, TokenCall, first_eight},
    evm::fees::FeeRule,
};

/// A block with its transactions, whole or by hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RawBlock {
    #[serde(deserialize_with = "lenient")]
    hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    parent_hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    number: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    timestamp: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    gas_limit: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    extra_data: Option<Bytes>,
    transactions: Vec<Lenient<TxBrief>>,
}

/// As much of a block's transaction as the index wants.
#[derive(Debug, Default, PartialEq)]
struct TxBrief {
    hash: Option<Hash>,
    from: Option<Account>,
    nonce: Option<Quantity>,
    kind: Option<Quantity>,
}

/// A transaction, waiting or in a block.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RawTx {
    #[serde(deserialize_with = "lenient")]
    hash: Option<Hash>,
    #[serde(rename = "type", deserialize_with = "lenient")]
    kind: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    from: Option<Account>,
    #[serde(deserialize_with = "lenient")]
    to: Option<Account>,
    #[serde(deserialize_with = "lenient")]
    nonce: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    value: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    gas: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    gas_price: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    max_fee_per_gas: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    max_priority_fee_per_gas: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    max_fee_per_blob_gas: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    blob_versioned_hashes: Option<Vec<IgnoredAny>>,
    #[serde(deserialize_with = "lenient")]
    input: Option<Bytes>,
    #[serde(deserialize_with = "lenient")]
    data: Option<Bytes>,
    #[serde(deserialize_with = "lenient")]
    block_hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    block_number: Option<Quantity>,
}

/// A number as nodes write it: `0x1f`, and here and there a JSON number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quantity(pub(super) U256);

/// 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hash(pub(super) [u8; 32]);

/// 20 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Account(pub(super) Address);

/// Bytes of any length.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl RawBlock {
    /// Where it stands; `None` for a block that is still being made, or that lacks what makes it one.
    pub(super) fn place(&self) -> Option<BlockRef> {
        let time = Timestamp::from_second(i64::try_from(self.timestamp?.u64()?).ok()?).ok()?;
        Some(BlockRef { hash: BlockHash(self.hash?.0), height: self.number?.u64()?, time })
    }

    pub(super) fn parent(&self) -> Option<BlockHash> {
        self.parent_hash.map(|hash| BlockHash(hash.0))
    }

    pub(super) fn gas_limit(&self) -> Option<u64> {
        self.gas_limit?.u64()
    }

    /// How the base fee moves: as the header says, where it does. To be checked against what it did.
    pub(super) fn fee_rule(&self) -> FeeRule {
        let extra = self.extra_data.as_ref().map(|extra| extra.0.as_slice()).unwrap_or_default();
        FeeRule::from_extra_data(extra).unwrap_or(FeeRule::ETHEREUM)
    }

    /// As the index wants it. A transaction whose hash can't be read is left out: it can't be asked for either.
    pub(super) fn into_block(self) -> Option<Block> {
        let (at, parent) = (self.place()?, self.parent()?);
        Some(Block { at, parent, txs: self.transactions.iter().filter_map(|tx| tx.0.as_ref()?.tx()).collect() })
    }
}

impl TxBrief {
    fn tx(&self) -> Option<BlockTx> {
        let claim = match (self.from, self.nonce.and_then(|nonce| nonce.u64())) {
            (Some(Account(from)), Some(nonce)) if !is_protocols(self.kind) => Some(Claim::nonce(&from, nonce)),
            (Some(_) | None, Some(_) | None) => None,
        };
        Some(BlockTx { id: TxId(self.hash?.0), claims: claim.into_iter().collect(), pays: Vec::new() })
    }
}

impl RawTx {
    /// What was signed; `None` where even sender, nonce or hash is unknown.
    pub(super) fn signed(&self) -> Option<Signed> {
        let input = self.input.as_ref().or(self.data.as_ref()).map(|bytes| bytes.0.as_slice()).unwrap_or_default();
        let by_protocol = is_protocols(self.kind);
        let price = self.gas_price.and_then(Quantity::u128);
        let max_fee = self.max_fee_per_gas.and_then(Quantity::u128).or(price).unwrap_or(0);
        Some(Signed {
            id: TxId(self.hash?.0),
            sender: self.from?.0,
            nonce: self.nonce.and_then(Quantity::u64).or(by_protocol.then_some(0))?,
            to: self.to.map(|to| to.0),
            value: self.value.map(|value| value.0).unwrap_or_default(),
            input: digest(input),
            gas_limit: self.gas.and_then(Quantity::u64).unwrap_or(0),
            max_fee,
            tip: self.max_priority_fee_per_gas.and_then(Quantity::u128).unwrap_or(max_fee),
            blobs: self.blobs(),
            by_protocol,
        })
    }

    /// The block that it is in, by hash and height.
    pub(super) fn block(&self) -> Option<(BlockHash, u64)> {
        Some((BlockHash(self.block_hash?.0), self.block_number?.u64()?))
    }

    /// What it was called with, for trying it again.
    pub(super) fn call(&self) -> Value {
        let hex = |bytes: &Bytes| format!("0x{}", hex::encode(&bytes.0));
        let mut call = serde_json::Map::new();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                call.insert(key.into(), Value::String(value));
            }
        };
        put("from", self.from.map(|from| format!("{:#x}", from.0)));
        put("to", self.to.map(|to| format!("{:#x}", to.0)));
        put("gas", self.gas.map(|gas| format!("{:#x}", gas.0)));
        put("value", self.value.map(|value| format!("{:#x}", value.0)));
        put("data", self.input.as_ref().or(self.data.as_ref()).map(hex));
        Value::Object(call)
    }

    fn blobs(&self) -> Option<Blobs> {
        let count = self.blob_versioned_hashes.as_ref()?.len();
        let max_fee = self.max_fee_per_blob_gas?.u128()?;
        (count > 0).then(|| Blobs { count: u32::try_from(count).unwrap_or(u32::MAX), max_fee })
    }
}

/// Types that a chain makes by itself: deposits of the OP stack and Scroll (0x7e), Arbitrum's own (0x64 to 0x6a), and what
/// comes from layer 1 on zkSync Era (0xfe, 0xff).
fn is_protocols(kind: Option<Quantity>) -> bool {
    matches!(kind.and_then(Quantity::u64), Some(0x64..=0x6a | 0x7e | 0xfe | 0xff))
}

/// Whether it is a deposit from layer 1.
pub(super) fn is_deposit(tx: &RawTx) -> bool {
    matches!(tx.kind.and_then(Quantity::u64), Some(0x64 | 0x7e | 0xff))
}

fn digest(input: &[u8]) -> Input {
    Input {
        len: u32::try_from(input.len()).unwrap_or(u32::MAX),
        digest: first_eight(keccak256(input)),
        selector: input.first_chunk().copied(),
        token: token_call(input),
    }
}

/// `transfer(address,uint256)` and `transferFrom(address,address,uint256)`.
fn token_call(input: &[u8]) -> Option<TokenCall> {
    let (selector, arguments) = input.split_first_chunk::<4>()?;
    let words = match selector {
        [0xa9, 0x05, 0x9c, 0xbb] => arguments,
        [0x23, 0xb8, 0x72, 0xdd] => arguments.get(32..)?,
        _ => return None,
    };
    Some(TokenCall { to: address_in(words.get(..32)?), amount: U256::from_be_slice(words.get(32..64)?) })
}

/// The address in the last twenty bytes of a word.
pub(super) fn address_in(word: &[u8]) -> Address {
    let mut bytes = [0; 20];
    let start = word.len().saturating_sub(20);
    bytes[..word.len() - start].copy_from_slice(&word[start..]);
    Address::from(bytes)
}

/// What `eth_feeHistory` gave, the newest block being this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RawFeeHistory {
    #[serde(deserialize_with = "lenient")]
    base_fee_per_gas: Option<Vec<Quantity>>,
    #[serde(deserialize_with = "lenient")]
    gas_used_ratio: Option<Vec<f64>>,
    #[serde(deserialize_with = "lenient")]
    base_fee_per_blob_gas: Option<Vec<Quantity>>,
    #[serde(deserialize_with = "lenient")]
    reward: Option<Vec<Vec<Quantity>>>,
}

/// The percentiles of tips to be asked for.
pub(super) const PERCENTILES: [u8; 2] = [10, 50];

impl RawFeeHistory {
    /// The market after this block; `rule` is taken for the chain's where the blocks prove it.
    pub(super) fn market(&self, height: u64, gas_limit: u64, rule: Option<FeeRule>) -> GasMarket {
        let fees: Vec<u128> = self.base_fee_per_gas.iter().flatten().filter_map(|fee| fee.u128()).collect();
        let used = self.gas_used_ratio.as_deref().unwrap_or_default();
        let tips = |at: usize| match self.reward.as_ref()?.get(at)?.as_slice() {
            [low, half] => Some((low.u128()?, half.u128()?)),
            _ => None,
        };
        let blocks = used.iter().zip(&fees).enumerate().map(|(at, (used, base_fee))| GasBlock {
            base_fee: *base_fee,
            used: *used,
            tips: tips(at).filter(|_| *used > 0.0),
        });
        let blocks: Vec<GasBlock> = blocks.collect();
        let next = |fees: Option<&Vec<Quantity>>| fees.and_then(|fees| fees.get(used.len())?.u128());
        GasMarket {
            height,
            // Chains without a base fee answer with zeros.
            next_base_fee: next(self.base_fee_per_gas.as_ref()).filter(|_| fees.iter().any(|fee| *fee > 0)),
            next_blob_fee: next(self.base_fee_per_blob_gas.as_ref()).filter(|fee| *fee > 0),
            gas_limit,
            rule: rule.filter(|rule| rule.reproduces(&blocks)),
            blocks,
        }
    }
}

/// What `txpool_contentFrom` gave, or one sender's part of `txpool_content`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawPool {
    pending: std::collections::BTreeMap<String, RawTx>,
    queued: std::collections::BTreeMap<String, RawTx>,
}

impl RawPool {
    pub(super) fn into_waiting(self) -> Vec<Signed> {
        self.pending.values().chain(self.queued.values()).filter_map(RawTx::signed).collect()
    }

    /// One sender's part of `txpool_content`.
    pub(super) fn of(content: &RawValue, sender: &Address) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "'de: 'a"))]
        struct Content<'a> {
            #[serde(borrow, default)]
            pending: std::collections::HashMap<String, &'a RawValue>,
            #[serde(borrow, default)]
            queued: std::collections::HashMap<String, &'a RawValue>,
        }
        let content: Content<'_> = serde_json::from_str(content.get()).ok()?;
        let sender = format!("{sender:#x}");
        let of = |part: &std::collections::HashMap<String, &RawValue>| {
            let (_, txs) = part.iter().find(|(key, _)| key.eq_ignore_ascii_case(&sender))?;
            serde_json::from_str(txs.get()).ok()
        };
        Some(Self {
            pending: of(&content.pending).unwrap_or_default(),
            queued: of(&content.queued).unwrap_or_default(),
        })
    }
}

/// How many transactions `txpool_status` counts.
pub(super) fn pool_size(status: &Value) -> Option<u64> {
    let count = |key| serde_json::from_value::<Quantity>(status.get(key)?.clone()).ok()?.u64();
    Some(count("pending")? + count("queued")?)
}

/// What a JSON-RPC error comes to. What a contract wrote decides nothing in it: who gives something back has reverted,
/// whatever it says, and a text alone is kept as such.
pub(super) fn refused(code: i64, message: &str, data: Option<&RawValue>) -> CallError {
    if let Some(data) = data.and_then(error_data).filter(|data| !data.is_empty()) {
        return CallError::Said { refusal: Some(Refusal::Reverted), data };
    }
    let refusal = Refusal::of(code, message);
    // Invalid requests and parameters are those that this node doesn't take, unless it says something else.
    let lacking = refusal.is_none() && matches!(code, -32600 | -32602 | -32004);
    if lacking || refusal == Some(Refusal::NoMethod) {
        return CallError::NoMethod;
    }
    let text = revert_text(message).filter(|_| refusal == Some(Refusal::Reverted));
    CallError::Said { refusal, data: text.map(encoded).unwrap_or_default() }
}

/// A text as the contract gave it back, before the node took it out: `Error(string)`.
fn encoded(text: &str) -> Vec<u8> {
    Revert { reason: text.chars().take(MAX_REASON / 8).collect() }.abi_encode()
}

/// What a contract gave back, in the `data` of an error: bytes, or (older nodes) an object that holds them.
pub(super) fn error_data(data: &RawValue) -> Option<Vec<u8>> {
    let value: Value = serde_json::from_str(data.get()).ok()?;
    let text = match &value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => fields.get("data").or_else(|| fields.get("result"))?.as_str()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    bytes_in(text.strip_prefix("Reverted ").unwrap_or(text))
}

pub(super) fn bytes_in(text: &str) -> Option<Vec<u8>> {
    hex::decode(text.strip_prefix("0x")?).ok()
}

impl Quantity {
    pub(super) fn u64(self) -> Option<u64> {
        self.0.try_into().ok()
    }

    pub(super) fn u128(self) -> Option<u128> {
        self.0.try_into().ok()
    }
}

/// A field that can't be read is unknown.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Option<T>, D::Error> {
    let raw = <&RawValue>::deserialize(input)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Quantity;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number, or a text such as 0x1f")
            }
            fn visit_u64<E>(self, number: u64) -> Result<Quantity, E> {
                Ok(Quantity(U256::from(number)))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Quantity, E> {
                let number = match text.strip_prefix("0x") {
                    Some("") => Ok(U256::ZERO),
                    Some(digits) => U256::from_str_radix(digits, 16),
                    None => U256::from_str_radix(text, 10),
                };
                number.map(Quantity).map_err(|_| E::custom("not a number"))
            }
        }
        input.deserialize_any(Number)
    }
}

/// A text of hexadecimal digits with `0x` in front, of this many bytes.
fn fixed<'de, D: Deserializer<'de>, const N: usize>(input: D) -> Result<[u8; N], D::Error> {
    struct Digits<const N: usize>;
    impl<const N: usize> Visitor<'_> for Digits<N> {
        type Value = [u8; N];
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{N} bytes in hexadecimal digits")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
            let mut bytes = [0; N];
            let digits = text.strip_prefix("0x").unwrap_or(text);
            hex::decode_to_slice(digits, &mut bytes).map_err(|_| E::custom("not hexadecimal"))?;
            Ok(bytes)
        }
    }
    input.deserialize_str(Digits::<N>)
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fixed(input).map(Self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fixed(input).map(|bytes: [u8; 20]| Self(Address::from(bytes)))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        bytes_in(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not hexadecimal"))
    }
}

impl<'de> Deserialize<'de> for TxBrief {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Brief;
        impl<'de> Visitor<'de> for Brief {
            type Value = TxBrief;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a transaction or its hash")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<TxBrief, E> {
                Ok(TxBrief { hash: text.parse::<TxId0x>().ok().map(|id| Hash(id.0)), ..TxBrief::default() })
            }
            fn visit_unit<E>(self) -> Result<TxBrief, E> {
                Ok(TxBrief::default())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TxBrief, A::Error> {
                let mut brief = TxBrief::default();
                while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                    match &*key {
                        "hash" => brief.hash = map.next_value::<Lenient<Hash>>()?.0,
                        "from" => brief.from = map.next_value::<Lenient<Account>>()?.0,
                        "nonce" => brief.nonce = map.next_value::<Lenient<Quantity>>()?.0,
                        "type" => brief.kind = map.next_value::<Lenient<Quantity>>()?.0,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(brief)
            }
        }
        input.deserialize_any(Brief)
    }
}

/// A value that is unknown where it can't be read.
#[derive(Debug)]
struct Lenient<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        lenient(input).map(Self)
    }
}

/// An id with `0x` in front.
struct TxId0x([u8; 32]);

impl std::str::FromStr for TxId0x {
    type Err = crate::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix("0x").unwrap_or(text).parse::<TxId>().map(|id| Self(id.0))
    }
}

/// As JSON-RPC wants it.
pub(super) fn hex_of(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// As JSON-RPC wants it.
pub(super) fn hex_number(number: u64) -> String {
    format!("{number:#x}")
}

/// As JSON-RPC wants it.
pub(super) fn hex_hash(hash: &BlockHash) -> String {
    format!("{:#x}", B256::from(hash.0))
}
