//! Which waiting transactions the next block takes: best-paying packages first, a transaction together with the
//! unconfirmed parents that it needs, as Bitcoin's miners choose. Knows no nodes.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::TxId;

/// A waiting transaction as the choice sees it.
pub struct Candidate {
    /// Fee in sat.
    pub fee: u64,
    /// Size in vB.
    pub vsize: u32,
    /// Waiting transactions that it spends from.
    pub parents: Vec<TxId>,
}

/// Candidates for a block of `capacity` vB, parents before children.
pub fn choose(candidates: &BTreeMap<TxId, Candidate>, capacity: u64) -> Vec<TxId> {
    let mut children: BTreeMap<TxId, Vec<TxId>> = BTreeMap::new();
    for (id, candidate) in candidates {
        candidate.parents.iter().for_each(|parent| children.entry(*parent).or_default().push(*id));
    }
    let mut choice = Choice { candidates, chosen: BTreeSet::new(), order: Vec::new() };
    let mut queue: BinaryHeap<Offer> = candidates.keys().map(|id| choice.offer(*id)).collect();
    let mut room = capacity;
    while let Some(offer) = queue.pop() {
        if choice.chosen.contains(&offer.id) {
            continue;
        }
        // What was offered together with parents that were chosen since is worth something else now.
        let now = choice.offer(offer.id);
        if now.vsize != offer.vsize {
            queue.push(now);
        } else if now.vsize <= room {
            room -= now.vsize;
            for id in choice.take(offer.id) {
                queue.extend(descendants(&children, id).into_iter().map(|child| choice.offer(child)));
            }
        }
    }
    choice.order
}

/// Everything that depends on it, nearest first, without itself.
pub fn descendants(children: &BTreeMap<TxId, Vec<TxId>>, id: TxId) -> Vec<TxId> {
    let mut found: Vec<TxId> = Vec::new();
    let mut open = vec![id];
    while let Some(parent) = open.pop() {
        for child in children.get(&parent).into_iter().flatten() {
            if !found.contains(child) {
                found.push(*child);
                open.push(*child);
            }
        }
    }
    found
}

struct Choice<'a> {
    candidates: &'a BTreeMap<TxId, Candidate>,
    chosen: BTreeSet<TxId>,
    order: Vec<TxId>,
}

impl Choice<'_> {
    /// The transaction together with those that must come before it.
    fn offer(&self, id: TxId) -> Offer {
        let package = self.package(id);
        let sum = |of: fn(&Candidate) -> u64| package.iter().filter_map(|id| self.candidates.get(id)).map(of).sum();
        Offer { id, fee: sum(|candidate| candidate.fee), vsize: sum(|candidate| u64::from(candidate.vsize)) }
    }

    fn take(&mut self, id: TxId) -> Vec<TxId> {
        let package = self.package(id);
        self.chosen.extend(&package);
        self.order.extend(&package);
        package
    }

    /// Ancestors that aren't chosen yet, farthest first, then itself.
    fn package(&self, id: TxId) -> Vec<TxId> {
        let mut package = Vec::new();
        self.visit(id, &mut package);
        package
    }

    fn visit(&self, id: TxId, package: &mut Vec<TxId>) {
        let Some(candidate) = self.candidates.get(&id) else { return };
        if self.chosen.contains(&id) || package.contains(&id) {
            return;
        }
        candidate.parents.iter().for_each(|parent| self.visit(*parent, package));
        package.push(id);
    }
}

/// Ordered by rate; ids break ties, so that the same pool gives the same block.
struct Offer {
    id: TxId,
    fee: u64,
    vsize: u64,
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (ours, theirs) =
            (u128::from(self.fee) * u128::from(other.vsize), u128::from(other.fee) * u128::from(self.vsize));
        ours.cmp(&theirs).then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Offer {}
