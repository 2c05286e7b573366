//! From a verdict to words: Fluent messages per language with ICU numbers, dates and durations. Decides nothing about
//! the transaction; what to advise is in `steps`. A language is a file in `locales` and a variant of [`Lang`].

use chains::Claim;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;

use self::case::Case;
use crate::{
    diagnose::{Cause, Diagnosis, unlike_stated},
    eta::Eta,
    facts::{ExpectedOutput, Facts, gas::Expected},
};

mod case;
mod details;
mod figures;
mod gas;
mod incidents;
mod network;
mod search;
mod stated;
mod steps;
#[cfg(test)]
mod tests;
mod words;

pub use case::PARAGRAPH;
pub use gas::{coins, gwei};
pub use incidents::{incident_current, incident_eased, incident_event, incident_title, still_blind};
pub use network::{headline, state_words, verdict};
pub use search::Search;
pub use words::{Words, args};

/// A language that answers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// Its BCP 47 tag, as in `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
        }
    }
}

/// What a caller knows of the transfer; all optional, each checked at the door.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// Recipient's address as the caller wrote it: shown back in messages to the recipient's platform, once checked.
    pub to: Option<String>,
    /// Amount as the caller wrote it, checked to be a decimal number.
    pub amount: Option<String>,
    /// The same, and the asset, in the terms of a chain with gas.
    pub gas: Option<Expected>,
    /// The same, on a chain whose transactions have outputs.
    pub output: Option<ExpectedOutput>,
    /// The sender and nonce that the caller knows of: what the transaction would consume, on a chain with gas.
    pub claim: Option<Claim>,
}

/// An answer in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its language.
    pub lang: Lang,
    /// One line.
    pub headline: String,
    /// What is happening, why, what to do, when to look again; no jargon.
    pub summary: String,
    /// Seconds after which another look may tell more, where it may without anyone acting.
    pub next_check_s: Option<f64>,
    /// The figures behind it, a sentence each.
    pub details: Vec<String>,
    /// What to do, most useful first.
    pub next_steps: Vec<NextStep>,
    /// The warning against impostors.
    pub safety: String,
    /// What an agent can send to the customer as it is.
    pub reply: String,
    /// The help article's slug.
    pub article: &'static str,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub struct NextStep {
    /// Stable code.
    pub code: &'static str,
    /// Whose move it is.
    pub who: Who,
    /// The sentence.
    pub text: String,
}

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever sent the transfer.
    Sender,
    /// Whoever waits for it.
    Recipient,
    /// The support team.
    Support,
    /// Nobody: wait.
    Nobody,
}

/// Says a verdict in a language.
pub fn explain(
    facts: &Facts,
    diagnosis: &Diagnosis,
    eta: Option<&Eta>,
    expected: &Expectation,
    lang: Lang,
    now: Timestamp,
) -> Explanation {
    let words = Words::of(lang);
    let unlike = unlike_stated(facts);
    let case = Case { facts, verdict: diagnosis, eta, expected, unlike, now, words };
    let cause = &diagnosis.cause.cause;
    Explanation {
        lang,
        headline: words.say(case.message(), &case.figures()),
        summary: case.summary(),
        next_check_s: case.next_check_s(),
        details: details::of(&case),
        next_steps: steps::of(&case),
        safety: words.say("safety", &FluentArgs::new()),
        reply: case.reply(),
        article: article(cause),
    }
}

/// The help article that says more about a cause.
fn article(cause: &Cause) -> &'static str {
    match cause {
        Cause::NextInLine { .. } => "how-transfers-work",
        Cause::SlowBlocks { .. }
        | Cause::FeeBelowMarket { .. }
        | Cause::NearEviction { .. }
        | Cause::ParentFeeTooLow { .. } => "pending-too-long",
        Cause::AwaitingConfirmations { .. } | Cause::CoinbaseImmature { .. } => "confirmations",
        Cause::Settled { .. } => "success-but-not-credited",
        Cause::ReturnedByReorg { .. } => "reorgs-and-finality",
        Cause::NeverSeen { .. } | Cause::MissingParent { .. } | Cause::NotPropagated { .. } => "not-found",
        Cause::NodeBehind { .. } => "reading-the-status-page",
        Cause::IsBlockHash { .. } => "find-your-hash",
        Cause::Dropped { .. } | Cause::EvictedLowFee { .. } | Cause::Expired { .. } => "dropped",
        Cause::Replaced { .. } | Cause::AncestorReplaced { .. } | Cause::DoubleSpent { .. } => "replaced",
        Cause::PaysElsewhere => "wrong-address",
        Cause::PaysAnotherAmount { .. } => "success-but-not-credited",
        Cause::Gas(cause) => gas::article(cause),
    }
}
