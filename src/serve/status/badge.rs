//! `/badge/{chain}.svg`: how a network is, small enough for a help centre's page. Drawn by ourselves; the text's width is
//! told, so that no font breaks it.

use askama::Template;
use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};

use super::{super::Service, shared};
use crate::serve::{
    error::ApiError,
    language::for_request,
    networks::Wishes,
    pages::{Tone, state_words, tone_of},
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
    let tone = tone_of(&service.networks, chain, lang).ok_or(ApiError::NotFound)?;
    let state = state_words(tone, lang);
    let badge = Badge { chain, state: &state, colour: colour(tone), left: width(chain), right: width(&state) };
    let svg = badge.render().map_err(|_| ApiError::Internal)?;
    shared(&headers, "image/svg+xml", lang, svg).await
}

/// Each has enough contrast with white.
fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "#1a7a45",
        Tone::Unknown => "#5d6873",
        Tone::Delayed => "#8a5a00",
        Tone::Action => "#a43d04",
        Tone::Failed => "#ab1f2b",
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
