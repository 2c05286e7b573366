//! Random histories of two nodes, compared at each step with a model that keeps plain lists and works out everything
//! from scratch. Departures' reasons are not modelled; the examples have those.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const TXS: usize = 12;

#[derive(Clone, Debug)]
struct Made {
    parents: Vec<(usize, u32)>,
    coins: Vec<u8>,
    fee: u64,
    vsize: u32,
}

#[derive(Clone, Debug)]
enum Step {
    Enter(u8, usize),
    Leave(u8, usize),
    List(u8, Vec<bool>),
    Mine(u8, Vec<bool>),
    Reorg(u8, usize, Vec<bool>),
}

fn made(place: usize) -> impl Strategy<Value = Made> {
    let parents = prop::collection::vec((0..place.max(1), 0u32..2), 0..if place == 0 { 1 } else { 3 });
    (parents, prop::collection::vec(0u8..8, 0..2), 1u64..5_000, 50u32..1_000).prop_map(
        |(mut parents, coins, fee, vsize)| {
            parents.sort_unstable();
            parents.dedup();
            Made { parents, coins, fee, vsize }
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::vec(prop::bool::weighted(0.2), TXS);
    prop_oneof![
        12 => (0u8..2, 0..TXS).prop_map(|(node, tx)| Step::Enter(node, tx)),
        4 => (0u8..2, 0..TXS).prop_map(|(node, tx)| Step::Leave(node, tx)),
        1 => (0u8..2, prop::collection::vec(any::<bool>(), TXS)).prop_map(|(node, txs)| Step::List(node, txs)),
        2 => (0u8..2, some()).prop_map(|(node, txs)| Step::Mine(node, txs)),
        1 => (0u8..2, 1usize..3, some()).prop_map(|(node, depth, txs)| Step::Reorg(node, depth, txs)),
    ]
}

/// What should hold, as plainly as can be said.
struct Model {
    txs: Vec<Made>,
    held: BTreeMap<usize, BTreeSet<u8>>,
    blocks: Vec<Vec<usize>>,
    chains: [Vec<usize>; 2],
    best: Vec<usize>,
}

impl Model {
    fn claims(&self, tx: usize) -> BTreeSet<(usize, u32)> {
        let coins = self.txs[tx].coins.iter().map(|coin| (TXS + usize::from(*coin), 0));
        self.txs[tx].parents.iter().copied().chain(coins).collect()
    }

    fn mined_for(&self, node: u8, tx: usize) -> bool {
        let chain = &self.chains[usize::from(node)];
        self.best.iter().any(|block| self.blocks[*block].contains(&tx) && chain.contains(block))
    }

    fn enter(&mut self, node: u8, tx: usize) {
        if !self.mined_for(node, tx) {
            self.held.entry(tx).or_default().insert(node);
        }
    }

    fn leave(&mut self, node: u8, tx: usize) {
        if let Some(holders) = self.held.get_mut(&tx) {
            holders.remove(&node);
        }
        self.held.retain(|_, holders| !holders.is_empty());
    }

    fn set_chain(&mut self, node: u8, chain: Vec<usize>) {
        let before = std::mem::replace(&mut self.chains[usize::from(node)], chain);
        let longest = self.chains.iter().map(Vec::len).max().unwrap();
        let mut longest = self.chains.iter().filter(|chain| chain.len() == longest);
        let first = longest.next().unwrap();
        let best = longest.find(|chain| **chain == self.best).unwrap_or(first).clone();
        let added: Vec<usize> = best.iter().filter(|block| !self.best.contains(block)).copied().collect();
        self.best = best;
        for block in added {
            for tx in self.blocks[block].clone() {
                self.held.remove(&tx);
            }
            for tx in self.blocks[block].clone() {
                let claims = self.claims(tx);
                let rivals = self.held.keys().filter(|other| !self.claims(**other).is_disjoint(&claims)).copied();
                for rival in rivals.collect::<Vec<_>>() {
                    let line = self.descendants(rival);
                    self.held.retain(|tx, _| *tx != rival && !line.contains(tx));
                }
            }
        }
        let new = self.chains[usize::from(node)].iter().filter(|block| !before.contains(block)).copied();
        for block in new.collect::<Vec<_>>() {
            self.blocks[block].clone().into_iter().for_each(|tx| self.leave(node, tx));
        }
    }

    fn parents(&self, tx: usize) -> BTreeSet<usize> {
        self.txs[tx].parents.iter().map(|(parent, _)| *parent).filter(|parent| self.held.contains_key(parent)).collect()
    }

    fn ancestors(&self, tx: usize) -> BTreeSet<usize> {
        let mut all = self.parents(tx);
        for parent in all.clone() {
            all.extend(self.ancestors(parent));
        }
        all
    }

    fn descendants(&self, tx: usize) -> BTreeSet<usize> {
        self.held.keys().filter(|other| self.ancestors(**other).contains(&tx)).copied().collect()
    }

    fn sums(&self, txs: &BTreeSet<usize>) -> (u64, u64) {
        let fee = txs.iter().map(|tx| self.txs[*tx].fee).sum();
        (fee, txs.iter().map(|tx| u64::from(self.txs[*tx].vsize)).sum())
    }

    /// The rates at which these are mined, all of them considered at once.
    fn rates(&self, among: &BTreeSet<usize>) -> BTreeMap<usize, f64> {
        let mut left = among.clone();
        let mut order: Vec<BTreeSet<usize>> = Vec::new();
        while !left.is_empty() {
            let package = |tx: usize| {
                let mut package = self.ancestors(tx);
                package.insert(tx);
                package.intersection(&left).copied().collect::<BTreeSet<_>>()
            };
            let best =
                left.iter().map(|tx| package(*tx)).reduce(|a, b| if self.better(&b, &a) { b } else { a }).unwrap();
            left.retain(|tx| !best.contains(tx));
            order.push(best);
        }
        // Merges until nothing later and connected pays more; sorting unconnected packages changes no rate.
        while let Some((early, late)) = self.inversion(&order) {
            let merged = order.remove(late);
            order[early].extend(merged);
        }
        let rate = |package: &BTreeSet<usize>| {
            let (fee, vsize) = self.sums(package);
            fee as f64 / vsize as f64
        };
        order.iter().flat_map(|package| package.iter().map(move |tx| (*tx, rate(package)))).collect()
    }

    fn inversion(&self, order: &[BTreeSet<usize>]) -> Option<(usize, usize)> {
        let clusters: Vec<usize> = order.iter().map(|package| self.cluster(*package.iter().next().unwrap())).collect();
        (0..order.len()).find_map(|early| {
            let late = (early + 1..order.len()).find(|late| clusters[*late] == clusters[early])?;
            self.better(&order[late], &order[early]).then_some((early, late))
        })
    }

    /// The lowest-numbered transaction that it is connected with.
    fn cluster(&self, tx: usize) -> usize {
        let mut all = BTreeSet::from([tx]);
        loop {
            let more: BTreeSet<usize> = self
                .held
                .keys()
                .filter(|other| {
                    all.contains(other)
                        || self.parents(**other).iter().any(|parent| all.contains(parent))
                        || all.iter().any(|one| self.parents(*one).contains(other))
                })
                .copied()
                .collect();
            if more == all || more.is_empty() {
                return *all.first().unwrap();
            }
            all = more;
        }
    }

    fn better(&self, a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
        let ((fee_a, vsize_a), (fee_b, vsize_b)) = (self.sums(a), self.sums(b));
        fee_a * vsize_b > fee_b * vsize_a
    }
}

/// Names whose order is the order of their numbers, since ties go by id.
fn tx_name(tx: usize) -> String {
    format!("m{tx:02}")
}

fn block_name(block: usize) -> String {
    format!("B{block}")
}

fn play(rig: &mut Rig, model: &mut Model, step: Step) {
    match step {
        Step::Enter(node, tx) => {
            let pending = rig.known[&id(&tx_name(tx))].clone();
            rig.tell(NodeId(node), Event::Entered(Box::new(pending)));
            model.enter(node, tx);
        }
        Step::Leave(node, tx) => {
            rig.tell(NodeId(node), Event::Left(id(&tx_name(tx))));
            model.leave(node, tx);
        }
        Step::List(node, txs) => {
            let listed: Vec<usize> = (0..TXS).filter(|tx| txs[*tx]).collect();
            let names: Vec<String> = listed.iter().map(|tx| tx_name(*tx)).collect();
            rig.list(NodeId(node), &names.iter().map(String::as_str).collect::<Vec<_>>());
            let missing = listed.iter().filter(|tx| !model.held.contains_key(tx) && !model.mined_for(node, **tx));
            assert_eq!(rig.missing, missing.map(|tx| id(&tx_name(*tx))).collect::<Vec<_>>());
            (0..TXS).filter(|tx| !txs[*tx]).for_each(|tx| model.leave(node, tx));
            listed.into_iter().filter(|tx| model.held.contains_key(tx)).collect::<Vec<_>>().into_iter().for_each(
                |tx| {
                    model.held.get_mut(&tx).unwrap().insert(node);
                },
            );
        }
        Step::Mine(node, txs) => {
            let chain = model.chains[usize::from(node)].clone();
            grow(rig, model, node, chain, &txs, 1);
        }
        Step::Reorg(node, depth, txs) => {
            let mut chain = model.chains[usize::from(node)].clone();
            let depth = depth.min(chain.len() - 1);
            for _ in 0..depth {
                let block = rig.blocks[&hash(&block_name(chain.pop().unwrap()))].clone();
                rig.tell(NodeId(node), Event::Dropped(Box::new(block)));
                model.set_chain(node, chain.clone());
            }
            grow(rig, model, node, chain, &txs, depth + 1);
        }
    }
}

/// Blocks on top of `chain`, the first with these transactions, and one new tip.
fn grow(rig: &mut Rig, model: &mut Model, node: u8, mut chain: Vec<usize>, txs: &[bool], count: usize) {
    for number in 0..count {
        let mined = |tx: &usize| chain.iter().any(|block| model.blocks[*block].contains(tx));
        let content: Vec<usize> = (0..TXS).filter(|tx| number == 0 && txs[*tx] && !mined(tx)).collect();
        let names: Vec<String> = content.iter().map(|tx| tx_name(*tx)).collect();
        let block = model.blocks.len();
        let parent = block_name(*chain.last().unwrap());
        let height = 100 + chain.len() as u64;
        rig.block(&block_name(block), &parent, height, &names.iter().map(String::as_str).collect::<Vec<_>>());
        model.blocks.push(content);
        chain.push(block);
    }
    rig.tip(NodeId(node), &block_name(*chain.last().unwrap()));
    model.set_chain(node, chain);
}

fn compare(rig: &Rig, model: &Model) {
    let rates = model.rates(&model.held.keys().copied().collect());
    for tx in 0..TXS {
        let facts = rig.facts(&tx_name(tx));
        let mined = model.best.iter().position(|block| model.blocks[*block].contains(&tx));
        match (&facts.placement, mined, model.held.get(&tx)) {
            (Placement::InBlock { confirmations, .. }, Some(position), _) => {
                assert_eq!(*confirmations, (model.best.len() - position) as u64);
            }
            (Placement::Waiting(waiting), None, Some(holders)) => {
                let near = |a: f64, b: f64| (a - b).abs() < 1e-9 * a.abs().max(1.0);
                assert!(near(waiting.effective_rate, rates[&tx]), "{tx}: {waiting:?} {rates:?}");
                let ahead = |least: f64| {
                    let paying = rates.iter().filter(|(_, rate)| **rate >= least);
                    paying.map(|(tx, _)| u64::from(model.txs[*tx].vsize)).sum::<u64>()
                };
                assert!(waiting.ahead_vsize >= ahead(rates[&tx] * (1.0 + 1e-9)), "{tx} {waiting:?} {rates:?}");
                assert!(waiting.ahead_vsize <= ahead(rates[&tx] / 1.017), "{tx} {waiting:?} {rates:?}");
                assert_eq!(usize::from(waiting.held_by.0), holders.len());
                let line = model.descendants(tx);
                assert_eq!(waiting.descendants as usize, line.len());
                assert_eq!(waiting.displaced_fee, model.sums(&line).0 + model.txs[tx].fee);
                compare_blockers(&facts, model, tx);
            }
            (Placement::Left(_) | Placement::Nowhere, None, None) => {}
            (found, mined, held) => panic!("{tx}: {found:?}, but mined {mined:?} and held {held:?}"),
        }
    }
}

fn compare_blockers(facts: &Facts, model: &Model, tx: usize) {
    let mut others: BTreeSet<usize> = model.held.keys().copied().collect();
    others.retain(|other| *other != tx && !model.descendants(tx).contains(other));
    let held = others.iter().map(|other| (*other, model.held[other].clone())).collect();
    let alone = Model { held, txs: model.txs.clone(), blocks: Vec::new(), chains: [vec![], vec![]], best: Vec::new() };
    let rates = alone.rates(&others);
    let want: BTreeMap<TxId, f64> =
        model.ancestors(tx).into_iter().map(|ancestor| (id(&tx_name(ancestor)), rates[&ancestor])).collect();
    assert_eq!(facts.blockers.len(), want.len());
    for blocker in &facts.blockers {
        assert!(
            (blocker.effective_rate - want[&blocker.id]).abs() < 1e-9 * want[&blocker.id].max(1.0),
            "{facts:?} {want:?}"
        );
    }
    assert!(facts.blockers.is_sorted_by(|a, b| a.effective_rate <= b.effective_rate));
}

proptest! {
    #[test]
    fn random_histories_hold_what_the_model_holds(
        txs in (0..TXS).map(made).collect::<Vec<_>>(),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut rig = Rig::idle(2);
        rig.block("B0", "", 100, &[]);
        for node in [A, B] {
            rig.up(node);
            rig.tip(node, "B0");
        }
        for (place, made) in txs.iter().enumerate() {
            let parents = made.parents.iter().map(|(parent, vout)| format!("{}/{vout}", tx_name(*parent)));
            let spends: BTreeSet<String> = parents.chain(made.coins.iter().map(|coin| format!("coin{coin}"))).collect();
            let mut pending = rig.tx(&tx_name(place), &spends.iter().map(String::as_str).collect::<Vec<_>>(), made.fee, "shop");
            pending.vsize = made.vsize;
            rig.known.insert(pending.id, pending);
        }
        let chains = [vec![0], vec![0]];
        let mut model = Model { txs, held: BTreeMap::new(), blocks: vec![vec![]], chains, best: vec![0] };
        for step in steps {
            play(&mut rig, &mut model, step);
            compare(&rig, &model);
        }
    }
}
