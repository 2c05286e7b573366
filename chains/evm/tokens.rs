//! How tokens call themselves and how many digits they have, asked once per token. Symbols are anyone's text.

use std::collections::HashMap;

use alloy_primitives::Address;
use serde_json::json;

use super::{outcome, rpc::Call};
use crate::account::Token;

/// Tokens asked about for one transaction.
const MOST_AT_ONCE: usize = 4;

/// Tokens kept.
const MOST: usize = 4096;

/// What is known of tokens.
#[derive(Default)]
pub(super) struct Tokens(std::sync::Mutex<HashMap<Address, Token>>);

impl Tokens {
    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Address, Token>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Those of these contracts that are to be asked about.
    pub(super) fn unknown(&self, contracts: &[Address]) -> Vec<Address> {
        let known = self.known();
        contracts.iter().filter(|contract| !known.contains_key(*contract)).take(MOST_AT_ONCE).copied().collect()
    }

    /// The calls that ask about one token: `decimals()` and `symbol()`.
    pub(super) fn calls(contract: &Address) -> [Call; 2] {
        let call = |data| ("eth_call", json!([{"to": format!("{contract:#x}"), "data": data}, "latest"]));
        [call("0x313ce567"), call("0x95d89b41")]
    }

    /// Keeps what was answered.
    pub(super) fn learn(&self, contract: Address, decimals: super::rpc::Answer, symbol: super::rpc::Answer) {
        let token = Token { contract, decimals: outcome::decimals(decimals), symbol: outcome::symbol(symbol) };
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(contract, token);
    }

    /// Fills in what is known.
    pub(super) fn describe(&self, token: &mut Token) {
        if let Some(known) = self.known().get(&token.contract) {
            *token = known.clone();
        }
    }
}
