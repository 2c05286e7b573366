//! What to do about a cause that only a chain with gas has: whose move it is and what it takes. Never advises to pay again
//! while the first transfer can still go through.

use chains::TxId;
use fluent_bundle::FluentArgs;

use super::{coins, gwei, is_by_protocol, is_over};
use crate::{
    diagnose::{GasCause, NEXT},
    explain::{
        Case, NextStep, Who,
        steps::{do_not_resend, not_yet, say as step, wait},
        words::args,
    },
    facts::gas::Source,
};

/// Wallets ask at least this much more for taking another's place: a tenth (geth, reth, Erigon).
const BUMP_PERCENT: u128 = 110;
/// The same for one that carries blobs: twice as much, in each of its three fees.
const BLOB_BUMP_PERCENT: u128 = 200;

/// What to do about a cause that only a chain with gas has.
pub fn steps(case: &Case<'_>, cause: &GasCause) -> Vec<NextStep> {
    let plain = |code, who| step(case, code, who, code, &FluentArgs::new());
    let resend = || plain("do_not_resend", Who::Sender);
    match cause {
        GasCause::FeeBelowBase { .. } | GasCause::TipTooLow { .. } | GasCause::BlobFeeTooLow { .. } => {
            [speed_up(case), vec![wait(case), resend()]].concat()
        }
        GasCause::NonceGap { missing, .. } => {
            let missing = missing.first().map(u64::to_string).unwrap_or_default();
            let missing = args([("missing", missing.into())]);
            let look = step(case, "look_in_wallet", Who::Sender, "look_in_wallet-pending", &missing);
            vec![look, step(case, "fill_gap", Who::Sender, "fill_gap", &missing), resend()]
        }
        GasCause::BlockedByEarlierNonce { blocker, why, .. } => {
            let earlier = named("earlier", blocker);
            let hurry = step(case, "speed_up_earlier", Who::Sender, "speed_up_earlier", &earlier);
            let held_up = why.is_some_and(|why| why != NEXT);
            let hurry = if held_up { vec![hurry] } else { Vec::new() };
            [hurry, vec![wait(case), resend()]].concat()
        }
        GasCause::RivalPending { rival, .. } => {
            let look = step(case, "look_up_successor", Who::Recipient, "look_up_successor", &named("successor", rival));
            vec![wait(case), resend(), look]
        }
        GasCause::ProbablyRejected { .. } => {
            vec![plain("look_in_wallet", Who::Sender), plain("rebroadcast", Who::Sender), resend()]
        }
        GasCause::InsufficientBalance { needed, coin, .. } => {
            let needed = args([("needed", coins(*needed, coin).into())]);
            vec![step(case, "top_up", Who::Sender, "top_up", &needed), resend()]
        }
        GasCause::GasLimitTooHigh { limit, .. } => {
            let nonce = case.facts.gas.as_ref().and_then(|gas| gas.signed.as_ref()).map_or(0, |signed| signed.nonce);
            let figures = args([("limit", (*limit).into()), ("nonce", nonce.to_string().into())]);
            vec![step(case, "lower_gas_limit", Who::Sender, "lower_gas_limit", &figures), resend()]
        }
        GasCause::AwaitingFinality { .. } => vec![wait(case)],
        GasCause::OutOfGas { by: Source::Trace, .. } => {
            after_failure(case, "send_again_more_gas", "send_again_more_gas")
        }
        GasCause::OutOfGas { .. } => after_failure(case, "send_again_more_gas", "send_again_more_gas-likely"),
        GasCause::Reverted { .. } | GasCause::InnerCallFailed { .. } => {
            after_failure(case, "settle_reason", "settle_reason")
        }
        GasCause::SucceededWithoutTransfer { .. } | GasCause::SucceededElsewhere { .. } => {
            let ask = step(case, "ask_sender", Who::Recipient, "ask_sender-elsewhere", &FluentArgs::new());
            vec![plain("check_recipient", Who::Sender), ask]
        }
        GasCause::SucceededAmountDiffers { lure: true, .. } => vec![plain("beware_lookalike", Who::Recipient)],
        GasCause::SucceededAmountDiffers { .. } => {
            vec![plain("check_recipient", Who::Recipient), plain("beware_lookalike", Who::Recipient)]
        }
    }
}

/// It failed: it is sent again only once nothing can run the first one again, and not beside what a bridge still does.
fn after_failure(case: &Case<'_>, code: &'static str, message: &'static str) -> Vec<NextStep> {
    if is_by_protocol(case.facts) {
        let look = step(case, "look_at_bridge", Who::Recipient, "look_at_bridge", &FluentArgs::new());
        return vec![look, do_not_resend(case)];
    }
    if !is_over(case.facts) {
        return vec![not_yet(case, "failed"), do_not_resend(case)];
    }
    vec![step(case, code, Who::Sender, message, &FluentArgs::new())]
}

/// What a wallet must offer: enough for the next block with room for the base fee (and that of blobs) to double, and
/// enough more than before for nodes to take it instead.
fn speed_up(case: &Case<'_>) -> Vec<NextStep> {
    let Some((gas, signed)) = case.facts.gas.as_deref().and_then(|gas| Some((gas, gas.signed.as_ref()?))) else {
        return Vec::new();
    };
    let Some(price) = &gas.price else { return Vec::new() };
    let bump = if signed.blobs.is_some() { BLOB_BUMP_PERCENT } else { BUMP_PERCENT };
    let more = |wei: u128| (wei.saturating_mul(bump)).div_ceil(100);
    let tip = price.going_tip.max(more(signed.tip));
    let max_fee = price.next_base_fee.saturating_mul(2).saturating_add(tip).max(more(signed.max_fee));
    let mut figures = args([
        ("nonce", signed.nonce.to_string().into()),
        ("max_fee", gwei(max_fee).into()),
        ("tip", gwei(tip).into()),
    ]);
    if let Some(blobs) = signed.blobs {
        let blob_fee = price.next_blob_fee.unwrap_or(0).saturating_mul(2).max(more(blobs.max_fee));
        figures.set("blob_fee", gwei(blob_fee));
        return vec![step(case, "speed_up", Who::Sender, "speed_up-blobs", &figures)];
    }
    vec![step(case, "speed_up", Who::Sender, "speed_up", &figures)]
}

fn named(variable: &'static str, id: &TxId) -> FluentArgs<'static> {
    args([(variable, id.to_string().into())])
}
