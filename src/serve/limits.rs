//! What every request passes: an id for the log, a count, bounds on how many one client has and on how many are worked on
//! at once and for how long, and a net for panics. The log has the route that matched, never the path or the query: they
//! may hold what we were told not to keep.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::{sync::Semaphore, time::timeout};
use tracing::{Instrument, info_span};

use super::{Service, error::ApiError};
use crate::metrics::Metrics;

/// Bytes of a request's body.
pub const BODY: usize = 64 * 1024;
/// From the last byte of the request to the first of the answer.
const TIME: Duration = Duration::from_secs(10);
/// Requests that are worked on at once. A waiting look-up costs a few kilobytes.
const AT_ONCE: usize = 4096;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How many more requests may be worked on, and for how long each.
pub struct Room {
    permits: Semaphore,
    time: Duration,
}

impl Default for Room {
    fn default() -> Self {
        Self { permits: Semaphore::new(AT_ONCE), time: TIME }
    }
}

/// Turns away what is too much at once, and what takes too long.
pub async fn bound(State(room): State<Arc<Room>>, request: Request, next: Next) -> Response {
    let Ok(_permit) = room.permits.try_acquire() else {
        return ApiError::NotReady("too many requests at once; try again in a moment").into_response();
    };
    match timeout(room.time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::NotReady("this took too long; try again in a moment").into_response(),
    }
}

/// Routes that cost a client nothing: answered from memory, or asked by machines that keep watch.
const FREE: [&str; 5] = ["/assets/{name}", "/badge/{file}", "/healthz", "/metrics", "/readyz"];

/// Whether a route costs its client nothing.
pub fn is_free(route: &str) -> bool {
    FREE.contains(&route)
}

/// Takes what a request costs from its client's quota, and hands the account on to those whose requests cost more.
pub async fn charge(State(service): State<Service>, mut request: Request, next: Next) -> Response {
    let account = service.account(request.extensions(), request.headers());
    let matched = request.extensions().get::<MatchedPath>();
    if !matched.is_some_and(|route| is_free(route.as_str()))
        && let Err(error) = account.take_request()
    {
        return error.into_response();
    }
    request.extensions_mut().insert(account);
    next.run(request).await
}

/// Names, logs and counts a request.
pub async fn observe(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    let method = known_method(request.method());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    let span = info_span!("request", id = id.to_str().unwrap_or_default(), method, route);
    let mut response = async {
        let response = next.run(request).await;
        let status = response.status();
        // Not being ready yet is the expected answer of a start, and probes ask every second.
        if status.is_server_error() && route != "/readyz" {
            tracing::warn!(status = status.as_u16(), "answered");
        } else {
            tracing::debug!(status = status.as_u16(), "answered");
        }
        response
    }
    .instrument(span)
    .await;
    metrics.request(method, route, response.status().as_str(), started.elapsed());
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// What a panic becomes; its message may quote anything, so that only its kind is logged.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    ApiError::Internal.into_response()
}

/// The caller's id for its request where it is a harmless one, else our own.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let harmless = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        // Shorter than a transaction's id or a private key, so that neither gets into the log this way.
        (1..=40).contains(&bytes.len()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
    };
    let own = || HeaderValue::try_from(format!("{:016x}", rand::random::<u64>()));
    match headers.get(REQUEST_ID).filter(harmless) {
        Some(theirs) => theirs.clone(),
        None => own().unwrap_or(HeaderValue::from_static("none")),
    }
}

/// Methods are a label: whoever invents some must not fill the memory.
fn known_method(method: &Method) -> &'static str {
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH]
        .iter()
        .zip(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
        .find_map(|(known, name)| (known == method).then_some(name))
        .unwrap_or("other")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn check(app: Router, status: u16) -> Response {
        let response = app.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        response
    }

    #[tokio::test]
    async fn too_many_at_once_are_told_to_come_back() {
        let full = Arc::new(Room { permits: Semaphore::new(0), time: TIME });
        let app = Router::new().route("/", get(|| async {})).layer(middleware::from_fn_with_state(full, bound));
        assert!(check(app, 503).await.headers().contains_key("retry-after"));
    }

    #[tokio::test]
    async fn what_takes_too_long_is_given_up() {
        let room = Arc::new(Room { permits: Semaphore::new(1), time: Duration::ZERO });
        let app = Router::new()
            .route("/", get(std::future::pending::<()>))
            .layer(middleware::from_fn_with_state(room, bound));
        assert!(check(app, 503).await.headers().contains_key("retry-after"));
    }

    #[tokio::test]
    async fn a_panic_is_our_mistake() {
        let app = Router::new()
            .route("/", get(async || -> &str { panic!("with a secret") }))
            .layer(CatchPanicLayer::custom(panicked));
        check(app, 500).await;
    }
}
