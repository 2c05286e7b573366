//! The words' figures, details and advice where a chain has gas. No sentences here; amounts are written out, as wallets
//! show them.

use chains::TxId;
use fluent_bundle::FluentArgs;

use super::{
    Case, NextStep, Who,
    steps::{say as step, wait},
    words::{Words, args, short},
};
use crate::{
    diagnose::{Cause, GasCause, Refusal},
    facts::{
        Facts, Placement,
        gas::{Account, Gas, InnerKind, Moved, NotBefore, Outcome, Shown, Signed, Source, U256, What, decimal},
    },
};

/// Movements and earlier transfers that are told one by one.
const NAMED: usize = 3;

/// Wallets ask at least this much more for taking another's place: a tenth (geth, reth, Erigon).
const BUMP_PERCENT: u128 = 110;

/// Digits behind the point of every chain's own coin.
const COIN_DECIMALS: u8 = 18;

/// The message that says this cause: some read otherwise where a chain has gas, as no coins of their own are spent there.
pub fn message(facts: &Facts, cause: &Cause) -> &'static str {
    match (facts.gas.is_some(), cause) {
        (true, Cause::Replaced { .. }) => "replaced-gas",
        (true, Cause::Dropped { .. }) => "dropped-gas",
        (true, Cause::Gas(GasCause::OutOfGas { .. } | GasCause::Reverted { .. })) if is_by_protocol(facts) => {
            "failed-protocol"
        }
        (true, Cause::NodeBehind { .. }) if matches!(facts.placement, Placement::InBlock { .. }) => "node_behind-mined",
        (false, Cause::Gas(GasCause::RivalPending { .. })) => "rival_pending-coins",
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
        GasCause::InsufficientBalance { balance, needed, coin } => {
            args([("balance", coins(*balance, coin).into()), ("needed", coins(*needed, coin).into())])
        }
        GasCause::GasLimitTooHigh { gas_limit, limit } => {
            args([("gas_limit", (*gas_limit).into()), ("limit", (*limit).into())])
        }
        GasCause::BlobFeeTooLow { max_fee, blob_fee } => {
            args([("max_fee", gwei(*max_fee).into()), ("blob_fee", gwei(*blob_fee).into())])
        }
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
            ("expected", expected.to_string().into()),
            ("went", if went_to.is_some() { "one" } else { "several" }.into()),
            ("went_to", went_to.map(|went_to| went_to.to_string()).unwrap_or_default().into()),
        ]),
        GasCause::SucceededAmountDiffers { expected, arrived, decimals, lure, .. } => {
            let written = |amount: U256| decimals.map_or_else(|| amount.to_string(), |places| decimal(amount, places));
            let expected = expected.map_or_else(|| "none".to_owned(), written);
            let kind = match (lure, arrived.is_zero()) {
                (true, _) => "lure",
                (false, true) => "nothing",
                (false, false) => "other",
            };
            args([("kind", kind.into()), ("expected", expected.into()), ("arrived", written(*arrived).into())])
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

fn meaning_of(code: &str, words: &Words) -> String {
    words.say(&format!("meaning-{code}"), &FluentArgs::new())
}

fn sure(by: Source) -> &'static str {
    match by {
        Source::Trace => "sure",
        Source::Replay | Source::Receipt => "likely",
    }
}

/// The details of one on a chain with gas.
pub fn details(case: &Case<'_>) -> Vec<String> {
    let Some(gas) = case.facts.gas.as_deref() else { return Vec::new() };
    let mut lines = Vec::new();
    match &case.facts.placement {
        Placement::Pooled(pooled) => {
            lines.push(detail(case, "waiting", &super::details::moment(case, pooled.entered, case.now)));
            lines.extend(gas.signed.iter().flat_map(|signed| offer(case, gas, signed)));
            lines.extend(gas.account.iter().flat_map(|account| line(case, gas, account)));
            let (held, nodes) = pooled.held_by;
            if nodes > 0 {
                lines.push(detail(case, "held", &args([("held", held.into()), ("nodes", nodes.into())])));
            }
        }
        Placement::InBlock { .. } => {
            lines.extend(gas.outcome.iter().flat_map(|outcome| outcome_details(case, gas, outcome)));
            lines.extend(finality(case, gas));
        }
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) => {}
        Placement::Waiting(_) | Placement::Left(_) => {}
    }
    lines
}

fn offer(case: &Case<'_>, gas: &Gas, signed: &Signed) -> Vec<String> {
    let own = args([
        ("max_fee", gwei(signed.max_fee).into()),
        ("tip", gwei(signed.tip).into()),
        ("gas_limit", signed.gas_limit.into()),
    ]);
    let mut lines = vec![detail(case, "offer", &own)];
    if let Some(price) = &gas.price {
        let asked = args([("base_fee", gwei(price.next_base_fee).into()), ("going", gwei(price.going_tip).into())]);
        lines.push(detail(case, "gas-market", &asked));
    }
    lines
}

fn line(case: &Case<'_>, gas: &Gas, account: &Account) -> Vec<String> {
    let numbers = args([("nonce", account.nonce.to_string().into()), ("next", account.next.to_string().into())]);
    let mut lines = vec![detail(case, "nonce", &numbers)];
    if !account.missing.is_empty() {
        let missing: Vec<String> = account.missing.iter().map(u64::to_string).collect();
        lines.push(detail(case, "missing-nonces", &args([("missing", missing.join(", ").into())])));
    }
    for earlier in account.earlier.iter().take(NAMED) {
        let named = args([("earlier", earlier.id.to_string().into()), ("nonce", earlier.nonce.to_string().into())]);
        lines.push(detail(case, "earlier", &named));
    }
    if let Some(rival) = account.rival_id() {
        lines.push(detail(case, "rival", &args([("rival", rival.to_string().into())])));
    }
    if let Some(balance) = account.balance {
        let (balance, needed) = (coins(balance, gas.coin), coins(account.needed, gas.coin));
        lines.push(detail(case, "balance", &args([("balance", balance.into()), ("needed", needed.into())])));
    }
    if account.nonce > account.next && account.shown != Shown::Whole {
        lines.push(detail(case, "pool-unseen", &FluentArgs::new()));
    }
    lines
}

fn outcome_details(case: &Case<'_>, gas: &Gas, outcome: &Outcome) -> Vec<String> {
    let limit = gas.signed.as_ref().map_or_else(|| "none".into(), |signed| signed.gas_limit.to_string());
    let used = args([("used", outcome.gas_used.into()), ("limit", limit.into())]);
    let mut lines = vec![detail(case, "gas-used", &used)];
    if let Cause::Gas(GasCause::Reverted { error, selector, by, .. }) = &case.verdict.cause.cause {
        if let Some(error) = error {
            lines.push(detail(case, "error", &args([("error", error.clone().into())])));
        }
        if let Some(selector) = selector {
            let code = selector.iter().fold("0x".to_owned(), |code, byte| format!("{code}{byte:02x}"));
            lines.push(detail(case, "selector", &args([("selector", code.into())])));
        }
        let source = match by {
            Source::Trace => "trace",
            Source::Replay => "replay",
            Source::Receipt => "receipt",
        };
        lines.push(detail(case, "reason-source", &args([("source", source.into())])));
    }
    lines.extend(outcome.moved.iter().take(NAMED).map(|moved| movement(case, gas, moved)));
    let paid = gas.signed.as_ref().is_some_and(|signed| !signed.value.is_zero());
    if paid && outcome.to_contract == Some(true) {
        lines.push(detail(case, "to-contract", &FluentArgs::new()));
    }
    if let Some(created) = outcome.created {
        lines.push(detail(case, "created", &args([("contract", created.to_string().into())])));
    }
    if let Some(layer2) = outcome.layer2 {
        if let Some(fee) = layer2.l1_fee {
            lines.push(detail(case, "l1-fee", &args([("fee", coins(fee, gas.coin).into())])));
        }
        if layer2.deposit {
            lines.push(detail(case, "deposit", &FluentArgs::new()));
        }
    }
    lines
}

fn movement(case: &Case<'_>, gas: &Gas, moved: &Moved) -> String {
    let mut figures = args([("from", moved.from.to_string().into()), ("to", moved.to.to_string().into())]);
    let amount = match moved.what {
        What::Amount(amount) | What::Unclear(amount) | What::Items { amount, .. } => amount,
        What::Item(item) => {
            figures.set("item", item.to_string());
            U256::ONE
        }
    };
    let Some(token) = &moved.token else {
        figures.set("amount", coins(amount, gas.coin));
        return detail(case, "moved", &figures);
    };
    // A token's own name is anyone's text: its contract stands for it, unless the operator vouches for the name.
    let listed = gas.contracts.symbol(&token.contract);
    figures.set("token", listed.map_or_else(|| token.contract.to_string(), str::to_owned));
    if matches!(moved.what, What::Item(_)) {
        return detail(case, "moved-item", &figures);
    }
    let places = token.decimals.filter(|_| moved.amount().is_some());
    let written = places.map_or_else(|| amount.to_string(), |places| decimal(amount, places));
    if let (Some(symbol), Some(_)) = (listed, places) {
        figures.set("amount", format!("{written} {symbol}"));
        return detail(case, "moved", &figures);
    }
    figures.set("amount", written);
    detail(case, "moved-token", &figures)
}

fn finality(case: &Case<'_>, gas: &Gas) -> Option<String> {
    let (safe, finalized) = (gas.finality.safe?, gas.finality.finalized?);
    let heights = args([("safe", safe.to_string().into()), ("finalized", finalized.to_string().into())]);
    Some(detail(case, "finality", &heights))
}

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
            let fill = step(case, "fill_gap", Who::Sender, "fill_gap", &args([("missing", missing.into())]));
            vec![fill, resend()]
        }
        GasCause::BlockedByEarlierNonce { blocker, why, .. } => {
            let earlier = named("earlier", blocker);
            let hurry = step(case, "speed_up_earlier", Who::Sender, "speed_up_earlier", &earlier);
            let hurry = if why.is_some() { vec![hurry] } else { Vec::new() };
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
            vec![plain("check_recipient", Who::Sender), super::steps::ask_sender(case)]
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
        return vec![look, super::steps::do_not_resend(case)];
    }
    if !is_over(case.facts) {
        return vec![super::steps::not_yet(case, "failed"), super::steps::do_not_resend(case)];
    }
    vec![step(case, code, Who::Sender, message, &FluentArgs::new())]
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

/// That a bridge's own step is not yet the bridge's delivery.
pub fn protocol_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    let fine = matches!(
        verdict,
        Cause::Settled { .. } | Cause::AwaitingConfirmations { .. } | Cause::Gas(GasCause::AwaitingFinality { .. })
    );
    (fine && is_by_protocol(facts)).then(|| words.say("protocol-note", &FluentArgs::new()))
}

/// What a wallet must offer: enough for the next block with room for the base fee to double, and enough more than
/// before for nodes to take it instead.
fn speed_up(case: &Case<'_>) -> Vec<NextStep> {
    let Some((gas, signed)) = case.facts.gas.as_deref().and_then(|gas| Some((gas, gas.signed.as_ref()?))) else {
        return Vec::new();
    };
    let Some(price) = &gas.price else { return Vec::new() };
    let more = |wei: u128| (wei.saturating_mul(BUMP_PERCENT)).div_ceil(100);
    let tip = price.going_tip.max(more(signed.tip));
    let max_fee = price.next_base_fee.saturating_mul(2).saturating_add(tip).max(more(signed.max_fee));
    let figures = args([
        ("nonce", signed.nonce.to_string().into()),
        ("max_fee", gwei(max_fee).into()),
        ("tip", gwei(tip).into()),
    ]);
    vec![step(case, "speed_up", Who::Sender, "speed_up", &figures)]
}

fn named(variable: &'static str, id: &TxId) -> FluentArgs<'static> {
    args([(variable, id.to_string().into())])
}

fn detail(case: &Case<'_>, message: &str, figures: &FluentArgs<'_>) -> String {
    case.words.say(&format!("detail-{message}"), figures)
}

/// Wei as gwei, exact.
fn gwei(wei: u128) -> String {
    decimal(U256::from(wei), 9)
}

fn coins(wei: U256, coin: &str) -> String {
    format!("{} {coin}", decimal(wei, COIN_DECIMALS))
}

/// The message that says when to look again.
pub fn again(facts: &Facts, cause: &GasCause) -> &'static str {
    match cause {
        GasCause::OutOfGas { .. } | GasCause::Reverted { .. } if !is_over(facts) => "again",
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

/// Whether the base fee can come down far enough, as the messages choose by it.
fn ever(not_before: NotBefore) -> &'static str {
    match not_before {
        NotBefore::Blocks(_) => "yes",
        NotBefore::Never => "no",
        NotBefore::Unknown => "unknown",
    }
}

/// Whether a cause means that it can't move by itself.
pub fn is_stuck(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::Gas(
            GasCause::NonceGap { .. }
                | GasCause::InsufficientBalance { .. }
                | GasCause::GasLimitTooHigh { .. }
                | GasCause::ProbablyRejected { .. }
        )
    )
}

/// Whether its nonce is used up, by whatever transaction.
pub fn is_overtaken(facts: &Facts) -> bool {
    let account = facts.gas.as_ref().and_then(|gas| gas.account.as_ref());
    account.is_some_and(|account| account.next > account.nonce)
}

/// On a layer 2: that so far the sequencer's word alone stands for a block that layer 1 hasn't made final.
pub fn layer2_note(facts: &Facts, verdict: &Cause, words: &Words) -> Option<String> {
    let gas = facts.gas.as_deref().filter(|gas| gas.order.is_layer2())?;
    let Placement::InBlock { block, .. } = &facts.placement else { return None };
    let waits_for_no_more = matches!(
        verdict,
        Cause::Settled { .. } | Cause::AwaitingConfirmations { .. } | Cause::Gas(GasCause::AwaitingFinality { .. })
    );
    let early = gas.finality.finalized.is_none_or(|finalized| finalized < block.height);
    (waits_for_no_more && early).then(|| words.say("layer2-note", &FluentArgs::new()))
}
