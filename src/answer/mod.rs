//! The public contract: the only types that are serialised for callers. Every surface shows the same [`Answer`].
//! Decides nothing; it puts facts, verdict, estimate and words side by side. Fields may be added, never renamed.

use std::sync::Arc;

use chains::TxId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    diagnose::Diagnosis,
    eta::{Basis, Eta},
    explain::{Explanation, Lang, Search},
    facts::{Facts, Health, NodeView, Placement},
};

mod cause;
mod evidence;
mod facts;
mod gas;
mod history;
mod incident;
mod network;
mod standing;
mod statuspage;
mod units;
mod untrusted;
mod words;

pub use cause::{CauseCode, CauseData, CauseReport, ConfidenceCode, SuccessorReport};
pub use evidence::Evidence;
pub use facts::{BitcoinFacts, ChainFacts};
pub use gas::{EvmFacts, GasCauseData};
pub use history::{BucketReport, HistoryReport, PastFees, PastPending, fee_unit};
pub use incident::{ImpactCode, IncidentKindCode, IncidentNow, IncidentReport, IncidentReports, IncidentUpdate};
pub use network::{
    ChainReadiness, CongestionCode, Cost, FeeReport, Finality, NetworkReport, NetworkReports, NetworkState, NodeReport,
    Readiness, ToneCode,
};
pub use standing::{ReplacedBy, ReplacementKind, SeverityCode, StageCode};
pub use statuspage::{
    AffectedComponent, ComponentState, PAGE_ID, StatusComponent, StatusComponents, StatusIncident, StatusIncidents,
    StatusIndicator, StatusMaintenances, StatusNow, StatusPage, StatusSummary, StatusUpdate,
};
pub use units::{Amount, Moment};
pub use words::{ExplanationReport, NextStepReport, WhoCode};

/// All that is said about one transaction.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Answer {
    /// The transaction's id, in lower case.
    pub id: String,
    /// The chain that this answer is about: for an id that none knows, the one that was asked, or null where several
    /// were (see `searched`).
    #[schema(required)]
    pub chain: Option<String>,
    /// Where the transaction stands.
    pub stage: StageCode,
    /// The one cause that explains it.
    pub cause: CauseReport,
    /// Others that hold too.
    pub also: Vec<CauseReport>,
    /// How bad it is.
    pub severity: SeverityCode,
    /// The same in words.
    pub explanation: ExplanationReport,
    /// Seconds from `as_of` until it is in a block (`waiting`) or has the required confirmations (`included`); null
    /// where nothing honest can be said.
    #[schema(required)]
    pub eta: Option<EtaReport>,
    /// Seconds from `as_of` after which another look may tell more; null where it is over, or where somebody must act
    /// first.
    #[schema(required)]
    pub next_check_s: Option<u64>,
    /// Confirmations and block.
    pub progress: Progress,
    /// What took its place.
    #[schema(required)]
    pub replaced_by: Option<ReplacedBy>,
    /// The chain's own figures.
    pub facts: ChainFacts,
    /// What each claim rests on.
    pub evidence: Vec<Evidence>,
    /// Text that anyone could have put on the chain, kept apart from our own words.
    pub untrusted: Vec<Untrusted>,
    /// How well we see.
    pub observed: Observed,
    /// Every chain that was asked.
    pub searched: Vec<String>,
    /// When we or a node of ours first saw it.
    #[schema(required)]
    pub first_seen: Option<Moment>,
    /// The moment that this answer speaks of: now, or where nodes have been silent, when they last spoke.
    pub as_of: Moment,
}

/// An estimate, in whole seconds from `as_of`: half, four fifths and nineteen twentieths arrive no later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EtaReport {
    /// Median.
    pub p50_s: u64,
    /// Eight in ten.
    pub p80_s: u64,
    /// Nineteen in twenty.
    pub p95_s: u64,
    /// Not before, where that is sure.
    #[schema(required)]
    pub not_before_s: Option<u64>,
    /// What it rests on.
    pub basis: BasisCode,
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasisCode {
    /// The queue ahead of it and the pace of blocks.
    Queue,
    /// The pace of blocks alone.
    Confirmations,
}

/// Confirmations and block.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Progress {
    /// 0 while it isn't in a block.
    pub confirmations: u64,
    /// Confirmations that the receiver wants: as asked, else the chain's configured default, and for a miner's reward no
    /// fewer than the 100 that the protocol wants; 1 where `required_finality` says more.
    pub required: u64,
    /// The chain's own word that the receiver wants besides: `safe` or `finalized`.
    #[schema(required)]
    pub required_finality: Option<String>,
    /// Its block's height.
    #[schema(required)]
    pub block_height: Option<u64>,
    /// Its block's hash.
    #[schema(required)]
    pub block_hash: Option<String>,
    /// Its block's header time.
    #[schema(required)]
    pub block_time: Option<Moment>,
    /// As many confirmations as required, or more.
    #[serde(rename = "final")]
    pub settled: bool,
}

/// Text from a chain.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Untrusted {
    /// Where it comes from.
    #[schema(examples("op_return"))]
    pub source: String,
    /// At most 200 characters, without control, bidirectional and zero-width ones.
    pub text: String,
    /// It was longer.
    pub truncated: bool,
    /// What to beware of.
    #[schema(examples(json!(["url"])))]
    pub flags: Vec<String>,
}

/// How well we see.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Observed {
    /// The nodes that the answer rests on.
    pub nodes: Vec<String>,
    /// Those that could say something say the same.
    pub agree: bool,
    /// Height of the best chain's end.
    #[schema(required)]
    pub tip_height: Option<u64>,
    /// Seconds since we heard of it.
    #[schema(required)]
    pub tip_age_s: Option<u64>,
    /// No synced node has told anything lately: this is old knowledge.
    pub stale: bool,
}

impl Answer {
    /// Puts together what is known of one transaction. `searched` lists every chain that was asked.
    pub fn new(
        facts: &Facts,
        diagnosis: &Diagnosis,
        eta: Option<&Eta>,
        explanation: Explanation,
        searched: &[Arc<str>],
        now: Timestamp,
    ) -> Self {
        let (stage, lang) = (StageCode::from(diagnosis.stage), explanation.lang);
        let unlocated = matches!(facts.placement, Placement::Nowhere);
        Self {
            id: facts.id.to_string(),
            chain: (!unlocated || searched.len() == 1).then(|| facts.network.chain.to_string()),
            stage,
            cause: CauseReport::new(&diagnosis.cause, facts),
            also: diagnosis.also.iter().map(|finding| CauseReport::new(finding, facts)).collect(),
            severity: diagnosis.severity.into(),
            next_check_s: explanation.next_check_s.map(units::seconds),
            explanation: explanation.into(),
            eta: eta.map(EtaReport::from),
            progress: Progress::new(facts, stage),
            replaced_by: ReplacedBy::find(facts),
            facts: ChainFacts::new(facts),
            evidence: evidence::collect(facts, lang, now),
            untrusted: untrusted::collect(facts),
            observed: Observed::new(facts, now),
            searched: searched.iter().map(ToString::to_string).collect(),
            first_seen: facts.first_seen.map(Moment),
            as_of: Moment(as_of(facts, now)),
        }
    }
}

impl Answer {
    /// The same, and where else it was looked for in vain.
    pub fn told_of(&self, search: &Search, id: &TxId, lang: Lang) -> Self {
        let mut answer = self.clone();
        answer.explanation.tell(search, id, lang);
        answer
    }
}

fn as_of(facts: &Facts, now: Timestamp) -> Timestamp {
    if facts.coverage.stale { facts.coverage.as_of.unwrap_or(now) } else { now }
}

impl Progress {
    fn new(facts: &Facts, stage: StageCode) -> Self {
        let (block, confirmations) = match &facts.placement {
            Placement::InBlock { block, confirmations, .. } => (Some(block), *confirmations),
            Placement::Nowhere
            | Placement::Orphan { .. }
            | Placement::IsBlock(_)
            | Placement::Waiting(_)
            | Placement::Pooled(_)
            | Placement::Left(_) => (None, 0),
        };
        Self {
            confirmations,
            required: facts.network.required,
            required_finality: facts.gas.as_ref().and_then(|gas| gas.wanted).map(|tag| tag.code().to_owned()),
            block_height: block.map(|block| block.height),
            block_hash: block.map(|block| block.hash.to_string()),
            block_time: block.map(|block| Moment(block.time)),
            settled: stage == StageCode::Settled,
        }
    }
}

impl Observed {
    fn new(facts: &Facts, now: Timestamp) -> Self {
        let heard = || facts.coverage.nodes.iter().filter(|node| node.last_heard.is_some());
        let name = |node: &NodeView| node.name.to_string();
        let up: Vec<String> = heard().filter(|node| !matches!(node.health, Health::Down(_))).map(name).collect();
        Self {
            // Where none can be reached, it rests on what they said before.
            nodes: if up.is_empty() { heard().map(name).collect() } else { up },
            agree: facts.coverage.agree,
            tip_height: facts.network.tip.map(|tip| tip.height),
            tip_age_s: facts.network.tip_seen.map(|seen| units::seconds_between(seen, now)),
            stale: facts.coverage.stale,
        }
    }
}

impl From<&Eta> for EtaReport {
    fn from(eta: &Eta) -> Self {
        let basis = match eta.basis {
            Basis::Queue => BasisCode::Queue,
            Basis::Confirmations => BasisCode::Confirmations,
        };
        Self {
            p50_s: units::seconds(eta.p50_s),
            p80_s: units::seconds(eta.p80_s),
            p95_s: units::seconds(eta.p95_s),
            not_before_s: eta.not_before_s.map(units::seconds),
            basis,
        }
    }
}
