//! Another waiting transaction of the same sender has the same nonce, so that only one of the two can be mined: as a
//! rule the one that offers more.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let rival = waits.account()?.rival.as_ref()?;
    let cause = GasCause::RivalPending {
        rival: rival.id,
        offers_more: (rival.max_fee, rival.tip) > (waits.signed.max_fee, waits.signed.tip),
        same: rival.payment() == waits.signed.payment(),
    };
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: facts.waiting_since() })
}
