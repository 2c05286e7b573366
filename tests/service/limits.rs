//! What one client may ask and say, and that nobody takes another's share or pretends to be another.

use std::time::Duration;

use chains::SecretString;
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::time::sleep;
use txwhy::{
    config::{Clients, Site},
    store::Journal,
};

use crate::support::{Service, chain};

const ID: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const KEY: &str = "correct horse battery";
/// A client, and another.
const ONE: &str = "203.0.113.9";
const OTHER: &str = "203.0.113.10";

/// Few enough that none comes back while a test runs on.
const FEW: Clients = Clients { trusted_proxies: Vec::new(), requests_per_minute: 3 };

/// A service behind a proxy on the same machine, as the tests then are.
async fn serving(requests_per_minute: u32) -> Service {
    start(Clients { requests_per_minute, ..Clients::default() }, Site::default()).await
}

async fn start(clients: Clients, site: Site) -> Service {
    let (simulator, journal) = (chain(), Journal::open("sqlite::memory:").await.unwrap());
    Service::start_for(clients, simulator.clone(), vec![("simulated", simulator)], journal, site).await
}

fn get(service: &Service, path: &str) -> RequestBuilder {
    service.client.get(format!("{}{path}", service.base))
}

fn look_up(service: &Service, client: &str) -> RequestBuilder {
    get(service, &format!("/v1/tx/{ID}")).header("x-forwarded-for", client)
}

/// Asks about a hundred.
fn look_up_many(service: &Service, client: &str) -> RequestBuilder {
    let body = json!({"ids": vec![ID; 100]}).to_string();
    service.client.post(format!("{}/v1/tx", service.base)).header("x-forwarded-for", client).body(body)
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

/// Asks until it is refused; fails where it never is.
async fn refused(request: impl Fn() -> RequestBuilder) -> Response {
    for _ in 0..300 {
        let response = request().send().await.unwrap();
        if response.status() == 429 {
            return response;
        }
    }
    panic!("it was never refused");
}

fn wait_s(response: &Response) -> u64 {
    response.headers()["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn who_asks_too_much_is_told_when_to_come_back() {
    let service = serving(3).await;
    let response = refused(|| look_up(&service, ONE)).await;
    assert!((1..=60).contains(&wait_s(&response)));
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = response.json().await.unwrap();
    assert_eq!((problem["status"].as_u64(), problem["code"].as_str()), (Some(429), Some("rate_limited")));
    assert_eq!(status(look_up(&service, OTHER)).await, 200, "another is another");
    for free in ["/healthz", "/readyz", "/metrics", "/badge/simulated.svg"] {
        assert_eq!(status(get(&service, free).header("x-forwarded-for", ONE)).await, 200, "{free}");
    }
    service.stop().await;
}

#[tokio::test]
async fn readers_are_told_on_a_page() {
    let service = serving(3).await;
    let page = || get(&service, "/?lang=zh-CN").header("accept", "text/html").header("x-forwarded-for", ONE);
    let response = refused(page).await;
    let wait_s = wait_s(&response);
    assert!(wait_s >= 1);
    assert_eq!(response.headers()["content-language"], "zh-CN");
    let html = response.text().await.unwrap();
    assert!(html.contains("操作有些频繁") && html.contains(&format!("请 {wait_s} 秒后再试")), "{html}");
    service.stop().await;
}

#[tokio::test]
async fn a_hundred_ids_cost_a_hundred() {
    let service = serving(150).await;
    assert_eq!(status(look_up_many(&service, ONE)).await, 200);
    let response = look_up_many(&service, ONE).send().await.unwrap();
    assert_eq!((response.status().as_u16(), wait_s(&response) > 1), (429, true));
    let text = (0..100).map(|at| format!("{at:02x}{}", &ID[2..])).collect::<Vec<_>>().join(" ");
    for path in ["/", "/agent", "/agent/rows"] {
        let paste = |client| {
            let request = service.client.post(format!("{}{path}", service.base)).header("x-forwarded-for", client);
            request.body(url::form_urlencoded::Serializer::new(String::new()).append_pair("text", &text).finish())
        };
        let response = paste(ONE).header("accept", "text/html").send().await.unwrap();
        assert_eq!((response.status().as_u16(), wait_s(&response) > 1), (429, true), "{path}");
        // What was pasted for a hundred tickets isn't lost.
        let kept = response.text().await.unwrap().contains(&text);
        assert_eq!(kept, path == "/agent", "{path}");
    }
    service.stop().await;
}

#[tokio::test]
async fn tools_on_the_same_machine_are_not_bounded() {
    let service = serving(3).await;
    for _ in 0..20 {
        assert_eq!(status(get(&service, &format!("/v1/tx/{ID}"))).await, 200);
    }
    service.stop().await;
}

#[tokio::test]
async fn nobody_asks_in_anothers_name() {
    let service = serving(3).await;
    refused(|| look_up(&service, ONE)).await;
    for claim in ["198.51.100.7", "127.0.0.1", "nonsense"] {
        assert_eq!(status(look_up(&service, &format!("{claim}, {ONE}"))).await, 429, "{claim}");
    }
    assert_eq!(status(look_up(&service, &format!("{ONE}, {OTHER}"))).await, 200, "what {OTHER} says costs only itself");
    service.stop().await;
}

#[tokio::test]
async fn without_a_proxy_the_connection_counts() {
    let service = start(FEW, Site::default()).await;
    refused(|| get(&service, "/v1/networks")).await;
    assert_eq!(status(look_up(&service, OTHER)).await, 429);
    service.stop().await;
}

#[tokio::test]
async fn who_shows_the_key_is_not_bounded() {
    let site = Site { key: Some(SecretString::from(KEY)), ..Site::default() };
    let service = start(FEW, site).await;
    refused(|| look_up(&service, ONE).bearer_auth("a guess of the key")).await;
    for _ in 0..20 {
        assert_eq!(status(look_up(&service, ONE).bearer_auth(KEY)).await, 200);
    }
    service.stop().await;
}

#[tokio::test]
async fn one_client_does_not_take_all_streams() {
    let service = serving(0).await;
    let watch = |client| get(&service, &format!("/v1/tx/{ID}/events")).header("x-forwarded-for", client);
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(watch(ONE).send().await.unwrap());
    }
    assert!(held.iter().all(|stream| stream.status() == 200));
    let response = watch(ONE).send().await.unwrap();
    assert_eq!((response.status().as_u16(), wait_s(&response) >= 1), (429, true));
    held.push(watch(OTHER).send().await.unwrap());
    assert_eq!(held.last().unwrap().status(), 200);
    drop(held);
    // The service learns only after a moment that they are gone.
    while status(watch(ONE)).await == 429 {
        sleep(Duration::from_millis(50)).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn opinions_have_a_bound_of_their_own() {
    let service = serving(0).await;
    let say = |client| {
        let body = json!({"id": ID, "cause": "never_seen", "helpful": true}).to_string();
        service.client.post(format!("{}/v1/feedback", service.base)).header("x-forwarded-for", client).body(body)
    };
    assert!(wait_s(&refused(|| say(ONE)).await) >= 1);
    assert_eq!(status(say(OTHER)).await, 204);
    let form = service.client.post(format!("{}/tx/{ID}/feedback", service.base)).header("x-forwarded-for", ONE);
    assert_eq!(status(form.body("helpful=yes&cause=never_seen")).await, 429, "the page's form is no way round");
    service.stop().await;
}

#[tokio::test]
async fn links_begin_where_a_trusted_proxy_was_reached() {
    let asked = |service: &Service, path: &str| {
        let request = get(service, path).header("x-forwarded-proto", "https").header("accept", "text/html");
        request.header("x-forwarded-host", "why.example.com").send()
    };
    let [behind, open] = [start(Clients::default(), Site::default()).await, start(FEW, Site::default()).await];
    for (service, base) in [(&behind, "https://why.example.com"), (&open, &*open.base)] {
        let feed = asked(service, "/status.atom").await.unwrap().text().await.unwrap();
        assert!(feed.contains(&format!("<id>{base}/status</id>")), "{feed}");
        let page = asked(service, &format!("/tx/{ID}")).await.unwrap().text().await.unwrap();
        assert!(page.contains(&format!("href=\"{base}/tx/{ID}?lang=en\" id=\"permalink\"")), "{page}");
    }
    let body = format!("text={ID}");
    let block = behind.client.post(format!("{}/agent/rows", behind.base)).header("x-forwarded-proto", "https");
    let block =
        block.header("x-forwarded-host", "why.example.com").body(body).send().await.unwrap().text().await.unwrap();
    assert!(block.contains(&format!("\nhttps://why.example.com/tx/{ID}?lang=en")), "{block}");
    behind.stop().await;
    open.stop().await;
}
