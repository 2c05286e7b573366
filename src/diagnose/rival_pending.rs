//! Another waiting transaction consumes the same, an outpoint or a sender's nonce, so that only one of the two can be
//! mined: as a rule the one that offers more. One pool holds no two such; nodes that differ do.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let cause = by_nonce(facts).or_else(|| by_coins(facts))?;
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: facts.waiting_since() })
}

fn by_nonce(facts: &Facts) -> Option<GasCause> {
    let waits = waits(facts)?;
    let rival = waits.account()?.rival.as_ref()?;
    Some(GasCause::RivalPending {
        rival: rival.id,
        offers_more: (rival.max_fee, rival.tip) > (waits.signed.max_fee, waits.signed.tip),
        same: rival.payment() == waits.signed.payment(),
    })
}

fn by_coins(facts: &Facts) -> Option<GasCause> {
    let Placement::Waiting(waiting) = &facts.placement else { return None };
    let rival = waiting.rival?;
    Some(GasCause::RivalPending { rival: rival.id, offers_more: rival.offers_more, same: rival.same })
}
