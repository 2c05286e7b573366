//! One question's answer being put together: the summary and the reply, and what every part of the answer shares.

use chains::TxId;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;

use super::{
    Expectation, figures, gas,
    words::{Words, args, short},
};
use crate::{
    diagnose::{Cause, Diagnosis, GasCause, Stage, Unlike, is_blind},
    eta::Eta,
    facts::{Facts, Placement, Successor, SuccessorState},
    pace::is_halted,
};

/// All that an explanation is made from.
pub struct Case<'a> {
    pub facts: &'a Facts,
    pub verdict: &'a Diagnosis,
    pub eta: Option<&'a Eta>,
    pub expected: &'a Expectation,
    pub unlike: Vec<Unlike>,
    pub now: Timestamp,
    pub words: &'static Words,
}

/// What stands between paragraphs of a reply.
pub const PARAGRAPH: &str = "\n\n";

/// Paragraphs as an agent can send them: after a greeting, before the warning against impostors.
pub fn letter(words: &Words, paragraphs: &[&str]) -> String {
    let nothing = FluentArgs::new();
    let (hello, safety) = (words.say("hello", &nothing), words.say("safety", &nothing));
    [&[hello.as_str()], paragraphs, &[safety.as_str()]].concat().join(PARAGRAPH)
}

const MINUTE_S: f64 = 60.0;
const HOUR_S: f64 = 3600.0;
/// However long it takes, something else may have come of it by then.
const LONGEST_S: f64 = 6.0 * HOUR_S;
/// After so many blocks another look tells more.
const SOME_BLOCKS: f64 = 10.0;
/// Bitcoin Core announces what no peer has asked for anew after 10 to 15 minutes.
const ANNOUNCED_AGAIN_S: f64 = 15.0 * MINUTE_S;

impl Case<'_> {
    /// The variables of the cause's own messages.
    pub fn figures(&self) -> FluentArgs<'static> {
        let mut figures = figures::of(&self.verdict.cause.cause, self.facts, self.words);
        figures.set("id", short(&self.facts.id));
        self.unlike_figures().into_iter().for_each(|(name, value)| figures.set(name, value));
        let cause = &self.verdict.cause.cause;
        if matches!(cause, Cause::Settled { .. }) {
            figures.set("what", self.what_to_send());
        }
        if matches!(cause, Cause::PaysElsewhere) {
            figures.set("expected", self.expected.to.clone().unwrap_or_default());
        }
        if matches!(cause, Cause::PaysAnotherAmount { .. }) {
            figures.set("expected", self.expected.amount.clone().unwrap_or_default());
        }
        figures
    }

    pub fn summary(&self) -> String {
        let told = self.told("summary");
        let (eta, again) = (self.eta_sentence(), self.again());
        self.words.join(told.iter().chain([&eta, &again]).map(String::as_str))
    }

    /// Paragraphs: greeting, what is so, when, safety.
    pub fn reply(&self) -> String {
        let told = self.words.join(self.told("reply").iter().map(String::as_str));
        let when = self.words.join([self.eta_sentence().as_str(), &self.again()]);
        letter(self.words, &[&told, &when])
    }

    /// That the chain is made up, and that the knowledge is old: whatever else is said, this comes first.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.facts.network.simulated {
            notes.push(self.words.say("simulated-note", &FluentArgs::new()));
        }
        // Where blindness is the cause itself, there is no old knowledge to be told.
        if self.facts.coverage.stale && !matches!(self.verdict.cause.cause, Cause::NodeBehind { .. }) {
            notes.push(match self.facts.coverage.as_of {
                Some(at) => self.words.say("stale-note", &args([("time", self.words.time(at).into())])),
                None => self.words.say("stale-note-never", &FluentArgs::new()),
            });
        }
        notes
    }

    /// When it arrives, as far as that can be said; empty where it is over, or nothing is known of it.
    pub fn eta_sentence(&self) -> String {
        let Some(message) = self.eta_message() else { return String::new() };
        let interval = self.words.length(self.facts.network.block_interval_s);
        let mut figures = args([("interval", interval.into())]);
        if let Some(eta) = self.eta {
            figures.set("range", self.words.range(eta.p50_s, eta.p80_s));
            figures.set("late", self.words.duration(eta.p95_s));
        }
        self.words.say(message, &figures)
    }

    /// The message that says so, or why it can't be said.
    pub fn eta_message(&self) -> Option<&'static str> {
        Some(match (self.verdict.stage, &self.verdict.cause.cause) {
            (Stage::Waiting, Cause::NotPropagated { .. }) => "eta-none-unasked",
            (Stage::Waiting, Cause::NodeBehind { .. }) => "eta-none-blind",
            (Stage::Waiting, _) if self.is_blind() => "eta-none-blind",
            (Stage::Waiting, cause) if cause.is_stuck() => "eta-none-stuck",
            (Stage::Included, Cause::NodeBehind { .. }) => return None,
            (Stage::Waiting | Stage::Included, _) if self.is_halted() => "eta-none-halted",
            (Stage::Waiting, _) if self.eta.is_none() => "eta-none-queue",
            (Stage::Waiting, Cause::NearEviction { .. }) => "eta-unless-dropped",
            (Stage::Waiting, _) => "eta-waiting",
            // Whoever signed the lure waits for it; nobody else does.
            (Stage::Included, Cause::Gas(GasCause::SucceededAmountDiffers { lure: true, .. })) => return None,
            (Stage::Included, Cause::Gas(GasCause::AwaitingFinality { .. })) => "eta-finality",
            (Stage::Included, _) if self.eta.is_none() || self.is_blind() => match self.facts.gas {
                Some(_) => "eta-pace-gas",
                None => "eta-pace",
            },
            (Stage::Included, Cause::Gas(GasCause::InnerCallFailed { bundled: None, .. })) => "eta-deep",
            (Stage::Included, cause) if gas::has_missed(cause) || self.is_doubtful() => "eta-deep",
            (Stage::Included, _) => "eta-included",
            (Stage::Unknown | Stage::Settled | Stage::Failed | Stage::Gone, _) => return None,
        })
    }

    /// Seconds after which another look may tell more.
    pub fn look_again_s(&self) -> f64 {
        let cause = &self.verdict.cause.cause;
        let blind_to_it = matches!(cause, Cause::NodeBehind { .. });
        let soon = |eta: &Eta| eta.p80_s.clamp(MINUTE_S, LONGEST_S);
        match self.verdict.stage {
            Stage::Waiting if self.is_blind() => 15.0 * MINUTE_S,
            Stage::Waiting | Stage::Included if blind_to_it || self.is_halted() => 15.0 * MINUTE_S,
            Stage::Waiting if matches!(cause, Cause::NotPropagated { .. }) => ANNOUNCED_AGAIN_S,
            Stage::Waiting => self.eta.map_or_else(|| self.untimed_s(), soon),
            Stage::Included => match (cause, self.eta) {
                (Cause::CoinbaseImmature { confirmations, needed }, _) => self.pace(*confirmations, *needed),
                // The chain's word moves on as blocks come, as far behind them as it is now.
                (Cause::Gas(GasCause::AwaitingFinality { blocks_left: Some(left), .. }), _) => {
                    (*left as f64 * self.facts.network.block_interval_s).clamp(MINUTE_S, LONGEST_S)
                }
                (_, Some(eta)) => soon(eta),
                (_, None) => HOUR_S,
            },
            Stage::Unknown if matches!(cause, Cause::NeverSeen { .. }) => HOUR_S,
            Stage::Gone if matches!(cause, Cause::Dropped { just_left: true, .. }) => MINUTE_S,
            Stage::Unknown | Stage::Gone => 15.0 * MINUTE_S,
            Stage::Failed if !gas::is_over(self.facts) => 15.0 * MINUTE_S,
            Stage::Settled | Stage::Failed => HOUR_S,
        }
    }

    /// None of our nodes can tell the present.
    pub fn is_blind(&self) -> bool {
        is_blind(&self.facts.coverage)
    }

    /// Nobody can say when the next block comes.
    pub fn is_halted(&self) -> bool {
        is_halted(&self.facts.network, self.now)
    }

    /// From one moment to another, in words; clocks that disagree make it short, never negative.
    pub fn age(&self, from: Timestamp, to: Timestamp) -> String {
        let seconds = to.duration_since(from).as_secs_f64();
        if seconds < MINUTE_S { self.words.say("moment", &args([])) } else { self.words.duration(seconds) }
    }

    /// Where no time can be told: when some blocks have come, and no sooner than it can be.
    fn untimed_s(&self) -> f64 {
        let blocks_s = (SOME_BLOCKS * self.facts.network.block_interval_s).clamp(MINUTE_S, HOUR_S);
        if let Cause::Gas(GasCause::FeeBelowBase { not_before_s, .. } | GasCause::BlobFeeTooLow { not_before_s, .. }) =
            &self.verdict.cause.cause
        {
            return not_before_s.map_or(HOUR_S, |sure| sure.clamp(blocks_s, LONGEST_S));
        }
        blocks_s
    }

    fn pace(&self, confirmations: u64, needed: u64) -> f64 {
        needed.saturating_sub(confirmations) as f64 * self.facts.network.block_interval_s
    }

    /// What is so, sentence by sentence: the notes, the cause's own text, and what took its place.
    fn told(&self, part: &str) -> Vec<String> {
        let cause = &self.verdict.cause.cause;
        let mut told = self.notes();
        told.extend(self.unlike_notes());
        told.push(self.words.say(&format!("{}.{part}", self.message()), &self.figures()));
        let unpaid = self.facts.paid.filter(|paid| paid.recipient == Some(false) || paid.amount == Some(false));
        // While it waits that is said before, and in a block it is the cause itself.
        if let (Some(paid), Placement::Left(_)) = (unpaid, &self.facts.placement) {
            let what = if paid.recipient == Some(false) { "address" } else { "amount" };
            told.push(self.words.say("not-as-stated", &args([("what", what.into())])));
        }
        told.extend(self.uncompared_notes());
        told.extend(gas::layer2_note(self.facts, cause, self.words));
        told.extend(gas::resend_note(self.facts, cause, self.words));
        told.extend(gas::young_note(self.facts, cause, self.words));
        told.extend(gas::protocol_note(self.facts, cause, self.words));
        if let Some(by) = successor(cause).filter(|_| !gas::is_claimed(self.facts)) {
            let figures = figures::successor(by, self.facts);
            told.extend(
                ["successor-pays", "successor-stands", "successor-advice"].map(|id| self.words.say(id, &figures)),
            );
        }
        told
    }

    fn again(&self) -> String {
        let (message, successor) = self.next_look();
        let wait = self.words.duration(self.look_again_s());
        let successor = successor.as_ref().map(TxId::to_string).unwrap_or_default();
        self.words.say(message, &args([("wait", wait.into()), ("successor", successor.into())]))
    }

    /// The same as a figure, where looking again is all there is to do.
    pub fn next_check_s(&self) -> Option<f64> {
        (self.next_look().0 == "again").then(|| self.look_again_s())
    }

    /// How to look again, and at which transaction if at another one.
    fn next_look(&self) -> (&'static str, Option<TxId>) {
        match &self.verdict.cause.cause {
            Cause::Settled { .. } => ("again-settled", None),
            Cause::IsBlockHash { .. } => ("again-id", None),
            Cause::Replaced { .. } if gas::is_claimed(self.facts) => ("again", None),
            // What took its place is not the payment that is waited for.
            Cause::Replaced { by } | Cause::DoubleSpent { by } if by.same_recipient == Some(false) => {
                (if figures::is_final(by, self.facts) { "again-sender" } else { "again" }, None)
            }
            Cause::Replaced { by } | Cause::DoubleSpent { by } => match by.state {
                SuccessorState::Waiting | SuccessorState::InBlock(..) => ("again-successor", Some(by.id)),
                SuccessorState::Gone | SuccessorState::Unknown => ("again-sender", None),
            },
            Cause::AncestorReplaced { .. }
            | Cause::EvictedLowFee { .. }
            | Cause::Expired { .. }
            | Cause::Dropped { just_left: false, .. } => ("again-sender", None),
            Cause::NextInLine { .. }
            | Cause::SlowBlocks { .. }
            | Cause::AwaitingConfirmations { .. }
            | Cause::ReturnedByReorg { .. }
            | Cause::NeverSeen { .. }
            | Cause::NodeBehind { .. }
            | Cause::Dropped { just_left: true, .. }
            | Cause::FeeBelowMarket { .. }
            | Cause::ParentFeeTooLow { .. }
            | Cause::NearEviction { .. }
            | Cause::NotPropagated { .. }
            | Cause::MissingParent { .. }
            | Cause::CoinbaseImmature { .. } => ("again", None),
            Cause::PaysElsewhere | Cause::PaysAnotherAmount { .. } if !gas::is_over(self.facts) => ("again", None),
            Cause::PaysElsewhere | Cause::PaysAnotherAmount { .. } => ("again-settled", None),
            Cause::Gas(cause) => (gas::again(self.facts, cause), None),
        }
    }
}

fn successor(cause: &Cause) -> Option<&Successor> {
    if let Cause::Replaced { by } | Cause::DoubleSpent { by } = cause { Some(by) } else { None }
}
