//! The chain changes its mind: a transaction waits again and is confirmed again, or never will be.

use serde_json::json;

use crate::{
    check::text,
    node::{Node, until},
    service::{Service, Setup},
    tx::{Tx, spend},
};

/// A node, the service that follows it, and a miner who has the same chain and keeps to himself.
fn with_miner() -> (Node, Service, Node) {
    let (node, miner) = (Node::start(&[]), Node::bare(&[]));
    miner.take_chain_of(&node);
    let service = Setup::of(&node).start();
    (node, service, miner)
}

#[test]
fn returned_by_a_reorg_and_confirmed_again() {
    let (node, service, miner) = with_miner();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let block = node.mine(1).remove(0);
    service.until(&tx.id(), "included: awaiting_confirmations (ok)");

    miner.mine(2);
    node.take_chain_of(&miner);
    let answer = service.until(&tx.id(), "waiting: returned_by_reorg");
    assert!(answer.to_string().contains(&block), "the dropped block is named: {answer:#}");
    assert_eq!(answer["progress"]["confirmations"], 0);

    let again = node.mine(1).remove(0);
    let answer = service.until(&tx.id(), "included: awaiting_confirmations (ok)");
    assert_eq!(answer["progress"]["block_hash"], json!(again));
    node.mine(1);
    service.until(&tx.id(), "settled: settled (ok)");
}

#[test]
fn in_both_branches_it_stays_confirmed() {
    let (node, service, miner) = with_miner();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    node.mine(1);
    service.until(&tx.id(), "included: awaiting_confirmations (ok)");
    let other = miner.mine_only(&[&tx]);
    miner.mine(1);
    node.take_chain_of(&miner);
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["block_hash"], json!(other));
}

#[test]
fn six_blocks_are_undone_and_a_double_spend_takes_its_place() {
    let (node, service, miner) = with_miner();
    let coin = node.coin();
    let (tx, kept) = pair(&node, &coin);
    node.mine(1);
    node.mine(5);
    service.until(&format!("{}?required=6", tx.id()), "settled: settled (ok)");

    let rival = spend(&coin).to(3, 5_000_000).rate(25.0);
    miner.mine_only(&[&rival]);
    miner.mine(6);
    node.take_chain_of(&miner);
    assert_eq!(node.height(), miner.height());
    let answer = service.until(&tx.id(), "gone: double_spent (failed)");
    assert_eq!(text(&answer["replaced_by"]["id"]), rival.id());
    service.until(&kept.id(), "waiting: returned_by_reorg");
    let answer = service.until(&rival.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["confirmations"], 7);
}

#[test]
fn forty_blocks_that_were_there_before_us_are_undone() {
    let (node, miner) = (Node::start(&[]), Node::bare(&[]));
    miner.take_chain_of(&node);
    let coin = node.coin();
    let (tx, kept) = pair(&node, &coin);
    node.mine(40);
    let service = Setup::of(&node).start();
    service.until(&tx.id(), "settled: settled (ok)");

    let rival = spend(&coin).to(3, 5_000_000).rate(25.0);
    miner.mine_only(&[&rival]);
    miner.mine(40);
    node.take_chain_of(&miner);
    let answer = service.until(&tx.id(), "gone: double_spent (failed)");
    assert_eq!(text(&answer["replaced_by"]["id"]), rival.id());
    service.until(&kept.id(), "waiting: returned_by_reorg");
    service.until(&rival.id(), "settled: settled (ok)");
    // It is settled before the last of the new blocks has been read.
    let confirmations = || service.ask(&format!("/v1/tx/{}", rival.id())).1["progress"]["confirmations"].clone();
    until("all new blocks count", || confirmations() == 41);
}

#[test]
fn a_reorg_while_nobody_watched() {
    let (node, mut service, miner) = with_miner();
    let coin = node.coin();
    let (tx, kept) = pair(&node, &coin);
    node.mine(1);
    service.until(&tx.id(), "included: awaiting_confirmations (ok)");
    service.kill();
    let rival = spend(&coin).to(3, 5_000_000).rate(20.0);
    miner.mine_only(&[&rival]);
    miner.mine(2);
    node.take_chain_of(&miner);
    service.start_again();
    service.until_ready();
    service.until(&kept.id(), "waiting: next_in_line (ok)");
    service.until(&rival.id(), "settled: settled (ok)");
    // Nobody saw it go, and nothing may claim that it is in a block.
    service.until_that(&tx.id(), "it is in no block any more", |answer| {
        ["unknown", "gone"].contains(&text(&answer["stage"]))
    });
}

/// One that spends this coin, and one that has nothing to do with it.
fn pair(node: &Node, coin: &crate::tx::Coin) -> (Tx, Tx) {
    let tx = spend(coin).to(1, 5_000_000).rate(20.0);
    let kept = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    node.send(&tx);
    node.send(&kept);
    (tx, kept)
}
