//! It succeeded, and another amount than expected arrived: a token that keeps a part of each transfer, or a transfer of
//! nothing that is to make a false address look familiar. Where transactions have outputs it is a conclusion at most, as
//! whoever sends often takes a fee out of the amount, and which output is meant isn't known where nobody says to whom.

use jiff::Timestamp;

use super::{
    Cause, Confidence, Finding, GasCause,
    delivery::{Difference, Differs, differs},
};
use crate::facts::{Facts, Placement, gas::U256};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let mined = matches!(facts.placement, Placement::InBlock { .. });
    let paid = facts.paid.filter(|paid| mined && paid.amount == Some(false) && paid.recipient != Some(false));
    if let Some(paid) = paid {
        let cause = Cause::PaysAnotherAmount { sums: paid.sums };
        return Some(Finding { cause, confidence: Confidence::Inferred, since: None });
    }
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
