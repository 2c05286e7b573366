//! Look-ups over HTTP: one transaction, or up to a hundred. Checks what callers send and repeats none of it; who is
//! asked and what is said is `lookup`'s.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    error::{ApiError, Problem},
    language::for_request,
    wishes::{Asked, Wishes, check_text, in_range},
};
use crate::{
    answer::Answer,
    explain::{Expectation, Lang},
    lookup::{Networks, Question},
    parse,
};

/// Ids in one request.
pub const MOST_IDS: usize = 100;
/// Of those, looked up at once.
pub const AT_ONCE: usize = 16;

/// Several transactions to look up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Several {
    /// At most 100 ids or explorers' links.
    #[schema(max_items = 100)]
    ids: Vec<String>,
    /// As in `GET /v1/tx/{id}`.
    chain: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    lang: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    #[schema(minimum = 1, maximum = 10000)]
    required: Option<u64>,
}

/// One result per id, in order.
#[derive(Serialize, ToSchema)]
pub struct Answers {
    /// Each an answer or a problem.
    answers: Vec<Outcome>,
}

/// An answer or a problem.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Outcome {
    Answer(Arc<Answer>),
    Problem(Problem),
}

/// Why one transfer has not arrived, when it will, and what to do.
///
/// A transaction that nobody knows is an answer as well, with stage `unknown`.
#[utoipa::path(
    get, path = "/v1/tx/{id}", tag = "look-up", params(
        ("id" = String, Path, description = "The transaction's id, with or without `0x`, or a percent-encoded \
            explorer's link that holds one"),
        Wishes,
    ),
    responses(
        (status = 200, body = Answer, headers(("Content-Language" = String, description = "Language of the answer"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`bad_id`, `looks_like_secret`, `unsupported_chain` or `bad_request`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up(State(networks): State<Arc<Networks>>, asked: Asked) -> Result<Response, ApiError> {
    let rendered = networks.look_up(&asked.question).await?;
    let json = rendered.json().map_err(|error| unwritable(&error))?;
    Ok((in_language(asked.question.lang), json).into_response())
}

/// The same for up to a hundred transactions at once.
#[utoipa::path(
    post, path = "/v1/tx", tag = "look-up", request_body = Several,
    responses(
        (status = 200, body = Answers, headers(("Content-Language" = String, description = "Language of the answers"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`unsupported_chain` or `bad_request`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too_large`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up_several(
    State(networks): State<Arc<Networks>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let several = read(&body.map_err(|rejection| unread(&rejection))?)?;
    [&several.chain, &several.lang].into_iter().flatten().try_for_each(|text| check_text(text))?;
    let lang = for_request(several.lang.as_deref(), &headers);
    let required = several.required.map(in_range).transpose()?;
    networks.check_chain(several.chain.as_deref())?;
    let answers = stream::iter(several.ids)
        .map(|id| {
            let (networks, chain) = (&networks, several.chain.clone());
            async move {
                let tx = parse::tx_ref(&id)?;
                let question = Question { tx, chain, lang, required, expected: Expectation::default() };
                Ok(networks.look_up(&question).await?)
            }
        })
        .buffered(AT_ONCE)
        .map(|result: Result<_, ApiError>| match result {
            Ok(rendered) => Outcome::Answer(rendered.answer.clone()),
            Err(error) => Outcome::Problem(error.problem()),
        })
        .collect()
        .await;
    Ok((in_language(lang), Json(Answers { answers })).into_response())
}

/// Reads the body; the reader's own message would repeat what it read.
fn read(body: &Bytes) -> Result<Several, ApiError> {
    let several: Several = serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_data() { "other JSON than `{\"ids\": [\"…\"]}`" } else { "not JSON" };
        ApiError::BadRequest(format!("the body is {what} (line {}, column {})", error.line(), error.column()))
    })?;
    if several.ids.len() > MOST_IDS {
        return Err(ApiError::TooLarge("at most 100 ids at a time"));
    }
    Ok(several)
}

pub fn unread(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::TooLarge("a body of at most 64 kB");
    }
    ApiError::BadRequest("the body didn't arrive whole".to_owned())
}

fn in_language(lang: Lang) -> [(header::HeaderName, HeaderValue); 4] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

fn unwritable(error: &serde_json::Error) -> ApiError {
    tracing::error!(%error, "could not write an answer");
    ApiError::Internal
}
