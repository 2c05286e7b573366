//! The details of a transaction on a chain with gas, a sentence each: what it offers, its sender's line, what came of it.
//! Addresses and tokens are told by themselves, not by names that anyone can choose.

use fluent_bundle::FluentArgs;

use super::{coins, gwei};
use crate::{
    diagnose::{Cause, GasCause},
    explain::{Case, details::moment, words::args},
    facts::{
        Placement,
        gas::{Account, Gas, Moved, Outcome, Shown, Signed, Source, U256, What, decimal},
    },
};

/// Movements and earlier transfers that are told one by one.
const NAMED: usize = 3;

/// The details of one on a chain with gas.
pub fn details(case: &Case<'_>) -> Vec<String> {
    let Some(gas) = case.facts.gas.as_deref() else { return Vec::new() };
    let mut lines = Vec::new();
    match &case.facts.placement {
        Placement::Pooled(pooled) => {
            lines.push(detail(case, "waiting", &moment(case, pooled.entered, case.now)));
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
    let limit = gas.signed.as_ref().map_or_else(|| "none".into(), |signed| case.words.rate(signed.gas_limit as f64));
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

/// The one payment or transfer of a token that it was, where it was nothing else: how much of what, and to whom.
pub fn moved_once(case: &Case<'_>) -> Option<(String, String)> {
    let gas = case.facts.gas.as_deref()?;
    let (signed, outcome) = (gas.signed.as_ref()?, gas.outcome.as_ref()?);
    let alone = !outcome.more && (signed.input.len == 0 || signed.input.token.is_some());
    let [moved] = &outcome.moved[..] else { return None };
    let amount = moved.amount().filter(|_| alone)?;
    let Some(token) = &moved.token else { return Some((coins(amount, gas.coin), moved.to.to_string())) };
    let number = token.decimals.map_or_else(|| amount.to_string(), |places| decimal(amount, places));
    let amount = match (gas.contracts.symbol(&token.contract), token.decimals) {
        (Some(symbol), Some(_)) => format!("{number} {symbol}"),
        (Some(_) | None, decimals) => {
            let unit = if decimals.is_some() { "main" } else { "smallest" };
            let figures =
                [("amount", number.into()), ("token", token.contract.to_string().into()), ("unit", unit.into())];
            case.words.say("amount-of-token", &args(figures))
        }
    };
    Some((amount, moved.to.to_string()))
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

fn detail(case: &Case<'_>, message: &str, figures: &FluentArgs<'_>) -> String {
    case.words.say(&format!("detail-{message}"), figures)
}
