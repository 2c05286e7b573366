//! What the operator says of contracts: which tokens are what they call themselves, and what contracts' own errors come
//! to. Everything else that a contract says of itself is anyone's text.

use chains::{account::Address, evm::reasons::Errors};

/// What the operator says of a chain's contracts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contracts {
    tokens: Vec<Listed>,
    errors: Option<Box<Errors>>,
}

/// A token that the operator vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As it is called.
    pub symbol: String,
    /// Its contract.
    pub contract: Address,
}

impl Contracts {
    /// These tokens, and the well-known errors or those of a table of the operator's.
    pub fn new(tokens: Vec<Listed>, errors: Option<Errors>) -> Self {
        Self { tokens, errors: errors.map(Box::new) }
    }

    /// What the token of this contract is called, where the operator says so.
    pub fn symbol(&self, contract: &Address) -> Option<&str> {
        self.tokens.iter().find(|token| token.contract == *contract).map(|token| token.symbol.as_str())
    }

    /// The contract of the token that is called so, in any case of letters.
    pub fn contract(&self, symbol: &str) -> Option<Address> {
        self.tokens.iter().find(|token| token.symbol.eq_ignore_ascii_case(symbol)).map(|token| token.contract)
    }

    /// Contracts' own errors.
    pub fn errors(&self) -> &Errors {
        self.errors.as_deref().unwrap_or_else(|| Errors::built_in())
    }
}
