//! Transactions in blocks: so many confirmations of the required, settled, mined long ago, coinbases.

use bitcoin::{Address, Network};
use serde_json::json;

use crate::{
    check::steps,
    node::Node,
    service::Setup,
    tx::{recipient, spend},
};

#[test]
fn one_of_the_required_confirmations_then_all() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).required(3).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let block = node.mine(1).remove(0);
    let answer = service.until(&tx.id(), "included: awaiting_confirmations (ok)");
    let progress = &answer["progress"];
    assert_eq!((&progress["confirmations"], &progress["required"]), (&json!(1), &json!(3)));
    assert_eq!((&progress["block_height"], &progress["block_hash"]), (&json!(node.height()), &json!(block)));
    assert_eq!(progress["final"], false);
    assert_eq!(answer["eta"]["basis"], "confirmations");

    node.mine(1);
    let answer = service.until_that(&tx.id(), "it is two deep", |answer| answer["progress"]["confirmations"] == 2);
    assert_eq!(answer["stage"], "included");

    node.mine(1);
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert_eq!(answer["eta"], json!(null));
    assert!(!steps(&answer).is_empty());
    assert_eq!(answer["progress"]["block_hash"], json!(block));
}

#[test]
fn the_caller_says_how_many_are_required() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    node.mine(2);
    service.until(&tx.id(), "settled: settled (ok)");
    let six = format!("{}?required=6", tx.id());
    let answer = service.until(&six, "included: awaiting_confirmations (ok)");
    assert_eq!(answer["progress"]["required"], 6);
    let eta = &answer["eta"];
    assert!((1_500.0..3_600.0).contains(&eta["p50_s"].as_f64().unwrap()), "four blocks to come: {eta}");
    service.until(&format!("{}?required=1", tx.id()), "settled: settled (ok)");
    let (status, problem) = service.ask(&format!("/v1/tx/{}?required=0", tx.id()));
    assert_eq!((status, &problem["code"]), (400, &json!("bad_request")), "{problem:#}");
}

#[test]
fn one_that_pays_others_than_the_caller_states() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).to(1, 1_000_000).to(2, 300_000).rate(20.0);
    node.send(&tx);
    node.mine(1);
    let with = |number: u64, amount: &str| {
        let address = Address::from_script(&recipient(number), Network::Regtest).unwrap();
        format!("{}?to={address}&amount={amount}", tx.id())
    };
    service.until(&with(3, "0.05"), "included: succeeded_elsewhere (failed)");
    node.mine(1);
    // One of a batch, and one in two parts.
    for (number, amount) in [(2, "0.003"), (1, "0.05"), (1, "0.06")] {
        service.until(&with(number, amount), "settled: settled (ok)");
    }
    let answer = service.until(&with(3, "0.05"), "settled: succeeded_elsewhere (failed)");
    assert_eq!(steps(&answer), ["check_recipient", "ask_sender"]);
    let answer = service.until(&with(1, "0.061"), "settled: succeeded_amount_differs (action_needed)");
    let data = &answer["cause"]["data"];
    assert_eq!((&data["expected_decimal"], &data["arrived_decimal"]), (&json!("0.061"), &json!("0.06")));
    service.until(&format!("{}?amount=7", tx.id()), "settled: succeeded_amount_differs (action_needed)");
}

#[test]
fn one_that_was_mined_without_ever_waiting() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.mine_only(&[&tx]);
    service.until(&tx.id(), "included: awaiting_confirmations (ok)");
}

#[test]
fn a_coinbase_waits_for_a_hundred() {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let block = node.mine(1).remove(0);
    let coinbase = node.call("getblock", json!([block, 1]))["tx"][0].as_str().unwrap().to_owned();
    node.mine(4);
    service.until_that(&coinbase, "it is five deep", |answer| answer["progress"]["confirmations"] == 5);
    let answer = service.until(&coinbase, "included: coinbase_immature (ok)");
    assert_eq!(answer["progress"]["required"], 100);
    assert!(answer["eta"]["p50_s"].as_f64().unwrap() > 12.0 * 3600.0, "{}", answer["eta"]);
    assert_eq!(answer["cause"]["data"]["required"], 100, "{answer:#}");
    node.mine(95);
    service.until(&coinbase, "settled: settled (ok)");
}

#[test]
fn one_mined_long_ago_is_found_through_the_index_of_all() {
    let node = Node::start(&["-txindex=1"]);
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let block = node.mine(1).remove(0);
    let height = node.height();
    node.mine(320);
    let service = Setup::of(&node).start();
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["confirmations"], 321);
    assert_eq!(
        (&answer["progress"]["block_height"], &answer["progress"]["block_hash"]),
        (&json!(height), &json!(block))
    );
}

#[test]
fn one_mined_long_ago_is_found_without_such_an_index_while_it_is_unspent() {
    let node = Node::start(&[]);
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    node.mine(321);
    let service = Setup::of(&node).start();
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["confirmations"], 321);
}

#[test]
fn one_mined_long_ago_and_spent_since_is_not_called_absent() {
    let node = Node::start(&[]);
    let tx = spend(&node.coin()).rate(20.0);
    node.send(&tx);
    node.send(&spend(&tx.change()).to(2, 1_000_000).rate(20.0));
    node.mine(321);
    let service = Setup::of(&node).start();
    let answer = service.until(&tx.id(), "unknown: never_seen");
    assert_ne!(answer["cause"]["confidence"], "observed", "nobody looked at old blocks: {answer:#}");
    assert_eq!(answer["cause"]["data"]["whole_chain"], false);
}

#[test]
fn one_in_the_window_is_found_without_any_index() {
    let node = Node::start(&[]);
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    node.mine(250);
    let service = Setup::of(&node).start();
    let answer = service.until(&tx.id(), "settled: settled (ok)");
    assert_eq!(answer["progress"]["confirmations"], 250);
}
