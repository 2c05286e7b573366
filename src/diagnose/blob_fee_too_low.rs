//! It carries blobs, and offers less for them than the next block asks. That price falls by at most so much a block, so
//! that a time before which it can't be mined is certain; when it does fall so far nobody can tell.

use chains::evm::fees::blob_not_before_blocks;
use jiff::Timestamp;

use super::{Cause, Finding, GasCause, gas::waits, sight};
use crate::facts::{
    Facts,
    gas::{Price, Signed},
};

pub(super) fn find(facts: &Facts, _now: Timestamp) -> Option<Finding> {
    let waits = waits(facts)?;
    let (max_fee, blob_fee) = too_low(waits.signed, waits.price()?)?;
    let blocks = blob_not_before_blocks(max_fee, blob_fee);
    let not_before_s = blocks.map(|blocks| f64::from(blocks) * facts.network.block_interval_s);
    Some(Finding {
        cause: Cause::Gas(GasCause::BlobFeeTooLow { max_fee, blob_fee, not_before_s }),
        confidence: sight::observed(facts),
        since: facts.waiting_since(),
    })
}

/// What it offers for its blobs and what they cost now, where that is more.
pub(super) fn too_low(signed: &Signed, price: &Price) -> Option<(u128, u128)> {
    let fees = (signed.blobs?.max_fee, price.next_blob_fee?);
    Some(fees).filter(|(max_fee, blob_fee)| max_fee < blob_fee)
}
