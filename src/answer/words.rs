//! An answer's words, as callers see them. Says nothing by itself.

use serde::Serialize;
use utoipa::ToSchema;

use chains::TxId;

use crate::explain::{Explanation, Lang, PARAGRAPH, Search, Who, Words};

/// An answer in words: our own, with numbers and hashes, never text from a chain.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExplanationReport {
    /// BCP 47 tag of the language.
    #[schema(examples("en", "zh-CN"))]
    pub lang: String,
    /// One line.
    pub headline: String,
    /// What is happening, why, what to do, when to look again.
    pub summary: String,
    /// The figures behind it, a sentence each.
    pub details: Vec<String>,
    /// What to do, most useful first.
    pub next_steps: Vec<NextStepReport>,
    /// The warning against impostors.
    pub safety: String,
    /// What a support agent can send to the customer as it is.
    pub reply: String,
    /// The help article's slug.
    pub article: String,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NextStepReport {
    /// Stable code.
    #[schema(examples("raise_fee_rbf"))]
    pub code: String,
    /// Whose move it is.
    pub who: WhoCode,
    /// The sentence.
    pub text: String,
}

/// Whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum WhoCode {
    Sender,
    Recipient,
    Support,
    Nobody,
}

impl ExplanationReport {
    /// Tells where else it was looked for in vain.
    pub(super) fn tell(&mut self, search: &Search, id: &TxId, lang: Lang) {
        if let Some(elsewhere) = search.elsewhere(id, lang) {
            self.headline = elsewhere.headline;
            self.summary = elsewhere.summary;
            self.reply = elsewhere.reply;
            self.next_steps.retain(|step| step.code == "do_not_resend");
            let step =
                NextStepReport { code: "check_network".to_owned(), who: WhoCode::Recipient, text: elsewhere.step };
            self.next_steps.insert(0, step);
            return;
        }
        self.headline = search.headline(lang);
        if let Some(lead) = search.lead(lang) {
            let words = Words::of(lang);
            self.summary = words.join([lead.as_str(), &self.summary]);
            if let Some((greeting, rest)) = self.reply.split_once(PARAGRAPH) {
                self.reply = [greeting, &words.join([lead.as_str(), rest])].join(PARAGRAPH);
            }
        }
    }
}

impl From<Explanation> for ExplanationReport {
    fn from(words: Explanation) -> Self {
        let steps = words.next_steps.into_iter().map(|step| NextStepReport {
            code: step.code.to_owned(),
            who: step.who.into(),
            text: step.text,
        });
        Self {
            lang: words.lang.tag().to_owned(),
            headline: words.headline,
            summary: words.summary,
            details: words.details,
            next_steps: steps.collect(),
            safety: words.safety,
            reply: words.reply,
            article: words.article.to_owned(),
        }
    }
}

impl From<Who> for WhoCode {
    fn from(who: Who) -> Self {
        match who {
            Who::Sender => Self::Sender,
            Who::Recipient => Self::Recipient,
            Who::Support => Self::Support,
            Who::Nobody => Self::Nobody,
        }
    }
}
