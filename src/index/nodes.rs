//! What the index knows of each node itself: its health, its tip, its clock. Nothing of what it holds.

use std::sync::Arc;

use chains::{BlockRef, Feed, NodeError, NodeState, NodeStatus, TxIndex};
use jiff::{SignedDuration, Timestamp};

use crate::facts::{Health, NodeView};

/// How many of the newest arrivals a node's clock is read from.
const CLOCK_READINGS: usize = 8;

/// A node.
pub(super) struct Node {
    pub name: Arc<str>,
    phase: Phase,
    pub status: Option<NodeStatus>,
    /// When it last said how it is.
    pub status_at: Option<Timestamp>,
    pub tip: Option<BlockRef>,
    /// When it last told or answered anything.
    pub heard: Option<Timestamp>,
    /// Its mempool was listed once.
    pub listed: bool,
    /// It was away since its mempool was last listed, so that it may have lost it.
    pub was_away: bool,
    /// By how many seconds its clock was ahead of ours as the newest arrivals showed, latest last.
    clock: Vec<i64>,
}

enum Phase {
    Connecting,
    CatchingUp,
    Up,
    Down(NodeError),
}

impl Node {
    pub fn new(name: Arc<str>) -> Self {
        Self {
            name,
            phase: Phase::Connecting,
            status: None,
            status_at: None,
            tip: None,
            heard: None,
            listed: false,
            was_away: false,
            clock: Vec::new(),
        }
    }

    pub fn take(&mut self, state: NodeState, at: Timestamp) {
        let (phase, status) = match state {
            NodeState::Up(status) => (Phase::Up, Some(status)),
            NodeState::CatchingUp(status) => (Phase::CatchingUp, Some(status)),
            NodeState::Down(error) => (Phase::Down(error), None),
        };
        self.was_away |= status.is_none();
        if let Some(status) = status {
            self.status = Some(*status);
            self.status_at = Some(at);
            self.heard = Some(at);
        }
        self.phase = phase;
    }

    pub fn health(&self) -> Health {
        match &self.phase {
            Phase::Connecting => Health::Connecting,
            Phase::Down(error) => Health::Down(error.clone()),
            Phase::CatchingUp | Phase::Up if self.syncing() => Health::Syncing,
            Phase::CatchingUp => Health::CatchingUp,
            Phase::Up => Health::Synced,
        }
    }

    pub fn is_down(&self) -> bool {
        matches!(self.phase, Phase::Down(_))
    }

    pub fn is_synced(&self) -> bool {
        matches!(self.phase, Phase::Up) && !self.syncing()
    }

    /// What it says now is the present as it happens, not what had gathered before.
    pub fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Up)
    }

    pub fn syncing(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.syncing)
    }

    /// Reads its clock from a transaction that it has just taken: exact within seconds while it is live; while we
    /// catch up only the newest entry says something.
    pub fn read_clock(&mut self, entered: Timestamp, at: Timestamp) {
        let ahead = entered.as_second() - at.as_second();
        if !self.is_live() && self.clock.iter().any(|other| *other >= ahead) {
            return;
        }
        if !self.is_live() || self.clock.len() == CLOCK_READINGS {
            self.clock.drain(..if self.is_live() { 1 } else { self.clock.len() });
        }
        self.clock.push(ahead);
    }

    /// What its clock shows at this time of ours. Tests and simulations set it days ahead.
    pub fn clock(&self, now: Timestamp) -> Timestamp {
        let ahead = self.clock.iter().max().copied().unwrap_or(0);
        now.saturating_add(SignedDuration::from_secs(ahead)).unwrap_or(now)
    }

    pub fn view(&self, holds: bool) -> NodeView {
        NodeView {
            name: self.name.clone(),
            health: self.health(),
            tip: self.tip,
            last_heard: self.heard,
            tx_index: self.status.as_ref().map_or(TxIndex::No, |status| status.tx_index),
            feed: self.status.as_ref().map_or(Feed::Poll, |status| status.feed),
            peers: self.status.as_ref().map_or(0, |status| status.peers),
            holds,
        }
    }
}
