//! Several transactions in one request: each by its id alone, or with what is known of that transfer; what is known of all
//! stands beside them. Reads and checks the body, repeats none of it, and looks up nothing.

use axum::body::Bytes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    error::ApiError,
    wishes::{Wishes, check_text},
};
use crate::{explain::Lang, facts::Required, lookup::Question, parse};

/// Ids in one request.
pub const MOST_IDS: usize = 100;
/// What those who give more are told.
pub const TOO_MANY: &str = "at most 100 ids at a time";

/// Several transactions to look up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Several {
    /// At most 100 ids or explorers' links, each by itself or as an object with what is known of that transfer.
    #[schema(max_items = 100)]
    ids: Vec<Item>,
    /// As in `GET /v1/tx/{id}`.
    pub chain: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    pub lang: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    required: Option<Written>,
    /// What is known of all of them.
    #[serde(flatten)]
    known: Known,
}

/// A transaction to look up among several.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Item {
    /// An id or an explorer's link.
    Id(String),
    Known(Box<KnownItem>),
}

/// An id or an explorer's link, with what is known of the transfer; what isn't given is taken from the request.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct KnownItem {
    /// An id or an explorer's link.
    id: String,
    #[serde(flatten)]
    known: Known,
}

/// What a caller knows of a transfer, as in `GET /v1/tx/{id}`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[allow(missing_docs)]
pub struct Known {
    to: Option<String>,
    amount: Option<Written>,
    asset: Option<String>,
    sender: Option<String>,
    nonce: Option<Written>,
}

/// A number, or a text that holds one or a word.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Written {
    Text(String),
    #[schema(value_type = f64)]
    Number(serde_json::Number),
}

impl Several {
    /// Reads the body; the reader's own message would repeat what it read.
    pub fn read(body: &Bytes) -> Result<Self, ApiError> {
        let several: Self = serde_json::from_slice(body).map_err(|error| {
            let what = if error.is_data() { "other JSON than `{\"ids\": [\"…\"]}`" } else { "not JSON" };
            ApiError::BadRequest(format!("the body is {what} (line {}, column {})", error.line(), error.column()))
        })?;
        if several.ids.len() > MOST_IDS {
            return Err(ApiError::TooLarge(TOO_MANY));
        }
        [&several.chain, &several.lang].into_iter().flatten().try_for_each(|text| check_text(text))?;
        several.wishes(&Known::default()).check()?;
        Ok(several)
    }

    /// What the receiver of all of them wants.
    pub fn required(&self) -> Result<Option<Required>, ApiError> {
        self.wishes(&Known::default()).required()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// One question an id, or why there is none.
    pub fn questions(&self, lang: Lang) -> Vec<Result<Question, ApiError>> {
        let nothing = Known::default();
        let question = |item: &Item| {
            let (id, known) = match item {
                Item::Id(id) => (id, &nothing),
                Item::Known(item) => (&item.id, &item.known),
            };
            let tx = parse::tx_ref(id)?;
            self.wishes(known).question(tx, lang)
        };
        self.ids.iter().map(question).collect()
    }

    /// What is known of one, and else of all.
    fn wishes(&self, known: &Known) -> Wishes {
        let text = |own: &Option<String>, all: &Option<String>| own.clone().or_else(|| all.clone());
        let written = |own: &Option<Written>, all: &Option<Written>| own.as_ref().or(all.as_ref()).map(Written::text);
        Wishes {
            chain: self.chain.clone(),
            lang: None,
            required: self.required.as_ref().map(Written::text),
            to: text(&known.to, &self.known.to),
            amount: written(&known.amount, &self.known.amount),
            asset: text(&known.asset, &self.known.asset),
            sender: text(&known.sender, &self.known.sender),
            nonce: written(&known.nonce, &self.known.nonce),
            network: None,
        }
    }
}

impl Written {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}
