//! How tokens call themselves and how many digits they have, asked once per token. Symbols are anyone's text.

use std::sync::{Mutex, MutexGuard, PoisonError};

use alloy_primitives::{Address, U256};
use serde_json::json;

use super::{
    recent::Recent,
    refusals::Refusal,
    rpc::{Answer, Call, CallError},
    wire::Bytes,
};
use crate::account::Token;

/// Tokens asked about for one transaction.
const MOST_AT_ONCE: usize = 4;

/// Tokens kept.
const MOST: usize = 4096;

/// Gas that a token may use to answer: enough for any honest one behind a proxy, and too little to fill memory.
const GAS: &str = "0x186a0";

/// Answers longer than this, as JSON, aren't read.
const MOST_CHARS: usize = 4096;

/// Bytes of a symbol that are kept.
const MOST_SYMBOL: usize = 256;

/// 256 bits have 78 digits, so that more decimals than this make no sense.
const MOST_DECIMALS: u8 = 77;

/// What is known of tokens.
pub(super) struct Tokens(Mutex<Recent<Address, Token>>);

impl Default for Tokens {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(MOST)))
    }
}

impl Tokens {
    fn known(&self) -> MutexGuard<'_, Recent<Address, Token>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of these contracts that are to be asked about.
    pub(super) fn unknown(&self, contracts: &[Address]) -> Vec<Address> {
        let known = self.known();
        contracts.iter().filter(|contract| known.get(contract).is_none()).take(MOST_AT_ONCE).copied().collect()
    }

    /// The calls that ask about one token: `decimals()` and `symbol()`.
    pub(super) fn calls(contract: &Address) -> [Call; 2] {
        let call = |data| ("eth_call", json!([{"to": format!("{contract:#x}"), "data": data, "gas": GAS}, "latest"]));
        [call("0x313ce567"), call("0x95d89b41")]
    }

    /// Keeps what was answered, where the contract itself did: a node that couldn't ask it is asked again.
    pub(super) fn learn(&self, contract: Address, decimals: &Answer, symbol: &Answer) {
        if !by_contract(decimals) || !by_contract(symbol) {
            return;
        }
        let token = Token { contract, decimals: read_decimals(decimals), symbol: read_symbol(symbol) };
        self.known().insert(contract, token);
    }

    /// Fills in what is known.
    pub(super) fn describe(&self, token: &mut Token) {
        if let Some(known) = self.known().get(&token.contract) {
            *token = known.clone();
        }
    }
}

/// Whether the contract answered, be it by refusing, rather than the node that was to ask it.
fn by_contract(answer: &Answer) -> bool {
    let refused = [Refusal::Reverted, Refusal::OutOfGas, Refusal::Broken];
    match answer {
        Ok(_) => true,
        Err(CallError::Said { refusal, .. }) => refusal.is_some_and(|refusal| refused.contains(&refusal)),
        Err(CallError::NoMethod | CallError::Node(_)) => false,
    }
}

/// A number.
fn read_decimals(answer: &Answer) -> Option<u8> {
    let word = returned(answer)?;
    let decimals = u8::try_from(U256::from_be_slice(word.get(..32)?)).ok()?;
    (decimals <= MOST_DECIMALS).then_some(decimals)
}

/// A string, or (old ones) 32 bytes.
fn read_symbol(answer: &Answer) -> Option<String> {
    let data = returned(answer)?;
    let text = match data.len() {
        32 => data.iter().take_while(|byte| **byte != 0).copied().collect(),
        _ => {
            let len = usize::try_from(U256::from_be_slice(data.get(32..64)?)).ok()?.min(MOST_SYMBOL);
            data.get(64..64 + len)?.to_vec()
        }
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    (!text.is_empty()).then_some(text)
}

fn returned(answer: &Answer) -> Option<Vec<u8>> {
    let text = answer.as_ref().ok().filter(|text| text.get().len() <= MOST_CHARS)?;
    serde_json::from_str::<Bytes>(text.get()).ok().map(|bytes| bytes.0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn answer(hex: &str) -> Answer {
        Ok(RawValue::from_string(format!("\"0x{hex}\"")).unwrap())
    }

    fn word(number: usize) -> String {
        format!("{number:064x}")
    }

    #[test]
    fn old_and_new_tokens_are_read() {
        assert_eq!(read_decimals(&answer(&word(6))), Some(6));
        let usdt = format!("{}{}{:0<64}", word(32), word(4), hex::encode("USDT"));
        assert_eq!(read_symbol(&answer(&usdt)).as_deref(), Some("USDT"));
        assert_eq!(read_symbol(&answer(&format!("{:0<64}", hex::encode("MKR")))).as_deref(), Some("MKR"));
    }

    #[test]
    fn what_a_node_couldn_t_ask_is_asked_again() {
        let (tokens, contract) = (Tokens::default(), Address::repeat_byte(7));
        let said = |refusal| Err(CallError::Said { refusal, data: Vec::new() });
        for failed in [said(Some(Refusal::RateLimited)), said(None), Err(CallError::NoMethod)] {
            tokens.learn(contract, &answer(&word(6)), &failed);
            tokens.learn(contract, &failed, &said(Some(Refusal::Reverted)));
            assert_eq!(tokens.unknown(&[contract]), [contract], "{failed:?}");
        }
        tokens.learn(contract, &answer(&word(6)), &said(Some(Refusal::Reverted)));
        assert!(tokens.unknown(&[contract]).is_empty());
        let mut token = Token { contract, decimals: None, symbol: None };
        tokens.describe(&mut token);
        assert_eq!((token.decimals, token.symbol), (Some(6), None));
    }

    #[test]
    fn odd_and_hostile_tokens_say_nothing() {
        for decimals in [word(78), word(255), word(1 << 40), "ff".repeat(32), String::new(), "06".into()] {
            assert_eq!(read_decimals(&answer(&decimals)), None, "{decimals}");
        }
        let endless = format!("{}{}{}", word(32), word(usize::MAX), "41".repeat(300));
        assert_eq!(read_symbol(&answer(&endless)).unwrap().len(), MOST_SYMBOL);
        let huge = format!("{}{}{}", word(32), word(4), "41".repeat(1 << 20));
        assert_eq!(read_symbol(&answer(&huge)), None, "megabytes aren't read");
        for symbol in [String::new(), word(0), word(32), format!("{}{}", word(32), "ff".repeat(32))] {
            assert_eq!(read_symbol(&answer(&symbol)), None, "{symbol}");
        }
    }
}
