//! It waited as long as nodes keep anything. Other nodes may keep it longer, and it may be sent out again.

use jiff::Timestamp;

use super::{Cause, Finding, replaced, sight::seconds};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let Reason::Expired { after_hours } = departure.reason else { return None };
    // The node went by its own clock, which may be ahead of ours: it waited for as long as the node keeps anything.
    let least_s = f64::from(after_hours.unwrap_or(0)) * 3_600.0;
    let waited_s = seconds(departure.entered, departure.at).max(least_s);
    let cause = Cause::Expired { waited_s, after_hours };
    Some(Finding { cause, confidence: replaced::confidence(departure), since: Some(departure.at) })
}
