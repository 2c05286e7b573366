//! Ninety days that the demo's networks never had: samples of an invented market, through the same rules and thinning as
//! real ones, so that the status page has something to show. Everything is marked as simulated.

use std::sync::Arc;

use chains::Kind;
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{HEIGHT, gas};
use crate::{
    diagnose::Congestion,
    history::{Mark, Rates, Record, Sample, Seen, Waiting},
    incidents::{Event, What},
    pace::Profile,
    store::{self, Journal},
};

const DAYS: i64 = 90;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const DAY_S: f64 = 86_400.0;
/// Blocks' worth that is told of each block that waits here, so that the past meets the live demo.
const DEPTH: f64 = 0.22;

/// How a network does at the end of its past, where the live demo takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With more waiting than blocks take.
    Busy,
    /// Without a block for so many minutes.
    Late(i64),
    /// Unseen for so many minutes.
    Blind(i64),
    /// As ever.
    Well,
}

/// Writes a network's past into the store.
pub async fn invent(
    journal: &Journal,
    chain: &Arc<str>,
    pace: (Kind, f64),
    ends: Ends,
    now: Timestamp,
) -> Result<(), store::Error> {
    let seed = chain.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let (marks, events) = past(chain, pace, ends, seed, now);
    journal.remember(chain, &marks).await?;
    journal.add(chain, &events).await
}

fn past(
    chain: &Arc<str>,
    (kind, interval_s): (Kind, f64),
    ends: Ends,
    seed: u64,
    now: Timestamp,
) -> (Vec<Mark>, Vec<Event>) {
    let start = now.saturating_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(now);
    let mut record = Record::restore(chain.clone(), Profile::of(kind, interval_s), Vec::new(), start);
    let mut invention = Invention::new(kind, interval_s, seed);
    let mut events = Vec::new();
    for minute in 0..DAYS * 24 * 60 {
        let at = start.saturating_add(MINUTE * i32::try_from(minute).unwrap_or(0)).unwrap_or(now);
        let left = DAYS * 24 * 60 - minute;
        invention.pass(at, left, ends);
        // Once the machine was off, for an afternoon.
        if (62_000..62_200).contains(&left) {
            continue;
        }
        for event in record.take(&invention.sample(at, left, ends)).events {
            let noted = note(&event);
            record.apply(event.clone());
            events.push(event);
            events.extend(noted);
        }
    }
    // Nobody looks in between, so once does as well as every hour.
    record.thin(now);
    (record.history().marks().copied().collect(), events)
}

/// What an operator would have said.
fn note(event: &Event) -> Option<Event> {
    let What::Worsened(_) = event.what else { return None };
    let at = event.at.saturating_add(MINUTE * 7).ok()?;
    let text = "Demonstration: this is where your team's own words appear. We keep an eye on the queue.";
    Some(Event { incident: event.incident.clone(), at, what: What::Noted(text.to_owned()) })
}

/// A market that nobody was in.
struct Invention {
    random: StdRng,
    with_gas: bool,
    interval_s: f64,
    /// Blocks' worth that waits.
    queue: f64,
    /// What people want beyond the usual, for now.
    mood: f64,
    height: u64,
    since_block_s: f64,
}

impl Invention {
    fn new(kind: Kind, interval_s: f64, seed: u64) -> Self {
        let with_gas = matches!(kind, Kind::Evm { .. });
        let blocks = DAYS as f64 * DAY_S / interval_s;
        let end = if with_gas { gas::HEIGHT } else { HEIGHT };
        let height = end.saturating_sub(blocks as u64 + 500);
        let random = StdRng::seed_from_u64(seed);
        Self { random, with_gas, interval_s, queue: 2.0, mood: 0.0, height, since_block_s: 0.0 }
    }

    /// A minute goes by; so many are left.
    fn pass(&mut self, at: Timestamp, left: i64, ends: Ends) {
        let day = at.as_second() as f64 / DAY_S;
        let hours = 0.14 * (std::f64::consts::TAU * (day - 0.35)).sin();
        let week = if (day as i64 + 4) % 7 < 2 { -0.12 } else { 0.03 };
        self.mood = self.mood * 0.9995 + 0.005 * (self.random.random::<f64>() - 0.5);
        // Three times something happened that everybody wanted to be in.
        let rush = [(31_000, 700), (79_000, 420), (110_000, 900)];
        let rush = rush.iter().any(|(from, length)| (from - length..*from).contains(&left));
        let busy = matches!(ends, Ends::Busy) && left < 200;
        // A long queue keeps people from joining it.
        let deterred = 0.03 * self.queue;
        let wanted = 0.74 + hours + week + self.mood + if rush || busy { 0.75 } else { 0.0 } - deterred;
        let minute_of_blocks = 60.0 / self.interval_s;
        self.queue += wanted.max(0.05) * minute_of_blocks;
        self.since_block_s += 60.0;
        let pause = matches!(ends, Ends::Late(minutes) if left <= minutes);
        let mut chance = if pause { 0.0 } else { minute_of_blocks };
        while chance > 0.0 {
            // Slots come by the clock, proofs of work by chance.
            if self.with_gas || self.random.random_bool(1.0 - (-chance.min(1.0)).exp()) {
                self.height += 1;
                self.queue = (self.queue - chance.max(1.0)).max(0.02);
                self.since_block_s = self.random.random::<f64>() * self.interval_s.min(50.0);
            }
            chance -= 1.0;
        }
    }

    fn sample(&mut self, at: Timestamp, left: i64, ends: Ends) -> Sample {
        let blind = match ends {
            Ends::Blind(minutes) => left <= minutes || (18_000..18_095).contains(&left),
            Ends::Busy | Ends::Late(_) | Ends::Well => (95_000..95_040).contains(&left),
        };
        if blind {
            return Sample { at, seen: None, nodes: 0 };
        }
        let queue = self.queue.min(60.0);
        let noise = 0.92 + 0.16 * self.random.random::<f64>();
        let rate = |base: f64, slope: f64| (base + slope * queue.powf(1.15)) * noise;
        let congestion = match queue {
            low if low < 1.5 => Congestion::Quiet,
            usual if usual < 12.0 => Congestion::Normal,
            many if many < 30.0 => Congestion::Busy,
            _ => Congestion::Severe,
        };
        let seen = Seen {
            congestion,
            fees: Some(if self.with_gas {
                Rates { fast: rate(19.0, 0.6), normal: rate(18.0, 0.55), slow: rate(17.5, 0.5) }
            } else {
                Rates { fast: rate(3.0, 0.55), normal: rate(2.0, 0.2), slow: rate(1.1, 0.05) }
            }),
            waiting: (!self.with_gas)
                .then_some(Waiting { count: queue * DEPTH * 1_650.0, vsize: queue * DEPTH * 997_000.0 }),
            height: self.height,
            age_s: self.since_block_s,
            unfinal: self.with_gas.then(|| self.random.random_range(64..96)),
            dropped: 0,
        };
        Sample { at, seen: Some(seen), nodes: 1 }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        history::{DAYS, days},
        incidents::{IncidentKind, Incidents},
    };

    fn invented(kind: Kind, interval_s: f64, ends: Ends) -> (Vec<Mark>, Incidents) {
        let chain: Arc<str> = "demo".into();
        let now = Timestamp::from_second(1_795_348_800).unwrap();
        let (marks, events) = past(&chain, (kind, interval_s), ends, 7, now);
        let mut incidents = Incidents::default();
        events.into_iter().for_each(|event| incidents.apply(&chain, event));
        let days = days(marks.iter(), incidents.all().iter(), now);
        assert!(days.len() == DAYS && days[5].shares().0 > 0.5, "{:?}", days[5]);
        assert!(days.iter().any(|day| day.shares().2 > 0.02), "the machine was off once");
        (marks, incidents)
    }

    #[test]
    fn a_past_is_plausible_and_ends_as_the_demo_begins() {
        let (marks, incidents) = invented(Kind::Simulated, 600.0, Ends::Late(100));
        assert!((2_500..4_000).contains(&marks.len()), "thinned: {}", marks.len());
        let kinds: Vec<&str> = incidents.all().iter().map(|incident| incident.kind.code()).collect();
        assert!((3..25).contains(&kinds.len()), "{kinds:?}");
        assert!(incidents.open(IncidentKind::SlowBlocks).is_some());
        assert!(incidents.all().iter().all(|incident| incident.simulated));
        let (_, incidents) = invented(Kind::Simulated, 600.0, Ends::Blind(9));
        assert!(incidents.open(IncidentKind::NodeBlind).is_some());
        let (_, incidents) = invented(Kind::Simulated, 45.0, Ends::Busy);
        assert!(incidents.open(IncidentKind::Congestion).is_some());
        let with_gas = Kind::Evm { chain_id: chains::simulated::gas::CHAIN_ID };
        let (_, incidents) = invented(with_gas, gas::INTERVAL_S, Ends::Well);
        assert!(incidents.all().iter().all(|incident| incident.closed.is_some() && incident.simulated));
    }
}
