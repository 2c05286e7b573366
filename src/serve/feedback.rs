//! Whether an answer helped: said over the API or by a button on a transfer's page, and kept for those who look after the
//! answers. A comment is anybody's text: cleaned, cut short, and refused where it holds a secret.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    api::unread,
    error::{ApiError, Problem},
    language::for_request,
    quotas::Account,
};
use crate::{
    answer::CauseCode,
    diagnose::{Cause, GasCause},
    explain::Lang,
    lookup::Networks,
    parse,
    store::Feedback,
    untrusted::{Source, Untrusted},
};

/// What a reader says of an answer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Opinion {
    /// The transaction that the answer was about.
    pub id: String,
    /// The cause that it gave.
    #[schema(value_type = CauseCode)]
    pub cause: String,
    /// It helped.
    pub helpful: bool,
    /// Their own words; more than 200 characters are cut.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Whether an answer helped.
#[utoipa::path(
    post, path = "/v1/feedback", tag = "look-up", request_body = Opinion,
    responses(
        (status = 204, description = "Heard"),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`bad_id`, `looks_like_secret` or `bad_request`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too_large`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn feedback(
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let body = body.map_err(|rejection| unread(&rejection))?;
    let opinion = serde_json::from_slice(&body).map_err(|_| {
        ApiError::BadRequest("the body is not `{\"id\": \"…\", \"cause\": \"…\", \"helpful\": true}`".to_owned())
    })?;
    hear(&networks, &account, opinion, for_request(None, &headers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps an opinion, of which one client has so many: all that is kept isn't one's to fill.
pub async fn hear(networks: &Networks, account: &Account, opinion: Opinion, lang: Lang) -> Result<(), ApiError> {
    let id = parse::tx_ref(&opinion.id)?.id;
    let known = Cause::CODES.into_iter().chain(GasCause::CODES).find(|code| *code == opinion.cause);
    let cause = known.ok_or_else(|| ApiError::BadRequest("`cause` is not the code of a cause".to_owned()))?;
    let comment = opinion.comment.filter(|comment| !comment.trim().is_empty());
    if comment.as_deref().is_some_and(parse::is_secret) {
        return Err(ApiError::Secret);
    }
    let feedback = Feedback {
        at: Timestamp::now(),
        id,
        cause: cause.to_owned(),
        lang: lang.tag().to_owned(),
        helpful: opinion.helpful,
        comment: comment.map(|comment| Untrusted::new(Source::Comment, comment.as_bytes()).text),
    };
    let journal = networks.journal().ok_or(ApiError::NotReady("this service keeps nothing"))?;
    account.take_opinion()?;
    journal.hear(&feedback).await.map_err(|error| {
        tracing::warn!(%error, "could not keep what a reader said");
        ApiError::NotReady("it could not be kept; try again in a moment")
    })
}
