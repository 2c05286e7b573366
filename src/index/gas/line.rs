//! A sender's line of transactions as the nodes tell it together, seen from one nonce in it. Pure: no index.

use chains::{
    TxId,
    account::{Line, Signed},
};

use crate::facts::gas::{Account, MOST_NAMED, Shown, U256, most_cost};

/// The line as the nodes tell it together: the one that is furthest decides, and what any of them shows waits.
pub(super) fn account(lines: &[&Line], id: &TxId, nonce: u64, own: Option<&Signed>) -> Option<Account> {
    let furthest = lines.iter().max_by_key(|line| line.next)?;
    let next = furthest.next;
    let mut waiting: Vec<&Signed> = lines.iter().flat_map(|line| &line.waiting).collect();
    waiting.sort_by_key(|tx| (tx.nonce, std::cmp::Reverse(tx.max_fee), tx.id));
    waiting.dedup_by_key(|tx| tx.id);
    let rival = waiting.iter().find(|tx| tx.nonce == nonce && tx.id != *id).map(|tx| (*tx).clone());
    let mut earlier: Vec<Signed> =
        waiting.into_iter().filter(|tx| (next..nonce).contains(&tx.nonce)).cloned().collect();
    earlier.dedup_by_key(|tx| tx.nonce);
    // Many nodes count mined ones alone: only a count beyond those shows that this one counts what waits.
    let free = lines.iter().filter_map(|line| line.free.filter(|free| *free > line.next)).max();
    let shown = match (lines.iter().any(|line| line.whole), free) {
        (true, _) => Shown::Whole,
        (false, Some(_)) => Shown::FirstGap,
        (false, None) => Shown::Nothing,
    };
    let (missing, missing_count) = missing(next, nonce, &earlier, shown, free);
    let l1_fee = lines.iter().filter_map(|line| line.l1_fee).max().unwrap_or_default();
    let needed = earlier.iter().chain(own).map(most_cost).fold(l1_fee, |sum, cost| cost.saturating_add(sum));
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
        own_needed: own.map_or(U256::ZERO, |own| most_cost(own).saturating_add(l1_fee)),
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
