//! Transfers that succeed as a whole while what they were to do fails inside, on a real anvil: wallet contracts, user
//! operations, contracts that swallow a failure. Who tells such a thing decides whether it is believed.

use serde_json::{Value, json};

use crate::{
    anvil::{Anvil, Log, REFUSES, error, hex, padded, word},
    check::{also, steps, text, verdict},
    service::{Service, Setup},
};

const EXECUTION_FAILURE: &str = "23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23";
const TRANSFER: &str = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const OPERATION: &str = "49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f";
const OPERATION_REVERTED: &str = "1c4fada7374c0a9ee8841fc38afe82932dc0f8e69012e927f061a8bae611a201";
/// ERC-4337's entry point, version 0.7, the same on every chain.
const ENTRY_POINT: &str = "0x0000000071727De22E5E9d8BAf0edAc6f37da032";
const SAFE: &str = "0x5afe5afe5afe5afe5afe5afe5afe5afe5afe5afe";
const SOMEBODY: &str = "0xbadbadbadbadbadbadbadbadbadbadbadbadbad0";

/// A transaction that calls this contract, which writes these logs; asked with this query until the answer is such.
fn called(contract: &str, logs: &[Log], query: &str, expected: &str) -> (Anvil, Service, Value) {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    anvil.logger(contract, logs);
    let id = call(&anvil, contract);
    let query = query.replace("SENDER", &anvil.account(0));
    let answer = service.until(&format!("{id}{query}"), expected);
    (anvil, service, answer)
}

/// Calls a contract with something that it may take for `execTransaction` or `handleOps`.
fn call(anvil: &Anvil, contract: &str) -> String {
    let id = anvil.send(0, json!({"to": contract, "data": "0x6a761202", "gas": hex(500_000)}));
    anvil.mine(1);
    id
}

fn execution_failed() -> Log {
    Log { topics: vec![EXECUTION_FAILURE.into()], data: format!("{}{}", "ab".repeat(32), word(0)) }
}

/// What an entry point says of a user operation of this account: its end, after the reason where it has one.
fn operation(account: &str, number: u128, reason: Option<&[u8]>) -> Vec<Log> {
    let hash = word(number);
    let ended = Log {
        topics: vec![OPERATION.into(), hash.clone(), padded(account), word(0)],
        data: [7, u128::from(reason.is_none()), 1, 1].map(word).concat(),
    };
    let said = reason.map(|reason| {
        let bytes = error(reason).trim_start_matches("0x").to_owned();
        let padding = "0".repeat(bytes.len().next_multiple_of(64) - bytes.len());
        let data = format!("{}{}{}{bytes}{padding}", word(7), word(64), word(bytes.len() as u128 / 2));
        Log { topics: vec![OPERATION_REVERTED.into(), hash, padded(account)], data }
    });
    said.into_iter().chain([ended]).collect()
}

#[test]
fn a_safe_that_tells_that_its_payment_failed() {
    let (.., answer) = called(SAFE, &[execution_failed()], "", "settled: inner_call_failed (failed)");
    assert_eq!(answer["cause"]["data"]["inner"], "safe");
    assert_eq!(answer["facts"]["outcome"]["succeeded"], true);
    assert!(!steps(&answer).is_empty());
}

#[test]
fn a_user_operation_that_failed_with_its_reason() {
    let logs = operation(SAFE, 1, Some(b"ERC20: transfer amount exceeds balance"));
    let (.., answer) = called(ENTRY_POINT, &logs, "", "settled: inner_call_failed (failed)");
    assert_eq!(answer["cause"]["data"]["inner"], "user_operation");
    assert_eq!(answer["cause"]["data"]["meaning"], "insufficient_balance");
    assert_eq!(answer["untrusted"][0]["text"], "ERC20: transfer amount exceeds balance");
}

#[test]
fn operations_that_come_to_their_end_are_fine() {
    called(ENTRY_POINT, &operation(SAFE, 1, None), "", "settled: settled (ok)");
}

#[test]
fn whoever_is_nobody_to_believe_is_not_believed() {
    // An entry point of somebody's own says that an operation failed.
    let (.., answer) = called(SOMEBODY, &operation(SAFE, 1, Some(b"no")), "", "settled: settled (ok)");
    assert!(!also(&answer).contains(&"inner_call_failed"), "{answer:#}");
    // A contract that a transaction passes through says that a Safe's payment failed.
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    anvil.logger(SAFE, &[execution_failed()]);
    let router = swallows(&anvil, SAFE);
    let answer = service.until(&call(&anvil, &router), "settled: settled (ok)");
    assert_eq!(verdict(&answer), "settled: settled");
}

#[test]
fn a_failure_that_a_contract_swallows_leaves_the_transfer_out() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let token = anvil.deploy(REFUSES);
    let router = swallows(&anvil, &token);
    let id = call(&anvil, &router);
    // The transaction itself doesn't say what it was to do; who knows asks.
    service.until(&id, "settled: settled (ok)");
    let asked = format!("{id}?asset={token}&to={}&amount=1", anvil.account(1));
    let answer = service.until(&asked, "settled: succeeded_without_transfer (failed)");
    assert!(text(&answer["cause"]["data"]["token"]).eq_ignore_ascii_case(&token), "{answer:#}");
}

#[test]
fn a_transfer_of_nothing_in_somebodys_name_is_told_as_a_lure() {
    let anvil = Anvil::start();
    let service = Setup::evm(&anvil).required("1").start();
    let (victim, token) = (anvil.account(1), SAFE);
    let nothing = Log { topics: vec![TRANSFER.into(), padded(&victim), padded(SOMEBODY)], data: word(0) };
    anvil.logger(token, &[nothing]);
    // A stranger signs it; the victim's history shows it all the same.
    let id = call(&anvil, token);
    let answer = service.until(&id, "settled: succeeded_amount_differs (ok)");
    assert_eq!(answer["cause"]["data"]["lure"], true);
    // Of a transfer of its own the victim sees what arrived.
    let paid = anvil.send(0, json!({"to": victim, "value": "0x5", "gas": hex(21_000)}));
    anvil.mine(1);
    service.until(&format!("{paid}?to={victim}&amount=0.000000000000000005"), "settled: settled (ok)");
}

/// A contract that calls another, and goes on whatever comes of it.
fn swallows(anvil: &Anvil, inner: &str) -> String {
    let runtime = format!("5f5f5f5f5f73{}5af100", inner.trim_start_matches("0x"));
    anvil.deploy(&format!("60{:02x}8060095f395ff3{runtime}", runtime.len() / 2))
}
