//! `/badge/{chain}.svg`: how a network is, small enough for a help centre's page. Drawn by ourselves; the text's width is
//! told, so that no font breaks it.

use askama::Template;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};

use super::{super::Service, shared};
use crate::{
    answer::ToneCode,
    serve::{error::ApiError, language::for_request, networks::Wishes},
};

#[derive(Template)]
#[template(path = "badge.svg", config = "src/serve/pages/askama.toml", escape = "html")]
struct Badge<'a> {
    chain: &'a str,
    state: &'a str,
    colour: &'static str,
    left: usize,
    right: usize,
}

/// A network's badge.
pub async fn show(
    State(service): State<Service>,
    Path(file): Path<String>,
    wishes: Result<Query<Wishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let chain = file.strip_suffix(".svg").ok_or(ApiError::NotFound)?;
    let wished = wishes.ok().and_then(|Query(wishes)| wishes.lang);
    let lang = for_request(wished.as_deref(), &headers);
    let state = service.networks.network(chain, lang).map_err(|_| ApiError::NotFound)?.state;
    let (words, colour) = (&state.text, colour(state.severity));
    let badge = Badge { chain, state: words, colour, left: width(chain), right: width(words) };
    let svg = badge.render().map_err(|_| ApiError::Internal)?;
    shared(&headers, "image/svg+xml", lang, svg).await
}

/// Each has enough contrast with white.
fn colour(tone: ToneCode) -> &'static str {
    match tone {
        ToneCode::Ok => "#1a7a45",
        ToneCode::Unknown => "#5d6873",
        ToneCode::Delayed => "#8a5a00",
        ToneCode::ActionNeeded => "#a43d04",
        ToneCode::Failed => "#ab1f2b",
    }
}

/// Pixels that a text takes at this size; a Chinese character is as wide as it is high.
fn width(text: &str) -> usize {
    let wide = |c: char| if c.is_ascii() { 71 } else { 120 };
    text.chars().map(wide).sum::<usize>() / 10 + 16
}

impl Badge<'_> {
    fn whole(&self) -> usize {
        self.left + self.right
    }

    /// The text's own width, without the room beside it.
    fn text(&self, width: &usize) -> usize {
        width - 16
    }
}
