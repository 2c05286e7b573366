//! A coinbase output (a miner's reward) can't be spent before 100 confirmations, whatever the receiver requires.
//! Source: `COINBASE_MATURITY` in Bitcoin's consensus rules.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Facts, Placement};

/// Confirmations from which on a block may spend it: its own block counts as the first.
pub(super) const NEEDED: u64 = 100;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    match facts.placement {
        Placement::InBlock { block, confirmations, coinbase: true } if confirmations < NEEDED => Some(Finding {
            cause: Cause::CoinbaseImmature { confirmations, needed: NEEDED },
            confidence: sight::observed(facts),
            since: Some(block.time),
        }),
        Placement::InBlock { .. }
        | Placement::Nowhere
        | Placement::Orphan { .. }
        | Placement::IsBlock(_)
        | Placement::Waiting(_)
        | Placement::Pooled(_)
        | Placement::Left(_) => None,
    }
}
