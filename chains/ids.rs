//! Ids of transactions and blocks, and claims: what a transaction consumes and no other may. Written as people and RPC
//! write them; nothing here knows a node.

use std::{fmt, str::FromStr};

use crate::account::Address;

/// A transaction's id: 32 bytes in the order in which people and RPC write them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TxId(pub [u8; 32]);

/// A block's hash: 32 bytes in the order in which people and RPC write them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockHash(pub [u8; 32]);

/// What a transaction consumes and no other transaction may consume as well: an outpoint on Bitcoin, a
/// sender's nonce on an EVM chain. Two transactions with a common claim are rivals; a claim on an output of a
/// waiting transaction makes that one a blocker.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Claim(pub [u8; 36]);

impl Claim {
    /// The output `vout` of the transaction `id`.
    pub fn outpoint(id: &TxId, vout: u32) -> Self {
        let mut bytes = [0; 36];
        bytes[..32].copy_from_slice(&id.0);
        bytes[32..].copy_from_slice(&vout.to_be_bytes());
        Self(bytes)
    }

    /// The nonce of a sender.
    pub fn nonce(sender: &Address, nonce: u64) -> Self {
        let mut bytes = [0; 36];
        bytes[..20].copy_from_slice(sender.as_slice());
        bytes[20..28].copy_from_slice(&nonce.to_be_bytes());
        Self(bytes)
    }

    /// The sender and its nonce, on a chain whose claims are such.
    pub fn sender_and_nonce(&self) -> (Address, u64) {
        let mut nonce = [0; 8];
        nonce.copy_from_slice(&self.0[20..28]);
        (Address::from_slice(&self.0[..20]), u64::from_be_bytes(nonce))
    }

    /// The transaction whose output this is.
    pub fn source(&self) -> TxId {
        let mut id = [0; 32];
        id.copy_from_slice(&self.0[..32]);
        TxId(id)
    }

    /// The number of the output.
    pub fn vout(&self) -> u32 {
        u32::from_be_bytes([self.0[32], self.0[33], self.0[34], self.0[35]])
    }
}

/// The id is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 hexadecimal digits")]
pub struct NotAnId;

impl FromStr for TxId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAnId)?;
        Ok(Self(bytes))
    }
}

impl FromStr for BlockHash {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse::<TxId>().map(|id| Self(id.0))
    }
}

impl fmt::Display for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        hex::encode_to_slice(self.0, &mut text).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Display for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TxId(self.0).fmt(f)
    }
}

impl fmt::Debug for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for BlockHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source(), self.vout())
    }
}
