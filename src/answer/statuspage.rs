//! The networks and their incidents in the shapes of Atlassian Statuspage's public API (v2), so that what reads status
//! pages reads this one. A network that we can't see is never operational here; as there is no word for "unknown", it
//! counts as a partial outage, and its description says whose.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ImpactCode, IncidentReport, units::Moment};

/// Whose page it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusPage {
    /// Stable.
    pub id: String,
    /// The operator's name.
    pub name: String,
    /// Where the page for people is.
    pub url: String,
    /// Always UTC.
    pub time_zone: String,
    /// When anything last changed.
    pub updated_at: Moment,
}

/// Everything at once.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusSummary {
    /// Whose page it is.
    pub page: StatusPage,
    /// The whole.
    pub status: StatusIndicator,
    /// One for each network.
    pub components: Vec<StatusComponent>,
    /// Those that are open.
    pub incidents: Vec<StatusIncident>,
    /// Always empty.
    #[schema(value_type = Vec<Object>)]
    pub scheduled_maintenances: Vec<()>,
}

/// The whole in one word.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusNow {
    /// Whose page it is.
    pub page: StatusPage,
    /// The whole.
    pub status: StatusIndicator,
}

/// The networks.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusComponents {
    /// Whose page it is.
    pub page: StatusPage,
    /// One for each network.
    pub components: Vec<StatusComponent>,
}

/// The incidents.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusIncidents {
    /// Whose page it is.
    pub page: StatusPage,
    /// Newest first.
    pub incidents: Vec<StatusIncident>,
}

/// The whole in one word.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusIndicator {
    /// `none`, `minor`, `major` or `critical`; at least `major` while we can't see a network.
    pub indicator: String,
    /// In words.
    pub description: String,
}

/// A network.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusComponent {
    /// Its configured name.
    pub id: String,
    /// The same.
    pub name: String,
    /// `operational`, `degraded_performance`, `partial_outage` or `major_outage`.
    pub status: String,
    /// How it is, in one sentence.
    pub description: String,
    /// From when on we remember how it was.
    pub created_at: Moment,
    /// When an incident of it last changed.
    pub updated_at: Moment,
    /// Its place, from 1.
    pub position: usize,
    /// Always true.
    pub showcase: bool,
    /// Always false.
    pub only_show_if_degraded: bool,
    /// Always false.
    pub group: bool,
    /// Always null.
    #[schema(required)]
    pub group_id: Option<String>,
    /// Whose page it is on.
    pub page_id: String,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusIncident {
    /// Its id.
    pub id: String,
    /// Its title.
    pub name: String,
    /// `investigating`, `monitoring` while it is good again and not yet over, or `resolved`.
    pub status: String,
    /// `minor`, `major` or `critical`.
    pub impact: String,
    /// When it was opened.
    pub created_at: Moment,
    /// Since when it was so.
    pub started_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
    /// Always null.
    #[schema(required)]
    pub monitoring_at: Option<Moment>,
    /// When it was over.
    #[schema(required)]
    pub resolved_at: Option<Moment>,
    /// Where it stands on the page for people.
    pub shortlink: String,
    /// Whose page it is on.
    pub page_id: String,
    /// What happened, newest first.
    pub incident_updates: Vec<StatusUpdate>,
    /// The network.
    pub components: Vec<StatusComponent>,
}

/// Something that happened to an incident.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusUpdate {
    /// Unique.
    pub id: String,
    /// The incident's id.
    pub incident_id: String,
    /// The incident's status after it.
    pub status: String,
    /// In words.
    pub body: String,
    /// When.
    pub created_at: Moment,
    /// The same.
    pub updated_at: Moment,
    /// The same.
    pub display_at: Moment,
}

/// A word for the state of a component, in the order from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComponentState {
    /// As usual.
    Operational,
    /// Slower than usual.
    Degraded,
    /// Much slower, or not to be seen.
    Partial,
    /// Nothing goes through.
    Major,
}

impl ComponentState {
    /// Statuspage's word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Degraded => "degraded_performance",
            Self::Partial => "partial_outage",
            Self::Major => "major_outage",
        }
    }

    /// The indicator of a page whose worst component is in this state.
    pub fn indicator(self) -> &'static str {
        match self {
            Self::Operational => "none",
            Self::Degraded => "minor",
            Self::Partial => "major",
            Self::Major => "critical",
        }
    }
}

impl StatusComponent {
    /// A network.
    pub fn new(
        chain: &str,
        state: ComponentState,
        verdict: String,
        times: (Timestamp, Timestamp),
        position: usize,
    ) -> Self {
        Self {
            id: chain.to_owned(),
            name: chain.to_owned(),
            status: state.code().to_owned(),
            description: verdict,
            created_at: Moment(times.0),
            updated_at: Moment(times.1),
            position,
            showcase: true,
            only_show_if_degraded: false,
            group: false,
            group_id: None,
            page_id: PAGE_ID.to_owned(),
        }
    }
}

/// The one page that there is.
pub const PAGE_ID: &str = "txwhy";

impl StatusIncident {
    /// An incident, which `link` leads to.
    pub fn new(incident: &IncidentReport, components: &[StatusComponent], link: String) -> Self {
        let updated = incident.updates.last().map_or(incident.opened, |update| update.at);
        let updates = incident.updates.iter().enumerate().rev();
        let easing = incident.current.as_ref().is_some_and(|now| now.easing);
        let component = components.iter().filter(|component| component.id == incident.chain);
        Self {
            id: incident.id.clone(),
            name: incident.title.clone(),
            status: if easing { "monitoring" } else { status(incident.open) }.to_owned(),
            impact: match incident.impact {
                ImpactCode::Minor => "minor",
                ImpactCode::Major => "major",
                ImpactCode::Critical => "critical",
            }
            .to_owned(),
            created_at: incident.opened,
            started_at: incident.started,
            updated_at: updated,
            monitoring_at: None,
            resolved_at: incident.closed,
            shortlink: link,
            page_id: PAGE_ID.to_owned(),
            incident_updates: updates
                .map(|(place, update)| StatusUpdate {
                    id: format!("{}-{place}", incident.id),
                    incident_id: incident.id.clone(),
                    status: status(incident.closed.is_none_or(|closed| update.at.0 < closed.0)).to_owned(),
                    body: update.text.clone(),
                    created_at: update.at,
                    updated_at: update.at,
                    display_at: update.at,
                })
                .collect(),
            components: component.cloned().collect(),
        }
    }
}

fn status(open: bool) -> &'static str {
    if open { "investigating" } else { "resolved" }
}
