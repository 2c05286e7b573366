//! It succeeded, and another amount than expected arrived: a token that keeps a part of each transfer, or a transfer of
//! nothing that is to make a false address look familiar.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Differs, differs},
    sight,
};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Some(Differs::Amount { expected, arrived, decimals }) = differs(facts) else { return None };
    let cause = Cause::Gas(GasCause::SucceededAmountDiffers { expected, arrived, decimals });
    Some(Finding { cause, confidence: sight::observed(facts), since: None })
}
