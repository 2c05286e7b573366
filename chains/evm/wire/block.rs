//! Blocks, with their transactions as far as the index wants them.

use std::fmt;

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};

use super::{Account, Bytes, Hash, Lenient, Quantity, lenient, tx::is_protocols};
use crate::{Block, BlockHash, BlockRef, BlockTx, Claim, TxId, evm::fees::FeeRule};

/// A block with its transactions, whole or by hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::evm) struct RawBlock {
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

impl RawBlock {
    /// Where it stands; `None` for a block that is still being made, or that lacks what makes it one.
    pub(in crate::evm) fn place(&self) -> Option<BlockRef> {
        let time = Timestamp::from_second(i64::try_from(self.timestamp?.u64()?).ok()?).ok()?;
        Some(BlockRef { hash: BlockHash(self.hash?.0), height: self.number?.u64()?, time })
    }

    pub(in crate::evm) fn parent(&self) -> Option<BlockHash> {
        self.parent_hash.map(|hash| BlockHash(hash.0))
    }

    pub(in crate::evm) fn gas_limit(&self) -> Option<u64> {
        self.gas_limit?.u64()
    }

    /// How the base fee moves: as the header says, where it does. To be checked against what it did.
    pub(in crate::evm) fn fee_rule(&self) -> FeeRule {
        let extra = self.extra_data.as_ref().map(|extra| extra.0.as_slice()).unwrap_or_default();
        FeeRule::from_extra_data(extra).unwrap_or(FeeRule::ETHEREUM)
    }

    /// As the index wants it. A transaction whose hash can't be read is left out: it can't be asked for either.
    pub(in crate::evm) fn into_block(self) -> Option<Block> {
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

impl<'de> Deserialize<'de> for TxBrief {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Brief;
        impl<'de> Visitor<'de> for Brief {
            type Value = TxBrief;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a transaction or its hash")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<TxBrief, E> {
                Ok(TxBrief { hash: Hash::read(text), ..TxBrief::default() })
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
