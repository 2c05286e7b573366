//! The chain as a whole: health, freshness, the tip's age, the rates that the queue asks for.

use super::*;
use crate::facts::{Health, Queue};

fn queue(rig: &Rig) -> Option<Queue> {
    rig.index.surroundings(time(rig.now)).0.queue
}

#[test]
fn stale_when_no_synced_node_speaks() {
    let mut rig = Rig::new();
    assert!(!rig.facts("t").coverage.stale);
    rig.now += 31;
    assert!(rig.facts("t").coverage.stale);
    rig.up(A);
    assert!(!rig.facts("t").coverage.stale);
    rig.down(A);
    let coverage = rig.facts("t").coverage;
    assert!(coverage.stale);
    assert_eq!(coverage.as_of, Some(time(rig.now)));
    assert_eq!(coverage.nodes[0].health.code(), "unreachable");
}

#[test]
fn a_node_that_downloads_the_chain_knows_nothing_of_the_present() {
    let mut rig = Rig::idle(1);
    assert_eq!(rig.facts("t").coverage.nodes[0].health, Health::Connecting);
    rig.status.syncing = true;
    rig.up(A);
    let coverage = rig.facts("t").coverage;
    assert_eq!(coverage.nodes[0].health, Health::Syncing);
    assert!(coverage.stale);
}

#[test]
fn the_queue_is_unknown_until_a_mempool_was_listed() {
    let mut rig = Rig::idle(1);
    rig.up(A);
    assert_eq!(queue(&rig), None);
    rig.list(A, &[]);
    assert_eq!(queue(&rig).map(|queue| queue.count), Some(0));
}

#[test]
fn rates_for_the_next_blocks() {
    let mut rig = Rig::new();
    let fill = |rig: &mut Rig, name: &str, rate: u64| {
        let mut pending = rig.tx(name, &[name], 0, "shop");
        (pending.vsize, pending.fee) = (600_000, rate * 600_000);
        rig.tell(A, Event::Entered(Box::new(pending)));
    };
    fill(&mut rig, "t1", 50);
    assert_eq!(queue(&rig).map(|queue| queue.next_block_rate), Some(1.0), "less than a block waits");
    fill(&mut rig, "t2", 20);
    fill(&mut rig, "t3", 10);
    fill(&mut rig, "t4", 5);
    let queue = queue(&rig).unwrap();
    assert!(queue.next_block_rate > 20.0 && queue.next_block_rate < 20.4, "{queue:?}");
    assert_eq!(queue.soon_rate, 1.0);
    assert_eq!((queue.count, queue.vsize), (4, 2_400_000));
    let mut paying = rig.tx("t", &["coin"], 0, "shop");
    paying.fee = (queue.next_block_rate * 100.0).ceil() as u64;
    rig.tell(A, Event::Entered(Box::new(paying)));
    let Placement::Waiting(waiting) = rig.facts("t").placement else { panic!("it waits") };
    assert!(queue.blocks(waiting.ahead_vsize) <= 1.0, "who pays the rate gets in: {waiting:?}");
}

#[test]
fn the_lowest_rate_is_the_most_generous_nodes() {
    let mut rig = Rig::with_nodes(2);
    rig.status.mempool_min_rate = 4.0;
    rig.up(A);
    assert_eq!(queue(&rig).map(|queue| queue.min_rate), Some(1.0));
    rig.up(B);
    assert_eq!(queue(&rig).map(|queue| queue.min_rate), Some(4.0));
}

#[test]
fn a_tip_that_was_there_before_us_is_as_old_as_it_says() {
    let mut rig = Rig::idle(1);
    rig.up(A);
    rig.block("g", "", 100, &[]);
    rig.now += 500;
    rig.tip(A, "g");
    assert_eq!(rig.facts("t").network.tip_seen, Some(time(1_000_000)));
    rig.block("b1", "g", 101, &[]);
    rig.now += 7;
    rig.tip(A, "b1");
    assert_eq!(rig.facts("t").network.tip_seen, Some(time(rig.now)));
}

#[test]
fn what_the_caller_requires_is_told_on() {
    let rig = Rig::new();
    let facts = |required| rig.index.facts(&id("t"), Context { required, ..Context::default() }, time(rig.now));
    assert_eq!(facts(None).network.required, 2);
    assert_eq!(facts(Some(Required::Confirmations(6))).network.required, 6);
    assert_eq!(facts(Some(Required::Final(crate::facts::gas::Tag::Safe))).network.required, 2);
}

#[test]
fn nodes_beyond_those_configured_are_not_heard() {
    let mut rig = Rig::new();
    rig.enter_at(B, "t", &["coin"], 100);
    assert_eq!(rig.say("t"), "nowhere");
    assert_eq!(rig.index.census().held, [0]);
}
