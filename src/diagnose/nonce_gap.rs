//! A sender's transactions are mined strictly in the order of their nonces, and one before this one is nowhere: this
//! one can't move until the sender sends the missing one.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, gas::waits, sight};
use crate::facts::{Facts, gas::Shown};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let account = waits(facts)?.account().filter(|account| account.missing_count > 0)?;
    // A node that doesn't show its pool tells only that it lacks the first one; another may have it.
    let confidence = match account.shown {
        Shown::Whole => sight::observed(facts),
        Shown::FirstGap | Shown::Nothing => Confidence::Inferred,
    };
    Some(Finding {
        cause: Cause::Gas(GasCause::NonceGap {
            nonce: account.nonce,
            missing: account.missing.clone(),
            count: account.missing_count,
        }),
        confidence,
        since: facts.waiting_since(),
    })
}
