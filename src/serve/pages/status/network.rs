//! One network on the page: its verdict, its figures in words, its charts and the table behind them.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    super::frame::Frame,
    bars::Bars,
    chart::{Chart, Value, band, hill, unseen, width},
    figures::{self, Figure},
};
use crate::{
    answer::{NetworkReport, ToneCode},
    explain::args,
    history::{Bucket, Figures, Rates, Window},
    lookup::PastOf,
};

/// A network.
pub struct NetworkView {
    pub chain: String,
    pub tone: ToneCode,
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

impl NetworkView {
    pub fn new(frame: &Frame, report: NetworkReport, past: &PastOf, window: Window) -> Self {
        Self {
            tone: report.state.severity,
            fees: figures::fees(frame, &report, past.unit),
            figures: figures::of(frame, &report),
            bars: Bars::new(frame, &past.days),
            charts: charts(frame, past),
            ticks: ticks(frame, &past.buckets, window),
            table: table(frame, past, window),
            state: report.state.text,
            verdict: report.verdict,
            simulated: report.simulated,
            chain: report.chain,
        }
    }
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
    let (million, minutes) = (frame.say("status-unit-mvb"), frame.say("status-unit-minutes"));
    let drawing = Drawing { frame, past };
    let charts = [
        drawing.chart("fees", frame.say("status-chart-fees"), past.unit, shapes, &normal, legend),
        drawing.chart("waiting", frame.say("status-chart-waiting"), &million, hill(&waiting), &waiting, Vec::new()),
        drawing.chart("pause", frame.say("status-chart-pause"), &minutes, hill(&pauses), &pauses, Vec::new()),
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
            // Not by the values: a figure that nodes don't show is no blindness.
            unseen: unseen(self.past.buckets.iter().map(Bucket::is_patchy)),
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
        format!("{} ({})", frame.say("status-chart-waiting"), frame.say("status-unit-mvb")),
        frame.say("status-column-blocks"),
        format!("{} ({})", frame.say("status-chart-pause"), frame.say("status-unit-minutes")),
        frame.say("status-column-seen"),
    ];
    Table { head, rows: past.rows.iter().rev().map(row).collect() }
}
