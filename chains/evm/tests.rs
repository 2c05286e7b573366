//! Reading what nodes write: real shapes, transcribed in excerpts from public blocks, and odd ones on purpose.
#![allow(clippy::unwrap_used, clippy::panic)]

use alloy_primitives::{U256, address};
use serde_json::{json, value::RawValue};

use super::{
    fees::FeeRule,
    outcome::{self, RawReceipt},
    reasons::Errors,
    refusals::Refusal,
    rpc::CallError,
    wire::{self, Quantity, RawBlock, RawFeeHistory, RawPool, RawTx},
};
use crate::account::{FailureKind, InnerKind, MAX_REASON, Source};

fn from<T: serde::de::DeserializeOwned>(value: &serde_json::Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

fn raw(value: &serde_json::Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap()
}

fn word(number: u64) -> String {
    format!("{number:064x}")
}

const HASH: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";
const PARENT: &str = "0x2222222222222222222222222222222222222222222222222222222222222222";
const SENDER: &str = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

#[test]
fn a_block_with_odd_transactions_is_read() {
    let block: RawBlock = from(&json!({
        "hash": HASH, "parentHash": PARENT, "number": "0x10", "timestamp": "0x65f5c377", "gasLimit": "0x1c9c380",
        "transactions": [
            // An OP stack deposit: its nonce is none of the sender's line. (Base)
            {"hash": format!("0x{}", "aa".repeat(32)), "from": SENDER, "nonce": "0x7", "type": "0x7e", "mint": "0x0"},
            {"hash": format!("0x{}", "bb".repeat(32)), "from": SENDER, "nonce": "0x5", "type": "0x2"},
            {"hash": format!("0x{}", "cc".repeat(32)), "from": null, "nonce": {"odd": true}, "type": "0x7c"},
            {"from": SENDER, "nonce": "0x6"},
            format!("0x{}", "dd".repeat(32)),
            null,
        ],
        "l1BlockNumber": "0x1", "sendRoot": null, "surprise": [1, {"two": 3}],
    }));
    let block = block.into_block().unwrap();
    assert_eq!(block.at.height, 16);
    let claims: Vec<usize> = block.txs.iter().map(|tx| tx.claims.len()).collect();
    assert_eq!(claims, [0, 1, 0, 0], "those without a hash are left out");
    assert_eq!(block.txs[1].claims[0].sender_and_nonce(), (SENDER.parse().unwrap(), 5));
}

#[test]
fn a_block_in_the_making_has_no_place() {
    let pending: RawBlock = from(&json!({"hash": null, "number": null, "parentHash": PARENT, "transactions": []}));
    assert!(pending.place().is_none());
}

#[test]
fn transactions_of_each_kind_are_read() {
    let legacy: RawTx = from(&json!({"hash": HASH, "from": SENDER, "to": SENDER, "nonce": "0x1", "gas": "0x5208",
        "gasPrice": "0x3b9aca00", "value": "0xde0b6b3a7640000", "input": "0x", "blockHash": null}));
    let legacy = legacy.signed().unwrap();
    assert_eq!((legacy.max_fee, legacy.tip, legacy.nonce), (1_000_000_000, 1_000_000_000, 1));
    let blob: RawTx =
        from(&json!({"hash": HASH, "type": "0x3", "from": SENDER, "to": SENDER, "nonce": "0x1", "gas": "0x5208",
        "gasPrice": "0x2", "maxFeePerGas": "0x3b9aca00", "maxPriorityFeePerGas": "0x1", "maxFeePerBlobGas": "0x7",
        "blobVersionedHashes": [HASH, PARENT], "input": "0x"}));
    let blob = blob.signed().unwrap();
    assert_eq!((blob.max_fee, blob.tip, blob.blobs.unwrap().count), (1_000_000_000, 1, 2));
    let token: RawTx = from(&json!({"hash": HASH, "from": SENDER, "to": PARENT, "nonce": 3, "gas": "0xffff",
        "input": format!("0xa9059cbb{}{}", word(0xbeef), word(1000))}));
    let call = token.signed().unwrap().input.token.unwrap();
    assert_eq!((call.to, call.amount), (address!("000000000000000000000000000000000000beef"), U256::from(1000)));
    let in_token = |kind: &str, currency: serde_json::Value| {
        let tx: RawTx = from(&json!({"hash": HASH, "type": kind, "from": SENDER, "nonce": "0x1", "gas": "0x5208",
            "maxFeePerGas": "0x3b9aca00", "feeCurrency": currency}));
        tx.signed().unwrap().fee_in_other
    };
    assert!(in_token("0x7b", json!("0x765de816845861e75a25fca122bb6898b8b1282a")) && in_token("0x71", json!(null)));
    assert!(!in_token("0x7b", json!(null)) && !in_token("0x2", json!(null)), "in the chain's own coin");
    let unusable: RawTx = from(&json!({"hash": HASH, "from": null}));
    assert!(unusable.signed().is_none());
}

#[test]
fn numbers_of_any_writing_are_read() {
    for (written, value) in [(json!("0x1f"), 31), (json!("31"), 31), (json!(31), 31), (json!("0x"), 0)] {
        assert_eq!(serde_json::from_str::<Quantity>(&written.to_string()).unwrap().u64(), Some(value));
    }
    assert!(serde_json::from_str::<Quantity>("\"0xzz\"").is_err());
}

#[test]
fn receipts_tell_what_moved_and_what_failed_inside() {
    let transfer = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
    let operation = "0x49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f";
    let contract = "0xdac17f958d2ee523a2206206994597c13d831ec7";
    let receipt: RawReceipt = from(&json!({
        "transactionHash": HASH, "blockHash": PARENT, "blockNumber": "0x10", "status": "0x1", "gasUsed": "0xb41d",
        "effectiveGasPrice": "0x3b9aca00", "l1Fee": "0x10", "l1BlockNumber": null, "contractAddress": null,
        "logs": [
            {"address": contract, "topics": [transfer, format!("0x{}", word(1)), format!("0x{}", word(2))],
             "data": format!("0x{}", word(5_000_000))},
            // A piece of a collection has four topics: it moved, and is no amount.
            {"address": contract, "topics": [transfer, HASH, HASH, HASH], "data": "0x"},
            {"address": contract, "topics": [operation, HASH, HASH, HASH],
             "data": format!("0x{}{}{}{}", word(1), word(0), word(9), word(9))},
            // Only an entry point that everyone uses is believed.
            {"address": "0x0000000071727De22E5E9d8BAf0edAc6f37da032", "topics": [operation, HASH, HASH, HASH],
             "data": format!("0x{}{}{}{}", word(1), word(0), word(9), word(9))},
            {"address": "0x0000000071727De22E5E9d8BAf0edAc6f37da032", "topics": [operation, PARENT, PARENT, HASH],
             "data": format!("0x{}{}{}{}", word(1), word(1), word(9), word(9))},
            {"address": null, "topics": "odd", "data": 7},
        ],
    }));
    let block = crate::BlockRef { hash: crate::BlockHash([2; 32]), height: 16, time: jiff::Timestamp::UNIX_EPOCH };
    let outcome = receipt.outcome(block, None, false);
    assert_eq!(outcome.succeeded, Some(true));
    let amounts: Vec<Option<U256>> = outcome.moved.iter().map(crate::account::Moved::amount).collect();
    assert_eq!(amounts, [Some(U256::from(5_000_000)), None]);
    assert_eq!((outcome.inner.len(), outcome.inner_runs), (1, 2));
    assert_eq!(outcome.inner[0].kind, InnerKind::UserOperation);
    let account = HASH.parse::<alloy_primitives::B256>().unwrap();
    assert_eq!(outcome.inner[0].account, crate::account::Address::from_word(account));
    assert_eq!(outcome.layer2.unwrap().l1_fee, Some(U256::from(16)));
    // A Safe that a relayer ran is kept, after what is to be believed by everybody.
    let failure = "0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23";
    let relayed: RawReceipt = from(&json!({"transactionHash": HASH, "status": "0x1", "gasUsed": "0x1", "logs": [
        {"address": contract, "topics": [failure], "data": format!("0x{}{}", word(1), word(0))},
        {"address": "0x0000000071727De22E5E9d8BAf0edAc6f37da032", "topics": [operation, HASH, HASH, HASH],
         "data": format!("0x{}{}{}{}", word(1), word(0), word(9), word(9))}]}));
    let relayed = relayed.outcome(block, None, false);
    let inner: Vec<_> = relayed.inner.iter().map(|inner| (inner.kind, inner.verified)).collect();
    assert_eq!(inner, [(InnerKind::UserOperation, true), (InnerKind::Safe, false)]);
    assert_eq!((relayed.inner_runs, relayed.inner[1].account), (1, contract.parse().unwrap()));
    let old: RawReceipt = from(&json!({"transactionHash": HASH, "root": PARENT, "gasUsed": "0x1"}));
    assert_eq!(old.outcome(block, None, false).succeeded, None, "before Byzantium receipts don't say");
}

#[test]
fn reasons_come_from_traces() {
    let traced = |trace: serde_json::Value| outcome::traced(&Ok(raw(&trace)));
    let reverted = json!({"type": "CALL", "error": "execution reverted", "output": "0x08c379a0", "gasUsed": "0x1"});
    let failure = traced(reverted).unwrap();
    assert_eq!((failure.by, failure.kind, failure.data.len()), (Source::Trace, FailureKind::Reverted, 4));
    let kind =
        |error: &str, output: &str| traced(json!({"type": "CALL", "error": error, "output": output})).unwrap().kind;
    assert_eq!(kind("out of gas", "0x"), FailureKind::OutOfGas);
    assert_eq!(kind("invalid jump destination", "0x"), FailureKind::Machine);
    assert_eq!(kind("max code size exceeded", "0x"), FailureKind::Machine);
    assert_eq!(kind("out of gas", "0x08c379a0"), FailureKind::Reverted, "only who reverts gives something back");
    assert_eq!(kind("execution reverted: out of gas", "0x"), FailureKind::Reverted);
    // Anvil answers thus for a transaction that it doesn't know.
    assert!(traced(json!({"failed": false, "gas": 0, "returnValue": "0x", "structLogs": []})).is_none());
    assert!(outcome::traced(&Err(CallError::NoMethod)).is_none());
}

#[test]
fn reasons_come_from_replays() {
    let replayed = |code, message: &str, data: Option<&str>, used| {
        let data = data.map(|data| raw(&json!(data)));
        let failure = outcome::replayed(Err(wire::refused(code, message, data.as_deref())), used, 90_000);
        (failure.by, failure.kind, failure.data.len())
    };
    let by_replay = |kind, len| (Source::Replay, kind, len);
    assert_eq!(replayed(3, "execution reverted", Some("0x01"), 1), by_replay(FailureKind::Reverted, 1));
    assert_eq!(replayed(-32000, "EVM error OutOfGas", None, 1), by_replay(FailureKind::OutOfGas, 0));
    assert_eq!(replayed(-32000, "invalid opcode: INVALID", None, 1), by_replay(FailureKind::Machine, 0));
    // Contracts that speak like nodes.
    for text in ["not supported", "out of gas", "method not found", "missing trie node", "rate limit"] {
        let message = format!("execution reverted: {text}");
        assert_eq!(replayed(-32000, &message, Some("0x08c379a0"), 90_000), by_replay(FailureKind::Reverted, 4));
        let (by, kind, len) = replayed(-32602, &message, None, 90_000);
        assert_eq!((by, kind, len), by_replay(FailureKind::Reverted, 4 + 3 * 32), "{text}");
        assert_eq!(replayed(-32000, text, Some("0x08c379a0"), 90_000), by_replay(FailureKind::Reverted, 4));
    }
    // The node couldn't: the gas speaks.
    assert_eq!(replayed(-32000, "header not found", None, 90_000), (Source::Receipt, FailureKind::OutOfGas, 0));
    assert_eq!(replayed(-32600, "upgrade for this", None, 30_000), (Source::Receipt, FailureKind::Unknown, 0));
    let succeeded = outcome::replayed(Ok(raw(&json!("0x"))), 30_000, 90_000);
    assert_eq!((succeeded.by, succeeded.kind), (Source::Receipt, FailureKind::Unknown));
}

#[test]
fn a_text_without_data_is_kept_as_the_contract_s() {
    let CallError::Said { data, .. } = wire::refused(-32000, "execution reverted: Pausable: paused", None) else {
        panic!("it did say something");
    };
    assert_eq!(Errors::built_in().decode(&data).texts(), ["Pausable: paused"]);
    let CallError::Said { data, .. } = wire::refused(3, &format!("execution reverted: {}", "é".repeat(99_999)), None)
    else {
        panic!("it did say something");
    };
    assert!(data.len() <= MAX_REASON, "{}", data.len());
}

#[test]
fn fee_histories_are_read() {
    let history: RawFeeHistory = from(&json!({"oldestBlock": "0xe", "baseFeePerGas": ["0x64", "0x70", "0x7e"],
        "gasUsedRatio": [0.99, 0], "reward": [["0x1", "0x5"], ["0x0", "0x0"]], "baseFeePerBlobGas": ["0x1", "0x1", "0x2"]}));
    let market = history.market(15, 30_000_000, Some(FeeRule::ETHEREUM));
    assert_eq!((market.next_base_fee, market.next_blob_fee, market.blocks.len()), (Some(0x7e), Some(2), 2));
    assert_eq!(market.rule, None, "two blocks prove nothing");
    assert_eq!(market.blocks[0].tips, Some((1, 5)));
    assert_eq!(market.blocks[1].tips, None, "an empty block paid no tips");
    let without: RawFeeHistory = from(&json!({"baseFeePerGas": ["0x0", "0x0"], "gasUsedRatio": [0.5], "reward": null}));
    assert_eq!(without.market(15, 1, None).next_base_fee, None);
}

#[test]
fn pools_are_read_by_sender_in_any_case_of_letters() {
    let content = json!({"pending": {"0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266": {"7": {"hash": HASH, "from": SENDER,
        "nonce": "0x7", "gas": "0x5208", "gasPrice": "0x1"}}}, "queued": {}});
    let waiting = RawPool::of(&raw(&content), &SENDER.parse().unwrap()).unwrap().into_waiting();
    assert_eq!(waiting[0].nonce, 7);
    assert!(RawPool::of(&raw(&content), &crate::account::Address::ZERO).unwrap().into_waiting().is_empty());
    assert_eq!(wire::pool_size(&json!({"pending": "0x2", "queued": 3})), Some(5));
}

#[test]
fn methods_that_a_node_lacks_are_told() {
    for (code, message) in [
        (-32601, "the method txpool_contentFrom does not exist/is not available"),
        (-32601, "Method not found"),
        (-32602, "invalid argument 0: invalid block tag"),
        (-32600, "debug_traceTransaction needs a plan of another kind"),
        (-32000, "rpc method is not whitelisted"),
    ] {
        assert_eq!(wire::refused(code, message, None), CallError::NoMethod, "{message}");
    }
    let said = |refusal| CallError::Said { refusal, data: Vec::new() };
    assert_eq!(wire::refused(-32000, "transaction not found", None), said(Some(Refusal::NotFound)));
    assert_eq!(wire::refused(-32005, "limit exceeded", None), said(Some(Refusal::RateLimited)));
    assert_eq!(wire::refused(-32000, "the moon is full", None), said(None));
}
