//! One network: its index, its nodes' followers, and the way from an id to an answer. The index is written by the
//! followers alone, in short turns; no lock is held while anything is waited for.

use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use chains::{
    Ask, Asked as Reply, BlockHash, Chain, Event, Found, NodeError, NodeId, NodeState, Observation, Sink, Told, TxId,
};
use jiff::Timestamp;
use tokio::time::timeout;

use super::{
    Clock, Question,
    asked::{Answers, Asked},
    memory::Outbox,
    rendered::{Kept, Rendered, Variant},
};
use crate::{
    answer::{Answer, ChainReadiness, NetworkReport, NodeReport},
    diagnose::diagnose,
    eta::estimate,
    explain::{Lang, explain, verdict},
    facts::{Coverage, Facts, Health},
    index::{Changes, Context, Index, Leaving, Record, Settings, Why},
    metrics::Metrics,
    store::{self, Journal},
    tasks::{Backoff, Tasks},
};

/// One network that is watched.
pub(super) struct Watched {
    name: Arc<str>,
    chain: Arc<dyn Chain>,
    index: RwLock<Index>,
    journal: Option<Journal>,
    outbox: Option<Outbox>,
    kept: Kept,
    asked: Answers,
    /// Rises with every change that a rendered answer could show.
    revision: AtomicU64,
    ready: AtomicBool,
    /// Each node's last state, for the log.
    states: Mutex<Vec<&'static str>>,
    metrics: Arc<Metrics>,
    clock: Clock,
}

/// Where an answer came from, for the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Rendered,
    Index,
    Nodes,
}

/// Observations applied in one turn at the index: a look-up waits for one turn at most.
const TURN: usize = 64;
/// Nodes have limits of their own; this one is for an adapter that fails to keep them.
const ASKING: Duration = Duration::from_secs(8);
/// Replacements that are followed in the journal.
const HOPS: usize = 100;
const SETTLED_EVERY: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(1) };
const LOST: Backoff = Backoff { first: Duration::from_secs(1), most: Duration::from_secs(30) };
/// The operator must act first.
const REFUSED: Backoff = Backoff { first: Duration::from_secs(10), most: Duration::from_secs(60) };

impl Watched {
    pub(super) fn new(
        settings: Settings,
        chain: Arc<dyn Chain>,
        journal: Option<Journal>,
        outbox: Option<Outbox>,
        metrics: Arc<Metrics>,
        clock: Clock,
    ) -> Self {
        Self {
            name: settings.chain.clone(),
            states: Mutex::new(vec!["connecting"; settings.nodes.len()]),
            index: RwLock::new(Index::new(settings)),
            chain,
            journal,
            outbox,
            kept: Kept::new(),
            asked: Answers::new(),
            revision: AtomicU64::new(0),
            ready: AtomicBool::new(false),
            metrics,
            clock,
        }
    }

    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Takes what the journal remembers; before the first observation.
    pub(super) async fn restore(&self) -> Result<(), store::Error> {
        let Some(journal) = &self.journal else { return Ok(()) };
        let records = journal.load(&self.name).await?;
        tracing::info!(chain = %self.name, records = records.len(), "restored from the journal");
        self.index.write().unwrap_or_else(PoisonError::into_inner).restore(records);
        Ok(())
    }

    /// Follows every node, and lets time pass in the index.
    pub(super) fn follow(self: &Arc<Self>, tasks: &Tasks) {
        for (place, node) in (0u8..).zip(self.chain.nodes()) {
            let watched = self.clone();
            tasks.keep(format!("{} {node}", self.name), move || {
                let watched = watched.clone();
                async move {
                    match watched.chain.watch(NodeId(place), &*watched).await {
                        NodeError::Unreachable(_) | NodeError::Unreadable(_) => LOST,
                        NodeError::Refused(_) => REFUSED,
                    }
                }
            });
        }
        let watched = self.clone();
        tasks.keep(format!("{} clock", self.name), move || {
            let watched = watched.clone();
            async move {
                let changes = watched.write(|index| index.settle(watched.now()));
                watched.publish(changes).await;
                SETTLED_EVERY
            }
        });
    }

    /// The answer about one transaction on this network.
    pub(super) async fn look_up(&self, question: &Question, searched: &[Arc<str>]) -> (Arc<Rendered>, Source) {
        let id = question.tx.id;
        let variant = Variant::of(question);
        if let Some(rendered) = self.kept.find(&id, &variant).await {
            self.metrics.cache("rendered", true);
            return (rendered, Source::Rendered);
        }
        self.metrics.cache("rendered", false);
        let revision = self.revision.load(Ordering::SeqCst);
        let (facts, source, now) = self.facts(question).await;
        let rendered = Arc::new(self.render(&facts, question, searched, now));
        self.kept.keep(id, variant, rendered.clone()).await;
        // What changed meanwhile dropped the answers kept before this one was.
        if self.revision.load(Ordering::SeqCst) != revision {
            self.kept.drop(&id).await;
        }
        (rendered, source)
    }

    /// How the network is.
    pub(super) fn report(&self, lang: Lang) -> NetworkReport {
        let now = self.now();
        let (network, coverage) = self.read().surroundings(now);
        let verdict = verdict(&network, &coverage, lang, now);
        NetworkReport::new(&network, &coverage, verdict, now)
    }

    /// Whether it was in sync once.
    pub(super) fn readiness(&self) -> ChainReadiness {
        let now = self.now();
        let (_, coverage) = self.read().surroundings(now);
        ChainReadiness {
            chain: self.name.to_string(),
            ready: self.ready.load(Ordering::Relaxed),
            nodes: NodeReport::all(&coverage, now),
        }
    }

    /// Sets the gauges.
    pub(super) fn measure(&self) {
        let now = self.now();
        let (network, coverage) = self.read().surroundings(now);
        let waiting = network.queue.map(|queue| (queue.count, queue.vsize));
        self.metrics.chain(&self.name, waiting, network.tip.map(|tip| tip.height));
        for (node, report) in coverage.nodes.iter().zip(NodeReport::all(&coverage, now)) {
            self.metrics.node(&self.name, &node.name, node.health == Health::Synced, report.lag_s);
        }
    }

    async fn facts(&self, question: &Question) -> (Facts, Source, Timestamp) {
        let id = &question.tx.id;
        let context = Context { required: question.required, ..Context::default() };
        {
            let index = self.read();
            if index.knows(id) {
                let now = self.now();
                return (index.facts(id, context, now), Source::Index, now);
            }
        }
        let (asked, at_hand) = self.asked.get(*id, self.ask(*id)).await;
        self.metrics.cache("asked", at_hand);
        if !at_hand {
            self.tell(asked.observations.clone()).await;
        }
        let context = Context { asked: &asked.observations, past: &asked.past, ..context };
        let now = self.now();
        (self.read().facts(id, context, now), Source::Nodes, now)
    }

    /// Asks the journal and then the nodes.
    async fn ask(&self, id: TxId) -> Asked {
        let past = self.past(id).await;
        let claims = past.first().map(|(record, _)| record.claims.clone()).unwrap_or_default();
        let ask = Ask { id, claims };
        let observations = match timeout(ASKING, self.chain.fetch(&ask)).await {
            Ok(observations) => observations,
            Err(_) => self.unanswered(id),
        };
        Asked { observations, past }
    }

    /// What the journal says of a transaction and of those that took its place.
    async fn past(&self, id: TxId) -> Vec<(Record, Leaving)> {
        let Some(journal) = &self.journal else { return Vec::new() };
        let mut past: Vec<(Record, Leaving)> = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.take() {
            let met = past.iter().any(|(record, _)| record.id == id);
            if met || past.len() >= HOPS || (!past.is_empty() && self.read().knows(&id)) {
                break;
            }
            match journal.get(&self.name, &id).await {
                Ok(Some(found)) => {
                    next = successor(&found.1.why);
                    past.push(found);
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(chain = %self.name, %error, "could not read the journal"),
            }
        }
        past
    }

    fn unanswered(&self, id: TxId) -> Vec<Observation> {
        let at = self.now();
        let failed = || Found::Failed(NodeError::Unreachable("no answer in time".into()));
        let event = || Event::Asked(Box::new(Reply { id, answer: failed(), claims: Vec::new() }));
        (0u8..)
            .zip(self.chain.nodes())
            .map(|(place, _)| Observation { node: NodeId(place), at, event: event() })
            .collect()
    }

    fn render(&self, facts: &Facts, question: &Question, searched: &[Arc<str>], now: Timestamp) -> Rendered {
        let diagnosis = diagnose(facts, now);
        let eta = estimate(facts);
        let words = explain(facts, &diagnosis, eta.as_ref(), &question.expected, question.lang, now);
        let answer = Answer::new(facts, &diagnosis, eta.as_ref(), words, searched, now);
        Rendered::new(answer, question.lang, &self.name, diagnosis.cause.cause.code(), &self.metrics)
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn read(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, change: impl FnOnce(&mut Index) -> Changes) -> Changes {
        change(&mut self.index.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Drops what is no longer so, and has the journal remember what is to outlive us.
    async fn publish(&self, changes: Changes) {
        if !changes.touched.is_empty() {
            self.revision.fetch_add(1, Ordering::SeqCst);
        }
        for id in &changes.touched {
            self.kept.drop(id).await;
            self.asked.drop(id).await;
        }
        let Some(outbox) = &self.outbox else { return };
        if !changes.journal.is_empty() {
            // The writer is gone only when the service stops.
            let _ = outbox.send((self.name.clone(), changes.journal)).await;
        }
    }

    /// Some events change every answer: a new block each one's depth, a node's fall each one's certainty.
    fn forget_answers(&self, sweep: Sweep) {
        match sweep {
            Sweep::Nothing => return,
            Sweep::Rendered => {}
            Sweep::Everything => self.asked.drop_all(),
        }
        self.revision.fetch_add(1, Ordering::SeqCst);
        self.kept.drop_all();
    }

    /// What of the kept answers an event makes old.
    fn sweep(&self, observation: &Observation) -> Sweep {
        match &observation.event {
            Event::Node(state) => self.note(observation.node, state),
            Event::Tip(_) => Sweep::Rendered,
            Event::Dropped(_) => Sweep::Everything,
            Event::Entered(_) | Event::Mempool(_) | Event::Left(_) | Event::Block(_) | Event::Asked(_) => {
                Sweep::Nothing
            }
        }
    }

    /// Logs a node's state where it is another than before.
    fn note(&self, node: NodeId, state: &NodeState) -> Sweep {
        let code = match state {
            NodeState::Up(status) if status.syncing => "syncing",
            NodeState::Up(_) => "synced",
            NodeState::CatchingUp(_) => "catching_up",
            NodeState::Down(error) => error.code(),
        };
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = states.get_mut(usize::from(node.0)) else { return Sweep::Nothing };
        if std::mem::replace(known, code) == code {
            return Sweep::Nothing;
        }
        let name = self.chain.nodes().get(usize::from(node.0)).map(|name| &**name);
        match state {
            NodeState::Down(error) => tracing::warn!(chain = %self.name, node = name, %error, "node is down"),
            NodeState::Up(status) | NodeState::CatchingUp(status) => {
                tracing::info!(chain = %self.name, node = name, state = code, version = %status.version, "node is up");
            }
        }
        Sweep::Everything
    }

    fn note_readiness(&self) {
        if !self.ready.load(Ordering::Relaxed) && is_synced(&self.read().surroundings(self.now()).1) {
            self.ready.store(true, Ordering::Relaxed);
            tracing::info!(chain = %self.name, "in sync");
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sweep {
    Nothing,
    Rendered,
    Everything,
}

#[async_trait]
impl Sink for Watched {
    async fn tell(&self, observations: Vec<Observation>) -> Told {
        let mut told = Told::default();
        let mut observations = observations.into_iter().peekable();
        while observations.peek().is_some() {
            let turn: Vec<Observation> = observations.by_ref().take(TURN).collect();
            let sweep = turn.iter().map(|observation| self.sweep(observation)).max().unwrap_or(Sweep::Nothing);
            let mut changes = self.write(|index| {
                turn.into_iter().map(|observation| index.apply(observation)).fold(Changes::default(), joined)
            });
            told.missing.append(&mut changes.missing);
            self.forget_answers(sweep);
            self.publish(changes).await;
            if sweep != Sweep::Nothing {
                self.note_readiness();
            }
        }
        told
    }

    fn has_block(&self, hash: &BlockHash) -> bool {
        self.read().has_block(hash)
    }
}

impl Source {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Rendered => "rendered",
            Self::Index => "index",
            Self::Nodes => "nodes",
        }
    }
}

fn joined(mut all: Changes, mut more: Changes) -> Changes {
    all.missing.append(&mut more.missing);
    all.touched.append(&mut more.touched);
    all.journal.append(&mut more.journal);
    all
}

fn is_synced(coverage: &Coverage) -> bool {
    coverage.nodes.iter().any(|node| node.health == Health::Synced)
}

/// The transaction to follow: what took this one's place, or its ancestor's.
fn successor(why: &Why) -> Option<TxId> {
    match why {
        Why::ReplacedBy(id) | Why::DoubleSpentBy(id) | Why::AncestorGone(id) => Some(*id),
        Why::Open | Why::Evicted { .. } | Why::Expired { .. } | Why::Unknown => None,
    }
}
