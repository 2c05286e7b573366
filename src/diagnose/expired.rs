//! It waited as long as nodes keep anything. Other nodes may keep it longer, and it may be sent out again.

use jiff::Timestamp;

use super::{Cause, Finding, replaced, sight::seconds};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let Reason::Expired { after_hours } = departure.reason else { return None };
    let cause = Cause::Expired { waited_s: seconds(departure.entered, departure.at), after_hours };
    Some(Finding { cause, confidence: replaced::confidence(departure), since: Some(departure.at) })
}
