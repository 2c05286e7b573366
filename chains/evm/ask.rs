//! A look-up: one node asked about one transaction, in at most a handful of round trips. Where it waits or is gone,
//! about its sender's line as well; where it failed, about the reason.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Node,
    line::line,
    nonce::Place,
    outcome::RawReceipt,
    probe::Abilities,
    rpc::{Call, CallError, not_now, read, required},
    why::Why,
    wire::{self, Quantity, RawBlock, RawTx, hex_hash, hex_number, hex_of},
};
use crate::{
    Ask, Asked, BlockHash, BlockRef, Claim, Details, Found, NodeError, TxId,
    account::{Outcome, Signed},
};

/// Up to so many receipts are fetched one by one, in one round trip: a whole block's are megabytes.
const FEW: usize = 8;

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
    let tx: Option<RawTx> = required(answers.next())?;
    let receipt: Option<RawReceipt> = required(answers.next())?;
    let block: Option<RawBlock> = required(answers.next()).unwrap_or(None);
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
    let block: Option<RawBlock> = required(answers.next())?;
    let tip = required::<Option<Quantity>>(answers.next())?.and_then(Quantity::u64).unwrap_or(height);
    let Some(block) = block.and_then(|block| block.place()) else {
        // Undone between the two questions, or another machine behind the same address lacks it as yet: not an absence.
        return Err(NodeError::Unreachable("it lacks a block that it tells of".into()));
    };
    let deposit = tx.as_ref().is_some_and(wire::is_deposit);
    let mut outcome = receipt.as_ref().map(|receipt| receipt.outcome(block, signed.as_ref(), deposit));
    if let Some(outcome) = &mut outcome {
        if let Some(why) = why {
            let limit = signed.as_ref().map_or(0, |signed| signed.gas_limit);
            outcome.failure = Some(why.find(answers.next(), outcome.gas_used, limit).await);
        }
        if asks_for_code(signed.as_ref()) {
            outcome.to_contract =
                answers.next().and_then(|code| read::<String>(code).ok()).map(|code| is_contract(&code));
        }
    }
    for contract in tokens {
        let mut next = || answers.next().unwrap_or(Err(CallError::NoMethod));
        node.tokens.learn(contract, &next(), &next());
    }
    describe(node, outcome.as_mut());
    let found = Found::InBlock { block, confirmations: tip.saturating_sub(height).saturating_add(1), coinbase: false };
    let details = Details { signed, outcome, heard: heard_at(node, &id), ..Details::default() };
    Ok(Asked { id, answer: found, claims: Vec::new(), details: Some(Box::new(details)) })
}

/// Only where nothing is said to the recipient can it matter whether that is a contract, which may pass coins on.
fn asks_for_code(signed: Option<&Signed>) -> bool {
    signed.is_some_and(|signed| signed.to.is_some() && signed.input.len == 0)
}

/// Whether an account has code of its own. One that only names whose code it runs (EIP-7702) is still somebody's wallet.
fn is_contract(code: &str) -> bool {
    let code = code.trim_start_matches("0x");
    let delegates = code.len() == 2 * 23 && code.get(..6).is_some_and(|mark| mark.eq_ignore_ascii_case("ef0100"));
    !code.is_empty() && !delegates
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
    let receipts: Vec<RawReceipt> = if abilities.block_receipts && waited.len() > FEW {
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
        let details = Details { signed: Some(signed.clone()), outcome: Some(outcome), ..Details::default() };
        let answer = Found::InBlock { block, confirmations: 1, coinbase: false };
        Some(Asked { id: signed.id, answer, claims: Vec::new(), details: Some(Box::new(details)) })
    };
    Ok(receipts.iter().filter_map(plain).collect())
}

/// It waits: how its sender's line stands.
async fn waiting(node: &Node, id: TxId, tx: &RawTx, abilities: Abilities) -> Result<Asked, NodeError> {
    let Some(signed) = tx.signed() else {
        return Err(NodeError::Unreadable("a waiting transaction without sender or nonce".into()));
    };
    node.asked_for().insert(id, signed.clone());
    let place = Place { sender: signed.sender, nonce: signed.nonce, since: None };
    let (line, state) = line(node, place, Some(&signed), abilities).await?;
    let claim = place.claim();
    let heard = heard_at(node, &id);
    let details = Details { signed: Some(signed), line: Some(line), heard, ..Details::default() };
    Ok(Asked { id, answer: Found::Pooled, claims: vec![(claim, state)], details: Some(details.into()) })
}

/// The node doesn't know it: who has its nonce, where somebody told us sender and nonce, or the node announced it once.
async fn absent(node: &Node, ask: &Ask, abilities: Abilities) -> Result<Asked, NodeError> {
    let heard = node.heard().get(&ask.id).cloned();
    let since = ask.since.or(heard.as_ref().map(|heard| heard.at));
    let (at, signed) = heard.map_or((None, None), |heard| (Some(heard.at), heard.signed));
    let own = signed.as_ref().map(|signed| Claim::nonce(&signed.sender, signed.nonce));
    let mut details = Details { signed, heard: at, ..Details::default() };
    let mut claims = Vec::new();
    if let Some(claim) = own.or(ask.claims.first().copied()) {
        let (sender, nonce) = claim.sender_and_nonce();
        let (line, state) = line(node, Place { sender, nonce, since }, None, abilities).await?;
        details.line = Some(line);
        claims.push((claim, state));
    }
    let told = details != Details::default();
    Ok(Asked { id: ask.id, answer: Found::Absent, claims, details: told.then(|| Box::new(details)) })
}

fn heard_at(node: &Node, id: &TxId) -> Option<Timestamp> {
    node.heard().get(id).map(|heard| heard.at)
}
