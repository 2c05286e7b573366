//! How long the service takes until it knows a node's whole mempool, beside the bare time to download the same data
//! from the same node in the same run, and the memory that it then takes: `cargo bench --bench sync -- [count]`.
//! Starts a bitcoind on regtest (`TXWHY_BITCOIND`, else from `PATH`, else from `target/nodes/bin`) and ends it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bitcoin::{Transaction, Txid, consensus::encode::serialize_hex};
use chains::{Auth, Kind, NodeConfig};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::sleep;
use txwhy::{
    explain::Lang,
    index::Settings,
    lookup::{Networks, Setup},
    metrics::Metrics,
    store::Journal,
    tasks::Tasks,
};

mod memory;
mod mempool;
// The tests' node, of which a benchmark needs but a part.
#[allow(dead_code)]
#[path = "../tests/nodes/node.rs"]
mod node;
#[allow(dead_code)]
#[path = "../tests/nodes/tx.rs"]
mod tx;

use memory::Memory;
use node::{LOGIN, Node, PASSWORD, USER};

const WAITING: usize = 100_000;
const TURNS: usize = 3;
/// As the adapter asks: so many in a batch, and so many batches at once.
const AT_ONCE: usize = 500;
const LANES: usize = 2;
const SENDERS: usize = 4;

#[tokio::main]
async fn main() {
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(WAITING);
    let node = Node::bare(&["-maxmempool=2000"]);
    let bare = Bare::new(&node);
    let started = Instant::now();
    let groups = mempool::make(&node, count);
    bare.send(&groups).await;
    let ids: Vec<Txid> = groups.into_iter().flatten().map(|tx| tx.compute_txid()).collect();
    let waiting = node.call("getmempoolinfo", json!([]))["size"].clone();
    assert_eq!(waiting, count, "the node took them all");
    say(&format!("{count} waiting, made and sent in {:.1} s", started.elapsed().as_secs_f64()));

    let (mut downloads, mut syncs, mut journaled) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 1..=TURNS {
        let started = Instant::now();
        let bytes = bare.download(&ids).await;
        downloads.push(started.elapsed().as_secs_f64());
        let (sync, grown) = sync(&node, count, None).await;
        syncs.push(sync);
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(&format!("sqlite://{}", dir.path().join("journal").display())).await.unwrap();
        journaled.push(self::sync(&node, count, Some(journal)).await.0);
        say(&format!(
            "turn {turn}: download {:.2} s ({} MB), sync {sync:.2} s, with a journal {:.2} s; \
             {} bytes allocated and {} resident for each",
            downloads[turn - 1],
            bytes / 1_000_000,
            journaled[turn - 1],
            grown.allocated / count as u64,
            grown.resident / count as u64,
        ));
    }
    let [download, sync, journaled] = [downloads, syncs, journaled].map(median);
    say(&format!(
        "median: download {download:.2} s, sync {sync:.2} s ({:.2} times), with a journal {journaled:.2} s ({:.2} times)",
        sync / download,
        journaled / download,
    ));
}

/// Seconds until a fresh service is in sync with all that waits, and what it then takes.
async fn sync(node: &Node, count: usize, journal: Option<Journal>) -> (f64, Memory) {
    let tasks = Tasks::default();
    let (before, started) = (Memory::now(), Instant::now());
    let metrics = Arc::new(Metrics::new().unwrap());
    let chain = chains::connect(Kind::Bitcoin, vec![config(node)], metrics.clone()).unwrap();
    let settings = Settings {
        chain: "bitcoin".into(),
        kind: Kind::Bitcoin,
        nodes: chain.nodes().to_vec(),
        watching_since: Timestamp::now(),
        required: 2,
        wanted: None,
        block_interval_s: 600.0,
        contracts: Default::default(),
    };
    let journal = journal.map(|journal| (journal, SignedDuration::from_hours(24)));
    let setup = Setup { chains: vec![(settings, chain)], journal, metrics, clock: Arc::new(Timestamp::now) };
    let networks = Networks::start(setup, &tasks).await.unwrap();
    while !networks.readiness().ready {
        sleep(Duration::from_millis(2)).await;
    }
    let (took, grown) = (started.elapsed().as_secs_f64(), before.grown());
    let report = networks.network("bitcoin", Lang::En).unwrap();
    assert_eq!(report.pending.map(|pending| pending.count), Some(count as u64), "it knows them all");
    tasks.stop(Duration::from_secs(60)).await;
    (took, grown)
}

fn config(node: &Node) -> NodeConfig {
    NodeConfig {
        name: "main".into(),
        rpc: format!("http://127.0.0.1:{}/", node.rpc_port).parse().unwrap(),
        auth: Auth::User(USER.into(), PASSWORD.into()),
        zmq: Some(format!("tcp://127.0.0.1:{}", node.zmq_port)),
        expiry_hours: None,
        follow_pending: false,
    }
}

/// Asks a node and does nothing with what it answers.
struct Bare {
    http: reqwest::Client,
    url: String,
}

impl Bare {
    fn new(node: &Node) -> Self {
        Self { http: reqwest::Client::new(), url: format!("http://127.0.0.1:{}/", node.rpc_port) }
    }

    /// Bytes of what the service asks for to know the mempool: its ids, then entries and raw transactions in batches.
    async fn download(&self, ids: &[Txid]) -> usize {
        let list = self.ask(&[call("getrawmempool", json!([false, true]))]).await.len();
        let batch = |ids: &[Txid]| {
            let entries: Vec<Value> = ids.iter().map(|id| call("getmempoolentry", json!([id]))).collect();
            let raw: Vec<Value> = ids.iter().map(|id| call("getrawtransaction", json!([id, 0]))).collect();
            async move { self.ask(&entries).await.len() + self.ask(&raw).await.len() }
        };
        let batches = stream::iter(ids.chunks(AT_ONCE).map(batch)).buffered(LANES);
        list + batches.fold(0, async |sum, bytes| sum + bytes).await
    }

    /// Has the node take these; parents and children in one batch, as batches overtake each other.
    async fn send(&self, groups: &[Vec<Transaction>]) {
        let batch = |groups: &[Vec<Transaction>]| {
            let send = |tx: &Transaction| call("sendrawtransaction", json!([serialize_hex(tx), 0]));
            let calls: Vec<Value> = groups.iter().flatten().map(send).collect();
            async move {
                let answers: Vec<Value> = serde_json::from_slice(&self.ask(&calls).await).unwrap();
                let refused = answers.iter().map(|answer| &answer["error"]).find(|error| !error.is_null());
                assert_eq!(refused, None, "the node takes it");
            }
        };
        stream::iter(groups.chunks(AT_ONCE).map(batch)).buffer_unordered(SENDERS).collect().await
    }

    async fn ask(&self, calls: &[Value]) -> Vec<u8> {
        let request = self.http.post(&self.url).header("Authorization", LOGIN).json(calls);
        request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap().into()
    }
}

fn call(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": 0, "method": method, "params": params})
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn say(line: &str) {
    println!("{line}");
}
