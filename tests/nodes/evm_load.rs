//! What the service costs an EVM node, counted by a proxy before a real anvil: nothing for what is indexed, the same per
//! block however many transactions it holds, and a handful per look-up. `benches/evm.rs` prints the figures.

use serde_json::json;

use crate::{
    anvil::{Anvil, REFUSES, hex},
    counter::{Counter, Tally},
    node::until,
    service::{Service, Setup},
};

/// Most calls of one look-up, in as many messages over a WebSocket, whatever it is about.
const HANDFUL: usize = 16;

fn counted(address: fn(&Counter) -> String) -> (Anvil, Counter, Service) {
    let anvil = Anvil::start();
    let counter = Counter::before(&anvil);
    let service = Setup::evm_at(&address(&counter)).start();
    (anvil, counter, service)
}

/// What is asked until a new block and its market are known.
fn until_heard(counter: &Counter) -> Tally {
    let mut tally = Tally::default();
    until("what gas costs after the block is asked", || {
        tally.calls.extend(counter.take().calls);
        tally.calls.iter().any(|method| method == "eth_feeHistory")
    });
    tally
}

#[test]
fn what_is_indexed_costs_the_node_nothing() {
    let (anvil, counter, service) = counted(Counter::ws);
    let id = anvil.pay(0, 1);
    service.until(&id, "waiting: next_in_line (ok)");
    anvil.mine(1);
    service.until(&id, "included: awaiting_confirmations (ok)");
    for confirmations in 2..8 {
        counter.take();
        anvil.mine(1);
        until_heard(&counter);
        service.until_that(&id, "the block counts", |answer| answer["progress"]["confirmations"] == confirmations);
        assert_eq!(counter.take().besides_the_pulse(), Vec::<String>::new());
        for lang in ["en", "zh-CN"] {
            for required in 1..10 {
                service.tx(&format!("{id}?required={required}&lang={lang}"));
            }
        }
        assert_eq!(counter.take().besides_the_pulse(), Vec::<String>::new());
    }
}

#[test]
fn a_block_costs_the_same_however_full_it_is() {
    let (anvil, counter, _service) = counted(Counter::http);
    let per_block = |transactions: usize| {
        for number in 0..transactions {
            anvil.send(number % 9, json!({"to": anvil.account(9), "value": "0x1", "gas": hex(21_000)}));
        }
        counter.take();
        anvil.mine(1);
        until_heard(&counter).besides_the_pulse()
    };
    // What came before the first block is over.
    per_block(0);
    let empty = per_block(0);
    assert!(!empty.is_empty());
    assert_eq!(per_block(90), empty);
}

#[test]
fn a_look_up_costs_a_handful_of_calls() {
    let (anvil, counter, service) = counted(Counter::http);
    let contract = anvil.deploy(REFUSES);
    let (paid, failed) = (anvil.pay(0, 1), anvil.send(1, json!({"to": contract, "gas": hex(100_000)})));
    anvil.mine(1);
    let waiting = anvil.pay(2, 1);
    let unknown = "ab".repeat(32);
    let replaced = format!("{}?sender={}&nonce=0", "cd".repeat(32), anvil.account(0));
    until("the block is known", || service.ask("/v1/networks/ethereum").1["block"]["height"] == 2);
    for (id, stage) in
        [(paid, "included"), (failed, "failed"), (waiting, "waiting"), (unknown, "unknown"), (replaced, "gone")]
    {
        counter.take();
        let answer = service.tx(&id);
        assert_eq!(answer["stage"], stage, "{answer:#}");
        let calls = counter.take().besides_the_pulse();
        assert!((1..=HANDFUL).contains(&calls.len()), "{stage}: {calls:?}");
    }
}
