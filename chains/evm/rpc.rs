//! One node's JSON-RPC over WebSocket, HTTP or IPC: bounded, with a time limit, a breaker and a meter. Knows no method
//! by itself, and puts neither what a node said nor its address into an error: addresses hold keys.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use alloy_network::AnyNetwork;
use alloy_provider::{Provider, RootProvider};
use alloy_pubsub::RawSubscription;
use alloy_rpc_client::{ClientBuilder, ClientRef, IpcConnect, RpcClient, WsConnect};
use alloy_transport::{Authorization, RpcError, TransportError, TransportErrorKind};
use alloy_transport_http::reqwest;
use futures_util::future::join_all;
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde_json::{Value, json, value::RawValue};
use tokio::{
    sync::{Mutex, Semaphore},
    time::timeout,
};
use url::Url;

use super::{breaker::Breaker, http::Http, refusals::Refusal, wire};
use crate::{Auth, Meter, NodeConfig, NodeError};

/// Round trips under way with one node at a time; more wait.
const CONCURRENT: usize = 8;

/// A node that hasn't answered after this long is taken for unreachable.
const TIME_LIMIT: Duration = Duration::from_secs(6);

/// Calls in one batch; hosted nodes refuse long ones.
const BATCH: usize = 20;

/// Announcements that wait to be taken; more are lost.
const ANNOUNCED: usize = 4096;

/// One node.
pub(super) struct Rpc {
    name: Arc<str>,
    url: Url,
    auth: Auth,
    meter: Arc<dyn Meter>,
    connection: Mutex<Option<RootProvider<AnyNetwork>>>,
    permits: Semaphore,
    breaker: std::sync::Mutex<Breaker>,
    one_by_one: AtomicBool,
}

/// Why one call gave no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CallError {
    /// The node has no such method, or not with such parameters.
    NoMethod,
    /// The node answered with an error of its own.
    Said {
        /// What it comes to, where we know its words.
        refusal: Option<Refusal>,
        /// What a contract gave back: written by anyone, and empty where there is none.
        data: Vec<u8>,
    },
    /// The node couldn't be asked.
    Node(NodeError),
}

/// One call: its method and parameters.
pub(super) type Call = (&'static str, Value);

/// What one call of a batch gave.
pub(super) type Answer = Result<Box<RawValue>, CallError>;

impl Rpc {
    pub(super) fn new(config: &NodeConfig, meter: Arc<dyn Meter>) -> Self {
        Self {
            name: config.name.clone(),
            url: config.rpc.clone(),
            auth: config.auth.clone(),
            meter,
            connection: Mutex::new(None),
            permits: Semaphore::new(CONCURRENT),
            breaker: std::sync::Mutex::new(Breaker::default()),
            one_by_one: AtomicBool::new(false),
        }
    }

    /// Whether the node can push.
    pub(super) fn pushes(&self) -> bool {
        !matches!(self.url.scheme(), "http" | "https")
    }

    /// Calls one method.
    pub(super) async fn call<T: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<T, CallError> {
        let answers = self.batch(method, vec![(method, params)]).await.map_err(CallError::Node)?;
        read(answers.into_iter().next().unwrap_or(Err(CallError::NoMethod)))
    }

    /// Calls several methods in as few round trips as the node takes; `label` names them for the meter. The answers
    /// come in order.
    pub(super) async fn batch(&self, label: &'static str, calls: Vec<Call>) -> Result<Vec<Answer>, NodeError> {
        let mut calls = VecDeque::from(calls);
        let mut answers = Vec::with_capacity(calls.len());
        while !calls.is_empty() {
            let some: Vec<Call> = calls.drain(..calls.len().min(BATCH)).collect();
            let some = self.guarded(label, async |provider| served(self.send(provider.client(), &some).await?)).await?;
            answers.extend(some);
        }
        Ok(answers)
    }

    /// Subscribes to new blocks.
    pub(super) async fn heads(&self) -> Result<RawSubscription, NodeError> {
        self.guarded("eth_subscribe", async |provider| {
            provider.subscribe_blocks().await.map(alloy_pubsub::Subscription::into_raw).map_err(node_error)
        })
        .await
    }

    /// Subscribes to what comes to wait: whole transactions or their hashes.
    pub(super) async fn pending(&self, whole: bool) -> Result<RawSubscription, NodeError> {
        let params = if whole {
            vec![json!("newPendingTransactions"), json!(true)]
        } else {
            vec![json!("newPendingTransactions")]
        };
        self.guarded("eth_subscribe", async |provider| {
            let subscription = provider.subscribe::<_, Box<RawValue>>(params).channel_size(ANNOUNCED).await;
            subscription.map(alloy_pubsub::Subscription::into_raw).map_err(node_error)
        })
        .await
    }

    /// Drops the connection, so that the next call makes a new one.
    pub(super) async fn disconnect(&self) {
        *self.connection.lock().await = None;
    }

    /// Does something with the connection: not while the breaker is open, not more at a time than the node bears, not
    /// for longer than the limit; and counts it.
    async fn guarded<T>(
        &self,
        label: &'static str,
        work: impl AsyncFnOnce(&RootProvider<AnyNetwork>) -> Result<T, NodeError>,
    ) -> Result<T, NodeError> {
        self.breaker().check(Instant::now())?;
        let began = Instant::now();
        let result = timeout(TIME_LIMIT, async {
            let _permit = self.permits.acquire().await.map_err(|_| NodeError::Unreachable("closing".into()))?;
            let provider = self.connected().await?;
            work(&provider).await
        });
        let result =
            result.await.unwrap_or_else(|_| Err(NodeError::Unreachable("no answer within the time limit".into())));
        let outcome = result.as_ref().err().map_or("ok", NodeError::code);
        self.meter.call(&self.name, label, outcome, began.elapsed());
        let failed = matches!(result, Err(NodeError::Unreachable(_)));
        self.breaker().note(failed, Instant::now());
        if failed && self.pushes() {
            self.disconnect().await;
        }
        result
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn connected(&self) -> Result<RootProvider<AnyNetwork>, NodeError> {
        let mut connection = self.connection.lock().await;
        if let Some(provider) = &*connection {
            return Ok(provider.clone());
        }
        let provider = RootProvider::new(connect(&self.url, &self.auth).await?);
        *connection = Some(provider.clone());
        Ok(provider)
    }

    /// One round trip; over HTTP a batch, which some nodes refuse: those get the calls one by one from then on.
    async fn send(&self, client: ClientRef<'_>, calls: &[Call]) -> Result<Vec<Answer>, NodeError> {
        if let [_] = calls {
            return one_by_one(client, calls).await;
        }
        if !self.one_by_one.load(Ordering::Relaxed) {
            match batch(client, calls).await {
                Ok(Some(answers)) => return Ok(answers),
                Ok(None) => self.one_by_one.store(true, Ordering::Relaxed),
                Err(error) => return Err(error),
            }
        }
        one_by_one(client, calls).await
    }
}

/// A node that limits us fails the calls that it limits, and counts as away only when that is all of them.
fn served(answers: Vec<Answer>) -> Result<Vec<Answer>, NodeError> {
    let limited = |answer: &Answer| matches!(answer, Err(CallError::Said { refusal: Some(Refusal::RateLimited), .. }));
    if !answers.is_empty() && answers.iter().all(limited) {
        return Err(NodeError::Unreachable("it limits our requests".into()));
    }
    Ok(answers)
}

/// Reads what a call gave; what can't be read is the node's fault, not an absence.
pub(super) fn read<T: DeserializeOwned>(answer: Answer) -> Result<T, CallError> {
    let unreadable = |error: serde_json::Error| {
        CallError::Node(NodeError::Unreadable(format!("an answer in an unknown shape, at column {}", error.column())))
    };
    serde_json::from_str(answer?.get()).map_err(unreadable)
}

/// What every node must tell. Its errors tell the supervisor what to do, as a connection's do.
pub(super) fn required<T: DeserializeOwned>(answer: Option<Answer>) -> Result<T, NodeError> {
    read(answer.unwrap_or(Err(CallError::NoMethod))).map_err(|error| match error {
        CallError::Node(error) => error,
        CallError::NoMethod => NodeError::Refused("it lacks a method that every node has".into()),
        CallError::Said { refusal: Some(Refusal::RateLimited), .. } => {
            NodeError::Unreachable("it limits our requests".into())
        }
        CallError::Said { .. } => NodeError::Unreachable("it answered with an error of its own".into()),
    })
}

/// What the node doesn't tell now is nothing; that it can't be asked is an error.
pub(super) fn not_now<T: Default>(error: CallError) -> Result<T, NodeError> {
    match error {
        CallError::Node(error) => Err(error),
        CallError::NoMethod | CallError::Said { .. } => Ok(T::default()),
    }
}

async fn connect(url: &Url, auth: &Auth) -> Result<RpcClient, NodeError> {
    let auth = match auth {
        Auth::None => Authorization::extract_from_url(url),
        Auth::User(user, password) => Some(Authorization::basic(user, password.expose_secret())),
        Auth::CookieFile(_) => return Err(NodeError::Refused("EVM nodes have no cookie file".into())),
    };
    match url.scheme() {
        "ws" | "wss" => {
            let connect = WsConnect::new(url.as_str()).with_auth_opt(auth).with_max_retries(1);
            ClientBuilder::default().ws(connect).await.map_err(node_error)
        }
        "ipc" | "file" => {
            let path = socket(url).ok_or_else(|| NodeError::Refused("not the path of a local socket".into()))?;
            let connect = IpcConnect::<PathBuf>::new(path);
            ClientBuilder::default().ipc(connect).await.map_err(node_error)
        }
        _ => Ok(ClientBuilder::default().transport(Http::new(http(auth.as_ref())?, url.clone()), false)),
    }
}

/// The path that the address names, which may hold blanks and letters that addresses write otherwise.
fn socket(url: &Url) -> Option<PathBuf> {
    let mut file = Url::parse("file:///").ok()?;
    file.set_path(url.path());
    file.to_file_path().ok()
}

fn http(auth: Option<&Authorization>) -> Result<reqwest::Client, NodeError> {
    let refused = |_| NodeError::Refused("the user or password can't be sent in a header".into());
    let mut headers = reqwest::header::HeaderMap::new();
    if let Some(auth) = auth {
        let mut value = reqwest::header::HeaderValue::from_str(&auth.to_string()).map_err(refused)?;
        value.set_sensitive(true);
        headers.insert(reqwest::header::AUTHORIZATION, value);
    }
    let client = reqwest::Client::builder().default_headers(headers).timeout(TIME_LIMIT);
    let client = client.redirect(reqwest::redirect::Policy::none()).build();
    client.map_err(|_| NodeError::Unreachable("no TLS on this system".into()))
}

/// `None` where the node didn't answer the batch as one.
async fn batch(client: ClientRef<'_>, calls: &[Call]) -> Result<Option<Vec<Answer>>, NodeError> {
    let mut batch = alloy_rpc_client::BatchRequest::new(client);
    let waiters: Result<Vec<_>, _> =
        calls.iter().map(|(method, params)| batch.add_call::<_, Box<RawValue>>(*method, params)).collect();
    let waiters = waiters.map_err(node_error)?;
    match batch.send().await {
        Ok(()) => {}
        Err(RpcError::Transport(TransportErrorKind::HttpError(error))) if matches!(error.status, 400 | 413) => {
            return Ok(None);
        }
        Err(error) => return Err(node_error(error)),
    }
    let answers: Vec<_> = join_all(waiters).await;
    let missing = |answer: &Result<_, TransportError>| {
        matches!(answer, Err(RpcError::Transport(TransportErrorKind::MissingBatchResponse(_))))
    };
    if answers.iter().all(missing) {
        return Ok(None);
    }
    answers.into_iter().map(sort).collect::<Result<_, _>>().map(Some)
}

async fn one_by_one(client: ClientRef<'_>, calls: &[Call]) -> Result<Vec<Answer>, NodeError> {
    let calls = calls.iter().map(|(method, params)| client.request::<_, Box<RawValue>>(*method, params.clone()));
    join_all(calls).await.into_iter().map(sort).collect()
}

/// Tells a call's own failure from the node's.
fn sort(answer: Result<Box<RawValue>, TransportError>) -> Result<Answer, NodeError> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(RpcError::NullResp) => Ok(RawValue::from_string("null".into()).map_err(|_| CallError::NoMethod)),
        Err(RpcError::ErrorResp(error)) => Ok(Err(wire::refused(error.code, &error.message, error.data.as_deref()))),
        Err(error) => Err(node_error(error)),
    }
}

/// The texts of transport errors hold addresses, and thereby keys: only their kind is told.
fn node_error(error: TransportError) -> NodeError {
    match error {
        RpcError::Transport(TransportErrorKind::HttpError(error)) => match error.status {
            401 | 403 => NodeError::Refused(format!("HTTP status {}", error.status)),
            404 => NodeError::Unreadable("HTTP status 404".into()),
            status => NodeError::Unreachable(format!("HTTP status {status}")),
        },
        RpcError::Transport(TransportErrorKind::PubsubUnavailable) => NodeError::Refused("no subscriptions".into()),
        RpcError::Transport(_) => NodeError::Unreachable("no connection".into()),
        RpcError::ErrorResp(error) => NodeError::Refused(format!("JSON-RPC error {}", error.code)),
        RpcError::DeserError { .. } | RpcError::NullResp | RpcError::SerError(_) => {
            NodeError::Unreadable("not an answer of JSON-RPC".into())
        }
        RpcError::UnsupportedFeature(_) | RpcError::LocalUsageError(_) => {
            NodeError::Unreadable("can't be asked this way".into())
        }
    }
}
