//! `/status`: how each network is and was, for the public. What is unusual comes first; what we can't see is never
//! shown as good. Everything on it is also in the API.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;

use self::network::NetworkView;
use super::{
    super::{cached, error::ApiError},
    frame::Frame,
};
use crate::{
    answer::{IncidentReport, ToneCode},
    explain::{Lang, args, headline},
    history::Window,
    lookup::{Networks, PastOf},
};

mod bars;
mod chart;
mod figures;
mod network;
mod timeline;

#[derive(Template)]
#[template(path = "status.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    tone: ToneCode,
    headline: String,
    as_of: String,
    windows: Vec<Choice>,
    open: Vec<timeline::Entry>,
    networks: Vec<NetworkView>,
    past: Vec<timeline::Date>,
}

/// A window that the charts can show.
struct Choice {
    href: String,
    words: String,
    current: bool,
}

/// Which window to show.
#[derive(Debug, Default, Deserialize)]
pub struct Wishes {
    window: Option<String>,
}

/// Seconds that a browser or a proxy may keep the page.
const FRESH_S: u32 = 15;

/// The page.
pub async fn show(
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    wishes: Result<Query<Wishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let wished = wishes.ok().and_then(|Query(wishes)| Window::of(wishes.window.as_deref()?));
    let window = wished.unwrap_or(Window::Day);
    let page = Page::new(frame, &networks, window);
    let response = page.frame.page(&page)?;
    cached::with_tag(&headers, response, FRESH_S).await
}

impl Page {
    fn new(frame: Frame, networks: &Networks, window: Window) -> Self {
        let past: Vec<PastOf> = networks.past(window);
        let incidents = incidents(networks, frame.lang);
        let reports = networks.networks(frame.lang);
        let views = reports.into_iter().zip(&past).map(|(report, past)| NetworkView::new(&frame, report, past, window));
        let networks: Vec<NetworkView> = views.collect();
        let now = past.iter().map(|past| past.now).max();
        Self {
            tone: networks.iter().map(|network| network.tone).max().unwrap_or(ToneCode::Unknown),
            headline: headline(networks.iter().map(|network| network.tone.into()), frame.lang),
            as_of: now.map(|now| as_of(&frame, now)).unwrap_or_default(),
            windows: choices(&frame, window),
            open: timeline::open(&frame, &incidents),
            past: timeline::past(&frame, &incidents),
            networks,
            frame,
        }
    }

    fn at(&self, path: &str) -> String {
        match &self.frame.site.url {
            Some(url) => format!("{}{path}", url.as_str().trim_end_matches('/')),
            None => path.to_owned(),
        }
    }
}

/// Those that are open, and as many of the newest past ones as the page tells of.
fn incidents(networks: &Networks, lang: Lang) -> Vec<IncidentReport> {
    let open = networks.open();
    // The open ones may be the newest.
    let latest = networks.latest(timeline::MOST + open.len());
    let past = latest.iter().filter(|incident| incident.closed.is_some());
    open.iter().chain(past).map(|incident| IncidentReport::new(incident, lang)).collect()
}

fn as_of(frame: &Frame, now: Timestamp) -> String {
    frame.words().say("status-as-of", &args([("time", frame.words().time(now).into())]))
}

fn choices(frame: &Frame, shown: Window) -> Vec<Choice> {
    let choice = |window: Window| Choice {
        href: frame.href(&format!("/status?window={}", window.code())),
        words: match window {
            Window::Day => frame.say("status-window-day"),
            Window::Week => frame.say("status-window-week"),
            Window::Quarter => frame.say("status-window-quarter"),
        },
        current: window == shown,
    };
    Window::ALL.into_iter().map(choice).collect()
}
