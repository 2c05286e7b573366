//! Transfers watched live over server-sent events, from the queue to their end, while a real node says what happens.

use std::io::Read;

use serde_json::Value;

use crate::{
    check::text,
    node::{Node, PATIENCE},
    service::{Service, Setup},
    tx::spend,
};

/// Somebody who watches.
struct Watcher {
    stream: minreq::ResponseLazy,
}

impl Watcher {
    fn start(service: &Service, id: &str) -> Self {
        let request = minreq::get(service.url(&format!("/v1/tx/{id}/events"))).with_timeout(2 * PATIENCE.as_secs());
        let stream = request.send_lazy().unwrap();
        assert_eq!((stream.status_code, stream.headers["content-type"].as_str()), (200, "text/event-stream"));
        Self { stream }
    }

    /// Reads on until the answer is this one.
    fn until(&mut self, expected: &str) -> Value {
        loop {
            let line = self.line();
            let Some(data) = line.strip_prefix("data: ") else { continue };
            let answer: Value = serde_json::from_str(data).unwrap();
            let said = format!("{}: {}", text(&answer["stage"]), text(&answer["cause"]["code"]));
            if said == expected {
                return answer;
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        let mut byte = [0];
        loop {
            assert_eq!(self.stream.read(&mut byte).expect("nothing came"), 1, "it ended");
            match byte {
                [b'\n'] => return String::from_utf8(line).unwrap(),
                [byte] => line.push(byte),
            }
        }
    }
}

#[test]
fn from_the_queue_through_a_block_to_the_end() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).required(2).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    let mut watcher = Watcher::start(&service, &tx.id());
    watcher.until("unknown: never_seen");
    node.send(&tx);
    watcher.until("waiting: next_in_line");
    node.mine(1);
    let answer = watcher.until("included: awaiting_confirmations");
    assert_eq!(answer["progress"]["block_height"], node.height());
    node.mine(1);
    watcher.until("settled: settled");
}

#[test]
fn replaced_while_somebody_watches() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let coin = node.coin();
    let first = spend(&coin).to(1, 5_000_000).rate(3.0);
    node.send(&first);
    let mut watcher = Watcher::start(&service, &first.id());
    watcher.until("waiting: next_in_line");
    let second = spend(&coin).to(1, 5_000_000).rate(10.0);
    node.send(&second);
    let answer = watcher.until("gone: replaced");
    assert_eq!(text(&answer["replaced_by"]["id"]), second.id());
    node.mine(2);
    loop {
        let answer = watcher.until("gone: replaced");
        if answer["replaced_by"]["stage"] == "settled" {
            break;
        }
    }
}
