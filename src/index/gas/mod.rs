//! What a chain with gas adds to an index: what gas costs, how final the chain is, and the transactions that somebody
//! asked about. Nodes of such chains don't tell us their mempools, so that what waits is known by asking alone, and
//! what left by asking again: once is no evidence, as a node may forget what others still hold.

use std::collections::HashMap;

use chains::{
    Claim, NodeId, TxId,
    account::{Finality, Outcome, Signed},
};
use jiff::Timestamp;

use self::market::Market;
use super::{Record, bounded::Bounded};

mod answers;
mod facts;
mod line;
mod market;

pub(super) use answers::{overtaken_by, rivalled_by};
pub use market::Draw;

/// Transactions kept that somebody asked about.
const MOST: usize = 20_000;

/// The gas side of an index.
pub(super) struct Accounts {
    market: Option<Market>,
    finality: Vec<Finality>,
    known: Bounded<TxId, Known>,
    /// Waiting ones by their sender's nonce.
    claims: HashMap<Claim, Vec<TxId>>,
    /// When no node in sync had one that had waited, first.
    missed: Bounded<TxId, Timestamp>,
}

/// A transaction that somebody asked about.
struct Known {
    record: Record,
    signed: Option<Signed>,
    /// A node holds it, as far as we know.
    held: bool,
    /// The node that said so last.
    holder: Option<NodeId>,
    outcome: Option<Outcome>,
}

impl Accounts {
    pub fn new(nodes: usize) -> Self {
        Self {
            market: None,
            finality: vec![Finality::default(); nodes],
            known: Bounded::new(MOST),
            claims: HashMap::new(),
            missed: Bounded::new(MOST),
        }
    }

    pub fn take_finality(&mut self, node: NodeId, finality: Finality) {
        if let Some(known) = self.finality.get_mut(usize::from(node.0)) {
            *known = finality;
        }
    }

    /// What came of one in a block, where that is held.
    pub fn outcome(&self, id: &TxId) -> Option<&Outcome> {
        self.known.get(id)?.outcome.as_ref()
    }

    pub fn signed(&self, id: &TxId) -> Option<&Signed> {
        self.known.get(id)?.signed.as_ref()
    }

    /// What the journal keeps of one that somebody asked about.
    pub fn record(&self, id: &TxId) -> Option<&Record> {
        self.known.get(id).map(|known| &known.record)
    }

    pub fn first_seen(&self, id: &TxId) -> Option<Timestamp> {
        self.known.get(id).map(|known| known.record.first_seen)
    }

    fn is_held(&self, id: &TxId) -> bool {
        self.known.get(id).is_some_and(|known| known.held)
    }

    /// It waits.
    pub fn hold(&mut self, record: Record) {
        let id = record.id;
        for claim in &record.claims {
            let ids = self.claims.entry(*claim).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.keep(Known { held: true, ..Known::new(record) });
    }

    fn keep(&mut self, known: Known) {
        if let Some((id, forgotten)) = self.known.insert(known.record.id, known) {
            for claim in &forgotten.record.claims {
                self.unlist(claim, &id);
            }
        }
    }

    /// It waits no longer.
    fn release(&mut self, id: &TxId) {
        let Some(known) = self.known.get_mut(id) else { return };
        known.held = false;
        for claim in known.record.claims.clone() {
            self.unlist(&claim, id);
        }
    }

    fn unlist(&mut self, claim: &Claim, id: &TxId) {
        if let Some(ids) = self.claims.get_mut(claim) {
            ids.retain(|other| other != id);
            if ids.is_empty() {
                self.claims.remove(claim);
            }
        }
    }
}

impl Known {
    fn new(record: Record) -> Self {
        Self { record, signed: None, held: false, holder: None, outcome: None }
    }
}
