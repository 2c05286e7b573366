//! Finds articles by a person's own words, in any of the languages: words are cut to their stem, Chinese is taken in
//! pairs of characters, and what is rare in the articles counts more. Small enough to need no search engine.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use unicode_normalization::UnicodeNormalization;

use super::{Article, SUBJECTS, article, articles};
use crate::explain::Lang;

/// Of longer texts the beginning is read.
const MAX_CHARS: usize = 1_000;
const MAX_TERMS: usize = 100;
/// More would not be read.
const MAX_FOUND: usize = 8;
/// What scores less than this share of the best is not worth showing.
const WORTH: f64 = 0.25;
/// What a word counts where it stands.
const TITLE: f64 = 6.0;
const KEYWORD: f64 = 5.0;
const EXCERPT: f64 = 2.0;
const TEXT: f64 = 1.0;
/// Letters of a word that count: `confirm` finds `confirmations`.
const STEM: usize = 6;
/// What is longer is an id.
const LONGEST: usize = 24;
/// Words that say nothing about what somebody looks for.
const STOP: &[&str] = &[
    "the", "and", "for", "are", "was", "has", "have", "had", "you", "your", "our", "with", "this", "that", "from",
    "not", "but", "can", "does", "did", "how", "what", "why", "when", "who", "my", "is", "it", "in", "on", "of", "to",
    "do", "be", "an", "me", "we", "or", "if", "at", "by", "please", "help", "hello", "transfer", "transa", "怎么",
    "什么", "我的", "请问", "为什", "么办", "一笔", "转账", "没有", "可以", "这笔",
];

/// The articles that fit a text best, best first; none where nothing fits.
pub fn search(text: &str, lang: Lang) -> Vec<&'static Article> {
    let asked: HashSet<String> = terms(text).filter(|term| !STOP.contains(&term.as_str())).take(MAX_TERMS).collect();
    let mut scores: HashMap<&str, f64> = HashMap::new();
    for term in &asked {
        for (slug, weight) in INDEX.get(term).into_iter().flatten() {
            *scores.entry(slug).or_default() += weight;
        }
    }
    let mut found: Vec<(&str, f64)> = scores.into_iter().collect();
    found.sort_by(|(one, score), (other, than)| than.total_cmp(score).then_with(|| one.cmp(other)));
    let best = found.first().map_or(0.0, |(_, score)| *score);
    let worth = found.into_iter().filter(|(_, score)| *score >= best * WORTH).take(MAX_FOUND);
    worth.filter_map(|(slug, _)| article(slug, lang)).collect()
}

/// Where each term stands, and how much it says there.
static INDEX: LazyLock<HashMap<String, Vec<(&'static str, f64)>>> = LazyLock::new(|| {
    let mut index: HashMap<String, HashMap<&'static str, f64>> = HashMap::new();
    for article in Lang::ALL.into_iter().flat_map(articles) {
        for (term, weight) in weighted(article) {
            let here = index.entry(term).or_default().entry(&article.subject.slug).or_default();
            *here = here.max(weight);
        }
    }
    let rare = |articles: usize| (1.0 + SUBJECTS.len() as f64 / articles as f64).ln();
    let by_rarity = |(term, places): (String, HashMap<&'static str, f64>)| {
        let rarity = rare(places.len());
        (term, places.into_iter().map(|(slug, weight)| (slug, weight * rarity)).collect())
    };
    index.into_iter().map(by_rarity).collect()
});

/// The terms of an article. One that stands in several places counts where it counts most.
fn weighted(article: &Article) -> Vec<(String, f64)> {
    let codes = article.causes.iter().map(|(code, name)| format!("{code} {name}"));
    let keywords: Vec<String> = article.keywords.iter().cloned().chain(codes).collect();
    let places = [
        (&article.title, TITLE),
        (&keywords.join(" "), KEYWORD),
        (&article.excerpt, EXCERPT),
        (&article.words(), TEXT),
    ];
    places
        .into_iter()
        .flat_map(|(text, weight)| all_terms(text).map(move |term| (term, weight)).collect::<Vec<_>>())
        .collect()
}

fn terms(text: &str) -> impl Iterator<Item = String> {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(end, _)| end);
    all_terms(text.get(..end).unwrap_or_default())
}

/// Stems of words, and pairs of Chinese characters.
fn all_terms(text: &str) -> impl Iterator<Item = String> {
    let plain: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut terms = Vec::new();
    for run in plain.chunk_by(|one, next| kind(*one) == kind(*next)) {
        match run.first().map(|c| kind(*c)) {
            Some(Kind::Letter) if (2..=LONGEST).contains(&run.len()) => terms.push(stem(run)),
            Some(Kind::Han) if run.len() > 1 => terms.extend(run.windows(2).map(String::from_iter)),
            Some(Kind::Letter | Kind::Han | Kind::Other) | None => (),
        }
    }
    terms.into_iter()
}

#[derive(PartialEq)]
enum Kind {
    Letter,
    Han,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{3400}'..='\u{9fff}' => Kind::Han,
        letter if letter.is_alphanumeric() => Kind::Letter,
        _ => Kind::Other,
    }
}

fn stem(word: &[char]) -> String {
    let singular = match word {
        [start @ .., 's'] if start.len() > 2 && start.last() != Some(&'s') => start,
        whole => whole,
    };
    singular.iter().take(STEM).collect()
}
