//! The networks' status against real nodes: an incident opens by itself when the last block is old and closes when one
//! comes; where the node is gone, the page says that nobody knows.

use serde_json::{Value, json};

use crate::{
    anvil::Anvil,
    node::{Node, until},
    service::{Service, Setup},
};

/// The incidents of the last ninety days, newest first, in short.
fn incidents(service: &Service) -> Vec<String> {
    let (status, body) = service.ask("/v1/incidents");
    assert_eq!(status, 200, "{body:#}");
    let short = |incident: &Value| {
        let state = if incident["open"] == true { "open" } else { "over" };
        format!("{} {} {state}", incident["chain"].as_str().unwrap(), incident["kind"].as_str().unwrap())
    };
    body["incidents"].as_array().unwrap().iter().map(short).collect()
}

fn until_incidents(service: &Service, expected: &[&str]) {
    until(&format!("the incidents are {expected:?}, and not {:?}", incidents(service)), || {
        incidents(service) == expected
    });
}

fn page(service: &Service) -> String {
    let (status, page) = service.get("/status");
    assert_eq!(status, 200);
    page
}

/// Statuspage's indicator, and the state of the only component.
fn indicator(service: &Service) -> (Value, Value) {
    let (_, summary) = service.ask("/api/v2/summary.json");
    (summary["status"]["indicator"].clone(), summary["components"][0]["status"].clone())
}

fn hours_ago(hours: i64) -> i64 {
    jiff::Timestamp::now().as_second() - hours * 3_600
}

#[test]
fn a_late_block_opens_an_incident_and_the_next_one_closes_it() {
    let mut node = Node::start(&[&format!("-mocktime={}", hours_ago(3))]);
    let mut service = Setup::of(&node).start();
    until_incidents(&service, &["bitcoin slow_blocks open"]);
    let (_, body) = service.ask("/v1/incidents");
    let incident = &body["incidents"][0];
    assert!(incident["figure"].as_f64().unwrap() > 10_000.0, "{incident:#}");
    assert_eq!(incident["simulated"], false);
    assert_eq!(indicator(&service), (json!("minor"), json!("degraded_performance")));
    assert!(page(&service).contains("The next bitcoin block is late"));

    // The operator says a word by the command line, the service is restarted, and all of it is still there.
    let id = incident["id"].as_str().unwrap();
    let noted = service.cli(&["incident", "note", id, "We are looking into it."]);
    assert!(noted.status.success(), "{}", String::from_utf8_lossy(&noted.stderr));
    until("the page has the note", || page(&service).contains("We are looking into it."));
    assert!(!service.cli(&["incident", "note", "nothing", "x"]).status.success());
    let listed = service.cli(&["incident", "list"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains(id) && listed.contains("We are looking into it."), "{listed}");
    service.kill();
    service.start_again();
    service.until_ready();
    until_incidents(&service, &["bitcoin slow_blocks open"]);

    node.call("setmocktime", json!([0]));
    node.mine(1);
    until_incidents(&service, &["bitcoin slow_blocks over"]);
    assert_eq!(indicator(&service), (json!("none"), json!("operational")));
    assert!(page(&service).contains("class=\"network ok\""));

    // Blind: nothing is green any more, long before it is called an incident.
    node.stop();
    until("the page says that nobody knows", || page(&service).contains("class=\"network unknown\""));
    assert_eq!(indicator(&service), (json!("major"), json!("partial_outage")));
    assert!(!page(&service).contains("class=\"network ok\""));
    let (_, badge) = service.get("/badge/bitcoin.svg");
    assert!(badge.contains("bitcoin: Unknown"), "{badge}");
}

#[test]
fn what_was_is_remembered_across_a_restart() {
    let node = Node::start(&[]);
    let mut service = Setup::of(&node).start();
    let last = |service: &Service| {
        let (_, history) = service.ask("/v1/networks/bitcoin/history?window=24h");
        history["buckets"].as_array().unwrap().iter().rev().find(|bucket| !bucket["height"].is_null()).cloned()
    };
    until("the node's height is in the history", || {
        last(&service).is_some_and(|bucket| bucket["height"] == node.height())
    });
    let first = last(&service).unwrap()["at"].clone();
    // A minute must be over to be stored.
    let began = jiff::Timestamp::now().as_second() / 60;
    let over = jiff::Timestamp::from_second((began + 1) * 60).unwrap().to_string();
    until("a minute is over", || {
        let (_, history) = service.ask("/v1/networks/bitcoin/history");
        history["as_of"].as_str().unwrap() > over.as_str()
    });
    service.kill();
    service.start_again();
    let (_, history) = service.ask("/v1/networks/bitcoin/history?window=24h");
    let bucket = history["buckets"].as_array().unwrap().iter().find(|bucket| bucket["at"] == first).unwrap();
    assert_eq!(bucket["height"], node.height(), "{bucket:#}");
}

#[test]
fn slots_that_stay_empty_are_told_within_minutes() {
    let since = hours_ago(1).to_string();
    let mut anvil = Anvil::with(&["--no-mining", "--slots-in-an-epoch", "4", "--timestamp", &since]);
    anvil.mine(12);
    let service = Setup::evm(&anvil).start();
    until_incidents(&service, &["ethereum slow_blocks open"]);
    anvil.mine(1);
    until_incidents(&service, &["ethereum slow_blocks over"]);
    let (_, history) = service.ask("/v1/networks/ethereum/history");
    assert_eq!(history["unit"], "gwei");
    anvil.stop();
    until("the page says that nobody knows", || {
        page(&service).contains("class=\"network unknown\"") && page(&service).contains("0 of 1 nodes in sync")
    });
    assert_eq!(indicator(&service), (json!("major"), json!("partial_outage")));
}
