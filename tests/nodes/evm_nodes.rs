//! Several real anvils of one chain that don't say the same, or don't all answer: what any of them knows counts, that they
//! disagree is told, and what one of them lacks proves nothing.

use std::time::Duration;

use serde_json::json;

use crate::{
    anvil::{Anvil, GWEI, hex},
    check::{also, steps, verdict},
    node::until,
    service::Setup,
};

#[test]
fn two_nodes_of_which_one_lacks_it() {
    let (anvil, other) = (Anvil::start(), Anvil::start());
    let service = Setup::evm(&anvil).and_evm("second", &other.ws()).start();
    let id = anvil.pay(0, 1);
    let answer = service.until(&id, "waiting: next_in_line (ok)");
    assert_eq!((&answer["facts"]["held_by_nodes"], &answer["facts"]["synced_nodes"]), (&json!(1), &json!(2)));
    assert_eq!(answer["observed"]["agree"], false);
    let first_seen = answer["first_seen"].clone();
    // A node that lacks it doesn't make it gone, however often it is asked.
    for _ in 0..30 {
        let answer = service.tx(&id);
        assert_eq!(verdict(&answer), "waiting: next_in_line", "{answer:#}");
        assert_eq!(answer["first_seen"], first_seen);
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(other.pay(0, 1), id, "the same payment has the same id");
    service.until_that(&id, "both have it", |answer| answer["facts"]["held_by_nodes"] == 2);
}

#[test]
fn two_nodes_that_hold_two_rivals() {
    let (anvil, other) = (Anvil::start(), Anvil::start());
    let service = Setup::evm(&anvil).and_evm("second", &other.ws()).start();
    let offer = |gwei: u64, value: u128| {
        json!({"to": anvil.account(1), "value": hex(value), "nonce": "0x0", "gas": hex(21_000),
            "maxFeePerGas": hex((gwei * GWEI).into()), "maxPriorityFeePerGas": hex(GWEI.into())})
    };
    let (first, second) = (anvil.send(0, offer(10, 1)), other.send(0, offer(20, 2)));
    let answer = service.until(&first, "waiting: rival_pending (delayed)");
    let data = &answer["cause"]["data"];
    assert_eq!(data["rival"], second.trim_start_matches("0x"));
    assert_eq!(data["rival_offers_more"], true);
    assert_eq!(data["same_payment"], false);
    assert!(!also(&answer).contains(&"next_in_line"), "{answer:#}");
    assert_eq!(answer["observed"]["agree"], false);
    assert!(steps(&answer).contains(&"do_not_resend"));
}

#[test]
fn one_node_has_it_in_a_block_and_the_other_still_waits() {
    let (anvil, other) = (Anvil::start(), Anvil::start());
    let service = Setup::evm(&anvil).and_evm("second", &other.ws()).start();
    let id = anvil.pay(0, 1);
    assert_eq!(other.pay(0, 1), id, "the same payment has the same id");
    let answer = service.until(&id, "waiting: next_in_line (ok)");
    assert_eq!(answer["observed"]["agree"], true);
    other.mine(1);
    let answer = service.until(&id, "included: awaiting_confirmations (ok)");
    assert_eq!(answer["observed"]["agree"], false, "{answer:#}");
    assert_eq!(answer["observed"]["nodes"], json!(["main", "second"]));
}

#[test]
fn one_node_stops_and_the_other_goes_on() {
    let (anvil, mut other) = (Anvil::start(), Anvil::start());
    let service = Setup::evm(&anvil).and_evm("second", &other.ws()).start();
    other.stop();
    let id = anvil.pay(0, 1);
    service.until(&id, "waiting: next_in_line (ok)");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    let state = || service.ask("/v1/networks/ethereum").1["nodes"][1]["state"].clone();
    until("its fall is told", || state() == "unreachable");
    until("no answer rests on it", || service.ask(&format!("/v1/tx/{id}")).1["observed"]["nodes"] == json!(["main"]));
    service.until(&"cd".repeat(32), "unknown: never_seen (action_needed)");
    other.start_again();
    until("it is heard again", || state() == "synced");
}
