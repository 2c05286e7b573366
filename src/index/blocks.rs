//! The last blocks: the best chain's window by transaction id, and some beside it. Knows no nodes and no mempool; says
//! what a new tip would drop and add, and leaves what follows from that to others.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use chains::{Block, BlockHash, BlockRef, BlockTx, TxId};
use hashbrown::HashTable;

use super::WINDOW;

/// A stored block's place.
pub(super) type BlockSlot = u32;

/// Blocks kept outside the best chain: a whole window, since its first fill is told before its tip.
const MOST_STALE: usize = WINDOW + 32;
/// Blocks from the tip down whose claims and payments are kept; beyond, a node tells them again if it drops one.
const WITH_CONTENT: usize = 12;
/// Transactions of one block that a [`Place`] can number.
const MOST_TXS: u32 = 1 << 20;

/// Stored blocks.
#[derive(Default)]
pub(super) struct Blocks {
    slots: Vec<Option<Stored>>,
    by_hash: HashMap<BlockHash, BlockSlot>,
    /// The best chain, oldest first; each the parent of the next.
    chain: VecDeque<BlockSlot>,
    hasher: RandomState,
    /// The best chain's transactions: block slot × [`MOST_TXS`] + place in the block.
    txs: HashTable<u32>,
    next: u64,
}

/// A block.
pub(super) struct Stored {
    pub at: BlockRef,
    pub parent: BlockHash,
    pub txs: Vec<Mined>,
    /// With claims and payments; none for old blocks and those told by their ids alone.
    pub content: Option<Arc<[BlockTx]>>,
    age: u64,
}

/// A transaction in a block, and what we knew of it before.
#[derive(Clone, Copy)]
pub(super) struct Mined {
    pub id: TxId,
    /// Seconds since 1970; 0 if it never waited with us.
    pub first_seen: u32,
    /// At which it would have been mined (sat/vB); 0 if it never waited with us.
    pub rate: f32,
}

/// From one chain to another.
#[derive(Debug, PartialEq)]
pub(super) struct Switch {
    /// No longer in the chain, from the tip down.
    pub dropped: Vec<BlockSlot>,
    /// The new path doesn't connect with what remains, which so falls out of the window.
    pub forget_rest: bool,
    /// New in the chain, upwards.
    pub added: Vec<BlockSlot>,
}

impl Blocks {
    pub fn has(&self, hash: &BlockHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    pub fn slot(&self, hash: &BlockHash) -> Option<BlockSlot> {
        self.by_hash.get(hash).copied()
    }

    pub fn get(&self, slot: BlockSlot) -> Option<&Stored> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub fn get_mut(&mut self, slot: BlockSlot) -> Option<&mut Stored> {
        self.slots.get_mut(slot as usize)?.as_mut()
    }

    /// The best chain's length in the window.
    pub fn window(&self) -> usize {
        self.chain.len()
    }

    pub fn tip(&self) -> Option<BlockRef> {
        self.get(*self.chain.back()?).map(|block| block.at)
    }

    /// Whether the best chain holds this block.
    pub fn in_chain(&self, slot: BlockSlot) -> bool {
        self.position(slot).is_some()
    }

    /// Where the best chain has this transaction: block, and its number in it.
    pub fn find(&self, id: &TxId) -> Option<(BlockSlot, usize)> {
        let place = self.txs.find(self.hasher.hash_one(id), |place| self.id_at(*place) == Some(*id))?;
        Some((place / MOST_TXS, (place % MOST_TXS) as usize))
    }

    /// What the best chain's block says of this transaction, while its content is kept.
    pub fn content(&self, id: &TxId) -> Option<&BlockTx> {
        let (block, number) = self.find(id)?;
        self.get(block)?.content.as_ref()?.get(number)
    }

    /// Whether this block of the best chain is an ancestor of `tip`, or `tip` itself. A tip that isn't stored is
    /// taken for one ahead of us.
    pub fn below(&self, block: BlockSlot, tip: &BlockHash) -> bool {
        let Some(fork) = self.slot(tip).map(|slot| self.fork(slot)) else { return true };
        match (fork, self.position(block)) {
            (Some(fork), Some(position)) => position <= fork,
            (None, _) | (_, None) => false,
        }
    }

    /// Stores a block outside the chain, or adds the content to one told by its ids alone.
    pub fn store(&mut self, block: Block) -> BlockSlot {
        let content = block.txs.iter().any(|tx| !tx.claims.is_empty()).then(|| Arc::from(block.txs.as_slice()));
        if let Some(slot) = self.slot(&block.at.hash) {
            if let Some(stored) = self.get_mut(slot) {
                stored.content = content.or_else(|| stored.content.take());
            }
            return slot;
        }
        let mined = |tx: &BlockTx| Mined { id: tx.id, first_seen: 0, rate: 0.0 };
        let txs = block.txs.iter().take(MOST_TXS as usize - 1).map(mined).collect();
        let stored = Stored { at: block.at, parent: block.parent, txs, content, age: self.next };
        self.next += 1;
        let free = self.slots.iter().position(Option::is_none);
        let slot = free.unwrap_or(self.slots.len());
        if free.is_none() {
            self.slots.push(None);
        }
        self.slots[slot] = Some(stored);
        self.by_hash.insert(block.at.hash, slot as BlockSlot);
        self.prune(slot as BlockSlot);
        slot as BlockSlot
    }

    /// What must change for the chain to end in `tip`. Pure.
    pub fn switch(&self, tip: BlockSlot) -> Switch {
        let mut added = Vec::new();
        let mut at = Some(tip);
        while let Some(slot) = at.filter(|slot| !self.in_chain(*slot) && added.len() < WINDOW) {
            added.push(slot);
            at = self.parent(slot);
        }
        let joined = at.and_then(|slot| self.position(slot));
        let lowest = added.last().and_then(|slot| self.get(*slot)).map_or(0, |block| block.at.height);
        added.reverse();
        let stays = |slot: BlockSlot, position: usize| match joined {
            Some(joined) => position <= joined,
            None => self.get(slot).is_some_and(|block| block.at.height < lowest),
        };
        let above = self.chain.iter().enumerate().rev().take_while(|(position, slot)| !stays(**slot, *position));
        Switch { dropped: above.map(|(_, slot)| *slot).collect(), forget_rest: joined.is_none(), added }
    }

    /// Takes the tip out of the chain; it stays stored.
    pub fn pop(&mut self) -> Option<BlockSlot> {
        let slot = self.chain.pop_back()?;
        self.unlist(slot);
        Some(slot)
    }

    /// Drops the whole chain from the window.
    pub fn forget_chain(&mut self) {
        while let Some(slot) = self.pop() {
            self.forget(slot);
        }
    }

    /// Puts a block on top of the chain, and what grew too old out of the window.
    pub fn push(&mut self, slot: BlockSlot) {
        self.chain.push_back(slot);
        self.list(slot);
        if self.chain.len() > WINDOW
            && let Some(oldest) = self.chain.pop_front()
        {
            self.unlist(oldest);
            self.forget(oldest);
        }
        if let Some(deep) = self.chain.len().checked_sub(WITH_CONTENT + 1)
            && let Some(stored) = self.chain.get(deep).copied().and_then(|slot| self.get_mut(slot))
        {
            stored.content = None;
        }
    }

    /// Lengthens the chain downwards with a block that has been told since, if there is one.
    pub fn extend_down(&mut self) -> Option<BlockSlot> {
        let parent = self.chain.front().and_then(|oldest| self.parent(*oldest))?;
        if self.chain.len() >= WINDOW {
            return None;
        }
        self.chain.push_front(parent);
        self.list(parent);
        if self.chain.len() > WITH_CONTENT
            && let Some(stored) = self.get_mut(parent)
        {
            stored.content = None;
        }
        Some(parent)
    }

    /// The stored parent, if its height fits.
    pub fn parent(&self, slot: BlockSlot) -> Option<BlockSlot> {
        let block = self.get(slot)?;
        let parent = self.slot(&block.parent)?;
        self.get(parent).filter(|parent| parent.at.height + 1 == block.at.height).map(|_| parent)
    }

    /// Whether `block` is `tip` or an ancestor of it, in the chain or not.
    pub fn descends(&self, tip: BlockSlot, block: BlockSlot) -> bool {
        std::iter::successors(Some(tip), |slot| self.parent(*slot)).take(WINDOW).any(|slot| slot == block)
    }

    /// The blocks from `tip` down to, and without, what `before` descends from as well.
    pub fn path(&self, before: &BlockHash, tip: &BlockHash) -> Vec<BlockSlot> {
        let (Some(before), Some(tip)) = (self.slot(before), self.slot(tip)) else { return Vec::new() };
        let old: Vec<BlockSlot> = std::iter::successors(Some(before), |slot| self.parent(*slot)).take(WINDOW).collect();
        let down = std::iter::successors(Some(tip), |slot| self.parent(*slot)).take(WINDOW);
        down.take_while(|slot| !old.contains(slot)).collect()
    }

    /// The highest position of the chain that `slot` descends from.
    fn fork(&self, slot: BlockSlot) -> Option<usize> {
        let mut at = Some(slot);
        for _ in 0..=WINDOW {
            let slot = at?;
            if let Some(position) = self.position(slot) {
                return Some(position);
            }
            at = self.parent(slot);
        }
        None
    }

    fn position(&self, slot: BlockSlot) -> Option<usize> {
        let first = self.get(*self.chain.front()?)?.at.height;
        let position = self.get(slot)?.at.height.checked_sub(first)? as usize;
        (self.chain.get(position) == Some(&slot)).then_some(position)
    }

    fn id_at(&self, place: u32) -> Option<TxId> {
        self.get(place / MOST_TXS)?.txs.get((place % MOST_TXS) as usize).map(|tx| tx.id)
    }

    fn list(&mut self, slot: BlockSlot) {
        let (slots, hasher) = (&self.slots, &self.hasher);
        let id_at = |place: u32| {
            let block = slots.get((place / MOST_TXS) as usize)?.as_ref()?;
            block.txs.get((place % MOST_TXS) as usize).map(|tx| tx.id)
        };
        let Some(block) = slots.get(slot as usize).and_then(Option::as_ref) else { return };
        for (number, tx) in block.txs.iter().enumerate() {
            let place = slot * MOST_TXS + number as u32;
            self.txs
                .insert_unique(hasher.hash_one(tx.id), place, |place| hasher.hash_one(id_at(*place).unwrap_or(tx.id)));
        }
    }

    fn unlist(&mut self, slot: BlockSlot) {
        let Some(block) = self.slots.get(slot as usize).and_then(Option::as_ref) else { return };
        for (number, tx) in block.txs.iter().enumerate() {
            let place = slot * MOST_TXS + number as u32;
            if let Ok(entry) = self.txs.find_entry(self.hasher.hash_one(tx.id), |other| *other == place) {
                entry.remove();
            }
        }
    }

    fn forget(&mut self, slot: BlockSlot) {
        if let Some(block) = self.slots.get_mut(slot as usize).and_then(Option::take) {
            self.by_hash.remove(&block.at.hash);
        }
    }

    /// Forgets the oldest blocks beside the chain.
    fn prune(&mut self, just_stored: BlockSlot) {
        let stale = |slot: &BlockSlot| *slot != just_stored && !self.in_chain(*slot);
        let mut stale: Vec<(u64, BlockSlot)> = (0..self.slots.len() as BlockSlot)
            .filter(stale)
            .filter_map(|slot| self.get(slot).map(|block| (block.age, slot)))
            .collect();
        stale.sort_unstable();
        for (_, slot) in stale.iter().take(stale.len().saturating_sub(MOST_STALE)) {
            self.forget(*slot);
        }
    }
}
