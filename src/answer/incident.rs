//! Incidents as callers see them, in their language. Decides nothing.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ToneCode,
    units::{Moment, rate},
};
use crate::{
    condition::{Tone, Trouble},
    explain::{Lang, incident_current, incident_eased, incident_event, incident_title},
    incidents::{Current, Event, Impact, Incident, IncidentKind, What},
};

/// Incidents of networks, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IncidentReports {
    /// Those that were open at any time in the window.
    pub incidents: Vec<IncidentReport>,
}

/// Something unusual on a network, or a time in which we could not see it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IncidentReport {
    /// Its id.
    pub id: String,
    /// The network.
    pub chain: String,
    /// What kind it is.
    pub kind: IncidentKindCode,
    /// How much it matters, at its worst.
    pub impact: ImpactCode,
    /// How bad it is now, at most `delayed` while we can't tell; how bad it was at its worst, once it is closed.
    pub severity: ToneCode,
    /// It goes on.
    pub open: bool,
    /// It happened to a made-up network.
    pub simulated: bool,
    /// One line.
    pub title: String,
    /// Since when it was so.
    pub started: Moment,
    /// When it had been so for long enough to be called an incident.
    pub opened: Moment,
    /// When it was over.
    #[schema(required)]
    pub closed: Option<Moment>,
    /// The figure of its kind at its worst: seconds without a block or without finality, blocks of a reorganisation, the
    /// fee rate of the next block.
    #[schema(required)]
    pub figure: Option<f64>,
    /// What is usual of that figure, where it is known.
    #[schema(required)]
    pub usual: Option<f64>,
    /// How it is at this moment; null once it is closed, and while we can't tell.
    #[schema(required)]
    pub current: Option<IncidentNow>,
    /// Since when it is good again, or was before it was called over; null while it isn't. While it is open this may turn out
    /// not to last, so it stands beside what happened.
    #[schema(required)]
    pub eased: Option<IncidentUpdate>,
    /// All that happened to it, oldest first. Nothing is ever changed or taken out.
    pub updates: Vec<IncidentUpdate>,
}

/// How an open incident is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IncidentNow {
    /// When.
    pub at: Moment,
    /// The figure of its kind then.
    #[schema(required)]
    pub figure: Option<f64>,
    /// It is good again, only not for long enough to be called over.
    pub easing: bool,
    /// In words.
    pub text: String,
}

/// Something that happened to an incident.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IncidentUpdate {
    /// When.
    pub at: Moment,
    /// `opened`, `worsened`, `closed`, or `noted` by the operator; `eased` beside these.
    pub what: String,
    /// How much it mattered from then on; null where that is not what was said.
    #[schema(required)]
    pub impact: Option<ImpactCode>,
    /// In words; a note in the operator's own.
    pub text: String,
}

/// What kinds of incidents there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKindCode {
    /// Our own nodes can't see the network.
    NodeBlind,
    /// The sequencer of a layer 2 makes no blocks.
    SequencerSilent,
    /// Blocks don't become final.
    FinalityLag,
    /// The chain left more blocks for others than it usually does.
    DeepReorg,
    /// No block for unusually long.
    SlowBlocks,
    /// More waits than blocks can take.
    Congestion,
    /// Fees are many times the usual.
    FeeSpike,
}

/// How much an incident matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImpactCode {
    /// Some wait longer or pay more.
    Minor,
    /// All wait longer, or what looked done may be undone, or nobody can tell.
    Major,
    /// Nothing goes through.
    Critical,
}

impl IncidentReport {
    /// An incident in a language.
    pub fn new(incident: &Incident, lang: Lang) -> Self {
        Self {
            id: incident.id.to_string(),
            chain: incident.chain.to_string(),
            kind: incident.kind.into(),
            impact: incident.gauge.impact.into(),
            severity: severity(incident).into(),
            open: incident.closed.is_none(),
            simulated: incident.simulated,
            title: incident_title(incident, lang),
            started: Moment(incident.started),
            opened: Moment(incident.opened()),
            closed: incident.closed.map(Moment),
            figure: incident.gauge.figure.map(rate),
            usual: incident.gauge.usual.map(rate),
            current: incident.current.map(|now| IncidentNow::new(incident, &now, lang)),
            eased: incident.eased().map(|since| IncidentUpdate::eased(incident, since, lang)),
            updates: incident.events.iter().map(|event| IncidentUpdate::new(incident, event, lang)).collect(),
        }
    }
}

impl IncidentNow {
    fn new(incident: &Incident, now: &Current, lang: Lang) -> Self {
        Self {
            at: Moment(now.at),
            figure: now.gauge.figure.map(rate),
            easing: now.easing.is_some(),
            text: incident_current(incident, now, lang),
        }
    }
}

fn severity(incident: &Incident) -> Tone {
    match incident.closed {
        None => Trouble::of(incident).tone(),
        Some(_) => incident.gauge.impact.into(),
    }
}

impl IncidentUpdate {
    fn new(incident: &Incident, event: &Event, lang: Lang) -> Self {
        let text = match &event.what {
            What::Noted(text) => text.clone(),
            What::Opened { .. } | What::Worsened(_) | What::Closed => incident_event(incident, event, lang),
        };
        let impact = match &event.what {
            What::Opened { gauge, .. } | What::Worsened(gauge) => Some(gauge.impact.into()),
            What::Closed | What::Noted(_) => None,
        };
        Self { at: Moment(event.at), what: event.what.code().to_owned(), impact, text }
    }

    fn eased(incident: &Incident, since: Timestamp, lang: Lang) -> Self {
        let text = incident_eased(incident, lang);
        Self { at: Moment(since), what: "eased".to_owned(), impact: None, text }
    }
}

impl From<IncidentKind> for IncidentKindCode {
    fn from(kind: IncidentKind) -> Self {
        match kind {
            IncidentKind::NodeBlind => Self::NodeBlind,
            IncidentKind::SequencerSilent => Self::SequencerSilent,
            IncidentKind::FinalityLag => Self::FinalityLag,
            IncidentKind::DeepReorg => Self::DeepReorg,
            IncidentKind::SlowBlocks => Self::SlowBlocks,
            IncidentKind::Congestion => Self::Congestion,
            IncidentKind::FeeSpike => Self::FeeSpike,
        }
    }
}

impl From<Impact> for ImpactCode {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::Minor => Self::Minor,
            Impact::Major => Self::Major,
            Impact::Critical => Self::Critical,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::{Gauge, Incidents};

    #[test]
    fn an_open_one_is_as_bad_as_it_is_now_and_a_closed_one_as_it_was() {
        let at = Timestamp::UNIX_EPOCH;
        let gauge = |impact| Gauge { impact, figure: Some(70.0), usual: Some(2.0) };
        let mut incidents = Incidents::default();
        let kind = IncidentKind::SequencerSilent;
        let what = What::Opened { kind, started: at, gauge: gauge(Impact::Critical), simulated: false };
        incidents.apply(&"base".into(), Event { incident: "id".into(), at, what });
        let open = incidents.all()[0].clone();
        let now = |impact, easing: bool| Some(Current { at, gauge: gauge(impact), easing: easing.then_some(at) });
        for (current, severity) in [
            (now(Impact::Critical, false), ToneCode::Failed),
            (now(Impact::Minor, true), ToneCode::Delayed),
            (None, ToneCode::Delayed),
        ] {
            let report = IncidentReport::new(&Incident { current, ..open.clone() }, Lang::En);
            assert_eq!((report.severity, report.impact), (severity, ImpactCode::Critical));
        }
        let over = IncidentReport::new(&Incident { closed: Some(at), ..open }, Lang::En);
        assert_eq!(over.severity, ToneCode::Failed);
    }
}
