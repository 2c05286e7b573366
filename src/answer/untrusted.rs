//! Text that anyone could have put on the chain, as callers see it: cleaned, cut short and marked, and nowhere else in
//! an answer. Which text there is, the facts say; how it is cleaned, [`crate::untrusted`] does.

use super::Untrusted;
use crate::{
    facts::{Facts, Placement, contracts::Contracts, gas::Outcome},
    untrusted::{self, Source},
};

/// Texts shown of one transaction.
const MOST: usize = 8;

/// All that anyone wrote and that these facts hold.
pub(super) fn collect(facts: &Facts) -> Vec<Untrusted> {
    let gas = facts.gas.as_deref();
    let outcome = gas.and_then(|gas| Some((gas.outcome.as_ref()?, &*gas.contracts)));
    let mut texts: Vec<Untrusted> =
        outcome.into_iter().flat_map(|(outcome, contracts)| texts(outcome, contracts)).chain(note(facts)).collect();
    texts.retain(|said| !said.text.is_empty());
    texts.dedup();
    texts.truncate(MOST);
    texts
}

/// What a waiting transaction carries.
fn note(facts: &Facts) -> Option<Untrusted> {
    match &facts.placement {
        Placement::Waiting(waiting) => waiting.note.as_deref().map(|note| said(Source::OpReturn, note)),
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Pooled(_) => None,
        Placement::InBlock { .. } | Placement::Left(_) => None,
    }
}

fn texts(outcome: &Outcome, contracts: &Contracts) -> Vec<Untrusted> {
    let failure = outcome.failure.iter().map(|failure| &failure.data);
    let reasons = failure.chain(outcome.inner.iter().map(|inner| &inner.data));
    let mut texts: Vec<Untrusted> = reasons
        .flat_map(|data| {
            let reason = contracts.errors().decode(data);
            reason.texts().into_iter().map(|text| said(Source::RevertReason, text)).collect::<Vec<_>>()
        })
        .collect();
    // A plain symbol is anyone's choice as well: whoever calls a token USDT need not be its issuer.
    let tokens = outcome.moved.iter().filter_map(|moved| moved.token.as_ref());
    let unlisted = tokens.filter(|token| contracts.symbol(&token.contract).is_none());
    let symbols = unlisted.filter_map(|token| token.symbol.as_deref());
    texts.extend(symbols.map(|symbol| said(Source::TokenSymbol, symbol)));
    texts
}

fn said(source: Source, text: &str) -> Untrusted {
    let cleaned = untrusted::Untrusted::new(source, text.as_bytes());
    Untrusted {
        source: cleaned.source.code().to_owned(),
        text: cleaned.text,
        truncated: cleaned.truncated,
        flags: cleaned.flags.into_iter().map(|flag| flag.code().to_owned()).collect(),
    }
}
