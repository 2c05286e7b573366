//! What nodes of a chain with gas answer about one transaction, judged together and over time. `t` has nonce 7 of a
//! sender, and so have its rivals.

use chains::{
    ClaimState, Details,
    account::{GasBlock, GasMarket, Input, Line, Signed, U256},
    evm::fees::FeeRule,
};

use super::*;
use crate::index::{Draw, Why};

const SENDER: chains::account::Address = chains::account::Address::repeat_byte(0x51);

fn rig() -> Rig {
    let mut rig = Rig::of_kind(Kind::Evm { chain_id: 1 }, 2);
    rig.block("g", "", 100, &[]);
    for node in [A, B] {
        rig.up(node);
        rig.tip(node, "g");
    }
    rig
}

fn signed(name: &str) -> Signed {
    Signed {
        id: id(name),
        sender: SENDER,
        nonce: 7,
        to: Some(SENDER),
        value: U256::from(word(name)),
        input: Input::default(),
        gas_limit: 21_000,
        max_fee: 30,
        tip: 1,
        blobs: None,
        by_protocol: false,
        fee_in_other: false,
    }
}

/// What a node says of `t`.
#[derive(Clone, Copy)]
enum Says {
    Has,
    Lacks(ClaimState),
    /// It doesn't have it, and announced it at this second.
    HeardAt(i64),
    Fails,
}

const LACKS: Says = Says::Lacks(ClaimState::Free);

fn rival() -> Says {
    Says::Lacks(ClaimState::SpentByWaiting(id("r")))
}

fn answer(says: Says) -> Asked {
    let line = |waiting: &[&str]| Line {
        sender: SENDER,
        next: 7,
        free: None,
        balance: None,
        waiting: waiting.iter().map(|name| signed(name)).collect(),
        whole: true,
        l1_fee: None,
        taken_by: None,
    };
    let claim = Claim::nonce(&SENDER, 7);
    let (answer, state, details) = match says {
        Says::Has => {
            let details = Details { signed: Some(signed("t")), line: Some(line(&["t"])), ..Details::default() };
            (Found::Pooled, ClaimState::Free, Some(details))
        }
        Says::Lacks(state) => {
            let waiting: &[&str] = if matches!(state, ClaimState::SpentByWaiting(_)) { &["r"] } else { &[] };
            (Found::Absent, state, Some(Details { line: Some(line(waiting)), ..Details::default() }))
        }
        Says::HeardAt(at) => {
            let details = Details { signed: Some(signed("t")), heard: Some(time(at)), ..Details::default() };
            (Found::Absent, ClaimState::Free, Some(details))
        }
        Says::Fails => (Found::Failed(NodeError::Unreachable("refused".into())), ClaimState::Free, None),
    };
    Asked { id: id("t"), answer, claims: vec![(claim, state)], details: details.map(Box::new) }
}

impl Rig {
    /// Both nodes are asked about `t`; answers with what is then said of it.
    fn look(&mut self, a: Says, b: Says) -> Facts {
        let at = time(self.now);
        let said = |(node, says)| Observation { node, at, event: Event::Asked(Box::new(answer(says))) };
        let look: Vec<Observation> = [(A, a), (B, b)].map(said).into();
        let changes = self.index.apply_look(look.clone());
        self.note(changes);
        let context = Context { asked: &look, ..Context::default() };
        self.index.facts(&id("t"), context, time(self.now))
    }

    fn mine_rival(&mut self, block: &str, parent: &str) {
        let height = self.blocks[&hash(parent)].at.height + 1;
        let at = BlockRef { hash: hash(block), height, time: time(self.now) };
        let tx = BlockTx { id: id("r"), claims: vec![Claim::nonce(&SENDER, 7)], pays: vec![signed("r").payment()] };
        let told = Block { at, parent: hash(parent), txs: vec![tx] };
        self.blocks.insert(at.hash, told.clone());
        self.tell(A, Event::Block(Box::new(told)));
        self.tip(A, block);
    }
}

#[test]
fn what_one_node_holds_is_not_gone_because_another_lacks_it() {
    let mut rig = rig();
    for _ in 0..5 {
        assert_eq!(say(&rig.look(LACKS, Says::Has)), "pooled");
        assert_eq!(say(&rig.look(Says::Has, LACKS)), "pooled");
        rig.now += 30;
    }
    assert_eq!(rig.journal.len(), 1, "it was told once that it waits: {:?}", rig.journal);
}

#[test]
fn one_that_a_node_announced_was_here_though_nobody_asked() {
    let mut rig = rig();
    let announced = Says::HeardAt(rig.now);
    rig.now += 600;
    let facts = rig.look(announced, LACKS);
    assert_eq!(say(&facts), "left: likely open");
    assert_eq!(facts.first_seen, Some(time(rig.now - 600)));
    rig.now += 60;
    assert_eq!(say(&rig.look(announced, LACKS)), "left: likely unknown");
    rig.mine_rival("h", "g");
    rig.now += 25;
    let by_rival = Says::Lacks(ClaimState::SpentInBlock(id("r"), rig.blocks[&hash("h")].at));
    assert!(say(&rig.look(by_rival, LACKS)).starts_with("left: replaced by r after 1, in h"));
}

#[test]
fn gone_takes_two_looks_some_time_apart() {
    let mut rig = rig();
    rig.look(Says::Has, LACKS);
    rig.now += 5;
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely open");
    rig.now += 50;
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely open");
    rig.now += 10;
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely unknown");
    rig.now += 10;
    assert_eq!(say(&rig.look(Says::Has, LACKS)), "pooled", "and it may come back");
}

#[test]
fn the_silence_of_the_node_that_held_it_is_no_absence() {
    let mut rig = rig();
    rig.look(Says::Has, LACKS);
    rig.now += 60;
    assert_eq!(say(&rig.look(Says::Fails, LACKS)), "left: likely open");
    rig.now += 60;
    assert_eq!(say(&rig.look(Says::Fails, LACKS)), "left: likely open");
    rig.now += 10;
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely open", "the first look in which all lack it");
    rig.now += 60;
    assert_eq!(say(&rig.look(LACKS, Says::Fails)), "left: likely open");
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely unknown");
}

#[test]
fn a_node_on_the_tip_that_has_it_in_a_dropped_block_is_believed() {
    let mut rig = rig();
    rig.block("b1", "g", 101, &["t"]);
    rig.tip(A, "b1");
    rig.drop_block("b1");
    rig.tip(A, "g");
    assert_eq!(say(&rig.look(LACKS, LACKS)), "left: likely open (was in b1)");
    rig.now += 2;
    let (at, block) = (time(rig.now), rig.blocks[&hash("b1")].at);
    let answer = Found::InBlock { block, confirmations: 1, coinbase: false };
    let asked = Asked { id: id("t"), answer, claims: Vec::new(), details: None };
    let said = |at| [Observation { node: A, at, event: Event::Asked(Box::new(asked.clone())) }];
    let facts = |look: &[Observation]| rig.index.facts(&id("t"), Context { asked: look, ..Context::default() }, at);
    assert_eq!(say(&facts(&said(at))), "in b1, 1 deep");
    assert_eq!(say(&facts(&said(time(rig.now - 9)))), "left: likely open (was in b1)", "it said so before the drop");
}

#[test]
fn a_rival_that_only_waits_leaves_it_open_which_is_mined() {
    let mut rig = rig();
    rig.look(Says::Has, Says::Has);
    rig.now += 30;
    let replaced = "left: likely replaced by r after 1, waiting, recipient unclear";
    assert_eq!(say(&rig.look(rival(), rival())), replaced);
    // A block decides, and nothing shakes that.
    rig.mine_rival("b1", "g");
    let facts = rig.look(rival(), LACKS);
    assert_eq!(say(&facts), "left: replaced by r after 1, in b1, 1 deep, recipient unclear");
}

/// Nodes that announced `t`, whole or by its hash, answer somebody who says that it has another nonce, which is used.
fn claimed(rig: &mut Rig, whole: [bool; 2]) -> Facts {
    let (at, block) = (time(rig.now), rig.blocks[&hash("g")].at);
    let one = |(node, whole): (NodeId, bool)| {
        let state = if whole { ClaimState::Free } else { ClaimState::SpentInBlock(id("x"), block) };
        let claim = Claim::nonce(&SENDER, if whole { 7 } else { 3 });
        let details = Details { heard: Some(at), signed: whole.then(|| signed("t")), ..Details::default() };
        let asked =
            Asked { id: id("t"), answer: Found::Absent, claims: vec![(claim, state)], details: Some(details.into()) };
        Observation { node, at, event: Event::Asked(Box::new(asked)) }
    };
    let look: Vec<Observation> = [(A, whole[0]), (B, whole[1])].map(one).into();
    let changes = rig.index.apply_look(look.clone());
    rig.note(changes);
    rig.index.facts(&id("t"), Context { asked: &look, ..Context::default() }, at)
}

#[test]
fn what_an_asker_says_of_a_nonce_is_kept_from_everybody_else() {
    for whole in [[false, false], [true, false], [false, true]] {
        let mut rig = rig();
        let own = say(&claimed(&mut rig, whole));
        assert!(own.starts_with("left: likely"), "{own}");
        assert_eq!(own.contains("replaced by x"), whole == [false, false], "{own}");
        assert_eq!(say(&rig.facts("t")), "left: likely open", "what is said to others");
        let told = |entry: &Entry| matches!(entry, Entry::Left(_, Leaving { why: Why::Open, .. }) | Entry::Waiting(_));
        assert!(rig.journal.iter().all(told), "{:?}", rig.journal);
    }
}

#[test]
fn what_an_asker_says_of_a_nonce_takes_nothing_out_of_a_pool() {
    let mut rig = rig();
    let at = time(rig.now);
    let mut lacks = Box::new(answer(LACKS));
    lacks.claims = vec![(Claim::nonce(&SENDER, 3), ClaimState::SpentInBlock(id("x"), rig.blocks[&hash("g")].at))];
    let look = vec![
        Observation { node: A, at, event: Event::Asked(Box::new(answer(Says::Has))) },
        Observation { node: B, at, event: Event::Asked(lacks) },
    ];
    let changes = rig.index.apply_look(look.clone());
    rig.note(changes);
    let context = Context { asked: &look, ..Context::default() };
    let facts = rig.index.facts(&id("t"), context, at);
    assert_eq!(say(&facts), "pooled");
    assert_eq!(facts.gas.unwrap().account.unwrap().nonce, 7);
    assert!(matches!(rig.journal[..], [Entry::Waiting(_)]), "{:?}", rig.journal);
}

#[test]
fn two_that_wait_with_different_nodes_are_rivals() {
    let mut rig = rig();
    let facts = rig.look(Says::Has, rival());
    assert_eq!(say(&facts), "pooled");
    let account = facts.gas.unwrap().account.unwrap();
    assert_eq!(account.rival.map(|rival| rival.id), Some(id("r")));
}

#[test]
fn a_nonce_that_a_block_has_used_outweighs_a_pool() {
    let mut rig = rig();
    rig.look(Says::Has, Says::Has);
    let block = BlockRef { hash: hash("b1"), height: 101, time: time(rig.now) };
    let mined = Says::Lacks(ClaimState::SpentInBlock(id("r"), block));
    for _ in 0..3 {
        rig.now += 30;
        let facts = rig.look(mined, Says::Has);
        assert!(say(&facts).starts_with("left: replaced by r after 1, in b1"), "{}", say(&facts));
    }
    let left = rig.journal.iter().filter(|entry| matches!(entry, Entry::Left(_, leaving) if leaving.certain));
    assert_eq!((left.count(), rig.journal.len()), (1, 3), "{:?}", rig.journal);
}

fn market(height: u64) -> Event {
    let block = GasBlock { base_fee: 100, used: 0.5, tips: None };
    Event::Market(Box::new(GasMarket {
        height,
        next_base_fee: Some(100),
        next_blob_fee: None,
        gas_limit: 30_000_000,
        rule: Some(FeeRule::ETHEREUM),
        blocks: vec![block; 20],
    }))
}

#[test]
fn futures_are_drawn_once_a_height_and_an_old_drawing_is_not_taken() {
    let mut rig = rig();
    assert!(rig.index.to_draw().is_none());
    let drawn = |rig: &mut Rig, draw: &Draw| {
        rig.index.take_drawn(draw, draw.forecast());
        rig.index.price(None).unwrap().forecast.is_some()
    };
    rig.tell(A, market(101));
    let first = rig.index.to_draw().unwrap();
    rig.tell(B, market(101));
    assert!(rig.index.to_draw().is_none(), "the other node tells the same");
    rig.tell(A, market(102));
    let second = rig.index.to_draw().unwrap();
    assert!(!drawn(&mut rig, &first), "it came too late");
    assert!(drawn(&mut rig, &second));
}

#[test]
fn one_node_alone_makes_no_block_final() {
    let mut rig = rig();
    let told = |finalized| Event::Final(chains::account::Finality { safe: None, finalized: Some(finalized) });
    rig.tell(A, told(90));
    rig.tell(B, told(80));
    assert_eq!(rig.index.finality().finalized, Some(80));
    rig.down(B);
    assert_eq!(rig.index.finality().finalized, Some(90));
}

#[test]
fn a_fee_that_is_not_paid_in_the_coin_is_compared_with_nothing() {
    let mut rig = rig();
    rig.tell(A, market(101));
    let at = time(rig.now);
    let mut facts = |fee_in_other| {
        let mut asked = answer(Says::Has);
        let details = asked.details.as_mut().unwrap();
        let signed = Signed { fee_in_other, value: U256::from(5), ..signed("t") };
        details.signed = Some(signed.clone());
        details.line.as_mut().unwrap().waiting = vec![signed];
        let look = vec![Observation { node: A, at, event: Event::Asked(Box::new(asked)) }];
        rig.index.apply_look(look.clone());
        let gas = rig.index.facts(&id("t"), Context { asked: &look, ..Context::default() }, at).gas.unwrap();
        (gas.price.is_some(), gas.account.unwrap().needed)
    };
    assert_eq!(facts(true), (false, U256::from(5)));
    assert_eq!(facts(false), (true, U256::from(5 + 21_000 * 30)));
}
