//! A simulated node: what it is, what it holds, and what it has to say to whoever listens. Reacts to nothing by itself.

use std::collections::{BTreeMap, VecDeque};

use super::view::View;
use crate::{BlockRef, Event, Feed, NodeError, NodeState, NodeStatus, TxId, TxIndex};

/// Messages that a node keeps for a slow listener; after that it has lost some.
const OUTBOX: usize = 100_000;

/// A simulated node.
pub struct Node {
    pub view: View,
    pub settings: NodeSettings,
    pub down: Option<NodeError>,
    /// Transactions held aside, with the parents that they lack.
    pub orphans: BTreeMap<TxId, Vec<TxId>>,
    pub outbox: Outbox,
    /// Changes of the network reach it.
    pub hears: bool,
}

/// What a node is and can do.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSettings {
    /// As in [`NodeStatus::version`].
    pub version: String,
    /// It downloads the chain.
    pub syncing: bool,
    /// Blocks that it knows of and doesn't have.
    pub headers_ahead: u64,
    /// Connected peers.
    pub peers: u32,
    /// Whether it finds any mined transaction.
    pub tx_index: TxIndex,
    /// It keeps only recent blocks.
    pub pruned: bool,
    /// Lowest rate that its mempool takes (sat/vB).
    pub min_rate: f64,
    /// Lowest rate that it relays (sat/vB).
    pub relay_rate: f64,
    /// What a replacement must add (sat/vB).
    pub incremental_rate: f64,
    /// Hours after which it drops a transaction, where that was configured.
    pub expiry_hours: Option<u32>,
    /// How it is listened to.
    pub feed: Feed,
}

/// Messages on their way to a node's follower.
#[derive(Default)]
pub struct Outbox {
    pub events: VecDeque<Event>,
    pub listener: Listener,
    /// The tip that the follower was told last; it outlives a connection, as the index does.
    pub told_tip: Option<BlockRef>,
}

/// How far a node's follower is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listener {
    /// Nobody listens.
    #[default]
    None,
    /// It fetches what there is.
    Syncing,
    /// It hears each message.
    Hearing,
    /// It tells what it heard and isn't done.
    Telling,
    /// It missed messages and must begin again.
    Lost,
    /// It was told that the node is down.
    ToldDown,
}

impl Node {
    pub fn new(view: View) -> Self {
        let settings = NodeSettings {
            version: "/Simulated:1.0.0/".into(),
            syncing: false,
            headers_ahead: 0,
            peers: 8,
            tx_index: TxIndex::No,
            pruned: false,
            min_rate: 1.0,
            relay_rate: 1.0,
            incremental_rate: 1.0,
            expiry_hours: None,
            feed: Feed::Push,
        };
        Self { view, settings, down: None, orphans: BTreeMap::new(), outbox: Outbox::default(), hears: true }
    }

    pub fn status(&self) -> NodeStatus {
        let settings = self.settings.clone();
        NodeStatus {
            version: settings.version,
            network: "simulated".into(),
            syncing: settings.syncing,
            headers: self.view.tip().map_or(0, |tip| tip.height) + settings.headers_ahead,
            peers: settings.peers,
            tx_index: settings.tx_index,
            pruned: settings.pruned,
            mempool_min_rate: settings.min_rate,
            relay_min_rate: settings.relay_rate,
            incremental_rate: settings.incremental_rate,
            expiry_hours: settings.expiry_hours,
            feed: settings.feed,
        }
    }

    pub fn say_status(&mut self) {
        let status = NodeState::Up(Box::new(self.status()));
        self.say(vec![Event::Node(status)]);
    }

    pub fn say(&mut self, events: Vec<Event>) {
        if matches!(self.outbox.listener, Listener::Syncing | Listener::Hearing | Listener::Telling) {
            self.outbox.events.extend(events);
            if self.outbox.events.len() > OUTBOX {
                self.outbox.lose();
            }
        }
    }
}

impl Outbox {
    pub fn lose(&mut self) {
        if self.listener != Listener::None && self.listener != Listener::ToldDown {
            self.events.clear();
            self.listener = Listener::Lost;
        }
    }
}
