//! Charts as SVG without a script: what was in each bucket as a step, what nobody saw as a gap that is marked. Geometry
//! alone; words come from the caller. Labels stand beside the picture, so that it can be stretched.

use std::fmt::Write;

/// A picture of one figure over time.
pub struct Chart {
    /// Unique in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What one would say to somebody who can't see it.
    pub desc: String,
    /// The highest value of the scale, in words.
    pub top: String,
    /// Half of it.
    pub middle: String,
    /// Width of the picture's own units.
    pub width: usize,
    /// An area, as a path.
    pub area: String,
    /// A line, as a path.
    pub line: String,
    /// Where nobody saw anything.
    pub unseen: String,
    /// Names of the line and of the area.
    pub legend: Vec<(&'static str, String)>,
}

/// What a chart draws of a bucket; `None` for nothing known.
pub type Value = Option<f64>;

/// A bucket's width.
const STEP: usize = 10;
/// The picture's height in its own units.
pub const HEIGHT: f64 = 100.0;

/// The shapes of a chart.
pub struct Shapes {
    /// A line, as a path.
    pub line: String,
    /// An area, as a path.
    pub area: String,
    /// The highest value of the scale.
    pub top: f64,
}

/// A line of the first values, over the area between the second and the third.
pub fn band(lines: &[Value], high: &[Value], low: &[Value]) -> Shapes {
    let top = scale(high.iter().chain(lines).flatten().copied());
    Shapes { line: line(lines, top), area: area(high, low, top), top }
}

/// The area under these values, with a line on it.
pub fn hill(values: &[Value]) -> Shapes {
    let top = scale(values.iter().flatten().copied());
    let ground: Vec<Value> = values.iter().map(|value| value.map(|_| 0.0)).collect();
    Shapes { line: line(values, top), area: area(values, &ground, top), top }
}

/// The width of so many buckets.
pub fn width(buckets: usize) -> usize {
    buckets * STEP
}

/// Marks the buckets that nobody saw.
pub fn unseen(buckets: impl Iterator<Item = bool>) -> String {
    let marked: Vec<Value> = buckets.map(|unseen| unseen.then_some(0.0)).collect();
    let mut path = String::new();
    for (start, run) in runs(&marked) {
        let (x, width) = (start * STEP, run.len() * STEP);
        // Writing to a string can't fail.
        let _ = write!(path, "M{x},0h{width}v{HEIGHT}h-{width}z");
    }
    path
}

fn line(values: &[Value], top: f64) -> String {
    let mut path = String::new();
    for (start, run) in runs(values) {
        path.push('M');
        steps(&mut path, start, &run, top);
    }
    path
}

fn area(high: &[Value], low: &[Value], top: f64) -> String {
    let mut path = String::new();
    for (start, run) in runs(high) {
        let floor: Vec<f64> = low.iter().skip(start).take(run.len()).map(|value| value.unwrap_or(0.0)).collect();
        path.push('M');
        steps(&mut path, start, &run, top);
        let mut x = (start + run.len()) * STEP;
        for value in floor.iter().rev() {
            let _ = write!(path, "V{}", y(*value, top));
            x -= STEP;
            let _ = write!(path, "H{x}");
        }
        path.push('z');
    }
    path
}

/// `x,y` and then a step a value.
fn steps(path: &mut String, start: usize, run: &[f64], top: f64) {
    let mut x = start * STEP;
    for (place, value) in run.iter().enumerate() {
        let opening = if place == 0 { format!("{x},") } else { "V".to_owned() };
        x += STEP;
        let _ = write!(path, "{opening}{}H{x}", y(*value, top));
    }
}

/// Stretches without a gap, each with the place of its first.
fn runs(values: &[Value]) -> Vec<(usize, Vec<f64>)> {
    let mut runs: Vec<(usize, Vec<f64>)> = Vec::new();
    let mut open = false;
    for (place, value) in values.iter().enumerate() {
        match (value, runs.last_mut().filter(|_| open)) {
            (Some(value), Some((_, run))) => run.push(*value),
            (Some(value), None) => runs.push((place, vec![*value])),
            (None, _) => {}
        }
        open = value.is_some();
    }
    runs
}

/// From the top down, with a little room above.
fn y(value: f64, top: f64) -> f64 {
    ((HEIGHT - value / top * (HEIGHT - 4.0)) * 10.0).round() / 10.0
}

/// The next round number: 1, 2 or 5 and zeros.
fn scale(values: impl Iterator<Item = f64>) -> f64 {
    let most = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|top| *top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line_and_the_area() {
        let values = [Some(1.0), Some(2.0), None, Some(2.0)];
        let shapes = hill(&values);
        assert_eq!(shapes.top, 2.0);
        assert_eq!(shapes.line, "M0,52H10V4H20M30,4H40");
        assert_eq!(shapes.area, "M0,52H10V4H20V100H10V100H0zM30,4H40V100H30z");
    }

    #[test]
    fn nothing_known_draws_nothing() {
        let shapes = band(&[None, None], &[None, None], &[None, None]);
        assert_eq!((shapes.line.as_str(), shapes.area.as_str(), shapes.top), ("", "", 1.0));
    }

    #[test]
    fn scales_are_round() {
        let top = |most| scale([0.3, most].into_iter());
        assert_eq!([0.31, 1.0, 1.2, 4.9, 7.0, 830.0].map(top), [0.5, 1.0, 2.0, 5.0, 10.0, 1_000.0]);
        assert_eq!(scale([f64::NAN, 0.0].into_iter()), 1.0);
    }

    #[test]
    fn what_nobody_saw_is_marked() {
        assert_eq!(unseen([false, true, true, false, true].into_iter()), "M10,0h20v100h-20zM40,0h10v100h-10z");
    }
}
