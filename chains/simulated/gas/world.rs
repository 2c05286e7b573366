//! The simulated chain with gas as plain state: accounts, what waits, blocks, the price of gas, and all that can happen to
//! them. Who listens is the module's concern above.

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::call::Call;
use crate::{
    Ask, Asked, Block, BlockHash, BlockRef, BlockTx, Claim, ClaimState, Details, Event, Feed, Found, NodeState,
    NodeStatus, TxId, TxIndex,
    account::{Address, Finality, GasBlock, GasMarket, Line, MARKET_BLOCKS, Outcome, Signed, U256},
    evm::fees::{FULL, FeeRule, Header},
};

/// Gas that a block holds.
pub const GAS_LIMIT: u64 = 30_000_000;
/// Wei.
pub const GWEI: u128 = 1_000_000_000;
/// What a blob costs here per blob gas (wei).
pub const BLOB_FEE: u128 = 5 * GWEI;

const FIRST_BASE_FEE: u64 = 20_000_000_000;
/// Transactions of strangers in a block.
const STRANGERS: usize = 20;
/// Blocks that the chain remembers.
const REMEMBERED: usize = 300;
/// Blocks after which one is safe, and after which it is final: an epoch, and two.
const SAFE_AFTER: u64 = 32;
const FINAL_AFTER: u64 = 64;

/// A block to be made.
#[derive(Clone, Debug, Default)]
pub struct Fill {
    /// Share of the gas that strangers use, 0 to 1.
    pub used: f64,
    /// The tip (wei) that they leave.
    pub tip: u128,
    /// Its time; now where `None`.
    pub time: Option<Timestamp>,
}

/// Everything there is.
pub struct World {
    pub base_fee: u64,
    random: StdRng,
    accounts: HashMap<Address, U256>,
    sent: HashMap<TxId, (Call, Signed)>,
    /// What waits.
    pool: BTreeMap<TxId, Timestamp>,
    chain: VecDeque<Made>,
    placed: HashMap<TxId, BlockRef>,
    news: Vec<Event>,
    follower: Follower,
}

struct Made {
    block: Block,
    gas: GasBlock,
}

/// How far the follower is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follower {
    None,
    Telling,
    Hearing,
}

impl World {
    pub fn new(seed: u64, height: u64, time: Timestamp) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let at = BlockRef { hash: BlockHash(random.random()), height, time };
        let block = Block { at, parent: BlockHash(random.random()), txs: Vec::new() };
        let gas = GasBlock { base_fee: FIRST_BASE_FEE.into(), used: 0.5, tips: None };
        Self {
            base_fee: FIRST_BASE_FEE,
            random,
            accounts: HashMap::new(),
            sent: HashMap::new(),
            pool: BTreeMap::new(),
            chain: VecDeque::from([Made { block, gas }]),
            placed: HashMap::new(),
            news: Vec::new(),
            follower: Follower::None,
        }
    }

    pub fn account(&mut self, balance: U256) -> Address {
        let account = Address::from(self.random.random::<[u8; 20]>());
        self.set_balance(account, balance);
        account
    }

    pub fn set_balance(&mut self, account: Address, balance: U256) {
        self.accounts.insert(account, balance);
    }

    pub fn tip(&self) -> BlockRef {
        let nothing = BlockRef { hash: BlockHash([0; 32]), height: 0, time: Timestamp::UNIX_EPOCH };
        self.chain.back().map_or(nothing, |made| made.block.at)
    }

    pub fn send(&mut self, call: Call, beside: bool) -> TxId {
        let id = TxId(self.random.random());
        let nonce = call.nonce.unwrap_or_else(|| self.free(&call.sender));
        let signed = call.signed(id, nonce);
        let rivals: Vec<TxId> =
            self.waiting_of(&signed.sender).filter(|tx| tx.nonce == nonce).map(|tx| tx.id).collect();
        self.sent.insert(id, (call, signed));
        self.pool.insert(id, Timestamp::now());
        if !beside {
            for rival in rivals {
                self.forget(&rival);
            }
        }
        self.tell_of(id);
        id
    }

    pub fn forget(&mut self, id: &TxId) {
        self.pool.remove(id);
        self.tell_of(*id);
    }

    /// Makes a block: strangers' transactions, and of those that wait the ones that it has room for, in their senders'
    /// order. A full block has room for who pays as much as strangers do.
    pub fn mine(&mut self, fill: &Fill) -> BlockRef {
        let needed = if fill.used >= FULL { fill.tip } else { 0 };
        let base_fee = self.base_fee;
        let at = self.next_place(fill.time);
        let mut taken = Vec::new();
        while let Some(id) = self.pool.keys().find(|id| self.can_mine(id, needed)).copied() {
            self.pool.remove(&id);
            self.placed.insert(id, at);
            taken.push(id);
        }
        let block = self.build(at, &taken);
        self.news.push(Event::Block(Box::new(block.clone())));
        let tips = (fill.used > 0.0).then_some((fill.tip, 2 * fill.tip));
        self.chain.push_back(Made { block, gas: GasBlock { base_fee: base_fee.into(), used: fill.used, tips } });
        let gas_used = (fill.used * GAS_LIMIT as f64) as u64;
        let header = Header { base_fee, gas_used, gas_limit: GAS_LIMIT, blob_gas_used: 0 };
        self.base_fee = FeeRule::ETHEREUM.next(&header);
        self.tell_head();
        for id in taken {
            self.tell_of(id);
        }
        self.remember();
        at
    }

    pub fn reorganize(&mut self) {
        let Some(dropped) = self.chain.pop_back() else { return };
        for tx in &dropped.block.txs {
            if self.placed.remove(&tx.id).is_some() {
                self.pool.insert(tx.id, Timestamp::now());
            }
        }
        self.news.push(Event::Dropped(Box::new(dropped.block)));
        for _ in 0..2 {
            let at = self.next_place(None);
            let block = self.build(at, &[]);
            self.news.push(Event::Block(Box::new(block.clone())));
            let gas = GasBlock { base_fee: self.base_fee.into(), used: 0.0, tips: None };
            self.chain.push_back(Made { block, gas });
        }
        self.tell_head();
    }

    /// What a follower is told first.
    pub fn start(&mut self) -> Vec<Event> {
        self.news.clear();
        self.follower = Follower::Telling;
        let status = self.status();
        let mut events = vec![Event::Node(NodeState::CatchingUp(Box::new(status.clone())))];
        events.extend(self.chain.iter().map(|made| Event::Block(Box::new(made.block.clone()))));
        events.extend(self.head());
        events.push(Event::Node(NodeState::Up(Box::new(status))));
        events
    }

    pub fn take_news(&mut self) -> Vec<Event> {
        let news = std::mem::take(&mut self.news);
        self.follower = if news.is_empty() { Follower::Hearing } else { Follower::Telling };
        news
    }

    pub fn is_told(&self) -> bool {
        self.follower == Follower::Hearing && self.news.is_empty()
    }

    pub fn status(&self) -> NodeStatus {
        NodeStatus {
            version: "simulated/1.0.0".into(),
            network: super::CHAIN_ID.to_string(),
            syncing: false,
            headers: self.tip().height,
            peers: 8,
            tx_index: TxIndex::No,
            pruned: false,
            mempool_min_rate: 0.0,
            relay_min_rate: 0.0,
            incremental_rate: 0.0,
            expiry_hours: None,
            feed: Feed::Push,
        }
    }

    pub fn market(&self) -> GasMarket {
        let skip = self.chain.len().saturating_sub(MARKET_BLOCKS);
        GasMarket {
            height: self.tip().height,
            next_base_fee: Some(self.base_fee.into()),
            next_blob_fee: Some(BLOB_FEE),
            gas_limit: GAS_LIMIT,
            rule: Some(FeeRule::ETHEREUM),
            blocks: self.chain.iter().skip(skip).map(|made| made.gas).collect(),
        }
    }

    /// What the node answers about a transaction.
    pub fn answer(&self, ask: &Ask) -> Asked {
        let known = self.sent.get(&ask.id);
        if let (Some((call, signed)), Some(block)) = (known, self.placed.get(&ask.id)) {
            let confirmations = self.tip().height + 1 - block.height;
            let answer = Found::InBlock { block: *block, confirmations, coinbase: false };
            let details =
                Details { signed: Some(signed.clone()), outcome: Some(outcome(call, *block)), ..Details::default() };
            return Asked { id: ask.id, answer, claims: Vec::new(), details: Some(Box::new(details)) };
        }
        if let Some((_, signed)) = known.filter(|_| self.pool.contains_key(&ask.id)) {
            let claim = Claim::nonce(&signed.sender, signed.nonce);
            let (line, state) = self.line(&signed.sender, signed.nonce, &ask.id);
            let details = Details { signed: Some(signed.clone()), line: Some(line), ..Details::default() };
            return Asked {
                id: ask.id,
                answer: Found::Pooled,
                claims: vec![(claim, state)],
                details: Some(details.into()),
            };
        }
        let block = self.chain.iter().find(|made| made.block.at.hash.0 == ask.id.0);
        let answer = block.map_or(Found::Absent, |made| Found::IsBlock(made.block.at));
        let line = ask.claims.first().map(|claim| {
            let (sender, nonce) = claim.sender_and_nonce();
            let (line, state) = self.line(&sender, nonce, &ask.id);
            (line, (*claim, state))
        });
        let (line, claims) = line.unzip();
        let details = line.map(|line| Box::new(Details { line: Some(line), ..Details::default() }));
        Asked { id: ask.id, answer, claims: claims.into_iter().collect(), details }
    }

    fn line(&self, sender: &Address, nonce: u64, own: &TxId) -> (Line, ClaimState) {
        let mut waiting: Vec<Signed> = self.waiting_of(sender).cloned().collect();
        waiting.sort_by_key(|tx| (tx.nonce, tx.id));
        let taken = |(_, signed): &&(Call, Signed)| {
            signed.sender == *sender
                && signed.nonce == nonce
                && signed.id != *own
                && self.placed.contains_key(&signed.id)
        };
        let taken_by = self
            .sent
            .values()
            .find(taken)
            .and_then(|(_, signed)| Some((signed.clone(), *self.placed.get(&signed.id)?)));
        let next = self.next(sender);
        let state = match (&taken_by, waiting.iter().find(|tx| tx.nonce == nonce && tx.id != *own)) {
            (Some((by, block)), _) => ClaimState::SpentInBlock(by.id, *block),
            (None, Some(rival)) => ClaimState::SpentByWaiting(rival.id),
            (None, None) if next > nonce => ClaimState::Gone,
            (None, None) => ClaimState::Free,
        };
        let (balance, free) = (self.accounts.get(sender).copied(), Some(self.free(sender)));
        (Line { sender: *sender, next, free, balance, waiting, whole: true, l1_fee: None, taken_by }, state)
    }

    fn waiting_of(&self, sender: &Address) -> impl Iterator<Item = &Signed> {
        let signed = self.pool.keys().filter_map(|id| self.sent.get(id)).map(|(_, signed)| signed);
        signed.filter(move |signed| signed.sender == *sender)
    }

    /// How many of a sender's the chain holds.
    fn next(&self, sender: &Address) -> u64 {
        let mined = self.placed.keys().filter_map(|id| self.sent.get(id));
        mined.filter(|(_, signed)| signed.sender == *sender).map(|(_, signed)| signed.nonce + 1).max().unwrap_or(0)
    }

    /// The first nonce that is neither mined nor waiting.
    fn free(&self, sender: &Address) -> u64 {
        let next = self.next(sender);
        let taken: Vec<u64> = self.waiting_of(sender).map(|tx| tx.nonce).collect();
        (next..).find(|nonce| !taken.contains(nonce)).unwrap_or(next)
    }

    fn can_mine(&self, id: &TxId, needed: u128) -> bool {
        let Some((call, signed)) = self.sent.get(id) else { return false };
        let base_fee = u128::from(self.base_fee);
        let left = signed.max_fee.checked_sub(base_fee).map(|left| left.min(signed.tip));
        let cost = signed.value + U256::from(signed.gas_limit) * U256::from(signed.max_fee);
        let owned = self.accounts.get(&call.sender).is_some_and(|balance| *balance >= cost);
        let blobs = signed.blobs.is_none_or(|blobs| blobs.max_fee >= BLOB_FEE);
        let first = signed.nonce == self.next(&signed.sender);
        let richest =
            self.waiting_of(&signed.sender).all(|tx| tx.nonce != signed.nonce || tx.max_fee <= signed.max_fee);
        left.is_some_and(|left| left >= needed) && owned && blobs && first && richest && signed.gas_limit <= GAS_LIMIT
    }

    fn next_place(&mut self, time: Option<Timestamp>) -> BlockRef {
        let (hash, height) = (BlockHash(self.random.random()), self.tip().height + 1);
        BlockRef { hash, height, time: time.unwrap_or_else(Timestamp::now) }
    }

    fn build(&mut self, at: BlockRef, ids: &[TxId]) -> Block {
        let own =
            ids.iter().filter_map(|id| self.sent.get(id)).map(|(_, signed)| (signed.id, signed.sender, signed.nonce));
        let own: Vec<_> = own.collect();
        let random = &mut self.random;
        let strangers = (0..STRANGERS).map(|_| (TxId(random.random()), Address::from(random.random::<[u8; 20]>()), 0));
        let tx = |(id, sender, nonce): (TxId, Address, u64)| BlockTx {
            id,
            claims: vec![Claim::nonce(&sender, nonce)],
            pays: Vec::new(),
        };
        let txs = strangers.chain(own).map(tx).collect();
        Block { at, parent: self.chain.back().map_or(BlockHash([0; 32]), |made| made.block.at.hash), txs }
    }

    fn tell_head(&mut self) {
        let head = self.head();
        self.news.extend(head);
    }

    fn head(&self) -> [Event; 3] {
        let below = |blocks| self.tip().height.checked_sub(blocks);
        let finality = Finality { safe: below(SAFE_AFTER), finalized: below(FINAL_AFTER) };
        [Event::Tip(self.tip()), Event::Market(Box::new(self.market())), Event::Final(finality)]
    }

    /// As where somebody asks about it.
    fn tell_of(&mut self, id: TxId) {
        let claims = self.sent.get(&id).map(|(_, signed)| Claim::nonce(&signed.sender, signed.nonce));
        let asked = self.answer(&Ask { id, claims: claims.into_iter().collect(), since: None });
        self.news.push(Event::Asked(Box::new(asked)));
    }

    fn remember(&mut self) {
        while self.chain.len() > REMEMBERED {
            self.chain.pop_front();
        }
    }
}

fn outcome(call: &Call, block: BlockRef) -> Outcome {
    let failure = call.failure();
    let inner = call.inner();
    Outcome {
        block,
        succeeded: Some(failure.is_none()),
        gas_used: call.gas_used(),
        gas_price: Some(call.max_fee.min(u128::from(FIRST_BASE_FEE) + call.tip)),
        failure,
        moved: call.moved(),
        more: false,
        inner_runs: inner.len() as u32,
        inner,
        unread: Vec::new(),
        created: None,
        to_contract: Some(false),
        layer2: None,
    }
}
