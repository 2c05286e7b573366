//! Which chain is the best, as the nodes' tips tell: the highest. What follows for the transactions of blocks that it
//! gains or loses is `mined`'s.

use chains::{Block, BlockRef, NodeId};
use jiff::Timestamp;

use super::{Changes, Index};

impl Index {
    /// A block's content, whose place in the chain the tips tell.
    pub(super) fn take_block(&mut self, block: Block, at: Timestamp, changes: &mut Changes) {
        self.blocks.store(block);
        while let Some(slot) = self.blocks.extend_down() {
            self.include(slot, at, changes);
        }
        self.follow_best(at, false, changes);
    }

    /// A node's chain holds this block no more: it ends at the parent until the node tells its new tip.
    pub(super) fn retreat(&mut self, node: NodeId, block: Block, at: Timestamp, changes: &mut Changes) {
        let parent = block.parent;
        let slot = self.blocks.store(block);
        let held = self.node(node).tip.and_then(|tip| self.blocks.slot(&tip.hash));
        if held.is_some_and(|tip| self.blocks.descends(tip, slot)) {
            let below = self.blocks.slot(&parent).and_then(|slot| self.blocks.get(slot)).map(|block| block.at);
            self.node_mut(node).tip = below;
            self.follow_best(at, false, changes);
        }
    }

    /// A node's best chain ends here.
    pub(super) fn advance(&mut self, node: NodeId, tip: BlockRef, at: Timestamp, changes: &mut Changes) {
        let before = self.node_mut(node).tip.replace(tip);
        let fresh = self.tip.is_some() && self.node(node).is_live();
        self.follow_best(at, fresh, changes);
        if let Some(before) = before {
            self.clear_mined(node, before, tip, at, changes);
        }
    }

    /// Makes the chain the best that a node told. `fresh` if a node tells it as it happens: what was there before we
    /// looked was seen when it was made, as far as anyone can say.
    pub(super) fn follow_best(&mut self, at: Timestamp, fresh: bool, changes: &mut Changes) {
        let Some(best) = self.best_tip() else { return };
        if self.tip.is_none_or(|(tip, _)| tip != best) {
            self.tip = Some((best, if fresh { at } else { best.time.min(at) }));
        }
        match self.blocks.slot(&best.hash) {
            Some(slot) if self.blocks.tip() != Some(best) => self.switch_to(slot, at, changes),
            Some(_) | None => {}
        }
    }

    fn switch_to(&mut self, slot: u32, at: Timestamp, changes: &mut Changes) {
        let switch = self.blocks.switch(slot);
        for _ in &switch.dropped {
            if let Some(slot) = self.blocks.pop() {
                self.exclude(slot, at, changes);
            }
        }
        if switch.forget_rest {
            self.blocks.forget_chain();
        } else {
            // A chain that doesn't connect is the gap of a long absence, not a reorganisation.
            self.dropped += switch.dropped.len() as u64;
        }
        for slot in switch.added {
            self.blocks.push(slot);
            self.include(slot, at, changes);
        }
        while let Some(slot) = self.blocks.extend_down() {
            self.include(slot, at, changes);
        }
    }

    /// The highest tip among the nodes that answer; between equals the one that the chain ends in already. A node
    /// that went away does not take back what it told: its tip counts while the chain ends there.
    fn best_tip(&self) -> Option<BlockRef> {
        let current = self.blocks.tip();
        let candidates = self.nodes.iter().filter_map(|node| {
            let tip = node.tip.filter(|tip| !node.is_down() || Some(*tip) == current)?;
            Some((tip.height, !node.is_down(), Some(tip) == current, tip))
        });
        candidates.reduce(|a, b| if (b.0, b.1, b.2) > (a.0, a.1, a.2) { b } else { a }).map(|(.., tip)| tip)
    }
}
