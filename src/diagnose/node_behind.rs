//! We can't know: our nodes are syncing, unreachable or silent, or none tells what came of it in its block. The cause
//! where nothing else can be said, told beside any other cause while it lasts; never a fault of the transaction.

use jiff::Timestamp;

use super::{
    Cause, Confidence, Finding,
    gas::{has_failed, has_succeeded},
    sight::{is_blind, is_frozen},
};
use crate::facts::{Facts, Health, Placement};

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    let unknown = match &facts.placement {
        Placement::Waiting(_) => facts.network.queue.is_none(),
        Placement::Pooled(_) => facts.gas.as_ref().is_none_or(|gas| gas.price.is_none()),
        Placement::Nowhere => is_frozen(facts, now),
        Placement::Orphan { .. } | Placement::IsBlock(_) => false,
        Placement::InBlock { .. } => !has_failed(facts) && !has_succeeded(facts),
        Placement::Left(_) => false,
    };
    (is_blind(&facts.coverage) || unknown).then(|| finding(facts))
}

/// What can be said of our nodes, whether or not the rule holds.
pub(super) fn finding(facts: &Facts) -> Finding {
    let nodes = &facts.coverage.nodes;
    let count = |wanted: fn(&Health) -> bool| nodes.iter().filter(|node| wanted(&node.health)).count() as u32;
    let cause = Cause::NodeBehind {
        down: count(|health| matches!(health, Health::Down(_))),
        syncing: count(|health| matches!(health, Health::Syncing | Health::CatchingUp | Health::Connecting)),
        nodes: nodes.len() as u32,
    };
    // How our nodes are is seen; what came of a transaction in its block isn't.
    let in_block = matches!(facts.placement, Placement::InBlock { .. });
    let confidence = if in_block { Confidence::Unknown } else { Confidence::Observed };
    Finding { cause, confidence, since: facts.coverage.as_of }
}
