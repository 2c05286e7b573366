//! What no mempool and no known block holds: never seen, a block's hash, waiting for its parents, or our own
//! blindness, which must never be blamed on the transaction.

use serde_json::json;

use crate::{
    check::steps,
    node::{Node, until},
    peer::Peer,
    service::Setup,
    tx::spend,
};

const NOWHERE: &str = "00000000000000000000000000000000000000000000000000000000deadbeef";

#[test]
fn one_that_nobody_has_seen() {
    let node = Node::start(&["-txindex=1"]);
    let service = Setup::of(&node).start();
    let answer = service.until(NOWHERE, "unknown: never_seen");
    assert_eq!(answer["eta"], json!(null));
    assert_eq!(answer["first_seen"], json!(null));
    assert!(!steps(&answer).is_empty());
    let late = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    service.until(&late.id(), "unknown: never_seen");
    node.send(&late);
    service.until(&late.id(), "waiting: next_in_line (ok)");
}

#[test]
fn the_hash_of_a_block() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    for height in [0, 5, node.height()] {
        let answer = service.until(&node.hash_at(height), "unknown: is_block_hash");
        assert_eq!(answer["eta"], json!(null));
    }
    let fresh = node.mine(1).remove(0);
    service.until(&fresh, "unknown: is_block_hash");
}

#[test]
fn one_whose_parent_is_unknown() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let parent = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    let child = spend(&parent.change()).to(2, 1_000_000).rate(20.0);
    let mut peer = Peer::connect(&node);
    peer.send(&child);
    until("the node keeps it as an orphan", || {
        let orphans = node.call("getorphantxs", json!([]));
        orphans.as_array().unwrap().iter().any(|id| id == &json!(child.id()))
    });
    let answer = service.until(&child.id(), "unknown: missing_parent");
    assert!(answer["cause"].to_string().contains(&parent.id()), "the parent is named: {answer:#}");
    service.until(&parent.id(), "unknown: never_seen");
    // A node looks at its orphans when a peer brings the parent, not when RPC does.
    peer.send(&parent);
    service.until(&child.id(), "waiting: next_in_line (ok)");
}

#[test]
fn a_stopped_node_is_our_blindness() {
    let mut node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let waiting = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    let mined = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    node.send(&waiting);
    node.mine_only(&[&mined]);
    service.until(&waiting.id(), "waiting: next_in_line (ok)");
    service.until(&mined.id(), "included: awaiting_confirmations (ok)");

    node.stop();
    service.until(NOWHERE, "unknown: node_behind");
    let answer =
        service.until_that(&waiting.id(), "it is told as old knowledge", |answer| answer["observed"]["stale"] == true);
    assert_eq!(answer["stage"], "waiting", "what was known stays known: {answer:#}");
    assert_eq!(answer["eta"], json!(null), "nothing honest can be said: {answer:#}");
    let answer = service.tx(&mined.id());
    assert_eq!((&answer["stage"], &answer["observed"]["stale"]), (&json!("included"), &json!(true)), "{answer:#}");
    let network = service.ask("/v1/networks/bitcoin").1;
    assert_eq!((&network["congestion"], &network["stale"]), (&json!("unknown"), &json!(true)), "{network:#}");

    node.start_again();
    service.until(NOWHERE, "unknown: never_seen");
    let answer = service.until(&mined.id(), "included: awaiting_confirmations (ok)");
    assert_eq!(answer["observed"]["stale"], false);
}

#[test]
fn one_of_two_nodes_stopped_is_no_blindness() {
    let (node, mut second) = (Node::start(&[]), Node::bare(&[]));
    second.connect(&node);
    until("the second has the chain", || second.height() == node.height());
    let service = Setup::of(&node).and("second", &second).start();
    second.stop();
    service.until_that(NOWHERE, "the loss is noticed", |_| {
        let network = service.ask("/v1/networks/bitcoin").1;
        network["nodes"].as_array().unwrap().iter().any(|node| node["state"] == "unreachable")
    });
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let answer = service.until(&tx.id(), "waiting: next_in_line (ok)");
    assert_eq!(answer["observed"]["stale"], false);
    assert_ne!(service.ask("/v1/networks/bitcoin").1["congestion"], "unknown");
}

#[test]
fn a_node_that_never_answered() {
    let node = Node::start(&[]);
    let mut gone = Node::bare(&[]);
    gone.stop();
    let service = Setup::of(&gone).start_unready();
    assert_eq!(service.get("/readyz").0, 503);
    let (status, problem) = service.ask(&format!("/v1/tx/{NOWHERE}"));
    match status {
        503 => assert_eq!(problem["code"], "not_ready"),
        200 => assert_eq!(problem["cause"]["code"], "node_behind", "{problem:#}"),
        other => panic!("{other}: {problem:#}"),
    }
    drop(node);
}

#[test]
fn a_node_that_hangs_is_our_blindness_too_and_holds_nobody_up() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    service.until(&tx.id(), "waiting: next_in_line (ok)");
    node.freeze(true);
    service.until(NOWHERE, "unknown: node_behind");
    service.until_that(&tx.id(), "it is told as old knowledge", |answer| answer["observed"]["stale"] == true);
    assert_eq!(service.ask("/v1/networks/bitcoin").1["congestion"], "unknown");
    node.freeze(false);
    service.until(NOWHERE, "unknown: never_seen");
    service.until_that(&tx.id(), "it is fresh again", |answer| answer["observed"]["stale"] == false);
}

#[test]
fn a_node_that_downloads_the_chain_cannot_say() {
    // Its newest block is of long ago, so it can't believe that it knows the present.
    let node = Node::bare(&["-maxtipage=60"]);
    let now = jiff::Timestamp::now().as_second();
    node.call("setmocktime", json!([now - 7 * 24 * 3600]));
    node.fund();
    let mut node = node;
    node.stop();
    node.start_again();
    let info = node.call("getblockchaininfo", json!([]));
    assert_eq!(info["initialblockdownload"], true);
    let service = Setup::of(&node).start_unready();
    service.until(NOWHERE, "unknown: node_behind");
    assert_eq!(service.ask("/v1/networks/bitcoin").1["nodes"][0]["state"], "syncing");
    assert_eq!(service.ask("/v1/networks/bitcoin").1["congestion"], "unknown");
}

#[test]
fn a_node_that_refuses_our_password() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).with_a_wrong_login().start_unready();
    service.until(NOWHERE, "unknown: node_behind");
    assert_eq!(service.get("/readyz").0, 503);
    assert_eq!(service.ask("/v1/networks/bitcoin").1["nodes"][0]["state"], "refused");
}
