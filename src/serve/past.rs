//! What was, over HTTP: a network's history, and the incidents. What they are is `lookup`'s to say.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    error::{ApiError, Problem},
    language::for_request,
    networks::in_language,
};
use crate::{
    answer::{HistoryReport, IncidentReports},
    explain::Lang,
    history::Window,
    lookup::Networks,
};

/// What a caller may wish.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryWishes {
    /// `24h` (in buckets of 5 minutes; the default), `7d` (30 minutes) or `90d` (6 hours).
    #[param(example = "24h")]
    window: Option<String>,
}

/// What a caller may wish.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IncidentWishes {
    /// A configured chain; else all.
    chain: Option<String>,
    /// `24h`, `7d` or `90d` (the default).
    window: Option<String>,
    /// Language; else `Accept-Language` decides, else it is English.
    lang: Option<String>,
}

/// How a network was: fees, what waited, blocks. Times that we did not see are unknown.
#[utoipa::path(get, path = "/v1/networks/{chain}/history", tag = "networks", params(
    ("chain" = String, Path, description = "A configured chain's name"), HistoryWishes), responses(
    (status = 200, body = HistoryReport),
    (status = 400, body = Problem, content_type = "application/problem+json",
        description = "`unsupported_chain` or `bad_request`"),
))]
pub async fn history(
    State(networks): State<Arc<Networks>>,
    Path(chain): Path<String>,
    wishes: Result<Query<HistoryWishes>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(wishes) = wishes.map_err(unreadable)?;
    let history = networks.history(&chain, window(wishes.window.as_deref(), Window::Day)?)?;
    Ok(in_language(Lang::En, Json(history)))
}

/// Incidents of the networks, and times in which we could not see them; newest first.
#[utoipa::path(get, path = "/v1/incidents", tag = "networks", params(IncidentWishes), responses(
    (status = 200, body = IncidentReports),
    (status = 400, body = Problem, content_type = "application/problem+json",
        description = "`unsupported_chain` or `bad_request`"),
))]
pub async fn incidents(
    State(networks): State<Arc<Networks>>,
    wishes: Result<Query<IncidentWishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Query(wishes) = wishes.map_err(unreadable)?;
    let lang = for_request(wishes.lang.as_deref(), &headers);
    let window = window(wishes.window.as_deref(), Window::Quarter)?;
    let incidents = networks.incidents(wishes.chain.as_deref(), window, lang)?;
    Ok(in_language(lang, Json(IncidentReports { incidents })))
}

fn window(code: Option<&str>, default: Window) -> Result<Window, ApiError> {
    let Some(code) = code else { return Ok(default) };
    Window::of(code).ok_or_else(|| ApiError::BadRequest("the window must be 24h, 7d or 90d".to_owned()))
}

fn unreadable(_: QueryRejection) -> ApiError {
    ApiError::BadRequest("the query can't be read".to_owned())
}
