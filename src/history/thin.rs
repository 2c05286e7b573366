//! Which marks are joined as they age, and which are forgotten: minutes for a day, quarters of an hour for a week, two
//! hours for ninety days. Some 3,000 marks a network, so that all of them fit into memory and into one page's reading.

use jiff::{SignedDuration, Timestamp};

use super::mark::{Mark, Span, floor};

const MINUTES_FOR: SignedDuration = SignedDuration::from_hours(24);
const QUARTERS_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A little more than is shown, so that the oldest day is whole.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 91);

/// What stood between two moments, and what stands there now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replaced {
    /// From here.
    pub from: Timestamp,
    /// To before here.
    pub to: Timestamp,
    /// `None` where it is forgotten.
    pub by: Option<Mark>,
}

impl Replaced {
    /// This mark is among what is replaced.
    pub fn covers(&self, mark: &Mark) -> bool {
        (self.from..self.to).contains(&mark.from)
    }
}

/// What is to be replaced now. `marks` are in order and don't overlap; nothing is left to do where this was done at the
/// same time before.
pub fn thin(marks: &[Mark], now: Timestamp) -> Vec<Replaced> {
    let mut replaced: Vec<Replaced> = Vec::new();
    for mark in marks {
        let Some(one) = fate(mark, now) else { continue };
        match replaced.last_mut().filter(|last| last.covers(mark)) {
            Some(last) => last.by = last.by.map(|by| with(by, mark)),
            None => replaced.push(Replaced { by: one.by.map(|by| with(by, mark)), ..one }),
        }
    }
    replaced
}

fn with(mut by: Mark, mark: &Mark) -> Mark {
    by.absorb(mark);
    by
}

/// What becomes of a mark; `None` if it stays. Only whole spans that are over are joined.
fn fate(mark: &Mark, now: Timestamp) -> Option<Replaced> {
    let past = |span: Span, kept: SignedDuration| {
        let from = floor(mark.from, span.seconds());
        let to = Timestamp::from_second(from.as_second() + span.seconds()).ok()?;
        (now.duration_since(to) >= kept).then_some((from, to))
    };
    if let Some((from, to)) = past(Span::TwoHours, KEPT_FOR) {
        return Some(Replaced { from, to, by: None });
    }
    let joined = |span: Span, kept: SignedDuration| {
        let (from, to) = past(span, kept)?;
        (mark.span < span).then(|| Replaced { from, to, by: Some(Mark::empty(from, span)) })
    };
    joined(Span::TwoHours, QUARTERS_FOR).or_else(|| joined(Span::Quarter, MINUTES_FOR))
}
