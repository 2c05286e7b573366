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
        StatusIncident, StatusIncidents, StatusIndicator, StatusNow, StatusPage, StatusSummary,
    },
    explain::{Lang, Words, args},
    lookup::PastOf,
    serve::{
        error::ApiError,
        language::for_request,
        networks::Wishes,
        pages::{Tone, tone},
        reach::Base,
    },
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
        let states: Vec<ComponentState> =
            reports.iter().zip(&past).map(|(report, past)| state(tone(report, &past.incidents))).collect();
        let page = StatusPage {
            id: PAGE_ID.to_owned(),
            name: service.site.name.clone(),
            url: format!("{base}/status"),
            time_zone: "Etc/UTC".to_owned(),
            updated_at: Moment(updated(&past)),
        };
        Self {
            status: indicator(&states, lang),
            components: components_of(reports, &past, &states),
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

fn components_of(reports: Vec<NetworkReport>, past: &[PastOf], states: &[ComponentState]) -> Vec<StatusComponent> {
    let all = reports.into_iter().zip(past).zip(states).zip(1..);
    let component = |(((report, past), state), position): (((NetworkReport, &PastOf), &ComponentState), usize)| {
        let began = past.days.first().map(|day| day.from).unwrap_or_default();
        let updated = past.incidents.iter().map(crate::incidents::Incident::updated).max().unwrap_or(began);
        StatusComponent::new(&report.chain, *state, report.verdict, (began, updated), position)
    };
    all.map(component).collect()
}

/// What isn't known is not operational.
fn state(tone: Tone) -> ComponentState {
    match tone {
        Tone::Ok => ComponentState::Operational,
        Tone::Delayed => ComponentState::Degraded,
        Tone::Unknown | Tone::Action => ComponentState::Partial,
        Tone::Failed => ComponentState::Major,
    }
}

fn indicator(states: &[ComponentState], lang: Lang) -> StatusIndicator {
    let worst = states.iter().copied().max().unwrap_or(ComponentState::Partial);
    let unusual = states.iter().filter(|state| **state != ComponentState::Operational).count();
    let words = Words::of(lang);
    let description = if unusual == 0 && !states.is_empty() {
        words.say("status-all-good", &args([]))
    } else {
        let figures = args([("count", (unusual as f64).into()), ("all", (states.len() as f64).into())]);
        words.say("status-some-not-good", &figures)
    };
    StatusIndicator { indicator: worst.indicator().to_owned(), description }
}
