//! Everything around the one answer: what may be pasted and what is refused, batches, networks, readiness, metrics,
//! the API's description, and what the log must never hold.

use std::{io::Write, net::TcpStream, time::Duration};

use serde_json::{Value, json};

use crate::{
    check::{check, text},
    node::{Node, PASSWORD},
    service::{Service, Setup, batch},
    tx::{Tx, spend},
};

const PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const WIF: &str = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ";
const XPRV: &str =
    "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
const ADDRESS: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
const NOWHERE: &str = "00000000000000000000000000000000000000000000000000000000deadbeef";

fn with_one() -> (Node, Service, Tx) {
    let node = Node::start(&[]);
    let service = Setup::of(&node).start();
    let tx = spend(&node.coin()).to(1, 5_000_000).rate(20.0);
    node.send(&tx);
    service.until(&tx.id(), "waiting: next_in_line (ok)");
    (node, service, tx)
}

#[test]
fn an_id_is_found_however_it_is_written() {
    let (_node, service, tx) = with_one();
    let id = tx.id();
    let written = [
        id.to_uppercase(),
        format!("0x{id}"),
        format!("0X{}", id.to_uppercase()),
        format!("%20{id}%20%0A"),
        format!("%09{id}"),
        format!("https%3A%2F%2Fmempool.space%2Ftx%2F{id}"),
        format!("https%3A%2F%2Fmempool.space%2Fzh%2Ftx%2F{id}%23vout%3D0"),
        format!("https%3A%2F%2Fblockstream.info%2Ftx%2F{id}%3Fexpand"),
        format!("https%3A%2F%2Fwww.blockchain.com%2Fexplorer%2Ftransactions%2Fbtc%2F{id}"),
        format!("https%3A%2F%2Fblockchair.com%2Fbitcoin%2Ftransaction%2F{id}"),
        format!("https%3A%2F%2Fexample.org%2F%3Ftxid%3D{id}%26lang%3Den"),
        format!("http%3a%2f%2fmempool.space%2ftx%2f{id}"),
    ];
    for written in written {
        let (status, answer) = service.ask(&format!("/v1/tx/{written}"));
        assert_eq!(status, 200, "{written}: {answer:#}");
        check(&answer, "waiting: next_in_line (ok)");
        assert_eq!(text(&answer["id"]), id, "{written}");
    }
}

#[test]
fn what_is_no_id_is_refused_and_said_why() {
    let (_node, service, tx) = with_one();
    let id = tx.id();
    let short = &id[..63];
    let long = format!("{id}0");
    let not_hex = format!("{}g", &id[..63]);
    for pasted in [short, &long, &not_hex, ADDRESS, "vitalik.eth", "hello", "0x", "%20", "123"] {
        refused(&service, pasted, 400, "bad_id");
    }
    refused(&service, &format!("{id}?chain=dogecoin"), 400, "unsupported_chain");
    refused(&service, &format!("{id}?required=-1"), 400, "bad_request");
    refused(&service, &format!("{id}?required=many"), 400, "bad_request");
    let (status, problem) = service.ask("/v1/nothing");
    assert_eq!((status, &problem["code"]), (404, &json!("not_found")));
    let (status, answer) = service.ask(&format!("/v1/tx/{id}?chain=bitcoin&lang=xx"));
    assert_eq!((status, &answer["explanation"]["lang"]), (200, &json!("en")));
}

#[test]
fn secrets_are_refused_and_stay_nowhere() {
    let (_node, mut service, _) = with_one();
    for secret in [PHRASE, WIF, XPRV] {
        let pasted = secret.replace(' ', "%20");
        let problem = refused(&service, &pasted, 400, "looks_like_secret");
        assert!(!problem.to_string().contains(secret), "it is echoed: {problem:#}");
        let answers = batch(&service, &[secret]);
        assert_eq!(answers[0]["code"], "looks_like_secret", "{answers:#?}");
        assert!(!answers[0].to_string().contains(secret), "it is echoed: {answers:#?}");
    }
    refused(&service, &PHRASE.to_uppercase().replace(' ', "+"), 400, "looks_like_secret");
    service.until(NOWHERE, "unknown: never_seen");
    refused(&service, ADDRESS, 400, "bad_id");
    service.stop();
    let log = service.log();
    assert!(!log.is_empty(), "there is no log to look at");
    for unwanted in [PHRASE, "abandon", WIF, XPRV, NOWHERE, ADDRESS, PASSWORD] {
        assert!(!log.to_lowercase().contains(&unwanted.to_lowercase()), "`{unwanted}` in the log:\n{log}");
    }
}

#[test]
fn ten_at_once_in_order() {
    let (node, service, tx) = with_one();
    let mined = spend(&node.coin()).to(2, 5_000_000).rate(20.0);
    node.mine_only(&[&mined]);
    service.until(&mined.id(), "included: awaiting_confirmations (ok)");
    let link = format!("https://mempool.space/tx/{}", tx.id());
    let (waiting, included, block) = (tx.id(), mined.id(), node.hash_at(1));
    let ids = [&waiting, &included, NOWHERE, &block, ADDRESS, PHRASE, "", &link, &waiting, "abc"];
    let answers = batch(&service, &ids);
    let said = |answer: &Value| match answer.get("stage") {
        Some(_) => crate::check::verdict(answer),
        None => text(&answer["code"]).to_owned(),
    };
    assert_eq!(
        answers.iter().map(said).collect::<Vec<_>>(),
        [
            "waiting: next_in_line",
            "included: awaiting_confirmations",
            "unknown: never_seen",
            "unknown: is_block_hash",
            "bad_id",
            "looks_like_secret",
            "bad_id",
            "waiting: next_in_line",
            "waiting: next_in_line",
            "bad_id",
        ]
    );
    let many = vec![waiting.as_str(); 101];
    let (status, problem) = service.post("/v1/tx", &json!({"ids": many}));
    assert!([400, 413].contains(&status), "{status}: {problem:#}");
    let (status, problem) = service.post("/v1/tx", &json!({"id": waiting}));
    assert_eq!((status, &problem["code"]), (400, &json!("bad_request")), "{problem:#}");
    let (_, chinese) = service.post("/v1/tx", &json!({"ids": [waiting], "lang": "zh-CN"}));
    assert_eq!(chinese["answers"][0]["explanation"]["lang"], "zh-CN");
}

#[test]
fn the_language_is_negotiated() {
    let (_node, service, tx) = with_one();
    let with = |header: &str| {
        let url = service.url(&format!("/v1/tx/{}", tx.id()));
        let response = minreq::get(url).with_header("Accept-Language", header).with_timeout(60).send().unwrap();
        let answer: Value = response.json().unwrap();
        assert_eq!(response.headers["content-language"], text(&answer["explanation"]["lang"]));
        text(&answer["explanation"]["lang"]).to_owned()
    };
    assert_eq!(with("zh-CN,zh;q=0.9,en;q=0.8"), "zh-CN");
    assert_eq!(with("zh"), "zh-CN");
    assert_eq!(with("de, en-GB;q=0.7"), "en");
    assert_eq!(with("fr"), "en");
}

#[test]
fn networks_readiness_metrics_and_the_description() {
    let (node, service, _) = with_one();
    let (status, networks) = service.ask("/v1/networks");
    assert_eq!(status, 200);
    let list = networks.as_array().or_else(|| networks["networks"].as_array()).expect("a list of networks");
    assert_eq!(list.len(), 1);
    let (status, network) = service.ask("/v1/networks/bitcoin");
    assert_eq!(status, 200);
    for key in ["chain", "verdict", "congestion", "fees", "block", "pending", "finality", "nodes", "as_of", "stale"] {
        assert!(network.get(key).is_some(), "no `{key}` in {network:#}");
    }
    assert_eq!((&network["congestion"], &network["stale"]), (&json!("quiet"), &json!(false)));
    assert_eq!(network["block"]["height"], json!(node.height()));
    assert_eq!(network["pending"]["count"], 1);
    assert_eq!(network["nodes"][0]["name"], "main");
    let (status, problem) = service.ask("/v1/networks/dogecoin");
    assert_eq!((status, &problem["code"]), (400, &json!("unsupported_chain")));

    assert_eq!(service.get("/healthz").0, 200);
    let (status, ready) = service.ask("/readyz");
    assert_eq!(status, 200);
    assert!(ready.to_string().contains("bitcoin"), "{ready:#}");

    let (status, metrics) = service.get("/metrics");
    assert_eq!(status, 200);
    assert!(metrics.contains("next_in_line"), "look-ups are not counted by cause:\n{metrics}");
    assert!(metrics.contains("_bucket{") || metrics.contains("_bucket "), "no histogram:\n{metrics}");

    let (status, description) = service.ask("/openapi.json");
    assert_eq!(status, 200);
    assert!(text(&description["openapi"]).starts_with("3.1"), "{}", description["openapi"]);
    for path in ["/v1/tx/{id}", "/v1/tx", "/v1/networks", "/v1/networks/{chain}"] {
        assert!(description["paths"].get(path).is_some(), "{path} is not described");
    }
    let (status, page) = service.get("/docs");
    assert!(status == 200 && page.contains("<html"), "{status}: {page}");
}

#[test]
fn it_ends_within_ten_seconds_when_asked_to() {
    let (_node, mut service, _) = with_one();
    let (took, well) = service.stop();
    assert!(well && took < Duration::from_secs(10), "it took {took:?}\n{}", service.log());
}

#[test]
fn it_ends_in_time_though_a_node_hangs_and_a_caller_stays_connected() {
    let (node, mut service, _) = with_one();
    node.freeze(true);
    let mut slow = TcpStream::connect(service.url("").trim_start_matches("http://")).unwrap();
    slow.write_all(b"GET /v1/tx/").unwrap();
    let mut asking = TcpStream::connect(service.url("").trim_start_matches("http://")).unwrap();
    asking.write_all(format!("GET /v1/tx/{NOWHERE} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).unwrap();
    let (took, well) = service.stop();
    node.freeze(false);
    assert!(well && took < Duration::from_secs(10), "it took {took:?}\n{}", service.log());
}

/// What is pasted is refused with this code; the problem.
fn refused(service: &Service, pasted: &str, status: u16, code: &str) -> Value {
    let (found, problem) = service.ask(&format!("/v1/tx/{pasted}"));
    assert_eq!((found, &problem["code"]), (status, &json!(code)), "{pasted}: {problem:#}");
    for key in ["type", "title", "status"] {
        assert!(problem.get(key).is_some(), "no `{key}` in {problem:#}");
    }
    problem
}
