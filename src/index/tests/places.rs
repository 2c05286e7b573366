//! Waiting transactions: what they are mined at, what is ahead of them, what blocks them, who holds them.

use chains::{Asked, ClaimState, Found};

use super::*;
use crate::facts::Waiting;

fn waiting(rig: &Rig, name: &str) -> Waiting {
    let Placement::Waiting(waiting) = rig.facts(name).placement else { panic!("{}", rig.say(name)) };
    *waiting
}

fn ask(rig: &Rig, name: &str, answer: Found, claims: Vec<(Claim, ClaimState)>) -> Vec<Observation> {
    let asked = Asked { id: id(name), answer, claims, details: None };
    vec![Observation { node: A, at: time(rig.now), event: Event::Asked(Box::new(asked)) }]
}

fn say_asked(rig: &Rig, name: &str, asked: &[Observation]) -> String {
    say(&rig.index.facts(&id(name), Context { asked, ..Context::default() }, time(rig.now)))
}

#[test]
fn a_rich_child_lifts_its_parent() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.enter("child", &["t/0"], 900);
            assert_eq!(rig.say("child"), "waiting at 5.00");
        },
        "waiting at 5.00",
    );
}

#[test]
fn a_cheap_parent_drags_its_child_and_is_named() {
    let mut rig = Rig::new();
    rig.enter("good", &["coin1"], 2_000);
    rig.enter("bad", &["coin2"], 100);
    rig.enter("t", &["good/0", "bad/0"], 1_100);
    assert_eq!(rig.say("t"), "waiting at 6.00", "it lifts the bad parent; the good one goes ahead");
    let blockers: Vec<_> = rig.facts("t").blockers.iter().map(|b| (name(&b.id.0), b.rate, b.effective_rate)).collect();
    assert_eq!(blockers, [("bad".into(), 1.0, 1.0), ("good".into(), 20.0, 20.0)]);
}

#[test]
fn a_child_told_before_its_parent_is_found() {
    check(
        |rig| {
            rig.enter("child", &["t/0"], 900);
            rig.enter("t", &["coin"], 100);
        },
        "waiting at 5.00",
    );
}

#[test]
fn a_parent_is_its_own_again_when_its_rich_child_leaves() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.enter("child", &["t/0"], 900);
            rig.leave("child");
        },
        "waiting at 1.00",
    );
}

#[test]
fn a_childs_rate_is_its_own_once_its_parent_is_mined() {
    check(
        |rig| {
            rig.enter("p", &["coin"], 100);
            rig.enter("t", &["p/0"], 900);
            rig.mine("b1", "g", &["p"]);
        },
        "waiting at 9.00",
    );
}

#[test]
fn what_the_node_reckons_stands_until_something_changes() {
    check(
        |rig| {
            let mut told = rig.tx("t", &["coin"], 300, "shop");
            told.chunk_rate = Some(3.5);
            rig.tell(A, Event::Entered(Box::new(told)));
            assert_eq!(rig.say("t"), "waiting at 3.50");
            rig.enter("child", &["t/0"], 900);
        },
        "waiting at 6.00",
    );
}

#[test]
fn ahead_is_what_pays_as_much_or_more() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin1"], 500);
    assert_eq!(waiting(&rig, "t").ahead_vsize, 100, "alone it has itself ahead, once");
    rig.enter("richer", &["coin2"], 800);
    rig.enter("cheaper", &["coin3"], 200);
    assert_eq!(waiting(&rig, "t").ahead_vsize, 200);
    assert_eq!(waiting(&rig, "richer").ahead_vsize, 100);
    assert_eq!(waiting(&rig, "cheaper").ahead_vsize, 300);
}

#[test]
fn a_replacement_displaces_all_that_depends() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 100);
    rig.enter("c1", &["t/0"], 200);
    rig.enter("c2", &["t/1", "c1/0"], 300);
    let waiting = waiting(&rig, "t");
    assert_eq!((waiting.descendants, waiting.displaced_fee), (2, 600));
}

#[test]
fn clusters_too_large_to_put_in_order_still_get_rates() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 1_000);
    let mut parent = "t".to_owned();
    for link in 0..200 {
        let link = format!("l{link}");
        rig.enter(&link, &[&format!("{parent}/0")], 1_000);
        parent = link;
    }
    assert_eq!(rig.say("l199"), "waiting at 10.00");
    assert_eq!(waiting(&rig, "t").descendants, 200);
    assert_eq!(rig.facts("l199").blockers.len(), 25);
    rig.enter("last", &["l199/0"], 100);
    assert!(waiting(&rig, "last").effective_rate <= 1.0, "it can't pay more than it has");
}

#[test]
fn unbroadcast_only_if_every_holder_says_so() {
    let mut rig = Rig::with_nodes(2);
    let mut pending = rig.tx("t", &["coin"], 100, "shop");
    pending.unbroadcast = true;
    rig.tell(A, Event::Entered(Box::new(pending.clone())));
    assert!(waiting(&rig, "t").unbroadcast);
    assert_eq!(waiting(&rig, "t").held_by, (1, 2));
    pending.unbroadcast = false;
    rig.tell(B, Event::Entered(Box::new(pending)));
    assert!(!waiting(&rig, "t").unbroadcast);
    assert_eq!(waiting(&rig, "t").held_by, (2, 2));
}

#[test]
fn confirmations_count_from_the_tip() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.mine("b1", "g", &["cb", "t"]);
            rig.mine("b2", "b1", &[]);
            rig.mine("b3", "b2", &[]);
            assert_eq!(rig.last_entry("t"), Some(&Entry::Included(id("t"))));
            assert!(matches!(rig.facts("cb").placement, Placement::InBlock { coinbase: true, .. }));
            assert_eq!(rig.facts("cb").network.required, 100, "whatever the receiver wants");
        },
        "in b1, 3 deep",
    );
}

#[test]
fn a_blocks_hash_is_known_as_such() {
    let rig = Rig::new();
    assert_eq!(rig.say("g"), "block 100");
    assert!(rig.index.knows(&id("g")));
}

#[test]
fn what_nobody_told_is_nowhere_until_asked() {
    let mut rig = Rig::new();
    assert_eq!(rig.say("t"), "nowhere");
    assert!(!rig.index.knows(&id("t")));
    let block = BlockRef { hash: hash("old"), height: 41, time: time(1) };
    let found = ask(&rig, "t", Found::InBlock { block, confirmations: 60, coinbase: false }, Vec::new());
    assert_eq!(say_asked(&rig, "t", &found), "in old, 60 deep");
    let orphan = ask(&rig, "t", Found::Orphan { missing: vec![id("p")] }, Vec::new());
    assert_eq!(say_asked(&rig, "t", &orphan), "orphan of 1");
    let pending = rig.tx("t", &["coin"], 400, "shop");
    let waits = ask(&rig, "t", Found::Waiting(Box::new(pending)), Vec::new());
    assert_eq!(say_asked(&rig, "t", &waits), "waiting at 4.00");
    let failed = ask(&rig, "t", Found::Failed(NodeError::Unreachable("gone".into())), Vec::new());
    let facts = rig.index.facts(&id("t"), Context { asked: &failed, ..Context::default() }, time(rig.now));
    assert_eq!(say(&facts), "nowhere");
    assert!(facts.coverage.asked[0].outcome.is_err());
}

#[test]
fn asking_betters_a_reason_that_was_open() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 100);
    rig.leave("t");
    let spent = vec![(claim("coin"), ClaimState::SpentByWaiting(id("r")))];
    let asked = ask(&rig, "t", Found::Absent, spent);
    assert_eq!(say_asked(&rig, "t", &asked), "left: replaced by r after 1, unknown, recipient unclear");
}
