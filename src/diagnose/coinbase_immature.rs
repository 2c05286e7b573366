//! A coinbase output (a miner's reward) can't be spent before 100 confirmations, whatever the receiver requires.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{COINBASE_MATURITY, Facts, Placement};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    match facts.placement {
        Placement::InBlock { block, confirmations, coinbase: true } if confirmations < COINBASE_MATURITY => {
            Some(Finding {
                cause: Cause::CoinbaseImmature { confirmations, needed: COINBASE_MATURITY },
                confidence: sight::observed(facts),
                since: Some(block.time),
            })
        }
        Placement::InBlock { .. }
        | Placement::Nowhere
        | Placement::Orphan { .. }
        | Placement::IsBlock(_)
        | Placement::Waiting(_)
        | Placement::Pooled(_)
        | Placement::Left(_) => None,
    }
}
