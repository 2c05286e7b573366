//! Incidents open and close by themselves, once each, and never for what nobody saw.

#![allow(clippy::unwrap_used, clippy::panic)]

use chains::Kind;
use proptest::prelude::*;

use super::*;
use crate::{
    diagnose::Congestion,
    history::{Rates, Sample, Seen},
};

const ETHEREUM: Kind = Kind::Evm { chain_id: 1 };
const BASE: Kind = Kind::Evm { chain_id: 8_453 };

/// A network watched every ten seconds, as the test says.
struct Watch {
    judge: Judge,
    incidents: Incidents,
    second: i64,
    usual: Option<f64>,
    chain: Arc<str>,
}

fn fine() -> Seen {
    Seen {
        congestion: Congestion::Normal,
        fees: Some(Rates { fast: 10.0, normal: 5.0, slow: 1.0 }),
        waiting: None,
        height: 100,
        age_s: 5.0,
        unfinal: Some(70),
        dropped: 0,
    }
}

impl Watch {
    fn of(kind: Kind, interval_s: f64) -> Self {
        let judge = Judge::new(crate::pace::Profile::of(kind, interval_s));
        Self { judge, incidents: Incidents::default(), second: 1_790_000_000, usual: Some(10.0), chain: "net".into() }
    }

    fn bitcoin() -> Self {
        Self::of(Kind::Bitcoin, 600.0)
    }

    /// So many seconds of this; what happened, in short.
    fn sees(&mut self, seconds: i64, seen: Option<Seen>) -> Vec<String> {
        let mut told = Vec::new();
        for _ in 0..seconds / 10 {
            self.second += 10;
            let at = Timestamp::from_second(self.second).unwrap();
            let sample = Sample { at, seen, nodes: 1 };
            for event in self.judge.judge(&self.chain, &sample, self.usual, &self.incidents) {
                told.push(in_short(&event));
                self.incidents.apply(&self.chain, event);
            }
        }
        told
    }
}

impl Watch {
    /// How the open incident of this kind is by this.
    fn now(&self, kind: IncidentKind, seen: Option<Seen>) -> Option<String> {
        let at = Timestamp::from_second(self.second).unwrap();
        let now = self.judge.current(kind, &Sample { at, seen, nodes: 1 }, self.usual)?;
        let figure = now.gauge.figure.map_or("-".to_owned(), |figure| figure.to_string());
        Some(format!("{} {figure}{}", now.gauge.impact.code(), if now.easing.is_some() { ", easing" } else { "" }))
    }
}

fn in_short(event: &Event) -> String {
    match &event.what {
        What::Opened { kind, gauge, .. } => format!("{} {}", kind.code(), gauge.impact.code()),
        What::Worsened(gauge) => format!("worse {}", gauge.impact.code()),
        What::Closed => format!("over {}", event.incident.split('-').nth(1).unwrap()),
        What::Noted(text) => format!("note {text}"),
    }
}

#[test]
fn a_late_block_is_an_incident_until_it_comes() {
    let mut watch = Watch::bitcoin();
    assert!(watch.sees(60, Some(Seen { age_s: 5_390.0, ..fine() })).is_empty(), "an hour and a half is not over");
    assert_eq!(watch.sees(600, Some(Seen { age_s: 5_500.0, ..fine() })), ["slow_blocks minor"]);
    let incident = watch.incidents.open(IncidentKind::SlowBlocks).unwrap();
    assert_eq!(incident.opened().as_second() - incident.started.as_second(), 5_500, "it began with the last block");
    assert_eq!(watch.sees(60, Some(Seen { age_s: 11_500.0, ..fine() })), ["worse minor"]);
    assert!(watch.sees(20, Some(fine())).is_empty(), "not for one sample");
    assert_eq!(watch.sees(60, Some(fine())), ["over slow_blocks"]);
}

#[test]
fn an_open_incident_has_the_figure_of_now_which_is_no_event() {
    let mut watch = Watch::bitcoin();
    let late = |age_s| Some(Seen { age_s, ..fine() });
    watch.sees(60, late(5_500.0));
    assert!(watch.sees(60, late(10_000.0)).is_empty());
    let now = |watch: &Watch, kind, seen| watch.now(kind, seen).unwrap_or_default();
    assert_eq!(now(&watch, IncidentKind::SlowBlocks, late(10_020.0)), "minor 10020");
    assert_eq!(now(&watch, IncidentKind::SlowBlocks, late(3_000.0)), "minor 3000, easing", "a block has come");
    assert_eq!(watch.now(IncidentKind::SlowBlocks, None), None, "blind");
    assert_eq!(watch.now(IncidentKind::NodeBlind, None), None, "that we are is said already");
    assert_eq!(watch.now(IncidentKind::FinalityLag, Some(Seen { unfinal: None, ..fine() })), None);
    watch.sees(20, Some(Seen { dropped: 1, ..fine() }));
    let dropped = |dropped| Some(Seen { dropped, ..fine() });
    assert_eq!(now(&watch, IncidentKind::DeepReorg, dropped(4)), "major 4");
    watch.sees(80, dropped(4));
    assert_eq!(now(&watch, IncidentKind::DeepReorg, dropped(4)), "major 0, easing");
}

#[test]
fn a_pause_that_is_no_chance_any_more_lets_nothing_through() {
    let mut ethereum = Watch::of(ETHEREUM, 12.0);
    let late = |age_s| Some(Seen { age_s, ..fine() });
    assert_eq!(ethereum.sees(60, late(130.0)), ["slow_blocks critical"]);
    let mut bitcoin = Watch::bitcoin();
    assert_eq!(bitcoin.sees(60, late(26_000.0)), ["slow_blocks minor"]);
    assert_eq!(bitcoin.sees(20, late(27_100.0)), ["worse critical"]);
}

#[test]
fn one_block_of_a_silent_sequencer_is_no_halt_and_closes_it() {
    let mut base = Watch::of(BASE, 2.0);
    let late = |age_s| Some(Seen { age_s, ..fine() });
    assert_eq!(base.sees(60, late(70.0)), ["sequencer_silent critical"]);
    assert!(base.sees(30, late(10.0)).is_empty());
    assert_eq!(base.now(IncidentKind::SequencerSilent, late(40.0)).unwrap(), "minor 40, easing");
    assert_eq!(base.sees(20, late(40.0)), ["over sequencer_silent"]);
}

#[test]
fn each_pace_has_its_own_patience() {
    let late = |age_s| Some(Seen { age_s, ..fine() });
    let mut ethereum = Watch::of(ETHEREUM, 12.0);
    assert!(ethereum.sees(60, late(100.0)).is_empty());
    assert_eq!(ethereum.sees(60, late(130.0)), ["slow_blocks critical"]);
    let mut base = Watch::of(BASE, 2.0);
    assert!(base.sees(60, late(50.0)).is_empty());
    assert_eq!(base.sees(60, late(70.0)), ["sequencer_silent critical"]);
}

#[test]
fn blindness_is_ours_and_ends_nothing_of_the_networks() {
    let mut watch = Watch::bitcoin();
    watch.sees(60, Some(Seen { age_s: 6_000.0, ..fine() }));
    assert!(watch.sees(120, None).is_empty());
    assert_eq!(watch.sees(600, None), ["node_blind major"]);
    assert!(watch.incidents.open(IncidentKind::SlowBlocks).is_some(), "nobody saw a block");
    assert_eq!(watch.sees(120, Some(fine())), ["over slow_blocks", "over node_blind"]);
}

#[test]
fn a_burst_is_no_congestion_and_a_pause_in_it_no_end() {
    let mut watch = Watch::bitcoin();
    let busy = Some(Seen { congestion: Congestion::Busy, ..fine() });
    let severe = Some(Seen { congestion: Congestion::Severe, ..fine() });
    assert!(watch.sees(1_700, busy).is_empty());
    assert!(watch.sees(60, Some(fine())).is_empty());
    assert!(watch.sees(1_700, busy).is_empty(), "it began anew");
    assert_eq!(watch.sees(200, busy), ["congestion minor"]);
    assert_eq!(watch.sees(600, severe), ["worse major"]);
    assert!(watch.sees(600, busy).is_empty());
    assert!(watch.sees(1_700, Some(fine())).is_empty());
    assert!(watch.sees(60, busy).is_empty());
    assert!(watch.sees(1_700, Some(fine())).is_empty());
    assert_eq!(watch.sees(300, Some(fine())), ["over congestion"]);
}

#[test]
fn a_fee_spike_is_many_times_the_usual_and_not_small_change() {
    let paying = |fast| Some(Seen { fees: Some(Rates { fast, normal: 1.0, slow: 1.0 }), ..fine() });
    let mut watch = Watch::bitcoin();
    assert!(watch.sees(900, paying(45.0)).is_empty());
    assert_eq!(watch.sees(900, paying(60.0)), ["fee_spike minor"]);
    assert!(watch.sees(900, paying(40.0)).is_empty());
    assert_eq!(watch.sees(900, paying(25.0)), ["over fee_spike"]);
    watch.usual = Some(1.0);
    assert!(watch.sees(900, paying(15.0)).is_empty(), "small change");
    watch.usual = None;
    assert!(watch.sees(900, paying(500.0)).is_empty(), "nobody knows what is usual");
}

#[test]
fn finality_that_lags_is_told_where_there_is_any() {
    let lagging = |unfinal| Some(Seen { unfinal, ..fine() });
    let mut watch = Watch::of(ETHEREUM, 12.0);
    assert!(watch.sees(600, lagging(Some(96))).is_empty());
    assert_eq!(watch.sees(200, lagging(Some(140))), ["finality_lag major"]);
    assert!(watch.sees(600, lagging(Some(110))).is_empty());
    assert_eq!(watch.sees(200, lagging(Some(70))), ["over finality_lag"]);
    assert!(Watch::bitcoin().sees(600, lagging(None)).is_empty());
}

#[test]
fn without_blocks_finality_is_not_called_late() {
    let mut watch = Watch::of(ETHEREUM, 12.0);
    let halted = Some(Seen { unfinal: Some(420), age_s: 130.0, ..fine() });
    assert_eq!(watch.sees(600, halted), ["slow_blocks critical"]);
    assert_eq!(watch.now(IncidentKind::FinalityLag, halted).unwrap(), "major 5040");
}

#[test]
fn a_deep_reorganisation_is_told_though_its_blocks_drop_one_by_one() {
    let dropped = |dropped| Some(Seen { dropped, ..fine() });
    let mut watch = Watch::bitcoin();
    watch.sees(20, dropped(7));
    assert!(watch.sees(60, dropped(8)).is_empty(), "one block is usual");
    watch.sees(120, dropped(8));
    assert!(watch.sees(10, dropped(9)).is_empty());
    assert_eq!(watch.sees(30, dropped(10)), ["deep_reorg major"]);
    assert!(watch.sees(3_000, dropped(10)).is_empty());
    assert_eq!(watch.sees(900, dropped(10)), ["over deep_reorg"]);
}

#[test]
fn nothing_holds_over_a_time_when_we_were_not_there() {
    let mut watch = Watch::bitcoin();
    let busy = Some(Seen { congestion: Congestion::Busy, ..fine() });
    watch.sees(1_700, busy);
    watch.second += 3_600;
    assert!(watch.sees(600, busy).is_empty());
    assert_eq!(watch.sees(1_300, busy), ["congestion minor"]);
}

#[test]
fn a_clock_that_was_put_back_holds_nothing_and_undoes_no_blocks() {
    let mut watch = Watch::bitcoin();
    let dropped = |dropped| Some(Seen { congestion: Congestion::Busy, dropped, ..fine() });
    watch.sees(1_700, dropped(0));
    watch.second -= 3_600;
    assert!(watch.sees(1_700, dropped(3)).is_empty());
    assert_eq!(watch.sees(200, dropped(3)), ["congestion minor"]);
}

#[test]
fn an_incident_outlives_a_restart() {
    let mut watch = Watch::bitcoin();
    watch.sees(60, Some(Seen { age_s: 6_000.0, ..fine() }));
    let mut again = Watch { incidents: Incidents::default(), second: watch.second + 600, ..Watch::bitcoin() };
    for event in watch.incidents.all().iter().flat_map(|incident| incident.events.clone()) {
        again.incidents.apply(&again.chain, event);
    }
    assert!(again.sees(60, Some(Seen { age_s: 6_700.0, ..fine() })).is_empty(), "it is open already");
    assert_eq!(again.sees(60, Some(fine())), ["over slow_blocks"]);
    let past = &again.incidents.all()[0];
    assert!(past.closed.is_some() && past.events.len() == 2);
}

#[test]
fn a_note_is_clean_and_short() {
    assert_eq!(note(" We look\u{7} into it.\n").unwrap(), "We look into it.");
    assert!(note(" \u{0} ").is_err());
    assert!(note(&"x".repeat(LONGEST_NOTE + 1)).is_err());
}

/// An incident for each, told in the order of its beginning: opened, and closed so much later, if it was.
fn incidents(told: &[(i64, Option<i64>)]) -> Incidents {
    let at = |second| Timestamp::from_second(second).unwrap();
    let gauge = Gauge { impact: Impact::Minor, figure: None, usual: None };
    let mut events: Vec<(i64, usize, What)> = Vec::new();
    for (number, (opened, length)) in told.iter().enumerate() {
        let kind = IncidentKind::Congestion;
        events.push((*opened, number, What::Opened { kind, started: at(*opened), gauge, simulated: false }));
        events.extend(length.map(|length| (opened + length, number, What::Closed)));
    }
    events.sort_by_key(|(second, number, _)| (*second, *number));
    let mut incidents = Incidents::default();
    for (second, number, what) in events {
        incidents.apply(&"net".into(), Event { incident: number.to_string().into(), at: at(second), what });
    }
    incidents
}

#[test]
fn what_began_long_ago_is_found_while_it_goes_on() {
    let incidents = incidents(&[(0, None), (10, Some(5)), (20, Some(50)), (30, Some(5)), (60, Some(5))]);
    let since = |second| -> Vec<&str> {
        incidents.since(Timestamp::from_second(second).unwrap()).map(|incident| &*incident.id).collect()
    };
    assert_eq!(since(65), ["4", "2", "0"]);
    assert_eq!(since(71), ["0"]);
    assert_eq!(since(0), ["4", "3", "2", "1", "0"]);
    assert_eq!(incidents.open(IncidentKind::Congestion).map(|incident| &*incident.id), Some("0"));
}

#[test]
fn of_too_many_the_oldest_are_forgotten() {
    let told: Vec<(i64, Option<i64>)> = (0..MOST as i64 + 5).map(|second| (10 * second, Some(5))).collect();
    let incidents = incidents(&told);
    assert_eq!(incidents.all().len(), MOST);
    assert_eq!(incidents.since(Timestamp::UNIX_EPOCH).count(), MOST);
    assert_eq!(incidents.since(Timestamp::from_second(10 * MOST as i64).unwrap()).count(), 5);
}

proptest! {
    #[test]
    fn a_window_holds_what_going_through_all_finds(
        told in prop::collection::vec((0..1_000i64, prop::option::of(1..400i64)), 0..60),
        since in 0..1_400i64,
    ) {
        let incidents = incidents(&told);
        let since = Timestamp::from_second(since).unwrap();
        let within = |incident: &&Incident| incident.closed.is_none_or(|closed| closed >= since);
        let all: Vec<&Incident> = incidents.all().iter().rev().filter(within).collect();
        prop_assert_eq!(incidents.since(since).collect::<Vec<_>>(), all);
    }
}
