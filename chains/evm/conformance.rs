//! Answers as the specification of the JSON-RPC has them: an excerpt of ethereum/execution-apis, `tests/` at 033ca6e
//! (CC0-1.0), without `logsBloom`. A node that keeps to the specification is read whole; what nodes write beyond it is
//! tested elsewhere.
#![allow(clippy::unwrap_used, clippy::panic)]

use alloy_primitives::Address;
use serde_json::{Value, value::RawValue};

use super::{
    outcome::{RawReceipt, replayed, traced},
    reasons::Errors,
    refusals::Refusal,
    rpc::CallError,
    wire::{self, RawBlock, RawFeeHistory, RawPool, RawTx},
};
use crate::account::FailureKind;

/// The answers to one method, by the name of the case.
fn answers(method: &str) -> Vec<(String, Value)> {
    let cases = include_str!("conformance.jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of_method = cases.filter_map(|case| {
        let (of, name) = case["pair"].as_str()?.split_once('/')?;
        (of == method).then(|| (name.to_owned(), case["answer"].clone()))
    });
    of_method.collect()
}

fn raw(value: &Value) -> Box<RawValue> {
    RawValue::from_string(value.to_string()).unwrap()
}

/// An answer as the adapter reads it; `None` for null.
fn read<T: serde::de::DeserializeOwned>(answer: &Value) -> Option<T> {
    serde_json::from_str(&answer["result"].to_string()).unwrap()
}

fn refused(answer: &Value) -> CallError {
    let error = &answer["error"];
    let data = error.get("data").map(raw);
    wire::refused(error["code"].as_i64().unwrap(), error["message"].as_str().unwrap(), data.as_deref())
}

fn number(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap().trim_start_matches("0x"), 16).unwrap()
}

#[test]
fn blocks_are_read_with_all_their_transactions() {
    let cases = answers("eth_getBlockByNumber");
    assert_eq!(cases.len(), 8);
    for (name, answer) in cases {
        let Some(block) = read::<RawBlock>(&answer) else {
            assert_eq!(name, "get-block-notfound");
            continue;
        };
        let told = &answer["result"];
        assert_eq!(block.gas_limit(), Some(number(&told["gasLimit"])), "{name}");
        let block = block.into_block().unwrap();
        assert_eq!(block.at.height, number(&told["number"]), "{name}");
        assert_eq!(format!("0x{}", block.at.hash), told["hash"], "{name}");
        let ids: Vec<String> = block.txs.iter().map(|tx| format!("0x{}", tx.id)).collect();
        let of = |tx: &Value| tx.get("hash").unwrap_or(tx).as_str().unwrap().to_owned();
        assert_eq!(ids, told["transactions"].as_array().unwrap().iter().map(of).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn transactions_of_every_type_are_read() {
    let cases = answers("eth_getTransactionByHash");
    assert_eq!(cases.len(), 9);
    for (name, answer) in cases {
        let Some(tx) = read::<RawTx>(&answer) else {
            assert!(name == "get-notfound-tx" || name == "get-empty-tx", "{name}");
            continue;
        };
        let (told, signed) = (&answer["result"], tx.signed().unwrap());
        assert_eq!(format!("0x{}", signed.id), told["hash"], "{name}");
        assert_eq!(format!("{:#x}", signed.sender), told["from"].as_str().unwrap().to_lowercase(), "{name}");
        assert_eq!(signed.nonce, number(&told["nonce"]), "{name}");
        assert_eq!(signed.gas_limit, number(&told["gas"]), "{name}");
        let price = told.get("maxFeePerGas").unwrap_or(&told["gasPrice"]);
        assert_eq!(signed.max_fee, u128::from(number(price)), "{name}");
        assert_eq!(signed.blobs.is_some(), told["type"] == "0x3", "{name}");
        assert_eq!(tx.block().map(|(_, height)| height), Some(number(&told["blockNumber"])), "{name}");
    }
}

#[test]
fn receipts_are_read_one_by_one_and_by_the_block() {
    let single =
        answers("eth_getTransactionReceipt").into_iter().map(|(name, answer)| (name, answer["result"].clone()));
    let blocks = answers("eth_getBlockReceipts").into_iter();
    let listed = blocks.flat_map(|(name, answer)| {
        let receipts = answer["result"].as_array().cloned().unwrap_or_default();
        receipts.into_iter().map(move |receipt| (name.clone(), receipt))
    });
    let all: Vec<(String, Value)> = single.chain(listed).collect();
    assert!(all.len() > 9);
    for (name, told) in all {
        let Some(receipt) = serde_json::from_str::<Option<RawReceipt>>(&told.to_string()).unwrap() else {
            assert!(name == "get-notfound-tx" || name == "get-empty-tx", "{name}");
            continue;
        };
        assert_eq!(format!("0x{}", receipt.id().unwrap()), told["transactionHash"], "{name}");
        assert_eq!(receipt.block().map(|(_, height)| height), Some(number(&told["blockNumber"])), "{name}");
        assert_eq!(receipt.failed(), told["status"] == "0x0", "{name}");
    }
}

#[test]
fn pools_and_fees_are_read() {
    let content = answers("txpool_content").remove(0).1["result"].clone();
    let mut waiting = 0;
    for part in ["pending", "queued"] {
        for (sender, txs) in content[part].as_object().unwrap() {
            let sender: Address = sender.parse().unwrap();
            let pool = RawPool::of(&raw(&content), &sender).unwrap().into_waiting();
            assert!(pool.iter().all(|tx| tx.sender == sender) && pool.len() >= txs.as_object().unwrap().len());
            waiting += txs.as_object().unwrap().len() as u64;
        }
    }
    let status = answers("txpool_status").remove(0).1["result"].clone();
    assert_eq!((wire::pool_size(&status), waiting), (Some(6), 5), "recorded at two moments");
    let nobody: RawPool = read(&answers("txpool_contentFrom").remove(0).1).unwrap();
    assert!(nobody.into_waiting().is_empty());
    let history: RawFeeHistory = read(&answers("eth_feeHistory").remove(0).1).unwrap();
    let market = history.market(0x1b, 200_000_000, None);
    assert_eq!(market.next_base_fee, Some(0x342a_385a));
    assert_eq!(market.blocks[0].tips.map(|(low, _)| low), Some(1));
}

#[test]
fn refusals_and_traces_are_understood() {
    for (name, answer) in answers("eth_call") {
        let failure = replayed(Err(refused(&answer)), 40_000, 100_000);
        assert_eq!(failure.kind, FailureKind::Reverted, "{name}");
        let reason = Errors::built_in().decode(&failure.data);
        assert!(!failure.data.is_empty() && !format!("{reason:?}").contains("Unknown"), "{name}: {reason:?}");
    }
    for (name, answer) in answers("debug_traceTransaction") {
        match name.as_str() {
            "trace-unknown-tx" => {
                assert!(matches!(refused(&answer), CallError::Said { refusal: Some(Refusal::NotFound), .. }));
            }
            _ => assert!(traced(&Ok(raw(&answer["result"]))).is_none(), "{name} succeeded"),
        }
    }
}
