//! The id is a block's. Says nothing about any transaction in that block.

use jiff::Timestamp;

use super::{Cause, Confidence, Finding};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let Placement::IsBlock(block) = facts.placement else { return None };
    Some(Finding { cause: Cause::IsBlockHash { block }, confidence: Confidence::Observed, since: None })
}
