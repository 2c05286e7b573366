//! What only a chain with gas has, as callers see it: amounts of its coin, fees per gas, and the stable words of what nodes
//! tell. Decides nothing. Addresses are written with their check sum's capitals, fees per gas in gwei beside the wei.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::gas::{FailureKind, InnerKind, Source, U256, decimal};

mod cause;
mod facts;
mod outcome;

pub use cause::GasCauseData;
pub use facts::EvmFacts;

/// An amount of a chain's own coin: under the coin's symbol a decimal number, under `wei` the integer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(examples(json!({"eth": "0.1", "wei": "100000000000000000"})))]
pub struct CoinAmount(BTreeMap<String, String>);

/// A fee per gas.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GasPrice {
    /// In gwei.
    pub gwei: f64,
    /// In wei.
    pub wei: String,
}

const COIN_DECIMALS: u8 = 18;

impl CoinAmount {
    fn new(coin: &str, wei: U256) -> Self {
        Self(BTreeMap::from([
            (coin.to_ascii_lowercase(), decimal(wei, COIN_DECIMALS)),
            ("wei".to_owned(), wei.to_string()),
        ]))
    }
}

impl CoinAmount {
    /// So many gwei.
    pub(super) fn gwei(coin: &str, gwei: f64) -> Self {
        Self::new(coin, U256::from((gwei.max(0.0) * 1e9) as u128))
    }

    /// As people read it: `0.00042 ETH`.
    pub(super) fn text(&self) -> String {
        let coin = self.0.iter().find(|(coin, _)| *coin != "wei");
        coin.map_or_else(String::new, |(coin, amount)| format!("{amount} {}", coin.to_ascii_uppercase()))
    }
}

impl GasPrice {
    fn wei(wei: u128) -> Self {
        // Nine digits behind the point are exact.
        Self { gwei: wei as f64 / 1e9, wei: wei.to_string() }
    }
}

fn failure_code(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Reverted => "reverted",
        FailureKind::OutOfGas => "out_of_gas",
        FailureKind::Machine => "machine",
        FailureKind::Unknown => "unknown",
    }
}

fn source_code(by: Source) -> &'static str {
    match by {
        Source::Trace => "trace",
        Source::Replay => "replay",
        Source::Receipt => "receipt",
    }
}

fn inner_code(kind: InnerKind) -> &'static str {
    match kind {
        InnerKind::Safe => "safe",
        InnerKind::UserOperation => "user_operation",
    }
}

fn hex(bytes: [u8; 4]) -> String {
    bytes.iter().fold("0x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_full() {
        assert_eq!(decimal(U256::from(100_000_000_000_000_000_u64), 18), "0.1");
        assert_eq!(decimal(U256::from(1_500_000), 6), "1.5");
        assert_eq!(decimal(U256::from(7), 0), "7");
        assert_eq!(decimal(U256::ZERO, 18), "0");
        assert_eq!(decimal(U256::from(1), 18), "0.000000000000000001");
    }
}
