//! Every way to leave, and what is said of it.

use super::*;

#[test]
fn replaced_with_the_rival_told_before_it_left() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.enter("r", &["coin"], 300);
            rig.leave("t");
        },
        "left: replaced by r after 1, waiting, same recipient",
    );
}

#[test]
fn replaced_with_the_rival_told_after_it_left() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            assert_eq!(rig.say("t"), "left: open");
            rig.enter("r", &["coin"], 300);
        },
        "left: replaced by r after 1, waiting, same recipient",
    );
}

#[test]
fn replaced_though_it_was_explained_otherwise_at_first() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            rig.wait(20);
            assert_eq!(rig.say("t"), "left: likely unknown");
            rig.enter("r", &["coin"], 300);
        },
        "left: replaced by r after 1, waiting, same recipient",
    );
}

#[test]
fn replacements_are_followed_to_the_last() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            rig.enter("r", &["coin"], 300);
            rig.leave("r");
            let last = rig.tx("s", &["coin"], 500, "elsewhere");
            rig.tell(A, Event::Entered(Box::new(last)));
            assert_eq!(rig.say("t"), "left: replaced by s after 2, waiting, another recipient");
            rig.mine("b1", "g", &["s"]);
            rig.mine("b2", "b1", &[]);
            for block in 3..30 {
                rig.mine(&format!("b{block}"), &format!("b{}", block - 1), &[]);
            }
        },
        "left: replaced by s after 2, in b1, 29 deep, another recipient",
    );
}

#[test]
fn two_that_replaced_each_other_end_where_they_are() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            rig.enter("r", &["coin"], 300);
            rig.leave("r");
            rig.reenter("t");
            assert_eq!(rig.say("r"), "left: replaced by t after 1, waiting, same recipient");
            rig.leave("t");
            rig.reenter("r");
        },
        "left: replaced by r after 1, waiting, same recipient",
    );
}

#[test]
fn child_of_a_replaced_parent_whichever_leaves_first() {
    for order in [["p", "t"], ["t", "p"]] {
        check(
            |rig| {
                rig.enter("p", &["coin"], 100);
                rig.enter("t", &["p/0"], 100);
                order.iter().for_each(|name| rig.leave(name));
                rig.enter("r", &["coin"], 900);
            },
            "left: lost its ancestor p to r after 1, waiting, same recipient",
        );
    }
}

#[test]
fn grandchild_of_a_replaced_transaction() {
    check(
        |rig| {
            rig.enter("g1", &["coin"], 100);
            rig.enter("p", &["g1/0"], 100);
            rig.enter("t", &["p/1"], 100);
            ["t", "p", "g1"].iter().for_each(|name| rig.leave(name));
            rig.enter("r", &["coin"], 900);
        },
        "left: lost its ancestor g1 to r after 1, waiting, same recipient",
    );
}

#[test]
fn double_spent_by_a_block_before_or_after_it_left() {
    for leave_first in [true, false] {
        check(
            |rig| {
                rig.enter("t", &["coin"], 100);
                rig.tx("x", &["coin"], 0, "thief");
                if leave_first {
                    rig.leave("t");
                }
                rig.mine("b1", "g", &["cb", "x"]);
                rig.leave("t");
                rig.wait(20);
            },
            "left: double spent by x after 1, in b1, 1 deep, another recipient",
        );
    }
}

#[test]
fn child_of_a_double_spent_transaction() {
    check(
        |rig| {
            rig.enter("p", &["coin"], 100);
            rig.enter("t", &["p/0"], 100);
            rig.tx("x", &["coin"], 0, "thief");
            rig.mine("b1", "g", &["x"]);
        },
        "left: lost its ancestor p to x after 1, in b1, 1 deep, another recipient",
    );
}

#[test]
fn a_block_overrules_an_eviction() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            rig.status.mempool_min_rate = 2.0;
            rig.wait(5);
            assert_eq!(rig.say("t"), "left: evicted below 2");
            rig.tx("x", &["coin"], 0, "thief");
            rig.mine("b1", "g", &["x"]);
        },
        "left: double spent by x after 1, in b1, 1 deep, another recipient",
    );
}

#[test]
fn evicted_once_the_node_asks_for_more_than_it_paid() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 150);
            rig.leave("t");
            rig.now += 4;
            rig.settle();
            assert_eq!(rig.say("t"), "left: open", "the node hasn't told its lowest rate since");
            rig.status.mempool_min_rate = 2.5;
            rig.wait(1);
        },
        "left: evicted below 2.5",
    );
}

#[test]
fn evicted_with_its_parent() {
    check(
        |rig| {
            rig.enter("p", &["coin"], 100);
            rig.enter("t", &["p/0"], 500);
            rig.leave("p");
            rig.leave("t");
            rig.status.mempool_min_rate = 4.5;
            rig.wait(5);
            assert_eq!(rig.say("p"), "left: evicted below 4.5");
        },
        "left: lost its ancestor p",
    );
}

#[test]
fn not_evicted_if_it_paid_more_than_the_node_asks_for() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 300);
            rig.leave("t");
            rig.status.mempool_min_rate = 2.5;
            rig.wait(5);
        },
        "left: likely unknown",
    );
}

#[test]
fn expired_by_the_nodes_clock() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.ahead = 336 * 3_600;
            rig.leave("t");
            rig.enter("other", &["coin2"], 100);
            rig.wait(5);
        },
        "left: expired after 336 h",
    );
}

#[test]
fn expired_after_what_the_operator_set() {
    check(
        |rig| {
            rig.status.expiry_hours = Some(2);
            rig.enter("t", &["coin"], 100);
            rig.ahead = 2 * 3_600;
            rig.leave("t");
            rig.enter("other", &["coin2"], 100);
            rig.wait(5);
        },
        "left: expired after 2 h",
    );
}

#[test]
fn probably_expired_if_the_oldest_left_and_nothing_else_explains_it() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.now += 3 * 3_600;
            rig.enter("other", &["coin2"], 100);
            rig.leave("t");
            rig.wait(5);
        },
        "left: likely expired",
    );
}

#[test]
fn unknown_if_older_ones_stayed() {
    check(
        |rig| {
            rig.enter("elder", &["coin0"], 100);
            rig.now += 10;
            rig.enter("t", &["coin"], 100);
            rig.now += 3 * 3_600;
            rig.enter("other", &["coin2"], 100);
            rig.leave("t");
            rig.wait(5);
        },
        "left: likely unknown",
    );
}

#[test]
fn missing_from_the_list_is_gone_and_less_certain() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.list(A, &["r"]);
            assert_eq!(rig.missing, [id("r")]);
            rig.enter("r", &["coin"], 300);
        },
        "left: likely replaced by r after 1, waiting, same recipient",
    );
}

#[test]
fn a_restarted_nodes_empty_mempool_blames_nothing() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.now += 3 * 3_600;
            rig.down(A);
            assert_eq!(rig.say("t"), "waiting at 1.00");
            rig.status.mempool_min_rate = 3.0;
            rig.catching_up(A);
            rig.list(A, &[]);
            rig.up(A);
            rig.wait(5);
        },
        "left: likely unknown",
    );
}

#[test]
fn what_comes_back_waits_again() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 100);
            rig.leave("t");
            rig.wait(20);
            rig.reenter("t");
            assert!(matches!(rig.last_entry("t"), Some(Entry::Waiting(_))));
        },
        "waiting at 1.00",
    );
}

#[test]
fn the_journal_is_told_again_when_the_reason_shows() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 100);
    rig.leave("t");
    let why = |rig: &Rig| match rig.last_entry("t") {
        Some(Entry::Left(record, leaving)) => (record.claims.clone(), leaving.why.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(why(&rig), (vec![claim("coin")], super::super::Why::Open));
    rig.touched.clear();
    rig.enter("r", &["coin"], 300);
    assert_eq!(why(&rig), (vec![claim("coin")], super::super::Why::ReplacedBy(id("r"))));
    assert!(rig.touched.contains(&id("t")));
}

#[test]
fn one_that_another_node_holds_has_not_left() {
    let mut rig = Rig::with_nodes(2);
    rig.enter("t", &["coin"], 100);
    rig.enter_at(B, "t", &["coin"], 100);
    rig.leave("t");
    assert_eq!(rig.say("t"), "waiting at 1.00");
    assert!(!rig.facts("t").coverage.agree);
    rig.down(B);
    rig.reenter("t");
    rig.leave("t");
    assert_eq!(rig.say("t"), "left: open", "a node that is away can't say that it holds it");
}

#[test]
fn restored_ones_wait_until_a_synced_node_lacks_them() {
    let mut rig = Rig::idle(1);
    let waiting = |rig: &mut Rig, name: &str, spends: &str| {
        let pending = rig.tx(name, &[spends], 200, "shop");
        let record = Record {
            id: pending.id,
            first_seen: time(500),
            entered: time(500),
            fee: 200,
            vsize: 100,
            effective_rate: 2.0,
            claims: pending.claims,
            pays: pending.pays,
        };
        (record, None::<Leaving>)
    };
    let records =
        vec![waiting(&mut rig, "t", "coin"), waiting(&mut rig, "kept", "coin2"), waiting(&mut rig, "mined", "coin3")];
    rig.index.restore(records);
    assert_eq!(rig.say("t"), "waiting at 2.00");
    assert!(!rig.index.knows(&id("t")), "no node has confirmed it");
    rig.catching_up(A);
    rig.block("g", "", 100, &["mined"]);
    rig.tip(A, "g");
    assert_eq!(rig.say("mined"), "in g, 1 deep");
    rig.list(A, &["kept"]);
    assert_eq!(rig.missing, [id("kept")], "its details are fetched anew");
    rig.reenter("kept");
    rig.up(A);
    rig.wait(5);
    assert_eq!(rig.say("kept"), "waiting at 2.00");
    assert_eq!(rig.facts("kept").first_seen, Some(time(500)));
    assert_eq!(rig.say("t"), "left: likely unknown");
}

#[test]
fn departures_from_the_journal_are_followed_too() {
    let mut rig = Rig::new();
    rig.enter("s", &["coin"], 500);
    let past = ["t", "r"].map(|name| {
        let pending = rig.tx(name, &["coin"], 100, "shop");
        let next = if name == "t" { "r" } else { "s" };
        let record = Record {
            id: pending.id,
            first_seen: time(500),
            entered: time(500),
            fee: 100,
            vsize: 100,
            effective_rate: 1.0,
            claims: pending.claims,
            pays: pending.pays,
        };
        (record, Leaving { at: time(600), certain: true, why: super::super::Why::ReplacedBy(id(next)) })
    });
    let context = Context { past: &past, ..Context::default() };
    let facts = rig.index.facts(&id("t"), context, time(rig.now));
    assert_eq!(say(&facts), "left: replaced by s after 2, waiting, same recipient");
}

#[test]
fn one_that_we_were_asked_about_is_remembered_though_no_node_told_of_it() {
    check(
        |rig| {
            rig.ask("t", &["coin"], 100);
            rig.list(A, &["u"]);
            rig.enter("u", &["coin"], 900);
            rig.wait(10);
        },
        "left: likely replaced by u after 1, waiting, same recipient",
    );
}

#[test]
fn an_answer_that_was_outrun_by_what_the_node_told_since_is_not_believed() {
    check(
        |rig| {
            rig.leave("t");
            rig.ask("t", &["coin"], 100);
        },
        "nowhere",
    );
    check(
        |rig| {
            rig.enter("u", &["coin"], 900);
            rig.ask("t", &["coin"], 100);
        },
        "nowhere",
    );
    check(
        |rig| {
            rig.leave("t");
            rig.wait(60);
            rig.ask("t", &["coin"], 100);
        },
        "waiting at 1.00",
    );
}

#[test]
fn one_that_we_were_asked_about_before_what_it_replaced_had_left_is_remembered() {
    check(
        |rig| {
            rig.enter("s", &["coin"], 100);
            rig.ask("t", &["coin"], 300);
            rig.leave("s");
            rig.leave("t");
            rig.enter("u", &["coin"], 900);
            rig.wait(10);
        },
        "left: replaced by u after 1, waiting, same recipient",
    );
}
