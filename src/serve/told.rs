//! Problems in the reader's language. Says no more than the problem does, and repeats nothing that was sent.

use fluent_bundle::FluentArgs;

use super::error::{ApiError, Field, ProblemCode};
use crate::{
    explain::{Words, args},
    parse::LooksLike,
};

fn nothing() -> FluentArgs<'static> {
    FluentArgs::new()
}

/// The kind of problem.
pub fn title(words: &Words, problem: &ApiError) -> String {
    if let ApiError::BadField(_) = problem {
        return words.say("wrong-field", &nothing());
    }
    let id = match problem.kind().0 {
        ProblemCode::BadId => "problem-bad_id",
        ProblemCode::LooksLikeSecret => "problem-secret",
        ProblemCode::UnsupportedChain => "problem-unsupported_chain",
        ProblemCode::BadRequest => "problem-bad_request",
        ProblemCode::Unauthorized => "problem-unauthorized",
        ProblemCode::NotFound => "problem-not_found",
        ProblemCode::TooLarge => "problem-too_large",
        ProblemCode::RateLimited => "problem-rate_limited",
        ProblemCode::NotReady => "problem-not_ready",
        ProblemCode::Internal => "problem-internal",
    };
    words.say(id, &nothing())
}

/// What is wrong, and what to do.
pub fn text(words: &Words, problem: &ApiError) -> String {
    let chains = |known: &[String]| args([("chains", known.join(", ").into())]);
    match problem {
        ApiError::BadId(looks) => wrong_id(words, looks),
        ApiError::Secret => words.say("problem-secret.text", &nothing()),
        ApiError::UnsupportedChain(unknown) => {
            words.say("problem-unsupported_chain.text", &chains(&unknown.configured))
        }
        ApiError::BadField(field) => words.say(
            match field {
                Field::Required => "wrong-field-required",
                Field::Finality => "wrong-field-finality",
                Field::To => "wrong-field-to",
                Field::ToNetwork => "wrong-field-to_network",
                Field::Amount => "wrong-field-amount",
                Field::Sender => "wrong-field-sender",
                Field::Nonce => "wrong-field-nonce",
            },
            &nothing(),
        ),
        ApiError::BadRequest(_) | ApiError::MethodNotAllowed => words.say("problem-bad_request.text", &nothing()),
        ApiError::Unauthorized => words.say("problem-unauthorized.text", &nothing()),
        ApiError::NotFound => words.say("problem-not_found.text", &nothing()),
        ApiError::TooLarge(_) => words.say("problem-too_large.text", &nothing()),
        ApiError::RateLimited { wait_s, .. } => {
            let wait = words.length(*wait_s as f64);
            words.say("problem-rate_limited.text", &args([("wait", wait.into())]))
        }
        ApiError::NotReady(_) => words.say("problem-not_ready.text", &nothing()),
        ApiError::Internal => words.say("problem-internal.text", &nothing()),
    }
}

/// Why a piece of text is no id.
pub fn wrong_id(words: &Words, looks: &LooksLike) -> String {
    let (id, length) = match looks {
        LooksLike::Empty => ("wrong-empty", 0),
        LooksLike::TooShort(length) => ("wrong-too_short", *length),
        LooksLike::TooLong(length) => ("wrong-too_long", *length),
        LooksLike::BitcoinAddress | LooksLike::EvmAddress => ("wrong-address", 0),
        LooksLike::EnsName => ("wrong-ens_name", 0),
        LooksLike::LightningInvoice => ("wrong-lightning", 0),
        LooksLike::SolanaTransaction => ("wrong-solana", 0),
        LooksLike::ExtendedPublicKey => ("wrong-public_key", 0),
        LooksLike::LinkWithoutId => ("wrong-link", 0),
        LooksLike::SeveralIds => ("wrong-several", 0),
        LooksLike::Other => ("wrong-other", 0),
    };
    words.say(id, &args([("length", (length as f64).into())]))
}
