//! Which language to answer in: as asked, else as the browser prefers, else English. Words are elsewhere.

use axum::http::{HeaderMap, header};
use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, accepted_languages, negotiate_languages};
use url::form_urlencoded;

use crate::explain::Lang;

/// More of a header is not looked at.
const LONGEST: usize = 500;

/// The language that suits the caller best.
pub fn negotiate(asked: Option<&str>, accepted: Option<&str>) -> Lang {
    let asked = asked.and_then(|tag| best(&tag.replace('_', "-")));
    // The library keeps the order of what it is given and ignores weights.
    asked.or_else(|| best(&by_preference(accepted?).join(","))).unwrap_or(Lang::En)
}

/// The language that suits the sender of a request best.
pub fn for_request(asked: Option<&str>, headers: &HeaderMap) -> Lang {
    negotiate(asked, headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

/// The language that a query asks for.
pub fn language_in(query: Option<&str>) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes()).find_map(|(name, value)| (name == "lang").then(|| value.into_owned()))
}

/// What a header such as `Accept-Language` lists, dearest first, without what it refuses.
pub fn by_preference(header: &str) -> Vec<&str> {
    let listed = header.get(..header.len().min(LONGEST)).unwrap_or_default().split(',');
    let mut weighted: Vec<(f32, &str)> = listed.map(weighted).filter(|(weight, _)| *weight > 0.0).collect();
    weighted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    weighted.into_iter().map(|(_, item)| item).collect()
}

fn weighted(item: &str) -> (f32, &str) {
    let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
    let weight = parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok()).unwrap_or(1.0);
    (weight, tag.trim())
}

fn best(tags: &str) -> Option<Lang> {
    let wanted = accepted_languages::parse(tags);
    let available: Vec<(LanguageIdentifier, Lang)> =
        Lang::ALL.into_iter().filter_map(|lang| Some((lang.tag().parse().ok()?, lang))).collect();
    let tags: Vec<LanguageIdentifier> = available.iter().map(|(tag, _)| tag.clone()).collect();
    let chosen = negotiate_languages(&wanted, &tags, None, NegotiationStrategy::Filtering);
    let chosen = chosen.first()?;
    available.iter().find(|(tag, _)| tag == *chosen).map(|(_, lang)| *lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(asked: Option<&str>, header: &str, expected: Lang) {
        assert_eq!(negotiate(asked, Some(header)), expected, "{asked:?} {header:?}");
    }

    #[test]
    fn the_query_comes_before_the_header() {
        check(Some("zh-CN"), "en", Lang::ZhCn);
        check(Some("en"), "zh-CN", Lang::En);
        for tag in ["zh", "zh-Hans", "zh_CN", "ZH-cn", "zh-Hans-CN", "zh-SG"] {
            check(Some(tag), "", Lang::ZhCn);
        }
        check(Some("en-GB"), "zh-CN", Lang::En);
    }

    #[test]
    fn a_language_that_we_do_not_speak_falls_back() {
        check(Some("xx"), "zh-CN,zh;q=0.9", Lang::ZhCn);
        check(Some("not a tag"), "", Lang::En);
        check(Some(""), "", Lang::En);
        check(None, "", Lang::En);
        check(None, "fr-FR, *", Lang::En);
    }

    #[test]
    fn weights_count() {
        check(None, "en;q=0.1, zh-CN;q=0.9", Lang::ZhCn);
        check(None, "zh-CN;q=0, en;q=0.1", Lang::En);
        check(None, "fr, zh-CN;q=0.5, en;q=0.4", Lang::ZhCn);
        check(None, "zh-CN,zh;q=0.9,en;q=0.8", Lang::ZhCn);
    }
}
