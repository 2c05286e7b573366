//! The sender owns less than the transaction may cost at most, its earlier waiting ones included. Nodes take it with
//! enough, and leave it out once the money is gone.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let account = waits.account()?;
    let balance = account.balance.filter(|balance| *balance < account.needed)?;
    let cause = GasCause::InsufficientBalance { balance, needed: account.needed, coin: waits.gas.coin };
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: facts.waiting_since() })
}
