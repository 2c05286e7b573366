//! An incident of a network in words, for the public: what is so, and whose trouble it is. Decides nothing.

use fluent_bundle::FluentArgs;

use super::{
    Lang,
    words::{Words, args},
};
use crate::incidents::{Current, Event, Gauge, Incident, IncidentKind, What};

/// One line.
pub fn incident_title(incident: &Incident, lang: Lang) -> String {
    let words = Words::of(lang);
    let title = title(incident.kind, &incident.gauge, &incident.chain, words);
    // Feeds and Statuspage's shapes have no other place for it.
    if incident.simulated { words.say("incident-simulated", &args([("title", title.into())])) } else { title }
}

/// The same where it is known that it is made up.
pub(super) fn title(kind: IncidentKind, gauge: &Gauge, chain: &str, words: &Words) -> String {
    let mut figures = figures(gauge, words);
    figures.set("chain", chain.to_owned());
    words.say(message(kind), &figures)
}

/// How an open incident is at this moment.
pub fn incident_current(incident: &Incident, now: &Current, lang: Lang) -> String {
    let words = Words::of(lang);
    let part = if now.easing.is_some() { "easing" } else { "now" };
    let mut figures = figures(&now.gauge, words);
    figures.set("chain", incident.chain.to_string());
    words.say(&format!("{}.{part}", message(incident.kind)), &figures)
}

/// That it is good again, though not for long enough to be called over.
pub fn incident_eased(incident: &Incident, lang: Lang) -> String {
    let chain = args([("chain", incident.chain.to_string().into())]);
    Words::of(lang).say(&format!("{}.easing", message(incident.kind)), &chain)
}

/// That our nodes can't see a network, in the words of one who still can't.
pub fn still_blind(chain: &str, lang: Lang) -> String {
    let chain = args([("chain", chain.to_owned().into())]);
    Words::of(lang).say(&format!("{}.now", message(IncidentKind::NodeBlind)), &chain)
}

/// What one event says. An operator's note is said by the operator alone.
pub fn incident_event(incident: &Incident, event: &Event, lang: Lang) -> String {
    match &event.what {
        What::Opened { gauge, .. } | What::Worsened(gauge) => says(incident.kind, gauge, Words::of(lang)),
        What::Closed => Words::of(lang).say(&format!("{}.over", message(incident.kind)), &args([])),
        What::Noted(text) => text.clone(),
    }
}

fn says(kind: IncidentKind, gauge: &Gauge, words: &Words) -> String {
    words.say(&format!("{}.text", message(kind)), &figures(gauge, words))
}

/// A gauge's figures as messages want them.
pub(super) fn figures(gauge: &Gauge, words: &Words) -> FluentArgs<'static> {
    let figure = gauge.figure.unwrap_or(0.0);
    let times = gauge.usual.filter(|usual| *usual > 0.0).map_or(0.0, |usual| figure / usual);
    args([
        ("impact", gauge.impact.code().into()),
        ("time", words.length(figure).into()),
        ("count", figure.into()),
        ("times", times.round().into()),
    ])
}

pub(super) fn message(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::NodeBlind => "incident-node_blind",
        IncidentKind::SequencerSilent => "incident-sequencer_silent",
        IncidentKind::FinalityLag => "incident-finality_lag",
        IncidentKind::DeepReorg => "incident-deep_reorg",
        IncidentKind::SlowBlocks => "incident-slow_blocks",
        IncidentKind::Congestion => "incident-congestion",
        IncidentKind::FeeSpike => "incident-fee_spike",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::incidents::{Impact, Incidents};

    fn told(kind: IncidentKind, lang: Lang) -> Vec<String> {
        let chain: Arc<str> = "bitcoin".into();
        let gauge = |impact, figure| Gauge { impact, figure: Some(figure), usual: Some(600.0) };
        let started = Timestamp::UNIX_EPOCH;
        let opened = What::Opened { kind, started, gauge: gauge(Impact::Minor, 4_000.0), simulated: false };
        let worse = What::Worsened(gauge(Impact::Major, 9_000.0));
        let mut incidents = Incidents::default();
        for what in [opened, worse, What::Closed] {
            incidents.apply(&chain, Event { incident: "id".into(), at: started, what });
        }
        let incident = &incidents.all()[0];
        let title = incident_title(incident, lang);
        let now = |easing: bool| {
            let easing = easing.then_some(started);
            let current = Current { at: started, gauge: gauge(Impact::Major, 9_500.0), easing };
            incident_current(incident, &current, lang)
        };
        // Our own blindness has nothing to say of its present.
        let now = if kind == IncidentKind::NodeBlind { vec![now(true)] } else { vec![now(false), now(true)] };
        std::iter::once(title)
            .chain(now)
            .chain(incident.events.iter().map(|event| incident_event(incident, event, lang)))
            .collect()
    }

    #[test]
    fn every_kind_is_told_in_every_language_and_blames_nobody() {
        for lang in Lang::ALL {
            for kind in IncidentKind::ALL {
                let texts = told(kind, lang);
                let all = texts.join("\n");
                assert!(texts.len() >= 5);
                assert!(texts.iter().all(|text| text.chars().count() > 6), "{all}");
                assert!(!all.contains("incident-") && !all.contains('{'), "{all}");
                assert!(texts[0].contains("bitcoin"), "{all}");
                assert_eq!(lang == Lang::En, all.is_ascii(), "{all}");
                assert!(!["outage", "lost", "fault", "宕机"].iter().any(|word| all.contains(word)), "{all}");
            }
        }
        let english = told(IncidentKind::SlowBlocks, Lang::En);
        assert_eq!(english[1], "No block for 2.5 hours.");
        assert!(english[3].contains("65 minutes") && english[4].contains("2.5 hours"), "{english:?}");
    }

    #[test]
    fn a_pause_that_is_no_chance_promises_no_next_block() {
        let gauge = |impact| Gauge { impact, figure: Some(32_400.0), usual: Some(600.0) };
        for (impact, name, promised) in [
            (Impact::Minor, "The next bitcoin block is late", true),
            (Impact::Critical, "No new blocks on bitcoin", false),
        ] {
            let words = Words::of(Lang::En);
            assert_eq!(title(IncidentKind::SlowBlocks, &gauge(impact), "bitcoin", words), name);
            let said = says(IncidentKind::SlowBlocks, &gauge(impact), words);
            assert_eq!(said.contains("the next one comes"), promised, "{said}");
        }
    }
}
