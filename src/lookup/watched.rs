//! One network: its index, its nodes' followers, and the way from an id to an answer. The index is written by the
//! followers alone, in short turns; no lock is held while anything is waited for.

use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use chains::{Ask, Asked as Reply, Chain, Claim, Event, Found, Kind, NodeError, NodeId, Observation, TxId};
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
    condition::Condition,
    diagnose::diagnose,
    eta::estimate,
    explain::{Lang, explain},
    facts::{Facts, Health, Placement, Reason, SuccessorState},
    history::Sample,
    incidents::Incident,
    index::{Changes, Context, Index, Leaving, Record, Settings, Why},
    metrics::Metrics,
    parse::{Family, Network},
    store::{self, Journal},
    tasks::{Backoff, Tasks},
};

/// One network that is watched.
pub(super) struct Watched {
    pub(super) name: Arc<str>,
    pub(super) kind: Kind,
    pub(super) chain: Arc<dyn Chain>,
    pub(super) index: RwLock<Index>,
    journal: Option<Journal>,
    pub(super) outbox: Option<Outbox>,
    pub(super) kept: Kept,
    pub(super) asked: Answers,
    /// Rises with every change that a rendered answer could show.
    pub(super) revision: AtomicU64,
    pub(super) ready: AtomicBool,
    /// Each node's last state, for the log.
    pub(super) states: Mutex<Vec<&'static str>>,
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
            kind: settings.kind,
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

    /// Whether a link for this network is for the one that is watched here.
    pub(super) fn carries(&self, network: &Network) -> bool {
        let akin = match (self.kind, network.family) {
            // Which of Bitcoin's networks it is, its name alone tells.
            (Kind::Bitcoin, Family::Bitcoin) => true,
            (Kind::Evm { chain_id }, Family::Evm(other)) => chain_id == other,
            (Kind::Bitcoin | Kind::Evm { .. } | Kind::Simulated, Family::Bitcoin | Family::Evm(_) | Family::Other) => {
                false
            }
        };
        akin || *self.name == *network.code
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

    /// How the network is, with the incidents that are open there.
    pub(super) fn report(&self, open: &[Incident], lang: Lang) -> NetworkReport {
        let now = self.now();
        let (network, coverage) = self.read().surroundings(now);
        let condition = Condition::new(&network, &coverage, open, now);
        NetworkReport::new(&network, &coverage, &condition, lang, now)
    }

    /// What of it is remembered: how it is at this moment.
    pub(super) fn sample(&self) -> Sample {
        Sample::new(&self.read(), self.now())
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
        let id = question.tx.id;
        let (facts, source, asked) = match self.facts_at_hand(question) {
            Some(facts) => (facts, Source::Index, Arc::default()),
            None => {
                let asked = self.asked_about(id, question.expected.claim).await;
                (self.facts_with(question, &asked), Source::Nodes, asked)
            }
        };
        // What took its place may have been mined before the blocks that are known by their transactions.
        let Some(successor) = lost_successor(&facts) else { return (facts, source, self.now()) };
        let more = self.asked_about(successor, None).await;
        (self.facts_with(question, &asked.with(&more)), Source::Nodes, self.now())
    }

    fn facts_at_hand(&self, question: &Question) -> Option<Facts> {
        let expected = question.expected.gas.as_ref();
        let output = question.expected.output;
        let context = Context { required: question.required, expected, output, ..Context::default() };
        let index = self.read();
        index.knows(&question.tx.id).then(|| index.facts(&question.tx.id, context, self.now()))
    }

    fn facts_with(&self, question: &Question, asked: &Asked) -> Facts {
        let context = Context {
            asked: &asked.observations,
            past: &asked.past,
            required: question.required,
            expected: question.expected.gas.as_ref(),
            output: question.expected.output,
        };
        self.read().facts(&question.tx.id, context, self.now())
    }

    async fn asked_about(&self, id: TxId, claim: Option<Claim>) -> Arc<Asked> {
        let (asked, at_hand) = self.asked.get(id, claim, self.ask(id, claim)).await;
        self.metrics.cache("asked", at_hand);
        if !at_hand {
            self.tell_look(asked.observations.clone()).await;
        }
        asked
    }

    /// Asks the journal and then the nodes.
    async fn ask(&self, id: TxId, claim: Option<Claim>) -> Asked {
        let past = self.past(id).await;
        let record = past.first().map(|(record, _)| record.clone()).or_else(|| self.read().asked_before(&id).cloned());
        let record = record.filter(|record| !record.claims.is_empty());
        let since = record.as_ref().map(|record| record.first_seen);
        let claims = record.map_or_else(|| claim.into_iter().collect(), |record| record.claims);
        let ask = Ask { id, claims, since };
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
        let event = || Event::Asked(Box::new(Reply { id, answer: failed(), claims: Vec::new(), details: None }));
        (0u8..)
            .zip(self.chain.nodes())
            .map(|(place, _)| Observation { node: NodeId(place), at, event: event() })
            .collect()
    }

    fn render(&self, facts: &Facts, question: &Question, searched: &[Arc<str>], now: Timestamp) -> Rendered {
        let diagnosis = diagnose(facts, now);
        let eta = estimate(facts, &diagnosis, now);
        let words = explain(facts, &diagnosis, eta.as_ref(), &question.expected, question.lang, now);
        let answer = Answer::new(facts, &diagnosis, eta.as_ref(), words, searched, now);
        Rendered::new(answer, question.lang, &self.name, diagnosis.cause.cause.code(), &self.metrics)
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self, change: impl FnOnce(&mut Index) -> Changes) -> Changes {
        change(&mut self.index.write().unwrap_or_else(PoisonError::into_inner))
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

/// The transaction to follow: what took this one's place, or its ancestor's.
fn successor(why: &Why) -> Option<TxId> {
    match why {
        Why::ReplacedBy(id) | Why::DoubleSpentBy(id) | Why::AncestorGone(id) => Some(*id),
        Why::Open | Why::Evicted { .. } | Why::Expired { .. } | Why::Unknown => None,
    }
}

/// What took its place, where we don't know what became of that.
fn lost_successor(facts: &Facts) -> Option<TxId> {
    let Placement::Left(departure) = &facts.placement else { return None };
    let by = match &departure.reason {
        Reason::Replaced(by) | Reason::DoubleSpent(by) => Some(by),
        Reason::AncestorGone { by, .. } => by.as_ref(),
        Reason::Open | Reason::Evicted { .. } | Reason::Expired { .. } | Reason::Unknown => None,
    };
    by.filter(|by| by.state == SuccessorState::Unknown).map(|by| by.id)
}
