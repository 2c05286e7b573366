//! The operator's key: shown as HTTP Basic (any user name) or Bearer, compared without telling by the time it takes how
//! much of it was right. Neither logged nor echoed.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use axum_extra::headers::{
    Authorization, HeaderMapExt,
    authorization::{Basic, Bearer},
};
use bitcoin::hashes::{Hash, sha256};
use chains::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{Service, error::ApiError};
use crate::config::Site;

/// One of the operator's people: whoever shows the key, and anybody where none is configured.
pub struct Staff;

impl<S: Send + Sync> FromRequestParts<S> for Staff
where
    Service: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match &Service::from_ref(state).site.key {
            Some(key) if !is_shown(key, &parts.headers) => Err(ApiError::Unauthorized),
            Some(_) | None => Ok(Self),
        }
    }
}

/// Whether the key was shown, which it can't be where none is configured.
pub fn was_shown(site: &Site, headers: &HeaderMap) -> bool {
    site.key.as_ref().is_some_and(|key| is_shown(key, headers))
}

fn is_shown(key: &SecretString, headers: &HeaderMap) -> bool {
    let basic = headers.typed_get::<Authorization<Basic>>();
    let bearer = headers.typed_get::<Authorization<Bearer>>();
    let shown = [basic.as_ref().map(|basic| basic.password()), bearer.as_ref().map(|bearer| bearer.token())];
    shown.into_iter().flatten().any(|shown| same(shown, key.expose_secret()))
}

/// Digests have one length, whatever was shown.
fn same(shown: &str, key: &str) -> bool {
    let digest = |text: &str| sha256::Hash::hash(text.as_bytes()).to_byte_array();
    digest(shown).ct_eq(&digest(key)).into()
}
