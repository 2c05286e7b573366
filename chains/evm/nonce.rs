//! Who used a nonce: told by what we hold of the newest blocks, by the node where it can, else found by narrowing down the
//! block in which the sender's count of transactions passed it. Nodes keep the state of the last 128 blocks, archives
//! all: beyond what it keeps a node answers with an error, and the search ends there.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use alloy_primitives::Address;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::{
    Node, REMEMBERED,
    recent::Recent,
    rpc::{not_now, read},
    wire::{Quantity, RawBlock, RawTx, hex_hash, hex_number},
};
use crate::{BlockRef, Claim, NodeError, TxId, account::Signed};

/// Counts asked for at a time: what fits into one round trip.
const AT_ONCE: u64 = 19;

/// Blocks below the tip whose state every node keeps.
const STATE_KEPT: u64 = 127;

/// Searches begun with one node in a minute, whoever asks: hosted nodes bill each call.
const SEARCHES: usize = 20;
const PER: Duration = Duration::from_secs(60);

/// A search that found nothing isn't begun again for this long.
const MISSED_FOR: Duration = Duration::from_secs(120);

/// What searching one node has cost lately, and what it hasn't found.
pub(super) struct Searches {
    begun: VecDeque<Instant>,
    missed: Recent<Claim, Instant>,
}

impl Default for Searches {
    fn default() -> Self {
        Self { begun: VecDeque::new(), missed: Recent::new(REMEMBERED) }
    }
}

impl Searches {
    /// Whether one may begin; if so, it counts as begun.
    fn begin(&mut self, claim: &Claim, now: Instant) -> bool {
        while self.begun.front().is_some_and(|begun| now.duration_since(*begun) >= PER) {
            self.begun.pop_front();
        }
        let missed = self.missed.get(claim).is_some_and(|missed| now.duration_since(*missed) < MISSED_FOR);
        let may = !missed && self.begun.len() < SEARCHES;
        if may {
            self.begun.push_back(now);
        }
        may
    }

    fn miss(&mut self, claim: Claim, now: Instant) {
        self.missed.insert(claim, now);
    }
}

/// The sender's nonce in question.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) sender: Address,
    pub(super) nonce: u64,
    /// When it was still free, where that is known.
    pub(super) since: Option<Timestamp>,
}

impl Place {
    pub(super) fn claim(&self) -> Claim {
        Claim::nonce(&self.sender, self.nonce)
    }

    /// Who used it as far as we remember.
    pub(super) fn known(&self, node: &Node) -> Option<(TxId, BlockRef)> {
        let claim = self.claim();
        let blocks = node.blocks();
        let has_it =
            |block: &crate::Block| block.txs.iter().find(|tx| tx.claims.contains(&claim)).map(|tx| (tx.id, block.at));
        blocks.iter().rev().find_map(|block| has_it(block)).or_else(|| node.taken().get(&claim).copied())
    }

    /// Who used it, as the node's answer says.
    pub(super) async fn told(&self, node: &Node, tx: &RawTx) -> Result<Option<(Signed, BlockRef)>, NodeError> {
        let Some((hash, _)) = tx.block() else { return Ok(None) };
        let block = node.rpc.call::<Option<RawBlock>>("eth_getBlockByHash", json!([hex_hash(&hash), false])).await;
        Ok(tx.signed().zip(block.or_else(not_now)?.and_then(|block| block.place())))
    }

    /// Who used it, by a search below this height, unless it was in vain before or there have been too many.
    pub(super) async fn search(&self, node: &Node, tip: u64) -> Result<Option<(Signed, BlockRef)>, NodeError> {
        if !node.searches().begin(&self.claim(), Instant::now()) {
            return Ok(None);
        }
        let found = self.find(node, tip).await?;
        if found.is_none() {
            node.searches().miss(self.claim(), Instant::now());
        }
        Ok(found)
    }

    async fn find(&self, node: &Node, tip: u64) -> Result<Option<(Signed, BlockRef)>, NodeError> {
        let Some(height) = self.height(node, tip).await? else { return Ok(None) };
        let content = node.rpc.call("eth_getBlockByNumber", json!([hex_number(height), true])).await;
        let Some(content): Option<Box<RawValue>> = content.or_else(not_now)? else { return Ok(None) };
        let place = serde_json::from_str::<RawBlock>(content.get()).ok().and_then(|block| block.place());
        let txs = serde_json::from_str::<Transactions>(content.get()).map(|block| block.transactions);
        let mut signed = txs.iter().flatten().filter_map(RawTx::signed);
        Ok(signed.find(|tx| tx.sender == self.sender && tx.nonce == self.nonce).zip(place))
    }

    /// The block in which the sender's count passed it.
    async fn height(&self, node: &Node, tip: u64) -> Result<Option<u64>, NodeError> {
        let mut range = Range { before: None, after: tip };
        let furthest = self.since.and_then(|since| blocks_since(node, since));
        for furthest in furthest.into_iter().chain([tip]) {
            self.narrow(node, backwards(tip, furthest), &mut range).await?;
            if range.before.is_some() {
                break;
            }
        }
        while let Some(heights) = range.inside() {
            if !self.narrow(node, heights, &mut range).await? {
                return Ok(None);
            }
        }
        Ok(range.before.map(|_| range.after))
    }

    /// Asks for the sender's count after each of these blocks. Whether the node told each.
    async fn narrow(&self, node: &Node, heights: Vec<u64>, range: &mut Range) -> Result<bool, NodeError> {
        let sender = format!("{:#x}", self.sender);
        let call = |height: &u64| ("eth_getTransactionCount", json!([sender, hex_number(*height)]));
        let answers = node.rpc.batch("nonce_search", heights.iter().map(call).collect()).await?;
        let mut all = true;
        for (height, answer) in heights.into_iter().zip(answers) {
            match read::<Quantity>(answer).ok().and_then(Quantity::u64) {
                Some(count) if count > self.nonce => range.after = range.after.min(height),
                Some(_) => range.before = range.before.max(Some(height)),
                None => all = false,
            }
        }
        Ok(all)
    }
}

/// Heights between which the nonce was used.
struct Range {
    /// It wasn't after this one.
    before: Option<u64>,
    /// It was after this one.
    after: u64,
}

impl Range {
    /// Heights that part it evenly; `None` where nothing is left to part.
    fn inside(&self) -> Option<Vec<u64>> {
        let before = self.before.filter(|before| self.after.saturating_sub(*before) > 1)?;
        let step = (self.after - before).div_ceil(AT_ONCE + 1);
        Some(
            (1..)
                .map(|n| before.saturating_add(step.saturating_mul(n)))
                .take_while(|height| *height < self.after)
                .collect(),
        )
    }
}

/// Heights below the tip: close to each other near it, where most of what is asked about lies, and ever further apart
/// down to the furthest.
fn backwards(tip: u64, furthest: u64) -> Vec<u64> {
    let ratio = (furthest.max(2) as f64).powf(1.0 / (AT_ONCE - 2) as f64);
    let distances = (0..AT_ONCE - 1).map(|power| ratio.powf(power as f64).ceil() as u64).chain([STATE_KEPT]);
    // The genesis block holds no transaction, so that the first of all comes after it.
    let mut heights: Vec<u64> = distances.map(|distance| tip.saturating_sub(distance)).collect();
    heights.sort_unstable();
    heights.dedup();
    heights
}

/// How many blocks there were since then, with some to spare, going by the pace of the newest.
fn blocks_since(node: &Node, since: Timestamp) -> Option<u64> {
    let blocks = node.blocks();
    let (first, last) = (blocks.front()?, blocks.back()?);
    let took = last.at.time.duration_since(first.at.time).as_secs_f64();
    let pace = took / last.at.height.checked_sub(first.at.height).filter(|blocks| *blocks > 0)? as f64;
    let gone = last.at.time.duration_since(since).as_secs_f64().max(0.0);
    let blocks = gone * 1.2 / pace.max(0.05) + 4.0;
    Some((blocks as u64).min(last.at.height))
}

#[derive(Deserialize)]
struct Transactions {
    transactions: Vec<RawTx>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_searched_for_in_vain_and_too_often_is_not_searched_for() {
        let (mut searches, now) = (Searches::default(), Instant::now());
        let claim = |nonce| Claim::nonce(&Address::ZERO, nonce);
        assert!(searches.begin(&claim(0), now));
        searches.miss(claim(0), now);
        assert!(!searches.begin(&claim(0), now + PER) && searches.begin(&claim(0), now + MISSED_FOR));
        let now = now + 2 * MISSED_FOR;
        let begun = (1..100).filter(|nonce| searches.begin(&claim(*nonce), now)).count();
        assert_eq!(begun, SEARCHES);
        assert!(searches.begin(&claim(200), now + PER));
    }

    #[test]
    fn the_first_look_back_is_dense_near_the_tip_and_reaches_far() {
        let heights = backwards(1_000_000, 1_000_000);
        assert!(heights.len() <= AT_ONCE as usize);
        assert!(heights.contains(&999_999) && heights.contains(&(1_000_000 - STATE_KEPT)));
        assert!(heights.iter().filter(|height| **height > 999_000).count() >= 8, "{heights:?}");
        assert!(heights[0] <= 1, "{heights:?}");
        assert!(backwards(1_000_000, 600)[0] >= 999_399);
        assert_eq!(backwards(3, 900)[0], 0, "there is nothing below the first block");
    }

    #[test]
    fn a_range_is_parted_until_one_block_is_left() {
        for (before, after) in [(0, 1), (0, 2), (5, 400), (7, 70_000)] {
            for used in before + 1..=after.min(before + 500) {
                let mut range = Range { before: Some(before), after };
                let mut trips = 0;
                while let Some(heights) = range.inside() {
                    assert!(heights.len() <= AT_ONCE as usize);
                    for height in heights {
                        if height >= used {
                            range.after = range.after.min(height)
                        } else {
                            range.before = range.before.max(Some(height))
                        }
                    }
                    trips += 1;
                }
                assert_eq!((range.before, range.after), (Some(used - 1), used));
                assert!(trips <= 4, "{trips} round trips for {before}..{after}");
            }
        }
        assert_eq!(Range { before: None, after: 9 }.inside(), None);
    }
}
