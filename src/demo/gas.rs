//! What happens on the network with gas: one of each kind of trouble before the visitor looks, then a block every few
//! seconds. Says what is done to the network; what that means is the diagnosis's to find out.

use std::time::Duration;

use chains::{
    TxId,
    account::{Address, Blobs, U256},
    simulated::gas::{BLOB_FEE, Call, Ending, Fill, GAS_LIMIT, GWEI, GasSimulator},
};
use jiff::{SignedDuration, Timestamp};

use super::{Example, market::Market};

pub const NAME: &str = "demo-gas";
pub const HEIGHT: u64 = 20_000_000;
/// Seconds between blocks.
pub const INTERVAL_S: f64 = 12.0;
/// Confirmations; what is final is wanted besides.
pub const REQUIRED: u64 = 5;
/// Around what base fee (wei) the network keeps.
const USUAL: u64 = 20_000_000_000;
/// What strangers leave to the block's maker (wei).
const TIP: u128 = 2 * GWEI;

/// The network, and what has been shown on it; everybody there has a hundred coins.
struct Stage<'a> {
    chain: &'a GasSimulator,
    examples: Vec<Example>,
}

/// Plays what goes wrong, once the network is followed, and says where to look.
pub async fn play(chain: &GasSimulator, market: &mut Market) -> Vec<Example> {
    let mut stage = Stage { chain, examples: Vec::new() };
    stage.failed();
    stage.succeeded_but();
    let settled = stage.pay();
    stage.example("confirmed and final", "settled", settled);
    blocks(chain, 80, 10);
    let deep = stage.pay();
    stage.example("in a block, not final yet", "awaiting_finality", deep);
    blocks(chain, 8, 2);
    stage.mined();
    stage.waiting();
    stage.replaced();
    chain.delivered().await;
    stage.gone(market);
    chain.delivered().await;
    stage.examples
}

/// A block now and then, for ever.
pub async fn go_on(chain: &GasSimulator) {
    loop {
        tokio::time::sleep(Duration::from_secs_f64(INTERVAL_S)).await;
        chain.mine(fill(chain));
    }
}

/// Full where gas is cheap, and with room where it is dear.
fn fill(chain: &GasSimulator) -> Fill {
    Fill { used: if chain.base_fee() < USUAL { 1.0 } else { 0.2 }, tip: TIP, time: None }
}

/// The blocks from so many to so many intervals ago.
fn blocks(chain: &GasSimulator, from: u32, to: u32) {
    for ago in (to..from).rev() {
        let age = SignedDuration::from_secs_f64(f64::from(ago) * INTERVAL_S);
        chain.mine(Fill { time: Timestamp::now().saturating_sub(age).ok(), ..fill(chain) });
    }
}

fn coins(amount: u64) -> U256 {
    U256::from(amount) * U256::from(10).pow(U256::from(18))
}

impl Stage<'_> {
    fn person(&self) -> Address {
        self.chain.account(coins(100))
    }

    fn payment(&self) -> Call {
        Call::pay(self.person(), self.person(), coins(1))
    }

    fn transfer(&self) -> Call {
        Call::transfer(self.person(), self.person(), self.person(), U256::from(250_000_000))
    }

    fn pay(&self) -> TxId {
        self.chain.send(self.payment())
    }

    fn example(&mut self, label: &'static str, cause: &'static str, id: TxId) {
        self.examples.push(Example { label, chain: NAME, id, cause });
    }

    fn send(&mut self, label: &'static str, cause: &'static str, call: Call) -> TxId {
        let id = self.chain.send(call);
        self.example(label, cause, id);
        id
    }

    /// What was in a block and failed.
    fn failed(&mut self) {
        let refused = Ending::Refused("ERC20: transfer amount exceeds balance");
        let refused = Call { ends: refused, ..self.transfer() };
        let short = Call { ends: Ending::OutOfGas, gas_limit: 30_000, ..self.transfer() };
        self.send("failed: the contract refused", "reverted", refused);
        self.send("failed: it ran out of gas", "out_of_gas", short);
    }

    /// What was in a block and came to another end than meant.
    fn succeeded_but(&mut self) {
        let (nothing, elsewhere) = (Ending::Moves(Vec::new()), Ending::Moves(vec![(self.person(), U256::from(250))]));
        let nothing = Call { ends: nothing, ..self.transfer() };
        let elsewhere = Call { ends: elsewhere, ..self.transfer() };
        let fee = self.transfer();
        let kept = fee.token.map(|call| vec![(call.to, call.amount * U256::from(9) / U256::from(10))]);
        let fee = Call { ends: Ending::Moves(kept.unwrap_or_default()), ..fee };
        let inside = Call { ends: Ending::FailsInside, value: U256::ZERO, gas_limit: 120_000, ..self.payment() };
        self.send("succeeded, but nothing moved", "succeeded_without_transfer", nothing);
        self.send("succeeded, but somebody else got it", "succeeded_elsewhere", elsewhere);
        self.send("succeeded, but the token kept a part", "succeeded_amount_differs", fee);
        self.send("succeeded, but the wallet's own payment failed inside", "inner_call_failed", inside);
    }

    /// What is in blocks, or was.
    fn mined(&mut self) {
        let (slow, fast) = self.raised(|call| call);
        self.example("replaced at a higher fee; that one is in a block", "replaced", slow);
        tracing::debug!(%fast, "took its place");
        blocks(self.chain, 2, 1);
        let fresh = self.pay();
        self.chain.mine(fill(self.chain));
        self.example("in a block, some confirmations are missing", "awaiting_confirmations", fresh);
        let returned = self.pay();
        self.chain.mine(fill(self.chain));
        self.chain.reorganize();
        self.example("was in a block that the network dropped", "returned_by_reorg", returned);
    }

    /// What waits.
    fn waiting(&mut self) {
        let base_fee = u128::from(self.chain.base_fee());
        self.send("pays enough for the next block", "next_in_line", self.payment());
        self.send(
            "pays less than every block asks",
            "fee_below_base",
            self.payment().offering(base_fee * 6 / 10, GWEI),
        );
        self.send("leaves less than blocks take", "tip_too_low", self.payment().offering(10 * base_fee, 1));
        self.send("earlier ones are missing", "nonce_gap", Call { nonce: Some(2), ..self.payment() });
        self.send(
            "more gas than a block has",
            "gas_limit_too_high",
            Call { gas_limit: GAS_LIMIT + 1, ..self.payment() },
        );
        let blobs = Some(Blobs { count: 1, max_fee: BLOB_FEE / 5 });
        self.send("its blobs cost more than it offers", "blob_fee_too_low", Call { blobs, ..self.payment() });
        let first = self.payment().offering(base_fee / 2, GWEI);
        let blocked = Call { sender: first.sender, ..self.payment() };
        self.chain.send(first);
        self.send("an earlier one of the same sender pays too little", "blocked_by_earlier_nonce", blocked);
        let spent = self.payment();
        let sender = spent.sender;
        self.send("the money is gone", "insufficient_balance", spent);
        self.chain.set_balance(sender, U256::from(GWEI));
        let one = self.payment();
        let other = Call { nonce: Some(0), to: self.person(), ..one.clone() }.offering(80 * GWEI, TIP);
        self.send("another one with the same number waits", "rival_pending", one);
        self.chain.send_beside(other);
    }

    /// What another took the place of, which waits.
    fn replaced(&mut self) {
        let (faster, _) = self.raised(|call| call);
        let (cancelled, _) = self.raised(|call| Call { to: call.sender, value: U256::ZERO, ..call });
        let somebody = self.person();
        let (redirected, _) = self.raised(|call| Call { to: somebody, ..call });
        self.example("replaced at a higher fee; that one waits", "replaced", faster);
        self.example("cancelled; that waits", "replaced", cancelled);
        self.example("replaced by a payment to somebody else", "replaced", redirected);
    }

    /// A payment, and what its sender sends in its place.
    fn raised(&self, change: impl Fn(Call) -> Call) -> (TxId, TxId) {
        let first = self.payment();
        let second = Call { nonce: Some(0), ..change(first.clone()) }.offering(90 * GWEI, 3 * GWEI);
        (self.chain.send(first), self.chain.send(second))
    }

    /// What isn't there any more, or never was.
    fn gone(&mut self, market: &mut Market) {
        let dropped = self.pay();
        self.chain.forget(&dropped);
        self.example("left, and nobody can say why", "dropped", dropped);
        self.example("nobody has seen it", "never_seen", market.id());
        self.example("a block's hash", "is_block_hash", TxId(self.chain.tip().hash.0));
    }
}
