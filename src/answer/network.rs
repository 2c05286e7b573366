//! A network as a whole, and whether the service is ready, as callers see them. Decides nothing.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    gas::CoinAmount,
    history::fee_unit,
    units::{Amount, Moment, rate, seconds, seconds_between},
};
use crate::{
    condition::{Condition, State, Tone},
    diagnose::Congestion,
    explain::{Lang, state_words, verdict},
    facts::{Coverage, Network, NodeView},
    going::{Going, Rate, going},
};

/// All networks that are watched.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkReports {
    /// One each, in the order of the configuration.
    pub networks: Vec<NetworkReport>,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkReport {
    /// Its configured name.
    pub chain: String,
    /// It is made up, for a demonstration.
    pub simulated: bool,
    /// How it is, in a sentence or two: the worst first.
    pub verdict: String,
    /// The same in a word or three.
    pub state: NetworkState,
    /// How busy it is; `unknown` while no node can tell, and while a chain with gas stands still.
    pub congestion: CongestionCode,
    /// What to pay; null while no node can tell.
    #[schema(required)]
    pub fees: Option<Fees>,
    /// Its last block.
    pub block: LastBlock,
    /// What waits; null while no node can tell, and on a chain with gas, whose nodes don't show it.
    #[schema(required)]
    pub pending: Option<PendingReport>,
    /// When a transaction counts as final.
    pub finality: Finality,
    /// The nodes that we watch it through.
    pub nodes: Vec<NodeReport>,
    /// The moment that this speaks of: now, or where nodes have been silent, when they last spoke.
    pub as_of: Moment,
    /// No synced node has told anything lately: this is old knowledge.
    pub stale: bool,
}

/// How a network does: the worst open incident, unless how busy it is is worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NetworkState {
    /// The incident's kind, `busy`, `severe`, `as_usual`, `runs` (blocks come as usual and don't show how busy it is) or
    /// `unknown`.
    pub code: String,
    /// How bad that is.
    pub severity: ToneCode,
    /// In words.
    pub text: String,
    /// The incident's id, where one decides.
    #[schema(required)]
    pub incident: Option<String>,
}

/// How bad it is, from good to bad; what isn't known is worse than good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToneCode {
    /// As usual.
    Ok,
    /// Nobody can tell.
    Unknown,
    /// Some wait longer or pay more.
    Delayed,
    /// All wait longer, or what looked done may be undone.
    ActionNeeded,
    /// Nothing goes through.
    Failed,
}

/// How busy a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CongestionCode {
    Quiet,
    Normal,
    Busy,
    Severe,
    Unknown,
}

/// What to pay for which wait.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Fees {
    /// For the next block.
    pub fast: FeeReport,
    /// For one of the next three blocks.
    pub normal: FeeReport,
    /// For one of the next six blocks.
    pub slow: FeeReport,
}

/// A fee rate, its cost and the wait that it buys.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FeeReport {
    /// In `unit`; on an EVM chain the base fee and the tip together, of which wallets offer more so that a rise doesn't
    /// matter.
    pub rate: f64,
    /// `sat/vB` or `gwei`.
    pub unit: String,
    /// What a typical transfer costs at it: one input and two outputs (141 vB), or 21,000 gas without what a layer 2 pays for
    /// layer 1.
    pub cost: Cost,
    /// Seconds until half of such transfers are in a block; null while blocks have ceased to come: nobody can say then.
    #[schema(required)]
    pub p50_s: Option<u64>,
    /// Seconds until nine in ten are; null likewise.
    #[schema(required)]
    pub p90_s: Option<u64>,
}

/// What something costs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Cost {
    Bitcoin(Amount),
    Coin(CoinAmount),
}

/// The best chain's end.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LastBlock {
    /// Its height; null before any node told.
    #[schema(required)]
    pub height: Option<u64>,
    /// Seconds since we heard of it.
    #[schema(required)]
    pub age_s: Option<u64>,
    /// Mean seconds between blocks by the protocol.
    pub expected_s: u64,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PendingReport {
    /// Transactions.
    pub count: u64,
    /// Full blocks that they would fill.
    pub blocks_to_clear: f64,
    /// Lowest rate that our nodes' mempools take now (sat/vB).
    pub min_rate: f64,
}

/// When a transaction counts as final.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Finality {
    /// Confirmations, unless the receiver wants others.
    pub required: u64,
    /// Mean seconds that so many blocks take.
    pub expected_s: u64,
    /// The chain's own word that is wanted besides: `safe` or `finalized`.
    #[schema(required)]
    pub required_finality: Option<String>,
    /// Height of the newest block that is unlikely to be undone, on an EVM chain whose nodes say.
    #[schema(required)]
    pub safe: Option<u64>,
    /// Height of the newest block that can't be undone, likewise.
    #[schema(required)]
    pub finalized: Option<u64>,
    /// Mean seconds between that block and the newest.
    #[schema(required)]
    pub finalized_lag_s: Option<u64>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NodeReport {
    /// Its configured name.
    pub name: String,
    /// `connecting`, `syncing`, `catching_up`, `synced`, `unreachable`, `refused` or `unreadable`.
    pub state: String,
    /// Height of its tip.
    #[schema(required)]
    pub tip: Option<u64>,
    /// Seconds since it last told or answered anything.
    #[schema(required)]
    pub lag_s: Option<u64>,
}

/// Whether every chain was in sync at least once since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Readiness {
    /// All of them were.
    pub ready: bool,
    /// One each.
    pub chains: Vec<ChainReadiness>,
}

/// Whether a chain was in sync at least once since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChainReadiness {
    /// Its configured name.
    pub chain: String,
    /// It was.
    pub ready: bool,
    /// Its nodes' states now, as in `/v1/networks`.
    pub nodes: Vec<NodeReport>,
}

/// vB of a transfer with one input and two outputs, native segwit.
const TYPICAL_VSIZE: f64 = 141.0;

/// Gas of a plain payment.
const TYPICAL_GAS: f64 = 21_000.0;

impl NetworkReport {
    /// Puts together what is known of a network.
    pub fn new(network: &Network, coverage: &Coverage, condition: &Condition, lang: Lang, now: Timestamp) -> Self {
        let as_of = if coverage.stale { coverage.as_of.unwrap_or(now) } else { now };
        // What it cost and what waited when somebody could last tell says nothing of now, and would be taken for it.
        let queue = network.queue.as_ref().filter(|_| condition.seen);
        let going = going(network, now).filter(|_| condition.seen);
        Self {
            chain: network.chain.to_string(),
            simulated: network.simulated,
            verdict: verdict(network, condition, lang, now),
            state: NetworkState::new(condition, lang),
            congestion: condition.congestion.into(),
            fees: going.map(|going| Fees::new(&going, network)),
            block: LastBlock {
                height: network.tip.map(|tip| tip.height),
                age_s: network.tip_seen.map(|seen| seconds_between(seen, now)),
                expected_s: seconds(network.block_interval_s),
            },
            pending: queue.map(|queue| PendingReport {
                count: queue.count,
                blocks_to_clear: rate(queue.blocks(queue.vsize)),
                min_rate: rate(queue.min_rate),
            }),
            finality: Finality::new(network),
            nodes: NodeReport::all(coverage, now),
            as_of: Moment(as_of),
            stale: coverage.stale,
        }
    }
}

impl NetworkState {
    fn new(condition: &Condition, lang: Lang) -> Self {
        let state = condition.state();
        let incident = match state {
            State::Unusual(trouble) => trouble.incident.as_ref(),
            State::Unknown | State::AsUsual | State::Runs | State::Crowded(_) => None,
        };
        Self {
            code: state.code().to_owned(),
            severity: state.tone().into(),
            text: state_words(&state, lang),
            incident: incident.map(ToString::to_string),
        }
    }
}

impl ToneCode {
    /// The stable word, which is also the name of its style.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Delayed => "delayed",
            Self::ActionNeeded => "action_needed",
            Self::Failed => "failed",
        }
    }
}

impl Fees {
    fn new(going: &Going, network: &Network) -> Self {
        let fee = |rate| FeeReport::new(rate, network);
        Self { fast: fee(&going.fast), normal: fee(&going.normal), slow: fee(&going.slow) }
    }
}

impl FeeReport {
    fn new(going: &Rate, network: &Network) -> Self {
        let cost = match &network.gas {
            Some(costs) => Cost::Coin(CoinAmount::gwei(costs.coin, going.rate * TYPICAL_GAS)),
            None => Cost::Bitcoin(Amount::sat((going.rate * TYPICAL_VSIZE).ceil() as u64)),
        };
        Self {
            rate: rate(going.rate),
            unit: fee_unit(network.kind).to_owned(),
            cost,
            p50_s: going.wait.map(|wait| seconds(wait.p50_s)),
            p90_s: going.wait.map(|wait| seconds(wait.p90_s)),
        }
    }
}

impl Cost {
    /// As people read it: `0.0000141 BTC`.
    pub fn text(&self) -> String {
        match self {
            Self::Bitcoin(amount) => shortened(&format!("{} BTC", amount.btc)),
            Self::Coin(amount) => shortened(&amount.text()),
        }
    }
}

/// An amount to four digits: nobody pays by the last of eighteen.
fn shortened(amount: &str) -> String {
    let (number, unit) = amount.split_once(' ').unwrap_or((amount, ""));
    let mut significant = 0;
    let mut fraction = false;
    let kept = number.chars().take_while(|c| {
        fraction |= *c == '.';
        significant += usize::from(c.is_ascii_digit() && (significant > 0 || *c != '0'));
        significant <= 4 || !fraction
    });
    let kept: String = kept.collect();
    let kept = if kept.contains('.') { kept.trim_end_matches('0').trim_end_matches('.') } else { &kept };
    format!("{kept} {unit}").trim_end().to_owned()
}

impl Finality {
    fn new(network: &Network) -> Self {
        let costs = network.gas.as_ref();
        let finality = costs.map(|costs| costs.finality).unwrap_or_default();
        let behind = network.tip.zip(finality.finalized).map(|(tip, final_)| tip.height.saturating_sub(final_));
        Self {
            required: network.required,
            expected_s: seconds(network.block_interval_s * network.required as f64),
            required_finality: costs.and_then(|costs| costs.wanted).map(|tag| tag.code().to_owned()),
            safe: finality.safe,
            finalized: finality.finalized,
            finalized_lag_s: behind.map(|blocks| seconds(blocks as f64 * network.block_interval_s)),
        }
    }
}

impl NodeReport {
    /// All nodes that a chain is watched through.
    pub fn all(coverage: &Coverage, now: Timestamp) -> Vec<Self> {
        coverage.nodes.iter().map(|node| Self::new(node, now)).collect()
    }

    fn new(node: &NodeView, now: Timestamp) -> Self {
        Self {
            name: node.name.to_string(),
            state: node.health.code().to_owned(),
            tip: node.tip.map(|tip| tip.height),
            lag_s: node.last_heard.map(|heard| seconds_between(heard, now)),
        }
    }
}

impl From<Tone> for ToneCode {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Ok => Self::Ok,
            Tone::Unknown => Self::Unknown,
            Tone::Delayed => Self::Delayed,
            Tone::Action => Self::ActionNeeded,
            Tone::Failed => Self::Failed,
        }
    }
}

impl From<ToneCode> for Tone {
    fn from(tone: ToneCode) -> Self {
        match tone {
            ToneCode::Ok => Self::Ok,
            ToneCode::Unknown => Self::Unknown,
            ToneCode::Delayed => Self::Delayed,
            ToneCode::ActionNeeded => Self::Action,
            ToneCode::Failed => Self::Failed,
        }
    }
}

impl From<Congestion> for CongestionCode {
    fn from(congestion: Congestion) -> Self {
        match congestion {
            Congestion::Quiet => Self::Quiet,
            Congestion::Normal => Self::Normal,
            Congestion::Busy => Self::Busy,
            Congestion::Severe => Self::Severe,
            Congestion::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn amounts_are_as_long_as_people_read_them() {
        for (amount, short) in [
            ("0.000550435339881 ETH", "0.0005504 ETH"),
            ("0.00002531 BTC", "0.00002531 BTC"),
            ("12345.678 POL", "12345 POL"),
            ("1.20001 ETH", "1.2 ETH"),
            ("100 BTC", "100 BTC"),
            ("0 BTC", "0 BTC"),
        ] {
            assert_eq!(shortened(amount), short);
        }
    }
}
