//! The service over HTTP: every route is listed here, with what each request passes. Knows no node and decides
//! nothing; all answers come from `lookup`.

use std::{ops::Deref, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    http::{Extensions, HeaderMap, HeaderValue, header},
    middleware,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, set_header::SetResponseHeaderLayer};
use utoipa::{
    IntoResponses, OpenApi,
    openapi::{PathItem, RefOr, Schema, schema::AnyOf},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    config::{Clients, Site},
    lookup::Networks,
    tasks::Tasks,
};

mod api;
mod cached;
mod client;
mod error;
mod events;
mod feedback;
mod health;
mod key;
mod language;
mod limits;
mod listen;
mod networks;
mod pages;
mod past;
mod piecewise;
mod places;
mod quotas;
mod reach;
mod several;
mod status;
mod told;
mod wishes;

pub use error::{ApiError, Problem, ProblemCode};
pub use language::negotiate;
pub use listen::listen;

/// What the OpenAPI document says of itself; routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "txwhy",
        description = "Why a blockchain transfer has not arrived, when it will, and what to do. Times are RFC 3339, \
            UTC; durations are seconds. Errors are RFC 9457 problems with a stable `code`.",
    ),
    tags(
        (name = "look-up", description = "One transaction, or several"),
        (name = "networks", description = "How the watched networks are"),
        (name = "operation", description = "For those who run the service"),
    ),
)]
struct Described;

/// What routes work with. Each request clones it some times over, which one count of references makes cheap.
#[derive(Clone)]
pub struct Service(Arc<Shared>);

/// What all clones share.
pub struct Shared {
    networks: Arc<Networks>,
    site: Arc<Site>,
    assets: Arc<pages::Assets>,
    streams: events::Streams,
    proxies: client::Proxies,
    quotas: Arc<quotas::Quotas>,
}

impl Service {
    /// A service of these networks, with the operator's site, for such clients; what it streams ends with the tasks.
    pub fn new(networks: Arc<Networks>, site: Site, clients: Clients, tasks: &Tasks) -> Self {
        let assets = Arc::new(pages::Assets::new(&site));
        let streams = events::Streams::new(networks.clone(), tasks.clone());
        let quotas = quotas::Quotas::start(&clients, tasks);
        let proxies = client::Proxies::new(clients.trusted_proxies);
        Self(Arc::new(Shared { networks, assets, site: Arc::new(site), streams, proxies, quotas }))
    }

    /// The account of who sent a request.
    fn account(&self, extensions: &Extensions, headers: &HeaderMap) -> quotas::Account {
        let client = if key::was_shown(&self.site, headers) {
            client::Client::Operator
        } else {
            self.proxies.client(client::peer(extensions), headers)
        };
        quotas::Account { client, quotas: self.quotas.clone() }
    }
}

impl Deref for Service {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<Service> for Arc<Networks> {
    fn from_ref(service: &Service) -> Self {
        service.networks.clone()
    }
}

impl FromRef<Service> for events::Streams {
    fn from_ref(service: &Service) -> Self {
        service.streams.clone()
    }
}

impl FromRef<Service> for Arc<pages::Assets> {
    fn from_ref(service: &Service) -> Self {
        service.assets.clone()
    }
}

/// Every route.
pub fn router(service: Service) -> Router {
    let (routes, description) = described();
    let metrics = service.networks.metrics().clone();
    routes
        .merge(pages::routes())
        .merge(status::routes())
        .with_state(service.clone())
        .merge(Router::from(SwaggerUi::new("/docs").url("/openapi.json", description)).layer(unframed()))
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(middleware::from_fn_with_state(Arc::new(limits::Room::default()), limits::bound))
        .layer(middleware::from_fn_with_state(service.clone(), limits::charge))
        .layer(middleware::map_response(error::as_problem))
        .layer(middleware::from_fn_with_state(service, pages::for_readers))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(limits::panicked))
        .layer(middleware::from_fn_with_state(metrics, limits::observe))
}

/// The API's browser is not ours, styles its parts itself, and may be shown nowhere else.
fn unframed() -> SetResponseHeaderLayer<HeaderValue> {
    let policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'none'";
    SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().1
}

fn described() -> (Router<Service>, utoipa::openapi::OpenApi) {
    let (routes, mut description) = OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(api::look_up))
        .routes(routes!(api::look_up_several))
        .routes(routes!(events::events))
        .routes(routes!(feedback::feedback))
        .routes(routes!(networks::all))
        .routes(routes!(networks::one))
        .routes(routes!(past::history))
        .routes(routes!(past::incidents))
        .routes(routes!(past::note))
        .routes(routes!(status::statuspage::summary))
        .routes(routes!(status::statuspage::status))
        .routes(routes!(status::statuspage::components))
        .routes(routes!(status::statuspage::incidents))
        .routes(routes!(status::statuspage::unresolved))
        .routes(routes!(status::statuspage::maintenances))
        .routes(routes!(status::statuspage::upcoming))
        .routes(routes!(status::statuspage::active))
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
        .split_for_parts();
    let bounded = description.paths.paths.iter_mut().filter(|(path, _)| !limits::is_free(path));
    bounded.for_each(|(_, item)| may_refuse(item));
    if let Some(components) = &mut description.components {
        components.schemas.values_mut().for_each(allow_overlap);
    }
    (routes, description)
}

/// Whichever route is asked, it may be once too often. The document is made from the field, which nobody else reads.
#[derive(IntoResponses)]
#[response(
    status = 429, description = "`rate_limited`", content_type = "application/problem+json",
    headers(("Retry-After" = u32))
)]
struct TooMany(#[allow(dead_code)] Problem);

fn may_refuse(item: &mut PathItem) {
    for operation in [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten() {
        operation.responses.responses.extend(TooMany::responses());
    }
}

/// Of the figures of causes some are part of others', and fields may be added: "exactly one of" would refuse what
/// "any of" takes. A choice that a field decides, or null, stays as it is.
fn allow_overlap(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::OneOf(choice)) = schema else { return };
    if choice.items.iter().all(|item| matches!(item, RefOr::T(Schema::Object(_)) | RefOr::Ref(_))) {
        let items = std::mem::take(&mut choice.items);
        let description = choice.description.take();
        *schema = Schema::AnyOf(AnyOf { items, description, ..AnyOf::default() }).into();
    }
}
