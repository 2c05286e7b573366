//! The queue by rate: virtual bytes in buckets of equal ratio, summed by a Fenwick tree, so that both a change and a
//! look-up cost O(log buckets) however many transactions wait. Knows no transactions.

/// Buckets; with the limits below each spans a ratio of 1.6 %, which is the resolution of every answer here.
const BUCKETS: usize = 1024;
/// Lowest rate told apart (sat/vB); Core's own floor for relaying is 0.1.
const LOWEST: f64 = 0.01;
/// Highest rate told apart (sat/vB); what pays more is equally first.
const HIGHEST: f64 = 100_000.0;

/// vB by rate.
pub(super) struct Depths {
    /// `tree[i]` sums the buckets `i - lowbit(i) .. i`, counted from the highest rate down.
    tree: [u64; BUCKETS + 1],
    total: u64,
}

impl Depths {
    pub fn new() -> Self {
        Self { tree: [0; BUCKETS + 1], total: 0 }
    }

    pub fn add(&mut self, rate: f64, vsize: u32) {
        self.total += u64::from(vsize);
        self.change(rate, |sum| sum + u64::from(vsize));
    }

    pub fn remove(&mut self, rate: f64, vsize: u32) {
        self.total = self.total.saturating_sub(u64::from(vsize));
        self.change(rate, |sum| sum.saturating_sub(u64::from(vsize)));
    }

    /// All vB.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// vB that pay this rate or more. Ties count as ahead, and so does what pays up to a bucket's width less:
    /// never too few, at most 1.6 % of rate too many.
    pub fn at_or_above(&self, rate: f64) -> u64 {
        let mut place = BUCKETS - bucket(rate);
        let mut sum = 0;
        while place > 0 {
            sum += self.tree[place];
            place &= place - 1;
        }
        sum
    }

    /// The lowest rate with less than `vsize` vB at or above it; `None` where all there is comes to less.
    pub fn rate_within(&self, vsize: u64) -> Option<f64> {
        if self.total < vsize {
            return None;
        }
        // Descends to the longest run of buckets from the top that sums to less than `vsize`.
        let (mut place, mut sum, mut step) = (0, 0, BUCKETS);
        while step > 0 {
            if place + step <= BUCKETS && sum + self.tree[place + step] < vsize {
                place += step;
                sum += self.tree[place];
            }
            step /= 2;
        }
        Some(lower_edge(BUCKETS - place))
    }

    fn change(&mut self, rate: f64, change: impl Fn(u64) -> u64) {
        let mut place = BUCKETS - bucket(rate);
        while place <= BUCKETS {
            self.tree[place] = change(self.tree[place]);
            place += place & place.wrapping_neg();
        }
    }
}

/// The bucket of a rate, 0 the cheapest.
fn bucket(rate: f64) -> usize {
    // A NaN or negative rate lands in bucket 0, since the cast saturates.
    (((rate / LOWEST).ln() / width()) as usize).min(BUCKETS - 1)
}

/// A rate that is surely in this bucket, close to its lower edge.
fn lower_edge(bucket: usize) -> f64 {
    LOWEST * (bucket as f64 * width()).exp() * (1.0 + 1e-9)
}

fn width() -> f64 {
    (HIGHEST / LOWEST).ln() / BUCKETS as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_like_a_plain_list(steps in prop::collection::vec((0.005f64..200_000.0, 1u32..1_000_000), 1..60),
                                  kept in 0usize..60, asked in 0.005f64..200_000.0) {
            let mut depths = Depths::new();
            for (rate, vsize) in &steps { depths.add(*rate, *vsize); }
            let kept = kept.min(steps.len());
            for (rate, vsize) in &steps[kept..] { depths.remove(*rate, *vsize); }
            let want: u64 = steps[..kept].iter().filter(|(rate, _)| bucket(*rate) >= bucket(asked))
                .map(|(_, vsize)| u64::from(*vsize)).sum();
            prop_assert_eq!(depths.at_or_above(asked), want);
            prop_assert_eq!(depths.total(), steps[..kept].iter().map(|(_, vsize)| u64::from(*vsize)).sum::<u64>());
        }

        #[test]
        fn the_rate_within_gets_in_and_nothing_cheaper_does(
            steps in prop::collection::vec((0.02f64..50_000.0, 1u32..1_000_000), 1..60), limit in 1u64..30_000_000) {
            let mut depths = Depths::new();
            for (rate, vsize) in &steps { depths.add(*rate, *vsize); }
            match depths.rate_within(limit) {
                None => prop_assert!(depths.total() < limit),
                Some(rate) => {
                    prop_assert!(depths.at_or_above(rate) < limit);
                    prop_assert!(depths.at_or_above(rate / 1.001 / (1.0 + 2e-9)) >= limit);
                }
            }
        }
    }
}
