//! The words where a chain has gas: which message says a cause, which article, what is noted besides, when to look again.
//! Figures, details and advice are beside it. No sentences here; amounts are written out, as wallets show them.

use fluent_bundle::FluentArgs;

use super::words::Words;
use crate::{
    diagnose::{Cause, GasCause},
    facts::{
        Facts, Placement,
        gas::{Source, U256, decimal},
    },
    pace::Profile,
};

mod details;
mod figures;
mod steps;

pub use details::{details, moved_once};
pub use figures::figures;
pub use steps::steps;

/// Digits behind the point of every chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// The message that says this cause: some read otherwise where a chain has gas, as no coins of their own are spent there,
/// and a pause where it is no chance.
pub fn message(facts: &Facts, cause: &Cause) -> &'static str {
    match (facts.gas.is_some(), cause) {
        (true, Cause::Replaced { .. }) if is_claimed(facts) => "replaced-claimed",
        (true, Cause::Replaced { .. }) => "replaced-gas",
        (true, Cause::NeverSeen { .. }) => "never_seen-gas",
        (true | false, Cause::SlowBlocks { tip_age_s, interval_s })
            if Profile::of(facts.network.kind, *interval_s).is_halted(*tip_age_s) =>
        {
            "slow_blocks-halted"
        }
        (true | false, Cause::Dropped { .. }) if facts.reorged_from.is_some() && !is_overtaken(facts) => {
            "dropped-reorg"
        }
        (true, Cause::Dropped { .. }) => "dropped-gas",
        (true, Cause::Gas(GasCause::OutOfGas { .. } | GasCause::Reverted { .. })) if is_by_protocol(facts) => {
            "failed-protocol"
        }
        (true, Cause::NodeBehind { .. }) if matches!(facts.placement, Placement::InBlock { .. }) => "node_behind-mined",
        (false, Cause::Gas(GasCause::RivalPending { .. })) => "rival_pending-coins",
        (true | false, Cause::PaysElsewhere) => "succeeded_elsewhere-coins",
        (true | false, Cause::PaysAnotherAmount { .. }) => "succeeded_amount_differs-coins",
        (true | false, other) => other.code(),
    }
}

/// The help article that says more about a cause.
pub fn article(cause: &GasCause) -> &'static str {
    match cause {
        GasCause::FeeBelowBase { .. }
        | GasCause::TipTooLow { .. }
        | GasCause::BlobFeeTooLow { .. }
        | GasCause::ProbablyRejected { .. } => "pending-too-long",
        GasCause::NonceGap { .. } | GasCause::BlockedByEarlierNonce { .. } => "nonce-stuck",
        GasCause::RivalPending { .. } => "replaced",
        GasCause::InsufficientBalance { .. } | GasCause::GasLimitTooHigh { .. } => "pending-too-long",
        GasCause::AwaitingFinality { .. } => "reorgs-and-finality",
        GasCause::OutOfGas { .. } => "out-of-gas",
        GasCause::Reverted { .. } | GasCause::InnerCallFailed { .. } => "failed",
        GasCause::SucceededWithoutTransfer { .. } => "wrong-token",
        GasCause::SucceededElsewhere { .. } => "wrong-address",
        GasCause::SucceededAmountDiffers { .. } => "success-but-not-credited",
    }
}

/// The message that says when to look again.
pub fn again(facts: &Facts, cause: &GasCause) -> &'static str {
    match cause {
        GasCause::OutOfGas { .. } | GasCause::Reverted { .. } if !is_over(facts) || is_by_protocol(facts) => "again",
        // What its block did may be undone.
        GasCause::InnerCallFailed { .. }
        | GasCause::SucceededWithoutTransfer { .. }
        | GasCause::SucceededElsewhere { .. }
        | GasCause::SucceededAmountDiffers { lure: false, .. }
            if !is_over(facts) =>
        {
            "again"
        }
        GasCause::OutOfGas { .. } | GasCause::Reverted { .. } | GasCause::InnerCallFailed { .. } => "again-sender",
        GasCause::NonceGap { .. } | GasCause::InsufficientBalance { .. } | GasCause::GasLimitTooHigh { .. } => {
            "again-sender"
        }
        GasCause::SucceededWithoutTransfer { .. }
        | GasCause::SucceededElsewhere { .. }
        | GasCause::SucceededAmountDiffers { .. } => "again-settled",
        GasCause::FeeBelowBase { .. }
        | GasCause::TipTooLow { .. }
        | GasCause::BlockedByEarlierNonce { .. }
        | GasCause::RivalPending { .. }
        | GasCause::ProbablyRejected { .. }
        | GasCause::BlobFeeTooLow { .. }
        | GasCause::AwaitingFinality { .. } => "again",
    }
}

/// Whether and how it can be sent again, after a failure.
pub fn resend_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    let Cause::Gas(cause) = verdict else { return None };
    let message = match cause {
        GasCause::OutOfGas { by: Source::Trace, .. } => "resend-more_gas",
        GasCause::OutOfGas { by: Source::Replay | Source::Receipt, .. } => "resend-check",
        GasCause::Reverted { .. } => "resend-reason",
        GasCause::InnerCallFailed { bundled: None, .. } => "resend-wallet",
        GasCause::InnerCallFailed { bundled: Some(_), .. }
        | GasCause::FeeBelowBase { .. }
        | GasCause::TipTooLow { .. }
        | GasCause::NonceGap { .. }
        | GasCause::BlockedByEarlierNonce { .. }
        | GasCause::RivalPending { .. }
        | GasCause::ProbablyRejected { .. }
        | GasCause::InsufficientBalance { .. }
        | GasCause::GasLimitTooHigh { .. }
        | GasCause::BlobFeeTooLow { .. }
        | GasCause::AwaitingFinality { .. }
        | GasCause::SucceededWithoutTransfer { .. }
        | GasCause::SucceededElsewhere { .. }
        | GasCause::SucceededAmountDiffers { .. } => return None,
    };
    let message = if is_over(facts) { message } else { "resend-young" };
    (!is_by_protocol(facts)).then(|| words.say(message, &FluentArgs::new()))
}

/// That what its block did, and didn't do as meant, may be undone.
pub fn young_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    (has_missed(verdict) && !is_over(facts)).then(|| words.say("young-note", &FluentArgs::new()))
}

/// In a block, and not to the end that was meant.
pub fn has_missed(verdict: &Cause) -> bool {
    matches!(
        verdict,
        Cause::PaysElsewhere
            | Cause::PaysAnotherAmount { .. }
            | Cause::Gas(
                GasCause::SucceededWithoutTransfer { .. }
                    | GasCause::SucceededElsewhere { .. }
                    | GasCause::SucceededAmountDiffers { lure: false, .. }
            )
    )
}

/// That a bridge's own step is not yet the bridge's delivery.
pub fn protocol_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    (is_in_order(verdict) && is_by_protocol(facts)).then(|| words.say("protocol-note", &FluentArgs::new()))
}

/// On a layer 2: that so far the sequencer's word alone stands for a block that layer 1 hasn't made final.
pub fn layer2_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    let gas = facts.gas.as_deref().filter(|gas| gas.order.is_layer2())?;
    let Placement::InBlock { block, .. } = &facts.placement else { return None };
    let early = gas.finality.finalized.is_none_or(|finalized| finalized < block.height);
    (is_in_order(verdict) && early).then(|| words.say("layer2-note", &FluentArgs::new()))
}

/// In a block, and nothing wrong with it.
fn is_in_order(verdict: &Cause) -> bool {
    matches!(
        verdict,
        Cause::Settled { .. } | Cause::AwaitingConfirmations { .. } | Cause::Gas(GasCause::AwaitingFinality { .. })
    )
}

/// Whether its nonce is used up, by whatever transaction.
pub fn is_overtaken(facts: &Facts) -> bool {
    let account = facts.gas.as_ref().and_then(|gas| gas.account.as_ref());
    account.is_some_and(|account| account.next > account.nonce)
}

/// What took its place is known only by the number that who asks says it has.
pub fn is_claimed(facts: &Facts) -> bool {
    matches!(&facts.placement, Placement::Left(departure) if departure.claimed)
}

/// It was to create a contract.
fn creates(facts: &Facts) -> bool {
    facts.gas.as_deref().and_then(|gas| gas.signed.as_ref()).is_some_and(|signed| signed.to.is_none())
}

/// The network itself put it into the chain, mostly for a bridge: nobody signed it, and no wallet can send it again.
pub fn is_by_protocol(facts: &Facts) -> bool {
    facts.gas.as_deref().and_then(|gas| gas.signed.as_ref()).is_some_and(|signed| signed.by_protocol)
}

/// What came of it in its block can't be undone any more, as far as the receiver wants to be sure.
pub fn is_over(facts: &Facts) -> bool {
    matches!(&facts.placement, Placement::InBlock { block, confirmations, .. } if facts.is_deep(block, *confirmations))
}

/// Wei as gwei, exact.
pub fn gwei(wei: u128) -> String {
    decimal(U256::from(wei), 9)
}

/// Smallest units as coins, exact.
pub fn coins(wei: U256, coin: &str) -> String {
    format!("{} {coin}", decimal(wei, COIN_DECIMALS))
}
