//! The figures of a cause as the variables of its messages. No sentences here.

use chains::BlockRef;
use fluent_bundle::FluentArgs;

use super::{
    gas,
    words::{Words, args, short},
};
use crate::{
    diagnose::Cause,
    facts::{
        Facts, Placement, Successor, SuccessorState,
        gas::{Tag, U256, decimal},
    },
};

const BITCOIN_DECIMALS: u8 = 8;

/// The variables of the messages of this cause, `$id` left out.
pub fn of(cause: &Cause, facts: &Facts, words: &Words) -> FluentArgs<'static> {
    match cause {
        Cause::NextInLine { .. } | Cause::NearEviction { .. } | Cause::MissingParent { .. } => args([]),
        Cause::SlowBlocks { tip_age_s, interval_s } => {
            args([("age", words.length(*tip_age_s).into()), ("interval", words.length(*interval_s).into())])
        }
        Cause::AwaitingConfirmations { confirmations, required } => {
            args([("confirmations", (*confirmations).into()), ("required", (*required).into())])
        }
        Cause::Settled { confirmations, required } => args([
            ("confirmations", (*confirmations).into()),
            ("required", (*required).into()),
            ("wanted", wanted(facts).into()),
        ]),
        Cause::CoinbaseImmature { confirmations, needed } => {
            args([("confirmations", (*confirmations).into()), ("needed", (*needed).into())])
        }
        Cause::ReturnedByReorg { .. } | Cause::EvictedLowFee { .. } => args([]),
        Cause::NeverSeen { watching_since, whole_chain, window } => args([
            ("scope", scope(facts, *whole_chain).into()),
            ("window", (*window).into()),
            ("since", words.time(*watching_since).into()),
        ]),
        Cause::NodeBehind { .. } => args([(
            "known",
            if matches!(facts.placement, Placement::Waiting(_) | Placement::Pooled(_)) { "waiting" } else { "nothing" }
                .into(),
        )]),
        Cause::IsBlockHash { block } => args([("height", block.height.to_string().into())]),
        Cause::Dropped { just_left, .. } => {
            let when = match (gas::is_overtaken(facts), just_left) {
                (true, _) => "used",
                (false, true) => "now",
                (false, false) => "past",
            };
            let by = if facts.gas.is_some() { "number" } else { "coins" };
            args([("when", when.into()), ("by", by.into())])
        }
        Cause::FeeBelowMarket { blocks_ahead, .. } => args([("blocks", tenths(*blocks_ahead).into())]),
        Cause::ParentFeeTooLow { parent, rate, next_block_rate, .. } => args([
            ("own", if rate >= next_block_rate { "enough" } else { "little" }.into()),
            ("parent", short(&parent.id).into()),
        ]),
        Cause::NotPropagated { waiting_s } => args([("waited", words.duration(*waiting_s).into())]),
        Cause::Replaced { by } | Cause::DoubleSpent { by } => successor(by, facts),
        Cause::AncestorReplaced { ancestor, by } => {
            let by = match by {
                None => "none",
                Some(by) if is_final(by, facts) => "mined",
                Some(_) => "waiting",
            };
            args([("ancestor", short(ancestor).into()), ("by", by.into())])
        }
        Cause::Expired { waited_s, .. } => args([("waited", words.duration(*waited_s).into())]),
        Cause::PaysElsewhere => args([("state", if gas::is_over(facts) { "over" } else { "young" }.into())]),
        Cause::PaysAnotherAmount { sums } => {
            let sum = |sat: u64| format!("{} BTC", decimal(U256::from(sat), BITCOIN_DECIMALS));
            let arrived = sums.map_or_else(|| "none".to_owned(), |(_, arrived)| sum(arrived));
            args([("arrived", arrived.into())])
        }
        Cause::Gas(cause) => gas::figures(cause, facts, words),
    }
}

/// The chain's own word that the receiver wants, as the messages choose by it.
pub fn wanted(facts: &Facts) -> &'static str {
    facts.gas.as_ref().and_then(|gas| gas.wanted).map_or("none", Tag::code)
}

/// How far was searched, as the messages choose by it. A node of a chain with gas finds old transactions by their ids as
/// well, and nobody can tell how old.
pub fn scope(facts: &Facts, whole_chain: bool) -> &'static str {
    match (whole_chain, &facts.gas) {
        (true, _) => "whole",
        (false, Some(_)) => "known",
        (false, None) => "window",
    }
}

/// The variables of the messages about what took its place.
pub fn successor(by: &Successor, facts: &Facts) -> FluentArgs<'static> {
    let (state, height, confirmations) = match &by.state {
        SuccessorState::Waiting => ("waiting", 0, 0),
        SuccessorState::InBlock(block, confirmations) => ("mined", block.height, *confirmations),
        SuccessorState::Gone => ("gone", 0, 0),
        SuccessorState::Unknown => ("unknown", 0, 0),
    };
    args([
        ("successor", short(&by.id).into()),
        ("pays", pays(by).into()),
        ("state", state.into()),
        ("height", height.to_string().into()),
        ("confirmations", confirmations.into()),
        ("advice", advice(by, facts).into()),
    ])
}

/// Whether what took its place is deep enough for nothing else to come instead.
pub fn is_final(by: &Successor, facts: &Facts) -> bool {
    matches!(&by.state, SuccessorState::InBlock(block, confirmations) if facts.is_deep(block, *confirmations))
}

fn pays(by: &Successor) -> &'static str {
    match (by.same_recipient, by.only_known_outputs) {
        (Some(true), _) => "same",
        (Some(false), Some(true)) => "back",
        (Some(false), Some(false) | None) => "others",
        (None, _) => "unclear",
    }
}

fn advice(by: &Successor, facts: &Facts) -> &'static str {
    match (&by.state, by.same_recipient) {
        (SuccessorState::InBlock(..), Some(true)) => "paid",
        (SuccessorState::Waiting, Some(true)) => "coming",
        (SuccessorState::InBlock(..), Some(false)) if is_final(by, facts) => "over",
        (SuccessorState::InBlock(..), Some(false)) => "young",
        (SuccessorState::Waiting, Some(false)) => "ask",
        (SuccessorState::InBlock(..) | SuccessorState::Waiting, None) => "check",
        (SuccessorState::Gone | SuccessorState::Unknown, _) => "check",
    }
}

/// The variables that name a block.
pub fn block(block: &BlockRef) -> FluentArgs<'static> {
    args([("height", block.height.to_string().into()), ("hash", block.hash.to_string().into())])
}

/// Rounded to tenths, or to whole ones from ten on, so that a plural is chosen for what is shown.
pub fn tenths(value: f64) -> f64 {
    if value < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() }
}
