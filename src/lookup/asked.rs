//! What nodes and the journal said about transactions that the index doesn't know: asked once however many want to
//! know at the same time, and kept as long as it can be expected to hold.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use chains::{Claim, Event, Found, Observation, TxId};
use moka::{Expiry, future::Cache};

use crate::index::{Leaving, Record};

/// What was found out about one transaction.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What nodes said.
    pub(super) observations: Vec<Observation>,
    /// What the journal says of it and of those that took its place, in order.
    pub(super) past: Vec<(Record, Leaving)>,
}

/// The results, by transaction.
pub(super) struct Answers(Cache<Subject, Arc<Asked>>);

/// Who tells what a transaction would consume learns more than who doesn't.
type Subject = (TxId, Option<Claim>);

/// One deep in the chain stays there; its depth is counted from the tip each time.
const DEEP: Duration = Duration::from_secs(600);
/// A block that may still be dropped; the adapter tells of that, too.
const SHALLOW: Duration = Duration::from_secs(10);
/// A transaction that nobody knows may be sent at any moment.
const UNKNOWN: Duration = Duration::from_secs(3);
/// Blocks below so many others have never been dropped on Bitcoin.
const DEEP_CONFIRMATIONS: u64 = 12;
/// Results kept.
const MOST: u64 = 20_000;

impl Answers {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(MOST).expire_after(ByContent).build())
    }

    /// The result kept, or that of `ask`, which runs once for all who wait for it. Also whether it was at hand.
    pub(super) async fn get(
        &self,
        id: TxId,
        claim: Option<Claim>,
        ask: impl Future<Output = Asked>,
    ) -> (Arc<Asked>, bool) {
        let subject = (id, claim);
        let entry = self.0.entry(subject).or_insert_with(async { Arc::new(ask.await) }).await;
        let at_hand = !entry.is_fresh();
        let asked = entry.into_value();
        if asked.kept() == Duration::ZERO {
            self.0.invalidate(&subject).await;
        }
        (asked, at_hand)
    }

    pub(super) async fn drop(&self, id: &TxId) {
        self.0.invalidate(&(*id, None)).await;
    }

    pub(super) fn drop_all(&self) {
        self.0.invalidate_all();
    }
}

impl Asked {
    /// This, and what was found out about another transaction.
    pub(super) fn with(&self, more: &Self) -> Self {
        let observations = [&*self.observations, &*more.observations].concat();
        Self { observations, past: [&*self.past, &*more.past].concat() }
    }

    /// As long as the shortest-lived of what the nodes said.
    fn kept(&self) -> Duration {
        let said = self.observations.iter().filter_map(|observation| match &observation.event {
            Event::Asked(asked) => Some(kept(&asked.answer)),
            Event::Node(_)
            | Event::Entered(_)
            | Event::Mempool(_)
            | Event::Left(_)
            | Event::Block(_)
            | Event::Dropped(_)
            | Event::Tip(_)
            | Event::Market(_)
            | Event::Final(_) => None,
        });
        let (least, most) = said.fold((None, Duration::ZERO), |(least, most), kept| {
            (Some(least.map_or(kept, |least: Duration| least.min(kept))), most.max(kept))
        });
        // A node without an index of transactions says "absent" of one that another node finds in an old block.
        if most >= SHALLOW { most } else { least.unwrap_or(Duration::ZERO) }
    }
}

fn kept(found: &Found) -> Duration {
    match found {
        Found::InBlock { confirmations, .. } if *confirmations >= DEEP_CONFIRMATIONS => DEEP,
        Found::IsBlock(_) => DEEP,
        Found::InBlock { .. } => SHALLOW,
        Found::Waiting(_) | Found::Pooled => Duration::from_secs(1),
        Found::Orphan { .. } | Found::Absent => UNKNOWN,
        Found::Failed(_) => Duration::ZERO,
    }
}

struct ByContent;

impl Expiry<Subject, Arc<Asked>> for ByContent {
    fn expire_after_create(&self, _: &Subject, asked: &Arc<Asked>, _: Instant) -> Option<Duration> {
        Some(asked.kept())
    }
}
