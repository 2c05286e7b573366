//! Many callers at once: the nodes are asked once, and what is at hand is not rendered again.

use std::time::Duration;

use chains::{NodeError, NodeId, TxId, simulated::Draft};
use futures_util::future::join_all;
use txwhy::{
    explain::{Expectation, Lang},
    lookup::Question,
    parse::TxRef,
};

use crate::support::{Service, chain, in_short};

fn question(id: TxId) -> Question {
    let tx = TxRef { id, network: None };
    Question { tx, chain: None, lang: Lang::En, required: None, expected: Expectation::default() }
}

#[tokio::test]
async fn a_thousand_who_ask_at_once_cost_one_question_to_the_nodes() {
    let simulator = chain();
    simulator.set_latency(Duration::from_millis(200));
    let service = Service::start(simulator.clone()).await;
    let unknown = question(TxId([7; 32]));
    let answers = join_all((0..1000).map(|_| service.networks.look_up(&unknown))).await;
    for answer in answers {
        assert_eq!(answer.unwrap().answer.stage.code(), "unknown");
    }
    assert_eq!(simulator.asked(), 1);
    service.stop().await;
}

#[tokio::test]
async fn the_same_over_http() {
    let simulator = chain();
    simulator.set_latency(Duration::from_millis(500));
    let service = Service::start(simulator.clone()).await;
    let path = format!("/v1/tx/{}", TxId([7; 32]));
    for (status, answer) in join_all((0..200).map(|_| service.get(&path))).await {
        assert_eq!((status, in_short(&answer)), (200, "unknown: never_seen".to_owned()));
    }
    assert_eq!(simulator.asked(), 1);
    service.stop().await;
}

#[tokio::test]
async fn one_that_waits_costs_no_question() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    service.expect(&id, "waiting: next_in_line").await;
    simulator.mine();
    service.expect(&id, "included: awaiting_confirmations").await;
    assert_eq!(simulator.asked(), 0);
    service.stop().await;
}

#[tokio::test]
async fn an_unknown_one_is_told_once_it_appears() {
    let simulator = chain();
    let service = Service::start(simulator.clone()).await;
    let (orphan, _) = simulator.send_orphan(Draft::paying(20.0));
    service.expect(&orphan, "unknown: missing_parent").await;
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let answer = service.answer(&id).await;
    assert_eq!(in_short(&answer), "waiting: next_in_line");
    service.stop().await;
}

#[tokio::test]
async fn a_failure_to_ask_is_not_kept() {
    let simulator = chain();
    let service = Service::start(simulator.clone()).await;
    let unknown = TxId([7; 32]);
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    service.expect(&unknown, "unknown: node_behind").await;
    simulator.start(NodeId(0), chains::simulated::Restart::Synced);
    service.expect(&unknown, "unknown: never_seen").await;
    service.stop().await;
}

#[tokio::test]
async fn a_question_under_way_is_answered_before_the_end() {
    let simulator = chain();
    simulator.set_latency(Duration::from_millis(500));
    let service = Service::start(simulator.clone()).await;
    let path = format!("/v1/tx/{}", TxId([7; 32]));
    let stopped = async {
        while simulator.asked() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        service.end().await;
    };
    let ((status, answer), ()) = tokio::join!(service.get(&path), stopped);
    assert_eq!((status, answer["stage"].as_str()), (200, Some("unknown")));
}

#[tokio::test]
async fn what_is_counted_can_be_scraped() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    for _ in 0..3 {
        service.answer(&id).await;
    }
    let text = service.client.get(format!("{}/metrics", service.base)).send().await.unwrap().text().await.unwrap();
    for line in [
        r#"txwhy_lookups_total{cause="next_in_line",chain="simulated",stage="waiting"} 3"#,
        r#"txwhy_mempool_transactions{chain="simulated"} 1"#,
        r#"txwhy_node_synced{chain="simulated",node="main"} 1"#,
        r#"txwhy_http_requests_total{method="GET",route="/v1/tx/{id}",status="200"} 3"#,
        r#"txwhy_node_lag_seconds{chain="simulated",node="main"}"#,
        r#"txwhy_cache_total{cache="rendered",outcome="miss"}"#,
        "txwhy_lookup_seconds_bucket",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains(&id.to_string()));
    service.stop().await;
}
