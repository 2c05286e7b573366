//! The causes that only a chain with gas has, and what their rules share. A variant's code is its file, its locale key
//! and its API value, as everywhere.

use chains::TxId;

use super::{Confidence, sight};
use crate::facts::{
    Facts, Placement,
    gas::{Account, Address, FailureKind, Gas, InnerKind, NotBefore, Outcome, Price, Signed, Source, Tag, U256},
};

/// Why a transaction on a chain with gas is where it is, with the figures that say so; amounts in wei.
#[derive(Clone, Debug, PartialEq)]
pub enum GasCause {
    /// The most that it pays per gas is below the base fee.
    FeeBelowBase {
        /// The most that it pays.
        max_fee: u128,
        /// The next block's base fee.
        base_fee: u128,
        /// When the base fee can be down to it.
        not_before: NotBefore,
        /// The same in seconds.
        not_before_s: Option<f64>,
    },
    /// It meets the base fee, and leaves less to the block's maker than blocks took lately.
    TipTooLow {
        /// What it would leave in the next block.
        tip: u128,
        /// What was enough in nine of ten recent blocks.
        going_tip: u128,
        /// The next block's base fee.
        base_fee: u128,
    },
    /// A transaction that must be mined before it is nowhere.
    NonceGap {
        /// Its own nonce.
        nonce: u64,
        /// Missing ones, as far as named.
        missing: Vec<u64>,
        /// How many are missing, or at least how many.
        count: u64,
    },
    /// One of the same sender must be mined first, and waits.
    BlockedByEarlierNonce {
        /// The one that is next.
        blocker: TxId,
        /// Its nonce.
        blocker_nonce: u64,
        /// The own nonce.
        nonce: u64,
        /// Why that one waits, as a cause's code; `None` where nothing is wrong with it, but with one between the two, or
        /// where that can't be told.
        why: Option<&'static str>,
    },
    /// Another waiting transaction of the same sender has the same nonce: only one of the two can be mined.
    RivalPending {
        /// The other.
        rival: TxId,
        /// It offers more per gas.
        offers_more: bool,
        /// It pays the same recipient the same.
        same: bool,
    },
    /// It waits where nothing ever waits: the sequencer most likely refused it.
    ProbablyRejected {
        /// How long it has waited.
        waiting_s: f64,
    },
    /// The sender owns less than it may cost, or less than it and the earlier ones may cost together.
    InsufficientBalance {
        /// What it owns.
        balance: U256,
        /// What is needed.
        needed: U256,
        /// The coin's symbol.
        coin: &'static str,
        /// Only together with the earlier ones at their most: those may cost less, or bring some.
        of_line: bool,
    },
    /// It asks for more gas than any block or transaction may have.
    GasLimitTooHigh {
        /// What it asks for.
        gas_limit: u64,
        /// The most that is allowed.
        limit: u64,
    },
    /// It offers less for its blobs than they cost now.
    BlobFeeTooLow {
        /// The most that it pays per blob gas.
        max_fee: u128,
        /// What the next block asks.
        blob_fee: u128,
        /// Seconds within which that can't be down to it; `None` where it never is.
        not_before_s: Option<f64>,
    },
    /// Deep enough, and not yet as final as the receiver wants.
    AwaitingFinality {
        /// What the receiver wants.
        wanted: Tag,
        /// Blocks that this is still away; `None` where nodes don't tell.
        blocks_left: Option<u64>,
    },
    /// Its limit of gas didn't suffice.
    OutOfGas {
        /// Gas used.
        gas_used: u64,
        /// Its limit.
        gas_limit: u64,
        /// How this is known.
        by: Source,
    },
    /// A contract refused, or the machine stopped it.
    Reverted {
        /// What the reason comes to, by its code, where it is one that we know.
        meaning: Option<&'static str>,
        /// The contract's own error, where it is one that we know.
        error: Option<String>,
        /// The error's selector, where we know no more.
        selector: Option<[u8; 4]>,
        /// What it was told with.
        refusal: Refusal,
        /// How this is known.
        by: Source,
    },
    /// It succeeded, and nothing of what was expected moved.
    SucceededWithoutTransfer {
        /// The token that was expected; `None` for the chain's own coin.
        token: Option<Address>,
        /// Who says so.
        by: Claimant,
    },
    /// It succeeded, and somebody else got it.
    SucceededElsewhere {
        /// Who was expected.
        expected: Address,
        /// Who got it, if one did.
        went_to: Option<Address>,
        /// Who expected it.
        by: Claimant,
    },
    /// It succeeded, and another amount arrived.
    SucceededAmountDiffers {
        /// Of which token; `None` for the chain's own coin, and for lures.
        token: Option<Address>,
        /// What was expected, in the smallest unit.
        expected: Option<U256>,
        /// What arrived.
        arrived: U256,
        /// Digits behind the point, where known.
        decimals: Option<u8>,
        /// Who expected it.
        by: Claimant,
        /// Transfers of nothing in the name of others, who signed none of it.
        lure: bool,
    },
    /// It succeeded as a whole, and what it was to do inside failed.
    InnerCallFailed {
        /// Who tells so.
        kind: InnerKind,
        /// What the reason comes to, by its code.
        meaning: Option<&'static str>,
        /// It is one of so many, and whose is not known.
        bundled: Option<u32>,
    },
}

/// What a refusal was told with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// With nothing at all.
    Nothing,
    /// With a text of the contract's, which is anyone's.
    Text,
    /// By the compiler's own checks, with the code of what they found.
    Panic(&'static str),
    /// With an error of the contract's own, known or not.
    Custom,
    /// With something that can't be read.
    Unreadable,
    /// The machine stopped it: an invalid instruction, a stack overflow.
    Machine,
    /// Not known: no node ran it again.
    Untold,
}

impl Refusal {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Text => "text",
            Self::Panic(_) => "panic",
            Self::Custom => "custom",
            Self::Unreadable => "unreadable",
            Self::Machine => "machine",
            Self::Untold => "untold",
        }
    }

    /// What the compiler's checks found, by its code.
    pub fn panic(self) -> Option<&'static str> {
        match self {
            Self::Panic(code) => Some(code),
            Self::Nothing | Self::Text | Self::Custom | Self::Unreadable | Self::Machine | Self::Untold => None,
        }
    }
}

/// Who says what was to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimant {
    /// Who asks.
    Asker,
    /// Who asks; that it didn't come to that is a conclusion.
    AskerAsFarAsSeen,
    /// The transaction itself, as we read it: a conclusion.
    Transaction,
}

impl Claimant {
    pub(super) fn asker_if(asker: bool) -> Self {
        if asker { Self::Asker } else { Self::Transaction }
    }

    pub(super) fn confidence(self, facts: &Facts) -> Confidence {
        match self {
            Self::Asker => sight::observed(facts),
            Self::AskerAsFarAsSeen | Self::Transaction => Confidence::Inferred,
        }
    }

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asker | Self::AskerAsFarAsSeen => "asker",
            Self::Transaction => "transaction",
        }
    }
}

impl GasCause {
    /// Every code, in the order of the variants.
    pub const CODES: [&str; 16] = [
        "fee_below_base",
        "tip_too_low",
        "nonce_gap",
        "blocked_by_earlier_nonce",
        "rival_pending",
        "probably_rejected",
        "insufficient_balance",
        "gas_limit_too_high",
        "blob_fee_too_low",
        "awaiting_finality",
        "out_of_gas",
        "reverted",
        "succeeded_without_transfer",
        "succeeded_elsewhere",
        "succeeded_amount_differs",
        "inner_call_failed",
    ];

    /// The stable word: API value, locale key and file name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FeeBelowBase { .. } => "fee_below_base",
            Self::TipTooLow { .. } => "tip_too_low",
            Self::NonceGap { .. } => "nonce_gap",
            Self::BlockedByEarlierNonce { .. } => "blocked_by_earlier_nonce",
            Self::RivalPending { .. } => "rival_pending",
            Self::ProbablyRejected { .. } => "probably_rejected",
            Self::InsufficientBalance { .. } => "insufficient_balance",
            Self::GasLimitTooHigh { .. } => "gas_limit_too_high",
            Self::BlobFeeTooLow { .. } => "blob_fee_too_low",
            Self::AwaitingFinality { .. } => "awaiting_finality",
            Self::OutOfGas { .. } => "out_of_gas",
            Self::Reverted { .. } => "reverted",
            Self::SucceededWithoutTransfer { .. } => "succeeded_without_transfer",
            Self::SucceededElsewhere { .. } => "succeeded_elsewhere",
            Self::SucceededAmountDiffers { .. } => "succeeded_amount_differs",
            Self::InnerCallFailed { .. } => "inner_call_failed",
        }
    }
}

/// A transaction that waits on a chain with gas, as far as it is known.
pub(super) struct Waits<'a> {
    pub gas: &'a Gas,
    pub signed: &'a Signed,
}

/// It waits, and what it offers is known.
pub(super) fn waits(facts: &Facts) -> Option<Waits<'_>> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::Pooled(_)))?;
    Some(Waits { gas, signed: gas.signed.as_ref()? })
}

impl<'a> Waits<'a> {
    pub fn price(&self) -> Option<&'a Price> {
        self.gas.price.as_ref()
    }

    pub fn account(&self) -> Option<&'a Account> {
        self.gas.account.as_ref()
    }
}

/// The outcome of one in a block, with its failure if it failed.
pub(super) fn failure(facts: &Facts) -> Option<(&Gas, FailureKind)> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::InBlock { .. }))?;
    let outcome = gas.outcome.as_ref().filter(|outcome| outcome.succeeded == Some(false))?;
    Some((gas, outcome.failure.as_ref().map_or(FailureKind::Unknown, |failure| failure.kind)))
}

/// It is in a block and failed.
pub(super) fn has_failed(facts: &Facts) -> bool {
    failure(facts).is_some()
}

/// It is in a block, and nothing speaks against its success there: where a chain has gas, its receipt says so. Without
/// one it may have failed.
pub(super) fn has_succeeded(facts: &Facts) -> bool {
    let told = |gas: &Gas| gas.outcome.as_ref().is_some_and(|outcome| succeeded(gas, outcome));
    matches!(facts.placement, Placement::InBlock { .. }) && facts.gas.as_deref().is_none_or(told)
}

/// Receipts of before late 2017 tell no status. A payment that used no more than a bare one costs ran no code that could
/// have failed.
fn succeeded(gas: &Gas, outcome: &Outcome) -> bool {
    let bare = gas.signed.as_ref().is_some_and(|signed| signed.input.len == 0 && signed.to.is_some());
    outcome.succeeded.unwrap_or(bare && outcome.gas_used == BARE_PAYMENT)
}

/// Gas.
const BARE_PAYMENT: u64 = 21_000;
