//! Pages as browsers without JavaScript get them: headers, languages, forms, problems.

use chains::{NodeError, NodeId, simulated::Draft};
use reqwest::{Response, header::HeaderMap, redirect};

use crate::support::{Service, chain};
use txwhy::{explain::Lang, help, store::Journal};

const ID: &str = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";
const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// A browser that follows no redirect.
struct Browser {
    service: Service,
    client: reqwest::Client,
}

impl Browser {
    async fn start() -> Self {
        Self::of(Service::start(chain()).await)
    }

    fn of(service: Service) -> Self {
        Self { service, client: reqwest::Client::builder().redirect(redirect::Policy::none()).build().unwrap() }
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.service.base));
        request.header("accept", "text/html,*/*;q=0.8").send().await.unwrap()
    }

    async fn send(&self, path: &str, text: &str) -> Response {
        self.send_fields(path, &[("text", text)]).await
    }

    async fn send_fields(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let request = self.client.post(format!("{}{path}", self.service.base)).body(form(fields));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.header("accept", "text/html,*/*;q=0.8").send().await.unwrap()
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_page_allows_nothing_that_is_not_ours() {
    let browser = Browser::start().await;
    let page = browser.get("/").await;
    assert_eq!(page.status(), 200);
    let policy = header(page.headers(), "content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(header(page.headers(), "referrer-policy"), "no-referrer");
    assert_eq!(header(page.headers(), "content-language"), "en");
    let html = page.text().await.unwrap();
    assert!(html.contains("<html lang=\"en\" dir=\"ltr\">") && html.contains("method=\"post\""));
    for inline in ["style=\"", "<style", "onclick", "javascript:"] {
        assert!(!html.contains(inline), "{inline}");
    }
    let chinese = browser.get("/?lang=zh-CN").await.text().await.unwrap();
    assert!(chinese.contains("<html lang=\"zh-CN\"") && chinese.contains("我的转账到哪了"));
    browser.service.stop().await;
}

#[tokio::test]
async fn what_a_page_needs_is_kept_by_browsers_for_good() {
    let browser = Browser::start().await;
    let html = browser.get("/").await.text().await.unwrap();
    let assets: Vec<&str> = html.split("\"/assets/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(
        assets.iter().any(|name| name.ends_with("page.css")) && assets.iter().any(|name| name.ends_with("page.js"))
    );
    let mut weight = html.len();
    for name in &assets {
        let asset = browser.get(&format!("/assets/{name}")).await;
        assert_eq!(asset.status(), 200, "{name}");
        assert!(header(asset.headers(), "cache-control").contains("immutable"));
        weight += asset.bytes().await.unwrap().len();
    }
    assert!(weight < 60_000, "{weight} bytes even uncompressed");
    assert_eq!(browser.get("/assets/page.css").await.status(), 404);
    browser.service.stop().await;
}

#[tokio::test]
async fn one_id_leads_to_its_page_and_several_to_a_list() {
    let browser = Browser::start().await;
    let one = browser.send("/?lang=zh-CN", &format!("您好，我的转账{ID}还没到")).await;
    assert_eq!(one.status(), 303);
    assert_eq!(header(one.headers(), "location"), format!("/tx/{ID}?lang=zh-CN"));
    let other = "ab".repeat(32);
    // The list has an address of its own, so that there is a way back to it.
    let several = browser.send("/", &format!("{ID}\nhttps://bscscan.com/tx/0x{other}\n{}", &ID[..40])).await;
    assert_eq!(several.status(), 303);
    let list = browser.get(header(several.headers(), "location")).await;
    assert_eq!(list.status(), 200);
    let html = list.text().await.unwrap();
    for found in
        [&format!("href=\"/tx/{ID}\""), &format!("href=\"/tx/{other}?network=bsc\""), "One more piece of your text"]
    {
        assert!(html.contains(found), "{found} in {html}");
    }
    assert_eq!(browser.get(&format!("/?{}", format!("tx={ID}&").repeat(101))).await.status(), 413);
    assert_eq!(browser.get("/?tx=hello").await.status(), 400);
    browser.service.stop().await;
}

#[tokio::test]
async fn what_was_pasted_is_kept_where_it_has_to_be_mended() {
    let browser = Browser::start().await;
    for text in [format!("where is {} ?", &ID[..46]), "my <b>money</b>".to_owned()] {
        let page = browser.send("/", &text).await;
        assert_eq!(page.status(), 400);
        let html = page.text().await.unwrap();
        assert!(html.contains(&text.replace('<', "&#60;").replace('>', "&#62;")), "{text} isn't in {html}");
    }
    browser.service.stop().await;
}

#[tokio::test]
async fn a_link_of_a_network_that_is_not_watched_is_called_so() {
    let (simulator, journal) = (chain(), Journal::open("sqlite::memory:").await.unwrap());
    let chains = vec![("bitcoin", simulator.clone())];
    let browser = Browser::of(Service::start_all(simulator, chains, journal).await);
    let sent = browser.send("/", &format!("https://bscscan.com/tx/0x{ID}")).await;
    assert_eq!(header(sent.headers(), "location"), format!("/tx/{ID}?network=bsc"));
    let html = browser.get(header(sent.headers(), "location")).await.text().await.unwrap();
    assert!(html.contains("Its link is for BNB Smart Chain (BSC), which isn"), "{html}");
    let link = format!("https%3A%2F%2Ftronscan.org%2F%23%2Ftransaction%2F{ID}");
    let answer: serde_json::Value = browser.get(&format!("/v1/tx/{link}?lang=zh-CN")).await.json().await.unwrap();
    let words = &answer["explanation"];
    assert_eq!((answer["stage"].as_str(), answer["cause"]["code"].as_str()), (Some("unknown"), Some("never_seen")));
    for part in ["headline", "summary", "reply"] {
        assert!(words[part].as_str().unwrap().contains("TRON"), "{words:#}");
    }
    assert!(
        words["reply"].as_str().unwrap().starts_with("您好")
            && words["reply"].as_str().unwrap().ends_with(words["safety"].as_str().unwrap())
    );
    let codes = words["next_steps"].as_array().unwrap().iter().map(|step| step["code"].as_str().unwrap());
    assert_eq!(codes.collect::<Vec<_>>(), ["check_network", "do_not_resend"]);
    // One that is watched, and a chain that was asked for by its name, are told as ever.
    for path in [format!("https%3A%2F%2Fmempool.space%2Ftx%2F{ID}"), format!("{link}?chain=bitcoin")] {
        let answer: serde_json::Value = browser.get(&format!("/v1/tx/{path}")).await.json().await.unwrap();
        assert_eq!(answer["explanation"]["headline"], "Not found on this network");
    }
    browser.service.stop().await;
}

#[tokio::test]
async fn a_network_that_cannot_be_seen_does_not_hide_where_it_is_not() {
    let (simulator, blind, journal) = (chain(), chain(), Journal::open("sqlite::memory:").await.unwrap());
    let chains = vec![("bitcoin", simulator.clone()), ("far", blind.clone()), ("other", simulator.clone())];
    let browser = Browser::of(Service::start_all(simulator, chains, journal).await);
    let headline = async |lang: &str| -> String {
        let answer: serde_json::Value = browser.get(&format!("/v1/tx/{ID}?lang={lang}")).await.json().await.unwrap();
        answer["explanation"]["headline"].as_str().unwrap().to_owned()
    };
    assert_eq!(headline("en").await, "Not found on bitcoin, far, other");
    blind.stop(NodeId(0), NodeError::Unreachable("connection refused".into()));
    let told = "Not found on bitcoin, other; we can't see far right now";
    for _ in 0..200 {
        if headline("en").await == told {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(headline("en").await, told);
    assert_eq!(headline("zh-CN").await, "在 bitcoin、other 上没有查到；目前看不到 far 的情况");
    let link = format!("https%3A%2F%2Fbscscan.com%2Ftx%2F0x{ID}");
    let answer: serde_json::Value = browser.get(&format!("/v1/tx/{link}")).await.json().await.unwrap();
    assert_eq!(answer["cause"]["code"], "never_seen", "a network that isn't watched is no fault of a node's");
    browser.service.stop().await;
}

#[tokio::test]
async fn a_secret_is_refused_and_not_repeated() {
    let browser = Browser::start().await;
    for text in
        [PHRASE.to_owned(), format!("{ID} {PHRASE}"), "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn".into()]
    {
        let page = browser.send("/", &text).await;
        assert_eq!(page.status(), 400);
        let html = page.text().await.unwrap();
        assert!(html.contains("role=\"alert\"") && html.contains("recovery phrase or a private key."));
        assert!(!html.contains("sausage") && !html.contains("KwDiBf"));
    }
    browser.service.stop().await;
}

#[tokio::test]
async fn problems_are_pages_for_browsers_and_json_for_programs() {
    let browser = Browser::start().await;
    let page = browser.get("/nowhere?lang=zh-CN").await;
    assert_eq!((page.status().as_u16(), header(page.headers(), "content-language")), (404, "zh-CN"));
    assert!(header(page.headers(), "content-type").starts_with("text/html"));
    assert!(page.text().await.unwrap().contains("这里没有内容"));
    let program = browser.service.get("/nowhere").await;
    assert_eq!((program.0, program.1["code"].as_str()), (404, Some("not_found")));
    let api = browser.get("/v1/nowhere").await;
    assert_eq!(header(api.headers(), "content-type"), "application/problem+json");
    let wrong = browser.send("/", "my transfer 4a5e1e4baab89f3a32518a88c31bc87f618f is late").await;
    assert_eq!(wrong.status(), 400);
    assert!(wrong.text().await.unwrap().contains("Was it cut off"));
    browser.service.stop().await;
}

/// The pages of ours that a page links to.
fn linked(html: &str) -> impl Iterator<Item = &str> {
    html.split("href=\"/help/").skip(1).filter_map(|rest| rest.split('"').next())
}

#[tokio::test]
async fn every_article_can_be_read_in_each_language() {
    let browser = Browser::start().await;
    for lang in Lang::ALL {
        for article in help::articles(lang) {
            let path = format!("/help/{}?lang={}", article.subject.slug, lang.tag());
            let page = browser.get(&path).await;
            assert_eq!(page.status(), 200, "{path}");
            assert_eq!(header(page.headers(), "content-language"), lang.tag());
            let html = page.text().await.unwrap();
            let title = article.title.replace('\'', "&#39;");
            assert!(html.contains(&format!("<h1>{title}</h1>")), "{path}");
            assert!(html.contains("og:title") && html.len() < 40_000, "{path}");
            for link in linked(&html) {
                let slug = link.split('?').next().unwrap();
                assert!(help::article(slug, lang).is_some() && link.contains("?lang="), "{path} links to {link}");
            }
        }
    }
    browser.service.stop().await;
}

#[tokio::test]
async fn an_article_shows_the_networks_as_they_are() {
    let browser = Browser::start().await;
    let html = browser.get("/help/speed-up").await.text().await.unwrap();
    assert!(html.contains("<strong>simulated</strong>") && html.contains("sat/vB <span>"), "{html}");
    let html = browser.get("/help/impostors").await.text().await.unwrap();
    assert!(!html.contains("<strong>simulated</strong>"));
    browser.service.stop().await;
}

#[tokio::test]
async fn articles_are_found_and_secrets_are_not_looked_for() {
    let browser = Browser::start().await;
    let html = browser.get("/help?q=nonce+too+low").await.text().await.unwrap();
    let found = html.split("id=\"found\"").nth(1).unwrap();
    assert_eq!(linked(found).next(), Some("nonce-stuck"));
    let html = browser.get("/help?q=%22%3E%3Cscript%3Exyzzy").await.text().await.unwrap();
    assert!(html.contains("Nothing fits") && !html.contains("<script>xyzzy"));
    let html = browser.get(&format!("/help?q={}", PHRASE.replace(' ', "+"))).await.text().await.unwrap();
    assert!(html.contains("looks like a recovery phrase") && !html.contains("sausage"), "{html}");
    assert_eq!(browser.get("/help/nothing").await.status(), 404);
    browser.service.stop().await;
}

#[tokio::test]
async fn an_id_in_the_helps_search_leads_to_its_transfer() {
    let browser = Browser::start().await;
    let found = browser.send_fields("/help?lang=zh-CN", &[("q", &format!(" 0x{ID}"))]).await;
    assert_eq!(header(found.headers(), "location"), format!("/tx/{ID}?lang=zh-CN"));
    browser.service.stop().await;
}

#[tokio::test]
async fn a_transfers_page_says_what_its_answer_says() {
    let browser = Browser::start().await;
    let id = browser.service.simulator.send(Draft::paying(20.0)).unwrap();
    let answer = browser.service.answer(&id).await;
    let page = browser.get(&format!("/tx/{id}?required=6")).await;
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    let headline = answer["explanation"]["headline"].as_str().unwrap();
    assert!(html.contains(&format!("<h1>{headline}</h1>")), "{headline}");
    assert!(html.contains("<noscript><meta http-equiv=\"refresh\"") && html.contains("og:description"));
    assert!(
        html.contains("0 of 6") && html.contains("aria-current=\"step\"") && html.contains("<svg class=\"estimate\"")
    );
    assert!(html.contains(&format!("href=\"/tx/{id}?required=6&#38;lang=zh-CN\"")), "the other language asks the same");
    assert!(html.len() < 40_000);
    browser.service.stop().await;
}

#[tokio::test]
async fn a_block_has_no_way_to_go_and_nothing_that_should_have_arrived() {
    let browser = Browser::start().await;
    let block = browser.service.simulator.mine().hash;
    let (held, _) = browser.service.simulator.send_orphan(Draft::paying(20.0));
    browser.service.simulator.delivered().await;
    let html = browser.get(&format!("/tx/{block}")).await.text().await.unwrap();
    assert!(html.contains("A block, not a transfer</p>"), "{html}");
    for needless in ["class=\"track\"", "data-live", "fold-expected", "http-equiv=\"refresh\""] {
        assert!(!html.contains(needless), "{needless} in {html}");
    }
    browser.service.expect(&held, "unknown: missing_parent").await;
    let html = browser.get(&format!("/tx/{held}")).await.text().await.unwrap();
    assert!(html.contains("An earlier transfer is missing</p>") && html.contains("fold-expected"), "{html}");
    assert!(html.contains("<li class=\"done\"><strong>Seen by our nodes</strong>"), "{html}");
    browser.service.stop().await;
}

#[tokio::test]
async fn every_way_to_write_an_id_leads_to_one_address() {
    let browser = Browser::start().await;
    for written in [format!("0x{}", ID.to_uppercase()), format!("https%3A%2F%2Fexplorer.example%2Ftx%2F{ID}")] {
        let page = browser.get(&format!("/tx/{written}?lang=zh-CN&required=3")).await;
        assert_eq!(
            (page.status().as_u16(), header(page.headers(), "location")),
            (303, &*format!("/tx/{ID}?required=3&lang=zh-CN"))
        );
    }
    let wrong = browser.get("/tx/0x12?lang=zh-CN").await;
    assert_eq!(wrong.status(), 400);
    assert!(wrong.text().await.unwrap().contains("是不是复制时缺了一部分"));
    browser.service.stop().await;
}

#[tokio::test]
async fn the_network_that_a_pasted_link_names_goes_along() {
    let (simulator, journal) = (chain(), Journal::open("sqlite::memory:").await.unwrap());
    // Both have the same transaction, as networks that share a beginning have.
    let chains = vec![("bitcoin", simulator.clone()), ("other", simulator.clone())];
    let browser = Browser::of(Service::start_all(simulator, chains, journal).await);
    let id = browser.service.simulator.send(Draft::paying(20.0)).unwrap();
    browser.service.simulator.delivered().await;
    let link = format!("mempool.space/tx/{id}");
    let named = browser.send("/", &format!("where is https://{link} ?")).await;
    assert_eq!(header(named.headers(), "location"), format!("/tx/{id}?chain=bitcoin"));
    let pasted = browser.get(&format!("/tx/{}", link.replace('/', "%2F"))).await;
    assert_eq!(header(pasted.headers(), "location"), format!("/tx/{id}?chain=bitcoin"));
    let bare = browser.send("/", &id.to_string()).await;
    assert_eq!(header(bare.headers(), "location"), format!("/tx/{id}"));
    browser.service.stop().await;
}

#[tokio::test]
async fn what_the_receiver_expects_is_checked_before_it_gets_into_an_address() {
    let browser = Browser::start().await;
    let fields = [("required", "6"), ("to", ""), ("amount", "0.5"), ("text", "")];
    let refined = browser.send_fields(&format!("/tx/{ID}"), &fields).await;
    assert_eq!(header(refined.headers(), "location"), format!("/tx/{ID}?required=6&amount=0.5"));
    let secret = browser.send_fields(&format!("/tx/{ID}"), &[("to", PHRASE)]).await;
    assert_eq!(secret.status(), 400);
    assert!(!secret.headers().contains_key("location") && !secret.text().await.unwrap().contains("sausage"));
    browser.service.stop().await;
}

#[tokio::test]
async fn a_field_that_cannot_be_read_is_named_and_nothing_typed_is_lost() {
    let browser = Browser::start().await;
    for (name, typed, told) in [
        ("amount", "1,5", "The amount must be a number"),
        ("to", "vitalik.eth", "please give the address itself"),
        ("required", "0", "from 1 to 10,000"),
        ("required", "safe", "exist on Ethereum-style networks alone"),
    ] {
        let text = format!("ticket 7: {ID}");
        let fields = [("text", text.as_str()), (name, typed)];
        for path in [format!("/tx/{ID}"), "/agent".to_owned()] {
            let page = browser.send_fields(&path, &fields).await;
            assert_eq!(page.status(), 400, "{path}");
            let html = page.text().await.unwrap();
            assert!(html.contains(told) && html.contains(&format!("name=\"{name}\"")), "{path} {html}");
            assert!(html.contains(&format!("value=\"{typed}\"")), "{path} forgets what was typed");
            assert_eq!(html.contains("ticket 7"), path == "/agent", "{path}");
        }
    }
    browser.service.stop().await;
}

#[tokio::test]
async fn a_long_message_in_chinese_is_read() {
    let browser = Browser::start().await;
    let message = format!("{}{ID}", "我昨天转的币到现在还没有到账。".repeat(1_300));
    assert_eq!(header(browser.send("/", &message).await.headers(), "location"), format!("/tx/{ID}"));
    let endless = browser.send("/", &message.repeat(4)).await;
    assert_eq!(endless.status(), 413);
    browser.service.stop().await;
}

#[tokio::test]
async fn who_says_whether_it_helped_is_heard() {
    let browser = Browser::start().await;
    let html = browser.get(&format!("/tx/{ID}")).await.text().await.unwrap();
    assert!(html.contains(&format!("action=\"/tx/{ID}/feedback\"")) && html.contains("value=\"never_seen\""));
    let fields = [("cause", "never_seen"), ("comment", "找到了\u{202e}"), ("helpful", "yes")];
    let thanks = browser.send_fields(&format!("/tx/{ID}/feedback?lang=zh-CN"), &fields).await;
    assert_eq!(thanks.status(), 200);
    assert!(thanks.text().await.unwrap().contains("谢谢"));
    let body = format!("{{\"id\": \"0x{ID}\", \"cause\": \"settled\", \"helpful\": false}}");
    let request = browser.client.post(format!("{}/v1/feedback", browser.service.base)).body(body);
    assert_eq!(request.send().await.unwrap().status(), 204);
    let heard = browser.service.networks.journal().unwrap().heard(10).await.unwrap();
    let heard: Vec<_> =
        heard.iter().map(|one| (one.cause.as_str(), one.lang.as_str(), one.helpful, one.comment.as_deref())).collect();
    assert_eq!(heard, [("settled", "en", false, None), ("never_seen", "zh-CN", true, Some("找到了"))]);
    for (body, code) in [
        (format!("{{\"id\": \"{ID}\", \"cause\": \"bad luck\", \"helpful\": true}}"), "bad_request"),
        (
            format!("{{\"id\": \"{ID}\", \"cause\": \"settled\", \"helpful\": true, \"comment\": \"{PHRASE}\"}}"),
            "looks_like_secret",
        ),
        ("{}".to_owned(), "bad_request"),
    ] {
        let (status, problem) = browser.service.post("/v1/feedback", body).await;
        assert_eq!((status, problem["code"].as_str()), (400, Some(code)));
    }
    browser.service.stop().await;
}

/// From the verdict to what is folded away, without what the clock puts in: times stand between their tags.
fn stable(html: &str) -> String {
    let (_, rest) = html.split_once("<header class=\"verdict").unwrap();
    let (part, _) = rest.split_once("<section class=\"folds").unwrap();
    let mut told = part.split("<time ").map(|piece| piece.split_once("</time>").map_or(piece, |(_, after)| after));
    let (first, rest) = (told.next().unwrap(), told.collect::<Vec<_>>().join("<time>"));
    let lines = format!("{first}<time>{rest}");
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_waiting_transfer_looks_like_this() {
    let browser = Browser::start().await;
    let id = browser.service.simulator.send(Draft::paying(20.0)).unwrap();
    browser.service.answer(&id).await;
    let html = browser.get(&format!("/tx/{id}?lang=zh-CN")).await.text().await.unwrap();
    insta::assert_snapshot!(stable(&html));
    browser.service.stop().await;
}
