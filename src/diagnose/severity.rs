//! How bad a verdict is. Knows no words and no facts beyond the findings.

use super::{Cause, Claimant, Finding, GasCause, Severity, Stage, blocked_by_earlier_nonce::NEXT};
use crate::facts::{Successor, SuccessorState};

/// The worst of what holds, so that a cheap transaction which came back by a reorganisation counts as cheap too. Our
/// own blindness beside another cause doesn't make that one worse.
pub fn of(stage: Stage, cause: &Cause, also: &[Finding]) -> Severity {
    let beside = also.iter().filter(|finding| !matches!(finding.cause, Cause::NodeBehind { .. }));
    let worst_beside = beside.map(|finding| of_cause(&finding.cause)).max();
    match stage {
        Stage::Waiting => of_cause(cause).max(worst_beside.unwrap_or(Severity::Ok)),
        Stage::Unknown | Stage::Included | Stage::Settled | Stage::Failed | Stage::Gone => of_cause(cause),
    }
}

fn of_cause(cause: &Cause) -> Severity {
    match cause {
        Cause::NextInLine { .. }
        | Cause::AwaitingConfirmations { .. }
        | Cause::Settled { .. }
        | Cause::CoinbaseImmature { .. } => Severity::Ok,
        Cause::SlowBlocks { .. }
        | Cause::ReturnedByReorg { .. }
        | Cause::FeeBelowMarket { .. }
        | Cause::ParentFeeTooLow { .. }
        | Cause::NodeBehind { .. }
        | Cause::Dropped { just_left: true, .. } => Severity::Delayed,
        // Waiting alone may end in being thrown out, sent by nobody, or searched for in vain.
        Cause::NearEviction { .. }
        | Cause::NotPropagated { .. }
        | Cause::NeverSeen { .. }
        | Cause::IsBlockHash { .. }
        | Cause::MissingParent { .. }
        | Cause::EvictedLowFee { .. }
        | Cause::Expired { .. }
        | Cause::Dropped { just_left: false, .. } => Severity::ActionNeeded,
        Cause::Replaced { by } | Cause::DoubleSpent { by } => of_successor(by),
        Cause::PaysElsewhere => Severity::Failed,
        // Whoever sent it may have taken a fee out of the amount.
        Cause::PaysAnotherAmount { .. } => Severity::ActionNeeded,
        Cause::Gas(cause) => of_gas_cause(cause),
        Cause::AncestorReplaced { by, .. } => match by.as_ref().map(|by| &by.state) {
            Some(SuccessorState::InBlock(..)) => Severity::Failed,
            Some(SuccessorState::Waiting | SuccessorState::Gone | SuccessorState::Unknown) | None => {
                Severity::ActionNeeded
            }
        },
    }
}

fn of_gas_cause(cause: &GasCause) -> Severity {
    match cause {
        GasCause::AwaitingFinality { .. } | GasCause::SucceededAmountDiffers { lure: true, .. } => Severity::Ok,
        GasCause::BlockedByEarlierNonce { why: Some(NEXT), .. } => Severity::Ok,
        GasCause::FeeBelowBase { .. }
        | GasCause::TipTooLow { .. }
        | GasCause::BlockedByEarlierNonce { .. }
        | GasCause::RivalPending { .. }
        | GasCause::InsufficientBalance { of_line: true, .. }
        | GasCause::BlobFeeTooLow { .. } => Severity::Delayed,
        GasCause::NonceGap { .. }
        | GasCause::InsufficientBalance { of_line: false, .. }
        | GasCause::GasLimitTooHigh { .. }
        | GasCause::ProbablyRejected { .. } => Severity::ActionNeeded,
        GasCause::SucceededWithoutTransfer { by, .. }
        | GasCause::SucceededElsewhere { by, .. }
        | GasCause::SucceededAmountDiffers { by, lure: false, .. } => match by {
            Claimant::Asker => Severity::Failed,
            // What we read from the transaction may have been meant otherwise: somebody should look.
            Claimant::Transaction | Claimant::AskerAsFarAsSeen => Severity::ActionNeeded,
        },
        GasCause::InnerCallFailed { bundled: Some(_), .. } => Severity::Ok,
        GasCause::OutOfGas { .. } | GasCause::Reverted { .. } | GasCause::InnerCallFailed { bundled: None, .. } => {
            Severity::Failed
        }
    }
}

/// What became of the money: paid as meant, on its way, open, or paid to others for good.
fn of_successor(by: &Successor) -> Severity {
    match (&by.state, by.same_recipient) {
        (SuccessorState::InBlock(..), Some(true)) => Severity::Ok,
        (SuccessorState::Waiting, Some(true)) => Severity::Delayed,
        (SuccessorState::InBlock(..), Some(false)) => Severity::Failed,
        (SuccessorState::InBlock(..), None) | (SuccessorState::Waiting, Some(false) | None) => Severity::ActionNeeded,
        (SuccessorState::Gone | SuccessorState::Unknown, _) => Severity::ActionNeeded,
    }
}
