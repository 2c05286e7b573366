//! What a chain with gas adds to an index: what gas costs, how final the chain is, and the transactions that somebody
//! asked about. Nodes of such chains don't tell us their mempools, so that what waits is known by asking alone, and
//! what left by asking again: once is no evidence, as a node may forget what others still hold.

use std::{collections::HashMap, sync::Arc};

use chains::{
    Asked, BlockTx, Claim, ClaimState, Details, Found, Kind, NodeId, Payment, TxId,
    account::{Finality, GasMarket, Line, Outcome, Signed},
    evm::{
        fees::{self, PastBlock},
        forecast::Forecast,
    },
};
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::StdRng};

use super::{Changes, Context, Entry, Index, Record, Why, bounded::Bounded, departed::How};
use crate::facts::{
    SuccessorState,
    gas::{Account, Gas, MOST_NAMED, NotBefore, Price, Shown, Tag, most_cost},
};

/// Transactions kept that somebody asked about.
const MOST: usize = 20_000;

/// Between the first look that missed a transaction and the one that calls it gone.
const GONE_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// What one look says of several nodes belongs together.
const ONE_LOOK: SignedDuration = SignedDuration::from_secs(2);

/// How far futures of the base fee are drawn, in slots.
const HORIZON: u32 = 1_800;

/// Ethereum's main network, and its share of slots without a block: 6 in 999. Elsewhere blocks come one by one.
const MAINNET: Kind = Kind::Evm { chain_id: 1 };
const MISSED: f64 = 0.006;

/// The tip that counts as going was enough in this share of blocks.
const GOING: f64 = 0.9;

/// Most gas that one transaction may ask for where EIP-7825 holds.
const TX_GAS_LIMIT: u64 = 1 << 24;

/// Ethereum and its test networks, where EIP-7825 has held since Fusaka.
const WITH_TX_GAS_LIMIT: [u64; 4] = [1, 11_155_111, 560_048, 17_000];

/// The gas side of an index.
pub(super) struct Accounts {
    market: Option<(GasMarket, Option<Arc<Forecast>>)>,
    finality: Vec<Finality>,
    known: Bounded<TxId, Known>,
    /// Waiting ones by their sender's nonce.
    claims: HashMap<Claim, Vec<TxId>>,
}

/// A transaction that somebody asked about.
struct Known {
    record: Record,
    signed: Option<Signed>,
    /// When a node last held it; `None` once it is in a block or gone.
    held: Option<Timestamp>,
    outcome: Option<Outcome>,
}

impl Accounts {
    pub fn new(nodes: usize) -> Self {
        Self {
            market: None,
            finality: vec![Finality::default(); nodes],
            known: Bounded::new(MOST),
            claims: HashMap::new(),
        }
    }

    pub fn take_market(&mut self, market: GasMarket, kind: Kind) {
        let newer = self.market.as_ref().is_none_or(|(known, _)| known.height <= market.height);
        if newer {
            let forecast = forecast(&market, kind).map(Arc::new);
            self.market = Some((market, forecast));
        }
    }

    pub fn take_finality(&mut self, node: NodeId, finality: Finality) {
        if let Some(known) = self.finality.get_mut(usize::from(node.0)) {
            *known = finality;
        }
    }

    /// What came of one in a block, where that is held.
    pub fn outcome(&self, id: &TxId) -> Option<&Outcome> {
        self.known.get(id)?.outcome.as_ref()
    }

    pub fn signed(&self, id: &TxId) -> Option<&Signed> {
        self.known.get(id)?.signed.as_ref()
    }

    /// What the journal keeps of one that somebody asked about.
    pub fn record(&self, id: &TxId) -> Option<&Record> {
        self.known.get(id).map(|known| &known.record)
    }

    pub fn first_seen(&self, id: &TxId) -> Option<Timestamp> {
        self.known.get(id).map(|known| known.record.first_seen)
    }

    fn is_held(&self, id: &TxId) -> bool {
        self.known.get(id).is_some_and(|known| known.held.is_some())
    }

    /// It waits.
    pub fn hold(&mut self, record: Record, at: Timestamp) {
        let id = record.id;
        for claim in &record.claims {
            let ids = self.claims.entry(*claim).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.keep(Known { held: Some(at), ..Known::new(record) });
    }

    fn keep(&mut self, known: Known) {
        if let Some((id, forgotten)) = self.known.insert(known.record.id, known) {
            for claim in &forgotten.record.claims {
                self.unlist(claim, &id);
            }
        }
    }

    /// It waits no longer.
    fn release(&mut self, id: &TxId) {
        let Some(known) = self.known.get_mut(id) else { return };
        known.held = None;
        for claim in known.record.claims.clone() {
            self.unlist(&claim, id);
        }
    }

    fn unlist(&mut self, claim: &Claim, id: &TxId) {
        if let Some(ids) = self.claims.get_mut(claim) {
            ids.retain(|other| other != id);
            if ids.is_empty() {
                self.claims.remove(claim);
            }
        }
    }
}

impl Index {
    /// An answer of a node of a chain with gas: what it says outlives the question.
    pub(super) fn take_answer(&mut self, node: NodeId, asked: &Asked, at: Timestamp, changes: &mut Changes) {
        let details = asked.details.as_deref();
        match &asked.answer {
            Found::Pooled => {
                if let Some(signed) = details.and_then(|details| details.signed.as_ref()) {
                    self.take_pooled(signed, at, changes);
                }
            }
            Found::InBlock { .. } => self.take_outcome(&asked.id, details, at),
            Found::Absent => self.take_absence(node, asked, at, changes),
            Found::Waiting(_) | Found::Orphan { .. } | Found::IsBlock(_) | Found::Failed(_) => {}
        }
    }

    fn take_pooled(&mut self, signed: &Signed, at: Timestamp, changes: &mut Changes) {
        let back = self.departed.remove(&signed.id).map(|gone| gone.record);
        let id = signed.id;
        if !self.gas.is_held(&id) || back.is_some() {
            let known = self.gas.known.remove(&id).map(|known| known.record);
            let record = known.or(back).unwrap_or_else(|| record(signed, at));
            changes.journal.push(Entry::Waiting(Box::new(record.clone())));
            self.gas.hold(record, at);
        }
        if let Some(known) = self.gas.known.get_mut(&id) {
            known.signed = Some(signed.clone());
            known.held = Some(at);
        }
    }

    fn take_outcome(&mut self, id: &TxId, details: Option<&Details>, at: Timestamp) {
        let Some(details) = details else { return };
        self.gas.release(id);
        if let (None, Some(signed)) = (self.gas.known.get(id), &details.signed) {
            self.gas.keep(Known::new(record(signed, at)));
        }
        if let Some(known) = self.gas.known.get_mut(id) {
            known.signed = details.signed.clone().or_else(|| known.signed.take());
            known.outcome = details.outcome.clone().or_else(|| known.outcome.take());
        }
    }

    /// A node that knows the present doesn't have it. What has its nonce settles the matter; otherwise it is gone only
    /// once it is still missing some time later.
    fn take_absence(&mut self, node: NodeId, asked: &Asked, at: Timestamp, changes: &mut Changes) {
        if !self.node(node).is_synced() || self.blocks.find(&asked.id).is_some() {
            return;
        }
        let held = self.gas.known.get(&asked.id).and_then(|known| known.held);
        let just_seen = held.is_some_and(|held| at.duration_since(held) < ONE_LOOK);
        if just_seen || (held.is_none() && self.departed.get(&asked.id).is_none()) {
            return;
        }
        if held.is_some() {
            let Some(record) = self.gas.known.get(&asked.id).map(|known| known.record.clone()) else { return };
            self.gas.release(&asked.id);
            self.remember(record, Some(node), How::Missed, at);
            self.tell_left(&asked.id, changes);
        }
        let taken_by = asked.claims.iter().find_map(|(_, state)| match state {
            ClaimState::SpentByWaiting(by) | ClaimState::SpentInBlock(by, _) => Some(*by),
            ClaimState::Free | ClaimState::Gone => None,
        });
        match taken_by.filter(|by| *by != asked.id) {
            Some(by) => self.close_gone(asked.id, Why::ReplacedBy(by), true, changes),
            None => {
                let left = self.departed.get(&asked.id).map(|gone| (gone.leaving.at, gone.leaving.why == Why::Open));
                if left.is_some_and(|(left, open)| open && at.duration_since(left) >= GONE_AFTER) {
                    self.close_gone(asked.id, Why::Unknown, false, changes);
                }
            }
        }
    }

    fn close_gone(&mut self, id: TxId, why: Why, certain: bool, changes: &mut Changes) {
        let told = self.departed.get(&id).is_some_and(|gone| gone.leaving.why == why);
        if !told {
            self.close(id, why, Some(certain), changes);
        }
    }

    /// A block of the best chain holds this one: it waits no longer, and nothing else with its nonce can be mined.
    pub(super) fn take_mined(&mut self, tx: &BlockTx, at: Timestamp, changes: &mut Changes) {
        if self.gas.is_held(&tx.id) {
            self.gas.release(&tx.id);
            changes.touched.push(tx.id);
            changes.journal.push(Entry::Included(tx.id));
        }
        for claim in &tx.claims {
            for rival in self.gas.claims.get(claim).cloned().unwrap_or_default() {
                let record = self.gas.known.get(&rival).map(|known| known.record.clone());
                let Some(record) = record.filter(|_| rival != tx.id) else { continue };
                self.gas.release(&rival);
                self.remember(record, None, How::Told, at);
                self.close(rival, Why::ReplacedBy(tx.id), Some(true), changes);
            }
        }
    }

    /// How final the chain is, as all nodes in sync that say so agree: the lowest, as the highest may be on another chain.
    fn finality(&self) -> Finality {
        let told = self.nodes.iter().zip(&self.gas.finality).filter(|(node, _)| node.is_synced()).map(|(_, told)| told);
        let lowest = |height: fn(&Finality) -> Option<u64>| told.clone().filter_map(height).min();
        Finality { safe: lowest(|told| told.safe), finalized: lowest(|told| told.finalized) }
    }

    /// What it consumes, where that is known: a look-up that misses it asks who consumed that.
    pub fn claims(&self, id: &TxId) -> Vec<Claim> {
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            return Vec::new();
        }
        let known = self.gas.known.get(id).map(|known| known.record.claims.clone());
        known.or_else(|| self.departed.get(id).map(|gone| gone.record.claims.clone())).unwrap_or_default()
    }

    /// What a chain with gas adds to the facts about this transaction.
    pub(super) fn gas_facts(&self, id: &TxId, context: &Context<'_>) -> Option<Box<Gas>> {
        let Kind::Evm { chain_id } = self.settings.kind else { return None };
        let details = || asked_about(id, context).filter_map(|asked| asked.details.as_deref());
        let signed = details().find_map(|details| details.signed.as_ref()).or(self.gas.signed(id)).cloned();
        let block = self.mined(id).map(|(block, ..)| block.hash);
        let outcome = details().find_map(|details| details.outcome.as_ref()).or(self.gas.outcome(id));
        let outcome = outcome.filter(|outcome| block.is_none_or(|block| block == outcome.block.hash)).cloned();
        let lines: Vec<&Line> = details().filter_map(|details| details.line.as_ref()).collect();
        let nonce = signed.as_ref().map(|signed| signed.nonce).or_else(|| {
            // Where no node has the transaction, the claim that was asked about names the nonce.
            let claim = asked_about(id, context).find_map(|asked| asked.claims.first());
            claim.map(|(claim, _)| claim.sender_and_nonce().1)
        });
        Some(Box::new(Gas {
            coin: coin(chain_id),
            account: nonce.and_then(|nonce| account(&lines, id, nonce, signed.as_ref())),
            price: self.price(signed.as_ref(), chain_id),
            signed,
            outcome,
            finality: self.finality(),
            wanted: self.settings.wanted.filter(|_: &Tag| context.required.is_none()),
            expected: context.expected.cloned().unwrap_or_default(),
        }))
    }

    fn price(&self, signed: Option<&Signed>, chain_id: u64) -> Option<Price> {
        let (market, forecast) = self.gas.market.as_ref()?;
        let next_base_fee = market.next_base_fee.unwrap_or(0);
        let capped = WITH_TX_GAS_LIMIT.contains(&chain_id);
        Some(Price {
            next_base_fee,
            next_blob_fee: market.next_blob_fee,
            going_tip: fees::going_tip(&past(market), GOING).unwrap_or(0),
            gas_limit: if capped { market.gas_limit.min(TX_GAS_LIMIT) } else { market.gas_limit },
            not_before: match (market.rule, signed) {
                (Some(rule), Some(signed)) => {
                    let blocks = rule.not_before_blocks(signed.max_fee, whole(next_base_fee));
                    blocks.map_or(NotBefore::Never, NotBefore::Blocks)
                }
                (Some(_) | None, Some(_) | None) => NotBefore::Unknown,
            },
            forecast: forecast.clone(),
        })
    }

    /// Whether what took another's place pays whom the old one paid, and whether it does nothing but that, or nothing.
    pub(super) fn compare_calls(&self, old: &[Payment], new: &TxId, context: &Context<'_>) -> Option<(bool, bool)> {
        let signed = self.taker_asked(new, context).or_else(|| self.gas.signed(new).cloned())?;
        let payment = signed.payment();
        match old.first() {
            _ if payment == Signed::cancellation(&signed.sender) => Some((false, true)),
            Some(old) if *old == payment => Some((true, true)),
            Some(old) if old.to != payment.to => Some((false, false)),
            // To the same recipient and yet something else, or the first one is unknown.
            Some(_) | None => None,
        }
    }

    /// Where nodes that were asked just now have what took another's place.
    pub(super) fn taken_asked(&self, id: &TxId, context: &Context<'_>) -> Option<SuccessorState> {
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            return None;
        }
        let asked = context.asked.iter().filter_map(|said| said.event.asked());
        let mut states = asked.flat_map(|asked| &asked.claims).filter_map(|(_, state)| match state {
            ClaimState::SpentInBlock(by, block) if by == id => {
                Some(SuccessorState::InBlock(*block, self.confirmations(block)))
            }
            ClaimState::SpentByWaiting(by) if by == id => Some(SuccessorState::Waiting),
            ClaimState::SpentInBlock(..) | ClaimState::SpentByWaiting(_) | ClaimState::Free | ClaimState::Gone => None,
        });
        // A node may still hold what another has in a block.
        let first = states.next()?;
        let mined = |state: &SuccessorState| matches!(state, SuccessorState::InBlock(..));
        if mined(&first) { Some(first) } else { states.find(mined).or(Some(first)) }
    }

    /// What took another's place, as a node told it just now.
    fn taker_asked(&self, id: &TxId, context: &Context<'_>) -> Option<Signed> {
        let details = || context.asked.iter().filter_map(|said| said.event.asked()?.details.as_ref());
        let lines = details().filter_map(|details| details.line.as_ref());
        let mut taken = lines.flat_map(|line| line.taken_by.iter().map(|(by, _)| by).chain(&line.waiting));
        let signed = || details().filter_map(|details| details.signed.as_ref()).find(|signed| signed.id == *id);
        taken.find(|taken| taken.id == *id).or_else(signed).cloned()
    }
}

impl Known {
    fn new(record: Record) -> Self {
        Self { record, signed: None, held: None, outcome: None }
    }
}

/// What the journal keeps of one that waits.
fn record(signed: &Signed, at: Timestamp) -> Record {
    Record {
        id: signed.id,
        first_seen: at,
        entered: at,
        fee: 0,
        vsize: 0,
        effective_rate: signed.max_fee as f64 / GWEI,
        claims: vec![Claim::nonce(&signed.sender, signed.nonce)],
        pays: vec![signed.payment()],
    }
}

/// Rates of gas are in gwei.
const GWEI: f64 = 1e9;

fn asked_about<'a>(id: &TxId, context: &Context<'a>) -> impl Iterator<Item = &'a Asked> + use<'a> {
    let id = *id;
    context.asked.iter().filter_map(|said| said.event.asked()).filter(move |asked| asked.id == id)
}

/// The line as the nodes tell it together: the one that is furthest decides, and what any of them shows waits.
fn account(lines: &[&Line], id: &TxId, nonce: u64, own: Option<&Signed>) -> Option<Account> {
    let furthest = lines.iter().max_by_key(|line| line.next)?;
    let next = furthest.next;
    let mut waiting: Vec<&Signed> = lines.iter().flat_map(|line| &line.waiting).collect();
    waiting.sort_by_key(|tx| (tx.nonce, std::cmp::Reverse(tx.max_fee), tx.id));
    waiting.dedup_by_key(|tx| tx.id);
    let rival = waiting.iter().find(|tx| tx.nonce == nonce && tx.id != *id).map(|tx| (*tx).clone());
    let mut earlier: Vec<Signed> =
        waiting.into_iter().filter(|tx| (next..nonce).contains(&tx.nonce)).cloned().collect();
    earlier.dedup_by_key(|tx| tx.nonce);
    let free = lines.iter().filter_map(|line| line.free).max();
    let shown = match (lines.iter().any(|line| line.whole), free) {
        (true, _) => Shown::Whole,
        (false, Some(_)) => Shown::FirstGap,
        (false, None) => Shown::Nothing,
    };
    let (missing, missing_count) = missing(next, nonce, &earlier, shown, free);
    let needed =
        earlier.iter().chain(own).map(most_cost).fold(Default::default(), |sum, cost| cost.saturating_add(sum));
    Some(Account {
        sender: furthest.sender,
        nonce,
        next,
        missing,
        missing_count,
        earlier,
        rival,
        shown,
        balance: furthest.balance,
        needed,
    })
}

/// Nonces that are neither mined nor waiting, and how many they are.
fn missing(next: u64, nonce: u64, earlier: &[Signed], shown: Shown, free: Option<u64>) -> (Vec<u64>, u64) {
    match (shown, free) {
        (Shown::Whole, _) => {
            let missing = |candidate: &u64| earlier.iter().all(|tx| tx.nonce != *candidate);
            // Nonces are the sender's to choose, up to 2^64: the gap is counted, not walked.
            let named = (next..nonce).take(MOST_NAMED + earlier.len()).filter(missing).take(MOST_NAMED).collect();
            (named, nonce.saturating_sub(next).saturating_sub(earlier.len() as u64))
        }
        (Shown::FirstGap, Some(free)) if (next..nonce).contains(&free) => (vec![free], 1),
        (Shown::FirstGap | Shown::Nothing, _) => (Vec::new(), 0),
    }
}

fn past(market: &GasMarket) -> Vec<PastBlock> {
    let block = |block: &chains::account::GasBlock| PastBlock {
        gas_used_ratio: block.used,
        low_tip: block.tips.map_or(0, |(low, _)| low),
    };
    market.blocks.iter().map(block).collect()
}

/// The same futures for all who ask after the same block.
fn forecast(market: &GasMarket, kind: Kind) -> Option<Forecast> {
    let next_base_fee = whole(market.next_base_fee?);
    let mut rng = StdRng::seed_from_u64(market.height ^ next_base_fee);
    let missed = if kind == MAINNET { MISSED } else { 0.0 };
    Forecast::draw(&market.rule?, next_base_fee, &past(market), missed, HORIZON, &mut rng)
}

fn whole(wei: u128) -> u64 {
    u64::try_from(wei).unwrap_or(u64::MAX)
}

/// What a chain's own coin is called.
pub fn coin(chain_id: u64) -> &'static str {
    match chain_id {
        56 | 97 => "BNB",
        137 | 80_002 => "POL",
        100 => "xDAI",
        43_114 | 43_113 => "AVAX",
        250 => "FTM",
        146 => "S",
        25 => "CRO",
        42_220 => "CELO",
        5_000 => "MNT",
        _ => "ETH",
    }
}
