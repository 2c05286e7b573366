//! Facts for tests: one base (a synced node, a queue of ten blocks, nothing known of the transaction) and small changes
//! to it, so that a test says only what it is about.

use std::sync::Arc;

use chains::{BlockHash, BlockRef, Feed, Kind, NodeError, TxId, TxIndex};
use jiff::{Timestamp, ToSpan};

use crate::facts::*;

pub const NOW: Timestamp = Timestamp::constant(1_795_340_400, 0);
pub const BLOCK_VSIZE: u64 = 998_000;

pub fn id(byte: u8) -> TxId {
    let mut bytes = [byte; 32];
    bytes[31] = byte.wrapping_add(0x0f);
    TxId(bytes)
}

pub fn minutes_ago(minutes: i64) -> Timestamp {
    NOW - (minutes * 60).seconds()
}

pub fn block(height: u64, minutes: i64) -> BlockRef {
    let mut hash = [0; 32];
    hash[8..16].copy_from_slice(&height.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    BlockRef { hash: BlockHash(hash), height, time: minutes_ago(minutes) }
}

pub fn base() -> Facts {
    Facts {
        id: id(0x4a),
        first_seen: None,
        placement: Placement::Nowhere,
        blockers: Vec::new(),
        reorged_from: None,
        paid: None,
        gas: None,
        network: Network {
            chain: "bitcoin".into(),
            kind: Kind::Bitcoin,
            simulated: false,
            tip: Some(block(900_000, 6)),
            tip_seen: Some(minutes_ago(5)),
            block_interval_s: 600.0,
            queue: Some(queue()),
            gas: None,
            watching_since: minutes_ago(20_000),
            required: 2,
            window: 288,
        },
        coverage: Coverage {
            nodes: vec![node("main")],
            agree: true,
            as_of: Some(minutes_ago(0)),
            stale: false,
            asked: Vec::new(),
        },
    }
}

fn queue() -> Queue {
    Queue {
        count: 25_000,
        vsize: 10 * BLOCK_VSIZE,
        block_vsize: BLOCK_VSIZE,
        next_block_rate: 12.04,
        soon_rate: 9.0,
        slow_rate: 5.0,
        min_rate: 1.0,
        relay_rate: 1.0,
        incremental_rate: 1.0,
    }
}

pub fn node(name: &str) -> NodeView {
    NodeView {
        name: Arc::from(name),
        health: Health::Synced,
        tip: Some(block(900_000, 6)),
        last_heard: Some(minutes_ago(0)),
        tx_index: TxIndex::No,
        feed: Feed::Push,
        peers: 10,
        holds: false,
    }
}

/// Waits for 40 minutes at 20 sat/vB, half a block from the front.
pub fn waits(facts: &mut Facts) {
    facts.first_seen = Some(minutes_ago(40));
    facts.coverage.nodes[0].holds = true;
    facts.placement = Placement::Waiting(Box::new(Waiting {
        entered: minutes_ago(40),
        fee: 2820,
        vsize: 141,
        rate: 20.0,
        effective_rate: 20.0,
        ahead_vsize: BLOCK_VSIZE / 2,
        descendants: 0,
        displaced_fee: 2820,
        signals_replacement: true,
        note: None,
        rival: None,
        unbroadcast: false,
        held_by: (1, 1),
    }));
}

/// Waits, changed as told.
pub fn waits_as(change: impl Fn(&mut Waiting)) -> impl Fn(&mut Facts) {
    move |facts| {
        waits(facts);
        if let Placement::Waiting(waiting) = &mut facts.placement {
            change(waiting);
        }
    }
}

/// Waits at 3.1 sat/vB behind four and a half blocks.
pub fn cheap(facts: &mut Facts) {
    waits_as(|waiting| {
        (waiting.fee, waiting.displaced_fee) = (437, 437);
        (waiting.rate, waiting.effective_rate) = (3.1, 3.1);
        waiting.ahead_vsize = 9 * BLOCK_VSIZE / 2;
    })(facts);
}

/// Pays 20 sat/vB and spends from a parent that pays 1.5.
pub fn dragged(facts: &mut Facts) {
    waits_as(|waiting| {
        waiting.effective_rate = 2.4;
        waiting.ahead_vsize = 6 * BLOCK_VSIZE;
    })(facts);
    facts.blockers = vec![Blocker { id: id(0x82), rate: 1.5, effective_rate: 1.5 }];
}

pub fn in_block(facts: &mut Facts, confirmations: u64, coinbase: bool) {
    facts.first_seen = Some(minutes_ago(40));
    if coinbase {
        facts.network.required = facts.network.required.max(COINBASE_MATURITY);
    }
    let block = block(900_001 - confirmations, 6 + 10 * (confirmations as i64 - 1));
    facts.placement = Placement::InBlock { block, confirmations, coinbase };
}

pub fn left(reason: Reason) -> impl Fn(&mut Facts) {
    move |facts| {
        facts.first_seen = Some(minutes_ago(400));
        facts.placement = Placement::Left(Box::new(Departure {
            claimed: false,
            at: minutes_ago(30),
            entered: minutes_ago(400),
            effective_rate: Some(1.2),
            reason: reason.clone(),
            certain: true,
        }));
    }
}

pub fn successor(state: SuccessorState, same_recipient: Option<bool>) -> Successor {
    Successor { id: id(0x71), state, hops: 1, same_recipient, only_known_outputs: same_recipient }
}

pub fn down(facts: &mut Facts) {
    for node in &mut facts.coverage.nodes {
        node.health = Health::Down(NodeError::Unreachable("connection refused".into()));
        node.last_heard = Some(minutes_ago(25));
    }
    facts.coverage.as_of = Some(minutes_ago(25));
    facts.coverage.stale = true;
}

/// Mempools are full and throw out what pays less than 2.8 sat/vB.
pub fn full_mempools(facts: &mut Facts) {
    if let Some(queue) = &mut facts.network.queue {
        queue.min_rate = 2.8;
    }
}

pub fn asked(facts: &mut Facts, outcome: Result<(), NodeError>) {
    let name = facts.coverage.nodes[0].name.clone();
    facts.coverage.asked = vec![AskedNode { name, at: NOW, outcome, claims: Vec::new() }];
}
