//! What a layer 2 charges for layer 1 besides its own gas: on the OP stack a contract that stands on every such chain tells
//! at most how much. Elsewhere that contract isn't there, and nothing is charged apart (Arbitrum counts it as gas).

use alloy_primitives::{Address, U256, address};
use alloy_sol_types::SolCall;
use serde_json::json;

use super::{
    rpc::{Answer, Call, read},
    wire::{Bytes, hex_of},
};
use crate::account::Signed;

alloy_sol_types::sol! {
    function getL1FeeUpperBound(uint256 unsignedTxSize) external view returns (uint256);
}

/// `GasPriceOracle`, the same on every chain of the OP stack; it has this function since Fjord (2024).
const ORACLE: Address = address!("420000000000000000000000000000000000000F");

/// Gas that it may use to answer.
const GAS: &str = "0x186a0";

/// Bytes of a transaction besides its input: numbers, addresses and lengths, at their longest.
const FRAME: u32 = 120;

/// The question what layer 1 costs at most for this transaction. An access list isn't counted.
pub(super) fn call(signed: &Signed) -> Call {
    call_for(signed.input.len.saturating_add(FRAME))
}

/// The question whether the chain charges for layer 1 at all.
pub(super) fn probe() -> Call {
    call_for(FRAME)
}

fn call_for(size: u32) -> Call {
    let data = getL1FeeUpperBoundCall { unsignedTxSize: U256::from(size) }.abi_encode();
    ("eth_call", json!([{"to": format!("{ORACLE:#x}"), "data": hex_of(&data), "gas": GAS}, "latest"]))
}

/// The answer to either, in wei.
pub(super) fn fee(answer: Answer) -> Option<U256> {
    let word = read::<Bytes>(answer).ok()?.0;
    (word.len() == 32).then(|| U256::from_be_slice(&word))
}
