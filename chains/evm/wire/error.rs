//! What a node's error comes to: told by the node's own words, never by what a contract wrote into them.

use alloy_sol_types::{Revert, SolError};
use serde_json::{Value, value::RawValue};

use super::bytes_in;
use crate::{
    account::MAX_REASON,
    evm::{
        refusals::{Refusal, revert_text},
        rpc::CallError,
    },
};

/// What a JSON-RPC error comes to. What a contract wrote decides nothing in it: who gives something back has reverted,
/// whatever it says, and a text alone is kept as such.
pub(in crate::evm) fn refused(code: i64, message: &str, data: Option<&RawValue>) -> CallError {
    if let Some(data) = data.and_then(error_data).filter(|data| !data.is_empty()) {
        return CallError::Said { refusal: Some(Refusal::Reverted), data };
    }
    let refusal = Refusal::of(code, message);
    // Invalid requests and parameters are those that this node doesn't take, unless it says something else.
    let lacking = refusal.is_none() && matches!(code, -32600 | -32602 | -32004);
    if lacking || refusal == Some(Refusal::NoMethod) {
        return CallError::NoMethod;
    }
    let text = revert_text(message).filter(|_| refusal == Some(Refusal::Reverted));
    CallError::Said { refusal, data: text.map(encoded).unwrap_or_default() }
}

/// A text as the contract gave it back, before the node took it out: `Error(string)`.
fn encoded(text: &str) -> Vec<u8> {
    Revert { reason: text.chars().take(MAX_REASON / 8).collect() }.abi_encode()
}

/// What a contract gave back, in the `data` of an error: bytes, or (older nodes) an object that holds them.
fn error_data(data: &RawValue) -> Option<Vec<u8>> {
    let value: Value = serde_json::from_str(data.get()).ok()?;
    let text = match &value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => fields.get("data").or_else(|| fields.get("result"))?.as_str()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    bytes_in(text.strip_prefix("Reverted ").unwrap_or(text))
}
