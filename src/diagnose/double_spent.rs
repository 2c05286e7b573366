//! A block holds another transaction that spent the same coins, one that never waited with us.

use jiff::Timestamp;

use super::{Cause, Finding, replaced};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let Reason::DoubleSpent(by) = &departure.reason else { return None };
    let cause = Cause::DoubleSpent { by: by.clone() };
    Some(Finding { cause, confidence: replaced::confidence(departure), since: Some(departure.at) })
}
