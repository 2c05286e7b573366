//! The sender owns less than the transaction may cost at most: nodes take it with enough, and leave it out once the money
//! is gone. That the whole line may cost more than there is, is no more than a warning: the earlier ones mostly cost less
//! than their most, and may bring some.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, gas::waits, sight};
use crate::facts::{Facts, gas::U256};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let own = waits(facts)?.account()?.own_needed;
    finding(facts, own, false, sight::observed(facts))
}

/// Told beside other causes alone.
pub(super) fn find_of_line(facts: &Facts, now: Timestamp) -> Option<Finding> {
    let needed = waits(facts)?.account()?.needed;
    find(facts, now).is_none().then(|| finding(facts, needed, true, Confidence::Inferred))?
}

fn finding(facts: &Facts, needed: U256, of_line: bool, confidence: Confidence) -> Option<Finding> {
    let waits = waits(facts)?;
    let balance = waits.account()?.balance.filter(|balance| *balance < needed)?;
    let cause = GasCause::InsufficientBalance { balance, needed, coin: waits.gas.coin, of_line };
    Some(Finding { cause: Cause::Gas(cause), confidence, since: facts.waiting_since() })
}
