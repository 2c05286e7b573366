//! Answers that may be kept for a moment: a tag by their content, and "not modified" for who has it already. Knows
//! nothing of what they say.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bitcoin::hashes::{Hash, sha256};

use super::error::ApiError;

/// More than any page of ours has.
const LARGEST: usize = 4 * 1024 * 1024;

/// The answer with a tag, to be kept for so many seconds; or that it hasn't changed.
pub async fn with_tag(asked: &HeaderMap, response: Response, fresh_s: u32) -> Result<Response, ApiError> {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| ApiError::Internal)?;
    let hash = sha256::Hash::hash(&bytes).to_string();
    // Weak, as the same content may go out compressed.
    let tag = format!("W/\"{}\"", hash.get(..16).unwrap_or_default());
    let unchanged = knows(asked, &tag);
    let set = |value: String| HeaderValue::try_from(value).map_err(|_| ApiError::Internal);
    parts.headers.insert(header::ETAG, set(tag)?);
    parts.headers.insert(header::CACHE_CONTROL, set(format!("public, max-age={fresh_s}"))?);
    if unchanged {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        return Ok(Response::from_parts(parts, Body::empty()));
    }
    Ok((parts, bytes).into_response())
}

fn knows(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = asked.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    known.split(',').any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    async fn answered(known: &str) -> Response {
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, known.parse().unwrap());
        with_tag(&asked, "content".into_response(), 30).await.unwrap()
    }

    #[tokio::test]
    async fn who_has_it_gets_it_not_again() {
        let first = answered("\"other\"").await;
        assert_eq!(
            (first.status(), &first.headers()["cache-control"]),
            (StatusCode::OK, &"public, max-age=30".parse().unwrap())
        );
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        for known in [tag.clone(), tag.trim_start_matches("W/").to_owned(), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = answered(&known).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!(again.headers()["etag"].to_str().unwrap(), tag);
        }
    }
}
