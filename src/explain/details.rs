//! The figures behind a verdict, a sentence each: what the facts hold and what the verdict rests on.

use fluent_bundle::FluentArgs;
use jiff::Timestamp;

use super::{Case, figures, words::args};
use crate::{
    diagnose::{Cause, Confidence},
    facts::{Departure, Placement, Queue, Successor, Waiting},
};

/// Parents that are named one by one.
const NAMED_PARENTS: usize = 3;

/// The details of this case. That the chain is made up comes first, then that the knowledge is old.
pub fn of(case: &Case<'_>) -> Vec<String> {
    let mut lines = case.notes();
    match &case.facts.placement {
        Placement::Nowhere => nowhere(case, &mut lines),
        Placement::Orphan { missing } => {
            lines.extend(missing.iter().map(|id| say(case, "missing", &args([("parent", id.to_string().into())]))));
        }
        Placement::IsBlock(block) => lines.push(say(case, "block", &block_and_time(case, block))),
        Placement::Waiting(waiting) => in_queue(case, waiting, &mut lines),
        Placement::Pooled(_) => {}
        Placement::InBlock { block, confirmations, .. } => {
            lines.push(say(case, "block", &block_and_time(case, block)));
            lines.push(say(case, "confirmations", &case.depth(*confirmations)));
        }
        Placement::Left(departure) => left(case, departure, &mut lines),
    }
    lines.extend(super::gas::details(case));
    around(case, &mut lines);
    lines
}

fn nowhere(case: &Case<'_>, lines: &mut Vec<String>) {
    let network = &case.facts.network;
    lines.push(say(case, "watching", &args([("time", case.words.time(network.watching_since).into())])));
    if let Cause::NeverSeen { whole_chain, window, .. } = &case.verdict.cause.cause {
        let scope = figures::scope(case.facts, *whole_chain);
        lines.push(say(case, "searched", &args([("scope", scope.into()), ("window", (*window).into())])));
    }
}

fn in_queue(case: &Case<'_>, waiting: &Waiting, lines: &mut Vec<String>) {
    let rate = |value: f64| case.words.rate(value);
    lines.push(say(case, "waiting", &moment(case, waiting.entered, case.now)));
    lines.push(say(
        case,
        "fee",
        &args([("fee", waiting.fee.into()), ("vsize", waiting.vsize.into()), ("rate", rate(waiting.rate).into())]),
    ));
    let effective = args([("rate", rate(waiting.effective_rate).into())]);
    if waiting.effective_rate > waiting.rate * 1.01 {
        lines.push(say(case, "lifted", &effective));
    } else if waiting.effective_rate < waiting.rate * 0.99 {
        lines.push(say(case, "dragged", &effective));
    }
    parents(case, lines);
    if waiting.descendants > 0 {
        lines.push(say(case, "children", &args([("count", waiting.descendants.into())])));
    }
    if let Some(queue) = &case.facts.network.queue {
        market(case, waiting, queue, lines);
    }
    if waiting.signals_replacement {
        lines.push(say(case, "replaceable", &FluentArgs::new()));
    }
    if matches!(case.verdict.cause.cause, Cause::NotPropagated { .. }) {
        lines.push(say(case, "unbroadcast", &FluentArgs::new()));
    }
    let (held, nodes) = waiting.held_by;
    if nodes > 1 {
        lines.push(say(case, "held", &args([("held", held.into()), ("nodes", nodes.into())])));
    }
}

fn parents(case: &Case<'_>, lines: &mut Vec<String>) {
    let blockers = &case.facts.blockers;
    for parent in blockers.iter().take(NAMED_PARENTS) {
        let rate = case.words.rate(parent.effective_rate);
        lines.push(say(case, "parent", &args([("parent", parent.id.to_string().into()), ("rate", rate.into())])));
    }
    let more = blockers.len().saturating_sub(NAMED_PARENTS);
    if more > 0 {
        lines.push(say(case, "parents-more", &args([("count", more.into())])));
    }
}

fn market(case: &Case<'_>, waiting: &Waiting, queue: &Queue, lines: &mut Vec<String>) {
    let rate = |value: f64| case.words.rate(value);
    let ahead = figures::tenths(queue.blocks(waiting.ahead_vsize));
    lines.push(say(case, "ahead", &args([("blocks", ahead.max(0.1).into())])));
    lines.push(say(
        case,
        "market",
        &args([
            ("next", rate(queue.next_block_rate).into()),
            ("soon", rate(queue.soon_rate).into()),
            ("slow", rate(queue.slow_rate).into()),
        ]),
    ));
    if queue.min_rate > queue.relay_rate * 1.01 {
        let figures = args([("min", rate(queue.min_rate).into()), ("relay", rate(queue.relay_rate).into())]);
        lines.push(say(case, "full", &figures));
    }
}

fn left(case: &Case<'_>, departure: &Departure, lines: &mut Vec<String>) {
    // What was in a block that the chain dropped did not leave the queue: when it was there is not known.
    if case.facts.reorged_from.is_none() && !departure.claimed {
        let mut figures = moment(case, departure.entered, departure.at);
        figures.set("time", case.words.time(departure.at));
        lines.push(say(case, "left", &figures));
    }
    let last_rate = departure.effective_rate.map(|rate| {
        let figures = args([("rate", case.words.rate(rate).into())]);
        say(case, "last-rate", &figures)
    });
    match &case.verdict.cause.cause {
        Cause::Replaced { .. } if departure.claimed => {}
        Cause::Replaced { by } => successor(case, "successor", by, lines),
        Cause::DoubleSpent { by } => successor(case, "spender", by, lines),
        Cause::AncestorReplaced { ancestor, .. } => {
            lines.push(say(case, "ancestor", &args([("ancestor", ancestor.to_string().into())])));
        }
        Cause::EvictedLowFee { rate: paid, min_rate } => {
            let rate = |value: f64| case.words.rate(value).into();
            let figures = args([("rate", rate(*paid)), ("min", rate(*min_rate))]);
            lines.push(say(case, "evicted", &figures));
        }
        Cause::Expired { after_hours, .. } => {
            lines.extend(last_rate);
            if let Some(hours) = after_hours {
                lines.push(say(case, "expiry", &args([("hours", (*hours).into())])));
            }
        }
        Cause::Dropped { .. } if case.facts.gas.is_some() => {}
        Cause::Dropped { .. } => lines.extend(last_rate),
        Cause::NextInLine { .. }
        | Cause::SlowBlocks { .. }
        | Cause::AwaitingConfirmations { .. }
        | Cause::Settled { .. }
        | Cause::ReturnedByReorg { .. }
        | Cause::NeverSeen { .. }
        | Cause::NodeBehind { .. }
        | Cause::IsBlockHash { .. }
        | Cause::FeeBelowMarket { .. }
        | Cause::ParentFeeTooLow { .. }
        | Cause::NearEviction { .. }
        | Cause::NotPropagated { .. }
        | Cause::MissingParent { .. }
        | Cause::CoinbaseImmature { .. }
        | Cause::PaysElsewhere
        | Cause::PaysAnotherAmount { .. }
        | Cause::Gas(_) => {}
    }
}

fn successor(case: &Case<'_>, message: &str, by: &Successor, lines: &mut Vec<String>) {
    lines.push(say(case, message, &args([("successor", by.id.to_string().into())])));
    if by.hops > 1 {
        lines.push(say(case, "hops", &args([("count", by.hops.into())])));
    }
}

/// What is true whatever the transaction's place: the past, our sight, what else holds.
fn around(case: &Case<'_>, lines: &mut Vec<String>) {
    if let Some(block) = &case.facts.reorged_from {
        lines.push(say(case, "reorged", &figures::block(block)));
    }
    // That its fee is fine, and that our sight is bad, is said elsewhere.
    let said_elsewhere = |cause: &Cause| matches!(cause, Cause::NextInLine { .. } | Cause::NodeBehind { .. });
    for also in case.verdict.also.iter().filter(|also| !said_elsewhere(&also.cause)) {
        let figures = figures::of(&also.cause, case.facts, case.words);
        let headline = case.words.say(super::gas::message(case.facts, &also.cause), &figures);
        lines.push(say(case, "also", &args([("headline", headline.into())])));
    }
    tip(case, lines);
    nodes(case, lines);
    let concluded = case.verdict.cause.confidence == Confidence::Inferred;
    if concluded && matches!(case.facts.placement, Placement::Left(_)) {
        lines.push(say(case, "concluded", &FluentArgs::new()));
    }
}

fn tip(case: &Case<'_>, lines: &mut Vec<String>) {
    let network = &case.facts.network;
    let (Some(tip), false) = (network.tip, matches!(case.facts.placement, Placement::IsBlock(_))) else { return };
    let age = case.age(network.tip_seen.unwrap_or(tip.time), case.now);
    lines.push(say(case, "tip", &args([("height", tip.height.to_string().into()), ("age", age.clone().into())])));
    let all = std::iter::once(&case.verdict.cause).chain(&case.verdict.also);
    // That the next one doesn't depend on it holds only where blocks come at random and the pause is by chance.
    if !case.is_halted() && all.into_iter().any(|finding| matches!(finding.cause, Cause::SlowBlocks { .. })) {
        lines.push(say(case, "pause", &args([("age", age.into())])));
    }
}

fn nodes(case: &Case<'_>, lines: &mut Vec<String>) {
    let all = std::iter::once(&case.verdict.cause).chain(&case.verdict.also);
    for finding in all {
        if let Cause::NodeBehind { down, syncing, nodes } = &finding.cause
            && down + syncing > 0
        {
            let figures = args([("down", (*down).into()), ("syncing", (*syncing).into()), ("nodes", (*nodes).into())]);
            lines.push(say(case, "nodes", &figures));
        }
    }
    if !case.facts.coverage.agree {
        lines.push(say(case, "disagree", &FluentArgs::new()));
    }
}

impl Case<'_> {
    fn depth(&self, confirmations: u64) -> FluentArgs<'static> {
        let mut required = self.facts.network.required;
        if let Cause::CoinbaseImmature { needed, .. } = self.verdict.cause.cause {
            required = needed;
        }
        let wanted = figures::wanted(self.facts);
        args([("confirmations", confirmations.into()), ("required", required.into()), ("wanted", wanted.into())])
    }
}

fn block_and_time(case: &Case<'_>, block: &chains::BlockRef) -> FluentArgs<'static> {
    let mut figures = figures::block(block);
    figures.set("time", case.words.time(block.time));
    figures
}

pub fn moment(case: &Case<'_>, from: Timestamp, to: Timestamp) -> FluentArgs<'static> {
    args([("time", case.words.time(from).into()), ("age", case.age(from, to).into())])
}

fn say(case: &Case<'_>, message: &str, figures: &FluentArgs<'_>) -> String {
    case.words.say(&format!("detail-{message}"), figures)
}
