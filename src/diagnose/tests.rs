#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chains::{NodeError, TxIndex};

use super::{samples::*, *};
use crate::facts::*;

/// Says the verdict on the base changed so, as `stage severity: cause + also`, and compares.
#[track_caller]
pub fn check(change: impl Fn(&mut Facts), expected: &str) {
    let mut facts = base();
    change(&mut facts);
    assert_eq!(said(&diagnose(&facts, NOW)), expected);
}

fn said(verdict: &Diagnosis) -> String {
    let codes: Vec<&str> = std::iter::once(&verdict.cause).chain(&verdict.also).map(|one| one.cause.code()).collect();
    let stage = match verdict.stage {
        Stage::Unknown => "unknown",
        Stage::Waiting => "waiting",
        Stage::Included => "included",
        Stage::Settled => "settled",
        Stage::Failed => "failed",
        Stage::Gone => "gone",
    };
    let severity = match verdict.severity {
        Severity::Ok => "ok",
        Severity::Delayed => "delayed",
        Severity::ActionNeeded => "action_needed",
        Severity::Failed => "failed",
    };
    format!("{stage} {severity}: {}", codes.join(" + "))
}

fn sure(change: impl Fn(&mut Facts)) -> Confidence {
    let mut facts = base();
    change(&mut facts);
    diagnose(&facts, NOW).cause.confidence
}

fn all(changes: &[&dyn Fn(&mut Facts)]) -> impl Fn(&mut Facts) {
    move |facts| changes.iter().for_each(|change| change(facts))
}

#[test]
fn what_pays_enough_is_next_in_line() {
    check(waits, "waiting ok: next_in_line");
    check(waits_as(|w| w.ahead_vsize = BLOCK_VSIZE * 3 / 2), "waiting ok: next_in_line");
    // A rich child lifts it.
    check(waits_as(|w| w.rate = 1.0), "waiting ok: next_in_line");
}

#[test]
fn a_fee_below_the_market_delays() {
    check(cheap, "waiting delayed: fee_below_market");
    check(waits_as(|w| w.ahead_vsize = BLOCK_VSIZE * 3 / 2 + 1), "waiting delayed: fee_below_market");
}

#[test]
fn a_cheap_parent_is_blamed_before_the_fee() {
    check(dragged, "waiting delayed: parent_fee_too_low");
    let cheap_too = |facts: &mut Facts| {
        dragged(facts);
        let Placement::Waiting(waiting) = &mut facts.placement else { panic!() };
        waiting.rate = 4.0;
    };
    check(cheap_too, "waiting delayed: parent_fee_too_low + fee_below_market");
}

#[test]
fn a_cheap_parent_does_no_harm_near_the_front() {
    let near = |facts: &mut Facts| {
        dragged(facts);
        let Placement::Waiting(waiting) = &mut facts.placement else { panic!() };
        waiting.ahead_vsize = BLOCK_VSIZE;
    };
    check(near, "waiting ok: next_in_line");
}

#[test]
fn full_mempools_endanger_what_pays_little_more_than_their_limit() {
    check(all(&[&cheap, &full_mempools]), "waiting action_needed: near_eviction + fee_below_market");
    check(all(&[&waits, &full_mempools]), "waiting ok: next_in_line");
    check(all(&[&dragged, &full_mempools]), "waiting action_needed: parent_fee_too_low + near_eviction");
}

#[test]
fn what_no_peer_asks_for_in_a_minute_is_not_propagated() {
    let unasked = |minutes| waits_as(move |w| (w.unbroadcast, w.entered) = (true, minutes_ago(minutes)));
    check(unasked(1), "waiting action_needed: not_propagated + next_in_line");
    check(unasked(0), "waiting ok: next_in_line");
    let alone = |facts: &mut Facts| {
        unasked(1)(facts);
        facts.coverage.nodes[0].peers = 0;
    };
    check(alone, "waiting ok: next_in_line");
}

#[test]
fn a_long_pause_between_blocks_is_told() {
    let pause = |minutes| move |facts: &mut Facts| facts.network.tip_seen = Some(minutes_ago(minutes));
    check(all(&[&waits, &pause(30)]), "waiting delayed: slow_blocks + next_in_line");
    check(all(&[&waits, &pause(29)]), "waiting ok: next_in_line");
    check(all(&[&cheap, &pause(31)]), "waiting delayed: fee_below_market + slow_blocks");
    // A block from the future, by its header.
    check(all(&[&waits, &pause(-110)]), "waiting ok: next_in_line");
    // We don't know whether blocks came.
    check(all(&[&waits, &pause(90), &down]), "waiting ok: next_in_line + node_behind");
}

#[test]
fn coming_back_by_a_reorganisation_is_the_cause_while_it_waits() {
    let reorged = |facts: &mut Facts| facts.reorged_from = Some(block(899_999, 20));
    check(all(&[&waits, &reorged]), "waiting delayed: returned_by_reorg + next_in_line");
    check(all(&[&cheap, &reorged]), "waiting delayed: returned_by_reorg + fee_below_market");
    check(
        |facts| {
            reorged(facts);
            in_block(facts, 1, false)
        },
        "included ok: awaiting_confirmations",
    );
}

#[test]
fn confirmations_count_up_to_what_the_receiver_wants() {
    check(|facts| in_block(facts, 1, false), "included ok: awaiting_confirmations");
    check(|facts| in_block(facts, 2, false), "settled ok: settled");
    check(
        |facts| {
            in_block(facts, 2, false);
            facts.network.required = 6
        },
        "included ok: awaiting_confirmations",
    );
}

#[test]
fn a_coinbase_ripens_for_a_hundred_blocks() {
    check(|facts| in_block(facts, 99, true), "included ok: coinbase_immature");
    check(|facts| in_block(facts, 100, true), "settled ok: settled");
    check(|facts| in_block(facts, 1, true), "included ok: coinbase_immature");
}

#[test]
fn the_end_of_a_line_of_replacements_decides_how_bad_it_is() {
    let replaced = |state, same| left(Reason::Replaced(successor(state, same)));
    let mined = || SuccessorState::InBlock(block(900_000, 6), 1);
    check(replaced(SuccessorState::Waiting, Some(true)), "gone delayed: replaced");
    check(replaced(mined(), Some(true)), "gone ok: replaced");
    check(replaced(SuccessorState::Waiting, Some(false)), "gone action_needed: replaced");
    check(replaced(mined(), Some(false)), "gone failed: replaced");
    check(replaced(mined(), None), "gone action_needed: replaced");
    check(replaced(SuccessorState::Gone, Some(true)), "gone action_needed: replaced");
    check(left(Reason::DoubleSpent(successor(mined(), Some(false)))), "gone failed: double_spent");
}

#[test]
fn departures_are_told_apart() {
    check(left(Reason::Open), "gone delayed: dropped");
    check(left(Reason::Unknown), "gone action_needed: dropped");
    check(left(Reason::Evicted { min_rate: 2.0 }), "gone action_needed: evicted_low_fee");
    check(left(Reason::Expired { after_hours: Some(336) }), "gone action_needed: expired");
    check(left(Reason::AncestorGone { ancestor: id(9), by: None }), "gone action_needed: ancestor_replaced");
    let mined = successor(SuccessorState::InBlock(block(900_000, 6), 1), Some(false));
    check(left(Reason::AncestorGone { ancestor: id(9), by: Some(mined) }), "gone failed: ancestor_replaced");
}

#[test]
fn our_blindness_is_not_blamed_on_the_transaction() {
    check(down, "unknown delayed: node_behind");
    for health in [Health::Syncing, Health::Connecting, Health::CatchingUp] {
        check(|facts| facts.coverage.nodes[0].health = health.clone(), "unknown delayed: node_behind");
    }
    check(|facts| facts.coverage.stale = true, "unknown delayed: node_behind");
    check(|facts| asked(facts, Err(NodeError::Unreachable("time-out".into()))), "unknown delayed: node_behind");
    check(|facts| facts.coverage.nodes.clear(), "unknown delayed: node_behind");
    check(all(&[&waits, &down]), "waiting ok: next_in_line + node_behind");
    check(all(&[&waits, &|facts: &mut Facts| facts.network.queue = None]), "waiting delayed: node_behind");
}

#[test]
fn one_good_node_may_say_that_it_never_saw_it() {
    check(|_| (), "unknown action_needed: never_seen");
    check(|facts| asked(facts, Ok(())), "unknown action_needed: never_seen");
    let one_of_two = |facts: &mut Facts| {
        down(facts);
        facts.coverage.nodes.push(node("second"));
        facts.coverage.stale = false;
    };
    check(one_of_two, "unknown action_needed: never_seen");
}

#[test]
fn only_a_node_with_every_block_can_say_that_it_was_never_mined() {
    let indexed = |facts: &mut Facts| {
        facts.coverage.nodes[0].tx_index = TxIndex::Yes;
        asked(facts, Ok(()));
    };
    assert_eq!(sure(indexed), Confidence::Observed);
    assert_eq!(sure(|_| ()), Confidence::Inferred);
}

#[test]
fn other_ids_are_named_for_what_they_are() {
    check(|facts| facts.placement = Placement::IsBlock(block(1, 60)), "unknown action_needed: is_block_hash");
    let orphan = Placement::Orphan { missing: vec![id(3)] };
    check(|facts| facts.placement = orphan.clone(), "unknown action_needed: missing_parent");
}

#[test]
fn confidence_tells_what_was_seen_from_what_was_concluded() {
    assert_eq!(sure(cheap), Confidence::Observed);
    assert_eq!(sure(all(&[&cheap, &down])), Confidence::Inferred);
    assert_eq!(sure(left(Reason::Open)), Confidence::Unknown);
    let concluded = |facts: &mut Facts| {
        left(Reason::Evicted { min_rate: 2.0 })(facts);
        let Placement::Left(departure) = &mut facts.placement else { panic!() };
        departure.certain = false;
    };
    assert_eq!(sure(concluded), Confidence::Inferred);
}

#[test]
fn a_network_is_called_by_its_queue() {
    let said = |change: &dyn Fn(&mut Facts)| {
        let mut facts = base();
        change(&mut facts);
        congestion(&facts.network, &facts.coverage, NOW).code()
    };
    let queue = |change: fn(&mut Queue)| move |facts: &mut Facts| change(facts.network.queue.as_mut().unwrap());
    assert_eq!(said(&|_| ()), "normal");
    assert_eq!(said(&queue(|queue| queue.vsize = BLOCK_VSIZE)), "quiet");
    assert_eq!(said(&queue(|queue| queue.vsize = 40 * BLOCK_VSIZE)), "busy");
    assert_eq!(said(&queue(|queue| (queue.vsize, queue.slow_rate) = (40 * BLOCK_VSIZE, 1.2))), "normal");
    assert_eq!(said(&full_mempools), "busy");
    assert_eq!(said(&queue(|queue| (queue.vsize, queue.min_rate) = (90 * BLOCK_VSIZE, 2.8))), "severe");
    assert_eq!(said(&queue(|queue| queue.next_block_rate = 300.0)), "severe");
    assert_eq!(said(&down), "unknown");
    assert_eq!(said(&|facts| facts.network.queue = None), "unknown");
}

#[test]
fn every_cause_has_its_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnose");
    let shared = ["mod", "congestion", "samples", "severity", "sight", "stated", "tests"];
    let gas = ["gas", "gas_samples", "gas_tests", "delivery"];
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| !shared.contains(&name.as_str()) && !gas.contains(&name.as_str()))
        .collect();
    files.sort();
    let mut codes = [&Cause::CODES[..], &GasCause::CODES].concat();
    codes.sort();
    assert_eq!(files, codes);
}

#[test]
fn outputs_that_pay_others_than_stated_are_not_as_hoped() {
    let pays = |confirmations, recipient, amount| {
        move |facts: &mut Facts| {
            in_block(facts, confirmations, false);
            facts.paid = Some(Paid { recipient, amount, sums: None, other_network: false });
        }
    };
    check(pays(12, Some(true), Some(true)), "settled ok: settled");
    check(pays(12, Some(false), Some(false)), "settled failed: succeeded_elsewhere + settled");
    check(pays(1, Some(false), None), "included failed: succeeded_elsewhere + awaiting_confirmations");
    // A fee may have been taken out of the amount.
    check(pays(12, Some(true), Some(false)), "settled action_needed: succeeded_amount_differs + settled");
    check(pays(12, None, Some(false)), "settled action_needed: succeeded_amount_differs + settled");
    let mut facts = base();
    pays(12, Some(true), Some(false))(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Inferred);
}

#[test]
fn what_waits_and_pays_others_than_stated_should_be_looked_at() {
    let pays = |recipient, amount, other_network| {
        move |facts: &mut Facts| {
            waits(facts);
            facts.paid = Some(Paid { recipient, amount, sums: None, other_network });
        }
    };
    check(pays(Some(true), Some(true), false), "waiting ok: next_in_line");
    check(pays(Some(false), None, false), "waiting action_needed: next_in_line");
    check(pays(Some(false), None, true), "waiting action_needed: next_in_line");
    check(pays(Some(true), Some(false), false), "waiting ok: next_in_line");
}
