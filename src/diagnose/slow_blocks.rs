//! The last block is unusually old. By proof of work blocks come at random: P(none for t) = e^(−t ÷ interval), and below
//! 5 % (30 minutes on Bitcoin) the pause is worth telling. In slots and from sequencers they come by the clock: there what
//! makes an incident is what delays one transaction.

use jiff::Timestamp;

use super::{Cause, Finding, sight};
use crate::{
    facts::{Facts, Network},
    pace::{Pace, Profile, age_s},
};

/// A pause that fewer than one in twenty are as long as.
const UNUSUAL: f64 = 0.05;

pub(super) fn find(facts: &Facts, now: Timestamp) -> Option<Finding> {
    facts.waiting_since()?;
    // Without a node that knows the present there may be blocks that we have not heard of.
    let tip_age_s = pause(&facts.network, now).filter(|_| !sight::is_blind(&facts.coverage))?;
    Some(Finding {
        cause: Cause::SlowBlocks { tip_age_s, interval_s: facts.network.block_interval_s },
        confidence: sight::observed(facts),
        since: facts.network.tip_seen.or(facts.network.tip.map(|tip| tip.time)),
    })
}

/// Seconds since the last block that we heard of, where they are unusually many.
pub fn pause(network: &Network, now: Timestamp) -> Option<f64> {
    let age_s = age_s(network, now)?;
    let profile = Profile::of(network.kind, network.block_interval_s);
    let unusual = match profile.pace {
        Pace::Random => (-age_s / network.block_interval_s).exp() < UNUSUAL,
        Pace::Slots | Pace::Sequencer => profile.is_halted(age_s),
    };
    unusual.then_some(age_s)
}
