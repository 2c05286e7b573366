//! Transactions of the simulated chain with gas as their senders make them, and what is to come of them in a block.

use alloy_primitives::keccak256;
use alloy_sol_types::{Revert, SolError};

use super::world::GWEI;
use crate::{
    TxId,
    account::{
        Address, Blobs, Failure, FailureKind, Inner, InnerKind, Input, Moved, Signed, Source, Token, TokenCall, U256,
        What, first_eight,
    },
};

/// A transaction before it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Who signs it.
    pub sender: Address,
    /// Its place in the sender's line; the next free one where open.
    pub nonce: Option<u64>,
    /// Whom it pays or calls.
    pub to: Address,
    /// What it pays in the chain's own coin (wei).
    pub value: U256,
    /// What it asks a token contract (`to`) to move.
    pub token: Option<TokenCall>,
    /// Most gas that it may use.
    pub gas_limit: u64,
    /// Most that it pays per gas (wei).
    pub max_fee: u128,
    /// Most of that for the block's maker (wei).
    pub tip: u128,
    /// What it offers for blobs.
    pub blobs: Option<Blobs>,
    /// What comes of it in a block.
    pub ends: Ending,
}

/// What comes of a transaction in a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// It does what it says.
    AsMeant,
    /// It succeeds, and its token logs these moves instead.
    Moves(Vec<(Address, U256)>),
    /// It succeeds, and what a Safe wallet was to do fails inside.
    FailsInside,
    /// A contract refuses, with this text.
    Refused(&'static str),
    /// Its limit of gas doesn't suffice.
    OutOfGas,
}

/// Digits behind the point of every token here.
const DECIMALS: u8 = 6;

impl Call {
    /// An ordinary payment at an ordinary price.
    pub fn pay(sender: Address, to: Address, value: U256) -> Self {
        Self {
            sender,
            nonce: None,
            to,
            value,
            token: None,
            gas_limit: 21_000,
            max_fee: 60 * GWEI,
            tip: 2 * GWEI,
            blobs: None,
            ends: Ending::AsMeant,
        }
    }

    /// An ordinary transfer of a token.
    pub fn transfer(sender: Address, token: Address, to: Address, amount: U256) -> Self {
        let call = TokenCall { to, amount };
        Self { to: token, token: Some(call), gas_limit: 65_000, ..Self::pay(sender, token, U256::ZERO) }
    }

    /// At this price per gas (wei).
    pub fn offering(self, max_fee: u128, tip: u128) -> Self {
        Self { max_fee, tip, ..self }
    }

    pub(super) fn signed(&self, id: TxId, nonce: u64) -> Signed {
        Signed {
            id,
            sender: self.sender,
            nonce,
            to: Some(self.to),
            value: self.value,
            input: self.input(),
            gas_limit: self.gas_limit,
            max_fee: self.max_fee,
            tip: self.tip,
            blobs: self.blobs,
            by_protocol: false,
            fee_in_other: false,
        }
    }

    fn input(&self) -> Input {
        let bytes = match (&self.token, &self.ends) {
            (Some(call), _) => {
                let (to, amount) = (call.to.into_word(), call.amount.to_be_bytes::<32>());
                [&TRANSFER[..], to.as_slice(), &amount].concat()
            }
            (None, Ending::AsMeant) => Vec::new(),
            (None, Ending::Moves(_) | Ending::FailsInside | Ending::Refused(_) | Ending::OutOfGas) => EXECUTE.to_vec(),
        };
        Input {
            len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            digest: first_eight(keccak256(&bytes)),
            selector: bytes.first_chunk().copied(),
            token: self.token,
        }
    }

    pub(super) fn gas_used(&self) -> u64 {
        if self.ends == Ending::OutOfGas { self.gas_limit } else { self.gas_limit - self.gas_limit / 4 }.max(21_000)
    }

    pub(super) fn failure(&self) -> Option<Failure> {
        let failed = |kind, data| Some(Failure { by: Source::Trace, data, kind });
        match self.ends {
            Ending::AsMeant | Ending::Moves(_) | Ending::FailsInside => None,
            Ending::Refused(text) => failed(FailureKind::Reverted, Revert::from(text).abi_encode()),
            Ending::OutOfGas => failed(FailureKind::OutOfGas, Vec::new()),
        }
    }

    pub(super) fn moved(&self) -> Vec<Moved> {
        let token = |(to, amount): &(Address, U256)| {
            let token = Token { contract: self.to, decimals: Some(DECIMALS), symbol: Some("DEMO".into()) };
            Moved { token: Some(token), from: self.sender, to: *to, what: What::Amount(*amount) }
        };
        match (&self.ends, &self.token) {
            (Ending::Moves(moves), _) => moves.iter().map(token).collect(),
            (Ending::AsMeant, Some(call)) => vec![token(&(call.to, call.amount))],
            (Ending::AsMeant, None) => {
                vec![Moved { token: None, from: self.sender, to: self.to, what: What::Amount(self.value) }]
            }
            (Ending::FailsInside | Ending::Refused(_) | Ending::OutOfGas, _) => Vec::new(),
        }
    }

    pub(super) fn inner(&self) -> Vec<Inner> {
        let failed = Inner { kind: InnerKind::Safe, account: self.to, data: Vec::new(), verified: true };
        if self.ends == Ending::FailsInside { vec![failed] } else { Vec::new() }
    }
}

/// `transfer(address,uint256)`.
const TRANSFER: [u8; 4] = [0xa9, 0x05, 0x9c, 0xbb];
/// A Safe's `execTransaction`.
const EXECUTE: [u8; 4] = [0x6a, 0x76, 0x12, 0x02];
