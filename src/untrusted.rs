//! The one way for text that anyone can write on a chain (revert texts, token names, OP_RETURN) into an answer:
//! cleaned, cut short, and marked with what is suspicious about it. Whatever comes from a chain and isn't a number or
//! a hash passes here and appears in the untrusted part of an answer alone; what is trusted never quotes it.

mod clean;
mod flags;
mod lures;

/// The most characters (Unicode scalar values) of a text that are shown.
pub const MAX_CHARS: usize = 200;

/// Longer texts are cut before anything else, so that a hostile one costs no more than this.
const MAX_BYTES: usize = 16 * 1024;

/// The longest symbol that is taken for a plain one; real ones have three to six letters.
const MAX_SYMBOL: usize = 11;

/// A text from a chain, fit to be shown as somebody else's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untrusted {
    /// Where it was found.
    pub source: Source,
    /// At most [`MAX_CHARS`] characters: visible ones and single spaces. May be empty.
    pub text: String,
    /// There was more.
    pub truncated: bool,
    /// What is suspicious about it, each at most once, in the order of [`Flag`].
    pub flags: Vec<Flag>,
}

/// Where a text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// What a contract gave as its reason to refuse.
    RevertReason,
    /// What a token's contract calls itself.
    TokenName,
    /// The short form of that.
    TokenSymbol,
    /// Data that a Bitcoin transaction carries.
    OpReturn,
    /// What a node said, which may repeat any of these.
    NodeError,
    /// A reader's comment on an answer.
    Comment,
}

/// What is suspicious about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// A web address, disguised ones among them: `hxxp`, `evil[.]com`, `t.me/…`.
    Url,
    /// Asks for what opens a wallet, or leads to where that is asked for.
    SeedPhraseLure,
    /// Speaks to a program that reads it: "ignore previous instructions".
    InstructionLike,
    /// Letters that look like others: of several scripts in one word, or a foreign word that looks like plain letters.
    Confusable,
    /// It changed the direction of reading.
    Bidi,
    /// It held control characters.
    Control,
    /// It held characters that can't be seen.
    Invisible,
    /// It held bytes that are no text.
    Invalid,
}

impl Untrusted {
    /// Cleans a text as it was found on a chain.
    pub fn new(source: Source, bytes: &[u8]) -> Self {
        let cut = &bytes[..whole_chars(bytes)];
        let found = String::from_utf8_lossy(cut);
        let whole = clean::clean(&found);
        let mut flags = clean::flags(&found);
        flags.extend(flags::flags(&whole));
        flags.sort_unstable();
        flags.dedup();
        let text = clean::shorten(&whole, MAX_CHARS).to_owned();
        Self { source, truncated: cut.len() < bytes.len() || text.len() < whole.len(), text, flags }
    }
}

/// How many of these bytes are looked at: not a part of a character at the end, if the bytes are text.
fn whole_chars(bytes: &[u8]) -> usize {
    let begins = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80);
    let most = bytes.len().min(MAX_BYTES);
    (most.saturating_sub(3)..=most).rev().find(begins).unwrap_or(most)
}

impl Source {
    /// The API's word.
    pub fn code(self) -> &'static str {
        match self {
            Self::RevertReason => "revert_reason",
            Self::TokenName => "token_name",
            Self::TokenSymbol => "token_symbol",
            Self::OpReturn => "op_return",
            Self::NodeError => "node_error",
            Self::Comment => "comment",
        }
    }
}

impl Flag {
    /// The API's word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::SeedPhraseLure => "seed_phrase_lure",
            Self::InstructionLike => "instruction_like",
            Self::Confusable => "confusable",
            Self::Bidi => "bidi",
            Self::Control => "control",
            Self::Invisible => "invisible",
            Self::Invalid => "invalid",
        }
    }
}

/// Whether a token's symbol is a short row of plain letters and digits. That makes it readable, not genuine: anyone can
/// call a token USDT, so only an operator's list of contracts makes a symbol trusted.
pub fn is_plain_symbol(symbol: &str) -> bool {
    (1..=MAX_SYMBOL).contains(&symbol.len()) && symbol.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
