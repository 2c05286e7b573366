//! What an operator says of a chain's contracts: tokens by symbol and address, and a table of contracts' own errors.
//! Reads the table's file; asks no node whether a token calls itself so.

use std::path::Path;

use chains::{
    Kind,
    evm::{networks::Traits, reasons::Errors},
};
use serde::Deserialize;

use crate::{
    facts::contracts::{Contracts, Listed},
    parse,
};

/// Letters of the longest symbol.
const LONGEST_SYMBOL: usize = 16;

#[derive(Deserialize)]
pub(super) struct RawToken {
    symbol: String,
    contract: String,
}

/// What is said of contracts, checked; only of a chain with gas.
pub(super) fn check(
    tokens: Vec<RawToken>,
    errors_file: Option<&Path>,
    kind: Kind,
    place: &str,
    problems: &mut Vec<String>,
) -> Contracts {
    let Kind::Evm { chain_id } = kind else {
        let given = [("tokens", !tokens.is_empty()), ("errors_file", errors_file.is_some())];
        for (name, _) in given.into_iter().filter(|(_, given)| *given) {
            problems.push(format!("{place}.{name}: only chains of kind evm have it"));
        }
        return Contracts::default();
    };
    let mut listed: Vec<Listed> = Vec::new();
    for token in tokens {
        match token.check(Traits::of(chain_id).coin, &listed) {
            Ok(token) => listed.push(token),
            Err(problem) => problems.push(format!("{place}.tokens.{problem}")),
        }
    }
    Contracts::new(listed, errors_file.and_then(|path| errors(path, place, problems)))
}

impl RawToken {
    fn check(self, coin: &str, listed: &[Listed]) -> Result<Listed, String> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'$');
        let Self { symbol, contract } = self;
        if symbol.is_empty() || symbol.len() > LONGEST_SYMBOL || !symbol.bytes().all(plain) {
            return Err(format!("symbol: one has 1 to {LONGEST_SYMBOL} of A–Z, a–z, 0–9, `.`, `-`, `+` and `$`"));
        }
        let Some(contract) = parse::evm_address(&contract) else {
            return Err(format!("{symbol}.contract: not an address, or a letter of its check sum is wrong"));
        };
        if symbol.eq_ignore_ascii_case(coin) {
            return Err(format!("{symbol}: that is what the chain's own coin is called"));
        }
        let twice = |known: &&Listed| known.contract == contract || known.symbol.eq_ignore_ascii_case(&symbol);
        match listed.iter().find(twice) {
            Some(known) => Err(format!("{symbol}: shares its symbol or its contract with {}", known.symbol)),
            None => Ok(Listed { symbol, contract }),
        }
    }
}

fn errors(path: &Path, place: &str, problems: &mut Vec<String>) -> Option<Errors> {
    let problem = match std::fs::read_to_string(path) {
        Ok(table) => match Errors::with(&table) {
            Ok(errors) => return Some(errors),
            Err(bad) => bad.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        },
        Err(error) => error.to_string(),
    };
    problems.push(format!("{place}.errors_file: {}: {problem}", path.display()));
    None
}
