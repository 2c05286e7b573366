//! Transfers that a chain with gas doesn't have any more, or never had, on a real anvil: replaced in each way, seen and
//! unseen, dropped, remembered; and nodes that can't be asked.

use serde_json::{Value, json};

use crate::{
    anvil::{Anvil, ETHER, GWEI, hex},
    check::{check, steps, verdict},
    node::{Node, until},
    service::{Setup, batch},
    tx::spend,
};

/// What a replacement does with the nonce of a payment of 1 ETH to the second account.
fn replacement(anvil: &Anvil, kind: &str) -> Value {
    let (to, value) = match kind {
        "speed_up" => (anvil.account(1), ETHER),
        "cancel" => (anvil.account(0), 0),
        "different" => (anvil.account(2), ETHER),
        other => panic!("no such replacement: {other}"),
    };
    json!({"to": to, "value": hex(value), "nonce": "0x0", "gas": hex(21_000),
        "maxFeePerGas": hex((50 * GWEI).into()), "maxPriorityFeePerGas": hex((5 * GWEI).into())})
}

fn replaced(kind: &str, seen: bool) {
    let anvil = Anvil::start();
    // Over HTTP nothing is announced, so that what nobody asked about stays unseen.
    let rpc = if seen { anvil.ws() } else { anvil.http() };
    let service = Setup::evm_at(&rpc).required("2").start();
    let first = anvil.send(
        0,
        json!({"to": anvil.account(1), "value": hex(ETHER), "nonce": "0x0", "gas": hex(21_000),
        "maxFeePerGas": hex((10 * GWEI).into()), "maxPriorityFeePerGas": hex(GWEI.into())}),
    );
    let asked = if seen {
        service.until(&first, "waiting: next_in_line");
        first
    } else {
        format!("{first}?sender={}&nonce=0", anvil.account(0))
    };
    let second = anvil.send(0, replacement(&anvil, kind));
    let expected_kind = if seen || kind == "cancel" { kind } else { "different" };
    for (stage, mined) in [("waiting", 0), ("included", 1), ("settled", 1)] {
        anvil.mine(mined);
        let answer = service.until_that(&asked, "it is replaced", |answer| {
            answer["cause"]["code"] == "replaced" && answer["replaced_by"]["stage"] == stage
        });
        check(&answer, "gone: replaced");
        let by = &answer["replaced_by"];
        assert_eq!(by["id"], second.trim_start_matches("0x"));
        assert_eq!(by["kind"], expected_kind, "{stage} {by}");
        assert!(!steps(&answer).is_empty());
        // While the other one only waits, the first can still be mined.
        let sure = seen && stage != "waiting";
        assert_eq!(answer["cause"]["confidence"], if sure { "observed" } else { "inferred" });
    }
}

#[test]
fn sped_up_seen_and_unseen() {
    replaced("speed_up", true);
    replaced("speed_up", false);
}

#[test]
fn cancelled_seen_and_unseen() {
    replaced("cancel", true);
    replaced("cancel", false);
}

#[test]
fn replaced_by_something_else_seen_and_unseen() {
    replaced("different", true);
    replaced("different", false);
}

#[test]
fn who_used_a_nonce_is_found_without_the_node_naming_it() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    anvil.mine(40);
    let taker = anvil.pay(0, 1);
    anvil.mine(80);
    let unseen = format!("0x{}?sender={}&nonce=0", "ab".repeat(32), anvil.account(0));
    let answer = service.until(&unseen, "gone: replaced");
    assert_eq!(answer["replaced_by"]["id"], taker.trim_start_matches("0x"));
}

#[test]
fn one_that_is_dropped_is_remembered_across_a_restart() {
    let anvil = Anvil::start();
    let mut service = Setup::evm(&anvil).start();
    let id = anvil.pay(0, 1);
    let first_seen = service.until(&id, "waiting: next_in_line (ok)")["first_seen"].clone();
    anvil.call("anvil_dropTransaction", json!([id]));
    // One look proves nothing; a later one does.
    let answer = service.until(&id, "gone: dropped (delayed)");
    assert_eq!(answer["cause"]["data"]["just_left"], true);
    service.until_that(&id, "a later look settles it", |answer| answer["cause"]["data"]["just_left"] == false);
    let answer = service.until(&id, "gone: dropped (action_needed)");
    assert!(steps(&answer).contains(&"replace_same_nonce"), "{:?}", steps(&answer));
    service.kill();
    service.start_again();
    service.until_ready();
    // The journal may not have been told the last of it; then two looks settle it anew.
    service.until_that(&id, "it is settled", |answer| answer["cause"]["data"]["just_left"] == false);
    let answer = service.until(&id, "gone: dropped (action_needed)");
    assert_eq!(answer["first_seen"], first_seen);
    // It comes back: the node was given it once more. No block was made for minutes, which may be told first.
    assert_eq!(anvil.pay(0, 1), id, "the same payment has the same id");
    service.until_that(&id, "it waits again", |answer| answer["stage"] == "waiting");
}

#[test]
fn what_nobody_knows_and_what_is_a_block() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    anvil.mine(2);
    let answer = service.until(&"ab".repeat(32), "unknown: never_seen (action_needed)");
    assert_eq!(answer["cause"]["confidence"], "observed");
    let block = anvil.call("eth_getBlockByNumber", json!(["0x1", false]));
    service.until(block["hash"].as_str().unwrap(), "unknown: is_block_hash (action_needed)");
}

#[test]
fn a_node_over_plain_http_is_polled() {
    let anvil = Anvil::start();
    let service = Setup::evm_at(&anvil.http()).start();
    let id = anvil.pay(0, 1);
    service.until(&id, "waiting: next_in_line (ok)");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    anvil.call("anvil_reorg", json!([1, []]));
    service.until_that(&id, "it is in no block", |answer| answer["progress"]["confirmations"] == 0);
}

#[test]
fn one_that_nobody_asked_about_while_it_waited_is_known_to_have_been_here() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let (replaced, dropped, mined) = (anvil.pay(0, 1), anvil.pay(2, 1), anvil.pay(3, 1));
    std::thread::sleep(std::time::Duration::from_secs(2));
    anvil.call("anvil_dropTransaction", json!([dropped]));
    let by = anvil.send(0, replacement(&anvil, "speed_up"));
    anvil.mine(1);
    let answer = service.until(&replaced, "gone: replaced (ok)");
    assert_eq!(answer["replaced_by"]["id"], by.trim_start_matches("0x"));
    assert_eq!(answer["replaced_by"]["kind"], "speed_up");
    let answer = service.until(&dropped, "gone: dropped (delayed)");
    assert_eq!(answer["facts"]["nonce"], 0);
    let answer = service.until(&mined, "included: awaiting_confirmations (ok)");
    assert!(answer["first_seen"].as_str().unwrap() < answer["progress"]["block_time"].as_str().unwrap(), "{answer:#}");
}

#[test]
fn a_node_over_a_local_socket_is_followed_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("a node.ipc");
    let mut anvil = Anvil::with(&["--no-mining", "--ipc", socket.to_str().unwrap()]);
    let service = Setup::evm_at(socket.to_str().unwrap()).start();
    // Longer than what a socket gives at once.
    let long = format!("0x{}", "5a".repeat(100_000));
    let id = anvil.send(0, json!({"to": anvil.account(1), "data": long, "gas": hex(8_000_000)}));
    service.until(&id, "waiting: next_in_line (ok)");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    anvil.call("anvil_reorg", json!([1, []]));
    service.until_that(&id, "it is in no block", |answer| answer["progress"]["confirmations"] == 0);
    anvil.stop();
    service.until(&"cd".repeat(32), "unknown: node_behind (delayed)");
    anvil.start_again();
    service.until(&"cd".repeat(32), "unknown: never_seen (action_needed)");
}

#[test]
fn a_node_that_stops_blinds_us_and_comes_back() {
    let mut anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    anvil.stop();
    service.until(&"cd".repeat(32), "unknown: node_behind (delayed)");
    anvil.start_again();
    service.until(&"cd".repeat(32), "unknown: never_seen (action_needed)");
    let id = anvil.pay(0, 1);
    service.until(&id, "waiting: next_in_line (ok)");
}

#[test]
fn a_node_of_another_chain_is_refused() {
    let anvil = Anvil::with(&["--no-mining", "--chain-id", "7"]);
    let service = Setup::evm(&anvil).start_unready();
    until("it is refused", || service.ask("/readyz").1["chains"][0]["nodes"][0]["state"] == "refused");
    let answer = service.tx(&"cd".repeat(32));
    assert_eq!(verdict(&answer), "unknown: node_behind");
}

#[test]
fn what_a_node_offers_is_checked() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let said = String::from_utf8(service.cli(&["check"]).stdout).unwrap();
    assert!(said.contains("ethereum/main: anvil/") && said.contains("on chain 31337, in sync"), "{said}");
    assert!(said.contains("changes by newHeads") && !said.contains("sat/vB"), "{said}");
    assert!(
        said.contains("  tells a sender's waiting transactions, who used a nonce, why a transaction failed"),
        "{said}"
    );
    let polled = Setup::evm_at(&anvil.http()).start();
    let said = String::from_utf8(polled.cli(&["check"]).stdout).unwrap();
    assert!(said.contains("changes by polling") && said.contains("plain HTTP") && !said.contains("ZMQ"), "{said}");
}

#[test]
fn two_chains_with_gas_and_a_bitcoin_side_by_side() {
    let (anvil, other, node) = (Anvil::start(), Anvil::with(&["--no-mining", "--chain-id", "7"]), Node::start(&[]));
    let service =
        Setup::of(&node).beside_evm("ethereum", 31_337, &anvil.ws()).beside_evm("seven", 7, &other.ws()).start();
    let (on_first, on_other) = (anvil.pay(0, 1), other.pay(0, 1));
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    let asked = [on_first.as_str(), &on_other, &tx.id(), &"ef".repeat(32)];
    let chains = |answers: &[Value]| -> Vec<Value> { answers.iter().map(|answer| answer["chain"].clone()).collect() };
    let mut answers = batch(&service, &asked);
    until("each is found on its chain", || {
        answers = batch(&service, &asked);
        chains(&answers) == [json!("ethereum"), json!("seven"), json!("bitcoin"), Value::Null]
    });
    assert_eq!(answers[3]["searched"], json!(["bitcoin", "ethereum", "seven"]));
    // An id with `0x` in front is looked for everywhere too, and a link names its chain.
    let (_, answer) = service.ask(&format!("/v1/tx/0x{}", tx.id()));
    assert_eq!(answer["chain"], "bitcoin");
    let link = format!("https%3A%2F%2Fetherscan.io%2Ftx%2F{on_first}");
    assert_eq!(service.ask(&format!("/v1/tx/{link}")).1["chain"], "ethereum");
    assert_eq!(service.ask(&format!("/v1/tx/{on_first}?chain=seven")).1["stage"], "unknown");
}
