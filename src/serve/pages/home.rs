//! `/`: one box that takes whatever a person has, be it an id, a link or a whole message, and beneath it how each network
//! is. What is typed comes by POST alone: it may be a secret, which must not get into an address, a log or a history.

use askama::Template;
use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use url::form_urlencoded;

use super::{
    super::{
        api::{AT_ONCE, unread},
        error::ApiError,
        quotas::Account,
        several::{self, MOST_IDS},
        told,
        wishes::Wishes,
    },
    frame::Frame,
    refusal,
    transfer::address_of,
};
use crate::{
    answer::{Answer, NetworkReport},
    explain::{Expectation, args},
    lookup::{Networks, Question, Unanswerable},
    parse::{self, Network, Pasted, TxRef},
};

#[derive(Template)]
#[template(path = "home.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    /// What was wrong with what was asked.
    problem: Option<(String, String)>,
    /// What was asked and is to be mended; never what may be a secret.
    text: String,
    /// What several ids led to.
    found: Vec<Found>,
    /// What of a text couldn't be looked up, in words.
    unread: Option<String>,
    networks: Vec<NetworkReport>,
}

/// One of several transfers.
struct Found {
    answer: Arc<Answer>,
    /// Where it is read.
    href: String,
}

/// The empty box, or what several ids of one text led to.
pub async fn show(
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let List { ids, unread } = List::of_query(query.as_deref().unwrap_or_default())?;
    account.take_others(ids.len())?;
    let found = find(&networks, &frame, ids).await?;
    let told = frame.words().say("home-unread", &args([("count", unread.into())]));
    let page = Page { found, unread: (unread > 0).then_some(told), ..Page::new(frame, &networks) };
    page.frame.page(&page)
}

/// From what a person pasted to the transaction's page, or to the list of several.
pub async fn look_up(
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let text = field(&body.map_err(|rejection| unread(&rejection))?, "text");
    let problem = match all_ids(&text) {
        Ok(pasted) if pasted.ids.len() == 1 => {
            let found = find(&networks, &frame, pasted.ids).await?;
            return Ok(see_other(found.first().map_or("/", |only| &only.href)));
        }
        Ok(pasted) => return Ok(see_other(&frame.href(&List::of_text(pasted).address()))),
        Err(error) => error,
    };
    let words = Some((told::title(frame.words(), &problem), told::text(frame.words(), &problem)));
    let text = if problem == ApiError::Secret { String::new() } else { text };
    let page = Page { problem: words, text, ..Page::new(frame, &networks) };
    Ok(refusal::told_in(page.frame.page(&page)?, problem))
}

impl Page {
    fn new(frame: Frame, networks: &Networks) -> Self {
        let networks = networks.networks(frame.lang);
        Self { frame, problem: None, text: String::new(), found: Vec::new(), unread: None, networks }
    }
}

/// Several ids as an address, so that there is a way back to what they led to. Ids are no secrets.
#[derive(Default)]
struct List {
    ids: Vec<TxRef>,
    /// Pieces of the text that couldn't be looked up.
    unread: usize,
}

impl List {
    fn of_text(pasted: Pasted) -> Self {
        Self { unread: pasted.misread.len(), ids: pasted.ids }
    }

    /// Each id with the network that its link named, if one did.
    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::from("/?"));
        for tx in &self.ids {
            let network = tx.network.map(|network| format!("{}:", network.code)).unwrap_or_default();
            query.append_pair("tx", &format!("{network}{}", tx.id));
        }
        if self.unread > 0 {
            query.append_pair("unread", &self.unread.to_string());
        }
        query.finish()
    }

    fn of_query(query: &str) -> Result<Self, ApiError> {
        let mut list = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "tx" => {
                    let (network, id) = value.split_once(':').unwrap_or(("", &value));
                    list.ids.push(TxRef { network: Network::of_code(network), ..parse::tx_ref(id)? });
                }
                "unread" => list.unread = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        if list.ids.len() > MOST_IDS { Err(ApiError::TooLarge(several::TOO_MANY)) } else { Ok(list) }
    }
}

async fn find(networks: &Networks, frame: &Frame, ids: Vec<TxRef>) -> Result<Vec<Found>, ApiError> {
    let question =
        |tx| Question { tx, chain: None, lang: frame.lang, required: None, expected: Expectation::default() };
    // One alone is counted by its page.
    let alone = ids.len() == 1;
    let found: Vec<_> = stream::iter(ids)
        .map(|tx| async move {
            let question = question(tx.clone());
            let found = if alone { networks.look_again(&question).await } else { networks.look_up(&question).await };
            let answer = found?.answer.clone();
            let href = frame.href(&address_of(&answer, &tx, Wishes::default()));
            Ok::<Found, Unanswerable>(Found { answer, href })
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    found.into_iter().map(|found| found.map_err(ApiError::from)).collect()
}

/// What a text names. Of more transactions than are looked up at a time none is left out silently.
pub fn all_ids(text: &str) -> Result<Pasted, ApiError> {
    let pasted = parse::ids_in(text, MOST_IDS + 1)?;
    if pasted.ids.len() > MOST_IDS { Err(ApiError::TooLarge(several::TOO_MANY)) } else { Ok(pasted) }
}

/// On to another page, which is then got by GET.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}

/// A field of a form; empty where it isn't there.
pub fn field(body: &[u8], name: &str) -> String {
    form_urlencoded::parse(body).find_map(|(key, value)| (key == name).then(|| value.into_owned())).unwrap_or_default()
}
