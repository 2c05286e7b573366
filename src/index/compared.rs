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

fn compare(pays: &[Payment], expected: &ExpectedOutput) -> Paid {
    let to_them = |payment: &&Payment| expected.to.is_none_or(|to| to == payment.to);
    Paid {
        recipient: expected.to.map(|to| pays.iter().any(|payment| payment.to == to)),
        amount: expected.amount.map(|amount| pays.iter().filter(to_them).any(|payment| payment.amount == amount)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amount_counts_where_it_goes_to_the_recipient() {
        let pays = [Payment { to: 1, amount: 50 }, Payment { to: 2, amount: 70 }];
        let said = |to, amount| {
            let paid = compare(&pays, &ExpectedOutput { to, amount });
            (paid.recipient, paid.amount)
        };
        assert_eq!(said(Some(1), Some(50)), (Some(true), Some(true)));
        assert_eq!(said(Some(1), Some(70)), (Some(true), Some(false)));
        assert_eq!(said(Some(3), None), (Some(false), None));
        assert_eq!(said(None, Some(70)), (None, Some(true)));
    }
}
