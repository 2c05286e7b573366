//! Transactions that were recorded from real chains, served to the real adapter: what failed is told as failed with the right
//! cause or an honest "likely", what succeeded never is, and no type of transaction breaks anything.

use std::{
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use chains::{Auth, Block, BlockHash, Event, Kind, NodeConfig, NodeId, Observation, Sink, Told};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use txwhy::{
    explain::{Expectation, Lang},
    index::Settings,
    lookup::{Networks, Question, Setup},
    metrics::Metrics,
    parse,
    tasks::Tasks,
};

use crate::stub::{Case, Stub};

/// Long enough for a loaded machine; nothing here is expected to take it.
const PATIENCE: Duration = Duration::from_secs(60);

fn node(stub: &Stub) -> NodeConfig {
    NodeConfig {
        name: "recorded".into(),
        rpc: stub.url.parse().unwrap(),
        auth: Auth::None,
        zmq: None,
        expiry_hours: None,
        follow_pending: false,
    }
}

/// A service that follows this node alone.
pub async fn started(chain_id: u64, stub: &Stub) -> (Arc<Networks>, Tasks) {
    let metrics = Arc::new(Metrics::new().unwrap());
    let chain = chains::connect(Kind::Evm { chain_id }, vec![node(stub)], metrics.clone()).unwrap();
    let settings = Settings {
        chain: "recorded".into(),
        kind: Kind::Evm { chain_id },
        nodes: chain.nodes().to_vec(),
        watching_since: Timestamp::now(),
        required: 12,
        wanted: None,
        block_interval_s: 12.0,
        contracts: Default::default(),
    };
    let setup = Setup { chains: vec![(settings, chain)], journal: None, metrics, clock: Arc::new(Timestamp::now) };
    let tasks = Tasks::default();
    let networks = Networks::start(setup, &tasks).await.unwrap();
    let ready = async {
        while !networks.readiness().ready {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, ready).await.unwrap();
    (networks, tasks)
}

pub async fn look_up(networks: &Networks, id: &str) -> Value {
    let question = Question {
        tx: parse::tx_ref(id).unwrap(),
        chain: None,
        lang: Lang::En,
        required: None,
        expected: Expectation::default(),
    };
    serde_json::to_value(&*networks.look_up(&question).await.unwrap().answer).unwrap()
}

/// Facts of public chains: which chain and block each is from, and its id, stand with it.
fn cases() -> Vec<(String, String, Case)> {
    let all: Vec<Value> = serde_json::from_str(include_str!("recorded.json")).unwrap();
    let word = |case: &Value, key: &str| case[key].as_str().unwrap().to_owned();
    all.iter()
        .map(|case| (word(case, "what"), word(case, "verdict"), serde_json::from_value(case.clone()).unwrap()))
        .collect()
}

/// `stage: cause (confidence)`.
fn verdict(answer: &Value) -> String {
    let word = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or("?");
    format!("{}: {} ({})", word("/stage"), word("/cause/code"), word("/cause/confidence"))
}

#[tokio::test]
async fn every_recorded_transaction_gets_its_verdict() {
    let mut wrong = Vec::new();
    for (what, expected, case) in cases() {
        let answer = answer_about(&case).await;
        if verdict(&answer) != expected {
            wrong.push(format!("{what}: {} instead of {expected}: {:#}", verdict(&answer), answer["cause"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn why_one_was_refused_is_told_as_surely_as_it_is_known() {
    let told = |what: &'static str| async move {
        let (.., case) = cases().into_iter().find(|(name, ..)| name == what).unwrap();
        let answer = answer_about(&case).await;
        let said: Vec<Value> =
            answer["untrusted"].as_array().unwrap().iter().map(|said| said["text"].clone()).collect();
        (answer["cause"]["data"]["source"].clone(), said)
    };
    let reason = json!("Self-delegation is disallowed.");
    assert_eq!(told("refused with a text").await, (json!("trace"), vec![reason.clone()]));
    assert_eq!(told("the same, where the node can only try it again").await, (json!("replay"), vec![reason]));
    assert_eq!(told("a token transfer that was refused").await, (json!("receipt"), vec![]));
}

#[tokio::test]
async fn what_a_layer_two_adds_is_told() {
    let (.., deposit) = cases().into_iter().find(|(what, ..)| what == "a deposit from layer 1").unwrap();
    let answer = answer_about(&deposit).await;
    assert_eq!(answer["facts"]["outcome"]["deposit"], true);
    let (.., other) = cases().into_iter().find(|(what, ..)| what == "one of a layer 2 with a tip").unwrap();
    assert!(answer_about(&other).await["facts"]["outcome"]["l1_fee"]["wei"].is_string());
}

async fn answer_about(case: &Case) -> Value {
    let stub = Stub::with(case.chain_id, [case.clone()]).await;
    let stub = if case.trace.is_null() { stub.without_traces() } else { stub };
    let (networks, tasks) = started(case.chain_id, &stub).await;
    let answer = look_up(&networks, case.tx["hash"].as_str().unwrap()).await;
    tasks.stop(Duration::from_secs(2)).await;
    answer
}

#[tokio::test]
async fn what_a_node_lacks_is_told_with_what_that_costs() {
    let stub = Stub::with(1, []).await.without_traces();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("txwhy.toml");
    let config = format!(
        "[[chains]]\nname = \"recorded\"\nkind = \"evm\"\nchain_id = 1\n\
         [[chains.nodes]]\nname = \"main\"\nrpc = \"{}\"\n",
        stub.url
    );
    std::fs::write(&file, config).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_txwhy"));
    command.args(["check", "--config"]).arg(&file);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("recorded/main: recorded/1.0 on chain 1, in sync"), "{said}");
    let lacks =
        ["txpool", "eth_getTransactionBySenderAndNonce", "debug_traceTransaction", "safe and finalized", "receipts"];
    for lack in lacks {
        assert!(said.lines().any(|line| line.starts_with("  - ") && line.contains(lack)), "{lack} in {said}");
    }
    assert!(!said.contains("  tells ") && !said.contains("ZMQ"), "{said}");
}

#[tokio::test]
async fn no_type_of_transaction_breaks_a_block() {
    let cases: Vec<Case> = cases().into_iter().map(|(.., case)| case).collect();
    let txs: Vec<&Value> = cases.iter().map(|case| &case.tx).collect();
    let head = json!({"number": "0x1000", "hash": format!("0x{}", "aa".repeat(32)), "timestamp": "0x65f5c377",
        "parentHash": format!("0x{}", "bb".repeat(32)), "gasLimit": "0x1c9c380", "transactions": txs});
    let stub = Stub::ending_in(1, head, []).await;
    let chain =
        chains::connect(Kind::Evm { chain_id: 1 }, vec![node(&stub)], Arc::new(Metrics::new().unwrap())).unwrap();
    let heard = Heard::default();
    let block = timeout(PATIENCE, async {
        tokio::select! {
            error = chain.watch(NodeId(0), &heard) => panic!("{error}"),
            block = heard.block(0x1000) => block,
        }
    });
    let block = block.await.unwrap();
    let ids: Vec<String> = block.txs.iter().map(|tx| format!("0x{}", tx.id)).collect();
    assert_eq!(ids, txs.iter().map(|tx| tx["hash"].as_str().unwrap()).collect::<Vec<_>>());
    for (tx, told) in txs.iter().zip(&block.txs) {
        // What the protocol puts there itself takes no nonce of anybody's.
        assert_eq!(told.claims.len(), usize::from(tx["type"] != "0x7e"), "{tx}");
    }
}

/// Hears what a node's follower tells.
#[derive(Default)]
struct Heard {
    blocks: Mutex<Vec<Block>>,
    news: Notify,
}

impl Heard {
    async fn block(&self, height: u64) -> Block {
        loop {
            let news = self.news.notified();
            if let Some(block) = self.blocks.lock().unwrap().iter().find(|block| block.at.height == height) {
                return block.clone();
            }
            news.await;
        }
    }
}

#[async_trait]
impl Sink for Heard {
    async fn tell(&self, observations: Vec<Observation>) -> Told {
        let blocks = observations.into_iter().filter_map(|said| match said.event {
            Event::Block(block) => Some(*block),
            _ => None,
        });
        self.blocks.lock().unwrap().extend(blocks);
        self.news.notify_waiters();
        Told::default()
    }

    fn has_block(&self, _: &BlockHash) -> bool {
        false
    }
}
