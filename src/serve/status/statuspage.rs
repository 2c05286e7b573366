//! `/api/v2/…`: what reads Atlassian Statuspage's public API reads this as well.

use axum::response::Response;
use serde::Serialize;

use super::{Asked, shared, updated};
use crate::{
    answer::{
        ComponentState, IncidentReport, Moment, NetworkReport, PAGE_ID, StatusComponent, StatusComponents,
        StatusIncident, StatusIncidents, StatusIndicator, StatusMaintenances, StatusNow, StatusPage, StatusSummary,
        ToneCode,
    },
    explain::{Lang, headline},
    incidents::Incident,
    lookup::Remembered,
    serve::{error::ApiError, networks::Wishes},
};

/// What all of these answers are made of.
struct Whole {
    page: StatusPage,
    status: StatusIndicator,
    components: Vec<StatusComponent>,
}

/// Page, indicator, networks and open incidents, as Statuspage tells them.
#[utoipa::path(get, path = "/api/v2/summary.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusSummary, description = "All of it")))]
pub async fn summary(asked: Asked) -> Result<Response, ApiError> {
    let whole = Whole::new(&asked);
    let incidents = whole.incidents(&asked, &asked.service.networks.open());
    let Whole { page, status, components } = whole;
    let summary = StatusSummary { page, status, components, incidents, scheduled_maintenances: Vec::new() };
    json(&asked, &summary).await
}

/// The indicator alone.
#[utoipa::path(get, path = "/api/v2/status.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusNow, description = "The indicator")))]
pub async fn status(asked: Asked) -> Result<Response, ApiError> {
    let Whole { page, status, .. } = Whole::new(&asked);
    json(&asked, &StatusNow { page, status }).await
}

/// The networks as components.
#[utoipa::path(get, path = "/api/v2/components.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusComponents, description = "The networks")))]
pub async fn components(asked: Asked) -> Result<Response, ApiError> {
    let Whole { page, components, .. } = Whole::new(&asked);
    json(&asked, &StatusComponents { page, components }).await
}

/// Incidents of the last ninety days.
#[utoipa::path(get, path = "/api/v2/incidents.json", operation_id = "statuspage_incidents", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusIncidents, description = "Incidents, newest first")))]
pub async fn incidents(asked: Asked) -> Result<Response, ApiError> {
    let whole = Whole::new(&asked);
    let incidents = whole.incidents(&asked, &asked.service.networks.latest(usize::MAX));
    json(&asked, &StatusIncidents { page: whole.page, incidents }).await
}

/// Incidents that go on.
#[utoipa::path(get, path = "/api/v2/incidents/unresolved.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusIncidents, description = "Incidents, newest first")))]
pub async fn unresolved(asked: Asked) -> Result<Response, ApiError> {
    let whole = Whole::new(&asked);
    let incidents = whole.incidents(&asked, &asked.service.networks.open());
    json(&asked, &StatusIncidents { page: whole.page, incidents }).await
}

/// Announced maintenance: always none, but clients ask.
#[utoipa::path(get, path = "/api/v2/scheduled-maintenances.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusMaintenances, description = "None")))]
pub async fn maintenances(asked: Asked) -> Result<Response, ApiError> {
    no_maintenance(&asked).await
}

/// Announced maintenance that is to come: always none.
#[utoipa::path(get, path = "/api/v2/scheduled-maintenances/upcoming.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusMaintenances, description = "None")))]
pub async fn upcoming(asked: Asked) -> Result<Response, ApiError> {
    no_maintenance(&asked).await
}

/// Announced maintenance that goes on: always none.
#[utoipa::path(get, path = "/api/v2/scheduled-maintenances/active.json", tag = "networks", params(Wishes),
    responses((status = 200, body = StatusMaintenances, description = "None")))]
pub async fn active(asked: Asked) -> Result<Response, ApiError> {
    no_maintenance(&asked).await
}

async fn no_maintenance(asked: &Asked) -> Result<Response, ApiError> {
    let page = Whole::new(asked).page;
    json(asked, &StatusMaintenances { page, scheduled_maintenances: Vec::new() }).await
}

async fn json(asked: &Asked, body: &impl Serialize) -> Result<Response, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Internal)?;
    shared(asked, "application/json", body).await
}

impl Whole {
    fn new(asked: &Asked) -> Self {
        let remembered = asked.service.networks.remembered();
        let reports = asked.service.networks.networks(asked.lang);
        let tones: Vec<ToneCode> = reports.iter().map(|report| report.state.severity).collect();
        let page = StatusPage {
            id: PAGE_ID.to_owned(),
            name: asked.service.site.name.clone(),
            url: format!("{}/status", asked.base),
            time_zone: "Etc/UTC".to_owned(),
            updated_at: Moment(updated(&remembered)),
        };
        Self { status: indicator(&tones, asked.lang), components: components_of(reports, &remembered), page }
    }

    fn incidents(&self, asked: &Asked, incidents: &[Incident]) -> Vec<StatusIncident> {
        let link = |incident: &Incident| format!("{}/status#{}", asked.base, incident.id);
        let told = |incident: &Incident| {
            StatusIncident::new(&IncidentReport::new(incident, asked.lang), &self.components, link(incident))
        };
        incidents.iter().map(told).collect()
    }
}

fn components_of(reports: Vec<NetworkReport>, remembered: &[Remembered]) -> Vec<StatusComponent> {
    let component = |((report, one), position): ((NetworkReport, &Remembered), usize)| {
        let state = state(report.state.severity);
        let times = (one.began, one.updated.unwrap_or(one.began));
        StatusComponent::new(&report.chain, state, report.verdict, times, position)
    };
    reports.into_iter().zip(remembered).zip(1..).map(component).collect()
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
    StatusIndicator {
        indicator: worst.indicator().to_owned(),
        description: headline(tones.iter().map(|tone| (*tone).into()), lang),
    }
}
