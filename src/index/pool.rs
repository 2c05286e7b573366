//! The waiting transactions, by id and by what they consume, with the rates they would be mined at. The graph is not
//! stored: a parent is a claim's source that waits, a child is who claims an own output. Knows no nodes and no blocks.

use std::{
    collections::{HashSet, VecDeque},
    hash::{BuildHasher, RandomState},
};

use chains::{Claim, TxId};
use hashbrown::HashTable;

use super::{
    cluster::{self, EXACT, Member},
    queue::Depths,
    waiter::Waiter,
};

/// A waiting transaction's place in the slab.
pub(super) type Slot = u32;

/// Slots per allocation: the slab grows by pieces, as doubling one array would leave up to half of it empty.
const PIECE: usize = 4096;
/// Relatives looked at for figures about one transaction; far above any node's own limits.
const MOST_RELATIVES: usize = 2_000;

/// What waits.
pub(super) struct Pool {
    slab: Vec<Vec<Waiter>>,
    free: Vec<Slot>,
    /// Ids are chosen by strangers, so the hash is keyed.
    hasher: RandomState,
    ids: HashTable<Slot>,
    claims: HashTable<ClaimPlace>,
    depths: Depths,
}

/// Who consumes a claim: a slot and the claim's number in it, in six bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ClaimPlace {
    slot: [u16; 2],
    number: u16,
}

impl Pool {
    pub fn new() -> Self {
        Self {
            slab: Vec::new(),
            free: Vec::new(),
            hasher: RandomState::new(),
            ids: HashTable::new(),
            claims: HashTable::new(),
            depths: Depths::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn depths(&self) -> &Depths {
        &self.depths
    }

    pub fn find(&self, id: &TxId) -> Option<Slot> {
        self.ids.find(self.hasher.hash_one(id), |slot| self.at(*slot).id == *id).copied()
    }

    pub fn get(&self, id: &TxId) -> Option<&Waiter> {
        self.find(id).map(|slot| self.at(slot))
    }

    pub fn at(&self, slot: Slot) -> &Waiter {
        &self.slab[slot as usize / PIECE][slot as usize % PIECE]
    }

    pub fn at_mut(&mut self, slot: Slot) -> &mut Waiter {
        &mut self.slab[slot as usize / PIECE][slot as usize % PIECE]
    }

    pub fn slots(&self) -> impl Iterator<Item = Slot> + '_ {
        self.ids.iter().copied()
    }

    /// Whether a slot from earlier still holds this transaction.
    pub fn holds(&self, slot: Slot, id: &TxId) -> bool {
        self.find(id) == Some(slot)
    }

    /// Whether a slot is in use.
    pub fn is_live(&self, slot: Slot) -> bool {
        self.holds(slot, &self.at(slot).id)
    }

    /// Takes one in at its own rate; [`Pool::refresh`] is to follow. Its id must not wait already.
    pub fn insert(&mut self, waiter: Waiter) -> Slot {
        self.depths.add(waiter.rate, waiter.vsize);
        let slot = self.place(waiter);
        let waiter = &self.slab[slot as usize / PIECE][slot as usize % PIECE];
        let (slab, hasher) = (&self.slab, &self.hasher);
        self.ids.insert_unique(hasher.hash_one(waiter.id), slot, |other| hasher.hash_one(at(slab, *other).id));
        for (number, claim) in waiter.claims().enumerate().take(usize::from(u16::MAX)) {
            let place = ClaimPlace::new(slot, number as u16);
            self.claims.insert_unique(hasher.hash_one(claim), place, |other| {
                hasher.hash_one(other.claim(slab).unwrap_or(claim))
            });
        }
        slot
    }

    /// Takes one out; [`Pool::refresh`] of its former relatives is to follow.
    pub fn remove(&mut self, slot: Slot) -> Waiter {
        let id = self.at(slot).id;
        if let Ok(entry) = self.ids.find_entry(self.hasher.hash_one(id), |other| *other == slot) {
            entry.remove();
        }
        let claims: Vec<Claim> = self.at(slot).claims().take(usize::from(u16::MAX)).collect();
        for (number, claim) in claims.iter().enumerate() {
            let place = ClaimPlace::new(slot, number as u16);
            if let Ok(entry) = self.claims.find_entry(self.hasher.hash_one(claim), |other| *other == place) {
                entry.remove();
            }
        }
        self.free.push(slot);
        let waiter = std::mem::replace(self.at_mut(slot), Waiter::blank());
        self.depths.remove(waiter.rate, waiter.vsize);
        waiter
    }

    /// Those waiting that consume this; several where nodes hold rivals.
    pub fn spenders(&self, claim: &Claim) -> impl Iterator<Item = Slot> + '_ {
        let claim = *claim;
        self.claims
            .iter_hash(self.hasher.hash_one(claim))
            .filter(move |place| place.claim(&self.slab) == Some(claim))
            .map(|place| place.slot())
    }

    /// Another waiting transaction that consumes what one of these claims stands for.
    pub fn rival(&self, id: &TxId, claims: impl Iterator<Item = Claim>) -> Option<TxId> {
        claims
            .flat_map(|claim| self.spenders(&claim).collect::<Vec<_>>())
            .map(|slot| self.at(slot).id)
            .find(|other| other != id)
    }

    /// Waiting transactions whose outputs this one spends, each once.
    pub fn parents(&self, slot: Slot) -> Vec<Slot> {
        self.sources(self.at(slot).claims())
    }

    /// Waiting transactions among the sources of these claims, each once.
    pub fn sources(&self, claims: impl Iterator<Item = Claim>) -> Vec<Slot> {
        let mut parents = Vec::new();
        for claim in claims {
            // The vout must exist too: on another kind of chain a claim's bytes may resemble an id only by accident.
            let parent = self.find(&claim.source()).filter(|parent| claim.vout() < self.at(*parent).outputs());
            parents.extend(parent.filter(|parent| !parents.contains(parent)));
        }
        parents
    }

    /// Waiting transactions that spend this one's outputs, each once.
    pub fn children(&self, slot: Slot) -> Vec<Slot> {
        let waiter = self.at(slot);
        let mut children = Vec::new();
        for vout in 0..waiter.outputs() {
            let spenders = self.spenders(&Claim::outpoint(&waiter.id, vout));
            let new: Vec<Slot> = spenders.filter(|child| !children.contains(child)).collect();
            children.extend(new);
        }
        children
    }

    /// Parents and children.
    pub fn relatives(&self, slot: Slot) -> Vec<Slot> {
        let mut relatives = self.parents(slot);
        relatives.extend(self.children(slot));
        relatives
    }

    /// All that must be mined before it, nearest first.
    pub fn ancestors(&self, slot: Slot) -> Vec<Slot> {
        self.reach(slot, MOST_RELATIVES, |slot| self.parents(slot)).split_off(1)
    }

    /// All that can't be mined without it, nearest first.
    pub fn descendants(&self, slot: Slot) -> Vec<Slot> {
        self.reach(slot, MOST_RELATIVES, |slot| self.children(slot)).split_off(1)
    }

    /// Works out anew at which rate these and all connected with them are mined; answers with those looked at. A
    /// cluster beyond [`EXACT`] is not walked through: only those given get a rate, by [`Pool::approximate`].
    pub fn refresh(&mut self, starts: &[Slot]) -> Vec<Slot> {
        let mut seen = HashSet::new();
        let mut order = Vec::new();
        for start in starts {
            if seen.contains(start) {
                continue;
            }
            let cluster = self.reach(*start, EXACT + 1, |slot| self.relatives(slot));
            let looked_at = if cluster.len() > EXACT { self.approximate(*start) } else { self.linearise(cluster) };
            order.extend(looked_at.into_iter().filter(|slot| seen.insert(*slot)));
        }
        order
    }

    /// Puts a rate that a node told in place of ours.
    pub fn set_rate(&mut self, slot: Slot, rate: f64) {
        let (was, vsize) = (self.at(slot).rate, self.at(slot).vsize);
        if was != rate {
            self.depths.remove(was, vsize);
            self.depths.add(rate, vsize);
            self.at_mut(slot).rate = rate;
        }
    }

    /// The rates at which the ancestors of `slot` would be mined if it and what depends on it weren't there.
    pub fn ancestors_alone(&self, slot: Slot) -> Vec<(Slot, f64)> {
        let ancestors = self.ancestors(slot);
        let without: HashSet<Slot> = self.descendants(slot).into_iter().chain([slot]).collect();
        let mut alone: Vec<(Slot, f64)> = Vec::with_capacity(ancestors.len());
        for ancestor in &ancestors {
            if alone.iter().any(|(known, _)| known == ancestor) {
                continue;
            }
            // Without it the cluster may fall apart; each part is put in order by itself.
            let mut part = self.reach(*ancestor, EXACT + 1, |slot| self.outside(slot, &without));
            if part.len() > EXACT {
                alone.push((*ancestor, self.at(*ancestor).own_rate().min(self.at(*ancestor).rate)));
                continue;
            }
            self.sort(&mut part);
            let rates = cluster::rates(&self.members(&part));
            alone.extend(part.into_iter().zip(rates).filter(|(slot, _)| ancestors.contains(slot)));
        }
        alone
    }

    fn outside(&self, slot: Slot, without: &HashSet<Slot>) -> Vec<Slot> {
        self.relatives(slot).into_iter().filter(|slot| !without.contains(slot)).collect()
    }

    fn linearise(&mut self, mut cluster: Vec<Slot>) -> Vec<Slot> {
        self.sort(&mut cluster);
        let rates = match cluster.as_slice() {
            [alone] => vec![self.at(*alone).own_rate()],
            _ => cluster::rates(&self.members(&cluster)),
        };
        cluster.iter().zip(rates).for_each(|(slot, rate)| self.set_rate(*slot, rate));
        cluster
    }

    /// Between packages that pay alike the lower id goes first, so that a rate doesn't hang on the order of arrival.
    fn sort(&self, cluster: &mut [Slot]) {
        cluster.sort_unstable_by_key(|slot| self.at(*slot).id);
    }

    fn members(&self, cluster: &[Slot]) -> Vec<Member> {
        let member = |slot: &Slot| {
            let parents = self.parents(*slot);
            let bit = |place: usize| if parents.contains(&cluster[place]) { 1u128 << place } else { 0 };
            let waiter = self.at(*slot);
            Member { fee: waiter.fee, vsize: waiter.vsize, parents: (0..cluster.len()).map(bit).fold(0, |a, b| a | b) }
        };
        cluster.iter().map(member).collect()
    }

    /// For a cluster too large to put in order at each change: it pays no more than it and its nearest ancestors pay
    /// together, and lifts those of them that pay less. Siblings that share a parent are not weighed against each other.
    fn approximate(&mut self, slot: Slot) -> Vec<Slot> {
        let package = self.reach(slot, EXACT, |slot| self.parents(slot));
        let fee: u64 = package.iter().map(|slot| self.at(*slot).fee).sum();
        let vsize: u64 = package.iter().map(|slot| u64::from(self.at(*slot).vsize)).sum();
        let together = fee as f64 / vsize.max(1) as f64;
        self.set_rate(slot, self.at(slot).own_rate().min(together));
        for ancestor in &package[1..] {
            self.set_rate(*ancestor, self.at(*ancestor).rate.max(together));
        }
        package
    }

    /// `start` and what `next` leads to from it, nearest first, at most `most`.
    fn reach(&self, start: Slot, most: usize, next: impl Fn(Slot) -> Vec<Slot>) -> Vec<Slot> {
        let (mut seen, mut todo) = (vec![start], VecDeque::from([start]));
        let mut known = HashSet::from([start]);
        while let Some(slot) = todo.pop_front() {
            for found in next(slot) {
                if seen.len() >= most {
                    return seen;
                }
                if known.insert(found) {
                    seen.push(found);
                    todo.push_back(found);
                }
            }
        }
        seen
    }

    fn place(&mut self, waiter: Waiter) -> Slot {
        if let Some(slot) = self.free.pop() {
            *self.at_mut(slot) = waiter;
            return slot;
        }
        if self.slab.last().is_none_or(|piece| piece.len() == PIECE) {
            self.slab.push(Vec::with_capacity(PIECE));
        }
        let before = (self.slab.len() - 1) * PIECE;
        let Some(piece) = self.slab.last_mut() else { return 0 };
        piece.push(waiter);
        (before + piece.len() - 1) as Slot
    }
}

impl ClaimPlace {
    fn new(slot: Slot, number: u16) -> Self {
        Self { slot: [(slot >> 16) as u16, slot as u16], number }
    }

    fn slot(self) -> Slot {
        Slot::from(self.slot[0]) << 16 | Slot::from(self.slot[1])
    }

    fn claim(self, slab: &[Vec<Waiter>]) -> Option<Claim> {
        at(slab, self.slot()).claim(usize::from(self.number))
    }
}

fn at(slab: &[Vec<Waiter>], slot: Slot) -> &Waiter {
    &slab[slot as usize / PIECE][slot as usize % PIECE]
}
