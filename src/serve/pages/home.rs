//! `/`: one box that takes whatever a person has, be it an id, a link or a whole message, and beneath it how each network
//! is. What is typed comes by POST alone: it may be a secret, which must not get into an address, a log or a history.

use askama::Template;
use axum::{
    Extension,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
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
        wishes::Wishes,
    },
    frame::Frame,
    refusal,
    transfer::address_of,
};
use crate::{
    answer::{Answer, NetworkReport},
    explain::Expectation,
    lookup::{Networks, Question, UnknownChain},
    parse::{self, TxRef},
};

#[derive(Template)]
#[template(path = "home.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    /// What was wrong with what was asked.
    problem: Option<(String, String)>,
    /// What several ids led to.
    found: Vec<Found>,
    networks: Vec<NetworkReport>,
}

/// One of several transfers.
struct Found {
    answer: Arc<Answer>,
    /// Where it is read.
    href: String,
}

/// The empty box.
pub async fn show(State(networks): State<Arc<Networks>>, frame: Frame) -> Result<Response, ApiError> {
    render(frame, &networks, None, Vec::new())
}

/// From what a person pasted to the transaction's page, or to a list where there are several.
pub async fn look_up(
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let text = field(&body.map_err(|rejection| unread(&rejection))?, "text");
    match all_ids(&text) {
        Ok(ids) => {
            account.take_others(ids.len())?;
            let found = find(&networks, &frame, ids).await?;
            match found.as_slice() {
                [only] => Ok(see_other(&only.href)),
                _ => render(frame, &networks, None, found),
            }
        }
        Err(error) => Ok(refusal::told_in(render(frame, &networks, Some(&error), Vec::new())?, error)),
    }
}

fn render(
    frame: Frame,
    networks: &Networks,
    problem: Option<&ApiError>,
    found: Vec<Found>,
) -> Result<Response, ApiError> {
    let problem = problem.map(|problem| (refusal::title(&frame, problem), refusal::text(&frame, problem)));
    let networks = networks.networks(frame.lang);
    let page = Page { frame, problem, found, networks };
    page.frame.page(&page)
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
            Ok::<Found, UnknownChain>(Found { answer, href })
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    found.into_iter().map(|found| found.map_err(ApiError::from)).collect()
}

/// Every transaction that a text names. Of more than are looked up at a time none is left out silently.
pub fn all_ids(text: &str) -> Result<Vec<TxRef>, ApiError> {
    let ids = parse::ids_in(text, MOST_IDS + 1)?;
    if ids.len() > MOST_IDS { Err(ApiError::TooLarge(several::TOO_MANY)) } else { Ok(ids) }
}

/// On to another page, which is then got by GET.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned())]).into_response()
}

/// A field of a form; empty where it isn't there.
pub fn field(body: &[u8], name: &str) -> String {
    form_urlencoded::parse(body).find_map(|(key, value)| (key == name).then(|| value.into_owned())).unwrap_or_default()
}
