//! Questions about what was: a network's history, its incidents, and an operator's word on one of them.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Networks, Recorded, UnknownChain};
use crate::{
    answer::{HistoryReport, IncidentReport, fee_unit},
    explain::Lang,
    history::{Bucket, Day, History, Window, days, series, stretch},
    incidents::{self, Event, Incident, Incidents, What},
    store,
};

/// A network's past, as pages and feeds want it.
#[derive(Clone, Debug)]
pub struct PastOf {
    /// The network.
    pub chain: Arc<str>,
    /// The unit of its fee rates.
    pub unit: &'static str,
    /// The moment that this speaks of.
    pub now: Timestamp,
    /// From when on anything is remembered.
    pub began: Timestamp,
    /// A window in some ninety buckets, for a picture.
    pub buckets: Vec<Bucket>,
    /// The same in some twenty, for a table.
    pub rows: Vec<Bucket>,
    /// The last ninety days.
    pub days: Vec<Day>,
    /// Incidents that are open, or were at any time in those days; newest first.
    pub incidents: Vec<Incident>,
}

/// Why a note was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// There is no incident of this id.
    #[error("there is no such incident")]
    NoSuchIncident,
    /// The note is empty or too long.
    #[error("{0}")]
    Unfit(&'static str),
    /// It can't be stored.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Networks {
    /// How one network was in the last while.
    pub fn history(&self, chain: &str, window: Window) -> Result<HistoryReport, UnknownChain> {
        let place = self.candidates(Some(chain))?.start;
        let watched = &self.all[place];
        let (network, _) = watched.read().surroundings(watched.now());
        let now = watched.now();
        let (as_of, buckets) = match self.recorded.get(place) {
            Some(recorded) => recorded.read(|history, _| (history.as_of(), series(history.marks(), window, now))),
            None => (None, series([].iter(), window, now)),
        };
        Ok(HistoryReport::new(&network, window, as_of, &buckets))
    }

    /// Incidents of one network or of all that were open within a window, newest first.
    pub fn incidents(
        &self,
        chain: Option<&str>,
        window: Window,
        lang: Lang,
    ) -> Result<Vec<IncidentReport>, UnknownChain> {
        let places = self.candidates(chain)?;
        let mut found: Vec<IncidentReport> = Vec::new();
        for recorded in self.recorded.get(places).unwrap_or_default() {
            let now = recorded.watched.now();
            found.extend(recorded.recent(window, now).iter().map(|incident| IncidentReport::new(incident, lang)));
        }
        found.sort_by_key(|incident| std::cmp::Reverse(incident.opened.0));
        Ok(found)
    }

    /// The past of every network, in the order of the configuration.
    pub fn past(&self, window: Window) -> Vec<PastOf> {
        self.recorded.iter().map(|recorded| recorded.past(window)).collect()
    }

    /// Adds the operator's word to an incident.
    pub async fn annotate(&self, id: &str, text: &str) -> Result<(), NoteError> {
        let text = incidents::note(text).map_err(NoteError::Unfit)?;
        let holds = |_: &History, incidents: &Incidents| incidents.all().iter().any(|incident| &*incident.id == id);
        let recorded = self.recorded.iter().find(|recorded| recorded.read(holds));
        let recorded = recorded.ok_or(NoteError::NoSuchIncident)?;
        let at = recorded.watched.now();
        Ok(recorded.add(Event { incident: id.into(), at, what: What::Noted(text) }).await?)
    }
}

impl Recorded {
    fn past(&self, window: Window) -> PastOf {
        let now = self.watched.now();
        let (network, _) = self.watched.read().surroundings(now);
        let (picture, table) = grain(window);
        let incidents = self.recent(Window::Quarter, now);
        self.read(|history, all| PastOf {
            chain: self.watched.name().clone(),
            unit: fee_unit(network.kind),
            now,
            began: history.marks().next().map_or(network.watching_since, |mark| mark.from),
            days: days(history.marks(), all.all(), now),
            buckets: stretch(history.marks(), picture.0, picture.1, now),
            rows: stretch(history.marks(), table.0, table.1, now),
            incidents,
        })
    }

    /// Newest first.
    fn recent(&self, window: Window, now: Timestamp) -> Vec<Incident> {
        let since = now.as_second() - window.seconds();
        self.incidents(|incident| incident.closed.is_none_or(|closed| closed.as_second() >= since))
    }
}

/// Seconds in a bucket and how many there are, for a picture and for a table.
fn grain(window: Window) -> ((i64, usize), (i64, usize)) {
    match window {
        Window::Day => ((900, 96), (3_600, 24)),
        Window::Week => ((7_200, 84), (21_600, 28)),
        Window::Quarter => ((86_400, 90), (432_000, 18)),
    }
}
