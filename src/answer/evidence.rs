//! What each claim of an answer rests on: which node said it, by which method, and when. Claims are exact figures and
//! hashes, and only our own words, in the reader's language; what couldn't be asked is evidence too.

use chains::{BlockRef, Feed, Kind, TxId};
use fluent_bundle::{FluentArgs, FluentValue};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::units::{Moment, rate};
use crate::{
    explain::{Lang, Words, args, coins, gwei},
    facts::{Departure, Facts, NodeView, Placement, Reason, SuccessorState, Waiting, gas::Source},
};

/// One claim, and who said so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Evidence {
    /// What is claimed, in the answer's language.
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
pub(super) fn collect(facts: &Facts, lang: Lang, now: Timestamp) -> Vec<Evidence> {
    let mut list = List { facts, words: Words::of(lang), now, said: Vec::new() };
    match &facts.placement {
        Placement::Nowhere => list.nowhere(),
        Placement::Orphan { missing } => list.orphan(missing),
        Placement::IsBlock(block) => list.any("getblockheader", "is-block", block_args(block)),
        Placement::Waiting(waiting) => list.waiting(waiting),
        Placement::Pooled(_) => list.pooled(),
        Placement::InBlock { block, confirmations, .. } => {
            list.in_block(block, *confirmations);
            list.outcome();
        }
        Placement::Left(departure) => list.left(departure),
    }
    if let Some(block) = &facts.reorged_from {
        list.any("getblock", "was-in-block", block_args(block));
    }
    list.surroundings();
    list.said
}

struct List<'a> {
    facts: &'a Facts,
    words: &'static Words,
    now: Timestamp,
    said: Vec<Evidence>,
}

impl List<'_> {
    fn nowhere(&mut self) {
        for asked in &self.facts.coverage.asked {
            let claim = match &asked.outcome {
                Ok(()) => self.say("unknown", args([])),
                Err(error) => self.say("unasked", args([("state", error.code().into())])),
            };
            self.push(claim, "getrawtransaction", &asked.name, asked.at);
        }
        for node in &self.facts.coverage.nodes {
            let claim = self.say("node", args([("state", node.health.code().into())]));
            self.push(claim, "getblockchaininfo", &node.name, self.at(node));
        }
    }

    fn orphan(&mut self, missing: &[TxId]) {
        self.any("getorphantxs", "orphan", args([]));
        for id in missing.iter().take(PARENTS) {
            self.any("getorphantxs", "missing-parent", args([("id", id.to_string().into())]));
        }
    }

    fn waiting(&mut self, waiting: &Waiting) {
        let held: Vec<&NodeView> = self.facts.coverage.nodes.iter().filter(|node| node.holds).collect();
        let own = args([
            ("rate", exact(waiting.rate)),
            ("fee", waiting.fee.to_string().into()),
            ("vsize", waiting.vsize.to_string().into()),
        ]);
        let own = self.say("fee", own);
        for node in held.iter().take(WITNESSES) {
            self.push(own.clone(), "getmempoolentry", &node.name, self.at(node));
        }
        if held.is_empty() {
            self.first("getmempoolentry", own);
        }
        if rate(waiting.effective_rate) != rate(waiting.rate) {
            self.any("getmempoolentry", "package", args([("rate", exact(waiting.effective_rate))]));
        }
        if waiting.unbroadcast {
            self.any("getmempoolentry", "unbroadcast", args([]));
        }
        for parent in self.facts.blockers.iter().take(PARENTS) {
            let figures = args([("id", parent.id.to_string().into()), ("rate", exact(parent.rate))]);
            self.any("getmempoolentry", "parent", figures);
        }
        self.any("getrawmempool", "ahead", args([("vsize", waiting.ahead_vsize.to_string().into())]));
    }

    /// On a chain with gas: what it offers, how its sender's line stands, and what the next block asks.
    fn pooled(&mut self) {
        let Some(gas) = self.facts.gas.as_deref() else { return };
        if let Some(signed) = &gas.signed {
            let figures = args([("max_fee", gwei(signed.max_fee).into()), ("tip", gwei(signed.tip).into())]);
            self.any("getmempoolentry", "offer", figures);
        }
        if let Some(account) = &gas.account {
            let figures =
                args([("nonce", account.nonce.to_string().into()), ("next", account.next.to_string().into())]);
            self.any("eth_getTransactionCount", "nonce", figures);
            for earlier in account.earlier.iter().take(PARENTS) {
                let figures =
                    args([("id", earlier.id.to_string().into()), ("nonce", earlier.nonce.to_string().into())]);
                self.any("getrawmempool", "earlier", figures);
            }
            if let Some(rival) = account.rival_id() {
                self.any("getrawmempool", "rival", args([("id", rival.to_string().into())]));
            }
            if let Some(balance) = account.balance {
                let needed = coins(account.needed, gas.coin).into();
                let figures = args([("balance", coins(balance, gas.coin).into()), ("needed", needed)]);
                self.any("eth_getBalance", "balance", figures);
            }
        }
        if let Some(price) = &gas.price {
            let figures = args([("base_fee", gwei(price.next_base_fee).into()), ("tip", gwei(price.going_tip).into())]);
            self.any("eth_feeHistory", "price", figures);
        }
    }

    /// What came of it, on a chain with gas.
    fn outcome(&mut self) {
        let Some(outcome) = self.facts.gas.as_deref().and_then(|gas| gas.outcome.as_ref()) else { return };
        let status = match outcome.succeeded {
            Some(true) => "success",
            Some(false) => "failure",
            None => "none",
        };
        let figures = args([("status", status.into()), ("gas", outcome.gas_used.to_string().into())]);
        self.any("eth_getTransactionReceipt", "receipt", figures);
        match outcome.failure.as_ref().map(|failure| failure.by) {
            Some(Source::Trace) => self.any("debug_traceTransaction", "ran-again", args([])),
            Some(Source::Replay) => self.any("eth_call", "tried-again", args([])),
            Some(Source::Receipt) | None => {}
        }
    }

    fn in_block(&mut self, block: &BlockRef, confirmations: u64) {
        let mut figures = block_args(block);
        figures.set("confirmations", confirmations.to_string());
        let claim = self.say("in-block", figures);
        let mut asked = self.facts.coverage.asked.iter().filter(|asked| asked.outcome.is_ok()).peekable();
        if asked.peek().is_none() {
            return self.first("getblock", claim);
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
            self.push(self.say("left", args([])), heard, &node, departure.at);
        }
        if let Some(rate) = departure.effective_rate {
            let claim = self.say("last-rate", args([("rate", exact(rate)), ("unit", self.unit())]));
            self.push(claim, "getmempoolentry", &node, departure.entered);
        }
        let Some((claim, source)) = self.why(&departure.reason) else { return };
        self.push(claim, source, &node, departure.at);
    }

    /// What fee rates are in.
    fn unit(&self) -> FluentValue<'static> {
        if self.facts.gas.is_some() { "gwei" } else { "sat" }.into()
    }

    /// What proves why it left.
    fn why(&self, reason: &Reason) -> Option<(String, &'static str)> {
        // Two of them can't both consume the same: an input, or a nonce.
        let same = if self.facts.gas.is_some() { "nonce" } else { "input" };
        let taken = |id: &TxId| args([("id", id.to_string().into()), ("same", same.into())]);
        match reason {
            Reason::Replaced(by) => Some(match &by.state {
                SuccessorState::InBlock(block, _) => {
                    let mut figures = taken(&by.id);
                    figures.set("hash", block.hash.to_string());
                    figures.set("height", block.height.to_string());
                    (self.say("successor-block", figures), "getblock")
                }
                SuccessorState::Waiting | SuccessorState::Gone | SuccessorState::Unknown => {
                    (self.say("successor", taken(&by.id)), "getmempoolentry")
                }
            }),
            Reason::DoubleSpent(by) => Some((self.say("double-spent", taken(&by.id)), "getblock")),
            Reason::AncestorGone { ancestor, .. } => {
                Some((self.say("ancestor", args([("id", ancestor.to_string().into())])), "getmempoolentry"))
            }
            Reason::Evicted { min_rate } => {
                Some((self.say("lowest-then", args([("rate", exact(*min_rate))])), "getmempoolinfo"))
            }
            Reason::Expired { after_hours: Some(hours) } => {
                Some((self.say("kept", args([("hours", hours.to_string().into())])), "getmempoolinfo"))
            }
            Reason::Expired { after_hours: None } | Reason::Open | Reason::Unknown => None,
        }
    }

    fn surroundings(&mut self) {
        let network = &self.facts.network;
        if let Some(queue) = &network.queue {
            self.any("getrawmempool", "next-block", args([("rate", exact(queue.next_block_rate))]));
            self.any("getmempoolinfo", "lowest", args([("rate", exact(queue.min_rate))]));
        }
        for node in self.facts.coverage.nodes.iter().take(WITNESSES) {
            let Some(tip) = &node.tip else { continue };
            self.push(self.say("tip", block_args(tip)), "getblockchaininfo", &node.name, self.at(node));
        }
    }

    /// The words of a claim.
    fn say(&self, claim: &str, figures: FluentArgs<'_>) -> String {
        self.words.say(&format!("claim-{claim}"), &figures)
    }

    /// Says a claim that the node heard first stands for.
    fn any(&mut self, source: &str, claim: &str, figures: FluentArgs<'_>) {
        self.first(source, self.say(claim, figures));
    }

    /// Adds what the node heard first stands for.
    fn first(&mut self, source: &str, claim: String) {
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

/// A rate as it stands in the answer's other figures, neither rounded nor grouped once more.
fn exact(value: f64) -> FluentValue<'static> {
    rate(value).to_string().into()
}

fn block_args(block: &BlockRef) -> FluentArgs<'static> {
    args([("hash", block.hash.to_string().into()), ("height", block.height.to_string().into())])
}
