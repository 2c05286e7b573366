//! Claims and payments packed into bytes: a version byte, then entries of fixed width, numbers big-endian. Knows
//! neither rows nor databases.

use chains::{Claim, Payment};

/// The layout written here; a reader that meets another one refuses it.
const VERSION: u8 = 1;
const CLAIM: usize = 36;
const PAYMENT: usize = 16;

/// Packs claims, 36 bytes each.
pub fn pack_claims(claims: &[Claim]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + claims.len() * CLAIM);
    bytes.push(VERSION);
    claims.iter().for_each(|claim| bytes.extend_from_slice(&claim.0));
    bytes
}

/// The claims in a packed row; `None` where the bytes are not ours.
pub fn unpack_claims(bytes: &[u8]) -> Option<Vec<Claim>> {
    let (claims, []) = body(bytes)?.as_chunks::<CLAIM>() else { return None };
    Some(claims.iter().map(|claim| Claim(*claim)).collect())
}

/// Packs payments, 16 bytes each.
pub fn pack_pays(pays: &[Payment]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + pays.len() * PAYMENT);
    bytes.push(VERSION);
    for pay in pays {
        bytes.extend_from_slice(&pay.to.to_be_bytes());
        bytes.extend_from_slice(&pay.amount.to_be_bytes());
    }
    bytes
}

/// The payments in a packed row; `None` where the bytes are not ours.
pub fn unpack_pays(bytes: &[u8]) -> Option<Vec<Payment>> {
    let (words, []) = body(bytes)?.as_chunks::<8>() else { return None };
    let (pays, []) = words.as_chunks::<2>() else { return None };
    Some(
        pays.iter()
            .map(|[to, amount]| Payment { to: u64::from_be_bytes(*to), amount: u64::from_be_bytes(*amount) })
            .collect(),
    )
}

fn body(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [VERSION, body @ ..] => Some(body),
        [..] => None,
    }
}
