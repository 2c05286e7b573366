//! What only layer 2s write: the shapes of OP Mainnet, Base, Arbitrum One and zkSync Era, shortened. No transaction type and
//! no field of theirs makes a block or a receipt unreadable, and what their chains do by themselves uses nobody's nonce.
#![allow(clippy::unwrap_used)]

use alloy_primitives::U256;
use serde_json::{Value, json};

use super::{
    fake::hash,
    fees::FeeRule,
    outcome::RawReceipt,
    wire::{RawBlock, RawFeeHistory, RawTx, is_deposit},
};
use crate::{BlockHash, BlockRef, account::Outcome};

const SENDER: &str = "0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001";

fn from<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

/// The first transaction of each block of the OP stack: layer 1's values, put there by the chain.
fn deposit() -> Value {
    json!({"blockHash": hash(1), "blockNumber": "0x7a12000", "from": SENDER, "gas": "0xf4240", "gasPrice": "0x0",
        "hash": hash(10), "input": "0x098999be", "nonce": "0x7a12001", "to": "0x4200000000000000000000000000000000000015",
        "transactionIndex": "0x0", "value": "0x0", "type": "0x7e", "v": "0x0", "r": "0x0", "s": "0x0", "yParity": "0x0",
        "sourceHash": hash(99), "mint": "0x0", "isSystemTx": false, "depositReceiptVersion": "0x1"})
}

fn block_of(txs: &Value, more: Value) -> RawBlock {
    let mut block = json!({"hash": hash(1), "parentHash": hash(2), "number": "0x7a12000", "timestamp": "0x674f0000",
        "gasLimit": "0x3938700", "baseFeePerGas": "0x5f5e100", "transactions": txs});
    for (key, value) in more.as_object().unwrap() {
        block[key] = value.clone();
    }
    from(&block)
}

fn outcome(receipt: &Value, deposit: bool) -> Outcome {
    let at = BlockRef { hash: BlockHash([1; 32]), height: 1, time: jiff::Timestamp::UNIX_EPOCH };
    from::<RawReceipt>(receipt).outcome(at, None, deposit)
}

#[test]
fn what_a_chain_does_by_itself_uses_nobody_s_nonce() {
    let tx = |kind: &str, at: u64| json!({"hash": hash(at), "from": SENDER, "nonce": "0x5", "type": kind});
    let kinds = [
        ("0x2", 1),
        // OP stack and Scroll: from layer 1. Arbitrum: deposits, retries, tickets, the start of a block.
        ("0x7e", 0),
        ("0x64", 0),
        ("0x68", 0),
        ("0x69", 0),
        ("0x6a", 0),
        // zkSync Era: people's, from layer 1, an upgrade. Celo: a fee in a token.
        ("0x71", 1),
        ("0xff", 0),
        ("0xfe", 0),
        ("0x7b", 1),
        // Of a kind yet to come.
        ("0x4", 1),
        ("0x33", 1),
    ];
    let txs: Vec<Value> = kinds.iter().zip(1..).map(|((kind, _), at)| tx(kind, at)).collect();
    let block = block_of(&json!(txs), json!({})).into_block().unwrap();
    let claims: Vec<usize> = block.txs.iter().map(|tx| tx.claims.len()).collect();
    assert_eq!(claims, kinds.map(|(_, claims)| claims));
}

#[test]
fn a_deposit_is_read_as_one() {
    let tx: RawTx = from(&deposit());
    let signed = tx.signed().unwrap();
    assert!(is_deposit(&tx) && signed.by_protocol);
    assert_eq!((signed.max_fee, signed.gas_limit), (0, 1_000_000));
    // Nodes before Regolith tell no nonce.
    let mut old = deposit();
    old.as_object_mut().unwrap().remove("nonce");
    assert!(from::<RawTx>(&old).signed().unwrap().by_protocol);
    let block = block_of(&json!([deposit(), "0x", 7, [], {"hash": 5}]), json!({})).into_block().unwrap();
    assert_eq!(block.txs.len(), 1, "what isn't a transaction breaks no block");
    let receipt = json!({"transactionHash": hash(10), "blockHash": hash(1), "blockNumber": "0x7a12000", "status": "0x1",
        "gasUsed": "0xb44c", "effectiveGasPrice": "0x0", "logs": [], "contractAddress": null, "depositNonce": "0x7a12001",
        "depositReceiptVersion": "0x1", "l1BaseFeeScalar": "0x146b", "l1BlobBaseFee": "0x1", "l1Fee": "0x0",
        "l1GasPrice": "0x2540be400", "l1GasUsed": "0x6b0", "type": "0x7e"});
    let layer2 = outcome(&receipt, true).layer2.unwrap();
    assert_eq!((layer2.deposit, layer2.l1_fee), (true, Some(U256::ZERO)));
}

#[test]
fn what_was_paid_for_layer_1_is_read() {
    let receipt = json!({"transactionHash": hash(11), "blockHash": hash(1), "blockNumber": "0x7a12000", "status": "0x1",
        "gasUsed": "0x5208", "effectiveGasPrice": "0xf4628", "logs": [], "contractAddress": null, "type": "0x2",
        "blobGasUsed": "0x9c40", "daFootprintGasScalar": "0x190", "l1BaseFeeScalar": "0x8dd", "l1BlobBaseFee": "0x1",
        "l1BlobBaseFeeScalar": "0x101c12", "l1Fee": "0x5a9a0e2c5", "l1FeeScalar": null, "l1GasPrice": "0x2540be400",
        "l1GasUsed": "0x640", "operatorFeeConstant": "0x0", "operatorFeeScalar": "0x0"});
    let layer2 = outcome(&receipt, false).layer2.unwrap();
    assert_eq!((layer2.l1_fee, layer2.l1_block, layer2.deposit), (Some(U256::from(0x5_a9a0_e2c5_u64)), None, false));
}

#[test]
fn arbitrum_tells_the_block_of_layer_1() {
    let receipt = json!({"transactionHash": hash(12), "blockHash": hash(1), "blockNumber": "0x5bc4077", "status": "0x1",
        "gasUsed": "0x9b0c6", "gasUsedForL1": "0x8a2b1", "l1BlockNumber": "0x10924a4", "timeboosted": false,
        "effectiveGasPrice": "0x5f5e100", "logs": [], "contractAddress": null, "type": "0x2"});
    let layer2 = outcome(&receipt, false).layer2.unwrap();
    assert_eq!((layer2.l1_fee, layer2.l1_block), (None, Some(17_376_420)));
}

#[test]
fn arbitrum_s_base_fee_follows_no_rule_that_we_know_and_a_header_of_the_op_stack_tells_its_own() {
    let arbitrum = json!({"l1BlockNumber": "0x10924a4", "sendCount": "0x1310", "gasLimit": "0x4000000000000",
        "sendRoot": hash(3), "extraData": "0xd79c44e4c3397b74b78db0ea2d34c1106d8bae0752d6e352a859ae27185dec62"});
    let arbitrum = block_of(&json!([]), arbitrum);
    let history = |fees: Vec<u128>, used: Vec<f64>| -> RawFeeHistory {
        let fees: Vec<String> = fees.iter().map(|fee| format!("{fee:#x}")).collect();
        from(&json!({"oldestBlock": "0x1", "baseFeePerGas": fees, "gasUsedRatio": used}))
    };
    let flat = history(vec![100_000_000; 21], vec![0.000_02; 20]);
    let market = flat.market(1, arbitrum.gas_limit().unwrap(), Some(arbitrum.fee_rule()));
    assert_eq!((market.rule, market.next_base_fee), (None, Some(100_000_000)));

    // Holocene: version 0, a denominator of 250, an elasticity of 6. Empty blocks fall by 1/250.
    let base = block_of(&json!([]), json!({"extraData": "0x00000000fa00000006"}));
    assert_eq!(base.fee_rule(), FeeRule::OP_CANYON);
    let falling: Vec<u128> = std::iter::successors(Some(5_000_000u128), |fee| Some(fee - fee / 250)).take(21).collect();
    let market = history(falling, vec![0.0; 20]).market(1, base.gas_limit().unwrap(), Some(base.fee_rule()));
    assert_eq!(market.rule, Some(FeeRule::OP_CANYON));
}
