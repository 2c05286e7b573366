//! What EVM nodes write, read leniently: a field that is missing or odd makes that field unknown, never the whole
//! unreadable, as every layer 2 has fields and transaction types of its own. Node JSON is read here and, of receipts and
//! traces, in `outcome`; none of it leaves this folder.

use std::fmt;

use alloy_primitives::{Address, B256, U256};
use serde::{Deserialize, Deserializer, de::Visitor};
use serde_json::value::RawValue;

use crate::{BlockHash, TxId};

mod block;
mod error;
mod market;
mod pool;
mod tx;

pub(super) use block::RawBlock;
pub(super) use error::refused;
pub(super) use market::{PERCENTILES, RawFeeHistory};
pub(super) use pool::{RawPool, pool_size};
pub(super) use tx::{RawTx, is_deposit};

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

impl Hash {
    fn read(text: &str) -> Option<Self> {
        text.strip_prefix("0x").unwrap_or(text).parse::<TxId>().ok().map(|id| Self(id.0))
    }
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
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

/// A value that is unknown where it can't be read.
#[derive(Debug)]
struct Lenient<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        lenient(input).map(Self)
    }
}

fn bytes_in(text: &str) -> Option<Vec<u8>> {
    hex::decode(text.strip_prefix("0x")?).ok()
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
