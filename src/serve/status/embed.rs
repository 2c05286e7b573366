//! `/embed/{chain}`: how a network is, in a frame on any other site, shown anew by itself. Nothing that could be clicked by
//! mistake for something else: one link, to the page itself.

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use super::{
    super::{Service, cached},
    FRESH_S,
};
use crate::{
    answer::{NetworkReport, ToneCode},
    serve::{error::ApiError, pages::Frame},
};

#[derive(Template)]
#[template(path = "embed.html", config = "src/serve/pages/askama.toml")]
struct Embed {
    frame: Frame,
    tone: ToneCode,
    state: String,
    network: NetworkReport,
}

/// Like that of the pages, but any site may frame it; nothing in it can be acted upon.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors *";

/// A network in a frame.
pub async fn show(
    axum::extract::State(service): axum::extract::State<Service>,
    frame: Frame,
    Path(chain): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let network = service.networks.network(&chain, frame.lang).map_err(|_| ApiError::NotFound)?;
    let page = Embed { state: network.state.text.clone(), tone: network.state.severity, network, frame };
    let mut response = page.frame.page(&page)?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    cached::with_tag(&headers, response, FRESH_S).await
}
