//! In a block, and failed because a contract refused or the machine stopped it. The reason is certain where the node ran
//! the very transaction again, and likely where the call was tried on the state before its block.

use chains::evm::reasons::{Errors, Reason, panic_code};
use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, Refusal, gas::failure};
use crate::facts::{
    Facts,
    gas::{FailureKind, Outcome, Source},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (gas, kind) = failure(facts)?;
    let outcome = gas.outcome.as_ref().filter(|_| kind != FailureKind::OutOfGas)?;
    let data = outcome.failure.as_ref().map(|failure| failure.data.as_slice()).unwrap_or_default();
    let errors = gas.contracts.errors();
    let reason = errors.decode(data);
    let by = outcome.failure.as_ref().map_or(Source::Receipt, |failure| failure.by);
    let (error, selector) = match &reason {
        Reason::Custom(custom) => (Some(custom.signature.clone()), None),
        Reason::Unknown(selector) => (None, Some(*selector)),
        Reason::Empty | Reason::Text(..) | Reason::Panic(_) | Reason::Unreadable => (None, None),
    };
    let refusal = refusal(&reason, kind, by);
    let cause = GasCause::Reverted { meaning: meaning(errors, &reason), error, selector, refusal, by };
    Some(Finding { cause: Cause::Gas(cause), confidence: confidence(outcome), since: Some(outcome.block.time) })
}

fn refusal(reason: &Reason, kind: FailureKind, by: Source) -> Refusal {
    match (reason, kind, by) {
        (Reason::Text(..), ..) => Refusal::Text,
        (Reason::Panic(number), ..) => Refusal::Panic(panic_code(*number)),
        (Reason::Custom(_) | Reason::Unknown(_), ..) => Refusal::Custom,
        (Reason::Unreadable, ..) => Refusal::Unreadable,
        (Reason::Empty, FailureKind::Machine, _) => Refusal::Machine,
        (Reason::Empty, FailureKind::Unknown, _) | (Reason::Empty, _, Source::Receipt) => Refusal::Untold,
        (Reason::Empty, FailureKind::Reverted | FailureKind::OutOfGas, Source::Trace | Source::Replay) => {
            Refusal::Nothing
        }
    }
}

/// What a reason comes to, by its code.
pub(super) fn meaning(errors: &Errors, reason: &Reason) -> Option<&'static str> {
    errors.meaning(reason).map(chains::evm::reasons::Meaning::code)
}

pub(super) fn confidence(outcome: &Outcome) -> Confidence {
    match outcome.failure.as_ref().map(|failure| failure.by) {
        Some(Source::Trace) => Confidence::Observed,
        Some(Source::Replay | Source::Receipt) | None => Confidence::Inferred,
    }
}
