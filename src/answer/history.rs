//! How a network was, as callers see it. What was not seen is null, never a guess.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    CongestionCode,
    units::{Moment, rate, seconds},
};
use crate::{
    facts::Network,
    history::{Bucket, Figures, Rates, Window},
};

/// A network over a window of time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HistoryReport {
    /// Its configured name.
    pub chain: String,
    /// It is made up, for a demonstration.
    pub simulated: bool,
    /// `24h`, `7d` or `90d`.
    pub window: String,
    /// Seconds that a bucket stands for.
    pub step_s: u64,
    /// The unit of the fee rates: `sat/vB` or `gwei`.
    pub unit: String,
    /// When we last looked; null before the first time since the start.
    #[schema(required)]
    pub as_of: Option<Moment>,
    /// Oldest first, without gaps; the last one is not over yet.
    pub buckets: Vec<BucketReport>,
}

/// A network in one bucket of time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BucketReport {
    /// Its beginning.
    pub at: Moment,
    /// Share of its time in which we could see the network, 0 to 1.
    pub seen: f64,
    /// The worst in it; `unknown` where nothing was seen.
    pub congestion: CongestionCode,
    /// Mean fee rates; null where they weren't seen.
    #[schema(required)]
    pub fees: Option<PastFees>,
    /// What waited, on average; null where that wasn't seen.
    #[schema(required)]
    pub pending: Option<PastPending>,
    /// Height of the last block; null where nothing was seen.
    #[schema(required)]
    pub height: Option<u64>,
    /// Blocks that came; null where nothing was seen.
    #[schema(required)]
    pub blocks: Option<u64>,
    /// The longest time without a block in seconds; null where nothing was seen.
    #[schema(required)]
    pub longest_pause_s: Option<u64>,
    /// Fewest of our nodes in sync; null where the service did not run.
    #[schema(required)]
    pub nodes_synced: Option<u32>,
}

/// Mean fee rates of the past.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PastFees {
    /// For the next block.
    pub fast: f64,
    /// For one of the next few.
    pub normal: f64,
    /// Where it wasn't urgent.
    pub slow: f64,
}

/// What waited.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct PastPending {
    /// Transactions.
    pub count: u64,
    /// vB.
    pub vsize: u64,
}

impl HistoryReport {
    /// The buckets of a network.
    pub fn new(network: &Network, window: Window, as_of: Option<Timestamp>, buckets: &[Bucket]) -> Self {
        Self {
            chain: network.chain.to_string(),
            simulated: network.simulated,
            window: window.code().to_owned(),
            step_s: window.step_s().unsigned_abs(),
            unit: fee_unit(network.kind).to_owned(),
            as_of: as_of.map(Moment),
            buckets: buckets.iter().map(BucketReport::new).collect(),
        }
    }
}

/// The unit of fee rates on chains of this kind.
pub fn fee_unit(kind: chains::Kind) -> &'static str {
    match kind {
        chains::Kind::Bitcoin | chains::Kind::Simulated => "sat/vB",
        chains::Kind::Evm { .. } => "gwei",
    }
}

impl BucketReport {
    fn new(bucket: &Bucket) -> Self {
        let figures = bucket.figures.as_ref();
        Self {
            at: Moment(bucket.from),
            seen: rate(bucket.seen),
            congestion: figures.map_or(CongestionCode::Unknown, |figures| figures.congestion.into()),
            fees: figures.and_then(|figures| figures.fees).map(PastFees::from),
            pending: figures.and_then(pending),
            height: figures.map(|figures| figures.height),
            blocks: figures.map(|figures| figures.blocks),
            longest_pause_s: figures.map(|figures| seconds(figures.pause_s)),
            nodes_synced: bucket.nodes,
        }
    }
}

fn pending(figures: &Figures) -> Option<PastPending> {
    let waiting = figures.waiting?;
    Some(PastPending { count: seconds(waiting.count), vsize: seconds(waiting.vsize) })
}

impl From<Rates> for PastFees {
    fn from(rates: Rates) -> Self {
        Self { fast: rate(rates.fast), normal: rate(rates.normal), slow: rate(rates.slow) }
    }
}
