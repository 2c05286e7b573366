//! From a question to an answer: the networks that are watched, asked side by side, the best answer chosen. Words,
//! verdicts and facts come from elsewhere; here is only who is asked, in which order, and what is kept for how long.

use std::{ops::Range, sync::Arc, time::Instant};

use chains::{Chain, Kind};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use crate::{
    answer::{Answer, CauseCode, NetworkReport, Readiness, StageCode},
    explain::{Expectation, Lang, Search},
    facts::Required,
    index::Settings,
    metrics::Metrics,
    pace::Profile,
    parse::{Network, TxRef},
    store::{self, Journal},
    tasks::{Backoff, Tasks},
};

mod asked;
mod feed;
mod memory;
mod past;
mod recorded;
mod rendered;
mod watched;

pub use past::{NoteError, PastOf, Remembered};
use recorded::Recorded;
pub use rendered::Rendered;
use watched::{Source, Watched};

/// Somebody's question about one transaction, checked at the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Which transaction.
    pub tx: TxRef,
    /// On which configured chain; else on all.
    pub chain: Option<String>,
    /// In which language to answer.
    pub lang: Lang,
    /// What the receiver wants, if not what is configured.
    pub required: Option<Required>,
    /// What the caller knows of the transfer.
    pub expected: Expectation,
}

/// The question names a chain that is not configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this service watches {}", .configured.join(", "))]
pub struct UnknownChain {
    /// Those that are.
    pub configured: Vec<String>,
}

/// Why a question has no answer here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// It names a chain that is not configured.
    #[error(transparent)]
    UnknownChain(#[from] UnknownChain),
    /// The receiver wants a chain's own word that a block is safe or final, and none of those asked gives one.
    #[error("no chain that is asked declares blocks safe or final")]
    NoFinality,
}

/// What the networks are started with.
pub struct Setup {
    /// One each: what its index is told, and how to reach it.
    pub chains: Vec<(Settings, Arc<dyn Chain>)>,
    /// Where departures are remembered across restarts, and for how long; without one, they are forgotten.
    pub journal: Option<(Journal, SignedDuration)>,
    /// Where to count.
    pub metrics: Arc<Metrics>,
    /// What time it is: the real one, but for simulated chains whose clock can be moved.
    pub clock: Clock,
}

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// All networks that are watched.
pub struct Networks {
    all: Vec<Arc<Watched>>,
    /// Each network's past; none where there is no journal.
    recorded: Vec<Arc<Recorded>>,
    names: Vec<Arc<str>>,
    /// Where readers' opinions go, too.
    journal: Option<Journal>,
    metrics: Arc<Metrics>,
}

const PRUNED_EVERY: Backoff =
    Backoff { first: std::time::Duration::from_secs(3600), most: std::time::Duration::from_secs(3600) };

impl Networks {
    /// Restores what the journal remembers, then follows every node.
    pub async fn start(setup: Setup, tasks: &Tasks) -> Result<Arc<Self>, store::Error> {
        let outbox = setup.journal.as_ref().map(|(journal, _)| memory::start(journal.clone(), &setup.metrics, tasks));
        let journal = setup.journal.as_ref().map(|(journal, _)| journal.clone());
        let mut all = Vec::new();
        let mut recorded = Vec::new();
        for (settings, chain) in setup.chains {
            let profile = Profile::of(settings.kind, settings.block_interval_s);
            let metrics = setup.metrics.clone();
            let watched = Watched::new(settings, chain, journal.clone(), outbox.clone(), metrics, setup.clock.clone());
            let watched = Arc::new(watched);
            watched.restore().await?;
            watched.follow(tasks);
            if let Some(journal) = &journal {
                let record = Arc::new(Recorded::restore(watched.clone(), profile, journal.clone()).await?);
                record.clone().start(tasks);
                recorded.push(record);
            }
            all.push(watched);
        }
        if let Some((journal, retention)) = setup.journal {
            tasks.keep("journal pruning", move || prune(journal.clone(), retention));
        }
        let names = all.iter().map(|watched: &Arc<Watched>| watched.name().clone()).collect();
        Ok(Arc::new(Self { all, recorded, names, journal, metrics: setup.metrics }))
    }

    /// The answer, from the chain that knows most.
    pub async fn look_up(&self, question: &Question) -> Result<Arc<Rendered>, Unanswerable> {
        let started = Instant::now();
        let (rendered, source) = self.find(question).await?;
        rendered.count();
        self.metrics.looked_up(source.code(), started.elapsed());
        Ok(rendered)
    }

    /// The same for who goes on watching, which is no further question to be counted.
    pub async fn look_again(&self, question: &Question) -> Result<Arc<Rendered>, Unanswerable> {
        Ok(self.find(question).await?.0)
    }

    async fn find(&self, question: &Question) -> Result<(Arc<Rendered>, Source), Unanswerable> {
        let asked = self.asked(question.chain.as_deref(), question.required)?;
        let (watched, searched) = (&self.all[asked.clone()], &self.names[asked]);
        let answers = join_all(watched.iter().map(|watched| watched.look_up(question, searched))).await;
        let unwatched = self.unwatched(question);
        let rank = |watched: &Watched, answer: &Rendered| {
            let knows = match unwatched {
                // What its link says counts for more than that a network can't be seen.
                Some(_) if is_nowhere(&answer.answer) => u8::from(answer.answer.cause.code == CauseCode::NeverSeen),
                Some(_) | None => knowledge(answer),
            };
            (knows, question.tx.network.is_some_and(|network| watched.carries(network)))
        };
        let best = watched.iter().zip(&answers).max_by_key(|(watched, (answer, _))| rank(watched, answer));
        let (_, (answer, source)) = best.ok_or_else(|| self.unknown_chain())?;
        // What was found needs no more words than one network's answer has.
        let search = is_nowhere(&answer.answer).then(|| in_vain(unwatched, watched, &answers));
        match search.filter(Search::tells) {
            Some(search) => Ok((Arc::new(answer.told_of(&search, &question.tx.id)), *source)),
            None => Ok((answer.clone(), *source)),
        }
    }

    /// The network that a link names, where none that is watched is the one.
    fn unwatched(&self, question: &Question) -> Option<&'static Network> {
        let linked = question.tx.network.filter(|_| question.chain.is_none());
        linked.filter(|network| !self.all.iter().any(|watched| watched.carries(network)))
    }

    /// What outlives the service, where there is such a thing.
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// Whether a chain of this name is watched, if one is named, and can give what the receiver wants.
    pub fn check(&self, chain: Option<&str>, required: Option<Required>) -> Result<(), Unanswerable> {
        self.asked(chain, required).map(|_| ())
    }

    /// Whether a chain is named that can't have the address that is stated. Where none is, the answer says so of the chain
    /// that has the transaction.
    pub fn is_of_another_kind(&self, question: &Question) -> bool {
        let named = question.chain.as_deref().and_then(|name| self.candidates(Some(name)).ok());
        let other = |watched: &Arc<Watched>| match watched.kind {
            Kind::Evm { .. } => question.expected.gas.as_ref().is_some_and(|said| said.other_network),
            Kind::Bitcoin | Kind::Simulated => question.expected.output.is_some_and(|said| said.other_network),
        };
        named.is_some_and(|places| self.all[places].iter().any(other))
    }

    /// How one network is.
    pub fn network(&self, name: &str, lang: Lang) -> Result<NetworkReport, UnknownChain> {
        Ok(self.report(self.candidates(Some(name))?.start, lang))
    }

    /// How all networks are.
    pub fn networks(&self, lang: Lang) -> Vec<NetworkReport> {
        (0..self.all.len()).map(|place| self.report(place, lang)).collect()
    }

    fn report(&self, place: usize, lang: Lang) -> NetworkReport {
        self.all[place].report(&self.newest(place..place + 1, None, usize::MAX), lang)
    }

    /// Whether every chain was in sync once.
    pub fn readiness(&self) -> Readiness {
        let chains: Vec<_> = self.all.iter().map(|watched| watched.readiness()).collect();
        Readiness { ready: chains.iter().all(|chain| chain.ready), chains }
    }

    /// All counters, as they are now.
    pub fn metrics(&self) -> &Arc<Metrics> {
        for watched in &self.all {
            watched.measure();
        }
        &self.metrics
    }

    /// Places of the chains to ask what this receiver wants.
    fn asked(&self, chain: Option<&str>, required: Option<Required>) -> Result<Range<usize>, Unanswerable> {
        let asked = self.candidates(chain)?;
        let gives = |watched: &Arc<Watched>| match required {
            Some(Required::Final(_)) => matches!(watched.kind, Kind::Evm { .. }),
            Some(Required::Confirmations(_)) | None => true,
        };
        let some = asked.is_empty() || self.all[asked.clone()].iter().any(gives);
        some.then_some(asked).ok_or(Unanswerable::NoFinality)
    }

    /// Places of the chains to ask.
    fn candidates(&self, chain: Option<&str>) -> Result<Range<usize>, UnknownChain> {
        let Some(name) = chain else { return Ok(0..self.all.len()) };
        let place = self.names.iter().position(|known| **known == *name).ok_or_else(|| self.unknown_chain())?;
        Ok(place..place + 1)
    }

    fn unknown_chain(&self) -> UnknownChain {
        UnknownChain { configured: self.names.iter().map(ToString::to_string).collect() }
    }
}

/// Where it was looked for in vain.
fn in_vain(
    unwatched: Option<&'static Network>,
    watched: &[Arc<Watched>],
    answers: &[(Arc<Rendered>, Source)],
) -> Search {
    let of = |code: CauseCode| {
        let having = watched.iter().zip(answers).filter(move |(_, (answer, _))| answer.answer.cause.code == code);
        having.map(|(watched, _)| watched.name().to_string()).collect()
    };
    Search {
        unwatched: unwatched.map(|network| network.name),
        absent: of(CauseCode::NeverSeen),
        blind: of(CauseCode::NodeBehind),
    }
}

/// No network has it, as far as its nodes can see.
fn is_nowhere(answer: &Answer) -> bool {
    answer.stage == StageCode::Unknown && matches!(answer.cause.code, CauseCode::NeverSeen | CauseCode::NodeBehind)
}

/// How much an answer knows, to choose among chains: one that has the transaction before one that had it; of those
/// without it, one that can't know before one that doesn't, so that our blindness is never told as absence.
fn knowledge(rendered: &Rendered) -> u8 {
    match rendered.answer.stage {
        StageCode::Waiting | StageCode::Included | StageCode::Settled | StageCode::Failed => 5,
        StageCode::Gone => 4,
        StageCode::Unknown => match rendered.answer.cause.code {
            CauseCode::MissingParent => 3,
            CauseCode::IsBlockHash => 2,
            CauseCode::NodeBehind => 1,
            CauseCode::NextInLine
            | CauseCode::SlowBlocks
            | CauseCode::AwaitingConfirmations
            | CauseCode::Settled
            | CauseCode::ReturnedByReorg
            | CauseCode::NeverSeen
            | CauseCode::Dropped
            | CauseCode::FeeBelowMarket
            | CauseCode::ParentFeeTooLow
            | CauseCode::NearEviction
            | CauseCode::NotPropagated
            | CauseCode::Replaced
            | CauseCode::AncestorReplaced
            | CauseCode::DoubleSpent
            | CauseCode::EvictedLowFee
            | CauseCode::Expired
            | CauseCode::CoinbaseImmature
            | CauseCode::FeeBelowBase
            | CauseCode::TipTooLow
            | CauseCode::NonceGap
            | CauseCode::BlockedByEarlierNonce
            | CauseCode::RivalPending
            | CauseCode::ProbablyRejected
            | CauseCode::InsufficientBalance
            | CauseCode::GasLimitTooHigh
            | CauseCode::BlobFeeTooLow
            | CauseCode::AwaitingFinality
            | CauseCode::OutOfGas
            | CauseCode::Reverted
            | CauseCode::SucceededWithoutTransfer
            | CauseCode::SucceededElsewhere
            | CauseCode::SucceededAmountDiffers
            | CauseCode::InnerCallFailed => 0,
        },
    }
}

async fn prune(journal: Journal, retention: SignedDuration) -> Backoff {
    let before = Timestamp::now().saturating_sub(retention).unwrap_or(Timestamp::MIN);
    match journal.prune(before).await {
        Ok(0) => {}
        Ok(pruned) => tracing::info!(pruned, "forgot what is older than the journal keeps"),
        Err(error) => tracing::warn!(%error, "could not prune the journal"),
    }
    PRUNED_EVERY
}
