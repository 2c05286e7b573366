//! What is usual on a network: how its blocks come, from when on their absence isn't, what is small change. One home for
//! what incidents and the rule about one transaction share. The figures' reasons stand with the incidents' rules.

use chains::{Kind, evm::networks::Traits};
use jiff::Timestamp;

use crate::facts::Network;

/// What is usual on a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// How its blocks come.
    pub pace: Pace,
    /// Mean seconds between them.
    pub interval_s: f64,
    /// A rate for the next block that is small change, however many times more than yesterday's.
    pub cheap: f64,
    /// It is made up.
    pub simulated: bool,
}

/// How blocks come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At random, by proof of work.
    Random,
    /// In slots, by many.
    Slots,
    /// By one sequencer.
    Sequencer,
}

impl Profile {
    /// What is usual on a chain of this kind.
    pub fn of(kind: Kind, interval_s: f64) -> Self {
        let (pace, cheap) = match kind {
            // 20 sat/vB is some 3,000 sat for an ordinary transfer.
            Kind::Bitcoin | Kind::Simulated => (Pace::Random, 20.0),
            Kind::Evm { chain_id } if Traits::of(chain_id).order.is_layer2() => (Pace::Sequencer, 0.5),
            // 10 gwei is 0.0002 of the chain's coin for a plain transfer.
            Kind::Evm { .. } => (Pace::Slots, 10.0),
        };
        Self { pace, interval_s, cheap, simulated: kind.is_simulated() }
    }

    /// Seconds without a block that make an incident, and where blocks come by the clock one transaction's delay.
    pub fn pause_s(&self) -> f64 {
        match self.pace {
            Pace::Random => 9.0 * self.interval_s,
            Pace::Slots => (10.0 * self.interval_s).max(30.0),
            Pace::Sequencer => (10.0 * self.interval_s).max(60.0),
        }
    }

    /// No block for so long that nobody can say when the next one comes. By proof of work that can be said for long, as the
    /// wait doesn't depend on how long ago the last one came, until so long a pause is no chance any more: P = e^−45.
    pub fn is_halted(&self, age_s: f64) -> bool {
        let chance = match self.pace {
            Pace::Random => 5.0,
            Pace::Slots | Pace::Sequencer => 1.0,
        };
        age_s > chance * self.pause_s()
    }

    /// Seconds without finality that make one.
    pub fn unfinal_s(&self) -> f64 {
        match self.pace {
            Pace::Random | Pace::Slots => 128.0 * self.interval_s,
            Pace::Sequencer => 3_600.0,
        }
    }

    /// Dropped blocks that make one.
    pub fn reorg_blocks(&self) -> u64 {
        match self.pace {
            Pace::Random => 2,
            Pace::Slots | Pace::Sequencer => ((36.0 / self.interval_s).ceil() as u64).max(3),
        }
    }
}

/// Seconds since we heard of this network's last block, where we heard of any.
pub fn age_s(network: &Network, now: Timestamp) -> Option<f64> {
    let seen = network.tip_seen.or(network.tip.map(|tip| tip.time))?;
    // Never negative, as the clocks are not one.
    Some(now.duration_since(seen).as_secs_f64().max(0.0))
}

/// Whether nobody can say when this network's next block comes.
pub fn is_halted(network: &Network, now: Timestamp) -> bool {
    let profile = Profile::of(network.kind, network.block_interval_s);
    age_s(network, now).is_some_and(|age_s| profile.is_halted(age_s))
}
