//! Incidents as the page tells them: the open ones, and the past ones by the day on which they were opened.

use super::super::frame::Frame;
use crate::{
    answer::{IncidentKindCode, IncidentReport, ToneCode},
    explain::{args, still_blind},
};

/// An incident.
pub struct Entry {
    pub id: String,
    pub title: String,
    /// How bad it is or was.
    pub tone: ToneCode,
    /// That it is getting better, where it is so.
    pub easing: Option<String>,
    /// Since when, or from when to when.
    pub when: String,
    pub closed: bool,
    /// How it is at this moment, while it goes on; that we can't tell, where it is so.
    pub now: Option<String>,
    /// Newest first: when, text, whether the operator said it.
    pub updates: Vec<(String, String, bool)>,
}

/// A day with incidents.
pub struct Date {
    pub day: String,
    pub entries: Vec<Entry>,
}

/// Past incidents that the page tells of; the feeds and the API have all.
pub const MOST: usize = 25;

/// The open ones, by what they are now, worst first.
pub fn open(frame: &Frame, incidents: &[IncidentReport]) -> Vec<Entry> {
    let mut open: Vec<&IncidentReport> = incidents.iter().filter(|incident| incident.open).collect();
    open.sort_by_key(|incident| (std::cmp::Reverse(incident.severity), incident.started.0));
    open.into_iter().map(|incident| Entry::new(frame, incident)).collect()
}

/// The past ones by day, newest first.
pub fn past(frame: &Frame, incidents: &[IncidentReport]) -> Vec<Date> {
    let mut past: Vec<&IncidentReport> = incidents.iter().filter(|incident| !incident.open).collect();
    past.sort_by_key(|incident| std::cmp::Reverse(incident.opened.0));
    let mut dates: Vec<Date> = Vec::new();
    for incident in past.into_iter().take(MOST) {
        let day = frame.words().day(incident.opened.0);
        let entry = Entry::new(frame, incident);
        match dates.last_mut().filter(|last| last.day == day) {
            Some(last) => last.entries.push(entry),
            None => dates.push(Date { day, entries: vec![entry] }),
        }
    }
    dates
}

impl Entry {
    fn new(frame: &Frame, incident: &IncidentReport) -> Self {
        let updates = incident.updates.iter().rev();
        Self {
            id: incident.id.clone(),
            title: incident.title.clone(),
            tone: incident.severity,
            easing: incident.current.as_ref().filter(|now| now.easing).map(|_| frame.say("state-easing")),
            when: when(frame, incident),
            closed: !incident.open,
            now: now(frame, incident),
            updates: updates
                .map(|update| (frame.words().time(update.at.0), update.text.clone(), update.what == "noted"))
                .collect(),
        }
    }
}

fn now(frame: &Frame, incident: &IncidentReport) -> Option<String> {
    match &incident.current {
        Some(current) => Some(current.text.clone()),
        // That we are blind is what we do know.
        None if incident.open && incident.kind == IncidentKindCode::NodeBlind => {
            Some(still_blind(&incident.chain, frame.lang))
        }
        None if incident.open => Some(frame.say("status-unclear")),
        None => None,
    }
}

fn when(frame: &Frame, incident: &IncidentReport) -> String {
    let words = frame.words();
    let Some(closed) = incident.closed else {
        return words.say("status-since", &args([("time", words.time(incident.started.0).into())]));
    };
    let length = closed.0.duration_since(incident.started.0).as_secs_f64();
    let arguments = args([
        ("from", words.time(incident.started.0).into()),
        ("length", words.duration(length).into()),
        ("to", words.time(closed.0).into()),
    ]);
    words.say("status-from-to", &arguments)
}
