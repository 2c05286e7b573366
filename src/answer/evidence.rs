//! What each claim of an answer rests on: which node said it, by which method, and when. Claims hold figures and
//! hashes only; what couldn't be asked is evidence too.

use chains::{BlockRef, Feed, Kind, TxId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::units::{Moment, rate};
use crate::facts::{Departure, Facts, NodeView, Placement, Reason, SuccessorState, Waiting, gas::Source};

/// One claim, and who said so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Evidence {
    /// What is claimed, in figures and hashes.
    #[schema(examples("fee rate 3.1 sat/vB"))]
    pub claim: String,
    /// The node's method or feed (`getmempoolentry`, `zmq sequence`, `getblock`).
    #[schema(examples("getmempoolentry"))]
    pub source: String,
    /// The node's configured name.
    #[schema(examples("main"))]
    pub node: String,
    /// When it was said.
    pub at: Moment,
}

/// Nodes that are quoted for one claim: more would only repeat it.
const WITNESSES: usize = 3;
/// Parents that are named.
const PARENTS: usize = 3;

/// What the answer about these facts rests on.
pub(super) fn collect(facts: &Facts, now: Timestamp) -> Vec<Evidence> {
    let mut list = List { facts, now, said: Vec::new() };
    match &facts.placement {
        Placement::Nowhere => list.nowhere(),
        Placement::Orphan { missing } => list.orphan(missing),
        Placement::IsBlock(block) => list.any("getblockheader", block_claim("is the block", block)),
        Placement::Waiting(waiting) => list.waiting(waiting),
        Placement::Pooled(_) => list.pooled(),
        Placement::InBlock { block, confirmations, .. } => {
            list.in_block(block, *confirmations);
            list.outcome();
        }
        Placement::Left(departure) => list.left(departure),
    }
    if let Some(block) = &facts.reorged_from {
        list.any("getblock", block_claim("was in the dropped block", block));
    }
    list.surroundings();
    list.said
}

struct List<'a> {
    facts: &'a Facts,
    now: Timestamp,
    said: Vec<Evidence>,
}

impl List<'_> {
    fn nowhere(&mut self) {
        for asked in &self.facts.coverage.asked {
            let claim = match &asked.outcome {
                Ok(()) => "not known to this node".to_owned(),
                Err(error) => format!("could not be asked: {}", error.code()),
            };
            self.push(claim, "getrawtransaction", &asked.name, asked.at);
        }
        for node in &self.facts.coverage.nodes {
            self.push(format!("node is {}", node.health.code()), "getblockchaininfo", &node.name, self.at(node));
        }
    }

    fn orphan(&mut self, missing: &[TxId]) {
        self.any("getorphantxs", "waits for parents that the node does not know".to_owned());
        for id in missing.iter().take(PARENTS) {
            self.any("getorphantxs", format!("missing parent {id}"));
        }
    }

    fn waiting(&mut self, waiting: &Waiting) {
        let held: Vec<&NodeView> = self.facts.coverage.nodes.iter().filter(|node| node.holds).collect();
        let own = format!("fee rate {} sat/vB ({} sat, {} vB)", rate(waiting.rate), waiting.fee, waiting.vsize);
        for node in held.iter().take(WITNESSES) {
            self.push(own.clone(), "getmempoolentry", &node.name, self.at(node));
        }
        if held.is_empty() {
            self.any("getmempoolentry", own);
        }
        if rate(waiting.effective_rate) != rate(waiting.rate) {
            let claim = format!("mined together at {} sat/vB", rate(waiting.effective_rate));
            self.any("getmempoolentry", claim);
        }
        if waiting.unbroadcast {
            self.any("getmempoolentry", "unbroadcast: no peer has asked for it".to_owned());
        }
        for parent in self.facts.blockers.iter().take(PARENTS) {
            let claim = format!("unconfirmed parent {} pays {} sat/vB", parent.id, rate(parent.rate));
            self.any("getmempoolentry", claim);
        }
        self.any("getrawmempool", format!("{} vB in the queue up to and including it", waiting.ahead_vsize));
    }

    /// On a chain with gas: what it offers, how its sender's line stands, and what the next block asks.
    fn pooled(&mut self) {
        let Some(gas) = self.facts.gas.as_deref() else { return };
        if let Some(signed) = &gas.signed {
            let (max_fee, tip) = (signed.max_fee, signed.tip);
            self.any("getmempoolentry", format!("offers at most {max_fee} wei per gas, {tip} of it as a tip"));
        }
        if let Some(account) = &gas.account {
            let claim = format!("its nonce is {}, its sender's next is {}", account.nonce, account.next);
            self.any("eth_getTransactionCount", claim);
            for earlier in account.earlier.iter().take(PARENTS) {
                self.any("getrawmempool", format!("{} waits with nonce {}", earlier.id, earlier.nonce));
            }
            if let Some(rival) = account.rival_id() {
                self.any("getrawmempool", format!("{rival} waits with the same nonce"));
            }
            if let Some(balance) = account.balance {
                let claim = format!("its sender owns {balance} wei, at most {} are needed", account.needed);
                self.any("eth_getBalance", claim);
            }
        }
        if let Some(price) = &gas.price {
            let (base_fee, tip) = (price.next_base_fee, price.going_tip);
            self.any("eth_feeHistory", format!("the next block's base fee is {base_fee} wei, the going tip {tip}"));
        }
    }

    /// What came of it, on a chain with gas.
    fn outcome(&mut self) {
        let Some(outcome) = self.facts.gas.as_deref().and_then(|gas| gas.outcome.as_ref()) else { return };
        let status = match outcome.succeeded {
            Some(true) => "status 1",
            Some(false) => "status 0",
            None => "no status",
        };
        self.any("eth_getTransactionReceipt", format!("{status}, {} gas used", outcome.gas_used));
        match outcome.failure.as_ref().map(|failure| failure.by) {
            Some(Source::Trace) => self.any("debug_traceTransaction", "ran again with the same end".to_owned()),
            Some(Source::Replay) => self.any("eth_call", "tried again on the block before, it fails".to_owned()),
            Some(Source::Receipt) | None => {}
        }
    }

    fn in_block(&mut self, block: &BlockRef, confirmations: u64) {
        let claim = format!("{}, confirmations {confirmations}", block_claim("in block", block));
        let mut asked = self.facts.coverage.asked.iter().filter(|asked| asked.outcome.is_ok()).peekable();
        if asked.peek().is_none() {
            return self.any("getblock", claim);
        }
        let witnesses: Vec<_> = asked.take(WITNESSES).map(|asked| (asked.name.clone(), asked.at)).collect();
        for (name, at) in witnesses {
            self.push(claim.clone(), "getrawtransaction", &name, at);
        }
    }

    fn left(&mut self, departure: &Departure) {
        let pushed = self.facts.coverage.nodes.iter().any(|node| node.feed == Feed::Push);
        let heard = if pushed { "zmq sequence" } else { "getrawmempool" };
        let Some(node) = self.first_heard().map(|node| node.name.clone()) else { return };
        // What was lost with its block never left the mempool, and its rate may never have been told.
        if self.facts.reorged_from.is_none() {
            self.push("left the mempool without a block".to_owned(), heard, &node, departure.at);
        }
        if departure.effective_rate > 0.0 {
            let unit = if self.facts.gas.is_some() { "gwei per gas" } else { "sat/vB" };
            let claim = format!("last fee rate {} {unit}", rate(departure.effective_rate));
            self.push(claim, "getmempoolentry", &node, departure.entered);
        }
        let same = if self.facts.gas.is_some() { "the same nonce" } else { "the same input" };
        let Some((claim, source)) = why(&departure.reason, same) else { return };
        self.push(claim, source, &node, departure.at);
    }

    fn surroundings(&mut self) {
        let network = &self.facts.network;
        if let Some(queue) = &network.queue {
            let claim = format!("the next block takes from {} sat/vB", rate(queue.next_block_rate));
            self.any("getrawmempool", claim);
            let claim = format!("lowest rate taken {} sat/vB", rate(queue.min_rate));
            self.any("getmempoolinfo", claim);
        }
        for node in self.facts.coverage.nodes.iter().take(WITNESSES) {
            let Some(tip) = &node.tip else { continue };
            self.push(block_claim("tip", tip), "getblockchaininfo", &node.name, self.at(node));
        }
    }

    /// A claim that the node heard first stands for.
    fn any(&mut self, source: &str, claim: String) {
        let Some((name, at)) = self.first_heard().map(|node| (node.name.clone(), self.at(node))) else { return };
        self.push(claim, source, &name, at);
    }

    /// A node that holds it, else one that was ever heard (by an earlier process perhaps: then the first of all).
    fn first_heard(&self) -> Option<&NodeView> {
        let nodes = &self.facts.coverage.nodes;
        let holder = nodes.iter().find(|node| node.holds);
        holder.or_else(|| nodes.iter().find(|node| node.last_heard.is_some())).or_else(|| nodes.first())
    }

    fn at(&self, node: &NodeView) -> Timestamp {
        node.last_heard.unwrap_or(self.now)
    }

    fn push(&mut self, claim: String, source: &str, node: &str, at: Timestamp) {
        let source = method(self.facts.network.kind, source).to_owned();
        self.said.push(Evidence { claim, source, node: node.to_owned(), at: Moment(at) });
    }
}

/// The same question as another kind of chain calls it.
fn method(kind: Kind, bitcoin: &str) -> &str {
    match (kind, bitcoin) {
        (Kind::Bitcoin | Kind::Simulated, _) => bitcoin,
        (Kind::Evm { .. }, "getrawtransaction" | "getmempoolentry" | "zmq sequence") => "eth_getTransactionByHash",
        (Kind::Evm { .. }, "getrawmempool") => "txpool_content",
        (Kind::Evm { .. }, "getblock" | "getblockheader") => "eth_getBlockByHash",
        (Kind::Evm { .. }, "getblockchaininfo") => "eth_syncing",
        (Kind::Evm { .. }, other) => other,
    }
}

/// `same` is what two of them can't both consume.
fn why(reason: &Reason, same: &str) -> Option<(String, &'static str)> {
    match reason {
        Reason::Replaced(by) => Some(match &by.state {
            SuccessorState::InBlock(block, _) => {
                (format!("{} spends {same}, {}", by.id, block_claim("in block", block)), "getblock")
            }
            SuccessorState::Waiting | SuccessorState::Gone | SuccessorState::Unknown => {
                (format!("{} spends {same}", by.id), "getmempoolentry")
            }
        }),
        Reason::DoubleSpent(by) => Some((format!("{} spent {same} in a block", by.id), "getblock")),
        Reason::AncestorGone { ancestor, .. } => {
            Some((format!("its ancestor {ancestor} left first"), "getmempoolentry"))
        }
        Reason::Evicted { min_rate } => {
            Some((format!("lowest rate taken then {} sat/vB", rate(*min_rate)), "getmempoolinfo"))
        }
        Reason::Expired { after_hours: Some(hours) } => {
            Some((format!("the node keeps transactions for {hours} h"), "getmempoolinfo"))
        }
        Reason::Expired { after_hours: None } | Reason::Open | Reason::Unknown => None,
    }
}

fn block_claim(what: &str, block: &BlockRef) -> String {
    format!("{what} {} at height {}", block.hash, block.height)
}
