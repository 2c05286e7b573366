//! What one node is and can't do, found by asking it: methods by calling them, versions only where nothing shows
//! otherwise. Changes nothing on the node.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio::{net::TcpStream, time::timeout};

use super::{
    Node,
    rpc::{Answer, Call, Pace},
    wire::{self, Notifier, Poll},
};
use crate::{Feed, Lack, NodeError, NodeReport, NodeStatus, TxIndex};

/// The oldest version that the project is tested against.
const OLDEST: u32 = 250_000;
/// The first one whose mempool entries tell chunks; an empty mempool can't show it.
const CHUNKS_SINCE: u32 = 310_000;
const CONNECT_LIMIT: Duration = Duration::from_secs(3);

impl Node {
    /// Never fails: why it couldn't be asked is part of the report.
    pub async fn report(&self, name: Arc<str>) -> NodeReport {
        let work = async {
            let poll = self.poll(Pace::Poll).await?;
            let feed = self.feed().await?;
            let status = poll.status(feed, self.expiry_hours);
            let mut lacks = lacks_of(&status, &poll);
            if !self.has_method("getorphantxs").await? {
                lacks.push(Lack::NoOrphans);
            }
            if !self.has_method("gettxspendingprevout").await? {
                lacks.push(Lack::NoSpendingPrevout);
            }
            Ok((Box::new(status), lacks))
        };
        match work.await {
            Ok((status, lacks)) => NodeReport { name, status: Ok(status), lacks },
            Err(error) => NodeReport { name, status: Err(error), lacks: Vec::new() },
        }
    }

    async fn feed(&self) -> Result<Feed, NodeError> {
        let Some(address) = &self.zmq else { return Ok(Feed::Poll) };
        let read = |answer| Ok(wire::lenient::<Vec<Notifier>>(answer).unwrap_or_default());
        let call = Call::new("getzmqnotifications", json!([]));
        let notifiers = self.rpc.call(call, Pace::Poll, read).await?;
        let published = notifiers.iter().any(Notifier::is_sequence);
        Ok(if published && is_open(address).await { Feed::Push } else { Feed::PushLost })
    }

    /// Called without what it needs, so that a node that has it only complains of that.
    async fn has_method(&self, method: &'static str) -> Result<bool, NodeError> {
        let read = |answer: Answer| Ok(!answer.is_err_and(|declined| declined.is_no_such_method()));
        self.rpc.call(Call::new(method, json!([[]])), Pace::Poll, read).await
    }
}

fn lacks_of(status: &NodeStatus, poll: &Poll) -> Vec<Lack> {
    let index = match status.tx_index {
        TxIndex::No => Some(Lack::NoTxIndex),
        TxIndex::Building => Some(Lack::TxIndexBuilding),
        TxIndex::Yes => None,
    };
    let feed = match status.feed {
        Feed::Push => None,
        Feed::Poll => Some(Lack::NoPush),
        Feed::PushLost => Some(Lack::PushSilent),
    };
    let others = [
        (poll.net.version < OLDEST, Lack::OldVersion),
        (status.syncing, Lack::Syncing),
        (status.peers == 0, Lack::NoPeers),
        (status.pruned, Lack::Pruned),
        (poll.net.version < CHUNKS_SINCE, Lack::NoChunkRates),
    ];
    let others = others.into_iter().filter_map(|(holds, lack)| holds.then_some(lack));
    others.chain(index).chain(feed).collect()
}

async fn is_open(address: &str) -> bool {
    let host = address.strip_prefix("tcp://").unwrap_or(address);
    matches!(timeout(CONNECT_LIMIT, TcpStream::connect(host)).await, Ok(Ok(_)))
}
