//! Marks add up, thinning loses no seen second, and what nobody saw stays unknown.

#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::incidents::{Gauge, Impact, Incident, IncidentKind};

const DAY_S: i64 = 86_400;

/// Midnight, UTC.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(20_780 * DAY_S + second).unwrap()
}

fn seen(height: u64, fast: f64) -> Seen {
    Seen {
        congestion: Congestion::Normal,
        fees: Some(Rates { fast, normal: fast / 2.0, slow: 1.0 }),
        waiting: Some(Waiting { count: 10.0, vsize: 2_000.0 }),
        height,
        age_s: 5.0,
        unfinal: None,
        dropped: 0,
    }
}

fn sample(second: i64, seen: Option<Seen>) -> Sample {
    Sample { at: at(second), seen, nodes: u32::from(seen.is_some()) }
}

/// Samples every ten seconds from here to there; a block every ten minutes.
fn watched(from: i64, to: i64, is_seen: impl Fn(i64) -> bool) -> History {
    let mut history = History::default();
    for second in (from..=to).step_by(10) {
        let seen = is_seen(second).then(|| seen((second - from) as u64 / 600, 8.0));
        history.take(&sample(second, seen));
    }
    history
}

fn mark(from: i64, span: Span, seen_s: f64) -> Mark {
    let figures = (seen_s > 0.0).then_some(Figures {
        congestion: Congestion::Quiet,
        fees: Some(Rates { fast: 4.0, normal: 2.0, slow: 1.0 }),
        waiting: None,
        height: 7,
        blocks: 1,
        pause_s: 60.0,
    });
    Mark { from: at(from), span, seen_s, figures, nodes: 1 }
}

#[test]
fn a_minute_is_told_once_it_is_over() {
    let mut history = History::default();
    let told: Vec<Mark> =
        (0..=180).step_by(10).filter_map(|second| history.take(&sample(second, Some(seen(1, 8.0))))).collect();
    assert_eq!(told.iter().map(|mark| mark.from).collect::<Vec<_>>(), [at(0), at(60), at(120)]);
    // The first sample of all speaks for no time before it.
    assert_eq!(told.iter().map(|mark| mark.seen_s).collect::<Vec<_>>(), [50.0, 60.0, 60.0]);
}

#[test]
fn a_mark_holds_the_worst_the_mean_and_the_last() {
    let mut history = History::default();
    history.take(&sample(0, Some(seen(5, 8.0))));
    history.take(&sample(20, Some(Seen { age_s: 700.0, congestion: Congestion::Busy, ..seen(5, 10.0) })));
    history.take(&sample(40, Some(Seen { age_s: 3.0, ..seen(7, 20.0) })));
    let figures = history.marks().next().unwrap().figures.unwrap();
    assert_eq!((figures.congestion, figures.height, figures.blocks, figures.pause_s), (Congestion::Busy, 7, 2, 700.0));
    assert_eq!(figures.fees.unwrap().fast, 15.0);
}

#[test]
fn what_nobody_saw_is_unknown_and_not_made_up() {
    let history = watched(0, 3_600, |second| !(900..1_800).contains(&second));
    let buckets = series(history.marks(), Window::Day, at(3_600));
    let hour: Vec<&Bucket> = buckets.iter().filter(|bucket| bucket.from >= at(0) && bucket.from < at(3_600)).collect();
    let seen: Vec<bool> = hour.iter().map(|bucket| bucket.figures.is_some()).collect();
    assert_eq!(seen, [true, true, true, false, false, false, true, true, true, true, true, true]);
    assert!(hour[4].nodes == Some(0) && hour[4].seen == 0.0);
    assert!(buckets.iter().filter(|bucket| bucket.from < at(0)).all(|bucket| bucket.nodes.is_none()));
    assert_eq!(buckets.len(), 288);
    // Blocks that came while nobody looked are not counted for the moment in which somebody looked again.
    assert_eq!(hour[6].figures.unwrap().blocks, 0);
}

#[test]
fn what_was_seen_for_no_time_is_told_as_nothing() {
    let mut history = History::default();
    history.take(&sample(0, Some(seen(1, 8.0))));
    (10..600)
        .step_by(10)
        .for_each(|second| assert!(history.take(&sample(second, None)).is_none_or(|mark| mark.figures.is_none())));
    let last = |marks: &History| *series(marks.marks(), Window::Day, at(600)).last().unwrap();
    let first = |marks: &History| series(marks.marks(), Window::Day, at(600))[286];
    assert_eq!((first(&history).figures, first(&history).seen, first(&history).nodes), (None, 0.0, Some(0)));
    assert_eq!(last(&history).figures, None);
    // As they were stored before.
    let figures = mark(0, Span::Minute, 60.0).figures;
    let old = History::restore(vec![Mark { seen_s: 0.0, figures, ..mark(0, Span::Minute, 60.0) }]);
    assert_eq!(old.marks().map(|mark| mark.figures).collect::<Vec<_>>(), [None]);
    assert_eq!(first(&old).figures, None);
}

#[test]
fn a_bucket_is_patchy_by_the_time_that_was_not_seen_and_by_no_value() {
    let history = watched(0, 3_600, |second| !(1_000..1_100).contains(&second));
    let hour: Vec<Bucket> = series(history.marks(), Window::Day, at(3_600)).split_off(275);
    let patchy: Vec<bool> = hour.iter().map(Bucket::is_patchy).collect();
    assert_eq!(patchy[..13], [vec![false; 3], vec![true], vec![false; 8], vec![false]].concat());
    assert!(hour[3].figures.is_some(), "the rest of it was");
    let begun = stretch(history.marks(), 86_400, 1, at(3_600))[0];
    assert!(!begun.is_patchy() && begun.unseen < 0.01, "what is to come was not missed");
}

#[test]
fn a_gap_between_samples_was_not_seen() {
    let mut history = History::default();
    history.take(&sample(0, Some(seen(1, 8.0))));
    history.take(&sample(3_600, Some(seen(1, 8.0))));
    let total: f64 = history.marks().map(|mark| mark.seen_s).sum();
    assert_eq!(total, 60.0);
}

#[test]
fn a_restart_within_a_minute_goes_on_with_it() {
    let first = watched(0, 30, |_| true);
    let mut second = History::restore(first.marks().copied().collect());
    second.take(&sample(40, Some(seen(1, 8.0))));
    second.take(&sample(50, Some(seen(1, 8.0))));
    assert_eq!(second.marks().count(), 1);
    assert_eq!(second.marks().next().unwrap().seen_s, 40.0);
}

#[test]
fn marks_are_thinned_as_they_age() {
    let day = 24 * 60;
    let marks: Vec<Mark> = (0..day * 9).map(|minute| mark(minute * 60, Span::Minute, 60.0)).collect();
    let now = at(9 * DAY_S);
    let mut history = History::restore(marks);
    history.thin(now);
    let spans = |span| history.marks().filter(|mark| mark.span == span).count();
    assert_eq!((spans(Span::Minute), spans(Span::Quarter), spans(Span::TwoHours)), (1_440, 6 * 96, 2 * 12));
    let oldest = history.marks().next().unwrap();
    assert_eq!((oldest.seen_s, oldest.figures.unwrap().blocks), (7_200.0, 120));
    assert!(history.thin(now).is_empty(), "nothing is left to do");
    // After ninety days and one it is forgotten.
    history.thin(at(101 * DAY_S));
    assert_eq!(history.marks().count(), 0);
}

#[test]
fn the_usual_fee_is_a_median_of_what_was_seen() {
    let mut marks: Vec<Mark> = (0..350).map(|minute| mark(minute * 60, Span::Minute, 60.0)).collect();
    assert_eq!(History::restore(marks.clone()).usual_fee(at(350 * 60)), None, "too little was seen");
    marks.extend((350..500).map(|minute| mark(minute * 60, Span::Minute, 0.0)));
    assert_eq!(History::restore(marks.clone()).usual_fee(at(500 * 60)), None, "blindness is no price");
    marks.extend((500..520).map(|minute| mark(minute * 60, Span::Minute, 60.0)));
    assert_eq!(History::restore(marks).usual_fee(at(520 * 60)), Some(4.0));
}

fn incident(kind: IncidentKind, from: i64, to: Option<i64>) -> Incident {
    let gauge = Gauge { impact: Impact::Minor, figure: None, usual: None };
    Incident {
        id: "id".into(),
        chain: "bitcoin".into(),
        kind,
        started: at(from),
        closed: to.map(at),
        gauge,
        simulated: false,
        events: Vec::new(),
        current: None,
    }
}

#[test]
fn a_day_is_good_bad_and_unknown_by_the_time_of_each() {
    let marks = [mark(0, Span::TwoHours, 7_200.0), mark(7_200, Span::TwoHours, 3_600.0)];
    let incidents =
        [incident(IncidentKind::SlowBlocks, 600, Some(1_800)), incident(IncidentKind::Congestion, 1_200, Some(2_400))];
    let days = days(marks.iter(), incidents.iter(), at(14_400));
    assert_eq!(days.len(), DAYS);
    let today = days.last().unwrap();
    assert_eq!((today.past_s, today.seen_s, today.trouble_s), (14_400.0, 10_800.0, 1_800.0));
    assert_eq!(today.shares(), (0.625, 0.125, 0.25));
    assert_eq!(days[0].shares(), (0.0, 0.0, 1.0), "nobody watched");
}

#[test]
fn our_blindness_is_unknown_and_no_trouble_of_the_network() {
    let incidents = [incident(IncidentKind::NodeBlind, -DAY_S, None)];
    let days = days([].iter(), incidents.iter(), at(7_200));
    assert_eq!(days.last().unwrap().shares(), (0.0, 0.0, 1.0));
    assert_eq!(days.last().unwrap().worst, None);
}

proptest! {
    #[test]
    fn thinning_keeps_every_second_that_was_seen(
        seen in prop::collection::vec(0.0..60.0f64, 1..400),
        start in 0..3_000i64,
        ages in prop::collection::vec(0..80i64, 1..6),
    ) {
        let marks: Vec<Mark> =
            seen.iter().zip(start..).map(|(seen, minute)| mark(minute * 60, Span::Minute, *seen)).collect();
        let end = (start + seen.len() as i64) * 60;
        let mut history = History::restore(marks);
        let mut now = at(end);
        for age in ages {
            now = now.checked_add(SignedDuration::from_hours(age)).unwrap();
            history.thin(now);
            let marks: Vec<&Mark> = history.marks().collect();
            let total: f64 = marks.iter().map(|mark| mark.seen_s).sum();
            prop_assert!((total - seen.iter().sum::<f64>()).abs() < 1e-6);
            for pair in marks.windows(2) {
                prop_assert!(pair[0].to() <= pair[1].from, "in order and without overlap");
            }
            prop_assert!(marks.iter().all(|mark| mark.from.as_second() % mark.span.seconds() == 0));
        }
    }
}
