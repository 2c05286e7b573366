//! What a publisher said, told in its order: runs of the mempool's changes and runs of the chain's take turns.
//! Says when what was heard can't be trusted to be all; fetching anew is up to the watch.

use std::time::Duration;

use tokio::{sync::mpsc::Receiver, time::sleep};

use super::{
    watch::{Following, Next, Watch},
    zmq::{Change, Heard},
};
use crate::{Feed, NodeError};

#[cfg(test)]
mod tests;

/// Changes that came within this time are fetched together.
const GATHER_FOR: Duration = Duration::from_millis(5);
const GATHER_AT_MOST: usize = 2_000;

impl Watch<'_> {
    /// Tells what was heard, in its order.
    pub async fn hear(&self, state: &mut Following, heard: Vec<Heard>) -> Result<Next, NodeError> {
        state.heard = true;
        let mut pool = Vec::new();
        let mut chain = Vec::new();
        for heard in heard {
            let change = match heard {
                Heard::Change(change) => change,
                Heard::Gap => return Ok(Next::Refill(Feed::Push)),
                Heard::Connected => return Ok(Next::Refill(Feed::Push)),
                Heard::Lost if state.feed == Feed::PushLost => continue,
                Heard::Lost => return Ok(Next::Refill(Feed::PushLost)),
            };
            if state.feed == Feed::PushLost {
                // It is heard after all, and what came before was only polled.
                return Ok(Next::Refill(Feed::Push));
            }
            match change {
                Change::Added(_, number) | Change::Removed(_, number) if number < state.from => {}
                Change::Added(..) | Change::Removed(..) => {
                    self.tell_chain(&mut chain).await?;
                    pool.push(change);
                }
                Change::Connected(_) | Change::Disconnected(_) => {
                    self.tell_changes(&mut pool).await?;
                    chain.push(change);
                }
            }
        }
        self.tell_chain(&mut chain).await?;
        self.tell_changes(&mut pool).await?;
        Ok(Next::On)
    }

    /// Follows a run of blocks that came and went without a change of the mempool in between, such as a reorg.
    async fn tell_chain(&self, run: &mut Vec<Change>) -> Result<(), NodeError> {
        let mut target = None;
        for change in run.drain(..) {
            match change {
                // One that is told already was in the last fill.
                Change::Connected(hash) if target.is_none() && self.node.window.holds(&hash) => {}
                Change::Connected(hash) => target = Some(hash),
                Change::Disconnected(hash) if target == Some(hash) || self.node.window.holds(&hash) => {
                    target = self.parent_of(hash).await?;
                }
                Change::Disconnected(_) | Change::Added(..) | Change::Removed(..) => {}
            }
        }
        match target {
            Some(target) => self.follow_to(target).await,
            None => Ok(()),
        }
    }
}

/// Drops what was heard before a fill that will contain it, and answers with how things are heard now.
pub(super) fn pass_over(ear: &mut Receiver<Heard>, mut feed: Feed) -> Feed {
    while let Ok(heard) = ear.try_recv() {
        feed = match heard {
            Heard::Connected => Feed::Push,
            Heard::Lost => Feed::PushLost,
            Heard::Gap | Heard::Change(_) => feed,
        };
    }
    feed
}

/// What came together with the first, so that it is fetched in one batch.
pub(super) async fn gather(first: Heard, ear: &mut Receiver<Heard>) -> Vec<Heard> {
    let mut gathered = vec![first];
    sleep(GATHER_FOR).await;
    while gathered.len() < GATHER_AT_MOST {
        match ear.try_recv() {
            Ok(heard) => gathered.push(heard),
            Err(_) => break,
        }
    }
    gathered
}
