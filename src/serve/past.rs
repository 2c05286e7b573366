//! What was, over HTTP: a network's history, and the incidents with the operator's words on them. What they are is
//! `lookup`'s to say.

use std::sync::Arc;

use axum::{
    Json,
    extract::{
        Path, Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Service,
    error::{ApiError, Problem},
    key::Staff,
    language::for_request,
    networks::in_language,
};
use crate::{
    answer::{HistoryReport, IncidentReport, IncidentReports},
    explain::Lang,
    history::Window,
    lookup::{Networks, NoteError},
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
    (status = 200, body = HistoryReport, description = "Buckets of time, oldest first"),
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
    (status = 200, body = IncidentReports, description = "Incidents"),
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

/// An operator's word on an incident.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Note {
    /// In at most 1000 characters. Everybody can read it, and nothing can be taken back.
    text: String,
}

/// Adds the operator's word to an incident. Needs the operator's key, so that it can't be done where none is configured.
#[utoipa::path(post, path = "/v1/incidents/{id}/notes", tag = "networks", params(
    ("id" = String, Path, description = "The incident's id")), request_body = Note, responses(
    (status = 201, body = IncidentReport, description = "The incident with the note"),
    (status = 400, body = Problem, content_type = "application/problem+json", description = "`bad_request`"),
    (status = 401, body = Problem, content_type = "application/problem+json", description = "`unauthorized`"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "`not_found`"),
))]
pub async fn note(
    _: Staff,
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Note>, JsonRejection>,
) -> Result<Response, ApiError> {
    if service.site.key.is_none() {
        return Err(ApiError::Unauthorized);
    }
    let Json(note) = body.map_err(|_| ApiError::BadRequest("the body must be {\"text\": \"…\"}".to_owned()))?;
    let noted = service.networks.annotate(&id, &note.text).await?;
    let lang = for_request(None, &headers);
    Ok((StatusCode::CREATED, in_language(lang, Json(IncidentReport::new(&noted, lang)))).into_response())
}

fn window(code: Option<&str>, default: Window) -> Result<Window, ApiError> {
    let Some(code) = code else { return Ok(default) };
    Window::of(code).ok_or_else(|| ApiError::BadRequest("the window must be 24h, 7d or 90d".to_owned()))
}

fn unreadable(_: QueryRejection) -> ApiError {
    ApiError::BadRequest("the query can't be read".to_owned())
}

impl From<NoteError> for ApiError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::NoSuchIncident => Self::NotFound,
            NoteError::Unfit(problem) => Self::BadRequest(problem.to_owned()),
            NoteError::Store(error) => {
                tracing::warn!(%error, "could not store a note");
                Self::Internal
            }
        }
    }
}
