//! Whether the process lives, whether it knows its chains, and what it has counted.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::{answer::Readiness, lookup::Networks};

/// Whether the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses(
    (status = 200, body = String, content_type = "text/plain", description = "`ok`")))]
pub async fn alive() -> &'static str {
    "ok"
}

/// Whether every chain was in sync at least once since the start.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses(
    (status = 200, body = Readiness, description = "Every chain was"),
    (status = 503, body = Readiness, description = "Not yet", headers(("Retry-After" = u32))),
))]
pub async fn ready(State(networks): State<Arc<Networks>>) -> Response {
    let readiness = networks.readiness();
    if readiness.ready {
        return Json(readiness).into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], Json(readiness)).into_response()
}

/// Counters in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses(
    (status = 200, body = String, content_type = "text/plain", description = "The counters")))]
pub async fn metrics(State(networks): State<Arc<Networks>>) -> Result<Response, ApiError> {
    let text = networks.metrics().text().map_err(|error| {
        tracing::error!(%error, "could not write the metrics");
        ApiError::Internal
    })?;
    Ok(([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response())
}
