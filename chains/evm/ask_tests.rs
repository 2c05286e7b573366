//! Look-ups of a node that is a function: what is asked of it, how often, and what becomes of what it refuses.
#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::{Value, json};

use super::fake::{Asked as Noted, Reply, chain, hash};
use crate::{
    Ask, Asked, Chain, Details, Found, Lack, NodeError, TxId,
    account::{Failure, FailureKind, Source},
    evm::Evm,
};

const SENDER: &str = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const CONTRACT: &str = "0xdac17f958d2ee523a2206206994597c13d831ec7";
const ID: u64 = 0xabcd_0000_0000;

fn id() -> TxId {
    hash(ID).trim_start_matches("0x").parse().unwrap()
}

async fn look_up(evm: &Evm, ask: &Ask) -> Asked {
    let said = evm.fetch(ask).await;
    said.iter().find_map(|said| said.event.asked()).unwrap().clone()
}

fn plain() -> Ask {
    Ask { id: id(), claims: Vec::new() }
}

fn details(asked: Asked) -> Details {
    *asked.details.unwrap()
}

/// The transaction in question, in this block or waiting.
fn tx(block: Option<u64>) -> Value {
    json!({"hash": hash(ID), "from": SENDER, "to": CONTRACT, "nonce": "0x5", "gas": "0x15f90", "gasPrice": "0x3b9aca00",
        "value": "0x0", "input": "0x12345678", "blockHash": block.map(hash), "blockNumber": block.map(|at| format!("{at:#x}"))})
}

/// A transaction that failed in block 500, on a node that else answers as `more` says.
fn failed(more: impl Fn(&str, &Value) -> Option<Reply> + Send + 'static) -> (Evm, std::sync::Arc<Noted>) {
    chain(move |method, params| match method {
        "eth_getTransactionByHash" => Some(Ok(tx(Some(500)))),
        "eth_getTransactionReceipt" => Some(Ok(json!({"transactionHash": hash(ID), "blockHash": hash(500),
            "blockNumber": "0x1f4", "status": "0x0", "gasUsed": "0x7530", "logs": []}))),
        _ => more(method, params),
    })
}

fn failure(asked: Asked) -> Failure {
    details(asked).outcome.unwrap().failure.unwrap()
}

#[tokio::test]
async fn a_refused_trace_is_made_up_for_by_a_replay_and_not_asked_for_again() {
    let (evm, noted) = failed(|method, params| match method {
        "debug_traceTransaction" if params[0] == hash(ID) => Some(Err((-32600, "not available on your plan"))),
        "eth_call" => Some(Err((3, "execution reverted: Pausable: paused"))),
        _ => None,
    });
    let why = failure(look_up(&evm, &plain()).await);
    assert_eq!((why.by, why.kind), (Source::Replay, FailureKind::Reverted));
    assert!(String::from_utf8_lossy(&why.data).contains("Pausable: paused"));
    let traced = noted.calls("debug_traceTransaction");
    assert_eq!(failure(look_up(&evm, &plain()).await), why);
    assert_eq!(noted.calls("debug_traceTransaction"), traced);
    assert!(evm.check().await[0].lacks.contains(&Lack::NoTrace));
}

#[tokio::test]
async fn where_neither_trace_nor_replay_is_to_be_had_the_receipt_speaks() {
    let (evm, noted) = failed(|method, params| match method {
        "debug_traceTransaction" if params[0] == hash(ID) => Some(Err((-32000, "missing trie node 9fa3"))),
        "eth_call" => Some(Err((-32000, "missing trie node 9fa3"))),
        _ => None,
    });
    let why = failure(look_up(&evm, &plain()).await);
    assert_eq!((why.by, why.kind), (Source::Receipt, FailureKind::Unknown));
    let traced = noted.calls("debug_traceTransaction");
    look_up(&evm, &plain()).await;
    assert_eq!(noted.calls("debug_traceTransaction"), traced, "the state of that block doesn't come back");
    assert!(!evm.check().await[0].lacks.contains(&Lack::NoTrace), "that of later ones may be there");
}

#[tokio::test]
async fn a_trace_that_tells_needs_no_replay() {
    let (evm, noted) = failed(|method, params| match method {
        "debug_traceTransaction" if params[0] == hash(ID) => {
            Some(Ok(json!({"type": "CALL", "error": "execution reverted", "output": "0x12345678"})))
        }
        _ => None,
    });
    let why = failure(look_up(&evm, &plain()).await);
    assert_eq!((why.by, why.kind, why.data.len()), (Source::Trace, FailureKind::Reverted, 4));
    assert_eq!(noted.calls("eth_call"), 0);
}

#[tokio::test]
async fn one_call_that_is_limited_fails_alone() {
    let (evm, _) = chain(|method, _| match method {
        "eth_getTransactionByHash" => Some(Ok(tx(None))),
        "eth_getBalance" => Some(Err((-32005, "limit exceeded"))),
        "eth_feeHistory" => Some(Err((429, "too many requests"))),
        _ => None,
    });
    let asked = look_up(&evm, &plain()).await;
    assert_eq!(asked.answer, Found::Pooled);
    let line = details(asked).line.unwrap();
    assert_eq!((line.next, line.balance), (0, None));
}

#[tokio::test]
async fn a_node_that_limits_everything_is_away() {
    let (evm, _) = chain(|_, _| Some(Err((-32005, "limit exceeded"))));
    let Found::Failed(NodeError::Unreachable(why)) = look_up(&evm, &plain()).await.answer else {
        panic!("it said nothing");
    };
    assert!(why.contains("limits"), "{why}");
}
