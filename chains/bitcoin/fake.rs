//! A node for tests: answers JSON-RPC batches over HTTP by a function, or a fixed response to everything.

use std::{
    io::Write,
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use async_trait::async_trait;
use serde_json::{Value, json};

use super::Node;
use crate::{Auth, BlockHash, Event, Meter, NodeConfig, Observation, Sink, Told, fake_http::request};

/// A node's answer to one call: the result, or an error's code.
pub(super) type Reply = Result<Value, i32>;

/// A node that answers each call of a batch by `reply(method, params)`.
pub(super) fn node(reply: impl Fn(&str, &Value) -> Reply + Send + 'static) -> Node {
    let one = move |call: &Value| match reply(call["method"].as_str().unwrap(), &call["params"]) {
        Ok(result) => json!({"id": call["id"], "result": result, "error": null}),
        Err(code) => json!({"id": call["id"], "result": null, "error": {"code": code, "message": "why"}}),
    };
    serve(move |calls| {
        let answers: Vec<_> = calls.as_array().unwrap().iter().map(&one).collect();
        (200, json!(answers).to_string())
    })
}

/// A node that answers everything with this status and body.
pub(super) fn always(status: u16, body: &'static str) -> Node {
    serve(move |_| (status, body.into()))
}

fn serve(respond: impl Fn(Value) -> (u16, String) + Send + 'static) -> Node {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (status, body) = respond(request(&stream));
            let _ = write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    Node::new(&config(&format!("http://{address}")), Arc::new(Unmetered)).unwrap()
}

pub(super) fn config(rpc: &str) -> NodeConfig {
    let rpc = rpc.parse().unwrap();
    NodeConfig { name: "fake".into(), rpc, auth: Auth::None, zmq: None, expiry_hours: None, follow_pending: false }
}

pub(super) struct Unmetered;

impl Meter for Unmetered {
    fn call(&self, _: &str, _: &'static str, _: &'static str, _: Duration) {}
}

/// Keeps what it is told, as short words.
#[derive(Default)]
pub(super) struct Notes(Mutex<Vec<String>>);

impl Notes {
    /// What was told since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[async_trait]
impl Sink for Notes {
    async fn tell(&self, observations: Vec<Observation>) -> Told {
        let word = |observation: Observation| match observation.event {
            Event::Node(_) => "node".into(),
            Event::Entered(pending) => format!("entered {:02x}", pending.id.0[31]),
            Event::Mempool(ids) => format!("mempool {}", ids.len()),
            Event::Left(id) => format!("left {:02x}", id.0[31]),
            Event::Block(block) => format!("block {:02x}", block.at.hash.0[31]),
            Event::Dropped(block) => format!("dropped {:02x}", block.at.hash.0[31]),
            Event::Tip(tip) => format!("tip {:02x}", tip.hash.0[31]),
            Event::Market(_) | Event::Final(_) => "market".into(),
            Event::Asked(_) => "asked".into(),
        };
        self.0.lock().unwrap().extend(observations.into_iter().map(word));
        Told::default()
    }

    fn has_block(&self, _: &BlockHash) -> bool {
        false
    }
}
