//! What one node holds: its best chain and its mempool, and what it says when either changes, in the order in which
//! Bitcoin's nodes say it. Knows no watchers.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    sync::Arc,
};

use jiff::Timestamp;

use super::{
    draft::Draft,
    template::{self, Candidate},
};
use crate::{Block, BlockHash, BlockRef, Claim, ClaimState, Event, Pending, TxId};

/// Everything that was ever sent or mined, whoever holds it.
#[derive(Default)]
pub struct Ledger {
    pub txs: HashMap<TxId, Draft>,
    pub blocks: HashMap<BlockHash, Arc<Block>>,
    /// The blocks, on whatever branch, that hold a transaction.
    pub placed: HashMap<TxId, Vec<BlockRef>>,
    /// The transactions that spend a claim.
    pub spenders: HashMap<Claim, Vec<TxId>>,
}

/// One node's chain and mempool.
#[derive(Clone, Default)]
pub struct View {
    /// Consecutive blocks, the tip last.
    pub chain: VecDeque<BlockRef>,
    pub pool: BTreeMap<TxId, Held>,
    /// Which waiting transaction consumes what.
    spenders: BTreeMap<Claim, TxId>,
}

/// How a mempool holds a transaction.
#[derive(Clone, Copy)]
pub struct Held {
    pub entered: Timestamp,
    pub unbroadcast: bool,
}

impl View {
    pub fn without_pool(chain: VecDeque<BlockRef>) -> Self {
        Self { chain, ..Self::default() }
    }

    pub fn tip(&self) -> Option<BlockRef> {
        self.chain.back().copied()
    }

    pub fn has_block(&self, block: &BlockRef) -> bool {
        let Some(first) = self.chain.front() else { return false };
        let place = block.height.checked_sub(first.height).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.chain.get(place)).is_some_and(|held| held.hash == block.hash)
    }

    /// The block of this node's chain that holds the transaction.
    pub fn placed(&self, ledger: &Ledger, id: &TxId) -> Option<BlockRef> {
        ledger.placed.get(id)?.iter().find(|block| self.has_block(block)).copied()
    }

    /// What the node's mempool says of a transaction.
    pub fn pending(&self, ledger: &Ledger, id: &TxId) -> Option<Pending> {
        let (held, draft) = (self.pool.get(id)?, ledger.txs.get(id)?);
        Some(Pending {
            id: *id,
            claims: draft.claims.clone(),
            pays: draft.pays.clone(),
            fee: draft.fee,
            vsize: draft.vsize,
            entered: held.entered,
            chunk_rate: None,
            unbroadcast: held.unbroadcast,
            signals_replacement: draft.signals_replacement,
            note: None,
        })
    }

    pub fn claim_state(&self, ledger: &Ledger, claim: &Claim) -> ClaimState {
        if let Some(spender) = self.spenders.get(claim) {
            return ClaimState::SpentByWaiting(*spender);
        }
        let mut spenders = ledger.spenders.get(claim).into_iter().flatten();
        let spent = spenders.any(|spender| self.placed(ledger, spender).is_some());
        if spent || !self.exists(ledger, &claim.source()) { ClaimState::Gone } else { ClaimState::Free }
    }

    /// Waiting transactions that consume any of these, other than itself.
    pub fn rivals(&self, id: &TxId, claims: &[Claim]) -> BTreeSet<TxId> {
        claims.iter().filter_map(|claim| self.spenders.get(claim)).filter(|rival| *rival != id).copied().collect()
    }

    /// It and everything that waits for it: itself first, then what depends on it.
    pub fn with_descendants(&self, id: TxId) -> Vec<TxId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            for child in self.children(&parent) {
                if !found.contains(&child) {
                    found.push(child);
                }
            }
            next += 1;
        }
        found
    }

    /// Takes a transaction in. What it replaces leaves before, followed by what depended on that.
    pub fn enter(&mut self, ledger: &Ledger, id: TxId, held: Held) -> Vec<Event> {
        let Some(draft) = ledger.txs.get(&id) else { return Vec::new() };
        let mut events = Vec::new();
        for rival in self.rivals(&id, &draft.claims) {
            events.extend(self.leave(ledger, rival));
        }
        self.pool.insert(id, held);
        self.spenders.extend(draft.claims.iter().map(|claim| (*claim, id)));
        events.extend(self.pending(ledger, &id).map(|pending| Event::Entered(Box::new(pending))));
        events
    }

    /// Drops a transaction and what depends on it, and doesn't say why.
    pub fn leave(&mut self, ledger: &Ledger, id: TxId) -> Vec<Event> {
        let leaving = self.with_descendants(id);
        leaving.into_iter().filter(|id| self.remove(ledger, id)).map(Event::Left).collect()
    }

    /// Adds a block. What it makes impossible leaves before, what depends on it first.
    pub fn connect(&mut self, ledger: &Ledger, block: &Arc<Block>) -> Vec<Event> {
        let mut events = Vec::new();
        for tx in &block.txs {
            for rival in self.rivals(&tx.id, &tx.claims) {
                events.extend(self.leave(ledger, rival).into_iter().rev());
            }
            self.remove(ledger, &tx.id);
        }
        self.chain.push_back(block.at);
        events.push(Event::Block(Box::new(Block::clone(block))));
        events
    }

    /// Leaves the last `depth` blocks for these others. Transactions of the old ones that still fit wait again; of those
    /// that don't, nothing is said.
    pub fn reorganize(&mut self, ledger: &Ledger, depth: usize, blocks: &[Arc<Block>], now: Timestamp) -> Vec<Event> {
        let mut events = Vec::new();
        let mut dropped = Vec::new();
        for block in self.chain.split_off(self.chain.len().saturating_sub(depth)).iter().rev() {
            dropped.extend(ledger.blocks.get(&block.hash).cloned());
        }
        events.extend(dropped.iter().map(|block| Event::Dropped(Box::new(Block::clone(block)))));
        let taken: BTreeSet<Claim> =
            blocks.iter().flat_map(|block| &block.txs).flat_map(|tx| tx.claims.clone()).collect();
        for tx in dropped.iter().rev().flat_map(|block| block.txs.iter().skip(1)) {
            let fits = tx
                .claims
                .iter()
                .all(|claim| !taken.contains(claim) && matches!(self.claim_state(ledger, claim), ClaimState::Free));
            if fits {
                events.extend(self.enter(ledger, tx.id, Held { entered: now, unbroadcast: false }));
            }
        }
        for block in blocks {
            events.extend(self.connect(ledger, block));
        }
        events.extend(self.tip().map(Event::Tip));
        events.extend(self.sweep(ledger));
        events
    }

    /// What the next block takes: nothing that no peer has asked for, as no miner has heard of it.
    pub fn template(&self, ledger: &Ledger, capacity: u64) -> Vec<TxId> {
        let unheard = self.pool.iter().filter(|(_, held)| held.unbroadcast);
        let unheard: BTreeSet<TxId> = unheard.flat_map(|(id, _)| self.with_descendants(*id)).collect();
        let candidates = self.pool.keys().filter(|id| !unheard.contains(id)).filter_map(|id| {
            let draft = ledger.txs.get(id)?;
            let parents: BTreeSet<TxId> = draft.claims.iter().map(Claim::source).collect();
            let parents = parents.into_iter().filter(|parent| self.pool.contains_key(parent)).collect();
            Some((*id, Candidate { fee: draft.fee, vsize: draft.vsize, parents }))
        });
        template::choose(&candidates.collect(), capacity)
    }

    /// The best rate that a miner gets for it with what depends on it, or by itself: what eviction goes by.
    pub fn worth(&self, ledger: &Ledger, id: TxId) -> f64 {
        let drafts = self.with_descendants(id).into_iter().filter_map(|id| ledger.txs.get(&id));
        let (fee, vsize) = drafts.fold((0, 0), |sum, draft| (sum.0 + draft.fee, sum.1 + u64::from(draft.vsize)));
        let own = ledger.txs.get(&id).map_or(0.0, Draft::own_rate);
        own.max(fee as f64 / (vsize as f64).max(1.0))
    }

    fn children(&self, id: &TxId) -> BTreeSet<TxId> {
        let outputs = Claim::outpoint(id, 0)..=Claim::outpoint(id, u32::MAX);
        self.spenders.range(outputs).map(|(_, child)| *child).collect()
    }

    fn remove(&mut self, ledger: &Ledger, id: &TxId) -> bool {
        for claim in ledger.txs.get(id).into_iter().flat_map(|draft| &draft.claims) {
            if self.spenders.get(claim) == Some(id) {
                self.spenders.remove(claim);
            }
        }
        self.pool.remove(id).is_some()
    }

    /// Whether a transaction's outputs are there to be spent. One that was never sent here is taken to lie further back.
    fn exists(&self, ledger: &Ledger, id: &TxId) -> bool {
        !ledger.txs.contains_key(id) || self.pool.contains_key(id) || self.placed(ledger, id).is_some()
    }

    /// Drops what spends from transactions that a reorganization made disappear.
    fn sweep(&mut self, ledger: &Ledger) -> Vec<Event> {
        let lost = |id: &TxId| {
            ledger
                .txs
                .get(id)
                .is_some_and(|draft| draft.claims.iter().any(|claim| !self.exists(ledger, &claim.source())))
        };
        let lost: Vec<TxId> = self.pool.keys().filter(|id| lost(id)).copied().collect();
        lost.into_iter().flat_map(|id| self.leave(ledger, id)).collect()
    }
}
