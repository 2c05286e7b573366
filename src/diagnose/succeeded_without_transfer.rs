//! It succeeded, and nothing of what was expected moved: the token didn't log it, or the payment was of nothing. Where
//! only the transaction itself says what was expected this is a conclusion, as some tokens tell nothing.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Difference, Differs, differs},
};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Difference { what: Differs::Nothing { token }, by } = differs(facts)? else { return None };
    let cause = Cause::Gas(GasCause::SucceededWithoutTransfer { token, by });
    Some(Finding { cause, confidence: by.confidence(facts), since: None })
}
