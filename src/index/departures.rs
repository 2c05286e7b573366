//! Why a transaction left the mempools. Nodes don't say; what else happens at the same time does. Certain reasons are
//! given at once, the others after a hold, by elimination. The order is the order of how much each explains.

use std::{cell::OnceCell, collections::HashSet};

use chains::{NodeId, TxId};
use jiff::{SignedDuration, Timestamp};

use super::{
    Changes, Entry, Index, Leaving, Record, Why,
    departed::{Gone, How},
    pool::Slot,
    waiter::Waiter,
};

/// How long a reason stays open: until the replacement was fetched and the node told its new lowest rate.
const HOLD_S: i64 = 3;
/// The same where the node hasn't said how it is since.
const LONGEST_HOLD_S: i64 = 10;
/// How long the transactions of a dropped block may take to come back.
const HOLD_DROPPED_S: i64 = 30;
/// A replacement that shows up this much later still explains a departure that was explained otherwise.
const LATE_S: i64 = 60;
/// What left before this age did not expire, however the node is set up: `-mempoolexpiry` is in hours.
const LEAST_EXPIRY_S: i64 = 3_600;
/// Core's and Knots' default `-mempoolexpiry`.
const DEFAULT_EXPIRY_HOURS: u32 = 336;

/// Why, and whether that was seen rather than concluded.
type Verdict = (Why, bool);

/// When the oldest that still waits entered: found by looking at all of them, so only once, and only where it is asked.
type Oldest = OnceCell<Option<Timestamp>>;

impl Index {
    /// Takes one out of the pool; answers with it and its former relatives.
    pub(super) fn take_out(&mut self, slot: Slot) -> (Waiter, Vec<(Slot, TxId)>) {
        let relatives = self.pool.relatives(slot).into_iter().map(|slot| (slot, self.pool.at(slot).id)).collect();
        (self.pool.remove(slot), relatives)
    }

    /// Works out the rates anew for what is still there of these.
    pub(super) fn refresh_left(&mut self, relatives: &[(Slot, TxId)], changes: &mut Changes) {
        let still = relatives.iter().filter(|(slot, id)| self.pool.holds(*slot, id));
        let slots: Vec<Slot> = still.map(|(slot, _)| *slot).collect();
        let looked_at = self.pool.refresh(&slots);
        changes.touched.extend(looked_at.into_iter().map(|slot| self.pool.at(slot).id));
    }

    /// Remembers that it left, with the reason if that shows already.
    pub(super) fn depart(
        &mut self,
        waiter: &Waiter,
        node: Option<NodeId>,
        how: How,
        at: Timestamp,
        changes: &mut Changes,
    ) {
        self.remember(waiter.record(), node, how, at);
        match self.seen_reason(&waiter.id, how) {
            Some((why, certain)) => self.close(waiter.id, why, Some(certain), changes),
            None => self.tell_left(&waiter.id, changes),
        }
    }

    /// Remembers a departure whose reason is open.
    pub(super) fn remember(&mut self, record: Record, node: Option<NodeId>, how: How, at: Timestamp) {
        let leaving = Leaving { at, certain: how == How::Told, why: Why::Open };
        self.departed.insert(Gone { record, leaving, node, how });
    }

    pub(super) fn tell_left(&self, id: &TxId, changes: &mut Changes) {
        if let Some(gone) = self.departed.get(id) {
            changes.touched.push(*id);
            changes.journal.push(Entry::Left(Box::new(gone.record.clone()), gone.leaving.clone()));
        }
    }

    /// Settles why it left, and with it why those left that depended on it. `certain` as given, else if it was seen
    /// to leave.
    pub(super) fn close(&mut self, id: TxId, why: Why, certain: Option<bool>, changes: &mut Changes) {
        let mut todo = vec![(id, why, certain)];
        while let Some((id, why, certain)) = todo.pop() {
            if let Why::ReplacedBy(by) | Why::DoubleSpentBy(by) = &why {
                let pays = self.pays(by).unwrap_or_default();
                self.successors.insert(*by, pays);
            }
            let first_gone = first_gone(&id, &why);
            let Some(gone) = self.departed.get(&id) else { continue };
            let certain = certain.unwrap_or(gone.how == How::Told);
            self.departed.close(&id, why, certain);
            self.tell_left(&id, changes);
            let Some(ancestor) = first_gone else { continue };
            for child in self.departed.children(&id) {
                if self.departed.get(&child).is_some_and(|gone| is_unexplained(&gone.leaving.why)) {
                    todo.push((child, Why::AncestorGone(ancestor), None));
                }
            }
        }
    }

    /// Whether a transaction that consumes the same and shows up now explains this departure.
    pub(super) fn may_be_replaced_late(&self, id: &TxId, at: Timestamp) -> bool {
        let Some(gone) = self.departed.get(id) else { return false };
        let late = at.duration_since(gone.leaving.at) > SignedDuration::from_secs(LATE_S);
        match gone.leaving.why {
            Why::Open | Why::Unknown => true,
            Why::ReplacedBy(_) | Why::DoubleSpentBy(_) => false,
            Why::AncestorGone(_) | Why::Evicted { .. } | Why::Expired { .. } => !late || !gone.leaving.certain,
        }
    }

    /// Whether a block that consumes the same makes this departure final.
    pub(super) fn is_overruled_by_blocks(&self, id: &TxId) -> bool {
        self.departed.get(id).is_some_and(|gone| match gone.leaving.why {
            Why::Open | Why::Unknown | Why::AncestorGone(_) | Why::Evicted { .. } | Why::Expired { .. } => true,
            Why::ReplacedBy(_) | Why::DoubleSpentBy(_) => !gone.leaving.certain,
        })
    }

    /// Decides about those whose hold is over.
    pub(super) fn decide_open(&mut self, now: Timestamp, changes: &mut Changes) {
        let due: Vec<TxId> = self.departed.open().into_iter().filter(|id| self.is_due(id, now)).collect();
        if due.is_empty() {
            return;
        }
        let oldest = OnceCell::new();
        for id in due {
            // What went first explains what went with it, so the furthest open ancestor is decided first.
            for id in self.open_line(id) {
                let (why, certain) = self.reason(&id, &oldest, now);
                self.close(id, why, Some(certain), changes);
            }
        }
    }

    fn is_due(&self, id: &TxId, now: Timestamp) -> bool {
        let Some(gone) = self.departed.get(id) else { return false };
        let waited = now.duration_since(gone.leaving.at).as_secs();
        let told = gone.node.is_none_or(|node| self.node(node).status_at.is_some_and(|told| told > gone.leaving.at));
        match gone.how {
            How::Dropped => waited >= HOLD_DROPPED_S,
            How::Told | How::Missed | How::Restarted => waited >= if told { HOLD_S } else { LONGEST_HOLD_S },
        }
    }

    /// It and its open ancestors, the furthest first.
    fn open_line(&self, id: TxId) -> Vec<TxId> {
        let (mut line, mut seen) = (vec![id], HashSet::from([id]));
        let mut next = 0;
        while let Some(gone) = line.get(next).and_then(|id| self.departed.get(id)) {
            for source in gone.record.claims.iter().map(chains::Claim::source) {
                let open = self.departed.get(&source).is_some_and(|gone| gone.leaving.why == Why::Open);
                if open && seen.insert(source) {
                    line.push(source);
                }
            }
            next += 1;
        }
        line.reverse();
        line
    }

    /// What shows at once: something else waits that consumes the same, or what it depended on is gone.
    fn seen_reason(&self, id: &TxId, how: How) -> Option<Verdict> {
        let gone = self.departed.get(id)?;
        let seen = how == How::Told;
        if let Some(rival) = self.pool.rival(id, gone.record.claims.iter().copied()) {
            return Some((Why::ReplacedBy(rival), seen));
        }
        let mut sources = gone.record.claims.iter().map(chains::Claim::source);
        let ancestor = sources.find_map(|source| first_gone(&source, &self.departed.get(&source)?.leaving.why))?;
        Some((Why::AncestorGone(ancestor), seen))
    }

    fn reason(&self, id: &TxId, oldest: &Oldest, now: Timestamp) -> Verdict {
        let Some(gone) = self.departed.get(id).filter(|gone| gone.leaving.why == Why::Open) else {
            return self
                .departed
                .get(id)
                .map_or((Why::Unknown, false), |gone| (gone.leaving.why.clone(), gone.leaving.certain));
        };
        self.seen_reason(id, gone.how)
            .or_else(|| self.eviction(gone))
            .or_else(|| self.expiry(gone, now))
            .or_else(|| self.likely_expiry(gone, oldest, now))
            .unwrap_or((Why::Unknown, false))
    }

    /// Its node's mempool was full and takes nothing as cheap any more. After evicting it asks for what the evicted paid
    /// and a step more.
    fn eviction(&self, gone: &Gone) -> Option<Verdict> {
        let status = self.node(gone.node?).status.as_ref()?;
        let full = status.mempool_min_rate > status.relay_min_rate;
        let seen = match gone.how {
            How::Told => true,
            How::Missed => false,
            // A mempool that was lost says nothing about what was in it.
            How::Restarted | How::Dropped => return None,
        };
        (full && gone.record.effective_rate < status.mempool_min_rate)
            .then_some((Why::Evicted { min_rate: status.mempool_min_rate }, seen))
    }

    /// It was as old, by its node's clock, as that node lets anything become.
    fn expiry(&self, gone: &Gone, now: Timestamp) -> Option<Verdict> {
        let node = self.node(gone.node?);
        let hours = node.status.as_ref()?.expiry_hours.unwrap_or(DEFAULT_EXPIRY_HOURS);
        (gone.how != How::Dropped && self.age_s(gone, now)? >= i64::from(hours) * 3_600)
            .then_some((Why::Expired { after_hours: Some(hours) }, gone.how == How::Told))
    }

    /// Nothing else explains it, and the node keeps nothing older: the operator may have set another expiry than we know.
    fn likely_expiry(&self, gone: &Gone, oldest: &Oldest, now: Timestamp) -> Option<Verdict> {
        let ran_on = matches!(gone.how, How::Told | How::Missed);
        if !ran_on || self.age_s(gone, now)? < LEAST_EXPIRY_S {
            return None;
        }
        let oldest = *oldest.get_or_init(|| self.oldest_entry());
        let eldest = oldest.is_none_or(|oldest| gone.record.entered <= oldest);
        eldest.then_some((Why::Expired { after_hours: None }, false))
    }

    fn age_s(&self, gone: &Gone, now: Timestamp) -> Option<i64> {
        Some(self.node(gone.node?).clock(now).as_second() - gone.record.entered.as_second())
    }

    /// When the oldest that still waits entered.
    fn oldest_entry(&self) -> Option<Timestamp> {
        self.pool.slots().map(|slot| self.pool.at(slot).entered()).min()
    }
}

fn is_unexplained(why: &Why) -> bool {
    match why {
        Why::Open | Why::Unknown => true,
        Why::ReplacedBy(_) | Why::DoubleSpentBy(_) | Why::AncestorGone(_) => false,
        Why::Evicted { .. } | Why::Expired { .. } => false,
    }
}

/// Which ancestor explains that what depends on `id` left, if `id` left for this reason.
fn first_gone(id: &TxId, why: &Why) -> Option<TxId> {
    match why {
        Why::ReplacedBy(_) | Why::DoubleSpentBy(_) | Why::Evicted { .. } | Why::Expired { .. } => Some(*id),
        Why::AncestorGone(first) => Some(*first),
        Why::Open | Why::Unknown => None,
    }
}
