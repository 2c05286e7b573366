//! The best chain changes: what comes back, what is lost, and which of several nodes is believed.

use super::*;

/// A block with `t` that the chain drops, then an empty one in its place.
fn reorged(rig: &mut Rig) {
    rig.enter("t", &["coin"], 250);
    rig.mine("b1", "g", &["cb", "t"]);
    assert_eq!(rig.say("t"), "in b1, 1 deep");
    rig.drop_block("b1");
}

#[test]
fn a_dropped_blocks_transaction_comes_back_and_is_confirmed_again() {
    check(
        |rig| {
            reorged(rig);
            assert_eq!(rig.say("t"), "left: likely open (was in b1)");
            rig.reenter("t");
            rig.mine("c1", "g", &[]);
            rig.mine("c2", "c1", &[]);
            assert_eq!(rig.say("t"), "waiting at 2.50 (was in b1)");
            rig.mine("c3", "c2", &["t"]);
        },
        "in c3, 1 deep (was in b1)",
    );
}

#[test]
fn confirmed_by_both_branches() {
    check(
        |rig| {
            reorged(rig);
            rig.block("c1", "g", 101, &["t"]);
            rig.tip(A, "c1");
        },
        "in c1, 1 deep (was in b1)",
    );
}

#[test]
fn the_chain_may_take_a_block_back() {
    check(
        |rig| {
            reorged(rig);
            rig.tip(A, "g");
            rig.tip(A, "b1");
        },
        "in b1, 1 deep",
    );
}

#[test]
fn what_never_comes_back_is_lost() {
    check(
        |rig| {
            reorged(rig);
            rig.wait(31);
        },
        "left: likely unknown (was in b1)",
    );
}

#[test]
fn six_blocks_deep_with_a_double_spend() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 250);
            rig.enter("kept", &["coin2"], 250);
            rig.mine("b1", "g", &["t"]);
            rig.mine("b2", "b1", &["kept"]);
            for block in 3..=6 {
                rig.mine(&format!("b{block}"), &format!("b{}", block - 1), &[]);
            }
            assert_eq!(rig.say("t"), "in b1, 6 deep");
            for block in (1..=6).rev() {
                rig.drop_block(&format!("b{block}"));
            }
            rig.tx("x", &["coin"], 0, "thief");
            rig.block("c1", "g", 101, &["x"]);
            for block in 2..=7 {
                rig.block(&format!("c{block}"), &format!("c{}", block - 1), 100 + block, &[]);
            }
            rig.tip(A, "c7");
            rig.reenter("kept");
            assert_eq!(rig.say("kept"), "waiting at 2.50 (was in b2)");
        },
        "left: double spent by x after 1, in c1, 7 deep, another recipient (was in b1)",
    );
}

#[test]
fn a_reorg_told_by_the_tip_alone() {
    check(
        |rig| {
            rig.enter("t", &["coin"], 250);
            rig.mine("b1", "g", &["t"]);
            rig.block("c1", "g", 101, &[]);
            assert_eq!(rig.say("t"), "in b1, 1 deep", "a block beside the chain changes nothing");
            rig.block("c2", "c1", 102, &[]);
            rig.tip(A, "c2");
        },
        "left: likely open (was in b1)",
    );
}

#[test]
fn the_longest_of_several_chains_counts_and_the_first_of_equals() {
    let mut rig = Rig::with_nodes(2);
    rig.enter("t", &["coin"], 100);
    rig.block("a1", "g", 101, &["t"]);
    rig.block("b1", "g", 101, &[]);
    rig.tip(A, "a1");
    rig.tip(B, "b1");
    assert_eq!(rig.say("t"), "in a1, 1 deep");
    assert!(!rig.facts("t").coverage.agree);
    rig.enter_at(B, "t", &["coin"], 100);
    assert_eq!(rig.say("t"), "in a1, 1 deep", "the node on the other branch still has it waiting");
    rig.block("b2", "b1", 102, &[]);
    rig.tip(B, "b2");
    assert_eq!(rig.say("t"), "waiting at 1.00 (was in a1)");
}

#[test]
fn a_lagging_node_takes_nothing_back() {
    let mut rig = Rig::with_nodes(2);
    rig.enter("t", &["coin"], 100);
    rig.enter_at(B, "t", &["coin"], 100);
    rig.mine("b1", "g", &["t"]);
    assert_eq!(rig.say("t"), "in b1, 1 deep");
    rig.down(A);
    assert_eq!(rig.say("t"), "in b1, 1 deep", "the node that told the tip went away; the block stands");
    rig.enter_at(B, "t", &["coin"], 100);
    rig.tip(B, "b1");
    assert_eq!(rig.index.pool.len(), 0);
    assert_eq!(rig.last_entry("t"), Some(&Entry::Included(id("t"))));
}

#[test]
fn the_window_fills_downwards_too() {
    let mut rig = Rig::idle(1);
    rig.block("b3", "b2", 103, &["z"]);
    rig.tip(A, "b3");
    rig.block("b1", "b0", 101, &["x"]);
    assert_eq!(rig.say("x"), "nowhere");
    rig.block("b2", "b1", 102, &["y"]);
    assert_eq!(rig.say("x"), "in b1, 3 deep");
    assert_eq!(rig.facts("x").network.window, 3);
}

#[test]
fn a_gap_in_the_blocks_starts_the_window_anew() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 100);
    rig.mine("b1", "g", &["t"]);
    rig.block("b9", "b8", 109, &["z"]);
    rig.tip(A, "b9");
    assert_eq!(rig.say("z"), "in b9, 1 deep");
    assert_eq!(rig.say("t"), "nowhere", "whether that block still stands isn't known here");
    assert_eq!(rig.facts("t").network.window, 1);
}

#[test]
fn the_window_holds_so_many_blocks_and_no_more() {
    let mut rig = Rig::new();
    rig.enter("t", &["coin"], 100);
    rig.mine("b0", "g", &["t"]);
    for block in 1..super::super::WINDOW {
        rig.mine(&format!("b{block}"), &format!("b{}", block - 1), &[]);
    }
    assert_eq!(rig.say("t"), format!("in b0, {} deep", super::super::WINDOW));
    rig.mine("last", &format!("b{}", super::super::WINDOW - 1), &[]);
    assert_eq!(rig.say("t"), "nowhere");
    assert!(!rig.index.has_block(&hash("b0")));
}
