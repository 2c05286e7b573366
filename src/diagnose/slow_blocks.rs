//! The last block is unusually old. Blocks come at random: P(none for t) = e^(−t ÷ interval), and below 5 % (30 minutes on
//! Bitcoin) the pause is worth telling. It says nothing about how long the next one takes.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::facts::{Facts, Placement};

/// A pause that fewer than one in twenty are as long as.
const UNUSUAL: f64 = 0.05;

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    let waits = matches!(facts.placement, Placement::Waiting(_));
    // Without a node that knows the present there may be blocks that we have not heard of.
    if !waits || sight::is_blind(&facts.coverage) {
        return None;
    }
    let since = facts.network.tip_seen.or(facts.network.tip.map(|tip| tip.time))?;
    let (tip_age_s, interval_s) = (sight::seconds(since, now), facts.network.block_interval_s);
    let chance = (-tip_age_s / interval_s).exp();
    (chance < UNUSUAL).then(|| Finding {
        cause: Cause::SlowBlocks { tip_age_s, interval_s },
        confidence: sight::observed(facts),
        since: Some(since),
    })
}
