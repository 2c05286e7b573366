//! What all pages share: the reader's language, the operator's site, links that keep the language, and the headers that
//! each page is sent with. Knows no page.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use fluent_bundle::FluentArgs;

use super::{
    super::{
        Service,
        error::ApiError,
        language::{for_request, language_in},
        reach::Base,
    },
    assets::Assets,
};
use crate::{
    answer::NetworkReport,
    config::Site,
    explain::{Lang, Words},
};

/// One page's surroundings.
#[derive(Clone)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// The operator's site.
    pub site: Arc<Site>,
    assets: Arc<Assets>,
    /// Where we are reached from outside.
    base: String,
    /// The page's own address without the language; nothing that a reader typed unless it was checked.
    path: String,
    /// The language stands in the address: links keep it.
    asked: bool,
}

/// A language that the page can be read in.
pub struct Choice {
    /// Its tag.
    pub tag: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// This page in it.
    pub href: String,
    /// It is the one.
    pub current: bool,
}

/// Everything from ourselves, nothing inline, nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Frame {
    /// That of a request, with the page's own address.
    pub fn new(service: &Service, parts: &Parts, path: &str) -> Self {
        let asked = language_in(parts.uri.query());
        Self {
            lang: for_request(asked.as_deref(), &parts.headers),
            site: service.site.clone(),
            assets: service.assets.clone(),
            base: Base::of(service, parts).0,
            path: path.to_owned(),
            asked: asked.is_some(),
        }
    }

    /// The same page's surroundings under another address.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// A message without variables.
    pub fn say(&self, id: &str) -> String {
        self.words().say(id, &FluentArgs::new())
    }

    /// The language's words.
    pub fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }

    /// A link to another page of ours, in the same language where that was asked for.
    pub fn href(&self, path: &str) -> String {
        if self.asked { with_language(path, self.lang) } else { path.to_owned() }
    }

    /// A link to what is below a page of ours: an article, a transfer.
    pub fn below(&self, path: &str, name: &str) -> String {
        self.href(&format!("{path}/{name}"))
    }

    /// The page's own address, whole, for those to whom it is passed on.
    pub fn permalink(&self) -> String {
        format!("{}{}", self.base, with_language(&self.path, self.lang))
    }

    /// The language as Open Graph names it, which wants a territory.
    pub fn territory(&self) -> &'static str {
        match self.lang {
            Lang::En => "en_US",
            Lang::ZhCn => "zh_CN",
        }
    }

    /// All languages.
    pub fn languages(&self) -> Vec<Choice> {
        let choice = |lang: Lang| Choice {
            tag: lang.tag(),
            name: lang.name(),
            href: with_language(&self.path, lang),
            current: lang == self.lang,
        };
        Lang::ALL.into_iter().map(choice).collect()
    }

    /// Whether this is the page or one below it, for the menu.
    pub fn is_under(&self, path: &str) -> bool {
        let own = self.path.split('?').next().unwrap_or_default();
        own == path || (path != "/" && own.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Where an asset is.
    pub fn asset(&self, name: &str) -> &str {
        self.assets.path(name)
    }

    /// Where the operator's logo is.
    pub fn logo(&self) -> Option<&str> {
        self.assets.logo()
    }

    /// The style of a network's state, the same as on the status page.
    pub fn tone(&self, network: &NetworkReport) -> &'static str {
        network.state.severity.code()
    }

    /// A page, with all that it is sent with.
    pub fn page(&self, template: &impl Template) -> Result<Response, ApiError> {
        let html = template.render().map_err(|error| {
            tracing::error!(%error, "could not write a page");
            ApiError::Internal
        })?;
        let headers = [
            (header::CONTENT_LANGUAGE, self.lang.tag()),
            (header::VARY, "accept-language"),
            (header::CACHE_CONTROL, "no-store"),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // Addresses name transactions: they are nobody else's business.
            (header::REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
        ];
        Ok((headers.map(|(name, value)| (name, HeaderValue::from_static(value))), Html(html)).into_response())
    }
}

impl FromRequestParts<Service> for Frame {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, ApiError> {
        Ok(Self::new(service, parts, parts.uri.path()))
    }
}

fn with_language(path: &str, lang: Lang) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, String::new()), |(path, at)| (path, format!("#{at}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}lang={}{fragment}", lang.tag())
}
