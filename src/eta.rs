//! When a transaction will be in a block: a distribution, never a number. Pure functions of the queue and of the
//! block rate; they know neither the index nor any node. New arrivals that will pay more are not counted yet, so
//! deep queues are cut off rather than guessed at.

use jiff::Timestamp;
use statrs::distribution::{ContinuousCDF, Gamma};

use crate::{
    diagnose::{Diagnosis, is_blind},
    facts::{Facts, Placement, Queue, Waiting},
    pace::is_halted,
};

/// Beyond this many full blocks ahead (half a day of Bitcoin) what arrives meanwhile decides, not what waits now.
const DEEPEST_BLOCKS: u64 = 72;

/// Seconds from now, as quantiles: half, four fifths and nineteen twentieths arrive no later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eta {
    /// Median.
    pub p50_s: f64,
    /// Eight in ten.
    pub p80_s: f64,
    /// Nineteen in twenty.
    pub p95_s: f64,
    /// Not before this many seconds, where that is sure.
    pub not_before_s: Option<f64>,
    /// What it rests on.
    pub basis: Basis,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The queue ahead of it and the pace of blocks.
    Queue,
    /// The pace of blocks alone: it is in a block already.
    Confirmations,
}

/// Seconds until it is in a block (waiting) or has the required confirmations (in a block); `None` where nothing
/// honest can be said, as while a chain stands still, or while something holds it up that ends by no queue and no pace.
pub fn estimate(facts: &Facts, verdict: &Diagnosis, now: Timestamp) -> Option<Eta> {
    let untimed = verdict.findings().any(|finding| finding.cause.is_untimed());
    if untimed || is_blind(&facts.coverage) || is_halted(&facts.network, now) {
        return None;
    }
    let (blocks, basis) = match &facts.placement {
        Placement::Waiting(waiting) => (blocks_ahead(waiting, facts.network.queue.as_ref()?)?, Basis::Queue),
        Placement::InBlock { confirmations, .. } => {
            (facts.network.required.checked_sub(*confirmations).filter(|left| *left > 0)?, Basis::Confirmations)
        }
        Placement::Pooled(_) => return with_gas(facts),
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Left(_) => return None,
    };
    if let Some(gas) = &facts.gas {
        let failed = gas.outcome.as_ref().is_some_and(|outcome| outcome.succeeded == Some(false));
        return at_pace(facts, blocks).filter(|_| !failed);
    }
    let interval_s = facts.network.block_interval_s;
    Some(Eta {
        p50_s: quantile_s(blocks, interval_s, 0.5),
        p80_s: quantile_s(blocks, interval_s, 0.8),
        p95_s: quantile_s(blocks, interval_s, 0.95),
        not_before_s: None,
        basis,
    })
}

/// On a chain with gas: when the futures of the base fee meet what it offers, together with those before it in line.
/// Nothing where something else than the price stands in the way, or where fewer than half of the futures meet it.
fn with_gas(facts: &Facts) -> Option<Eta> {
    let gas = facts.gas.as_deref()?;
    let price = gas.price.as_ref()?;
    let mut line = gas.account.iter().flat_map(|account| &account.earlier).chain(&gas.signed);
    let stuck = gas.account.as_ref().is_some_and(|account| {
        let unpaid = account.balance.is_some_and(|balance| balance < account.needed);
        account.missing_count > 0 || account.rival.is_some() || unpaid
    });
    if stuck || line.any(|signed| price.bars(signed)) {
        return None;
    }
    let interval_s = facts.network.block_interval_s;
    let waits = price.forecast.as_ref()?.waits(&gas.offer_of_line()?);
    let (soonest, latest) = (waits.quantile(0.5)?, waits.quantile(0.95)?);
    // What the next block asks is certain. Futures beyond it that are all alike were drawn from blocks that were all alike:
    // they say nothing of the chance that others come.
    if soonest > 1 && soonest == latest {
        return None;
    }
    let at = |share| waits.quantile(share).map(|slots| f64::from(slots) * interval_s);
    let not_before_s =
        price.not_before.blocks().map(|blocks| f64::from(blocks) * interval_s).filter(|wait| *wait > 0.0);
    Some(Eta { p50_s: at(0.5)?, p80_s: at(0.8)?, p95_s: at(0.95)?, not_before_s, basis: Basis::Queue })
}

/// On a chain with gas blocks come at a steady pace, of which one in some hundred is missed.
fn at_pace(facts: &Facts, blocks: u64) -> Option<Eta> {
    let steady = blocks as f64 * facts.network.block_interval_s;
    let p95_s = steady * 1.05 + facts.network.block_interval_s;
    Some(Eta { p50_s: steady, p80_s: steady * 1.02, p95_s, not_before_s: None, basis: Basis::Confirmations })
}

/// Seconds until the `blocks`-th block from now comes with probability `q`, when blocks come at random every
/// `interval_s` on average: the Erlang distribution's quantile. How long ago the last one came makes no difference.
pub fn quantile_s(blocks: u64, interval_s: f64, q: f64) -> f64 {
    match Gamma::new(blocks.max(1) as f64, 1.0) {
        Ok(erlang) => interval_s * erlang.inverse_cdf(q.clamp(0.0, 0.9999)),
        Err(_) => interval_s * blocks as f64,
    }
}

/// The block, counted from now, that takes it if nothing that pays more arrives; `None` where that can't be said.
fn blocks_ahead(waiting: &Waiting, queue: &Queue) -> Option<u64> {
    let held = waiting.held_by.0 > 0 || waiting.held_by.1 == 0;
    let kept = waiting.effective_rate >= queue.min_rate;
    let blocks = waiting.ahead_vsize.div_ceil(queue.block_vsize.max(1)).max(1);
    (held && kept && blocks <= DEEPEST_BLOCKS).then_some(blocks)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chains::{BlockHash, BlockRef, Kind};
    use jiff::ToSpan;

    use super::*;
    use crate::{
        diagnose::{diagnose, samples::node},
        facts::{Coverage, Network},
    };

    const BLOCK: u64 = 1_000_000;
    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn facts(placement: Placement) -> Facts {
        let queue = Queue {
            count: 9,
            vsize: 9 * BLOCK,
            block_vsize: BLOCK,
            next_block_rate: 9.0,
            soon_rate: 5.0,
            slow_rate: 3.0,
            min_rate: 2.0,
            relay_rate: 1.0,
            incremental_rate: 1.0,
        };
        Facts {
            id: chains::TxId([0; 32]),
            first_seen: None,
            placement,
            blockers: Vec::new(),
            reorged_from: None,
            paid: None,
            gas: None,
            network: Network {
                chain: "bitcoin".into(),
                kind: Kind::Bitcoin,
                simulated: false,
                tip: None,
                tip_seen: None,
                block_interval_s: 600.0,
                gas: None,
                queue: Some(queue),
                watching_since: Timestamp::UNIX_EPOCH,
                required: 3,
                window: 288,
            },
            coverage: Coverage { nodes: vec![node("main")], agree: true, as_of: None, stale: false, asked: Vec::new() },
        }
    }

    fn timed(facts: &Facts, now: Timestamp) -> Option<Eta> {
        estimate(facts, &diagnose(facts, now), now)
    }

    fn waiting(rate: f64, ahead_vsize: u64) -> Facts {
        facts(Placement::Waiting(Box::new(Waiting {
            entered: Timestamp::UNIX_EPOCH,
            fee: 100,
            vsize: 100,
            rate,
            effective_rate: rate,
            ahead_vsize,
            descendants: 0,
            displaced_fee: 100,
            signals_replacement: false,
            note: None,
            rival: None,
            unbroadcast: false,
            held_by: (1, 1),
        })))
    }

    fn mined(confirmations: u64) -> Facts {
        let block = BlockRef { hash: BlockHash([0; 32]), height: 7, time: Timestamp::UNIX_EPOCH };
        facts(Placement::InBlock { block, confirmations, coinbase: false })
    }

    #[test]
    fn the_next_block_is_exponential() {
        let eta = timed(&waiting(9.0, 100), NOW).unwrap();
        for (got, q) in [(eta.p50_s, 0.5f64), (eta.p80_s, 0.8), (eta.p95_s, 0.95)] {
            let want = -(1.0 - q).ln() * 600.0;
            assert!((got - want).abs() < 1e-3, "{got} {want}");
        }
    }

    #[test]
    fn a_quantile_is_where_the_erlang_distribution_says() {
        for (blocks, q) in [(2u32, 0.5), (3, 0.8), (12, 0.95), (72, 0.05)] {
            let x = quantile_s(u64::from(blocks), 1.0, q);
            // P(fewer than n events of a Poisson process by x) = sum of e^-x x^k / k!
            let (mut term, mut fewer) = ((-x).exp(), 0.0);
            for k in 1..=blocks {
                fewer += term;
                term *= x / f64::from(k);
            }
            assert!((1.0 - fewer - q).abs() < 1e-6, "{blocks} {q}: {x} {fewer}");
        }
    }

    #[test]
    fn each_full_block_ahead_makes_it_one_later() {
        let median = |ahead| timed(&waiting(9.0, ahead), NOW).unwrap().p50_s;
        assert_eq!(median(BLOCK), quantile_s(1, 600.0, 0.5));
        assert_eq!(median(BLOCK + 1), quantile_s(2, 600.0, 0.5));
        assert!(median(5 * BLOCK) > median(4 * BLOCK));
    }

    #[test]
    fn included_ones_wait_for_the_blocks_still_required() {
        let eta = timed(&mined(1), NOW).unwrap();
        assert_eq!((eta.basis, eta.p80_s), (Basis::Confirmations, quantile_s(2, 600.0, 0.8)));
        assert_eq!(timed(&mined(3), NOW), None);
    }

    #[test]
    fn nothing_is_said_where_nothing_honest_can_be() {
        assert_eq!(timed(&waiting(1.9, 100), NOW), None, "below what the mempools take");
        assert_eq!(timed(&waiting(9.0, 72 * BLOCK + 1), NOW), None, "too deep");
        assert!(timed(&waiting(9.0, 72 * BLOCK), NOW).is_some());
        assert_eq!(timed(&facts(Placement::Nowhere), NOW), None);
        let mut stale = waiting(9.0, 100);
        stale.coverage.stale = true;
        assert_eq!(timed(&stale, NOW), None);
        let mut unknown = waiting(9.0, 100);
        unknown.network.queue = None;
        assert_eq!(timed(&unknown, NOW), None);
        let mut halted = mined(1);
        halted.network.tip_seen = Some(NOW);
        assert!(timed(&halted, NOW + 7.hours()).is_some(), "a block that comes at random is late by chance");
        assert_eq!(timed(&halted, NOW + 8.hours()), None, "and that late by none");
        halted.network.kind = Kind::Evm { chain_id: 1 };
        halted.network.block_interval_s = 12.0;
        assert!(timed(&halted, NOW + 119.seconds()).is_some());
        assert_eq!(timed(&halted, NOW + 121.seconds()), None, "blocks by the clock that don't come");
    }
}
