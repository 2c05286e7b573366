//! What a chain with gas adds to the facts about one transaction, from what is held and from what nodes said to this
//! question. Changes nothing.

use chains::{
    Asked, ClaimState, Kind, Payment, TxId,
    account::{Finality, Line, Signed},
    evm::networks::Traits,
};

use super::line::account;
use crate::{
    facts::{Required, SuccessorState, gas::Gas},
    index::{Context, Index},
};

impl Index {
    /// What a chain with gas adds to the facts about this transaction.
    pub(in crate::index) fn gas_facts(&self, id: &TxId, context: &Context<'_>) -> Option<Box<Gas>> {
        let Kind::Evm { chain_id } = self.settings.kind else { return None };
        let details = || asked_about(id, context).filter_map(|asked| asked.details.as_deref());
        let signed = details().find_map(|details| details.signed.as_ref()).or(self.gas.signed(id)).cloned();
        let block = self.mined(id).map(|(block, ..)| block.hash);
        let told = details().find_map(|details| details.outcome.as_ref());
        let told = told.filter(|outcome| block.is_none_or(|block| block == outcome.block.hash));
        // What is held of a block that the chain has dropped came to nothing.
        let held = self.gas.outcome(id).filter(|outcome| block == Some(outcome.block.hash));
        let outcome = told.or(held).cloned();
        // Where no node knows what was signed, the claim that was asked about names the nonce.
        let own = self.own_claims(id, context);
        let told = || asked_about(id, context).filter_map(|asked| Some((asked, asked.claims.first()?.0)));
        let told = || told().filter(|(_, claim)| own.is_empty() || own.contains(claim));
        let lines: Vec<&Line> = told().filter_map(|(asked, _)| asked.details.as_deref()?.line.as_ref()).collect();
        let nonce = signed.as_ref().map(|signed| signed.nonce);
        let nonce = nonce.or_else(|| told().next().map(|(_, claim)| claim.sender_and_nonce().1));
        let traits = Traits::of(chain_id);
        let contracts = &self.settings.contracts;
        Some(Box::new(Gas {
            coin: traits.coin,
            order: traits.order,
            account: nonce.and_then(|nonce| account(&lines, id, nonce, signed.as_ref())),
            // What is paid in something else isn't comparable with it.
            price: self.price(signed.as_ref()).filter(|_| !signed.as_ref().is_some_and(|signed| signed.fee_in_other)),
            signed,
            outcome,
            finality: self.finality(),
            wanted: match context.required {
                None => self.settings.wanted,
                Some(Required::Confirmations(_)) => None,
                Some(Required::Final(tag)) => Some(tag),
            },
            expected: context.expected.map(|said| said.on(traits.coin, contracts)).unwrap_or_default(),
            contracts: contracts.clone(),
        }))
    }

    /// How final the chain is, as all nodes in sync that say so agree: the lowest, as the highest may be on another chain.
    pub(in crate::index) fn finality(&self) -> Finality {
        let told = self.nodes.iter().zip(&self.gas.finality).filter(|(node, _)| node.is_synced()).map(|(_, told)| told);
        let lowest = |height: fn(&Finality) -> Option<u64>| told.clone().filter_map(height).min();
        Finality { safe: lowest(|told| told.safe), finalized: lowest(|told| told.finalized) }
    }

    /// Whether what took another's place pays whom the old one paid, and whether it does nothing but that, or nothing.
    pub(in crate::index) fn compare_calls(
        &self,
        old: &[Payment],
        new: &TxId,
        context: &Context<'_>,
    ) -> Option<(bool, bool)> {
        let signed = taker_asked(new, context).or_else(|| self.gas.signed(new).cloned())?;
        let payment = signed.payment();
        match old.first() {
            _ if payment == Signed::cancellation(&signed.sender) => Some((false, true)),
            Some(old) if *old == payment => Some((true, true)),
            Some(old) if old.to != payment.to => Some((false, false)),
            // To the same recipient and yet something else, or the first one is unknown.
            Some(_) | None => None,
        }
    }

    /// Where nodes that were asked just now have what took another's place.
    pub(in crate::index) fn taken_asked(&self, id: &TxId, context: &Context<'_>) -> Option<SuccessorState> {
        if !matches!(self.settings.kind, Kind::Evm { .. }) {
            return None;
        }
        let asked = context.asked.iter().filter_map(|said| said.event.asked());
        let mut states = asked.flat_map(|asked| &asked.claims).filter_map(|(_, state)| match state {
            ClaimState::SpentInBlock(by, block) if by == id => {
                Some(SuccessorState::InBlock(*block, self.confirmations(block)))
            }
            ClaimState::SpentByWaiting(by) if by == id => Some(SuccessorState::Waiting),
            ClaimState::SpentInBlock(..) | ClaimState::SpentByWaiting(_) | ClaimState::Free | ClaimState::Gone => None,
        });
        // A node may still hold what another has in a block.
        let first = states.next()?;
        let mined = |state: &SuccessorState| matches!(state, SuccessorState::InBlock(..));
        if mined(&first) { Some(first) } else { states.find(mined).or(Some(first)) }
    }
}

/// What took another's place, as a node told it just now.
fn taker_asked(id: &TxId, context: &Context<'_>) -> Option<Signed> {
    let details = || context.asked.iter().filter_map(|said| said.event.asked()?.details.as_ref());
    let lines = details().filter_map(|details| details.line.as_ref());
    let mut taken = lines.flat_map(|line| line.taken_by.iter().map(|(by, _)| by).chain(&line.waiting));
    let signed = || details().filter_map(|details| details.signed.as_ref()).find(|signed| signed.id == *id);
    taken.find(|taken| taken.id == *id).or_else(signed).cloned()
}

fn asked_about<'a>(id: &TxId, context: &Context<'a>) -> impl Iterator<Item = &'a Asked> + use<'a> {
    let id = *id;
    context.asked.iter().filter_map(|said| said.event.asked()).filter(move |asked| asked.id == id)
}
