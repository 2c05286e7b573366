//! Follows one node: fetches what it has, then tells each change in the order in which it came, by push where the
//! node publishes, by polls where not; fetches anew after a loss. Any failing call ends it: the caller starts again.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use tokio::{
    sync::mpsc::Receiver,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};

use super::{
    Node,
    hear::{gather, pass_over},
    rpc::{Call, Pace},
    wire::{self, Hex32, Notifier, Poll},
    zmq::{self, Heard},
};
use crate::{BlockHash, Event, Feed, NodeError, NodeId, NodeState, NodeStatus, Observation, Sink, Told, TxId};

/// Between two polls of the node's state.
const POLL_EVERY: Duration = Duration::from_secs(2);
/// Between two fetches of everything, whatever made them necessary: a node that keeps losing messages must not
/// be asked for its whole mempool all the time.
const FILL_AT_MOST_EVERY: Duration = Duration::from_secs(2);
/// What is told is compared with what the node has.
const RECONCILE_EVERY: Duration = Duration::from_secs(600);
const UNBROADCAST_EVERY: Duration = Duration::from_secs(10);
/// A publisher that stays silent so long while the node changes is not heard.
const SILENCE: Duration = Duration::from_secs(3);
const WAIT_FOR_PUBLISHER: Duration = Duration::from_secs(3);
/// A node that lacks more blocks than this is downloading the chain; following each would only slow it.
const BEHIND: u64 = 144;

/// One run of following one node.
pub(super) struct Watch<'a> {
    pub id: NodeId,
    pub node: &'a Node,
    pub sink: &'a dyn Sink,
}

/// What following has learnt since the last fill.
pub(super) struct Following {
    pub feed: Feed,
    /// The first change of the mempool that the fill didn't contain.
    pub from: u64,
    /// Whether anything was heard since the last poll.
    pub heard: bool,
    seen: Fingerprint,
    silent_since: Option<Instant>,
    reconcile: Instant,
    unbroadcast: Instant,
}

/// What differs after nearly every change of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fingerprint {
    size: u64,
    bytes: u64,
    fees: Option<u64>,
    best: BlockHash,
}

/// Whether following goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Next {
    On,
    /// Something may be missing: fetch everything anew, hearing thus.
    Refill(Feed),
}

impl Watch<'_> {
    /// Returns why it ended, having told it.
    pub async fn run(&self) -> NodeError {
        let error = match self.node.zmq.clone() {
            None => self.follow(None).await,
            Some(address) => {
                let (mut ear, reading) = zmq::listen(address);
                tokio::select! {
                    error = self.follow(Some(&mut ear)) => error,
                    never = reading => match never {},
                }
            }
        };
        let Err(error) = error;
        self.tell(vec![Event::Node(NodeState::Down(error.clone()))]).await;
        error
    }

    pub async fn tell(&self, events: Vec<Event>) -> Told {
        let at = Timestamp::now();
        let observe = |event| Observation { node: self.id, at, event };
        self.sink.tell(events.into_iter().map(observe).collect()).await
    }

    async fn follow(&self, mut ear: Option<&mut Receiver<Heard>>) -> Result<std::convert::Infallible, NodeError> {
        let mut feed = match &mut ear {
            None => Feed::Poll,
            Some(ear) => self.first_sound(ear).await?,
        };
        loop {
            let started = Instant::now();
            if let Some(ear) = &mut ear {
                feed = pass_over(ear, feed);
            }
            let mut following = self.fill(feed).await?;
            feed = loop {
                match self.follow_on(&mut following, ear.as_deref_mut()).await? {
                    Next::On => {}
                    Next::Refill(feed) => break feed,
                }
            };
            sleep(FILL_AT_MOST_EVERY.saturating_sub(started.elapsed())).await;
        }
    }

    /// Waits a moment for the publisher, as a fill before it is connected would have to be repeated.
    async fn first_sound(&self, ear: &mut Receiver<Heard>) -> Result<Feed, NodeError> {
        let published = self.publishes_sequence().await?;
        let connected = matches!(timeout(WAIT_FOR_PUBLISHER, ear.recv()).await, Ok(Some(Heard::Connected)));
        Ok(if connected && published { Feed::Push } else { Feed::PushLost })
    }

    async fn publishes_sequence(&self) -> Result<bool, NodeError> {
        let read = |answer| Ok(wire::lenient::<Vec<Notifier>>(answer).unwrap_or_default());
        let call = Call::new("getzmqnotifications", json!([]));
        let notifiers = self.node.rpc.call(call, Pace::Poll, read).await?;
        Ok(notifiers.iter().any(Notifier::is_sequence))
    }

    /// Fetches what the node has and tells it: first the chain, then the mempool as of the same tip.
    async fn fill(&self, feed: Feed) -> Result<Following, NodeError> {
        let poll = self.wait_until_ready(feed).await?;
        // As of before the fill, so that a change during it shows as one.
        let seen = Fingerprint::of(&poll);
        let from = self.fill_pool(seen.best).await?;
        let poll = self.poll().await?;
        self.tell(vec![Event::Node(NodeState::Up(Box::new(self.status(&poll, feed))))]).await;
        Ok(Following::new(feed, from.unwrap_or(0), seen))
    }

    /// Until the node has most of the chain and has loaded the mempool that it saved: an empty mempool that is still
    /// being loaded would tell that everything is gone.
    async fn wait_until_ready(&self, feed: Feed) -> Result<Poll, NodeError> {
        loop {
            let poll = self.poll().await?;
            self.tell(vec![Event::Node(NodeState::CatchingUp(Box::new(self.status(&poll, feed))))]).await;
            if poll.pool.loaded != Some(false) && !is_behind(&poll) {
                return Ok(poll);
            }
            sleep(POLL_EVERY).await;
        }
    }

    async fn fill_pool(&self, mut best: BlockHash) -> Result<Option<u64>, NodeError> {
        loop {
            self.follow_to(best).await?;
            let (ids, from, tip) = self.pool_ids().await?;
            if tip == best {
                let missing = self.tell(vec![Event::Mempool(ids)]).await.missing;
                self.tell_entries(missing).await?;
                return Ok(from);
            }
            // A block came in between: told first, so that what it took doesn't look gone.
            best = tip;
        }
    }

    async fn follow_on(&self, state: &mut Following, ear: Option<&mut Receiver<Heard>>) -> Result<Next, NodeError> {
        let Some(ear) = ear else {
            sleep(POLL_EVERY).await;
            return self.look(state).await;
        };
        let mut ticks = interval(POLL_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        loop {
            let next = tokio::select! {
                heard = ear.recv() => match heard {
                    Some(heard) => self.hear(state, gather(heard, ear).await).await?,
                    None => Next::Refill(Feed::PushLost),
                },
                _ = ticks.tick() => self.look(state).await?,
            };
            if let Next::Refill(_) = next {
                return Ok(next);
            }
        }
    }

    /// Polls: tells the node's state, and what changed where nothing is pushed.
    async fn look(&self, state: &mut Following) -> Result<Next, NodeError> {
        let poll = self.poll().await?;
        if poll.pool.loaded == Some(false) || is_behind(&poll) {
            return Ok(Next::Refill(state.feed));
        }
        let best = poll.chain.bestblockhash.into();
        let seen = Fingerprint::of(&poll);
        let changed = std::mem::replace(&mut state.seen, seen) != seen;
        let due = Instant::now() >= state.reconcile;
        match state.feed {
            Feed::Push => {
                if state.is_silent(changed) {
                    return Ok(Next::Refill(Feed::PushLost));
                }
            }
            Feed::Poll | Feed::PushLost => {
                if changed || self.node.window.tip() != Some(best) {
                    self.fill_pool(best).await?;
                }
            }
        }
        if due {
            self.fill_pool(best).await?;
            state.reconcile = Instant::now() + RECONCILE_EVERY;
        }
        if Instant::now() >= state.unbroadcast {
            self.tell_unbroadcast().await?;
            state.unbroadcast = Instant::now() + UNBROADCAST_EVERY;
        }
        self.tell(vec![Event::Node(NodeState::Up(Box::new(self.status(&poll, state.feed))))]).await;
        Ok(Next::On)
    }

    async fn poll(&self) -> Result<Poll, NodeError> {
        self.node.poll(Pace::Poll).await
    }

    fn status(&self, poll: &Poll, feed: Feed) -> NodeStatus {
        poll.status(feed, self.node.expiry_hours)
    }

    async fn pool_ids(&self) -> Result<(Vec<TxId>, Option<u64>, BlockHash), NodeError> {
        let numbered = Call::new("getrawmempool", json!([false, true]));
        let calls = vec![numbered, Call::new("getbestblockhash", json!([]))];
        let read = |answers: Vec<_>| {
            let [ids, best] = <[_; 2]>::try_from(answers)
                .map_err(|_| NodeError::Unreadable("an answer is missing from a batch".into()))?;
            let (ids, from) = wire::required::<wire::PoolIds>(ids)?.split()?;
            Ok((ids, from, wire::required::<Hex32>(best)?.into()))
        };
        self.node.rpc.batch("getrawmempool", calls, Pace::Bulk, read).await
    }
}

impl Following {
    fn new(feed: Feed, from: u64, seen: Fingerprint) -> Self {
        let (reconcile, unbroadcast) = (Instant::now() + RECONCILE_EVERY, Instant::now() + UNBROADCAST_EVERY);
        Self { feed, from, heard: false, seen, silent_since: None, reconcile, unbroadcast }
    }

    /// As after a fill that contained every change below `from`.
    #[cfg(test)]
    pub fn hearing_from(from: u64) -> Self {
        Self::new(Feed::Push, from, Fingerprint { size: 0, bytes: 0, fees: None, best: BlockHash([0; 32]) })
    }

    /// Whether the node has changed for a while without a word from its publisher.
    fn is_silent(&mut self, changed: bool) -> bool {
        if std::mem::take(&mut self.heard) {
            self.silent_since = None;
        } else if changed && self.silent_since.is_none() {
            self.silent_since = Some(Instant::now());
        }
        self.silent_since.is_some_and(|since| since.elapsed() >= SILENCE)
    }
}

impl Fingerprint {
    fn of(poll: &Poll) -> Self {
        Self {
            size: poll.pool.size,
            bytes: poll.pool.bytes,
            fees: poll.pool.total_fee.map(|fee| fee.0),
            best: poll.chain.bestblockhash.into(),
        }
    }
}

fn is_behind(poll: &Poll) -> bool {
    poll.chain.headers > poll.chain.blocks + BEHIND
}
