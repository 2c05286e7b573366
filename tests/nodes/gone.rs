//! Transactions that left the mempool without a block: replaced, orphaned by a replacement, double spent, evicted,
//! expired. Each is told apart from the others, whose messages look alike.

use serde_json::json;

use crate::{
    check::{steps, text},
    node::{Node, until},
    service::Setup,
    tx::spend,
};

#[test]
fn replaced_twice_and_followed_to_the_end() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let coin = node.coin();
    let first = spend(&coin).to(1, 5_000_000).rate(3.0);
    node.send(&first);
    service.until(&first.id(), "waiting: next_in_line");

    let second = spend(&coin).to(1, 5_000_000).rate(10.0);
    node.send(&second);
    let answer = service.until(&first.id(), "gone: replaced");
    let by = &answer["replaced_by"];
    assert_eq!((text(&by["id"]), text(&by["stage"])), (second.id().as_str(), "waiting"));
    assert_eq!((text(&by["kind"]), &by["same_recipient"]), ("speed_up", &json!(true)));
    assert_eq!(answer["eta"], json!(null));
    service.until(&second.id(), "waiting: next_in_line (ok)");

    let third = spend(&coin).to(2, 5_000_000).rate(30.0);
    node.send(&third);
    service.until(&second.id(), "gone: replaced");
    let answer = service.until_that(&first.id(), "the first leads to the last", |answer| {
        answer["replaced_by"]["id"] == json!(third.id())
    });
    let by = &answer["replaced_by"];
    assert_eq!((text(&by["kind"]), &by["same_recipient"]), ("different", &json!(false)));

    node.mine(1);
    service.until(&third.id(), "included: awaiting_confirmations (ok)");
    for id in [first.id(), second.id()] {
        service.until_that(&id, "its successor is in a block", |answer| {
            answer["replaced_by"]["id"] == json!(third.id()) && answer["replaced_by"]["stage"] == "included"
        });
    }
    node.mine(1);
    service.until_that(&first.id(), "its successor is settled", |answer| answer["replaced_by"]["stage"] == "settled");
    service.until(&first.id(), "gone: replaced");
}

#[test]
fn cancelled_by_paying_oneself() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let coin = node.coin();
    let first = spend(&coin).to(1, 5_000_000).rate(3.0);
    node.send(&first);
    service.until(&first.id(), "waiting: next_in_line");
    let back = spend(&coin).rate(20.0);
    node.send(&back);
    let answer = service.until(&first.id(), "gone: replaced");
    let by = &answer["replaced_by"];
    assert_eq!((text(&by["id"]), text(&by["kind"])), (back.id().as_str(), "cancel"));
    assert_eq!(by["same_recipient"], false);
}

#[test]
fn the_child_of_a_replaced_parent() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let coin = node.coin();
    let parent = spend(&coin).to(1, 5_000_000).rate(3.0);
    let child = spend(&parent.change()).to(2, 1_000_000).rate(3.0);
    let grandchild = spend(&child.change()).to(3, 1_000_000).rate(3.0);
    for tx in [&parent, &child, &grandchild] {
        node.send(tx);
    }
    service.until(&grandchild.id(), "waiting: next_in_line");
    let rival = spend(&coin).to(1, 5_000_000).rate(60.0);
    node.send(&rival);
    service.until(&parent.id(), "gone: replaced");
    for tx in [&child, &grandchild] {
        let answer = service.until(&tx.id(), "gone: ancestor_replaced");
        assert!(answer["cause"].to_string().contains(&parent.id()), "the ancestor is named: {answer:#}");
        assert!(answer.to_string().contains(&rival.id()), "what took its place is named: {answer:#}");
    }
}

#[test]
fn double_spent_by_a_miners_own_block() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let coin = node.coin();
    let tx = spend(&coin).to(1, 5_000_000).rate(20.0);
    let child = spend(&tx.change()).to(2, 1_000_000).rate(20.0);
    node.send(&tx);
    node.send(&child);
    service.until(&child.id(), "waiting: next_in_line (ok)");
    let rival = spend(&coin).to(3, 5_000_000).rate(1.0);
    node.mine_only(&[&rival]);
    let answer = service.until(&tx.id(), "gone: double_spent (failed)");
    let by = &answer["replaced_by"];
    assert_eq!((text(&by["id"]), text(&by["stage"])), (rival.id().as_str(), "included"));
    assert_eq!(by["same_recipient"], false);
    service.until(&child.id(), "gone: ancestor_replaced");
    service.until(&rival.id(), "included: awaiting_confirmations (ok)");
}

#[test]
fn evicted_by_a_small_mempool_and_taken_again() {
    let node = Node::start(&["-maxmempool=5"]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(2.0);
    let child = spend(&tx.change()).to(2, 1_000_000).rate(2.0);
    node.send(&tx);
    node.send(&child);
    service.until(&tx.id(), "waiting: next_in_line");
    node.fill_up(30.0);
    node.fill(4, 60.0);
    until("the mempool is full", || !node.holds(&tx));
    let answer = service.until(&tx.id(), "gone: evicted_low_fee (action_needed)");
    let min_rate = answer["cause"]["data"]["min_rate"].as_f64().unwrap();
    assert!((30.0..70.0).contains(&min_rate), "{answer:#}");
    assert_eq!(answer["replaced_by"], json!(null));
    assert!(!steps(&answer).is_empty());
    // Its child went with it: for the same rate, or for the lack of a parent.
    service.until_that(&child.id(), "the child's end is told", |answer| {
        ["evicted_low_fee", "ancestor_replaced"].contains(&text(&answer["cause"]["code"]))
    });

    let richer = spend(&tx_coin(&tx)).to(1, 5_000_000).rate(100.0);
    node.send(&richer);
    service.until(&richer.id(), "waiting: next_in_line (ok)");
    let answer = service.until(&tx.id(), "gone: replaced");
    assert_eq!(answer["replaced_by"]["id"], json!(richer.id()));
}

#[test]
fn expired_after_two_weeks() {
    let node = Node::bare(&[]);
    let now = jiff::Timestamp::now().as_second();
    node.call("setmocktime", json!([now - 337 * 3600]));
    node.fund();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let service = Setup::of(&node).start();
    service.until_that(&tx.id(), "it is seen waiting", |answer| answer["stage"] == "waiting");
    node.call("setmocktime", json!([0]));
    // The node looks for what is too old when the next one comes in.
    let other = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    node.send(&other);
    assert!(!node.holds(&tx), "the node keeps it beyond two weeks");
    node.mine_only(&[]);
    let answer = service.until(&tx.id(), "gone: expired (action_needed)");
    assert!(answer["cause"]["data"]["waited_s"].as_f64().unwrap() >= 336.0 * 3600.0, "{answer:#}");
    service.until(&other.id(), "waiting: next_in_line (ok)");
}

#[test]
fn expired_after_the_hours_that_the_operator_set() {
    let node = Node::bare(&["-mempoolexpiry=2"]);
    let now = jiff::Timestamp::now().as_second();
    node.call("setmocktime", json!([now - 3 * 3600]));
    node.fund();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let service = Setup::of(&node).with("mempool_expiry_hours = 2").start();
    service.until_that(&tx.id(), "it is seen waiting", |answer| answer["stage"] == "waiting");
    node.call("setmocktime", json!([0]));
    node.send(&spend(&node.coin()).to(2, 5_000_000).rate(20.0));
    let answer = service.until(&tx.id(), "gone: expired (action_needed)");
    assert_eq!(answer["cause"]["data"]["after_hours"], 2, "{answer:#}");
}

/// What this transaction spent, to be spent otherwise.
fn tx_coin(tx: &crate::tx::Tx) -> crate::tx::Coin {
    let spent = tx.0.input[0].previous_output;
    crate::tx::Coin { id: spent.txid, vout: spent.vout, sats: 40_000_000 }
}
