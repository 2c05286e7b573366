//! The index as a whole: a rig that tells it what nodes say and puts what it holds into one line of words, and the
//! tests by concern. No I/O and no clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::HashMap, sync::Arc};

use chains::{
    Asked, Block, BlockHash, BlockRef, BlockTx, Claim, Event, Feed, Found, Kind, NodeError, NodeId, NodeState,
    NodeStatus, Observation, Payment, Pending, TxId, TxIndex,
};
use jiff::Timestamp;

use super::{Changes, Context, Entry, Index, Leaving, Record, Settings};
use crate::facts::{Facts, Placement, Reason, Required, Successor, SuccessorState};

mod departures;
mod gas;
mod model;
mod network;
mod places;
mod reorgs;

/// An index, its nodes and the transactions that were spoken of, by name.
struct Rig {
    index: Index,
    now: i64,
    /// By how much the nodes' clocks are ahead of ours.
    ahead: i64,
    known: HashMap<TxId, Pending>,
    blocks: HashMap<BlockHash, Block>,
    journal: Vec<Entry>,
    touched: Vec<TxId>,
    missing: Vec<TxId>,
    status: NodeStatus,
}

const A: NodeId = NodeId(0);
const B: NodeId = NodeId(1);

impl Rig {
    /// One node, up, on top of the block `g` at height 100.
    fn new() -> Self {
        Self::with_nodes(1)
    }

    fn with_nodes(count: u8) -> Self {
        let mut rig = Self::idle(count);
        rig.block("g", "", 100, &[]);
        for node in 0..count {
            rig.up(NodeId(node));
            rig.tip(NodeId(node), "g");
            rig.list(NodeId(node), &[]);
        }
        rig
    }

    /// Nodes that have said nothing yet.
    fn idle(count: u8) -> Self {
        Self::of_kind(Kind::Bitcoin, count)
    }

    fn of_kind(kind: Kind, count: u8) -> Self {
        let settings = Settings {
            chain: "bitcoin".into(),
            kind,
            nodes: (0..count).map(|node| format!("n{node}").into()).collect(),
            watching_since: time(0),
            required: 2,
            wanted: None,
            block_interval_s: 600.0,
            contracts: Arc::default(),
        };
        Self {
            index: Index::new(settings),
            now: 1_000_000,
            ahead: 0,
            known: HashMap::new(),
            blocks: HashMap::new(),
            journal: Vec::new(),
            touched: Vec::new(),
            missing: Vec::new(),
            status: status(),
        }
    }

    fn tell(&mut self, node: NodeId, event: Event) {
        let changes = self.index.apply(Observation { node, at: time(self.now), event });
        self.note(changes);
    }

    fn note(&mut self, changes: Changes) {
        self.journal.extend(changes.journal);
        self.touched.extend(changes.touched);
        self.missing = changes.missing;
    }

    fn up(&mut self, node: NodeId) {
        self.tell(node, Event::Node(NodeState::Up(Box::new(self.status.clone()))));
    }

    fn catching_up(&mut self, node: NodeId) {
        self.tell(node, Event::Node(NodeState::CatchingUp(Box::new(self.status.clone()))));
    }

    fn down(&mut self, node: NodeId) {
        self.tell(node, Event::Node(NodeState::Down(NodeError::Unreachable("refused".into()))));
    }

    /// Seconds pass; the nodes say how they are, and the index settles what is due.
    fn wait(&mut self, seconds: i64) {
        self.now += seconds;
        for node in 0..self.index.nodes.len() {
            if self.index.nodes[node].is_synced() {
                self.up(NodeId(node as u8));
            }
        }
        self.settle();
    }

    fn settle(&mut self) {
        let changes = self.index.settle(time(self.now));
        self.note(changes);
    }

    /// Names a transaction of 100 vB. It spends outputs such as `coin` (of a confirmed transaction) or `a/1` (the second
    /// output of `a`) and pays the recipient `to` and change.
    fn tx(&mut self, name: &str, spends: &[&str], fee: u64, to: &str) -> Pending {
        let pays = vec![Payment { to: word(to), amount: 5_000 }, Payment { to: word("change"), amount: 9_000 - fee }];
        let pending = Pending {
            id: id(name),
            claims: spends.iter().map(|spent| claim(spent)).collect(),
            pays,
            fee,
            vsize: 100,
            entered: time(self.now + self.ahead),
            chunk_rate: None,
            unbroadcast: false,
            signals_replacement: false,
            note: None,
        };
        self.known.insert(pending.id, pending.clone());
        pending
    }

    fn enter(&mut self, name: &str, spends: &[&str], fee: u64) {
        self.enter_at(A, name, spends, fee);
    }

    fn enter_at(&mut self, node: NodeId, name: &str, spends: &[&str], fee: u64) {
        let pending = self.tx(name, spends, fee, "shop");
        self.tell(node, Event::Entered(Box::new(pending)));
    }

    /// Tells again of one that was named before.
    fn reenter(&mut self, name: &str) {
        let pending = self.known[&id(name)].clone();
        self.tell(A, Event::Entered(Box::new(pending)));
    }

    /// A node that was asked for a transaction says that it waits.
    fn ask(&mut self, name: &str, spends: &[&str], fee: u64) {
        let pending = self.tx(name, spends, fee, "shop");
        let asked =
            Asked { id: pending.id, answer: Found::Waiting(Box::new(pending)), claims: Vec::new(), details: None };
        self.tell(A, Event::Asked(Box::new(asked)));
    }

    fn leave(&mut self, name: &str) {
        self.tell(A, Event::Left(id(name)));
    }

    fn list(&mut self, node: NodeId, names: &[&str]) {
        self.tell(node, Event::Mempool(names.iter().map(|name| id(name)).collect()));
    }

    /// Tells a block's content.
    fn block(&mut self, name: &str, parent: &str, height: u64, txs: &[&str]) {
        let txs = txs.iter().map(|name| match self.known.get(&id(name)) {
            Some(known) => BlockTx { id: known.id, claims: known.claims.clone(), pays: known.pays.clone() },
            None => BlockTx { id: id(name), claims: vec![claim(name)], pays: Vec::new() },
        });
        let at = BlockRef { hash: hash(name), height, time: time(self.now) };
        let block = Block { at, parent: hash(parent), txs: txs.collect() };
        self.blocks.insert(at.hash, block.clone());
        self.tell(A, Event::Block(Box::new(block)));
    }

    fn tip(&mut self, node: NodeId, name: &str) {
        let tip = self.blocks[&hash(name)].at;
        self.tell(node, Event::Tip(tip));
    }

    /// A block and the tip on it.
    fn mine(&mut self, name: &str, parent: &str, txs: &[&str]) {
        let height = self.blocks[&hash(parent)].at.height + 1;
        self.block(name, parent, height, txs);
        self.tip(A, name);
    }

    fn drop_block(&mut self, name: &str) {
        let block = self.blocks[&hash(name)].clone();
        self.tell(A, Event::Dropped(Box::new(block)));
    }

    fn facts(&self, name: &str) -> Facts {
        self.index.facts(&id(name), Context::default(), time(self.now))
    }

    fn say(&self, name: &str) -> String {
        say(&self.facts(name))
    }

    /// The last thing that the journal was told of it.
    fn last_entry(&self, name: &str) -> Option<&Entry> {
        self.journal.iter().rev().find(|entry| match entry {
            Entry::Waiting(record) | Entry::Left(record, _) => record.id == id(name),
            Entry::Included(included) => *included == id(name),
        })
    }
}

/// Plays a script on a fresh rig of one node and compares what is then said of the transaction `t`.
fn check(script: impl FnOnce(&mut Rig), want: &str) {
    let mut rig = Rig::new();
    script(&mut rig);
    assert_eq!(rig.say("t"), want);
}

/// A transaction's facts in a line.
fn say(facts: &Facts) -> String {
    let reorged = facts.reorged_from.map_or(String::new(), |block| format!(" (was in {})", name(&block.hash.0)));
    let placement = match &facts.placement {
        Placement::Nowhere => "nowhere".into(),
        Placement::Orphan { missing } => format!("orphan of {}", missing.len()),
        Placement::IsBlock(block) => format!("block {}", block.height),
        Placement::Waiting(waiting) => format!("waiting at {:.2}", waiting.effective_rate),
        Placement::Pooled(_) => "pooled".into(),
        Placement::InBlock { block, confirmations, .. } => format!("in {}, {confirmations} deep", name(&block.hash.0)),
        Placement::Left(departure) => {
            let certain = if departure.certain { "" } else { "likely " };
            format!("left: {certain}{}", say_reason(&departure.reason))
        }
    };
    placement + &reorged
}

fn say_reason(reason: &Reason) -> String {
    match reason {
        Reason::Open => "open".into(),
        Reason::Replaced(by) => format!("replaced by {}", say_successor(by)),
        Reason::DoubleSpent(by) => format!("double spent by {}", say_successor(by)),
        Reason::AncestorGone { ancestor, by: None } => format!("lost its ancestor {}", name(&ancestor.0)),
        Reason::AncestorGone { ancestor, by: Some(by) } => {
            format!("lost its ancestor {} to {}", name(&ancestor.0), say_successor(by))
        }
        Reason::Evicted { min_rate } => format!("evicted below {min_rate}"),
        Reason::Expired { after_hours: Some(hours) } => format!("expired after {hours} h"),
        Reason::Expired { after_hours: None } => "expired".into(),
        Reason::Unknown => "unknown".into(),
    }
}

fn say_successor(by: &Successor) -> String {
    let state = match by.state {
        SuccessorState::Waiting => "waiting".into(),
        SuccessorState::InBlock(block, depth) => format!("in {}, {depth} deep", name(&block.hash.0)),
        SuccessorState::Gone => "gone".into(),
        SuccessorState::Unknown => "unknown".into(),
    };
    let recipient = match by.same_recipient {
        Some(true) => "same recipient",
        Some(false) => "another recipient",
        None => "recipient unclear",
    };
    format!("{} after {}, {state}, {recipient}", name(&by.id.0), by.hops)
}

fn status() -> NodeStatus {
    NodeStatus {
        version: "/Satoshi:29.0.0/".into(),
        network: "main".into(),
        syncing: false,
        headers: 100,
        peers: 8,
        tx_index: TxIndex::No,
        pruned: false,
        mempool_min_rate: 1.0,
        relay_min_rate: 1.0,
        incremental_rate: 1.0,
        expiry_hours: None,
        feed: Feed::Push,
    }
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn id(name: &str) -> TxId {
    let mut bytes = [0; 32];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    TxId(bytes)
}

fn hash(name: &str) -> BlockHash {
    BlockHash(id(name).0)
}

fn name(bytes: &[u8; 32]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

fn word(name: &str) -> u64 {
    name.bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)))
}

fn claim(spent: &str) -> Claim {
    let (source, vout) = spent.split_once('/').unwrap_or((spent, "0"));
    Claim::outpoint(&id(source), vout.parse().unwrap())
}
