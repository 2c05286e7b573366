//! An estimate as a picture that one understands at a glance: twenty dots, each standing for one of twenty such transfers,
//! along a line of time. People judge such dots better than a curve or a single figure (Kay et al., CHI 2016). Draws what
//! the answer says, no more: between its quantiles the dots are spread evenly, and the last one has no end.

use std::fmt::Write;

use super::frame::Frame;
use crate::{answer::EtaReport, explain::args};

/// The picture, and the same in words.
pub struct Estimate {
    /// An SVG of our own making.
    pub picture: String,
    /// The rows of the table behind it: how many of twenty, within which time.
    pub rows: Vec<(String, String)>,
}

const DOTS: u32 = 20;
const WIDTH: f64 = 640.0;
const RADIUS: f64 = 9.0;
/// From one column of dots to the next, and from a dot to the one above it.
const STEP: f64 = 22.0;
const LEFT: f64 = 12.0;
/// Right of it stands the dot that takes longer than can be said.
const END: f64 = WIDTH - 70.0;

/// Draws an estimate.
pub fn estimate(eta: &EtaReport, frame: &Frame) -> Estimate {
    let words = frame.words();
    let within = |seconds: u64| words.duration(seconds as f64);
    let rows = [("estimate-half", eta.p50_s), ("estimate-most", eta.p80_s), ("estimate-nearly", eta.p95_s)]
        .map(|(id, seconds)| (frame.say(id), within(seconds)));
    let [half, most, nearly] = [eta.p50_s, eta.p80_s, eta.p95_s].map(within);
    let description =
        words.say("estimate-text", &args([("half", half.into()), ("most", most.into()), ("nearly", nearly.into())]));
    Estimate { picture: draw(eta, frame, &frame.say("estimate-title"), &description), rows: rows.into() }
}

fn draw(eta: &EtaReport, frame: &Frame, title: &str, description: &str) -> String {
    let places: Vec<(f64, u32, &str)> = stacked(eta);
    let tallest = places.iter().map(|(_, level, _)| *level).max().unwrap_or(0);
    let ground = 2.0 * RADIUS + f64::from(tallest) * STEP + 6.0;
    let height = ground + 26.0;
    let mut svg = format!(
        "<svg class=\"estimate\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"estimate-title \
         estimate-text\"><title id=\"estimate-title\">{title}</title><desc id=\"estimate-text\">{description}</desc>\
         <line x1=\"0\" x2=\"{WIDTH}\" y1=\"{ground:.1}\" y2=\"{ground:.1}\"/>"
    );
    for (x, level, band) in &places {
        let y = ground - RADIUS - 3.0 - f64::from(*level) * STEP;
        // Writing to a string can't fail.
        let _ = write!(svg, "<circle class=\"{band}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\"/>");
    }
    for (x, label, anchor) in labels(eta, frame) {
        let y = ground + 8.0;
        let _ = write!(
            svg,
            "<text dominant-baseline=\"hanging\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{label}</text>"
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Each dot's place: in columns along the line, stacked where several fall into one.
fn stacked(eta: &EtaReport) -> Vec<(f64, u32, &'static str)> {
    let mut columns: Vec<(f64, u32)> = Vec::new();
    (0..DOTS)
        .map(|dot| {
            let share = (f64::from(dot) + 0.5) / f64::from(DOTS);
            let x = if share > 0.95 { END + 40.0 } else { column(quantile(eta, share) / longest(eta)) };
            let level = match columns.iter_mut().find(|(known, _)| (*known - x).abs() < 1.0) {
                Some((_, count)) => {
                    *count += 1;
                    *count
                }
                None => {
                    columns.push((x, 0));
                    0
                }
            };
            (x, level, band(share))
        })
        .collect()
}

fn column(share: f64) -> f64 {
    let places = ((END - 2.0 * LEFT) / STEP).floor();
    LEFT + RADIUS + (share.clamp(0.0, 1.0) * (places - 1.0)).round() * STEP
}

fn band(share: f64) -> &'static str {
    match share {
        half if half < 0.5 => "half",
        most if most < 0.8 => "most",
        nearly if nearly < 0.95 => "nearly",
        _ => "late",
    }
}

/// Seconds until this share has arrived, evenly between the quantiles that are known.
fn quantile(eta: &EtaReport, share: f64) -> f64 {
    let known = [
        (0.0, eta.not_before_s.unwrap_or(0) as f64),
        (0.5, eta.p50_s as f64),
        (0.8, eta.p80_s as f64),
        (0.95, eta.p95_s as f64),
    ];
    let between = known.windows(2).find_map(|pair| match pair {
        [(from, start), (to, end)] if share <= *to => Some(start + (end - start) * (share - from) / (to - from)),
        _ => None,
    });
    between.unwrap_or_else(|| longest(eta))
}

fn longest(eta: &EtaReport) -> f64 {
    (eta.p95_s as f64).max(1.0)
}

fn labels(eta: &EtaReport, frame: &Frame) -> [(f64, String, &'static str); 3] {
    let late = frame.say("estimate-later");
    let end = frame.words().duration(longest(eta));
    [(0.0, frame.say("estimate-now"), "start"), (END - LEFT, end, "end"), (WIDTH, late, "end")]
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answer::BasisCode;

    fn eta(p50_s: u64, p80_s: u64, p95_s: u64, not_before_s: Option<u64>) -> EtaReport {
        EtaReport { p50_s, p80_s, p95_s, not_before_s, basis: BasisCode::Queue }
    }

    #[test]
    fn the_quantiles_that_are_known_stay() {
        let eta = eta(1500, 3300, 7200, Some(300));
        let known = [0.0, 0.25, 0.5, 0.8, 0.95].map(|share| quantile(&eta, share));
        assert_eq!(known, [300.0, 900.0, 1500.0, 3300.0, 7200.0]);
    }

    #[test]
    fn ten_six_three_and_one_dots() {
        let dots = stacked(&eta(1500, 3300, 7200, None));
        let count = |band| dots.iter().filter(|(_, _, of)| *of == band).count();
        assert_eq!(["half", "most", "nearly", "late"].map(count), [10, 6, 3, 1]);
    }

    proptest! {
        #[test]
        fn no_dot_hides_another_or_leaves_the_picture(half in 0u64..1_000_000, more: u16, most: u16) {
            let eta = eta(half, half + u64::from(more), half + u64::from(more) + u64::from(most), None);
            let dots = stacked(&eta);
            let places: std::collections::BTreeSet<_> = dots.iter().map(|(x, level, _)| (x.to_bits(), *level)).collect();
            prop_assert_eq!(places.len(), 20);
            prop_assert!(dots.iter().all(|(x, _, _)| (RADIUS..=WIDTH - RADIUS).contains(x)));
        }
    }
}
