//! Problems for people: what the API says as JSON becomes a page in the reader's language where a browser asked. Says
//! no more than the problem does, and repeats nothing that was sent.

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
        error::{ApiError, Field, ProblemCode},
    },
    frame::Frame,
};
use crate::{explain::args, parse::LooksLike};

#[derive(Template)]
#[template(path = "problem.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    title: String,
    text: String,
}

/// Turns problems into pages for those who read HTML.
pub async fn for_readers(State(service): State<Service>, request: Request, next: Next) -> Response {
    let readable = is_page(request.uri().path()) && reads_html(request.headers());
    let (parts, body) = request.into_parts();
    // The address isn't repeated: it may hold what should never have been sent.
    let frame = readable.then(|| Frame::new(&service, &parts, "/"));
    let response = next.run(Request::from_parts(parts, body)).await;
    let problem = response.extensions().get::<ApiError>().cloned();
    let (Some(frame), Some(problem)) = (frame, problem) else { return response };
    page(frame, &problem, response)
}

fn page(frame: Frame, problem: &ApiError, original: Response) -> Response {
    let (title, text) = (title(&frame, problem), text(&frame, problem));
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

/// The kind of problem.
pub fn title(frame: &Frame, problem: &ApiError) -> String {
    if let ApiError::BadField(_) = problem {
        return frame.say("wrong-field");
    }
    let id = match problem.kind().0 {
        ProblemCode::BadId => "problem-bad_id",
        ProblemCode::LooksLikeSecret => "problem-secret",
        ProblemCode::UnsupportedChain => "problem-unsupported_chain",
        ProblemCode::BadRequest => "problem-bad_request",
        ProblemCode::Unauthorized => "problem-unauthorized",
        ProblemCode::NotFound => "problem-not_found",
        ProblemCode::TooLarge => "problem-too_large",
        ProblemCode::RateLimited => "problem-rate_limited",
        ProblemCode::NotReady => "problem-not_ready",
        ProblemCode::Internal => "problem-internal",
    };
    frame.say(id)
}

/// What is wrong, and what to do.
pub fn text(frame: &Frame, problem: &ApiError) -> String {
    let chains = |known: &[String]| args([("chains", known.join(", ").into())]);
    match problem {
        ApiError::BadId(looks) => wrong_id(frame, looks),
        ApiError::Secret => frame.say("problem-secret.text"),
        ApiError::UnsupportedChain(unknown) => {
            frame.words().say("problem-unsupported_chain.text", &chains(&unknown.configured))
        }
        ApiError::BadField(field) => frame.say(match field {
            Field::Required => "wrong-field-required",
            Field::To => "wrong-field-to",
            Field::Amount => "wrong-field-amount",
            Field::Sender => "wrong-field-sender",
            Field::Nonce => "wrong-field-nonce",
        }),
        ApiError::BadRequest(_) | ApiError::MethodNotAllowed => frame.say("problem-bad_request.text"),
        ApiError::Unauthorized => frame.say("problem-unauthorized.text"),
        ApiError::NotFound => frame.say("problem-not_found.text"),
        ApiError::TooLarge(_) => frame.say("problem-too_large.text"),
        ApiError::RateLimited { wait_s, .. } => {
            let wait = frame.words().length(*wait_s as f64);
            frame.words().say("problem-rate_limited.text", &args([("wait", wait.into())]))
        }
        ApiError::NotReady(_) => frame.say("problem-not_ready.text"),
        ApiError::Internal => frame.say("problem-internal.text"),
    }
}

/// Why a piece of text is no id.
pub fn wrong_id(frame: &Frame, looks: &LooksLike) -> String {
    let (id, length) = match looks {
        LooksLike::Empty => ("wrong-empty", 0),
        LooksLike::TooShort(length) => ("wrong-too_short", *length),
        LooksLike::TooLong(length) => ("wrong-too_long", *length),
        LooksLike::BitcoinAddress | LooksLike::EvmAddress => ("wrong-address", 0),
        LooksLike::EnsName => ("wrong-ens_name", 0),
        LooksLike::LightningInvoice => ("wrong-lightning", 0),
        LooksLike::SolanaTransaction => ("wrong-solana", 0),
        LooksLike::ExtendedPublicKey => ("wrong-public_key", 0),
        LooksLike::LinkWithoutId => ("wrong-link", 0),
        LooksLike::SeveralIds => ("wrong-several", 0),
        LooksLike::Other => ("wrong-other", 0),
    };
    frame.words().say(id, &args([("length", (length as f64).into())]))
}
