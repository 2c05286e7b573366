//! How a network does as a whole: what goes on there, worst first, and how busy it is. The sentence, the words and the
//! colour of every surface come from here, so that none says what another denies. Pure; no words.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    diagnose::{Congestion, congestion, is_blind},
    facts::{Coverage, Network},
    going::going,
    incidents::{Gauge, Impact, Incident, IncidentKind},
    pace::{Pace, Profile, age_s},
};

/// How a network does.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// A node of ours can tell.
    pub seen: bool,
    /// How busy it is.
    pub congestion: Congestion,
    /// Its blocks come and take what is sent, where they don't show how busy it is.
    pub runs: bool,
    /// What is unusual, worst first. Our own blindness is none of the network's.
    pub troubles: Vec<Trouble>,
}

/// Something unusual.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What kind it is.
    pub kind: IncidentKind,
    /// How bad it is now; where nobody can tell that, as it was told last.
    pub gauge: Gauge,
    /// Whether it is so at this moment.
    pub present: Present,
    /// Since when.
    pub started: Timestamp,
    /// The incident's id, once it is called one.
    pub incident: Option<Arc<str>>,
}

/// Whether something unusual is so at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// It is.
    Bad,
    /// It is good again, only not for long enough to be called over.
    Easing,
    /// Nobody can tell.
    Unknown,
}

/// What decides, for the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<'a> {
    /// Nobody can tell.
    Unknown,
    /// As usual.
    AsUsual,
    /// Blocks come as usual, and more can't be told.
    Runs,
    /// Many want to be in its blocks.
    Crowded(Congestion),
    /// Something unusual.
    Unusual(&'a Trouble),
}

/// How bad it is, from good to bad; what isn't known is worse than good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// As usual.
    Ok,
    /// Nobody can tell.
    Unknown,
    /// Some wait longer.
    Delayed,
    /// All wait longer, or what looked done may be undone.
    Action,
    /// Nothing goes through.
    Failed,
}

impl Condition {
    /// How a network does, with the incidents that are open there as they are now.
    pub fn new(network: &Network, coverage: &Coverage, open: &[Incident], now: Timestamp) -> Self {
        let seen = !is_blind(coverage);
        let congestion = congestion(network, coverage, now);
        let takes = |network| going(network, now).is_some_and(|going| going.fast.wait.is_some());
        Self {
            seen,
            congestion,
            runs: congestion == Congestion::Unknown && network.gas.is_some() && takes(network),
            troubles: if seen { troubles(network, open, now) } else { Vec::new() },
        }
    }

    /// What decides: the worst of what is unusual, unless how busy it is is worse.
    pub fn state(&self) -> State<'_> {
        let worst = self.troubles.first().filter(|worst| worst.rank() >= (of_congestion(self.congestion), true));
        match (worst, self.congestion) {
            _ if !self.seen => State::Unknown,
            (Some(worst), _) => State::Unusual(worst),
            (None, Congestion::Quiet | Congestion::Normal) => State::AsUsual,
            (None, Congestion::Busy | Congestion::Severe) => State::Crowded(self.congestion),
            (None, Congestion::Unknown) if self.runs => State::Runs,
            (None, Congestion::Unknown) => State::Unknown,
        }
    }
}

/// Worst first; of two that matter as much the one that the order of kinds has first.
fn troubles(network: &Network, open: &[Incident], now: Timestamp) -> Vec<Trouble> {
    let theirs = open.iter().filter(|one| one.closed.is_none() && one.kind != IncidentKind::NodeBlind);
    let mut troubles: Vec<Trouble> = theirs.map(Trouble::of).collect();
    let untold = pause(network, now).filter(|pause| troubles.iter().all(|trouble| trouble.kind != pause.kind));
    troubles.extend(untold);
    troubles.sort_by_key(|trouble| (std::cmp::Reverse(trouble.rank()), trouble.kind));
    troubles
}

/// Blocks that have ceased to come, before that is called an incident.
fn pause(network: &Network, now: Timestamp) -> Option<Trouble> {
    let profile = Profile::of(network.kind, network.block_interval_s);
    let age_s = age_s(network, now).filter(|age_s| profile.is_halted(*age_s))?;
    let kind = match profile.pace {
        Pace::Sequencer => IncidentKind::SequencerSilent,
        Pace::Random | Pace::Slots => IncidentKind::SlowBlocks,
    };
    let gauge = Gauge { impact: Impact::Critical, figure: Some(age_s), usual: Some(network.block_interval_s) };
    let started = now.saturating_sub(SignedDuration::from_secs(age_s as i64)).unwrap_or(now);
    Some(Trouble { kind, gauge, present: Present::Bad, started, incident: None })
}

impl Trouble {
    /// An open incident.
    pub fn of(incident: &Incident) -> Self {
        let (gauge, present) = match (incident.kind, incident.current) {
            // That no more blocks are undone doesn't bring back those that were: it matters until it is over. And that we
            // are blind is what we do know.
            (IncidentKind::DeepReorg, _) | (IncidentKind::NodeBlind, None) => (incident.gauge, Present::Bad),
            (_, None) => (incident.gauge, Present::Unknown),
            (_, Some(now)) if now.easing.is_some() => (now.gauge, Present::Easing),
            (_, Some(now)) => (now.gauge, Present::Bad),
        };
        let id = Some(incident.id.clone());
        Self { kind: incident.kind, gauge, present, started: incident.started, incident: id }
    }

    /// How bad it is.
    pub fn tone(&self) -> Tone {
        match self.present {
            Present::Bad => self.gauge.impact.into(),
            Present::Easing | Present::Unknown => Tone::Delayed,
        }
    }

    /// By how bad it is; what nobody knows stands behind what somebody does.
    fn rank(&self) -> (Tone, bool) {
        (self.tone(), self.present != Present::Unknown)
    }
}

impl From<Impact> for Tone {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::Minor => Self::Delayed,
            Impact::Major => Self::Action,
            Impact::Critical => Self::Failed,
        }
    }
}

impl State<'_> {
    /// How bad it is.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Unknown => Tone::Unknown,
            Self::AsUsual | Self::Runs => Tone::Ok,
            Self::Crowded(congestion) => of_congestion(*congestion),
            Self::Unusual(trouble) => trouble.tone(),
        }
    }

    /// The stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::AsUsual => "as_usual",
            Self::Runs => "runs",
            Self::Crowded(congestion) => congestion.code(),
            Self::Unusual(trouble) => trouble.kind.code(),
        }
    }
}

fn of_congestion(congestion: Congestion) -> Tone {
    match congestion {
        Congestion::Quiet | Congestion::Normal => Tone::Ok,
        Congestion::Busy => Tone::Delayed,
        Congestion::Severe => Tone::Action,
        Congestion::Unknown => Tone::Unknown,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::{
        diagnose::{
            gas_samples::on_evm,
            samples::{NOW, base, down, full_mempools},
        },
        facts::Facts,
        incidents::{Current, Event, Incidents, What},
    };

    /// An open incident, as it is now where that is known.
    pub fn open(kind: IncidentKind, impact: Impact, current: Option<(Impact, bool)>) -> Incident {
        let gauge = |impact| Gauge { impact, figure: Some(4_000.0), usual: Some(600.0) };
        let what = What::Opened { kind, started: NOW, gauge: gauge(impact), simulated: false };
        let mut incidents = Incidents::default();
        incidents.apply(&"bitcoin".into(), Event { incident: kind.code().into(), at: NOW, what });
        let current =
            current.map(|(impact, easing)| Current { at: NOW, gauge: gauge(impact), easing: easing.then_some(NOW) });
        Incident { current, ..incidents.all()[0].clone() }
    }

    fn said(change: impl Fn(&mut Facts), open: &[Incident]) -> String {
        let mut facts = base();
        change(&mut facts);
        let condition = Condition::new(&facts.network, &facts.coverage, open, NOW);
        let state = condition.state();
        format!("{} {:?}", state.code(), state.tone())
    }

    const MINOR: Option<(Impact, bool)> = Some((Impact::Minor, false));
    const EASING: Option<(Impact, bool)> = Some((Impact::Major, true));

    #[test]
    fn the_worst_decides() {
        let late = open(IncidentKind::SlowBlocks, Impact::Minor, MINOR);
        let undone = open(IncidentKind::DeepReorg, Impact::Major, EASING);
        assert_eq!(said(|_| (), &[]), "as_usual Ok");
        assert_eq!(said(full_mempools, &[]), "busy Delayed");
        assert_eq!(said(|_| (), std::slice::from_ref(&late)), "slow_blocks Delayed");
        assert_eq!(said(|_| (), &[late.clone(), undone.clone()]), "deep_reorg Action");
        assert_eq!(said(full_mempools, &[late]), "slow_blocks Delayed");
        let overloaded = |facts: &mut Facts| facts.network.queue.as_mut().unwrap().next_block_rate = 300.0;
        assert_eq!(said(overloaded, &[open(IncidentKind::SlowBlocks, Impact::Minor, MINOR)]), "severe Action");
        assert_eq!(said(overloaded, &[undone]), "deep_reorg Action");
    }

    #[test]
    fn an_incident_is_as_bad_as_it_is_now() {
        assert_eq!(said(|_| (), &[open(IncidentKind::Congestion, Impact::Major, MINOR)]), "congestion Delayed");
        assert_eq!(said(|_| (), &[open(IncidentKind::FinalityLag, Impact::Major, EASING)]), "finality_lag Delayed");
        assert_eq!(said(|_| (), &[open(IncidentKind::DeepReorg, Impact::Major, EASING)]), "deep_reorg Action");
    }

    #[test]
    fn what_nobody_can_tell_outranks_nothing_that_somebody_can() {
        let unknown = open(IncidentKind::Congestion, Impact::Major, None);
        assert_eq!(said(|_| (), std::slice::from_ref(&unknown)), "congestion Delayed");
        assert_eq!(said(full_mempools, std::slice::from_ref(&unknown)), "busy Delayed");
        let spike = open(IncidentKind::FeeSpike, Impact::Minor, MINOR);
        assert_eq!(said(|_| (), &[unknown.clone(), spike]), "fee_spike Delayed");
        let halted = |facts: &mut Facts| {
            on_evm(facts);
            facts.network.tip_seen = Some(NOW - 130.seconds());
        };
        assert_eq!(said(halted, &[unknown]), "slow_blocks Failed");
    }

    #[test]
    fn our_own_blindness_is_no_trouble_of_the_network_and_hides_the_others() {
        assert_eq!(said(|_| (), &[open(IncidentKind::NodeBlind, Impact::Major, EASING)]), "as_usual Ok");
        assert_eq!(said(down, &[open(IncidentKind::DeepReorg, Impact::Major, None)]), "unknown Unknown");
    }

    #[test]
    fn a_chain_that_stands_still_is_not_well_before_that_is_called_an_incident() {
        let halted = |facts: &mut Facts| {
            on_evm(facts);
            facts.network.tip_seen = Some(NOW - 130.seconds());
        };
        assert_eq!(said(halted, &[]), "slow_blocks Failed");
        let lagging = open(IncidentKind::FinalityLag, Impact::Major, Some((Impact::Major, false)));
        assert_eq!(said(halted, &[lagging]), "slow_blocks Failed");
        let paused = |hours: i64| move |facts: &mut Facts| facts.network.tip_seen = Some(NOW - hours.hours());
        assert_eq!(said(paused(2), &[]), "as_usual Ok", "chance");
        assert_eq!(said(paused(9), &[]), "slow_blocks Failed", "no chance any more");
    }

    #[test]
    fn blocks_that_come_and_don_t_show_how_busy_it_is_are_no_blindness() {
        let limitless = |facts: &mut Facts| {
            on_evm(facts);
            let costs = facts.network.gas.as_mut().unwrap();
            let mut market = (*costs.told).clone();
            (market.rule, market.gas_limit) = (None, 1 << 50);
            market.blocks.iter_mut().for_each(|block| block.used = 0.01);
            costs.told = market.into();
            costs.forecast = None;
        };
        assert_eq!(said(limitless, &[]), "runs Ok");
        let halted = |facts: &mut Facts| {
            limitless(facts);
            facts.network.tip_seen = Some(NOW - 130.seconds());
        };
        let mut facts = base();
        halted(&mut facts);
        assert!(!Condition::new(&facts.network, &facts.coverage, &[], NOW).runs, "nor do blocks that don't come");
        assert_eq!(said(|facts| facts.network.queue = None, &[]), "unknown Unknown");
    }
}
