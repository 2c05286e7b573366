//! One network's past: a sample every other second goes into its history and before the rules for incidents, and what
//! comes of that into the store. Everything that is shown is held in memory, so that no reader waits for the disk.

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use super::watched::Watched;
use crate::{
    history::{History, Record},
    incidents::{Event, Incident, Incidents},
    pace::Profile,
    store::{self, Journal},
    tasks::{Backoff, Tasks},
};

/// One network's past.
pub(super) struct Recorded {
    pub(super) watched: Arc<Watched>,
    journal: Journal,
    record: RwLock<Record>,
    /// Events up to this number are in the record.
    read_to: AtomicI64,
}

/// Incidents open and close within seconds, and a minute is made of thirty of these.
const LOOK_EVERY: Backoff = Backoff { first: Duration::from_secs(2), most: Duration::from_secs(2) };
/// A sample speaks for no longer than a minute.
const FAILED: Backoff = Backoff { first: Duration::from_secs(5), most: Duration::from_secs(20) };

impl Recorded {
    /// What the store remembers of a network.
    pub(super) async fn restore(
        watched: Arc<Watched>,
        profile: Profile,
        journal: Journal,
    ) -> Result<Self, store::Error> {
        let marks = journal.history(watched.name()).await?;
        let record = RwLock::new(Record::restore(watched.name().clone(), profile, marks, watched.now()));
        let recorded = Self { watched, journal, record, read_to: AtomicI64::new(0) };
        recorded.catch_up().await?;
        Ok(recorded)
    }

    /// Looks at the network from now on.
    pub(super) fn start(self: Arc<Self>, tasks: &Tasks) {
        tasks.keep(format!("{} history", self.watched.name()), move || {
            let recorded = self.clone();
            async move {
                match recorded.look().await {
                    Ok(()) => LOOK_EVERY,
                    Err(error) => {
                        tracing::warn!(chain = %recorded.watched.name(), %error, "could not store how the network is");
                        FAILED
                    }
                }
            }
        });
    }

    /// What was and is, under one lock.
    pub(super) fn read<T>(&self, tell: impl FnOnce(&History, &Incidents) -> T) -> T {
        let record = self.record.read().unwrap_or_else(PoisonError::into_inner);
        tell(record.history(), record.incidents())
    }

    /// Those incidents; open ones as they are at this moment.
    pub(super) fn incidents(&self, choose: impl FnOnce(&Incidents) -> Vec<Incident>) -> Vec<Incident> {
        let found = self.read(|_, all| choose(all));
        // Nobody looks at a network for what is over.
        if found.iter().all(|incident| incident.closed.is_some()) {
            return found;
        }
        let sample = self.watched.sample();
        let record = self.record.read().unwrap_or_else(PoisonError::into_inner);
        found.into_iter().map(|incident| record.at_present(incident, &sample)).collect()
    }

    /// Adds to what happened to an incident.
    pub(super) async fn add(&self, event: Event) -> Result<(), store::Error> {
        self.journal.add(self.watched.name(), &[event]).await?;
        self.catch_up().await
    }

    async fn look(&self) -> Result<(), store::Error> {
        let sample = self.watched.sample();
        // Another process may have added a note.
        let caught_up = self.catch_up().await;
        let chain = self.watched.name();
        let news = self.write(|record| record.take(&sample));
        if let Some(mark) = news.finished {
            self.journal.remember(chain, &[mark]).await?;
        }
        // A store that doesn't tell holds no sample up, but what happens now may be in it already.
        caught_up?;
        let replaced = self.write(|record| record.thin(sample.at));
        if !replaced.is_empty() {
            self.journal.replace(chain, &replaced).await?;
        }
        if news.events.is_empty() {
            return Ok(());
        }
        for event in &news.events {
            tracing::info!(incident = %event.incident, what = event.what.code(), "an incident of a network");
        }
        self.journal.add(chain, &news.events).await?;
        self.catch_up().await
    }

    /// Takes the events that are new in the store: the only way in for them, whoever added them.
    async fn catch_up(&self) -> Result<(), store::Error> {
        let read_to = self.read_to.load(Ordering::SeqCst);
        let events = self.journal.incidents(self.watched.name(), read_to).await?;
        self.write(|record| {
            for (number, event) in events {
                // Somebody else may have caught up meanwhile.
                if self.read_to.fetch_max(number, Ordering::SeqCst) < number
                    && let Some(event) = event
                {
                    record.apply(event);
                }
            }
        });
        Ok(())
    }

    fn write<T>(&self, change: impl FnOnce(&mut Record) -> T) -> T {
        change(&mut self.record.write().unwrap_or_else(PoisonError::into_inner))
    }
}
