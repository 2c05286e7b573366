//! What was: history, and incidents that open and close by themselves, survive a restart and take the operator's word.

use std::time::Duration;

use chains::{
    NodeError, NodeId,
    simulated::{Draft, Restart, Template},
};
use jiff::SignedDuration;
use serde_json::Value;
use tokio::time::{Instant, sleep};
use txwhy::{
    config::Site,
    incidents::{Event, Gauge, Impact, IncidentKind, What},
    store::Journal,
};

use crate::support::{Service, chain, chain_seen_by};

const PATIENCE: Duration = Duration::from_secs(60);

/// Asks until the answer says so.
async fn until(service: &Service, path: &str, expected: &str, says: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (status, answer) = service.get(path).await;
        assert_eq!(status, 200, "{answer}");
        if says(&answer) {
            return answer;
        }
        assert!(Instant::now() < deadline, "expected {expected}, got {answer:#}");
        sleep(Duration::from_millis(100)).await;
    }
}

fn in_short(incidents: &Value) -> Vec<String> {
    let all = incidents["incidents"].as_array().unwrap().iter();
    let short = |incident: &Value| {
        let state = if incident["open"] == true { "open" } else { "over" };
        format!("{} {state}", incident["kind"].as_str().unwrap())
    };
    all.map(short).collect()
}

async fn until_incidents(service: &Service, expected: &[&str]) -> Value {
    until(service, "/v1/incidents", &expected.join(", "), |incidents| in_short(incidents) == expected).await
}

/// Lets so much time pass at once, so many times, and has the service look each time.
async fn pass(service: &Service, passed: &mut SignedDuration, times: u32, step: SignedDuration) {
    for _ in 0..times {
        *passed += step;
        service.simulator.set_clock_offset(*passed);
        // Gives the nodes something to tell, so that they don't count as silent.
        service.simulator.send(Draft::paying(9.0)).unwrap();
        let now = service.simulator.now().to_string();
        until(service, "/v1/networks/simulated/history", "a look", |history| history["as_of"].as_str() > Some(&now))
            .await;
    }
}

#[tokio::test]
async fn a_late_block_opens_an_incident_and_its_coming_closes_it() {
    let simulator = chain();
    let service = Service::start(simulator.clone()).await;
    until_incidents(&service, &[]).await;
    let mut passed = SignedDuration::from_mins(105);
    simulator.set_clock_offset(passed);
    let open = until_incidents(&service, &["slow_blocks open"]).await;
    let incident = &open["incidents"][0];
    assert_eq!((incident["chain"].as_str(), incident["simulated"].as_bool()), (Some("simulated"), Some(true)));
    assert!(incident["figure"].as_f64().unwrap() > 5_400.0, "{incident:#}");
    assert!(incident["started"].as_str() < incident["opened"].as_str(), "{incident:#}");

    // Hours later nothing has happened to it; what is told of now is of now.
    passed += SignedDuration::from_mins(60);
    simulator.set_clock_offset(passed);
    simulator.send(Draft::paying(9.0)).unwrap();
    let later = |incidents: &Value| incidents["incidents"][0]["current"]["figure"].as_f64() > Some(9_900.0);
    let now = until(&service, "/v1/incidents", "the present figure", later).await;
    assert_eq!(now["incidents"][0]["updates"], incident["updates"]);
    assert_eq!(now["incidents"][0]["current"]["text"], "No block for 3 hours.");
    let (_, network) = service.get("/v1/networks/simulated").await;
    let verdict = network["verdict"].as_str().unwrap();
    assert!(verdict.contains("No block on the simulated network for 3 hours;"), "{verdict}");
    assert!(!verdict.contains("usual"), "{verdict}");
    assert_eq!(network["state"]["text"], "Next block is late");
    assert_eq!(network["state"]["incident"], incident["id"]);
    assert!(network["fees"]["fast"]["p50_s"].as_u64() > Some(0), "the next block is as far away as ever");

    simulator.mine();
    simulator.delivered().await;
    pass(&service, &mut passed, 3, SignedDuration::from_secs(15)).await;
    let over = until_incidents(&service, &["slow_blocks over"]).await;
    assert_eq!(over["incidents"][0]["updates"].as_array().unwrap().len(), 2);
    assert_eq!(over["incidents"][0]["id"], incident["id"]);
    assert!(over["incidents"][0]["current"].is_null(), "{over:#}");
    // It is told in the reader's language, and only where it belongs.
    let (_, chinese) = service.get("/v1/incidents?lang=zh-CN&window=24h&chain=simulated").await;
    assert!(chinese["incidents"][0]["title"].as_str().unwrap().contains("区块"), "{chinese:#}");
    assert_eq!(service.get("/v1/incidents?chain=nothing").await.0, 400);
    assert_eq!(service.get("/v1/incidents?window=1h").await.0, 400);
    service.stop().await;
}

#[tokio::test]
async fn an_incident_outlives_the_service_and_takes_notes() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("journal.db").display());
    let simulator = chain();
    let service = Service::start_with(simulator.clone(), Journal::open(&url).await.unwrap()).await;
    simulator.set_clock_offset(SignedDuration::from_mins(105));
    let open = until_incidents(&service, &["slow_blocks open"]).await;
    service.stop().await;

    let service = Service::start_with(simulator.clone(), Journal::open(&url).await.unwrap()).await;
    let again = until_incidents(&service, &["slow_blocks open"]).await;
    assert_eq!(again["incidents"][0]["id"], open["incidents"][0]["id"]);
    // Another process adds a note.
    let id = open["incidents"][0]["id"].as_str().unwrap().to_owned();
    let other = Journal::open(&url).await.unwrap();
    let event =
        Event { incident: id.as_str().into(), at: simulator.now(), what: What::Noted("Pools see the same.".into()) };
    other.add("simulated", &[event]).await.unwrap();
    let noted = |incidents: &Value| incidents["incidents"][0]["updates"].as_array().unwrap().len() == 2;
    let noted = until(&service, "/v1/incidents", "a note", noted).await;
    assert_eq!(noted["incidents"][0]["updates"][1]["text"], "Pools see the same.");
    assert_eq!(noted["incidents"][0]["updates"][1]["what"], "noted");
    service.networks.annotate(&id, "So do we.").await.unwrap();
    assert!(service.networks.annotate(&id, " ").await.is_err());
    assert!(service.networks.annotate("nothing", "x").await.is_err());
    let (_, incidents) = service.get("/v1/incidents").await;
    assert_eq!(incidents["incidents"][0]["updates"][2]["text"], "So do we.");
    service.stop().await;
}

#[tokio::test]
async fn a_store_that_fails_holds_no_sample_up() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("journal.db").display());
    let simulator = chain();
    let service = Service::start_with(simulator.clone(), Journal::open(&url).await.unwrap()).await;
    until_incidents(&service, &[]).await;
    let store = sqlx::AnyPool::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE incident_events RENAME TO elsewhere").execute(&store).await.unwrap();
    let path = "/v1/networks/simulated/history";
    for _ in 0..2 {
        let now = simulator.now().to_string();
        until(&service, path, "a look", |history| history["as_of"].as_str() > Some(&now)).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn blindness_is_unknown_in_the_history_and_an_incident_of_ours() {
    let simulator = chain_seen_by(&["main"]);
    let service = Service::start(simulator.clone()).await;
    let last = |history: &Value| history["buckets"].as_array().unwrap().last().unwrap().clone();
    let seen = |history: &Value| last(history)["seen"].as_f64().unwrap() > 0.0;
    let history = until(&service, "/v1/networks/simulated/history", "something seen", seen).await;
    assert_eq!(history["buckets"].as_array().unwrap().len(), 288);
    assert_eq!(last(&history)["height"], simulator.tip().height);
    assert!(last(&history)["fees"]["fast"].as_f64().unwrap() > 0.0, "{history:#}");
    let first = &history["buckets"][0];
    assert_eq!((first["congestion"].as_str(), first["seen"].as_f64()), (Some("unknown"), Some(0.0)));
    assert!(["fees", "height", "blocks", "nodes_synced"].iter().all(|figure| first[figure].is_null()), "{first:#}");

    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    simulator.delivered().await;
    // Each step is short enough for nothing to count as a gap.
    let mut passed = SignedDuration::ZERO;
    pass(&service, &mut passed, 3, SignedDuration::from_mins(1)).await;
    let blind = until_incidents(&service, &["node_blind open"]).await;
    assert!(blind["incidents"][0]["current"].is_null(), "{blind:#}");
    simulator.start(NodeId(0), Restart::Synced);
    simulator.delivered().await;
    pass(&service, &mut passed, 5, SignedDuration::from_secs(15)).await;
    until_incidents(&service, &["node_blind over"]).await;
    for window in ["7d", "90d"] {
        let (status, history) = service.get(&format!("/v1/networks/simulated/history?window={window}")).await;
        assert_eq!((status, &history["window"]), (200, &Value::from(window)));
        // A bucket may have begun since.
        let newest = || history["buckets"].as_array().unwrap().iter().rev().take(2);
        assert!(
            newest().any(|bucket| bucket["nodes_synced"] == 0),
            "the fewest count: {:#?}",
            newest().collect::<Vec<_>>()
        );
    }
    assert_eq!(service.get("/v1/networks/simulated/history?window=1y").await.0, 400);
    service.stop().await;
}

#[tokio::test]
async fn replaced_blocks_are_told_where_they_are_many() {
    let simulator = chain();
    simulator.mine();
    simulator.mine();
    simulator.mine();
    let service = Service::start(simulator.clone()).await;
    until(&service, "/v1/networks/simulated/history", "a first look", |history| {
        history["buckets"].as_array().unwrap().last().unwrap()["height"] == simulator.tip().height
    })
    .await;
    let template = |_| Template::default();
    simulator.reorganize(3, (0..4).map(template).collect());
    simulator.delivered().await;
    let open = until_incidents(&service, &["deep_reorg open"]).await;
    assert_eq!(open["incidents"][0]["figure"], 3.0);
    let (_, network) = service.get("/v1/networks/simulated").await;
    assert_eq!(network["state"]["severity"], "action_needed");
    assert_eq!(network["state"]["text"], "Recent blocks replaced");
    let verdict = network["verdict"].as_str().unwrap();
    assert!(verdict.contains("network replaced 3 blocks with others at "), "{verdict}");
    service.stop().await;
}

#[tokio::test]
async fn only_the_operator_adds_to_an_incident() {
    const KEY: &str = "correct horse battery";
    let simulator = chain();
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    // Over for longer than incidents are listed.
    let started = simulator.now().checked_sub(SignedDuration::from_hours(24 * 100)).unwrap();
    let gauge = Gauge { impact: Impact::Minor, figure: None, usual: None };
    let opened = What::Opened { kind: IncidentKind::Congestion, started, gauge, simulated: true };
    let old = [opened, What::Closed].map(|what| Event { incident: "old".into(), at: started, what });
    journal.add("simulated", &old).await.unwrap();
    let site = Site { key: Some(KEY.to_owned().into()), ..Site::default() };
    let service = Service::start_as(simulator.clone(), vec![("simulated", simulator.clone())], journal, site).await;
    simulator.set_clock_offset(SignedDuration::from_mins(105));
    let open = until_incidents(&service, &["slow_blocks open"]).await;
    let id = open["incidents"][0]["id"].as_str().unwrap().to_owned();
    let add = |key: &'static str, id: &str, body: &'static str| {
        let request = service.client.post(format!("{}/v1/incidents/{id}/notes", service.base));
        let request = request.bearer_auth(key).header("content-type", "application/json").body(body);
        async { request.send().await.unwrap() }
    };
    let told = r#"{"text": "Pools see the same."}"#;
    assert_eq!(add("guessed", &id, told).await.status(), 401);
    assert_eq!(add(KEY, "nothing", told).await.status(), 404);
    assert_eq!(add(KEY, &id, r#"{"text": " "}"#).await.status(), 400);
    assert_eq!(add(KEY, &id, r#"{"words": 1}"#).await.status(), 400);
    let added = add(KEY, &id, told).await;
    assert_eq!(added.status(), 201);
    let added: Value = added.json().await.unwrap();
    assert_eq!(added["updates"][1]["text"], "Pools see the same.");
    assert!(added["current"]["text"].is_string(), "it goes on: {added:#}");
    assert_eq!(add(KEY, "old", told).await.status(), 201);
    service.stop().await;
}

#[tokio::test]
async fn without_a_key_nobody_adds_to_an_incident() {
    let service = Service::start(chain()).await;
    let (status, problem) = service.post("/v1/incidents/any/notes", r#"{"text": "x"}"#).await;
    assert_eq!((status, problem["code"].as_str()), (401, Some("unauthorized")));
    service.stop().await;
}
