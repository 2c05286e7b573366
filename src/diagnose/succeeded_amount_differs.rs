//! It succeeded, and another amount than expected arrived: a token that keeps a part of each transfer, or a transfer of
//! nothing that is to make a false address look familiar.

use jiff::Timestamp;

use super::{
    Cause, Finding, GasCause,
    delivery::{Difference, Differs, differs},
};
use crate::facts::{Facts, gas::U256};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Difference { what, by } = differs(facts)?;
    let cause = match what {
        Differs::Amount { token, expected, arrived, decimals } => {
            GasCause::SucceededAmountDiffers { token, expected, arrived, decimals, by, lure: false }
        }
        Differs::Lure => {
            let (arrived, lure) = (U256::ZERO, true);
            GasCause::SucceededAmountDiffers { token: None, expected: None, arrived, decimals: None, by, lure }
        }
        Differs::Nothing { .. } | Differs::Elsewhere { .. } => return None,
    };
    Some(Finding { cause: Cause::Gas(cause), confidence: by.confidence(facts), since: None })
}
