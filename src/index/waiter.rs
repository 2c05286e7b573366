//! One waiting transaction, packed: there may be hundreds of thousands. What it is, and nothing about its place.

use chains::{Claim, NodeId, Payment, Pending, TxId};
use jiff::Timestamp;

use super::Record;

const CLAIM: usize = 36;
const PAYMENT: usize = 16;

/// A waiting transaction in about 110 bytes, besides one allocation for its claims and payments, and one for its note
/// where it has any.
pub(super) struct Waiter {
    pub id: TxId,
    /// Claims, then payments.
    body: Box<[u8]>,
    pub fee: u64,
    /// At which it would be mined.
    pub rate: f64,
    pub vsize: u32,
    entered: u32,
    first_seen: u32,
    claims: u32,
    /// The nodes that hold it, a bit each. None for one that the journal remembered and no node has confirmed.
    pub holders: u16,
    /// Those of them whose peers have not asked for it.
    pub unbroadcast: u16,
    pub signals_replacement: bool,
    pub note: Option<Box<str>>,
    /// Known from the journal only: its details as of now are still to be fetched.
    pub restored: bool,
}

impl Waiter {
    pub fn new(pending: &Pending, first_seen: Timestamp) -> Self {
        Self {
            id: pending.id,
            body: pack(&pending.claims, &pending.pays),
            fee: pending.fee,
            rate: rate(pending.fee, pending.vsize),
            vsize: pending.vsize,
            entered: seconds(pending.entered),
            first_seen: seconds(first_seen),
            claims: pending.claims.len() as u32,
            holders: 0,
            unbroadcast: 0,
            signals_replacement: pending.signals_replacement,
            note: pending.note.clone(),
            restored: false,
        }
    }

    pub fn restore(record: &Record) -> Self {
        Self {
            id: record.id,
            body: pack(&record.claims, &record.pays),
            fee: record.fee,
            rate: rate(record.fee, record.vsize),
            vsize: record.vsize,
            entered: seconds(record.entered),
            first_seen: seconds(record.first_seen),
            claims: record.claims.len() as u32,
            holders: 0,
            unbroadcast: 0,
            signals_replacement: false,
            note: None,
            restored: true,
        }
    }

    /// What fills a free slot.
    pub fn blank() -> Self {
        Self {
            id: TxId([0; 32]),
            body: Box::default(),
            fee: 0,
            rate: 0.0,
            vsize: 0,
            entered: 0,
            first_seen: 0,
            claims: 0,
            holders: 0,
            unbroadcast: 0,
            signals_replacement: false,
            note: None,
            restored: false,
        }
    }

    pub fn claims(&self) -> impl Iterator<Item = Claim> + '_ {
        self.body[..self.claims as usize * CLAIM].as_chunks::<CLAIM>().0.iter().map(|bytes| Claim(*bytes))
    }

    pub fn claim(&self, number: usize) -> Option<Claim> {
        let (claims, _) = self.body.get(..self.claims as usize * CLAIM)?.as_chunks::<CLAIM>();
        claims.get(number).map(|bytes| Claim(*bytes))
    }

    pub fn pays(&self) -> impl Iterator<Item = Payment> + '_ {
        let (numbers, _) = self.body[self.claims as usize * CLAIM..].as_chunks::<8>();
        numbers
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[to, amount]| Payment { to: u64::from_be_bytes(*to), amount: u64::from_be_bytes(*amount) })
    }

    /// How many outputs it has.
    pub fn outputs(&self) -> u32 {
        ((self.body.len() - self.claims as usize * CLAIM) / PAYMENT) as u32
    }

    /// Fee by size, relatives left out.
    pub fn own_rate(&self) -> f64 {
        rate(self.fee, self.vsize)
    }

    /// By the clock of the node that took it, in whole seconds.
    pub fn entered(&self) -> Timestamp {
        time(self.entered)
    }

    /// When a node of ours first had it, by its clock or ours, in whole seconds.
    pub fn first_seen(&self) -> Timestamp {
        time(self.first_seen)
    }

    pub fn set_entered(&mut self, entered: Timestamp) {
        self.entered = seconds(entered);
    }

    pub fn record(&self) -> Record {
        Record {
            id: self.id,
            first_seen: self.first_seen(),
            entered: self.entered(),
            fee: self.fee,
            vsize: self.vsize,
            effective_rate: self.rate,
            claims: self.claims().collect(),
            pays: self.pays().collect(),
        }
    }

    /// Notes what a node says of it; answers whether that is news.
    pub fn hold(&mut self, node: NodeId, unbroadcast: bool) -> bool {
        let before = (self.holders, self.unbroadcast);
        self.holders |= 1 << node.0;
        self.unbroadcast = self.unbroadcast & !(1 << node.0) | u16::from(unbroadcast) << node.0;
        before != (self.holders, self.unbroadcast)
    }

    pub fn let_go(&mut self, node: NodeId) {
        self.holders &= !(1 << node.0);
        self.unbroadcast &= !(1 << node.0);
    }
}

/// Fee by size (sat/vB).
pub(super) fn rate(fee: u64, vsize: u32) -> f64 {
    fee as f64 / f64::from(vsize.max(1))
}

/// Whole seconds since 1970; what doesn't fit is clipped (that is until 2106).
pub(super) fn seconds(time: Timestamp) -> u32 {
    time.as_second().clamp(0, i64::from(u32::MAX)) as u32
}

pub(super) fn time(seconds: u32) -> Timestamp {
    Timestamp::from_second(i64::from(seconds)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn pack(claims: &[Claim], pays: &[Payment]) -> Box<[u8]> {
    let mut body = Vec::with_capacity(claims.len() * CLAIM + pays.len() * PAYMENT);
    claims.iter().for_each(|claim| body.extend_from_slice(&claim.0));
    for payment in pays {
        body.extend_from_slice(&payment.to.to_be_bytes());
        body.extend_from_slice(&payment.amount.to_be_bytes());
    }
    body.into_boxed_slice()
}
