//! Nodes, connections and the service itself fail and return: what happened meanwhile is made up for, and what can't
//! be known is not invented.

use serde_json::json;

use crate::{
    check::text,
    node::{Node, until},
    proxy::Proxy,
    service::{Service, Setup},
    tx::{Tx, spend},
};

#[test]
fn a_node_that_starts_again_with_an_empty_mempool() {
    let mut node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    service.until(&tx.id(), "waiting: next_in_line (ok)");
    node.stop();
    node.start_again();
    let answer = service.until(&tx.id(), "gone: dropped");
    assert_eq!(answer["cause"]["confidence"], "unknown", "nobody told why: {answer:#}");
    // The counters of its messages began anew, and nothing is missed for that.
    let next = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    node.send(&next);
    service.until(&next.id(), "waiting: next_in_line (ok)");
    node.send(&tx);
    service.until(&tx.id(), "waiting: next_in_line (ok)");
    node.mine(1);
    service.until(&tx.id(), "included: awaiting_confirmations (ok)");
}

#[test]
fn the_service_was_killed_while_things_happened() {
    let node = Node::start(&[]);
    let mut service = Setup::of(&node).start();
    let coin = node.coin();
    let replaced = spend(&coin).to(1, 5_000_000).rate(3.0);
    let mined = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    let waiting = spend(&node.coin()).to(3, 5_000_000).rate(3.0);
    let settled = spend(&node.coin()).to(4, 5_000_000).rate(3.0);
    for tx in [&replaced, &mined, &waiting, &settled] {
        node.send(tx);
        service.until(&tx.id(), "waiting: next_in_line");
        service.until_journaled(tx);
    }
    let seen = service.tx(&waiting.id())["first_seen"].clone();

    service.kill();
    let rival = spend(&coin).to(1, 5_000_000).rate(30.0);
    node.send(&rival);
    node.mine_only(&[&settled]);
    node.mine_only(&[&mined]);
    service.start_again();
    service.until_ready();

    let answer = service.until(&replaced.id(), "gone: replaced");
    assert_eq!(answer["replaced_by"]["id"], json!(rival.id()));
    assert_eq!(answer["replaced_by"]["same_recipient"], true);
    service.until(&mined.id(), "included: awaiting_confirmations (ok)");
    service.until(&settled.id(), "settled: settled (ok)");
    let answer = service.until(&waiting.id(), "waiting: next_in_line");
    assert_eq!(answer["first_seen"], seen);
}

#[test]
fn the_service_was_away_for_longer_than_it_looks_back() {
    let node = Node::start(&[]);
    let mut service = Setup::of(&node).start();
    let coin = node.coin();
    let replaced = spend(&coin).to(1, 5_000_000).rate(3.0);
    let mined = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    for tx in [&replaced, &mined] {
        node.send(tx);
        service.until(&tx.id(), "waiting: next_in_line");
        service.until_journaled(tx);
    }
    service.kill();
    let rival = spend(&coin).to(1, 5_000_000).rate(30.0);
    node.mine_only(&[&rival]);
    node.mine_only(&[&mined]);
    node.mine(300);
    service.start_again();
    service.until_ready();
    let answer = service.until(&mined.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["confirmations"], 301);
    // What took its place was mined where nobody looks any more: it is gone, and why can't be told.
    service.until(&replaced.id(), "gone: dropped");
    service.until(&rival.id(), "settled: settled (ok)");
}

#[test]
fn a_departure_is_remembered_after_a_kill() {
    let node = Node::start(&[]);
    let mut service = Setup::of(&node).start();
    let coin = node.coin();
    let first = spend(&coin).to(1, 5_000_000).rate(3.0);
    let second = spend(&coin).to(1, 5_000_000).rate(10.0);
    node.send(&first);
    service.until(&first.id(), "waiting: next_in_line");
    node.send(&second);
    let before = service.until(&first.id(), "gone: replaced");
    service.until_journaled(&second);
    service.kill();
    let third = spend(&coin).to(2, 5_000_000).rate(30.0);
    node.mine_only(&[&third]);
    service.start_again();
    service.until_ready();
    let after = service.until(&first.id(), "gone: replaced");
    assert_eq!(before["first_seen"], after["first_seen"]);
    let last = |answer: &serde_json::Value| answer["replaced_by"]["id"] == json!(third.id());
    let answer = service.until_that(&first.id(), "it leads to the last", last);
    assert_eq!(text(&answer["replaced_by"]["stage"]), "included");
}

#[test]
fn a_node_without_messages_is_polled() {
    let node = Node::start(&[]);
    let service = Setup::polling(&node).start();
    story(&node, &service);
}

#[test]
fn messages_are_lost_and_the_loss_is_made_up_for() {
    let node = Node::start(&[]);
    let proxy = Proxy::before(&node);
    let service = Setup::heard_through(&node, proxy.port).start();
    let told = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&told);
    service.until(&told.id(), "waiting: next_in_line (ok)");

    proxy.lose(true);
    let coin = node.coin();
    let unheard = spend(&coin).to(2, 5_000_000).rate(3.0);
    let rival = spend(&coin).to(2, 5_000_000).rate(30.0);
    let mined = spend(&node.coin()).to(3, 5_000_000).rate(20.0);
    node.send(&unheard);
    node.send(&rival);
    node.mine_only(&[&mined]);
    until("messages were lost", || proxy.lost() >= 4);
    proxy.lose(false);

    let heard = spend(&node.coin()).to(4, 5_000_000).rate(20.0);
    node.send(&heard);
    service.until(&heard.id(), "waiting: next_in_line (ok)");
    service.until(&rival.id(), "waiting: next_in_line (ok)");
    service.until(&mined.id(), "included: awaiting_confirmations (ok)");
    service.until(&told.id(), "waiting: next_in_line (ok)");
    story(&node, &service);
}

#[test]
fn the_connection_for_messages_breaks_and_comes_back() {
    let node = Node::start(&[]);
    let proxy = Proxy::before(&node);
    let service = Setup::heard_through(&node, proxy.port).start();
    story(&node, &service);
    proxy.cut();
    story(&node, &service);
    proxy.mend();
    story(&node, &service);
}

#[test]
fn more_at_once_than_the_node_keeps_for_a_slow_listener() {
    let node = Node::start(&["-zmqpubsequencehwm=1"]);
    let service = Setup::of(&node).start();
    let source = node.coin();
    let fan = crate::tx::fan_out(&source, 300, 100_000);
    node.send(&fan);
    node.mine(1);
    let all: Vec<Tx> = (0..300).map(|vout| spend(&fan.coin(vout)).to(1, 10_000).rate(20.0)).collect();
    for tx in &all {
        node.send(tx);
    }
    for tx in all.iter().step_by(60) {
        service.until(&tx.id(), "waiting: next_in_line (ok)");
    }
    until("the whole mempool is known", || service.ask("/v1/networks/bitcoin").1["pending"]["count"] == json!(300));
}

/// Waiting, replaced, mined: whatever the way in which the news comes.
fn story(node: &Node, service: &Service) {
    let coin = node.coin();
    let first = spend(&coin).to(1, 5_000_000).rate(3.0);
    let second = spend(&coin).to(1, 5_000_000).rate(30.0);
    node.send(&first);
    service.until(&first.id(), "waiting: next_in_line");
    node.send(&second);
    service.until(&second.id(), "waiting: next_in_line (ok)");
    let answer = service.until(&first.id(), "gone: replaced");
    assert_eq!(answer["replaced_by"]["id"], json!(second.id()));
    node.mine(1);
    service.until(&second.id(), "included: awaiting_confirmations (ok)");
}
