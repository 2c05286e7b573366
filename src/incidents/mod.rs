//! Incidents of a network, and times in which we could not see it: what happened to each, folded from events that are
//! only ever added. When one opens and closes is `rules`' to say, words are `explain`'s.

use std::sync::Arc;

use jiff::Timestamp;

mod rules;
#[cfg(test)]
mod tests;

pub use rules::Judge;

/// Something that happened to an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The incident's id.
    pub incident: Arc<str>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It began.
    Opened {
        /// Of which kind it is.
        kind: IncidentKind,
        /// Since when it is so, which is a while before it was called an incident.
        started: Timestamp,
        /// How bad it is.
        gauge: Gauge,
        /// It happened to a made-up network, or is made up itself.
        simulated: bool,
    },
    /// It became worse.
    Worsened(Gauge),
    /// It is over.
    Closed,
    /// The operator said this.
    Noted(String),
}

/// How bad an incident is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gauge {
    /// In one word.
    pub impact: Impact,
    /// The figure of its kind, where it has one: seconds without a block or without finality, blocks of a
    /// reorganisation, the fee rate of the next block.
    pub figure: Option<f64>,
    /// What is usual, where that is known.
    pub usual: Option<f64>,
}

/// What kinds there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IncidentKind {
    /// None of our nodes can tell how the network is: our trouble, not the network's.
    NodeBlind,
    /// The one that makes a layer 2's blocks makes none.
    SequencerSilent,
    /// Blocks come and don't become final.
    FinalityLag,
    /// The chain left more blocks for others than it usually does.
    DeepReorg,
    /// No block for unusually long.
    SlowBlocks,
    /// More waits than blocks can take.
    Congestion,
    /// The next block costs many times what it did.
    FeeSpike,
}

/// How much it matters to those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Some wait longer or pay more.
    Minor,
    /// All wait longer, or what looked done may be undone, or nobody can tell.
    Major,
    /// Nothing goes through.
    Critical,
}

/// How an open incident is at one moment. Seen anew with each look and never stored: nothing happens by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Current {
    /// When.
    pub at: Timestamp,
    /// How bad it is.
    pub gauge: Gauge,
    /// Since when it is good again, only not for long enough to be called over.
    pub easing: Option<Timestamp>,
}

/// One incident, as its events tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Its id, which says the chain, the kind and the beginning.
    pub id: Arc<str>,
    /// On which network.
    pub chain: Arc<str>,
    /// What kind it is.
    pub kind: IncidentKind,
    /// Since when.
    pub started: Timestamp,
    /// When it was over; `None` while it goes on.
    pub closed: Option<Timestamp>,
    /// How bad it was at worst.
    pub gauge: Gauge,
    /// Made up.
    pub simulated: bool,
    /// All that happened, oldest first.
    pub events: Vec<Event>,
    /// How it is now, where somebody has just looked and could tell; no event says so.
    pub current: Option<Current>,
}

/// The incidents of one network, in the order in which they were opened.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    all: Vec<Incident>,
    /// For each, until when it or one before it went on: whoever looks back from the end stops where this lies too far
    /// back.
    until: Vec<Timestamp>,
}

/// Incidents of one network that are held; older ones stay in the store.
const MOST: usize = 2_000;

/// The longest note.
pub const LONGEST_NOTE: usize = 1_000;

impl Incidents {
    /// Takes an event. One about an incident that isn't known says nothing.
    pub fn apply(&mut self, chain: &Arc<str>, event: Event) {
        let place = self.all.iter().rposition(|incident| incident.id == event.incident).unwrap_or(self.all.len());
        match (self.all.get_mut(place), &event.what) {
            (None, What::Opened { kind, started, gauge, simulated }) => {
                self.all.push(Incident {
                    id: event.incident.clone(),
                    chain: chain.clone(),
                    kind: *kind,
                    started: *started,
                    closed: None,
                    gauge: *gauge,
                    simulated: *simulated,
                    events: vec![event],
                    current: None,
                });
                if self.all.len() > MOST {
                    self.all.remove(0);
                    self.until.remove(0);
                }
                self.reckon(self.until.len());
            }
            (Some(incident), What::Worsened(gauge)) => {
                incident.gauge = *gauge;
                incident.events.push(event);
            }
            (Some(incident), What::Closed) => {
                incident.closed = Some(event.at);
                incident.events.push(event);
                self.reckon(place);
            }
            (Some(incident), What::Noted(_)) => incident.events.push(event),
            // Told twice, or opened before what is held.
            (Some(_), What::Opened { .. }) | (None, What::Worsened(_) | What::Closed | What::Noted(_)) => {}
        }
    }

    /// All, oldest first.
    pub fn all(&self) -> &[Incident] {
        &self.all
    }

    /// Those that were open at this moment or are open since, newest first. None that lies far back is looked at.
    pub fn since(&self, at: Timestamp) -> impl Iterator<Item = &Incident> {
        let near = self.all.iter().zip(&self.until).rev().take_while(move |(_, until)| **until >= at);
        near.map(|(incident, _)| incident).filter(move |incident| incident.until() >= at)
    }

    /// The one of this id.
    pub fn find(&self, id: &str) -> Option<&Incident> {
        self.all.iter().rev().find(|incident| &*incident.id == id)
    }

    /// The open one of this kind.
    pub fn open(&self, kind: IncidentKind) -> Option<&Incident> {
        self.since(Timestamp::MAX).find(|incident| incident.kind == kind)
    }

    /// Reckons anew from this place on: all that a change at the end costs.
    fn reckon(&mut self, place: usize) {
        self.until.truncate(place);
        for incident in self.all.iter().skip(place) {
            let before = self.until.last().copied();
            self.until.push(before.map_or(incident.until(), |before| before.max(incident.until())));
        }
    }
}

impl Incident {
    /// When it was over; the end of time while it goes on.
    fn until(&self) -> Timestamp {
        self.closed.unwrap_or(Timestamp::MAX)
    }

    /// From when on it is good again, or was before it was called over. No event says so: while it is open, it may yet
    /// turn out not to last.
    pub fn eased(&self) -> Option<Timestamp> {
        let closed = self.closed.map(|closed| rules::good_since(self.kind, closed));
        let since = closed.or_else(|| self.current.and_then(|now| now.easing))?;
        // A clock that was put back lets nothing pass before it began.
        Some(since.max(self.opened()))
    }

    /// When something last happened to it.
    pub fn updated(&self) -> Timestamp {
        self.events.last().map_or(self.started, |event| event.at)
    }

    /// When it was called an incident.
    pub fn opened(&self) -> Timestamp {
        self.events.first().map_or(self.started, |event| event.at)
    }
}

impl What {
    /// The stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Worsened(_) => "worsened",
            Self::Closed => "closed",
            Self::Noted(_) => "noted",
        }
    }
}

impl IncidentKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::NodeBlind,
        Self::SequencerSilent,
        Self::FinalityLag,
        Self::DeepReorg,
        Self::SlowBlocks,
        Self::Congestion,
        Self::FeeSpike,
    ];

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::NodeBlind => "node_blind",
            Self::SequencerSilent => "sequencer_silent",
            Self::FinalityLag => "finality_lag",
            Self::DeepReorg => "deep_reorg",
            Self::SlowBlocks => "slow_blocks",
            Self::Congestion => "congestion",
            Self::FeeSpike => "fee_spike",
        }
    }

    /// The kind of this name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Impact {
    /// The stable word, as Statuspage has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }

    /// The impact of this name.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Minor, Self::Major, Self::Critical].into_iter().find(|impact| impact.code() == code)
    }
}

/// An operator's note without control characters, or what is wrong with it.
pub fn note(text: &str) -> Result<String, &'static str> {
    let clean: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let clean = clean.trim();
    match clean.chars().count() {
        0 => Err("the note is empty"),
        1..=LONGEST_NOTE => Ok(clean.to_owned()),
        _ => Err("a note has at most 1000 characters"),
    }
}
