//! `/help` and its articles: the list by topic, the search, and each article with the figures of the networks where it
//! speaks of fees or times. What the articles say is `help`'s.

use std::sync::Arc;

use askama::Template;
use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::Uri,
    response::Response,
};
use url::form_urlencoded;

use super::{
    super::{api::unread, error::ApiError},
    frame::Frame,
    home::{field, see_other},
};
use crate::{
    answer::{FeeReport, NetworkReport},
    explain::{Words, args},
    help::{self, Article, Figures, Topic},
    lookup::Networks,
    parse,
};

#[derive(Template)]
#[template(path = "help.html", config = "src/serve/pages/askama.toml")]
struct List {
    frame: Frame,
    /// What somebody looks for; empty where nobody does, and where it looked like a secret.
    asked: String,
    /// It looked like a secret.
    secret: bool,
    found: Vec<&'static Article>,
    topics: Vec<(String, Vec<&'static Article>)>,
}

#[derive(Template)]
#[template(path = "article.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    article: &'static Article,
    /// Its text as HTML: ours, raw HTML not passed through.
    html: String,
    related: Vec<&'static Article>,
    networks: Vec<NetworkReport>,
}

/// A figure under its name, with what it means.
struct Tile {
    name: String,
    value: String,
    note: String,
}

/// More of what somebody looks for is not shown again.
const MAX_SHOWN: usize = 200;

/// From the search box to what it found. It comes by POST, as whatever is typed may be a secret, which must not get into an
/// address.
pub async fn search(frame: Frame, body: Result<Bytes, BytesRejection>) -> Result<Response, ApiError> {
    let asked = field(&body.map_err(|rejection| unread(&rejection))?, "q");
    if parse::is_secret(&asked) {
        return found(frame, asked);
    }
    // Who looks for a transfer here means the transfer.
    let path = parse::tx_ref(&asked).map_or_else(|_| search_path(&asked), |tx| format!("/tx/{}", tx.id));
    Ok(see_other(&frame.href(&path)))
}

/// All articles by topic, and those that fit what somebody looks for.
pub async fn list(frame: Frame, uri: Uri) -> Result<Response, ApiError> {
    found(frame, query(&uri, "q"))
}

fn found(frame: Frame, asked: String) -> Result<Response, ApiError> {
    let secret = parse::is_secret(&asked);
    let asked = if secret { String::new() } else { asked };
    let found = help::search(&asked, frame.lang);
    let asked: String = asked.trim().chars().take(MAX_SHOWN).collect();
    let frame = if asked.is_empty() { frame } else { frame.at(search_path(&asked)) };
    let topics = Topic::ALL.into_iter().map(|topic| {
        let listed = help::articles(frame.lang).filter(|article| article.subject.topic == topic);
        (heading(&frame, topic), listed.collect())
    });
    let page = List { asked, secret, found, topics: topics.collect(), frame };
    page.frame.page(&page)
}

/// One article.
pub async fn article(
    State(networks): State<Arc<Networks>>,
    Path(slug): Path<String>,
    frame: Frame,
) -> Result<Response, ApiError> {
    let article = help::article(&slug, frame.lang).ok_or(ApiError::NotFound)?;
    let networks = match article.subject.figures {
        Figures::None => Vec::new(),
        Figures::Fees | Figures::Times | Figures::Status => networks.networks(frame.lang),
    };
    let html = article.html(|path| frame.href(path));
    let page = Page { html, related: help::related(article).collect(), networks, article, frame };
    page.frame.page(&page)
}

fn heading(frame: &Frame, topic: Topic) -> String {
    frame.say(match topic {
        Topic::Basics => "help-basics",
        Topic::Waiting => "help-waiting",
        Topic::Gone => "help-gone",
        Topic::Failed => "help-failed",
        Topic::Arrived => "help-arrived",
        Topic::Network => "help-network",
        Topic::Safety => "help-safety",
    })
}

fn query(uri: &Uri, name: &str) -> String {
    let query = uri.query().unwrap_or_default();
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn search_path(asked: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", asked).finish();
    format!("/help?{query}")
}

impl Page {
    fn topic(&self) -> String {
        heading(&self.frame, self.article.subject.topic)
    }

    /// What to show of a network beside this article; nothing where our nodes can't see it as it is.
    fn tiles(&self, network: &NetworkReport) -> Vec<Tile> {
        if network.stale {
            return Vec::new();
        }
        match self.article.subject.figures {
            Figures::Fees => self.fees(network),
            Figures::Times => self.times(network),
            Figures::None | Figures::Status => Vec::new(),
        }
    }

    fn fees(&self, network: &NetworkReport) -> Vec<Tile> {
        let Some(fees) = &network.fees else { return Vec::new() };
        // While nobody knows when the next block comes, a rate buys none.
        let tile = |name: &str, timeless: &str, fee: &FeeReport| Tile {
            name: self.frame.say(if fee.p50_s.is_some() { name } else { timeless }),
            value: format!("{} {}", self.frame.words().rate(fee.rate), fee.unit),
            note: self.cost(fee),
        };
        vec![
            tile("help-fast", "status-fast", &fees.fast),
            tile("help-normal", "status-normal", &fees.normal),
            tile("help-slow", "status-slow", &fees.slow),
        ]
    }

    /// What it costs and how long it takes, as long as that can be said.
    fn cost(&self, fee: &FeeReport) -> String {
        let Some((half, most)) = fee.p50_s.zip(fee.p90_s) else {
            return self.frame.words().say("help-wait-unknown", &args([("cost", fee.cost.text().into())]));
        };
        arrival(self.frame.words(), &fee.cost.text(), half, most)
    }

    fn times(&self, network: &NetworkReport) -> Vec<Tile> {
        let pace = self.words("help-pace", "interval", self.duration(network.block.expected_s));
        let last = network.block.age_s.map(|age_s| Tile {
            name: self.frame.say("help-last"),
            value: self.words("help-ago", "age", self.duration(age_s)),
            note: pace,
        });
        let depth = Tile {
            name: self.frame.say("help-required"),
            value: network.finality.required.to_string(),
            note: self.words("help-required-time", "time", self.duration(network.finality.expected_s)),
        };
        last.into_iter().chain([depth]).collect()
    }

    fn words(&self, id: &str, name: &'static str, value: String) -> String {
        self.frame.words().say(id, &args([(name, value.into())]))
    }

    fn duration(&self, seconds: u64) -> String {
        length(self.frame.words(), seconds)
    }
}

/// What a transfer costs and how long it takes, as one figure where half and nine in ten are the same.
fn arrival(words: &Words, cost: &str, half: u64, most: u64) -> String {
    let cost = ("cost", cost.to_owned().into());
    let (half, most) = (length(words, half), length(words, most));
    if half == most {
        return words.say("help-wait-one", &args([("most", most.into()), cost]));
    }
    words.say("help-wait", &args([("half", half.into()), ("most", most.into()), cost]))
}

/// Blocks of some networks come every few seconds, or faster.
fn length(words: &Words, seconds: u64) -> String {
    words.length(seconds.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Lang;

    #[test]
    fn one_wait_is_told_once() {
        let said = |half, most| arrival(Words::of(Lang::En), "1 BTC", half, most);
        assert_eq!(said(12, 12), "About 1 BTC for a typical transfer; it usually gets in within 12 seconds.");
        assert!(
            said(31, 104).ends_with("half get in within 31 seconds, nine in ten within 2 minutes."),
            "{}",
            said(31, 104)
        );
        assert!(said(0, 0).contains("1 second."));
    }
}
