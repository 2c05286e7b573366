//! It succeeded, and nothing of what was expected moved: the token didn't log it, or the payment was of nothing.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Differs, differs},
    sight,
};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Some(Differs::Nothing { token }) = differs(facts) else { return None };
    let cause = Cause::Gas(GasCause::SucceededWithoutTransfer { token });
    Some(Finding { cause, confidence: sight::observed(facts), since: None })
}
