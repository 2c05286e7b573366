//! How a network was: samples of one moment, gathered into marks of a minute, kept for ninety days and thinned as they
//! age. Pure: the time comes with the samples. What was not seen stays unknown and is never filled in from its
//! neighbours; whether anything was wrong is `incidents`' to say.

use jiff::Timestamp;

use crate::{
    diagnose::{Congestion, congestion, is_blind},
    facts::Health,
    going::going,
    index::Index,
    pace::age_s,
};

mod days;
mod mark;
mod record;
mod series;
#[cfg(test)]
mod tests;
mod thin;

pub use days::{DAYS, Day, days};
pub use mark::{Figures, Mark, Rates, Span, Waiting};
pub use record::{News, Record};
pub use series::{Bucket, Window, series, stretch};
pub use thin::{Replaced, thin};

/// What is seen of a network at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Timestamp,
    /// `None` while none of our nodes can tell.
    pub seen: Option<Seen>,
    /// Nodes in sync.
    pub nodes: u32,
}

/// What the nodes tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// How busy it is.
    pub congestion: Congestion,
    /// What to pay, where that is known.
    pub fees: Option<Rates>,
    /// What waits, where nodes show it.
    pub waiting: Option<Waiting>,
    /// Height of the last block.
    pub height: u64,
    /// Seconds since it came.
    pub age_s: f64,
    /// Blocks that are not final yet, where the chain has such a mark.
    pub unfinal: Option<u64>,
    /// Blocks that the best chain dropped for others since we watch.
    pub dropped: u64,
}

/// One network's marks, oldest first, and the minute that is being gathered.
#[derive(Clone, Debug, Default)]
pub struct History {
    marks: Vec<Mark>,
    current: Option<Mark>,
    last: Option<Sample>,
}

/// A sample speaks for the time since the one before it, and for no more than this: what lies further back was not
/// seen.
const SPEAKS_FOR_S: f64 = 60.0;

impl Sample {
    /// What an index knows of its network now.
    pub fn new(index: &Index, now: Timestamp) -> Self {
        let (network, coverage) = &index.surroundings(now);
        let nodes = coverage.nodes.iter().filter(|node| node.health == Health::Synced).count();
        let tip = network.tip.filter(|_| !is_blind(coverage));
        let seen = tip.map(|tip| Seen {
            congestion: congestion(network, coverage, now),
            fees: going(network, now).map(|going| Rates {
                fast: going.fast.rate,
                normal: going.normal.rate,
                slow: going.slow.rate,
            }),
            waiting: network.queue.map(|queue| Waiting { count: queue.count as f64, vsize: queue.vsize as f64 }),
            height: tip.height,
            age_s: age_s(network, now).unwrap_or(0.0),
            unfinal: index.unfinal_blocks(),
            dropped: index.dropped_blocks(),
        });
        Self { at: now, seen, nodes: nodes as u32 }
    }
}

impl History {
    /// What the store remembers, in any order.
    pub fn restore(marks: Vec<Mark>) -> Self {
        let mut marks: Vec<Mark> = marks.into_iter().map(Mark::told).collect();
        marks.sort_by_key(|mark| mark.from);
        Self { marks, current: None, last: None }
    }

    /// Takes the next sample. Gives back the minute before it, once that is over: to be stored.
    pub fn take(&mut self, sample: &Sample) -> Option<Mark> {
        let minute = Mark::empty(sample.at, Span::Minute);
        let finished = match &self.current {
            Some(current) if current.from < minute.from => self.current.take(),
            Some(_) | None => None,
        };
        // The start of a minute that was broken off by a restart is stored already.
        if self.current.is_none() && self.marks.last().is_some_and(|mark| mark.from == minute.from) {
            self.current = self.marks.pop();
        }
        self.marks.extend(finished);
        let before = self.last.replace(*sample);
        let speaks_for = before.map_or(0.0, |before| sample.at.duration_since(before.at).as_secs_f64());
        let blocks = before.and_then(|before| Some(sample.seen?.height.saturating_sub(before.seen?.height)));
        let current = self.current.get_or_insert(minute);
        current.add(sample, speaks_for.clamp(0.0, SPEAKS_FOR_S), blocks.unwrap_or(0));
        finished
    }

    /// Thins what has grown old; what was put in place of what, for the store.
    pub fn thin(&mut self, now: Timestamp) -> Vec<Replaced> {
        let replaced = thin(&self.marks, now);
        // Both are in order.
        let mut coming = replaced.iter().peekable();
        self.marks.retain(|mark| {
            while coming.next_if(|one| one.to <= mark.from).is_some() {}
            !coming.peek().is_some_and(|one| one.covers(mark))
        });
        self.marks.extend(replaced.iter().filter_map(|one| one.by));
        self.marks.sort_by_key(|mark| mark.from);
        replaced
    }

    /// Everything, oldest first, with the minute that is being gathered.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().chain(&self.current)
    }

    /// When somebody last looked since the start.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.last.map(|sample| sample.at)
    }

    /// The fee that was usual before now: the median over a day's minutes in which fees were seen. `None` before a
    /// quarter of a day was seen.
    pub fn usual_fee(&self, now: Timestamp) -> Option<f64> {
        let day = now.as_second() - 86_400;
        let recent = self.marks.get(self.marks.partition_point(|mark| mark.from.as_second() < day)..)?;
        // Every fifth minute says as much.
        let recent = recent.iter().rev().step_by(5);
        let mut fees: Vec<f64> = recent.filter_map(|mark| Some(mark.figures?.fees?.fast)).collect();
        let middle = fees.len() / 2;
        (fees.len() >= 72).then(|| *fees.select_nth_unstable_by(middle, f64::total_cmp).1)
    }
}
