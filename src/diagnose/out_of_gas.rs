//! In a block, and failed because its limit of gas didn't suffice. A trace says so for certain; where only the receipt
//! speaks, all the gas being used makes it likely.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::failure, reverted};
use crate::facts::{
    Facts,
    gas::{FailureKind, Source},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (gas, kind) = failure(facts)?;
    let outcome = gas.outcome.as_ref().filter(|_| kind == FailureKind::OutOfGas)?;
    let gas_limit = gas.signed.as_ref().map_or(outcome.gas_used, |signed| signed.gas_limit);
    Some(Finding {
        cause: Cause::Gas(GasCause::OutOfGas {
            gas_used: outcome.gas_used,
            gas_limit,
            by: outcome.failure.as_ref().map_or(Source::Receipt, |failure| failure.by),
        }),
        confidence: reverted::confidence(outcome),
        since: Some(outcome.block.time),
    })
}
