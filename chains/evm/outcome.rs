//! What came of a transaction: its receipt, and what a trace or a replay adds, read into an [`Outcome`]. Decodes no
//! reason (that is `reasons`') and asks no node.

use alloy_primitives::{Address, B256, U256, b256};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    rpc::{Answer, CallError},
    wire::{self, Account, Bytes, Hash, Quantity, lenient},
};
use crate::{
    BlockHash, BlockRef, TxId,
    account::{
        Failure, FailureKind, Inner, InnerKind, Layer2, MAX_MOVES, MAX_REASON, Moved, Outcome, Signed, Source, Token,
    },
};

/// `Transfer(address,address,uint256)`
const TRANSFER: B256 = b256!("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
/// `ExecutionFailure(bytes32,uint256)` of Safe.
const SAFE_FAILURE: B256 = b256!("23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23");
/// `UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)` of ERC-4337 entry points.
const USER_OPERATION: B256 = b256!("49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f");
/// `UserOperationRevertReason(bytes32,address,uint256,bytes)` of the same.
const USER_OPERATION_REASON: B256 = b256!("1c4fada7374c0a9ee8841fc38afe82932dc0f8e69012e927f061a8bae611a201");

/// A receipt.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RawReceipt {
    #[serde(deserialize_with = "lenient")]
    transaction_hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    block_hash: Option<Hash>,
    #[serde(deserialize_with = "lenient")]
    block_number: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    status: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    gas_used: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    effective_gas_price: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    contract_address: Option<Account>,
    #[serde(deserialize_with = "lenient")]
    logs: Option<Vec<RawLog>>,
    #[serde(deserialize_with = "lenient")]
    l1_fee: Option<Quantity>,
    #[serde(deserialize_with = "lenient")]
    l1_block_number: Option<Quantity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawLog {
    #[serde(deserialize_with = "lenient")]
    address: Option<Account>,
    #[serde(deserialize_with = "lenient")]
    topics: Option<Vec<Hash>>,
    #[serde(deserialize_with = "lenient")]
    data: Option<Bytes>,
}

impl RawReceipt {
    pub(super) fn id(&self) -> Option<TxId> {
        Some(TxId(self.transaction_hash?.0))
    }

    pub(super) fn block(&self) -> Option<(BlockHash, u64)> {
        Some((BlockHash(self.block_hash?.0), self.block_number?.u64()?))
    }

    pub(super) fn failed(&self) -> bool {
        self.status.is_some_and(|status| status.0.is_zero())
    }

    /// The tokens whose transfers it logged, each once.
    pub(super) fn tokens(&self) -> Vec<Address> {
        let mut tokens: Vec<Address> =
            self.logs.iter().flatten().take(MAX_MOVES).filter_map(|log| Some(log.transfer()?.contract)).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// What came of it, as far as the receipt tells.
    pub(super) fn outcome(&self, block: BlockRef, signed: Option<&Signed>, deposit: bool) -> Outcome {
        let mut moved: Vec<Moved> = self.value_moved(signed).into_iter().collect();
        let logs = self.logs.as_deref().unwrap_or_default();
        moved.extend(logs.iter().filter_map(|log| log.transfer().map(Transfer::moved)));
        let more = moved.len() > MAX_MOVES;
        moved.truncate(MAX_MOVES);
        let failure =
            self.failed().then(|| Failure { by: Source::Receipt, data: Vec::new(), kind: FailureKind::Unknown });
        Outcome {
            block,
            succeeded: self.status.map(|status| !status.0.is_zero()),
            gas_used: self.gas_used.and_then(Quantity::u64).unwrap_or(0),
            gas_price: self.effective_gas_price.and_then(Quantity::u128),
            failure,
            moved,
            more,
            inner: inner_failure(logs),
            created: self.contract_address.map(|account| account.0),
            to_contract: None,
            layer2: self.layer2(deposit),
        }
    }

    /// The chain's own coin that a successful transaction carries. What contracts pay on goes unseen without a trace.
    fn value_moved(&self, signed: Option<&Signed>) -> Option<Moved> {
        let signed = signed.filter(|signed| !self.failed() && !signed.value.is_zero())?;
        let to = signed.to.or(self.contract_address.map(|account| account.0))?;
        Some(Moved { token: None, from: signed.sender, to, amount: signed.value })
    }

    fn layer2(&self, deposit: bool) -> Option<Layer2> {
        let l1_fee = self.l1_fee.map(|fee| fee.0);
        let l1_block = self.l1_block_number.and_then(Quantity::u64);
        (deposit || l1_fee.is_some() || l1_block.is_some()).then_some(Layer2 { l1_fee, l1_block, deposit })
    }
}

struct Transfer {
    contract: Address,
    from: Address,
    to: Address,
    amount: U256,
}

impl Transfer {
    fn moved(self) -> Moved {
        let token = Token { contract: self.contract, decimals: None, symbol: None };
        Moved { token: Some(token), from: self.from, to: self.to, amount: self.amount }
    }
}

impl RawLog {
    fn is(&self, event: &B256) -> bool {
        self.topics.as_ref().and_then(|topics| topics.first()).is_some_and(|topic| topic.0 == event.0)
    }

    /// A transfer of a token with amounts. One with a fourth topic is of a single piece (ERC-721), not of an amount.
    fn transfer(&self) -> Option<Transfer> {
        let ([event, from, to], data) = (self.topics.as_deref()?, self.data.as_ref()?) else { return None };
        let word = data.0.get(..32)?;
        (event.0 == TRANSFER.0).then(|| Transfer {
            contract: self.address.map(|account| account.0).unwrap_or_default(),
            from: wire::address_in(&from.0),
            to: wire::address_in(&to.0),
            amount: U256::from_be_slice(word),
        })
    }

    /// The word of the data at this place.
    fn word(&self, at: usize) -> Option<&[u8]> {
        self.data.as_ref()?.0.get(at * 32..at * 32 + 32)
    }
}

/// The first failure inside that a log tells of.
fn inner_failure(logs: &[RawLog]) -> Option<Inner> {
    let inner = |log: &RawLog, kind, data| Some(Inner { kind, contract: log.address?.0, data });
    logs.iter().find_map(|log| {
        if log.is(&SAFE_FAILURE) {
            return inner(log, InnerKind::Safe, Vec::new());
        }
        let failed = log.is(&USER_OPERATION) && log.word(1)?.iter().all(|byte| *byte == 0);
        let reason = || {
            let log = logs.iter().find(|log| log.is(&USER_OPERATION_REASON))?;
            let len = usize::try_from(U256::from_be_slice(log.word(2)?)).ok()?;
            log.data.as_ref()?.0.get(96..96_usize.checked_add(len.min(MAX_REASON))?).map(<[u8]>::to_vec)
        };
        if failed { inner(log, InnerKind::UserOperation, reason().unwrap_or_default()) } else { None }
    })
}

/// What `debug_traceTransaction` with `callTracer` says of the top call.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawTrace {
    #[serde(deserialize_with = "lenient")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient")]
    output: Option<Bytes>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Why it failed, by the node's own trace; `None` where the node couldn't.
pub(super) fn traced(answer: Answer) -> Option<Failure> {
    let trace: RawTrace = serde_json::from_str(answer.ok()?.get()).ok()?;
    trace.kind.as_ref()?;
    let data = trace.output.map(|output| output.0).unwrap_or_default();
    Some(Failure { by: Source::Trace, kind: kind_of(&trace.error?, &data), data: bounded(data) })
}

/// Why it failed, by trying it again on the state before its block. A replay that succeeds says that it is not known.
pub(super) fn replayed(answer: Answer, gas_used: u64, gas_limit: u64) -> Option<Failure> {
    let unknown = Failure { by: Source::Receipt, data: Vec::new(), kind: FailureKind::Unknown };
    match answer {
        Ok(_) => Some(likely_by_gas(unknown, gas_used, gas_limit)),
        Err(CallError::Said { message, data }) => {
            let data = data.unwrap_or_default();
            match kind_of(&message, &data) {
                FailureKind::Unknown => Some(likely_by_gas(unknown, gas_used, gas_limit)),
                kind @ (FailureKind::Reverted | FailureKind::OutOfGas | FailureKind::Machine) => {
                    Some(Failure { by: Source::Replay, data: bounded(data), kind })
                }
            }
        }
        Err(CallError::NoMethod | CallError::Node(_)) => Some(likely_by_gas(unknown, gas_used, gas_limit)),
    }
}

/// Where only the receipt speaks: all the gas used means that it likely ran out of it.
fn likely_by_gas(unknown: Failure, gas_used: u64, gas_limit: u64) -> Failure {
    // An inner call is left 63/64 of the gas (EIP-150), so that a contract whose inner call ran out has a little left.
    let nearly_all = gas_limit > 0 && gas_used >= gas_limit - gas_limit / 64;
    if nearly_all { Failure { kind: FailureKind::OutOfGas, ..unknown } } else { unknown }
}

/// As geth, reth, Erigon, Nethermind, Besu and Anvil word it.
fn kind_of(message: &str, data: &[u8]) -> FailureKind {
    let message = message.to_ascii_lowercase();
    let says = |texts: &[&str]| texts.iter().any(|text| message.contains(text));
    if says(&["out of gas", "outofgas", "out-of-gas", "gas uint64 overflow", "code store out of gas"]) {
        FailureKind::OutOfGas
    } else if !data.is_empty() || says(&["revert"]) {
        FailureKind::Reverted
    } else if says(&[
        "invalid opcode",
        "invalidfeopcode",
        "opcodenotfound",
        "bad instruction",
        "stack",
        "jump",
        "evm error",
    ]) {
        FailureKind::Machine
    } else {
        FailureKind::Unknown
    }
}

fn bounded(mut data: Vec<u8>) -> Vec<u8> {
    data.truncate(MAX_REASON);
    data
}

/// A token's `decimals()`: a number that fits the word's last byte.
pub(super) fn decimals(answer: Answer) -> Option<u8> {
    let word = returned(answer)?;
    u8::try_from(U256::from_be_slice(word.get(..32)?)).ok()
}

/// A token's `symbol()`: a string, or (old ones) 32 bytes. Written by anyone.
pub(super) fn symbol(answer: Answer) -> Option<String> {
    let data = returned(answer)?;
    let text = match data.len() {
        32 => data.iter().take_while(|byte| **byte != 0).copied().collect(),
        _ => {
            let len = usize::try_from(U256::from_be_slice(data.get(32..64)?)).ok()?.min(256);
            data.get(64..64 + len)?.to_vec()
        }
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    (!text.is_empty()).then_some(text)
}

fn returned(answer: Answer) -> Option<Vec<u8>> {
    let text: Box<RawValue> = answer.ok()?;
    serde_json::from_str::<Bytes>(text.get()).ok().map(|bytes| bytes.0)
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;

    use super::*;

    #[test]
    fn topics_are_those_of_the_events() {
        for (topic, event) in [
            (TRANSFER, "Transfer(address,address,uint256)"),
            (SAFE_FAILURE, "ExecutionFailure(bytes32,uint256)"),
            (USER_OPERATION, "UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)"),
            (USER_OPERATION_REASON, "UserOperationRevertReason(bytes32,address,uint256,bytes)"),
        ] {
            assert_eq!(topic, keccak256(event));
        }
    }
}
