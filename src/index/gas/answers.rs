//! What nodes of a chain with gas answer outlives the question: it is kept here, and what follows from it is told to the
//! journal. The answers of several nodes to one question are judged together: what one of them holds isn't gone because
//! another lacks it, and a nonce that a block has used outweighs any pool.

use chains::{
    Asked, BlockTx, Claim, ClaimState, Details, Event, Found, Kind, NodeId, Observation, TxId, account::Signed,
};
use jiff::{SignedDuration, Timestamp};

use super::Known;
use crate::index::{Changes, Context, Entry, Index, Record, Why, departed::How};

/// Between the first look in which every node in sync missed a transaction and the one that calls it gone: pools differ,
/// also among the machines behind one address, and some blocks must have passed.
const GONE_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The same where the node that held it last can't be asked.
const GONE_UNHEARD_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// Rates of gas are in gwei.
const GWEI: f64 = 1e9;

/// What the nodes' answers to one question come to, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is in a block.
    Mined,
    /// A block holds another with its nonce.
    Overtaken,
    /// It waits.
    Pooled,
    /// None that could say anything has it.
    Absent,
}

impl Index {
    /// Takes what several nodes answered to one question.
    pub fn apply_look(&mut self, mut look: Vec<Observation>) -> Changes {
        self.drop_foreign_claims(&mut look);
        let standing = self.standing(&look);
        let missed = self.missed_by_all(&look);
        let mut changes = Changes::default();
        for observation in look {
            let outweighed = match observation.event.asked().map(|asked| &asked.answer) {
                Some(Found::Absent) => matches!(standing, Standing::Mined | Standing::Pooled),
                Some(Found::Pooled) => matches!(standing, Standing::Mined | Standing::Overtaken),
                Some(Found::InBlock { .. } | Found::Waiting(_) | Found::Orphan { .. }) => false,
                Some(Found::IsBlock(_) | Found::Failed(_)) | None => false,
            };
            if outweighed && matches!(self.settings.kind, Kind::Evm { .. }) {
                self.hear(observation.node, &observation.event, observation.at);
                continue;
            }
            changes.append(self.apply(observation));
        }
        if let Some((id, at)) = missed {
            self.take_missed(id, at, &mut changes);
        }
        changes
    }

    /// The transaction that every node in sync was asked for and lacks.
    fn missed_by_all(&self, look: &[Observation]) -> Option<(TxId, Timestamp)> {
        let lacks = |said: &Observation| Some(said.event.asked()?.answer == Found::Absent);
        let lacked_by = |node: usize| look.iter().any(|s| usize::from(s.node.0) == node && lacks(s) == Some(true));
        let mut synced = (0..self.nodes.len()).filter(|node| self.nodes[*node].is_synced()).peekable();
        synced.peek()?;
        let last = look.iter().rev().find_map(|said| Some((said.event.asked()?.id, said.at)));
        last.filter(|_| synced.all(lacked_by))
    }

    /// All nodes in sync lack it: it is gone once they still do some time later.
    fn take_missed(&mut self, id: TxId, at: Timestamp, changes: &mut Changes) {
        let Some(gone) = self.departed.get(&id).filter(|gone| gone.leaving.why == Why::Open) else { return };
        let unheard = gone.node.is_some_and(|holder| !self.node(holder).is_synced());
        let after = if unheard { GONE_UNHEARD_AFTER } else { GONE_AFTER };
        match self.gas.missed.get(&id) {
            Some(first) if at.duration_since(*first) >= after => self.close_gone(id, Why::Unknown, false, changes),
            Some(_) => {}
            None => {
                self.gas.missed.insert(id, at);
            }
        }
    }

    /// Drops what was asked on the word of somebody who may be mistaken, or lie: it may shape the answer to that one
    /// question, and nothing that outlives it.
    fn drop_foreign_claims(&self, look: &mut [Observation]) {
        let Some(id) = look.iter().find_map(|said| Some(said.event.asked()?.id)) else { return };
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            return;
        }
        let own = self.own_claims(&id, &Context { asked: look, ..Context::default() });
        for observation in look {
            if let Event::Asked(asked) = &mut observation.event {
                asked.claims.retain(|(claim, _)| own.contains(claim));
            }
        }
    }

    /// What it consumes, as its own signature told a node of ours, on a chain with gas.
    pub(in crate::index) fn own_claims(&self, id: &TxId, context: &Context<'_>) -> Vec<Claim> {
        let asked = context.asked.iter().filter_map(|said| said.event.asked()).filter(|asked| asked.id == *id);
        let mut signed = asked.filter_map(|asked| asked.details.as_deref()?.signed.as_ref());
        if let Some(signed) = signed.next().or(self.gas.signed(id)) {
            return vec![Claim::nonce(&signed.sender, signed.nonce)];
        }
        let past = || context.past.iter().map(|(record, _)| record).find(|record| record.id == *id);
        let records = [self.gas.record(id), self.departed.get(id).map(|gone| &gone.record), past()];
        records
            .into_iter()
            .flatten()
            .find(|record| !record.claims.is_empty())
            .map_or_else(Vec::new, |r| r.claims.clone())
    }

    fn standing(&self, look: &[Observation]) -> Standing {
        let synced = look.iter().filter(|said| self.nodes.get(usize::from(said.node.0)).is_some_and(|n| n.is_synced()));
        let standings = synced.filter_map(|said| {
            let asked = said.event.asked()?;
            let overtaken = asked.claims.iter().any(|(_, state)| overtaken_by(&asked.id, state).is_some());
            match &asked.answer {
                Found::InBlock { .. } => Some(Standing::Mined),
                Found::Pooled | Found::Absent if overtaken => Some(Standing::Overtaken),
                Found::Pooled => Some(Standing::Pooled),
                Found::Absent => Some(Standing::Absent),
                Found::Waiting(_) | Found::Orphan { .. } | Found::IsBlock(_) | Found::Failed(_) => None,
            }
        });
        standings.min().unwrap_or(Standing::Absent)
    }

    /// An answer of a node of a chain with gas: what it says outlives the question.
    pub(in crate::index) fn take_answer(&mut self, node: NodeId, asked: &Asked, at: Timestamp, changes: &mut Changes) {
        let details = asked.details.as_deref();
        match &asked.answer {
            Found::Pooled => {
                if let Some((details, signed)) = details.and_then(|details| Some((details, details.signed.as_ref()?))) {
                    self.take_pooled(node, signed, details.heard.unwrap_or(at), changes);
                }
            }
            Found::InBlock { .. } => self.take_outcome(&asked.id, details, at),
            Found::Absent => self.take_absence(node, asked, at, changes),
            Found::Waiting(_) | Found::Orphan { .. } | Found::IsBlock(_) | Found::Failed(_) => {}
        }
    }

    fn take_pooled(&mut self, node: NodeId, signed: &Signed, at: Timestamp, changes: &mut Changes) {
        let back = self.departed.remove(&signed.id).map(|gone| gone.record);
        let id = signed.id;
        self.gas.missed.remove(&id);
        if !self.gas.is_held(&id) || back.is_some() {
            let known = self.gas.known.remove(&id).map(|known| known.record);
            let record = known.or(back).unwrap_or_else(|| record(signed, at));
            changes.journal.push(Entry::Waiting(Box::new(record.clone())));
            self.gas.hold(record);
        }
        if let Some(known) = self.gas.known.get_mut(&id) {
            known.signed = Some(signed.clone());
            known.holder = Some(node);
        }
    }

    fn take_outcome(&mut self, id: &TxId, details: Option<&Details>, at: Timestamp) {
        self.gas.missed.remove(id);
        let Some(details) = details else { return };
        self.gas.release(id);
        if let (None, Some(signed)) = (self.gas.known.get(id), &details.signed) {
            self.gas.keep(Known::new(record(signed, details.heard.unwrap_or(at))));
        }
        if let Some(known) = self.gas.known.get_mut(id) {
            known.signed = details.signed.clone().or_else(|| known.signed.take());
            known.outcome = details.outcome.clone().or_else(|| known.outcome.take());
        }
    }

    /// A node that knows the present doesn't have it. A block that has its nonce settles the matter, and another that
    /// waits with its nonce explains it; otherwise it is gone only once all still miss it some time later.
    fn take_absence(&mut self, node: NodeId, asked: &Asked, at: Timestamp, changes: &mut Changes) {
        if !self.node(node).is_synced() || self.blocks.find(&asked.id).is_some() {
            return;
        }
        self.take_heard(node, asked, changes);
        if let Some(known) = self.gas.known.get(&asked.id).filter(|known| known.held) {
            let (record, holder) = (known.record.clone(), known.holder);
            self.gas.release(&asked.id);
            self.remember(record, holder.or(Some(node)), How::Missed, at);
            self.tell_left(&asked.id, changes);
        }
        let overtaken = asked.claims.iter().find_map(|(_, state)| overtaken_by(&asked.id, state));
        let rival = asked.claims.iter().find_map(|(_, state)| rivalled_by(&asked.id, state));
        match (overtaken, rival) {
            (Some(by), _) => self.close_gone(asked.id, Why::ReplacedBy(by), true, changes),
            // Pools differ: until one of the two is in a block, the old one can still be mined.
            (None, Some(by)) => self.close_gone(asked.id, Why::ReplacedBy(by), false, changes),
            (None, None) => {}
        }
    }

    /// One that the node announced was here, though nobody asked about it.
    fn take_heard(&mut self, node: NodeId, asked: &Asked, changes: &mut Changes) {
        let Some((details, heard)) = asked.details.as_deref().and_then(|details| Some((details, details.heard?)))
        else {
            return;
        };
        if self.gas.known.get(&asked.id).is_some() || self.departed.get(&asked.id).is_some() {
            return;
        }
        let signed = details.signed.clone();
        let record = signed.as_ref().map_or_else(|| bare_record(asked.id, heard), |signed| record(signed, heard));
        changes.journal.push(Entry::Waiting(Box::new(record.clone())));
        self.gas.hold(record);
        if let Some(known) = self.gas.known.get_mut(&asked.id) {
            known.signed = signed;
            known.holder = Some(node);
        }
    }

    fn close_gone(&mut self, id: TxId, why: Why, certain: bool, changes: &mut Changes) {
        let known = self.departed.get(&id).map(|gone| &gone.leaving);
        let told = known.is_some_and(|leaving| leaving.certain && !certain || leaving.why == why);
        let firmer = known.is_some_and(|leaving| certain && !leaving.certain);
        if !told || firmer {
            self.close(id, why, Some(certain), changes);
        }
    }

    /// A block of the best chain holds this one: it waits no longer, and nothing else with its nonce can be mined.
    pub(in crate::index) fn take_mined(&mut self, tx: &BlockTx, at: Timestamp, changes: &mut Changes) {
        self.gas.missed.remove(&tx.id);
        if self.gas.is_held(&tx.id) {
            self.gas.release(&tx.id);
            changes.touched.push(tx.id);
            changes.journal.push(Entry::Included(tx.id));
        }
        for claim in &tx.claims {
            for rival in self.gas.claims.get(claim).cloned().unwrap_or_default() {
                let record = self.gas.known.get(&rival).map(|known| known.record.clone());
                let Some(record) = record.filter(|_| rival != tx.id) else { continue };
                self.gas.release(&rival);
                self.remember(record, None, How::Told, at);
                self.close(rival, Why::ReplacedBy(tx.id), Some(true), changes);
            }
        }
    }

    /// What is kept of one that somebody asked about, on a chain with gas: a look-up that misses it asks who consumed
    /// what it would have consumed.
    pub fn asked_before(&self, id: &TxId) -> Option<&Record> {
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            return None;
        }
        self.gas.record(id).or_else(|| self.departed.get(id).map(|gone| &gone.record))
    }
}

/// The transaction of a block that has taken what this one consumes.
pub(in crate::index) fn overtaken_by(id: &TxId, state: &ClaimState) -> Option<TxId> {
    match state {
        ClaimState::SpentInBlock(by, _) => Some(*by).filter(|by| by != id),
        ClaimState::SpentByWaiting(_) | ClaimState::Free | ClaimState::Gone => None,
    }
}

/// One that waits and consumes the same.
pub(in crate::index) fn rivalled_by(id: &TxId, state: &ClaimState) -> Option<TxId> {
    match state {
        ClaimState::SpentByWaiting(by) => Some(*by).filter(|by| by != id),
        ClaimState::SpentInBlock(..) | ClaimState::Free | ClaimState::Gone => None,
    }
}

/// What the journal keeps of one that waits.
fn record(signed: &Signed, at: Timestamp) -> Record {
    Record {
        effective_rate: signed.max_fee as f64 / GWEI,
        claims: vec![Claim::nonce(&signed.sender, signed.nonce)],
        pays: vec![signed.payment()],
        ..bare_record(signed.id, at)
    }
}

/// The same of one whose id alone is known.
fn bare_record(id: TxId, at: Timestamp) -> Record {
    Record {
        id,
        first_seen: at,
        entered: at,
        fee: 0,
        vsize: 0,
        effective_rate: 0.0,
        claims: Vec::new(),
        pays: Vec::new(),
    }
}
