//! A network's present in a few figures, each with a remark: its last block, what waits, when a transfer is final, and
//! how well we see it. What isn't known is said to be unknown.

use super::super::frame::Frame;
use crate::{
    answer::{FeeReport, Finality, NetworkReport},
    explain::{Words, args},
};

/// Name, value, remark.
pub type Figure = [String; 3];

/// All that there are of this network.
pub fn of(frame: &Frame, report: &NetworkReport) -> Vec<Figure> {
    let all =
        [Some(block(frame, report)), waiting(frame, report), Some(finality(frame, report)), Some(view(frame, report))];
    all.into_iter().flatten().collect()
}

/// What each choice of fee costs and how long it takes: name, rate, cost, wait, or a dash while nobody can say. Empty
/// where fees aren't known now.
pub fn fees(frame: &Frame, report: &NetworkReport, unit: &str) -> Vec<[String; 4]> {
    let Some(fees) = &report.fees else { return Vec::new() };
    let words = frame.words();
    let fee = |name: String, fee: &FeeReport| {
        let wait = fee.p50_s.zip(fee.p90_s).map(|(half, most)| words.lengths(shown(half), shown(most)));
        let wait = wait.unwrap_or_else(|| "–".to_owned());
        [name, format!("{} {unit}", words.rate(fee.rate)), fee.cost.text(), wait]
    };
    vec![
        fee(frame.say("status-fast"), &fees.fast),
        fee(frame.say("status-normal"), &fees.normal),
        fee(frame.say("status-slow"), &fees.slow),
    ]
}

fn block(frame: &Frame, report: &NetworkReport) -> Figure {
    let words = frame.words();
    // Some networks are faster than the second that this is told in.
    let pace = length(frame, report.block.expected_s.max(1));
    // While we are blind, there may be blocks that we don't know of.
    let age_s = report.block.age_s.filter(|_| !report.stale);
    let ago = age_s.map(|age| ago(frame, ["status-ago", "status-ago.now"], age));
    // Without separators, as everywhere: one looks a height up by it.
    let remark = match report.block.height.map(|height| height.to_string()) {
        Some(height) if report.stale => words.say("status-height-known", &args([("height", height.into())])),
        Some(height) => words.say("status-height", &args([("height", height.into()), ("pace", pace.into())])),
        None => pace,
    };
    [frame.say("status-block"), ago.unwrap_or_else(|| frame.say("status-unknown")), remark]
}

/// Left out where nodes don't show what waits, as on a network with gas.
fn waiting(frame: &Frame, report: &NetworkReport) -> Option<Figure> {
    let words = frame.words();
    let name = frame.say("status-waiting");
    if report.stale {
        return Some([name, frame.say("status-unknown"), String::new()]);
    }
    let waiting = report.pending.as_ref()?;
    let count = words.rate(waiting.count as f64);
    let blocks =
        args([("blocks", words.rate(waiting.blocks_to_clear).into()), ("rate", words.rate(waiting.min_rate).into())]);
    Some([
        name,
        words.say("status-waiting-count", &args([("count", count.into())])),
        words.say("status-waiting-blocks", &blocks),
    ])
}

fn finality(frame: &Frame, report: &NetworkReport) -> Figure {
    let words = frame.words();
    let finality = &report.finality;
    let value = wanted(words, finality);
    let remark = match finality.finalized_lag_s.filter(|_| !report.stale) {
        Some(lag) => words.say("status-finality-lag", &args([("time", length(frame, lag).into())])),
        None => words.say("status-finality-time", &args([("time", length(frame, finality.expected_s).into())])),
    };
    [frame.say("status-finality"), value, remark]
}

/// What the configuration asks for.
fn wanted(words: &Words, finality: &Finality) -> String {
    let count = args([("count", (finality.required as f64).into())]);
    let id = match (&finality.required_finality, finality.required) {
        (Some(_), 0 | 1) => "status-finality-own",
        (Some(_), _) => "status-finality-both",
        (None, _) => "status-finality-count",
    };
    words.say(id, &count)
}

fn view(frame: &Frame, report: &NetworkReport) -> Figure {
    let words = frame.words();
    let synced = report.nodes.iter().filter(|node| node.state == "synced").count() as f64;
    let nodes = args([("count", synced.into()), ("all", (report.nodes.len() as f64).into())]);
    let heard = report.nodes.iter().filter_map(|node| node.lag_s).min();
    let heard = heard.map(|heard| ago(frame, ["status-heard", "status-heard.now"], heard));
    let remark = heard.unwrap_or_else(|| frame.say("status-unknown"));
    [frame.say("status-nodes"), words.say("status-nodes-count", &nodes), remark]
}

/// So long ago; nobody says "0 seconds ago".
fn ago(frame: &Frame, [id, now]: [&str; 2], seconds: u64) -> String {
    match seconds {
        0 => frame.say(now),
        longer => frame.words().say(id, &args([("time", length(frame, longer).into())])),
    }
}

/// Some networks are faster than the second that this is told in.
fn shown(seconds: u64) -> f64 {
    seconds.max(1) as f64
}

fn length(frame: &Frame, seconds: u64) -> String {
    frame.words().length(seconds as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Lang;

    #[test]
    fn what_counts_as_final_is_all_that_the_configuration_asks_for() {
        let said = |required, word: Option<&str>| {
            let required_finality = word.map(str::to_owned);
            let (safe, finalized, finalized_lag_s) = (None, None, None);
            let finality = Finality { required, expected_s: 60, required_finality, safe, finalized, finalized_lag_s };
            wanted(Words::of(Lang::En), &finality)
        };
        assert_eq!(said(5, Some("finalized")), "5 confirmations, and the network says so");
        assert_eq!(said(1, Some("safe")), "when the network says so");
        assert_eq!(said(2, None), "2 confirmations");
    }
}
