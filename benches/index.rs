//! What the index costs: bytes per waiting transaction (printed first), and the time of an observation and of a
//! question, over a mempool of 300,000. Says nothing about nodes or the network.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::{hint::black_box, time::Instant};

use chains::{
    Block, BlockHash, BlockRef, BlockTx, Claim, Event, Feed, Kind, NodeId, NodeState, NodeStatus, Observation, Payment,
    Pending, TxId, TxIndex,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use txwhy::index::{Context, Index, Settings, WINDOW};

mod memory;
use memory::Memory;

const WAITING: u64 = 300_000;
const BLOCK_TXS: u64 = 3_500;

fn main_bench(criterion: &mut Criterion) {
    let mut index = Index::new(Settings {
        chain: "bitcoin".into(),
        kind: Kind::Bitcoin,
        nodes: vec!["main".into()],
        watching_since: time(0),
        required: 2,
        wanted: None,
        block_interval_s: 600.0,
        contracts: Default::default(),
    });
    tell(&mut index, Event::Node(NodeState::Up(Box::new(status()))));
    measure(&mut index);
    bench(criterion, index);
}

/// Fills the index and prints what that took.
fn measure(index: &mut Index) {
    let (before, start) = (Memory::now(), Instant::now());
    for number in 0..WAITING {
        let pending = pending(number);
        black_box(tell(index, Event::Entered(Box::new(pending))));
    }
    let (took, grown) = (start.elapsed(), before.grown());
    println!(
        "{WAITING} waiting: {} bytes each allocated, {} resident; entered in {took:.2?}",
        grown.allocated / WAITING,
        grown.resident / WAITING
    );

    let (before, start) = (Memory::now(), Instant::now());
    for height in 0..WINDOW as u64 {
        tell(index, Event::Block(Box::new(block(height))));
        tell(index, Event::Tip(block_ref(height)));
    }
    let (bytes, took) = (before.grown().allocated, start.elapsed());
    let txs = WINDOW as u64 * BLOCK_TXS;
    println!("{WINDOW} blocks of {BLOCK_TXS}: {} bytes a transaction; told in {took:.2?}", bytes / txs);
}

fn bench(criterion: &mut Criterion, mut index: Index) {
    let mut number = 0;
    criterion.bench_function("enter and leave", |bencher| {
        bencher.iter_batched(
            || {
                number += 1;
                pending(WAITING + number)
            },
            |pending| {
                let id = pending.id;
                tell(&mut index, Event::Entered(Box::new(pending)));
                tell(&mut index, Event::Left(id))
            },
            BatchSize::SmallInput,
        );
    });
    let mut number = 0;
    criterion.bench_function("facts of a waiting transaction", |bencher| {
        bencher.iter(|| {
            number = (number + 7_919) % WAITING;
            index.facts(&id(number), Context::default(), time(1_700_000_000))
        });
    });
    criterion.bench_function("facts of one that nobody knows", |bencher| {
        bencher.iter(|| index.facts(&id(u64::MAX), Context::default(), time(1_700_000_000)));
    });
}

/// One to three inputs and outputs; every third spends an output of one shortly before it.
fn pending(number: u64) -> Pending {
    let dice = mix(number);
    let claims = (0..1 + dice % 3).map(|input| match input {
        0 if number % 3 == 2 => Claim::outpoint(&id(number - 1 - dice % 2), 0),
        _ => Claim::outpoint(&id(mix(number ^ input << 40) | 1 << 63), input as u32),
    });
    let pays = (0..1 + dice / 3 % 3).map(|output| Payment { to: mix(dice ^ output), amount: dice >> 20 });
    let vsize = 110 + (dice % 3) * 68 + (dice / 3 % 3) * 31;
    Pending {
        id: id(number),
        claims: claims.collect(),
        pays: pays.collect(),
        fee: vsize * (1 + dice / 11 % 100),
        vsize: vsize as u32,
        entered: time(1_700_000_000),
        chunk_rate: None,
        unbroadcast: false,
        signals_replacement: true,
        note: None,
    }
}

fn block(height: u64) -> Block {
    let tx = |number| BlockTx { id: id(1 << 50 | height << 20 | number), claims: Vec::new(), pays: Vec::new() };
    let parent = BlockHash(id(1 << 60 | height.wrapping_sub(1)).0);
    Block { at: block_ref(height), parent, txs: (0..BLOCK_TXS).map(tx).collect() }
}

fn block_ref(height: u64) -> BlockRef {
    BlockRef { hash: BlockHash(id(1 << 60 | height).0), height, time: time(1_700_000_000) }
}

fn tell(index: &mut Index, event: Event) -> txwhy::index::Changes {
    index.apply(Observation { node: NodeId(0), at: time(1_700_000_000), event })
}

fn id(number: u64) -> TxId {
    let mut bytes = [0; 32];
    for part in 0..4 {
        bytes[part * 8..][..8].copy_from_slice(&mix(number.wrapping_mul(4) + part as u64).to_be_bytes());
    }
    TxId(bytes)
}

/// SplitMix64's finaliser: spreads a number over 64 bits, the same in each run.
fn mix(number: u64) -> u64 {
    let mut word = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn status() -> NodeStatus {
    NodeStatus {
        version: String::new(),
        network: "main".into(),
        syncing: false,
        headers: 0,
        peers: 8,
        tx_index: TxIndex::No,
        pruned: false,
        mempool_min_rate: 1.0,
        relay_min_rate: 1.0,
        incremental_rate: 1.0,
        expiry_hours: None,
        feed: Feed::Push,
    }
}

criterion_group!(benches, main_bench);
criterion_main!(benches);
