//! What every answer must hold, whatever it says: the contract's keys and types, evidence with its node, words in
//! the language asked for. And the one helper that states a verdict.

use jiff::Timestamp;
use serde_json::Value;

const KEYS: [&str; 17] = [
    "id",
    "chain",
    "stage",
    "cause",
    "also",
    "severity",
    "explanation",
    "eta",
    "progress",
    "replaced_by",
    "facts",
    "evidence",
    "untrusted",
    "observed",
    "searched",
    "first_seen",
    "as_of",
];

/// `stage: code`, as the answer says.
pub fn verdict(answer: &Value) -> String {
    format!("{}: {}", text(&answer["stage"]), text(&answer["cause"]["code"]))
}

/// The answer keeps the contract and says this: `stage: code (severity)`.
pub fn check(answer: &Value, expected: &str) {
    let said = match expected.contains('(') {
        true => format!("{} ({})", verdict(answer), text(&answer["severity"])),
        false => verdict(answer),
    };
    assert_eq!(said, expected, "{answer:#}");
    for key in KEYS {
        assert!(answer.get(key).is_some(), "no `{key}` in {answer:#}");
    }
    one_of(&answer["severity"], &["ok", "delayed", "action_needed", "failed"]);
    causes(answer);
    explanation(answer);
    figures(answer);
    evidence(answer);
}

/// The same answer in English and in Chinese: other words, and nothing but the words differs.
pub fn check_pair(english: &Value, chinese: &Value) {
    let (en, zh) = (&english["explanation"], &chinese["explanation"]);
    assert_eq!((text(&en["lang"]), text(&zh["lang"])), ("en", "zh-CN"));
    for key in ["headline", "summary", "safety", "reply"] {
        let (en, zh) = (text(&en[key]), text(&zh[key]));
        assert!(zh.chars().any(is_chinese), "`{key}` is not Chinese: {zh}");
        assert!(!en.chars().any(is_chinese), "`{key}` is not English: {en}");
    }
    let claims = |answer: &Value| answer["evidence"].as_array().unwrap().clone();
    for (en, zh) in claims(english).iter().zip(&claims(chinese)) {
        let (en, zh) = (text(&en["claim"]), text(&zh["claim"]));
        assert!(zh.chars().any(is_chinese), "the claim is not Chinese: {zh}");
        assert!(!en.chars().any(is_chinese), "the claim is not English: {en}");
    }
    for key in ["id", "stage", "severity", "replaced_by", "first_seen"] {
        assert_eq!(english[key], chinese[key], "`{key}` differs between the languages");
    }
    assert_eq!(steps(english), steps(chinese));
    assert_eq!(en["article"], zh["article"]);
    let details = |words: &Value| words["details"].as_array().unwrap().len();
    assert_eq!(details(en), details(zh), "{en:#}\n{zh:#}");
}

/// The codes of the next steps, in order.
pub fn steps(answer: &Value) -> Vec<&str> {
    answer["explanation"]["next_steps"].as_array().unwrap().iter().map(|step| text(&step["code"])).collect()
}

/// The codes of the causes that hold besides.
pub fn also(answer: &Value) -> Vec<&str> {
    answer["also"].as_array().unwrap().iter().map(|finding| text(&finding["code"])).collect()
}

/// A string that must be one.
#[track_caller]
pub fn text(value: &Value) -> &str {
    let Some(text) = value.as_str() else { panic!("not a string: {value}") };
    text
}

fn causes(answer: &Value) {
    for finding in answer["also"].as_array().unwrap().iter().chain([&answer["cause"]]) {
        one_of(&finding["confidence"], &["observed", "inferred", "unknown"]);
        assert!(finding["data"].is_object(), "{finding:#}");
    }
    assert!(!also(answer).contains(&text(&answer["cause"]["code"])), "its cause is in `also` again: {answer:#}");
}

fn explanation(answer: &Value) {
    let explanation = &answer["explanation"];
    for key in ["headline", "summary", "safety", "reply", "article"] {
        let said = text(&explanation[key]);
        assert!(!said.trim().is_empty(), "`{key}` is empty");
        assert!(!said.contains(['{', '}', '\u{2068}', '\u{2069}']), "`{key}` shows its placeholders: {said}");
    }
    assert!(!explanation["details"].as_array().unwrap().is_empty(), "no details: {explanation:#}");
    let steps = explanation["next_steps"].as_array().unwrap();
    assert!(!steps.is_empty(), "nothing to do next: {explanation:#}");
    for step in steps {
        one_of(&step["who"], &["sender", "recipient", "support", "nobody"]);
        assert!(!text(&step["code"]).is_empty() && !text(&step["text"]).is_empty(), "{step:#}");
    }
}

fn figures(answer: &Value) {
    time(&answer["as_of"]);
    for maybe in ["first_seen"] {
        if !answer[maybe].is_null() {
            time(&answer[maybe]);
        }
    }
    let eta = &answer["eta"];
    if !eta.is_null() {
        let quantile = |key: &str| eta[key].as_f64().unwrap_or_else(|| panic!("{key} in {eta}"));
        assert!(0.0 <= quantile("p50_s") && quantile("p50_s") <= quantile("p80_s"), "{eta}");
        assert!(quantile("p80_s") <= quantile("p95_s"), "{eta}");
        assert!(eta.get("not_before_s").is_some(), "{eta}");
        one_of(&answer["stage"], &["waiting", "included"]);
    }
    let progress = &answer["progress"];
    let confirmations = progress["confirmations"].as_u64().expect("confirmations");
    assert!(progress["required"].is_u64() && progress["final"].is_boolean(), "{progress}");
    for key in ["block_height", "block_hash", "block_time"] {
        assert_eq!(progress[key].is_null(), confirmations == 0, "`{key}` in {progress}");
    }
    let by = &answer["replaced_by"];
    if !by.is_null() {
        assert_eq!(text(&by["id"]).len(), 64);
        one_of(&by["kind"], &["speed_up", "cancel", "different"]);
        one_of(&by["stage"], &["unknown", "waiting", "included", "settled", "failed", "gone"]);
        assert!(by["same_recipient"].is_boolean() || by["same_recipient"].is_null(), "{by}");
    }
}

fn evidence(answer: &Value) {
    let chain = text(&answer["chain"]);
    assert_eq!(answer["facts"]["kind"], if chain == "bitcoin" { "bitcoin" } else { "evm" });
    let observed = &answer["observed"];
    let nodes: Vec<&str> = observed["nodes"].as_array().unwrap().iter().map(text).collect();
    assert!(!nodes.is_empty() || observed["stale"] == true, "{observed}");
    assert!(observed["agree"].is_boolean() && observed["stale"].is_boolean(), "{observed}");
    assert!(observed.get("tip_height").is_some() && observed.get("tip_age_s").is_some(), "{observed}");
    assert!(answer["searched"].as_array().unwrap().iter().any(|searched| searched == chain));
    assert!(answer["untrusted"].is_array());
    let evidence = answer["evidence"].as_array().unwrap();
    assert!(!evidence.is_empty(), "no evidence: {answer:#}");
    for piece in evidence {
        assert!(piece["node"].is_string(), "{piece} in {answer:#}");
        assert!(!text(&piece["claim"]).is_empty() && !text(&piece["source"]).is_empty(), "{piece}");
        assert!(!text(&piece["node"]).is_empty(), "{piece}");
        time(&piece["at"]);
    }
}

#[track_caller]
fn time(value: &Value) -> Timestamp {
    text(value).parse().unwrap_or_else(|error| panic!("{value} is not a time: {error}"))
}

#[track_caller]
fn one_of(value: &Value, allowed: &[&str]) {
    assert!(allowed.contains(&text(value)), "{value} is none of {allowed:?}");
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}
