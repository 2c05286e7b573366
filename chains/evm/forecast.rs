//! When an offer will be met: some hundred futures of the base fee, drawn from how full recent blocks were.
//! Made once per block; a look-up only searches it. Knows no transaction, no node and no clock: it counts slots.
//! Gas use is drawn plainly (a bootstrap), as that predicted held-out blocks better than a fit that reverts to the mean.

use rand::Rng;

use super::fees::{FeeRule, Offer, PastBlock};

/// Futures drawn: quantiles to about two points in a hundred, in a few milliseconds.
const PATHS: usize = 400;

/// The futures as they look from one block.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    paths: Vec<Path>,
}

/// One future: what each of its blocks asks. A block that asks no less than an earlier one in both parts decides
/// nothing and isn't kept, so a path is a short staircase (the running minimum) that answers every offer.
#[derive(Clone, Debug, PartialEq)]
struct Path {
    steps: Vec<Step>,
    /// The lowest base fee among them.
    least: u64,
}

/// A block of a future.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    slot: u32,
    base_fee: u64,
    tip_needed: u128,
}

/// In how many slots an offer is met: a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits {
    /// In rising order, of the futures that met it.
    slots: Vec<u32>,
    /// All futures.
    of: usize,
}

impl Forecast {
    /// Draws the futures after a block. `next_base_fee` is the coming block's, which is certain; `past` are recent
    /// blocks (a hundred will do); `missed` is the share of slots that have no block; `horizon` is how many slots to
    /// look ahead. `None` without past blocks.
    pub fn draw(
        rule: &FeeRule,
        next_base_fee: u64,
        past: &[PastBlock],
        missed: f64,
        horizon: u32,
        rng: &mut impl Rng,
    ) -> Option<Self> {
        if past.is_empty() {
            return None;
        }
        let floor = rule.floor as f64;
        let blocks: Vec<_> = past.iter().map(|block| (growth(rule, block), block.tip_needed())).collect();
        let missed = (missed.clamp(0.0, 1.0) * 2f64.powi(32)) as u64;
        let mut path = || -> Option<Path> {
            let mut path = Path::default();
            let mut base_fee = next_base_fee as f64;
            for slot in 1..=horizon {
                // One draw serves twice, by halves: it is what takes the time.
                let draw = rng.next_u64();
                if draw & u64::from(u32::MAX) < missed {
                    continue;
                }
                let place = ((draw >> 32) * blocks.len() as u64) >> 32;
                let (growth, tip_needed) = *blocks.get(usize::try_from(place).ok()?)?;
                path.push(Step { slot, base_fee: base_fee.round() as u64, tip_needed });
                base_fee = (base_fee * growth).max(floor);
            }
            Some(path)
        };
        let paths: Option<Vec<Path>> = (0..PATHS).map(|_| path()).collect();
        paths.map(|paths| Self { paths })
    }

    /// In how many slots this offer is met; 1 is the next.
    pub fn waits(&self, offer: &Offer) -> Waits {
        let mut slots: Vec<u32> = self.paths.iter().filter_map(|path| path.first(offer)).collect();
        slots.sort_unstable();
        Waits { slots, of: self.paths.len() }
    }
}

impl Waits {
    /// The slot by which this share (0 to 1) of the futures met the offer; `None` where that is beyond the horizon.
    pub fn quantile(&self, share: f64) -> Option<u32> {
        let place = (share.clamp(0.0, 1.0) * self.of as f64).ceil() as usize;
        self.slots.get(place.saturating_sub(1)).copied()
    }

    /// The share (0 to 1) of the futures that met the offer within so many slots.
    pub fn within(&self, slots: u32) -> f64 {
        self.slots.partition_point(|slot| *slot <= slots) as f64 / self.of.max(1) as f64
    }
}

impl Default for Path {
    fn default() -> Self {
        Self { steps: Vec::new(), least: u64::MAX }
    }
}

impl Path {
    fn push(&mut self, step: Step) {
        let asks_no_less = |s: &Step| s.base_fee <= step.base_fee && s.tip_needed <= step.tip_needed;
        // The latest steps ask the least, so that looking from the end is short.
        if step.base_fee < self.least || !self.steps.iter().rev().any(asks_no_less) {
            self.least = self.least.min(step.base_fee);
            self.steps.push(step);
        }
    }

    fn first(&self, offer: &Offer) -> Option<u32> {
        if offer.max_fee < self.least.into() {
            return None;
        }
        self.steps.iter().find(|step| offer.includable(step.base_fee, step.tip_needed)).map(|step| step.slot)
    }
}

/// What such a block multiplies the base fee with.
fn growth(rule: &FeeRule, block: &PastBlock) -> f64 {
    // A node's NaN is an empty block.
    let ratio = Some(block.gas_used_ratio).filter(|ratio| !ratio.is_nan()).unwrap_or(0.0);
    let used = ratio.clamp(0.0, 1.0) * f64::from(rule.elasticity);
    1.0 + (used - 1.0) / f64::from(rule.denominator.max(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    const BASE: u64 = 20_000_000_000;

    fn blocks(of: &[(f64, u128)]) -> Vec<PastBlock> {
        of.iter().map(|&(gas_used_ratio, low_tip)| PastBlock { gas_used_ratio, low_tip }).collect()
    }

    fn draw(past: &[(f64, u128)], missed: f64) -> Forecast {
        let rng = &mut StdRng::seed_from_u64(7);
        Forecast::draw(&FeeRule::ETHEREUM, BASE, &blocks(past), missed, 200, rng).unwrap()
    }

    fn quantiles(forecast: &Forecast, max_fee: u128, tip: u128) -> [Option<u32>; 3] {
        let waits = forecast.waits(&Offer { max_fee, tip });
        [0.5, 0.8, 0.95].map(|share| waits.quantile(share))
    }

    #[test]
    fn an_offer_above_the_base_fee_is_met_at_once_where_blocks_have_room() {
        let calm = draw(&[(0.5, 3), (0.4, 5), (0.6, 9)], 0.0);
        assert_eq!(quantiles(&calm, BASE.into(), 0), [Some(1); 3]);
    }

    #[test]
    fn empty_blocks_bring_the_base_fee_down_exactly_by_the_rule() {
        let empty = draw(&[(0.0, 0)], 0.0);
        for cap in [BASE - 1, BASE / 2, BASE / 20] {
            let blocks = FeeRule::ETHEREUM.not_before_blocks(cap.into(), BASE).unwrap();
            assert_eq!(quantiles(&empty, cap.into(), 0), [Some(blocks + 1); 3], "cap {cap}");
        }
    }

    #[test]
    fn full_blocks_never_meet_a_cap_below_the_base_fee_nor_a_tip_below_theirs() {
        let full = draw(&[(1.0, 50)], 0.0);
        assert_eq!(quantiles(&full, u128::from(BASE) - 1, 50), [None; 3]);
        assert_eq!(quantiles(&full, u128::MAX, 49), [None; 3]);
        assert_eq!(quantiles(&full, u128::from(BASE) + 50, 50), [Some(1); 3]);
        assert_eq!(quantiles(&full, u128::from(BASE) + 49, 50), [None; 3], "the cap leaves too little tip");
    }

    #[test]
    fn a_tip_that_only_every_other_block_takes_waits_like_a_thrown_coin() {
        let mixed = draw(&[(0.98, 50), (0.02, 50)], 0.0);
        let waits = mixed.waits(&Offer { max_fee: u128::MAX, tip: 1 });
        for slots in 1..=5 {
            let coin = 1.0 - 0.5f64.powi(slots);
            let drawn = waits.within(slots.unsigned_abs());
            assert!((drawn - coin).abs() < 0.06, "{slots} slots: {drawn} against {coin}");
        }
    }

    #[test]
    fn missed_slots_make_it_later() {
        let missing = draw(&[(0.5, 0)], 0.5);
        let waits = missing.waits(&Offer::legacy(u128::MAX));
        assert!((waits.within(1) - 0.5).abs() < 0.06);
        assert!((waits.within(3) - 0.875).abs() < 0.06);
    }

    #[test]
    fn without_recent_blocks_or_with_an_endless_outage_nothing_is_said() {
        let rng = &mut StdRng::seed_from_u64(7);
        assert_eq!(Forecast::draw(&FeeRule::ETHEREUM, BASE, &[], 0.0, 10, rng), None);
        assert_eq!(quantiles(&draw(&[(0.5, 0)], 1.0), u128::MAX, u128::MAX), [None; 3]);
    }

    #[test]
    fn the_same_seed_draws_the_same_futures() {
        let past = [(0.2, 1), (0.9, 2), (1.0, 3)];
        assert_eq!(draw(&past, 0.01), draw(&past, 0.01));
    }

    #[test]
    fn nonsense_from_a_node_is_no_panic() {
        let odd = draw(&[(f64::NAN, 1), (f64::INFINITY, 2), (-1.0, 3), (1e300, u128::MAX)], 0.1);
        assert!(odd.waits(&Offer::legacy(u128::MAX)).within(200) > 0.9);
    }

    proptest! {
        #[test]
        fn what_a_path_leaves_out_decides_nothing(
            asks in prop::collection::vec((0u64..100, 0u128..100), 0..60), max_fee in 0u128..200, tip in 0u128..100,
        ) {
            let steps: Vec<_> = asks.into_iter().zip(1..)
                .map(|((base_fee, tip_needed), slot)| Step { slot, base_fee, tip_needed }).collect();
            let mut path = Path::default();
            steps.iter().for_each(|step| path.push(*step));
            let offer = Offer { max_fee, tip };
            let all = steps.iter().find(|s| offer.includable(s.base_fee, s.tip_needed)).map(|s| s.slot);
            prop_assert_eq!(path.first(&offer), all);
        }

        #[test]
        fn offering_more_is_never_slower(
            ratios in prop::collection::vec((0.0f64..1.0, 0u128..5_000_000_000), 1..20),
            max_fee in 0u64..2 * BASE, tip in 0u64..5_000_000_000, more in 0u64..BASE,
        ) {
            let forecast = draw(&ratios, 0.01);
            let less = Offer { max_fee: max_fee.into(), tip: tip.into() };
            let greater = Offer { max_fee: (max_fee + more).into(), tip: (tip + more).into() };
            for slots in [1, 5, 50] {
                prop_assert!(forecast.waits(&greater).within(slots) >= forecast.waits(&less).within(slots));
            }
        }
    }
}
