//! Transactions that wait: in line, too cheap, dragged, lifted, close to eviction, unknown to the network.

use bitcoin::{Address, Network};
use serde_json::json;

use crate::{
    check::{also, steps, text},
    node::{Node, until},
    service::Setup,
    tx::{recipient, spend},
};

#[test]
fn a_fresh_one_is_next_in_line() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    assert_eq!(answer["cause"]["confidence"], "observed");
    assert_eq!(answer["eta"]["basis"], "queue");
    let median = answer["eta"]["p50_s"].as_f64().unwrap();
    assert!((300.0..600.0).contains(&median), "the next block takes ten minutes on average: {median}");
    assert!(!answer["first_seen"].is_null());
    assert_eq!(answer["progress"]["confirmations"], 0);
    assert_eq!(answer["observed"]["nodes"], json!(["main"]));
    assert_eq!(answer["observed"]["tip_height"], node.height());
    assert_eq!(answer["observed"]["stale"], false);
}

#[test]
fn what_it_carries_is_somebody_elses_words() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let lure = "refund: https://evil.example \u{202e}seed phrase\u{200b}";
    let tx = spend(&node.coin()).to(1, 5_000_000).saying(lure).rate(20.0);
    node.send(&tx);
    let mut answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    let said = answer["untrusted"].take();
    assert_eq!(said[0]["source"], "op_return");
    assert_eq!(said[0]["text"], "refund: https://evil.example seed phrase");
    assert!(said[0]["flags"].as_array().unwrap().contains(&json!("seed_phrase_lure")), "{said}");
    assert!(!answer.to_string().contains("evil"), "{answer:#}");
}

#[test]
fn one_that_was_there_before_us_keeps_its_age() {
    let node = Node::start(&[]);
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let entered = node.call("getmempoolentry", json!([tx.id()]))["time"].as_i64().unwrap();
    let service = Setup::of(&node).start();
    let answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    let seen: jiff::Timestamp = answer["first_seen"].as_str().unwrap().parse().unwrap();
    assert_eq!(seen.as_second(), entered);
}

#[test]
fn a_cheap_one_under_two_blocks_of_better_paying_ones() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(2.0);
    node.send(&tx);
    node.fill(25, 50.0);
    let answer = service.until(&tx.id(), "waiting: fee_below_market (delayed)");
    service.until_that(&tx.id(), "all that is ahead of it is counted", |answer| {
        answer["cause"]["data"]["blocks_ahead"].as_f64().is_some_and(|blocks| blocks > 2.0)
    });
    assert!(steps(&answer).contains(&"raise_fee_rbf"), "{:?}", steps(&answer));
    let eta = service.tx(&tx.id())["eta"].clone();
    assert!(eta["p50_s"].as_f64().unwrap() > 1_200.0, "three blocks take half an hour: {eta}");
    let network = service.ask("/v1/networks/bitcoin").1;
    assert!(["busy", "severe", "normal"].contains(&network["congestion"].as_str().unwrap()), "{network:#}");
    assert!(network["pending"]["blocks_to_clear"].as_f64().unwrap() > 2.0, "{network:#}");

    let blocks = node.mine(4);
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert!(blocks.contains(&answer["progress"]["block_hash"].as_str().unwrap().to_owned()));
}

#[test]
fn a_cheap_parent_drags_a_rich_child() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let parent = spend(&node.coin()).to(1, 1_000_000).large().rate(1.5);
    let child = spend(&parent.change()).to(2, 1_000_000).rate(60.0);
    node.send(&parent);
    node.send(&child);
    node.fill(24, 40.0);
    let answer = service.until(&child.id(), "waiting: parent_fee_too_low (delayed)");
    assert!(answer.to_string().contains(&parent.id()), "the parent is named: {answer:#}");
    service.until(&parent.id(), "waiting: fee_below_market (delayed)");
}

#[test]
fn a_rich_child_lifts_a_cheap_parent() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let parent = spend(&node.coin()).to(1, 1_000_000).rate(1.5);
    node.send(&parent);
    node.fill(24, 40.0);
    service.until(&parent.id(), "waiting: fee_below_market (delayed)");
    let child = spend(&parent.change()).to(2, 1_000_000).rate(300.0);
    node.send(&child);
    service.until(&parent.id(), "waiting: next_in_line (ok)");
    let answer = service.until(&child.id(), "waiting: next_in_line (ok)");
    assert!(!also(&answer).contains(&"parent_fee_too_low"), "{answer:#}");
}

#[test]
fn the_last_of_a_long_chain_lifts_all_of_it() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    node.fill(24, 40.0);
    let mut chain = vec![spend(&node.coin()).to(1, 100_000).rate(2.0)];
    for _ in 0..23 {
        chain.push(spend(&chain.last().unwrap().change()).to(1, 100_000).rate(2.0));
    }
    for tx in &chain {
        node.send(tx);
    }
    let (first, middle, last) = (chain[0].id(), chain[12].id(), chain[23].id());
    for id in [&first, &middle, &last] {
        service.until(id, "waiting: fee_below_market (delayed)");
    }
    let rich = spend(&chain[23].change()).to(1, 100_000).rate(2_000.0);
    node.send(&rich);
    for id in [&first, &middle, &last, &rich.id()] {
        service.until(id, "waiting: next_in_line (ok)");
    }
    let answer = service.tx(&first);
    assert_eq!(answer["facts"]["descendants"], 24, "{answer:#}");
}

#[test]
fn one_that_a_full_mempool_is_about_to_drop() {
    let node = Node::start(&["-maxmempool=5"]);
    let service = Setup::of(&node).start();
    // The cheapest of the large ones go one after another; what pays a little more than they did is the next to go.
    node.fill_up(20.0);
    let tx = spend(&node.coin()).to(1, 1_000_000).rate(22.0);
    node.send(&tx);
    node.fill(4, 60.0);
    assert!(node.holds(&tx), "the mempool dropped it already");
    let answer = service.until(&tx.id(), "waiting: near_eviction (action_needed)");
    assert!(steps(&answer).contains(&"raise_fee_rbf"), "{:?}", steps(&answer));
}

#[test]
fn one_that_no_peer_asks_for() {
    let node = Node::start(&[]);
    let deaf = Node::bare(&["-blocksonly"]);
    deaf.connect(&node);
    let service = Setup::of(&node).start();
    // It has waited for twenty minutes by the node's clock: a node announces what it was given twice before that.
    node.call("setmocktime", json!([jiff::Timestamp::now().as_second() - 1_200]));
    let tx = spend(&node.coin()).to(1, 1_000_000).rate(20.0);
    node.send(&tx);
    let answer = service.until(&tx.id(), "waiting: not_propagated (action_needed)");
    assert!(also(&answer).contains(&"next_in_line"), "{answer:#}");

    // By real time again, as a node drops peers that are silent for twenty minutes. A peer that lacks blocks listens
    // to no offers, and what was offered to it once is not offered again.
    node.call("setmocktime", json!([0]));
    let peer = Node::bare(&[]);
    peer.connect(&node);
    until("the peer has the chain", || peer.height() == node.height());
    // Ten to fifteen minutes after the first time, a node offers again what no peer asked for.
    node.call("mockscheduler", json!([900]));
    until("the peer has the transaction", || peer.holds(&tx));
    let answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    assert!(!also(&answer).contains(&"not_propagated"), "{answer:#}");
}

#[test]
fn one_that_a_peer_asked_for() {
    let node = Node::start(&["-whitelist=noban@127.0.0.1"]);
    let peer = Node::bare(&[]);
    peer.connect(&node);
    let service = Setup::of(&node).and("second", &peer).start();
    until("the peer has the chain", || peer.height() == node.height());
    let tx = spend(&node.coin()).to(1, 1_000_000).rate(20.0);
    node.send(&tx);
    until("the peer has the transaction", || peer.holds(&tx));
    let answer = service.until_that(&tx.id(), "both nodes told of it", |answer| answer["observed"]["agree"] == true);
    assert_eq!(answer["observed"]["nodes"], json!(["main", "second"]));
    service.until(&tx.id(), "waiting: next_in_line (ok)");
}

#[test]
fn one_that_only_one_of_two_nodes_holds() {
    let (node, second) = (Node::start(&[]), Node::bare(&[]));
    second.take_chain_of(&node);
    let service = Setup::of(&node).and("second", &second).start();
    service.until_that(&node.hash_at(1), "both nodes are in sync", |_| {
        let network = service.ask("/v1/networks/bitcoin").1;
        network["nodes"].as_array().unwrap().iter().all(|node| node["state"] == "synced")
    });
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    assert_eq!(answer["observed"]["agree"], false, "{answer:#}");
    second.send(&tx);
    service.until_that(&tx.id(), "both hold it", |answer| answer["observed"]["agree"] == true);

    let coin = node.coin();
    let (here, there) = (spend(&coin).to(1, 5_000_000).rate(20.0), spend(&coin).to(2, 5_000_000).rate(30.0));
    node.send(&here);
    second.send(&there);
    for (tx, other, offers_more) in [(&here, &there, true), (&there, &here, false)] {
        let answer = service.until(&tx.id(), "waiting: rival_pending (delayed)");
        assert_eq!(answer["observed"]["agree"], false, "{answer:#}");
        let data = &answer["cause"]["data"];
        assert_eq!((&data["rival"], &data["rival_offers_more"]), (&json!(other.id()), &json!(offers_more)));
        assert!(steps(&answer).contains(&"do_not_resend"));
    }
    for (amount, paid) in [("0.05", true), ("0.06", false)] {
        let answer = service.tx(&format!("{}?amount={amount}", here.id()));
        assert_eq!(answer["facts"]["pays_amount"], paid, "{answer:#}");
        assert_eq!(steps(&answer).contains(&"check_recipient"), !paid, "{answer:#}");
    }
    second.mine(1);
    node.take_chain_of(&second);
    service.until(&there.id(), "included: awaiting_confirmations (ok)");
    let answer = service.until_that(&here.id(), "its rival is in a block", |answer| answer["stage"] == "gone");
    assert_eq!(answer["replaced_by"]["id"], json!(there.id()));
}

#[test]
fn one_that_pays_others_than_the_caller_states() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let address = |number: u64| Address::from_script(&recipient(number), Network::Regtest).unwrap();
    service.until(&format!("{}?to={}", tx.id(), address(1)), "waiting: next_in_line (ok)");
    let answer = service.until(&format!("{}?to={}", tx.id(), address(2)), "waiting: next_in_line (action_needed)");
    assert_eq!(steps(&answer), ["check_recipient", "ask_sender", "do_not_resend"]);
    let answer = service.until(&format!("{}?amount=0.06", tx.id()), "waiting: next_in_line (ok)");
    assert_eq!(steps(&answer)[0], "check_recipient");
    // An address of another kind of network, and what this one knows nothing of.
    let other = format!("{}?to=0x5200000000000000000000000000000000000052", tx.id());
    let answer = service.until(&other, "waiting: next_in_line (action_needed)");
    assert!(text(&answer["explanation"]["summary"]).contains("another kind of network"), "{answer:#}");
    let answer = service.until(&format!("{}?asset=USDT&nonce=3", tx.id()), "waiting: next_in_line (ok)");
    assert!(text(&answer["explanation"]["summary"]).contains("nothing but its own coin"), "{answer:#}");
}
