#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{ast, parser};

use super::*;
use crate::{
    condition::{Condition, Present, Tone, Trouble},
    diagnose::{Cause, Congestion, GasCause, Severity, Unlike, diagnose, gas_samples::*, samples::*},
    eta::{Basis, estimate},
    facts::{gas::*, *},
    help,
    incidents::{Gauge, Impact, IncidentKind},
};

type Change = Box<dyn Fn(&mut Facts)>;
type State<'a> = (&'static str, &'a dyn Fn(&mut Facts));

const ETA: Eta = Eta { p50_s: 1500.0, p80_s: 3300.0, p95_s: 7200.0, not_before_s: None, basis: Basis::Queue };

/// One case per cause, named by its code, the most usual one; then others that read differently.
fn cases() -> Vec<(&'static str, Change)> {
    let mined = |confirmations| SuccessorState::InBlock(block(899_990, 60), confirmations);
    let replaced = |state, same| Box::new(left(Reason::Replaced(successor(state, same)))) as Change;
    let pause = |facts: &mut Facts| facts.network.tip_seen = Some(minutes_ago(47));
    let mut cases: Vec<(&'static str, Change)> = vec![
        ("next_in_line", Box::new(waits)),
        (
            "slow_blocks",
            Box::new(move |facts| {
                waits(facts);
                pause(facts)
            }),
        ),
        (
            "awaiting_confirmations",
            Box::new(|facts| {
                facts.network.required = 6;
                in_block(facts, 2, false)
            }),
        ),
        ("settled", Box::new(|facts| in_block(facts, 12, false))),
        (
            "returned_by_reorg",
            Box::new(|facts| {
                waits(facts);
                facts.reorged_from = Some(block(899_999, 50))
            }),
        ),
        ("never_seen", Box::new(|_| ())),
        ("node_behind", Box::new(down)),
        ("is_block_hash", Box::new(|facts| facts.placement = Placement::IsBlock(block(899_000, 600)))),
        ("dropped", Box::new(left(Reason::Unknown))),
        ("fee_below_market", Box::new(cheap)),
        ("parent_fee_too_low", Box::new(dragged)),
        (
            "near_eviction",
            Box::new(|facts| {
                cheap(facts);
                full_mempools(facts)
            }),
        ),
        ("not_propagated", Box::new(waits_as(|waiting| waiting.unbroadcast = true))),
        ("missing_parent", Box::new(|facts| facts.placement = Placement::Orphan { missing: vec![id(0x82)] })),
        ("replaced", replaced(SuccessorState::Waiting, Some(true))),
        ("ancestor_replaced", Box::new(left(Reason::AncestorGone { ancestor: id(0x82), by: None }))),
        ("double_spent", Box::new(left(Reason::DoubleSpent(successor(mined(2), Some(false)))))),
        ("evicted_low_fee", Box::new(left(Reason::Evicted { min_rate: 2.8 }))),
        (
            "expired",
            Box::new(|facts| {
                left(Reason::Expired { after_hours: Some(336) })(facts);
                if let Placement::Left(departure) = &mut facts.placement {
                    departure.entered = minutes_ago(20_300)
                }
            }),
        ),
        ("coinbase_immature", Box::new(|facts| in_block(facts, 12, true))),
    ];
    cases.extend([
        ("dropped-just_left", Box::new(left(Reason::Open)) as Change),
        (
            "never_seen-whole_chain",
            Box::new(|facts: &mut Facts| {
                facts.coverage.nodes[0].tx_index = chains::TxIndex::Yes;
                asked(facts, Ok(()));
            }),
        ),
        (
            "node_behind-waiting",
            Box::new(|facts: &mut Facts| {
                waits(facts);
                facts.network.queue = None
            }),
        ),
        (
            "missing_parent-unnamed",
            Box::new(|facts: &mut Facts| facts.placement = Placement::Orphan { missing: vec![] }),
        ),
        (
            "parent_fee_too_low-both",
            Box::new(|facts: &mut Facts| {
                dragged(facts);
                if let Placement::Waiting(waiting) = &mut facts.placement {
                    waiting.rate = 4.0;
                    waiting.descendants = 2
                }
                facts.blockers = (0..5).map(|n| Blocker { id: id(n), rate: 1.5, effective_rate: 1.5 }).collect();
            }),
        ),
        (
            "fee_below_market-lifted",
            Box::new(waits_as(|waiting| {
                (waiting.rate, waiting.effective_rate, waiting.descendants) = (1.0, 2.5, 1);
                waiting.ahead_vsize = 5 * BLOCK_VSIZE;
            })),
        ),
        (
            "returned_by_reorg-cheap",
            Box::new(|facts: &mut Facts| {
                cheap(facts);
                facts.reorged_from = Some(block(899_999, 50));
            }),
        ),
        ("expired-unknown_limit", Box::new(left(Reason::Expired { after_hours: None }))),
        (
            "replaced-concluded",
            Box::new(|facts: &mut Facts| {
                left(Reason::Replaced(Successor { hops: 3, ..successor(SuccessorState::Waiting, None) }))(facts);
                if let Placement::Left(departure) = &mut facts.placement {
                    departure.certain = false
                }
                facts.coverage.agree = false;
            }),
        ),
    ]);
    cases.push(("double_spent-shallow", Box::new(left(Reason::DoubleSpent(successor(mined(1), Some(false)))))));
    let same_names = ["replaced-same-mined", "replaced-others-mined", "replaced-unclear-mined"];
    for (name, same) in same_names.into_iter().zip([Some(true), Some(false), None]) {
        cases.push((name, replaced(mined(3), same)));
    }
    cases.push((
        "replaced-others-waiting",
        Box::new(left(Reason::Replaced(Successor {
            only_known_outputs: Some(false),
            ..successor(SuccessorState::Waiting, Some(false))
        }))),
    ));
    cases.push((
        "replaced-back-waiting",
        Box::new(left(Reason::Replaced(Successor {
            only_known_outputs: Some(true),
            ..successor(SuccessorState::Waiting, Some(false))
        }))),
    ));
    cases.push(("replaced-gone", replaced(SuccessorState::Gone, Some(true))));
    cases.push(("replaced-unknown", replaced(SuccessorState::Unknown, None)));
    for (name, same) in [("double_spent-same", Some(true)), ("double_spent-unclear", None)] {
        cases.push((name, Box::new(left(Reason::DoubleSpent(successor(mined(2), same))))));
    }
    for (name, state) in [
        ("ancestor_replaced-mined", mined(2)),
        ("ancestor_replaced-shallow", mined(1)),
        ("ancestor_replaced-waiting", SuccessorState::Waiting),
    ] {
        let by = Some(successor(state, Some(false)));
        cases.push((name, Box::new(left(Reason::AncestorGone { ancestor: id(0x82), by }))));
    }
    let rival = Rival { id: id(0x77), offers_more: true, same: false };
    cases.push(("rival_pending-coins", Box::new(waits_as(move |waiting| waiting.rival = Some(rival)))));
    let pays = |confirmations, recipient, amount, sums| {
        Box::new(move |facts: &mut Facts| {
            in_block(facts, confirmations, false);
            facts.paid = Some(Paid { recipient, amount: Some(amount), sums, other_network: false });
        }) as Change
    };
    cases.push(("succeeded_elsewhere-coins", pays(3, Some(false), false, None)));
    cases.push(("succeeded_elsewhere-coins-young", pays(1, Some(false), false, None)));
    let sums = Some((120_000, 110_000));
    cases.push(("succeeded_amount_differs-coins", pays(3, Some(true), false, sums)));
    cases.push(("succeeded_amount_differs-coins-unclear", pays(3, None, false, None)));
    let unpaid = |waits: fn(&mut Facts), recipient| {
        Box::new(move |facts: &mut Facts| {
            waits(facts);
            facts.paid = Some(Paid { recipient: Some(recipient), amount: Some(false), sums, other_network: false });
        }) as Change
    };
    cases.push(("next_in_line-elsewhere", unpaid(waits, false)));
    cases.push(("next_in_line-amount", unpaid(waits, true)));
    cases.push(("fee_below_market-elsewhere", unpaid(cheap, false)));
    cases.extend(gas_cases());
    cases
}

/// The same for causes that only a chain with gas has, and for those that read differently there.
fn gas_cases() -> Vec<(&'static str, Change)> {
    let pooled = |change: fn(&mut Gas)| Box::new(pooled_as(change)) as Change;
    let mined = |confirmations, change: fn(&mut Gas)| Box::new(mined_as(confirmations, change)) as Change;
    let gone = |reason: Reason| {
        Box::new(move |facts: &mut Facts| {
            on_evm(facts);
            left(reason.clone())(facts);
        }) as Change
    };
    let reorged = |gas: bool, reason: Reason| {
        Box::new(move |facts: &mut Facts| {
            if gas {
                on_evm(facts);
            }
            left(reason.clone())(facts);
            facts.reorged_from = Some(block(899_999, 50));
            if let Placement::Left(departure) = &mut facts.placement {
                departure.effective_rate = None;
            }
        }) as Change
    };
    let inside = |runs| Box::new(mined_as(12, ran_inside(InnerKind::UserOperation, runs, &[0x70]))) as Change;
    let expects = |gas: &mut Gas, to: u8, amount: &str| {
        gas.expected = Expected { to: Some(address(to)), amount: Some(amount.into()), ..Expected::default() };
    };
    vec![
        ("never_seen-gas", Box::new(on_evm) as Change),
        ("next_in_line-gas", pooled(|_| ())),
        ("next_in_line-gas-elsewhere", Box::new(pooled_as(move |gas| expects(gas, 0x77, "7")))),
        ("next_in_line-gas-amount", Box::new(pooled_as(move |gas| expects(gas, 0x52, "7")))),
        (
            "settled-gas-unseen",
            mined(12, |gas| {
                token(1_000_000)(gas);
                let asset = Some(Asset::Called("FOO".into()));
                gas.expected = Expected { to: Some(address(0x77)), asset, ..Expected::default() };
            }),
        ),
        (
            "settled-gas-unseen_coins",
            mined(12, |gas| {
                offer_as(gas, |signed| signed.input.len = 100);
                gas.expected.to = Some(address(0x77));
            }),
        ),
        ("settled-gas-nonce", mined(12, |gas| gas.expected.nonce = Some(9))),
        ("settled-gas-sender", mined(12, |gas| gas.expected.sender = Some(address(0x77)))),
        ("settled-gas-network", mined(12, |gas| gas.expected.other_network = true)),
        ("settled-gas-unknown_asset", mined(12, |gas| gas.expected.asset = Some(Asset::Called("USDC".into())))),
        ("settled-gas", mined(12, |_| ())),
        ("never_seen-gas", Box::new(on_evm)),
        (
            "slow_blocks-halted",
            Box::new(|facts: &mut Facts| {
                crate::diagnose::gas_samples::pooled(facts);
                facts.network.tip_seen = Some(minutes_ago(3));
            }),
        ),
        (
            "replaced-claimed",
            Box::new(|facts: &mut Facts| {
                on_evm(facts);
                left(Reason::Replaced(successor(SuccessorState::InBlock(block(899_950, 60), 51), None)))(facts);
                if let Placement::Left(departure) = &mut facts.placement {
                    (departure.claimed, departure.certain) = (true, false);
                }
            }),
        ),
        ("node_behind-mined", mined(12, |gas| gas.outcome = None)),
        ("replaced-gas", gone(Reason::Replaced(successor(SuccessorState::Waiting, Some(true))))),
        ("replaced-gas-gone", gone(Reason::Replaced(successor(SuccessorState::Gone, None)))),
        ("dropped-gas", gone(Reason::Unknown)),
        ("dropped-reorg-gas", reorged(true, Reason::Unknown)),
        ("dropped-reorg-gas-now", reorged(true, Reason::Open)),
        ("dropped-reorg", reorged(false, Reason::Unknown)),
        ("dropped-reorg-now", reorged(false, Reason::Open)),
        ("dropped-gas-just_left", gone(Reason::Open)),
        (
            "dropped-gas-used",
            Box::new(|facts: &mut Facts| {
                pooled_as(|gas| account(gas, |account| account.next = 8))(facts);
                left(Reason::Unknown)(facts);
            }),
        ),
        (
            "replaced-gas-mined",
            gone(Reason::Replaced(successor(SuccessorState::InBlock(block(899_990, 60), 2), Some(true)))),
        ),
        (
            "fee_below_base",
            pooled(|gas| {
                offer_as(gas, |signed| signed.max_fee = 10 * GWEI);
                price_as(gas, |price| price.not_before = NotBefore::Blocks(6));
            }),
        ),
        (
            "fee_below_base-never",
            pooled(|gas| {
                offer_as(gas, |signed| signed.max_fee = 1);
                price_as(gas, |price| price.not_before = NotBefore::Never);
            }),
        ),
        (
            "fee_below_base-unknown",
            pooled(|gas| {
                offer_as(gas, |signed| signed.max_fee = 10 * GWEI);
                price_as(gas, |price| price.not_before = NotBefore::Unknown);
            }),
        ),
        ("tip_too_low", pooled(|gas| price_as(gas, |price| price.going_tip = 2 * GWEI))),
        ("probably_rejected", pooled(|gas| gas.order = Order::SequencerWithoutPool)),
        ("settled-safe", mined(42, |gas| gas.wanted = Some(Tag::Safe))),
        ("settled-layer2", mined(12, |gas| gas.order = Order::Sequencer)),
        (
            "reverted-panic",
            mined(12, |gas| {
                let data = [vec![0x4e, 0x48, 0x7b, 0x71], vec![0; 31], vec![0x12]].concat();
                failed(FailureKind::Reverted, Source::Trace, data)(gas);
            }),
        ),
        ("reverted-empty", mined(12, |gas| failed(FailureKind::Reverted, Source::Trace, Vec::new())(gas))),
        ("nonce_gap", pooled(gap)),
        ("blocked_by_earlier_nonce", pooled(blocked)),
        (
            "blocked_by_earlier_nonce-follows",
            pooled(|gas| account(gas, |account| (account.next, account.earlier) = (6, vec![signed(6)]))),
        ),
        ("rival_pending", pooled(|gas| account(gas, |account| account.rival = Some(signed(7))))),
        (
            "blocked_by_earlier_nonce-short",
            pooled(|gas| {
                blocked(gas);
                account(gas, |account| account.needed = U256::from(2 * ETHER));
            }),
        ),
        ("insufficient_balance", pooled(|gas| account(gas, |account| account.balance = Some(U256::from(ETHER / 20))))),
        ("gas_limit_too_high", pooled(|gas| offer_as(gas, |signed| signed.gas_limit = 30_000_000))),
        ("blob_fee_too_low", pooled(blobs)),
        ("awaiting_finality", mined(12, |gas| gas.wanted = Some(Tag::Finalized))),
        ("out_of_gas-likely", mined(12, |gas| failed(FailureKind::OutOfGas, Source::Receipt, Vec::new())(gas))),
        ("out_of_gas-young", mined(2, |gas| failed(FailureKind::OutOfGas, Source::Trace, Vec::new())(gas))),
        (
            "reverted-not_final",
            mined(42, |gas| {
                failed(FailureKind::Reverted, Source::Trace, Vec::new())(gas);
                gas.wanted = Some(Tag::Finalized);
            }),
        ),
        ("reverted-untold", mined(12, |gas| failed(FailureKind::Unknown, Source::Receipt, Vec::new())(gas))),
        (
            "reverted-creation",
            mined(12, |gas| {
                failed(FailureKind::Machine, Source::Trace, Vec::new())(gas);
                offer_as(gas, |signed| signed.to = None);
            }),
        ),
        (
            "reverted-protocol",
            mined(12, |gas| {
                failed(FailureKind::Reverted, Source::Receipt, Vec::new())(gas);
                offer_as(gas, |signed| signed.by_protocol = true);
            }),
        ),
        ("settled-protocol", mined(12, |gas| offer_as(gas, |signed| signed.by_protocol = true))),
        (
            "replaced-gas-not_final",
            Box::new(|facts: &mut Facts| {
                on_evm(facts);
                left(Reason::Replaced(successor(SuccessorState::InBlock(block(899_950, 60), 51), Some(false))))(facts);
                facts.gas.as_mut().unwrap().wanted = Some(Tag::Finalized);
            }),
        ),
        ("out_of_gas", mined(12, |gas| failed(FailureKind::OutOfGas, Source::Trace, Vec::new())(gas))),
        ("reverted", mined(12, |gas| failed(FailureKind::Reverted, Source::Replay, vec![1, 2, 3, 4])(gas))),
        ("reverted-mute", mined(12, |gas| failed(FailureKind::Machine, Source::Trace, Vec::new())(gas))),
        (
            "succeeded_without_transfer",
            mined(12, |gas| {
                token(1)(gas);
                outcome_as(gas, |outcome| outcome.moved.clear());
            }),
        ),
        (
            "succeeded_elsewhere",
            mined(12, |gas| {
                token(1_000_000)(gas);
                outcome_as(gas, |outcome| outcome.moved[0].to = address(0x66));
            }),
        ),
        ("succeeded_amount_differs", mined(12, |gas| token(990_000)(gas))),
        ("succeeded_amount_differs-nothing", mined(12, |gas| token(0)(gas))),
        (
            "succeeded_amount_differs-lure",
            mined(12, |gas| {
                offer_as(gas, |signed| (signed.value, signed.input.len) = (U256::ZERO, 500));
                let nothing = What::Amount(U256::ZERO);
                outcome_as(gas, |outcome| outcome.moved = vec![moved(0x70, 0x71, nothing)]);
            }),
        ),
        ("succeeded_without_transfer-asked", mined(12, |gas| gas.expected.asset = Some(Asset::Token(address(0x55))))),
        ("succeeded_elsewhere-asked", Box::new(mined_as(12, move |gas| expects(gas, 0x77, "0.1")))),
        ("succeeded_elsewhere-young", Box::new(mined_as(1, move |gas| expects(gas, 0x77, "0.1")))),
        ("succeeded_amount_differs-young", Box::new(mined_as(1, move |gas| expects(gas, 0x52, "0.2")))),
        (
            "succeeded_without_transfer-young",
            mined(42, |gas| {
                (gas.expected.asset, gas.wanted) = (Some(Asset::Token(address(0x55))), Some(Tag::Finalized))
            }),
        ),
        ("succeeded_amount_differs-asked", Box::new(mined_as(12, move |gas| expects(gas, 0x52, "0.2")))),
        ("inner_call_failed", inside(1)),
        ("settled-bundled", inside(7)),
    ]
}

fn expectation() -> Expectation {
    Expectation {
        to: Some("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq".into()),
        amount: Some("0.0012".into()),
        ..Expectation::default()
    }
}

fn explained(change: &Change, around: fn(&mut Facts), eta: Option<&Eta>, lang: Lang) -> (Explanation, Facts, Severity) {
    let mut facts = base();
    change(&mut facts);
    around(&mut facts);
    let verdict = diagnose(&facts, NOW);
    (explain(&facts, &verdict, eta, &expectation(), lang, NOW), facts, verdict.severity)
}

/// The circumstances that each case is told in, besides with and without an estimate.
const AROUND: [fn(&mut Facts); 4] = [
    |_| (),
    down,
    |facts| facts.network.simulated = true,
    |facts| {
        down(facts);
        facts.coverage.as_of = None;
        facts.network.simulated = true
    },
];

fn every_rendering(mut look: impl FnMut(&str, Lang, &Explanation, &Facts)) {
    for (name, change) in cases() {
        for lang in Lang::ALL {
            for around in AROUND {
                for eta in [None, Some(&ETA)] {
                    let (told, facts, _) = explained(&change, around, eta, lang);
                    look(name, lang, &told, &facts);
                }
            }
        }
    }
}

fn all_texts(told: &Explanation) -> Vec<&str> {
    let steps = told.next_steps.iter().map(|step| step.text.as_str());
    let heads = [&told.headline, &told.summary, &told.reply, &told.safety].map(String::as_str);
    heads.into_iter().chain(told.details.iter().map(String::as_str)).chain(steps).collect()
}

#[test]
fn every_case_is_the_cause_that_it_is_named_for() {
    let mut covered = BTreeSet::new();
    for (name, change) in cases() {
        let mut facts = base();
        change(&mut facts);
        let code = diagnose(&facts, NOW).cause.cause.code();
        assert_eq!(name.split('-').next().unwrap(), code);
        covered.insert(code);
    }
    let codes: BTreeSet<&str> = Cause::CODES.into_iter().chain(GasCause::CODES).collect();
    assert_eq!(covered, codes, "each cause needs a case");
}

#[test]
fn every_severity_is_among_the_cases() {
    let worst: BTreeSet<Severity> =
        cases().iter().map(|(_, change)| explained(change, |_| (), None, Lang::En).2).collect();
    assert_eq!(worst.len(), 4, "{worst:?}");
}

#[test]
fn nothing_is_empty_or_unfinished() {
    every_rendering(|name, lang, told, _| {
        for text in all_texts(told) {
            let context = format!("{name} {lang:?}: {text}");
            assert!(!text.trim().is_empty(), "{context}");
            for trace in ["{", "}", "$", "  ", "step-", "detail-", ".summary", ".reply", "NaN", "inf", "\u{2068}", "??"]
            {
                assert!(!text.contains(trace), "{trace:?} in {context}");
            }
            assert_eq!(text, text.trim(), "{context}");
        }
        assert!(!told.next_steps.is_empty(), "{name} {lang:?}");
    });
}

#[test]
fn every_cause_leads_to_an_article_that_names_it() {
    for (name, change) in cases() {
        for lang in Lang::ALL {
            let (told, ..) = explained(&change, |_| (), None, lang);
            let code = name.split('-').next().unwrap();
            let article = help::article(told.article, lang).expect(told.article);
            assert!(article.causes.iter().any(|(named, _)| named == code), "{name}: {}", told.article);
        }
    }
    let named: BTreeSet<&str> =
        help::articles(Lang::En).flat_map(|article| &article.causes).map(|(code, _)| code.as_str()).collect();
    assert_eq!(named, Cause::CODES.into_iter().chain(GasCause::CODES).collect(), "no article names others");
}

#[test]
fn what_its_blobs_pay_is_what_is_to_be_raised() {
    let change: Change = Box::new(pooled_as(|gas| {
        offer_as(gas, |signed| signed.blobs = Some(chains::account::Blobs { count: 1, max_fee: GWEI }));
        price_as(gas, |price| price.next_blob_fee = Some(5 * GWEI));
    }));
    let told = explained(&change, |_| (), None, Lang::En).0;
    // Twice what is asked, and twice what was offered per gas.
    let offer = "at least 10 gwei for its attached data (max fee per blob gas), 60 gwei per gas and a tip of 2.";
    assert!(told.next_steps[0].text.contains(offer), "{}", told.next_steps[0].text);
    assert!(told.summary.contains("in less than about 2 minutes"), "{}", told.summary);
}

#[test]
fn the_chain_s_own_word_is_not_told_as_a_number_of_confirmations() {
    for (tag, lang, said, never) in [
        (Tag::Safe, Lang::En, "counts its block as safe", "it needs"),
        (Tag::Finalized, Lang::En, "declared its block final", "it needs"),
        (Tag::Safe, Lang::ZhCn, "网络已宣布所在区块安全", "所需确认数"),
        (Tag::Finalized, Lang::ZhCn, "网络已宣布所在区块最终确定", "所需确认数"),
    ] {
        let change: Change = Box::new(move |facts: &mut Facts| {
            mined_as(80, |gas| gas.wanted = Some(tag))(facts);
            facts.network.required = 1;
        });
        let told = explained(&change, |_| (), None, lang).0;
        for text in [&told.summary, &told.reply] {
            assert!(text.contains(said) && !text.contains(never), "{text}");
        }
        let is_depth = |line: &&String| line.starts_with("Confirmations: 80") || line.starts_with("确认数：80");
        let depth = told.details.iter().find(is_depth).unwrap();
        assert!(!depth.contains(" 1"), "{depth}");
    }
}

#[test]
fn another_look_comes_when_it_may_tell_more() {
    let next_check = |change: &Change, eta: Option<&Eta>| explained(change, |_| (), eta, Lang::En).0.next_check_s;
    // The last final block is 59 behind its own.
    let finality: Change = Box::new(mined_as(12, |gas| gas.wanted = Some(Tag::Finalized)));
    assert_eq!(next_check(&finality, None), Some(59.0 * 12.0));
    let untold: Change =
        Box::new(mined_as(12, |gas| (gas.wanted, gas.finality) = (Some(Tag::Safe), Finality::default())));
    assert_eq!(next_check(&untold, None), Some(3600.0));
    let quiet: Change = Box::new(crate::diagnose::gas_samples::pooled);
    assert_eq!(next_check(&quiet, None), Some(120.0), "ten blocks");
    let cheap_gas = |blocks| {
        Box::new(pooled_as(move |gas: &mut Gas| {
            offer_as(gas, |signed| signed.max_fee = 10 * GWEI);
            price_as(gas, |price| price.not_before = blocks);
        })) as Change
    };
    assert_eq!(next_check(&cheap_gas(NotBefore::Blocks(30)), None), Some(360.0), "not before it can be");
    assert_eq!(next_check(&cheap_gas(NotBefore::Blocks(2)), None), Some(120.0));
    assert_eq!(next_check(&cheap_gas(NotBefore::Never), None), Some(3600.0));
    for interval_s in [1.0, 60.0, 100.0, 600.0] {
        let mut facts = base();
        waits(&mut facts);
        facts.network.block_interval_s = interval_s;
        facts.network.tip_seen = Some(NOW);
        let verdict = diagnose(&facts, NOW);
        let eta = estimate(&facts, &verdict, NOW).unwrap();
        let next = explain(&facts, &verdict, Some(&eta), &expectation(), Lang::En, NOW).next_check_s.unwrap();
        assert!(next <= eta.p95_s.max(60.0), "{next} though nineteen of twenty come within {}", eta.p95_s);
    }
}

/// The messages that tell an estimate.
const TELL_ESTIMATE: [&str; 4] = ["eta-waiting", "eta-unless-dropped", "eta-included", "eta-deep"];

#[test]
fn an_estimate_is_given_exactly_where_the_words_tell_it() {
    let halted = |facts: &mut Facts| facts.network.tip_seen = Some(minutes_ago(1_000));
    let expected = expectation();
    for (name, change) in cases() {
        for (number, around) in AROUND.into_iter().chain([halted as fn(&mut Facts)]).enumerate() {
            let mut facts = base();
            change(&mut facts);
            around(&mut facts);
            let verdict = diagnose(&facts, NOW);
            let eta = estimate(&facts, &verdict, NOW);
            let (words, eta) = (Words::of(Lang::En), eta.as_ref());
            let case = Case {
                facts: &facts,
                verdict: &verdict,
                eta,
                expected: &expected,
                unlike: unlike_stated(&facts),
                now: NOW,
                words,
            };
            let told = case.eta_message();
            let tells = told.is_some_and(|message| TELL_ESTIMATE.contains(&message));
            assert_eq!(eta.is_some(), tells, "{name} in circumstances {number}: {eta:?} beside {told:?}");
        }
    }
}

#[test]
fn every_reply_names_the_transfer_and_warns_of_impostors() {
    every_rendering(|name, lang, told, facts| {
        assert!(told.reply.contains(&words::short(&facts.id)), "{name} {lang:?}: {}", told.reply);
        assert!(told.reply.ends_with(&told.safety), "{name} {lang:?}");
    });
}

#[test]
fn a_made_up_chain_is_called_so_wherever_one_looks() {
    let note = |lang| Words::of(lang).say("simulated-note", &FluentArgs::new());
    every_rendering(|name, lang, told, facts| {
        let expected = facts.network.simulated;
        let first = told.details.first().unwrap();
        assert_eq!(*first == note(lang), expected, "{name} {lang:?}");
        assert_eq!(told.summary.starts_with(&note(lang)), expected, "{name} {lang:?}");
        assert_eq!(told.reply.contains(&note(lang)), expected, "{name} {lang:?}");
    });
}

#[test]
fn old_knowledge_is_dated() {
    let change: Change = Box::new(cheap);
    for (lang, sign) in [(Lang::En, "22 Nov 2026, 09:15 UTC"), (Lang::ZhCn, "2026年11月22日 09:15（UTC）")] {
        let told = explained(&change, down, Some(&ETA), lang).0;
        assert!(told.summary.contains(sign), "{}", told.summary);
        assert!(told.reply.contains(sign), "{}", told.reply);
    }
}

#[test]
fn nobody_is_told_to_raise_a_fee_from_old_knowledge() {
    let change: Change = Box::new(cheap);
    let codes = |around| -> Vec<&str> {
        explained(&change, around, None, Lang::En).0.next_steps.iter().map(|step| step.code).collect()
    };
    assert_eq!(codes(|_| ()), ["raise_fee_rbf", "cpfp", "wait", "do_not_resend"]);
    assert_eq!(codes(down), ["wait", "do_not_resend"]);
}

#[test]
fn paying_again_is_advised_only_when_the_first_can_never_arrive() {
    every_rendering(|name, _, told, facts| {
        let final_names = ["replaced-others-mined", "double_spent", "ancestor_replaced-mined"];
        let advised = told.next_steps.iter().any(|step| step.code == "send_again");
        assert_eq!(advised, final_names.contains(&name), "{name}");
        if facts.waiting_since().is_some() {
            assert!(told.next_steps.iter().any(|step| step.code == "do_not_resend"), "{name}");
        }
    });
}

#[test]
fn what_is_not_as_stated_is_told_first_and_never_called_fine() {
    every_rendering(|name, _, told, facts| {
        let differs = unlike_stated(facts).iter().any(Unlike::is_serious);
        let codes: Vec<&str> = told.next_steps.iter().map(|step| step.code).collect();
        if !differs {
            return;
        }
        assert_eq!(codes[0], "check_recipient", "{name}");
        for asking in ["ask_recipient", "raise_fee_rbf", "cpfp", "speed_up"] {
            assert!(!codes.contains(&asking), "{name}: {codes:?}");
        }
        assert!(!told.summary.contains("Nothing is wrong") && !told.reply.contains("一切正常"), "{name}");
    });
}

#[test]
fn a_known_outcome_is_not_asked_about_and_no_other_payment_passed_for_it() {
    every_rendering(|name, _, told, facts| {
        let text = |code| told.next_steps.iter().find(|step| step.code == code).map_or("", |step| &step.text);
        let known = name.starts_with("succeeded_")
            || matches!(&facts.placement, Placement::Left(departure) if matches!(
                &departure.reason,
                Reason::Replaced(by) | Reason::DoubleSpent(by) if matches!(by.state, SuccessorState::InBlock(..))
            ));
        if !known || name == "replaced-claimed" {
            return;
        }
        for question in ["has been sent out", "是否已发出"] {
            assert!(!text("ask_sender").contains(question), "{name}: {}", text("ask_sender"));
        }
        let Placement::Left(departure) = &facts.placement else { return };
        if let Reason::Replaced(by) | Reason::DoubleSpent(by) = &departure.reason
            && by.same_recipient == Some(false)
        {
            assert!(!told.summary.contains("look up"), "{name}: {}", told.summary);
            assert!(!text("look_up_successor").contains("the one in a block counts"), "{name}");
        }
    });
}

#[test]
fn what_may_run_again_is_not_sent_again() {
    every_rendering(|name, _, told, _| {
        let young = ["out_of_gas-young", "reverted-not_final", "replaced-gas-not_final"];
        if !young.contains(&name) {
            return;
        }
        let codes: Vec<&str> = told.next_steps.iter().map(|step| step.code).collect();
        assert!(codes.contains(&"wait"), "{name}: {codes:?}");
        for again in ["send_again", "send_again_more_gas", "settle_reason"] {
            assert!(!codes.contains(&again), "{name}: {codes:?}");
        }
    });
}

#[test]
fn what_its_block_may_still_undo_is_not_called_over() {
    every_rendering(|name, lang, told, facts| {
        let missed = name.starts_with("succeeded_") && !name.ends_with("-lure");
        if !missed {
            return;
        }
        let note = Words::of(lang).say("young-note", &FluentArgs::new());
        let over = Words::of(lang).say("again-settled", &FluentArgs::new());
        let young = !super::gas::is_over(facts);
        assert_eq!(young, name.ends_with("-young"));
        for text in [&told.summary, &told.reply] {
            assert_eq!((text.contains(&note), text.contains(&over)), (young, !young), "{name}: {text}");
            assert!(!young || !text.contains("can't be taken back") && !text.contains("无法撤回"), "{name}: {text}");
        }
        assert_eq!(told.next_check_s.is_some(), young, "{name}");
    });
}

#[test]
fn a_replacement_pays_for_all_that_it_pushes_out() {
    // 12.04 sat/vB for 141 vB, rounded up to 12.1, is 1,707 sat.
    let change: Change = Box::new(cheap);
    let told = explained(&change, |_| (), None, Lang::En).0;
    assert!(
        told.next_steps[0].text.contains("at least 12.1 sat/vB, 1,707 sat in total"),
        "{}",
        told.next_steps[0].text
    );
    // (141 + 110) vB at 12.1 less the 437 sat that are paid already.
    assert!(told.next_steps[1].text.contains("2,601 sat"), "{}", told.next_steps[1].text);
    // 5,000 sat are pushed out: 5,141 sat over 141 vB.
    let costly: Change = Box::new(|facts| {
        cheap(facts);
        let Placement::Waiting(waiting) = &mut facts.placement else { panic!() };
        waiting.displaced_fee = 5000;
    });
    let told = explained(&costly, |_| (), None, Lang::En).0;
    assert!(
        told.next_steps[0].text.contains("at least 36.5 sat/vB, 5,147 sat in total"),
        "{}",
        told.next_steps[0].text
    );
}

#[test]
fn the_range_is_told_and_how_sure_it_is() {
    let change: Change = Box::new(cheap);
    let summary = |lang| explained(&change, |_| (), Some(&ETA), lang).0.summary;
    let english = summary(Lang::En);
    assert!(english.contains("Most likely it gets into a block within 25–55 minutes; about 1 in 20"), "{english}");
    assert!(english.contains("longer than 2 hours"), "{english}");
    let chinese = summary(Lang::ZhCn);
    assert!(chinese.contains("25–55 分钟内进入区块"), "{chinese}");
    assert!(chinese.contains("超过 2 小时"), "{chinese}");
}

#[test]
fn the_recipients_platform_gets_all_that_it_needs() {
    let change: Change = Box::new(|facts| in_block(facts, 12, false));
    for lang in Lang::ALL {
        let (told, facts, _) = explained(&change, |_| (), None, lang);
        let Placement::InBlock { block, .. } = facts.placement else { panic!() };
        let wanted = [facts.id.to_string(), block.hash.to_string(), block.height.to_string()];
        for part in wanted.iter().map(String::as_str).chain(["0.0012", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"]) {
            assert!(told.next_steps[0].text.contains(part) && told.reply.contains(part), "{part}: {}", told.reply);
        }
    }
}

#[test]
fn the_platform_is_told_what_moved_where_nobody_stated_it() {
    let said = |change: &dyn Fn(&mut Gas)| {
        let mut facts = base();
        mined_as(12, change)(&mut facts);
        let verdict = diagnose(&facts, NOW);
        explain(&facts, &verdict, None, &Expectation::default(), Lang::En, NOW).reply
    };
    let has = |reply: &str, amount: &str| reply.contains(&format!("amount {amount}, address {}", address(0x52)));
    assert!(has(&said(&|_| ()), "0.1 ETH"), "{}", said(&|_| ()));
    let unlisted = format!("1 of the token {}", address(0x55));
    assert!(has(&said(&|gas| token(1_000_000)(gas)), &unlisted));
    let listed = contracts::Listed { symbol: "USDX".into(), contract: address(0x55) };
    let vouched = said(&|gas| {
        token(1_000_000)(gas);
        gas.contracts = std::sync::Arc::new(contracts::Contracts::new(vec![listed.clone()], None));
    });
    assert!(has(&vouched, "1 USDX"), "{vouched}");
    // What else a contract did isn't known to be the payment.
    let called = said(&|gas| offer_as(gas, |signed| signed.input.len = 500));
    assert!(!called.contains("amount"), "{called}");
}

#[test]
fn lengths_of_time_read_as_people_say_them() {
    let said = |lang, seconds: f64| Words::of(lang).duration(seconds);
    let english = [5.0, 60.0, 400.0, 1500.0, 4700.0, 5400.0, 7200.0, 90_000.0, 1_209_600.0].map(|s| said(Lang::En, s));
    let expected = [
        "1 minute",
        "1 minute",
        "7 minutes",
        "25 minutes",
        "80 minutes",
        "1.5 hours",
        "2 hours",
        "25 hours",
        "14 days",
    ];
    assert_eq!(english, expected);
    assert_eq!([60.0, 5400.0, 259_200.0].map(|s| said(Lang::ZhCn, s)), ["1 分钟", "1.5 小时", "3 天"]);
    assert_eq!(Words::of(Lang::En).range(1500.0, 7200.0), "25 minutes to 2 hours");
    assert_eq!(Words::of(Lang::ZhCn).range(1500.0, 7200.0), "25 分钟至 2 小时");
    assert_eq!(Words::of(Lang::En).range(590.0, 610.0), "10 minutes");
    let short = |lang, from, to| Words::of(lang).lengths(from, to);
    assert_eq!(short(Lang::En, 12.0, 12.4), "12 seconds");
    assert_eq!(short(Lang::En, 12.0, 31.0), "12–31 seconds");
    assert_eq!(short(Lang::En, 31.0, 104.0), "31 seconds to 2 minutes");
    assert_eq!(short(Lang::ZhCn, 31.0, 104.0), "31 秒至 2 分钟");
    assert_eq!(short(Lang::En, 416.0, 1_382.0), "7 minutes to 25 minutes".replace(" minutes to ", "–"));
}

#[test]
fn a_network_gets_one_sentence_in_every_state() {
    let full = |facts: &mut Facts| {
        full_mempools(facts);
        facts.network.queue.as_mut().unwrap().vsize = 90 * BLOCK_VSIZE;
    };
    let quiet = |facts: &mut Facts| facts.network.queue.as_mut().unwrap().vsize = 1000;
    let mut page = String::new();
    let states: [State<'_>; 9] = [
        ("normal", &|_| ()),
        ("quiet", &quiet),
        ("busy", &full_mempools),
        ("severe", &full),
        ("unknown", &down),
        ("pause", &|facts| facts.network.tip_seen = Some(minutes_ago(47))),
        ("simulated", &|facts| facts.network.simulated = true),
        ("gas", &on_evm),
        ("halted", &|facts| {
            on_evm(facts);
            facts.network.tip_seen = Some(minutes_ago(3))
        }),
    ];
    for (name, change) in states {
        let mut facts = base();
        change(&mut facts);
        for lang in Lang::ALL {
            let condition = Condition::new(&facts.network, &facts.coverage, &[], NOW);
            let said = (state_words(&condition.state(), lang), verdict(&facts.network, &condition, lang, NOW));
            page.push_str(&format!("{name} {}: {}. {}\n", lang.tag(), said.0, said.1));
        }
    }
    insta::assert_snapshot!("verdicts", page);
}

/// A network with this going on, worst first.
fn troubled(congestion: Congestion, troubles: &[(IncidentKind, Impact, Present)]) -> Condition {
    let trouble = |&(kind, impact, present): &(IncidentKind, Impact, Present)| {
        let figure = if kind == IncidentKind::DeepReorg { 3.0 } else { 6_300.0 };
        let gauge = Gauge { impact, figure: Some(figure), usual: Some(600.0) };
        Trouble { kind, gauge, present, started: minutes_ago(20), incident: None }
    };
    Condition { seen: true, congestion, runs: false, troubles: troubles.iter().map(trouble).collect() }
}

#[test]
fn the_worst_that_goes_on_is_told_first_and_nothing_denies_it() {
    let mut page = String::new();
    let (well, mut halted) = (base().network, base().network);
    halted.tip_seen = Some(minutes_ago(540));
    let mut tell = |name: &str, network: &Network, condition: &Condition| {
        for lang in Lang::ALL {
            let state = state_words(&condition.state(), lang);
            let said = verdict(network, condition, lang, NOW);
            page.push_str(&format!("{name} {}: {state}. {said}\n", lang.tag()));
        }
    };
    for kind in IncidentKind::ALL.into_iter().filter(|kind| *kind != IncidentKind::NodeBlind) {
        let impact = Impact::Minor;
        tell(kind.code(), &well, &troubled(Congestion::Busy, &[(kind, impact, Present::Bad)]));
        let easing = [(kind, impact, Present::Easing)];
        tell(&format!("{} easing", kind.code()), &well, &troubled(Congestion::Normal, &easing));
    }
    let late = |impact| (IncidentKind::SlowBlocks, impact, Present::Bad);
    let undone = (IncidentKind::DeepReorg, Impact::Major, Present::Bad);
    let unfinal = (IncidentKind::FinalityLag, Impact::Major, Present::Bad);
    let crowded = |present| (IncidentKind::Congestion, Impact::Major, present);
    let stopped = late(Impact::Critical);
    tell("stopped", &halted, &troubled(Congestion::Unknown, &[stopped]));
    tell("stopped and not final", &halted, &troubled(Congestion::Unknown, &[stopped, unfinal]));
    tell("stopped after a crowd", &halted, &troubled(Congestion::Unknown, &[stopped, crowded(Present::Unknown)]));
    tell("nobody can tell", &well, &troubled(Congestion::Unknown, &[crowded(Present::Unknown)]));
    tell("two", &well, &troubled(Congestion::Severe, &[undone, late(Impact::Minor)]));
    tell("overloaded", &well, &troubled(Congestion::Severe, &[crowded(Present::Bad)]));
    insta::assert_snapshot!("verdicts-unusual", page);
}

#[test]
fn all_networks_are_told_in_a_sentence_or_two() {
    let said = |unusual: usize, unknown: usize, lang| {
        let tones = [vec![Tone::Action; unusual], vec![Tone::Unknown; unknown], vec![Tone::Ok; 4 - unusual - unknown]];
        headline(tones.concat().into_iter(), lang)
    };
    assert_eq!(said(0, 0, Lang::En), "All networks are working as usual");
    assert_eq!(said(0, 1, Lang::En), "We can't tell how 1 of 4 networks is doing at the moment.");
    let both = "Something is unusual on 1 of 4 networks. We can't tell how 2 of 4 networks are doing at the moment.";
    assert_eq!(said(1, 2, Lang::En), both);
    assert_eq!(said(0, 1, Lang::ZhCn), "4 个网络中有 1 个的状况我们目前无法判断。");
}

#[test]
fn a_pause_of_random_blocks_is_called_chance_only_while_it_is() {
    let paused = |hours: i64| {
        let change: Change = Box::new(move |facts| {
            waits(facts);
            facts.network.tip_seen = Some(minutes_ago(60 * hours))
        });
        let (told, ..) = explained(&change, |_| (), None, Lang::En);
        format!("{} {}", told.summary, told.details.join(" "))
    };
    let (late, halted) = (paused(7), paused(9));
    assert!(late.contains("now and then") && late.contains("doesn't depend on that"), "{late}");
    assert!(halted.contains("can't be said until blocks come again"), "{halted}");
    assert!(!halted.contains("now and then") && !halted.contains("doesn't depend on that"), "{halted}");
}

/// For a native speaker to read.
#[test]
fn representative_answers() {
    for (name, change) in cases() {
        for lang in Lang::ALL {
            let eta = Some(&ETA);
            let (told, _, severity) = explained(&change, |_| (), eta, lang);
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), page(&told, severity));
        }
    }
    let change: Change = Box::new(cheap);
    for lang in Lang::ALL {
        let (told, _, severity) = explained(&change, AROUND[3], None, lang);
        insta::assert_snapshot!(format!("stale_and_simulated.{}", lang.tag()), page(&told, severity));
    }
}

fn page(told: &Explanation, severity: Severity) -> String {
    let mut page = format!("# {}\n({severity:?}, {})\n\n{}\n\n", told.headline, told.article, told.summary);
    told.details.iter().for_each(|line| page.push_str(&format!("- {line}\n")));
    page.push('\n');
    for (place, step) in told.next_steps.iter().enumerate() {
        page.push_str(&format!("{}. {} ({:?}): {}\n", place + 1, step.code, step.who, step.text));
    }
    page.push_str(&format!("\n> {}\n", told.reply.replace('\n', "\n> ")));
    page
}

/// A language's messages and attributes, each with its variables.
fn messages(source: &'static str) -> BTreeMap<String, BTreeSet<&'static str>> {
    let resource = parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        match entry {
            ast::Entry::Message(message) => {
                let name = message.id.name;
                let parts =
                    message.attributes.iter().map(|part| (format!("{name}.{}", part.id.name), Some(&part.value)));
                for (id, pattern) in parts.chain([(name.to_owned(), message.value.as_ref())]) {
                    let mut variables = BTreeSet::new();
                    pattern.iter().for_each(|pattern| of_pattern(pattern, &mut variables));
                    assert!(found.insert(id, variables).is_none(), "{name} twice");
                }
            }
            ast::Entry::Junk { content } => panic!("unreadable: {content}"),
            ast::Entry::Term(term) => panic!("terms aren't compared: -{}", term.id.name),
            ast::Entry::Comment(_) | ast::Entry::GroupComment(_) | ast::Entry::ResourceComment(_) => {}
        }
    }
    found
}

fn of_pattern(pattern: &ast::Pattern<&'static str>, variables: &mut BTreeSet<&'static str>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            of_expression(expression, variables);
        }
    }
}

fn of_expression(expression: &ast::Expression<&'static str>, variables: &mut BTreeSet<&'static str>) {
    let (ast::Expression::Select { selector: inline, .. } | ast::Expression::Inline(inline)) = expression;
    if let ast::InlineExpression::VariableReference { id } = inline {
        variables.insert(id.name);
    }
    if let ast::Expression::Select { variants, .. } = expression {
        variants.iter().for_each(|variant| of_pattern(&variant.value, variables));
    }
}

const EN: &str = include_str!("locales/en.ftl");
const ZH_CN: &str = include_str!("locales/zh-CN.ftl");
const EN_PAGES: &str = include_str!("locales/en.pages.ftl");
const ZH_CN_PAGES: &str = include_str!("locales/zh-CN.pages.ftl");

#[test]
fn languages_have_the_same_messages_with_the_same_variables() {
    assert_eq!(messages(EN), messages(ZH_CN));
    assert_eq!(messages(EN_PAGES), messages(ZH_CN_PAGES));
    assert!(
        messages(EN).keys().all(|id| !messages(EN_PAGES).contains_key(id)),
        "the pages' words would take the place"
    );
}

/// Every file of the pages, code and templates.
fn files_of_pages(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() { files_of_pages(&path) } else { std::fs::read_to_string(path).into_iter().collect() }
        })
        .collect()
}

#[test]
fn no_message_of_the_pages_is_left_over_or_lacking() {
    let code = files_of_pages(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve")).concat();
    let known = messages(EN_PAGES);
    for id in known.keys() {
        // An attribute is said together with its message or by its own name.
        assert!(code.contains(&format!("\"{id}\"")), "{id} is used by no one");
    }
    let (pages, answers) = (messages(EN_PAGES), messages(EN));
    for said in code.split("say(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(pages.contains_key(said) || answers.contains_key(said), "{said} has no words");
    }
}

#[test]
fn every_cause_has_its_messages() {
    for source in [EN, ZH_CN] {
        let found = messages(source);
        let with_summary: BTreeSet<&str> = found.keys().filter_map(|id| id.strip_suffix(".summary")).collect();
        let codes = || Cause::CODES.into_iter().chain(GasCause::CODES).chain(READ_OTHERWISE);
        assert_eq!(with_summary, codes().collect());
        for code in codes() {
            assert!(found.contains_key(code) && found.contains_key(&format!("{code}.reply")), "{code}");
        }
    }
}

/// Causes that read otherwise where a chain has gas, or where it has none.
const READ_OTHERWISE: [&str; 12] = [
    "replaced-gas",
    "replaced-claimed",
    "dropped-gas",
    "dropped-reorg",
    "node_behind-mined",
    "never_seen-gas",
    "slow_blocks-halted",
    "rival_pending-coins",
    "failed-protocol",
    "succeeded_elsewhere-coins",
    "succeeded_amount_differs-coins",
    "unlike_stated",
];

#[test]
fn every_meaning_of_a_refusal_has_its_words() {
    let told: BTreeSet<String> =
        messages(EN).into_keys().filter_map(|id| id.strip_prefix("meaning-").map(str::to_owned)).collect();
    let known = chains::evm::meaning::Meaning::ALL.map(chains::evm::meaning::Meaning::code);
    let known = known.into_iter().chain(["none", "unknown", "text", "nothing", "machine", "untold"]);
    let panics = (0..0x60).map(|number| format!("panic-{}", chains::evm::reasons::panic_code(number)));
    assert_eq!(told, known.map(str::to_owned).chain(panics).collect());
}

#[test]
fn no_message_is_left_over() {
    let code = [
        include_str!("case.rs"),
        include_str!("details.rs"),
        include_str!("gas/mod.rs"),
        include_str!("gas/details.rs"),
        include_str!("gas/figures.rs"),
        include_str!("gas/steps.rs"),
        include_str!("incidents.rs"),
        include_str!("mod.rs"),
        include_str!("network.rs"),
        include_str!("search.rs"),
        include_str!("stated.rs"),
        include_str!("steps.rs"),
        include_str!("words.rs"),
        include_str!("../answer/evidence.rs"),
        // A network's states are said by their names.
        include_str!("../condition.rs"),
        include_str!("../diagnose/congestion.rs"),
        include_str!("../incidents/mod.rs"),
    ]
    .concat();
    for id in messages(EN).into_keys() {
        let code_of = id.split('.').next().unwrap();
        let mut causes = Cause::CODES.into_iter().chain(GasCause::CODES).chain(READ_OTHERWISE);
        let cause = causes.any(|code| code == code_of) || id.starts_with("meaning-");
        // What an incident says, how it is, and how it ends, is said together with its name.
        let said = [".text", ".now", ".easing", ".over", ".send", ".step", ".lead"]
            .into_iter()
            .find_map(|part| id.strip_suffix(part));
        let id = said.unwrap_or(&id);
        let parts = ["step-", "detail-", "state-", "verdict-", "claim-"];
        let name = parts.into_iter().find_map(|part| id.strip_prefix(part)).unwrap_or(id);
        let range_of = id.strip_prefix("range-").unwrap_or(name);
        let named = [id, name, range_of].iter().any(|name| code.contains(&format!("\"{name}\"")));
        assert!(cause || named, "{id} is used by no one");
    }
}
