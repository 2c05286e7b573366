//! The most that it pays per gas is below what every transaction must pay in the next block. The base fee moves by at
//! most an eighth per block (on Ethereum), so that a time before which it can't be mined is certain where the chain's
//! rule is known.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::{
    Facts,
    gas::{Price, Signed},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let price = waits.price()?;
    holds(waits.signed, price).then(|| Finding {
        cause: Cause::Gas(GasCause::FeeBelowBase {
            max_fee: waits.signed.max_fee,
            base_fee: price.next_base_fee,
            not_before: price.not_before,
            not_before_s: price.not_before.blocks().map(|blocks| f64::from(blocks) * facts.network.block_interval_s),
        }),
        confidence: sight::observed(facts),
        since: facts.waiting_since(),
    })
}

pub(super) fn holds(signed: &Signed, price: &Price) -> bool {
    !signed.fee_in_other && signed.max_fee < price.next_base_fee
}
