//! A look-up: one node asked about one transaction, in at most a handful of round trips. Where it waits or is gone,
//! about its sender's line as well; where it failed, about the reason.

use alloy_primitives::Address;
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::{
    Node,
    outcome::RawReceipt,
    probe::Abilities,
    rpc::{Answer, Call, CallError, read},
    why::Why,
    wire::{self, PERCENTILES, Quantity, RawBlock, RawFeeHistory, RawPool, RawTx, hex_hash, hex_number, hex_of},
};
use crate::{
    Ask, Asked, BlockHash, BlockRef, Claim, ClaimState, Details, Found, NodeError, TxId,
    account::{Line, MARKET_BLOCKS, MAX_LINE, Outcome, Signed},
};

/// A pool of at most this many transactions is asked for as a whole, where the node can't show one sender's.
const SMALL_POOL: u64 = 2_000;

/// Asks one node about one transaction.
pub(super) async fn ask(node: &Node, ask: &Ask) -> Result<Asked, NodeError> {
    let abilities = node.abilities().await?;
    let id = hex_of(&ask.id.0);
    let calls = vec![
        ("eth_getTransactionByHash", json!([id])),
        ("eth_getTransactionReceipt", json!([id])),
        ("eth_getBlockByHash", json!([id, false])),
    ];
    let mut answers = node.rpc.batch("look_up", calls).await?.into_iter();
    let tx: Option<RawTx> = optional(answers.next())?;
    let receipt: Option<RawReceipt> = optional(answers.next())?;
    let block: Option<RawBlock> = optional(answers.next()).unwrap_or(None);
    let place = receipt.as_ref().and_then(RawReceipt::block).or(tx.as_ref().and_then(RawTx::block));
    match (place, tx) {
        (Some(place), tx) => included(node, ask.id, place, tx, receipt, abilities).await,
        (None, Some(tx)) => waiting(node, ask.id, &tx, abilities).await,
        (None, None) => match block.and_then(|block| block.place()) {
            Some(block) => Ok(plain(ask.id, Found::IsBlock(block))),
            None => absent(node, ask, abilities).await,
        },
    }
}

fn plain(id: TxId, answer: Found) -> Asked {
    Asked { id, answer, claims: Vec::new(), details: None }
}

/// It is in a block: where, what came of it, and why where it failed.
async fn included(
    node: &Node,
    id: TxId,
    (hash, height): (BlockHash, u64),
    tx: Option<RawTx>,
    receipt: Option<RawReceipt>,
    abilities: Abilities,
) -> Result<Asked, NodeError> {
    let calls = vec![("eth_getBlockByHash", json!([hex_hash(&hash), false])), ("eth_blockNumber", json!([]))];
    let signed = tx.as_ref().and_then(RawTx::signed);
    let failed = tx.as_ref().filter(|_| receipt.as_ref().is_some_and(RawReceipt::failed));
    let why = failed.map(|tx| Why::of(node, id, height, tx, abilities));
    let calls = calls.into_iter().chain(why.as_ref().map(Why::call)).chain(code_call(signed.as_ref(), height));
    let tokens = node.tokens.unknown(&receipt.as_ref().map(RawReceipt::tokens).unwrap_or_default());
    let calls = calls.chain(tokens.iter().flat_map(super::tokens::Tokens::calls));
    let mut answers = node.rpc.batch("look_up_block", calls.collect()).await?.into_iter();
    let block: Option<RawBlock> = optional(answers.next())?;
    let tip = optional::<Quantity>(answers.next())?.and_then(Quantity::u64).unwrap_or(height);
    let Some(block) = block.and_then(|block| block.place()) else {
        // Undone between the two questions.
        return Ok(plain(id, Found::Absent));
    };
    let deposit = tx.as_ref().is_some_and(wire::is_deposit);
    let mut outcome = receipt.as_ref().map(|receipt| receipt.outcome(block, signed.as_ref(), deposit));
    if let Some(outcome) = &mut outcome {
        if let Some(why) = why {
            let limit = signed.as_ref().map_or(0, |signed| signed.gas_limit);
            outcome.failure = Some(why.find(answers.next(), outcome.gas_used, limit).await);
        }
        if asks_for_code(signed.as_ref()) {
            outcome.to_contract = answers.next().and_then(|code| read::<String>(code).ok()).map(|code| code.len() > 2);
        }
    }
    for contract in tokens {
        let mut next = || answers.next().unwrap_or(Err(CallError::NoMethod));
        node.tokens.learn(contract, &next(), &next());
    }
    describe(node, outcome.as_mut());
    let found = Found::InBlock { block, confirmations: tip.saturating_sub(height) + 1, coinbase: false };
    let details = Details { signed, line: None, outcome };
    Ok(Asked { id, answer: found, claims: Vec::new(), details: Some(Box::new(details)) })
}

/// Only where nothing is said to the recipient can it matter whether that is a contract, which may pass coins on.
fn asks_for_code(signed: Option<&Signed>) -> bool {
    signed.is_some_and(|signed| signed.to.is_some() && signed.input.len == 0)
}

fn code_call(signed: Option<&Signed>, height: u64) -> Option<Call> {
    let to = signed.filter(|_| asks_for_code(signed))?.to?;
    Some(("eth_getCode", json!([format!("{to:#x}"), hex_number(height)])))
}

fn describe(node: &Node, outcome: Option<&mut Outcome>) {
    for token in outcome.into_iter().flat_map(|outcome| &mut outcome.moved).filter_map(|moved| moved.token.as_mut()) {
        node.tokens.describe(token);
    }
}

/// What came of transactions of one block that somebody asked about while they waited.
pub(super) async fn outcomes(node: &Node, block: BlockRef, waited: &[Signed]) -> Result<Vec<Asked>, NodeError> {
    let abilities = node.abilities().await?;
    let receipts: Vec<RawReceipt> = if abilities.block_receipts {
        let all: Vec<RawReceipt> =
            node.rpc.call("eth_getBlockReceipts", json!([hex_hash(&block.hash)])).await.or_else(not_now)?;
        all.into_iter().filter(|receipt| waited.iter().any(|signed| Some(signed.id) == receipt.id())).collect()
    } else {
        let calls = waited.iter().map(|signed| ("eth_getTransactionReceipt", json!([hex_of(&signed.id.0)])));
        let answers = node.rpc.batch("eth_getTransactionReceipt", calls.collect()).await?;
        answers.into_iter().filter_map(|answer| read::<Option<RawReceipt>>(answer).ok().flatten()).collect()
    };
    let plain = |receipt: &RawReceipt| {
        let signed = waited.iter().find(|signed| Some(signed.id) == receipt.id())?;
        // A failure and a new token want more questions: they are asked when somebody looks.
        let settled = !receipt.failed() && node.tokens.unknown(&receipt.tokens()).is_empty();
        let settled = settled && !asks_for_code(Some(signed)) && receipt.block()?.0 == block.hash;
        let mut outcome = settled.then(|| receipt.outcome(block, Some(signed), false))?;
        describe(node, Some(&mut outcome));
        let details = Details { signed: Some(signed.clone()), line: None, outcome: Some(outcome) };
        let answer = Found::InBlock { block, confirmations: 1, coinbase: false };
        Some(Asked { id: signed.id, answer, claims: Vec::new(), details: Some(Box::new(details)) })
    };
    Ok(receipts.iter().filter_map(plain).collect())
}

fn not_now<T: Default>(error: CallError) -> Result<T, NodeError> {
    match error {
        CallError::Node(error) => Err(error),
        CallError::NoMethod | CallError::Said { .. } => Ok(T::default()),
    }
}

/// It waits: how its sender's line stands.
async fn waiting(node: &Node, id: TxId, tx: &RawTx, abilities: Abilities) -> Result<Asked, NodeError> {
    let Some(signed) = tx.signed() else {
        return Err(NodeError::Unreadable("a waiting transaction without sender or nonce".into()));
    };
    node.asked_for().add(&signed);
    let (line, state) = line(node, &signed.sender, signed.nonce, Some(id), abilities).await?;
    let claim = Claim::nonce(&signed.sender, signed.nonce);
    let details = Details { signed: Some(signed), line: Some(line), outcome: None };
    Ok(Asked { id, answer: Found::Pooled, claims: vec![(claim, state)], details: Some(details.into()) })
}

/// The node doesn't know it: who has its nonce, where somebody told us sender and nonce.
async fn absent(node: &Node, ask: &Ask, abilities: Abilities) -> Result<Asked, NodeError> {
    let Some(claim) = ask.claims.first() else { return Ok(plain(ask.id, Found::Absent)) };
    let (sender, nonce) = claim.sender_and_nonce();
    let (line, state) = line(node, &sender, nonce, None, abilities).await?;
    let details = Details { line: Some(line), ..Details::default() };
    Ok(Asked { id: ask.id, answer: Found::Absent, claims: vec![(*claim, state)], details: Some(Box::new(details)) })
}

/// A sender's line, and who has the nonce besides the transaction in question.
async fn line(
    node: &Node,
    sender: &Address,
    nonce: u64,
    own: Option<TxId>,
    abilities: Abilities,
) -> Result<(Line, ClaimState), NodeError> {
    let who = format!("{sender:#x}");
    let mut calls = vec![
        ("eth_getTransactionCount", json!([who, "latest"])),
        ("eth_getTransactionCount", json!([who, "pending"])),
        ("eth_getBalance", json!([who, "latest"])),
        ("eth_feeHistory", json!([hex_number(MARKET_BLOCKS as u64), "latest", PERCENTILES])),
    ];
    if abilities.sender_and_nonce {
        calls.push(("eth_getTransactionBySenderAndNonce", json!([who, hex_number(nonce)])));
    }
    if abilities.content_from {
        calls.push(("txpool_contentFrom", json!([who])));
    } else if abilities.content {
        calls.push(("txpool_status", json!([])));
    }
    let mut answers = node.rpc.batch("line", calls).await?.into_iter();
    let next: Quantity = read(answers.next().unwrap_or(Err(CallError::NoMethod)))
        .map_err(|_| NodeError::Unreadable("no count of a sender's transactions".into()))?;
    let next = next.u64().unwrap_or(0);
    let free = optional::<Quantity>(answers.next()).ok().flatten().and_then(Quantity::u64);
    let balance = optional::<Quantity>(answers.next()).ok().flatten().map(|balance| balance.0);
    refresh_market(node, answers.next());
    let same_nonce = if abilities.sender_and_nonce { optional::<RawTx>(answers.next()).ok().flatten() } else { None };
    let shown = pool(node, sender, abilities, answers.next()).await?;
    let (whole, mut waiting) = (shown.is_some(), shown.unwrap_or_default());
    let rival = same_nonce.as_ref().filter(|tx| tx.block().is_none()).and_then(RawTx::signed);
    if let Some(rival) = rival.filter(|rival| waiting.iter().all(|known| known.id != rival.id)) {
        waiting.push(rival);
    }
    waiting.sort_by_key(|tx| (tx.nonce, tx.id));
    waiting.truncate(MAX_LINE);
    let mut line = Line { sender: *sender, next, free, balance, waiting, whole, taken_by: None };
    if next > nonce {
        line.taken_by = taken_by(node, sender, nonce, same_nonce.as_ref()).await?.filter(|(by, _)| Some(by.id) != own);
    }
    let state = state_of(&line, nonce, own);
    Ok((line, state))
}

/// What gas costs may have changed since the last block where there is no fixed rule for it.
fn refresh_market(node: &Node, history: Option<Answer>) {
    let history = history.and_then(|history| read::<RawFeeHistory>(history).ok());
    if let (Some(history), Some(known)) = (history, node.market().as_mut()) {
        *known = history.market(known.height, known.gas_limit, known.rule);
    }
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

/// A sender's waiting transactions, where the node shows them: `answer` is that of the last call of [`line`].
async fn pool(
    node: &Node,
    sender: &Address,
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
    match node.rpc.call::<Box<RawValue>>("txpool_content", json!([])).await {
        Ok(content) => Ok(RawPool::of(&content, sender).map(RawPool::into_waiting)),
        Err(CallError::NoMethod | CallError::Said { .. }) => Ok(None),
        Err(CallError::Node(error)) => Err(error),
    }
}

/// Which transaction of the best chain has this nonce.
async fn taken_by(
    node: &Node,
    sender: &Address,
    nonce: u64,
    told: Option<&RawTx>,
) -> Result<Option<(Signed, BlockRef)>, NodeError> {
    if let Some((tx, (hash, _))) = told.and_then(|tx| Some((tx, tx.block()?))) {
        let block: Option<RawBlock> =
            node.rpc.call("eth_getBlockByHash", json!([hex_hash(&hash), false])).await.or_else(not_now)?;
        return Ok(tx.signed().zip(block.and_then(|block| block.place())));
    }
    let Some(height) = height_of(node, sender, nonce).await? else { return Ok(None) };
    let content: Option<Box<RawValue>> =
        match node.rpc.call("eth_getBlockByNumber", json!([hex_number(height), true])).await {
            Ok(content) => content,
            Err(error) => not_now(error)?,
        };
    let Some(content) = content else { return Ok(None) };
    let place = serde_json::from_str::<RawBlock>(content.get()).ok().and_then(|block| block.place());
    let txs = serde_json::from_str::<Transactions>(content.get()).map(|block| block.transactions).unwrap_or_default();
    let by = txs.iter().filter_map(RawTx::signed).find(|tx| tx.sender == *sender && tx.nonce == nonce);
    Ok(by.zip(place))
}

#[derive(Deserialize)]
struct Transactions {
    transactions: Vec<RawTx>,
}

/// The block in which a sender's count of transactions passed this nonce: a search over the heights, several of them
/// asked at a time. Nodes keep the state of the last 128 blocks, archives all: beyond what it keeps a node answers
/// with an error, and the search ends there.
async fn height_of(node: &Node, sender: &Address, nonce: u64) -> Result<Option<u64>, NodeError> {
    let tip = match node.rpc.call::<Quantity>("eth_blockNumber", json!([])).await {
        Ok(tip) => tip.u64().unwrap_or(0),
        Err(error) => return not_now(error),
    };
    let backwards = (0..=16).map(|power| tip.saturating_sub(1 << power));
    let (mut before, mut after) = (None, tip);
    for (height, count) in counts(node, sender, backwards.collect()).await? {
        match count {
            Some(count) if count > nonce => after = after.min(height),
            Some(_) => before = before.max(Some(height)),
            None => {}
        }
    }
    // The genesis block holds no transaction, so that the first block of all comes after it.
    let Some(mut before) = before else { return Ok(None) };
    while after - before > 1 {
        let step = ((after - before) / 12).max(1);
        let heights = (1..).map(|n| before + n * step).take_while(|height| *height < after).take(16).collect();
        for (height, count) in counts(node, sender, heights).await? {
            match count {
                Some(count) if count > nonce => after = after.min(height),
                Some(_) => before = before.max(height),
                None => return Ok(None),
            }
        }
    }
    Ok(Some(after))
}

/// A sender's count of transactions after each of these blocks.
async fn counts(node: &Node, sender: &Address, heights: Vec<u64>) -> Result<Vec<(u64, Option<u64>)>, NodeError> {
    let call = |height: &u64| ("eth_getTransactionCount", json!([format!("{sender:#x}"), hex_number(*height)]));
    let answers = node.rpc.batch("nonce_search", heights.iter().map(call).collect()).await?;
    let counts = answers.into_iter().map(|answer| read::<Quantity>(answer).ok().and_then(Quantity::u64));
    Ok(heights.into_iter().zip(counts).collect())
}

/// What isn't there is `None`; what the node can't do, an error.
fn optional<T: serde::de::DeserializeOwned>(answer: Option<Answer>) -> Result<Option<T>, NodeError> {
    match read(answer.unwrap_or(Err(CallError::NoMethod))) {
        Ok(value) => Ok(value),
        Err(CallError::Node(error)) => Err(error),
        Err(CallError::Said { .. }) => Err(NodeError::Unreachable("it answered with an error of its own".into())),
        Err(CallError::NoMethod) => Err(NodeError::Refused("it lacks a method that every node has".into())),
    }
}
