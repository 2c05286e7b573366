//! Incidents as feeds: Atom, RSS and JSON Feed 1.1. An entry is an incident; it is updated with each thing that happens.

use atom_syndication as atom;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{super::Service, past, shared, updated};
use crate::{
    answer::IncidentReport,
    explain::{Lang, Words, args},
    serve::{error::ApiError, language::for_request, networks::Wishes, reach::Base},
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

type Asked = Result<Query<Wishes>, QueryRejection>;

/// `/status.atom`
pub async fn atom(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let feed = Feed::new(&service, wishes, base, &headers);
    shared(&headers, "application/atom+xml; charset=utf-8", feed.lang, feed.as_atom().to_string()).await
}

/// `/status.rss`
pub async fn rss(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let feed = Feed::new(&service, wishes, base, &headers);
    shared(&headers, "application/rss+xml; charset=utf-8", feed.lang, feed.as_rss().to_string()).await
}

/// `/status.json`
pub async fn json(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let feed = Feed::new(&service, wishes, base, &headers);
    let body = serde_json::to_string(&feed.as_json()).map_err(|_| ApiError::Internal)?;
    shared(&headers, "application/feed+json", feed.lang, body).await
}

impl Feed {
    fn new(service: &Service, wishes: Asked, Base(base): Base, headers: &HeaderMap) -> Self {
        let wished = wishes.ok().and_then(|Query(wishes)| wishes.lang);
        let lang = for_request(wished.as_deref(), headers);
        let past = past(&service.networks);
        let incidents = past.iter().flat_map(|past| &past.incidents);
        let mut incidents: Vec<IncidentReport> = incidents.map(|one| IncidentReport::new(one, lang)).collect();
        incidents.sort_by_key(|incident| std::cmp::Reverse(incident.opened.0));
        let title = Words::of(lang).say("status-title", &args([]));
        Self {
            title: format!("{} · {title}", service.site.name),
            updated: updated(&past),
            entries: incidents.into_iter().take(MOST).map(|one| Entry::new(one, lang, &base)).collect(),
            lang,
            base,
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
