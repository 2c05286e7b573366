//! One network's past: a sample every other second goes into its history and before the rules for incidents, and what
//! comes of that into the store. Everything that is shown is held in memory, so that no reader waits for the disk.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use super::watched::Watched;
use crate::{
    history::{History, Mark, Replaced, Sample},
    incidents::{Event, Incidents, Judge, Profile},
    store::{self, Journal},
    tasks::{Backoff, Tasks},
};

/// One network's past.
pub(super) struct Recorded {
    pub(super) watched: Arc<Watched>,
    journal: Journal,
    record: RwLock<Record>,
}

struct Record {
    history: History,
    incidents: Incidents,
    judge: Judge,
    usual_fee: Option<f64>,
    /// Events up to this number are in `incidents`.
    read_to: i64,
    thinned: Timestamp,
}

/// What is to be stored.
#[derive(Default)]
struct News {
    finished: Option<Mark>,
    replaced: Vec<Replaced>,
    events: Vec<Event>,
}

/// Incidents open and close within seconds, and a minute is made of thirty of these.
const LOOK_EVERY: Backoff = Backoff { first: Duration::from_secs(2), most: Duration::from_secs(2) };
const FAILED: Backoff = Backoff { first: Duration::from_secs(5), most: Duration::from_secs(60) };
const THIN_EVERY: SignedDuration = SignedDuration::from_mins(30);

impl Recorded {
    /// What the store remembers of a network.
    pub(super) async fn restore(
        watched: Arc<Watched>,
        profile: Profile,
        journal: Journal,
    ) -> Result<Self, store::Error> {
        let history = History::restore(journal.history(watched.name()).await?);
        let record = Record {
            usual_fee: history.usual_fee(watched.now()),
            history,
            incidents: Incidents::default(),
            judge: Judge::new(profile),
            read_to: 0,
            thinned: Timestamp::MIN,
        };
        let recorded = Self { watched, journal, record: RwLock::new(record) };
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
        tell(&record.history, &record.incidents)
    }

    /// Adds to what happened to an incident.
    pub(super) async fn add(&self, event: Event) -> Result<(), store::Error> {
        self.journal.add(self.watched.name(), &[event]).await?;
        self.catch_up().await
    }

    async fn look(&self) -> Result<(), store::Error> {
        // Another process may have added a note.
        self.catch_up().await?;
        let sample = self.watched.sample();
        let chain = self.watched.name();
        let news = self.write(|record| record.take(chain, &sample));
        if let Some(mark) = news.finished {
            self.journal.remember(chain, &[mark]).await?;
        }
        if !news.replaced.is_empty() {
            self.journal.replace(chain, &news.replaced).await?;
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
        let read_to = self.write(|record| record.read_to);
        let events = self.journal.incidents(self.watched.name(), read_to).await?;
        self.write(|record| {
            for (number, event) in events {
                // Somebody else may have caught up meanwhile.
                if number > record.read_to {
                    record.read_to = number;
                    record.incidents.apply(self.watched.name(), event);
                }
            }
        });
        Ok(())
    }

    fn write<T>(&self, change: impl FnOnce(&mut Record) -> T) -> T {
        change(&mut self.record.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Record {
    fn take(&mut self, chain: &str, sample: &Sample) -> News {
        let finished = self.history.take(sample);
        if finished.is_some() {
            self.usual_fee = self.history.usual_fee(sample.at);
        }
        let events = self.judge.judge(chain, sample, self.usual_fee, &self.incidents);
        let mut replaced = Vec::new();
        if sample.at.duration_since(self.thinned) >= THIN_EVERY {
            self.thinned = sample.at;
            replaced = self.history.thin(sample.at);
        }
        News { finished, replaced, events }
    }
}
