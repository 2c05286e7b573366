//! What gas cost in the last blocks.

use serde::Deserialize;

use super::{Quantity, lenient};
use crate::{
    account::{GasBlock, GasMarket},
    evm::fees::FeeRule,
};

/// What `eth_feeHistory` gave, the newest block being this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::evm) struct RawFeeHistory {
    #[serde(deserialize_with = "lenient")]
    base_fee_per_gas: Option<Vec<Quantity>>,
    #[serde(deserialize_with = "lenient")]
    gas_used_ratio: Option<Vec<f64>>,
    #[serde(deserialize_with = "lenient")]
    base_fee_per_blob_gas: Option<Vec<Quantity>>,
    #[serde(deserialize_with = "lenient")]
    reward: Option<Vec<Vec<Quantity>>>,
}

/// The percentiles of tips to be asked for.
pub(in crate::evm) const PERCENTILES: [u8; 2] = [10, 50];

impl RawFeeHistory {
    /// The market after this block; `rule` is taken for the chain's where the blocks prove it.
    pub(in crate::evm) fn market(&self, height: u64, gas_limit: u64, rule: Option<FeeRule>) -> GasMarket {
        let fees: Vec<u128> = self.base_fee_per_gas.iter().flatten().filter_map(|fee| fee.u128()).collect();
        let used = self.gas_used_ratio.as_deref().unwrap_or_default();
        let tips = |at: usize| match self.reward.as_ref()?.get(at)?.as_slice() {
            [low, half] => Some((low.u128()?, half.u128()?)),
            _ => None,
        };
        let blocks = used.iter().zip(&fees).enumerate().map(|(at, (used, base_fee))| GasBlock {
            base_fee: *base_fee,
            used: *used,
            tips: tips(at).filter(|_| *used > 0.0),
        });
        let blocks: Vec<GasBlock> = blocks.collect();
        let next = |fees: Option<&Vec<Quantity>>| fees.and_then(|fees| fees.get(used.len())?.u128());
        GasMarket {
            height,
            // Chains without a base fee answer with zeros.
            next_base_fee: next(self.base_fee_per_gas.as_ref()).filter(|_| fees.iter().any(|fee| *fee > 0)),
            next_blob_fee: next(self.base_fee_per_blob_gas.as_ref()).filter(|fee| *fee > 0),
            gas_limit,
            rule: rule.filter(|rule| rule.reproduces(&blocks)),
            blocks,
        }
    }
}
