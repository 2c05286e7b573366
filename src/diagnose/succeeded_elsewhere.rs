//! It succeeded, and what it moved went to somebody else than expected.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Difference, Differs, differs},
};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Difference { what: Differs::Elsewhere { expected, went_to }, by } = differs(facts)? else { return None };
    let cause = Cause::Gas(GasCause::SucceededElsewhere { expected, went_to, by });
    Some(Finding { cause, confidence: by.confidence(facts), since: None })
}
