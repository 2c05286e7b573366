//! The networks and their incidents in the shapes of Atlassian Statuspage's public API (v2), so that what reads status
//! pages reads this one. A network that we can't see is never operational here; as there is no word for "unknown", it
//! counts as a partial outage, and its description says whose.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ImpactCode, IncidentKindCode, IncidentReport, IncidentUpdate, units::Moment};

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

/// Announced maintenance, of which there is none: nobody plans a network's.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatusMaintenances {
    /// Whose page it is.
    pub page: StatusPage,
    /// Always empty.
    #[schema(value_type = Vec<Object>)]
    pub scheduled_maintenances: Vec<()>,
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
    /// The day of `created_at`, by UTC.
    #[schema(examples("2026-11-22"))]
    pub start_date: String,
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
    /// `investigating`, `monitoring` while it is good again and not yet over, or `resolved`: that of the newest update.
    pub status: String,
    /// `minor`, `major` or `critical`.
    pub impact: String,
    /// When it was opened.
    pub created_at: Moment,
    /// Since when it was so.
    pub started_at: Moment,
    /// When it last changed.
    pub updated_at: Moment,
    /// Since when it is good again, or was before it was over.
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
    /// The network, where this update says how it does.
    #[schema(required)]
    pub affected_components: Option<Vec<AffectedComponent>>,
    /// Always false: feeds and pages tell of it, nobody is written to.
    pub deliver_notifications: bool,
    /// Always null.
    #[schema(required)]
    pub custom_tweet: Option<String>,
    /// Always null.
    #[schema(required)]
    pub tweet_id: Option<String>,
}

/// How a component's state changed with an update.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AffectedComponent {
    /// Its id.
    pub code: String,
    /// Its name.
    pub name: String,
    /// As it was before, by this incident alone.
    pub old_status: String,
    /// As it was from then on, likewise.
    pub new_status: String,
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
            start_date: times.0.strftime("%Y-%m-%d").to_string(),
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
        let changed = incident.updates.last().map_or(incident.opened, |update| update.at);
        let updates = updates(incident);
        let component = components.iter().filter(|component| component.id == incident.chain);
        Self {
            id: incident.id.clone(),
            name: incident.title.clone(),
            status: updates.first().map_or_else(|| "investigating".to_owned(), |newest| newest.status.clone()),
            impact: match incident.impact {
                ImpactCode::Minor => "minor",
                ImpactCode::Major => "major",
                ImpactCode::Critical => "critical",
            }
            .to_owned(),
            created_at: incident.opened,
            started_at: incident.started,
            updated_at: updates.first().map_or(changed, |newest| newest.created_at),
            monitoring_at: incident.eased.as_ref().map(|eased| eased.at),
            resolved_at: incident.closed,
            shortlink: link,
            page_id: PAGE_ID.to_owned(),
            incident_updates: updates,
            components: component.cloned().collect(),
        }
    }
}

/// What happened, newest first, each with the state that it left the incident and its network in.
fn updates(incident: &IncidentReport) -> Vec<StatusUpdate> {
    let mut told: Vec<(String, &IncidentUpdate)> = incident.updates.iter().enumerate().map(numbered).collect();
    if let Some(eased) = &incident.eased {
        // Before it was over, and after all that is as old.
        let place = told.iter().rposition(|(_, update)| update.what != "closed" && update.at.0 <= eased.at.0);
        told.insert(place.map_or(0, |place| place + 1), ("eased".to_owned(), eased));
    }
    let (mut status, mut state) = ("investigating", ComponentState::Operational);
    let mut updates = Vec::new();
    for (name, update) in told {
        let before = state;
        (status, state) = after(incident.kind, update).unwrap_or((status, state));
        let affected = AffectedComponent {
            code: incident.chain.clone(),
            name: incident.chain.clone(),
            old_status: before.code().to_owned(),
            new_status: state.code().to_owned(),
        };
        updates.push(StatusUpdate {
            id: format!("{}-{name}", incident.id),
            incident_id: incident.id.clone(),
            status: status.to_owned(),
            body: update.text.clone(),
            created_at: update.at,
            updated_at: update.at,
            display_at: update.at,
            affected_components: (update.what != "noted").then(|| vec![affected]),
            deliver_notifications: false,
            custom_tweet: None,
            tweet_id: None,
        });
    }
    updates.reverse();
    updates
}

fn numbered((place, update): (usize, &IncidentUpdate)) -> (String, &IncidentUpdate) {
    (place.to_string(), update)
}

/// The states after an update; `None` where it says nothing of them.
fn after(kind: IncidentKindCode, update: &IncidentUpdate) -> Option<(&'static str, ComponentState)> {
    match (update.what.as_str(), update.impact) {
        ("closed", _) => Some(("resolved", ComponentState::Operational)),
        ("eased", _) if kind == IncidentKindCode::DeepReorg => Some(("monitoring", ComponentState::Partial)),
        ("eased", _) => Some(("monitoring", ComponentState::Degraded)),
        (_, Some(ImpactCode::Minor)) => Some(("investigating", ComponentState::Degraded)),
        (_, Some(ImpactCode::Major)) => Some(("investigating", ComponentState::Partial)),
        (_, Some(ImpactCode::Critical)) => Some(("investigating", ComponentState::Major)),
        (_, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        explain::Lang,
        incidents::{Current, Event, Gauge, Impact, Incident, IncidentKind, Incidents, What},
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    fn gauge(impact: Impact) -> Gauge {
        Gauge { impact, figure: Some(30.0), usual: Some(5.0) }
    }

    /// A crowd that was told at its beginning, then as worse, then by the operator.
    fn crowd(closed: Option<i64>) -> Incident {
        let opened = What::Opened {
            kind: IncidentKind::Congestion,
            started: at(0),
            gauge: gauge(Impact::Minor),
            simulated: false,
        };
        let told = [(1_800, opened), (2_000, What::Worsened(gauge(Impact::Major))), (9_000, What::Noted("…".into()))];
        let mut incidents = Incidents::default();
        for (second, what) in told.into_iter().chain(closed.map(|closed| (closed, What::Closed))) {
            incidents.apply(&"net".into(), Event { incident: "id".into(), at: at(second), what });
        }
        incidents.all()[0].clone()
    }

    fn told(incident: &Incident) -> StatusIncident {
        StatusIncident::new(&IncidentReport::new(incident, Lang::En), &[], String::new())
    }

    /// Each update's, newest first: the incident's state and the network's.
    fn states(incident: &StatusIncident) -> Vec<String> {
        let state = |update: &StatusUpdate| {
            let network = update.affected_components.as_ref().and_then(|all| all.first());
            format!("{}: {}", update.status, network.map_or("-", |network| &network.new_status))
        };
        incident.incident_updates.iter().map(state).collect()
    }

    #[test]
    fn an_incidents_state_is_that_of_its_newest_update() {
        let open = crowd(None);
        let plain = told(&open);
        assert_eq!((&*plain.status, plain.monitoring_at), ("investigating", None));
        let current = |easing| Some(Current { at: at(9_900), gauge: gauge(Impact::Minor), easing });
        let bad = told(&Incident { current: current(None), ..open.clone() });
        assert_eq!((&*bad.status, bad.incident_updates.len()), ("investigating", 3));
        let easing = told(&Incident { current: current(Some(at(8_000))), ..open });
        assert_eq!((&*easing.status, easing.monitoring_at), ("monitoring", Some(Moment(at(8_000)))));
        let expected = [
            "monitoring: -",
            "monitoring: degraded_performance",
            "investigating: partial_outage",
            "investigating: degraded_performance",
        ];
        assert_eq!(states(&easing), expected);
        let eased = &easing.incident_updates[1];
        assert_eq!(eased.body, "The queue on the net network is no longer unusually long.");
        assert_eq!(eased.affected_components.as_ref().map(|all| &*all[0].old_status), Some("partial_outage"));
    }

    #[test]
    fn what_was_told_while_it_eased_is_told_once_it_is_over() {
        let over = told(&crowd(Some(9_800)));
        assert_eq!((&*over.status, over.resolved_at), ("resolved", Some(Moment(at(9_800)))));
        assert_eq!(over.updated_at, Moment(at(9_800)));
        // Congestion is over once it was good for half an hour: here since 8,000 s, before the operator's word.
        let expected = [
            "resolved: operational",
            "monitoring: -",
            "monitoring: degraded_performance",
            "investigating: partial_outage",
            "investigating: degraded_performance",
        ];
        assert_eq!(states(&over), expected);
        assert_eq!(over.monitoring_at, Some(Moment(at(8_000))));
        let ids: std::collections::BTreeSet<&str> = over.incident_updates.iter().map(|update| &*update.id).collect();
        assert_eq!(ids.len(), 5);
    }
}
