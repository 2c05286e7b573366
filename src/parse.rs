//! The door: what a person pasted becomes a transaction's id, or a reason why not. Recovery phrases and private
//! keys are recognised before anything else looks at the text; nothing here keeps or echoes what it was given.

use std::{collections::HashSet, str::FromStr, sync::LazyLock};

use bip39::{Language, Mnemonic};
use bitcoin::{Address, address::NetworkUnchecked};
use chains::TxId;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::facts::{Required, gas::Tag};

mod network;
#[cfg(test)]
mod tests;

pub use network::{Family, Network};

/// More than any explorer's link needs; what is longer is not read.
const MAX_LEN: usize = 2_000;

/// A transaction that somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TxRef {
    /// Its id.
    pub id: TxId,
    /// The network that a well-known explorer's link names.
    pub network: Option<&'static Network>,
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
    /// A transaction of Solana.
    #[error("it looks like a transaction of the Solana network, which can't be looked up here")]
    SolanaTransaction,
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
            Self::SolanaTransaction => "solana_transaction",
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
    let link_without = match link(text).map(|url| id_in(&url)) {
        Some(Ok(tx)) => return Ok(tx),
        Some(Err(several @ LooksLike::SeveralIds)) => return Err(ParseError::BadId(several)),
        Some(Err(_)) | None => looks_like(text),
    };
    Err(ParseError::BadId(link_without))
}

/// What a text in any language names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Every transaction, by its id or in a link, in order and once each.
    pub ids: Vec<TxRef>,
    /// How often one was named again.
    pub repeated: usize,
    /// What looks like something that somebody wants to be looked up, and can't be.
    pub misread: Vec<Misread>,
}

/// A piece of a text that can't be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// What it looks like.
    pub looks: LooksLike,
    /// How it begins, so that it is found again in the text.
    pub begins: String,
}

/// Pieces that are told of; a text made of them needs no more to be understood.
const MOST_MISREAD: usize = 20;
/// Letters of one that are told.
const BEGINS: usize = 14;

/// Everything that a text names; at most so many transactions. A text without any says what it looks like instead.
pub fn ids_in(text: &str, most: usize) -> Result<Pasted, ParseError> {
    // What is an id and nothing else is no secret that could be told from one.
    if let Ok(tx) = tx_ref(text) {
        return Ok(Pasted { ids: vec![tx], ..Pasted::default() });
    }
    if is_secret(text) {
        return Err(ParseError::Secret);
    }
    let mut found = Pasted::default();
    let wrapped = wrapped(text);
    let whole = text.split(ends_link).flat_map(ids_in_word);
    for tx in whole.chain(wrapped.iter().map(|wrapped| TxRef { id: wrapped.id, network: None })) {
        if let Some(known) = found.ids.iter_mut().find(|known| known.id == tx.id) {
            known.network = known.network.or(tx.network);
            found.repeated += 1;
        } else if found.ids.len() < most {
            found.ids.push(tx);
        } else {
            break;
        }
    }
    if found.ids.is_empty() {
        return Err(why_none(text));
    }
    let parts: HashSet<&str> = wrapped.iter().flat_map(|wrapped| [wrapped.first, wrapped.second]).collect();
    let of_wrapped = |word: &str| word.split(no_letter).any(|token| parts.contains(token));
    let misread = telling_words(text).filter(|(word, _)| !of_wrapped(word)).take(MOST_MISREAD);
    found.misread =
        misread.map(|(word, looks)| Misread { looks, begins: word.chars().take(BEGINS).collect() }).collect();
    Ok(found)
}

fn no_letter(c: char) -> bool {
    !c.is_ascii_alphanumeric()
}

/// An id that a mail program has broken over two lines.
struct Wrapped<'a> {
    id: TxId,
    first: &'a str,
    second: &'a str,
}

/// Ids broken over two lines, which quoting marks may begin and a `=` (RFC 2045) may end. Each part must be long enough
/// not to be a word.
fn wrapped(text: &str) -> Vec<Wrapped<'_>> {
    const LEAST: usize = 8;
    let lines: Vec<&str> =
        text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end().trim_end_matches('=')).collect();
    let both = lines.windows(2).filter_map(|pair| {
        let first = pair[0].rsplit(no_letter).next()?;
        let second = pair[1].split(no_letter).next()?;
        if first.len() < LEAST || second.len() < LEAST {
            return None;
        }
        let id = without_prefix(&format!("{first}{second}")).parse().ok()?;
        Some(Wrapped { id, first, second })
    });
    both.collect()
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
    match (telling_words(text).last(), whole) {
        (Some((_, telling)), _) => ParseError::BadId(telling),
        (None, Some(error @ ParseError::BadId(LooksLike::Empty))) => error,
        (None, _) => ParseError::BadId(LooksLike::Other),
    }
}

/// Words that hold no id and yet look like something, with what.
fn telling_words(text: &str) -> impl Iterator<Item = (&str, LooksLike)> {
    let words = text.split(ends_link).map(|word| word.trim_end_matches(['.', ',', ';']));
    words.filter(|word| ids_in_word(word).is_empty()).filter_map(|word| match looks_like(word) {
        LooksLike::Empty | LooksLike::Other | LooksLike::SeveralIds => None,
        // Words and numbers that happen to have no letter past f.
        LooksLike::TooShort(length) if length < 16 => None,
        telling @ (LooksLike::TooShort(_)
        | LooksLike::TooLong(_)
        | LooksLike::BitcoinAddress
        | LooksLike::EvmAddress
        | LooksLike::EnsName
        | LooksLike::LightningInvoice
        | LooksLike::SolanaTransaction
        | LooksLike::ExtendedPublicKey
        | LooksLike::LinkWithoutId) => Some((word, telling)),
    })
}

/// Whether a text holds what must never leave its owner: a recovery phrase (BIP 39, any of its languages) or a
/// private key (WIF, BIP 38, extended). Errs on the side of caution: a mistyped one counts.
pub fn is_secret(text: &str) -> bool {
    has_phrase(text) || text.split(no_letter).any(is_private_key)
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
    // Words of a phrase (BIP 39).
    if !matches!(word.chars().count(), 12 | 15 | 18 | 21 | 24) {
        return false;
    }
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
    let wif = matches!(token.len(), 51 | 52) && token.starts_with(['5', 'K', 'L', '9', 'c']) && is_base58(token);
    let extended = token.len() >= 50 && EXTENDED.iter().any(|prefix| token.starts_with(prefix));
    let encrypted = token.len() == 58 && token.starts_with("6P") && is_base58(token);
    wif || extended || encrypted
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
    let network = Network::of_link(url);
    let mut ids: Vec<TxId> = in_link(url).flat_map(ids_among).collect();
    ids.dedup();
    ids.into_iter().map(|id| TxRef { id, network }).collect()
}

/// The parts of a link in which ids stand.
fn in_link(url: &Url) -> impl Iterator<Item = &str> {
    [Some(url.path()), url.query(), url.fragment()].into_iter().flatten().flat_map(|part| part.split('/'))
}

fn ids_among(text: &str) -> impl Iterator<Item = TxId> + '_ {
    text.split(no_letter).filter_map(|token| without_prefix(token).parse().ok())
}

/// An address, or a payment link with one (BIP 21).
fn is_bitcoin_address(text: &str) -> bool {
    // Of the longest kind, SegWit's (BIP 173). Decoding takes time that grows with the square of the length.
    const LONGEST: usize = 90;
    let address = text.trim_start_matches("bitcoin:").split('?').next().unwrap_or_default();
    address.len() <= LONGEST && Address::<NetworkUnchecked>::from_str(address).is_ok()
}

/// A transaction of Solana: 64 bytes in base 58, which also other chains' kin use.
fn is_solana_signature(text: &str) -> bool {
    matches!(text.len(), 86..=88) && is_base58(text)
}

fn is_base58(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l'))
}

fn looks_like(text: &str) -> LooksLike {
    let digits = without_prefix(text);
    let lower = text.to_ascii_lowercase();
    let url = link(text);
    let hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if text.is_empty() {
        LooksLike::Empty
    } else if hex && digits.len() == 40 && digits.len() < text.len() {
        LooksLike::EvmAddress
    } else if is_bitcoin_address(text) {
        LooksLike::BitcoinAddress
    } else if ["lnbc", "lntb", "lnbcrt", "lno1", "lightning:"].iter().any(|prefix| lower.starts_with(prefix)) {
        LooksLike::LightningInvoice
    } else if is_solana_signature(text) || url.as_ref().is_some_and(|url| in_link(url).any(is_solana_signature)) {
        LooksLike::SolanaTransaction
    } else if text.len() > 100 && ["xpub", "ypub", "zpub", "tpub", "upub", "vpub"].iter().any(|p| lower.starts_with(p))
    {
        LooksLike::ExtendedPublicKey
    } else if hex && digits.len() < 64 {
        LooksLike::TooShort(digits.len())
    } else if hex {
        LooksLike::TooLong(digits.len())
    } else if lower.ends_with(".eth") && !lower.contains(char::is_whitespace) {
        LooksLike::EnsName
    } else if text.contains("://") || url.is_some() {
        LooksLike::LinkWithoutId
    } else {
        LooksLike::Other
    }
}
