//! The figures of a cause that only a chain with gas has as the variables of its messages. No sentences here. What a
//! contract gave as its reason comes in as a message of ours, never as its own text.

use fluent_bundle::FluentArgs;

use super::{coins, creates, gwei, is_over};
use crate::{
    diagnose::{GasCause, Refusal},
    explain::words::{Words, args, short},
    facts::{
        Facts,
        gas::{Address, InnerKind, NotBefore, Source, U256, decimal},
    },
};

/// The variables of the messages of this cause, `$id` left out.
pub fn figures(cause: &GasCause, facts: &Facts, words: &Words) -> FluentArgs<'static> {
    match cause {
        GasCause::FeeBelowBase { max_fee, base_fee, not_before, not_before_s } => args([
            ("max_fee", gwei(*max_fee).into()),
            ("base_fee", gwei(*base_fee).into()),
            ("ever", ever(*not_before).into()),
            ("wait", words.duration(not_before_s.unwrap_or(0.0)).into()),
        ]),
        GasCause::TipTooLow { tip, going_tip, .. } => {
            args([("tip", gwei(*tip).into()), ("going", gwei(*going_tip).into())])
        }
        GasCause::NonceGap { nonce, missing, count } => args([
            ("nonce", nonce.to_string().into()),
            ("missing", missing.first().map(u64::to_string).unwrap_or_default().into()),
            ("count", (*count).into()),
        ]),
        GasCause::BlockedByEarlierNonce { blocker, blocker_nonce, nonce, why } => args([
            ("blocker", short(blocker).into()),
            ("blocker_nonce", blocker_nonce.to_string().into()),
            ("nonce", nonce.to_string().into()),
            ("why", why.unwrap_or("none").into()),
        ]),
        GasCause::RivalPending { rival, offers_more, same } => args([
            ("rival", short(rival).into()),
            ("offers", if *offers_more { "more" } else { "less" }.into()),
            ("same", if *same { "same" } else { "other" }.into()),
        ]),
        GasCause::ProbablyRejected { waiting_s } => args([("waited", words.duration(*waiting_s).into())]),
        GasCause::InsufficientBalance { balance, needed, coin, of_line } => args([
            ("balance", coins(*balance, coin).into()),
            ("needed", coins(*needed, coin).into()),
            ("of", if *of_line { "line" } else { "own" }.into()),
        ]),
        GasCause::GasLimitTooHigh { gas_limit, limit } => {
            args([("gas_limit", (*gas_limit).into()), ("limit", (*limit).into())])
        }
        GasCause::BlobFeeTooLow { max_fee, blob_fee, not_before_s } => args([
            ("max_fee", gwei(*max_fee).into()),
            ("blob_fee", gwei(*blob_fee).into()),
            ("ever", if not_before_s.is_some() { "yes" } else { "no" }.into()),
            ("wait", words.duration(not_before_s.unwrap_or(0.0)).into()),
        ]),
        GasCause::AwaitingFinality { .. }
        | GasCause::OutOfGas { .. }
        | GasCause::Reverted { .. }
        | GasCause::SucceededWithoutTransfer { .. }
        | GasCause::SucceededElsewhere { .. }
        | GasCause::SucceededAmountDiffers { .. }
        | GasCause::InnerCallFailed { .. } => in_block(cause, facts, words),
    }
}

/// The same for causes of transactions in blocks.
fn in_block(cause: &GasCause, facts: &Facts, words: &Words) -> FluentArgs<'static> {
    match cause {
        GasCause::AwaitingFinality { wanted, .. } => args([("wanted", wanted.code().into())]),
        GasCause::OutOfGas { gas_limit, by, .. } => {
            args([("gas_limit", (*gas_limit).into()), ("sure", sure(*by).into())])
        }
        GasCause::Reverted { meaning, refusal, by, .. } => {
            let said = match (refusal, meaning) {
                (Refusal::Panic(code), _) => meaning_of(&format!("panic-{code}"), words),
                (_, Some(meaning)) => meaning_of(meaning, words),
                (Refusal::Custom, None) => meaning_of("unknown", words),
                (Refusal::Text, None) => meaning_of("text", words),
                (Refusal::Nothing, None) => meaning_of("nothing", words),
                (Refusal::Machine, None) => meaning_of("machine", words),
                (Refusal::Untold, None) => meaning_of("untold", words),
                (Refusal::Unreadable, None) => meaning_of("none", words),
            };
            let how = match refusal {
                Refusal::Machine => "stopped",
                Refusal::Untold => "untold",
                Refusal::Nothing | Refusal::Text | Refusal::Panic(_) | Refusal::Custom | Refusal::Unreadable => {
                    "refused"
                }
            };
            let how = if creates(facts) { "creation" } else { how };
            // Where no reason is told, none can be doubted.
            let sure = if *refusal == Refusal::Untold { "sure" } else { sure(*by) };
            args([("meaning", said.into()), ("sure", sure.into()), ("how", how.into())])
        }
        GasCause::SucceededWithoutTransfer { by, .. } => args([("by", by.code().into())]),
        GasCause::SucceededElsewhere { expected, went_to, by } => args([
            ("by", by.code().into()),
            ("state", if is_over(facts) { "over" } else { "young" }.into()),
            ("expected", expected.to_string().into()),
            ("went", if went_to.is_some() { "one" } else { "several" }.into()),
            ("went_to", went_to.map(|went_to| went_to.to_string()).unwrap_or_default().into()),
        ]),
        GasCause::SucceededAmountDiffers { token, expected, arrived, decimals, lure, .. } => {
            let kind = match (lure, arrived.is_zero(), token) {
                (true, _, _) => "lure",
                (false, true, _) => "nothing",
                (false, false, None) => "coin",
                (false, false, Some(_)) => "token",
            };
            let symbol = facts.gas.as_deref().and_then(|gas| match token {
                None => Some(gas.coin),
                // A token's own name is anyone's text: only one that the operator vouches for is said.
                Some(token) => gas.contracts.symbol(token).filter(|_| decimals.is_some()),
            });
            let number = |amount: U256| decimals.map_or_else(|| amount.to_string(), |places| decimal(amount, places));
            let named = |amount| symbol.map_or_else(|| number(amount), |symbol| format!("{} {symbol}", number(amount)));
            let unnamed = |token: &Address| {
                let unit = if decimals.is_some() { "main" } else { "smallest" };
                let (amount, token) = (number(*arrived), token.to_string());
                words.say(
                    "amount-of-token",
                    &args([("amount", amount.into()), ("token", token.into()), ("unit", unit.into())]),
                )
            };
            let expected = expected.map_or_else(|| "none".to_owned(), named);
            let arrived = token.as_ref().filter(|_| symbol.is_none()).map_or_else(|| named(*arrived), unnamed);
            args([("kind", kind.into()), ("expected", expected.into()), ("arrived", arrived.into())])
        }
        GasCause::InnerCallFailed { kind, meaning, bundled } => {
            let kind = match kind {
                InnerKind::Safe => "safe",
                InnerKind::UserOperation => "user_operation",
            };
            args([
                ("kind", kind.into()),
                ("meaning", meaning_of(meaning.unwrap_or("none"), words).into()),
                ("bundled", bundled.map_or_else(|| "none".to_owned(), |bundled| bundled.to_string()).into()),
            ])
        }
        GasCause::FeeBelowBase { .. }
        | GasCause::TipTooLow { .. }
        | GasCause::NonceGap { .. }
        | GasCause::BlockedByEarlierNonce { .. }
        | GasCause::RivalPending { .. }
        | GasCause::ProbablyRejected { .. }
        | GasCause::InsufficientBalance { .. }
        | GasCause::GasLimitTooHigh { .. }
        | GasCause::BlobFeeTooLow { .. } => args([]),
    }
}

fn meaning_of(code: &str, words: &Words) -> String {
    words.say(&format!("meaning-{code}"), &FluentArgs::new())
}

fn sure(by: Source) -> &'static str {
    match by {
        Source::Trace => "sure",
        Source::Replay | Source::Receipt => "likely",
    }
}

/// Whether the base fee can come down far enough, as the messages choose by it.
fn ever(not_before: NotBefore) -> &'static str {
    match not_before {
        NotBefore::Blocks(_) => "yes",
        NotBefore::Never => "no",
        NotBefore::Unknown => "unknown",
    }
}
