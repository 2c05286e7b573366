//! Look-ups over HTTP: one transaction, or up to a hundred. Checks what callers send and repeats none of it; who is
//! asked and what is said is `lookup`'s.

use std::sync::Arc;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    error::{ApiError, Field, Problem},
    language::{for_request, language_in},
    quotas::Account,
    several::Several,
    wishes::{Asked, Wishes},
};
use crate::{
    answer::Answer,
    explain::Lang,
    lookup::{Networks, Question},
};

/// Of several, looked up at once.
pub const AT_ONCE: usize = 16;

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
        (status = 200, body = Answer, description = "What is known of it", headers(("Content-Language" = String, description = "Language of the answer"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`bad_id`, `looks_like_secret`, `unsupported_chain` or `bad_request`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up(State(networks): State<Arc<Networks>>, asked: Asked) -> Result<Response, ApiError> {
    check_address(&networks, &asked.question)?;
    let rendered = networks.look_up(&asked.question).await?;
    let json = rendered.json().map_err(|error| unwritable(&error))?;
    Ok((in_language(asked.question.lang), json).into_response())
}

/// The same for up to a hundred transactions at once.
#[utoipa::path(
    post, path = "/v1/tx", tag = "look-up", request_body = Several,
    responses(
        (status = 200, body = Answers, description = "An answer or a problem for each, in order", headers(("Content-Language" = String, description = "Language of the answers"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`unsupported_chain` or `bad_request`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too_large`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up_several(
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let several = Several::read(&body.map_err(|rejection| unread(&rejection))?)?;
    let asked = several.lang.clone().or_else(|| language_in(query.as_deref()));
    let lang = for_request(asked.as_deref(), &headers);
    networks.check(several.chain.as_deref(), several.required()?)?;
    account.take_others(several.count())?;
    let answers = stream::iter(several.questions(lang))
        .map(|question| {
            let networks = &networks;
            async move {
                let question = question?;
                check_address(networks, &question)?;
                Ok(networks.look_up(&question).await?)
            }
        })
        .buffered(AT_ONCE)
        .map(|result: Result<_, ApiError>| match result {
            Ok(rendered) => Outcome::Answer(rendered.answer.clone()),
            Err(error) => Outcome::Problem(error.problem_in(lang)),
        })
        .collect()
        .await;
    Ok((in_language(lang), Json(Answers { answers })).into_response())
}

/// Who names the chain can be told at once that the address isn't one of it. Pages answer all the same: theirs is named by
/// the address that they are at.
fn check_address(networks: &Networks, question: &Question) -> Result<(), ApiError> {
    if networks.is_of_another_kind(question) { Err(ApiError::BadField(Field::ToNetwork)) } else { Ok(()) }
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
