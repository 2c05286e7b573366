//! It succeeded as a whole, and a wallet contract or an entry point tells that what it was to do inside failed: the
//! money hasn't moved as meant. One block entry may bundle the doings of many people: whose failed is told where that
//! is known, and never taken for granted where it isn't.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding, GasCause, reverted, sight};
use crate::facts::{
    Facts, Placement,
    gas::{Gas, Inner, Outcome},
};

/// It is the asker's own: the only one in it, or by the account that was asked about.
pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (gas, outcome) = succeeded(facts)?;
    let own = |inner: &&Inner| inner.verified && outcome.inner_runs == 1 || asked_about(gas, inner);
    let inner = outcome.inner.iter().find(own)?;
    Some(finding(gas, inner, None, sight::observed(facts)))
}

/// It may be somebody else's.
pub(super) fn find_bundled(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let (gas, outcome) = succeeded(facts)?;
    let inner = outcome.inner.first()?;
    let unclear = (outcome.inner_runs > 1 || !inner.verified) && gas.expected.sender.is_none();
    let nobodys = unclear && !outcome.inner.iter().any(|inner| asked_about(gas, inner));
    nobodys.then(|| finding(gas, inner, Some(outcome.inner_runs.max(1)), Confidence::Inferred))
}

fn succeeded(facts: &Facts) -> Option<(&Gas, &Outcome)> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::InBlock { .. }))?;
    Some((gas, gas.outcome.as_ref().filter(|outcome| outcome.succeeded == Some(true))?))
}

fn asked_about(gas: &Gas, inner: &Inner) -> bool {
    [gas.expected.sender, gas.expected.to].contains(&Some(inner.account))
}

fn finding(gas: &Gas, inner: &Inner, bundled: Option<u32>, confidence: Confidence) -> Finding {
    let errors = gas.contracts.errors();
    let meaning = reverted::meaning(errors, &errors.decode(&inner.data));
    let cause = GasCause::InnerCallFailed { kind: inner.kind, meaning, bundled };
    Finding { cause: Cause::Gas(cause), confidence, since: gas.outcome.as_ref().map(|outcome| outcome.block.time) }
}
