//! What came of a transaction: its receipt, and what a trace or a replay adds, read into an [`Outcome`]. Decodes no
//! reason (that is `reasons`') and asks no node.

use alloy_primitives::{Address, B256, Log};
use serde::Deserialize;

use super::{
    logs::{self, Run, Said, What},
    refusals::Refusal,
    rpc::{Answer, CallError},
    wire::{Account, Bytes, Hash, Quantity, lenient},
};
use crate::{
    BlockHash, BlockRef, TxId,
    account::{
        Failure, FailureKind, Inner, InnerKind, Layer2, MAX_MOVES, MAX_REASON, Moved, Outcome, Signed, Source, Token,
    },
};

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
        let moved = self.said().moved.into_iter();
        let mut tokens: Vec<Address> = moved.take(MAX_MOVES).map(|moved| moved.token).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    fn said(&self) -> Said {
        let logs: Vec<Log> = self.logs.iter().flatten().filter_map(RawLog::log).collect();
        logs::read(&logs)
    }

    /// What came of it, as far as the receipt tells.
    pub(super) fn outcome(&self, block: BlockRef, signed: Option<&Signed>, deposit: bool) -> Outcome {
        let mut moved: Vec<Moved> = self.value_moved(signed).into_iter().collect();
        let said = self.said();
        moved.extend(said.moved.iter().map(moved_token));
        let more = moved.len() > MAX_MOVES;
        moved.truncate(MAX_MOVES);
        let unread = said.unread.iter().take(MAX_MOVES).copied().collect();
        let (inner, inner_runs) = inner(said, signed);
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
            inner,
            inner_runs,
            unread,
            created: self.contract_address.map(|account| account.0),
            to_contract: None,
            layer2: self.layer2(deposit),
        }
    }

    /// The chain's own coin that a successful transaction carries. What contracts pay on goes unseen without a trace.
    fn value_moved(&self, signed: Option<&Signed>) -> Option<Moved> {
        let signed = signed.filter(|signed| !self.failed() && !signed.value.is_zero())?;
        let to = signed.to.or(self.contract_address.map(|account| account.0))?;
        Some(Moved { token: None, from: signed.sender, to, what: What::Amount(signed.value) })
    }

    fn layer2(&self, deposit: bool) -> Option<Layer2> {
        let l1_fee = self.l1_fee.map(|fee| fee.0);
        let l1_block = self.l1_block_number.and_then(Quantity::u64);
        (deposit || l1_fee.is_some() || l1_block.is_some()).then_some(Layer2 { l1_fee, l1_block, deposit })
    }
}

impl RawLog {
    fn log(&self) -> Option<Log> {
        let topics = self.topics.as_ref()?.iter().map(|topic| B256::from(topic.0)).collect();
        Log::new(self.address?.0, topics, self.data.as_ref()?.0.clone().into())
    }
}

fn moved_token(moved: &logs::Moved) -> Moved {
    let token = Token { contract: moved.token, decimals: None, symbol: None };
    Moved { token: Some(token), from: moved.from, to: moved.to, what: moved.what }
}

/// What was run inside: as tells who is to be believed, a Safe that was called itself or an entry point that everyone uses,
/// and after that what other contracts tell, as a Safe does that a relayer or a module called. Answers with those that
/// failed, and with how many ran that are to be believed.
fn inner(said: Said, signed: Option<&Signed>) -> (Vec<Inner>, u32) {
    let called = signed.and_then(|signed| signed.to);
    let (mut failed, mut runs) = (Vec::new(), 0);
    for inner in said.inner {
        let (kind, account, verified) = match inner.run {
            Run::Safe(_) | Run::SafeModule(_) => (InnerKind::Safe, inner.by, called == Some(inner.by)),
            Run::UserOperation { sender, .. } if inner.by_entry_point() => (InnerKind::UserOperation, sender, true),
            Run::UserOperation { .. } => continue,
        };
        runs += u32::from(verified);
        if !inner.succeeded {
            let data = bounded(inner.reason.map(|reason| reason.to_vec()).unwrap_or_default());
            failed.push(Inner { kind, account, data, verified });
        }
    }
    failed.sort_by_key(|inner| !inner.verified);
    failed.truncate(MAX_MOVES);
    (failed, runs)
}

/// The code for which a trace's own error is read: one that decides nothing.
const TRACED: i64 = 0;

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
pub(super) fn traced(answer: &Answer) -> Option<Failure> {
    let trace: RawTrace = serde_json::from_str(answer.as_ref().ok()?.get()).ok()?;
    trace.kind.as_ref()?;
    let refusal = Refusal::of(TRACED, &trace.error?);
    let data = trace.output.map(|output| output.0).unwrap_or_default();
    // Only who reverts gives something back; whatever else the node calls it, the machine stopped it.
    let kind = if data.is_empty() { kind_of(refusal).unwrap_or(FailureKind::Machine) } else { FailureKind::Reverted };
    Some(Failure { by: Source::Trace, kind, data: bounded(data) })
}

/// Why it failed, by trying it again on the state before its block. A replay that succeeds says that it is not known.
pub(super) fn replayed(answer: Answer, gas_used: u64, gas_limit: u64) -> Failure {
    if let Err(CallError::Said { refusal, data }) = answer
        && let Some(kind) = kind_of(refusal)
    {
        return Failure { by: Source::Replay, data: bounded(data), kind };
    }
    // Where only the receipt speaks, all the gas used means that it likely ran out of it. An inner call is left 63/64 of
    // the gas (EIP-150), so that a contract whose inner call ran out has a little left.
    let nearly_all = gas_limit > 0 && gas_used >= gas_limit - gas_limit / 64;
    let kind = if nearly_all { FailureKind::OutOfGas } else { FailureKind::Unknown };
    Failure { by: Source::Receipt, data: Vec::new(), kind }
}

/// What stopped it, where the node's words tell.
fn kind_of(refusal: Option<Refusal>) -> Option<FailureKind> {
    let kinds = [
        (Refusal::Reverted, FailureKind::Reverted),
        (Refusal::OutOfGas, FailureKind::OutOfGas),
        (Refusal::Broken, FailureKind::Machine),
    ];
    kinds.into_iter().find_map(|(told, kind)| (refusal == Some(told)).then_some(kind))
}

fn bounded(mut data: Vec<u8>) -> Vec<u8> {
    data.truncate(MAX_REASON);
    data
}
