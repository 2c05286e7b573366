//! One network's past in one piece: each sample goes into the history and before the rules, and what is to be stored
//! comes out. Pure; the service and the demo's made-up past go the same way.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{History, Mark, Replaced, Sample};
use crate::{
    incidents::{Event, Incident, Incidents, Judge},
    pace::Profile,
};

/// One network's past.
#[derive(Clone, Debug)]
pub struct Record {
    chain: Arc<str>,
    history: History,
    incidents: Incidents,
    judge: Judge,
    usual_fee: Option<f64>,
    thinned: Timestamp,
}

/// What is to be stored.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// A minute that is over.
    pub finished: Option<Mark>,
    /// What happens to incidents: not applied yet, as the store comes first.
    pub events: Vec<Event>,
}

const THIN_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// The usual fee, a day's median, changes slowly.
const RECKON_EVERY_S: i64 = 3_600;

impl Record {
    /// What the store remembers; incidents are told by their events.
    pub fn restore(chain: Arc<str>, profile: Profile, marks: Vec<Mark>, now: Timestamp) -> Self {
        let history = History::restore(marks);
        let usual_fee = history.usual_fee(now);
        let (incidents, judge) = (Incidents::default(), Judge::new(profile));
        Self { chain, history, incidents, judge, usual_fee, thinned: Timestamp::MIN }
    }

    /// Takes the next sample.
    pub fn take(&mut self, sample: &Sample) -> News {
        let finished = self.history.take(sample);
        if finished.is_some_and(|mark| mark.to().as_second() % RECKON_EVERY_S == 0) {
            self.usual_fee = self.history.usual_fee(sample.at);
        }
        let events = self.judge.judge(&self.chain, sample, self.usual_fee, &self.incidents);
        News { finished, events }
    }

    /// Thins what has grown old, once in a while; what took the place of what, for the store.
    pub fn thin(&mut self, now: Timestamp) -> Vec<Replaced> {
        if now.duration_since(self.thinned) < THIN_EVERY {
            return Vec::new();
        }
        self.thinned = now;
        self.history.thin(now)
    }

    /// Takes what the store has of an incident.
    pub fn apply(&mut self, event: Event) {
        self.incidents.apply(&self.chain, event);
    }

    /// How the network was.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// An incident as it is by a sample of this moment.
    pub fn at_present(&self, incident: Incident, sample: &Sample) -> Incident {
        let open = incident.closed.is_none();
        let current = open.then(|| self.judge.current(incident.kind, sample, self.usual_fee)).flatten();
        Incident { current, ..incident }
    }

    /// What happened to it.
    pub fn incidents(&self) -> &Incidents {
        &self.incidents
    }
}
