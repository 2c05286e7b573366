//! Nothing is wrong: it pays enough, with its relatives, for one of the next blocks.

use jiff::Timestamp;

use super::{
    Cause, Finding, blob_fee_too_low, blocked_by_earlier_nonce, fee_below_base, gas, gas_limit_too_high,
    insufficient_balance, nonce_gap, rival_pending, sight, tip_too_low,
};
use crate::facts::{Facts, Placement};

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    if matches!(facts.placement, Placement::Pooled(_)) {
        return with_gas(facts, now);
    }
    let (waiting, queue) = sight::in_queue(facts)?;
    sight::is_next(waiting, queue).then(|| Finding {
        cause: Cause::NextInLine {
            rate: waiting.effective_rate,
            next_block_rate: queue.next_block_rate,
            blocks_ahead: queue.blocks(waiting.ahead_vsize),
        },
        confidence: sight::observed(facts),
        since: Some(waiting.entered),
    })
}

/// On a chain with gas: it offers enough for the next block, it is the next of its sender's line, and nothing else
/// stands in its way.
fn with_gas(facts: &Facts, now: Timestamp) -> Option<Finding> {
    const OBSTACLES: [fn(&Facts, Timestamp) -> Option<Finding>; 8] = [
        gas_limit_too_high::find,
        insufficient_balance::find,
        nonce_gap::find,
        blocked_by_earlier_nonce::find,
        rival_pending::find,
        blob_fee_too_low::find,
        fee_below_base::find,
        tip_too_low::find,
    ];
    let waits = gas::waits(facts)?;
    let price = waits.price().filter(|_| OBSTACLES.iter().all(|find| find(facts, now).is_none()))?;
    Some(Finding {
        cause: Cause::NextInLine {
            rate: gwei(waits.signed.max_fee),
            next_block_rate: gwei(price.next_base_fee.saturating_add(price.going_tip)),
            blocks_ahead: 0.0,
        },
        confidence: sight::observed(facts),
        since: facts.waiting_since(),
    })
}

/// Rates of gas are told in gwei.
fn gwei(wei: u128) -> f64 {
    wei as f64 / 1e9
}
