//! A sender's line of nonces as one node sees it: what is mined, what waits, what it owns, and who has the nonce in
//! question. One round trip where the node shows senders' transactions, and some more to find out who used a nonce.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{json, value::RawValue};

use super::{
    Node, layer1,
    nonce::Place,
    probe::Abilities,
    rpc::{Answer, Call, not_now, read, required},
    wire::{self, PERCENTILES, Quantity, RawFeeHistory, RawPool, RawTx, hex_number, hex_of},
};
use crate::{
    BlockRef, ClaimState, NodeError, TxId,
    account::{Line, MARKET_BLOCKS, MAX_LINE, Signed},
};

/// A pool of at most this many transactions is asked for as a whole, where the node can't show one sender's.
const SMALL_POOL: u64 = 500;

/// What the whole pool was is taken for what it is for this long, whoever asks.
const POOL_KEPT: Duration = Duration::from_secs(1);

/// A sender's line, and who has the nonce besides the transaction in question.
pub(super) async fn line(
    node: &Node,
    place: Place,
    own: Option<&Signed>,
    abilities: Abilities,
) -> Result<(Line, ClaimState), NodeError> {
    let l1_call = own.filter(|_| abilities.l1_fee).map(layer1::call);
    let (charged, own) = (l1_call.is_some(), own.map(|own| own.id));
    let known = place.known(node).filter(|(by, _)| Some(*by) != own);
    let calls = calls(&place, known, abilities).into_iter().chain(l1_call);
    let mut answers = node.rpc.batch("line", calls.collect()).await?.into_iter();
    let next = required::<Quantity>(answers.next())?.u64();
    let next = next.ok_or_else(|| NodeError::Unreadable("a count beyond any".into()))?;
    let mut number = || read::<Quantity>(answers.next()?).ok();
    let free = number().and_then(Quantity::u64);
    let balance = number().map(|balance| balance.0);
    let tip = number().and_then(Quantity::u64);
    refresh_market(node, answers.next());
    let mut tx = |asked: bool| asked.then(|| answers.next().and_then(|tx| read::<Option<RawTx>>(tx).ok()?)).flatten();
    let remembered = tx(known.is_some());
    let same_nonce = tx(known.is_none() && abilities.sender_and_nonce);
    let used = next > place.nonce;
    // What else waits doesn't matter to one that can't be mined any more.
    let pool_answer = if abilities.content_from || abilities.content { answers.next() } else { None };
    let l1_fee = if charged { answers.next().and_then(layer1::fee) } else { None };
    let shown = if used && own.is_none() { None } else { pool(node, &place, abilities, pool_answer).await? };
    let whole = shown.is_some();
    let waiting = waiting(shown.unwrap_or_default(), same_nonce.as_ref());
    let taken_by = match used {
        true => taken_by(node, &place, known.zip(remembered), same_nonce.as_ref(), tip).await?,
        false => None,
    };
    let taken_by = taken_by.filter(|(by, _)| Some(by.id) != own);
    let line = Line { sender: place.sender, next, free, balance, waiting, whole, l1_fee, taken_by };
    let state = state_of(&line, place.nonce, own);
    Ok((line, state))
}

/// The questions, in the order in which [`line`] takes the answers.
fn calls(place: &Place, known: Option<(TxId, BlockRef)>, abilities: Abilities) -> Vec<Call> {
    let who = format!("{:#x}", place.sender);
    let mut calls = vec![
        ("eth_getTransactionCount", json!([who, "latest"])),
        ("eth_getTransactionCount", json!([who, "pending"])),
        ("eth_getBalance", json!([who, "latest"])),
        ("eth_blockNumber", json!([])),
        ("eth_feeHistory", json!([hex_number(MARKET_BLOCKS as u64), "latest", PERCENTILES])),
    ];
    if let Some((by, _)) = known {
        calls.push(("eth_getTransactionByHash", json!([hex_of(&by.0)])));
    } else if abilities.sender_and_nonce {
        calls.push(("eth_getTransactionBySenderAndNonce", json!([who, hex_number(place.nonce)])));
    }
    if abilities.content_from {
        calls.push(("txpool_contentFrom", json!([who])));
    } else if abilities.content {
        calls.push(("txpool_status", json!([])));
    }
    calls
}

/// What gas costs may have changed since the last block where there is no fixed rule for it.
fn refresh_market(node: &Node, history: Option<Answer>) {
    let history = history.and_then(|history| read::<RawFeeHistory>(history).ok());
    if let (Some(history), Some(known)) = (history, node.market().as_mut()) {
        *known = history.market(known.height, known.gas_limit, known.rule);
    }
}

fn waiting(shown: Vec<Signed>, same_nonce: Option<&RawTx>) -> Vec<Signed> {
    let mut waiting = shown;
    let rival = same_nonce.filter(|tx| tx.block().is_none()).and_then(RawTx::signed);
    if let Some(rival) = rival.filter(|rival| waiting.iter().all(|known| known.id != rival.id)) {
        waiting.push(rival);
    }
    waiting.sort_by_key(|tx| (tx.nonce, tx.id));
    waiting.truncate(MAX_LINE);
    waiting
}

/// A sender's waiting transactions, where the node shows them: `answer` is that to the last of [`calls`].
async fn pool(
    node: &Node,
    place: &Place,
    abilities: Abilities,
    answer: Option<Answer>,
) -> Result<Option<Vec<Signed>>, NodeError> {
    let Some(Ok(answer)) = answer else { return Ok(None) };
    if abilities.content_from {
        return Ok(serde_json::from_str::<RawPool>(answer.get()).ok().map(RawPool::into_waiting));
    }
    let size = serde_json::from_str(answer.get()).ok().and_then(|status| wire::pool_size(&status));
    if size.is_none_or(|size| size > SMALL_POOL) {
        return Ok(None);
    }
    let content = whole_pool(node).await?;
    Ok(content.and_then(|content| RawPool::of(&content, &place.sender)).map(RawPool::into_waiting))
}

/// The whole pool, fetched once for all who ask at the same time.
async fn whole_pool(node: &Node) -> Result<Option<Arc<RawValue>>, NodeError> {
    let mut kept = node.pool.lock().await;
    if let Some((_, content)) = kept.as_ref().filter(|(at, _)| at.elapsed() < POOL_KEPT) {
        return Ok(Some(content.clone()));
    }
    *kept = None;
    let content: Option<Box<RawValue>> = node.rpc.call("txpool_content", json!([])).await.or_else(not_now)?;
    let content: Option<Arc<RawValue>> = content.map(Arc::from);
    *kept = content.clone().map(|content| (Instant::now(), content));
    Ok(content)
}

/// Which transaction of the best chain has this nonce. What we remember counts only while the node has it there.
async fn taken_by(
    node: &Node,
    place: &Place,
    remembered: Option<((TxId, BlockRef), RawTx)>,
    same_nonce: Option<&RawTx>,
    tip: Option<u64>,
) -> Result<Option<(Signed, BlockRef)>, NodeError> {
    if let Some(((_, block), tx)) = remembered
        && tx.block().is_some_and(|(hash, _)| hash == block.hash)
    {
        return Ok(tx.signed().zip(Some(block)));
    }
    let found = match (same_nonce.filter(|tx| tx.block().is_some()), tip) {
        (Some(tx), _) => place.told(node, tx).await?,
        (None, Some(tip)) => place.search(node, tip).await?,
        (None, None) => None,
    };
    if let Some((by, block)) = &found {
        node.taken().insert(place.claim(), (by.id, *block));
    }
    Ok(found)
}

fn state_of(line: &Line, nonce: u64, own: Option<TxId>) -> ClaimState {
    let rival = line.waiting.iter().find(|tx| tx.nonce == nonce && Some(tx.id) != own);
    match (&line.taken_by, rival) {
        (Some((by, block)), _) => ClaimState::SpentInBlock(by.id, *block),
        (None, Some(rival)) => ClaimState::SpentByWaiting(rival.id),
        (None, None) if line.next > nonce => ClaimState::Gone,
        (None, None) => ClaimState::Free,
    }
}
