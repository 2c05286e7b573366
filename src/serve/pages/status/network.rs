//! One network on the page: its verdict, its figures in words, its charts and the table behind them.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    super::frame::Frame,
    bars::Bars,
    chart::{Chart, Value, band, hill, unseen, width},
    figures::{self, Figure},
};
use crate::{
    answer::{CongestionCode, NetworkReport},
    explain::{Lang, Words, args},
    history::{Bucket, Figures, Rates, Window},
    incidents::{Impact, Incident, IncidentKind},
    lookup::{Networks, PastOf},
};

/// How a network does, from good to bad; what isn't known is worse than good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// As usual.
    Ok,
    /// Nobody can tell.
    Unknown,
    /// Some wait longer.
    Delayed,
    /// All wait longer, or what looked done may be undone.
    Action,
    /// Nothing goes through.
    Failed,
}

/// A network.
pub struct NetworkView {
    pub chain: String,
    pub tone: Tone,
    pub state: String,
    pub verdict: String,
    pub simulated: bool,
    /// Name, rate, cost, wait.
    pub fees: Vec<[String; 4]>,
    /// Name, value, remark.
    pub figures: Vec<Figure>,
    pub bars: Bars,
    pub charts: Vec<Chart>,
    /// Beneath each chart, evenly spaced.
    pub ticks: Vec<String>,
    pub table: Table,
}

/// What the charts show, in figures.
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// How a network does: by its open incidents and by how busy it is, and unknown where nobody can tell.
pub fn tone(report: &NetworkReport, open: &[Incident]) -> Tone {
    let blind = matches!(report.congestion, CongestionCode::Unknown) || report.stale;
    let incident = open.iter().filter(|one| one.closed.is_none() && one.kind != IncidentKind::NodeBlind);
    let worst = incident.map(|one| of_impact(one.impact)).max().unwrap_or(Tone::Ok);
    let busy = match report.congestion {
        CongestionCode::Quiet | CongestionCode::Normal => Tone::Ok,
        CongestionCode::Busy => Tone::Delayed,
        CongestionCode::Severe => Tone::Action,
        CongestionCode::Unknown => Tone::Unknown,
    };
    if blind { Tone::Unknown } else { worst.max(busy) }
}

fn of_impact(impact: Impact) -> Tone {
    match impact {
        Impact::Minor => Tone::Delayed,
        Impact::Major => Tone::Action,
        Impact::Critical => Tone::Failed,
    }
}

impl Tone {
    /// Its style.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Delayed => "delayed",
            Self::Action => "action_needed",
            Self::Failed => "failed",
        }
    }
}

impl NetworkView {
    pub fn new(frame: &Frame, report: NetworkReport, past: &PastOf, window: Window) -> Self {
        let tone = tone(&report, &past.incidents);
        Self {
            state: state_words(tone, frame.lang),
            fees: figures::fees(frame, &report, past.unit),
            figures: figures::of(frame, &report),
            bars: Bars::new(frame, &past.days),
            charts: charts(frame, past),
            ticks: ticks(frame, &past.buckets, window),
            table: table(frame, past, window),
            tone,
            verdict: report.verdict,
            simulated: report.simulated,
            chain: report.chain,
        }
    }
}

/// How a network of this name does.
pub fn tone_of(networks: &Networks, chain: &str, lang: Lang) -> Option<Tone> {
    let report = networks.network(chain, lang).ok()?;
    Some(tone(&report, &networks.open_incidents(chain)))
}

/// A tone in two or three words.
pub fn state_words(tone: Tone, lang: Lang) -> String {
    let id = match tone {
        Tone::Ok => "status-state-ok",
        Tone::Unknown => "status-state-unknown",
        Tone::Delayed => "status-state-delayed",
        Tone::Action => "status-state-action",
        Tone::Failed => "status-state-failed",
    };
    Words::of(lang).say(id, &args([]))
}

/// One figure of each bucket.
fn of(buckets: &[Bucket], value: impl Fn(&Figures) -> Option<f64>) -> Vec<Value> {
    buckets.iter().map(|bucket| value(bucket.figures.as_ref()?)).collect()
}

fn charts(frame: &Frame, past: &PastOf) -> Vec<Chart> {
    let buckets = &past.buckets;
    let rate = |rate: fn(&Rates) -> f64| of(buckets, |figures| figures.fees.as_ref().map(rate));
    let normal = rate(|fees| fees.normal);
    let waiting = of(buckets, |figures| Some(figures.waiting?.vsize / 1_000_000.0));
    let pauses = of(buckets, |figures| Some(figures.pause_s / 60.0));
    let legend = vec![("line", frame.say("status-normal")), ("area", frame.say("status-slow-to-fast"))];
    let shapes = band(&normal, &rate(|fees| fees.fast), &rate(|fees| fees.slow));
    let drawing = Drawing { frame, past };
    let charts = [
        drawing.chart("fees", frame.say("status-chart-fees"), past.unit, shapes, &normal, legend),
        drawing.chart("waiting", frame.say("status-chart-waiting"), "MvB", hill(&waiting), &waiting, Vec::new()),
        drawing.chart("pause", frame.say("status-chart-pause"), "min", hill(&pauses), &pauses, Vec::new()),
    ];
    charts.into_iter().flatten().collect()
}

struct Drawing<'a> {
    frame: &'a Frame,
    past: &'a PastOf,
}

impl Drawing<'_> {
    /// `None` where nothing of it was ever seen.
    fn chart(
        &self,
        name: &str,
        title: String,
        unit: &str,
        shapes: super::chart::Shapes,
        values: &[Value],
        legend: Vec<(&'static str, String)>,
    ) -> Option<Chart> {
        let words = self.frame.words();
        let known = || values.iter().flatten().copied();
        let last = known().last()?;
        let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
        let figures = args([
            ("chain", self.past.chain.to_string().into()),
            ("least", words.rate(least).into()),
            ("most", words.rate(most).into()),
            ("last", words.rate(last).into()),
            ("unit", unit.to_owned().into()),
        ]);
        Some(Chart {
            id: format!("{name}-{}", self.past.chain),
            title: format!("{title} ({unit})"),
            desc: words.say("status-chart-desc", &figures),
            top: words.rate(shapes.top),
            middle: words.rate(shapes.top / 2.0),
            width: width(self.past.buckets.len()),
            area: shapes.area,
            line: shapes.line,
            unseen: unseen(values),
            legend,
        })
    }
}

/// Five moments, from the first bucket's beginning to now.
fn ticks(frame: &Frame, buckets: &[Bucket], window: Window) -> Vec<String> {
    let Some((first, last)) = buckets.first().zip(buckets.last()) else { return Vec::new() };
    let (from, to) = (first.from.as_second(), last.from.as_second());
    let at = |part: i64| Timestamp::from_second(from + (to - from) * part / 4).unwrap_or(first.from);
    let tick = |part| moment(frame, at(part), window);
    (0..4).map(tick).chain([frame.say("status-now")]).collect()
}

fn moment(frame: &Frame, at: Timestamp, window: Window) -> String {
    match window {
        Window::Day => at.to_zoned(TimeZone::UTC).strftime("%H:%M").to_string(),
        Window::Week | Window::Quarter => frame.words().day(at),
    }
}

fn table(frame: &Frame, past: &PastOf, window: Window) -> Table {
    let words = frame.words();
    let dash = || "–".to_owned();
    let show = |value: Option<f64>| value.map_or_else(dash, |value| words.rate(value));
    let row = |bucket: &Bucket| {
        let figures = bucket.figures.as_ref();
        let fees = figures.and_then(|figures| figures.fees);
        let waiting = figures.and_then(|figures| figures.waiting);
        let from = match window {
            Window::Day => moment(frame, bucket.from, window),
            Window::Week => words.time(bucket.from),
            Window::Quarter => words.day(bucket.from),
        };
        vec![
            from,
            show(fees.map(|fees| fees.fast)),
            show(fees.map(|fees| fees.normal)),
            show(fees.map(|fees| fees.slow)),
            show(waiting.map(|waiting| waiting.vsize / 1_000_000.0)),
            show(figures.map(|figures| figures.blocks as f64)),
            show(figures.map(|figures| figures.pause_s / 60.0)),
            format!("{} %", words.rate((bucket.seen * 100.0).round())),
        ]
    };
    let head = vec![
        frame.say("status-column-from"),
        format!("{} ({})", frame.say("status-fast"), past.unit),
        format!("{} ({})", frame.say("status-normal"), past.unit),
        format!("{} ({})", frame.say("status-slow"), past.unit),
        format!("{} (MvB)", frame.say("status-waiting")),
        frame.say("status-column-blocks"),
        format!("{} (min)", frame.say("status-chart-pause")),
        frame.say("status-column-seen"),
    ];
    Table { head, rows: past.rows.iter().rev().map(row).collect() }
}
