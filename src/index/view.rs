//! The facts about one transaction, from what the index holds and from what the journal and the nodes add for one
//! question. Changes nothing and copies no more than the answer needs.

use chains::{Asked, BlockHash, BlockRef, Found, Kind, Observation, Pending, TxId};
use jiff::Timestamp;

use super::{
    Context, Index, Leaving, Record, Why,
    gas::{overtaken_by, rivalled_by},
    pool::Slot,
    waiter::rate,
};
use crate::facts::{
    AskedNode, Blocker, COINBASE_MATURITY, Coverage, Departure, Facts, Placement, Pooled, Reason, Required, Successor,
    Waiting,
};

/// Blockers told of.
const MOST_BLOCKERS: usize = 25;

impl Index {
    /// What is held about one transaction.
    pub fn facts(&self, id: &TxId, context: Context<'_>, now: Timestamp) -> Facts {
        let slot = self.pool.find(id);
        let holders = slot.map_or(0, |slot| self.pool.at(slot).holders);
        let mut network = self.network();
        network.required = match (context.required, network.kind) {
            (Some(Required::Confirmations(required)), _) => required,
            // The chain's own word comes after any first confirmation.
            (Some(Required::Final(_)), Kind::Evm { .. }) => 1,
            (Some(Required::Final(_)), Kind::Bitcoin | Kind::Simulated) | (None, _) => network.required,
        };
        let mut coverage = self.coverage(now, holders);
        self.add_asked(&mut coverage, id, &context);
        let placement = self.placement(id, slot, &context);
        coverage.agree = self.nodes_agree(id, holders, &context);
        if matches!(placement, Placement::InBlock { coinbase: true, .. }) {
            network.required = network.required.max(COINBASE_MATURITY);
        }
        let blockers = match (&placement, slot) {
            (Placement::Waiting(_), Some(slot)) => self.blockers(slot),
            (Placement::Waiting(_), None) => self.blockers_of_asked(id, &context),
            (Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_), _) => Vec::new(),
            (Placement::Pooled(_), _) => Vec::new(),
            (Placement::InBlock { .. } | Placement::Left(_), _) => Vec::new(),
        };
        let is_in = |block: &BlockRef| matches!(&placement, Placement::InBlock { block: at, .. } if at == block);
        let dropped = |block: &BlockRef| self.in_chain(block) != Some(true) && !is_in(block);
        let reorged_from = self.reorged.get(id).copied().filter(dropped);
        let first_seen = self.first_seen(id, &context);
        let (paid, gas) = (self.paid(id, &context), self.gas_facts(id, &context));
        Facts { id: *id, first_seen, placement, blockers, reorged_from, paid, gas, network, coverage }
    }

    /// Where the best chain has it: block, confirmations, whether first.
    pub(super) fn mined(&self, id: &TxId) -> Option<(BlockRef, u64, bool)> {
        let (slot, number) = self.blocks.find(id)?;
        let block = self.blocks.get(slot)?.at;
        // Only where the first transaction of a block makes coins is it told from the others.
        let first_makes_coins = !matches!(self.settings.kind, Kind::Evm { .. });
        Some((block, self.confirmations(&block), number == 0 && first_makes_coins))
    }

    pub(super) fn confirmations(&self, block: &BlockRef) -> u64 {
        let tip = self.tip.map_or(block.height, |(tip, _)| tip.height);
        tip.saturating_sub(block.height).saturating_add(1)
    }

    /// Whether the best chain holds a block that we know; `None` for one that we don't.
    fn in_chain(&self, block: &BlockRef) -> Option<bool> {
        self.blocks.slot(&block.hash).map(|slot| self.blocks.in_chain(slot))
    }

    /// The chain's word comes first, then the mempools', then what nodes were asked, then what is remembered.
    fn placement(&self, id: &TxId, slot: Option<Slot>, context: &Context<'_>) -> Placement {
        if let Some((block, confirmations, coinbase)) = self.mined(id) {
            return Placement::InBlock { block, confirmations, coinbase };
        }
        let live = slot.filter(|slot| self.pool.at(*slot).holders & !self.down() != 0);
        if let Some(slot) = live {
            return Placement::Waiting(Box::new(self.waiting(slot)));
        }
        self.placement_asked(id, context)
            .or_else(|| slot.map(|slot| Placement::Waiting(Box::new(self.waiting(slot)))))
            .or_else(|| self.past(id, context).map(|(record, leaving)| self.left(id, record, leaving, context)))
            .or_else(|| self.placement_elsewhere(id, context))
            .or_else(|| self.never_seen_and_replaced(id, context))
            .unwrap_or(Placement::Nowhere)
    }

    /// In a block or a mempool, as a node that was asked says.
    pub(super) fn placement_asked(&self, id: &TxId, context: &Context<'_>) -> Option<Placement> {
        let left_at = self.past(id, context).map(|(_, leaving)| leaving.at);
        let in_block = asked(id, context).find_map(|(said, asked)| match &asked.answer {
            Found::InBlock { block, confirmations, coinbase } if self.may_hold(block, said, left_at) => {
                let confirmations = self.confirmations(block).max(*confirmations);
                Some(Placement::InBlock { block: *block, confirmations, coinbase: *coinbase })
            }
            Found::InBlock { .. } | Found::Waiting(_) | Found::Pooled | Found::Orphan { .. } => None,
            Found::IsBlock(_) | Found::Absent | Found::Failed(_) => None,
        });
        in_block.or_else(|| {
            let fresh = |observation: &Observation| left_at.is_none_or(|left| observation.at > left);
            let overtaken = self.taken(id, context).is_some_and(|taken| taken.by_block && taken.proven);
            if !overtaken && asked_pooled(id, context).any(fresh) {
                return Some(Placement::Pooled(self.pooled(id, context)));
            }
            let (_, pending) = asked_waiting(id, context).find(|(observation, _)| fresh(observation))?;
            Some(Placement::Waiting(Box::new(self.waiting_asked(pending, context))))
        })
    }

    /// Whether the chain may hold a block that a node tells of. One that it has dropped is back where a node of a chain with
    /// gas says so later that stands on the very tip: behind its address there may be several machines.
    fn may_hold(&self, block: &BlockRef, said: &Observation, left_at: Option<Timestamp>) -> bool {
        let on_tip = || self.nodes.get(usize::from(said.node.0)).and_then(|n| n.tip) == self.tip.map(|(tip, _)| tip);
        let is_news = || left_at.is_some_and(|left| said.at > left);
        let is_back = || matches!(self.settings.kind, Kind::Evm { .. }) && is_news() && on_tip();
        self.in_chain(block) != Some(false) || is_back()
    }

    /// An orphan or a block's id.
    fn placement_elsewhere(&self, id: &TxId, context: &Context<'_>) -> Option<Placement> {
        if let Some(block) = self.blocks.slot(&BlockHash(id.0)).and_then(|slot| self.blocks.get(slot)) {
            return Some(Placement::IsBlock(block.at));
        }
        let block = asked(id, context).find_map(|(_, asked)| match &asked.answer {
            Found::IsBlock(block) => Some(Placement::IsBlock(*block)),
            Found::Orphan { .. } | Found::InBlock { .. } | Found::Waiting(_) | Found::Pooled => None,
            Found::Absent | Found::Failed(_) => None,
        });
        block.or_else(|| {
            asked(id, context).find_map(|(_, asked)| match &asked.answer {
                Found::Orphan { missing } => Some(Placement::Orphan { missing: missing.clone() }),
                Found::IsBlock(_) | Found::InBlock { .. } | Found::Waiting(_) | Found::Pooled => None,
                Found::Absent | Found::Failed(_) => None,
            })
        })
    }

    /// One that a node of a chain with gas holds.
    fn pooled(&self, id: &TxId, context: &Context<'_>) -> Pooled {
        let synced = self.mask(super::Node::is_synced);
        let holding = asked_pooled(id, context).filter(|said| synced >> said.node.0 & 1 == 1);
        let first = asked_pooled(id, context).map(|said| said.at).min().unwrap_or_default();
        Pooled {
            entered: self.gas.first_seen(id).unwrap_or(first),
            held_by: (holding.count() as u8, synced.count_ones() as u8),
        }
    }

    /// We never saw it, and somebody who did told us what it would consume: that is taken.
    fn never_seen_and_replaced(&self, id: &TxId, context: &Context<'_>) -> Option<Placement> {
        let Taken { by, by_block, proven } = self.taken(id, context)?;
        let at = asked(id, context).map(|(said, _)| said.at).min()?;
        // A moment ago it may still have been there.
        let known = self.gas.record(id);
        let successor = self.follow(known.map_or(&[], |record| &record.pays), by, context);
        let reason = Reason::Replaced(if proven { successor } else { unlike(successor) });
        Some(Placement::Left(Box::new(Departure {
            claimed: !proven,
            at,
            entered: known.map_or(at, |record| record.entered),
            effective_rate: known.and_then(Record::known_rate),
            reason,
            certain: known.is_some() && by_block && proven,
        })))
    }

    fn waiting(&self, slot: Slot) -> Waiting {
        let waiter = self.pool.at(slot);
        let synced = self.mask(super::Node::is_synced);
        let descendants = self.pool.descendants(slot);
        let displaced = descendants.iter().map(|slot| self.pool.at(*slot).fee);
        Waiting {
            entered: waiter.entered(),
            fee: waiter.fee,
            vsize: waiter.vsize,
            rate: waiter.own_rate(),
            effective_rate: waiter.rate,
            ahead_vsize: self.pool.depths().at_or_above(waiter.rate),
            descendants: descendants.len() as u32,
            displaced_fee: displaced.fold(waiter.fee, u64::saturating_add),
            signals_replacement: waiter.signals_replacement,
            note: waiter.note.clone(),
            rival: self.rival(slot),
            unbroadcast: waiter.holders != 0 && waiter.unbroadcast & waiter.holders == waiter.holders,
            held_by: ((waiter.holders & synced).count_ones() as u8, synced.count_ones() as u8),
        }
    }

    /// One that only a node that was asked holds: as if it stood in our queue at the rate that it pays.
    fn waiting_asked(&self, pending: &Pending, context: &Context<'_>) -> Waiting {
        let own = rate(pending.fee, pending.vsize);
        let parents = self.pool.sources(pending.claims.iter().copied());
        let dragged = parents.iter().map(|slot| self.pool.at(*slot).rate).fold(own, f64::min);
        let effective_rate = pending.chunk_rate.unwrap_or(dragged);
        let synced = self.mask(super::Node::is_synced);
        let holding =
            asked_waiting(&pending.id, context).filter(|(observation, _)| synced >> observation.node.0 & 1 == 1);
        let rivals_unbroadcast = asked_waiting(&pending.id, context).all(|(_, pending)| pending.unbroadcast);
        Waiting {
            entered: pending.entered,
            fee: pending.fee,
            vsize: pending.vsize,
            rate: own,
            effective_rate,
            ahead_vsize: self.pool.depths().at_or_above(effective_rate) + u64::from(pending.vsize),
            descendants: 0,
            displaced_fee: pending.fee,
            signals_replacement: pending.signals_replacement,
            note: pending.note.clone(),
            rival: None,
            unbroadcast: rivals_unbroadcast,
            held_by: (holding.count() as u8, synced.count_ones() as u8),
        }
    }

    /// What has consumed it instead, as nodes were asked just now: of a block, if any says so, else one that waits. What
    /// the asker says that it consumes counts only where nobody knows better.
    fn taken(&self, id: &TxId, context: &Context<'_>) -> Option<Taken> {
        let own = self.own_claims(id, context);
        let proven = !own.is_empty() || !matches!(self.settings.kind, Kind::Evm { .. });
        let told = || asked(id, context).flat_map(|(_, asked)| &asked.claims);
        let states = || told().filter(|(claim, _)| own.is_empty() || own.contains(claim)).map(|(_, state)| state);
        let by_block = states().find_map(|state| overtaken_by(id, state)).map(|by| (by, true));
        let taken = by_block.or_else(|| states().find_map(|state| rivalled_by(id, state)).map(|by| (by, false)));
        taken.map(|(by, by_block)| Taken { by, by_block, proven })
    }

    fn left(&self, id: &TxId, record: &Record, leaving: &Leaving, context: &Context<'_>) -> Placement {
        // A nonce can be taken over again and again, and who was asked last knows best, but for what a block has settled.
        let taken_over = matches!(self.settings.kind, Kind::Evm { .. });
        let unsure = matches!(leaving.why, Why::Open | Why::Unknown) || !leaving.certain;
        let news = self.taken(id, context).filter(|taken| unsure || taken_over && taken.by_block);
        let claimed = news.as_ref().is_some_and(|taken| !taken.proven);
        let (reason, certain) = match news {
            Some(Taken { by, proven: false, .. }) => {
                (Reason::Replaced(unlike(self.follow(&record.pays, by, context))), !taken_over)
            }
            Some(Taken { by, by_block, proven: true }) => {
                (Reason::Replaced(self.follow(&record.pays, by, context)), by_block || !taken_over)
            }
            None => (self.reason_now(&record.pays, &leaving.why, context), leaving.certain),
        };
        Placement::Left(Box::new(Departure {
            claimed,
            at: leaving.at,
            entered: record.entered,
            effective_rate: record.known_rate(),
            reason,
            certain,
        }))
    }

    /// What must be mined first, worst first.
    fn blockers(&self, slot: Slot) -> Vec<Blocker> {
        let ancestors = self.pool.ancestors_alone(slot);
        worst(ancestors.into_iter().map(|(slot, effective_rate)| self.blocker(slot, effective_rate)).collect())
    }

    fn blockers_of_asked(&self, id: &TxId, context: &Context<'_>) -> Vec<Blocker> {
        let Some((_, pending)) = asked_waiting(id, context).next() else { return Vec::new() };
        let parents = self.pool.sources(pending.claims.iter().copied());
        worst(parents.into_iter().map(|slot| self.blocker(slot, self.pool.at(slot).rate)).collect())
    }

    fn blocker(&self, slot: Slot, effective_rate: f64) -> Blocker {
        let waiter = self.pool.at(slot);
        Blocker { id: waiter.id, rate: waiter.own_rate(), effective_rate }
    }

    fn first_seen(&self, id: &TxId, context: &Context<'_>) -> Option<Timestamp> {
        let waiting = || self.pool.get(id).map(|waiter| waiter.first_seen().min(waiter.entered()));
        let mined = || {
            let (slot, number) = self.blocks.find(id)?;
            let mined = self.blocks.get(slot)?.txs.get(number)?;
            mined.waited().then(|| super::waiter::time(mined.first_seen))
        };
        let past = || self.past(id, context).map(|(record, _)| record.first_seen);
        let asked = || asked_waiting(id, context).map(|(_, pending)| pending.entered).min();
        [waiting(), mined(), past(), self.gas.first_seen(id), asked()].into_iter().flatten().min()
    }

    fn add_asked(&self, coverage: &mut Coverage, id: &TxId, context: &Context<'_>) {
        for (observation, asked) in asked(id, context) {
            let Some(node) = self.nodes.get(usize::from(observation.node.0)) else { continue };
            let outcome = match &asked.answer {
                Found::Failed(error) => Err(error.clone()),
                Found::Waiting(_)
                | Found::Pooled
                | Found::InBlock { .. }
                | Found::Orphan { .. }
                | Found::IsBlock(_)
                | Found::Absent => Ok(()),
            };
            if outcome.is_ok() {
                coverage.as_of = coverage.as_of.max(Some(observation.at));
            }
            if let Some(view) = coverage.nodes.get_mut(usize::from(observation.node.0)) {
                view.holds |= matches!(asked.answer, Found::Waiting(_) | Found::Pooled);
            }
            let claims = asked.claims.iter().map(|(_, state)| *state).collect();
            coverage.asked.push(AskedNode { name: node.name.clone(), at: observation.at, outcome, claims });
        }
    }

    /// Whether the synced nodes, as far as they told or were asked, place it alike.
    fn nodes_agree(&self, id: &TxId, holders: u16, context: &Context<'_>) -> bool {
        let mined = self.blocks.find(id).map(|(block, _)| block);
        let place = |(number, node): (usize, &super::Node)| {
            let chain = mined.is_some_and(|block| node.tip.is_some_and(|tip| self.blocks.below(block, &tip.hash)));
            let answer = asked(id, context).find(|(observation, _)| usize::from(observation.node.0) == number);
            let answer = answer.map_or(0, |(_, asked)| match &asked.answer {
                Found::Waiting(_) | Found::Pooled => 1,
                Found::InBlock { .. } => 2,
                Found::Orphan { .. } | Found::IsBlock(_) | Found::Absent | Found::Failed(_) => 0,
            });
            let told = if chain { 2 } else { i32::from(holders >> number & 1 == 1) };
            told.max(answer)
        };
        let mut places = self.nodes.iter().enumerate().filter(|(_, node)| node.is_synced()).map(place);
        let first = places.next();
        places.all(|place| Some(place) == first)
    }
}

/// Another that has consumed what this one would.
struct Taken {
    by: TxId,
    /// A block holds it.
    by_block: bool,
    /// What this one consumes is known from its own signature, not from somebody who asks.
    proven: bool,
}

/// What the old one was to pay isn't known, so that the two can't be compared; what pays nobody is a cancellation all the
/// same.
fn unlike(successor: Successor) -> Successor {
    let cancels = successor.same_recipient == Some(false) && successor.only_known_outputs == Some(true);
    Successor { same_recipient: None, only_known_outputs: cancels.then_some(true), ..successor }
}

fn asked<'a>(id: &TxId, context: &Context<'a>) -> impl Iterator<Item = (&'a Observation, &'a Asked)> + use<'a> {
    let id = *id;
    let asked = context.asked.iter().filter_map(|observation| Some((observation, observation.event.asked()?)));
    asked.filter(move |(_, asked)| asked.id == id)
}

fn asked_pooled<'a>(id: &TxId, context: &Context<'a>) -> impl Iterator<Item = &'a Observation> + use<'a> {
    asked(id, context).filter(|(_, asked)| asked.answer == Found::Pooled).map(|(observation, _)| observation)
}

fn asked_waiting<'a>(
    id: &TxId,
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a Observation, &'a Pending)> + use<'a> {
    asked(id, context).filter_map(|(observation, asked)| match &asked.answer {
        Found::Waiting(pending) => Some((observation, &**pending)),
        Found::Pooled | Found::InBlock { .. } | Found::Orphan { .. } | Found::IsBlock(_) => None,
        Found::Absent | Found::Failed(_) => None,
    })
}

/// Worst first, and no more than are told of.
fn worst(mut blockers: Vec<Blocker>) -> Vec<Blocker> {
    let key = |blocker: &Blocker| (blocker.effective_rate, blocker.rate);
    blockers.sort_by(|a, b| {
        let by_rates = key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal);
        by_rates.then(a.id.cmp(&b.id))
    });
    blockers.truncate(MOST_BLOCKERS);
    blockers
}
