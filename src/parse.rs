//! The door: what a person pasted becomes a transaction's id, or a reason why not. Recovery phrases and private
//! keys are recognised before anything else looks at the text; nothing here keeps or echoes what it was given.

use std::{collections::HashSet, str::FromStr, sync::LazyLock};

use bip39::{Language, Mnemonic};
use bitcoin::{Address, PrivateKey, address::NetworkUnchecked};
use chains::TxId;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::facts::{Required, gas::Tag};

#[cfg(test)]
mod tests;

/// More than any explorer's link needs; what is longer is not read.
const MAX_LEN: usize = 2_000;

/// A transaction that somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TxRef {
    /// Its id.
    pub id: TxId,
    /// The network that a well-known explorer's link names (`bitcoin`, `bitcoin-testnet` …).
    pub network: Option<&'static str>,
}

/// Why a text is not a transaction's id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A recovery phrase or a private key: to be forgotten at once.
    #[error("this looks like a recovery phrase or a private key; never give it to anyone. It was not stored")]
    Secret,
    /// Something else; says what it looks like.
    #[error("not a transaction id: {0}")]
    BadId(LooksLike),
}

/// What a text that is not an id looks like.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LooksLike {
    /// Nothing was given.
    #[error("nothing was given; an id has 64 hexadecimal digits")]
    Empty,
    /// Hexadecimal, but too few digits.
    #[error("too short: {0} hexadecimal digits where an id has 64. Was it cut off while copying?")]
    TooShort(usize),
    /// Hexadecimal, but too many digits, or a text of a length that nobody pastes on purpose.
    #[error("too long: {0} characters where an id has 64")]
    TooLong(usize),
    /// An address of a Bitcoin network.
    #[error("it looks like a Bitcoin address. An address can have many transfers: please give the transfer's own id")]
    BitcoinAddress,
    /// An address of an EVM network.
    #[error(
        "it looks like an Ethereum-style address. An address can have many transfers: please give the transfer's own id"
    )]
    EvmAddress,
    /// A name such as `alice.eth`.
    #[error(
        "it looks like an ENS name. A name stands for an address, which can have many transfers: please give the transfer's own id"
    )]
    EnsName,
    /// A Lightning invoice or offer.
    #[error("it looks like a Lightning invoice. Lightning payments have no transaction id on the chain")]
    LightningInvoice,
    /// An extended public key.
    #[error("it looks like an extended public key (a whole wallet's addresses): please give the transfer's own id")]
    ExtendedPublicKey,
    /// A link without an id.
    #[error("it looks like a link, and there is no transaction id in it")]
    LinkWithoutId,
    /// A link with several ids.
    #[error("there is more than one transaction id in it: please give one at a time")]
    SeveralIds,
    /// Anything else.
    #[error("an id has 64 hexadecimal digits (0–9, a–f), with or without 0x in front")]
    Other,
}

impl LooksLike {
    /// The stable word for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooShort(_) => "too_short",
            Self::TooLong(_) => "too_long",
            Self::BitcoinAddress => "bitcoin_address",
            Self::EvmAddress => "evm_address",
            Self::EnsName => "ens_name",
            Self::LightningInvoice => "lightning_invoice",
            Self::ExtendedPublicKey => "extended_public_key",
            Self::LinkWithoutId => "link_without_id",
            Self::SeveralIds => "several_ids",
            Self::Other => "other",
        }
    }
}

/// Reads an id, bare or in an explorer's link.
pub fn tx_ref(text: &str) -> Result<TxRef, ParseError> {
    // The common case first: what is an id and nothing else is no secret that could be told from one.
    if let Ok(id) = without_prefix(text).parse() {
        return Ok(TxRef { id, network: None });
    }
    if is_secret(text) {
        return Err(ParseError::Secret);
    }
    if text.len() > MAX_LEN {
        return Err(ParseError::BadId(LooksLike::TooLong(text.chars().count())));
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if let Ok(id) = without_prefix(text).parse() {
        return Ok(TxRef { id, network: None });
    }
    match link(text) {
        Some(url) => id_in(&url).map_err(ParseError::BadId),
        None => Err(ParseError::BadId(looks_like(text))),
    }
}

/// Every transaction that a text in any language names, by its id or in a link, in order and once each; at most so many.
/// A text without one says what it looks like instead.
pub fn ids_in(text: &str, most: usize) -> Result<Vec<TxRef>, ParseError> {
    // What is an id and nothing else is no secret that could be told from one.
    if let Ok(tx) = tx_ref(text) {
        return Ok(vec![tx]);
    }
    if is_secret(text) {
        return Err(ParseError::Secret);
    }
    let mut found: Vec<TxRef> = Vec::new();
    for tx in text.split(ends_link).flat_map(ids_in_word) {
        if let Some(known) = found.iter_mut().find(|known| known.id == tx.id) {
            known.network = known.network.or(tx.network);
        } else if found.len() < most {
            found.push(tx);
        } else {
            break;
        }
    }
    if found.is_empty() { Err(why_none(text)) } else { Ok(found) }
}

/// Links end with blanks and at what no link has in it; other scripts are written right beside them.
fn ends_link(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '|')
}

fn ids_in_word(word: &str) -> Vec<TxRef> {
    match link(word) {
        Some(url) => all_ids_in(&url),
        None => ids_among(word).map(|id| TxRef { id, network: None }).collect(),
    }
}

/// What the likeliest part of a text without an id looks like.
fn why_none(text: &str) -> ParseError {
    let whole = tx_ref(text).err();
    let mut of_words =
        text.split(ends_link).filter_map(|word| match looks_like(word.trim_end_matches(['.', ',', ';'])) {
            LooksLike::Empty | LooksLike::Other | LooksLike::SeveralIds => None,
            // Words and numbers that happen to have no letter past f.
            LooksLike::TooShort(length) if length < 16 => None,
            telling @ (LooksLike::TooShort(_)
            | LooksLike::TooLong(_)
            | LooksLike::BitcoinAddress
            | LooksLike::EvmAddress
            | LooksLike::EnsName
            | LooksLike::LightningInvoice
            | LooksLike::ExtendedPublicKey
            | LooksLike::LinkWithoutId) => Some(telling),
        });
    match (of_words.next_back(), whole) {
        (Some(telling), _) => ParseError::BadId(telling),
        (None, Some(error @ ParseError::BadId(LooksLike::Empty))) => error,
        (None, _) => ParseError::BadId(LooksLike::Other),
    }
}

/// Whether a text holds what must never leave its owner: a recovery phrase (BIP 39, any of its languages) or a
/// private key (WIF, BIP 38, extended). Errs on the side of caution: a mistyped one counts.
pub fn is_secret(text: &str) -> bool {
    has_phrase(text) || text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_private_key)
}

/// A phrase has 12 to 24 words. Eleven in a row from one language's list don't come together by chance, nor do ten
/// of twelve: one that was mistyped or cut off while copying is a secret as well.
fn has_phrase(text: &str) -> bool {
    const RUN: usize = 11;
    const SPAN: usize = 12;
    const MISTYPED: usize = 2;
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic() && !is_mark(c))
        .filter(|word| !word.is_empty())
        .map(|word| bare(&word.to_lowercase()))
        .collect();
    let is_phrase = |list: &HashSet<String>| {
        let listed: Vec<bool> = words.iter().map(|word| list.contains(word)).collect();
        listed.windows(RUN).any(|run| run.iter().all(|listed| *listed))
            || listed.windows(SPAN).any(|span| span.iter().filter(|listed| !**listed).count() <= MISTYPED)
    };
    words.len() >= RUN && LISTS.iter().any(is_phrase) || words.iter().any(|word| is_unspaced_phrase(word))
}

/// The words of each language, as [`bare`] leaves them.
static LISTS: LazyLock<Vec<HashSet<String>>> =
    LazyLock::new(|| Language::ALL.iter().map(|list| list.word_list().iter().copied().map(bare).collect()).collect());

/// A word as people type it on whichever keyboard: letters and their accents may come as one character or as two,
/// and Latin accents are often left out. (Kana's voicing marks are part of the letter.)
fn bare(word: &str) -> String {
    word.nfkd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect()
}

/// Chinese phrases are also written without blanks. Their lists hold the commonest characters, so that ordinary
/// sentences consist of them too: only a right length and check sum tell a phrase.
fn is_unspaced_phrase(word: &str) -> bool {
    let spaced: String = word.chars().flat_map(|c| [c, ' ']).collect();
    [Language::SimplifiedChinese, Language::TraditionalChinese]
        .into_iter()
        .any(|language| Mnemonic::parse_in(language, spaced.trim_end()).is_ok())
}

/// Combining marks belong to the words of some lists, which are stored decomposed.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

fn is_private_key(token: &str) -> bool {
    const EXTENDED: [&str; 10] = ["xprv", "tprv", "yprv", "zprv", "uprv", "vprv", "Yprv", "Zprv", "Uprv", "Vprv"];
    let base58 = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() && !matches!(c, '0' | 'O' | 'I' | 'l'));
    let wif = matches!(token.len(), 51 | 52) && token.starts_with(['5', 'K', 'L', '9', 'c']) && base58(token);
    let extended = token.len() >= 50 && EXTENDED.iter().any(|prefix| token.starts_with(prefix));
    let encrypted = token.len() == 58 && token.starts_with("6P") && base58(token);
    wif || extended || encrypted || PrivateKey::from_wif(token).is_ok()
}

/// An address of an EVM network; one of mixed capitals must have its check sum right.
pub fn evm_address(text: &str) -> Option<chains::account::Address> {
    let digits = text.strip_prefix("0x")?;
    let plain = !digits.bytes().any(|b| b.is_ascii_uppercase()) || !digits.bytes().any(|b| b.is_ascii_lowercase());
    if plain { text.parse().ok() } else { chains::account::Address::parse_checksummed(text, None).ok() }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn without_prefix(text: &str) -> &str {
    text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text)
}

/// What a receiver wants: confirmations up to this many, `safe` or `finalized`.
pub fn required(text: &str, most: u64) -> Option<Required> {
    match text.trim() {
        "safe" => Some(Required::Final(Tag::Safe)),
        "finalized" => Some(Required::Final(Tag::Finalized)),
        number => number.parse().ok().filter(|number| (1..=most).contains(number)).map(Required::Confirmations),
    }
}

/// A link, with or without a scheme.
fn link(text: &str) -> Option<Url> {
    if text.contains("://") {
        return Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    }
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_link = text.len() > host.len() && host.contains('.') && !host.contains(char::is_whitespace);
    is_link.then(|| Url::parse(&format!("https://{text}")).ok()).flatten()
}

fn id_in(url: &Url) -> Result<TxRef, LooksLike> {
    match all_ids_in(url).as_slice() {
        [tx] => Ok(tx.clone()),
        [] => Err(LooksLike::LinkWithoutId),
        [_, ..] => Err(LooksLike::SeveralIds),
    }
}

fn all_ids_in(url: &Url) -> Vec<TxRef> {
    let network = network_of(url);
    let parts = [Some(url.path()), url.query(), url.fragment()];
    let mut ids: Vec<TxId> = parts.into_iter().flatten().flat_map(ids_among).collect();
    ids.dedup();
    ids.into_iter().map(|id| TxRef { id, network }).collect()
}

fn ids_among(text: &str) -> impl Iterator<Item = TxId> + '_ {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|token| without_prefix(token).parse().ok())
}

/// The network that a well-known explorer's link is about.
fn network_of(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?.trim_start_matches("www.");
    let first = url.path_segments()?.next().unwrap_or_default();
    match (host, first) {
        ("mempool.space" | "blockstream.info", "testnet" | "testnet4") => Some("bitcoin-testnet"),
        ("mempool.space" | "blockstream.info", "signet") => Some("bitcoin-signet"),
        ("mempool.space" | "blockstream.info", "liquid" | "liquidtestnet") => None,
        ("mempool.space" | "blockstream.info" | "btcscan.org" | "blockexplorer.one" | "explorer.btc.com", _) => {
            Some("bitcoin")
        }
        ("blockchair.com" | "oklink.com" | "tokenview.io", "bitcoin" | "btc") => Some("bitcoin"),
        ("blockchain.com", _) if url.path().contains("/btc") => Some("bitcoin"),
        ("btc.tokenview.io", _) => Some("bitcoin"),
        ("blockchair.com" | "oklink.com", "ethereum" | "eth") => Some("ethereum"),
        ("etherscan.io" | "eth.blockscout.com" | "beaconcha.in" | "ethplorer.io", _) => Some("ethereum"),
        ("blockchain.com", _) if url.path().contains("/eth") => Some("ethereum"),
        ("sepolia.etherscan.io" | "eth-sepolia.blockscout.com", _) => Some("sepolia"),
        ("basescan.org" | "base.blockscout.com", _) => Some("base"),
        ("optimistic.etherscan.io" | "optimism.blockscout.com" | "explorer.optimism.io", _) => Some("optimism"),
        ("arbiscan.io" | "arbitrum.blockscout.com", _) => Some("arbitrum"),
        ("polygonscan.com" | "polygon.blockscout.com", _) => Some("polygon"),
        ("bscscan.com", _) => Some("bsc"),
        ("gnosisscan.io" | "gnosis.blockscout.com", _) => Some("gnosis"),
        ("snowtrace.io" | "snowscan.xyz", _) => Some("avalanche"),
        _ => None,
    }
}

fn looks_like(text: &str) -> LooksLike {
    let digits = without_prefix(text);
    let lower = text.to_ascii_lowercase();
    let hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if text.is_empty() {
        LooksLike::Empty
    } else if hex && digits.len() == 40 && digits.len() < text.len() {
        LooksLike::EvmAddress
    } else if Address::<NetworkUnchecked>::from_str(text.trim_start_matches("bitcoin:")).is_ok() {
        LooksLike::BitcoinAddress
    } else if ["lnbc", "lntb", "lnbcrt", "lno1", "lightning:"].iter().any(|prefix| lower.starts_with(prefix)) {
        LooksLike::LightningInvoice
    } else if text.len() > 100 && ["xpub", "ypub", "zpub", "tpub", "upub", "vpub"].iter().any(|p| lower.starts_with(p))
    {
        LooksLike::ExtendedPublicKey
    } else if hex && digits.len() < 64 {
        LooksLike::TooShort(digits.len())
    } else if hex {
        LooksLike::TooLong(digits.len())
    } else if lower.ends_with(".eth") && !lower.contains(char::is_whitespace) {
        LooksLike::EnsName
    } else if text.contains("://") {
        LooksLike::LinkWithoutId
    } else {
        LooksLike::Other
    }
}
