//! A window of history in buckets of one length, as charts and callers want it. A bucket in which nothing was seen is
//! there and says so.

use jiff::Timestamp;

use super::mark::{Figures, Mark, floor, joined};

/// How far back to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// 24 hours, in five minutes.
    Day,
    /// 7 days, in half hours.
    Week,
    /// 90 days, in quarters of a day.
    Quarter,
}

/// A network in one bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Its beginning.
    pub from: Timestamp,
    /// Share of its time in which we could see, 0 to 1. The last bucket is not over: its share is of what is past.
    pub seen: f64,
    /// Share of its whole length that is past and in which we could not, 0 to 1.
    pub unseen: f64,
    /// What was seen; `None` where nothing was, or too little of the bucket to speak for it.
    pub figures: Option<Figures>,
    /// Fewest nodes in sync; `None` where we were not there at all.
    pub nodes: Option<u32>,
}

/// A smaller share of a bucket doesn't speak for it: it is told as nothing, being nothing in whole percents.
const LEAST_SEEN: f64 = 0.005;
/// From this share on, what was not seen is shown.
const MUCH_UNSEEN: f64 = 0.1;

impl Bucket {
    /// Nothing of it was seen, or something worth mentioning was not.
    pub fn is_patchy(&self) -> bool {
        self.figures.is_none() || self.unseen >= MUCH_UNSEEN
    }
}

impl Window {
    /// Every window.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Quarter];

    /// Its name in the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Quarter => "90d",
        }
    }

    /// The window of this name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.code() == code)
    }

    /// A bucket's length in seconds.
    pub fn step_s(self) -> i64 {
        match self {
            Self::Day => 300,
            Self::Week => 1_800,
            Self::Quarter => 21_600,
        }
    }

    /// How many buckets there are.
    pub fn buckets(self) -> usize {
        match self {
            Self::Day => 288,
            Self::Week => 336,
            Self::Quarter => 360,
        }
    }

    /// Its length in seconds.
    pub fn seconds(self) -> i64 {
        self.step_s() * self.buckets() as i64
    }
}

/// The buckets of a window that ends now, oldest first.
pub fn series<'a>(marks: impl Iterator<Item = &'a Mark>, window: Window, now: Timestamp) -> Vec<Bucket> {
    stretch(marks, window.step_s(), window.buckets(), now)
}

/// So many buckets of so many seconds, the last of which holds this moment; oldest first.
pub fn stretch<'a>(marks: impl Iterator<Item = &'a Mark>, step: i64, count: usize, now: Timestamp) -> Vec<Bucket> {
    let last = floor(now, step).as_second();
    let first = last - step * (count as i64 - 1);
    let mut gathered: Vec<Gathered> = vec![Gathered::default(); count];
    for mark in marks {
        let place = (mark.from.as_second() - first).div_euclid(step);
        if let Some(bucket) = usize::try_from(place).ok().and_then(|place| gathered.get_mut(place)) {
            bucket.add(mark);
        }
    }
    let starts = (0i64..).map(|place| first + place * step);
    starts.zip(gathered).map(|(start, bucket)| bucket.finish(start, step, now)).collect()
}

#[derive(Clone, Copy, Default)]
struct Gathered {
    seen_s: f64,
    figures: Option<Figures>,
    nodes: Option<u32>,
}

impl Gathered {
    fn add(&mut self, mark: &Mark) {
        if let Some(figures) = mark.figures {
            self.figures = Some(joined(self.figures, self.seen_s, figures, mark.seen_s));
        }
        self.seen_s += mark.seen_s;
        self.nodes = Some(self.nodes.map_or(mark.nodes, |nodes| nodes.min(mark.nodes)));
    }

    fn finish(self, start: i64, step: i64, now: Timestamp) -> Bucket {
        let past_s = (now.as_second() - start).clamp(1, step) as f64;
        let seen = (self.seen_s / past_s).min(1.0);
        let figures = self.figures.filter(|_| seen >= LEAST_SEEN);
        Bucket {
            from: Timestamp::from_second(start).unwrap_or(Timestamp::MIN),
            seen: if figures.is_some() { seen } else { 0.0 },
            unseen: (1.0 - seen) * past_s / step as f64,
            figures,
            nodes: self.nodes,
        }
    }
}
