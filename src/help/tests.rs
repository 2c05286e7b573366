#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::*;

const CHINESE: Lang = Lang::ZhCn;

fn all() -> impl Iterator<Item = &'static Article> {
    Lang::ALL.into_iter().flat_map(articles)
}

fn place(article: &Article) -> String {
    format!("{}/{}", article.lang.tag(), article.subject.slug)
}

/// The targets of the links in an article.
fn links(article: &Article) -> Vec<String> {
    let links = article.events().filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    links.collect()
}

#[test]
fn every_file_is_an_article_in_each_language() {
    for lang in Lang::ALL {
        let folder = format!("{}/", lang.tag());
        let files: BTreeSet<String> = Files::iter()
            .filter_map(|file| Some(file.strip_prefix(&folder)?.strip_suffix(".md")?.to_owned()))
            .collect();
        let read: BTreeSet<String> = articles(lang).map(|article| article.subject.slug.clone()).collect();
        assert_eq!(files, read);
        assert_eq!(read.len(), 26);
        assert_eq!(read.len(), SUBJECTS.len(), "a slug stands twice");
    }
}

#[test]
fn languages_agree_on_all_but_words() {
    for (one, other) in articles(Lang::En).zip(articles(CHINESE)) {
        let codes = |article: &Article| article.causes.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>();
        let targets = |article: &Article| links(article).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(codes(one), codes(other), "{}", place(one));
        assert_eq!(targets(one), targets(other), "{}", place(one));
        assert_eq!(one.html(str::to_owned).matches("<svg").count(), other.html(str::to_owned).matches("<svg").count());
    }
}

#[test]
fn a_cause_leads_to_one_article() {
    let mut seen = HashSet::new();
    for (code, name) in articles(Lang::En).flat_map(|article| &article.causes) {
        assert!(seen.insert(code), "{code} stands twice");
        assert!(!name.is_empty());
    }
}

#[test]
fn every_link_leads_somewhere() {
    for article in all() {
        for link in links(article) {
            let known = matches!(link.as_str(), "/" | "/status") || super::article(&link, article.lang).is_some();
            assert!(known, "{} links to {link}", place(article));
        }
        assert_eq!(related(article).count(), article.subject.related.len(), "{}", place(article));
        assert!(!article.subject.related.contains(&article.subject.slug), "{}", place(article));
    }
}

#[test]
fn every_article_can_be_reached_from_any_other() {
    for lang in Lang::ALL {
        let mut next: BTreeMap<&str, HashSet<String>> = BTreeMap::new();
        for article in articles(lang) {
            let linked = links(article).into_iter().chain(article.subject.related.iter().cloned());
            next.insert(&article.subject.slug, linked.collect());
        }
        for start in next.keys() {
            let mut reached = HashSet::from([*start]);
            let mut queue = VecDeque::from([*start]);
            while let Some(slug) = queue.pop_front() {
                for (linked, _) in next.iter().filter(|(linked, _)| next[slug].contains(**linked)) {
                    if reached.insert(linked) {
                        queue.push_back(linked);
                    }
                }
            }
            let missing: Vec<_> = next.keys().filter(|slug| !reached.contains(*slug)).collect();
            assert!(missing.is_empty(), "from {start} one can't get to {missing:?} in {}", lang.tag());
        }
    }
}

#[test]
fn articles_are_short_and_end_with_what_to_do_next() {
    for article in all() {
        let words = article.words();
        let (length, range) = match article.lang {
            Lang::En => (words.split_whitespace().count(), 250..=500),
            Lang::ZhCn => (words.chars().filter(|c| !c.is_ascii()).count(), 350..=900),
        };
        assert!(range.contains(&length), "{} has {length} words", place(article));
        assert!(article.excerpt.chars().count() <= 200, "{}", place(article));
        let mut headings = Vec::new();
        let mut inside = false;
        for event in article.events() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    assert_eq!(level, HeadingLevel::H2, "{}: the page has the only h1", place(article));
                    inside = true;
                    headings.push(String::new());
                }
                Event::End(TagEnd::Heading(_)) => inside = false,
                Event::Text(text) if inside => headings.last_mut().unwrap().push_str(&text),
                _ => (),
            }
        }
        let last = match article.lang {
            Lang::En => "What to do next",
            Lang::ZhCn => "接下来怎么做",
        };
        assert_eq!(headings.last().map(String::as_str), Some(last), "{}", place(article));
    }
}

/// Sentences of an article that hold one of these words.
fn sentences<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    let ends = |c: char| matches!(c, '.' | '。' | '？' | '?' | '\n' | '；' | ';');
    text.split(ends).filter(|sentence| words.iter().any(|word| sentence.to_lowercase().contains(word))).collect()
}

#[test]
fn no_article_asks_for_a_secret() {
    let secrets = ["recovery phrase", "seed phrase", "private key", "助记词", "私钥"];
    let refusals = [
        "never",
        "nobody",
        "no ",
        "not ",
        "thief",
        "make a new",
        "whoever",
        "or key",
        "不",
        "勿",
        "绝",
        "谁",
        "骗子",
        "没有",
        "只在平台",
        "同一把",
        "归掌握",
        "马上",
        "一概",
    ];
    for article in all() {
        for sentence in sentences(&article.words(), &secrets) {
            let lower = sentence.to_lowercase();
            assert!(refusals.iter().any(|no| lower.contains(no)), "{} says: {sentence}", place(article));
        }
    }
}

#[test]
fn no_article_promises_anything() {
    let promises = [
        "guarantee",
        "will arrive",
        "will be confirmed",
        "for sure",
        "保证到",
        "一定会到",
        "必定",
        "肯定会",
        "马上到账",
    ];
    for article in all() {
        let said = sentences(&article.words(), &promises).join(" / ");
        assert!(said.is_empty(), "{} says: {said}", place(article));
    }
}

#[test]
fn html_is_ours_alone() {
    for article in all() {
        let html = article.html(|path| format!("{path}?lang=xx"));
        assert!(!html.contains("<script") && !html.contains("style="), "{}", place(article));
        assert!(!html.contains('{') && !html.contains("<img") && !html.contains("<p><figure"), "{}", place(article));
        assert_eq!(html.matches("<a href=").count(), html.matches("?lang=xx").count(), "{}", place(article));
        assert!(!html.contains("://"), "{} links to somebody else", place(article));
    }
    let five: Vec<_> = articles(Lang::En).filter(|article| article.html(str::to_owned).contains("</figure>")).collect();
    assert_eq!(five.len(), 5);
}

#[test]
fn raw_html_does_not_pass() {
    let article = Article::of(
        &SUBJECTS[0],
        Lang::En,
        "+++\ntitle=''\nexcerpt=''\nkeywords=[]\n+++\n<b>x</b>\n\n<script>y</script>",
    );
    let html = article.unwrap().html(str::to_owned);
    assert!(!html.contains("<b>") && !html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn people_find_what_they_look_for() {
    for (text, slug) in [
        ("where is my txid", "find-your-hash"),
        ("My withdrawal has been processing for three hours", "withdrawal-processing"),
        ("how many confirmations", "confirmations"),
        ("speed up rbf", "speed-up"),
        ("transaction stuck nonce too low", "nonce-stuck"),
        ("I sent USDT on the wrong network (TRC20 instead of ERC20)", "wrong-network"),
        ("forgot the destination tag", "missing-memo"),
        ("telegram support asked for my seed phrase", "impostors"),
        ("recovery service wants an unlock fee", "accelerators-and-recovery-scams"),
        ("fee_below_market", "pending-too-long"),
        ("gas limit", "out-of-gas"),
        ("bridge to arbitrum takes 7 days", "layer-2-and-bridges"),
        ("怎么取消转账", "cancel"),
        ("忘记填备注了怎么办", "missing-memo"),
        ("提现一直处理中，没有哈希", "withdrawal-processing"),
        ("充值没到账", "success-but-not-credited"),
        ("手续费为什么这么贵", "why-fees-vary"),
        ("转错地址了能追回吗", "wrong-address"),
        ("Gas 用尽", "out-of-gas"),
        ("什么是区块重组", "reorgs-and-finality"),
    ] {
        for lang in Lang::ALL {
            let found: Vec<&str> = search(text, lang).iter().map(|article| article.subject.slug.as_str()).collect();
            assert_eq!(found.first().copied(), Some(slug), "{text}: {found:?}");
            assert!(found.len() <= 8);
        }
    }
}

#[test]
fn every_article_is_found_by_its_title() {
    for article in all() {
        let found = search(&article.title, article.lang);
        assert_eq!(found.first().map(|found| &found.subject.slug), Some(&article.subject.slug), "{}", article.title);
    }
}

#[test]
fn what_says_nothing_finds_nothing() {
    for text in ["", "   ", "the", "请问", "?!", &"f".repeat(64), "xyzzy", "😀"] {
        assert!(search(text, Lang::En).is_empty(), "{text}");
    }
    assert!(!search(&format!("{} cancel", "pending ".repeat(20)), Lang::En).is_empty());
    assert!(search(&format!("{}cancel", " ".repeat(100_000)), Lang::En).is_empty(), "too far behind");
}
