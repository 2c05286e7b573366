//! The networks' status for machines: Statuspage's shapes, feeds, badges and a frame for other sites. All may be kept for
//! a moment, and read from any site: nothing in them is anybody's own.

use std::convert::Infallible;

use axum::{
    Router,
    extract::{FromRequestParts, Query},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;

use super::{Service, cached, error::ApiError, language::for_request, networks::Wishes, reach::Base};
use crate::{explain::Lang, lookup::Remembered};

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

/// Who asks, in which language, and where they reached us.
pub struct Asked {
    service: Service,
    lang: Lang,
    base: String,
    headers: HeaderMap,
}

impl FromRequestParts<Service> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Infallible> {
        let wished = Query::<Wishes>::try_from_uri(&parts.uri).ok().and_then(|Query(wishes)| wishes.lang);
        Ok(Self {
            lang: for_request(wished.as_deref(), &parts.headers),
            base: Base::of(service, parts).0,
            headers: parts.headers.clone(),
            service: service.clone(),
        })
    }
}

/// An answer that anybody may keep for a moment, and any site may read.
async fn shared(asked: &Asked, kind: &'static str, body: impl Into<String>) -> Result<Response, ApiError> {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_LANGUAGE, asked.lang.tag()),
        // The latter two where links begin with what a proxy says.
        (header::VARY, "accept-language, x-forwarded-host, x-forwarded-proto"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    cached::with_tag(&asked.headers, (headers, body.into()).into_response(), FRESH_S).await
}

/// When anything last happened to an incident; the beginning of what is told where nothing did.
fn updated(remembered: &[Remembered]) -> Timestamp {
    let updated = remembered.iter().filter_map(|one| one.updated).max();
    updated.or_else(|| remembered.iter().map(|one| one.began).max()).unwrap_or_default()
}
