//! A full mempool took nothing this cheap any more. Other nodes may still hold it, and it may be sent out again.

use jiff::Timestamp;

use super::{Cause, Finding, replaced};
use crate::facts::{Facts, Reason};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let departure = replaced::departure(facts)?;
    let Reason::Evicted { min_rate } = &departure.reason else { return None };
    let cause = Cause::EvictedLowFee { rate: departure.effective_rate.unwrap_or(0.0), min_rate: *min_rate };
    Some(Finding { cause, confidence: replaced::confidence(departure), since: Some(departure.at) })
}
