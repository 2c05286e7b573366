//! What is said besides where a transfer was found nowhere: on which of several networks it isn't, which of them can't be
//! seen, and that its link is for one that isn't watched. Decides nothing.

use chains::TxId;
use fluent_bundle::FluentArgs;

use super::{
    Lang,
    case::letter,
    words::{Words, args, short},
};

/// Where a transfer was looked for that was found nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The network that its link names and that isn't watched.
    pub unwatched: Option<&'static str>,
    /// Networks that don't have it.
    pub absent: Vec<String>,
    /// Networks that can't be seen at the moment.
    pub blind: Vec<String>,
}

/// What takes the place of an answer's own words.
pub struct Elsewhere {
    /// One line.
    pub headline: String,
    /// What is happening and what to do.
    pub summary: String,
    /// What an agent can send.
    pub reply: String,
    /// Where to look instead.
    pub step: String,
}

impl Search {
    /// Whether there is anything to say besides what the answer of one network says.
    pub fn tells(&self) -> bool {
        self.unwatched.is_some() || self.absent.len() + self.blind.len() > 1
    }

    /// The headline, where several networks were searched.
    pub fn headline(&self, lang: Lang) -> String {
        Words::of(lang).say(if self.blind.is_empty() { "search-none" } else { "search-partly" }, &self.figures(lang))
    }

    /// A sentence that comes before the answer's own: where it isn't. None where nothing was seen.
    pub fn lead(&self, lang: Lang) -> Option<String> {
        let told = !self.absent.is_empty() && !self.blind.is_empty();
        told.then(|| Words::of(lang).say("search-partly.lead", &self.figures(lang)))
    }

    /// What is said instead where its link is for a network that isn't watched.
    pub fn elsewhere(&self, id: &TxId, lang: Lang) -> Option<Elsewhere> {
        let words = Words::of(lang);
        let mut figures = self.figures(lang);
        figures.set("network", self.unwatched?);
        figures.set("id", short(id));
        Some(Elsewhere {
            headline: words.say("search-elsewhere", &figures),
            summary: words.say("search-elsewhere.text", &figures),
            reply: letter(words, &[&words.say("search-elsewhere.send", &figures)]),
            step: words.say("search-elsewhere.step", &figures),
        })
    }

    fn figures(&self, lang: Lang) -> FluentArgs<'static> {
        let words = Words::of(lang);
        let joiner = words.say("list-joiner", &FluentArgs::new());
        let list = |names: &[String]| names.join(&joiner);
        let all: Vec<String> = self.absent.iter().chain(&self.blind).cloned().collect();
        args([
            ("absent", list(&self.absent).into()),
            ("blind", list(&self.blind).into()),
            ("watched", list(&all).into()),
        ])
    }
}
