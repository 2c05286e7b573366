//! What to pay for which wait, on either kind of chain: for people who are about to send, and for the network's past.
//! Pure; knows no transaction and no unit's name.

use chains::{account::GasBlock, evm::fees};
use jiff::Timestamp;

use crate::{
    eta::quantile_s,
    facts::{Network, Queue, gas::Costs, gas::Offer},
    pace::is_halted,
};

/// Three rates and the waits that they buy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Going {
    /// For the next block.
    pub fast: Rate,
    /// For one of the next few.
    pub normal: Rate,
    /// Where it isn't urgent.
    pub slow: Rate,
}

/// A rate and the wait that it buys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// In the unit of the chain's kind: sat/vB; gwei per gas, base fee and tip together.
    pub rate: f64,
    /// That wait; `None` while nobody can say when the next block comes.
    pub wait: Option<Wait>,
}

/// How long it takes from now on, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// Until half of such transfers are in a block.
    pub p50_s: f64,
    /// Until nine in ten are.
    pub p90_s: f64,
}

/// What is going on this network; `None` where nobody can tell.
pub fn going(network: &Network, now: Timestamp) -> Option<Going> {
    let going = match (&network.queue, &network.gas) {
        (_, Some(costs)) => with_gas(costs, network.block_interval_s),
        (Some(queue), None) => Some(by_queue(queue, network.block_interval_s)),
        (None, None) => None,
    };
    if is_halted(network, now) { going.map(Going::untimed) } else { going }
}

impl Going {
    /// The rates alone.
    pub fn untimed(self) -> Self {
        let untimed = |rate: Rate| Rate { wait: None, ..rate };
        Self { fast: untimed(self.fast), normal: untimed(self.normal), slow: untimed(self.slow) }
    }
}

fn by_queue(queue: &Queue, interval_s: f64) -> Going {
    let at = |rate| {
        let blocks = blocks_for(rate, queue);
        let at = |share| quantile_s(blocks, interval_s, share);
        Rate { rate, wait: Some(Wait { p50_s: at(0.5), p90_s: at(0.9) }) }
    };
    Going { fast: at(queue.next_block_rate), normal: at(queue.soon_rate), slow: at(queue.slow_rate) }
}

/// Blocks within which this rate gets in: on a quiet day the cheapest makes the next one, too.
fn blocks_for(rate: f64, queue: &Queue) -> u64 {
    if rate >= queue.next_block_rate {
        1
    } else if rate >= queue.soon_rate {
        3
    } else {
        6
    }
}

/// A tip is fast where it was enough in nine of ten recent blocks, normal where it is the middle of what they took, and slow
/// where it is the middle of the least that they took. Wallets offer up to twice the base fee, so that a rise doesn't
/// matter; who isn't in a hurry waits for the lowest base fee of these blocks.
fn with_gas(costs: &Costs, interval_s: f64) -> Option<Going> {
    let market = &*costs.told;
    let base_fee = market.next_base_fee.unwrap_or(0);
    let tips = |tip: fn((u128, u128)) -> u128| sorted(market.blocks.iter().filter_map(|block| block.tips).map(tip));
    let (low, middle) = (tips(|(low, _)| low), tips(|(_, middle)| middle));
    let enough = fees::going_tip(&costs.past(), FAST).unwrap_or(0);
    let least = market.blocks.iter().map(|block| block.base_fee).chain([base_fee]).min().unwrap_or(base_fee);
    let at = |base_fee: u128, room: u128, tip: u128| {
        let offer = Offer { max_fee: base_fee.saturating_mul(room).saturating_add(tip), tip };
        let wait = waits(costs, &offer, interval_s)?;
        Some(Rate { rate: base_fee.saturating_add(tip) as f64 / WEI_PER_GWEI, wait: Some(wait) })
    };
    let fast = at(base_fee, 2, quantile(&middle, FAST).max(enough))?;
    let normal = at(base_fee, 2, quantile(&middle, 0.5))?;
    // What is beyond the futures that were drawn is nobody's choice.
    let slow = at(least, 1, quantile(&low, 0.5)).filter(|slow| slow.rate <= normal.rate).unwrap_or(normal);
    Some(Going { fast, normal, slow })
}

/// Seconds until half and nine in ten of such offers are in a block: by the futures of the base fee; where nobody knows how
/// that moves, the next blocks take any offer while most have room, and nothing is said otherwise.
fn waits(costs: &Costs, offer: &Offer, interval_s: f64) -> Option<Wait> {
    let Some(forecast) = costs.forecast.as_ref() else {
        let full = full_share(&costs.told.blocks)?;
        let roomy = full < MOSTLY && costs.told.rule.is_none();
        return roomy.then_some(Wait { p50_s: interval_s, p90_s: 3.0 * interval_s });
    };
    let waits = forecast.waits(offer);
    let at = |share| waits.quantile(share).map(|slots| f64::from(slots) * interval_s);
    Some(Wait { p50_s: at(0.5)?, p90_s: at(0.9)? })
}

/// The share of blocks that were full; `None` without any.
pub fn full_share(blocks: &[GasBlock]) -> Option<f64> {
    let full = blocks.iter().filter(|block| block.used >= fees::FULL).count();
    (!blocks.is_empty()).then(|| full as f64 / blocks.len() as f64)
}

fn sorted(values: impl Iterator<Item = u128>) -> Vec<u128> {
    let mut values: Vec<u128> = values.collect();
    values.sort_unstable();
    values
}

/// Of sorted values; 0 without any: empty blocks take any tip.
fn quantile(values: &[u128], share: f64) -> u128 {
    let place = (share * values.len() as f64) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(0)
}

const FAST: f64 = 0.9;
/// From this share on, blocks are mostly so.
pub const MOSTLY: f64 = 0.5;
const WEI_PER_GWEI: f64 = 1e9;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::diagnose::{
        gas_samples::{GWEI, costs, on_evm},
        samples::{NOW, base},
    };

    fn on(change: impl Fn(&mut Costs)) -> Option<Going> {
        let mut facts = base();
        on_evm(&mut facts);
        change(facts.network.gas.as_mut().unwrap());
        going(&facts.network, NOW)
    }

    #[test]
    fn a_queue_gives_its_rates_and_the_waits_of_random_blocks() {
        let fees = going(&base().network, NOW).unwrap();
        assert!(fees.fast.rate >= fees.normal.rate && fees.normal.rate >= fees.slow.rate);
        assert_eq!(fees.fast.wait.unwrap().p50_s, quantile_s(1, 600.0, 0.5));
        assert_eq!(going(&base().network, NOW + 5.hours()), Some(fees), "the next block is as far away as ever");
        assert_eq!(going(&base().network, NOW + 9.hours()), Some(fees.untimed()), "no chance any more");
    }

    #[test]
    fn where_blocks_come_by_the_clock_and_don_t_rates_have_no_waits() {
        let mut facts = base();
        on_evm(&mut facts);
        let after = |seconds: i64| going(&facts.network, NOW + seconds.seconds()).unwrap();
        assert!(after(110).fast.wait.is_some());
        let halted = after(130);
        assert_eq!([halted.fast, halted.normal, halted.slow].map(|rate| rate.wait), [None; 3]);
        assert_eq!(halted.fast.rate, after(0).fast.rate);
    }

    #[test]
    fn with_gas_the_base_fee_and_the_tips_of_recent_blocks_make_the_rate() {
        let fees = on(|_| ()).unwrap();
        assert_eq!((fees.fast.rate, fees.normal.rate), (23.0, 22.0));
        assert_eq!(fees.normal.wait.unwrap().p50_s, 12.0);
        assert!(fees.slow.rate <= fees.normal.rate);
    }

    #[test]
    fn a_chain_whose_rule_nobody_knows_has_fees_only_while_its_blocks_have_room() {
        let ruleless = |used: f64| {
            move |costs: &mut Costs| {
                let mut market = (*costs.told).clone();
                market.rule = None;
                market.blocks.iter_mut().for_each(|block| block.used = used);
                *costs = Costs { told: market.into(), forecast: None, ..costs.clone() };
            }
        };
        assert_eq!(on(ruleless(0.4)).unwrap().fast.wait.unwrap().p90_s, 36.0);
        assert_eq!(on(ruleless(1.0)), None);
        assert_eq!(costs().told.next_base_fee, Some(20 * GWEI));
    }
}
