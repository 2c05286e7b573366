//! One article in one language: TOML front matter between lines of `+++`, then Markdown, which becomes HTML without any
//! HTML of its own passed through. A paragraph that is an image named `figure` is the article's drawing.

use std::iter;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};
use serde::Deserialize;

use super::{Subject, file};
use crate::explain::Lang;

/// An article in a language.
#[derive(Debug)]
pub struct Article {
    /// What is so in any language.
    pub subject: &'static Subject,
    /// Its language.
    pub lang: Lang,
    /// A line.
    pub title: String,
    /// What one learns from it, in a sentence or two.
    pub excerpt: String,
    /// What people type who look for it.
    pub keywords: Vec<String>,
    /// The causes whose explanations name it: the code, and the cause in plain words.
    pub causes: Vec<(String, String)>,
    figure: Option<Drawing>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    excerpt: String,
    keywords: Vec<String>,
    #[serde(default)]
    causes: Vec<(String, String)>,
    figure: Option<Drawing>,
}

/// A drawing, the same in all languages, and its words in this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawing {
    /// Its file.
    name: String,
    title: String,
    desc: String,
    labels: Vec<String>,
}

impl Article {
    pub(super) fn read(subject: &'static Subject, lang: Lang) -> Option<Self> {
        Self::of(subject, lang, &file(&format!("{}/{}.md", lang.tag(), subject.slug))?)
    }

    pub(super) fn of(subject: &'static Subject, lang: Lang, file: &str) -> Option<Self> {
        let (front, text) = file.strip_prefix("+++\n")?.split_once("\n+++\n")?;
        let FrontMatter { title, excerpt, keywords, causes, figure } = toml::from_str(front).ok()?;
        Some(Self { subject, lang, title, excerpt, keywords, causes, figure, text: text.to_owned() })
    }

    /// The text as HTML. `href` makes the address of a page of ours out of its path.
    #[allow(clippy::wildcard_enum_match_arm, reason = "the parser's enum, of which this wants a part")]
    pub fn html(&self, href: impl Fn(&str) -> String) -> String {
        let drawing = self.drawing().unwrap_or_default();
        let mut in_image = false;
        let events = self.events().filter_map(|event| match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
            Event::Start(Tag::Image { .. }) => {
                in_image = true;
                Some(Event::InlineHtml(drawing.as_str().into()))
            }
            Event::End(TagEnd::Image) => {
                in_image = false;
                None
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(href(&path(&dest_url)));
                Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
            }
            other => (!in_image).then_some(other),
        });
        let mut written = String::with_capacity(self.text.len() * 2);
        html::push_html(&mut written, events);
        // A drawing stands by itself.
        written.replace("<p><svg", "<figure><svg").replace("</svg></p>", "</svg></figure>")
    }

    /// The bare words of the text.
    #[allow(clippy::wildcard_enum_match_arm, reason = "the parser's enum, of which this wants a part")]
    pub fn words(&self) -> String {
        let words = self.events().filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) | Event::SoftBreak | Event::HardBreak => {
                Some("\n".to_owned())
            }
            _ => None,
        });
        words.collect()
    }

    pub(super) fn events(&self) -> Parser<'_> {
        Parser::new(&self.text)
    }

    fn drawing(&self) -> Option<String> {
        let figure = self.figure.as_ref()?;
        let mut drawing = file(&format!("figures/{}.svg", figure.name))?.trim().to_owned();
        for (place, words) in [("title", &figure.title), ("desc", &figure.desc)] {
            drawing = drawing.replace(&format!("{{{place}}}"), &escaped(words));
        }
        for (place, words) in figure.labels.iter().enumerate() {
            drawing = drawing.replace(&format!("{{{place}}}"), &escaped(words));
        }
        Some(drawing)
    }
}

/// The path of the page that a link in an article means: another article's slug, or a path as it is.
fn path(link: &str) -> String {
    if link.starts_with('/') { link.to_owned() } else { format!("/help/{link}") }
}

fn escaped(text: &str) -> String {
    let mut written = String::new();
    html::push_html(&mut written, iter::once(Event::Text(text.into())));
    written
}
