//! It meets the base fee, and what it leaves above that to the block's maker is less than nine of ten recent blocks
//! took. A block with room takes any tip, so that this holds only while blocks are full.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::{
    Facts,
    gas::{Price, Signed, offer},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let price = waits.price()?;
    let tip = too_low(waits.signed, price)?;
    Some(Finding {
        cause: Cause::Gas(GasCause::TipTooLow { tip, going_tip: price.going_tip, base_fee: price.next_base_fee }),
        confidence: sight::observed(facts),
        since: facts.waiting_since(),
    })
}

/// What it would leave in the next block, where that is too little.
pub(super) fn too_low(signed: &Signed, price: &Price) -> Option<u128> {
    let base_fee = u64::try_from(price.next_base_fee).unwrap_or(u64::MAX);
    offer(signed).tip_at(base_fee).filter(|tip| !signed.fee_in_other && *tip < price.going_tip)
}
