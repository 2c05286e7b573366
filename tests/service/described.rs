//! The OpenAPI document: complete, stable, and true of what is answered.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use txwhy::{
    diagnose::{Cause, GasCause},
    serve,
};

use crate::{
    causes::every_answer,
    support::{Service, chain},
};

fn document() -> Value {
    serde_json::to_value(serve::openapi()).unwrap()
}

#[test]
fn the_document_is_stable() {
    insta::assert_json_snapshot!(document(), { ".info.version" => "[version]" });
}

#[test]
fn every_cause_is_in_the_document() {
    let document = document();
    let described = &document["components"]["schemas"]["CauseCode"];
    // Variants without a description are an enum, with one a list of constants.
    let listed = described["enum"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| described["oneOf"].as_array().unwrap().iter().map(|one| one["enum"][0].clone()).collect());
    let listed: BTreeSet<String> = listed.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    let codes = Cause::CODES.into_iter().chain(GasCause::CODES);
    assert_eq!(listed, codes.map(str::to_owned).collect());
}

#[test]
fn every_response_says_what_it_is_and_every_operation_has_its_name() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{method} {path} shares its operationId");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let said = response["description"].as_str().unwrap_or_default();
                assert!(!said.is_empty(), "{method} {path}: {status} isn't described");
            }
        }
    }
}

#[test]
fn figures_that_overlap_are_any_of() {
    // Some causes have a part of another's figures: "exactly one of" would refuse what is answered.
    for name in ["CauseData", "GasCauseData"] {
        assert!(document()["components"]["schemas"][name]["anyOf"].is_array(), "{name}");
    }
}

#[tokio::test]
async fn it_is_served_with_its_browser() {
    let service = Service::start(chain()).await;
    let (status, served) = service.get("/openapi.json").await;
    assert_eq!((status, served), (200, document()));
    let page = service.client.get(format!("{}/docs/", service.base)).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'self'"), "{policy}");
    let page = page.text().await.unwrap();
    assert!(page.contains("swagger-ui") && !page.contains("https://"), "nothing comes from elsewhere:\n{page}");
    service.stop().await;
}

#[tokio::test]
async fn answers_are_as_described() {
    let document = document();
    for answer in every_answer().await {
        conforms(&document, "Answer", &answer);
    }
    let service = Service::start(chain()).await;
    let unknown = "07".repeat(32);
    for (path, schema) in [
        ("/v1/networks", "NetworkReports"),
        ("/v1/networks/simulated", "NetworkReport"),
        ("/readyz", "Readiness"),
        ("/v1/tx/abc", "Problem"),
        ("/nowhere", "Problem"),
    ] {
        conforms(&document, schema, &service.get(path).await.1);
    }
    let (_, several) = service.post("/v1/tx", json!({"ids": [unknown, "abc"]}).to_string()).await;
    conforms(&document, "Answers", &several);
    service.stop().await;
}

fn conforms(document: &Value, schema: &str, value: &Value) {
    let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
    if let Err(why) = matches(document, &schema, value) {
        panic!("{why}\nin {value:#}");
    }
}

/// Whether a value is what a schema says, and says nothing that the schema doesn't know.
fn matches(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = document.pointer(reference.trim_start_matches('#')).ok_or(format!("no {reference}"))?;
        return matches(document, found, value);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let tried: Vec<_> = choices.iter().map(|choice| matches(document, choice, value)).collect();
        let fitting = tried.iter().filter(|tried| tried.is_ok()).count();
        return if fitting == 1 { Ok(()) } else { Err(format!("{value} is {fitting} of {tried:?}")) };
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let tried: Vec<_> = choices.iter().map(|choice| matches(document, choice, value)).collect();
        return if tried.iter().any(Result::is_ok) { Ok(()) } else { Err(format!("{value} is none of {tried:?}")) };
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return matches(document, &joined(document, parts), value);
    }
    if let Some(allowed) = schema["enum"].as_array() {
        return allowed.contains(value).then_some(()).ok_or(format!("{value} is not in {allowed:?}"));
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let fits = |name: &Value| *name == type_of(value) || (name == "number" && value.is_number());
    if !types.iter().any(fits) {
        return Err(format!("{value} is not {types:?}"));
    }
    if let Some(items) = value.as_array() {
        return items.iter().try_for_each(|item| matches(document, &schema["items"], item));
    }
    let Some(fields) = value.as_object() else { return Ok(()) };
    for name in schema["required"].as_array().into_iter().flatten() {
        fields.get(name.as_str().unwrap()).ok_or(format!("{name} is missing in {value}"))?;
    }
    fields.iter().try_for_each(|(name, field)| {
        let described = schema["properties"].get(name).ok_or(format!("{name} is not described"))?;
        matches(document, described, field).map_err(|why| format!("{name}: {why}"))
    })
}

/// What several schemas together ask of an object.
fn joined(document: &Value, parts: &[Value]) -> Value {
    let mut whole = json!({"type": "object", "required": [], "properties": {}});
    for part in parts {
        let reference = part["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
        let part = reference.map_or(part, |reference| document.pointer(reference).unwrap());
        whole["required"].as_array_mut().unwrap().extend(part["required"].as_array().cloned().unwrap_or_default());
        whole["properties"].as_object_mut().unwrap().extend(part["properties"].as_object().cloned().unwrap());
    }
    whole
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
