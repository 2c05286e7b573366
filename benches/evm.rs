//! What the service asks of an EVM node per new block and per look-up of each kind, counted by a proxy, and how long a
//! look-up takes, indexed and cold, beside the bare round trips in the same run: `cargo bench --bench evm`.
//! Starts an anvil (`TXWHY_ANVIL`, else from `PATH`, else from `target/nodes/bin`) and ends it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chains::{Auth, Kind, NodeConfig};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};
use txwhy::{
    config::{Clients, Site},
    index::Settings,
    lookup::{Networks, Setup},
    metrics::Metrics,
    serve,
    tasks::Tasks,
};

// The tests' nodes, of which a benchmark needs but a part.
#[allow(dead_code)]
#[path = "../tests/nodes/anvil.rs"]
mod anvil;
#[allow(dead_code)]
#[path = "../tests/nodes/counter.rs"]
mod counter;
#[allow(dead_code)]
#[path = "../tests/nodes/node.rs"]
mod node;
#[allow(dead_code)]
#[path = "../tests/nodes/tx.rs"]
mod tx;

use anvil::{Anvil, CHAIN_ID, REFUSES, hex};
use counter::{Counter, Tally};

/// Look-ups of each kind.
const LOOKS: usize = 40;
const INDEXED: usize = 2_000;

#[tokio::main]
async fn main() {
    for (name, address) in [("HTTP", Counter::http as fn(&Counter) -> String), ("WebSocket", Counter::ws)] {
        let anvil = Anvil::start();
        let counter = Counter::before(&anvil);
        say(&format!("over {name}:"));
        measure(&anvil, &counter, &address(&counter)).await;
    }
}

async fn measure(anvil: &Anvil, counter: &Counter, address: &str) {
    let contract = anvil.deploy(REFUSES);
    let pay = |from: usize| anvil.send(from, json!({"to": anvil.account(9), "value": "0x1", "gas": hex(21_000)}));
    let included: Vec<String> = (0..LOOKS).map(|_| pay(0)).collect();
    let fail = |_| anvil.send(1, json!({"to": contract, "gas": hex(100_000)}));
    let failed: Vec<String> = (0..LOOKS).map(fail).collect();
    anvil.mine(1);
    let waiting: Vec<String> = (0..LOOKS).map(|_| pay(2)).collect();
    let tasks = Tasks::default();
    let service = Service::start(address, &tasks).await;
    let made_up = |number: usize| format!("{:064x}", u128::MAX - number as u128);
    let unknown: Vec<String> = (0..LOOKS).map(made_up).collect();
    let sender = anvil.account(0);
    let replaced = (0..LOOKS).map(|number| format!("{}?sender={sender}&nonce={number}", made_up(LOOKS + number)));
    counter.take();
    for (kind, ids) in [
        ("in a block", included.clone()),
        ("failed", failed),
        ("waiting", waiting),
        ("unknown", unknown),
        ("replaced unseen", replaced.collect()),
    ] {
        let (mut took, mut bare, mut messages, mut calls) = (Vec::new(), Vec::new(), 0, 0);
        for id in &ids {
            took.push(service.look_up(id).await);
            let tally = counter.take();
            (messages, calls) = (messages + tally.messages.len(), calls + tally.calls.len());
            bare.push(service.ask_bare(anvil, tally.messages).await);
        }
        let [messages, calls] = [messages, calls].map(|count| count as f64 / LOOKS as f64);
        let (took, bare) = (median(took), median(bare));
        say(&format!(
            "  cold, {kind}: {messages:.1} messages, {calls:.1} calls, median {took}, the same asked bare {bare}"
        ));
    }
    // Every id of a block is indexed; asked again in other ways, so that no kept rendering answers.
    let mut took = Vec::new();
    for number in 0..INDEXED {
        took.push(service.look_up(&format!("{}?required={}", included[number % LOOKS], 2 + number / LOOKS)).await);
    }
    let asked = counter.take().besides_the_pulse();
    say(&format!("  indexed: {} calls in {INDEXED} look-ups, median {}", asked.len(), median(took)));
    bare(address, &included).await;
    blocks(anvil, counter, &service).await;
    tasks.stop(Duration::from_secs(5)).await;
}

/// The bare questions, without the service: one, and the three that a look-up begins with.
async fn bare(address: &str, ids: &[String]) {
    let http = reqwest::Client::new();
    let address = address.replace("ws://", "http://");
    let call = |method: &str, id: &String| json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": [id]});
    let ask = async |body: Value| {
        let began = Instant::now();
        http.post(&address).json(&body).send().await.unwrap().bytes().await.unwrap();
        began.elapsed()
    };
    let (mut one, mut batch) = (Vec::new(), Vec::new());
    for id in ids {
        one.push(ask(call("eth_getTransactionByHash", id)).await);
        let (tx, receipt) = (call("eth_getTransactionByHash", id), call("eth_getTransactionReceipt", id));
        batch.push(ask(json!([tx, receipt, call("eth_getTransactionByHash", id)])).await);
    }
    say(&format!("  bare (HTTP): one call {}, three in a batch {}", median(one), median(batch)));
}

/// Blocks with nothing that anybody asked about, and with everything.
async fn blocks(anvil: &Anvil, counter: &Counter, service: &Service) {
    // Takes what was asked about before.
    anvil.mine(1);
    for (what, asks) in [("that nobody asked about", false), ("that were asked about", true)] {
        let ids: Vec<String> = (0..50)
            .map(|number| {
                anvil.send(3 + number % 5, json!({"to": anvil.account(9), "value": "0x1", "gas": hex(21_000)}))
            })
            .collect();
        for id in ids.iter().filter(|_| asks) {
            service.look_up(id).await;
        }
        // Apart from the pulse, which is told by itself.
        sleep(Duration::from_secs(3)).await;
        counter.take();
        anvil.mine(1);
        sleep(Duration::from_secs(3)).await;
        let tally = counter.take();
        let messages = tally.messages.len();
        say(&format!("  a block of 50 {what}, within 3 s: {messages} messages, {}", methods(&tally)));
    }
    counter.take();
    sleep(Duration::from_secs(20)).await;
    let tally = counter.take();
    say(&format!("  without a block, in 20 s: {} messages, {}", tally.messages.len(), methods(&tally)));
}

fn methods(tally: &Tally) -> String {
    let mut counts = BTreeMap::<&str, usize>::new();
    for method in &tally.calls {
        *counts.entry(method).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(method, count)| format!("{count} {method}")).collect();
    format!("{} calls ({})", tally.calls.len(), counts.join(", "))
}

/// A service in this process, asked over HTTP.
struct Service {
    base: String,
    http: reqwest::Client,
}

impl Service {
    async fn start(rpc: &str, tasks: &Tasks) -> Self {
        let metrics = Arc::new(Metrics::new().unwrap());
        let node = NodeConfig {
            name: "main".into(),
            rpc: rpc.parse().unwrap(),
            auth: Auth::None,
            zmq: None,
            expiry_hours: None,
            follow_pending: false,
        };
        let kind = Kind::Evm { chain_id: CHAIN_ID };
        let chain = chains::connect(kind, vec![node], metrics.clone()).unwrap();
        let settings = Settings {
            chain: "ethereum".into(),
            kind,
            nodes: chain.nodes().to_vec(),
            watching_since: Timestamp::now(),
            required: 2,
            wanted: None,
            block_interval_s: 12.0,
            contracts: Default::default(),
        };
        let setup = Setup { chains: vec![(settings, chain)], journal: None, metrics, clock: Arc::new(Timestamp::now) };
        let networks = Networks::start(setup, tasks).await.unwrap();
        while !networks.readiness().ready {
            sleep(Duration::from_millis(2)).await;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = serve::router(serve::Service::new(networks, Site::default(), Clients::default(), tasks));
        tasks.spawn("service", serve::listen(listener, router, tasks.clone()));
        Self { base, http: reqwest::Client::new() }
    }

    /// What a look-up asked, asked again without the service, one after the other over HTTP.
    async fn ask_bare(&self, anvil: &Anvil, messages: Vec<Vec<u8>>) -> Duration {
        let began = Instant::now();
        for message in messages {
            let request = self.http.post(anvil.http()).header("content-type", "application/json").body(message);
            request.send().await.unwrap().bytes().await.unwrap();
        }
        began.elapsed()
    }

    async fn look_up(&self, id: &str) -> Duration {
        let began = Instant::now();
        let response = self.http.get(format!("{}/v1/tx/{id}", self.base)).send().await.unwrap();
        let status = response.status();
        response.bytes().await.unwrap();
        assert_eq!(status, 200, "{id}");
        began.elapsed()
    }
}

fn median(mut figures: Vec<Duration>) -> String {
    figures.sort();
    format!("{:.2} ms", figures[figures.len() / 2].as_secs_f64() * 1e3)
}

fn say(line: &str) {
    println!("{line}");
}
