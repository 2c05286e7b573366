//! It succeeded as a whole, and a wallet contract or an entry point tells that what it was to do inside failed: the
//! money hasn't moved as meant.

use chains::evm::reasons::Errors;
use jiff::Timestamp;

use super::{Cause, Finding, GasCause, reverted, sight};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::InBlock { .. }))?;
    let outcome = gas.outcome.as_ref().filter(|outcome| outcome.succeeded == Some(true))?;
    let inner = outcome.inner.as_ref()?;
    let meaning = reverted::meaning(&Errors::built_in().decode(&inner.data));
    let cause = GasCause::InnerCallFailed { kind: inner.kind, meaning };
    Some(Finding { cause: Cause::Gas(cause), confidence: sight::observed(facts), since: Some(outcome.block.time) })
}
