//! Why a contract refused: revert data, decoded as far as anyone can. Decoding is alloy's; what the errors of
//! well-known contracts come to is in `errors.tsv`, to which an operator may add a file of the same form.
//! Texts in a reason are the contract's, so anyone's: they go to the untrusted part of an answer and nowhere else.

use std::{collections::HashMap, sync::LazyLock};

use alloy_dyn_abi::{DynSolValue, JsonAbiExt};
use alloy_json_abi::Error as Signature;
use alloy_primitives::{Address, Selector};
use alloy_sol_types::{Panic, Revert, SolError};

pub use super::meaning::Meaning;

/// Revert data beyond this is not decoded; real reasons are far shorter.
const MAX_DATA: usize = 16 * 1024;

/// How deep a reason within a reason is looked for.
const MAX_DEPTH: usize = 4;

/// Texts longer than this are prose, from which no meaning is guessed.
const MAX_GUESSED: usize = 80;

/// What revert data says.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing: a bare `revert()`, an invalid instruction, or a call of what isn't there.
    Empty,
    /// A text of the contract's author: `Error(string)`.
    Text(String, Option<Meaning>),
    /// The compiler's own checks, by number: `Panic(uint256)`; see [`panic_code`].
    Panic(u64),
    /// An error of a contract that we know.
    Custom(Box<Custom>),
    /// An error that we don't know, by its selector.
    Unknown([u8; 4]),
    /// Too short for a selector, or its body doesn't fit its selector.
    Unreadable,
}

/// A contract's own error, known by its signature.
#[derive(Clone, Debug, PartialEq)]
pub struct Custom {
    /// Its name, from the table: `ERC20InsufficientBalance`.
    pub name: String,
    /// `ERC20InsufficientBalance(address,uint256,uint256)`.
    pub signature: String,
    /// What it says, in order.
    pub args: Vec<Arg>,
    /// What it comes to, where the table says so.
    pub meaning: Option<Meaning>,
    /// The reason that it carries, where it wraps another's.
    pub inner: Option<Reason>,
}

/// One value of an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// Its name, from the table; may be empty.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// A value, by how far it can be trusted.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number or a truth value, in decimal.
    Number(String),
    /// An account.
    Address([u8; 20]),
    /// Bytes or anything made up of other values, in hexadecimal or left out.
    Data(Vec<u8>),
    /// Anyone's words.
    Text(String),
}

/// The errors and revert texts that we know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Errors {
    custom: HashMap<Selector, (Signature, Option<Meaning>)>,
    texts: HashMap<String, Meaning>,
    prefixes: Vec<(String, Meaning)>,
}

/// A line of a table that says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BadLine {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

static BUILT_IN: LazyLock<Errors> = LazyLock::new(|| Errors::parse(include_str!("errors.tsv")).0);

impl Errors {
    /// Those of well-known contracts.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The built-in ones and an operator's, which win. Tells every bad line at once.
    pub fn with(table: &str) -> Result<Self, Vec<BadLine>> {
        let (more, bad) = Self::parse(table);
        if !bad.is_empty() {
            return Err(bad);
        }
        let mut all = BUILT_IN.clone();
        all.custom.extend(more.custom);
        all.texts.extend(more.texts);
        all.prefixes.splice(0..0, more.prefixes);
        Ok(all)
    }

    /// Reads a table; `errors.tsv` tells its form.
    fn parse(table: &str) -> (Self, Vec<BadLine>) {
        let (mut errors, mut bad) = (Self::default(), Vec::new());
        for (line, text) in (1..).zip(table.lines().map(str::trim)) {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if let Err(problem) = errors.add(text) {
                bad.push(BadLine { line, problem });
            }
        }
        (errors, bad)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let (what, meaning) = line.split_once('\t').unwrap_or((line, ""));
        let meaning = match meaning.trim() {
            "" => None,
            code => Some(Meaning::from_code(code).ok_or_else(|| format!("no such meaning: {code}"))?),
        };
        if let Some(text) = what.strip_prefix('"') {
            let text = text.strip_suffix('"').ok_or("the closing quote is missing")?;
            let meaning = meaning.ok_or("a text without a meaning says nothing")?;
            match text.strip_suffix('*') {
                Some(prefix) => self.prefixes.push((prefix.to_owned(), meaning)),
                None => drop(self.texts.insert(text.to_owned(), meaning)),
            }
        } else {
            let signature = Signature::parse(what).map_err(|problem| problem.to_string())?;
            self.custom.insert(signature.selector(), (signature, meaning));
        }
        Ok(())
    }

    /// What this revert data says.
    pub fn decode(&self, data: &[u8]) -> Reason {
        self.decode_at(data, 0)
    }

    /// The reason in a text, where a node gives only that (`execution reverted: …`, the node's own words cut off).
    pub fn text(&self, text: String) -> Reason {
        let meaning = self.meaning_of(&text);
        Reason::Text(text, meaning)
    }

    fn decode_at(&self, data: &[u8], depth: usize) -> Reason {
        if data.is_empty() {
            return Reason::Empty;
        }
        let Some(selector) = data.first_chunk::<4>().filter(|_| data.len() <= MAX_DATA) else {
            return Reason::Unreadable;
        };
        if *selector == Revert::SELECTOR {
            return Revert::abi_decode(data).map_or(Reason::Unreadable, |revert| self.text(revert.reason));
        }
        if *selector == Panic::SELECTOR {
            let number = |panic: Panic| u64::try_from(panic.code).map_or(Reason::Unreadable, Reason::Panic);
            return Panic::abi_decode(data).map_or(Reason::Unreadable, number);
        }
        match self.custom.get(selector.as_slice()) {
            Some((signature, meaning)) => self.custom(signature, *meaning, &data[4..], depth),
            None => Reason::Unknown(*selector),
        }
    }

    fn custom(&self, signature: &Signature, meaning: Option<Meaning>, body: &[u8], depth: usize) -> Reason {
        let Ok(values) = signature.abi_decode_input(body) else {
            return Reason::Unreadable;
        };
        let inner = values.iter().filter_map(DynSolValue::as_bytes).find_map(|data| self.wrapped(data, depth));
        let names = signature.inputs.iter().map(|param| param.name.clone());
        let args = names.zip(values).map(|(name, value)| Arg { name, value: Value::from(value) }).collect();
        let name = signature.name.clone();
        Reason::Custom(Box::new(Custom { name, signature: signature.signature(), args, meaning, inner }))
    }

    /// The reason that an error carries on from what it called; bytes that aren't one are no reason.
    fn wrapped(&self, data: &[u8], depth: usize) -> Option<Reason> {
        if depth >= MAX_DEPTH {
            return None;
        }
        match self.decode_at(data, depth + 1) {
            Reason::Empty | Reason::Unknown(_) | Reason::Unreadable => None,
            reason @ (Reason::Text(..) | Reason::Panic(_) | Reason::Custom(_)) => Some(reason),
        }
    }

    fn meaning_of(&self, text: &str) -> Option<Meaning> {
        let text = text.trim();
        let prefixed =
            || self.prefixes.iter().find(|(prefix, _)| text.starts_with(prefix)).map(|(_, meaning)| *meaning);
        let guessed = || Some(text).filter(|text| text.len() <= MAX_GUESSED).and_then(Meaning::guess);
        self.texts.get(text).copied().or_else(prefixed).or_else(guessed)
    }

    /// What a reason comes to, where that can be said in plain words; the innermost that says anything counts.
    pub fn meaning(&self, reason: &Reason) -> Option<Meaning> {
        match reason {
            Reason::Text(_, meaning) => *meaning,
            Reason::Panic(0x11 | 0x12) => Some(Meaning::Arithmetic),
            Reason::Custom(custom) => {
                let texts = || custom.args.iter().filter_map(|arg| arg.value.text());
                let inner = custom.inner.as_ref().and_then(|inner| self.meaning(inner));
                inner.or_else(|| texts().find_map(|text| self.meaning_of(text))).or(custom.meaning)
            }
            Reason::Empty | Reason::Panic(_) | Reason::Unknown(_) | Reason::Unreadable => None,
        }
    }
}

impl Reason {
    /// Everything in it that anyone may have written, outermost first.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text, _) => vec![text],
            Self::Custom(custom) => {
                let own = custom.args.iter().filter_map(|arg| arg.value.text());
                own.chain(custom.inner.iter().flat_map(Self::texts)).collect()
            }
            Self::Empty | Self::Panic(_) | Self::Unknown(_) | Self::Unreadable => Vec::new(),
        }
    }
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Address(_) | Self::Data(_) => None,
        }
    }
}

impl From<DynSolValue> for Value {
    fn from(value: DynSolValue) -> Self {
        match value {
            DynSolValue::Bool(flag) => Self::Number(u8::from(flag).to_string()),
            DynSolValue::Int(number, _) => Self::Number(number.to_string()),
            DynSolValue::Uint(number, _) => Self::Number(number.to_string()),
            DynSolValue::Address(Address(account)) => Self::Address(account.0),
            DynSolValue::String(text) => Self::Text(text),
            DynSolValue::FixedBytes(word, size) => Self::Data(word[..size.min(32)].to_vec()),
            DynSolValue::Bytes(data) => Self::Data(data),
            DynSolValue::Function(_) | DynSolValue::Array(_) | DynSolValue::FixedArray(_) | DynSolValue::Tuple(_) => {
                Self::Data(Vec::new())
            }
        }
    }
}

/// What the number of a `Panic(uint256)` says, as Solidity's documentation lists them.
pub fn panic_code(number: u64) -> &'static str {
    match number {
        0x00 => "generic",
        0x01 => "assertion",
        0x11 => "overflow",
        0x12 => "division_by_zero",
        0x21 => "bad_enum_value",
        0x22 => "bad_storage_bytes",
        0x31 => "empty_array_pop",
        0x32 => "index_out_of_bounds",
        0x41 => "out_of_memory",
        0x51 => "uninitialized_function",
        _ => "unknown_panic",
    }
}

#[cfg(test)]
#[path = "reasons_tests.rs"]
mod tests;
