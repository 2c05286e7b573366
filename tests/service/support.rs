//! A service over a simulated chain, in this process, asked over HTTP.

use std::{sync::Arc, time::Duration};

use chains::{
    BlockHash, Chain, Kind, TxId,
    simulated::{Draft, Simulator},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::{
    net::TcpListener,
    time::{Instant, sleep},
};
use txwhy::{
    config::{Clients, Site},
    index::Settings,
    lookup::{Networks, Setup},
    metrics::Metrics,
    serve,
    store::Journal,
    tasks::Tasks,
};

/// A service, and the chain that it watches.
pub struct Service {
    pub simulator: Simulator,
    pub networks: Arc<Networks>,
    pub base: String,
    pub client: reqwest::Client,
    tasks: Tasks,
}

/// Confirmations that the tests' chain wants.
pub const REQUIRED: u64 = 3;

/// Long enough for a loaded machine; nothing here is expected to take it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A chain of a few recent blocks, seen through one node.
pub fn chain() -> Simulator {
    chain_seen_by(&["main"])
}

/// The same, seen through these nodes.
pub fn chain_seen_by(nodes: &[&str]) -> Simulator {
    let start = Timestamp::now() - SignedDuration::from_secs(90);
    Simulator::new(nodes, 1, 900_000, start)
}

impl Service {
    /// Serves, and waits until every node was heard.
    pub async fn start(simulator: Simulator) -> Self {
        let journal = Journal::open("sqlite::memory:").await.unwrap();
        Self::start_with(simulator, journal).await
    }

    pub async fn start_with(simulator: Simulator, journal: Journal) -> Self {
        Self::start_all(simulator.clone(), vec![("simulated", simulator)], journal).await
    }

    /// Watches these chains by name; `simulator` is the one that the test drives.
    pub async fn start_all(simulator: Simulator, chains: Vec<(&str, Simulator)>, journal: Journal) -> Self {
        Self::start_as(simulator, chains, journal, Site::default()).await
    }

    /// The same with an operator's site.
    pub async fn start_as(simulator: Simulator, chains: Vec<(&str, Simulator)>, journal: Journal, site: Site) -> Self {
        Self::start_for(Clients::default(), simulator, chains, journal, site).await
    }

    /// The same with so much for each client.
    pub async fn start_for(
        clients: Clients,
        simulator: Simulator,
        chains: Vec<(&str, Simulator)>,
        journal: Journal,
        site: Site,
    ) -> Self {
        let settings = |name: &str, chain: &Simulator| Settings {
            chain: name.into(),
            kind: Kind::Simulated,
            nodes: chain.nodes().to_vec(),
            watching_since: chain.now(),
            required: REQUIRED,
            wanted: None,
            block_interval_s: 600.0,
            contracts: Default::default(),
        };
        let clock = simulator.clone();
        let setup = Setup {
            chains: chains
                .iter()
                .map(|(name, chain)| (settings(name, chain), Arc::new(chain.clone()) as Arc<dyn Chain>))
                .collect(),
            journal: Some((journal, SignedDuration::from_hours(24))),
            metrics: Arc::new(Metrics::new().unwrap()),
            clock: Arc::new(move || clock.now()),
        };
        let tasks = Tasks::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let networks = Networks::start(setup, &tasks).await.unwrap();
        let router = serve::router(serve::Service::new(networks.clone(), site, clients, &tasks));
        tasks.spawn("http", serve::listen(listener, router, tasks.clone()));
        for (_, chain) in &chains {
            chain.delivered().await;
        }
        Self { simulator, networks, base, client: reqwest::Client::new(), tasks }
    }

    /// Ends it, with all that it remembers written down.
    pub async fn stop(self) {
        self.end().await;
    }

    /// The same, for who still waits for an answer.
    pub async fn end(&self) {
        assert_eq!(self.tasks.stop(PATIENCE).await, Vec::<String>::new());
    }

    /// What a path answers: status, and body as JSON.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> (u16, Value) {
        let request = self.client.post(format!("{}{path}", self.base)).header("content-type", "application/json");
        let response = request.body(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// The answer about a transaction, once the nodes have told all that happened.
    pub async fn answer(&self, id: &TxId) -> Value {
        self.simulator.delivered().await;
        let (status, answer) = self.get(&format!("/v1/tx/{id}")).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Asks until the answer is this one.
    pub async fn expect(&self, id: &TxId, expected: &str) -> Value {
        self.until(id, expected, |answer| in_short(answer) == expected).await
    }

    /// Asks until the answer says so: what left is judged only after a moment, and an answer is kept for a second
    /// where what changed is another transaction.
    pub async fn until(&self, id: &TxId, expected: &str, says: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.answer(id).await;
            if says(&answer) {
                return answer;
            }
            assert!(Instant::now() < deadline, "expected {expected}, got {answer:#}");
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// `stage: cause`.
pub fn in_short(answer: &Value) -> String {
    let word = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or("?");
    format!("{}: {}", word("/stage"), word("/cause/code"))
}

/// Several blocks' worth of transactions at this rate.
pub fn fill(simulator: &Simulator, blocks: u32, rate: f64) {
    for _ in 0..blocks * 10 {
        simulator.send(Draft::paying(rate).size(99_000)).unwrap();
    }
}

/// A block's hash as the id that somebody took it for.
pub fn as_id(hash: BlockHash) -> TxId {
    TxId(hash.0)
}
