//! Follows a node's best chain: from a new tip back to what was told before, then the difference, oldest first.
//! One path for the first fill, a new block, a gap after an outage and a reorg. Judges no block.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use serde_json::json;

use super::{
    rpc::{Call, Pace},
    watch::Watch,
    wire::{self, BlockIds, Header, Hex32},
};
use crate::{Block, BlockHash, BlockRef, BlockTx, Event, NodeError};

/// Blocks that are followed back: about two days.
const WINDOW: usize = 288;
/// Of the first fill, these newest are told with what they consumed; a reorg deeper than that is unheard of.
const FULL: usize = 24;
/// Ids of so many blocks in one batch, about 4 MB.
const IDS_AT_ONCE: usize = 16;

/// A block that was told.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Link {
    at: BlockRef,
    parent: Option<BlockHash>,
}

/// The newest blocks of the best chain as told so far, oldest first; outlives a lost connection.
#[derive(Debug, Default)]
pub(super) struct Window(Mutex<VecDeque<Link>>);

/// What lies between what was told and a new tip.
#[derive(Debug, Default)]
struct Path {
    /// Newest first.
    dropped: Vec<Link>,
    /// Oldest first.
    fresh: Vec<Link>,
}

impl Watch<'_> {
    /// Tells what changed until `target` is the tip, and that it is.
    pub async fn follow_to(&self, target: BlockHash) -> Result<(), NodeError> {
        let first_fill = self.node.window.tip().is_none();
        let path = self.path_to(target).await?;
        for link in &path.dropped {
            let txs = self.full_content(link).await?.unwrap_or_default();
            self.tell(vec![Event::Dropped(Box::new(block(link, txs)))]).await;
        }
        let bare = if first_fill { path.fresh.len().saturating_sub(FULL) } else { 0 };
        let (old, new) = path.fresh.split_at(bare);
        self.tell_ids(old).await?;
        for link in new.iter().filter(|link| !self.sink.has_block(&link.at.hash)) {
            // A pruned node may have dropped an old one: then it stays unknown.
            if let Some(txs) = self.full_content(link).await? {
                self.tell(vec![Event::Block(Box::new(block(link, txs)))]).await;
            }
        }
        if let Some(tip) = self.node.window.advance(&path) {
            self.tell(vec![Event::Tip(tip)]).await;
        }
        Ok(())
    }

    /// The block before `hash`, by what was told or else by the node.
    pub async fn parent_of(&self, hash: BlockHash) -> Result<Option<BlockHash>, NodeError> {
        match self.node.window.find(&hash) {
            Some(link) => Ok(link.parent),
            None => Ok(self.header(hash).await?.and_then(|header| header.previousblockhash).map(BlockHash::from)),
        }
    }

    async fn path_to(&self, target: BlockHash) -> Result<Path, NodeError> {
        let mut path = Path::default();
        let mut known: HashMap<BlockHash, Header> = HashMap::new();
        let mut next = Some(target);
        while let Some(hash) = next.filter(|_| path.fresh.len() < WINDOW) {
            if let Some(above) = self.node.window.above(&hash) {
                path.dropped = above;
                path.fresh.reverse();
                return Ok(path);
            }
            let header = match known.remove(&hash) {
                Some(header) => header,
                None => self.header(hash).await?.ok_or_else(|| NodeError::Unreadable("its tip is unknown".into()))?,
            };
            let parent = header.previousblockhash.map(BlockHash::from);
            let at = header.at()?;
            path.fresh.push(Link { at, parent });
            let joins = parent.is_none_or(|parent| self.node.window.find(&parent).is_some());
            if known.is_empty() && !joins {
                known = self.headers_below(at.height).await?;
            }
            next = parent;
        }
        path.dropped = self.stale().await?;
        path.fresh.reverse();
        Ok(path)
    }

    /// The best chain's headers below `height` as far as the window reaches, in two batches instead of hundreds of
    /// calls. A reorg meanwhile does no harm: the path is found by parents, and asks for what is not among these.
    async fn headers_below(&self, height: u64) -> Result<HashMap<BlockHash, Header>, NodeError> {
        let heights = height.saturating_sub(WINDOW as u64)..height;
        let calls = heights.map(|height| Call::new("getblockhash", json!([height]))).collect();
        let read = |answers: Vec<_>| Ok(answers.into_iter().filter_map(wire::lenient::<Hex32>).collect());
        let hashes: Vec<Hex32> = self.node.rpc.batch("getblockhash", calls, Pace::Poll, read).await?;
        let calls = hashes.iter().map(|hash| header_call(BlockHash(hash.0))).collect();
        let read = |answers: Vec<_>| {
            let headers = answers.into_iter().filter_map(wire::lenient::<Header>);
            Ok(headers.map(|header| (header.hash.into(), header)).collect())
        };
        self.node.rpc.batch("getblockheader", calls, Pace::Poll, read).await
    }

    async fn header(&self, hash: BlockHash) -> Result<Option<Header>, NodeError> {
        self.node.rpc.call(header_call(hash), Pace::Poll, wire::optional).await
    }

    /// What was told and is off the best chain, newest first, where no path leads back to what was told: after an
    /// outage of more than a window, the old tip may still be an ancestor.
    async fn stale(&self) -> Result<Vec<Link>, NodeError> {
        let mut stale = Vec::new();
        for link in self.node.window.newest_first() {
            match self.header(link.at.hash).await? {
                Some(header) if header.confirmations >= 0 => break,
                Some(_) | None => stale.push(link),
            }
        }
        Ok(stale)
    }

    async fn tell_ids(&self, links: &[Link]) -> Result<(), NodeError> {
        let wanted: Vec<_> = links.iter().filter(|link| !self.sink.has_block(&link.at.hash)).collect();
        for some in wanted.chunks(IDS_AT_ONCE) {
            let call = |link: &&Link| Call::new("getblock", json!([link.at.hash.to_string(), 1]));
            let calls = some.iter().map(call).collect();
            let read = |answers: Vec<_>| Ok(answers.into_iter().map(wire::lenient::<BlockIds>).collect());
            let contents: Vec<_> = self.node.rpc.batch("getblock", calls, Pace::Bulk, read).await?;
            let told = some.iter().zip(contents).filter_map(|(link, ids)| Some(block(link, ids?.txs())));
            self.tell(told.map(|block| Event::Block(Box::new(block))).collect()).await;
        }
        Ok(())
    }

    async fn full_content(&self, link: &Link) -> Result<Option<Vec<BlockTx>>, NodeError> {
        let call = Call::new("getblock", json!([link.at.hash.to_string(), 0]));
        let read = |answer| match wire::lenient::<String>(answer) {
            Some(raw) => wire::block_txs(&raw).map(Some),
            None => Ok(None),
        };
        self.node.rpc.call(call, Pace::Bulk, read).await
    }
}

fn header_call(hash: BlockHash) -> Call {
    Call::new("getblockheader", json!([hash.to_string(), true]))
}

fn block(link: &Link, txs: Vec<BlockTx>) -> Block {
    // Only the genesis block has no parent, and zeros are what its header says.
    Block { at: link.at, parent: link.parent.unwrap_or(BlockHash([0; 32])), txs }
}

impl Window {
    pub fn tip(&self) -> Option<BlockHash> {
        self.with(|links| links.back().map(|link| link.at.hash))
    }

    pub fn holds(&self, hash: &BlockHash) -> bool {
        self.find(hash).is_some()
    }

    fn find(&self, hash: &BlockHash) -> Option<Link> {
        self.with(|links| links.iter().rev().find(|link| link.at.hash == *hash).copied())
    }

    /// What was told above `hash`, newest first; `None` if `hash` was not told.
    fn above(&self, hash: &BlockHash) -> Option<Vec<Link>> {
        self.with(|links| {
            let at = links.iter().rposition(|link| link.at.hash == *hash)?;
            Some(links.range(at + 1..).rev().copied().collect())
        })
    }

    fn newest_first(&self) -> Vec<Link> {
        self.with(|links| links.iter().rev().copied().collect())
    }

    /// Takes over what was told, and answers with the tip.
    fn advance(&self, path: &Path) -> Option<BlockRef> {
        self.with(|links| {
            links.truncate(links.len().saturating_sub(path.dropped.len()));
            links.extend(&path.fresh);
            links.drain(..links.len().saturating_sub(WINDOW));
            links.back().map(|link| link.at)
        })
    }

    fn with<T>(&self, f: impl FnOnce(&mut VecDeque<Link>) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
