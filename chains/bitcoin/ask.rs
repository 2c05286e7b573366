//! Asks one node about one transaction: its mempool, the chain as far as it can look, the orphans, and who spent
//! what the transaction consumed. One answer within the time limit; says what the node said, not what it means.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{
    Node,
    rpc::{Answer, Call, Pace},
    wire::{self, Entry, Header, Hex32, OrphanTx, RawTx, Spending, TxOut},
};
use crate::{Ask, Asked, BlockHash, Claim, ClaimState, Event, Found, NodeError, NodeId, Observation, TxId};

const LIMIT: Duration = Duration::from_secs(3);
/// What a transaction consumed is asked about so far; a consolidation may have thousands.
const CLAIMS_AT_MOST: usize = 200;

/// Outputs that are tried: without an index of all transactions, a node still knows a mined one by what is unspent of
/// it, and the first outputs are the payment and its change.
const OUTPUTS_TRIED: u32 = 4;

/// What the first round trip tells.
enum First {
    Known(Found),
    /// In this block, if that is on the best chain.
    Mined {
        block: BlockHash,
        coinbase: bool,
    },
    Unspent(TxOut),
    Nowhere,
}

impl Node {
    /// Always an [`Event::Asked`], within the time limit.
    pub async fn ask(&self, node: NodeId, ask: &Ask) -> Observation {
        let work = async {
            let answer = self.find(ask.id).await?;
            let claims = self.claims(&ask.claims).await?;
            Ok(Asked { id: ask.id, answer, claims, details: None })
        };
        let result = timeout(LIMIT, work).await;
        let result = result.unwrap_or_else(|_| Err(NodeError::Unreachable("no answer in time".into())));
        let failed = |error| Asked { id: ask.id, answer: Found::Failed(error), claims: Vec::new(), details: None };
        let asked = result.unwrap_or_else(failed);
        Observation { node, at: Timestamp::now(), event: Event::Asked(Box::new(asked)) }
    }

    async fn find(&self, id: TxId) -> Result<Found, NodeError> {
        match self.first(id).await? {
            First::Known(found) => Ok(found),
            First::Mined { block, coinbase } => self.mined(block, coinbase).await,
            First::Unspent(out) => self.unspent(out).await,
            First::Nowhere => self.orphan(id).await,
        }
    }

    async fn first(&self, id: TxId) -> Result<First, NodeError> {
        let text = id.to_string();
        let mut calls = vec![
            Call::new("getmempoolentry", json!([text])),
            Call::new("getrawtransaction", json!([text, 1])),
            Call::new("getblockheader", json!([text, true])),
        ];
        calls.extend((0..OUTPUTS_TRIED).map(|vout| tx_out(&Claim::outpoint(&id, vout), false)));
        self.rpc.batch("ask", calls, Pace::Ask, move |answers| first(id, answers)).await
    }

    async fn mined(&self, block: BlockHash, coinbase: bool) -> Result<Found, NodeError> {
        let call = Call::new("getblockheader", json!([block.to_string(), true]));
        let header: Option<Header> = self.rpc.call(call, Pace::Ask, wire::optional).await?;
        // An index of all transactions keeps those of blocks that the chain dropped: they have no confirmations.
        match header.map(|header| (header.confirmations.try_into(), header)) {
            Some((Ok(confirmations @ 1..), header)) => {
                Ok(Found::InBlock { block: header.at()?, confirmations, coinbase })
            }
            Some(_) | None => Ok(Found::Absent),
        }
    }

    /// An unspent output tells how deep it is below which tip, and so its block.
    async fn unspent(&self, out: TxOut) -> Result<Found, NodeError> {
        let call = Call::new("getblockheader", json!([BlockHash::from(out.bestblock).to_string(), true]));
        let tip: Option<Header> = self.rpc.call(call, Pace::Ask, wire::optional).await?;
        let height = tip.and_then(|tip| (tip.height + 1).checked_sub(out.confirmations));
        let Some(height) = height else { return Ok(Found::Absent) };
        let call = Call::new("getblockhash", json!([height]));
        let hash: Hex32 = self.rpc.call(call, Pace::Ask, wire::required).await?;
        self.mined(hash.into(), out.coinbase).await
    }

    async fn orphan(&self, id: TxId) -> Result<Found, NodeError> {
        let listed = |verbosity: u8| Call::new("getorphantxs", json!([verbosity]));
        let read = move |answer| {
            let ids = wire::lenient::<Vec<Hex32>>(answer).unwrap_or_default();
            Ok(ids.into_iter().any(|orphan| orphan.0 == id.0))
        };
        if !self.rpc.call(listed(0), Pace::Ask, read).await? {
            return Ok(Found::Absent);
        }
        let read = move |answer| {
            let orphans = wire::lenient::<Vec<OrphanTx>>(answer).unwrap_or_default();
            let orphan = orphans.into_iter().find(|orphan| orphan.txid.0 == id.0);
            orphan.map_or(Ok(Vec::new()), |orphan| wire::claims_of(&orphan.hex))
        };
        let claims = self.rpc.call(listed(2), Pace::Ask, read).await?;
        Ok(Found::Orphan { missing: self.unknown_sources(claims).await? })
    }

    /// The transactions whose outputs are claimed and that are neither unspent nor waiting.
    async fn unknown_sources(&self, claims: Vec<Claim>) -> Result<Vec<TxId>, NodeError> {
        let claims = claims[..claims.len().min(CLAIMS_AT_MOST)].to_vec();
        let ask =
            |claim: &Claim| [tx_out(claim, true), Call::new("getmempoolentry", json!([claim.source().to_string()]))];
        let calls = claims.iter().flat_map(ask).collect();
        let read = move |answers: Vec<Answer>| {
            let nowhere = |pair: &[Answer]| pair.iter().all(|answer| !is_there(answer));
            let unknown = claims.iter().zip(answers.chunks(2)).filter(|(_, pair)| nowhere(pair));
            Ok(unknown.map(|(claim, _)| claim.source()).collect::<BTreeSet<_>>().into_iter().collect())
        };
        self.rpc.batch("ask", calls, Pace::Ask, read).await
    }

    async fn claims(&self, claims: &[Claim]) -> Result<Vec<(Claim, ClaimState)>, NodeError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let claims = claims[..claims.len().min(CLAIMS_AT_MOST)].to_vec();
        let outpoints: Vec<Value> =
            claims.iter().map(|claim| json!({"txid": claim.source().to_string(), "vout": claim.vout()})).collect();
        let mut calls = vec![Call::new("gettxspendingprevout", json!([outpoints]))];
        calls.extend(claims.iter().flat_map(|claim| [tx_out(claim, true), tx_out(claim, false)]));
        let read = move |answers: Vec<Answer>| Ok(claim_states(claims, answers));
        self.rpc.batch("ask", calls, Pace::Ask, read).await
    }
}

fn first(id: TxId, answers: Vec<Answer>) -> Result<First, NodeError> {
    let mut answers = answers.into_iter();
    let (Some(entry), Some(raw), Some(header)) = (answers.next(), answers.next(), answers.next()) else {
        return Err(NodeError::Unreadable("an answer is missing from a batch".into()));
    };
    let (entry, header) = (wire::optional::<Entry>(entry)?, wire::lenient::<Header>(header));
    let raw = wire::optional::<RawTx>(raw)?;
    if let (Some(entry), Some(raw)) = (&entry, &raw) {
        return Ok(First::Known(Found::Waiting(Box::new(entry.pending(id, &raw.hex)?))));
    }
    if let Some(raw) = raw
        && let Some(block) = raw.blockhash
    {
        return Ok(First::Mined { block: block.into(), coinbase: raw.is_coinbase() });
    }
    if let Some(header) = header {
        return Ok(First::Known(Found::IsBlock(header.at()?)));
    }
    Ok(answers.find_map(wire::lenient).map_or(First::Nowhere, First::Unspent))
}

/// For each claim the node's answers: unspent also after what waits, and unspent in the chain alone.
fn claim_states(claims: Vec<Claim>, answers: Vec<Answer>) -> Vec<(Claim, ClaimState)> {
    let mut answers = answers.into_iter();
    let spending: Option<Vec<Spending>> = answers.next().and_then(wire::lenient);
    let unspent: Vec<bool> = answers.map(|answer| is_there(&answer)).collect();
    let state = |(at, (claim, unspent)): (usize, (Claim, &[bool]))| {
        let spender = spending.as_ref().and_then(|all| all.get(at)).and_then(Spending::waiting);
        let state = match (spender, unspent) {
            (Some(spender), _) => ClaimState::SpentByWaiting(spender),
            (None, [true, ..]) => ClaimState::Free,
            // Spent by something that waits, on a node too old to say by what.
            (None, [false, true]) => return None,
            (None, _) => ClaimState::Gone,
        };
        Some((claim, state))
    };
    claims.into_iter().zip(unspent.chunks(2)).enumerate().filter_map(state).collect()
}

fn tx_out(claim: &Claim, with_mempool: bool) -> Call {
    Call::new("gettxout", json!([claim.source().to_string(), claim.vout(), with_mempool]))
}

/// `gettxout` answers null for what is spent or never was.
fn is_there(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|json| json.get() != "null")
}
