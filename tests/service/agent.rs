//! The support console: whole at once without JavaScript, row by row with it, behind the key where there is one.

use std::time::Duration;

use chains::{SecretString, TxId, simulated::Draft};
use reqwest::{RequestBuilder, Response};
use txwhy::{config::Site, store::Journal};

use crate::support::{Service, chain};

const KEY: &str = "correct horse battery";

fn paste(service: &Service, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = service.client.post(format!("{}{path}", service.base)).body(body).header("accept", "text/html");
    request.header("content-type", "application/x-www-form-urlencoded")
}

/// A service with a waiting transaction, and a text that names it and a stranger.
async fn with_tickets() -> (Service, TxId, String) {
    let service = Service::start(chain()).await;
    let id = service.simulator.send(Draft::paying(20.0)).unwrap();
    service.simulator.delivered().await;
    let text = format!("#1 请查 {}\n#2 https://mempool.space/tx/{id} is late", "ab".repeat(32));
    (service, id, text)
}

/// The cell that says how old it is.
fn age(row: &str) -> &str {
    row.split("data-label=\"Known for\">").nth(1).unwrap().split('<').next().unwrap()
}

#[tokio::test]
async fn a_transfer_is_as_old_as_its_block_at_least() {
    let simulator = chain();
    simulator.set_clock_offset(jiff::SignedDuration::from_mins(-40));
    let id = simulator.send(Draft::paying(20.0)).unwrap();
    simulator.mine();
    simulator.set_clock_offset(jiff::SignedDuration::ZERO);
    let service = Service::start(simulator).await;
    let ask =
        async || paste(&service, "/agent", &[("text", &id.to_string())]).send().await.unwrap().text().await.unwrap();
    for _ in 0..2 {
        let html = ask().await;
        assert_eq!(age(rows(&html)[0]), "40 minutes", "asked about only now");
    }
    service.stop().await;
}

fn rows(html: &str) -> Vec<&str> {
    html.split("<tbody").skip(1).map(|rest| rest.split("</tbody>").next().unwrap()).collect()
}

#[tokio::test]
async fn without_javascript_the_page_has_all_rows_in_order() {
    let (service, id, text) = with_tickets().await;
    let page = paste(&service, "/agent", &[("text", &text), ("required", "6"), ("to", "")]).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["cache-control"], "no-store");
    let html = page.text().await.unwrap();
    let rows = rows(&html);
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("abababab…abababab") && rows[1].contains(&format!("/tx/{id}?required=6")));
    let chinese = paste(&service, "/agent", &[("text", &text), ("reply", "zh-CN")]).send().await.unwrap();
    assert!(chinese.text().await.unwrap().contains("data-copy=\"reply-0-zh-CN\""), "replies aren't as was chosen");
    for told in
        ["lang=\"zh-CN\">您好", "lang=\"en\">Hello", "[waiting · ok]", "getmempoolentry", "data-copy=\"escalation-1\""]
    {
        assert!(rows[1].contains(told), "{told} in {}", rows[1]);
    }
    service.stop().await;
}

#[tokio::test]
async fn rows_come_one_by_one_and_say_the_same() {
    let (service, _, text) = with_tickets().await;
    let mut streamed = paste(&service, "/agent/rows", &[("text", &text)]).send().await.unwrap();
    assert_eq!(streamed.status(), 200);
    assert_eq!(streamed.headers()["x-rows"], "2", "who reads them can't tell whether all have come");
    let mut pieces = Vec::new();
    while let Some(piece) = streamed.chunk().await.unwrap() {
        pieces.push(String::from_utf8(piece.to_vec()).unwrap());
    }
    let streamed = pieces.concat();
    assert_eq!(rows(&streamed).len(), 2);
    let whole = paste(&service, "/agent", &[("text", &text)]).send().await.unwrap().text().await.unwrap();
    let replies = |html: &str| html.matches("<blockquote").count();
    assert_eq!(replies(&streamed), replies(&whole));
    service.stop().await;
}

#[tokio::test]
async fn a_row_does_not_wait_in_a_compressor() {
    let (service, _, text) = with_tickets().await;
    service.simulator.set_latency(Duration::from_secs(2));
    for encoding in ["gzip", "br"] {
        let request = paste(&service, "/agent/rows", &[("text", &text)]).header("accept-encoding", encoding);
        let mut streamed = request.send().await.unwrap();
        assert_eq!(streamed.headers()["content-encoding"], encoding);
        let mut pieces = Vec::new();
        while let Some(piece) = streamed.chunk().await.unwrap() {
            pieces.push(piece.len());
        }
        let known = pieces.iter().rev().skip(1).sum::<usize>();
        assert!(known > 1_000, "the known one came with the stranger: {pieces:?}");
    }
    service.stop().await;
}

#[tokio::test]
async fn what_is_no_ticket_is_told_where_it_was_pasted() {
    let (service, ..) = with_tickets().await;
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    for (text, told) in [("my transfer is late", "no transaction id"), (phrase, "recovery phrase or a private key.")] {
        let page = paste(&service, "/agent", &[("text", text)]).send().await.unwrap();
        assert_eq!(page.status(), 400);
        let html = page.text().await.unwrap();
        assert!(html.contains(told) && html.contains("<form") && !html.contains("sausage"), "{told}");
        assert_eq!(paste(&service, "/agent/rows", &[("text", text)]).send().await.unwrap().status(), 400);
    }
    service.stop().await;
}

#[tokio::test]
async fn what_gets_no_row_is_told() {
    let (service, id, text) = with_tickets().await;
    let text = format!("{text}\n#3 {}\n#4 again {id}", &id.to_string()[..46]);
    for path in ["/agent", "/agent/rows"] {
        let html = paste(&service, path, &[("text", &text)]).send().await.unwrap().text().await.unwrap();
        assert_eq!(rows(&html).len(), 2, "{path}");
        let unread =
            html.split("<ul class=\"unread\">").nth(1).unwrap_or_else(|| panic!("{path} drops tickets: {html}"));
        assert!(unread.contains(&id.to_string()[..14]) && unread.contains("46 characters"), "{path}: {unread}");
        assert!(unread.contains("named once more"), "{path}: {unread}");
        assert_eq!(html.contains("#4 again"), path == "/agent", "what was pasted is lost without JavaScript");
    }
    service.stop().await;
}

#[tokio::test]
async fn a_key_keeps_the_public_out() {
    let simulator = chain();
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let site = Site { key: Some(SecretString::from(KEY.to_owned())), ..Site::default() };
    let service = Service::start_as(simulator.clone(), vec![("simulated", simulator)], journal, site).await;
    let get = || service.client.get(format!("{}/agent", service.base)).header("accept", "text/html");
    let refused = |response: &Response| {
        let asks =
            response.headers().get("www-authenticate").is_some_and(|ask| ask.to_str().unwrap().starts_with("Basic"));
        response.status() == 401 && asks
    };
    assert!(refused(&get().send().await.unwrap()));
    assert!(refused(&get().basic_auth("agent", Some("wrong")).send().await.unwrap()));
    assert!(refused(&get().bearer_auth(&KEY[1..]).send().await.unwrap()));
    assert!(refused(&paste(&service, "/agent/rows", &[("text", "x")]).send().await.unwrap()));
    let page = get().basic_auth("anybody", Some(KEY)).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(!page.text().await.unwrap().contains(KEY));
    assert_eq!(get().bearer_auth(KEY).send().await.unwrap().status(), 200);
    assert_eq!(service.client.get(format!("{}/", service.base)).send().await.unwrap().status(), 200);
    service.stop().await;
}
