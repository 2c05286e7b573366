//! What a node announces as waiting, though nobody asked: kept for a while, so that somebody who asks later learns since
//! when it waits, or that it was here and what has become of its nonce. Nothing is asked for any of them, and a node that
//! doesn't push, or whose operator doesn't want it, is not followed so.

use std::future::pending;

use alloy_pubsub::RawSubscription;
use jiff::Timestamp;
use serde_json::value::RawValue;
use tokio::sync::broadcast::error::RecvError;

use super::{
    Node,
    wire::{Hash, RawTx},
};
use crate::{TxId, account::Signed};

/// Announced transactions that are kept of a node: half an hour to an hour of Ethereum's, in some 25 MB.
pub(super) const MOST: usize = 50_000;

/// A transaction that was announced.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// When, the first time.
    pub(super) at: Timestamp,
    /// What was signed, where the node announces more than hashes.
    pub(super) signed: Option<Signed>,
}

/// A node's announcements.
pub(super) struct Announcements(Option<RawSubscription>);

impl Announcements {
    /// Whole transactions where the node announces them, else hashes, else nothing.
    pub(super) async fn of(node: &Node) -> Self {
        if !node.follows_pending || !node.rpc.pushes() {
            return Self(None);
        }
        match node.rpc.pending(true).await {
            Ok(whole) => Self(Some(whole)),
            Err(_) => Self(node.rpc.pending(false).await.ok()),
        }
    }

    /// Takes the next one; never returns where there is none.
    pub(super) async fn take(&mut self, node: &Node) {
        let Some(subscription) = &mut self.0 else { return pending().await };
        match subscription.recv().await {
            Ok(announced) => hear(node, &announced, Timestamp::now()),
            // Some were missed: those who ask about them are answered as before.
            Err(RecvError::Lagged(_)) => {}
            // The subscription to blocks ends as well, and its follower with it.
            Err(RecvError::Closed) => self.0 = None,
        }
    }
}

fn hear(node: &Node, announced: &RawValue, at: Timestamp) {
    let Some((id, signed)) = read(announced) else { return };
    let mut heard = node.heard();
    if heard.get(&id).is_none() {
        heard.insert(id, Heard { at, signed });
    }
}

/// A hash or a whole transaction.
fn read(announced: &RawValue) -> Option<(TxId, Option<Signed>)> {
    if let Ok(hash) = serde_json::from_str::<Hash>(announced.get()) {
        return Some((TxId(hash.0), None));
    }
    let signed = serde_json::from_str::<RawTx>(announced.get()).ok()?.signed()?;
    Some((signed.id, Some(signed)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::evm::fake::hash;

    #[test]
    fn hashes_and_whole_transactions_are_heard_and_nothing_else() {
        let read = |value: serde_json::Value| read(&RawValue::from_string(value.to_string()).unwrap());
        let (id, signed) = read(json!(hash(7))).unwrap();
        assert_eq!((id.to_string(), signed), (hash(7)[2..].to_owned(), None));
        let whole = json!({"hash": hash(8), "from": "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "nonce": "0x5",
            "gas": "0x5208", "maxFeePerGas": "0x9", "type": "0x2", "blockHash": null});
        assert_eq!(read(whole).unwrap().1.unwrap().nonce, 5);
        for odd in [json!(null), json!("0x12"), json!({"hash": hash(9)}), json!([hash(9)]), json!(7)] {
            assert!(read(odd).is_none());
        }
    }

    #[test]
    fn what_is_kept_of_one_is_small() {
        assert!(size_of::<(TxId, Heard)>() + size_of::<TxId>() <= 400, "{}", size_of::<Heard>());
    }
}
