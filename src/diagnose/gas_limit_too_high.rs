//! It asks for more gas than a block has, or than one transaction may ask for (2^24 where EIP-7825 holds): no block can
//! take it, whatever it pays.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::{
    Facts,
    gas::{Price, Signed},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let price = waits.price().filter(|price| holds(waits.signed, price))?;
    let cause = GasCause::GasLimitTooHigh { gas_limit: waits.signed.gas_limit, limit: price.gas_limit };
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: facts.waiting_since() })
}

pub(super) fn holds(signed: &Signed, price: &Price) -> bool {
    price.gas_limit > 0 && signed.gas_limit > price.gas_limit
}
