//! Transfers that wait on a chain with gas, on a real anvil: in line, too cheap, behind others, without money, beside a
//! rival.

use serde_json::json;

use crate::{
    anvil::{Anvil, CHAIN_ID, ETHER, GWEI, hex},
    check::{steps, text},
    service::Setup,
};

#[test]
fn a_fresh_one_is_next_in_line() {
    let anvil = Anvil::start();
    // How the base fee moves is believed once the last twenty blocks show it; after its first one anvil is at odds.
    anvil.mine(24);
    let service = Setup::evm(&anvil).start();
    let id = anvil.pay(0, 1);
    let answer = service.until(&id, "waiting: next_in_line (ok)");
    assert_eq!(answer["cause"]["confidence"], "observed");
    assert_eq!(answer["facts"]["nonce"], 0);
    assert_eq!(answer["facts"]["value"]["eth"], "1");
    assert_eq!(answer["facts"]["account"]["next_nonce"], 0);
    assert!(answer["eta"]["p50_s"].as_f64().unwrap() <= 24.0, "{}", answer["eta"]);
    assert!(!answer["first_seen"].is_null());
    assert!(steps(&answer).contains(&"do_not_resend"));
    // An id is found with and without `0x`, in any letter case.
    service.until(id.trim_start_matches("0x"), "waiting: next_in_line (ok)");
    service.until(&id.to_uppercase(), "waiting: next_in_line (ok)");
}

#[test]
fn a_fee_below_the_base_fee_waits_and_is_mined_once_that_falls() {
    let anvil = Anvil::start();
    anvil.mine(24);
    let service = Setup::evm(&anvil).start();
    let offer = json!({"to": anvil.account(1), "value": "0x1", "gas": hex(21_000),
        "maxFeePerGas": hex(2 * u128::from(GWEI)), "maxPriorityFeePerGas": "0x1"});
    let id = anvil.send(0, offer);
    // Anvil refuses what is below the base fee when it is sent, and drops it when it mines: the fee rises in between.
    anvil.base_fee(3 * GWEI);
    let answer = service.until(&id, "waiting: fee_below_base (delayed)");
    let data = &answer["cause"]["data"];
    assert_eq!(data["max_fee"]["gwei"], 2.0);
    assert!(data["not_before_blocks"].as_u64().unwrap() >= 2, "{data}");
    assert!(steps(&answer).contains(&"speed_up"), "{:?}", steps(&answer));
    anvil.base_fee(GWEI);
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
}

#[test]
fn a_gap_before_it_is_named_and_then_filled() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let pay = |nonce: u128| json!({"to": anvil.account(1), "value": "0x1", "nonce": hex(nonce)});
    let id = anvil.send(0, pay(3));
    let answer = service.until(&id, "waiting: nonce_gap (action_needed)");
    assert_eq!(answer["cause"]["data"]["missing_nonces"], json!([0, 1, 2]));
    assert!(answer["eta"].is_null(), "nothing honest can be said: {}", answer["eta"]);
    assert!(steps(&answer).contains(&"fill_gap"));
    anvil.send(0, pay(0));
    anvil.send(0, pay(2));
    service.until_that(&id, "one is still missing", |answer| answer["cause"]["data"]["missing_nonces"] == json!([1]));
    let last = anvil.send(0, pay(1));
    let answer = service.until(&id, "waiting: blocked_by_earlier_nonce (ok)");
    assert_eq!(answer["cause"]["data"]["blocker_nonce"], 0);
    assert_eq!(answer["cause"]["data"]["blocker_cause"], "next_in_line");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    service.until(&last, "included: awaiting_confirmations (ok)");
}

#[test]
fn the_earlier_one_that_blocks_it_is_named_with_its_reason() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let offer = |nonce: u128, gwei: u64| {
        json!({"to": anvil.account(1), "value": "0x1", "nonce": hex(nonce), "gas": hex(21_000),
            "maxFeePerGas": hex((gwei * GWEI).into()), "maxPriorityFeePerGas": "0x1"})
    };
    let first = anvil.send(0, offer(0, 2));
    let second = anvil.send(0, offer(1, 100));
    anvil.base_fee(4 * GWEI);
    let answer = service.until(&second, "waiting: blocked_by_earlier_nonce (delayed)");
    let data = &answer["cause"]["data"];
    assert_eq!(data["blocker"], first.trim_start_matches("0x"));
    assert_eq!(data["blocker_cause"], "fee_below_base");
    assert!(steps(&answer).contains(&"speed_up_earlier"));
    service.until(&first, "waiting: fee_below_base (delayed)");
}

#[test]
fn money_that_is_gone_after_sending() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let id = anvil.pay(0, 1);
    anvil.call("anvil_setBalance", json!([anvil.account(0), hex(ETHER / 2)]));
    let answer = service.until(&id, "waiting: insufficient_balance (action_needed)");
    assert_eq!(answer["cause"]["data"]["balance"]["eth"], "0.5");
    assert!(answer["eta"].is_null());
    anvil.call("anvil_setBalance", json!([anvil.account(0), hex(2 * ETHER)]));
    service.until(&id, "waiting: next_in_line (ok)");
}

#[test]
fn more_gas_than_a_block_has() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let id = anvil.send(0, json!({"to": anvil.account(1), "value": "0x1", "gas": hex(25_000_000)}));
    anvil.call("evm_setBlockGasLimit", json!([hex(10_000_000)]));
    anvil.mine(1);
    let answer = service.until(&id, "waiting: gas_limit_too_high (action_needed)");
    assert_eq!(answer["cause"]["data"]["limit"], 10_000_000);
}

#[test]
fn a_tip_below_what_full_blocks_take() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let pays = |from: usize, gwei: u64, tip: u64| {
        let offer = json!({"to": anvil.account(9), "value": "0x1", "gas": hex(21_000),
            "maxFeePerGas": hex((gwei * GWEI).into()), "maxPriorityFeePerGas": hex(tip.into())});
        anvil.send(from, offer)
    };
    // Two transfers fill a block.
    anvil.call("evm_setBlockGasLimit", json!([hex(42_000)]));
    let id = pays(0, 50, 1);
    for _ in 0..10 {
        pays(1, 100, 2 * GWEI);
        pays(2, 100, 2 * GWEI);
        anvil.mine(1);
    }
    let answer = service.until(&id, "waiting: tip_too_low (delayed)");
    let data = &answer["cause"]["data"];
    assert_eq!(data["tip"]["wei"], "1");
    assert_eq!(data["going_tip"]["gwei"], 2.0);
    assert!(steps(&answer).contains(&"speed_up"), "{:?}", steps(&answer));
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
}

#[test]
fn blobs_that_cost_more_than_it_offers() {
    let dir = tempfile::tempdir().unwrap();
    let genesis = dir.path().join("genesis.json");
    // So much blob gas beyond the target has been used that blobs have a price.
    let dear = json!({"config": {"chainId": CHAIN_ID}, "gasLimit": hex(30_000_000), "difficulty": "0x0",
        "alloc": {}, "excessBlobGas": hex(60_000_000)});
    std::fs::write(&genesis, dear.to_string()).unwrap();
    let anvil = Anvil::with(&["--no-mining", "--hardfork", "prague", "--init", genesis.to_str().unwrap()]);
    anvil.mine(1);
    let service = Setup::evm(&anvil).start();
    let fee =
        u128::from_str_radix(anvil.call("eth_blobBaseFee", json!([])).as_str().unwrap().trim_start_matches("0x"), 16);
    let fee = fee.unwrap();
    let carries = |from: usize, blobs: usize, gwei: u64, blob_fee: u128| {
        // The commitment to an empty blob, and its proof, are the point at infinity.
        let infinity = format!("0xc0{}", "00".repeat(47));
        anvil.send(
            from,
            json!({"to": anvil.account(9), "type": "0x3", "gas": hex(21_000),
            "maxFeePerGas": hex((gwei * GWEI).into()), "maxPriorityFeePerGas": hex(GWEI.into()),
            "maxFeePerBlobGas": hex(blob_fee), "blobVersionedHashes": vec![EMPTY_BLOB; blobs],
            "blobs": vec![format!("0x{}", "00".repeat(131_072)); blobs],
            "commitments": vec![&infinity; blobs], "proofs": vec![&infinity; blobs]}),
        )
    };
    // Others fill the block's nine places, and the price rises.
    for from in 1..4 {
        carries(from, 3, 20, 10 * fee);
    }
    let id = carries(0, 1, 10, fee);
    anvil.mine(1);
    let answer = service.until(&id, "waiting: blob_fee_too_low (delayed)");
    let data = &answer["cause"]["data"];
    assert_eq!(data["max_blob_fee"]["wei"], fee.to_string());
    let asked: u128 = data["blob_fee"]["wei"].as_str().unwrap().parse().unwrap();
    assert!(asked > fee, "{data}");
    assert!(data["not_before_s"].as_u64().unwrap() >= 1, "{data}");
    assert!(answer["eta"].is_null(), "the gas price says nothing of it: {}", answer["eta"]);
}

/// The hash that a blob of zeros goes by.
const EMPTY_BLOB: &str = "0x010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014";

#[test]
fn one_that_is_not_what_the_caller_states() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let id = anvil.pay(0, 1);
    let state = |standing: &str, query: String, expected: &str| {
        let answer = service.until(&format!("{id}?{query}"), &format!("{standing} ({expected})"));
        let summary = text(&answer["explanation"]["summary"]).to_owned();
        assert_eq!(steps(&answer)[0] == "check_recipient", !summary.contains("couldn't be compared"), "{answer:#}");
        summary
    };
    let pending = "waiting: next_in_line";
    let said = state(pending, format!("to={}&amount=7", anvil.account(2)), "action_needed");
    assert!(said.to_lowercase().contains(&anvil.account(1).to_lowercase()), "{said}");
    assert!(state(pending, "amount=7".into(), "ok").contains("another amount"));
    anvil.mine(1);
    let mined = "settled: settled";
    assert!(state(mined, "nonce=9".into(), "action_needed").contains("nonce"));
    assert!(state(mined, format!("sender={}", anvil.account(3)), "action_needed").contains("was sent by"));
    assert!(state(mined, "asset=USDC".into(), "ok").contains("couldn't be compared"));
    let bitcoin = "to=bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq".to_owned();
    assert!(state(mined, bitcoin, "action_needed").contains("another kind of network"));
    service.until(&format!("{id}?nonce=0&sender={}", anvil.account(0)), "settled: settled (ok)");
}
