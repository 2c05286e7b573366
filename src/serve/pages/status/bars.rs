//! Ninety days as bars, split into what was good, unusual and unknown. A short incident is drawn high enough to be
//! seen; what nobody saw is never drawn as good.

use std::fmt::Write;

use super::super::frame::Frame;
use crate::{explain::args, history::Day, incidents::Impact};

/// One network's days.
pub struct Bars {
    /// Time without trouble, as a path.
    pub good: String,
    /// Time in minor trouble.
    pub minor: String,
    /// Time in worse.
    pub major: String,
    /// Time that nobody saw.
    pub unknown: String,
    /// The whole in a sentence.
    pub summary: String,
    /// What there is to tell of single days, newest first: date, unusual, unknown.
    pub days: Vec<[String; 3]>,
}

/// A day's width, with the gap after it.
const STEP: usize = 10;
const WIDTH: usize = 7;
/// The height of a whole day.
const HEIGHT: f64 = 40.0;
/// The least that can be seen.
const LEAST: f64 = 6.0;

impl Bars {
    /// Those of these days.
    pub fn new(frame: &Frame, days: &[Day]) -> Self {
        let mut bars = Self {
            good: String::new(),
            minor: String::new(),
            major: String::new(),
            unknown: String::new(),
            summary: summary(frame, days),
            days: days.iter().rev().filter_map(|day| told(frame, day)).collect(),
        };
        for (place, day) in days.iter().enumerate() {
            bars.add(place * STEP, day);
        }
        bars
    }

    /// From the ground up: good, trouble, unknown.
    fn add(&mut self, x: usize, day: &Day) {
        let (_, trouble, unknown) = day.shares();
        let visible = |share: f64| if share > 0.0 { (share * HEIGHT).max(LEAST) } else { 0.0 };
        let unknown_height = visible(unknown).min(HEIGHT);
        let trouble_height = visible(trouble).min(HEIGHT - unknown_height);
        let mut y = 0.0;
        let trouble_path = match day.worst {
            Some(Impact::Major | Impact::Critical) => &mut self.major,
            Some(Impact::Minor) | None => &mut self.minor,
        };
        part(&mut self.unknown, x, &mut y, unknown_height);
        part(trouble_path, x, &mut y, trouble_height);
        part(&mut self.good, x, &mut y, HEIGHT - unknown_height - trouble_height);
    }
}

fn part(path: &mut String, x: usize, y: &mut f64, height: f64) {
    if height > 0.05 {
        let from = (*y * 10.0).round() / 10.0;
        let height_drawn = (height * 10.0).round() / 10.0;
        // Writing to a string can't fail.
        let _ = write!(path, "M{x},{from}h{WIDTH}v{height_drawn}h-{WIDTH}z");
    }
    *y += height;
}

fn summary(frame: &Frame, days: &[Day]) -> String {
    let past: f64 = days.iter().map(|day| day.past_s).sum();
    let share = |of: fn(&Day) -> f64| days.iter().map(|day| of(day) * day.past_s).sum::<f64>() / past.max(1.0);
    let arguments = args([
        ("good", percent(frame, share(|day| day.shares().0)).into()),
        ("unusual", percent(frame, share(|day| day.shares().1)).into()),
        ("unknown", percent(frame, share(|day| day.shares().2)).into()),
    ]);
    frame.words().say("status-days-summary", &arguments)
}

/// A day that was not wholly good.
fn told(frame: &Frame, day: &Day) -> Option<[String; 3]> {
    let (good, trouble, unknown) = day.shares();
    (good < 1.0).then(|| [frame.words().day(day.from), percent(frame, trouble), percent(frame, unknown)])
}

/// Neither all nor nothing where it isn't.
fn percent(frame: &Frame, share: f64) -> String {
    let percent = share * 100.0;
    let shown = match percent {
        none if none <= 0.0 => 0.0,
        little if little < 0.1 => 0.1,
        nearly if (99.9..100.0).contains(&nearly) => 99.9,
        usual => usual,
    };
    format!("{} %", frame.words().rate((shown * 10.0).round() / 10.0))
}
