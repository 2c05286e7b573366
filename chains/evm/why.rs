//! Why a transaction failed: by the node's own trace; where it can't or may not, by trying the call again on the state
//! before its block; else as the receipt has it. Remembers what a node refused, so that it isn't asked in vain again.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use super::{
    Node, outcome,
    probe::Abilities,
    refusals::Refusal,
    rpc::{Answer, Call, CallError},
    wire::{RawTx, hex_number, hex_of},
};
use crate::{TxId, account::Failure};

/// The question about one failed transaction.
pub(super) struct Why<'a> {
    node: &'a Node,
    id: TxId,
    height: u64,
    tx: &'a RawTx,
    /// The node is to trace it; else the call is tried again.
    trace: bool,
}

impl<'a> Why<'a> {
    pub(super) fn of(node: &'a Node, id: TxId, height: u64, tx: &'a RawTx, abilities: Abilities) -> Self {
        Self { node, id, height, tx, trace: abilities.trace && node.traces.may(height) }
    }

    /// To be asked first.
    pub(super) fn call(&self) -> Call {
        if !self.trace {
            return self.replay();
        }
        let options = json!({"tracer": "callTracer", "tracerConfig": {"onlyTopCall": true}, "timeout": "5s"});
        ("debug_traceTransaction", json!([hex_of(&self.id.0), options]))
    }

    /// What the answer to that says, or what a replay says where it says nothing.
    pub(super) async fn find(self, answer: Option<Answer>, gas_used: u64, gas_limit: u64) -> Failure {
        let mut answer = answer.unwrap_or(Err(CallError::NoMethod));
        if self.trace {
            if let Some(failure) = outcome::traced(&answer) {
                return failure;
            }
            self.node.traces.note(&answer, self.height);
            let answers = self.node.rpc.batch("replay", vec![self.replay()]).await;
            answer = answers.map_err(CallError::Node).and_then(|answers| answers.into_iter().next().unwrap_or(answer));
        }
        outcome::replayed(answer, gas_used, gas_limit)
    }

    fn replay(&self) -> Call {
        ("eth_call", json!([self.tx.call(), hex_number(self.height.saturating_sub(1))]))
    }
}

/// From which height on a node traces, as its refusals showed.
#[derive(Default)]
pub(super) struct Traces(AtomicU64);

impl Traces {
    const NONE: u64 = u64::MAX;

    fn may(&self, height: u64) -> bool {
        height >= self.0.load(Ordering::Relaxed)
    }

    /// Whether it showed that it doesn't at all.
    pub(super) fn none(&self) -> bool {
        self.0.load(Ordering::Relaxed) == Self::NONE
    }

    /// A new connection may be to a node that can.
    pub(super) fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn note(&self, answer: &Answer, height: u64) {
        let from = match answer {
            Err(CallError::NoMethod) => Self::NONE,
            // The state is gone for all blocks before this one as well.
            Err(CallError::Said { refusal: Some(Refusal::Pruned), .. }) => height.saturating_add(1),
            Ok(_) | Err(CallError::Said { .. } | CallError::Node(_)) => return,
        };
        self.0.fetch_max(from, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_node_refused_is_not_asked_of_it_again() {
        let traces = Traces::default();
        let said = |refusal| Err(CallError::Said { refusal, data: Vec::new() });
        traces.note(&said(Some(Refusal::TimedOut)), 50);
        traces.note(&said(None), 50);
        assert!(traces.may(0), "that may pass");
        traces.note(&said(Some(Refusal::Pruned)), 50);
        traces.note(&said(Some(Refusal::Pruned)), 30);
        assert!(!traces.may(50) && traces.may(51) && !traces.none());
        traces.note(&Err(CallError::NoMethod), 60);
        assert!(!traces.may(1_000) && traces.none());
        traces.forget();
        assert!(traces.may(0));
    }
}
