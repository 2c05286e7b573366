//! What became of those that took another's place, followed to the end when asked; and how alike two transactions'
//! payments are. Decides nothing about why anything left.

use std::collections::HashSet;

use chains::{Kind, Payment, TxId};

use super::{Context, Index, Leaving, Record, Why};
use crate::facts::{Placement, Reason, Successor, SuccessorState};

/// Replacements followed before giving up.
const MOST_HOPS: u32 = 100;

impl Index {
    /// A reason with what became of the successor since.
    pub(super) fn reason_now(&self, pays: &[Payment], why: &Why, context: &Context<'_>) -> Reason {
        match why {
            Why::Open => Reason::Open,
            Why::ReplacedBy(by) => Reason::Replaced(self.follow(pays, *by, context)),
            Why::DoubleSpentBy(by) => Reason::DoubleSpent(self.follow(pays, *by, context)),
            Why::AncestorGone(ancestor) => {
                let by = self.past(ancestor, context).and_then(|(record, leaving)| match &leaving.why {
                    Why::ReplacedBy(by) | Why::DoubleSpentBy(by) => Some(self.follow(&record.pays, *by, context)),
                    Why::Open | Why::AncestorGone(_) | Why::Unknown => None,
                    Why::Evicted { .. } | Why::Expired { .. } => None,
                });
                Reason::AncestorGone { ancestor: *ancestor, by }
            }
            Why::Evicted { min_rate } => Reason::Evicted { min_rate: *min_rate },
            Why::Expired { after_hours } => Reason::Expired { after_hours: *after_hours },
            Why::Unknown => Reason::Unknown,
        }
    }

    /// Follows those that took its place to the last one. `pays` is what the first one paid.
    pub(super) fn follow(&self, pays: &[Payment], first: TxId, context: &Context<'_>) -> Successor {
        let (mut id, mut hops, mut seen) = (first, 1, HashSet::new());
        while hops < MOST_HOPS && seen.insert(id) && !self.is_current(&id) {
            match self.past(&id, context).map(|(_, leaving)| &leaving.why) {
                // Two that took each other's place in turn lead nowhere further.
                Some(Why::ReplacedBy(next) | Why::DoubleSpentBy(next)) if !seen.contains(next) => id = *next,
                Some(_) | None => break,
            }
            hops += 1;
        }
        let new = || self.pays(&id).or_else(|| self.past(&id, context).map(|(record, _)| record.pays.clone()));
        let likeness = match self.settings.kind {
            Kind::Evm { .. } => self.compare_calls(pays, &id, context),
            Kind::Bitcoin | Kind::Simulated => new().and_then(|new| compare(pays, &new)),
        };
        Successor {
            id,
            state: self.successor_state(&id, context),
            hops,
            same_recipient: likeness.map(|likeness| likeness.0),
            only_known_outputs: likeness.map(|likeness| likeness.1),
        }
    }

    /// Whom a transaction pays, where that is still known.
    pub(super) fn pays(&self, id: &TxId) -> Option<Vec<Payment>> {
        let pays = self.pool.get(id).map(|waiter| waiter.pays().collect());
        let pays = pays.or_else(|| self.blocks.content(id).map(|tx| tx.pays.clone()));
        let pays = pays.or_else(|| self.departed.get(id).map(|gone| gone.record.pays.clone()));
        pays.or_else(|| self.successors.get(id).cloned()).filter(|pays: &Vec<Payment>| !pays.is_empty())
    }

    /// What is remembered of one that left.
    pub(super) fn past<'a>(&'a self, id: &TxId, context: &Context<'a>) -> Option<(&'a Record, &'a Leaving)> {
        let ours = self.departed.get(id).map(|gone| (&gone.record, &gone.leaving));
        ours.or_else(|| {
            context.past.iter().find(|(record, _)| record.id == *id).map(|(record, leaving)| (record, leaving))
        })
    }

    fn is_current(&self, id: &TxId) -> bool {
        self.blocks.find(id).is_some() || self.pool.find(id).is_some()
    }

    fn successor_state(&self, id: &TxId, context: &Context<'_>) -> SuccessorState {
        if let Some((block, confirmations, _)) = self.mined(id) {
            SuccessorState::InBlock(block, confirmations)
        } else if self.pool.find(id).is_some() {
            SuccessorState::Waiting
        } else if let Some(state) = self.taken_asked(id, context) {
            state
        } else {
            self.successor_asked(id, context)
        }
    }

    /// One that we hold no more, as nodes say that were asked about it, too.
    fn successor_asked(&self, id: &TxId, context: &Context<'_>) -> SuccessorState {
        match self.placement_asked(id, context) {
            Some(Placement::InBlock { block, confirmations, .. }) => SuccessorState::InBlock(block, confirmations),
            Some(Placement::Waiting(_) | Placement::Pooled(_)) => SuccessorState::Waiting,
            Some(Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Left(_)) | None => {
                if self.past(id, context).is_some() {
                    SuccessorState::Gone
                } else {
                    SuccessorState::Unknown
                }
            }
        }
    }
}

/// Whether `new` still pays whom `old` paid, and whether it pays nobody else. The same recipients are paid if every
/// output of the old one has an equal in the new one, but for at most one, taken for the sender's change: its script
/// is paid another amount, or it is gone without anybody new being paid. Where it is gone and somebody new is paid,
/// the sender may have changed either the change address or the recipient, and nothing is said. Nor is anything said
/// of a lone output that was changed, which may be a sweep or a cheated recipient, or where outputs are unknown.
fn compare(old: &[Payment], new: &[Payment]) -> Option<(bool, bool)> {
    if old.is_empty() || new.is_empty() {
        return None;
    }
    let mut rest = new.to_vec();
    let mut changed = Vec::new();
    for payment in old {
        match rest.iter().position(|other| other == payment) {
            Some(place) => drop(rest.swap_remove(place)),
            None => changed.push(payment),
        }
    }
    let only_known = new.iter().all(|payment| old.iter().any(|other| other.to == payment.to));
    let still_paid = |payment: &Payment| rest.iter().any(|other| other.to == payment.to);
    let same = match changed.as_slice() {
        [] => Some(true),
        [lone] if old.len() == 1 => (!still_paid(lone)).then_some(false),
        [one] => (still_paid(one) || rest.is_empty()).then_some(true),
        [..] => Some(false),
    };
    same.map(|same| (same, only_known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &[(u64, u64)], new: &[(u64, u64)], want: Option<(bool, bool)>) {
        let pays = |list: &[(u64, u64)]| list.iter().map(|(to, amount)| Payment { to: *to, amount: *amount }).collect();
        let (old, new): (Vec<Payment>, Vec<Payment>) = (pays(old), pays(new));
        assert_eq!(compare(&old, &new), want, "{old:?} -> {new:?}");
    }

    #[test]
    fn tells_bumps_from_redirections() {
        check(&[(1, 100), (2, 50)], &[(2, 40), (1, 100)], Some((true, true)));
        check(&[(1, 100), (2, 50)], &[(1, 100)], Some((true, true)));
        check(&[(1, 100), (2, 50)], &[(1, 100), (2, 40), (3, 7)], Some((true, false)));
        check(&[(1, 100), (2, 50)], &[(3, 100), (2, 40)], Some((false, false)));
        check(&[(1, 100), (2, 50)], &[(2, 145)], Some((false, true)));
        check(&[(1, 100), (2, 50)], &[(4, 145)], Some((false, false)));
        check(&[(1, 100), (1, 100), (2, 50)], &[(1, 100), (2, 50)], Some((true, true)));
    }

    #[test]
    fn says_nothing_where_it_is_ambiguous() {
        check(&[(1, 100), (2, 50)], &[(1, 100), (3, 40)], None);
        check(&[(1, 100)], &[(1, 90)], None);
        check(&[], &[(1, 90)], None);
        check(&[(1, 90)], &[], None);
        check(&[(1, 100)], &[(2, 90)], Some((false, false)));
    }
}
