//! One of the same sender's earlier transactions waits as well and must be mined first. It is looked at in turn: what
//! holds that one up holds this one up. Where nothing does, and nothing any other before it, it merely follows them.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause, blob_fee_too_low, fee_below_base, gas::waits, gas_limit_too_high, sight, tip_too_low,
};
use crate::facts::{
    Facts,
    gas::{Account, Price, Signed, most_cost},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let account = waits.account()?;
    let blocker = account.blocker()?;
    let cause = GasCause::BlockedByEarlierNonce {
        blocker: blocker.id,
        blocker_nonce: blocker.nonce,
        nonce: account.nonce,
        why: waits.price().and_then(|price| why(blocker, price, account).or_else(|| follows(price, account))),
    };
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: facts.waiting_since() })
}

/// A cause's code for an earlier one that goes into one of the next blocks, with all others before this one.
pub const NEXT: &str = "next_in_line";

/// Nothing holds any of the earlier ones up.
fn follows(price: &Price, account: &Account) -> Option<&'static str> {
    let whole =
        account.missing_count == 0 && account.earlier.len() as u64 == account.nonce.saturating_sub(account.next);
    let fine = account.earlier.iter().all(|earlier| why(earlier, price, account).is_none());
    (whole && fine).then_some(NEXT)
}

/// What holds the earlier one up, by the rules that hold for every transaction.
fn why(blocker: &Signed, price: &Price, account: &Account) -> Option<&'static str> {
    if gas_limit_too_high::holds(blocker, price) {
        Some("gas_limit_too_high")
    } else if account.balance.is_some_and(|balance| balance < most_cost(blocker)) {
        Some("insufficient_balance")
    } else if blob_fee_too_low::too_low(blocker, price).is_some() {
        Some("blob_fee_too_low")
    } else if fee_below_base::holds(blocker, price) {
        Some("fee_below_base")
    } else {
        tip_too_low::too_low(blocker, price).map(|_| "tip_too_low")
    }
}
