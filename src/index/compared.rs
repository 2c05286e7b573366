//! Comparisons that facts carry on a chain whose transactions consume outpoints: one that waits with a rival that other
//! nodes hold, and what it pays with what somebody expects of it. Decides nothing.

use chains::{Found, Kind, Payment, TxId};

use super::{Context, Index, pool::Slot};
use crate::facts::{ExpectedOutput, Paid, Rival};

impl Index {
    /// Another that waits with other nodes and consumes the same: only one of the two can be mined.
    pub(super) fn rival(&self, slot: Slot) -> Option<Rival> {
        let waiter = self.pool.at(slot);
        let id = self.pool.rival(&waiter.id, waiter.claims())?;
        let other = self.pool.get(&id)?;
        let held = other.holders & !self.down() != 0;
        let same = other.pays().eq(waiter.pays());
        held.then_some(Rival { id, offers_more: other.rate > waiter.rate, same })
    }

    /// Whether it pays what somebody expects; `None` where nobody does, or its payments aren't known.
    pub(super) fn paid(&self, id: &TxId, context: &Context<'_>) -> Option<Paid> {
        let expected = context.output?;
        if matches!(self.settings.kind, Kind::Evm { .. }) {
            return None;
        }
        let asked = context.asked.iter().filter_map(|said| said.event.asked()).filter(|asked| asked.id == *id);
        let told = asked.filter_map(|asked| match &asked.answer {
            Found::Waiting(pending) => Some(pending.pays.clone()),
            Found::Pooled | Found::InBlock { .. } | Found::Orphan { .. } | Found::IsBlock(_) => None,
            Found::Absent | Found::Failed(_) => None,
        });
        let pays = self.pays(id).or_else(|| told.into_iter().next()).filter(|pays| !pays.is_empty())?;
        Some(compare(&pays, &expected))
    }
}

/// A payment may be in several parts. Where nobody says to whom, one part of it all may be the sender's change.
fn compare(pays: &[Payment], expected: &ExpectedOutput) -> Paid {
    let to_them = |payment: &&Payment| expected.to.is_none_or(|to| to == payment.to);
    let amounts = || pays.iter().filter(to_them).map(|payment| payment.amount);
    let sum = amounts().fold(0, u64::saturating_add);
    let but_change = |amount: u64| expected.to.is_none() && amounts().any(|change| sum - change == amount);
    let has = |amount: u64| amount == sum || amounts().any(|one| one == amount) || but_change(amount);
    let amount = expected.amount.map(has);
    let recipient = expected.to.map(|to| pays.iter().any(|payment| payment.to == to));
    let recipient = if expected.other_network { Some(false) } else { recipient };
    let differs = recipient == Some(true) && amount == Some(false);
    let sums = expected.amount.filter(|_| differs).map(|expected| (expected, sum));
    Paid { recipient, amount, sums, other_network: expected.other_network }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amount_counts_where_it_goes_to_the_recipient() {
        let pays = [Payment { to: 1, amount: 50 }, Payment { to: 2, amount: 70 }];
        let said = |to, amount| {
            let paid = compare(&pays, &ExpectedOutput { to, amount, other_network: false });
            (paid.recipient, paid.amount)
        };
        assert_eq!(
            compare(&pays, &ExpectedOutput { to: Some(1), amount: Some(70), other_network: false }).sums,
            Some((70, 50))
        );
        assert_eq!(said(Some(1), Some(50)), (Some(true), Some(true)));
        assert_eq!(said(Some(1), Some(70)), (Some(true), Some(false)));
        assert_eq!(said(Some(3), None), (Some(false), None));
        assert_eq!(said(None, Some(70)), (None, Some(true)));
    }

    #[test]
    fn a_payment_in_parts_is_one() {
        let pays = [Payment { to: 1, amount: 50 }, Payment { to: 1, amount: 20 }, Payment { to: 2, amount: 7 }];
        let has =
            |to, amount| compare(&pays, &ExpectedOutput { to, amount: Some(amount), other_network: false }).amount;
        assert_eq!([has(Some(1), 70), has(Some(1), 20), has(Some(1), 77)], [Some(true), Some(true), Some(false)]);
        // All of it, or all but what may have come back to the sender.
        assert_eq!([has(None, 77), has(None, 70), has(None, 71)], [Some(true), Some(true), Some(false)]);
    }
}
