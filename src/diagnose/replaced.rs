//! Another transaction of the same sender took its place, and is followed to the last of its line.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding};
use crate::facts::{Departure, Facts, Placement, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = departure(facts)?;
    let Reason::Replaced(by) = &departure.reason else { return None };
    Some(Finding {
        cause: Cause::Replaced { by: by.clone() },
        confidence: confidence(departure),
        since: Some(departure.at),
    })
}

/// How it left, where it left.
pub(super) fn departure(facts: &Facts) -> Option<&Departure> {
    match &facts.placement {
        Placement::Left(departure) => Some(departure),
        Placement::Nowhere
        | Placement::Orphan { .. }
        | Placement::IsBlock(_)
        | Placement::Waiting(_)
        | Placement::Pooled(_)
        | Placement::InBlock { .. } => None,
    }
}

/// A departure was seen, or concluded from what was found later.
pub(super) fn confidence(departure: &Departure) -> Confidence {
    if departure.certain { Confidence::Observed } else { Confidence::Inferred }
}
