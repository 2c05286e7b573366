#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use chains::{
    account::Blobs,
    evm::{
        fees::{FeeRule, PastBlock},
        forecast::Forecast,
    },
};
use rand::{SeedableRng, rngs::StdRng};

use super::{gas_samples::*, samples::*, tests::check, *};
use crate::{
    eta::estimate,
    facts::{
        Pooled,
        contracts::{Contracts, Listed},
        gas::*,
    },
};

#[test]
fn what_offers_enough_and_is_next_is_in_line() {
    check(pooled, "waiting ok: next_in_line");
    check(pooled_as(|gas| gas.account = None), "waiting ok: next_in_line");
}

#[test]
fn blocks_by_the_clock_are_late_when_the_incidents_rule_says_so() {
    let late = |chain_id: u64, interval_s: f64, age_s: i64| {
        move |facts: &mut Facts| {
            pooled(facts);
            facts.network.kind = chains::Kind::Evm { chain_id };
            facts.network.block_interval_s = interval_s;
            facts.network.tip_seen = Some(NOW - jiff::SignedDuration::from_secs(age_s));
        }
    };
    check(late(1, 12.0, 119), "waiting ok: next_in_line");
    check(late(1, 12.0, 121), "waiting delayed: slow_blocks + next_in_line");
    // Nodes are asked every other second: a few intervals are no pause.
    check(late(42_161, 0.25, 59), "waiting ok: next_in_line");
    check(late(42_161, 0.25, 61), "waiting delayed: slow_blocks + next_in_line");
}

#[test]
fn nodes_that_stand_still_miss_what_isn_t_found() {
    let nowhere = |chain_id: u64, age_s: i64| {
        move |facts: &mut Facts| {
            facts.network.kind = chains::Kind::Evm { chain_id };
            facts.network.block_interval_s = 12.0;
            facts.network.tip_seen = Some(NOW - jiff::SignedDuration::from_secs(age_s));
        }
    };
    check(nowhere(1, 299), "unknown action_needed: never_seen");
    check(nowhere(1, 301), "unknown delayed: node_behind");
    // Development networks make blocks when there is something for them.
    check(nowhere(31_337, 301), "unknown action_needed: never_seen");
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
    let why = |change: &dyn Fn(&mut Gas)| {
        let mut facts = base();
        pooled_as(change)(&mut facts);
        let found = diagnose(&facts, NOW).cause.cause;
        let Cause::Gas(GasCause::BlockedByEarlierNonce { blocker, why, .. }) = found else { panic!("{found:?}") };
        (blocker == id(6), why)
    };
    assert_eq!(why(&blocked), (true, Some("fee_below_base")));
    let blobs = Some(Blobs { count: 1, max_fee: 1 });
    let cheap_blobs = |gas: &mut Gas| {
        account(gas, |account| (account.next, account.earlier) = (6, vec![Signed { blobs, ..signed(6) }]))
    };
    assert_eq!(why(&cheap_blobs), (true, Some("blob_fee_too_low")));
    let mut facts = base();
    pooled_as(cheap_blobs)(&mut facts);
    assert_eq!(estimate(&facts, &diagnose(&facts, NOW), NOW), None, "it goes by the price of blobs");
    let fine = |gas: &mut Gas| account(gas, |account| (account.next, account.earlier) = (6, vec![signed(6)]));
    assert_eq!(why(&fine), (true, Some("next_in_line")));
    check(pooled_as(fine), "waiting ok: blocked_by_earlier_nonce");
    check(
        pooled_as(|gas| {
            fine(gas);
            offer_as(gas, |signed| signed.max_fee = GWEI);
        }),
        "waiting delayed: blocked_by_earlier_nonce + fee_below_base",
    );
    let middle = |gas: &mut Gas| {
        let cheap = Signed { max_fee: GWEI, ..signed(6) };
        account(gas, |account| (account.next, account.earlier) = (5, vec![signed(5), cheap.clone()]));
    };
    check(pooled_as(middle), "waiting delayed: blocked_by_earlier_nonce");
    let mut facts = base();
    pooled_as(middle)(&mut facts);
    let found = diagnose(&facts, NOW).cause.cause;
    assert!(matches!(found, Cause::Gas(GasCause::BlockedByEarlierNonce { why: None, .. })), "{found:?}");
}

#[test]
fn futures_that_are_all_alike_are_no_estimate() {
    let after = |used: &'static [f64]| {
        let past: Vec<PastBlock> = used.iter().map(|used| PastBlock { gas_used_ratio: *used, low_tip: 0 }).collect();
        let mut rng = StdRng::seed_from_u64(1);
        let forecast = Forecast::draw(&FeeRule::ETHEREUM, 20_000_000_000, &past, 0.0, 200, &mut rng).map(Arc::new);
        move |max_fee: u128| {
            let mut facts = base();
            pooled_as(|gas| {
                offer_as(gas, |signed| signed.max_fee = max_fee);
                price_as(gas, |price| {
                    (price.forecast, price.not_before) = (forecast.clone(), NotBefore::Blocks(6));
                });
            })(&mut facts);
            estimate(&facts, &diagnose(&facts, NOW), NOW)
        }
    };
    assert_eq!(after(&[0.0])(10 * GWEI), None, "nobody else happened to pay lately");
    let eta = after(&[0.0, 0.2])(10 * GWEI).unwrap();
    assert!(eta.p50_s < eta.p95_s, "{eta:?}");
    assert_eq!(after(&[0.0])(30 * GWEI).unwrap().p95_s, 12.0, "the next block's price is certain");
}

#[test]
fn a_gap_is_a_conclusion_as_private_ones_show_nowhere() {
    let mut facts = base();
    pooled_as(gap)(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Inferred);
}

#[test]
fn sums_of_the_most_that_a_line_may_cost_are_no_proof() {
    // Two of at most 0.6 ETH, and 1 ETH: the first may well cost less, or bring some.
    let line = |gas: &mut Gas| {
        blocked(gas);
        account(gas, |account| account.needed = U256::from(ETHER).saturating_add(U256::from(1)));
    };
    check(pooled_as(line), "waiting delayed: blocked_by_earlier_nonce + insufficient_balance");
    let mut facts = base();
    pooled_as(line)(&mut facts);
    assert_eq!(diagnose(&facts, NOW).also[0].confidence, Confidence::Inferred);
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
fn in_a_block_isnt_done_before_the_outcome_is_known() {
    let untold = |gas: &mut Gas| gas.outcome = None;
    check(mined_as(1, untold), "included delayed: node_behind");
    check(mined_as(42, untold), "included delayed: node_behind");
    // Receipts of old times don't say whether it succeeded; a bare payment runs no code that could fail.
    let unsaid = |gas: &mut Gas| outcome_as(gas, |outcome| outcome.succeeded = None);
    check(mined_as(42, unsaid), "settled ok: settled");
    let called = |gas: &mut Gas| outcome_as(gas, |outcome| (outcome.succeeded, outcome.gas_used) = (None, 50_000));
    check(mined_as(42, called), "included delayed: node_behind");
    let mut facts = base();
    mined_as(42, untold)(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Unknown);
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
    let Cause::Gas(GasCause::Reverted { meaning, refusal, .. }) = diagnose(&facts, NOW).cause.cause else { panic!() };
    assert_eq!((meaning, refusal), (Some("arithmetic"), Refusal::Panic("overflow")));
}

/// Of a token call whose token says that this moved.
fn token_moved(moved: Vec<Moved>) -> impl Fn(&mut Gas) {
    move |gas| {
        token(1_000_000)(gas);
        outcome_as(gas, |outcome| outcome.moved = moved.clone());
    }
}

fn units(amount: u64) -> What {
    What::Amount(U256::from(amount))
}

#[test]
fn what_moved_is_compared_with_what_was_meant() {
    check(mined_as(12, token(1_000_000)), "settled ok: settled");
    // What only the transaction itself says is a conclusion, and a warning at most.
    check(mined_as(12, token(990_000)), "settled action_needed: succeeded_amount_differs + settled");
    check(mined_as(12, token_moved(vec![])), "settled action_needed: succeeded_without_transfer + settled");
    let elsewhere = token_moved(vec![moved(0x51, 0x66, units(1_000_000))]);
    check(mined_as(12, elsewhere), "settled action_needed: succeeded_elsewhere + settled");
    let mut facts = base();
    mined_as(12, token(990_000))(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Inferred);
}

#[test]
fn what_the_asker_expects_counts_first() {
    let expects = |to: u8, amount: &'static str| {
        move |gas: &mut Gas| {
            gas.expected = Expected { to: Some(address(to)), amount: Some(amount.into()), ..Expected::default() };
        }
    };
    check(mined_as(12, expects(0x52, "0.1")), "settled ok: settled");
    check(mined_as(12, expects(0x77, "0.1")), "settled failed: succeeded_elsewhere + settled");
    check(mined_as(3, expects(0x52, "0.2")), "included failed: succeeded_amount_differs + awaiting_confirmations");
    let other_token = |gas: &mut Gas| {
        token(1_000_000)(gas);
        gas.expected.asset = Some(Asset::Token(address(0x56)));
    };
    check(mined_as(12, other_token), "settled failed: succeeded_without_transfer + settled");
}

#[test]
fn what_the_asker_stated_is_confirmed_where_it_shows() {
    let said = |to: u8, amount: &'static str, change: fn(&mut Gas)| {
        let mut facts = base();
        let expects = |gas: &mut Gas| {
            change(gas);
            gas.expected = Expected { to: Some(address(to)), amount: Some(amount.into()), ..Expected::default() };
        };
        mined_as(12, expects)(&mut facts);
        delivered(&facts).map(|paid| (paid.recipient, paid.amount))
    };
    assert_eq!(said(0x52, "0.1", |_| ()), Some((Some(true), Some(true))));
    assert_eq!(said(0x52, "0.2", |_| ()), Some((Some(true), Some(false))));
    assert_eq!(said(0x77, "0.1", |_| ()), Some((Some(false), None)));
    // Coins that a contract passes on move unseen, and so does what an old token moves.
    assert_eq!(said(0x52, "0.1", |gas| offer_as(gas, |signed| signed.input.len = 500)), None);
    let unread = |gas: &mut Gas| {
        token(1_000_000)(gas);
        outcome_as(gas, |outcome| outcome.unread = vec![address(0x55)]);
    };
    assert_eq!(said(0x52, "1", unread), None);
    // Nobody said which token it was to be.
    assert_eq!(said(0x52, "1", |gas| token(1_000_000)(gas)), None);
}

#[test]
fn a_piece_of_a_collection_is_no_amount() {
    let piece = What::Item(U256::from(1_000_000));
    check(mined_as(12, token_moved(vec![moved(0x51, 0x52, piece)])), "settled ok: settled");
    // The number of another piece is no difference either, and old tokens don't tell which is which.
    check(mined_as(12, token_moved(vec![moved(0x51, 0x52, What::Item(U256::from(7)))])), "settled ok: settled");
    check(mined_as(12, token_moved(vec![moved(0x51, 0x52, What::Unclear(U256::from(7)))])), "settled ok: settled");
    let elsewhere = token_moved(vec![moved(0x51, 0x66, piece)]);
    check(mined_as(12, elsewhere), "settled action_needed: succeeded_elsewhere + settled");
}

#[test]
fn amounts_are_not_added_up_over_hops() {
    let swap = |asked: &'static str| {
        move |gas: &mut Gas| {
            offer_as(gas, |signed| signed.input.len = 500);
            let hops = vec![moved(0x51, 0x60, units(900_000)), moved(0x60, 0x61, units(900_000))];
            outcome_as(gas, |outcome| outcome.moved = hops.clone());
            let asset = Some(Asset::Token(address(0x55)));
            gas.expected = Expected { amount: Some(asked.into()), asset, ..Expected::default() };
        }
    };
    check(mined_as(12, swap("0.9")), "settled ok: settled");
    check(mined_as(12, swap("1.8")), "settled ok: settled");
    // What came and went on, or came back, is not what stayed.
    let refund = [moved(0x51, 0x52, units(1_200_000)), moved(0x52, 0x51, units(200_000))];
    check(mined_as(12, token_moved(refund.to_vec())), "settled ok: settled");
    let to_itself = [moved(0x52, 0x52, units(5)), moved(0x51, 0x52, units(7))];
    check(mined_as(12, token_moved(to_itself.to_vec())), "settled ok: settled");
    // Two parts of one payment are.
    let parts = [moved(0x51, 0x52, units(400_000)), moved(0x51, 0x52, units(600_000))];
    check(mined_as(12, token_moved(parts.to_vec())), "settled ok: settled");
}

#[test]
fn coins_that_a_contract_may_have_passed_on_are_not_missed() {
    let expects = |gas: &mut Gas| {
        gas.expected = Expected { to: Some(address(0x77)), amount: Some("0.1".into()), ..Expected::default() };
    };
    let through_a_contract = move |gas: &mut Gas| {
        expects(gas);
        offer_as(gas, |signed| signed.input.len = 100);
    };
    check(mined_as(12, through_a_contract), "settled ok: settled");
    for code in [Some(true), None] {
        let forwarded = move |gas: &mut Gas| {
            expects(gas);
            outcome_as(gas, |outcome| outcome.to_contract = code);
        };
        check(mined_as(12, forwarded), "settled ok: settled");
    }
    check(mined_as(12, expects), "settled failed: succeeded_elsewhere + settled");
}

#[test]
fn transfers_of_nothing_in_others_names_are_a_lure_and_no_failure() {
    let lure = |from: u8, to: u8| {
        move |gas: &mut Gas| {
            offer_as(gas, |signed| {
                (signed.to, signed.value, signed.input.len) = (Some(address(0x60)), U256::ZERO, 500)
            });
            outcome_as(gas, |outcome| outcome.moved = vec![moved(from, to, units(0)); 3]);
        }
    };
    let said = |change: &dyn Fn(&mut Gas)| {
        let mut facts = base();
        mined_as(12, change)(&mut facts);
        let verdict = diagnose(&facts, NOW);
        let lure = matches!(verdict.cause.cause, Cause::Gas(GasCause::SucceededAmountDiffers { lure: true, .. }));
        (lure, verdict.severity)
    };
    assert_eq!(said(&lure(0x70, 0x71)), (true, Severity::Ok));
    // A claim of nothing by who signed it, and one out of the contract that was called, are none.
    assert_eq!(said(&lure(0x70, 0x51)), (false, Severity::Ok));
    assert_eq!(said(&lure(0x60, 0x71)), (false, Severity::Ok));
    assert_eq!(said(&lure(0x51, 0x71)), (false, Severity::Ok));
}

#[test]
fn a_failure_inside_is_told_though_the_whole_succeeded() {
    use InnerKind::{Safe, UserOperation};
    check(mined_as(12, ran_inside(Safe, 1, &[0x55])), "settled failed: inner_call_failed + settled");
    check(mined_as(12, ran_inside(UserOperation, 1, &[0x70])), "settled failed: inner_call_failed + settled");
}

#[test]
fn a_stranger_s_failure_in_the_same_bundle_is_not_the_asker_s() {
    let bundle = |sender: Option<u8>| {
        move |gas: &mut Gas| {
            ran_inside(InnerKind::UserOperation, 3, &[0x70, 0x71])(gas);
            gas.expected.sender = sender.map(address);
        }
    };
    // Whose it is isn't known, so that it stands beside the verdict.
    check(mined_as(12, bundle(None)), "settled ok: settled + inner_call_failed");
    check(mined_as(12, bundle(Some(0x71))), "settled failed: inner_call_failed + settled");
    check(mined_as(12, bundle(Some(0x72))), "settled ok: settled");
}

#[test]
fn what_a_safe_tells_that_somebody_else_ran_is_believed_where_it_is_asked_about() {
    let ran = |to: Option<u8>| {
        move |gas: &mut Gas| {
            ran_inside(InnerKind::Safe, 0, &[0x70])(gas);
            gas.expected.sender = to.map(address);
        }
    };
    check(mined_as(12, ran(Some(0x70))), "settled failed: inner_call_failed + settled");
    check(mined_as(12, ran(None)), "settled ok: settled + inner_call_failed");
    check(mined_as(12, ran(Some(0x72))), "settled ok: settled");
}

#[test]
fn pauses_and_reorganisations_are_told_as_everywhere() {
    let paused = |facts: &mut Facts| {
        pooled(facts);
        facts.network.tip_seen = Some(minutes_ago(3));
    };
    check(paused, "waiting delayed: slow_blocks + next_in_line");
    let returned = |facts: &mut Facts| {
        pooled(facts);
        facts.reorged_from = Some(block(899_999, 5));
    };
    check(returned, "waiting delayed: returned_by_reorg + next_in_line");
}

#[test]
fn a_network_with_gas_is_called_by_its_blocks_and_its_base_fee() {
    let said = |change: &dyn Fn(&mut chains::account::GasMarket)| {
        let mut facts = base();
        on_evm(&mut facts);
        let costs = facts.network.gas.as_mut().unwrap();
        let mut market = (*costs.told).clone();
        change(&mut market);
        costs.told = market.into();
        congestion(&facts.network, &facts.coverage, NOW).code()
    };
    assert_eq!(said(&|_| ()), "normal");
    assert_eq!(said(&|market| market.blocks.iter_mut().for_each(|block| block.used = 0.2)), "quiet");
    assert_eq!(said(&|market| market.blocks.iter_mut().for_each(|block| block.used = 1.0)), "busy");
    assert_eq!(said(&|market| market.blocks[0].base_fee = 12 * GWEI), "busy");
    assert_eq!(said(&|market| market.blocks[0].base_fee = 5 * GWEI), "severe");
    assert_eq!(said(&|market| market.blocks.clear()), "unknown");
    // A limit that nothing reaches says nothing.
    assert_eq!(said(&|market| (market.rule, market.gas_limit) = (None, 1 << 50)), "unknown");
    assert_eq!(said(&|market| market.rule = None), "normal");
}

#[test]
fn a_refusal_without_a_word_is_told_from_one_that_nobody_ran_again() {
    let refusal = |kind, by, data: &[u8]| {
        let mut facts = base();
        mined_as(12, failed(kind, by, data.to_vec()))(&mut facts);
        let found = diagnose(&facts, NOW).cause.cause;
        let Cause::Gas(GasCause::Reverted { refusal, .. }) = found else { panic!("{found:?}") };
        refusal
    };
    assert_eq!(refusal(FailureKind::Reverted, Source::Trace, &[]), Refusal::Nothing);
    assert_eq!(refusal(FailureKind::Reverted, Source::Trace, &[1, 2, 3, 4]), Refusal::Custom);
    assert_eq!(refusal(FailureKind::Reverted, Source::Replay, &[1, 2]), Refusal::Unreadable);
    assert_eq!(refusal(FailureKind::Machine, Source::Trace, &[]), Refusal::Machine);
    assert_eq!(refusal(FailureKind::Unknown, Source::Receipt, &[]), Refusal::Untold);
}

#[test]
fn what_waits_where_nothing_waits_was_probably_refused() {
    let sequenced = |gas: &mut Gas| gas.order = Order::SequencerWithoutPool;
    check(pooled_as(sequenced), "waiting action_needed: probably_rejected + next_in_line");
    check(pooled_as(|gas| gas.order = Order::Sequencer), "waiting ok: next_in_line");
    let just_sent = move |facts: &mut Facts| {
        pooled_as(sequenced)(facts);
        facts.placement = Placement::Pooled(Pooled { entered: NOW, held_by: (1, 1) });
    };
    check(just_sent, "waiting ok: next_in_line");
    let gapped = move |gas: &mut Gas| {
        sequenced(gas);
        gap(gas);
    };
    check(pooled_as(gapped), "waiting action_needed: nonce_gap + probably_rejected");
}

#[test]
fn an_asset_that_nobody_vouches_for_is_not_compared() {
    let called = |symbol: &'static str, listed: &'static [(&'static str, u8)]| {
        move |gas: &mut Gas| {
            let token =
                |(symbol, contract): &(&str, u8)| Listed { symbol: (*symbol).into(), contract: address(*contract) };
            let contracts = Contracts::new(listed.iter().map(token).collect(), None);
            let asset = Some(Asset::Called(symbol.into()));
            let said = Expected { amount: Some("7".into()), to: Some(address(0x77)), asset, ..Expected::default() };
            gas.expected = said.on("ETH", &contracts);
        }
    };
    check(mined_as(12, called("USDT", &[])), "settled ok: settled");
    check(mined_as(12, called("usdt", &[("USDT", 0x55)])), "settled failed: succeeded_without_transfer + settled");
    check(mined_as(12, called("eth", &[])), "settled failed: succeeded_elsewhere + settled");
}

fn expecting(change: fn(&mut Expected)) -> impl Fn(&mut Gas) {
    move |gas| change(&mut gas.expected)
}

/// What isn't as stated, of a transfer changed so.
fn unlike(change: impl Fn(&mut Facts)) -> Vec<Unlike> {
    let mut facts = base();
    change(&mut facts);
    unlike_stated(&facts)
}

#[test]
fn what_waits_is_compared_with_what_was_stated() {
    check(pooled_as(expecting(|said| said.to = Some(address(0x52)))), "waiting ok: next_in_line");
    let elsewhere = expecting(|said| (said.to, said.amount) = (Some(address(0x77)), Some("7".into())));
    check(pooled_as(&elsewhere), "waiting action_needed: next_in_line");
    let (pays, amount) = (Some(address(0x52)), Some(U256::from(ETHER / 10)));
    assert_eq!(unlike(pooled_as(elsewhere)), [Unlike::Recipient { pays }, Unlike::Amount { pays: amount }]);
    // A fee may have been taken out of the amount.
    check(pooled_as(expecting(|said| said.amount = Some("7".into()))), "waiting ok: next_in_line");
    let asset = expecting(|said| said.asset = Some(Asset::Token(address(0x55))));
    assert_eq!(unlike(pooled_as(asset)), [Unlike::Asset]);
    // A token's own transfer says to whom, and what a contract does with a call isn't known.
    let token_to = |to| {
        move |gas: &mut Gas| {
            token(1_000_000)(gas);
            gas.expected.to = Some(address(to));
        }
    };
    check(pooled_as(token_to(0x77)), "waiting action_needed: next_in_line");
    check(pooled_as(token_to(0x52)), "waiting ok: next_in_line");
    let call = |gas: &mut Gas| {
        offer_as(gas, |signed| signed.input.len = 100);
        gas.expected.to = Some(address(0x77));
    };
    check(pooled_as(call), "waiting ok: next_in_line");
}

#[test]
fn another_number_or_sender_is_another_transfer() {
    check(mined_as(12, expecting(|said| said.nonce = Some(7))), "settled ok: settled");
    check(mined_as(12, expecting(|said| said.nonce = Some(9))), "settled action_needed: settled");
    check(pooled_as(expecting(|said| said.nonce = Some(9))), "waiting action_needed: next_in_line");
    check(mined_as(12, expecting(|said| said.sender = Some(address(0x51)))), "settled ok: settled");
    check(mined_as(12, expecting(|said| said.sender = Some(address(0x77)))), "settled action_needed: settled");
    // Through a contract somebody else may have sent it, and what moved may be theirs.
    let called = |sender: u8| {
        move |gas: &mut Gas| {
            offer_as(gas, |signed| signed.input.len = 500);
            outcome_as(gas, |outcome| outcome.moved = vec![moved(0x70, 0x71, units(5))]);
            gas.expected.sender = Some(address(sender));
        }
    };
    assert_eq!(unlike(mined_as(12, called(0x70))), []);
    assert_eq!(unlike(mined_as(12, called(0x77))), [Unlike::Sender { signed: address(0x51), sure: false }]);
}

#[test]
fn what_cannot_be_compared_is_told() {
    check(mined_as(12, expecting(|said| said.other_network = true)), "settled action_needed: settled");
    let unknown = mined_as(12, expecting(|said| said.asset = Some(Asset::Called("USDC".into()))));
    check(&unknown, "settled ok: settled");
    assert_eq!(unlike(unknown), [Unlike::UnknownAsset]);
}

#[test]
fn a_token_s_own_transfer_pays_no_coin() {
    let coin = |gas: &mut Gas| {
        token(1_000_000)(gas);
        gas.expected = Expected { to: Some(address(0x52)), asset: Some(Asset::Coin), ..Expected::default() };
    };
    check(mined_as(12, coin), "settled action_needed: succeeded_without_transfer + settled");
    let mut facts = base();
    mined_as(12, coin)(&mut facts);
    assert_eq!(diagnose(&facts, NOW).cause.confidence, Confidence::Inferred);
    // Who doesn't name the asset means what the transaction moves.
    let unnamed = |gas: &mut Gas| {
        coin(gas);
        gas.expected.asset = None;
    };
    check(mined_as(12, unnamed), "settled ok: settled");
}

#[test]
fn that_nothing_shows_of_a_payment_to_the_stated_address_is_told() {
    let called = |to: u8| {
        move |gas: &mut Gas| {
            token(1_000_000)(gas);
            let asset = Some(Asset::Called("FOO".into()));
            gas.expected = Expected { to: Some(address(to)), asset, ..Expected::default() };
        }
    };
    assert_eq!(unlike(mined_as(12, called(0x52))), [Unlike::UnknownAsset]);
    assert_eq!(unlike(mined_as(12, called(0x77))), [Unlike::UnknownAsset, Unlike::Unseen(Unseen::Tokens)]);
    let coins = |gas: &mut Gas| {
        offer_as(gas, |signed| signed.input.len = 100);
        gas.expected.to = Some(address(0x77));
    };
    assert_eq!(unlike(mined_as(12, coins)), [Unlike::Unseen(Unseen::Coins)]);
}
