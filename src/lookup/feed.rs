//! What the nodes' followers tell goes into the index here, and what changed goes on: kept answers that are no longer
//! so are dropped, the journal is told, and a node's new state is logged. Answers nothing.

use std::sync::{PoisonError, atomic::Ordering};

use async_trait::async_trait;
use chains::{BlockHash, Event, NodeId, NodeState, Observation, Sink, Told};

use super::watched::Watched;
use crate::{
    facts::{Coverage, Health},
    index::Changes,
};

/// Observations applied in one turn at the index: a look-up waits for one turn at most.
const TURN: usize = 64;

/// What of the kept answers an event makes old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sweep {
    Nothing,
    Rendered,
    Everything,
}

#[async_trait]
impl Sink for Watched {
    async fn tell(&self, observations: Vec<Observation>) -> Told {
        let mut told = Told::default();
        let mut observations = observations.into_iter().peekable();
        while observations.peek().is_some() {
            let turn: Vec<Observation> = observations.by_ref().take(TURN).collect();
            let sweep = turn.iter().map(|observation| self.sweep(observation)).max().unwrap_or(Sweep::Nothing);
            let priced = turn.iter().any(|observation| matches!(observation.event, Event::Market(_)));
            let mut changes = self.write(|index| {
                let mut changes = Changes::default();
                turn.into_iter().for_each(|observation| changes.append(index.apply(observation)));
                changes
            });
            if priced {
                self.draw_futures();
            }
            told.missing.append(&mut changes.missing);
            self.forget_answers(sweep);
            self.publish(changes).await;
            if sweep != Sweep::Nothing {
                self.note_readiness();
            }
        }
        told
    }

    fn has_block(&self, hash: &BlockHash) -> bool {
        self.read().has_block(hash)
    }
}

impl Watched {
    /// Takes what several nodes answered to one question.
    pub(super) async fn tell_look(&self, look: Vec<Observation>) {
        let priced = look.iter().any(|observation| matches!(observation.event, Event::Market(_)));
        let changes = self.write(|index| index.apply_look(look));
        if priced {
            self.draw_futures();
        }
        self.publish(changes).await;
    }

    /// Draws the futures of what gas costs, once a height, with nobody kept from the index meanwhile.
    fn draw_futures(&self) {
        let draw = self.index.write().unwrap_or_else(PoisonError::into_inner).to_draw();
        if let Some(draw) = draw {
            let forecast = draw.forecast();
            self.index.write().unwrap_or_else(PoisonError::into_inner).take_drawn(&draw, forecast);
        }
    }

    /// Drops what is no longer so, and has the journal remember what is to outlive us.
    pub(super) async fn publish(&self, changes: Changes) {
        if !changes.touched.is_empty() {
            self.revision.fetch_add(1, Ordering::SeqCst);
        }
        for id in &changes.touched {
            self.kept.drop(id).await;
            self.asked.drop(id).await;
        }
        let Some(outbox) = &self.outbox else { return };
        if !changes.journal.is_empty() {
            // The writer is gone only when the service stops.
            let _ = outbox.send((self.name.clone(), changes.journal)).await;
        }
    }

    /// Some events change every answer: a new block each one's depth, a node's fall each one's certainty.
    fn forget_answers(&self, sweep: Sweep) {
        match sweep {
            Sweep::Nothing => return,
            Sweep::Rendered => {}
            Sweep::Everything => self.asked.drop_all(),
        }
        self.revision.fetch_add(1, Ordering::SeqCst);
        self.kept.drop_all();
    }

    /// What of the kept answers an event makes old.
    fn sweep(&self, observation: &Observation) -> Sweep {
        match &observation.event {
            Event::Node(state) => self.note(observation.node, state),
            Event::Tip(_) => Sweep::Rendered,
            // They come with a tip; what a look-up brings along is in its own answer.
            Event::Market(_) | Event::Final(_) => Sweep::Nothing,
            Event::Dropped(_) => Sweep::Everything,
            Event::Entered(_) | Event::Mempool(_) | Event::Left(_) | Event::Block(_) | Event::Asked(_) => {
                Sweep::Nothing
            }
        }
    }

    /// Logs a node's state where it is another than before.
    fn note(&self, node: NodeId, state: &NodeState) -> Sweep {
        let code = match state {
            NodeState::Up(status) if status.syncing => "syncing",
            NodeState::Up(_) => "synced",
            NodeState::CatchingUp(_) => "catching_up",
            NodeState::Down(error) => error.code(),
        };
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = states.get_mut(usize::from(node.0)) else { return Sweep::Nothing };
        if std::mem::replace(known, code) == code {
            return Sweep::Nothing;
        }
        let name = self.chain.nodes().get(usize::from(node.0)).map(|name| &**name);
        match state {
            NodeState::Down(error) => tracing::warn!(chain = %self.name, node = name, %error, "node is down"),
            NodeState::Up(status) | NodeState::CatchingUp(status) => {
                tracing::info!(chain = %self.name, node = name, state = code, version = %status.version, "node is up");
            }
        }
        Sweep::Everything
    }

    fn note_readiness(&self) {
        if !self.ready.load(Ordering::Relaxed) && is_synced(&self.read().surroundings(self.now()).1) {
            self.ready.store(true, Ordering::Relaxed);
            tracing::info!(chain = %self.name, "in sync");
        }
    }
}

fn is_synced(coverage: &Coverage) -> bool {
    coverage.nodes.iter().any(|node| node.health == Health::Synced)
}
