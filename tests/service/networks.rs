//! Networks, health and readiness, as callers see them.

use chains::{NodeError, NodeId, simulated::Draft};

use crate::support::{Service, chain_seen_by, fill};

#[tokio::test]
async fn a_network_is_described() {
    let simulator = chain_seen_by(&["one", "two"]);
    simulator.mine();
    fill(&simulator, 2, 20.0);
    fill(&simulator, 2, 5.0);
    simulator.send(Draft::paying(2.0)).unwrap();
    let service = Service::start(simulator).await;
    let (status, network) = service.get("/v1/networks/simulated").await;
    assert_eq!(status, 200);
    insta::assert_json_snapshot!(network, {
        ".as_of" => "[moment]", ".verdict" => "[words]", ".block.age_s" => "[seconds]", ".nodes[].lag_s" => "[seconds]",
    });
    let (_, all) = service.get("/v1/networks").await;
    assert_eq!(all["networks"][0]["chain"], "simulated");
    service.stop().await;
}

#[tokio::test]
async fn the_verdict_is_in_the_callers_language() {
    let service = Service::start(chain_seen_by(&["main"])).await;
    let (_, english) = service.get("/v1/networks/simulated").await;
    let (_, chinese) = service.get("/v1/networks/simulated?lang=zh-CN").await;
    assert!(english["verdict"].as_str().unwrap().is_ascii());
    assert!(chinese["verdict"].as_str().unwrap().contains('。'));
    service.stop().await;
}

#[tokio::test]
async fn it_is_ready_once_every_chain_was_in_sync() {
    let simulator = chain_seen_by(&["main"]);
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    let service = Service::start(simulator.clone()).await;
    let response = service.client.get(format!("{}/readyz", service.base)).send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let readiness: serde_json::Value = response.json().await.unwrap();
    assert_eq!(readiness["ready"], false);
    assert_eq!(readiness["chains"][0]["nodes"][0]["state"], "unreachable");
    let alive = service.client.get(format!("{}/healthz", service.base)).send().await.unwrap();
    assert_eq!(alive.status(), 200);

    simulator.start(NodeId(0), chains::simulated::Restart::Synced);
    simulator.delivered().await;
    let (status, readiness) = service.get("/readyz").await;
    assert_eq!((status, readiness["ready"].as_bool()), (200, Some(true)));
    // One that fell behind later is no reason to take the service out: it says so in its answers.
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    simulator.delivered().await;
    assert_eq!(service.get("/readyz").await.0, 200);
    service.stop().await;
}
