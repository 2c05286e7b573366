//! Help articles for the public, each a Markdown file per language in `articles`. They come with the program and are held
//! to their rules by the tests, so nothing in them is anybody else's. Knows no transaction, no network and no HTTP.

use std::{collections::HashMap, sync::LazyLock};

use rust_embed::Embed;
use serde::Deserialize;

use crate::explain::Lang;

mod article;
mod search;
#[cfg(test)]
mod tests;

pub use article::Article;
pub use search::search;

/// What an article is about, whatever its language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Its name in addresses and answers.
    pub slug: String,
    /// Where it is listed.
    pub topic: Topic,
    /// Slugs of what to read next.
    pub related: Vec<String>,
    /// What to show of the networks beside it.
    #[serde(default)]
    pub figures: Figures,
}

/// A heading in the list of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// How things are.
    Basics,
    /// It takes long.
    Waiting,
    /// It isn't to be found, or isn't what counts any more.
    Gone,
    /// It is in a block, without effect.
    Failed,
    /// It is done, and the money is not where it should be.
    Arrived,
    /// The network as a whole.
    Network,
    /// Fraud, and whom to ask.
    Safety,
}

impl Topic {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 7] =
        [Self::Basics, Self::Waiting, Self::Gone, Self::Failed, Self::Arrived, Self::Network, Self::Safety];
}

/// What the page shows of the networks as they are now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figures {
    /// Nothing.
    #[default]
    None,
    /// What to pay for which wait.
    Fees,
    /// Blocks and confirmations.
    Times,
    /// Each network in a sentence.
    Status,
}

/// An article in a language.
pub fn article(slug: &str, lang: Lang) -> Option<&'static Article> {
    ARTICLES.get(&lang)?.get(slug)
}

/// All articles in a language, in the order in which they are listed.
pub fn articles(lang: Lang) -> impl Iterator<Item = &'static Article> {
    SUBJECTS.iter().filter_map(move |subject| article(&subject.slug, lang))
}

/// What to read after this article.
pub fn related(article: &Article) -> impl Iterator<Item = &'static Article> {
    article.subject.related.iter().filter_map(|slug| self::article(slug, article.lang))
}

#[derive(Embed)]
#[folder = "src/help/articles"]
struct Files;

#[derive(Deserialize)]
struct Listed {
    article: Vec<Subject>,
}

// What can't be read is left out; the tests name it.
static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    toml::from_str(include_str!("articles/list.toml")).map_or_else(|_| Vec::new(), |listed: Listed| listed.article)
});

static ARTICLES: LazyLock<HashMap<Lang, HashMap<&'static str, Article>>> = LazyLock::new(|| {
    let in_language = |lang: Lang| {
        let read = |subject: &'static Subject| Some((subject.slug.as_str(), Article::read(subject, lang)?));
        (lang, SUBJECTS.iter().filter_map(read).collect())
    };
    Lang::ALL.into_iter().map(in_language).collect()
});

/// The text of a file that the articles are made of.
fn file(path: &str) -> Option<String> {
    String::from_utf8(Files::get(path)?.data.into_owned()).ok()
}
