//! What waits, where a node shows it.

use std::collections::{BTreeMap, HashMap};

use alloy_primitives::Address;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use super::{Quantity, RawTx};
use crate::account::Signed;

/// What `txpool_contentFrom` gave, or one sender's part of `txpool_content`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::evm) struct RawPool {
    pending: BTreeMap<String, RawTx>,
    queued: BTreeMap<String, RawTx>,
}

impl RawPool {
    pub(in crate::evm) fn into_waiting(self) -> Vec<Signed> {
        self.pending.values().chain(self.queued.values()).filter_map(RawTx::signed).collect()
    }

    /// One sender's part of `txpool_content`.
    pub(in crate::evm) fn of(content: &RawValue, sender: &Address) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "'de: 'a"))]
        struct Content<'a> {
            #[serde(borrow, default)]
            pending: HashMap<String, &'a RawValue>,
            #[serde(borrow, default)]
            queued: HashMap<String, &'a RawValue>,
        }
        let content: Content<'_> = serde_json::from_str(content.get()).ok()?;
        let sender = format!("{sender:#x}");
        let of = |part: &HashMap<String, &RawValue>| {
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
pub(in crate::evm) fn pool_size(status: &Value) -> Option<u64> {
    let count = |key| serde_json::from_value::<Quantity>(status.get(key)?.clone()).ok()?.u64();
    Some(count("pending")?.saturating_add(count("queued")?))
}
