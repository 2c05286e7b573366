//! Answers as they change, over server-sent events: at once, on each change, once for all who watch, and to a clean end.

use std::time::Duration;

use chains::{TxId, simulated::Draft};
use futures_util::StreamExt;
use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use crate::support::{Service, chain, fill, in_short};

const PATIENCE: Duration = Duration::from_secs(60);

/// A watcher.
struct Watcher {
    response: Response,
    read: String,
}

/// What came: an event with its id, or the end.
#[derive(Debug, PartialEq)]
enum Came {
    Answer(String, Box<Value>),
    End,
}

impl Watcher {
    async fn start(service: &Service, id: &TxId, last: Option<&str>) -> Self {
        let request = service.client.get(format!("{}/v1/tx/{id}/events?lang=en", service.base));
        let request = last.into_iter().fold(request, |request, last| request.header("last-event-id", last));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"), "an event must not wait in a compressor");
        Self { response, read: String::new() }
    }

    async fn next(&mut self) -> Came {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let came = field("event:").map(|kind| {
                    assert_eq!(kind, "answer");
                    let answer = serde_json::from_str(field("data:").unwrap()).unwrap();
                    Came::Answer(field("id:").unwrap().to_owned(), answer)
                });
                self.read = rest.to_owned();
                if let Some(came) = came {
                    return came;
                }
                continue;
            }
            match timeout(PATIENCE, self.response.chunk()).await.expect("nothing came").unwrap() {
                Some(bytes) => self.read.push_str(std::str::from_utf8(&bytes).unwrap()),
                None => return Came::End,
            }
        }
    }

    /// The id of the next event, whose answer is this one in short.
    async fn until(&mut self, expected: &str) -> String {
        loop {
            match self.next().await {
                Came::Answer(id, answer) if in_short(&answer) == expected => return id,
                Came::Answer(..) => {}
                Came::End => panic!("it ended before {expected}"),
            }
        }
    }
}

#[tokio::test]
async fn an_answer_comes_at_once_and_with_each_change() {
    let service = Service::start(chain()).await;
    let id = service.simulator.send(Draft::paying(20.0)).unwrap();
    service.simulator.delivered().await;
    let mut watcher = Watcher::start(&service, &id, None).await;
    let waiting = watcher.until("waiting: next_in_line").await;
    service.simulator.mine();
    let included = watcher.until("included: awaiting_confirmations").await;
    assert_ne!(waiting, included);
    service.simulator.mine();
    service.simulator.mine();
    watcher.until("settled: settled").await;
    service.stop().await;
    assert_eq!(watcher.next().await, Came::End, "the service's end ends the stream");
}

#[tokio::test]
async fn figures_that_change_are_told_though_it_comes_to_the_same() {
    let service = Service::start(chain()).await;
    fill(&service.simulator, 3, 30.0);
    let id = service.simulator.send(Draft::paying(5.0)).unwrap();
    service.simulator.delivered().await;
    let mut watcher = Watcher::start(&service, &id, None).await;
    let Came::Answer(before, told) = watcher.next().await else { panic!("it ended") };
    service.simulator.send(Draft::paying(30.0)).unwrap();
    let Came::Answer(after, told_again) = watcher.next().await else { panic!("it ended") };
    assert_ne!(told["facts"], told_again["facts"]);
    let said = |id: &str| id.split('.').next().unwrap().to_owned();
    assert_eq!((said(&before), &told["cause"]["code"]), (said(&after), &told_again["cause"]["code"]));
    service.stop().await;
}

#[tokio::test]
async fn who_comes_back_is_told_only_what_is_new() {
    let service = Service::start(chain()).await;
    let id = service.simulator.send(Draft::paying(20.0)).unwrap();
    service.simulator.delivered().await;
    for _ in 0..3 {
        service.simulator.mine();
    }
    let last = Watcher::start(&service, &id, None).await.until("settled: settled").await;
    let Came::Answer(again, _) = Watcher::start(&service, &id, Some("ffffffffffffffff")).await.next().await else {
        panic!("who missed something is told at once");
    };
    assert_eq!(again, last, "the same answer has the same name for everybody");
    let mut back = Watcher::start(&service, &id, Some(&last)).await;
    service.simulator.mine();
    let Came::Answer(next, answer) = back.next().await else { panic!("it ended") };
    assert_ne!(next, last);
    assert_eq!(answer["progress"]["confirmations"], 4);
    service.stop().await;
}

#[tokio::test]
async fn however_many_watch_a_stranger_nodes_are_asked_as_for_one() {
    let service = Service::start(chain()).await;
    let stranger = TxId([7; 32]);
    let mut crowd = Vec::new();
    for _ in 0..50 {
        crowd.push(Watcher::start(&service, &stranger, None).await);
    }
    let names: Vec<String> =
        futures_util::stream::iter(&mut crowd).then(|watcher| watcher.until("unknown: never_seen")).collect().await;
    assert!(names.iter().all(|name| *name == names[0]));
    assert!(service.simulator.asked() < 10, "asked {} times", service.simulator.asked());
    drop(crowd);
    service.stop().await;
}

#[tokio::test]
async fn what_cannot_be_watched_is_a_problem() {
    let service = Service::start(chain()).await;
    for (path, code) in [("0x12/events", "bad_id"), (&format!("{}/events?chain=x", TxId([7; 32])), "unsupported_chain")]
    {
        let (status, problem) = service.get(&format!("/v1/tx/{path}")).await;
        assert_eq!((status, problem["code"].as_str()), (400, Some(code)));
    }
    service.stop().await;
}
