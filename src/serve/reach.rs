//! Where the service is reached from outside, as whole links need it: what the operator says, else what the request or a
//! trusted proxy does. Nothing that could be taken for more than a host is repeated.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use super::{Service, client};

/// Before the path of a whole link.
pub struct Base(pub String);

impl Base {
    /// Where the sender of a request reached us.
    pub fn of(service: &Service, parts: &Parts) -> Self {
        if let Some(url) = &service.site.url {
            return Self(url.as_str().trim_end_matches('/').to_owned());
        }
        let trusted = service.proxies.trusts(client::peer(&parts.extensions));
        Self(told(&parts.headers, trusted))
    }
}

impl FromRequestParts<Service> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Infallible> {
        Ok(Self::of(service, parts))
    }
}

fn told(headers: &HeaderMap, by_proxy: bool) -> String {
    let text = |name: &str| headers.get(name).and_then(|text| text.to_str().ok());
    let forwarded = |name: &str| text(name).filter(|_| by_proxy);
    let scheme = forwarded("x-forwarded-proto").filter(|scheme| ["http", "https"].contains(scheme));
    let hosts = [forwarded("x-forwarded-host"), text(header::HOST.as_str())];
    let host = hosts.into_iter().flatten().find(|host| is_host(host));
    format!("{}://{}", scheme.unwrap_or("http"), host.unwrap_or("localhost"))
}

/// A name or an address and a port, and nothing that could be taken for something else.
fn is_host(host: &str) -> bool {
    !host.is_empty() && host.len() <= 255 && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn check(by_proxy: bool, forwarded: [(&'static str, &str); 2], expected: &str) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
        for (name, value) in forwarded {
            headers.insert(name, value.parse().unwrap());
        }
        assert_eq!(told(&headers, by_proxy), expected, "{forwarded:?}");
    }

    #[test]
    fn only_a_proxy_is_believed_and_only_what_can_be() {
        let said = |scheme, host| [("x-forwarded-proto", scheme), ("x-forwarded-host", host)];
        check(true, said("https", "why.example.com"), "https://why.example.com");
        check(false, said("https", "why.example.com"), "http://127.0.0.1:8080");
        check(true, said("HTTPS", "why.example.com"), "http://why.example.com");
        check(true, said("javascript", "x\"><script>"), "http://127.0.0.1:8080");
        check(true, said("https", "why.example.com, other.example.com"), "https://127.0.0.1:8080");
        assert_eq!(told(&HeaderMap::new(), true), "http://localhost");
    }
}
