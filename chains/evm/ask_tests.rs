//! Look-ups of a node that is a function: what is asked of it, how often, and what becomes of what it refuses.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::fake::{Asked as Noted, Reply, TIP, block, chain, hash};
use crate::{
    Ask, Asked, Block, BlockHash, BlockRef, BlockTx, Chain, Claim, ClaimState, Details, Found, Lack, NodeError, TxId,
    account::{Failure, FailureKind, Source},
    evm::{Evm, heard::Heard, wire::RawTx},
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
    Ask { id: id(), claims: Vec::new(), since: None }
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
fn failed(more: impl Fn(&str, &Value) -> Option<Reply> + Send + 'static) -> (Evm, Arc<Noted>) {
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
    assert_eq!(noted.calls("eth_call"), 1, "when the node was asked what it can do");
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

/// A node that keeps the state of so many blocks, on whose chain another transaction used nonce 5 in block `used`.
fn taken(used: u64, state: u64) -> (Evm, Arc<Noted>) {
    let other = move |whole: bool| {
        let mut block = block(used);
        let mut by = tx(Some(used));
        by["hash"] = json!(hash(ID + 1));
        block["transactions"] = if whole { json!([by]) } else { json!([by["hash"]]) };
        block
    };
    chain(move |method, params| match method {
        "eth_getTransactionCount" => Some(match params[1].as_str().and_then(|at| at.strip_prefix("0x")) {
            Some(at) => match u64::from_str_radix(at, 16).unwrap() {
                at if at + state < TIP => Err((-32000, "missing trie node 12")),
                at => Ok(json!(if at >= used { "0x6" } else { "0x5" })),
            },
            None => Ok(json!("0x6")),
        }),
        "eth_getBlockByNumber" if params[0] == format!("{used:#x}") => Some(Ok(other(params[1] == true))),
        "eth_getTransactionByHash" if params[0] == hash(ID + 1) => Some(Ok(other(true)["transactions"][0].clone())),
        _ => None,
    })
}

fn claim() -> Claim {
    Claim::nonce(&SENDER.parse().unwrap(), 5)
}

#[tokio::test]
async fn who_took_a_nonce_is_found_in_few_round_trips_and_remembered() {
    for used in [1, 40_000, TIP - 3_000, TIP - 40, TIP - 1, TIP] {
        let (evm, noted) = taken(used, u64::MAX - TIP);
        let ask = Ask { id: id(), claims: vec![claim()], since: None };
        // What a node can do is asked once.
        look_up(&evm, &plain()).await;
        noted.trips();
        let asked = look_up(&evm, &ask).await;
        assert_eq!(asked.answer, Found::Absent);
        let [(_, ClaimState::SpentInBlock(by, at))] = asked.claims[..] else { panic!("{:?}", asked.claims) };
        assert_eq!((by.to_string(), at.height), (hash(ID + 1)[2..].to_owned(), used));
        let line = details(asked.clone()).line.unwrap();
        assert_eq!((line.next, line.taken_by.unwrap().0.nonce), (6, 5));
        let trips = noted.trips();
        assert!(trips <= 8, "{trips} round trips for block {used}");
        assert_eq!(look_up(&evm, &ask).await, asked);
        assert_eq!(noted.trips(), 2, "once it is known");
    }
}

/// The newest blocks of the chain as its follower would hold them, `used` among them.
fn held(used: u64) -> [Arc<Block>; 2] {
    [used, TIP].map(|height| {
        let time = Timestamp::from_second(1_700_000_000 + 12 * i64::try_from(height).unwrap()).unwrap();
        let at = BlockRef { hash: BlockHash(hash(height)[2..].parse::<TxId>().unwrap().0), height, time };
        let by = BlockTx { id: hash(ID + 1)[2..].parse().unwrap(), claims: vec![claim()], pays: Vec::new() };
        Arc::new(Block { at, parent: at.hash, txs: if height == used { vec![by] } else { Vec::new() } })
    })
}

#[tokio::test]
async fn since_when_it_waited_shortens_the_search_for_who_took_its_nonce() {
    let (evm, noted) = taken(TIP - 40, u64::MAX - TIP);
    look_up(&evm, &plain()).await;
    evm.nodes[0].blocks().extend(held(TIP - 30));
    // It is the pace alone that tells.
    evm.nodes[0].blocks()[0] = Arc::new(Block { txs: Vec::new(), ..(*held(TIP - 30)[0]).clone() });
    let since = evm.nodes[0].blocks()[1].at.time - 600.seconds();
    noted.trips();
    let asked = look_up(&evm, &Ask { id: id(), claims: vec![claim()], since: Some(since) }).await;
    assert!(matches!(asked.claims[..], [(_, ClaimState::SpentInBlock(..))]), "{:?}", asked.claims);
    assert!(noted.trips() <= 5);
}

#[tokio::test]
async fn who_took_a_nonce_in_a_block_that_we_hold_needs_no_search() {
    let (evm, noted) = taken(TIP - 30, 0);
    look_up(&evm, &plain()).await;
    evm.nodes[0].blocks().extend(held(TIP - 30));
    noted.trips();
    let asked = look_up(&evm, &Ask { id: id(), claims: vec![claim()], since: None }).await;
    assert!(matches!(asked.claims[..], [(_, ClaimState::SpentInBlock(..))]), "{:?}", asked.claims);
    assert_eq!(noted.trips(), 2);
}

#[tokio::test]
async fn what_a_transaction_says_of_itself_counts_for_more_than_what_an_asker_says() {
    let (evm, _) = taken(TIP - 30, u64::MAX - TIP);
    let signed = serde_json::from_str::<RawTx>(&tx(None).to_string()).unwrap().signed();
    evm.nodes[0].heard().insert(id(), Heard { at: Timestamp::UNIX_EPOCH, signed });
    let other = Claim::nonce(&CONTRACT.parse().unwrap(), 1);
    let asked = look_up(&evm, &Ask { id: id(), claims: vec![other], since: None }).await;
    assert!(matches!(asked.claims[..], [(own, ClaimState::SpentInBlock(..))] if own == claim()), "{:?}", asked.claims);
}

#[tokio::test]
async fn beyond_the_state_that_a_node_keeps_nothing_is_said_of_who_took_a_nonce() {
    let (evm, _) = taken(TIP - 400, 128);
    let asked = look_up(&evm, &Ask { id: id(), claims: vec![claim()], since: None }).await;
    assert_eq!(asked.claims, [(claim(), ClaimState::Gone)]);
    let (evm, _) = taken(TIP - 100, 128);
    let asked = look_up(&evm, &Ask { id: id(), claims: vec![claim()], since: None }).await;
    assert!(matches!(asked.claims[..], [(_, ClaimState::SpentInBlock(..))]), "{:?}", asked.claims);
}

#[tokio::test]
async fn a_hostile_token_gets_little_gas() {
    let (evm, noted) = chain(|method, params| match method {
        "eth_getTransactionByHash" => Some(Ok(tx(Some(500)))),
        "eth_getTransactionReceipt" => Some(Ok(json!({"transactionHash": hash(ID), "blockHash": hash(500),
            "blockNumber": "0x1f4", "status": "0x1", "gasUsed": "0x7530", "logs": [{"address": CONTRACT,
            "topics": ["0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", hash(1), hash(2)],
            "data": hash(7)}]}))),
        "eth_call" => Some(match params[0]["gas"].as_str() {
            Some("0x186a0") => Ok(json!(format!("0x{}", "41".repeat(1 << 17)))),
            other => panic!("it may use {other:?}"),
        }),
        _ => None,
    });
    let outcome = details(look_up(&evm, &plain()).await).outcome.unwrap();
    let token = outcome.moved[0].token.clone().unwrap();
    assert_eq!((token.symbol, token.decimals), (None, None));
    assert_eq!(noted.calls("eth_call"), 1 + 2);
}

#[tokio::test]
async fn what_layer_1_costs_is_asked_where_it_is_charged_apart() {
    let l1_fee = |oracle: bool| async move {
        let (evm, noted) = chain(move |method, params| match method {
            "eth_getTransactionByHash" => Some(Ok(tx(None))),
            "eth_call" if oracle => {
                // Four bytes of input and the rest of a transaction: 124.
                let data = params[0]["data"].as_str().unwrap();
                assert!(data.starts_with("0xf1c7a58b") && params[0]["gas"] == "0x186a0", "{params}");
                Some(Ok(json!(if data.ends_with("7c") { hash(777) } else { hash(1) })))
            }
            "eth_call" => Some(Ok(json!("0x"))),
            _ => None,
        });
        let l1_fee = details(look_up(&evm, &plain()).await).line.unwrap().l1_fee;
        (l1_fee.map(|fee| fee.to_string()), noted.calls("eth_call"))
    };
    assert_eq!(l1_fee(true).await, (Some("777".into()), 2));
    assert_eq!(l1_fee(false).await, (None, 1), "asked once per connection");
}

#[tokio::test]
async fn a_receipt_of_a_block_that_the_node_lacks_is_no_absence() {
    let (evm, _) = chain(|method, _| match method {
        "eth_getTransactionByHash" => Some(Ok(tx(Some(500)))),
        "eth_getBlockByHash" => Some(Ok(Value::Null)),
        _ => None,
    });
    let asked = look_up(&evm, &plain()).await;
    assert!(matches!(asked.answer, Found::Failed(NodeError::Unreachable(_))), "{:?}", asked.answer);
}

#[tokio::test]
async fn a_wallet_that_runs_anothers_code_is_no_contract() {
    let delegated = format!("0xef0100{}", &CONTRACT[2..]);
    let longer = format!("{delegated}00");
    for (code, contract) in [("0x", false), ("0x6001", true), (&delegated, false), (&longer, true)] {
        let code = code.to_owned();
        let (evm, _) = chain(move |method, _| match method {
            "eth_getTransactionByHash" => {
                let mut paid = tx(Some(500));
                paid["input"] = json!("0x");
                Some(Ok(paid))
            }
            "eth_getTransactionReceipt" => Some(Ok(json!({"transactionHash": hash(ID), "blockHash": hash(500),
                "blockNumber": "0x1f4", "status": "0x1", "gasUsed": "0x5208", "logs": []}))),
            "eth_getCode" => Some(Ok(json!(code))),
            _ => None,
        });
        let outcome = details(look_up(&evm, &plain()).await).outcome.unwrap();
        assert_eq!(outcome.to_contract, Some(contract));
    }
}

#[tokio::test]
async fn a_whole_pool_is_fetched_once_for_many_who_ask() {
    let (evm, noted) = chain(|method, _| match method {
        "eth_getTransactionByHash" => Some(Ok(tx(None))),
        "txpool_status" => Some(Ok(json!({"pending": "0x1", "queued": "0x0"}))),
        "txpool_content" => Some(Ok(json!({"pending": {SENDER: {"5": tx(None)}}, "queued": {}}))),
        _ => None,
    });
    let ask = plain();
    let asked = futures_util::future::join_all((0..4).map(|_| look_up(&evm, &ask))).await;
    assert!(asked.into_iter().all(|asked| details(asked).line.unwrap().waiting.len() == 1));
    assert!(noted.calls("txpool_content") < 4);
}
