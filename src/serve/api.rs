//! Look-ups over HTTP: one transaction, or up to a hundred. Checks what callers send and repeats none of it; who is
//! asked and what is said is `lookup`'s.

use std::{str::FromStr, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, Query, RawQuery, State,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bitcoin::{Address, address::NetworkUnchecked};
use chains::Claim;
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use super::{
    error::{ApiError, Problem},
    language::for_request,
};
use crate::{
    answer::Answer,
    config::MAX_REQUIRED,
    explain::{Expectation, Lang},
    facts::gas::{Asset, COINS, Expected},
    lookup::{Networks, Question},
    parse,
};

/// Ids in one request.
pub const MOST_IDS: usize = 100;
/// Of those, looked up at once.
pub const AT_ONCE: usize = 16;
/// Longer than any address, amount or token's symbol.
const LONGEST: usize = 200;

/// What a caller may add to a look-up.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wishes {
    /// A configured chain; without it, every chain whose id format fits is asked.
    chain: Option<String>,
    /// Language of the answer; else `Accept-Language` decides, else it is English.
    #[param(example = "zh-CN")]
    lang: Option<String>,
    /// Confirmations that the receiver wants, 1 to 10000; else the chain's configured number.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 10000)]
    required: Option<String>,
    /// The recipient's address, where known.
    to: Option<String>,
    /// The amount in the coin's main unit, where known.
    #[param(example = "0.0012")]
    amount: Option<String>,
    /// Token contract, or the symbol of the chain's own coin, where known; of no use on Bitcoin.
    asset: Option<String>,
    /// The sender's address, where known; of no use on Bitcoin.
    sender: Option<String>,
    /// The transaction's nonce, where known: with `sender`, what took its place is found even if no node has it; of no use on
    /// Bitcoin.
    nonce: Option<String>,
}

/// Several transactions to look up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Several {
    /// At most 100 ids or explorers' links.
    #[schema(max_items = 100)]
    ids: Vec<String>,
    /// As in `GET /v1/tx/{id}`.
    chain: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    lang: Option<String>,
    /// As in `GET /v1/tx/{id}`.
    #[schema(minimum = 1, maximum = 10000)]
    required: Option<u64>,
}

/// One result per id, in order.
#[derive(Serialize, ToSchema)]
pub struct Answers {
    /// Each an answer or a problem.
    answers: Vec<Outcome>,
}

/// An answer or a problem.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Outcome {
    Answer(Arc<Answer>),
    Problem(Problem),
}

/// Why one transfer has not arrived, when it will, and what to do.
///
/// A transaction that nobody knows is an answer as well, with stage `unknown`.
#[utoipa::path(
    get, path = "/v1/tx/{id}", tag = "look-up", params(
        ("id" = String, Path, description = "The transaction's id, with or without `0x`, or a percent-encoded \
            explorer's link that holds one"),
        Wishes,
    ),
    responses(
        (status = 200, body = Answer, headers(("Content-Language" = String, description = "Language of the answer"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`bad_id`, `looks_like_secret`, `unsupported_chain` or `bad_request`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up(
    State(networks): State<Arc<Networks>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    wishes: Result<Query<Wishes>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    check_query(query.as_deref().unwrap_or_default())?;
    let Path(id) = id.map_err(|_| ApiError::BadId(parse::LooksLike::Other))?;
    let tx = parse::tx_ref(&id)?;
    let Query(wishes) = wishes.map_err(|_| ApiError::BadRequest(UNREADABLE_QUERY.to_owned()))?;
    let lang = for_request(wishes.lang.as_deref(), &headers);
    let required = wishes.required.as_deref().map(number).transpose()?;
    let expected = wishes.expected()?;
    let question = Question { tx, chain: wishes.chain, lang, required, expected };
    let rendered = networks.look_up(&question).await?;
    let json = rendered.json().map_err(|error| unwritable(&error))?;
    Ok((in_language(lang), json).into_response())
}

/// The same for up to a hundred transactions at once.
#[utoipa::path(
    post, path = "/v1/tx", tag = "look-up", request_body = Several,
    responses(
        (status = 200, body = Answers, headers(("Content-Language" = String, description = "Language of the answers"))),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`unsupported_chain` or `bad_request`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too_large`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn look_up_several(
    State(networks): State<Arc<Networks>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let several = read(&body.map_err(|rejection| unread(&rejection))?)?;
    [&several.chain, &several.lang].into_iter().flatten().try_for_each(|text| check_text(text))?;
    let lang = for_request(several.lang.as_deref(), &headers);
    let required = several.required.map(in_range).transpose()?;
    networks.check_chain(several.chain.as_deref())?;
    let answers = stream::iter(several.ids)
        .map(|id| {
            let (networks, chain) = (&networks, several.chain.clone());
            async move {
                let tx = parse::tx_ref(&id)?;
                let question = Question { tx, chain, lang, required, expected: Expectation::default() };
                Ok(networks.look_up(&question).await?)
            }
        })
        .buffered(AT_ONCE)
        .map(|result: Result<_, ApiError>| match result {
            Ok(rendered) => Outcome::Answer(rendered.answer.clone()),
            Err(error) => Outcome::Problem(error.problem()),
        })
        .collect()
        .await;
    Ok((in_language(lang), Json(Answers { answers })).into_response())
}

impl Wishes {
    fn expected(&self) -> Result<Expectation, ApiError> {
        let all = [&self.chain, &self.to, &self.amount, &self.asset, &self.sender, &self.nonce];
        for text in all.into_iter().flatten() {
            check_text(text)?;
        }
        let to = self.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
        let on_evm = to.map(parse::evm_address);
        let is_address = |to: &str| Address::<NetworkUnchecked>::from_str(to).is_ok() || on_evm.flatten().is_some();
        if to.is_some_and(|to| !is_address(to)) {
            return Err(ApiError::BadRequest("`to` is not an address of a Bitcoin or EVM network".to_owned()));
        }
        let amount = self.amount.as_deref().map(str::trim).filter(|amount| !amount.is_empty());
        if amount.is_some_and(|amount| !is_decimal(amount)) {
            return Err(ApiError::BadRequest("`amount` is not a decimal number such as 0.0012".to_owned()));
        }
        let amount = amount.map(str::to_owned);
        let gas = Expected {
            to: on_evm.flatten(),
            amount: amount.clone(),
            asset: self.asset.as_deref().and_then(asset),
            sender: given(&self.sender).as_deref().and_then(parse::evm_address),
        };
        let gas = (gas != Expected::default()).then_some(gas);
        Ok(Expectation { to: to.map(str::to_owned), amount, gas, claim: self.claim()? })
    }

    /// The sender and nonce, where both are known.
    fn claim(&self) -> Result<Option<Claim>, ApiError> {
        let bad = |text: &str| ApiError::BadRequest(text.to_owned());
        let sender = given(&self.sender).map(|sender| parse::evm_address(&sender).ok_or(sender)).transpose();
        let sender = sender.map_err(|_| bad("`sender` is not an address of an EVM network"))?;
        let nonce = given(&self.nonce).map(|nonce| nonce.parse::<u64>()).transpose();
        let nonce = nonce.map_err(|_| bad("`nonce` is not a whole number"))?;
        Ok(sender.zip(nonce).map(|(sender, nonce)| Claim::nonce(&sender, nonce)))
    }
}

fn given(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A token by its contract, or a chain's own coin by its symbol. A token's symbol is anyone's text and tells no token.
fn asset(text: &str) -> Option<Asset> {
    let coin = |text: &str| COINS.iter().any(|coin| coin.eq_ignore_ascii_case(text)).then_some(Asset::Coin);
    parse::evm_address(text.trim()).map(Asset::Token).or_else(|| coin(text.trim()))
}

const UNREADABLE_QUERY: &str = "the query can't be read: is a parameter given twice?";

/// No parameter may hold a secret, be it one that we don't know.
fn check_query(query: &str) -> Result<(), ApiError> {
    let secret = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| parse::is_secret(&name) || parse::is_secret(&value));
    if secret { Err(ApiError::Secret) } else { Ok(()) }
}

fn check_text(text: &str) -> Result<(), ApiError> {
    if parse::is_secret(text) {
        return Err(ApiError::Secret);
    }
    if text.len() > LONGEST {
        return Err(ApiError::BadRequest("a parameter is too long".to_owned()));
    }
    Ok(())
}

fn number(text: &str) -> Result<u64, ApiError> {
    text.trim().parse().map_err(|_| bad_required()).and_then(in_range)
}

fn in_range(required: u64) -> Result<u64, ApiError> {
    if (1..=MAX_REQUIRED).contains(&required) { Ok(required) } else { Err(bad_required()) }
}

fn bad_required() -> ApiError {
    ApiError::BadRequest(format!("`required` is not a whole number from 1 to {MAX_REQUIRED}"))
}

fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| (1..=30).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// Reads the body; the reader's own message would repeat what it read.
fn read(body: &Bytes) -> Result<Several, ApiError> {
    let several: Several = serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_data() { "other JSON than `{\"ids\": [\"…\"]}`" } else { "not JSON" };
        ApiError::BadRequest(format!("the body is {what} (line {}, column {})", error.line(), error.column()))
    })?;
    if several.ids.len() > MOST_IDS {
        return Err(ApiError::TooLarge("at most 100 ids at a time"));
    }
    Ok(several)
}

pub fn unread(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::TooLarge("a body of at most 64 kB");
    }
    ApiError::BadRequest("the body didn't arrive whole".to_owned())
}

fn in_language(lang: Lang) -> [(header::HeaderName, HeaderValue); 4] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

fn unwritable(error: &serde_json::Error) -> ApiError {
    tracing::error!(%error, "could not write an answer");
    ApiError::Internal
}
