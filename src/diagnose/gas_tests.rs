#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{gas_samples::*, samples::*, tests::check, *};
use crate::facts::gas::*;

#[test]
fn what_offers_enough_and_is_next_is_in_line() {
    check(pooled, "waiting ok: next_in_line");
    check(pooled_as(|gas| gas.account = None), "waiting ok: next_in_line");
}

#[test]
fn without_a_price_we_are_blind_to_it() {
    check(pooled_as(|gas| gas.price = None), "waiting delayed: node_behind");
}

#[test]
fn a_fee_below_the_base_fee_delays() {
    check(pooled_as(|gas| offer_as(gas, |signed| signed.max_fee = 19 * GWEI)), "waiting delayed: fee_below_base");
}

#[test]
fn a_low_tip_delays_only_while_blocks_are_full() {
    let full = |gas: &mut Gas| price_as(gas, |price| price.going_tip = 2 * GWEI);
    check(pooled_as(full), "waiting delayed: tip_too_low");
    // What the base fee leaves of the offer counts, not what is offered at best.
    let squeezed = |gas: &mut Gas| {
        price_as(gas, |price| price.going_tip = GWEI);
        offer_as(gas, |signed| signed.max_fee = 20 * GWEI + GWEI / 2);
    };
    check(pooled_as(squeezed), "waiting delayed: tip_too_low");
    check(pooled_as(|gas| offer_as(gas, |signed| signed.tip = 0)), "waiting ok: next_in_line");
}

#[test]
fn what_blocks_for_good_comes_before_what_slows() {
    let cheap = |gas: &mut Gas| offer_as(gas, |signed| signed.max_fee = GWEI);
    check(pooled_as(gap), "waiting action_needed: nonce_gap");
    check(
        pooled_as(|gas| {
            gap(gas);
            cheap(gas);
        }),
        "waiting action_needed: nonce_gap + fee_below_base",
    );
    check(pooled_as(blocked), "waiting delayed: blocked_by_earlier_nonce");
    let poor = |gas: &mut Gas| account(gas, |account| account.balance = Some(U256::from(1)));
    check(pooled_as(poor), "waiting action_needed: insufficient_balance");
    let huge = |gas: &mut Gas| offer_as(gas, |signed| signed.gas_limit = (1 << 24) + 1);
    check(pooled_as(huge), "waiting action_needed: gas_limit_too_high");
    check(pooled_as(blobs), "waiting delayed: blob_fee_too_low");
    let rival = |gas: &mut Gas| account(gas, |account| account.rival = Some(signed(7)));
    check(pooled_as(rival), "waiting delayed: rival_pending");
}

#[test]
fn the_earlier_one_is_looked_at_in_turn() {
    let why = |change: fn(&mut Gas)| {
        let mut facts = base();
        pooled_as(change)(&mut facts);
        let found = diagnose(&facts, NOW).cause.cause;
        let Cause::Gas(GasCause::BlockedByEarlierNonce { blocker, why, .. }) = found else { panic!("{found:?}") };
        (blocker == id(6), why)
    };
    assert_eq!(why(blocked), (true, Some("fee_below_base")));
    let fine = |gas: &mut Gas| account(gas, |account| (account.next, account.earlier) = (6, vec![signed(6)]));
    assert_eq!(why(fine), (true, None));
}

#[test]
fn a_gap_that_only_one_look_shows_is_a_conclusion() {
    let mut facts = base();
    pooled_as(|gas| {
        gap(gas);
        account(gas, |account| account.shown = Shown::FirstGap);
    })(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Inferred);
}

#[test]
fn depth_and_finality_settle_it() {
    check(mined_as(3, |_| ()), "included ok: awaiting_confirmations");
    check(mined_as(12, |_| ()), "settled ok: settled");
    let wants = |tag| move |gas: &mut Gas| gas.wanted = Some(tag);
    check(mined_as(12, wants(Tag::Safe)), "included ok: awaiting_finality");
    check(mined_as(42, wants(Tag::Safe)), "settled ok: settled");
    check(mined_as(42, wants(Tag::Finalized)), "included ok: awaiting_finality");
    check(mined_as(72, wants(Tag::Finalized)), "settled ok: settled");
}

#[test]
fn failures_say_how_sure_they_are() {
    let said = |kind, by| {
        let mut facts = base();
        mined_as(12, failed(kind, by, Vec::new()))(&mut facts);
        let verdict = diagnose(&facts, NOW);
        (verdict.stage, verdict.cause.cause.code(), verdict.cause.confidence)
    };
    assert_eq!(said(FailureKind::OutOfGas, Source::Trace), (Stage::Failed, "out_of_gas", Confidence::Observed));
    assert_eq!(said(FailureKind::OutOfGas, Source::Receipt), (Stage::Failed, "out_of_gas", Confidence::Inferred));
    assert_eq!(said(FailureKind::Reverted, Source::Replay), (Stage::Failed, "reverted", Confidence::Inferred));
    assert_eq!(said(FailureKind::Unknown, Source::Receipt), (Stage::Failed, "reverted", Confidence::Inferred));
    check(mined_as(12, failed(FailureKind::Machine, Source::Trace, Vec::new())), "failed failed: reverted");
}

#[test]
fn a_panic_is_told_by_its_meaning() {
    let mut data = vec![0x4e, 0x48, 0x7b, 0x71];
    data.extend([0; 31]);
    data.push(0x11);
    let mut facts = base();
    mined_as(12, failed(FailureKind::Reverted, Source::Trace, data))(&mut facts);
    let Cause::Gas(GasCause::Reverted { meaning, .. }) = diagnose(&facts, NOW).cause.cause else { panic!() };
    assert_eq!(meaning, Some("arithmetic"));
}

#[test]
fn what_moved_is_compared_with_what_was_meant() {
    check(mined_as(12, token(1_000_000)), "settled ok: settled");
    check(mined_as(12, token(990_000)), "settled failed: succeeded_amount_differs + settled");
    let nothing = |gas: &mut Gas| {
        token(1)(gas);
        outcome_as(gas, |outcome| outcome.moved.clear());
    };
    check(mined_as(12, nothing), "settled failed: succeeded_without_transfer + settled");
    let elsewhere = |gas: &mut Gas| {
        token(1_000_000)(gas);
        outcome_as(gas, |outcome| outcome.moved[0].to = address(0x66));
    };
    check(mined_as(12, elsewhere), "settled failed: succeeded_elsewhere + settled");
}

#[test]
fn what_the_asker_expects_counts_first() {
    let expects = |to: u8, amount: &'static str| {
        move |gas: &mut Gas| {
            gas.expected = Expected { to: Some(address(to)), amount: Some(amount.into()), asset: None };
        }
    };
    check(mined_as(12, expects(0x52, "0.1")), "settled ok: settled");
    check(mined_as(12, expects(0x77, "0.1")), "settled failed: succeeded_elsewhere + settled");
    check(mined_as(3, expects(0x52, "0.2")), "included failed: succeeded_amount_differs + awaiting_confirmations");
}

#[test]
fn coins_that_a_contract_may_have_passed_on_are_not_missed() {
    let through_a_contract = |gas: &mut Gas| {
        offer_as(gas, |signed| signed.input.len = 100);
        outcome_as(gas, |outcome| outcome.moved[0].to = address(0x99));
        gas.expected = Expected { to: None, amount: None, asset: Some(Asset::Coin) };
    };
    check(mined_as(12, through_a_contract), "settled ok: settled");
}

#[test]
fn a_failure_inside_is_told_though_the_whole_succeeded() {
    let inner = |gas: &mut Gas| {
        outcome_as(gas, |outcome| {
            outcome.inner = Some(Inner { kind: InnerKind::Safe, contract: address(0x55), data: Vec::new() });
        });
    };
    check(mined_as(12, inner), "settled failed: inner_call_failed + settled");
}

#[test]
fn pauses_and_reorganisations_are_told_as_everywhere() {
    let paused = |facts: &mut Facts| {
        pooled(facts);
        facts.network.tip_seen = Some(minutes_ago(2));
    };
    check(paused, "waiting delayed: slow_blocks + next_in_line");
    let returned = |facts: &mut Facts| {
        pooled(facts);
        facts.reorged_from = Some(block(899_999, 5));
    };
    check(returned, "waiting delayed: returned_by_reorg + next_in_line");
}
