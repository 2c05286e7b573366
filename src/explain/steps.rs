//! What to do next, most useful first: whose move it is and what it takes. Figures come from the facts; the order is
//! the advice. Never advises to pay again while the first transfer can still go through.

use fluent_bundle::FluentArgs;

use super::{Case, NextStep, Who, figures, words::args};
use crate::{
    diagnose::{Cause, delivered},
    facts::{Placement, Successor, SuccessorState},
};

/// vB of the child that is reckoned with: one input, one output, both P2WPKH.
const SMALL_CHILD_VSIZE: u64 = 110;

/// What to do about this case.
pub fn of(case: &Case<'_>) -> Vec<NextStep> {
    if case.is_doubtful() {
        return case.unlike_steps();
    }
    let mut steps = of_cause(case);
    if case.differs() && steps.iter().all(|step| step.code != "check_recipient") {
        steps.insert(0, check_stated(case));
    }
    steps
}

fn of_cause(case: &Case<'_>) -> Vec<NextStep> {
    match &case.verdict.cause.cause {
        Cause::NextInLine { .. } | Cause::SlowBlocks { .. } => vec![wait(case), do_not_resend(case)],
        Cause::AwaitingConfirmations { .. } | Cause::CoinbaseImmature { .. } => vec![wait(case)],
        Cause::Settled { .. } => settled(case),
        Cause::ReturnedByReorg { .. } => {
            let dear = case.verdict.also.iter().any(|also| is_about_fee(&also.cause));
            let raise = if dear { raise_fee(case) } else { Vec::new() };
            [vec![wait(case), do_not_resend(case)], raise].concat()
        }
        Cause::NeverSeen { .. } => {
            // It may be in the pools of others, or on its way to a miner in private.
            vec![
                step(case, "check_typo", Who::Recipient, "check_typo"),
                step(case, "check_network", Who::Recipient, "check_network"),
                ask_sender(case),
                try_later(case),
                do_not_resend(case),
            ]
        }
        Cause::NodeBehind { .. } => {
            vec![try_later(case), do_not_resend(case), step(case, "escalate", Who::Support, "escalate-node")]
        }
        Cause::IsBlockHash { .. } => vec![step(case, "find_tx_id", Who::Recipient, "find_tx_id")],
        Cause::Dropped { .. } if super::gas::is_overtaken(case.facts) => vec![do_not_resend(case), ask_sender(case)],
        Cause::Dropped { just_left: true, .. } => vec![try_later(case), do_not_resend(case)],
        Cause::Dropped { just_left: false, .. } | Cause::EvictedLowFee { .. } | Cause::Expired { .. } => {
            let again = if case.facts.reorged_from.is_some() { "rebroadcast-again" } else { "rebroadcast-later" };
            vec![respend(case), ask_sender(case), step(case, "rebroadcast", Who::Sender, again)]
        }
        Cause::FeeBelowMarket { .. } | Cause::ParentFeeTooLow { .. } => {
            [raise_fee(case), vec![wait(case), do_not_resend(case)]].concat()
        }
        Cause::NearEviction { .. } => [raise_fee(case), vec![do_not_resend(case), wait(case)]].concat(),
        Cause::NotPropagated { .. } => vec![
            step(case, "rebroadcast", Who::Sender, "rebroadcast"),
            do_not_resend(case),
            step(case, "escalate", Who::Support, "escalate-unasked"),
        ],
        Cause::MissingParent { .. } => {
            vec![try_later(case), step(case, "rebroadcast", Who::Sender, "rebroadcast-parent"), ask_sender(case)]
        }
        Cause::Replaced { by } if super::gas::is_claimed(case.facts) => vec![
            step(case, "check_nonce", Who::Sender, "check_nonce"),
            do_not_resend(case),
            say(
                case,
                "look_up_successor",
                Who::Recipient,
                "look_up_same_number",
                &args([("successor", by.id.to_string().into())]),
            ),
        ],
        Cause::Replaced { by } => after_replacement(case, by),
        Cause::DoubleSpent { by } => after_double_spend(case, by),
        Cause::AncestorReplaced { by, .. } => after_ancestor(case, by.as_ref()),
        Cause::PaysElsewhere | Cause::PaysAnotherAmount { .. } => vec![check_stated(case), ask_about_stated(case)],
        Cause::Gas(cause) => super::gas::steps(case, cause),
    }
}

fn is_about_fee(cause: &Cause) -> bool {
    matches!(cause, Cause::FeeBelowMarket { .. } | Cause::ParentFeeTooLow { .. } | Cause::NearEviction { .. })
}

fn settled(case: &Case<'_>) -> Vec<NextStep> {
    let figures = args([("what", case.what_to_send().into())]);
    if super::gas::is_by_protocol(case.facts) {
        return vec![step(case, "look_at_bridge", Who::Recipient, "look_at_bridge"), do_not_resend(case)];
    }
    vec![
        say(case, "ask_recipient", Who::Recipient, "ask_recipient", &figures),
        step(case, "escalate", Who::Support, "escalate-settled"),
    ]
}

/// It was replaced. The line may be replaced further, so nothing may be paid anew while its last one waits.
fn after_replacement(case: &Case<'_>, by: &Successor) -> Vec<NextStep> {
    let mut steps = vec![look_up(case, by)];
    let paid_as_meant = by.same_recipient == Some(true);
    match by.state {
        SuccessorState::InBlock(..) if paid_as_meant => {}
        SuccessorState::InBlock(..) if by.same_recipient == Some(false) => {
            steps.extend([ask_instead(case), send_again(case, by)]);
        }
        SuccessorState::Waiting if paid_as_meant => steps.push(do_not_resend(case)),
        // Where only a number is shared, either of the two may still be mined.
        SuccessorState::Waiting if case.facts.gas.is_some() => steps.extend([do_not_resend(case), ask_why(case, by)]),
        SuccessorState::InBlock(..) | SuccessorState::Waiting => steps.push(ask_why(case, by)),
        SuccessorState::Gone | SuccessorState::Unknown => steps.extend([ask_sender(case), respend(case)]),
    }
    steps
}

fn after_double_spend(case: &Case<'_>, by: &Successor) -> Vec<NextStep> {
    let mut steps = vec![look_up(case, by)];
    match by.same_recipient {
        Some(true) => {}
        Some(false) => steps.push(ask_instead(case)),
        None => steps.push(ask_why(case, by)),
    }
    if by.same_recipient == Some(false) && matches!(by.state, SuccessorState::InBlock(..)) {
        steps.push(send_again(case, by));
    }
    steps
}

fn after_ancestor(case: &Case<'_>, by: Option<&Successor>) -> Vec<NextStep> {
    let Some(by) = by else { return vec![respend(case), ask_sender(case)] };
    match by.state {
        SuccessorState::InBlock(..) => vec![ask_instead(case), send_again(case, by)],
        SuccessorState::Waiting | SuccessorState::Gone | SuccessorState::Unknown => {
            vec![ask_sender(case), respend(case)]
        }
    }
}

/// Raising the fee from the sender's wallet comes first, the recipient's own way second; neither without knowing
/// what the next block takes.
fn raise_fee(case: &Case<'_>) -> Vec<NextStep> {
    let (Placement::Waiting(waiting), Some(queue)) = (&case.facts.placement, &case.facts.network.queue) else {
        return Vec::new();
    };
    if case.is_blind() {
        return Vec::new();
    }
    let size = f64::from(waiting.vsize);
    if !case.facts.blockers.is_empty() {
        let figures = args([("rate", case.words.rate(round_up(queue.next_block_rate)).into())]);
        return vec![
            say(case, "raise_fee_rbf", Who::Sender, "raise_fee_rbf-package", &figures),
            say(case, "cpfp", Who::Recipient, "cpfp-package", &figures),
        ];
    }
    // BIP 125, rules 3 and 4: pay for all that is pushed out, and for the own relay besides.
    let least = waiting.displaced_fee as f64 + queue.incremental_rate * size;
    let rate = round_up(queue.next_block_rate.max(least / size.max(1.0)));
    let fee = (rate * size).ceil() as u64;
    let bumped = args([("rate", case.words.rate(rate).into()), ("fee", fee.into())]);
    let mut steps = vec![say(case, "raise_fee_rbf", Who::Sender, "raise_fee_rbf", &bumped)];

    let rate = round_up(queue.next_block_rate);
    let lifted = rate * (size + SMALL_CHILD_VSIZE as f64) - waiting.fee as f64;
    if waiting.descendants == 0 && lifted > 0.0 {
        let figures = args([("rate", case.words.rate(rate).into()), ("fee", (lifted.ceil() as u64).into())]);
        steps.push(say(case, "cpfp", Who::Recipient, "cpfp", &figures));
    } else if waiting.descendants > 0 {
        let figures = args([("rate", case.words.rate(rate).into())]);
        steps.push(say(case, "cpfp", Who::Recipient, "cpfp-package", &figures));
    }
    steps
}

/// To tenths, or to whole ones where tenths aren't shown, so that what is said is never too little.
fn round_up(rate: f64) -> f64 {
    if rate < 99.0 { (rate * 10.0 - 1e-6).ceil() / 10.0 } else { rate.ceil() }
}

pub fn wait(case: &Case<'_>) -> NextStep {
    step(case, "wait", Who::Nobody, "wait")
}

/// A new payment, once nothing can bring the first one back.
fn send_again(case: &Case<'_>, by: &Successor) -> NextStep {
    if figures::is_final(by, case.facts) {
        return step(case, "send_again", Who::Sender, "send_again");
    }
    not_yet(case, "successor")
}

/// Until that one's block is as deep and as final as the receiver wants, what came of it may be undone.
pub fn not_yet(case: &Case<'_>, which: &'static str) -> NextStep {
    let required = case.facts.network.required.max(1);
    let figures =
        args([("which", which.into()), ("required", required.into()), ("wanted", figures::wanted(case.facts).into())]);
    say(case, "wait", Who::Nobody, "send_again-later", &figures)
}

pub fn do_not_resend(case: &Case<'_>) -> NextStep {
    step(case, "do_not_resend", Who::Sender, "do_not_resend")
}

fn respend(case: &Case<'_>) -> NextStep {
    if case.facts.gas.is_some() {
        return step(case, "replace_same_nonce", Who::Sender, "replace_same_nonce");
    }
    step(case, "respend_same_coins", Who::Sender, "respend_same_coins")
}

fn try_later(case: &Case<'_>) -> NextStep {
    let wait = case.words.duration(case.look_again_s());
    say(case, "try_later", Who::Nobody, "try_later", &args([("wait", wait.into())]))
}

/// What became of it is known: only what is to come instead isn't.
fn ask_instead(case: &Case<'_>) -> NextStep {
    say(case, "ask_sender", Who::Recipient, "ask_sender-instead", &args([("id", case.facts.id.to_string().into())]))
}

/// Another takes its place, and whether that is as meant only the sender knows.
fn ask_why(case: &Case<'_>, by: &Successor) -> NextStep {
    let pays = if by.same_recipient == Some(false) { "others" } else { "unclear" };
    let figures = args([("id", case.facts.id.to_string().into()), ("pays", pays.into())]);
    say(case, "ask_sender", Who::Recipient, "ask_sender-why", &figures)
}

fn ask_sender(case: &Case<'_>) -> NextStep {
    say(case, "ask_sender", Who::Recipient, "ask_sender", &args([("id", case.facts.id.to_string().into())]))
}

/// It may be another transfer than the one that is meant, or what was stated may be wrong.
pub fn check_stated(case: &Case<'_>) -> NextStep {
    step(case, "check_recipient", Who::Recipient, "check_recipient-stated")
}

pub fn ask_about_stated(case: &Case<'_>) -> NextStep {
    step(case, "ask_sender", Who::Recipient, "ask_sender-stated")
}

fn look_up(case: &Case<'_>, by: &Successor) -> NextStep {
    let figures = args([("successor", by.id.to_string().into())]);
    // What doesn't pay the same recipient is not the payment under another id.
    let message = if by.same_recipient == Some(false) { "look_up_other" } else { "look_up_successor" };
    say(case, "look_up_successor", Who::Recipient, message, &figures)
}

fn step(case: &Case<'_>, code: &'static str, who: Who, message: &str) -> NextStep {
    say(case, code, who, message, &FluentArgs::new())
}

pub fn say(case: &Case<'_>, code: &'static str, who: Who, message: &str, figures: &FluentArgs<'_>) -> NextStep {
    NextStep { code, who, text: case.words.say(&format!("step-{message}"), figures) }
}

impl Case<'_> {
    /// What the recipient's platform needs to find the transfer.
    pub fn what_to_send(&self) -> String {
        let words = self.words;
        let mut parts = vec![words.say("send-id", &args([("id", self.facts.id.to_string().into())]))];
        if let Placement::InBlock { block, .. } = &self.facts.placement {
            parts.push(words.say("send-block", &figures::block(block)));
            parts.push(words.say("send-time", &args([("time", words.time(block.time).into())])));
        }
        let paid = self.facts.paid.or_else(|| delivered(self.facts));
        // Where nothing was stated, what is seen on the chain.
        let (seen_amount, seen_to) = super::gas::moved_once(self).unzip();
        let known = checked(paid.and_then(|paid| paid.amount));
        let stated = self.expected.amount.clone().map(|amount| (amount, known));
        if let Some((amount, known)) = stated.or(seen_amount.map(|amount| (amount, "yes"))) {
            parts.push(words.say("send-amount", &args([("amount", amount.into()), ("checked", known.into())])));
        }
        let known = checked(paid.and_then(|paid| paid.recipient));
        let stated = self.expected.to.clone().map(|address| (address, known));
        if let Some((address, known)) = stated.or(seen_to.map(|address| (address, "yes"))) {
            parts.push(words.say("send-address", &args([("address", address.into()), ("checked", known.into())])));
        }
        parts.join(&words.say("send-joiner", &FluentArgs::new()))
    }
}

/// Whether what the asker stated was compared with what the transaction pays, and how that ended.
fn checked(paid: Option<bool>) -> &'static str {
    match paid {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}
