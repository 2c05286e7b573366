//! The simulated chain with gas says what a real one would.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    Claim, ClaimState, Found,
    account::{FailureKind, MARKET_BLOCKS},
};

fn ether(amount: u64) -> U256 {
    U256::from(amount) * U256::from(10).pow(U256::from(18))
}

fn chain() -> (GasSimulator, Address, Address) {
    let chain = GasSimulator::new("main", 1, 1_000, Timestamp::now());
    let (sender, recipient) = (chain.account(ether(10)), chain.account(ether(1)));
    (chain, sender, recipient)
}

async fn asked(chain: &GasSimulator, id: TxId, claims: Vec<Claim>) -> Asked {
    let said = chain.fetch(&Ask { id, claims, since: None }).await;
    said.iter().find_map(|said| said.event.asked()).unwrap().clone()
}

#[tokio::test]
async fn what_pays_enough_is_mined_in_its_senders_order() {
    let (chain, sender, recipient) = chain();
    let pay = |nonce| Call { nonce: Some(nonce), ..Call::pay(sender, recipient, ether(1)) };
    let [second, first, after_a_gap] = [1, 0, 3].map(|nonce| chain.send(pay(nonce)));
    assert_eq!(asked(&chain, second, vec![]).await.answer, Found::Pooled);
    let block = chain.mine(Fill { used: 0.5, ..Fill::default() });
    for id in [first, second] {
        let told = asked(&chain, id, vec![]).await;
        assert_eq!(told.answer, Found::InBlock { block, confirmations: 1, coinbase: false });
    }
    let line = asked(&chain, after_a_gap, vec![]).await.details.unwrap().line.unwrap();
    assert_eq!((line.next, line.free, line.waiting.len()), (2, Some(2), 1));
}

#[tokio::test]
async fn a_replacement_takes_the_nonce() {
    let (chain, sender, recipient) = chain();
    let first = chain.send(Call::pay(sender, recipient, ether(1)));
    let again = Call { nonce: Some(0), ..Call::pay(sender, recipient, ether(1)).offering(90 * GWEI, 3 * GWEI) };
    let second = chain.send(again);
    let claim = Claim::nonce(&sender, 0);
    let told = asked(&chain, first, vec![claim]).await;
    assert_eq!((told.answer, told.claims), (Found::Absent, vec![(claim, ClaimState::SpentByWaiting(second))]));
    let block = chain.mine(Fill::default());
    let told = asked(&chain, first, vec![claim]).await;
    assert_eq!(told.claims, [(claim, ClaimState::SpentInBlock(second, block))]);
}

#[tokio::test]
async fn who_pays_too_little_waits() {
    let (chain, sender, recipient) = chain();
    let cheap = chain.send(Call::pay(sender, recipient, ether(1)).offering(u128::from(chain.base_fee()) - 1, 1));
    let (stingy, poor) = (chain.account(ether(10)), chain.account(ether(10)));
    let stingy = chain.send(Call::pay(stingy, recipient, ether(1)).offering(90 * GWEI, 1));
    let broke = chain.send(Call::pay(poor, recipient, ether(1)));
    chain.set_balance(poor, ether(1));
    chain.mine(Fill { used: 1.0, tip: GWEI, time: None });
    for id in [cheap, stingy, broke] {
        assert_eq!(asked(&chain, id, vec![]).await.answer, Found::Pooled);
    }
}

#[tokio::test]
async fn a_dropped_block_gives_back_what_it_held() {
    let (chain, sender, recipient) = chain();
    let id = chain.send(Call::pay(sender, recipient, ether(1)));
    chain.mine(Fill::default());
    chain.reorganize();
    assert_eq!(asked(&chain, id, vec![]).await.answer, Found::Pooled);
    assert_eq!(chain.tip().height, 1_002);
}

#[tokio::test]
async fn the_base_fee_follows_the_blocks_and_failures_say_why() {
    let (chain, sender, recipient) = chain();
    let before = chain.base_fee();
    let refused = Call { ends: Ending::Refused("no"), ..Call::transfer(sender, recipient, sender, ether(1)) };
    let id = chain.send(refused);
    for _ in 0..MARKET_BLOCKS {
        chain.mine(Fill { used: 1.0, tip: GWEI, time: None });
    }
    assert!(chain.base_fee() > 10 * before);
    let outcome = asked(&chain, id, vec![]).await.details.unwrap().outcome.unwrap();
    assert_eq!(outcome.failure.unwrap().kind, FailureKind::Reverted);
    assert!(outcome.moved.is_empty() && outcome.succeeded == Some(false));
}
