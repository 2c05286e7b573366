//! What callers ask and wish, as API and pages take it: the id in the path, the rest in the query or a form. Checked
//! before anything else looks at it, and never repeated where it wasn't understood: it may have been a secret.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use bitcoin::{Address, address::NetworkUnchecked};
use chains::{Claim, bitcoin::paid_to};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;

use super::{
    error::{ApiError, Field},
    language::for_request,
};
use crate::{
    config::MAX_REQUIRED,
    explain::{Expectation, Lang},
    facts::{
        ExpectedOutput, Required,
        gas::{Asset, Expected},
    },
    lookup::Question,
    parse::{self, Network, TxRef},
};

/// Longer than any address, amount or token's symbol.
const LONGEST: usize = 200;

/// What a caller may add to a look-up.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wishes {
    /// A configured chain; without it, every chain whose id format fits is asked.
    pub chain: Option<String>,
    /// Language of the answer; else `Accept-Language` decides, else it is English.
    #[param(example = "zh-CN")]
    pub lang: Option<String>,
    /// What the receiver wants: confirmations, 1 to 10000, or on an EVM chain `safe` or `finalized`; else what is configured.
    #[param(example = "6")]
    pub required: Option<String>,
    /// The recipient's address, where known.
    pub to: Option<String>,
    /// The amount in the coin's main unit, where known.
    #[param(example = "0.0012")]
    pub amount: Option<String>,
    /// Token contract, the symbol of the chain's own coin, or that of a token that the operator vouches for; of no use on
    /// Bitcoin.
    pub asset: Option<String>,
    /// The sender's address, where known; of no use on Bitcoin.
    pub sender: Option<String>,
    /// The transaction's nonce, where known: with `sender`, what took its place is found even if no node has it; of no use on
    /// Bitcoin.
    pub nonce: Option<String>,
    /// The network that a link named where the id was found (`ethereum`, `bsc` …): where it isn't watched here, the answer
    /// says so.
    #[param(example = "bsc")]
    pub network: Option<String>,
}

/// A question about one transaction, as a path and a query put it.
pub struct Asked {
    /// The question, checked.
    pub question: Question,
    /// What it was made from.
    pub wishes: Wishes,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        check_query(parts.uri.query().unwrap_or_default())?;
        let id = Path::<String>::from_request_parts(parts, state).await;
        let Path(id) = id.map_err(|_| ApiError::BadId(parse::LooksLike::Other))?;
        let tx = parse::tx_ref(&id)?;
        let wishes = Query::<Wishes>::from_request_parts(parts, state).await;
        let Query(wishes) = wishes.map_err(|_| ApiError::BadRequest(UNREADABLE_QUERY.to_owned()))?;
        let lang = for_request(wishes.lang.as_deref(), &parts.headers);
        Ok(Self { question: wishes.question(tx, lang)?, wishes })
    }
}

impl Wishes {
    /// The question about a transaction.
    pub fn question(&self, tx: TxRef, lang: Lang) -> Result<Question, ApiError> {
        let named = given(&self.network).and_then(Network::of_code);
        let tx = TxRef { network: tx.network.or(named), ..tx };
        let expected = self.expected()?;
        Ok(Question { tx, chain: self.chain.clone(), lang, required: self.required()?, expected })
    }

    /// Whether they can be understood, whatever transaction they are about.
    pub fn check(&self) -> Result<(), ApiError> {
        self.expected()?;
        self.required().map(|_| ())
    }

    /// What the receiver wants.
    pub fn required(&self) -> Result<Option<Required>, ApiError> {
        self.required.as_deref().map(required).transpose()
    }

    /// What a form sent, which sends empty fields as well.
    pub fn of_form(body: &[u8]) -> Result<Self, ApiError> {
        let mut wishes = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            if parse::is_secret(&value) {
                return Err(ApiError::Secret);
            }
            let field = match &*name {
                "chain" => &mut wishes.chain,
                "required" => &mut wishes.required,
                "to" => &mut wishes.to,
                "amount" => &mut wishes.amount,
                "asset" => &mut wishes.asset,
                "sender" => &mut wishes.sender,
                "nonce" => &mut wishes.nonce,
                "network" => &mut wishes.network,
                _ => continue,
            };
            *field = Some(value.into_owned()).filter(|value| !value.trim().is_empty());
        }
        Ok(wishes)
    }

    /// The same as a query, without the language; to be shown only once it was checked.
    pub fn query(&self) -> String {
        let named = [
            ("chain", &self.chain),
            ("required", &self.required),
            ("to", &self.to),
            ("amount", &self.amount),
            ("asset", &self.asset),
            ("sender", &self.sender),
            ("nonce", &self.nonce),
            ("network", &self.network),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in named {
            if let Some(value) = given(value) {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    /// What they say of the transfer, checked.
    fn expected(&self) -> Result<Expectation, ApiError> {
        let transfer = [&self.to, &self.amount, &self.asset, &self.sender, &self.nonce];
        for text in [&self.chain, &self.required, &self.network].into_iter().chain(transfer).flatten() {
            check_text(text)?;
        }
        let to = given(&self.to);
        let on_evm = to.map(parse::evm_address);
        let is_address = |to: &str| Address::<NetworkUnchecked>::from_str(to).is_ok() || on_evm.flatten().is_some();
        if to.is_some_and(|to| !is_address(to)) {
            return Err(ApiError::BadField(Field::To));
        }
        let amount = given(&self.amount);
        if amount.is_some_and(|amount| !is_decimal(amount)) {
            return Err(ApiError::BadField(Field::Amount));
        }
        let amount = amount.map(str::to_owned);
        let claim = self.claim()?;
        let gas = Expected {
            to: on_evm.flatten(),
            amount: amount.clone(),
            asset: given(&self.asset).map(asset),
            sender: given(&self.sender).and_then(parse::evm_address),
            nonce: given(&self.nonce).and_then(|nonce| nonce.parse().ok()),
            other_network: to.is_some() && on_evm.flatten().is_none(),
        };
        let gas = (gas != Expected::default()).then_some(gas);
        let output = output(to, amount.as_deref());
        Ok(Expectation { to: to.map(str::to_owned), amount, gas, output, claim })
    }

    /// The sender and nonce, where both are known.
    fn claim(&self) -> Result<Option<Claim>, ApiError> {
        let sender = given(&self.sender).map(|sender| parse::evm_address(sender).ok_or(sender)).transpose();
        let sender = sender.map_err(|_| ApiError::BadField(Field::Sender))?;
        let nonce = given(&self.nonce).map(|nonce| nonce.parse::<u64>()).transpose();
        let nonce = nonce.map_err(|_| ApiError::BadField(Field::Nonce))?;
        Ok(sender.zip(nonce).map(|(sender, nonce)| Claim::nonce(&sender, nonce)))
    }
}

/// What a Bitcoin transaction is expected to pay.
fn output(text: Option<&str>, amount: Option<&str>) -> Option<ExpectedOutput> {
    let address = text.and_then(|to| Address::<NetworkUnchecked>::from_str(to).ok());
    let to = address.map(|address| paid_to(&address.assume_checked().script_pubkey()));
    let other_network = text.is_some() && to.is_none();
    let amount = amount.and_then(|amount| bitcoin::Amount::from_str_in(amount, bitcoin::Denomination::Bitcoin).ok());
    let output = ExpectedOutput { to, amount: amount.map(bitcoin::Amount::to_sat), other_network };
    (to.is_some() || amount.is_some() || other_network).then_some(output)
}

/// A token by its contract, or whatever is called so on the chain in question.
fn asset(text: &str) -> Asset {
    parse::evm_address(text).map_or_else(|| Asset::Called(text.to_owned()), Asset::Token)
}

const UNREADABLE_QUERY: &str = "the query can't be read: is a parameter given twice?";

/// A field that isn't empty.
pub fn given(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// No parameter may hold a secret, be it one that we don't know.
fn check_query(query: &str) -> Result<(), ApiError> {
    let secret = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| parse::is_secret(&name) || parse::is_secret(&value));
    if secret { Err(ApiError::Secret) } else { Ok(()) }
}

/// No secret, and no longer than any of these is.
pub fn check_text(text: &str) -> Result<(), ApiError> {
    if parse::is_secret(text) {
        return Err(ApiError::Secret);
    }
    if text.len() > LONGEST {
        return Err(ApiError::BadRequest("a parameter is too long".to_owned()));
    }
    Ok(())
}

fn required(text: &str) -> Result<Required, ApiError> {
    parse::required(text, MAX_REQUIRED).ok_or(ApiError::BadField(Field::Required))
}

fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| (1..=30).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction)
}
