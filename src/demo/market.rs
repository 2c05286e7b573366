//! What ordinary people send on the simulated network: sizes and rates as they are spread on a real one.

use chains::{TxId, simulated::Draft};
use jiff::SignedDuration;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// The lowest rate that anybody offers here (sat/vB): above what full mempools throw out next.
const LEAST_RATE: f64 = 3.6;

/// Makes up transactions; the same seed makes the same.
pub struct Market {
    random: StdRng,
}

impl Market {
    pub fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed) }
    }

    /// An ordinary transaction: log-normal in size (median 400 vB, mean 600) and in rate (median 12 sat/vB).
    pub fn draft(&mut self) -> Draft {
        let vsize = self.log_normal(400.0, 0.9).clamp(110.0, 20_000.0);
        let rate = self.log_normal(12.0, 0.6).clamp(LEAST_RATE, 400.0);
        Draft::paying(1.0).size(vsize as u32).rate(rate)
    }

    /// One that has waited for a while.
    pub fn waiting(&mut self) -> Draft {
        let age = self.exponential(120.0).min(3_600.0);
        self.draft().aged(SignedDuration::from_secs(age as i64))
    }

    pub fn drafts(&mut self, count: usize) -> Vec<Draft> {
        (0..count).map(|_| self.draft()).collect()
    }

    /// An id that nobody has.
    pub fn id(&mut self) -> TxId {
        TxId(self.random.random())
    }

    /// A recipient that nobody has paid yet.
    pub fn recipient(&mut self) -> u64 {
        self.random.random()
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        // 1 - x, as x may be zero.
        -mean * (1.0 - self.random.random::<f64>()).ln()
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.random.random_bool(probability)
    }

    /// Box and Muller's way to a normal variable.
    fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        let (radius, angle) = (1.0 - self.random.random::<f64>(), self.random.random::<f64>());
        let normal = (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos();
        median * (sigma * normal).exp()
    }
}
