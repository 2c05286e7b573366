//! When a transaction will be in a block: a distribution, never a number. Pure functions of the queue and of the
//! block rate; they know neither the index nor any node.

use crate::facts::Facts;

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
/// honest can be said.
pub fn estimate(_facts: &Facts) -> Option<Eta> {
    None
}
