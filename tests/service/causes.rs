//! Each cause, from what the nodes say to the JSON that a caller reads.

use std::collections::BTreeSet;

use chains::{
    NodeError, NodeId, TxId, TxIndex,
    simulated::{Draft, Simulator, Template},
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use txwhy::{diagnose::Cause, index::WINDOW};

use crate::support::{Service, as_id, chain, fill};

/// What happens on the chain before somebody asks about the transaction that it returns, and the answer in short.
/// The first part comes before the service starts, the second while it watches.
type Script = (&'static str, fn(&Simulator) -> TxId, fn(&Simulator, TxId));

const SCRIPTS: &[Script] = &[
    ("waiting: next_in_line", |chain| chain.send(Draft::paying(20.0)).unwrap(), |_, _| {}),
    ("included: awaiting_confirmations", |chain| chain.send(Draft::paying(20.0)).unwrap(), mine::<1>),
    ("settled: settled", |chain| chain.send(Draft::paying(20.0)).unwrap(), mine::<3>),
    (
        "waiting: returned_by_reorg",
        |chain| chain.send(Draft::paying(20.0)).unwrap(),
        |chain, _| {
            chain.mine();
            chain.reorganize(1, vec![nothing(), nothing()]);
        },
    ),
    ("unknown: never_seen", |_| TxId([7; 32]), |_, _| {}),
    (
        "unknown: node_behind",
        |_| TxId([7; 32]),
        |chain, _| {
            chain.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
        },
    ),
    ("unknown: is_block_hash", |chain| as_id(chain.mine().hash), |_, _| {}),
    ("gone: dropped", |chain| chain.send(Draft::paying(20.0)).unwrap(), |chain, id| chain.forget(id)),
    ("waiting: fee_below_market", cheap, |_, _| {}),
    (
        "waiting: parent_fee_too_low",
        |chain| {
            let parent = cheap(chain);
            chain.send(Draft::paying(25.0).spending(&parent, 0)).unwrap()
        },
        |_, _| {},
    ),
    (
        "waiting: near_eviction",
        |chain| {
            let id = chain.send(Draft::paying(3.1)).unwrap();
            fill(chain, 3, 20.0);
            chain.set_min_rate(3.0);
            id
        },
        |_, _| {},
    ),
    (
        "waiting: not_propagated",
        |chain| chain.send(Draft::paying(20.0).unbroadcast().aged(SignedDuration::from_mins(30))).unwrap(),
        |_, _| {},
    ),
    ("unknown: missing_parent", |chain| chain.send_orphan(Draft::paying(20.0)).0, |_, _| {}),
    (
        "gone: replaced",
        |chain| chain.send(Draft::paying(5.0)).unwrap(),
        |chain, id| {
            chain.send(chain.draft(&id).unwrap().bumped(30.0)).unwrap();
        },
    ),
    (
        "gone: ancestor_replaced",
        |chain| {
            let parent = chain.send(Draft::paying(5.0)).unwrap();
            chain.send(Draft::paying(5.0).spending(&parent, 0)).unwrap()
        },
        |chain, id| {
            let parent = chain.draft(&id).unwrap().claims[0].source();
            chain.send(chain.draft(&parent).unwrap().bumped(30.0)).unwrap();
        },
    ),
    (
        "gone: double_spent",
        |chain| chain.send(Draft::paying(5.0)).unwrap(),
        |chain, id| {
            let private = vec![chain.draft(&id).unwrap().redirected(5.0, 99)];
            chain.mine_block(Template { private, ..nothing() });
        },
    ),
    ("gone: evicted_low_fee", |chain| chain.send(Draft::paying(2.0)).unwrap(), |chain, _| chain.set_min_rate(4.0)),
    (
        "gone: expired",
        |chain| {
            chain.send(Draft::paying(20.0)).unwrap();
            chain.send(Draft::paying(2.0).aged(SignedDuration::from_hours(337))).unwrap()
        },
        |chain, _| chain.expire(),
    ),
    (
        "included: coinbase_immature",
        |chain| {
            let block = chain.mine();
            chain.block(&block.hash).unwrap().txs[0].id
        },
        |_, _| {},
    ),
];

#[tokio::test]
async fn each_cause_is_told() {
    for ((expected, ..), answer) in SCRIPTS.iter().zip(every_answer().await) {
        let name = expected.replace(": ", "_");
        insta::assert_json_snapshot!(name, normal(answer));
    }
}

#[tokio::test]
async fn a_block_that_is_late_is_the_cause_for_one_that_pays_enough() {
    let old = Timestamp::now() - SignedDuration::from_hours(2);
    let simulator = Simulator::new(&["main"], 1, 900_000, old);
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let service = Service::start(simulator).await;
    let answer = service.expect(&id, "waiting: slow_blocks").await;
    assert_eq!(answer["severity"], "delayed");
    service.stop().await;
}

#[test]
fn every_cause_has_a_script() {
    let scripted: BTreeSet<&str> = SCRIPTS.iter().filter_map(|(short, ..)| short.split(": ").nth(1)).collect();
    let mut known: BTreeSet<&str> = Cause::CODES.into_iter().collect();
    known.remove("slow_blocks");
    assert_eq!(scripted, known);
}

#[tokio::test]
async fn a_replacement_is_followed_to_its_end() {
    let simulator = chain();
    let first = simulator.send(Draft::paying(2.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    let second = simulator.send(simulator.draft(&first).unwrap().bumped(10.0)).unwrap();
    let answer = service.expect(&first, "gone: replaced").await;
    assert_eq!(
        answer["replaced_by"],
        json!({"id": second.to_string(), "kind": "speed_up", "stage": "waiting", "same_recipient": true})
    );
    let third = simulator.send(simulator.draft(&second).unwrap().redirected(30.0, 99)).unwrap();
    let redirected = |answer: &Value| answer["replaced_by"]["id"] == third.to_string();
    let answer = service.until(&first, "the second replacement", redirected).await;
    assert_eq!(answer["replaced_by"]["kind"], "different");
    simulator.mine();
    service.until(&first, "it in a block", |answer| answer["replaced_by"]["stage"] == "included").await;
    service.stop().await;
}

#[tokio::test]
async fn a_replacement_mined_long_ago_is_found_by_asking() {
    let simulator = chain();
    simulator.configure(NodeId(0), |node| node.tx_index = TxIndex::Yes);
    let first = simulator.send(Draft::paying(2.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    let second = simulator.send(simulator.draft(&first).unwrap().bumped(10.0)).unwrap();
    service.expect(&first, "gone: replaced").await;
    for _ in 0..=WINDOW {
        simulator.mine();
        simulator.delivered().await;
    }
    let answer = service.until(&first, "it settled", |answer| answer["replaced_by"]["stage"] == "settled").await;
    assert_eq!(answer["replaced_by"]["id"], second.to_string());
    assert_eq!(answer["cause"]["data"]["by"]["confirmations"], WINDOW + 1);
    service.stop().await;
}

#[tokio::test]
async fn what_left_is_remembered_over_a_restart() {
    let file = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", file.path().join("journal.db").display());
    let open = || async { txwhy::store::Journal::open(&url).await.unwrap() };
    let simulator = chain();
    let first = simulator.send(Draft::paying(2.0)).unwrap();
    let service = Service::start_with(simulator.clone(), open().await).await;
    let second = simulator.send(simulator.draft(&first).unwrap().bumped(10.0)).unwrap();
    service.expect(&first, "gone: replaced").await;
    service.stop().await;

    simulator.mine();
    let service = Service::start_with(simulator, open().await).await;
    let answer = service.expect(&first, "gone: replaced").await;
    assert_eq!(answer["replaced_by"]["id"], second.to_string());
    assert_eq!(answer["replaced_by"]["stage"], "included");
    service.stop().await;
}

#[tokio::test]
async fn a_caller_says_how_many_confirmations_it_wants() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    simulator.mine();
    let service = Service::start(simulator).await;
    service.expect(&id, "included: awaiting_confirmations").await;
    let (_, answer) = service.get(&format!("/v1/tx/{id}?required=1")).await;
    assert_eq!(answer["stage"], "settled");
    assert_eq!(answer["progress"]["final"], true);
    let (_, answer) = service.get(&format!("/v1/tx/{id}?required=6")).await;
    assert_eq!(answer["progress"]["required"], 6);
    assert_eq!(answer["stage"], "included");
    service.stop().await;
}

#[tokio::test]
async fn a_new_block_shows_at_once() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    for confirmations in 0..5 {
        let answer = service.answer(&id).await;
        assert_eq!(answer["progress"]["confirmations"], confirmations, "{answer:#}");
        simulator.mine();
    }
    service.stop().await;
}

#[tokio::test]
async fn old_knowledge_is_told_as_old() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    let service = Service::start(simulator.clone()).await;
    service.expect(&id, "waiting: next_in_line").await;
    simulator.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    let answer = service.answer(&id).await;
    assert_eq!(answer["observed"]["stale"], true, "{answer:#}");
    let (_, network) = service.get("/v1/networks/simulated").await;
    assert_eq!(network["congestion"], "unknown");
    assert_eq!(network["stale"], true);
    assert_eq!(network["nodes"][0]["state"], "unreachable");
    service.stop().await;
}

async fn play(expected: &str, before: &fn(&Simulator) -> TxId, then: &fn(&Simulator, TxId)) -> Value {
    let simulator = chain();
    let id = before(&simulator);
    let service = Service::start(simulator.clone()).await;
    then(&simulator, id);
    let answer = service.expect(&id, expected).await;
    service.stop().await;
    answer
}

/// Each script's answer.
pub async fn every_answer() -> Vec<Value> {
    join_all(SCRIPTS.iter().map(|(expected, before, then)| play(expected, before, then))).await
}

/// Without what differs from run to run: moments, ages, and the words (which `explain` tests).
fn normal(mut answer: Value) -> Value {
    fn walk(key: &str, value: &mut Value) {
        const MOMENTS: [&str; 9] =
            ["at", "as_of", "since", "first_seen", "block_time", "time", "entered", "watching_since", "departed"];
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| walk(key, value)),
            Value::Array(items) => items.iter_mut().for_each(|item| walk("", item)),
            Value::String(_) if MOMENTS.contains(&key) => *value = "[moment]".into(),
            Value::Number(_) if key.ends_with("_age_s") || key == "waited_s" || key == "waiting_s" => {
                *value = "[seconds]".into();
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    walk("", &mut answer);
    let words = &mut answer["explanation"];
    for text in ["headline", "summary", "safety", "reply"] {
        assert_ne!(words[text], "", "{text}");
        words[text] = "[words]".into();
    }
    words["details"] = "[words]".into();
    for step in words["next_steps"].as_array_mut().unwrap() {
        step["text"] = "[words]".into();
    }
    answer
}

fn mine<const BLOCKS: usize>(chain: &Simulator, _: TxId) {
    for _ in 0..BLOCKS {
        chain.mine();
    }
}

fn nothing() -> Template {
    Template { take: Some(Vec::new()), ..Template::default() }
}

/// One under two blocks of better-paying ones.
fn cheap(chain: &Simulator) -> TxId {
    let id = chain.send(Draft::paying(2.0)).unwrap();
    fill(chain, 2, 20.0);
    id
}
