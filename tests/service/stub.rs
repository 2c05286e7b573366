//! A node's JSON-RPC that answers with what was recorded from real chains, as far as a look-up and a follower ask: for the
//! real adapter, over real HTTP. What wasn't recorded it says as nodes do that have thrown away their history.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{Json, Router, extract::State, routing::post};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A transaction with all that was recorded of it, in the form in which nodes tell it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Case {
    pub chain_id: u64,
    pub block: Value,
    pub tx: Value,
    pub receipt: Value,
    /// What `debug_traceTransaction` gave.
    #[serde(default)]
    pub trace: Value,
    /// The error that trying it again gave.
    #[serde(default)]
    pub replay: Value,
    /// What its recipient gives back when it is called, by the input.
    #[serde(default)]
    pub calls: Value,
}

/// A running node.
pub struct Stub {
    pub url: String,
    memory: Arc<Memory>,
}

struct Memory {
    chain_id: u64,
    cases: HashMap<String, Case>,
    blocks: HashMap<String, Value>,
    head: Value,
    traces: AtomicBool,
}

/// Height of the head where none is given.
const HEIGHT: u64 = 900_000_000;

impl Stub {
    /// Knows these transactions. Its chain's recent blocks are empty.
    pub async fn with(chain_id: u64, cases: impl IntoIterator<Item = Case>) -> Self {
        let now = Timestamp::now().as_second();
        let head = json!({"number": hex(HEIGHT), "hash": made_up(HEIGHT), "parentHash": made_up(HEIGHT - 1),
            "timestamp": format!("{now:#x}"), "gasLimit": hex(60_000_000), "transactions": []});
        Self::ending_in(chain_id, head, cases).await
    }

    /// The same, with this block as its chain's newest.
    pub async fn ending_in(chain_id: u64, head: Value, cases: impl IntoIterator<Item = Case>) -> Self {
        let cases: HashMap<String, Case> = cases.into_iter().map(|case| (text(&case.tx["hash"]), case)).collect();
        let blocks = cases.values().map(|case| (text(&case.block["hash"]), case.block.clone())).collect();
        let memory = Arc::new(Memory { chain_id, cases, blocks, head, traces: AtomicBool::new(true) });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().route("/", post(answer)).with_state(memory.clone());
        // Lives as long as the test's runtime.
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, memory }
    }

    /// From now on it has no `debug_traceTransaction`.
    pub fn without_traces(self) -> Self {
        self.memory.traces.store(false, Ordering::SeqCst);
        self
    }
}

async fn answer(State(memory): State<Arc<Memory>>, Json(body): Json<Value>) -> Json<Value> {
    Json(match body {
        Value::Array(calls) => calls.iter().map(|call| memory.answer(call)).collect(),
        call => memory.answer(&call),
    })
}

impl Memory {
    fn answer(&self, call: &Value) -> Value {
        let (key, said) = match self.result(&text(&call["method"]), &call["params"]) {
            Ok(result) => ("result", result),
            Err(error) => ("error", error),
        };
        json!({"jsonrpc": "2.0", "id": call["id"], key: said})
    }

    fn result(&self, method: &str, params: &Value) -> Result<Value, Value> {
        let first = text(&params[0]);
        let case = self.cases.get(&first);
        let known = |part: fn(&Case) -> &Value| Ok(case.map_or(Value::Null, |case| part(case).clone()));
        match method {
            "eth_chainId" => Ok(json!(hex(self.chain_id))),
            "web3_clientVersion" => Ok(json!("recorded/1.0")),
            "eth_syncing" => Ok(json!(false)),
            "eth_blockNumber" => Ok(self.head["number"].clone()),
            "eth_getBlockByNumber" => Ok(self.numbered(&first)),
            "eth_getBlockByHash" if first == text(&self.head["hash"]) => Ok(self.head.clone()),
            "eth_getBlockByHash" => Ok(self.blocks.get(&first).cloned().unwrap_or_default()),
            "eth_getTransactionByHash" => known(|case| &case.tx),
            "eth_getTransactionReceipt" => known(|case| &case.receipt),
            "eth_getCode" => Ok(json!("0x")),
            "debug_traceTransaction" if self.traces.load(Ordering::SeqCst) => {
                let trace = case.map(|case| &case.trace).filter(|trace| !trace.is_null());
                trace.cloned().ok_or_else(forgotten)
            }
            "eth_call" => self.called(&params[0]),
            _ => {
                Err(json!({"code": -32601, "message": format!("the method {method} does not exist/is not available")}))
            }
        }
    }

    /// By height or tag; below the head, blocks that are made up.
    fn numbered(&self, place: &str) -> Value {
        let top = number(&self.head["number"]);
        let height = match place.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).unwrap(),
            None if place == "latest" => top,
            None => return Value::Null,
        };
        let hash_of = |height: u64| if height + 1 == top { text(&self.head["parentHash"]) } else { made_up(height) };
        match top.cmp(&height) {
            std::cmp::Ordering::Equal => self.head.clone(),
            std::cmp::Ordering::Less => Value::Null,
            std::cmp::Ordering::Greater => {
                let time = number(&self.head["timestamp"]).saturating_sub(12 * (top - height));
                json!({"number": hex(height), "hash": hash_of(height), "parentHash": made_up(height.saturating_sub(1)),
                    "timestamp": hex(time), "gasLimit": hex(60_000_000), "transactions": []})
            }
        }
    }

    fn called(&self, call: &Value) -> Result<Value, Value> {
        let to = self.cases.values().filter(|case| case.tx["to"] == call["to"]);
        if let Some(given) = to.map(|case| &case.calls[text(&call["data"])]).find(|given| !given.is_null()) {
            return Ok(given.clone());
        }
        let same = |case: &&Case| case.tx["input"] == call["data"] && case.tx["from"] == call["from"];
        let told = self.cases.values().find(same).map(|case| case.replay.clone());
        Err(told.filter(|replay| !replay.is_null()).unwrap_or_else(forgotten))
    }
}

/// As geth words it where the state is gone.
fn forgotten() -> Value {
    json!({"code": -32000, "message": "missing trie node 5b9ae4 (path ) state 0x5b9ae4 is not available"})
}

/// The hash of a block that is made up.
fn made_up(height: u64) -> String {
    format!("0x{:064x}", u128::from(height) + (1 << 100))
}

fn hex(number: u64) -> String {
    format!("{number:#x}")
}

fn number(value: &Value) -> u64 {
    u64::from_str_radix(text(value).trim_start_matches("0x"), 16).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
