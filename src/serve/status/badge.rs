//! `/badge/{chain}.svg`: how a network is, small enough for a help centre's page. Drawn by ourselves; the text's width is
//! told, so that no font breaks it.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{Asked, shared};
use crate::{answer::ToneCode, serve::error::ApiError};

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
pub async fn show(Path(file): Path<String>, asked: Asked) -> Result<Response, ApiError> {
    let chain = file.strip_suffix(".svg").ok_or(ApiError::NotFound)?;
    let state = asked.service.networks.network(chain, asked.lang).map_err(|_| ApiError::NotFound)?.state;
    let (words, colour) = (&state.text, colour(state.severity));
    let badge = Badge { chain, state: words, colour, left: width(chain), right: width(words) };
    let svg = badge.render().map_err(|_| ApiError::Internal)?;
    shared(&asked, "image/svg+xml", svg).await
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
