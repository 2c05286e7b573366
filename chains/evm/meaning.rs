//! What a revert comes to, in one stable word each, so that explanations can say it in words of their own.
//! Says nothing of who is to blame, and never repeats what a contract wrote.
//! The words are keys of messages and values of the API: add, but don't rename.

/// What a contract's refusal comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// The price moved beyond what the sender allowed.
    Slippage,
    /// Someone had less of a token or coin than was to be moved.
    InsufficientBalance,
    /// The owner hasn't allowed the contract to move this much of a token.
    InsufficientAllowance,
    /// It was mined after the time limit that it named.
    ExpiredDeadline,
    /// It was mined before the time from which it is allowed.
    TooEarly,
    /// The contract is stopped for now.
    Paused,
    /// The token's issuer blocks one of the addresses.
    Blacklisted,
    /// The sender may not do this: not the owner, or without the role.
    NotAuthorized,
    /// A signature inside it doesn't fit.
    InvalidSignature,
    /// A number used once, inside it, was used before or is out of turn.
    BadNonce,
    /// The recipient can't receive this.
    BadRecipient,
    /// Moving a token or coin failed for a reason that the token didn't give.
    TransferFailed,
    /// The market hasn't enough to trade against.
    NoLiquidity,
    /// A cap of the contract would be exceeded.
    LimitExceeded,
    /// A loan would no longer be covered.
    UnsafePosition,
    /// Too little gas was passed on inside.
    NotEnoughGas,
    /// Too little was paid for a service.
    InsufficientFee,
    /// The contract was called while it was at work.
    ReentrantCall,
    /// It was done before.
    AlreadyDone,
    /// The amount is zero or otherwise not allowed.
    InvalidAmount,
    /// A sum ran over or under.
    Arithmetic,
    /// A price that it relies on is too old or missing.
    StalePrice,
    /// A call inside it failed.
    InnerCallFailed,
}

/// Words of revert texts that leave no doubt, for texts that no table lists; lower case, the first that occurs counts.
const GUESSES: [(&str, Meaning); 28] = [
    ("exceeds allowance", Meaning::InsufficientAllowance),
    ("insufficient allowance", Meaning::InsufficientAllowance),
    ("insufficient-allowance", Meaning::InsufficientAllowance),
    ("allowance exceeded", Meaning::InsufficientAllowance),
    ("exceeds balance", Meaning::InsufficientBalance),
    ("insufficient balance", Meaning::InsufficientBalance),
    ("insufficient-balance", Meaning::InsufficientBalance),
    ("insufficient funds", Meaning::InsufficientBalance),
    ("balance too low", Meaning::InsufficientBalance),
    ("not enough balance", Meaning::InsufficientBalance),
    ("insufficient_output_amount", Meaning::Slippage),
    ("excessive_input_amount", Meaning::Slippage),
    ("insufficient output", Meaning::Slippage),
    ("slippage", Meaning::Slippage),
    ("too little received", Meaning::Slippage),
    ("return amount is not enough", Meaning::Slippage),
    ("insufficient_liquidity", Meaning::NoLiquidity),
    ("insufficient liquidity", Meaning::NoLiquidity),
    ("not expired", Meaning::TooEarly),
    ("expired", Meaning::ExpiredDeadline),
    ("deadline", Meaning::ExpiredDeadline),
    ("blacklisted", Meaning::Blacklisted),
    ("blocklisted", Meaning::Blacklisted),
    ("while paused", Meaning::Paused),
    (": paused", Meaning::Paused),
    ("caller is not the owner", Meaning::NotAuthorized),
    ("reentrant call", Meaning::ReentrantCall),
    ("invalid signature", Meaning::InvalidSignature),
];

impl Meaning {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Slippage,
        Self::InsufficientBalance,
        Self::InsufficientAllowance,
        Self::ExpiredDeadline,
        Self::TooEarly,
        Self::Paused,
        Self::Blacklisted,
        Self::NotAuthorized,
        Self::InvalidSignature,
        Self::BadNonce,
        Self::BadRecipient,
        Self::TransferFailed,
        Self::NoLiquidity,
        Self::LimitExceeded,
        Self::UnsafePosition,
        Self::NotEnoughGas,
        Self::InsufficientFee,
        Self::ReentrantCall,
        Self::AlreadyDone,
        Self::InvalidAmount,
        Self::Arithmetic,
        Self::StalePrice,
        Self::InnerCallFailed,
    ];

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slippage => "slippage",
            Self::InsufficientBalance => "insufficient_balance",
            Self::InsufficientAllowance => "insufficient_allowance",
            Self::ExpiredDeadline => "expired_deadline",
            Self::TooEarly => "too_early",
            Self::Paused => "paused",
            Self::Blacklisted => "blacklisted",
            Self::NotAuthorized => "not_authorized",
            Self::InvalidSignature => "invalid_signature",
            Self::BadNonce => "bad_nonce",
            Self::BadRecipient => "bad_recipient",
            Self::TransferFailed => "transfer_failed",
            Self::NoLiquidity => "no_liquidity",
            Self::LimitExceeded => "limit_exceeded",
            Self::UnsafePosition => "unsafe_position",
            Self::NotEnoughGas => "not_enough_gas",
            Self::InsufficientFee => "insufficient_fee",
            Self::ReentrantCall => "reentrant_call",
            Self::AlreadyDone => "already_done",
            Self::InvalidAmount => "invalid_amount",
            Self::Arithmetic => "arithmetic",
            Self::StalePrice => "stale_price",
            Self::InnerCallFailed => "inner_call_failed",
        }
    }

    /// The one with this stable word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meaning| meaning.code() == code)
    }

    /// What a short revert text surely comes to.
    pub(super) fn guess(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        GUESSES.iter().find(|(words, _)| text.contains(words)).map(|(_, meaning)| *meaning)
    }
}
