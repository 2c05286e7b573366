//! It was here, is nowhere now, and why can't be told: never, or not yet. Nodes give no reasons, so right after it left
//! the next block has to show whether something else took its place.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, replaced};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let just_left = match departure.reason {
        Reason::Open => true,
        Reason::Unknown => false,
        Reason::Replaced(_)
        | Reason::DoubleSpent(_)
        | Reason::AncestorGone { .. }
        | Reason::Evicted { .. }
        | Reason::Expired { .. } => return None,
    };
    let cause = Cause::Dropped { last_rate: departure.effective_rate, just_left };
    Some(Finding { cause, confidence: Confidence::Unknown, since: Some(departure.at) })
}
