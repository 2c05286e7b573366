//! `/agent`: for somebody with thirty tickets. Whatever is pasted becomes a row per transfer, as each answer comes: verdict,
//! age, estimate, next check, whose move it is, a reply in each language, and all evidence in one block to pass on.
//! Nothing of it is stored, and nothing of it gets into an address.

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{State, rejection::BytesRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt, stream};

use super::{
    super::{
        api::{AT_ONCE, unread},
        error::ApiError,
        key::Staff,
        wishes::{Wishes, given},
    },
    escalation::escalation,
    frame::Frame,
    home::{all_ids, field},
    refusal, verdict,
};
use crate::{
    answer::{Answer, WhoCode},
    explain::Lang,
    lookup::{Networks, Question},
};

#[derive(Template)]
#[template(path = "agent.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    problem: Option<(String, String)>,
    wishes: Wishes,
    rows: Vec<Row>,
}

/// One transfer in the table.
#[derive(Template)]
#[template(path = "row.html", config = "src/serve/pages/askama.toml")]
struct Row {
    frame: Frame,
    /// Its place among those that were pasted.
    place: usize,
    answer: Arc<Answer>,
    replies: Vec<Reply>,
    escalation: String,
    href: String,
}

/// What to send to the customer, in one language.
struct Reply {
    lang: Lang,
    text: String,
}

/// The empty table.
pub async fn show(_: Staff, frame: Frame) -> Result<Response, ApiError> {
    let page = Page { frame, problem: None, wishes: Wishes::default(), rows: Vec::new() };
    page.frame.page(&page)
}

/// The whole page at once, for browsers without JavaScript.
pub async fn look_up(
    _: Staff,
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    match questions(&body.map_err(|rejection| unread(&rejection))?, frame.lang) {
        Ok((questions, wishes)) => {
            let mut rows: Vec<Row> = found(networks, frame.clone(), questions, &wishes).collect().await;
            rows.sort_by_key(|row| row.place);
            let page = Page { frame, problem: None, wishes, rows };
            page.frame.page(&page)
        }
        Err(error) => {
            let problem = Some((refusal::title(&frame, &error), refusal::text(&frame, &error)));
            let page = Page { frame, problem, wishes: Wishes::default(), rows: Vec::new() };
            let mut response = page.frame.page(&page)?;
            *response.status_mut() = error.status();
            Ok(response)
        }
    }
}

/// The rows alone, each as soon as its answer is there, in whichever order that is.
pub async fn rows(
    _: Staff,
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let (questions, wishes) = questions(&body.map_err(|rejection| unread(&rejection))?, frame.lang)?;
    let lang = frame.lang;
    let rows = found(networks, frame, questions, &wishes).map(|row| {
        let html = row.render().unwrap_or_else(|error| {
            tracing::error!(%error, "could not write a row");
            String::new()
        });
        Ok::<Bytes, Infallible>(html.into())
    });
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, lang.tag()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // It isn't a page: should anybody open it as one, nothing in it may act.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok((headers, Body::from_stream(rows)).into_response())
}

/// What is asked about each transfer in a text.
fn questions(body: &[u8], lang: Lang) -> Result<(Vec<Question>, Wishes), ApiError> {
    let ids = all_ids(&field(body, "text"))?;
    let wishes = Wishes::of_form(body)?;
    let questions = ids.into_iter().map(|tx| wishes.question(tx, lang)).collect::<Result<_, _>>()?;
    Ok((questions, wishes))
}

fn found(
    networks: Arc<Networks>,
    frame: Frame,
    questions: Vec<Question>,
    wishes: &Wishes,
) -> impl Stream<Item = Row> + use<> {
    let query = wishes.query();
    stream::iter(questions.into_iter().enumerate())
        .map(move |(place, question)| row(networks.clone(), frame.clone(), place, question, query.clone()))
        .buffer_unordered(AT_ONCE)
        .filter_map(|row| async { row })
}

/// None where the chain isn't watched, which questions from here don't name.
async fn row(networks: Arc<Networks>, frame: Frame, place: usize, question: Question, query: String) -> Option<Row> {
    let answer = networks.look_up(&question).await.ok()?.answer.clone();
    let mut replies = Vec::new();
    for lang in Lang::ALL {
        let other = Question { lang, ..question.clone() };
        let text = networks.look_again(&other).await.ok()?.answer.explanation.reply.clone();
        replies.push(Reply { lang, text });
    }
    let mark = if query.is_empty() { "" } else { "?" };
    let own = format!("/tx/{}{mark}{query}", answer.id);
    let href = frame.href(&own);
    let escalation = escalation(&answer, &frame.clone().at(own));
    Some(Row { frame, place, answer, replies, escalation, href })
}

impl Page {
    fn wish(&self, field: &Option<String>) -> String {
        given(field).unwrap_or_default().to_owned()
    }
}

impl Row {
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

    /// How long we have known it.
    fn age(&self) -> String {
        let Some(seen) = self.answer.first_seen else { return "–".to_owned() };
        let age = self.answer.as_of.0.duration_since(seen.0).as_secs_f64();
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
