//! Follows one node: each new block once, with senders and nonces, by hash and parent, so that neither a gap nor a
//! reorganisation goes unseen; then what gas costs and how final the chain is. A head that is pushed and one that is
//! polled are treated alike.

use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::json;
use tokio::time::{Instant, sleep_until};

use super::{
    Node, ask,
    heard::Announcements,
    probe::{self, Abilities},
    rpc::{Call, not_now, read},
    wire::{PERCENTILES, RawBlock, RawFeeHistory, hex_hash, hex_number},
};
use crate::{
    Block, BlockHash, BlockRef, Event, Feed, NodeError, NodeId, NodeState, NodeStatus, Observation, Sink,
    account::{Finality, MARKET_BLOCKS, Signed},
};

/// Blocks that are told at the start, and the furthest that a gap is filled.
const WINDOW: usize = 288;

/// Blocks of a gap up to which senders and nonces are fetched as well; beyond, ids alone.
const WHOLE: u64 = 32;

/// How often in a row a node may lack a block that it told of, as it does where its chain changes while it is read.
const PATIENCE: u32 = 6;

/// How long, and in how many looks, a node must tell of a block below its newest before its chain is believed to have become
/// shorter: behind one address there may be several machines, of which one or the other is behind.
const BEHIND_FOR: Duration = Duration::from_secs(30);
const BEHIND_LOOKS: u32 = 5;

/// What a node can do is asked anew so often: what it refused may have been refused for the moment.
const PROBE: Duration = Duration::from_secs(300);

/// How often a node that pushes, and one that doesn't, is asked how it is.
const PULSE: Duration = Duration::from_secs(4);
const POLL: Duration = Duration::from_secs(2);

/// Follows a node until it fails for good.
pub(super) async fn follow(node: &Node, id: NodeId, sink: &dyn Sink) -> NodeError {
    node.rpc.disconnect().await;
    *node.abilities.lock().await = None;
    node.traces.forget();
    let mut follower = Follower { node, id, sink, held: VecDeque::new(), lacked: 0, behind: None };
    match follower.run().await {
        Ok(never) => match never {},
        Err(error) => error,
    }
}

struct Follower<'a> {
    node: &'a Node,
    id: NodeId,
    sink: &'a dyn Sink,
    /// The last blocks of the node's best chain, newest last.
    held: VecDeque<Arc<Block>>,
    /// How often in a row the node lacked a block that it told of.
    lacked: u32,
    /// Since when, and in how many looks in a row, it has told of a block below its newest.
    behind: Option<(Instant, u32)>,
}

impl Follower<'_> {
    async fn run(&mut self) -> Result<Infallible, NodeError> {
        let (mut status, mut abilities) = probe::probe(&self.node.rpc, self.node.chain_id).await?;
        *self.node.abilities.lock().await = Some(abilities);
        self.tell(vec![Event::Node(NodeState::CatchingUp(Box::new(status.clone())))]).await;
        let mut heads = None;
        if self.node.rpc.pushes() {
            heads = self.node.rpc.heads().await.ok();
            status.feed = if heads.is_some() { Feed::Push } else { Feed::PushLost };
        }
        let mut announcements = Announcements::of(self.node).await;
        let mut next_pulse = Instant::now();
        let mut next_probe = next_pulse + PROBE;
        loop {
            if next_probe <= Instant::now() {
                abilities = self.probe_again(abilities).await?;
                next_probe = Instant::now() + PROBE;
            }
            self.pulse(&mut status, abilities).await?;
            next_pulse = (next_pulse + if heads.is_some() { PULSE } else { POLL }).max(Instant::now());
            let mut news = false;
            while !news {
                tokio::select! {
                    () = sleep_until(next_pulse) => news = true,
                    head = next_head(heads.as_mut()) => {
                        news = true;
                        head.ok_or_else(|| NodeError::Unreachable("the subscription ended".into()))?;
                    }
                    () = announcements.take(self.node) => {}
                }
            }
        }
    }

    /// Asks how the node is and for its head, and tells what is new.
    async fn pulse(&mut self, status: &mut NodeStatus, abilities: Abilities) -> Result<(), NodeError> {
        let pulse = probe::pulse(&self.node.rpc).await?;
        let head = pulse.head.place().ok_or_else(|| NodeError::Unreadable("a newest block without a hash".into()))?;
        status.syncing = pulse.highest.is_some();
        status.headers = pulse.highest.unwrap_or(head.height).max(head.height);
        let lags = self.lags(&head, Instant::now());
        if !lags && self.held.back().is_none_or(|tip| tip.at.hash != head.hash) {
            self.advance(&head, &pulse.head, abilities).await?;
        }
        self.tell(vec![Event::Node(NodeState::Up(Box::new(status.clone())))]).await;
        Ok(())
    }

    /// Whether it tells of a block below its newest, which is no news until it stays so.
    fn lags(&mut self, head: &BlockRef, now: Instant) -> bool {
        let Some((oldest, newest)) = self.held.front().zip(self.held.back()) else { return false };
        let held = || self.held.iter().any(|block| block.at.hash == head.hash);
        if head.height >= newest.at.height || head.height >= oldest.at.height && !held() {
            self.behind = None;
            return false;
        }
        let (since, looks) = self.behind.get_or_insert((now, 0));
        *looks += 1;
        now.duration_since(*since) < BEHIND_FOR || *looks < BEHIND_LOOKS
    }

    /// Asks once more what the node can do; what it could once it is taken to be able to, for as long as we are connected.
    async fn probe_again(&self, before: Abilities) -> Result<Abilities, NodeError> {
        let abilities = match probe::probe(&self.node.rpc, self.node.chain_id).await {
            Ok((_, abilities)) => abilities.or(before),
            Err(error @ NodeError::Refused(_)) => return Err(error),
            Err(NodeError::Unreachable(_) | NodeError::Unreadable(_)) => before,
        };
        *self.node.abilities.lock().await = Some(abilities);
        Ok(abilities)
    }

    /// Goes from the chain that we hold to the one that ends in `head`.
    async fn advance(&mut self, head: &BlockRef, header: &RawBlock, abilities: Abilities) -> Result<(), NodeError> {
        if self.held.iter().any(|block| block.at.hash == head.hash) {
            return self.retreat(head, header, abilities).await;
        }
        let new = self.path_to(head).await?;
        self.lacked = if new.is_empty() { self.lacked + 1 } else { 0 };
        if self.lacked >= PATIENCE {
            return Err(NodeError::Unreachable("it lacks blocks that it tells of".into()));
        }
        // Where its chain changed meanwhile it is asked again soon.
        let Some(first) = new.last() else { return Ok(()) };
        let mut events = Vec::new();
        let joins = self.held.iter().any(|block| block.at.hash == first.parent);
        while let Some(tip) = self.held.back().filter(|tip| joins && tip.at.hash != first.parent) {
            events.push(Event::Dropped(Box::new((**tip).clone())));
            self.held.pop_back();
        }
        if !joins {
            self.held.clear();
        }
        let mut asked_for = Vec::new();
        for block in new.into_iter().rev() {
            if !self.sink.has_block(&block.at.hash) {
                events.push(Event::Block(Box::new(block.clone())));
            }
            asked_for.push((block.at, self.asked_for(&block)));
            self.held.push_back(Arc::new(block));
            if self.held.len() > WINDOW {
                self.held.pop_front();
            }
        }
        *self.node.blocks() = self.held.clone();
        events.push(Event::Tip(*head));
        self.tell(events).await;
        self.tell_market(head, header, abilities).await?;
        for (at, waited) in asked_for.into_iter().filter(|(_, waited)| !waited.is_empty()) {
            let told = ask::outcomes(self.node, at, &waited).await?;
            self.tell(told.into_iter().map(|asked| Event::Asked(Box::new(asked))).collect()).await;
        }
        Ok(())
    }

    /// Goes back to a block that we hold.
    async fn retreat(&mut self, head: &BlockRef, header: &RawBlock, abilities: Abilities) -> Result<(), NodeError> {
        let mut events = Vec::new();
        while let Some(tip) = self.held.back().filter(|tip| tip.at.hash != head.hash) {
            events.push(Event::Dropped(Box::new((**tip).clone())));
            self.held.pop_back();
        }
        *self.node.blocks() = self.held.clone();
        events.push(Event::Tip(*head));
        self.tell(events).await;
        self.tell_market(head, header, abilities).await
    }

    fn asked_for(&self, block: &Block) -> Vec<Signed> {
        let asked_for = self.node.asked_for();
        block.txs.iter().filter_map(|tx| asked_for.get(&tx.id).cloned()).collect()
    }

    /// The blocks from `head` back to, and without, one that we hold; newest first. None where the node no longer has
    /// all of them.
    async fn path_to(&self, head: &BlockRef) -> Result<Vec<Block>, NodeError> {
        let known = self.held.back().map_or(0, |tip| tip.at.height);
        let whole = head.height.saturating_sub(known) <= WHOLE;
        let mut path: Vec<Block> = self.block(&head.hash, true).await?.into_iter().collect();
        while let Some(oldest) = path.last() {
            let (parent, height) = (oldest.parent, oldest.at.height);
            if height == 0 || path.len() >= WINDOW || self.held.iter().any(|block| block.at.hash == parent) {
                break;
            }
            let gap = height.saturating_sub(known.saturating_add(1)).min((WINDOW - path.len()) as u64);
            let before = path.len();
            if gap <= 1 {
                path.extend(self.block(&parent, true).await?);
            } else {
                let heights = (height - gap.min(height)..height).rev();
                path.extend(self.blocks(parent, heights.collect(), whole).await?);
            }
            if path.len() == before {
                return Ok(Vec::new());
            }
        }
        Ok(path)
    }

    async fn block(&self, hash: &BlockHash, whole: bool) -> Result<Option<Block>, NodeError> {
        let block = self.node.rpc.call::<Option<RawBlock>>("eth_getBlockByHash", json!([hex_hash(hash), whole])).await;
        Ok(block.or_else(not_now)?.and_then(RawBlock::into_block))
    }

    /// Blocks by height, newest first, the first of which must have this hash and each next one be its parent; those
    /// beyond one that isn't are left out.
    async fn blocks(&self, mut hash: BlockHash, heights: Vec<u64>, whole: bool) -> Result<Vec<Block>, NodeError> {
        let call = |height| -> Call { ("eth_getBlockByNumber", json!([hex_number(height), whole])) };
        let answers = self.node.rpc.batch("blocks", heights.into_iter().map(call).collect()).await?;
        let mut blocks = Vec::with_capacity(answers.len());
        for answer in answers {
            let block = read::<Option<RawBlock>>(answer).ok().flatten().and_then(RawBlock::into_block);
            let Some(block) = block.filter(|block| block.at.hash == hash) else { break };
            hash = block.parent;
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// What gas costs after this block, and how final the chain is.
    async fn tell_market(&self, head: &BlockRef, header: &RawBlock, abilities: Abilities) -> Result<(), NodeError> {
        let mut calls: Vec<Call> =
            vec![("eth_feeHistory", json!([hex_number(MARKET_BLOCKS as u64), hex_number(head.height), PERCENTILES]))];
        if abilities.finality {
            calls.push(("eth_getBlockByNumber", json!(["safe", false])));
            calls.push(("eth_getBlockByNumber", json!(["finalized", false])));
        }
        let mut answers = self.node.rpc.batch("market", calls).await?.into_iter();
        let mut events = Vec::new();
        if let Some(Ok(history)) = answers.next().map(read::<RawFeeHistory>) {
            let market = history.market(head.height, header.gas_limit().unwrap_or(0), Some(header.fee_rule()));
            *self.node.market() = Some(market.clone());
            events.push(Event::Market(Box::new(market)));
        }
        let mut height =
            || answers.next().and_then(|block| read::<Option<RawBlock>>(block).ok()??.place()).map(|at| at.height);
        events.push(Event::Final(Finality { safe: height(), finalized: height() }));
        self.tell(events).await;
        Ok(())
    }

    async fn tell(&self, events: Vec<Event>) {
        let mut events = events.into_iter();
        loop {
            let at = Timestamp::now();
            let some: Vec<Observation> =
                events.by_ref().take(100).map(|event| Observation { node: self.id, at, event }).collect();
            if some.is_empty() {
                return;
            }
            self.sink.tell(some).await;
        }
    }
}

/// The next pushed head, whatever it says: the node is asked for its head in any case. `None` when the subscription
/// has ended; never returns where there is none.
async fn next_head(heads: Option<&mut alloy_pubsub::RawSubscription>) -> Option<()> {
    let Some(heads) = heads else { return std::future::pending().await };
    match heads.recv().await {
        Ok(_) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => Some(()),
        Err(tokio::sync::broadcast::error::RecvError::Closed) => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::{
        Told,
        evm::fake::{self, TIP},
    };

    #[derive(Default)]
    struct Heard(Mutex<Vec<Event>>);

    #[async_trait]
    impl Sink for Heard {
        async fn tell(&self, observations: Vec<Observation>) -> Told {
            self.0.lock().unwrap().extend(observations.into_iter().map(|said| said.event));
            Told::default()
        }

        fn has_block(&self, _: &BlockHash) -> bool {
            false
        }
    }

    fn block(height: u64, fork: u64) -> Arc<Block> {
        let mut raw = fake::block(height);
        raw["hash"] = json!(fake::hash(height + fork));
        Arc::new(serde_json::from_str::<RawBlock>(&raw.to_string()).unwrap().into_block().unwrap())
    }

    #[tokio::test]
    async fn a_node_whose_newest_block_comes_and_goes_has_undone_nothing() {
        let (evm, _) = fake::chain(|_, _| None);
        let heard = Heard::default();
        let held = (TIP - 9..=TIP).map(|height| block(height, 0)).collect();
        let mut follower = Follower { node: &evm.nodes[0], id: NodeId(0), sink: &heard, held, lacked: 0, behind: None };
        let (tip, older, far) = (block(TIP, 0).at, block(TIP - 1, 0).at, block(TIP - 400, 0).at);
        let start = Instant::now();
        for second in (0..600).step_by(4) {
            let now = start + Duration::from_secs(second);
            assert!(follower.lags(&older, now) && follower.lags(&far, now));
            assert!(!follower.lags(&tip, now + Duration::from_secs(2)));
        }
        // Another block at a height that we hold is another chain, and so is one that stays.
        assert!(!follower.lags(&block(TIP - 1, 1 << 32).at, start));
        let stays = (0..9).map(|look| follower.lags(&older, start + Duration::from_secs(4 * look)));
        assert_eq!(stays.collect::<Vec<_>>(), [true, true, true, true, true, true, true, true, false]);
        let header = serde_json::from_str(&fake::block(TIP - 1).to_string()).unwrap();
        let abilities = evm.nodes[0].abilities().await.unwrap();
        follower.advance(&older, &header, abilities).await.unwrap();
        let told = heard.0.lock().unwrap();
        assert!(matches!(&told[..2], [Event::Dropped(block), Event::Tip(head)] if block.at == tip && *head == older));
        assert_eq!(follower.held.back().unwrap().at, older);
    }
}
