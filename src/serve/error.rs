//! What goes wrong at the door, as RFC 9457 problems with stable codes. Nothing that a caller sent is repeated here:
//! it may have been a secret.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::told;
use crate::{
    config::MAX_REQUIRED,
    explain::{Lang, Words},
    lookup::{Unanswerable, UnknownChain},
    parse::{LooksLike, ParseError},
};

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// Not a transaction's id.
    BadId(LooksLike),
    /// A recovery phrase or a private key.
    Secret,
    /// A chain that is not configured.
    UnsupportedChain(UnknownChain),
    /// One of the things that a caller may add to a look-up isn't what it should be.
    BadField(Field),
    /// Something else that the caller must change; says what, never repeats it.
    BadRequest(String),
    /// Only for those who show the operator's key.
    Unauthorized,
    /// No such route.
    NotFound,
    /// The route exists, not for this method.
    MethodNotAllowed,
    /// More than we take; says how much that is.
    TooLarge(&'static str),
    /// More than one client is given; says of what, and for how many seconds.
    #[allow(missing_docs)]
    RateLimited { why: &'static str, wait_s: u64 },
    /// For now not; says why.
    NotReady(&'static str),
    /// Our mistake.
    Internal,
}

/// What a caller may add to a look-up, and may get wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Required,
    Finality,
    To,
    ToNetwork,
    Amount,
    Sender,
    Nonce,
}

/// An RFC 9457 problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// A name for the kind of problem, the same for each of its occurrences.
    #[serde(rename = "type")]
    #[schema(examples("urn:txwhy:problem:bad_id"))]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// This occurrence in words.
    pub detail: String,
    /// The kind as a stable code.
    pub code: ProblemCode,
    /// `bad_id`: what the text looks like instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("too_short", "bitcoin_address", "ens_name"))]
    pub looks_like: Option<String>,
}

/// The code of a problem. More may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 400: not a transaction's id.
    BadId,
    /// 400: a recovery phrase or a private key; not stored, not logged.
    LooksLikeSecret,
    /// 400: a chain that is not configured.
    UnsupportedChain,
    /// 400 or 405: something else that the caller must change.
    BadRequest,
    /// 401: only for those who show the operator's key.
    Unauthorized,
    /// 404: no such route.
    NotFound,
    /// 413: more than is taken.
    TooLarge,
    /// 429: more than one client is given; see `Retry-After`.
    RateLimited,
    /// 503: for now not; see `Retry-After`.
    NotReady,
    /// 500: our mistake.
    Internal,
}

impl ApiError {
    /// The problem that is told.
    pub fn problem(&self) -> Problem {
        let (code, title) = self.kind();
        let looks_like = match self {
            Self::BadId(looks) => Some(looks.code().to_owned()),
            Self::Secret
            | Self::UnsupportedChain(_)
            | Self::BadField(_)
            | Self::BadRequest(_)
            | Self::Unauthorized
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::TooLarge(_)
            | Self::RateLimited { .. }
            | Self::NotReady(_)
            | Self::Internal => None,
        };
        Problem {
            kind: format!("urn:txwhy:problem:{}", code.word()),
            title: title.to_owned(),
            status: self.status().as_u16(),
            detail: self.detail(),
            code,
            looks_like,
        }
    }

    /// The same in another language. What only a programmer can mend is told in English, as programs' words are.
    pub fn problem_in(&self, lang: Lang) -> Problem {
        let problem = self.problem();
        if lang == Lang::En {
            return problem;
        }
        let words = Words::of(lang);
        let title = told::title(words, self);
        match self {
            Self::BadRequest(_) | Self::MethodNotAllowed => Problem { title, ..problem },
            Self::BadId(_)
            | Self::Secret
            | Self::UnsupportedChain(_)
            | Self::BadField(_)
            | Self::Unauthorized
            | Self::NotFound
            | Self::TooLarge(_)
            | Self::RateLimited { .. }
            | Self::NotReady(_)
            | Self::Internal => Problem { title, detail: told::text(words, self), ..problem },
        }
    }

    /// The kind of problem, and its name.
    pub fn kind(&self) -> (ProblemCode, &'static str) {
        match self {
            Self::BadId(_) => (ProblemCode::BadId, "Not a transaction id"),
            Self::Secret => (ProblemCode::LooksLikeSecret, "This looks like a secret"),
            Self::UnsupportedChain(_) => (ProblemCode::UnsupportedChain, "No such chain here"),
            Self::BadField(_) | Self::BadRequest(_) => (ProblemCode::BadRequest, "The request can't be read"),
            Self::Unauthorized => (ProblemCode::Unauthorized, "Not without the key"),
            Self::NotFound => (ProblemCode::NotFound, "No such page"),
            Self::MethodNotAllowed => (ProblemCode::BadRequest, "Not with this method"),
            Self::TooLarge(_) => (ProblemCode::TooLarge, "Too large"),
            Self::RateLimited { .. } => (ProblemCode::RateLimited, "Too much for now"),
            Self::NotReady(_) => (ProblemCode::NotReady, "Not now"),
            Self::Internal => (ProblemCode::Internal, "Our mistake"),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadId(_) | Self::Secret | Self::UnsupportedChain(_) | Self::BadField(_) | Self::BadRequest(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NotReady(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds until it is worth another try, where time helps.
    fn wait_s(&self) -> Option<u64> {
        match self {
            Self::RateLimited { wait_s, .. } => Some(*wait_s),
            Self::NotReady(_) => Some(2),
            Self::BadId(_)
            | Self::Secret
            | Self::UnsupportedChain(_)
            | Self::BadField(_)
            | Self::BadRequest(_)
            | Self::Unauthorized
            | Self::NotFound
            | Self::MethodNotAllowed
            | Self::TooLarge(_)
            | Self::Internal => None,
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::BadId(looks) => ParseError::BadId(looks.clone()).to_string(),
            Self::Secret => ParseError::Secret.to_string(),
            Self::UnsupportedChain(unknown) => unknown.to_string(),
            Self::BadField(field) => field.detail(),
            Self::BadRequest(detail) => detail.clone(),
            Self::Unauthorized => "this is only for those who show the operator's key".to_owned(),
            Self::NotFound => "there is nothing at this path; /docs lists what there is".to_owned(),
            Self::MethodNotAllowed => "this path exists, but not for this method; see the Allow header".to_owned(),
            Self::TooLarge(detail) | Self::NotReady(detail) => (*detail).to_owned(),
            Self::RateLimited { why, wait_s } => format!("{why}; try again in {wait_s} s"),
            Self::Internal => "something went wrong on our side; the request id finds it in our log".to_owned(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.response_in(Lang::En)
    }
}

impl ApiError {
    /// The response in a language.
    pub fn response_in(self, lang: Lang) -> Response {
        let mut response = (self.status(), Json(self.problem_in(lang))).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait_s) = self.wait_s() {
            headers.insert(header::RETRY_AFTER, wait_s.into());
        }
        if let Self::Unauthorized = self {
            headers
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"txwhy\", charset=\"UTF-8\""));
        }
        // For those who read pages, it becomes one.
        response.extensions_mut().insert(self);
        response
    }
}

/// What others refuse on our behalf (a path that isn't UTF-8, a file that `/docs` doesn't have) becomes a problem as
/// well. Answers of our own with such a status, and a readiness that says no, pass as they are.
pub async fn as_problem(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_ours = |kind: &HeaderValue| {
        ["application/", "text/html"].iter().any(|own| kind.as_bytes().starts_with(own.as_bytes()))
    };
    let status = response.status();
    if kind.is_some_and(is_ours) || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    match status {
        StatusCode::NOT_FOUND => ApiError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ApiError::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge("the request is too large"),
        _ if status.is_client_error() => ApiError::BadRequest("the request can't be read".to_owned()),
        _ => ApiError::Internal,
    }
    .into_response()
}

impl Field {
    fn detail(self) -> String {
        match self {
            Self::Required => {
                format!("`required` is not a whole number from 1 to {MAX_REQUIRED}, `safe` or `finalized`")
            }
            Self::Finality => "`required` can be `safe` or `finalized` on an EVM network alone".to_owned(),
            Self::To => "`to` is not an address of a Bitcoin or EVM network".to_owned(),
            Self::ToNetwork => "`to` is an address of another kind of network than `chain`".to_owned(),
            Self::Amount => "`amount` is not a decimal number such as 0.0012".to_owned(),
            Self::Sender => "`sender` is not an address of an EVM network".to_owned(),
            Self::Nonce => "`nonce` is not a whole number".to_owned(),
        }
    }
}

impl From<ParseError> for ApiError {
    fn from(error: ParseError) -> Self {
        match error {
            ParseError::Secret => Self::Secret,
            ParseError::BadId(looks) => Self::BadId(looks),
        }
    }
}

impl From<Unanswerable> for ApiError {
    fn from(why: Unanswerable) -> Self {
        match why {
            Unanswerable::UnknownChain(unknown) => unknown.into(),
            Unanswerable::NoFinality => Self::BadField(Field::Finality),
        }
    }
}

impl From<UnknownChain> for ApiError {
    fn from(unknown: UnknownChain) -> Self {
        Self::UnsupportedChain(unknown)
    }
}

impl ProblemCode {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::BadId => "bad_id",
            Self::LooksLikeSecret => "looks_like_secret",
            Self::UnsupportedChain => "unsupported_chain",
            Self::BadRequest => "bad_request",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not_found",
            Self::TooLarge => "too_large",
            Self::RateLimited => "rate_limited",
            Self::NotReady => "not_ready",
            Self::Internal => "internal",
        }
    }
}
