//! What callers may send, and what they are told where they may not.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use chains::simulated::Draft;
use serde_json::{Value, json};

use crate::support::{Service, chain, chain_seen_by};
use txwhy::store::Journal;

const UNKNOWN: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const WIF: &str = "L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ";

#[tokio::test]
async fn what_is_not_answered_is_a_problem_with_a_code() {
    let service = Service::start(chain()).await;
    let long = "a".repeat(3000);
    for (path, status, code) in [
        ("/v1/tx/abc", 400, "bad_id"),
        ("/v1/tx/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 400, "bad_id"),
        ("/v1/tx/vitalik.eth", 400, "bad_id"),
        ("/v1/tx/%20", 400, "bad_id"),
        ("/v1/tx/%FF%FE", 400, "bad_id"),
        (&*format!("/v1/tx/{long}"), 400, "bad_id"),
        (&format!("/v1/tx/{}", PHRASE.replace(' ', "%20")), 400, "looks_like_secret"),
        (&format!("/v1/tx/{WIF}"), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?to={WIF}"), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?lang={WIF}"), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?required={WIF}"), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?note={}", PHRASE.replace(' ', "+")), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?to=a&to={}", PHRASE.replace(' ', "%20")), 400, "looks_like_secret"),
        (&format!("/v1/tx/{UNKNOWN}?chain=dogecoin"), 400, "unsupported_chain"),
        (&format!("/v1/tx/{UNKNOWN}?chain="), 400, "unsupported_chain"),
        (&format!("/v1/tx/{UNKNOWN}?required=0"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?required=10001"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?required=-1"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?required=two"), 400, "bad_request"),
        // No chain that is watched here declares blocks safe or final.
        (&format!("/v1/tx/{UNKNOWN}?required=safe"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?required=finalized&chain=simulated"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}/events?required=safe"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?required=1&required=2"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?to=nobody"), 400, "bad_request"),
        (&format!("/v1/tx/{UNKNOWN}?amount=1e5"), 400, "bad_request"),
        (
            &format!("/v1/tx/{UNKNOWN}?chain=simulated&to=0x5252525252525252525252525252525252525252"),
            400,
            "bad_request",
        ),
        (&format!("/v1/tx/{UNKNOWN}?asset={long}"), 400, "bad_request"),
        ("/v1/networks/dogecoin", 400, "unsupported_chain"),
        ("/v1/networks/%FF", 400, "bad_request"),
        ("/v1/nothing", 404, "not_found"),
        ("/docs/nothing", 404, "not_found"),
        ("/v1/tx", 405, "bad_request"),
    ] {
        let response = service.client.get(format!("{}{path}", service.base)).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{path}");
        let problem: serde_json::Value = response.json().await.unwrap();
        assert_eq!((problem["status"].as_u64(), problem["code"].as_str()), (Some(status), Some(code)), "{path}");
        assert!(problem["type"].is_string() && problem["title"].is_string() && problem["detail"].is_string());
    }
    service.stop().await;
}

#[tokio::test]
async fn bodies_are_checked() {
    let service = Service::start(chain()).await;
    let many = |count| json!({"ids": vec![UNKNOWN; count]}).to_string();
    for (body, status, code) in [
        ("", 400, "bad_request"),
        ("{", 400, "bad_request"),
        ("[]", 400, "bad_request"),
        (r#"{"ids": "abc"}"#, 400, "bad_request"),
        (r#"{"ids": [], "required": 0}"#, 400, "bad_request"),
        (r#"{"ids": [], "required": "soon"}"#, 400, "bad_request"),
        (r#"{"ids": [], "required": "safe"}"#, 400, "bad_request"),
        (r#"{"ids": [], "nonce": -1}"#, 400, "bad_request"),
        (r#"{"ids": [], "to": "nobody"}"#, 400, "bad_request"),
        (r#"{"ids": [{"to": "nobody"}]}"#, 400, "bad_request"),
        (&json!({"ids": [], "sender": WIF}).to_string(), 400, "looks_like_secret"),
        (r#"{"ids": [], "chain": "dogecoin"}"#, 400, "unsupported_chain"),
        (&many(101), 413, "too_large"),
        (&" ".repeat(65 * 1024), 413, "too_large"),
        (&json!({"ids": PHRASE}).to_string(), 400, "bad_request"),
    ] {
        let (got, problem) = service.post("/v1/tx", body.to_owned()).await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{body:.60}");
        assert!(!problem.to_string().contains("abandon"), "{problem}");
    }
    let (status, reply) = service.post("/v1/tx", many(100)).await;
    assert_eq!((status, reply["answers"].as_array().unwrap().len()), (200, 100));
    service.stop().await;
}

#[tokio::test]
async fn several_are_answered_in_order() {
    let simulator = chain();
    let known = simulator.send(Draft::paying(20.0)).unwrap().to_string();
    let service = Service::start(simulator).await;
    let with_secret = json!({"id": known, "to": WIF});
    let body = json!({"ids": [known, "abc", PHRASE, UNKNOWN, {"id": known, "amount": "0.1"}, with_secret],
        "lang": "zh-CN", "required": 2});
    let (status, reply) = service.post("/v1/tx", body.to_string()).await;
    assert_eq!(status, 200);
    let short: Vec<&str> = reply["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["stage"].as_str().or(one["code"].as_str()).unwrap())
        .collect();
    assert_eq!(short, ["waiting", "bad_id", "looks_like_secret", "unknown", "waiting", "looks_like_secret"]);
    assert_eq!(reply["answers"][0]["explanation"]["lang"], "zh-CN");
    assert_eq!(reply["answers"][0]["progress"]["required"], 2);
    service.stop().await;
}

#[tokio::test]
async fn ids_come_in_any_dress() {
    let simulator = chain();
    let id = simulator.send(Draft::paying(20.0)).unwrap().to_string();
    let service = Service::start(simulator).await;
    for dressed in [
        id.clone(),
        format!("0x{id}"),
        id.to_uppercase(),
        format!("%20{id}%0A"),
        format!("https%3A%2F%2Fmempool.space%2Ftx%2F{id}"),
    ] {
        let (status, answer) = service.get(&format!("/v1/tx/{dressed}")).await;
        assert_eq!((status, answer["id"].as_str()), (200, Some(&*id)), "{dressed}");
    }
    service.stop().await;
}

#[tokio::test]
async fn the_language_is_the_callers() {
    let service = Service::start(chain()).await;
    for (query, header, expected) in [
        ("", "", "en"),
        ("?lang=zh-CN", "", "zh-CN"),
        ("?lang=zh", "en", "zh-CN"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("?lang=xx", "zh-CN", "zh-CN"),
        ("?lang=xx", "", "en"),
    ] {
        let url = format!("{}/v1/tx/{UNKNOWN}{query}", service.base);
        let response = service.client.get(url).header("accept-language", header).send().await.unwrap();
        assert_eq!(response.headers()["content-language"], expected, "{query} {header}");
        assert!(response.headers()["vary"].to_str().unwrap().contains("accept-language"));
        let answer: serde_json::Value = response.json().await.unwrap();
        assert_eq!(answer["explanation"]["lang"], expected);
    }
    service.stop().await;
}

#[tokio::test]
async fn problems_are_told_in_the_callers_language() {
    let service = Service::start(chain()).await;
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    for (path, told) in [
        ("/v1/tx/4a5e?lang=zh-CN".to_owned(), "64"),
        (format!("/v1/tx/{}?lang=zh-CN", phrase.replace(' ', "%20")), "谁拿到它"),
        (format!("/v1/tx/{UNKNOWN}?chain=nowhere&lang=zh"), "simulated"),
    ] {
        let response = service.client.get(format!("{}{path}", service.base)).send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-language"]),
            (400, &"zh-CN".parse().unwrap())
        );
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let problem: Value = response.json().await.unwrap();
        let is_chinese =
            |key: &str| problem[key].as_str().unwrap().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(is_chinese("title") && is_chinese("detail"), "{problem:#}");
        assert!(problem["detail"].as_str().unwrap().contains(told), "{problem:#}");
    }
    // Of several, the body's own wish comes before the query's.
    for (path, body, expected) in [
        ("/v1/tx?lang=zh-CN", json!({"ids": ["4a5e", UNKNOWN]}), "zh-CN"),
        ("/v1/tx?lang=en", json!({"ids": ["4a5e", UNKNOWN], "lang": "zh-CN"}), "zh-CN"),
        ("/v1/tx", json!({"ids": ["4a5e", UNKNOWN]}), "en"),
    ] {
        let (status, answers) = service.post(path, body.to_string()).await;
        assert_eq!((status, &answers["answers"][1]["explanation"]["lang"]), (200, &json!(expected)), "{path}");
        let title = if expected == "en" { "Not a transaction id" } else { "这里面没有交易哈希。" };
        assert_eq!(answers["answers"][0]["title"], title, "{path}");
    }
    service.stop().await;
}

#[tokio::test]
async fn every_chain_is_asked_unless_one_is_named() {
    let (first, second) = (chain(), chain_seen_by(&["other"]));
    let id = second.send(Draft::paying(20.0)).unwrap();
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let chains = vec![("first", first.clone()), ("second", second)];
    let service = Service::start_all(first, chains, journal).await;
    let (_, answer) = service.get(&format!("/v1/tx/{id}")).await;
    assert_eq!((answer["chain"].as_str(), answer["stage"].as_str()), (Some("second"), Some("waiting")));
    assert_eq!(answer["searched"], json!(["first", "second"]));
    let (_, answer) = service.get(&format!("/v1/tx/{id}?chain=first")).await;
    assert_eq!((answer["chain"].as_str(), answer["stage"].as_str()), (Some("first"), Some("unknown")));
    assert_eq!(answer["searched"], json!(["first"]));
    let (_, answer) = service.get(&format!("/v1/tx/{UNKNOWN}")).await;
    assert_eq!((answer["chain"].as_str(), answer["stage"].as_str()), (None, Some("unknown")));
    service.stop().await;
}

#[tokio::test]
async fn a_request_keeps_its_id_unless_it_could_be_a_secret() {
    let service = Service::start(chain()).await;
    for (given, kept) in [("ticket-4711", true), (UNKNOWN, false), (WIF, false), ("a b", false)] {
        let request = service.client.get(format!("{}/healthz", service.base)).header("x-request-id", given);
        let response = request.send().await.unwrap();
        let got = response.headers()["x-request-id"].to_str().unwrap();
        assert_eq!(got == given, kept, "{given} {got}");
        assert!(!got.is_empty());
    }
    service.stop().await;
}

#[tokio::test]
async fn the_log_has_no_id_and_no_secret() {
    let log = Log::default();
    let writer = log.clone();
    // For the whole process, as tracing remembers across threads which lines nobody wants; so the other tests' lines are
    // held to the same.
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let service = Service::start(chain()).await;
    let encoded = PHRASE.replace(' ', "%20");
    for path in [
        format!("/v1/tx/{UNKNOWN}"),
        format!("/v1/tx/{WIF}"),
        format!("/v1/tx/{encoded}"),
        format!("/v1/tx/{UNKNOWN}?to={WIF}"),
        format!("/nowhere/{UNKNOWN}"),
    ] {
        let (_, reply) = service.get(&path).await;
        let refused = reply.to_string();
        assert!(!refused.contains("abandon") && !refused.contains(WIF), "{refused}");
    }
    service.post("/v1/tx", json!({"ids": [UNKNOWN, PHRASE, WIF]}).to_string()).await;
    service.stop().await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/v1/tx/{id}"), "the requests are in the log:\n{log}");
    // The client of this test runs in the same process and logs its own requests; the service's lines are looked at.
    for line in log.lines().filter(|line| !line.contains("reqwest") && !line.contains("hyper_util::client")) {
        assert!(!line.contains(UNKNOWN) && !line.contains(WIF) && !line.contains("abandon"), "{line}");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
