//! What an EVM chain charges next, and whether an offer meets it: pure arithmetic on block headers.
//! Asks no node and holds no state; what the future may bring is [`super::forecast`]'s.
//! The base fee's rule is EIP-1559's, the blob fee's EIP-4844's and EIP-7918's, both as alloy computes them.

use alloy_eips::eip1559::{BaseFeeParams, calc_next_block_base_fee};
pub use alloy_eips::eip7840::BlobParams;

use crate::account::GasBlock;

/// From this share of its gas limit on a block counts as full: a transaction left out may have been outbid. Builders
/// stop a little short of the limit, as the next transaction no longer fits.
pub const FULL: f64 = 0.98;

/// Base fees, in wei per gas, beyond which a header is nonsense: nine million gwei. Keeps 64-bit sums from overflowing
/// whatever a node says.
const MAX_BASE_FEE: u64 = 1 << 53;

/// The largest elasticity that is taken from a header; chains use 2 to 10.
const MAX_ELASTICITY: u32 = 1 << 8;

/// A node may round the share of its gas that a block used to so much, so that a base fee may differ from the rule's.
const ROUNDED: f64 = 0.0005;

/// How often the base fee must have moved as a rule says, by how many times what rounding may hide, before the rule is
/// taken for the chain's.
const PROOFS: usize = 4;
const CLEAR: f64 = 8.0;

/// Waits longer than this many blocks are told as none: nobody waits for them.
const MAX_WAIT: u32 = 100_000;

/// How a chain moves its base fee from block to block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeRule {
    /// The base fee falls by at most one part in this many per block.
    pub denominator: u32,
    /// The gas limit is this many times the target.
    pub elasticity: u32,
    /// The base fee never falls below this, in wei per gas (OP stack since Jovian; elsewhere 0).
    pub floor: u64,
    /// Blob gas counts as gas where there is more of it: OP stack since Jovian writes the block's data footprint there.
    pub blob_gas_counts: bool,
}

/// What a block's header says about fees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Wei per gas.
    pub base_fee: u64,
    /// Gas that its transactions used.
    pub gas_used: u64,
    /// Gas that they might have used.
    pub gas_limit: u64,
    /// Blob gas that they used; 0 where the chain has none.
    pub blob_gas_used: u64,
}

/// What a transaction offers, in wei per gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The most that it pays in all: `maxFeePerGas`, or the gas price of a legacy transaction.
    pub max_fee: u128,
    /// The most of it that goes to the block's producer: `maxPriorityFeePerGas`, or the gas price.
    pub tip: u128,
}

/// What a past block took, from `eth_feeHistory`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastBlock {
    /// Gas used as a share of the limit, 0 to 1.
    pub gas_used_ratio: f64,
    /// A low percentile (5 to 10) of the tips that its transactions paid, in wei per gas.
    pub low_tip: u128,
}

impl FeeRule {
    /// Ethereum's, and that of most chains that follow it.
    pub const ETHEREUM: Self = Self { denominator: 8, elasticity: 2, floor: 0, blob_gas_counts: false };
    /// OP Mainnet's and Base's between Canyon and Holocene; afterwards each header tells its own.
    pub const OP_CANYON: Self = Self { denominator: 250, elasticity: 6, floor: 0, blob_gas_counts: false };

    /// What an OP stack header's `extraData` says: version 0 (Holocene) or 1 (Jovian, with a floor). `None` for
    /// anything else, and for zeros, which mean the chain's own constants.
    pub fn from_extra_data(extra: &[u8]) -> Option<Self> {
        let word = |at: usize| Some(u32::from_be_bytes(extra.get(at..at + 4)?.try_into().ok()?));
        let (floor, blob_gas_counts) = match (extra.first()?, extra.len()) {
            (0, 9) => (0, false),
            (1, 17) => (u64::from_be_bytes(extra.get(9..17)?.try_into().ok()?), true),
            _ => return None,
        };
        let (denominator, elasticity) = (word(1)?, word(5)?);
        let sane = denominator > 0 && (1..=MAX_ELASTICITY).contains(&elasticity);
        sane.then_some(Self { denominator, elasticity, floor, blob_gas_counts })
    }

    /// The base fee of the block after this one: exact, as the header alone decides it.
    pub fn next(&self, header: &Header) -> u64 {
        let used = if self.blob_gas_counts { header.gas_used.max(header.blob_gas_used) } else { header.gas_used };
        let elasticity = self.elasticity.min(MAX_ELASTICITY);
        let params = BaseFeeParams::new(self.denominator.into(), elasticity.into());
        let base_fee = header.base_fee.min(MAX_BASE_FEE);
        calc_next_block_base_fee(used.min(header.gas_limit), header.gas_limit, base_fee, params).max(self.floor)
    }

    /// Whether the chain moves its base fee by this rule, going by recent blocks, oldest first: each base fee must follow
    /// from the block before, and several must have moved far enough to tell. Chains differ more than headers say
    /// (Polygon's denominator, Arbitrum's own market, a fixed base fee), and a wrong rule makes false promises.
    pub fn reproduces(&self, blocks: &[GasBlock]) -> bool {
        let mut proofs = 0;
        for (before, after) in blocks.iter().zip(blocks.iter().skip(1)) {
            let (from, to) = (before.base_fee as f64, after.base_fee as f64);
            let told = self.after(before.base_fee, before.used) as f64;
            let slack = from * ROUNDED * f64::from(self.elasticity) / f64::from(self.denominator.max(1)) + 1.0;
            // A data footprint lifts the base fee as gas does, and the history doesn't show it.
            let lifted = self.blob_gas_counts && to > told && to <= self.after(before.base_fee, 1.0) as f64 + slack;
            if (to - told).abs() > slack && !lifted {
                return false;
            }
            let at_floor = self.floor > 0 && after.base_fee == self.floor.into();
            proofs += usize::from(at_floor || (to - from).abs() > CLEAR * slack && !lifted);
        }
        proofs >= PROOFS
    }

    /// The base fee after a block that used this share of its gas limit.
    fn after(&self, base_fee: u128, used: f64) -> u64 {
        let gas_limit = u64::from(u32::MAX);
        let gas_used = (gas_limit as f64 * used) as u64;
        let base_fee = u64::try_from(base_fee).unwrap_or(u64::MAX);
        self.next(&Header { base_fee, gas_used, gas_limit, blob_gas_used: 0 })
    }

    /// How many blocks must pass, all of them empty, until the base fee is down to `max_fee`: 0 where the next block's
    /// already is. In closed form ceil(ln(B / max_fee) / ln(d / (d - 1))); counted out, as the rule rounds and has a
    /// floor. `None` where it never gets there, or not in a hundred thousand blocks.
    pub fn not_before_blocks(&self, max_fee: u128, next_base_fee: u64) -> Option<u32> {
        let mut base_fee = next_base_fee.min(MAX_BASE_FEE);
        let mut blocks = 0;
        while u128::from(base_fee) > max_fee {
            let lower = self.after(base_fee.into(), 0.0);
            if lower >= base_fee || blocks == MAX_WAIT {
                return None;
            }
            base_fee = lower;
            blocks += 1;
        }
        Some(blocks)
    }
}

impl Offer {
    /// That of a transaction with a single gas price.
    pub fn legacy(gas_price: u128) -> Self {
        Self { max_fee: gas_price, tip: gas_price }
    }

    /// What the producer gets at this base fee; `None` where the base fee alone is more than the offer.
    pub fn tip_at(&self, base_fee: u64) -> Option<u128> {
        Some(self.tip.min(self.max_fee.checked_sub(base_fee.into())?))
    }

    /// Whether a block with this base fee, whose producer wants at least `needed`, takes it.
    pub fn includable(&self, base_fee: u64, needed: u128) -> bool {
        self.tip_at(base_fee).is_some_and(|tip| tip >= needed)
    }

    /// The offer that decides for the last of a sender's waiting transactions: none is included before those with
    /// earlier nonces, so the least of each part counts. `None` for an empty line.
    pub fn of_line(offers: impl IntoIterator<Item = Self>) -> Option<Self> {
        offers.into_iter().reduce(|a, b| Self { max_fee: a.max_fee.min(b.max_fee), tip: a.tip.min(b.tip) })
    }
}

impl PastBlock {
    /// The tip, in wei per gas, that would have been enough: a block with room took any.
    pub fn tip_needed(&self) -> u128 {
        if self.gas_used_ratio >= FULL { self.low_tip } else { 0 }
    }
}

/// The tip that was enough in this share (0 to 1) of recent blocks. `None` without blocks.
pub fn going_tip(past: &[PastBlock], share: f64) -> Option<u128> {
    let mut needed: Vec<u128> = past.iter().map(PastBlock::tip_needed).collect();
    needed.sort_unstable();
    let place = (share.clamp(0.0, 1.0) * needed.len() as f64).ceil() as usize;
    needed.get(place.saturating_sub(1)).copied()
}

/// The blob base fee of a block, in wei per blob gas, from its header's excess.
pub fn blob_base_fee(params: &BlobParams, excess_blob_gas: u64) -> u128 {
    params.calc_blob_fee(excess_blob_gas)
}

/// The blob base fee of the block after one with this excess, blob gas and base fee. `None` for numbers that no real
/// header holds.
pub fn next_blob_base_fee(params: &BlobParams, excess: u64, blob_gas_used: u64, base_fee: u64) -> Option<u128> {
    let possible = blob_gas_used <= params.max_blob_gas_per_block() && excess <= MAX_BASE_FEE;
    let next = || params.next_block_excess_blob_gas_osaka(excess, blob_gas_used, base_fee);
    possible.then(|| params.calc_blob_fee(next()))
}

/// How many blocks must pass at least, none of them with blobs, until the blob fee is down to `max_fee`, by the fastest
/// fall of all forks: a block without blobs takes its target from the excess, which is a fall by a ninth (EIP-4844) or a
/// seventh (EIP-7691 and since, EIP-7892 keeping that share). `None` where it never gets there: it is one wei at least.
pub fn blob_not_before_blocks(max_fee: u128, blob_fee: u128) -> Option<u32> {
    if max_fee == 0 {
        return None;
    }
    let forks = [BlobParams::cancun(), BlobParams::prague(), BlobParams::bpo1(), BlobParams::bpo2()];
    let fall = |fork: &BlobParams| fork.target_blob_gas_per_block() as f64 / fork.update_fraction as f64;
    let fastest = forks.iter().map(fall).fold(f64::MIN_POSITIVE, f64::max);
    // A blob fee is told rounded down.
    let blocks = ((blob_fee as f64 / (max_fee as f64 + 1.0)).ln() / fastest).ceil();
    Some(if blob_fee > max_fee { blocks.max(1.0) as u32 } else { 0 })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GWEI: u128 = 1_000_000_000;

    fn header(base_fee: u64, gas_used: u64, gas_limit: u64) -> Header {
        Header { base_fee, gas_used, gas_limit, blob_gas_used: 0 }
    }

    /// Headers of Ethereum's main network: block, base fee, gas used, gas limit, base fee of the block after it.
    const RECORDED: [(u64, u64, u64, u64, u64); 7] = [
        (15_537_393, 43_391_016_710, 29_991_429, 30_000_000, 48_811_794_595),
        (17_034_869, 19_018_712_210, 8_450_250, 30_000_000, 17_980_647_125),
        (17_034_870, 17_980_647_125, 29_999_074, 30_000_000, 20_228_089_264),
        (19_426_586, 61_563_636_216, 15_757_891, 30_000_000, 61_952_457_264),
        (19_433_902, 67_445_821_644, 14_506_860, 30_000_000, 67_168_653_040),
        (24_476_000, 44_968_580, 24_361_706, 60_000_000, 43_912_139),
        (24_476_003, 43_632_528, 18_378_969, 60_000_000, 41_519_799),
    ];

    #[test]
    fn the_next_base_fee_is_what_the_chain_had() {
        for (number, base_fee, used, limit, next) in RECORDED {
            assert_eq!(FeeRule::ETHEREUM.next(&header(base_fee, used, limit)), next, "after block {number}");
        }
    }

    #[test]
    fn op_stack_headers_tell_their_own_rule() {
        let holocene = [0, 0, 0, 0, 250, 0, 0, 0, 6];
        assert_eq!(FeeRule::from_extra_data(&holocene), Some(FeeRule::OP_CANYON));
        let mut jovian = vec![1, 0, 0, 0, 50, 0, 0, 0, 3];
        jovian.extend(5_000_000u64.to_be_bytes());
        let rule = FeeRule::from_extra_data(&jovian).unwrap();
        assert_eq!(rule, FeeRule { denominator: 50, elasticity: 3, floor: 5_000_000, blob_gas_counts: true });
        for odd in [&b""[..], &[0; 9], &holocene[..8], b"Nethermind v1.31", &[2; 17], &[1; 9], &[0xff; 9]] {
            assert_eq!(FeeRule::from_extra_data(odd), None, "{odd:?}");
        }
    }

    /// Blocks that used so much of their gas, with base fees by this rule.
    fn chain(rule: &FeeRule, base_fee: u128, used: &[f64]) -> Vec<GasBlock> {
        let block = |base_fee: &mut u128, used: &f64| {
            let block = GasBlock { base_fee: *base_fee, used: *used, tips: None };
            *base_fee = rule.after(*base_fee, *used).into();
            Some(block)
        };
        used.iter().scan(base_fee, block).collect()
    }

    #[test]
    fn a_rule_is_the_chain_s_only_if_its_blocks_follow_it() {
        let used = [0.9, 0.1, 0.4, 0.7, 0.2, 1.0, 0.0];
        let polygon = FeeRule { denominator: 64, ..FeeRule::ETHEREUM };
        let rules = [FeeRule::ETHEREUM, FeeRule::OP_CANYON, polygon];
        for (place, rule) in rules.iter().enumerate() {
            let blocks = chain(rule, 20 * GWEI, &used);
            let fits: Vec<bool> = rules.iter().map(|other| other.reproduces(&blocks)).collect();
            assert_eq!(fits, [0, 1, 2].map(|other| other == place), "{rule:?}");
            let rounded = |block: &GasBlock| GasBlock { used: (block.used * 1e3).round() / 1e3, ..*block };
            assert!(rule.reproduces(&blocks.iter().map(rounded).collect::<Vec<_>>()), "{rule:?}");
        }
    }

    #[test]
    fn blocks_that_prove_nothing_prove_no_rule() {
        let still = chain(&FeeRule::ETHEREUM, 20 * GWEI, &[0.5; 20]);
        let flat: Vec<GasBlock> =
            [0.1, 0.9, 0.3, 0.0, 0.2, 0.4].map(|used| GasBlock { base_fee: 10_000_000, used, tips: None }).into();
        let without: Vec<GasBlock> = flat.iter().map(|block| GasBlock { base_fee: 0, ..*block }).collect();
        let tiny = chain(&FeeRule::ETHEREUM, 7, &[0.0; 20]);
        let few = chain(&FeeRule::ETHEREUM, 20 * GWEI, &[0.0; 4]);
        let odd: Vec<GasBlock> =
            flat.iter().map(|block| GasBlock { base_fee: u128::MAX, used: f64::NAN, ..*block }).collect();
        for blocks in [still, flat, without, tiny, few, odd, Vec::new()] {
            assert!(!FeeRule::ETHEREUM.reproduces(&blocks), "{blocks:?}");
        }
    }

    #[test]
    fn a_base_fee_at_its_floor_or_lifted_by_data_follows_the_rule() {
        let rule = FeeRule { denominator: 50, elasticity: 3, floor: 1_000_000, blob_gas_counts: true };
        assert!(rule.reproduces(&chain(&rule, 1_000_000, &[0.1; 6])), "at the floor");
        let mut blocks = chain(&rule, 3_000_000, &[0.1, 0.0, 0.1, 0.2, 0.0, 0.1]);
        assert!(rule.reproduces(&blocks));
        let last = blocks.last_mut().unwrap();
        last.base_fee = last.base_fee * 103 / 100;
        assert!(rule.reproduces(&blocks), "by data that the history doesn't show");
        assert!(!FeeRule { blob_gas_counts: false, ..rule }.reproduces(&blocks));
    }

    #[test]
    fn a_floor_holds_and_a_data_footprint_counts_as_gas() {
        let rule = FeeRule { denominator: 50, elasticity: 3, floor: 1_000, blob_gas_counts: true };
        assert_eq!(rule.next(&header(1_001, 0, 60_000_000)), 1_000);
        let heavy = Header { blob_gas_used: 60_000_000, ..header(1_000_000, 0, 60_000_000) };
        assert_eq!(rule.next(&heavy), 1_040_000);
    }

    #[test]
    fn not_before_counts_the_empty_blocks_that_the_formula_gives() {
        let rule = FeeRule::ETHEREUM;
        assert_eq!(rule.not_before_blocks(20 * GWEI, 20_000_000_000), Some(0));
        assert_eq!(rule.not_before_blocks(20 * GWEI - 1, 20_000_000_000), Some(1));
        assert_eq!(rule.not_before_blocks(10 * GWEI, 20_000_000_000), Some(6));
        assert_eq!(rule.not_before_blocks(GWEI, 20_000_000_000), Some(23));
        assert_eq!(FeeRule::OP_CANYON.not_before_blocks(10 * GWEI, 20_000_000_000), Some(173));
    }

    #[test]
    fn a_cap_that_the_base_fee_never_reaches_has_no_wait() {
        assert_eq!(FeeRule::ETHEREUM.not_before_blocks(0, 1_000), None, "seven wei is as low as it gets");
        assert_eq!(FeeRule::ETHEREUM.not_before_blocks(7, 1_000), Some(41));
        let floored = FeeRule { floor: 500, ..FeeRule::OP_CANYON };
        assert_eq!(floored.not_before_blocks(499, 1_000), None);
        assert_eq!(FeeRule { denominator: 0, ..FeeRule::ETHEREUM }.not_before_blocks(1, 2), None);
    }

    #[test]
    fn an_offer_is_met_by_the_base_fee_and_the_tip_together() {
        let offer = Offer { max_fee: 30, tip: 2 };
        assert!(offer.includable(28, 2));
        assert!(!offer.includable(29, 2), "only one is left for the producer");
        assert!(offer.includable(30, 0));
        assert!(!offer.includable(31, 0));
        assert!(!offer.includable(1, 3), "the tip has its own cap");
        assert_eq!(Offer::legacy(30).tip_at(12), Some(18));
        assert_eq!(Offer::of_line([offer, Offer { max_fee: 50, tip: 1 }]), Some(Offer { max_fee: 30, tip: 1 }));
        assert_eq!(Offer::of_line([]), None);
    }

    #[test]
    fn only_full_blocks_want_a_tip() {
        let past: Vec<_> = [(0.5, 900), (0.99, 30), (1.0, 50), (0.3, 800)]
            .map(|(gas_used_ratio, low_tip)| PastBlock { gas_used_ratio, low_tip })
            .into();
        assert_eq!([0.0, 0.5, 0.75, 1.0].map(|share| going_tip(&past, share).unwrap()), [0, 0, 30, 50]);
        assert_eq!(going_tip(&[], 0.5), None);
    }

    #[test]
    fn blob_fees_follow_the_excess() {
        assert_eq!(blob_base_fee(&BlobParams::cancun(), 0), 1);
        // e^(7_685_872 / 3_338_477) = 9.996, rounded down.
        assert_eq!(blob_base_fee(&BlobParams::cancun(), 7_685_872), 9);
        assert_eq!(blob_base_fee(&BlobParams::cancun(), u64::MAX), u128::MAX);
        assert_eq!(next_blob_base_fee(&BlobParams::osaka(), u64::MAX, 0, 1), None);
        assert!(next_blob_base_fee(&BlobParams::osaka(), 100_000_000, 0, 1).is_some());
    }

    #[test]
    fn no_fork_lets_the_blob_fee_fall_sooner_than_told() {
        let forks = [BlobParams::cancun(), BlobParams::prague(), BlobParams::osaka(), BlobParams::bpo2()];
        for (fork, wei) in forks.iter().flat_map(|fork| [2u128, 9, 1_000, 5_000_000_000].map(|wei| (fork, wei))) {
            for share in [0.05, 0.3, 0.9, 0.999] {
                let max_fee = ((wei as f64 * share) as u128).max(1);
                let mut excess = 0;
                while blob_base_fee(fork, excess) < wei {
                    excess += 10_000;
                }
                let told = blob_not_before_blocks(max_fee, blob_base_fee(fork, excess)).unwrap();
                let mut blocks = 0;
                while blob_base_fee(fork, excess) > max_fee {
                    excess = excess.saturating_sub(fork.target_blob_gas_per_block());
                    blocks += 1;
                }
                assert!(told <= blocks, "{fork:?}: from {wei} to {max_fee} in {blocks}, told {told}");
                assert!(blocks - told <= 1 + blocks / 3, "{fork:?}: from {wei} to {max_fee} in {blocks}, told {told}");
            }
        }
        assert_eq!(blob_not_before_blocks(1_000_000_000, 5_000_000_000), Some(11));
        assert_eq!(blob_not_before_blocks(5, 5), Some(0));
        assert_eq!(blob_not_before_blocks(0, 5), None);
    }

    proptest! {
        #[test]
        fn whatever_a_header_says_the_base_fee_moves_within_its_bounds(
            base_fee: u64, gas_used: u64, gas_limit: u64, blob_gas_used: u64,
            denominator in 1u32.., elasticity in 1u32..256, floor in 0u64..1 << 40,
        ) {
            let rule = FeeRule { denominator, elasticity, floor, blob_gas_counts: gas_used % 2 == 0 };
            let next = rule.next(&Header { base_fee, gas_used, gas_limit, blob_gas_used });
            let base_fee = base_fee.min(MAX_BASE_FEE);
            prop_assert!(next >= floor.max(base_fee - base_fee / u64::from(denominator) - 1));
            // A limit that isn't a multiple of the elasticity makes the target round down, at worst to half.
            prop_assert!(next <= floor.max(1).max(base_fee * u64::from(elasticity) * 2));
        }

        #[test]
        fn after_the_told_wait_the_cap_is_met_and_one_block_before_it_is_not(
            base_fee in 1_000_000u64..1 << 45, part in 0.001f64..1.0,
        ) {
            let cap = (base_fee as f64 * part) as u128;
            let blocks = FeeRule::ETHEREUM.not_before_blocks(cap, base_fee).unwrap();
            let formula = ((base_fee as f64 / cap as f64).ln() / (8f64 / 7.0).ln()).ceil();
            prop_assert!((f64::from(blocks) - formula).abs() <= 1.0, "{blocks} against {formula}");
        }
    }
}
