//! What follows when a block joins or leaves the best chain: what was waiting is in a block, what was in a block waits
//! again or is lost, and what consumed the same as a block's transaction is out.

use chains::{BlockRef, BlockTx, Kind, NodeId, TxId};
use jiff::Timestamp;

use super::{
    Changes, Entry, Index, Record, Why,
    blocks::{BlockSlot, Mined},
    departed::How,
    pool::Slot,
    waiter::{seconds, time},
};

impl Index {
    /// A block joined the best chain.
    pub(super) fn include(&mut self, slot: BlockSlot, at: Timestamp, changes: &mut Changes) {
        let Some(stored) = self.blocks.get_mut(slot) else { return };
        let content = stored.content.clone();
        let mut txs = std::mem::take(&mut stored.txs);
        let mut shaken = Vec::new();
        for mined in &mut txs {
            let before = if let Some(slot) = self.pool.find(&mined.id) {
                let (waiter, relatives) = self.take_out(slot);
                shaken.extend(relatives);
                waiter.record()
            } else if let Some(gone) = self.departed.remove(&mined.id) {
                gone.record
            } else {
                continue;
            };
            mined.first_seen = seconds(before.first_seen);
            mined.rate = before.effective_rate as f32;
            if let Some(pays) = self.successors.get_mut(&mined.id) {
                *pays = before.pays;
            }
            changes.touched.push(mined.id);
            changes.journal.push(Entry::Included(mined.id));
        }
        if let Some(stored) = self.blocks.get_mut(slot) {
            stored.txs = txs;
        }
        for tx in content.iter().flat_map(|content| content.iter()) {
            self.take_mined(tx, at, changes);
        }
        for (number, tx) in content.iter().flat_map(|content| content.iter().enumerate()) {
            let waited = self.blocks.get(slot).and_then(|block| block.txs.get(number)).is_some_and(Mined::waited);
            self.oust_rivals(tx, waited, at, &mut shaken, changes);
        }
        self.refresh_left(&shaken, changes);
    }

    /// A block left the best chain: its transactions may come back to the mempools in a moment.
    pub(super) fn exclude(&mut self, slot: BlockSlot, at: Timestamp, changes: &mut Changes) {
        let Some(stored) = self.blocks.get(slot) else { return };
        let (block, txs, content) = (stored.at, stored.txs.clone(), stored.content.clone());
        for (number, mined) in txs.iter().enumerate() {
            self.reorged.insert(mined.id, block);
            changes.touched.push(mined.id);
            if self.pool.find(&mined.id).is_none() {
                let told = content.as_ref().and_then(|content| content.get(number));
                let known = self.gas.record(&mined.id).filter(|known| !known.claims.is_empty());
                let record = known.cloned().unwrap_or_else(|| Record::of_mined(mined, told, block.time));
                self.remember(record, None, How::Dropped, at);
                self.tell_left(&mined.id, changes);
            }
        }
    }

    /// A node's chain went from `before` to `tip`: its mempool lost what the blocks between hold, though the best
    /// chain may be another's or have had them before.
    pub(super) fn clear_mined(
        &mut self,
        node: NodeId,
        before: BlockRef,
        tip: BlockRef,
        at: Timestamp,
        changes: &mut Changes,
    ) {
        let path = self.blocks.path(&before.hash, &tip.hash);
        let ids =
            path.into_iter().filter_map(|slot| self.blocks.get(slot)).flat_map(|block| &block.txs).map(|tx| tx.id);
        let held: Vec<(Slot, TxId)> = ids
            .filter_map(|id| Some((self.pool.find(&id)?, id)))
            .filter(|(slot, _)| self.pool.at(*slot).holders >> node.0 & 1 == 1)
            .collect();
        let mut shaken = Vec::new();
        for (slot, id) in held {
            self.pool.at_mut(slot).let_go(node);
            changes.touched.push(id);
            if self.pool.at(slot).holders & !self.down() != 0 {
                continue;
            }
            let (waiter, relatives) = self.take_out(slot);
            shaken.extend(relatives);
            if self.blocks.find(&id).is_some() {
                changes.journal.push(Entry::Included(id));
            } else {
                self.depart(&waiter, Some(node), How::Missed, at, changes);
            }
        }
        self.refresh_left(&shaken, changes);
    }

    /// What consumed the same as this transaction of a block can't be mined any more.
    fn oust_rivals(
        &mut self,
        tx: &BlockTx,
        waited: bool,
        at: Timestamp,
        shaken: &mut Vec<(Slot, TxId)>,
        changes: &mut Changes,
    ) {
        // A nonce belongs to one sender, who alone can use it otherwise.
        let replaced = waited || matches!(self.settings.kind, Kind::Evm { .. });
        let why = if replaced { Why::ReplacedBy(tx.id) } else { Why::DoubleSpentBy(tx.id) };
        for claim in &tx.claims {
            for rival in self.pool.spenders(claim).collect::<Vec<_>>() {
                // One rival may have gone with another that it descends from.
                if self.pool.is_live(rival) && self.pool.at(rival).id != tx.id {
                    let id = self.oust(rival, at, shaken);
                    self.close(id, why.clone(), Some(true), changes);
                }
            }
            for rival in self.departed.spenders(claim).to_vec() {
                if rival != tx.id && self.is_overruled_by_blocks(&rival) {
                    self.close(rival, why.clone(), Some(true), changes);
                }
            }
        }
    }

    /// Takes one out with all that depends on it.
    fn oust(&mut self, slot: Slot, at: Timestamp, shaken: &mut Vec<(Slot, TxId)>) -> TxId {
        let id = self.pool.at(slot).id;
        let mut line = self.pool.descendants(slot);
        line.push(slot);
        for slot in line {
            let (waiter, relatives) = self.take_out(slot);
            shaken.extend(relatives);
            self.remember(waiter.record(), None, How::Told, at);
        }
        id
    }
}

impl Mined {
    /// It waited with us before.
    pub(super) fn waited(&self) -> bool {
        self.first_seen != 0
    }
}

impl Record {
    /// The rate that it would be mined at, where that is known.
    pub(super) fn known_rate(&self) -> Option<f64> {
        Some(self.effective_rate).filter(|rate| *rate > 0.0)
    }

    /// What is left to say of a transaction whose block was dropped.
    fn of_mined(mined: &Mined, told: Option<&BlockTx>, block_time: Timestamp) -> Self {
        let seen = if mined.waited() { time(mined.first_seen) } else { block_time };
        Self {
            id: mined.id,
            first_seen: seen,
            entered: seen,
            fee: 0,
            vsize: 0,
            effective_rate: f64::from(mined.rate),
            claims: told.map_or_else(Vec::new, |tx| tx.claims.clone()),
            pays: told.map_or_else(Vec::new, |tx| tx.pays.clone()),
        }
    }
}
