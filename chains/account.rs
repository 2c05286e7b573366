//! The words for chains where each transaction has a sender, a nonce and a limit of gas (EVM chains): what a sender
//! signed, how its line of nonces stands, and what came of it in a block. Says nothing about what any of it means.

pub use alloy_primitives::{Address, U256};
use alloy_primitives::{B256, keccak256};

pub use crate::evm::logs::What;
use crate::{BlockRef, Payment, TxId, evm::fees::FeeRule};

/// A transaction as its sender signed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// Its id.
    pub id: TxId,
    /// Who signed it, and pays for it.
    pub sender: Address,
    /// Its place in the sender's line.
    pub nonce: u64,
    /// Whom it calls or pays; `None` creates a contract.
    pub to: Option<Address>,
    /// What it pays in the chain's own coin (wei).
    pub value: U256,
    /// What it tells the one whom it calls.
    pub input: Input,
    /// Most gas that it may use.
    pub gas_limit: u64,
    /// Most that it pays per gas, base fee and tip together (wei).
    pub max_fee: u128,
    /// Most that it leaves to the block's maker, per gas (wei); for one of the old kind all above the base fee.
    pub tip: u128,
    /// What it offers for blobs, where it carries any.
    pub blobs: Option<Blobs>,
    /// Put into the chain by the chain itself (a deposit from layer 1): has neither a line of nonces nor a price.
    pub by_protocol: bool,
    /// Its fee isn't, or may not be, paid by its sender in the chain's own coin: what it offers can't be compared.
    pub fee_in_other: bool,
}

impl Signed {
    /// What it is for, in a form that fits where little is remembered: two that share a nonce do the same if both parts
    /// are equal, and pay the same if the first is. The first is of whom it pays, the second of how much and how.
    pub fn payment(&self) -> Payment {
        let token = self.input.token;
        let to = token.map(|call| call.to).or(self.to).unwrap_or_default();
        let contract = token.and(self.to).unwrap_or_default();
        let amount = token.map_or(self.value, |call| call.amount);
        let how = [&amount.to_be_bytes::<32>()[..], &self.input.digest.to_be_bytes(), contract.as_slice()].concat();
        Payment { to: first_eight(keccak256(to)), amount: first_eight(keccak256(how)) }
    }

    /// What a transaction that does nothing but use up a nonce comes to: nothing, from the sender to itself.
    pub fn cancellation(sender: &Address) -> Payment {
        let nothing = Input { digest: first_eight(keccak256([])), ..Input::default() };
        Self {
            id: TxId([0; 32]),
            sender: *sender,
            nonce: 0,
            to: Some(*sender),
            value: U256::ZERO,
            input: nothing,
            gas_limit: 0,
            max_fee: 0,
            tip: 0,
            blobs: None,
            by_protocol: false,
            fee_in_other: false,
        }
        .payment()
    }
}

pub(crate) fn first_eight(digest: B256) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

/// What a transaction tells the contract that it calls, without keeping it all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Bytes.
    pub len: u32,
    /// First eight bytes of its Keccak-256: equal inputs are told by it.
    pub digest: u64,
    /// The first four bytes, which name a function by convention.
    pub selector: Option<[u8; 4]>,
    /// It asks a token contract (the transaction's `to`) to move something.
    pub token: Option<TokenCall>,
}

/// `transfer(to, amount)` or `transferFrom(from, to, amount)` as it stands in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenCall {
    /// Who is to get it.
    pub to: Address,
    /// In the token's smallest unit.
    pub amount: U256,
}

/// What a transaction with blobs offers for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blobs {
    /// Blobs, of 2^17 gas each.
    pub count: u32,
    /// Most that it pays per blob gas (wei).
    pub max_fee: u128,
}

/// A sender's line of transactions and its means, as one node sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whose.
    pub sender: Address,
    /// Nonce of the next one that can be mined: how many the best chain holds.
    pub next: u64,
    /// First nonce that is neither mined nor waiting, where the node says.
    pub free: Option<u64>,
    /// What it owns of the chain's own coin (wei), where the node says.
    pub balance: Option<U256>,
    /// Its waiting transactions by nonce, as far as the node shows them; at most [`MAX_LINE`].
    pub waiting: Vec<Signed>,
    /// The node showed all that it holds of this sender.
    pub whole: bool,
    /// What layer 1 costs at most for the transaction in question (wei), on a layer 2 that charges for it apart.
    pub l1_fee: Option<U256>,
    /// Which transaction of the best chain has the nonce in question, where that was asked and found.
    pub taken_by: Option<(Signed, BlockRef)>,
}

/// Waiting transactions kept of one sender.
pub const MAX_LINE: usize = 64;

/// What came of a transaction in a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its block.
    pub block: BlockRef,
    /// Its action succeeded (status 1); `None` where the chain is too old or odd to say.
    pub succeeded: Option<bool>,
    /// Gas used.
    pub gas_used: u64,
    /// Paid per gas (wei), where the node says.
    pub gas_price: Option<u128>,
    /// Why it failed, where it did.
    pub failure: Option<Failure>,
    /// What moved, as far as anyone can see without a trace: its own value, and tokens' own accounts of it. At most
    /// [`MAX_MOVES`].
    pub moved: Vec<Moved>,
    /// More moved than `moved` holds.
    pub more: bool,
    /// What failed inside although the whole succeeded, as tells who is to be believed; at most [`MAX_MOVES`].
    pub inner: Vec<Inner>,
    /// How many such things were run inside, the successful ones included.
    pub inner_runs: u32,
    /// Contracts that logged something that we can't read, each once; at most [`MAX_MOVES`]. What those moved is unclear.
    pub unread: Vec<Address>,
    /// The contract that it created.
    pub created: Option<Address>,
    /// Its recipient has code, where that was asked.
    pub to_contract: Option<bool>,
    /// What only a layer 2 has.
    pub layer2: Option<Layer2>,
}

/// Movements kept of one transaction.
pub const MAX_MOVES: usize = 64;

/// Why a transaction failed, as far as could be learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How this is known.
    pub by: Source,
    /// What the contract gave back, at most [`MAX_REASON`] bytes: written by anyone, to be decoded with care. Where a
    /// node tells only the text, that as `Error(string)`.
    pub data: Vec<u8>,
    /// What stopped it, where it is told.
    pub kind: FailureKind,
}

/// Bytes kept of what a failed contract gave back.
pub const MAX_REASON: usize = 4096;

/// How the reason for a failure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The node ran the very transaction again.
    Trace,
    /// The call was tried again on the state before its block: likely the same.
    Replay,
    /// The receipt alone.
    Receipt,
}

/// What stopped a failed transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// A contract refused.
    Reverted,
    /// The limit of gas didn't suffice.
    OutOfGas,
    /// Something else of the machine: an invalid instruction, a stack overflow.
    Machine,
    /// Not told, or the replay didn't fail.
    Unknown,
}

/// Something that a transaction moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The token's contract; `None` for the chain's own coin.
    pub token: Option<Token>,
    /// From whom.
    pub from: Address,
    /// To whom.
    pub to: Address,
    /// How much of it, or which piece.
    pub what: What,
}

impl Moved {
    /// How much, in the smallest unit; `None` for a piece of a collection, and where the two can't be told apart.
    pub fn amount(&self) -> Option<U256> {
        match self.what {
            What::Amount(amount) => Some(amount),
            What::Item(_) | What::Items { .. } | What::Unclear(_) => None,
        }
    }
}

/// A token, as its contract describes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its contract.
    pub contract: Address,
    /// Digits behind the point, where it says.
    pub decimals: Option<u8>,
    /// As it calls itself: written by anyone.
    pub symbol: Option<String>,
}

/// A failure inside a transaction that succeeded as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inner {
    /// Who told it.
    pub kind: InnerKind,
    /// The account that it acted for.
    pub account: Address,
    /// What it gives as the reason: written by anyone.
    pub data: Vec<u8>,
    /// Who tells it is to be believed by whoever reads it: the wallet that was called, or an entry point. Any contract may
    /// write the like, so that else it matters to who knows the account alone.
    pub verified: bool,
}

/// Who tells that something inside failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerKind {
    /// A Safe wallet: `ExecutionFailure`.
    Safe,
    /// An ERC-4337 entry point: `UserOperationEvent` without success.
    UserOperation,
}

/// What only a layer 2 knows of a transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layer2 {
    /// What was paid for layer 1 (wei).
    pub l1_fee: Option<U256>,
    /// Block of layer 1 that it was taken with.
    pub l1_block: Option<u64>,
    /// It came from layer 1 as a deposit.
    pub deposit: bool,
}

/// The market for gas after a block.
#[derive(Clone, Debug, PartialEq)]
pub struct GasMarket {
    /// The block that this is true after.
    pub height: u64,
    /// The next block's base fee per gas (wei); `None` on a chain without.
    pub next_base_fee: Option<u128>,
    /// The next block's base fee per blob gas (wei), on a chain with blobs.
    pub next_blob_fee: Option<u128>,
    /// The block's limit of gas.
    pub gas_limit: u64,
    /// How the base fee moves, where the last blocks prove it.
    pub rule: Option<FeeRule>,
    /// The last blocks, oldest first, at most [`MARKET_BLOCKS`].
    pub blocks: Vec<GasBlock>,
}

/// Blocks that a [`GasMarket`] looks back.
pub const MARKET_BLOCKS: usize = 20;

/// What one block took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GasBlock {
    /// Its base fee per gas (wei).
    pub base_fee: u128,
    /// Share of the limit used, 0 to 1.
    pub used: f64,
    /// The tip per gas (wei) that a tenth of its gas paid no more than, and the half; `None` for an empty block.
    pub tips: Option<(u128, u128)>,
}

/// How far the chain is beyond being undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finality {
    /// Height of the newest block that is unlikely to be undone; `None` where the node doesn't say.
    pub safe: Option<u64>,
    /// Height of the newest block that can't be undone.
    pub finalized: Option<u64>,
}
