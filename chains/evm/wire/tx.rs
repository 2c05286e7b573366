//! Transactions, waiting or in a block.

use alloy_primitives::{Address, U256, keccak256};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::{Account, Bytes, Hash, Quantity, lenient};
use crate::{
    BlockHash, TxId,
    account::{Blobs, Input, Signed, TokenCall, first_eight},
};

/// A transaction, waiting or in a block.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::evm) struct RawTx {
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
    fee_currency: Option<Account>,
    #[serde(deserialize_with = "lenient")]
    input: Option<Bytes>,
    #[serde(deserialize_with = "lenient")]
    data: Option<Bytes>,
    #[serde(deserialize_with = "lenient")]
    block_hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    block_number: Option<Quantity>,
}

impl RawTx {
    /// What was signed; `None` where even sender, nonce or hash is unknown.
    pub(in crate::evm) fn signed(&self) -> Option<Signed> {
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
            fee_in_other: self.fee_currency.is_some() || self.kind.and_then(Quantity::u64) == Some(SPONSORED),
        })
    }

    /// The block that it is in, by hash and height.
    pub(in crate::evm) fn block(&self) -> Option<(BlockHash, u64)> {
        Some((BlockHash(self.block_hash?.0), self.block_number?.u64()?))
    }

    /// What it was called with, for trying it again.
    pub(in crate::evm) fn call(&self) -> Value {
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

/// zkSync's own type, for which somebody else may pay, in a token as well; nodes don't tell. (On Celo `feeCurrency` tells.)
const SPONSORED: u64 = 0x71;

/// Types that a chain makes by itself: deposits of the OP stack and Scroll (0x7e), Arbitrum's own (0x64 to 0x6a), and what
/// comes from layer 1 on zkSync Era (0xfe, 0xff).
pub(super) fn is_protocols(kind: Option<Quantity>) -> bool {
    matches!(kind.and_then(Quantity::u64), Some(0x64..=0x6a | 0x7e | 0xfe | 0xff))
}

/// Whether it is a deposit from layer 1.
pub(in crate::evm) fn is_deposit(tx: &RawTx) -> bool {
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
    Some(TokenCall { to: Address::from_slice(words.get(12..32)?), amount: U256::from_be_slice(words.get(32..64)?) })
}
