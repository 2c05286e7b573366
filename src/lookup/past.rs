//! Questions about what was: a network's history, its incidents, and an operator's word on one of them.

use std::{ops::Range, sync::Arc};

use jiff::Timestamp;

use super::{Networks, Recorded, UnknownChain};
use crate::{
    answer::{HistoryReport, IncidentReport, fee_unit},
    explain::Lang,
    history::{Bucket, Day, History, Window, days, series, stretch},
    incidents::{self, Event, Incident, Incidents, What},
    store,
};

/// A network's past, as a page draws it; its incidents are asked for apart.
#[derive(Clone, Debug)]
pub struct PastOf {
    /// The network.
    pub chain: Arc<str>,
    /// The unit of its fee rates.
    pub unit: &'static str,
    /// The moment that this speaks of.
    pub now: Timestamp,
    /// A window in some ninety buckets, for a picture.
    pub buckets: Vec<Bucket>,
    /// The same in some twenty, for a table.
    pub rows: Vec<Bucket>,
    /// The last ninety days.
    pub days: Vec<Day>,
}

/// What is remembered of a network.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    /// From when on anything is.
    pub began: Timestamp,
    /// When an incident that was open in the last ninety days last changed.
    pub updated: Option<Timestamp>,
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
        let found = self.newest(self.candidates(chain)?, Some(window), usize::MAX);
        Ok(found.iter().map(|incident| IncidentReport::new(incident, lang)).collect())
    }

    /// Incidents of all networks that go on, newest first.
    pub fn open(&self) -> Vec<Incident> {
        self.newest(0..self.recorded.len(), None, usize::MAX)
    }

    /// Of the incidents of all networks that were open in the last ninety days, so many of the newest.
    pub fn latest(&self, most: usize) -> Vec<Incident> {
        self.newest(0..self.recorded.len(), Some(Window::Quarter), most)
    }

    /// So many of the newest that were open within a window, or are.
    pub(super) fn newest(&self, places: Range<usize>, window: Option<Window>, most: usize) -> Vec<Incident> {
        let recorded = self.recorded.get(places).unwrap_or_default();
        let mut found: Vec<Incident> = recorded.iter().flat_map(|recorded| recorded.newest(window, most)).collect();
        found.sort_by_key(|incident| std::cmp::Reverse(incident.opened()));
        found.truncate(most);
        found
    }

    /// What is remembered of every network, in the order of the configuration.
    pub fn remembered(&self) -> Vec<Remembered> {
        self.recorded.iter().map(|recorded| recorded.remembered()).collect()
    }

    /// The past of every network, in the order of the configuration.
    pub fn past(&self, window: Window) -> Vec<PastOf> {
        self.recorded.iter().map(|recorded| recorded.past(window)).collect()
    }

    /// Adds the operator's word to an incident, and gives back what then is told of it.
    pub async fn annotate(&self, id: &str, text: &str) -> Result<Incident, NoteError> {
        let text = incidents::note(text).map_err(NoteError::Unfit)?;
        let holds = |_: &History, incidents: &Incidents| incidents.find(id).is_some();
        let recorded = self.recorded.iter().find(|recorded| recorded.read(holds));
        let recorded = recorded.ok_or(NoteError::NoSuchIncident)?;
        let at = recorded.watched.now();
        recorded.add(Event { incident: id.into(), at, what: What::Noted(text) }).await?;
        let noted = recorded.incidents(|all| all.find(id).cloned().into_iter().collect()).pop();
        noted.ok_or(NoteError::NoSuchIncident)
    }
}

impl Recorded {
    fn past(&self, window: Window) -> PastOf {
        let now = self.watched.now();
        let (network, _) = self.watched.read().surroundings(now);
        let (picture, table) = grain(window);
        let since = began(Window::Quarter, now);
        self.read(|history, all| PastOf {
            chain: self.watched.name().clone(),
            unit: fee_unit(network.kind),
            now,
            days: days(history.marks(), all.since(since), now),
            buckets: stretch(history.marks(), picture.0, picture.1, now),
            rows: stretch(history.marks(), table.0, table.1, now),
        })
    }

    fn newest(&self, window: Option<Window>, most: usize) -> Vec<Incident> {
        let since = window.map_or(Timestamp::MAX, |window| began(window, self.watched.now()));
        self.incidents(|all| all.since(since).take(most).cloned().collect())
    }

    fn remembered(&self) -> Remembered {
        let now = self.watched.now();
        let (first, updated) = self.read(|history, all| {
            let updated = all.since(began(Window::Quarter, now)).map(Incident::updated).max();
            (history.marks().next().map(|mark| mark.from), updated)
        });
        let watching_since = || self.watched.read().surroundings(now).0.watching_since;
        Remembered { began: first.unwrap_or_else(watching_since), updated }
    }
}

/// When a window that ends now began.
fn began(window: Window, now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second() - window.seconds()).unwrap_or(Timestamp::MIN)
}

/// Seconds in a bucket and how many there are, for a picture and for a table.
fn grain(window: Window) -> ((i64, usize), (i64, usize)) {
    match window {
        Window::Day => ((900, 96), (3_600, 24)),
        Window::Week => ((7_200, 84), (21_600, 28)),
        Window::Quarter => ((86_400, 90), (432_000, 18)),
    }
}
