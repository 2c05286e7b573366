//! When an incident opens and closes: rules over successive samples, each with a time that must pass beyond a threshold,
//! and most with another threshold for the way back, so that nothing flickers. Pure; no words.
//!
//! | kind | opens when | closes when | why there |
//! |---|---|---|---|
//! | `node_blind` | no node can tell for 2 min | one can for 1 min | a node's restart takes less |
//! | `slow_blocks`, proof of work | no block for 9 mean intervals (Bitcoin: 90 min) | one came, for 30 s | blocks are Poisson: P = e^−9, once in some two months; an hour happens twice a week |
//! | `slow_blocks`, slots | none for 10 slots (Ethereum: 2 min) | likewise | 0.6 % of slots are missed; ten in a row are no chance |
//! | `sequencer_silent` | none for 60 s and 10 intervals | one came, for 30 s | a sequencer makes a block every 2 s or faster, always |
//! | `finality_lag` | the last final block is older than 128 slots (26 min), or an hour on a layer 2, for 2 min | less than three quarters of it for 2 min | Ethereum: 64 to 96 slots when well; a layer 2 waits for its batch and for layer 1 |
//! | `deep_reorg` | 2 blocks (proof of work) or 3 and at least 36 s dropped within a minute | none for an hour | one block is lost every few weeks on Bitcoin and now and then on Ethereum; more is rare on both |
//! | `congestion` | `busy` or worse for 30 min | `normal` or less for 30 min | a burst between two late blocks passes by itself |
//! | `fee_spike` | the next block costs 5 times the day's median, and more than small change, for 10 min | less than 3 times for 10 min | fees double between two blocks every day |
//!
//! A pause is critical from when on nobody can say when the next block comes: by the clock at once, by proof of work after
//! five times as long. A time in which we were blind, or not there, ends no incident of the network and begins none.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::{Current, Event, Gauge, Impact, IncidentKind, Incidents, What};
use crate::{
    diagnose::Congestion,
    history::{Sample, Seen},
    pace::{Pace, Profile},
};

/// Watches one network's samples.
#[derive(Clone, Debug)]
pub struct Judge {
    profile: Profile,
    runs: [Run; IncidentKind::ALL.len()],
    dropped: VecDeque<(Timestamp, u64)>,
    last: Option<Timestamp>,
}

/// Since when a sign holds without a break.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    bad: Option<Timestamp>,
    good: Option<Timestamp>,
}

/// What a sample says of one kind.
struct Reading {
    sign: Sign,
    gauge: Gauge,
}

/// Whether it is bad.
enum Sign {
    Bad,
    /// Between the thresholds.
    Neither,
    Good,
}

/// Longer without a sample, and nothing holds without a break.
const GAP: SignedDuration = SignedDuration::from_secs(90);
/// Blocks dropped within this time are one reorganisation.
const REORG: SignedDuration = SignedDuration::from_secs(60);

impl Judge {
    /// Watches a network of this kind from now on.
    pub fn new(profile: Profile) -> Self {
        Self { profile, runs: Default::default(), dropped: VecDeque::new(), last: None }
    }

    /// What happens with this sample; `usual` is the usual fee, where known. Nothing is changed in `incidents`: the
    /// events go to the store first.
    pub fn judge(&mut self, chain: &str, sample: &Sample, usual: Option<f64>, incidents: &Incidents) -> Vec<Event> {
        // Where the clock was put back, nobody knows how long anything has held.
        let since = self.last.replace(sample.at).map(|last| sample.at.duration_since(last));
        if since.is_none_or(|since| since.is_negative() || since > GAP) {
            self.runs = Default::default();
            self.dropped.clear();
        }
        self.remember(sample);
        let mut events = Vec::new();
        for (kind, place) in IncidentKind::ALL.into_iter().zip(0..) {
            let reading = self.read(kind, sample, usual);
            let run = self.runs.get_mut(place);
            events.extend(run.and_then(|run| self.profile.decide(chain, kind, reading, sample.at, run, incidents)));
        }
        events
    }

    /// How an incident of this kind is by a sample; `None` where that doesn't tell.
    pub fn current(&self, kind: IncidentKind, sample: &Sample, usual: Option<f64>) -> Option<Current> {
        let Reading { sign, gauge } = self.read(kind, sample, usual)?;
        // While we are blind there is no figure, and that we are is said already.
        let known = sample.seen.is_some();
        // The sample may be the first one that is good.
        let since = || self.run(kind).and_then(|run| run.good).unwrap_or(sample.at);
        let easing = matches!(sign, Sign::Good).then(since);
        known.then_some(Current { at: sample.at, gauge, easing })
    }

    fn run(&self, kind: IncidentKind) -> Option<&Run> {
        let mut runs = IncidentKind::ALL.iter().zip(&self.runs);
        runs.find_map(|(of, run)| (*of == kind).then_some(run))
    }

    fn remember(&mut self, sample: &Sample) {
        let Some(seen) = sample.seen else { return };
        self.dropped.push_back((sample.at, seen.dropped));
        while self.dropped.front().is_some_and(|(at, _)| sample.at.duration_since(*at) > REORG) {
            self.dropped.pop_front();
        }
    }

    /// Blocks dropped within the last minute.
    fn reorganized(&self, sample: &Sample, seen: &Seen) -> u64 {
        let lately = self.dropped.iter().find(|(at, _)| sample.at.duration_since(*at) <= REORG);
        lately.map_or(0, |(_, before)| seen.dropped.saturating_sub(*before))
    }

    /// What a sample says of this kind; `None` where nobody can tell.
    fn read(&self, kind: IncidentKind, sample: &Sample, usual: Option<f64>) -> Option<Reading> {
        let profile = &self.profile;
        let Some(seen) = sample.seen.as_ref() else {
            let ours = kind == IncidentKind::NodeBlind;
            return ours.then_some(Reading::new(Sign::Bad, Impact::Major, None, None));
        };
        match (kind, profile.pace) {
            (IncidentKind::SequencerSilent, Pace::Sequencer) => Some(profile.pause(seen)),
            (IncidentKind::SlowBlocks, Pace::Random | Pace::Slots) => Some(profile.pause(seen)),
            (IncidentKind::NodeBlind, _)
            | (IncidentKind::SequencerSilent, Pace::Random | Pace::Slots)
            | (IncidentKind::SlowBlocks, Pace::Sequencer) => Some(Reading::new(Sign::Good, Impact::Minor, None, None)),
            (IncidentKind::FinalityLag, _) => profile.finality(seen),
            (IncidentKind::DeepReorg, _) => Some(profile.reorganization(self.reorganized(sample, seen))),
            (IncidentKind::Congestion, _) => crowding(seen, usual),
            (IncidentKind::FeeSpike, _) => profile.spike(seen, usual),
        }
    }
}

impl Profile {
    fn pause(&self, seen: &Seen) -> Reading {
        let sign = if seen.age_s > self.pause_s() { Sign::Bad } else { Sign::Good };
        let impact = if self.is_halted(seen.age_s) { Impact::Critical } else { Impact::Minor };
        Reading::new(sign, impact, Some(seen.age_s), Some(self.interval_s))
    }

    fn finality(&self, seen: &Seen) -> Option<Reading> {
        let (lag_s, late_s) = (seen.unfinal? as f64 * self.interval_s, self.unfinal_s());
        let sign = if self.is_halted(seen.age_s) {
            // Without blocks nothing becomes final, and nothing can be said of how fast it does.
            Sign::Neither
        } else if lag_s > late_s {
            Sign::Bad
        } else if lag_s < 0.75 * late_s {
            Sign::Good
        } else {
            Sign::Neither
        };
        Some(Reading::new(sign, Impact::Major, Some(lag_s), Some(late_s / 2.0)))
    }

    fn reorganization(&self, depth: u64) -> Reading {
        let sign = if depth >= self.reorg_blocks() { Sign::Bad } else { Sign::Good };
        Reading::new(sign, Impact::Major, Some(depth as f64), None)
    }

    fn spike(&self, seen: &Seen, usual: Option<f64>) -> Option<Reading> {
        let (fast, usual) = (seen.fees?.fast, usual?);
        let sign = if fast > 5.0 * usual && fast > self.cheap {
            Sign::Bad
        } else if fast < 3.0 * usual || fast < self.cheap {
            Sign::Good
        } else {
            Sign::Neither
        };
        Some(Reading::new(sign, Impact::Minor, Some(fast), Some(usual)))
    }
}

impl Profile {
    /// Opens, worsens or closes where a sign has held for long enough.
    fn decide(
        &self,
        chain: &str,
        kind: IncidentKind,
        reading: Option<Reading>,
        at: Timestamp,
        run: &mut Run,
        incidents: &Incidents,
    ) -> Option<Event> {
        let (open_after, close_after) = hold(kind);
        let open = incidents.open(kind);
        match reading.map(|reading| (reading.sign, reading.gauge)) {
            None | Some((Sign::Neither, _)) => {
                *run = Run::default();
                None
            }
            Some((Sign::Good, _)) => {
                run.bad = None;
                let since = *run.good.get_or_insert(at);
                let over = open.filter(|_| at.duration_since(since) >= close_after)?;
                Some(Event { incident: over.id.clone(), at, what: What::Closed })
            }
            Some((Sign::Bad, gauge)) => {
                run.good = None;
                let since = *run.bad.get_or_insert(at);
                match open {
                    Some(open) if worse(&open.gauge, &gauge) => {
                        Some(Event { incident: open.id.clone(), at, what: What::Worsened(gauge) })
                    }
                    Some(_) => None,
                    None if at.duration_since(since) >= open_after => {
                        let started = began(kind, since, at, &gauge);
                        let incident = format!("{chain}-{}-{}", kind.code(), at.as_second()).into();
                        let what = What::Opened { kind, started, gauge, simulated: self.simulated };
                        Some(Event { incident, at, what })
                    }
                    None => None,
                }
            }
        }
    }
}

impl Reading {
    fn new(sign: Sign, impact: Impact, figure: Option<f64>, usual: Option<f64>) -> Self {
        Self { sign, gauge: Gauge { impact, figure, usual } }
    }
}

fn crowding(seen: &Seen, usual: Option<f64>) -> Option<Reading> {
    let (sign, impact) = match seen.congestion {
        Congestion::Quiet | Congestion::Normal => (Sign::Good, Impact::Minor),
        Congestion::Busy => (Sign::Bad, Impact::Minor),
        Congestion::Severe => (Sign::Bad, Impact::Major),
        Congestion::Unknown => return None,
    };
    Some(Reading::new(sign, impact, seen.fees.map(|fees| fees.fast), usual))
}

/// From when on a closed incident was good again: one is closed by nothing but that this held.
pub(super) fn good_since(kind: IncidentKind, closed: Timestamp) -> Timestamp {
    closed.saturating_sub(hold(kind).1).unwrap_or(closed)
}

/// How long a sign must hold to open an incident and to close it.
fn hold(kind: IncidentKind) -> (SignedDuration, SignedDuration) {
    let (open_s, close_s) = match kind {
        IncidentKind::NodeBlind => (120, 60),
        // The figure itself is a length of time; at a start the newest block may be a moment in coming.
        IncidentKind::SequencerSilent | IncidentKind::SlowBlocks => (20, 30),
        IncidentKind::FinalityLag => (120, 120),
        IncidentKind::DeepReorg => (0, 3_600),
        IncidentKind::Congestion => (1_800, 1_800),
        IncidentKind::FeeSpike => (600, 600),
    };
    (SignedDuration::from_secs(open_s), SignedDuration::from_secs(close_s))
}

/// When it began: where the figure is the time since something last came, then.
fn began(kind: IncidentKind, since: Timestamp, at: Timestamp, gauge: &Gauge) -> Timestamp {
    match kind {
        IncidentKind::SequencerSilent | IncidentKind::SlowBlocks => {
            let age = SignedDuration::from_secs(gauge.figure.unwrap_or(0.0) as i64);
            at.saturating_sub(age).unwrap_or(since)
        }
        IncidentKind::NodeBlind
        | IncidentKind::FinalityLag
        | IncidentKind::DeepReorg
        | IncidentKind::Congestion
        | IncidentKind::FeeSpike => since,
    }
}

/// Worth telling: it matters more, or its figure has doubled.
fn worse(told: &Gauge, now: &Gauge) -> bool {
    let doubled = told.figure.zip(now.figure).is_some_and(|(told, now)| now >= 2.0 * told);
    now.impact > told.impact || (doubled && now.impact == told.impact)
}
