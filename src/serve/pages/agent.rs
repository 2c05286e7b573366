//! `/agent`: for somebody with thirty tickets. Whatever is pasted becomes a row per transfer, as each answer comes: verdict,
//! age, estimate, next check, whose move it is, a reply in each language, and all evidence in one block to pass on.
//! Nothing of it is stored here, and nothing of it gets into an address; a browser keeps the ids where the agent says so.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};

use super::{
    super::{
        api::{AT_ONCE, unread},
        error::ApiError,
        key::Staff,
        language::negotiate,
        piecewise::piecewise,
        quotas::Account,
        told,
        wishes::{Wishes, given},
    },
    escalation::escalation,
    frame::Frame,
    home::{all_ids, field},
    refusal,
    transfer::address_of,
    verdict,
};
use crate::{
    answer::{Answer, WhoCode},
    explain::{Lang, args},
    lookup::{Networks, Question},
    parse::{Misread, Pasted},
};

#[derive(Template)]
#[template(path = "agent.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    problem: Option<(String, String)>,
    /// What was pasted, where only something beside it was wrong.
    text: String,
    wishes: Wishes,
    reply: Lang,
    rows: Vec<Row>,
    unread: String,
}

/// One transfer in the table.
#[derive(Template)]
#[template(path = "row.html", config = "src/serve/pages/askama.toml")]
struct Row {
    frame: Frame,
    /// Its place among those that were pasted.
    place: usize,
    answer: Arc<Answer>,
    /// In the customer's language first.
    replies: Vec<Reply>,
    escalation: String,
    href: String,
}

/// What to send to the customer, in one language.
struct Reply {
    lang: Lang,
    text: String,
}

/// What of the text got no row, and why.
#[derive(Template)]
#[template(path = "unread.html", config = "src/serve/pages/askama.toml")]
struct Unread {
    frame: Frame,
    misread: Vec<Misread>,
    repeated: usize,
}

/// What is asked about the transfers of a text.
struct Tickets {
    questions: Vec<Question>,
    /// What of the text isn't asked about.
    misread: Vec<Misread>,
    repeated: usize,
    wishes: Wishes,
    /// The language that most of the customers speak.
    reply: Lang,
    /// The place of the first one in the table.
    first: usize,
}

/// How many rows come, so that a browser knows whether all have come.
const ROWS: HeaderName = HeaderName::from_static("x-rows");

/// The empty table.
pub async fn show(_: Staff, frame: Frame) -> Result<Response, ApiError> {
    let page = Page::empty(frame, None);
    page.frame.page(&page)
}

/// The whole page at once, for browsers without JavaScript.
pub async fn look_up(
    _: Staff,
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body.map_err(|rejection| unread(&rejection))?;
    let tickets = Tickets::read(&networks, &body, frame.lang).and_then(|tickets| {
        account.take_others(tickets.questions.len())?;
        Ok(tickets)
    });
    match tickets {
        Ok(tickets) => {
            let (wishes, reply) = (tickets.wishes.clone(), tickets.reply);
            let (text, unread) = (field(&body, "text"), tickets.unread(&frame));
            let mut rows: Vec<Row> = found(networks, frame.clone(), tickets).collect().await;
            rows.sort_by_key(|row| row.place);
            let page = Page { frame, problem: None, text, wishes, reply, rows, unread };
            page.frame.page(&page)
        }
        Err(error) => {
            let problem = Some((told::title(frame.words(), &error), told::text(frame.words(), &error)));
            let mut page = Page::empty(frame, problem);
            if error != ApiError::Secret {
                (page.text, page.wishes) = (field(&body, "text"), Wishes::of_form(&body)?);
            }
            Ok(refusal::told_in(page.frame.page(&page)?, error))
        }
    }
}

/// The rows alone, each as soon as its answer is there, in whichever order that is.
pub async fn rows(
    _: Staff,
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    frame: Frame,
    asked: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let tickets = Tickets::read(&networks, &body.map_err(|rejection| unread(&rejection))?, frame.lang)?;
    let (lang, count) = (frame.lang, tickets.questions.len());
    account.take_others(count)?;
    let unread = tickets.unread(&frame);
    let rows = found(networks, frame, tickets).map(|row| written(&row));
    let rows = rows.chain(stream::iter(Some(unread).filter(|unread| !unread.is_empty())));
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, lang.tag()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // It isn't a page: should anybody open it as one, nothing in it may act.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok(([(ROWS, HeaderValue::from(count))], headers, piecewise(&asked, rows)).into_response())
}

impl Tickets {
    fn read(networks: &Networks, body: &[u8], lang: Lang) -> Result<Self, ApiError> {
        let Pasted { ids, repeated, misread } = all_ids(&field(body, "text"))?;
        let wishes = Wishes::of_form(body)?;
        networks.check(wishes.chain.as_deref(), wishes.required()?)?;
        let reply = negotiate(Some(&field(body, "reply")), Some(lang.tag()));
        let questions = ids.into_iter().map(|tx| wishes.question(tx, lang)).collect::<Result<_, _>>()?;
        let first = field(body, "place").parse().unwrap_or(0);
        Ok(Self { questions, misread, repeated, wishes, reply, first })
    }

    /// What of the text got no row, in words; empty where all of it did.
    fn unread(&self, frame: &Frame) -> String {
        if self.misread.is_empty() && self.repeated == 0 {
            return String::new();
        }
        written(&Unread { frame: frame.clone(), misread: self.misread.clone(), repeated: self.repeated })
    }
}

fn written(part: &impl Template) -> String {
    part.render().unwrap_or_else(|error| {
        tracing::error!(%error, "could not write a part of the table");
        String::new()
    })
}

impl Unread {
    fn why(&self, misread: &Misread) -> String {
        let why = told::wrong_id(self.frame.words(), &misread.looks);
        let begins = misread.begins.clone();
        self.frame.words().say("agent-unread", &args([("begins", begins.into()), ("why", why.into())]))
    }

    fn again(&self) -> String {
        self.frame.words().say("agent-repeated", &args([("count", self.repeated.into())]))
    }
}

fn found(networks: Arc<Networks>, frame: Frame, tickets: Tickets) -> impl Stream<Item = Row> + use<> {
    let Tickets { questions, wishes, reply, first, .. } = tickets;
    stream::iter((first..).zip(questions))
        .map(move |(place, question)| row(networks.clone(), frame.clone(), place, question, wishes.clone(), reply))
        .buffer_unordered(AT_ONCE)
        .filter_map(|row| async { row })
}

/// None where the chain isn't watched, which questions from here don't name.
async fn row(
    networks: Arc<Networks>,
    frame: Frame,
    place: usize,
    question: Question,
    wishes: Wishes,
    reply: Lang,
) -> Option<Row> {
    let answer = networks.look_up(&question).await.ok()?.answer.clone();
    let mut replies = Vec::new();
    for lang in [reply].into_iter().chain(Lang::ALL.into_iter().filter(|lang| *lang != reply)) {
        let other = Question { lang, ..question.clone() };
        let text = networks.look_again(&other).await.ok()?.answer.explanation.reply.clone();
        replies.push(Reply { lang, text });
    }
    let own = address_of(&answer, &question.tx, wishes);
    let href = frame.href(&own);
    let escalation = escalation(&answer, &frame.clone().at(own));
    Some(Row { frame, place, answer, replies, escalation, href })
}

impl Page {
    fn empty(frame: Frame, problem: Option<(String, String)>) -> Self {
        let (text, wishes) = (String::new(), Wishes::default());
        Self { reply: frame.lang, frame, problem, text, wishes, rows: Vec::new(), unread: String::new() }
    }

    /// The browser puts its counts in.
    fn progress(&self) -> String {
        self.frame.words().say("agent-progress", &args([("have", "{have}".into()), ("all", "{all}".into())]))
    }

    fn wish(&self, field: &Option<String>) -> String {
        given(field).unwrap_or_default().to_owned()
    }
}

impl Row {
    fn reply_id(&self, reply: &Reply) -> String {
        format!("reply-{}-{}", self.place, reply.lang.tag())
    }

    fn tone(&self) -> &'static str {
        verdict::tone(&self.answer)
    }

    fn badge(&self) -> String {
        verdict::badge(&self.answer, &self.frame)
    }

    fn short(&self) -> String {
        let id = &self.answer.id;
        format!("{}…{}", id.get(..8).unwrap_or_default(), id.get(56..).unwrap_or_default())
    }

    /// How old it is, as far as we can tell: what we were asked about only later was in a block before.
    fn age(&self) -> String {
        let known = [self.answer.first_seen, self.answer.progress.block_time];
        let Some(since) = known.into_iter().flatten().map(|moment| moment.0).min() else { return "–".to_owned() };
        let age = self.answer.as_of.0.duration_since(since).as_secs_f64();
        if age < 60.0 { self.frame.say("moment") } else { self.frame.words().duration(age) }
    }

    fn estimate(&self) -> String {
        let Some(eta) = &self.answer.eta else { return "–".to_owned() };
        self.frame.words().range(eta.p50_s as f64, eta.p80_s as f64)
    }

    fn next_check(&self) -> String {
        self.answer.next_check_s.map_or("–".to_owned(), |wait| self.frame.words().duration(wait as f64))
    }

    /// Whose move the first step is.
    fn who(&self) -> String {
        let first = self.answer.explanation.next_steps.first();
        verdict::who(first.map_or(WhoCode::Nobody, |step| step.who), &self.frame)
    }
}
