//! JSON-RPC to one node: batches, time limits, at most four calls in flight, a breaker for look-ups.
//! Tells a node's "no such thing" (an answer) from its silence and from nonsense ([`NodeError`]).
//! Does not know what the answers mean, and never retries: whoever asks decides.

use std::{
    fs,
    io::ErrorKind,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use bitcoincore_rpc::{Client, jsonrpc};
use jsonrpc::{minreq, minreq_http, minreq_http::MinreqHttpTransport};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, value::RawValue};
use tokio::sync::Semaphore;

use crate::{Auth, Meter, NodeConfig, NodeError};

#[cfg(test)]
mod tests;

/// Core 32 allows 16 connections in all, and its default is four threads: more would only queue there.
const IN_FLIGHT: usize = 4;
/// Silent answers in a row after which look-ups stop waiting for the node.
const BREAK_AFTER: u32 = 3;
/// How long they stop; the watch's own attempts close the breaker earlier.
const BREAK_FOR: Duration = Duration::from_secs(5);
/// What a node says goes into errors shortened to this many characters.
const SAID_AT_MOST: usize = 120;

/// One call of a batch.
pub(super) struct Call {
    pub method: &'static str,
    pub params: Value,
}

/// What the node answered to one call: the JSON of the result, or why it has none.
pub(super) type Answer = Result<Box<RawValue>, Declined>;

/// A node's own error answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declined {
    pub code: i32,
    pub message: String,
}

/// How long a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Somebody waits for the answer; refused at once while the breaker is open.
    Ask,
    /// A poll: a node that writes its chain state to disk may need seconds.
    Poll,
    /// Megabytes.
    Bulk,
}

/// The way to one node; a clone is the same way.
#[derive(Clone)]
pub(super) struct Rpc(Arc<Inner>);

struct Inner {
    name: Arc<str>,
    url: String,
    auth: Auth,
    permits: Arc<Semaphore>,
    breaker: Mutex<Breaker>,
    meter: Arc<dyn Meter>,
}

#[derive(Default)]
struct Breaker {
    failures: u32,
    open_until: Option<Instant>,
}

impl Rpc {
    /// Checks the address; opens no connection.
    pub fn new(node: &NodeConfig, meter: Arc<dyn Meter>) -> Result<Self, NodeError> {
        let refuse = |why: &str| Err(NodeError::Refused(format!("node {}: {why}", node.name)));
        match node.rpc.scheme() {
            "http" => {}
            "https" => {
                return refuse(
                    "https is not supported, and over http the credentials would be readable on the way; \
                     reach the node over loopback, a private network or a tunnel, with an http address",
                );
            }
            _ => return refuse("the rpc address must begin with http://"),
        }
        if !node.rpc.username().is_empty() || node.rpc.password().is_some() {
            return refuse("credentials belong into user and password, not into the rpc address");
        }
        Ok(Self(Arc::new(Inner {
            name: node.name.clone(),
            url: node.rpc.to_string(),
            auth: node.auth.clone(),
            permits: Arc::new(Semaphore::new(IN_FLIGHT)),
            breaker: Mutex::default(),
            meter,
        })))
    }

    /// Sends `calls` as one batch, and reads the answers (one per call, in order) on the thread that waited for
    /// them, as reading megabytes of JSON would hold up everything else. `label` names the batch to the meter.
    pub async fn batch<T: Send + 'static>(
        &self,
        label: &'static str,
        calls: Vec<Call>,
        pace: Pace,
        read: impl FnOnce(Vec<Answer>) -> Result<T, NodeError> + Send + 'static,
    ) -> Result<T, NodeError> {
        if calls.is_empty() {
            return read(Vec::new());
        }
        if pace == Pace::Ask && self.0.broken(Instant::now()) {
            return Err(NodeError::Unreachable("no answer lately".into()));
        }
        let closed = |_| NodeError::Unreachable("shutting down".into());
        let permit = self.0.permits.clone().acquire_owned().await.map_err(closed)?;
        let inner = self.0.clone();
        // A dropped future doesn't stop the thread, so the permit goes with it, not with the future.
        let work = move || {
            let _permit = permit;
            let started = Instant::now();
            let result = inner.exchange(&calls, pace).and_then(read);
            inner.note(label, &result, started);
            result
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or_else(|_| Err(NodeError::Unreadable(format!("{label}: reading the answer failed"))))
    }

    /// One call.
    pub async fn call<T: Send + 'static>(
        &self,
        call: Call,
        pace: Pace,
        read: impl FnOnce(Answer) -> Result<T, NodeError> + Send + 'static,
    ) -> Result<T, NodeError> {
        let method = call.method;
        self.batch(method, vec![call], pace, move |answers| match answers.into_iter().next() {
            Some(answer) => read(answer),
            None => Err(NodeError::Unreadable(format!("{method}: no answer"))),
        })
        .await
    }
}

impl Call {
    pub fn new(method: &'static str, params: Value) -> Self {
        Self { method, params }
    }
}

impl Declined {
    /// Invalid address or key: how bitcoind says "no such transaction" and "no such block".
    pub const ABSENT: i32 = -5;
    const WARMING_UP: i32 = -28;
    const NO_SUCH_METHOD: i32 = -32601;

    /// Whether the node is too old, or built without it.
    pub fn is_no_such_method(&self) -> bool {
        self.code == Self::NO_SUCH_METHOD
    }
}

impl Inner {
    fn exchange(&self, calls: &[Call], pace: Pace) -> Result<Vec<Answer>, NodeError> {
        let client = self.client(pace)?;
        let jsonrpc = client.get_jsonrpc_client();
        let params: Vec<_> = calls.iter().map(|call| jsonrpc::arg(&call.params)).collect();
        let requests: Vec<_> =
            calls.iter().zip(&params).map(|(call, params)| jsonrpc.build_request(call.method, Some(params))).collect();
        let responses = jsonrpc.send_batch(&requests).map_err(transport_error)?;
        responses.into_iter().map(answer).collect()
    }

    /// Made anew for each batch: it holds nothing but strings, and the cookie may have changed.
    fn client(&self, pace: Pace) -> Result<Client, NodeError> {
        let bad_url = |_| NodeError::Refused("the rpc address is not understood".into());
        let builder = MinreqHttpTransport::builder().timeout(pace.limit()).url(&self.url).map_err(bad_url)?;
        let builder = match self.login()? {
            Some(login) => builder.cookie_auth(login.expose_secret()),
            None => builder,
        };
        Ok(Client::from_jsonrpc(jsonrpc::Client::with_transport(builder.build())))
    }

    fn login(&self) -> Result<Option<SecretString>, NodeError> {
        match &self.auth {
            Auth::None => Ok(None),
            Auth::User(user, password) => Ok(Some(format!("{user}:{}", password.expose_secret()).into())),
            Auth::CookieFile(path) => match fs::read_to_string(path) {
                Ok(cookie) => Ok(Some(cookie.trim_end().to_owned().into())),
                // The node deletes its cookie when it stops.
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    Err(NodeError::Unreachable("the cookie file is not there; is the node running?".into()))
                }
                Err(error) => Err(NodeError::Refused(format!("the cookie file can't be read: {}", error.kind()))),
            },
        }
    }

    fn broken(&self, now: Instant) -> bool {
        let breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        breaker.open_until.is_some_and(|until| now < until)
    }

    fn note<T>(&self, label: &'static str, result: &Result<T, NodeError>, started: Instant) {
        let outcome = result.as_ref().err().map_or("ok", NodeError::code);
        self.meter.call(&self.name, label, outcome, started.elapsed());
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(result, Err(NodeError::Unreachable(_))) {
            *breaker = Breaker::default();
            return;
        }
        breaker.failures = breaker.failures.saturating_add(1);
        if breaker.failures >= BREAK_AFTER {
            breaker.open_until = Some(Instant::now() + BREAK_FOR);
        }
    }
}

impl Pace {
    fn limit(self) -> Duration {
        Duration::from_secs(match self {
            Self::Ask => 3,
            Self::Poll => 15,
            Self::Bulk => 120,
        })
    }
}

fn answer(response: Option<jsonrpc::Response>) -> Result<Answer, NodeError> {
    let Some(response) = response else {
        return Err(NodeError::Unreadable("an answer is missing from a batch".into()));
    };
    match response.error {
        Some(error) if error.code == Declined::WARMING_UP => {
            Err(NodeError::Unreachable(format!("warming up: {}", shorten(&error.message))))
        }
        Some(error) => Ok(Err(Declined { code: error.code, message: shorten(&error.message) })),
        None => Ok(Ok(response.result.unwrap_or_else(|| RawValue::NULL.to_owned()))),
    }
}

fn transport_error(error: jsonrpc::Error) -> NodeError {
    let jsonrpc::Error::Transport(error) = error else {
        return NodeError::Unreadable("the answer is not a node's JSON".into());
    };
    match error.downcast_ref::<minreq_http::Error>() {
        Some(minreq_http::Error::Http(error)) => http_error(error.status_code),
        Some(minreq_http::Error::Minreq(minreq::Error::IoError(error))) => {
            NodeError::Unreachable(shorten(&error.to_string()))
        }
        Some(minreq_http::Error::Minreq(minreq::Error::AddressNotFound)) => {
            NodeError::Unreachable("its address is not found".into())
        }
        _ => NodeError::Unreadable("the answer is not a node's JSON".into()),
    }
}

/// bitcoind sends no JSON with these: 401 and 403 are about us, and the others that are worth trying again mean too
/// much work or a proxy without its node.
fn http_error(status: i32) -> NodeError {
    match status {
        401 => NodeError::Refused("wrong user or password (HTTP 401)".into()),
        403 => NodeError::Refused("not allowed from this address, or a method is not (HTTP 403)".into()),
        500 | 502..=504 => NodeError::Unreachable(format!("HTTP {status}")),
        _ => NodeError::Unreadable(format!("HTTP {status}")),
    }
}

/// The beginning of what a node said, fit for one line.
pub(super) fn shorten(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SAID_AT_MOST).collect()
}
