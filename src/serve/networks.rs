//! Networks over HTTP. How they are is `lookup`'s to say.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    error::{ApiError, Problem},
    language::for_request,
};
use crate::{
    answer::{NetworkReport, NetworkReports},
    explain::Lang,
    lookup::Networks,
};

/// What a caller may wish.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wishes {
    /// Language of the verdict; else `Accept-Language` decides, else it is English.
    pub lang: Option<String>,
}

/// How all watched networks are.
#[utoipa::path(get, path = "/v1/networks", tag = "networks", params(Wishes), responses(
    (status = 200, body = NetworkReports, description = "Every network"),
    (status = 400, body = Problem, content_type = "application/problem+json", description = "`bad_request`"),
))]
pub async fn all(
    State(networks): State<Arc<Networks>>,
    wishes: Result<Query<Wishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let lang = lang(wishes, &headers)?;
    Ok(in_language(lang, Json(NetworkReports { networks: networks.networks(lang) })))
}

/// How one network is.
#[utoipa::path(get, path = "/v1/networks/{chain}", tag = "networks", params(
    ("chain" = String, Path, description = "A configured chain's name"), Wishes), responses(
    (status = 200, body = NetworkReport, description = "The network"),
    (status = 400, body = Problem, content_type = "application/problem+json",
        description = "`unsupported_chain` or `bad_request`"),
))]
pub async fn one(
    State(networks): State<Arc<Networks>>,
    Path(chain): Path<String>,
    wishes: Result<Query<Wishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let lang = lang(wishes, &headers)?;
    Ok(in_language(lang, Json(networks.network(&chain, lang)?)))
}

fn lang(wishes: Result<Query<Wishes>, QueryRejection>, headers: &HeaderMap) -> Result<Lang, ApiError> {
    let Query(wishes) = wishes.map_err(|_| ApiError::BadRequest("the query can't be read".to_owned()))?;
    Ok(for_request(wishes.lang.as_deref(), headers))
}

/// An answer that says its language.
pub fn in_language(lang: Lang, body: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}
