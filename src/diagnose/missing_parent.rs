//! A node has the transaction and lacks one that it spends from, so it can't check it and tells nobody about it.
//! Which one is lacking is the node's word; why it is lacking nobody knows.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Placement::Orphan { missing } = &facts.placement else { return None };
    let cause = Cause::MissingParent { missing: missing.clone() };
    Some(Finding { cause, confidence: sight::observed(facts), since: facts.first_seen })
}
