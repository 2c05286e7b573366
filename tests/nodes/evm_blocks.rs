//! Transfers in blocks of a chain with gas, on a real anvil: depth, finality, failures with their reasons, and what moved.

use serde_json::{Value, json};

use crate::{
    anvil::{
        AS_ASKED, Anvil, ETHER, GWEI, LESS_A_TENTH, LOOPS, NOTHING, REFUSES, TAKES, TO_CALLER, error, hex, transfer,
    },
    check::{steps, text},
    service::{Service, Setup},
};

#[test]
fn one_in_a_block_counts_up_until_it_is_settled() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("3").start();
    let id = anvil.pay(0, 1);
    anvil.mine(1);
    let answer = service.until(&id, "included: awaiting_confirmations (ok)");
    assert_eq!(answer["progress"]["confirmations"], 1);
    assert_eq!(answer["progress"]["required"], 3);
    assert_eq!(answer["eta"]["basis"], "confirmations");
    anvil.mine(1);
    service.until_that(&id, "it has two", |answer| answer["progress"]["confirmations"] == 2);
    anvil.mine(1);
    let answer = service.until(&id, "settled: settled (ok)");
    assert_eq!(answer["progress"]["final"], true);
    assert_eq!(answer["facts"]["outcome"]["moved"][0]["decimal"], "1");
    service.until(&format!("{id}?required=5"), "included: awaiting_confirmations (ok)");
}

#[test]
fn the_chains_own_word_counts_where_it_is_wanted() {
    let anvil = Anvil::start();
    let (safe, finalized) =
        (Setup::evm(&anvil).required("\"safe\"").start(), Setup::evm(&anvil).required("\"finalized\"").start());
    let id = anvil.pay(0, 1);
    anvil.mine(2);
    let answer = safe.until(&id, "included: awaiting_finality (ok)");
    assert_eq!(answer["cause"]["data"]["required"], "safe");
    assert_eq!(
        (&answer["progress"]["required"], &answer["progress"]["required_finality"]),
        (&json!(1), &json!("safe"))
    );
    let answer = safe.until(&format!("{id}?required=finalized"), "included: awaiting_finality (ok)");
    assert_eq!(answer["progress"]["required_finality"], "finalized");
    let answer = safe.until(&format!("{id}?required=2"), "settled: settled (ok)");
    assert_eq!(answer["progress"]["required_finality"], json!(null));
    let (_, reply) = safe.post("/v1/tx", &json!({"ids": [id], "required": "finalized"}));
    assert_eq!(reply["answers"][0]["cause"]["code"], "awaiting_finality");
    finalized.until(&id, "included: awaiting_finality (ok)");
    // Anvil calls safe what lies an epoch (four blocks) back, and final what lies two.
    anvil.mine(3);
    safe.until(&id, "settled: settled (ok)");
    finalized.until(&id, "included: awaiting_finality (ok)");
    anvil.mine(4);
    finalized.until(&id, "settled: settled (ok)");
}

#[test]
fn a_network_with_gas_tells_what_to_pay_and_how_final_it_is() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    for _ in 0..12 {
        anvil.pay(0, 1);
        anvil.mine(1);
    }
    let report =
        service.until_network("ethereum", |report| report["block"]["height"] == 12 && !report["fees"].is_null());
    let fees = &report["fees"];
    assert_eq!(fees["normal"]["unit"], "gwei");
    assert!(fees["fast"]["rate"].as_f64() >= fees["slow"]["rate"].as_f64(), "{fees}");
    let cost: f64 = text(&fees["normal"]["cost"]["eth"]).parse().unwrap();
    assert!((cost * 1e9 / 21_000.0 - fees["normal"]["rate"].as_f64().unwrap()).abs() < 0.001, "{fees}");
    assert!(fees["fast"]["p50_s"].as_u64() <= fees["fast"]["p90_s"].as_u64());
    assert_eq!(report["congestion"], "quiet");
    assert_eq!((&report["finality"]["safe"], &report["finality"]["finalized"]), (&json!(8), &json!(4)));
}

#[test]
fn an_indexed_one_is_answered_without_asking_the_node() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    let id = anvil.pay(0, 1);
    service.until(&id, "waiting: next_in_line (ok)");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    let asked = |service: &Service| {
        let (_, metrics) = service.get("/metrics");
        let line = metrics.lines().find(|line| line.contains("source=\"nodes\"") && line.contains("_count"));
        line.and_then(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).unwrap_or(0)
    };
    let before = asked(&service);
    anvil.mine(1);
    service.until_that(&id, "the next block counts", |answer| answer["progress"]["confirmations"] == 2);
    assert_eq!(asked(&service), before);
}

fn failed(data: &str, gas: u128, code: &str) -> (Anvil, Service, String) {
    let anvil = Anvil::start();
    // What is deep enough already can be sent again.
    let service = Setup::evm(&anvil).required("1").start();
    let contract = anvil.deploy(code);
    let id = anvil.send(0, json!({"to": contract, "data": data, "gas": hex(gas)}));
    anvil.mine(1);
    (anvil, service, id)
}

#[test]
fn a_refusal_with_a_text() {
    let (_anvil, service, id) = failed(&error(b"hello"), 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["confidence"], "observed");
    assert_eq!(answer["cause"]["data"]["source"], "trace");
    assert_eq!(untrusted(&answer), ["revert_reason: hello"]);
    assert_eq!(steps(&answer), ["settle_reason"]);
}

#[test]
fn a_refusal_whose_text_is_known_is_said_in_our_own_words() {
    let (_anvil, service, id) = failed(&error(b"ERC20: transfer amount exceeds balance"), 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["data"]["meaning"], "insufficient_balance");
    assert!(answer["explanation"]["summary"].as_str().unwrap().contains("less of the token"), "{answer:#}");
}

#[test]
fn a_refusal_with_a_custom_error() {
    // ERC20InsufficientBalance(address,uint256,uint256)
    let data = format!("0xe450d38c{}{}{}", "00".repeat(32), "00".repeat(32), "00".repeat(32));
    let (_anvil, service, id) = failed(&data, 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["data"]["error"], "ERC20InsufficientBalance(address,uint256,uint256)");
    assert_eq!(answer["cause"]["data"]["meaning"], "insufficient_balance");
}

#[test]
fn a_refusal_with_an_unknown_error_shows_its_selector() {
    let (_anvil, service, id) = failed("0xdeadbeef", 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["data"]["selector"], "0xdeadbeef");
}

#[test]
fn a_panic_and_a_refusal_without_a_word() {
    let panic = format!("0x4e487b71{:064x}", 0x11);
    let (_anvil, service, id) = failed(&panic, 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["data"]["meaning"], "arithmetic");
    assert_eq!(answer["cause"]["data"]["panic_code"], "overflow");
    let (_anvil, service, id) = failed("0x", 200_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    assert_eq!(answer["cause"]["data"]["meaning"], Value::Null);
    assert_eq!(answer["cause"]["data"]["refusal"], "nothing");
    assert!(untrusted(&answer).is_empty());
}

#[test]
fn what_ran_out_of_gas_is_told_from_what_was_refused() {
    let (_anvil, service, id) = failed("0x", 50_000, LOOPS);
    let answer = service.until(&id, "failed: out_of_gas (failed)");
    assert_eq!(answer["cause"]["data"]["gas_limit"], 50_000);
    assert_eq!(steps(&answer), ["send_again_more_gas"]);
}

#[test]
fn hostile_text_stays_apart_from_our_own_words() {
    let lure = "Refund at https://evil.example \u{202e}enter your seed phrase\u{200b} {$id} <b>";
    let (_anvil, service, id) = failed(&error(lure.as_bytes()), 300_000, REFUSES);
    let answer = service.until(&id, "failed: reverted (failed)");
    let said = untrusted(&answer);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(!said[0].contains(['\u{202e}', '\u{200b}']), "{said:?}");
    let flags = answer["untrusted"][0]["flags"].as_array().unwrap();
    for flag in ["url", "seed_phrase_lure", "bidi"] {
        assert!(flags.contains(&json!(flag)), "{flag} in {flags:?}");
    }
    let mut ours = answer.clone();
    ours.as_object_mut().unwrap().remove("untrusted");
    assert!(!ours.to_string().contains("evil.example"), "{ours:#}");
}

/// A call of a token's `transfer` of 1,000,000 units to the second account; the answer, and what `query` adds to it.
fn token(amount: &str, to: &str, query: &str, expected: &str) -> Value {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let contract = anvil.token(amount, to);
    let input = transfer(&anvil.account(1), 1_000_000);
    let id = anvil.send(0, json!({"to": contract, "data": input, "gas": hex(200_000)}));
    anvil.mine(1);
    let query = query.replace("TO", &anvil.account(1)).replace("TOKEN", &contract);
    service.until(&format!("{id}{query}"), expected)
}

#[test]
fn a_token_that_moved_as_asked() {
    let answer = token(AS_ASKED.0, AS_ASKED.1, "", "settled: settled (ok)");
    let moved = &answer["facts"]["outcome"]["moved"][0];
    assert_eq!((&moved["amount"], &moved["decimal"]), (&json!("1000000"), &json!("1")));
    token(AS_ASKED.0, AS_ASKED.1, "?to=TO&amount=1", "settled: settled (ok)");
    let answer = token(AS_ASKED.0, AS_ASKED.1, "?amount=2", "settled: succeeded_amount_differs (failed)");
    assert_eq!(answer["cause"]["data"]["expected_decimal"], "2");
    assert_eq!(answer["cause"]["data"]["arrived_decimal"], "1");
}

#[test]
fn a_token_that_went_to_somebody_else() {
    let answer = token(AS_ASKED.0, TO_CALLER, "", "settled: succeeded_elsewhere (action_needed)");
    assert_ne!(answer["cause"]["data"]["actual_recipient"], answer["cause"]["data"]["expected_recipient"]);
    assert!(steps(&answer).contains(&"check_recipient"));
}

#[test]
fn a_token_that_keeps_a_part_and_one_that_moves_nothing() {
    let answer = token(LESS_A_TENTH, AS_ASKED.1, "", "settled: succeeded_amount_differs (action_needed)");
    assert_eq!(answer["cause"]["data"]["arrived_decimal"], "0.9");
    token(NOTHING, AS_ASKED.1, "", "settled: succeeded_amount_differs (action_needed)");
    // A token's transfer pays no coin, and a name that nobody vouches for is no reason to pass over the recipient.
    let other = "0x7700000000000000000000000000000000000077";
    token(AS_ASKED.0, AS_ASKED.1, "?asset=ETH&to=TO&amount=1", "settled: succeeded_without_transfer (action_needed)");
    let answer = token(AS_ASKED.0, AS_ASKED.1, &format!("?asset=FOO&to={other}"), "settled: settled (ok)");
    assert_eq!(steps(&answer)[0], "check_recipient", "{answer:#}");
    // What the asker was promised counts for more than what we read from the transaction.
    token(LESS_A_TENTH, AS_ASKED.1, "?to=TO&amount=1", "settled: succeeded_amount_differs (failed)");
}

#[test]
fn a_contract_that_takes_a_token_call_and_moves_nothing() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let contract = anvil.deploy(TAKES);
    let input = transfer(&anvil.account(1), 1_000_000);
    let id = anvil.send(0, json!({"to": contract, "data": input, "gas": hex(200_000)}));
    anvil.mine(1);
    service.until(&id, "settled: succeeded_without_transfer (action_needed)");
    service.until(&format!("{id}?asset={contract}"), "settled: succeeded_without_transfer (failed)");
}

#[test]
fn a_payment_to_another_address_than_the_asker_meant() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let id = anvil.pay(0, 1);
    anvil.mine(1);
    let with = |number: usize, amount: &str| format!("{id}?to={}&amount={amount}", anvil.account(number));
    // As long as its block may be undone, nothing is for good.
    let young = service.until(&format!("{}&required=3", with(2, "1")), "included: succeeded_elsewhere (failed)");
    assert!(text(&young["explanation"]["reply"]).contains("can still be undone"), "{young:#}");
    assert!(young["next_check_s"].is_u64(), "{young:#}");
    service.until(&with(1, "1"), "settled: settled (ok)");
    service.until(&with(2, "1"), "settled: succeeded_elsewhere (failed)");
    service.until(&with(1, "1.5"), "settled: succeeded_amount_differs (failed)");
    // Several at once, each with what is known of it, and what is known of all.
    let ids = json!([id, {"id": id, "to": anvil.account(2)}, {"id": id, "amount": 1.5}, {"id": id, "to": "nobody"}]);
    let (_, reply) = service.post("/v1/tx", &json!({"ids": ids, "to": anvil.account(1), "amount": "1"}));
    let code = |answer: &Value| text(answer.get("cause").unwrap_or(answer).get("code").unwrap()).to_owned();
    let codes: Vec<String> = reply["answers"].as_array().unwrap().iter().map(code).collect();
    assert_eq!(codes, ["settled", "succeeded_elsewhere", "succeeded_amount_differs", "bad_request"]);
}

#[test]
fn a_token_that_the_operator_vouches_for_has_a_name() {
    let anvil = Anvil::start();
    let contract = anvil.token(AS_ASKED.0, AS_ASKED.1);
    let service = Setup::evm(&anvil).required("1").token("USDX", &contract).start();
    let input = transfer(&anvil.account(1), 1_000_000);
    let id = anvil.send(0, json!({"to": contract, "data": input, "gas": hex(200_000)}));
    anvil.mine(1);
    let answer = service.until(&format!("{id}?asset=usdx&amount=1"), "settled: settled (ok)");
    assert_eq!(answer["facts"]["outcome"]["moved"][0]["symbol"], "USDX");
    // The receiving platform needs to know what was sent to whom, whether or not who asks stated it.
    let answer = service.until(&id, "settled: settled (ok)");
    let ask = text(&answer["explanation"]["next_steps"][0]["text"]).to_lowercase();
    assert!(ask.contains(&format!("amount 1 usdx, address {}", anvil.account(1).to_lowercase())), "{ask}");
    service.until(&format!("{id}?asset=USDX&amount=2"), "settled: succeeded_amount_differs (failed)");
    // What nobody vouches for is not compared.
    service.until(&format!("{id}?asset=USDY&amount=2"), "settled: settled (ok)");
}

#[test]
fn coins_paid_to_a_contract_are_told_so() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let contract = anvil.deploy(TAKES);
    let id = anvil.send(0, json!({"to": contract, "value": hex(ETHER), "gas": hex(100_000)}));
    anvil.mine(1);
    let answer = service.until(&id, "settled: settled (ok)");
    assert_eq!(answer["facts"]["outcome"]["to_contract"], true);
}

#[test]
fn a_block_that_the_chain_drops_gives_its_transfer_back() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).start();
    anvil.mine(3);
    let payment = json!({"to": anvil.account(1), "value": hex(ETHER), "nonce": "0x0", "gas": hex(21_000),
        "maxFeePerGas": hex((10 * GWEI).into()), "maxPriorityFeePerGas": hex(GWEI.into())});
    let id = anvil.send(0, payment.clone());
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    anvil.call("anvil_reorg", json!([2, []]));
    // Anvil forgets what was in the dropped blocks; the sender hands in the same payment again.
    assert_eq!(anvil.send(0, payment), id, "the same payment has the same id");
    let answer = service.until(&id, "waiting: returned_by_reorg");
    assert!(answer["facts"]["outcome"].is_null(), "nothing came of it yet: {answer:#}");
    assert!(!answer["facts"]["reorged_from"].is_null(), "{answer:#}");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
}

#[test]
fn what_is_nowhere_after_a_reorganisation_was_in_a_block() {
    let anvil = Anvil::start();
    anvil.mine(4);
    let service = Setup::evm(&anvil).start();
    let (known, other) = (anvil.pay(0, 1), anvil.pay(2, 1));
    service.until(&known, "waiting: next_in_line (ok)");
    anvil.mine(1);
    let before = service.until(&known, "included: awaiting_confirmations (ok)");
    anvil.call("anvil_reorg", json!([1, []]));
    let answer = service.until(&known, "gone: dropped (delayed)");
    assert!(text(&answer["explanation"]["headline"]).contains("Its block was replaced"), "{answer:#}");
    assert!(!text(&answer["explanation"]["reply"]).contains("waiting in the queue"), "{answer:#}");
    assert!(!answer["facts"]["reorged_from"].is_null(), "{answer:#}");
    assert_eq!(answer["first_seen"], before["first_seen"]);
    assert!(answer["cause"]["data"]["fee_rate"].as_f64().unwrap() > 0.0, "{}", answer["cause"]);
    let answer = service.until(&other, "gone: dropped (delayed)");
    assert!(answer["cause"]["data"]["fee_rate"].is_null(), "nobody asked before: {}", answer["cause"]);
    assert!(text(&answer["explanation"]["headline"]).contains("Its block was replaced"), "{answer:#}");
}

/// The texts that are not ours, each after its source.
fn untrusted(answer: &Value) -> Vec<String> {
    let said = answer["untrusted"].as_array().unwrap().iter();
    said.map(|said| format!("{}: {}", said["source"].as_str().unwrap(), said["text"].as_str().unwrap())).collect()
}
