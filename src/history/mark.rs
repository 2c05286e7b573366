//! A mark: what was seen of a network in a minute, a quarter of an hour or two hours, and how much of that time it was
//! seen at all. Marks add up: several short ones make a long one that says the same. Draws no conclusions.

use jiff::Timestamp;

use super::{Sample, Seen};
use crate::diagnose::Congestion;

/// A network in a length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its beginning: a whole multiple of its span since 1970.
    pub from: Timestamp,
    /// Its length.
    pub span: Span,
    /// Seconds of it in which we could see the network.
    pub seen_s: f64,
    /// What was seen; `None` where nothing was.
    pub figures: Option<Figures>,
    /// Fewest nodes in sync.
    pub nodes: u32,
}

/// How long marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// For a day.
    Minute,
    /// For a week.
    Quarter,
    /// For ninety days. A whole number of them makes a day.
    TwoHours,
}

/// What was seen in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The worst.
    pub congestion: Congestion,
    /// Means over the time in which they were seen.
    pub fees: Option<Rates>,
    /// Likewise.
    pub waiting: Option<Waiting>,
    /// At its end.
    pub height: u64,
    /// Blocks that came.
    pub blocks: u64,
    /// The longest time without a block, in seconds.
    pub pause_s: f64,
}

/// Fee rates, in the unit of the chain's kind (sat/vB, gwei).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// For the next block.
    pub fast: f64,
    /// For one of the next few.
    pub normal: f64,
    /// Where it isn't urgent.
    pub slow: f64,
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Transactions.
    pub count: f64,
    /// vB.
    pub vsize: f64,
}

impl Span {
    /// Its length in seconds.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Quarter => 900,
            Self::TwoHours => 7_200,
        }
    }

    /// The span of so many seconds.
    pub fn of(seconds: i64) -> Option<Self> {
        [Self::Minute, Self::Quarter, Self::TwoHours].into_iter().find(|span| span.seconds() == seconds)
    }
}

impl Mark {
    /// Nothing seen yet in the span that holds this moment.
    pub fn empty(at: Timestamp, span: Span) -> Self {
        Self { from: floor(at, span.seconds()), span, seen_s: 0.0, figures: None, nodes: u32::MAX }
    }

    /// Without figures that speak for no time, as marks of old may have them.
    pub(super) fn told(self) -> Self {
        Self { figures: self.figures.filter(|_| self.seen_s > 0.0), ..self }
    }

    /// When it ends.
    pub fn to(&self) -> Timestamp {
        Timestamp::from_second(self.from.as_second() + self.span.seconds()).unwrap_or(Timestamp::MAX)
    }

    /// Adds a sample that speaks for so many seconds, in which so many blocks came.
    pub(super) fn add(&mut self, sample: &Sample, seconds: f64, blocks: u64) {
        self.nodes = self.nodes.min(sample.nodes);
        // A first look speaks for no time: what came next may be that nobody could see.
        let Some(seen) = sample.seen.filter(|_| seconds > 0.0) else { return };
        let figures = Figures::new(&seen, blocks);
        self.figures = Some(joined(self.figures, self.seen_s, figures, seconds));
        self.seen_s = (self.seen_s + seconds).min(self.span.seconds() as f64);
    }

    /// Adds a shorter mark that lies in it.
    pub(super) fn absorb(&mut self, other: &Mark) {
        self.nodes = self.nodes.min(other.nodes);
        if let Some(figures) = other.figures {
            self.figures = Some(joined(self.figures, self.seen_s, figures, other.seen_s));
        }
        self.seen_s = (self.seen_s + other.seen_s).min(self.span.seconds() as f64);
    }
}

impl Figures {
    fn new(seen: &Seen, blocks: u64) -> Self {
        let Seen { congestion, fees, waiting, height, age_s, .. } = *seen;
        Self { congestion, fees, waiting, height, blocks, pause_s: age_s }
    }
}

/// Both together, the later one last; means count by the seconds that each was seen.
pub(super) fn joined(before: Option<Figures>, before_s: f64, later: Figures, later_s: f64) -> Figures {
    let Some(before) = before else { return later };
    let all = before_s + later_s;
    let share = if all > 0.0 { later_s / all } else { 1.0 };
    let mean = |one: f64, other: f64| one + (other - one) * share;
    let fees = both(before.fees, later.fees, |one, other| Rates {
        fast: mean(one.fast, other.fast),
        normal: mean(one.normal, other.normal),
        slow: mean(one.slow, other.slow),
    });
    let waiting = both(before.waiting, later.waiting, |one, other| Waiting {
        count: mean(one.count, other.count),
        vsize: mean(one.vsize, other.vsize),
    });
    Figures {
        congestion: if badness(later.congestion) > badness(before.congestion) {
            later.congestion
        } else {
            before.congestion
        },
        fees,
        waiting,
        height: later.height,
        blocks: before.blocks + later.blocks,
        pause_s: before.pause_s.max(later.pause_s),
    }
}

fn both<T>(one: Option<T>, other: Option<T>, join: impl FnOnce(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(join(one, other)),
        (one, other) => one.or(other),
    }
}

/// The order of congestion; what isn't known is no worse than anything.
fn badness(congestion: Congestion) -> u8 {
    match congestion {
        Congestion::Unknown => 0,
        Congestion::Quiet => 1,
        Congestion::Normal => 2,
        Congestion::Busy => 3,
        Congestion::Severe => 4,
    }
}

/// The last whole multiple of so many seconds.
pub(super) fn floor(at: Timestamp, seconds: i64) -> Timestamp {
    let from = at.as_second().div_euclid(seconds) * seconds;
    Timestamp::from_second(from).unwrap_or(Timestamp::MIN)
}
