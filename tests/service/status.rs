//! The status page and what is made of it: Statuspage's shapes, feeds, badges, frames. Nobody is told that all is well
//! while we are blind.

use std::time::Duration;

use chains::{NodeError, NodeId};
use jiff::SignedDuration;
use reqwest::{StatusCode, header};
use serde_json::Value;
use tokio::time::{Instant, sleep};
use txwhy::{
    incidents::{Event, Gauge, Impact, IncidentKind, What},
    store::Journal,
};

use crate::support::{Service, chain, fill};

const PATIENCE: Duration = Duration::from_secs(60);

async fn text(service: &Service, path: &str) -> String {
    let response = service.client.get(format!("{}{path}", service.base)).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.text().await.unwrap()
}

/// Asks until the answer holds this.
async fn until(service: &Service, path: &str, expected: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = text(service, path).await;
        if found.contains(expected) {
            return found;
        }
        assert!(Instant::now() < deadline, "expected {expected} at {path}, got {found}");
        sleep(Duration::from_millis(200)).await;
    }
}

async fn indicator(service: &Service) -> (String, String) {
    let (status, summary) = service.get("/api/v2/summary.json").await;
    assert_eq!(status, 200, "{summary}");
    let word = |pointer: &str| summary.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
    (word("/status/indicator"), word("/components/0/status"))
}

#[tokio::test]
async fn a_network_that_does_well_is_shown_so() {
    let simulator = chain();
    simulator.mine();
    fill(&simulator, 1, 20.0);
    let service = Service::start(simulator).await;
    let page = until(&service, "/status", "class=\"line\" d=\"M").await;
    assert!(page.contains("All networks are working as usual"), "{page}");
    assert!(page.contains("sat/vB") && page.contains("<desc") && page.contains("<table"), "{page}");
    assert!(page.contains("Queue (million vB)") && page.contains("href=\"/embed/simulated\""), "{page}");
    assert!(page.contains("class=\"strip\"") && page.contains("30 days ago"), "{page}");
    assert!(!page.contains("0 seconds ago") && !page.contains("class=\"jump\""), "{page}");
    assert!(!page.contains("style=") && !page.contains("<script>"), "nothing inline: {page}");
    let chinese = text(&service, "/status?lang=zh-CN&window=90d").await;
    assert!(chinese.contains("lang=\"zh-CN\"") && chinese.contains("所有网络运行正常"), "{chinese}");
    assert_eq!(indicator(&service).await, ("none".into(), "operational".into()));
    let badge = text(&service, "/badge/simulated.svg").await;
    assert!(badge.contains("<title>simulated: Working as usual</title>"), "{badge}");
    service.stop().await;
}

#[tokio::test]
async fn nothing_is_green_while_we_are_blind() {
    let simulator = chain();
    let service = Service::start(simulator.clone()).await;
    until(&service, "/status", "class=\"line\" d=\"M").await;
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    simulator.delivered().await;
    let page = until(&service, "/status", "class=\"network unknown\"").await;
    assert!(page.contains("We can&#39;t tell how the network is doing at the moment"), "{page}");
    assert!(!page.contains("class=\"network ok\"") && !page.contains("working as usual</h1>"), "{page}");
    assert!(page.contains("<strong>unknown</strong> <span>No. 900000 is the newest that we know of"), "{page}");
    let (_, network) = service.get("/v1/networks/simulated").await;
    assert_eq!(network["state"]["text"], "Unknown");
    assert!(network["fees"].is_null() && network["pending"].is_null(), "nobody can say: {network:#}");
    assert!(page.contains("Fees are unknown at the moment.") && !page.contains("the lowest rate taken"), "{page}");
    let article = text(&service, "/help/why-fees-vary").await;
    assert!(
        article.contains("We can&#39;t tell how the simulated network is doing")
            && !article.contains("class=\"tiles\"")
    );
    assert_eq!(indicator(&service).await, ("major".into(), "partial_outage".into()));
    let badge = text(&service, "/badge/simulated.svg?lang=zh-CN").await;
    assert!(badge.contains("simulated: 未知") && !badge.contains("#1a7a45"), "{badge}");
    assert!(text(&service, "/embed/simulated").await.contains("Unknown"));
    service.stop().await;
}

#[tokio::test]
async fn an_incident_reaches_every_feed() {
    let simulator = chain();
    let service = Service::start(simulator.clone()).await;
    simulator.set_clock_offset(SignedDuration::from_mins(105));
    let page = until(&service, "/status", "class=\"incident delayed\"").await;
    assert!(page.contains("Demonstration: The next simulated block is late"), "{page}");
    assert!(page.contains("<strong>Now:</strong> No block for"), "{page}");
    assert!(text(&service, "/status?lang=zh-CN").await.contains("<strong>目前：</strong> 已有"));
    let badge = text(&service, "/badge/simulated.svg?lang=zh-CN").await;
    assert!(badge.contains("simulated: 出块延迟"), "{badge}");
    assert!(text(&service, "/embed/simulated").await.contains("Next block is late"));
    assert!(text(&service, "/").await.contains("No block on the simulated network for"));
    let (_, incidents) = service.get("/v1/incidents").await;
    let id = incidents["incidents"][0]["id"].as_str().unwrap().to_owned();
    service.networks.annotate(&id, "Pools say <b>the same</b> & more.").await.unwrap();

    let atom: atom_syndication::Feed = text(&service, "/status.atom").await.parse().unwrap();
    assert_eq!(atom.entries.len(), 1);
    assert_eq!(atom.entries[0].id, format!("urn:txwhy:incident:{id}"));
    assert!(atom.entries[0].content.as_ref().unwrap().value.as_ref().unwrap().contains("<b>the same</b> & more."));
    let link = format!("{}/status#{id}", service.base);
    assert_eq!(atom.entries[0].links[0].href, link);
    let rss: rss::Channel = text(&service, "/status.rss").await.parse().unwrap();
    assert_eq!(rss.items[0].link.as_deref(), Some(link.as_str()));
    assert!(rss.items[0].description.as_ref().unwrap().contains("&lt;b&gt;the same"), "{rss:?}");
    let feed: Value = serde_json::from_str(&text(&service, "/status.json?lang=zh-CN").await).unwrap();
    assert_eq!(
        (feed["version"].as_str(), feed["language"].as_str()),
        (Some("https://jsonfeed.org/version/1.1"), Some("zh-CN"))
    );
    assert!(feed["items"][0]["title"].as_str().unwrap().contains("区块"), "{feed:#}");

    let (_, summary) = service.get("/api/v2/summary.json").await;
    let incident = &summary["incidents"][0];
    assert_eq!((incident["status"].as_str(), incident["impact"].as_str()), (Some("investigating"), Some("minor")));
    assert_eq!(incident["incident_updates"].as_array().unwrap().len(), 2);
    assert_eq!(incident["components"][0]["name"], "simulated");
    assert_eq!(incident["updated_at"], incident["incident_updates"][0]["created_at"], "time alone is no news");
    assert_eq!(summary["status"]["description"], "Something is unusual on the network.");
    assert_eq!(summary["status"]["indicator"], "minor");
    for path in [
        "/api/v2/status.json",
        "/api/v2/components.json",
        "/api/v2/incidents.json",
        "/api/v2/incidents/unresolved.json",
        "/api/v2/scheduled-maintenances.json",
        "/api/v2/scheduled-maintenances/upcoming.json",
        "/api/v2/scheduled-maintenances/active.json",
    ] {
        let (status, body) = service.get(path).await;
        assert_eq!((status, body["page"]["id"].as_str()), (200, Some("txwhy")), "{path}");
    }
    assert!(!text(&service, "/status").await.contains("<b>the same"), "an operator's words are words");
    assert!(summary["components"][0]["start_date"].as_str().unwrap().len() == "2026-11-22".len(), "{summary:#}");

    // A block comes: for half a minute it is good again and not yet over.
    simulator.mine();
    let page = until(&service, "/status", "<strong class=\"easing\">Getting back to normal</strong>").await;
    assert!(page.contains("At this time our nodes had seen no new block for"), "{page}");
    assert!(
        page.contains("<strong>Now:</strong> A block has come on the simulated network after a long pause."),
        "{page}"
    );
    let (_, summary) = service.get("/api/v2/summary.json").await;
    let incident = &summary["incidents"][0];
    assert_eq!(incident["status"], "monitoring", "{incident:#}");
    assert_eq!(incident["incident_updates"][0]["status"], "monitoring", "{incident:#}");
    assert_eq!(incident["monitoring_at"], incident["incident_updates"][0]["created_at"]);
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    simulator.delivered().await;
    let page = until(&service, "/status", "class=\"network unknown\"").await;
    assert!(page.contains("<strong>Now:</strong> We can&#39;t tell at the moment;"), "{page}");
    service.stop().await;
}

/// So many incidents, the first of them long ago, each over within the hour but one that lasted to the end.
async fn remembered(count: i64, lasting: i64, end: jiff::Timestamp) -> Journal {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let ago = |minutes| end.checked_sub(SignedDuration::from_mins(minutes)).unwrap();
    let gauge = Gauge { impact: Impact::Minor, figure: Some(6_000.0), usual: Some(600.0) };
    let mut events = Vec::new();
    for number in 0..count {
        let started = ago((count - number) * 120);
        let closed = ago(if number == lasting { 5 } else { (count - number) * 120 - 60 });
        let opened = What::Opened { kind: IncidentKind::Congestion, started, gauge, simulated: true };
        for (at, what) in [(started, opened), (closed, What::Closed)] {
            events.push(Event { incident: format!("incident-{number}").into(), at, what });
        }
    }
    events.sort_by_key(|event| event.at);
    journal.add("simulated", &events).await.unwrap();
    journal
}

#[tokio::test]
async fn of_a_long_past_each_surface_tells_its_part() {
    let simulator = chain();
    let journal = remembered(80, 60, simulator.now()).await;
    let service = Service::start_with(simulator.clone(), journal).await;
    let atom: atom_syndication::Feed = text(&service, "/status.atom").await.parse().unwrap();
    let told: Vec<&str> = atom.entries.iter().map(|entry| entry.id.rsplit(':').next().unwrap()).collect();
    let newest: Vec<String> = (30..80).rev().map(|number| format!("incident-{number}")).collect();
    assert_eq!(told, newest);
    assert_eq!(atom.updated, atom.entries[19].updated, "what lasted longest changed last");
    let page = text(&service, "/status").await;
    assert_eq!(page.matches("<article class=\"incident").count(), 25);
    assert!(page.contains("id=\"incident-55\"") && !page.contains("id=\"incident-54\""), "{page}");
    let count = async |path: &str| service.get(path).await.1["incidents"].as_array().unwrap().len();
    assert_eq!(count("/api/v2/incidents.json").await, 80);
    assert_eq!((count("/v1/incidents").await, count("/v1/incidents?window=24h").await), (80, 13));
    assert_eq!(count("/api/v2/summary.json").await, 0);

    // An open one is told beside as many past ones.
    simulator.set_clock_offset(SignedDuration::from_mins(105));
    let page = until(&service, "/status", "The next simulated block is late").await;
    assert!(page.contains("id=\"incident-55\"") && !page.contains("id=\"incident-54\""), "{page}");
    assert_eq!(count("/api/v2/summary.json").await, 1);
    service.stop().await;
}

#[tokio::test]
async fn answers_are_kept_for_a_moment_and_only_frames_are_framed() {
    let service = Service::start(chain()).await;
    until(&service, "/status", "class=\"line\" d=\"M").await;
    for path in ["/api/v2/status.json", "/status.atom", "/badge/simulated.svg"] {
        let ask = |tag: Option<String>| {
            let request = service.client.get(format!("{}{path}", service.base));
            request.header(header::IF_NONE_MATCH, tag.unwrap_or_default()).send()
        };
        let first = ask(None).await.unwrap();
        let header = |name: &str| first.headers()[name].to_str().unwrap().to_owned();
        assert!(header("cache-control").starts_with("public, max-age="), "{path}");
        assert_eq!(header("access-control-allow-origin"), "*");
        let again = ask(Some(header("etag"))).await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
    }
    let policy = async |path: &str| {
        let response = service.client.get(format!("{}{path}", service.base)).send().await.unwrap();
        response.headers()["content-security-policy"].to_str().unwrap().to_owned()
    };
    assert!(policy("/status").await.contains("frame-ancestors 'none'"));
    assert!(policy("/embed/simulated").await.contains("frame-ancestors *"));
    for path in ["/badge/nothing.svg", "/badge/simulated", "/embed/nothing"] {
        assert_eq!(service.get(path).await.0, 404, "{path}");
    }
    // A host that is none is not repeated.
    let request = service.client.get(format!("{}/status.atom", service.base)).header(header::HOST, "x\"><script>");
    assert!(!request.send().await.unwrap().text().await.unwrap().contains("script>"));
    service.stop().await;
}
