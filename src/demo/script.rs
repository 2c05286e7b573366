//! What happens on the busy network before the visitor looks: one of each kind of trouble. Says what is done to the
//! network; what that means is the diagnosis's to find out.

use chains::{
    TxId,
    simulated::{BLOCK_VSIZE, Draft, Simulator, Template},
};
use jiff::{SignedDuration, Timestamp};

use super::{Example, INTERVAL_S, market::Market};

/// Blocks that there are already.
const PAST: i64 = 40;
/// Blocks' worth that waits.
pub const QUEUE: f64 = 3.5;
/// Transactions in a block that the script mines.
const IN_BLOCK: usize = 150;
/// The lowest rate that the full mempools take in the end (sat/vB).
const MIN_RATE: f64 = 2.5;

/// The blocks so far and the queue.
pub fn past(simulator: &Simulator, market: &mut Market, now: Timestamp) {
    for block in (0..PAST).rev() {
        let age = SignedDuration::from_secs((block as f64 * INTERVAL_S) as i64 + 20);
        let time = now.saturating_sub(age).ok();
        simulator.mine_block(Template { take: Some(Vec::new()), private: market.drafts(IN_BLOCK), time });
    }
    let mut room = QUEUE * BLOCK_VSIZE as f64;
    while room > 0.0 {
        let draft = market.waiting();
        room -= f64::from(draft.vsize);
        // Nothing that the market offers is refused.
        let _ = simulator.send(draft);
    }
}

/// What waits.
pub fn waiting(simulator: &Simulator, market: &mut Market) -> Vec<Example> {
    let minutes = SignedDuration::from_mins;
    let send = |label, cause, draft: Draft| example(label, cause, simulator.send(draft).ok());
    let mut examples = vec![
        send("pays enough for the next block", "next_in_line", Draft::paying(90.0)),
        send("pays less than the next blocks take", "fee_below_market", Draft::paying(5.0).aged(minutes(14))),
        send("no peer has asked for it", "not_propagated", Draft::paying(25.0).aged(minutes(31)).unbroadcast()),
        // Stays, while what pays still less is thrown out below.
        send("among the next to be thrown out", "near_eviction", Draft::paying(2.7).aged(minutes(40))),
    ];
    let drag = simulator.send(Draft::paying(2.0).size(3_000).aged(minutes(25))).ok();
    let dragged =
        drag.and_then(|parent| simulator.send(Draft::paying(60.0).spending(&parent, 0).aged(minutes(8))).ok());
    examples.push(example("pays well, and its parent doesn't", "parent_fee_too_low", dragged));
    let lifted = simulator.send(Draft::paying(2.0).aged(minutes(20))).ok();
    let lifting = lifted.and_then(|parent| simulator.send(Draft::paying(200.0).spending(&parent, 0)).ok());
    examples.push(example(
        "pays little, and its child pays for it",
        "next_in_line",
        lifted.filter(|_| lifting.is_some()),
    ));
    let replaced = replaced(simulator, |draft| draft.bumped(30.0));
    examples.push(example("replaced at a higher fee; that one waits", "replaced", replaced));
    let recipient = market.recipient();
    let redirected = self::replaced(simulator, |draft| draft.redirected(35.0, recipient));
    examples.push(example("replaced by a payment to somebody else", "replaced", redirected));
    examples.into_iter().flatten().collect()
}

/// What is in blocks, or was.
pub fn mined(simulator: &Simulator, market: &mut Market) -> Vec<Example> {
    let past = simulator.block_at(simulator.tip().height - 9);
    let (settled, coinbase) =
        past.map(|block| (block.txs.get(3).map(|tx| tx.id), block.txs.first().map(|tx| tx.id))).unzip();
    let returned = simulator.send(Draft::paying(6.0)).ok();
    block(simulator, market, returned, None);
    let other = Template { take: Some(Vec::new()), private: market.drafts(IN_BLOCK), time: None };
    simulator.reorganize(1, vec![other]);

    let first = simulator.send(Draft::paying(4.0).aged(SignedDuration::from_mins(9))).ok();
    let second = first.and_then(|id| simulator.send(simulator.draft(&id)?.bumped(95.0)).ok());
    let spent = simulator.send(Draft::paying(8.0)).ok();
    let rival = spent.and_then(|id| simulator.draft(&id)).map(|draft| draft.redirected(50.0, market.recipient()));
    block(simulator, market, second, rival);
    let tip = simulator.send(Draft::paying(70.0)).ok();
    block(simulator, market, tip, None);
    let examples = [
        example("in a block, one of two confirmations", "awaiting_confirmations", tip),
        example("confirmed", "settled", settled.flatten()),
        example("was in a block that the network dropped", "returned_by_reorg", returned),
        example("replaced at a higher fee; that one is confirmed", "replaced", first),
        example("a block spent its coins otherwise", "double_spent", spent),
        example("a miner's reward, not spendable yet", "coinbase_immature", coinbase.flatten()),
    ];
    examples.into_iter().flatten().collect()
}

/// What left without a block.
pub fn gone(simulator: &Simulator) -> Vec<Example> {
    let parent = simulator.send(Draft::paying(5.0)).ok();
    let child = parent.and_then(|parent| simulator.send(Draft::paying(9.0).spending(&parent, 0)).ok());
    let next = parent.and_then(|id| simulator.send(simulator.draft(&id)?.bumped(40.0)).ok());
    let cheap = simulator.send(Draft::paying(2.1).aged(SignedDuration::from_hours(3))).ok();
    simulator.set_min_rate(MIN_RATE);
    let old = simulator.send(Draft::paying(7.0).aged(SignedDuration::from_hours(337))).ok();
    simulator.expire();
    let dropped = simulator.send(Draft::paying(11.0)).ok();
    dropped.into_iter().for_each(|id| simulator.forget(id));
    let examples = [
        example("what it spent from was replaced", "ancestor_replaced", child.filter(|_| next.is_some())),
        example("thrown out of full mempools", "evicted_low_fee", cheap),
        example("waited for two weeks", "expired", old),
        example("left, and nobody can say why", "dropped", dropped),
    ];
    examples.into_iter().flatten().collect()
}

/// What isn't there.
pub fn unknown(simulator: &Simulator, market: &mut Market) -> Vec<Example> {
    let (orphan, _) = simulator.send_orphan(Draft::paying(20.0));
    let block = TxId(simulator.tip().hash.0);
    let examples = [
        example("its parent is unknown", "missing_parent", Some(orphan)),
        example("nobody has seen it", "never_seen", Some(market.id())),
        example("a block's hash", "is_block_hash", Some(block)),
    ];
    examples.into_iter().flatten().collect()
}

/// Sends a cheap transaction and then another that spends the same; the first one's id.
fn replaced(simulator: &Simulator, change: impl Fn(Draft) -> Draft) -> Option<TxId> {
    let first = simulator.send(Draft::paying(4.0).aged(SignedDuration::from_mins(12))).ok()?;
    simulator.send(change(simulator.draft(&first)?)).ok().map(|_| first)
}

/// A block that takes this one, and another that no mempool saw, among ordinary ones.
fn block(simulator: &Simulator, market: &mut Market, take: Option<TxId>, private: Option<Draft>) {
    let private = market.drafts(IN_BLOCK).into_iter().chain(private).collect();
    simulator.mine_block(Template { take: Some(take.into_iter().collect()), private, time: None });
}

fn example(label: &'static str, cause: &'static str, id: Option<TxId>) -> Option<Example> {
    id.map(|id| Example { label, chain: "demo", id, cause })
}
