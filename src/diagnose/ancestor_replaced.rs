//! An unconfirmed transaction that it spends from was replaced, double spent or evicted, and took it along.

use jiff::Timestamp;

use super::{Cause, Finding, replaced};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let Reason::AncestorGone { ancestor, by } = &departure.reason else { return None };
    let cause = Cause::AncestorReplaced { ancestor: *ancestor, by: by.clone() };
    Some(Finding { cause, confidence: replaced::confidence(departure), since: Some(departure.at) })
}
