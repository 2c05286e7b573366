//! A sender's transactions are mined strictly in the order of their nonces, and none of our nodes has one before this
//! one. That is a conclusion, always: what was sent privately to those who make blocks is shown by no node.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, gas::waits};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let account = waits(facts)?.account().filter(|account| account.missing_count > 0)?;
    Some(Finding {
        cause: Cause::Gas(GasCause::NonceGap {
            nonce: account.nonce,
            missing: account.missing.clone(),
            count: account.missing_count,
        }),
        confidence: Confidence::Inferred,
        since: facts.waiting_since(),
    })
}
