//! The networks' status against real nodes: an incident opens by itself when the last block is old and closes when one
//! comes; where the node is gone, the page says that nobody knows.

use std::{
    thread,
    time::{Duration, Instant},
};

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

fn network(service: &Service, chain: &str) -> Value {
    let (status, report) = service.ask(&format!("/v1/networks/{chain}"));
    assert_eq!(status, 200, "{report:#}");
    report
}

/// Nobody knows when the next block comes, and nothing on any surface says otherwise.
fn check_halted(service: &Service, chain: &str, state: &str) {
    let report = network(service, chain);
    assert_eq!(report["state"]["text"], state, "{report:#}");
    assert_eq!(report["congestion"], "unknown", "{report:#}");
    for rate in ["fast", "normal", "slow"] {
        let fee = &report["fees"][rate];
        assert!(fee["rate"].is_number() && fee["p50_s"].is_null() && fee["p90_s"].is_null(), "{report:#}");
    }
    let verdict = report["verdict"].as_str().unwrap();
    let expected = format!("No block on the {chain} network for 60 minutes; transfers wait until blocks come again.");
    assert_eq!(verdict.replace("1 hour;", "60 minutes;"), expected);
    let (page, (_, badge)) = (page(service), service.get(&format!("/badge/{chain}.svg")));
    assert!(page.contains("<td>–</td>") && page.contains(verdict) && page.contains(state), "{page}");
    assert!(badge.contains(&format!("{chain}: {state}")), "{badge}");
    let (_, article) = service.get("/help/why-fees-vary");
    assert!(article.contains("how long it takes can&#39;t be said now"), "{article}");
}

/// Waits for as long as an incident takes to open or to close, while blocks go on coming.
fn until_while_blocks_come(anvil: &Anvil, service: &Service, expected: &[&str]) {
    let began = Instant::now();
    while incidents(service) != expected {
        assert!(began.elapsed() < Duration::from_secs(300), "not {expected:?} but {:?}", incidents(service));
        anvil.mine(1);
        thread::sleep(Duration::from_secs(2));
    }
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
fn proof_of_work_without_a_block_for_hours_has_stopped_on_every_surface() {
    let node = Node::start(&[&format!("-mocktime={}", hours_ago(9))]);
    let service = Setup::of(&node).start();
    until_incidents(&service, &["bitcoin slow_blocks open"]);
    let report = network(&service, "bitcoin");
    assert_eq!((&report["state"]["text"], &report["state"]["severity"]), (&json!("No new blocks"), &json!("failed")));
    assert!(report["fees"]["fast"]["p50_s"].is_null() && report["fees"]["slow"]["p90_s"].is_null(), "{report:#}");
    let verdict = report["verdict"].as_str().unwrap();
    assert!(verdict.contains("transfers wait until blocks come again."), "{verdict}");
    let (_, body) = service.ask("/v1/incidents");
    assert_eq!(body["incidents"][0]["title"], "No new blocks on bitcoin");
    assert_eq!(indicator(&service), (json!("critical"), json!("major_outage")));
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
    check_halted(&service, "ethereum", "No new blocks");
    anvil.mine(1);
    until("the next block is told at once", || {
        network(&service, "ethereum")["state"]["text"] == "Getting back to normal"
    });
    until_incidents(&service, &["ethereum slow_blocks over"]);
    assert!(network(&service, "ethereum")["fees"]["fast"]["p50_s"].is_number());
    let (_, history) = service.ask("/v1/networks/ethereum/history");
    assert_eq!(history["unit"], "gwei");
    anvil.stop();
    until("the page says that nobody knows", || {
        page(&service).contains("class=\"network unknown\"") && page(&service).contains("0 of 1 nodes in sync")
    });
    assert_eq!(indicator(&service), (json!("major"), json!("partial_outage")));
}

#[test]
fn a_sequencer_that_makes_no_blocks_is_told_until_it_does() {
    let since = hours_ago(1).to_string();
    let anvil = Anvil::with(&["--no-mining", "--slots-in-an-epoch", "4", "--timestamp", &since, "--chain-id", "8453"]);
    anvil.mine(12);
    let service = Setup::evm_as("base", 8_453, &anvil.ws()).start();
    until_incidents(&service, &["base sequencer_silent open"]);
    check_halted(&service, "base", "No new blocks");
    assert_eq!(indicator(&service), (json!("critical"), json!("major_outage")));
    let (_, body) = service.ask("/v1/incidents");
    let incident = &body["incidents"][0];
    assert_eq!(incident["impact"], "critical");
    assert!(incident["current"]["text"].as_str().unwrap().starts_with("No block for "), "{incident:#}");
    let opened = incident["updates"].clone();

    anvil.mine(1);
    let easing = |body: &Value| body["incidents"][0]["current"]["text"] == "Blocks come again on the base network.";
    until("the next block is told at once", || easing(&service.ask("/v1/incidents").1));
    assert_eq!(service.ask("/v1/incidents").1["incidents"][0]["updates"], opened, "that is no event");
    assert_eq!(service.ask("/api/v2/summary.json").1["incidents"][0]["status"], "monitoring");
    until_while_blocks_come(&anvil, &service, &["base sequencer_silent over"]);
    assert!(service.ask("/v1/incidents").1["incidents"][0]["current"].is_null());
}

/// Opens after two minutes, and closes after two more.
#[test]
fn blocks_that_do_not_become_final_are_told_until_they_do() {
    let dir = tempfile::tempdir().unwrap();
    let state = dir.path().join("state.json").display().to_string();
    let kept = ["--no-mining", "--state", &state, "--state-interval", "1", "--slots-in-an-epoch"];
    let mut anvil = Anvil::with(&[&kept[..], &["70"]].concat());
    anvil.mine(150);
    let service = Setup::evm(&anvil).start();
    until_while_blocks_come(&anvil, &service, &["ethereum finality_lag open"]);
    let report = network(&service, "ethereum");
    assert_eq!(report["state"]["text"], "Finality is late");
    assert_eq!(report["state"]["severity"], "action_needed");
    let verdict = report["verdict"].as_str().unwrap();
    let said = "Blocks come on the ethereum network, but none of the last 30 minutes is final; transfers go through";
    assert!(verdict.starts_with(said), "{verdict}");
    assert!(report["fees"]["fast"]["p50_s"].is_number(), "blocks come: {report:#}");
    assert_eq!(indicator(&service), (json!("major"), json!("partial_outage")));
    let (_, body) = service.ask("/v1/incidents?lang=zh-CN");
    assert_eq!(body["incidents"][0]["current"]["text"], "最近 30 分钟的区块都还没有最终确定。");

    // The same chain, of which all but the newest is final.
    thread::sleep(Duration::from_secs(3));
    anvil.stop();
    anvil.start_again_with(&[&kept[..], &["8"]].concat());
    until_while_blocks_come(&anvil, &service, &["ethereum finality_lag over"]);
    assert_eq!(network(&service, "ethereum")["state"]["severity"], "ok");
}

#[test]
fn blocks_that_were_undone_are_told_and_what_that_asks_of_who_waits() {
    let (node, miner) = (Node::start(&[]), Node::bare(&[]));
    miner.take_chain_of(&node);
    let service = Setup::of(&node).start();
    node.mine(3);
    until("the blocks are told", || network(&service, "bitcoin")["block"]["height"] == node.height());
    // Samples of before and after are what tells.
    thread::sleep(Duration::from_secs(5));
    miner.mine(4);
    node.take_chain_of(&miner);
    until_incidents(&service, &["bitcoin deep_reorg open"]);
    let report = network(&service, "bitcoin");
    assert_eq!(report["state"]["text"], "Recent blocks replaced");
    let verdict = report["verdict"].as_str().unwrap();
    assert!(verdict.starts_with("The bitcoin network replaced 3 blocks with others at "), "{verdict}");
    let (_, badge) = service.get("/badge/bitcoin.svg?lang=zh-CN");
    assert!(badge.contains("bitcoin: 近期区块被替换"), "{badge}");
    assert_eq!(indicator(&service), (json!("major"), json!("partial_outage")));
}
