//! Incidents as feeds: Atom, RSS and JSON Feed 1.1. An entry is an incident; it is updated with each thing that happens.

use atom_syndication as atom;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;

use super::{Asked, shared, updated};
use crate::{
    answer::IncidentReport,
    explain::{Lang, Words, args},
    incidents::Incident,
    serve::error::ApiError,
};

/// Entries in a feed; `/v1/incidents` has all.
const MOST: usize = 50;

/// What every kind of feed is made of.
struct Feed {
    lang: Lang,
    title: String,
    base: String,
    updated: Timestamp,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    link: String,
    title: String,
    chain: String,
    published: Timestamp,
    updated: Timestamp,
    /// What happened, newest first, each with its time.
    text: String,
}

/// `/status.atom`
pub async fn atom(asked: Asked) -> Result<Response, ApiError> {
    let feed = Feed::new(&asked);
    shared(&asked, "application/atom+xml; charset=utf-8", feed.as_atom().to_string()).await
}

/// `/status.rss`
pub async fn rss(asked: Asked) -> Result<Response, ApiError> {
    let feed = Feed::new(&asked);
    shared(&asked, "application/rss+xml; charset=utf-8", feed.as_rss().to_string()).await
}

/// `/status.json`
pub async fn json(asked: Asked) -> Result<Response, ApiError> {
    let feed = Feed::new(&asked);
    let body = serde_json::to_string(&feed.as_json()).map_err(|_| ApiError::Internal)?;
    shared(&asked, "application/feed+json", body).await
}

impl Feed {
    fn new(asked: &Asked) -> Self {
        let Asked { service, lang, base, .. } = asked;
        let title = Words::of(*lang).say("status-title", &args([]));
        let entry = |incident: &Incident| Entry::new(IncidentReport::new(incident, *lang), *lang, base);
        Self {
            title: format!("{} · {title}", service.site.name),
            updated: updated(&service.networks.remembered()),
            entries: service.networks.latest(MOST).iter().map(entry).collect(),
            lang: *lang,
            base: base.clone(),
        }
    }

    fn as_atom(&self) -> atom::Feed {
        let link = |rel: &str, href: String| atom::Link { href, rel: rel.to_owned(), ..atom::Link::default() };
        atom::Feed {
            title: atom::Text::plain(self.title.clone()),
            id: format!("{}/status", self.base),
            updated: rfc3339(self.updated),
            lang: Some(self.lang.tag().to_owned()),
            authors: vec![atom::Person { name: self.title.clone(), ..atom::Person::default() }],
            links: vec![
                link("self", format!("{}/status.atom", self.base)),
                link("alternate", format!("{}/status", self.base)),
            ],
            entries: self
                .entries
                .iter()
                .map(|entry| atom::Entry {
                    title: atom::Text::plain(entry.title.clone()),
                    id: entry.id.clone(),
                    updated: rfc3339(entry.updated),
                    published: Some(rfc3339(entry.published)),
                    links: vec![link("alternate", entry.link.clone())],
                    categories: vec![atom::Category { term: entry.chain.clone(), ..atom::Category::default() }],
                    content: Some(atom::Content {
                        value: Some(entry.text.clone()),
                        content_type: Some("text".to_owned()),
                        ..atom::Content::default()
                    }),
                    ..atom::Entry::default()
                })
                .collect(),
            ..atom::Feed::default()
        }
    }

    fn as_rss(&self) -> rss::Channel {
        rss::Channel {
            title: self.title.clone(),
            link: format!("{}/status", self.base),
            description: Words::of(self.lang).say("status-lead", &args([])),
            language: Some(self.lang.tag().to_owned()),
            last_build_date: Some(rfc2822(self.updated)),
            ttl: Some("1".to_owned()),
            items: self
                .entries
                .iter()
                .map(|entry| rss::Item {
                    title: Some(entry.title.clone()),
                    link: Some(entry.link.clone()),
                    // What is shown as HTML is text.
                    description: Some(escaped(&entry.text)),
                    categories: vec![rss::Category { name: entry.chain.clone(), domain: None }],
                    guid: Some(rss::Guid { value: entry.id.clone(), permalink: false }),
                    pub_date: Some(rfc2822(entry.updated)),
                    ..rss::Item::default()
                })
                .collect(),
            ..rss::Channel::default()
        }
    }

    fn as_json(&self) -> JsonFeed<'_> {
        let item = |entry: &'_ Entry| JsonItem {
            id: entry.id.clone(),
            url: entry.link.clone(),
            title: entry.title.clone(),
            content_text: entry.text.clone(),
            date_published: entry.published.to_string(),
            date_modified: entry.updated.to_string(),
            tags: [entry.chain.clone()],
        };
        JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: format!("{}/status", self.base),
            feed_url: format!("{}/status.json", self.base),
            language: self.lang.tag(),
            items: self.entries.iter().map(item).collect(),
        }
    }
}

impl Entry {
    fn new(incident: IncidentReport, lang: Lang, base: &str) -> Self {
        let words = Words::of(lang);
        let told = incident.updates.iter().rev().map(|update| format!("{}\n{}", words.time(update.at.0), update.text));
        Self {
            // The address may change with the operator's settings, the incident's name never does.
            id: format!("urn:txwhy:incident:{}", incident.id),
            link: format!("{base}/status#{}", incident.id),
            text: told.collect::<Vec<_>>().join("\n\n"),
            published: incident.opened.0,
            updated: incident.updates.last().map_or(incident.opened.0, |update| update.at.0),
            title: incident.title,
            chain: incident.chain,
        }
    }
}

/// JSON Feed 1.1.
#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    language: &'static str,
    items: Vec<JsonItem>,
}

#[derive(Serialize)]
struct JsonItem {
    id: String,
    url: String,
    title: String,
    content_text: String,
    date_published: String,
    date_modified: String,
    tags: [String; 1],
}

fn rfc3339(at: Timestamp) -> atom::FixedDateTime {
    at.to_string().parse().unwrap_or_default()
}

fn rfc2822(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}
