//! `/tx/{id}`: one answer as a person reads it. What is happening, why, what to do, when to look again; the way behind and
//! ahead, the estimate, and folded away what it rests on. A page by itself; with JavaScript it follows each change.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    body::Bytes,
    extract::{Path, RawQuery, State, rejection::BytesRejection},
    response::Response,
};

use super::{
    super::{
        api::unread,
        error::ApiError,
        events::Version,
        feedback::{Opinion, hear},
        quotas::Account,
        told,
        wishes::{Asked, Wishes, given},
    },
    estimate::{Estimate, estimate},
    frame::Frame,
    home::{field, see_other},
    track::{Step, share, steps},
    verdict,
};
use crate::{
    answer::{Answer, ChainFacts, Moment, ReplacementKind, SeverityCode, StageCode, Untrusted, WhoCode},
    explain::args,
    lookup::{Networks, Question},
    parse::{self, TxRef},
};

#[derive(Template)]
#[template(path = "transfer.html", config = "src/serve/pages/askama.toml")]
struct Page {
    frame: Frame,
    answer: Arc<Answer>,
    wishes: Wishes,
    /// The query that the page was asked with, for whoever watches it.
    query: String,
    version: String,
    /// What is wrong with what should have arrived.
    problem: Option<String>,
    steps: Vec<Step>,
    share: u64,
    estimate: Option<Estimate>,
}

#[derive(Template)]
#[template(path = "thanks.html", config = "src/serve/pages/askama.toml")]
struct Thanks {
    frame: Frame,
    href: String,
}

/// The page.
pub async fn show(
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    asked: Asked,
) -> Result<Response, ApiError> {
    let tx = &asked.question.tx;
    if id != tx.id.to_string() {
        let answer = &networks.look_again(&asked.question).await?.answer;
        return Ok(see_other(&frame.href(&address_of(answer, tx, asked.wishes))));
    }
    let frame = frame.at(address(&tx.id.to_string(), &asked.wishes));
    render(&networks, frame, &asked.question, asked.wishes, query.unwrap_or_default(), None).await
}

async fn render(
    networks: &Networks,
    frame: Frame,
    question: &Question,
    wishes: Wishes,
    query: String,
    problem: Option<String>,
) -> Result<Response, ApiError> {
    let answer = networks.look_up(question).await?.answer.clone();
    let page = Page {
        version: Version::of(&answer).id(),
        problem,
        steps: steps(&answer, &frame),
        share: share(&answer),
        estimate: answer.eta.as_ref().map(|eta| estimate(eta, &frame)),
        query,
        wishes,
        frame,
        answer,
    };
    page.frame.page(&page)
}

/// From the form about what should have arrived to the page that takes it into account, or to the form again where that
/// can't be read. It comes by POST, as whatever is typed may be a secret, which must not get into an address.
pub async fn refine(
    State(networks): State<Arc<Networks>>,
    frame: Frame,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let tx = parse::tx_ref(&id)?;
    let wishes = Wishes::of_form(&body.map_err(|rejection| unread(&rejection))?)?;
    let id = tx.id.to_string();
    let question = wishes.question(tx.clone(), frame.lang);
    match question.and_then(|question| Ok(networks.check(question.chain.as_deref(), question.required)?)) {
        Ok(()) => Ok(see_other(&frame.href(&address(&id, &wishes)))),
        Err(error @ ApiError::BadField(_)) => {
            let known = Wishes { chain: wishes.chain.clone(), ..Wishes::default() };
            let question = known.question(tx, frame.lang)?;
            let problem = Some(told::text(frame.words(), &error));
            let frame = frame.at(address(&id, &known));
            let mut page = render(&networks, frame, &question, wishes, known.query(), problem).await?;
            *page.status_mut() = error.status();
            Ok(page)
        }
        Err(error) => Err(error),
    }
}

/// From the buttons under an answer to thanks. The form sends what the page said, not what it says now.
pub async fn feedback(
    State(networks): State<Arc<Networks>>,
    Extension(account): Extension<Account>,
    frame: Frame,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body.map_err(|rejection| unread(&rejection))?;
    let id = parse::tx_ref(&id)?.id.to_string();
    let helpful = match field(&body, "helpful").as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(ApiError::BadRequest("`helpful` is neither yes nor no".to_owned())),
    };
    let opinion =
        Opinion { id: id.clone(), cause: field(&body, "cause"), helpful, comment: Some(field(&body, "comment")) };
    hear(&networks, &account, opinion, frame.lang).await?;
    let frame = frame.at(format!("/tx/{id}"));
    let page = Thanks { href: frame.href(&format!("/tx/{id}")), frame };
    page.frame.page(&page)
}

/// Where an answer is read: on the network that a pasted link names, where others were asked as well and it was found there.
pub fn address_of(answer: &Answer, tx: &TxRef, wishes: Wishes) -> String {
    let named = tx.network.map(|network| network.code.to_owned());
    let found = named.clone().filter(|named| answer.chain.as_ref() == Some(named) && answer.searched.len() > 1);
    // Where it was found nowhere, the page goes on knowing what the link said.
    let elsewhere = named.filter(|named| answer.stage == StageCode::Unknown && !answer.searched.contains(named));
    let network = wishes.network.or(elsewhere);
    let chain = wishes.chain.or(found);
    address(&answer.id, &Wishes { chain, network, ..wishes })
}

/// The page's own address.
fn address(id: &str, wishes: &Wishes) -> String {
    let query = wishes.query();
    if query.is_empty() { format!("/tx/{id}") } else { format!("/tx/{id}?{query}") }
}

impl Page {
    fn tone(&self) -> &'static str {
        verdict::tone(&self.answer)
    }

    fn badge(&self) -> String {
        verdict::badge(&self.answer, &self.frame)
    }

    fn who(&self, who: &WhoCode) -> String {
        verdict::who(*who, &self.frame)
    }

    /// Where its changes are told, while there can be any.
    fn events(&self) -> Option<String> {
        // What is a block stays one.
        if !self.is_transfer() {
            return None;
        }
        let mark = if self.query.is_empty() { "" } else { "?" };
        match self.answer.stage {
            StageCode::Settled | StageCode::Failed => None,
            StageCode::Unknown | StageCode::Waiting | StageCode::Included | StageCode::Gone => {
                Some(format!("/v1/tx/{}/events{mark}{}", self.answer.id, self.query))
            }
        }
    }

    fn is_transfer(&self) -> bool {
        verdict::is_transfer(&self.answer)
    }

    /// It wants something of the reader.
    fn is_lure(&self, text: &Untrusted) -> bool {
        text.flags.iter().any(|flag| ["url", "seed_phrase_lure", "instruction_like"].contains(&flag.as_str()))
    }

    /// Before the title and in the tab's icon, for those who have many tabs.
    fn mark(&self) -> &'static str {
        match (self.answer.stage, self.answer.severity) {
            (StageCode::Settled, SeverityCode::Ok | SeverityCode::Delayed) => "✓",
            // What took its place does what it was to do.
            (StageCode::Gone, SeverityCode::Ok) if self.is_done_by_another() => "✓",
            (StageCode::Gone, SeverityCode::Ok) => "…",
            (StageCode::Failed | StageCode::Gone | StageCode::Settled, _) => "✕",
            (StageCode::Waiting | StageCode::Included | StageCode::Unknown, _) => "…",
        }
    }

    fn is_done_by_another(&self) -> bool {
        self.answer.replaced_by.as_ref().is_some_and(|by| by.stage == StageCode::Settled)
    }

    fn icon(&self) -> &str {
        self.frame.asset(match self.mark() {
            "✓" => "icon-done.svg",
            "✕" => "icon-failed.svg",
            _ => "icon-waiting.svg",
        })
    }

    /// A browser without JavaScript loads the page again after so many seconds.
    fn refresh_s(&self) -> Option<u64> {
        self.answer.next_check_s.map(|seconds| seconds.clamp(30, 3600))
    }

    fn feedback(&self) -> String {
        format!("/tx/{}/feedback", self.answer.id)
    }

    /// What the answer gave as the cause, for who says whether that helped.
    fn cause(&self) -> String {
        let code = serde_json::to_value(self.answer.cause.code).ok();
        code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn next_check(&self) -> Option<String> {
        let wait = self.frame.words().duration(self.answer.next_check_s? as f64);
        Some(self.frame.words().say("transfer-next", &args([("wait", wait.into())])))
    }

    fn replaced(&self, kind: ReplacementKind) -> String {
        self.frame.say(match kind {
            ReplacementKind::SpeedUp => "replaced-speed_up",
            ReplacementKind::Cancel => "replaced-cancel",
            ReplacementKind::Different => "replaced-different",
        })
    }

    /// Where in the chain a text was found.
    fn source(&self, text: &Untrusted) -> String {
        self.frame.say(match text.source.as_str() {
            "revert_reason" => "source-revert_reason",
            "op_return" => "source-op_return",
            "token_name" | "token_symbol" => "source-token",
            _ => "source-other",
        })
    }

    fn wish(&self, field: &Option<String>) -> String {
        given(field).unwrap_or_default().to_owned()
    }

    /// The receiver's wishes were told, so that they are shown.
    fn is_refined(&self) -> bool {
        let Wishes { required, to, amount, asset, .. } = &self.wishes;
        [required, to, amount, asset].into_iter().any(|wish| given(wish).is_some())
    }

    fn is_evm(&self) -> bool {
        match &self.answer.facts {
            ChainFacts::Evm(_) => true,
            ChainFacts::Bitcoin(_) => false,
        }
    }

    fn time(&self, at: &Moment) -> String {
        self.frame.words().time(at.0)
    }

    fn machine_time(&self, at: &Moment) -> String {
        at.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
