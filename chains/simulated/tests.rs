//! What the simulated nodes say, written down as a follower hears it: one word an observation.

#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm)]

use std::{collections::BTreeSet, sync::Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{Ask, Chain, Claim, ClaimState, Event, Found, NodeState, Observation, Sink, Told, TxIndex};

/// Hears everything, and remembers what an index would.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<Observation>>,
    pool: Mutex<BTreeSet<TxId>>,
    blocks: Mutex<Vec<BlockHash>>,
    state: Mutex<Option<NodeState>>,
}

#[async_trait]
impl Sink for Ear {
    async fn tell(&self, observations: Vec<Observation>) -> Told {
        let mut missing = Vec::new();
        let mut pool = self.pool.lock().unwrap();
        for observation in &observations {
            match &observation.event {
                Event::Entered(pending) => {
                    pool.insert(pending.id);
                }
                Event::Left(id) => {
                    pool.remove(id);
                }
                Event::Mempool(ids) => {
                    missing = ids.iter().filter(|id| !pool.contains(id)).copied().collect();
                    pool.retain(|id| ids.contains(id));
                }
                Event::Block(block) => {
                    pool.retain(|id| block.txs.iter().all(|tx| tx.id != *id));
                    self.blocks.lock().unwrap().push(block.at.hash);
                }
                Event::Node(_) | Event::Dropped(_) | Event::Tip(_) | Event::Asked(_) => {}
                Event::Market(_) | Event::Final(_) => {}
            }
        }
        let mut heard = self.heard.lock().unwrap();
        for observation in observations {
            // Said again at each poll, however many fit into a test.
            let mut state = self.state.lock().unwrap();
            let said = if let Event::Node(now) = &observation.event { Some(now.clone()) } else { None };
            if said.is_none() || *state != said {
                *state = said.or_else(|| state.take());
                heard.push(observation);
            }
        }
        Told { missing }
    }

    fn has_block(&self, hash: &BlockHash) -> bool {
        self.blocks.lock().unwrap().contains(hash)
    }
}

impl Ear {
    /// What was heard since the last call: `+a` entered, `-a` left, `#7` block, `~7` dropped, `^7` tip.
    fn heard(&self, names: &[(&str, TxId)]) -> String {
        let name = |id: &TxId| names.iter().find(|(_, known)| known == id).map_or("?", |(name, _)| *name);
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let words = heard.iter().map(|observation| match &observation.event {
            Event::Node(NodeState::Up(_)) => "up".into(),
            Event::Node(NodeState::CatchingUp(_)) => "catching_up".into(),
            Event::Node(NodeState::Down(_)) => "down".into(),
            Event::Entered(pending) => format!("+{}", name(&pending.id)),
            Event::Mempool(ids) => format!("mempool:{}", ids.len()),
            Event::Left(id) => format!("-{}", name(id)),
            Event::Block(block) => format!("#{}", block.at.height),
            Event::Dropped(block) => format!("~{}", block.at.height),
            Event::Tip(tip) => format!("^{}", tip.height),
            Event::Market(_) | Event::Final(_) => "market".into(),
            Event::Asked(_) => "asked".into(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn chain(nodes: &[&str]) -> Simulator {
    Simulator::new(nodes, 7, 100, Timestamp::now())
}

fn follow(simulator: &Simulator, node: u8, ear: &Arc<Ear>) -> tokio::task::JoinHandle<NodeError> {
    let (simulator, ear) = (simulator.clone(), ear.clone());
    tokio::spawn(async move { simulator.watch(NodeId(node), &*ear).await })
}

/// A chain with one followed node, whose first words are heard already.
async fn followed() -> (Simulator, Arc<Ear>) {
    let (simulator, ear) = (chain(&["main"]), Arc::new(Ear::default()));
    drop(follow(&simulator, 0, &ear));
    simulator.delivered().await;
    assert_eq!(ear.heard(&[]), "catching_up #100 ^100 mempool:0 up");
    (simulator, ear)
}

async fn asked(simulator: &Simulator, id: TxId, claims: Vec<Claim>) -> (Found, Vec<ClaimState>) {
    let observations = simulator.fetch(&Ask { id, claims, since: None }).await;
    match observations.into_iter().next().unwrap().event {
        Event::Asked(asked) => (asked.answer, asked.claims.into_iter().map(|(_, state)| state).collect()),
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn the_start_tells_blocks_then_tip_then_the_mempool_then_up() {
    let (simulator, ear) = (chain(&["main"]), Arc::new(Ear::default()));
    let a = simulator.send(Draft::paying(5.0)).unwrap();
    simulator.mine();
    let b = simulator.send(Draft::paying(5.0)).unwrap();
    drop(follow(&simulator, 0, &ear));
    simulator.delivered().await;
    assert_eq!(ear.heard(&[("a", a), ("b", b)]), "catching_up #100 #101 ^101 mempool:1 +b up");
}

#[tokio::test]
async fn a_replacement_enters_after_what_it_replaces_and_what_depended_on_that() {
    let (simulator, ear) = followed().await;
    let a = simulator.send(Draft::paying(2.0)).unwrap();
    let child = simulator.send(Draft::paying(3.0).spending(&a, 0)).unwrap();
    let cheap = simulator.send(simulator.draft(&a).unwrap().bumped(2.5));
    assert!(matches!(cheap, Err(Refusal::PaysTooLittleMore(_))));
    let b = simulator.send(simulator.draft(&a).unwrap().bumped(20.0)).unwrap();
    simulator.delivered().await;
    assert_eq!(ear.heard(&[("a", a), ("b", b), ("child", child)]), "+a +child -a -child +b");
    let (before, after) = (simulator.draft(&a).unwrap(), simulator.draft(&b).unwrap());
    assert_eq!((before.pays[0], before.claims), (after.pays[0], after.claims));
    assert_eq!(before.pays[1].amount - after.pays[1].amount, after.fee - before.fee);
}

#[tokio::test]
async fn a_block_says_nothing_of_what_it_takes_and_drops_rivals_first() {
    let (simulator, ear) = followed().await;
    let a = simulator.send(Draft::paying(2.0)).unwrap();
    let b = simulator.send(Draft::paying(2.0)).unwrap();
    let child = simulator.send(Draft::paying(3.0).spending(&b, 0)).unwrap();
    let rival = simulator.draft(&b).unwrap().redirected(9.0, 1);
    simulator.mine_block(Template { take: Some(vec![a]), private: vec![rival], time: None });
    simulator.delivered().await;
    assert_eq!(ear.heard(&[("a", a), ("b", b), ("child", child)]), "+a +b +child -child -b #101 ^101");
    assert!(simulator.waiting().is_empty());
}

#[tokio::test]
async fn blocks_take_the_best_paying_packages() {
    let (simulator, _ear) = followed().await;
    let big = BLOCK_VSIZE as u32 - 400;
    let parent = simulator.send(Draft::paying(1.0)).unwrap();
    let child = simulator.send(Draft::paying(50.0).spending(&parent, 0)).unwrap();
    let filler = simulator.send(Draft::paying(10.0).size(big)).unwrap();
    let cheap = simulator.send(Draft::paying(2.0)).unwrap();
    let block = simulator.mine();
    let ids: Vec<_> = simulator.block(&block.hash).unwrap().txs.iter().skip(1).map(|tx| tx.id).collect();
    assert_eq!(ids, [parent, child, filler]);
    assert!(simulator.waiting().contains_key(&cheap));
}

#[tokio::test]
async fn a_reorganization_returns_what_fits_and_is_silent_about_the_rest() {
    let (simulator, ear) = followed().await;
    let (a, b) = (simulator.send(Draft::paying(2.0)).unwrap(), simulator.send(Draft::paying(2.0)).unwrap());
    let both = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.mine();
    let child = simulator.send(Draft::paying(2.0).spending(&b, 0)).unwrap();
    simulator.delivered().await;
    let names = [("a", a), ("b", b), ("both", both), ("child", child)];
    ear.heard(&names);
    let rival = simulator.draft(&b).unwrap().redirected(9.0, 1);
    let first = Template { take: Some(vec![both]), private: vec![rival], time: None };
    simulator.reorganize(1, vec![first, Template { take: Some(Vec::new()), ..Template::default() }]);
    simulator.delivered().await;
    let heard = ear.heard(&names);
    assert!(["~101 +a #101 #102 ^102 -child", "~101 +a -child #101 #102 ^102"].contains(&heard.as_str()), "{heard}");
    assert_eq!(simulator.waiting().into_keys().collect::<Vec<_>>(), [a]);
}

#[tokio::test]
async fn mempools_drop_what_is_cheap_old_or_simply_gone() {
    let (simulator, ear) = followed().await;
    let cheap = simulator.send(Draft::paying(1.5)).unwrap();
    let lifted = simulator.send(Draft::paying(1.5)).unwrap();
    let child = simulator.send(Draft::paying(30.0).spending(&lifted, 0)).unwrap();
    let old = simulator.send(Draft::paying(9.0).aged(SignedDuration::from_hours(337))).unwrap();
    let odd = simulator.send(Draft::paying(9.0)).unwrap();
    let names = [("cheap", cheap), ("lifted", lifted), ("child", child), ("old", old), ("odd", odd)];
    simulator.delivered().await;
    ear.heard(&names);
    simulator.set_min_rate(3.0);
    simulator.expire();
    simulator.forget(odd);
    simulator.delivered().await;
    assert_eq!(ear.heard(&names), "-cheap up -old -odd");
    assert!(matches!(simulator.send(Draft::paying(2.0)), Err(Refusal::TooCheap { .. })));
}

#[tokio::test]
async fn a_stopped_node_says_down_and_makes_up_for_everything_at_its_return() {
    let (simulator, ear) = (chain(&["main"]), Arc::new(Ear::default()));
    let follower = follow(&simulator, 0, &ear);
    let a = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.mine();
    let kept = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.delivered().await;
    ear.heard(&[]);
    let error = NodeError::Unreachable("stopped".into());
    simulator.stop(NodeId(0), error.clone());
    assert_eq!(follower.await.unwrap(), error);
    assert_eq!(ear.heard(&[]), "down");
    assert_eq!(asked(&simulator, kept, Vec::new()).await.0, Found::Failed(error));
    // Meanwhile the network goes on, on another branch.
    simulator.reorganize(1, vec![Template::default(), Template::default()]);
    let new = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.start(NodeId(0), Restart::Synced);
    drop(follow(&simulator, 0, &ear));
    simulator.delivered().await;
    let names = [("a", a), ("kept", kept), ("new", new)];
    assert_eq!(ear.heard(&names), "catching_up ~101 #101 #102 ^102 mempool:1 +new up");
}

#[tokio::test]
async fn a_node_that_lost_messages_begins_again() {
    let (simulator, ear) = followed().await;
    let a = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.lose_messages(NodeId(0));
    simulator.delivered().await;
    assert_eq!(ear.heard(&[("a", a)]), "catching_up ^100 mempool:1 +a up");
}

#[tokio::test]
async fn a_node_that_was_held_back_hears_it_all_later() {
    let (simulator, ear) = (chain(&["main", "late"]), Arc::new(Ear::default()));
    let late = Arc::new(Ear::default());
    drop(follow(&simulator, 0, &ear));
    drop(follow(&simulator, 1, &late));
    simulator.mine();
    simulator.delivered().await;
    simulator.hold_back(NodeId(1));
    let a = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.reorganize(1, vec![Template { take: Some(Vec::new()), ..Template::default() }, Template::default()]);
    let b = simulator.send(Draft::paying(2.0)).unwrap();
    simulator.delivered().await;
    late.heard(&[]);
    simulator.catch_up(NodeId(1));
    simulator.delivered().await;
    assert_eq!(late.heard(&[("a", a), ("b", b)]), "~101 #101 #102 ^102 +b");
}

#[tokio::test]
async fn nodes_answer_what_they_can_know() {
    let simulator = chain(&["main"]);
    let coin = Claim::outpoint(&TxId([9; 32]), 3);
    let mined = simulator.send(Draft { claims: vec![coin], ..Draft::paying(2.0) }).unwrap();
    assert!(matches!(asked(&simulator, mined, vec![coin]).await, (Found::Waiting(_), states)
        if states == [ClaimState::SpentByWaiting(mined)]));
    let block = simulator.mine();
    let next = simulator.mine();
    assert_eq!(asked(&simulator, mined, vec![coin]).await, (Found::Absent, vec![ClaimState::Gone]));
    simulator.configure(NodeId(0), |settings| settings.tx_index = TxIndex::Yes);
    let found = Found::InBlock { block, confirmations: 2, coinbase: false };
    assert_eq!(asked(&simulator, mined, Vec::new()).await.0, found);
    let coinbase = simulator.block(&next.hash).unwrap().txs[0].id;
    let found = Found::InBlock { block: next, confirmations: 1, coinbase: true };
    assert_eq!(asked(&simulator, coinbase, Vec::new()).await.0, found);
    assert_eq!(asked(&simulator, TxId(block.hash.0), Vec::new()).await.0, Found::IsBlock(block));
    let (orphan, missing) = simulator.send_orphan(Draft::paying(2.0));
    assert_eq!(asked(&simulator, orphan, Vec::new()).await.0, Found::Orphan { missing: vec![missing] });
    let unknown = asked(&simulator, TxId([1; 32]), vec![Claim::outpoint(&TxId([8; 32]), 0)]).await;
    assert_eq!(unknown, (Found::Absent, vec![ClaimState::Free]));
    assert_eq!(simulator.send(Draft { claims: vec![coin], ..Draft::paying(2.0) }), Err(Refusal::CoinsGone));
    assert_eq!(simulator.asked(), 7);
}

#[tokio::test]
async fn what_nobody_asks_for_is_told_again_when_somebody_does() {
    let (simulator, ear) = followed().await;
    let a = simulator.send(Draft::paying(2.0).unbroadcast()).unwrap();
    simulator.announce(a);
    simulator.delivered().await;
    let heard = std::mem::take(&mut *ear.heard.lock().unwrap());
    let flags: Vec<bool> = heard
        .iter()
        .filter_map(|observation| match &observation.event {
            Event::Entered(pending) => Some(pending.unbroadcast),
            _ => None,
        })
        .collect();
    assert_eq!(flags, [true, false]);
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_chain() {
    let run = || {
        let simulator = chain(&["main"]);
        for rate in 2..50 {
            simulator.send(Draft::paying(f64::from(rate)).size(30_000)).unwrap();
        }
        let block = simulator.mine();
        (block.hash, simulator.block(&block.hash).unwrap().txs.len(), simulator.waiting())
    };
    assert_eq!(run(), run());
}

#[tokio::test]
async fn nothing_grows_without_bound() {
    let simulator = chain(&["main"]);
    for _ in 0..400 {
        simulator.send(Draft::paying(2.0)).unwrap();
        simulator.mine();
    }
    let world = simulator.world();
    assert_eq!(world.network.chain.len(), 300);
    // Two a block: the payment and the coinbase.
    assert_eq!((world.ledger.blocks.len(), world.ledger.txs.len()), (300, 600));
    assert_eq!((world.ledger.placed.len(), world.ledger.spenders.len()), (600, 300));
}
