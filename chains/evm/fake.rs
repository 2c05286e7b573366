//! A node for tests: answers JSON-RPC over HTTP by a function, and counts what it is asked. What a test doesn't care about
//! is answered as by a small chain of blocks whose transactions it has.

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::Evm;
use crate::{Auth, Meter, NodeConfig, fake_http::request};

/// A node's answer to one call: the result, or an error's code and message.
pub(super) type Reply = Result<Value, (i64, &'static str)>;

/// The height of its newest block.
pub(super) const TIP: u64 = 100_000;

/// What was asked of a node.
#[derive(Default)]
pub(super) struct Asked {
    calls: Mutex<Vec<String>>,
    trips: Mutex<usize>,
}

impl Asked {
    /// Round trips since the last time.
    pub fn trips(&self) -> usize {
        std::mem::take(&mut self.trips.lock().unwrap())
    }

    /// How often this method was called so far.
    pub fn calls(&self, method: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|called| *called == method).count()
    }
}

impl Meter for Asked {
    fn call(&self, _: &str, _: &'static str, _: &'static str, _: Duration) {
        *self.trips.lock().unwrap() += 1;
    }
}

/// A chain with one node that answers by `reply`, and as it says where that gives `None`.
pub(super) fn chain(reply: impl Fn(&str, &Value) -> Option<Reply> + Send + 'static) -> (Evm, Arc<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let rpc = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let asked = Arc::new(Asked::default());
    let noted = asked.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            let asks = request(&stream);
            let one = |call: &Value| {
                let (method, params) = (call["method"].as_str().unwrap(), &call["params"]);
                noted.calls.lock().unwrap().push(method.to_owned());
                match reply(method, params).unwrap_or_else(|| usual(method, params)) {
                    Ok(result) => json!({"jsonrpc": "2.0", "id": call["id"], "result": result}),
                    Err((code, message)) => {
                        json!({"jsonrpc": "2.0", "id": call["id"], "error": {"code": code, "message": message}})
                    }
                }
            };
            let answer = asks.as_array().map_or_else(|| one(&asks), |asks| asks.iter().map(one).collect());
            respond(stream, &answer.to_string());
        }
    });
    let config =
        NodeConfig { name: "fake".into(), rpc, auth: Auth::None, zmq: None, expiry_hours: None, follow_pending: false };
    let meter: Arc<dyn Meter> = asked.clone();
    (Evm::new(1, &[config], &meter).unwrap(), asked)
}

/// A block of its chain, without transactions.
pub(super) fn block(height: u64) -> Value {
    json!({"hash": hash(height), "parentHash": hash(height - 1), "number": format!("{height:#x}"),
        "timestamp": format!("{:#x}", 1_700_000_000 + 12 * height), "gasLimit": "0x1c9c380", "transactions": []})
}

/// A hash that is told from others by a number.
pub(super) fn hash(number: u64) -> String {
    format!("0x{number:064x}")
}

fn usual(method: &str, params: &Value) -> Reply {
    match method {
        "eth_chainId" => Ok(json!("0x1")),
        "web3_clientVersion" => Ok(json!("fake/v1")),
        "eth_blockNumber" => Ok(json!(format!("{TIP:#x}"))),
        "eth_syncing" => Ok(json!(false)),
        "eth_getBlockByNumber" => match params[0].as_str().and_then(|tag| tag.strip_prefix("0x")) {
            Some(number) => Ok(block(u64::from_str_radix(number, 16).unwrap())),
            None => Ok(block(TIP)),
        },
        "eth_getBlockByHash" => {
            let number = u64::from_str_radix(&params[0].as_str().unwrap()[50..], 16).unwrap();
            Ok(if (1..=TIP).contains(&number) { block(number) } else { Value::Null })
        }
        "eth_getTransactionByHash" | "eth_getTransactionReceipt" => Ok(Value::Null),
        "eth_getTransactionCount" => Ok(json!("0x0")),
        "eth_getBalance" => Ok(json!("0xde0b6b3a7640000")),
        "debug_traceTransaction" => Err((-32000, "transaction not found")),
        _ => Err((-32601, "the method does not exist/is not available")),
    }
}

fn respond(mut stream: TcpStream, body: &str) {
    // The service may have given up meanwhile.
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}
