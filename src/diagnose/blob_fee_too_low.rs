//! It carries blobs, and offers less for them than the next block asks.

use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::Facts;

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let (max_fee, blob_fee) = (waits.signed.blobs?.max_fee, waits.price()?.next_blob_fee?);
    (max_fee < blob_fee).then(|| Finding {
        cause: Cause::Gas(GasCause::BlobFeeTooLow { max_fee, blob_fee }),
        confidence: sight::observed(facts),
        since: facts.waiting_since(),
    })
}
