//! What nodes say when they refuse or can't: the texts of geth, reth, Erigon, Besu, Nethermind and Anvil, sorted into a
//! few kinds. Clients reword their texts between versions, so words that stay are looked for, not whole sentences.
//! Numbers of JSON-RPC errors decide only where they mean one thing everywhere.

/// Why a node refused a transaction or couldn't answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It has this very transaction.
    AlreadyKnown,
    /// The nonce was used.
    NonceTooLow,
    /// Earlier nonces are missing, or it is too far ahead.
    NonceTooHigh,
    /// Another with this nonce is in the pool, and this one doesn't pay enough more.
    ReplacementUnderpriced,
    /// The sender has too little for value and gas.
    InsufficientFunds,
    /// The most that it pays is below the base fee.
    FeeBelowBase,
    /// Pays less than the pool takes.
    Underpriced,
    /// The tip is above the whole fee.
    TipAboveFee,
    /// Pays less for blobs than they cost now.
    BlobFeeTooLow,
    /// Asks for more gas than a block or a transaction may have.
    GasLimitTooHigh,
    /// Asks for less gas than it takes to begin.
    GasLimitTooLow,
    /// The pool, or the sender's place in it, is full.
    PoolFull,
    /// Signed for another chain.
    WrongChain,
    /// Execution ran out of gas.
    OutOfGas,
    /// Execution was refused by the contract.
    Reverted,
    /// Execution broke off: an instruction or a jump that there isn't, a full stack.
    Broken,
    /// The node doesn't offer this method.
    NoMethod,
    /// The node no longer, or never, has the state or the block that this needs.
    Pruned,
    /// The node doesn't know this block, transaction or header.
    NotFound,
    /// The node is still catching up.
    Syncing,
    /// Too many or too large questions for this node.
    RateLimited,
    /// It took too long.
    TimedOut,
}

/// Words that tell, in lower case; the first that occurs counts, so the narrow ones stand before the wide ones.
const WORDS: &[(&str, Refusal)] = &[
    ("replacement", Refusal::ReplacementUnderpriced),
    ("replace existing transaction", Refusal::ReplacementUnderpriced),
    ("not replace existing", Refusal::ReplacementUnderpriced),
    ("feetoolowtocompete", Refusal::Underpriced),
    ("already known", Refusal::AlreadyKnown),
    ("alreadyknown", Refusal::AlreadyKnown),
    ("already_known", Refusal::AlreadyKnown),
    ("already imported", Refusal::AlreadyKnown),
    ("known transaction", Refusal::AlreadyKnown),
    ("nonce too low", Refusal::NonceTooLow),
    ("nonce_too_low", Refusal::NonceTooLow),
    ("oldnonce", Refusal::NonceTooLow),
    ("below sender account nonce", Refusal::NonceTooLow),
    ("nonce too high", Refusal::NonceTooHigh),
    ("nonce_too_high", Refusal::NonceTooHigh),
    ("noncegap", Refusal::NonceTooHigh),
    ("gapped-nonce", Refusal::NonceTooHigh),
    ("gapped nonce", Refusal::NonceTooHigh),
    ("too far in future", Refusal::NonceTooHigh),
    ("toofarinfuture", Refusal::NonceTooHigh),
    ("too_far_in_future", Refusal::NonceTooHigh),
    ("too distant from current sender nonce", Refusal::NonceTooHigh),
    ("insufficient funds", Refusal::InsufficientFunds),
    ("insufficientfunds", Refusal::InsufficientFunds),
    ("insufficient balance", Refusal::InsufficientFunds),
    ("exceeds account balance", Refusal::InsufficientFunds),
    ("exceeds transaction sender account balance", Refusal::InsufficientFunds),
    ("exceeds_balance", Refusal::InsufficientFunds),
    ("overdraws", Refusal::InsufficientFunds),
    ("priority fee per gas higher than max fee", Refusal::TipAboveFee),
    ("priority fee per gas exceeds max fee", Refusal::TipAboveFee),
    ("priority fee per gas cannot be greater", Refusal::TipAboveFee),
    ("exceeds_max_fee_per_gas", Refusal::TipAboveFee),
    ("max fee per blob gas less", Refusal::BlobFeeTooLow),
    ("blob gas price below", Refusal::BlobFeeTooLow),
    ("blob_gas_price_below", Refusal::BlobFeeTooLow),
    ("less than block base fee", Refusal::FeeBelowBase),
    ("less than base fee", Refusal::FeeBelowBase),
    ("less than the current basefee", Refusal::FeeBelowBase),
    ("below current base fee", Refusal::FeeBelowBase),
    ("below_current_base_fee", Refusal::FeeBelowBase),
    ("underpriced", Refusal::Underpriced),
    ("gas price below", Refusal::Underpriced),
    ("gas_price_too_low", Refusal::Underpriced),
    ("below chain minimum", Refusal::Underpriced),
    ("below minimum required priority fee", Refusal::Underpriced),
    ("fee too low", Refusal::Underpriced),
    ("feetoolow", Refusal::Underpriced),
    ("floor data gas", Refusal::GasLimitTooLow),
    ("intrinsic gas too low", Refusal::GasLimitTooLow),
    ("intrinsic gas too high", Refusal::GasLimitTooLow),
    ("intrinsic gas exceeds", Refusal::GasLimitTooLow),
    ("intrinsic_gas_exceeds", Refusal::GasLimitTooLow),
    ("intrinsicgas", Refusal::GasLimitTooLow),
    ("intrinsic gas cost", Refusal::GasLimitTooLow),
    ("exceeds block gas limit", Refusal::GasLimitTooHigh),
    ("exceeds_block_gas_limit", Refusal::GasLimitTooHigh),
    ("transaction_gas_limit", Refusal::GasLimitTooHigh),
    ("exceeds block's gas limit", Refusal::GasLimitTooHigh),
    ("maximum per-transaction gas limit", Refusal::GasLimitTooHigh),
    ("max transaction gas limit", Refusal::GasLimitTooHigh),
    ("gas limit too high", Refusal::GasLimitTooHigh),
    ("gas limit is too high", Refusal::GasLimitTooHigh),
    ("gas limit cap exceeded", Refusal::GasLimitTooHigh),
    ("gas limit must be at most", Refusal::GasLimitTooHigh),
    ("gas limit reached", Refusal::GasLimitTooHigh),
    ("gaslimitexceeded", Refusal::GasLimitTooHigh),
    ("pool is full", Refusal::PoolFull),
    ("account limit exceeded", Refusal::PoolFull),
    ("in-flight transaction limit", Refusal::PoolFull),
    ("pool size constraints", Refusal::PoolFull),
    ("being identified as a spammer", Refusal::PoolFull),
    ("chain id", Refusal::WrongChain),
    ("chainid", Refusal::WrongChain),
    ("gas required exceeds allowance", Refusal::OutOfGas),
    ("out of gas", Refusal::OutOfGas),
    ("outofgas", Refusal::OutOfGas),
    ("out-of-gas", Refusal::OutOfGas),
    ("gas uint64 overflow", Refusal::OutOfGas),
    ("revert", Refusal::Reverted),
    ("opcodenotfound", Refusal::Broken),
    ("bad instruction", Refusal::Broken),
    ("invalid opcode", Refusal::Broken),
    ("invalidopcode", Refusal::Broken),
    ("invalid jump", Refusal::Broken),
    ("invalidjump", Refusal::Broken),
    ("stack underflow", Refusal::Broken),
    ("stackunderflow", Refusal::Broken),
    ("stack overflow", Refusal::Broken),
    ("stackoverflow", Refusal::Broken),
    ("write protection", Refusal::Broken),
    ("evm error", Refusal::Broken),
    ("method not enabled", Refusal::NoMethod),
    ("method not found", Refusal::NoMethod),
    ("is not supported", Refusal::NoMethod),
    ("method not supported", Refusal::NoMethod),
    ("unsupported method", Refusal::NoMethod),
    ("method disabled", Refusal::NoMethod),
    ("not whitelisted", Refusal::NoMethod),
    ("does not exist/is not available", Refusal::NoMethod),
    ("pool not enabled", Refusal::NoMethod),
    ("pruned", Refusal::Pruned),
    ("missing trie node", Refusal::Pruned),
    ("world state unavailable", Refusal::Pruned),
    ("historical state", Refusal::Pruned),
    ("state is not available", Refusal::Pruned),
    ("state not available", Refusal::Pruned),
    ("state already discarded", Refusal::Pruned),
    ("archive", Refusal::Pruned),
    ("not available on", Refusal::NoMethod),
    ("not available in your", Refusal::NoMethod),
    ("your plan", Refusal::NoMethod),
    ("current plan", Refusal::NoMethod),
    ("paid plan", Refusal::NoMethod),
    ("sync is still in progress", Refusal::Syncing),
    ("still syncing", Refusal::Syncing),
    ("syncing", Refusal::Syncing),
    ("too many requests", Refusal::RateLimited),
    ("rate limit", Refusal::RateLimited),
    ("request limit", Refusal::RateLimited),
    ("query returned more than", Refusal::RateLimited),
    ("exceeds max batch size", Refusal::RateLimited),
    ("range limit", Refusal::RateLimited),
    ("timed out", Refusal::TimedOut),
    ("timeout", Refusal::TimedOut),
    ("deadline exceeded", Refusal::TimedOut),
    ("not found", Refusal::NotFound),
    ("unknown block", Refusal::NotFound),
];

impl Refusal {
    /// What a JSON-RPC error comes to; `None` for what we don't know, which is no judgement.
    pub fn of(code: i64, message: &str) -> Option<Self> {
        match code {
            // Invalid parameters (-32602) isn't here: some nodes say so of methods that they don't have, others of
            // transactions that they don't take.
            -32601 => return Some(Self::NoMethod),
            429 => return Some(Self::RateLimited),
            4444 => return Some(Self::Pruned),
            3 => return Some(Self::Reverted),
            _ => {}
        }
        // What follows a revert is the contract's own words, from which nothing is to be read.
        let lower = message.to_lowercase();
        if lower.contains("execution reverted") {
            return Some(Self::Reverted);
        }
        let said = lower.find("revert").map_or(lower.as_str(), |at| &lower[..at + "revert".len()]);
        // Limit exceeded (-32005) comes last, as Besu also says so of a transaction's gas.
        let limited = (code == -32005).then_some(Self::RateLimited);
        WORDS.iter().find(|(words, _)| said.contains(words)).map(|(_, refusal)| *refusal).or(limited)
    }

    /// Whether a chain's transaction can't be mined as it is, whatever happens.
    pub fn for_good(self) -> bool {
        match self {
            Self::NonceTooLow | Self::TipAboveFee | Self::GasLimitTooLow | Self::WrongChain => true,
            Self::AlreadyKnown
            | Self::NonceTooHigh
            | Self::ReplacementUnderpriced
            | Self::InsufficientFunds
            | Self::FeeBelowBase
            | Self::Underpriced
            | Self::BlobFeeTooLow
            | Self::GasLimitTooHigh
            | Self::PoolFull
            | Self::OutOfGas
            | Self::Reverted
            | Self::Broken
            | Self::NoMethod
            | Self::Pruned
            | Self::NotFound
            | Self::Syncing
            | Self::RateLimited
            | Self::TimedOut => false,
        }
    }
}

/// The text that a contract gave, in a node's message of a revert that comes without data.
pub fn revert_text(message: &str) -> Option<&str> {
    const SAID: &str = "execution reverted";
    let at = message
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| message.get(*at..at + SAID.len()).is_some_and(|words| words.eq_ignore_ascii_case(SAID)))?;
    let text = message[at + SAID.len()..].strip_prefix(':')?.trim();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::{Refusal::*, *};

    #[test]
    fn texts_of_five_clients_are_told_apart() {
        let texts = [
            // geth
            ("already known", AlreadyKnown),
            ("nonce too low: next nonce 12, tx nonce 3", NonceTooLow),
            ("nonce too high: address 0xab, tx: 9 state: 2", NonceTooHigh),
            ("replacement transaction underpriced: new tx gas fee cap 5 <= 7 queued", ReplacementUnderpriced),
            ("transaction underpriced", Underpriced),
            ("transaction gas price below minimum: gas tip cap 0, minimum needed 1000000", Underpriced),
            ("insufficient funds for gas * price + value: balance 1, tx cost 2, overshot 1", InsufficientFunds),
            ("max fee per gas less than block base fee: address 0xab, maxFeePerGas: 1, baseFee: 7", FeeBelowBase),
            ("max priority fee per gas higher than max fee per gas", TipAboveFee),
            ("max fee per blob gas less than block blob gas fee", BlobFeeTooLow),
            ("exceeds block gas limit", GasLimitTooHigh),
            ("transaction gas limit too high (cap: 16777216, tx: 30000000)", GasLimitTooHigh),
            ("intrinsic gas too low: gas 20000, minimum needed 21000", GasLimitTooLow),
            ("insufficient gas for floor data gas cost: gas 21000, minimum needed 24000", GasLimitTooLow),
            ("txpool is full", PoolFull),
            ("account limit exceeded: pooled 16 txs", PoolFull),
            ("chainId does not match node's (have=5, want=1)", WrongChain),
            ("gas required exceeds allowance (21000)", OutOfGas),
            ("missing trie node 9fa3 (path ) state 0x9fa3 is not available", Pruned),
            ("header not found", NotFound),
            ("execution aborted (timeout = 5s)", TimedOut),
            // reth
            ("insufficient gas price to replace existing transaction", ReplacementUnderpriced),
            ("transaction's gas limit 40000000 exceeds maximum per-transaction gas limit 16777216", GasLimitTooHigh),
            ("transaction overdraws from account, balance: 1, cost: 2", InsufficientFunds),
            ("transaction feeCap 3 below chain minimum", Underpriced),
            ("rejected due to 0xab being identified as a spammer", PoolFull),
            ("transaction discarded outright due to pool size constraints", PoolFull),
            ("out of gas: gas required exceeds: 50000", OutOfGas),
            ("pruned history unavailable: requested 5, earliest available 100", Pruned),
            // Erigon
            ("could not replace existing tx", ReplacementUnderpriced),
            ("fee too low", Underpriced),
            ("underpriced", Underpriced),
            ("baseFee sub-pool is full", PoolFull),
            ("gas limit is too high", GasLimitTooHigh),
            ("IntrinsicGas", GasLimitTooLow),
            // Besu
            ("Known transaction", AlreadyKnown),
            ("Upfront cost exceeds account balance", InsufficientFunds),
            (
                "transaction up-front cost 0x5 exceeds transaction sender account balance 0x1 for sender 0xab",
                InsufficientFunds,
            ),
            ("Gas price below current base fee", FeeBelowBase),
            ("gasPrice is less than the current BaseFee", FeeBelowBase),
            ("Gas price below configured minimum gas price", Underpriced),
            ("blob gas price below current blob base fee", BlobFeeTooLow),
            ("Transaction nonce is too distant from current sender nonce", NonceTooHigh),
            ("transaction nonce 3 below sender account nonce 5 for sender 0xab", NonceTooLow),
            ("Intrinsic gas exceeds gas limit", GasLimitTooLow),
            ("Max priority fee per gas exceeds max fee per gas", TipAboveFee),
            ("Initial sync is still in progress", Syncing),
            ("Method not enabled", NoMethod),
            ("World state unavailable", Pruned),
            // Those who sell access
            ("debug_traceTransaction is not available on the Free tier", NoMethod),
            ("this request method is not supported", NoMethod),
            ("rpc method is not whitelisted", NoMethod),
            ("archive requests need another plan", Pruned),
            ("required historical state unavailable (reexec=128)", Pruned),
            // Nethermind
            ("AlreadyKnown", AlreadyKnown),
            ("OldNonce, Current nonce: 5, nonce of rejected tx: 3", NonceTooLow),
            ("NonceGap, Future nonce. Expected nonce: 5", NonceTooHigh),
            ("ReplacementNotAllowed", ReplacementUnderpriced),
            ("FeeTooLow, MaxFeePerGas too low", Underpriced),
            ("InsufficientFunds, Account balance: 0", InsufficientFunds),
            ("GasLimitExceeded, Gas limit: 30000000", GasLimitTooHigh),
            // Anvil
            ("Insufficient funds for gas * price + value", InsufficientFunds),
            ("max fee per gas less than block base fee", FeeBelowBase),
            ("EVM error InvalidFEOpcode; invalid opcode", Broken),
        ];
        for (text, refusal) in texts {
            assert_eq!(Refusal::of(-32000, text), Some(refusal), "{text}");
        }
    }

    #[test]
    fn numbers_decide_only_where_they_mean_one_thing() {
        assert_eq!(Refusal::of(-32601, "the method txpool_content does not exist"), Some(NoMethod));
        assert_eq!(Refusal::of(3, "execution reverted"), Some(Reverted));
        assert_eq!(Refusal::of(429, "slow down"), Some(RateLimited));
        assert_eq!(Refusal::of(-32005, "daily request count exceeded"), Some(RateLimited));
        assert_eq!(Refusal::of(-32005, "Transaction gas limit exceeds block gas limit"), Some(GasLimitTooHigh));
        assert_eq!(Refusal::of(-32602, "something is off"), None);
        assert_eq!(Refusal::of(-32000, "the moon is full"), None);
    }

    #[test]
    fn a_contract_cannot_speak_for_the_node() {
        for text in [
            "execution reverted: nonce too low",
            "Execution reverted: insufficient funds, replacement",
            "err: Execution Reverted: method not supported",
            "VM Exception while processing transaction: revert out of gas",
        ] {
            assert_eq!(Refusal::of(-32000, text), Some(Reverted), "{text}");
        }
    }

    #[test]
    fn the_contract_s_words_are_cut_out_of_the_node_s() {
        assert_eq!(revert_text("execution reverted: ERC20: paused"), Some("ERC20: paused"));
        assert_eq!(revert_text("err: Execution Reverted:  no (supplied gas 5)"), Some("no (supplied gas 5)"));
        assert_eq!(revert_text("execution reverted"), None);
        assert_eq!(revert_text("nonce too low"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(code: i64, text: String) {
            let _ = Refusal::of(code, &text);
            let _ = revert_text(&text);
            let told = format!("ſK: execution reverted: {text}");
            prop_assert_eq!(revert_text(&told), Some(text.trim()).filter(|text| !text.is_empty()));
        }
    }
}
