//! Transactions that enter and leave a node's mempool, as told one by one or as a whole list. Says that something
//! left; why is for `departures`.

use std::collections::HashSet;

use chains::{Asked, Found, NodeId, Pending, TxId};
use jiff::Timestamp;

use super::{Changes, Entry, Index, Why, departed::How, waiter::Waiter};

/// Longer than an answer may take to come.
const CROSSING_S: i64 = 10;

impl Index {
    /// A node's mempool holds it.
    pub(super) fn enter(&mut self, node: NodeId, pending: Pending, at: Timestamp, changes: &mut Changes) {
        if self.is_mined_for(node, &pending.id) {
            return;
        }
        let slot = match self.pool.find(&pending.id) {
            Some(slot) => {
                self.hear_again(slot, node, &pending, at, changes);
                slot
            }
            None => self.enter_new(node, &pending, at, changes),
        };
        // The node reckons with what it holds now, so its word stands until something here changes.
        if let Some(rate) = pending.chunk_rate.filter(|rate| rate.is_finite() && *rate >= 0.0) {
            self.pool.set_rate(slot, rate);
        }
    }

    /// A node that was asked holds it: as good as told, so that it is remembered if it goes before it would have been
    /// told. The other parts of an answer concern one question and come back in that question's context.
    pub(super) fn take_asked(&mut self, node: NodeId, asked: Asked, at: Timestamp, changes: &mut Changes) {
        let Found::Waiting(pending) = asked.answer else { return };
        let let_go = self.let_go.get(&pending.id);
        // The answer was on its way while the node told that it left, or what took its place.
        let crossed = let_go.is_some_and(|left| at.duration_since(*left).as_secs() < CROSSING_S);
        let outrun = self.pays_less_than_a_rival(&pending);
        if self.pool.find(&pending.id).is_none() && !crossed && !outrun {
            self.enter(node, *pending, at, changes);
        }
    }

    /// Of two that wait for the same coin, the one that came later pays more: nodes take no other replacement. So a
    /// cheaper rival is one that this took the place of, whose leaving has not been told yet.
    fn pays_less_than_a_rival(&self, pending: &Pending) -> bool {
        let rivals = pending.claims.iter().flat_map(|claim| self.pool.spenders(claim));
        rivals.map(|slot| self.pool.at(slot)).any(|rival| rival.id != pending.id && rival.fee >= pending.fee)
    }

    /// A node's mempool is exactly these.
    pub(super) fn reconcile(&mut self, node: NodeId, ids: &[TxId], at: Timestamp, changes: &mut Changes) {
        let mut listed = HashSet::with_capacity(ids.len());
        for id in ids {
            match self.pool.find(id) {
                Some(slot) => {
                    listed.insert(slot);
                    let waiter = self.pool.at_mut(slot);
                    let (known, stale) = (waiter.holders >> node.0 & 1 == 1, waiter.restored);
                    waiter.holders |= 1 << node.0;
                    changes.touched.extend((!known).then_some(*id));
                    changes.missing.extend(stale.then_some(*id));
                }
                None if !self.is_mined_for(node, id) => changes.missing.push(*id),
                None => {}
            }
        }
        let synced = !self.node(node).syncing();
        let how = if self.node(node).was_away { How::Restarted } else { How::Missed };
        let gone = |slot: &u32| !listed.contains(slot);
        let mut absent: Vec<(TxId, How)> = Vec::new();
        for slot in self.pool.slots().filter(gone) {
            let waiter = self.pool.at(slot);
            if waiter.holders >> node.0 & 1 == 1 {
                absent.push((waiter.id, how));
            } else if waiter.holders == 0 && synced {
                absent.push((waiter.id, How::Restarted));
            }
        }
        // In order of their ids, so that the same observations always give the same journal.
        absent.sort_unstable_by_key(|(id, _)| *id);
        self.leave_all(node, &absent, at, changes);
        let node = self.node_mut(node);
        node.listed = true;
        node.was_away = false;
    }

    /// It left a node's mempool, and not through a block.
    pub(super) fn leave(&mut self, node: NodeId, id: TxId, at: Timestamp, changes: &mut Changes) {
        self.let_go.insert(id, at);
        self.leave_all(node, &[(id, How::Told)], at, changes);
    }

    /// Whether the node has it in a block, as far as we know, so that its mempool can't hold it.
    pub(super) fn is_mined_for(&self, node: NodeId, id: &TxId) -> bool {
        let Some((block, _)) = self.blocks.find(id) else { return false };
        self.node(node).tip.is_none_or(|tip| self.blocks.below(block, &tip.hash))
    }

    fn leave_all(&mut self, node: NodeId, ids: &[(TxId, How)], at: Timestamp, changes: &mut Changes) {
        let down = self.down();
        let mut shaken = Vec::new();
        for (id, how) in ids {
            let Some(slot) = self.pool.find(id) else { continue };
            self.pool.at_mut(slot).let_go(node);
            changes.touched.push(*id);
            // A node that doesn't answer can't say that it still holds it.
            if self.pool.at(slot).holders & !down == 0 {
                let (waiter, relatives) = self.take_out(slot);
                shaken.extend(relatives);
                self.depart(&waiter, Some(node), *how, at, changes);
            }
        }
        self.refresh_left(&shaken, changes);
    }

    fn hear_again(&mut self, slot: u32, node: NodeId, pending: &Pending, at: Timestamp, changes: &mut Changes) {
        let new_here = self.pool.at(slot).holders >> node.0 & 1 == 0;
        if new_here {
            self.node_mut(node).read_clock(pending.entered, at);
        }
        let waiter = self.pool.at_mut(slot);
        let mut news = waiter.hold(node, pending.unbroadcast);
        if waiter.restored || pending.entered < waiter.entered() {
            waiter.set_entered(pending.entered);
            news = true;
        }
        waiter.restored = false;
        news |= waiter.signals_replacement != pending.signals_replacement;
        waiter.signals_replacement = pending.signals_replacement;
        if waiter.note.is_none() {
            waiter.note.clone_from(&pending.note);
        }
        changes.touched.extend(news.then_some(pending.id));
    }

    fn enter_new(&mut self, node: NodeId, pending: &Pending, at: Timestamp, changes: &mut Changes) -> u32 {
        let first_seen = match self.departed.remove(&pending.id) {
            Some(gone) => gone.record.first_seen,
            None => at.min(pending.entered),
        };
        self.node_mut(node).read_clock(pending.entered, at);
        let mut waiter = Waiter::new(pending, first_seen);
        waiter.hold(node, pending.unbroadcast);
        let slot = self.pool.insert(waiter);
        let looked_at = self.pool.refresh(&[slot]);
        changes.touched.extend(looked_at.iter().map(|slot| self.pool.at(*slot).id));
        changes.journal.push(Entry::Waiting(Box::new(self.pool.at(slot).record())));
        self.close_rivals_of(pending, at, changes);
        slot
    }

    /// Departures that this arrival explains: it consumes what they did.
    fn close_rivals_of(&mut self, pending: &Pending, at: Timestamp, changes: &mut Changes) {
        let rivals = pending.claims.iter().flat_map(|claim| self.departed.spenders(claim).to_vec());
        for rival in rivals.collect::<Vec<_>>() {
            if self.may_be_replaced_late(&rival, at) {
                self.close(rival, Why::ReplacedBy(pending.id), None, changes);
            }
        }
    }
}
