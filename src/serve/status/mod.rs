//! The networks' status for machines: Statuspage's shapes, feeds, badges and a frame for other sites. All may be kept for
//! a moment, and read from any site: nothing in them is anybody's own.

use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;

use super::{Service, cached, error::ApiError};
use crate::{
    explain::Lang,
    history::Window,
    lookup::{Networks, PastOf},
};

mod badge;
mod embed;
mod feed;
pub mod statuspage;

/// Seconds that anybody may keep an answer.
const FRESH_S: u32 = 15;

/// Those that the OpenAPI document doesn't describe: their shapes are others'.
pub fn routes() -> Router<Service> {
    Router::new()
        .route("/status.atom", get(feed::atom))
        .route("/status.rss", get(feed::rss))
        .route("/status.json", get(feed::json))
        .route("/badge/{file}", get(badge::show))
        .route("/embed/{chain}", get(embed::show))
}

/// An answer that anybody may keep for a moment, and any site may read.
async fn shared(
    asked: &HeaderMap,
    kind: &'static str,
    lang: Lang,
    body: impl Into<String>,
) -> Result<Response, ApiError> {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_LANGUAGE, lang.tag()),
        // The latter two where links begin with what a proxy says.
        (header::VARY, "accept-language, x-forwarded-host, x-forwarded-proto"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    cached::with_tag(asked, (headers, body.into()).into_response(), FRESH_S).await
}

/// The networks' past, as all of these want it.
fn past(networks: &Networks) -> Vec<PastOf> {
    networks.past(Window::Quarter)
}

/// When anything last happened to an incident; the beginning of what is told where nothing did.
fn updated(past: &[PastOf]) -> Timestamp {
    let incidents = past.iter().flat_map(|past| past.incidents.iter().map(crate::incidents::Incident::updated));
    incidents.max().or_else(|| past.iter().map(|past| past.began).max()).unwrap_or_default()
}
