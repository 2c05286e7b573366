//! Transactions of the simulated chain, before and after they are sent. Knows nothing of mempools.

use jiff::SignedDuration;
use rand::{Rng, rngs::StdRng};

use crate::{BlockTx, Claim, Payment, TxId};

/// A transaction as a sender makes it. What is left open is made up when it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Fee in sat.
    pub fee: u64,
    /// Virtual size in vB.
    pub vsize: u32,
    /// What it consumes; a fresh coin of its own where empty.
    pub claims: Vec<Claim>,
    /// Whom it pays, the change last; a recipient and a change where empty.
    pub pays: Vec<Payment>,
    /// It says that it may be replaced.
    pub signals_replacement: bool,
    /// No peer asks for it.
    pub unbroadcast: bool,
    /// How long ago the nodes took it.
    pub age: SignedDuration,
}

impl Draft {
    /// An ordinary payment of 141 vB at this rate (sat/vB).
    pub fn paying(rate: f64) -> Self {
        let draft = Self {
            fee: 0,
            vsize: 141,
            claims: Vec::new(),
            pays: Vec::new(),
            signals_replacement: true,
            unbroadcast: false,
            age: SignedDuration::ZERO,
        };
        draft.rate(rate)
    }

    /// With the fee that this rate (sat/vB) comes to.
    pub fn rate(self, rate: f64) -> Self {
        Self { fee: (rate * f64::from(self.vsize)).ceil() as u64, ..self }
    }

    /// Of this size (vB), at the same rate.
    pub fn size(self, vsize: u32) -> Self {
        let rate = self.fee as f64 / f64::from(self.vsize.max(1));
        Self { vsize, ..self }.rate(rate)
    }

    /// Spends the output `vout` of another transaction, besides what it spends already.
    pub fn spending(mut self, parent: &TxId, vout: u32) -> Self {
        self.claims.push(Claim::outpoint(parent, vout));
        self
    }

    /// Pays somebody, besides those it pays already.
    pub fn to(mut self, recipient: u64, amount: u64) -> Self {
        self.pays.push(Payment { to: recipient, amount });
        self
    }

    /// Taken by the nodes so long ago.
    pub fn aged(self, age: SignedDuration) -> Self {
        Self { age, ..self }
    }

    /// Nobody has asked for it.
    pub fn unbroadcast(self) -> Self {
        Self { unbroadcast: true, ..self }
    }

    /// The same transfer at a higher rate (sat/vB): what the fee gains, the change loses.
    pub fn bumped(self, rate: f64) -> Self {
        let before = self.fee;
        let mut bumped = Self { age: SignedDuration::ZERO, ..self }.rate(rate);
        if let Some(change) = bumped.pays.last_mut() {
            change.amount = change.amount.saturating_sub(bumped.fee.saturating_sub(before));
        }
        bumped
    }

    /// The same coins at a higher rate (sat/vB), all of them to somebody else.
    pub fn redirected(self, rate: f64, recipient: u64) -> Self {
        let amount = self.pays.iter().map(|pay| pay.amount).sum();
        let pays = vec![Payment { to: recipient, amount }];
        Self { pays, age: SignedDuration::ZERO, ..self }.rate(rate)
    }

    pub(super) fn finished(mut self, random: &mut StdRng) -> Self {
        if self.claims.is_empty() {
            self.claims.push(Claim::outpoint(&random_id(random), 0));
        }
        if self.pays.is_empty() {
            self.pays = (0..2)
                .map(|_| Payment { to: random.random(), amount: random.random_range(10_000..50_000_000) })
                .collect();
        }
        self
    }

    pub(super) fn in_block(&self, id: TxId) -> BlockTx {
        BlockTx { id, claims: self.claims.clone(), pays: self.pays.clone() }
    }

    /// Fee per size (sat/vB).
    pub(super) fn own_rate(&self) -> f64 {
        self.fee as f64 / f64::from(self.vsize.max(1))
    }
}

pub(super) fn random_id(random: &mut StdRng) -> TxId {
    TxId(random.random())
}
