//! From a verdict to words: Fluent messages per language with ICU numbers, dates and durations. Decides nothing.

use jiff::Timestamp;

use crate::{diagnose::Diagnosis, eta::Eta, facts::Facts};

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
}

/// What a caller knows of the transfer; all optional, each checked at the door.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// Recipient's address as the caller wrote it: shown back in messages to the recipient's platform, once checked.
    pub to: Option<String>,
    /// Amount as the caller wrote it, checked to be a decimal number.
    pub amount: Option<String>,
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
    _facts: &Facts,
    _diagnosis: &Diagnosis,
    _eta: Option<&Eta>,
    _expected: &Expectation,
    lang: Lang,
    _now: Timestamp,
) -> Explanation {
    Explanation {
        lang,
        headline: String::new(),
        summary: String::new(),
        details: Vec::new(),
        next_steps: Vec::new(),
        safety: String::new(),
        reply: String::new(),
        article: "",
    }
}
