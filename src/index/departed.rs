//! Transactions that left the mempools lately, by id and by what they consumed. Holds what is known of each; why it
//! left is decided elsewhere.

use std::collections::{BTreeSet, HashMap};

use chains::{Claim, NodeId, TxId};

use super::{Leaving, Record, Why, bounded::Bounded};

/// Departures kept in memory; the journal has the older ones.
const MOST: usize = 20_000;

/// What left.
pub(super) struct Departed {
    all: Bounded<TxId, Gone>,
    claims: HashMap<Claim, Vec<TxId>>,
    /// Those whose reason is open.
    open: BTreeSet<TxId>,
}

/// A transaction that left.
pub(super) struct Gone {
    pub record: Record,
    pub leaving: Leaving,
    /// The node whose mempool it left last, as far as known.
    pub node: Option<NodeId>,
    pub how: How,
}

/// How we came to know that it left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The node said so at once.
    Told,
    /// It was missing from the node's list; the node ran on meanwhile.
    Missed,
    /// It was missing from the list of a node that had been away, and may have lost its mempool.
    Restarted,
    /// Its block was dropped from the chain.
    Dropped,
}

impl Departed {
    pub fn new() -> Self {
        Self { all: Bounded::new(MOST), claims: HashMap::new(), open: BTreeSet::new() }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn get(&self, id: &TxId) -> Option<&Gone> {
        self.all.get(id)
    }

    pub fn open(&self) -> Vec<TxId> {
        self.open.iter().copied().collect()
    }

    /// Those that consumed this.
    pub fn spenders(&self, claim: &Claim) -> &[TxId] {
        self.claims.get(claim).map_or(&[], Vec::as_slice)
    }

    /// Those that spent one of this one's outputs.
    pub fn children(&self, id: &TxId) -> Vec<TxId> {
        let outputs = self.get(id).map_or(0, |gone| gone.record.pays.len() as u32);
        (0..outputs).flat_map(|vout| self.spenders(&Claim::outpoint(id, vout)).to_vec()).collect()
    }

    pub fn insert(&mut self, gone: Gone) {
        let id = gone.record.id;
        self.remove(&id);
        for claim in &gone.record.claims {
            self.claims.entry(*claim).or_default().push(id);
        }
        if gone.leaving.why == Why::Open {
            self.open.insert(id);
        }
        if let Some((id, forgotten)) = self.all.insert(id, gone) {
            self.unlist(&id, &forgotten);
        }
    }

    pub fn remove(&mut self, id: &TxId) -> Option<Gone> {
        let gone = self.all.remove(id)?;
        self.unlist(id, &gone);
        Some(gone)
    }

    /// Notes why it left; answers with it.
    pub fn close(&mut self, id: &TxId, why: Why, certain: bool) -> Option<&Gone> {
        self.open.remove(id);
        let gone = self.all.get_mut(id)?;
        gone.leaving.why = why;
        gone.leaving.certain = certain;
        Some(gone)
    }

    fn unlist(&mut self, id: &TxId, gone: &Gone) {
        self.open.remove(id);
        for claim in &gone.record.claims {
            if let Some(spenders) = self.claims.get_mut(claim) {
                spenders.retain(|other| other != id);
                if spenders.is_empty() {
                    self.claims.remove(claim);
                }
            }
        }
    }
}
