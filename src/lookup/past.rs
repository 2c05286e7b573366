//! Questions about what was: a network's history, its incidents, and an operator's word on one of them.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Networks, Recorded, UnknownChain};
use crate::{
    answer::{HistoryReport, IncidentReport},
    explain::Lang,
    history::{Day, History, Window, days, series},
    incidents::{self, Event, Incident, Incidents, What},
    store,
};

/// A network's past, as pages and feeds want it.
#[derive(Clone, Debug)]
pub struct PastOf {
    /// The network.
    pub chain: Arc<str>,
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
    pub fn past(&self) -> Vec<PastOf> {
        self.recorded.iter().map(|recorded| recorded.past()).collect()
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
    fn past(&self) -> PastOf {
        let now = self.watched.now();
        let days = self.read(|history, incidents| days(history.marks(), incidents.all(), now));
        PastOf { chain: self.watched.name().clone(), days, incidents: self.recent(Window::Quarter, now) }
    }

    /// Newest first.
    fn recent(&self, window: Window, now: Timestamp) -> Vec<Incident> {
        let since = now.as_second() - window.seconds();
        let within = |incident: &&Incident| incident.closed.is_none_or(|closed| closed.as_second() >= since);
        self.read(|_, incidents| incidents.all().iter().rev().filter(within).cloned().collect())
    }
}
