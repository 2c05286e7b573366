//! `/api/v2/…`: what reads Atlassian Statuspage's public API reads this as well.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::Response,
};
use serde::Serialize;

use super::{super::Service, past, shared, updated};
use crate::{
    answer::{
        ComponentState, IncidentReport, Moment, NetworkReport, PAGE_ID, StatusComponent, StatusComponents,
        StatusIncident, StatusIncidents, StatusIndicator, StatusNow, StatusPage, StatusSummary, ToneCode,
    },
    explain::Lang,
    lookup::PastOf,
    serve::{error::ApiError, language::for_request, networks::Wishes, pages::headline, reach::Base},
};

/// What all of these answers are made of.
struct Whole {
    lang: Lang,
    base: String,
    page: StatusPage,
    status: StatusIndicator,
    components: Vec<StatusComponent>,
    incidents: Vec<IncidentReport>,
}

type Asked = Result<Query<Wishes>, QueryRejection>;

/// Page, indicator, networks and open incidents, as Statuspage tells them.
#[utoipa::path(get, path = "/api/v2/summary.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusSummary)))]
pub async fn summary(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let whole = Whole::new(&service, wishes, base, &headers);
    let incidents = whole.incidents(|incident| incident.open);
    let Whole { lang, page, status, components, .. } = whole;
    let summary = StatusSummary { page, status, components, incidents, scheduled_maintenances: Vec::new() };
    json(&headers, lang, &summary).await
}

/// The indicator alone.
#[utoipa::path(get, path = "/api/v2/status.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusNow)))]
pub async fn status(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Whole { lang, page, status, .. } = Whole::new(&service, wishes, base, &headers);
    json(&headers, lang, &StatusNow { page, status }).await
}

/// The networks as components.
#[utoipa::path(get, path = "/api/v2/components.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusComponents)))]
pub async fn components(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Whole { lang, page, components, .. } = Whole::new(&service, wishes, base, &headers);
    json(&headers, lang, &StatusComponents { page, components }).await
}

/// Incidents of the last ninety days.
#[utoipa::path(get, path = "/api/v2/incidents.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusIncidents)))]
pub async fn incidents(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let whole = Whole::new(&service, wishes, base, &headers);
    let incidents = whole.incidents(|_| true);
    json(&headers, whole.lang, &StatusIncidents { page: whole.page, incidents }).await
}

/// Incidents that go on.
#[utoipa::path(get, path = "/api/v2/incidents/unresolved.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusIncidents)))]
pub async fn unresolved(
    State(service): State<Service>,
    wishes: Asked,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let whole = Whole::new(&service, wishes, base, &headers);
    let incidents = whole.incidents(|incident| incident.open);
    json(&headers, whole.lang, &StatusIncidents { page: whole.page, incidents }).await
}

async fn json(headers: &HeaderMap, lang: Lang, body: &impl Serialize) -> Result<Response, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Internal)?;
    shared(headers, "application/json", lang, body).await
}

impl Whole {
    fn new(service: &Service, wishes: Asked, Base(base): Base, headers: &HeaderMap) -> Self {
        let wished = wishes.ok().and_then(|Query(wishes)| wishes.lang);
        let lang = for_request(wished.as_deref(), headers);
        let past = past(&service.networks);
        let reports = service.networks.networks(lang);
        let tones: Vec<ToneCode> = reports.iter().map(|report| report.state.severity).collect();
        let page = StatusPage {
            id: PAGE_ID.to_owned(),
            name: service.site.name.clone(),
            url: format!("{base}/status"),
            time_zone: "Etc/UTC".to_owned(),
            updated_at: Moment(updated(&past)),
        };
        Self {
            status: indicator(&tones, lang),
            components: components_of(reports, &past),
            incidents: past
                .iter()
                .flat_map(|past| &past.incidents)
                .map(|incident| IncidentReport::new(incident, lang))
                .collect(),
            lang,
            base,
            page,
        }
    }

    fn incidents(&self, wanted: impl Fn(&IncidentReport) -> bool) -> Vec<StatusIncident> {
        let mut incidents: Vec<&IncidentReport> = self.incidents.iter().filter(|one| wanted(one)).collect();
        incidents.sort_by_key(|incident| std::cmp::Reverse(incident.opened.0));
        let link = |incident: &IncidentReport| format!("{}/status#{}", self.base, incident.id);
        incidents.into_iter().map(|one| StatusIncident::new(one, &self.components, link(one))).collect()
    }
}

fn components_of(reports: Vec<NetworkReport>, past: &[PastOf]) -> Vec<StatusComponent> {
    let component = |((report, past), position): ((NetworkReport, &PastOf), usize)| {
        let updated = past.incidents.iter().map(crate::incidents::Incident::updated).max().unwrap_or(past.began);
        let state = state(report.state.severity);
        StatusComponent::new(&report.chain, state, report.verdict, (past.began, updated), position)
    };
    reports.into_iter().zip(past).zip(1..).map(component).collect()
}

/// What isn't known is not operational.
fn state(tone: ToneCode) -> ComponentState {
    match tone {
        ToneCode::Ok => ComponentState::Operational,
        ToneCode::Delayed => ComponentState::Degraded,
        ToneCode::Unknown | ToneCode::ActionNeeded => ComponentState::Partial,
        ToneCode::Failed => ComponentState::Major,
    }
}

/// The worst of all, in the words that the page for people has.
fn indicator(tones: &[ToneCode], lang: Lang) -> StatusIndicator {
    let worst = tones.iter().copied().map(state).max().unwrap_or(ComponentState::Partial);
    StatusIndicator { indicator: worst.indicator().to_owned(), description: headline(tones.iter().copied(), lang) }
}
