//! Ninety days of a network, a day each: how long something was wrong, how long nobody could tell, and the rest. Time
//! that nobody saw never counts as good.

use jiff::Timestamp;

use super::mark::{Mark, floor};
use crate::incidents::{Impact, Incident, IncidentKind};

/// Days that are shown.
pub const DAYS: usize = 90;

const DAY_S: i64 = 86_400;

/// A day by UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Its beginning.
    pub from: Timestamp,
    /// Seconds of it that are past.
    pub past_s: f64,
    /// Of those, seconds in which we could see the network.
    pub seen_s: f64,
    /// Seconds within incidents of the network itself, at most those that were seen.
    pub trouble_s: f64,
    /// The worst of those incidents.
    pub worst: Option<Impact>,
}

impl Day {
    /// Shares of the past part of the day: good, in trouble, unknown. They add up to 1.
    pub fn shares(&self) -> (f64, f64, f64) {
        let past = self.past_s.max(1.0);
        let trouble = (self.trouble_s / past).clamp(0.0, 1.0);
        let seen = (self.seen_s / past).clamp(trouble, 1.0);
        // A second or two are lost between samples; nobody was blind for that.
        let seen = if seen > 0.998 { 1.0 } else { seen };
        (seen - trouble, trouble, 1.0 - seen)
    }
}

/// The last [`DAYS`] days, oldest first; the last one is today.
pub fn days<'a>(
    marks: impl Iterator<Item = &'a Mark>,
    incidents: impl Iterator<Item = &'a Incident>,
    now: Timestamp,
) -> Vec<Day> {
    let today = floor(now, DAY_S).as_second();
    let first = today - DAY_S * (DAYS as i64 - 1);
    let mut seen = vec![0.0; DAYS];
    for mark in marks {
        let place = usize::try_from((mark.from.as_second() - first).div_euclid(DAY_S)).ok();
        if let Some(seen) = place.and_then(|place| seen.get_mut(place)) {
            *seen += mark.seen_s;
        }
    }
    let starts = (0i64..).map(|place| first + place * DAY_S);
    let days = starts.zip(seen).zip(by_day(incidents, first));
    days.map(|((start, seen_s), incidents)| day(start, seen_s, &incidents, now)).collect()
}

/// Each day's incidents, so that no day goes through those of all.
fn by_day<'a>(incidents: impl Iterator<Item = &'a Incident>, first: i64) -> Vec<Vec<&'a Incident>> {
    let mut days = vec![Vec::new(); DAYS];
    for incident in incidents {
        let place = |at: Timestamp| usize::try_from((at.as_second() - first).div_euclid(DAY_S)).unwrap_or(0);
        let past_last = incident.closed.map_or(DAYS, |closed| place(closed) + 1);
        for day in days.iter_mut().take(past_last).skip(place(incident.started)) {
            day.push(incident);
        }
    }
    days
}

fn day(start: i64, seen_s: f64, incidents: &[&Incident], now: Timestamp) -> Day {
    let end = (start + DAY_S).min(now.as_second().max(start + 1));
    let within = |incident: &&Incident| {
        let closed = incident.closed.map_or(i64::MAX, Timestamp::as_second);
        incident.kind != IncidentKind::NodeBlind && incident.started.as_second() < end && closed > start
    };
    let mut parts: Vec<(i64, i64)> = Vec::new();
    let mut worst = None;
    for incident in incidents.iter().copied().filter(within) {
        let closed = incident.closed.map_or(end, Timestamp::as_second);
        parts.push((incident.started.as_second().max(start), closed.min(end)));
        worst = worst.max(Some(incident.gauge.impact));
    }
    let past_s = (end - start) as f64;
    let seen_s = seen_s.min(past_s);
    Day {
        from: Timestamp::from_second(start).unwrap_or(Timestamp::MIN),
        past_s,
        seen_s,
        trouble_s: (union(parts) as f64).min(seen_s),
        worst,
    }
}

/// Seconds in any of these.
fn union(mut parts: Vec<(i64, i64)>) -> i64 {
    parts.sort_unstable();
    let mut reached = i64::MIN;
    let mut total = 0;
    for (from, to) in parts {
        let from = from.max(reached);
        total += (to - from).max(0);
        reached = reached.max(to);
    }
    total
}
