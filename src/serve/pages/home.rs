//! `/`: one box that takes whatever a person has, be it an id, a link or a whole message, and beneath it how each network
//! is. What is typed comes by POST alone: it may be a secret, which must not get into an address, a log or a history.

use askama::Template;
use axum::{
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
        several::{self, MOST_IDS},
    },
    frame::Frame,
    refusal,
};
use crate::{
    answer::{Answer, NetworkReport},
    explain::Expectation,
    lookup::{Networks, Question},
    parse::{self, TxRef},
};

#[derive(Template)]
#[template(path = "home.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    /// What was wrong with what was asked.
    problem: Option<(String, String)>,
    /// What several ids led to.
    found: Vec<Arc<Answer>>,
    networks: Vec<NetworkReport>,
}

/// The empty box.
pub async fn show(State(networks): State<Arc<Networks>>, frame: Frame) -> Result<Response, ApiError> {
    render(frame, &networks, None, Vec::new())
}

/// From what a person pasted to the transaction's page, or to a list where there are several.
pub async fn look_up(
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let text = field(&body.map_err(|rejection| unread(&rejection))?, "text");
    match all_ids(&text) {
        Ok(ids) => match ids.as_slice() {
            [only] => Ok(see_other(&frame.href(&format!("/tx/{}", only.id)))),
            _ => {
                let found = find(&networks, &frame, ids).await?;
                render(frame, &networks, None, found)
            }
        },
        Err(error) => {
            let mut page = render(frame, &networks, Some(&error), Vec::new())?;
            *page.status_mut() = error.status();
            Ok(page)
        }
    }
}

fn render(
    frame: Frame,
    networks: &Networks,
    problem: Option<&ApiError>,
    found: Vec<Arc<Answer>>,
) -> Result<Response, ApiError> {
    let problem = problem.map(|problem| (refusal::title(&frame, problem), refusal::text(&frame, problem)));
    let networks = networks.networks(frame.lang);
    let page = Page { frame, problem, found, networks };
    page.frame.page(&page)
}

async fn find(networks: &Networks, frame: &Frame, ids: Vec<TxRef>) -> Result<Vec<Arc<Answer>>, ApiError> {
    let question =
        |tx| Question { tx, chain: None, lang: frame.lang, required: None, expected: Expectation::default() };
    let answers: Vec<_> = stream::iter(ids)
        .map(|tx| async { networks.look_up(&question(tx)).await.map(|rendered| rendered.answer.clone()) })
        .buffered(AT_ONCE)
        .collect()
        .await;
    answers.into_iter().map(|answer| answer.map_err(ApiError::from)).collect()
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

impl Page {
    fn path(&self, answer: &Answer) -> String {
        format!("/tx/{}", answer.id)
    }
}
