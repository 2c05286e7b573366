//! It succeeded, and what it moved went to somebody else than expected. Where transactions have outputs, all of them are
//! known: none pays the address that was stated.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Difference, Differs, differs},
    sight,
};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let mined = matches!(facts.placement, Placement::InBlock { .. });
    if facts.paid.is_some_and(|paid| mined && paid.recipient == Some(false)) {
        return Some(Finding { cause: Cause::PaysElsewhere, confidence: sight::observed(facts), since: None });
    }
    let Difference { what: Differs::Elsewhere { expected, went_to }, by } = differs(facts)? else { return None };
    let cause = Cause::Gas(GasCause::SucceededElsewhere { expected, went_to, by });
    Some(Finding { cause, confidence: by.confidence(facts), since: None })
}
