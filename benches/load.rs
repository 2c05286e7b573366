//! Look-ups per second over HTTP, beside a bare axum handler that returns the same bytes, in the same run on the same
//! machine: `cargo bench --bench load`. Both servers run in this process, one after the other in turns, and are asked
//! over kept-alive connections without pipelining.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, http::header, routing::get};
use chains::{
    Chain, Kind, TxId,
    simulated::{Draft, Simulator},
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use txwhy::{
    config::{Clients, Site},
    index::Settings,
    lookup::{Networks, Setup},
    metrics::Metrics,
    serve,
    tasks::Tasks,
};

const CONNECTIONS: usize = 64;
const TURN: Duration = Duration::from_secs(3);
const TURNS: usize = 3;
const WAITING: usize = 5_000;

#[tokio::main]
async fn main() {
    let simulator = Simulator::new(&["main"], 1, 900_000, Timestamp::now() - SignedDuration::from_secs(90));
    let ids: Vec<TxId> =
        (0..WAITING).map(|n| simulator.send(Draft::paying(1.0 + n as f64 / 50.0).size(1_000)).unwrap()).collect();
    let tasks = Tasks::default();
    let service = start_service(&simulator, &tasks).await;
    let body = reqwest::get(format!("http://{service}/v1/tx/{}", ids[0])).await.unwrap().bytes().await.unwrap();
    let bare = start_bare(body.clone(), &tasks).await;
    say(&format!("{} bytes an answer, {CONNECTIONS} connections, {WAITING} waiting transactions", body.len()));
    for turn in 1..=TURNS {
        let bare = load(&bare, &ids[..1]).await;
        let one = load(&service, &ids[..1]).await;
        let many = load(&service, &ids[..1_000]).await;
        say(&format!(
            "turn {turn}: bare handler {bare:.0}/s, the same look-up {one:.0}/s ({:.0} %), 1,000 ids in turn {many:.0}/s ({:.0} %)",
            one / bare * 100.0,
            many / bare * 100.0,
        ));
    }
    tasks.stop(Duration::from_secs(5)).await;
}

async fn start_service(simulator: &Simulator, tasks: &Tasks) -> String {
    let settings = Settings {
        chain: "simulated".into(),
        kind: Kind::Simulated,
        nodes: simulator.nodes().to_vec(),
        watching_since: Timestamp::now(),
        required: 2,
        wanted: None,
        block_interval_s: 600.0,
        contracts: Default::default(),
    };
    let chain: Arc<dyn Chain> = Arc::new(simulator.clone());
    let metrics = Arc::new(Metrics::new().unwrap());
    let clock = Arc::new(Timestamp::now);
    let setup = Setup { chains: vec![(settings, chain)], journal: None, metrics, clock };
    let networks = Networks::start(setup, tasks).await.unwrap();
    simulator.delivered().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tasks.spawn(
        "service",
        serve::listen(
            listener,
            serve::router(serve::Service::new(networks, Site::default(), Clients::default(), tasks)),
            tasks.clone(),
        ),
    );
    address
}

async fn start_bare(body: Bytes, tasks: &Tasks) -> String {
    let handler = move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], body) }
    };
    let router = Router::new().route("/v1/tx/{id}", get(handler));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let stop = tasks.stopping().clone();
    tasks.spawn("bare", async move {
        axum::serve(listener, router).with_graceful_shutdown(async move { stop.cancelled().await }).await.unwrap();
    });
    address
}

/// Answers per second.
async fn load(address: &str, ids: &[TxId]) -> f64 {
    let requests: Vec<String> =
        ids.iter().map(|id| format!("GET /v1/tx/{id} HTTP/1.1\r\nhost: {address}\r\n\r\n")).collect();
    let answered = AtomicU64::new(0);
    let started = Instant::now();
    join_all((0..CONNECTIONS).map(|place| ask(address, &requests, place, &answered, started + TURN))).await;
    answered.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

async fn ask(address: &str, requests: &[String], mut place: usize, answered: &AtomicU64, until: Instant) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = vec![0; 64 * 1024];
    while Instant::now() < until {
        stream.write_all(requests[place % requests.len()].as_bytes()).await.unwrap();
        place += CONNECTIONS;
        let (mut have, mut want) = (0, None);
        while want.is_none_or(|want| have < want) {
            let more = stream.read(&mut buffer[have..]).await.unwrap();
            assert!(more > 0, "closed");
            have += more;
            want = want.or_else(|| whole(&buffer[..have]));
        }
        answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// Bytes of the whole response, once its head is here.
fn whole(response: &[u8]) -> Option<usize> {
    let head = response.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&response[..head]).unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    Some(head + length.parse::<usize>().unwrap())
}

fn say(line: &str) {
    println!("{line}");
}
