//! It succeeded, and what it moved went to somebody else than expected.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Differs, differs},
    sight,
};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Some(Differs::Elsewhere { expected, went_to }) = differs(facts) else { return None };
    let cause = Cause::Gas(GasCause::SucceededElsewhere { expected, went_to });
    Some(Finding { cause, confidence: sight::observed(facts), since: None })
}
