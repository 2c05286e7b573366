//! Facts of a chain with gas for tests: a transfer of 0.1 ETH that waits and has nothing wrong with it, and small
//! changes to it.

use chains::{
    BlockRef, Kind,
    account::{Blobs, GasBlock, GasMarket, Input, TokenCall},
    evm::{
        fees::{FeeRule, PastBlock},
        forecast::Forecast,
    },
};
use jiff::ToSpan;
use rand::{SeedableRng, rngs::StdRng};

use super::samples::{NOW, block, id, minutes_ago};
use crate::facts::{Facts, Placement, Pooled, gas::*};

pub const GWEI: u128 = 1_000_000_000;
pub const ETHER: u64 = 1_000_000_000_000_000_000;

pub fn address(byte: u8) -> Address {
    Address::repeat_byte(byte)
}

/// Turns the chain into Ethereum: blocks every 12 seconds, a base fee of 20 gwei, room in every block.
pub fn on_evm(facts: &mut Facts) {
    facts.network.chain = "ethereum".into();
    facts.network.kind = Kind::Evm { chain_id: 1 };
    facts.network.block_interval_s = 12.0;
    facts.network.tip_seen = Some(NOW - 6.seconds());
    facts.network.queue = None;
    facts.network.gas = Some(costs());
    facts.network.required = 12;
    facts.gas = Some(Box::new(Gas {
        coin: "ETH",
        order: Order::Validators,
        signed: None,
        account: None,
        price: Some(price()),
        outcome: None,
        finality: Finality { safe: Some(899_960), finalized: Some(899_930) },
        wanted: None,
        expected: Expected::default(),
        contracts: std::sync::Arc::default(),
    }));
}

/// Blocks half full, whose gas paid tips from 1 to 3 gwei.
pub fn costs() -> Costs {
    let tips = |block: u128| (GWEI, if block > 16 { 3 * GWEI } else { 2 * GWEI });
    let block = |block| GasBlock { base_fee: 20 * GWEI, used: 0.5, tips: Some(tips(block)) };
    let told = GasMarket {
        height: 900_000,
        next_base_fee: Some(20 * GWEI),
        next_blob_fee: None,
        gas_limit: 1 << 24,
        rule: Some(FeeRule::ETHEREUM),
        blocks: (0..20).map(block).collect(),
    };
    let finality = Finality { safe: Some(899_960), finalized: Some(899_930) };
    let forecast = price().forecast;
    Costs { coin: "ETH", order: Order::Validators, told: told.into(), forecast, finality, wanted: None }
}

fn price() -> Price {
    let past = [PastBlock { gas_used_ratio: 0.5, low_tip: 0 }; 20];
    let forecast = Forecast::draw(&FeeRule::ETHEREUM, 20_000_000_000, &past, 0.0, 50, &mut StdRng::seed_from_u64(1));
    Price {
        next_base_fee: 20 * GWEI,
        next_blob_fee: Some(5),
        going_tip: 0,
        gas_limit: 1 << 24,
        not_before: NotBefore::Blocks(0),
        forecast: forecast.map(std::sync::Arc::new),
    }
}

pub fn signed(nonce: u64) -> Signed {
    Signed {
        id: id(nonce as u8),
        sender: address(0x51),
        nonce,
        to: Some(address(0x52)),
        value: U256::from(ETHER / 10),
        input: Input::default(),
        gas_limit: 21_000,
        max_fee: 30 * GWEI,
        tip: GWEI,
        blobs: None,
        by_protocol: false,
        fee_in_other: false,
    }
}

/// Waits for four minutes with nonce 7, which is next, changed as told.
pub fn pooled_as(change: impl Fn(&mut Gas)) -> impl Fn(&mut Facts) {
    move |facts| {
        on_evm(facts);
        facts.first_seen = Some(minutes_ago(4));
        facts.coverage.nodes[0].holds = true;
        facts.placement = Placement::Pooled(Pooled { entered: minutes_ago(4), held_by: (1, 1) });
        let Some(gas) = &mut facts.gas else { return };
        let own = Signed { id: facts.id, ..signed(7) };
        gas.account = Some(Account {
            sender: own.sender,
            nonce: 7,
            next: 7,
            missing: Vec::new(),
            missing_count: 0,
            earlier: Vec::new(),
            rival: None,
            shown: Shown::Whole,
            balance: Some(U256::from(ETHER)),
            own_needed: most_cost(&own),
            needed: most_cost(&own),
        });
        gas.signed = Some(own);
        change(gas);
    }
}

pub fn pooled(facts: &mut Facts) {
    pooled_as(|_| ())(facts);
}

pub fn account(gas: &mut Gas, change: impl Fn(&mut Account)) {
    if let Some(account) = &mut gas.account {
        change(account);
    }
}

pub fn offer_as(gas: &mut Gas, change: impl Fn(&mut Signed)) {
    if let Some(signed) = &mut gas.signed {
        change(signed);
    }
}

pub fn price_as(gas: &mut Gas, change: impl Fn(&mut Price)) {
    if let Some(price) = &mut gas.price {
        change(price);
    }
}

/// The nonces before it are missing.
pub fn gap(gas: &mut Gas) {
    account(gas, |account| (account.next, account.missing, account.missing_count) = (5, vec![5, 6], 2));
}

/// One with the nonce before it waits, and offers too little.
pub fn blocked(gas: &mut Gas) {
    account(gas, |account| {
        (account.next, account.earlier) = (6, vec![Signed { max_fee: 10 * GWEI, ..signed(6) }]);
    });
}

pub fn blobs(gas: &mut Gas) {
    offer_as(gas, |signed| signed.blobs = Some(Blobs { count: 1, max_fee: 1 }));
}

/// In a block, so many confirmations deep, and successful, changed as told.
pub fn mined_as(confirmations: u64, change: impl Fn(&mut Gas)) -> impl Fn(&mut Facts) {
    move |facts| {
        on_evm(facts);
        facts.first_seen = Some(minutes_ago(40));
        let block = block(900_001 - confirmations, 6);
        facts.placement = Placement::InBlock { block, confirmations, coinbase: false };
        let Some(gas) = &mut facts.gas else { return };
        let own = Signed { id: facts.id, ..signed(7) };
        gas.outcome = Some(outcome(block, &own));
        gas.signed = Some(own);
        change(gas);
    }
}

fn outcome(block: BlockRef, own: &Signed) -> Outcome {
    let moved = own.to.map(|to| Moved { token: None, from: own.sender, to, what: What::Amount(own.value) });
    Outcome {
        block,
        succeeded: Some(true),
        gas_used: 21_000,
        gas_price: Some(21 * GWEI),
        failure: None,
        moved: moved.into_iter().collect(),
        more: false,
        inner: Vec::new(),
        inner_runs: 0,
        unread: Vec::new(),
        created: None,
        to_contract: Some(false),
        layer2: None,
    }
}

pub fn outcome_as(gas: &mut Gas, change: impl Fn(&mut Outcome)) {
    if let Some(outcome) = &mut gas.outcome {
        change(outcome);
    }
}

/// It failed so.
pub fn failed(kind: FailureKind, by: Source, data: Vec<u8>) -> impl Fn(&mut Gas) {
    move |gas| {
        outcome_as(gas, |outcome| {
            outcome.succeeded = Some(false);
            outcome.moved.clear();
            outcome.failure = Some(Failure { by, data: data.clone(), kind });
        });
    }
}

/// It asks the token 0x55… to move 1,000,000 units of its to 0x52…; so many arrive there.
pub fn token(arrived: u64) -> impl Fn(&mut Gas) {
    move |gas| {
        offer_as(gas, |signed| {
            let call = TokenCall { to: address(0x52), amount: U256::from(1_000_000) };
            signed.input = Input { len: 68, digest: 1, selector: Some([0xa9, 0x05, 0x9c, 0xbb]), token: Some(call) };
            (signed.to, signed.value) = (Some(address(0x55)), U256::ZERO);
        });
        outcome_as(gas, |outcome| {
            let token = Token { contract: address(0x55), decimals: Some(6), symbol: None };
            let what = What::Amount(U256::from(arrived));
            outcome.moved = vec![Moved { token: Some(token), from: address(0x51), to: address(0x52), what }];
        });
    }
}

/// The token 0x55… says that so much moved.
pub fn moved(from: u8, to: u8, what: What) -> Moved {
    let token = Token { contract: address(0x55), decimals: Some(6), symbol: None };
    Moved { token: Some(token), from: address(from), to: address(to), what }
}

/// So many things were run inside, and those for these accounts failed; with none, as contracts tell that nobody called.
pub fn ran_inside(kind: InnerKind, runs: u32, failed: &'static [u8]) -> impl Fn(&mut Gas) {
    move |gas| {
        outcome_as(gas, |outcome| {
            let inner = |account: &u8| Inner { kind, account: address(*account), data: Vec::new(), verified: runs > 0 };
            (outcome.inner, outcome.inner_runs) = (failed.iter().map(inner).collect(), runs);
        });
    }
}
