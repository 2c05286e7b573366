//! Problems for whoever asked: in the caller's language, and as a page where a browser asked. Repeats nothing that was
//! sent.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    super::{
        Service,
        error::ApiError,
        language::{for_request, language_in},
        told,
    },
    frame::Frame,
};
use crate::explain::Lang;

#[derive(Template)]
#[template(path = "problem.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    title: String,
    text: String,
}

/// Turns problems into pages for those who read HTML, and into their own language for the others.
pub async fn for_readers(State(service): State<Service>, request: Request, next: Next) -> Response {
    let readable = is_page(request.uri().path()) && reads_html(request.headers());
    let lang = for_request(language_in(request.uri().query()).as_deref(), request.headers());
    let (parts, body) = request.into_parts();
    // The address isn't repeated: it may hold what should never have been sent.
    let frame = readable.then(|| Frame::new(&service, &parts, "/"));
    let response = next.run(Request::from_parts(parts, body)).await;
    let problem = response.extensions().get::<ApiError>().cloned();
    match (problem, frame) {
        (None, _) => response,
        (Some(problem), Some(frame)) => page(frame, &problem, response),
        (Some(_), None) if lang == Lang::En => response,
        (Some(problem), None) => told_by(problem.response_in(lang), &response),
    }
}

fn page(frame: Frame, problem: &ApiError, original: Response) -> Response {
    let words = frame.words();
    let (title, text) = (told::title(words, problem), told::text(words, problem));
    let rendered = frame.page(&Page { frame: frame.clone(), title, text });
    let Ok(page) = rendered else { return original };
    told_by(page, &original)
}

/// A page that tells of a problem and does more: it keeps what was typed.
pub fn told_in(page: Response, problem: ApiError) -> Response {
    told_by(page, &problem.into_response())
}

/// What the problem came with stays: its status, when to come back, which methods there are, how to show a key.
fn told_by(mut page: Response, original: &Response) -> Response {
    *page.status_mut() = original.status();
    for name in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = original.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// The API speaks JSON whoever asks.
fn is_page(path: &str) -> bool {
    !["/v1/", "/api/", "/docs", "/openapi.json", "/mcp"].iter().any(|prefix| path.starts_with(prefix))
}

fn reads_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepted.contains("text/html")
}
