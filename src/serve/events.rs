//! Answers as they change, over server-sent events. However many watch the same transaction, one task renders for all of
//! them, and only while somebody watches. Says nothing that a look-up wouldn't.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use bitcoin::hashes::{Hash, sha256};
use chains::TxId;
use futures_util::{StreamExt, future, stream};
use serde::Serialize;
use serde_json::Value;
use tokio::{
    sync::watch,
    time::{Instant, interval_at, sleep},
};
use tokio_stream::wrappers::{IntervalStream, WatchStream};

use super::{
    error::{ApiError, Problem},
    places::Places,
    quotas::Account,
    wishes::{Asked, Wishes},
};
use crate::{
    answer::{Answer, CauseCode, ChainFacts, Progress, ReplacedBy, SeverityCode, StageCode, Untrusted},
    explain::{Lang, Words},
    lookup::{Networks, Question},
    tasks::Tasks,
};

/// Those who watch, and what they are shown. Clones share it.
#[derive(Clone)]
pub struct Streams {
    networks: Arc<Networks>,
    tasks: Tasks,
    watched: Arc<Mutex<HashMap<TxId, Vec<Watched>>>>,
    places: Places,
}

/// A question that somebody watches. It has no answer for a moment after the first one came.
type Watched = (Question, watch::Sender<Option<Arc<Shown>>>);

/// An answer as watchers are shown it.
struct Shown {
    version: Version,
    at: Instant,
    json: String,
}

/// Names what an answer says: the same for the same, whichever instance says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What it comes to: a change of it is told at once.
    said: String,
    /// All words and figures, but for those that move with the clock alone.
    figures: String,
}

/// Proxies and browsers give up on a silent connection.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// In a busy queue figures, and sentences that hold them, change with every transaction that enters.
const FIGURES_EVERY: Duration = Duration::from_secs(5);
/// For a browser whose connection broke.
const RETRY: Duration = Duration::from_secs(3);

/// The answer at once, and again with each change of what it says.
///
/// Event `answer`, its data the same JSON as that of `GET /v1/tx/{id}`. Where only figures and the sentences with them
/// change, at most one comes every 5 seconds; that time passes is no change. A client that comes back with the id of the last event is sent nothing until
/// there is something new. A comment line comes every 15 seconds.
#[utoipa::path(
    get, path = "/v1/tx/{id}/events", tag = "look-up", params(
        ("id" = String, Path, description = "As in `GET /v1/tx/{id}`"),
        Wishes,
        ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that came"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "Events, for as long as anybody listens"),
        (status = 400, body = Problem, content_type = "application/problem+json",
            description = "`bad_id`, `looks_like_secret`, `unsupported_chain` or `bad_request`"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "`not_ready`",
            headers(("Retry-After" = u32))),
    ),
)]
pub async fn events(
    State(streams): State<Streams>,
    Extension(account): Extension<Account>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let question = asked.question;
    streams.networks.check(question.chain.as_deref(), question.required)?;
    let place = streams.places.take(account.client)?;
    let known = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let lang = question.lang;
    let answers = WatchStream::new(streams.watch(question))
        .filter_map(future::ready)
        .skip_while(move |shown| future::ready(known.as_ref() == Some(&shown.version.id())))
        .map(move |shown| {
            // A watcher keeps its place until the stream is dropped.
            let _place = &place;
            let event = Event::default().event("answer").id(shown.version.id()).retry(RETRY).data(&shown.json);
            Some(event)
        })
        .take_until(streams.tasks.stopping().clone().cancelled_owned())
        .chain(stream::iter([None]));
    // A comment comes by the clock, also between events, and the stream ends with its answers.
    let heartbeats = IntervalStream::new(interval_at(Instant::now() + HEARTBEAT, HEARTBEAT));
    let events = stream::select(answers, heartbeats.map(|_| Some(Event::default().comment(""))));
    let events = Sse::new(events.scan((), |_, event| future::ready(event.map(Ok::<Event, Infallible>))));
    let headers = [
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // Proxies must hand on each event at once.
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, events).into_response())
}

impl Version {
    /// That of an answer.
    pub fn of(answer: &Answer) -> Self {
        #[derive(Serialize)]
        struct Said<'a> {
            chain: &'a Option<String>,
            stage: StageCode,
            cause: CauseCode,
            severity: SeverityCode,
            headline: &'a str,
            steps: Vec<&'a str>,
            estimate: Option<[String; 3]>,
            progress: &'a Progress,
            replaced_by: &'a Option<ReplacedBy>,
            untrusted: &'a [Untrusted],
            agree: bool,
            stale: bool,
        }
        let said = Said {
            chain: &answer.chain,
            stage: answer.stage,
            cause: answer.cause.code,
            severity: answer.severity,
            headline: &answer.explanation.headline,
            steps: answer.explanation.next_steps.iter().map(|step| step.code.as_str()).collect(),
            // As people are told it: nobody is helped by each second.
            estimate: answer.eta.as_ref().map(|eta| [eta.p50_s, eta.p80_s, eta.p95_s].map(rounded)),
            progress: &answer.progress,
            replaced_by: &answer.replaced_by,
            untrusted: &answer.untrusted,
            agree: answer.observed.agree,
            stale: answer.observed.stale,
        };
        let mut figures = serde_json::to_value(answer).unwrap_or_default();
        forget_the_clock(&mut figures);
        Self { said: name(&said), figures: name(&figures) }
    }

    /// The id of an event.
    pub fn id(&self) -> String {
        format!("{}.{}", self.said, self.figures)
    }
}

fn rounded(seconds: u64) -> String {
    Words::of(Lang::En).duration(seconds as f64)
}

/// Takes out what moves by the clock alone.
fn forget_the_clock(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !["as_of", "at", "tip_age_s", "next_check_s"].contains(&name.as_str()));
            fields.values_mut().for_each(forget_the_clock);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_the_clock),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn name(said: &impl Serialize) -> String {
    let said = serde_json::to_vec(said).unwrap_or_default();
    sha256::Hash::hash(&said).to_string().split_off(48)
}

impl Streams {
    pub(super) fn new(networks: Arc<Networks>, tasks: Tasks) -> Self {
        Self { networks, tasks, watched: Arc::default(), places: Places::new() }
    }

    /// What is shown of a question; rendered by a task of its own if nobody else watches the same.
    fn watch(&self, question: Question) -> watch::Receiver<Option<Arc<Shown>>> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let same = watched.entry(question.tx.id).or_default();
        if let Some((_, shown)) = same.iter().find(|(known, _)| *known == question) {
            return shown.subscribe();
        }
        let (sender, receiver) = watch::channel(None);
        same.push((question.clone(), sender.clone()));
        drop(watched);
        let streams = self.clone();
        self.tasks.brief("watched answer", async move {
            let stop = streams.tasks.stopping().clone();
            stop.run_until_cancelled(streams.render(&question, &sender)).await;
        });
        receiver
    }

    /// Renders anew until nobody watches any more.
    async fn render(&self, question: &Question, sender: &watch::Sender<Option<Arc<Shown>>>) {
        while !self.forget(question, sender) {
            let pause = match self.networks.look_again(question).await {
                Ok(rendered) => {
                    show(&rendered.answer, sender);
                    pause(&rendered.answer)
                }
                // Chains don't go while the service runs.
                Err(_) => RETRY,
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = sender.closed() => {}
            }
        }
    }

    /// Forgets a question that nobody watches; whether it did.
    fn forget(&self, question: &Question, sender: &watch::Sender<Option<Arc<Shown>>>) -> bool {
        // Under the same lock as a new watcher comes, so that none is left without a renderer.
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if sender.receiver_count() > 0 {
            return false;
        }
        if let Some(same) = watched.get_mut(&question.tx.id) {
            same.retain(|(known, _)| known != question);
            if same.is_empty() {
                watched.remove(&question.tx.id);
            }
        }
        true
    }
}

/// Shows an answer where it says something new.
fn show(answer: &Answer, sender: &watch::Sender<Option<Arc<Shown>>>) {
    let version = Version::of(answer);
    let now = Instant::now();
    sender.send_if_modified(|shown| {
        if shown.as_ref().is_some_and(|shown| !shown.is_outdone_by(&version, now)) {
            return false;
        }
        match serde_json::to_string(answer) {
            Ok(json) => *shown = Some(Arc::new(Shown { version, at: now, json })),
            Err(error) => tracing::error!(%error, "could not write an answer"),
        }
        true
    });
}

impl Shown {
    fn is_outdone_by(&self, version: &Version, now: Instant) -> bool {
        self.version.said != version.said || (self.version != *version && now.duration_since(self.at) >= FIGURES_EVERY)
    }
}

/// How soon it may have changed. Where each look asks nodes, they are left some peace.
fn pause(answer: &Answer) -> Duration {
    Duration::from_secs(match (answer.stage, &answer.facts) {
        (StageCode::Waiting | StageCode::Included | StageCode::Settled, ChainFacts::Bitcoin(_)) => 1,
        (StageCode::Waiting | StageCode::Included, ChainFacts::Evm(_)) => 3,
        (StageCode::Unknown | StageCode::Gone, _) => 5,
        (StageCode::Settled, ChainFacts::Evm(_)) | (StageCode::Failed, _) => 10,
    })
}
