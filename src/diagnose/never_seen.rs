//! No node knows it and we never did. Only nodes that know the present may say so: see `node_behind` for the others.

use chains::TxIndex;
use jiff::Timestamp;

use super::{
    Cause, Confidence, Finding,
    sight::{is_blind, is_frozen},
};
use crate::facts::{Coverage, Facts, Health, Placement};

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    if !matches!(facts.placement, Placement::Nowhere) || is_blind(&facts.coverage) || is_frozen(facts, now) {
        return None;
    }
    let from_genesis = facts.network.tip.is_some_and(|tip| u64::from(facts.network.window) > tip.height);
    let whole_chain = from_genesis || could_search_everything(&facts.coverage);
    let cause =
        Cause::NeverSeen { watching_since: facts.network.watching_since, whole_chain, window: facts.network.window };
    // Mined before our window and never seen waiting looks the same as never sent, unless a node has every block at hand.
    let confidence = if whole_chain { Confidence::Observed } else { Confidence::Inferred };
    Some(Finding { cause, confidence, since: None })
}

/// Whether a synced node with an index of the whole chain was asked, and answered.
fn could_search_everything(coverage: &Coverage) -> bool {
    coverage.nodes.iter().any(|node| {
        let answered = coverage.asked.iter().any(|asked| asked.name == node.name && asked.outcome.is_ok());
        node.tx_index == TxIndex::Yes && matches!(node.health, Health::Synced) && answered
    })
}
