//! The mempool's transactions: fetches entries and raw transactions in batches, tells them, and tells again those
//! whose chunk or broadcast state may have changed since. Keeps no mempool of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;

use super::{
    Node,
    rpc::{Call, Pace},
    watch::Watch,
    wire::{self, Cluster, Entry},
    zmq::Change,
};
use crate::{Event, NodeError, Pending, TxId};

/// Entries in one batch.
const ENTRIES_AT_ONCE: usize = 500;
/// Virtual bytes of raw transactions in one batch: at most 16 MB of hexadecimal digits, however large the
/// transactions that somebody sends.
const VBYTES_AT_ONCE: u64 = 2_000_000;
/// Batches at once; a second one keeps the node busy while the first is read.
const LANES: usize = 2;
/// Transactions whose first relay is waited for; a node that serves a wallet has a few.
const UNBROADCAST_AT_MOST: usize = 1_000;
/// Core's limit of a cluster is 64 transactions, so these are some of the clusters that one batch of arrivals touches.
const KIN_AT_MOST: usize = 640;

/// A transaction with what following needs to know besides.
pub(super) struct Fetched {
    pub pending: Pending,
    in_cluster: bool,
}

impl Watch<'_> {
    /// Fetches and tells these, as far as they are still there.
    pub async fn tell_entries(&self, ids: Vec<TxId>) -> Result<(), NodeError> {
        let batches: Vec<_> = ids.chunks(ENTRIES_AT_ONCE).map(|ids| self.node.entries(ids.to_vec())).collect();
        let mut batches = std::pin::pin!(stream::iter(batches).buffered(LANES));
        while let Some(fetched) = batches.try_next().await? {
            self.note_unbroadcast(&fetched);
            self.tell(fetched.into_iter().map(entered).collect()).await;
        }
        Ok(())
    }

    /// Tells a run of changes in its order, fetching all that came in one go.
    pub async fn tell_changes(&self, run: &mut Vec<Change>) -> Result<(), NodeError> {
        let run = std::mem::take(run);
        for some in run.chunks(ENTRIES_AT_ONCE) {
            let came: BTreeSet<_> = some.iter().filter_map(Change::came).collect();
            let fetched = self.node.entries(came.into_iter().collect()).await?;
            self.note_unbroadcast(&fetched);
            let joined = fetched.iter().filter(|one| one.in_cluster).map(|one| one.pending.id).collect();
            let mut by_id: HashMap<_, _> = fetched.into_iter().map(|one| (one.pending.id, one)).collect();
            let event = |change: &Change| match change {
                Change::Added(id, _) => by_id.remove(id).map(entered),
                Change::Removed(id, _) => Some(Event::Left(*id)),
                Change::Connected(_) | Change::Disconnected(_) => None,
            };
            self.tell(some.iter().filter_map(event).collect()).await;
            self.tell_kin(joined).await?;
        }
        Ok(())
    }

    /// Asks again for those that no peer had asked for.
    pub async fn tell_unbroadcast(&self) -> Result<(), NodeError> {
        let waited_for = self.node.unbroadcast();
        let fetched = self.node.entries(waited_for.iter().copied().collect()).await?;
        self.node.forget_unbroadcast(&waited_for);
        self.note_unbroadcast(&fetched);
        let flipped = fetched.into_iter().filter(|one| !one.pending.unbroadcast);
        self.tell(flipped.map(entered).collect()).await;
        Ok(())
    }

    /// Where the node tells chunks, an arrival changes those of the others in its cluster.
    async fn tell_kin(&self, joined: Vec<TxId>) -> Result<(), NodeError> {
        if joined.is_empty() {
            return Ok(());
        }
        let call = |id: &TxId| Call::new("getmempoolcluster", json!([id.to_string()]));
        let read = |answers: Vec<_>| Ok(answers.into_iter().filter_map(wire::lenient::<Cluster>).collect());
        let calls = joined.iter().map(call).collect();
        let clusters: Vec<Cluster> = self.node.rpc.batch("getmempoolcluster", calls, Pace::Poll, read).await?;
        let kin: BTreeSet<_> = clusters.into_iter().flat_map(Cluster::ids).collect();
        self.tell_entries(kin.into_iter().take(KIN_AT_MOST).collect()).await
    }

    fn note_unbroadcast(&self, fetched: &[Fetched]) {
        let waiting = fetched.iter().filter(|one| one.pending.unbroadcast);
        self.node.remember_unbroadcast(waiting.map(|one| one.pending.id), UNBROADCAST_AT_MOST);
    }
}

fn entered(fetched: Fetched) -> Event {
    Event::Entered(Box::new(fetched.pending))
}

impl Change {
    fn came(&self) -> Option<TxId> {
        match self {
            Self::Added(id, _) => Some(*id),
            Self::Removed(..) | Self::Connected(_) | Self::Disconnected(_) => None,
        }
    }
}

impl Node {
    /// The mempool's entries of these ids with the transactions, without those that are no longer there.
    /// Two steps: the entries tell how large the transactions are that the second asks for.
    pub async fn entries(&self, ids: Vec<TxId>) -> Result<Vec<Fetched>, NodeError> {
        let calls = ids.iter().map(|id| Call::new("getmempoolentry", json!([id.to_string()]))).collect();
        let read = move |answers: Vec<_>| {
            let entries = ids.into_iter().zip(answers).map(|(id, answer)| Ok(wire::optional(answer)?.map(|e| (id, e))));
            entries.filter_map(Result::transpose).collect()
        };
        let entries: Vec<(TxId, Entry)> = self.rpc.batch("getmempoolentry", calls, Pace::Bulk, read).await?;
        let mut fetched = Vec::with_capacity(entries.len());
        for some in by_size(entries)?.into_values() {
            fetched.extend(self.with_raw(some).await?);
        }
        Ok(fetched)
    }

    async fn with_raw(&self, entries: Vec<(TxId, Entry)>) -> Result<Vec<Fetched>, NodeError> {
        let calls = entries.iter().map(|(id, _)| Call::new("getrawtransaction", json!([id.to_string(), 0]))).collect();
        let read = move |answers: Vec<_>| {
            let one = |((id, entry), answer): ((TxId, Entry), _)| {
                let Some(raw) = wire::optional::<String>(answer)? else { return Ok(None) };
                Ok(Some(Fetched { pending: entry.pending(id, &raw)?, in_cluster: entry.has_parents_in_chunks() }))
            };
            entries.into_iter().zip(answers).map(one).filter_map(Result::transpose).collect()
        };
        self.rpc.batch("getrawtransaction", calls, Pace::Bulk, read).await
    }
}

/// Groups whose transactions are not too large together, in order.
fn by_size(entries: Vec<(TxId, Entry)>) -> Result<BTreeMap<u64, Vec<(TxId, Entry)>>, NodeError> {
    let mut groups: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    let mut before = 0;
    for (id, entry) in entries {
        before += u64::from(entry.vsize()?);
        groups.entry(before / VBYTES_AT_ONCE).or_default().push((id, entry));
    }
    Ok(groups)
}
