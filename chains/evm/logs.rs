//! What a transaction's logs say: what moved, and what failed inside although the whole succeeded.
//! Anyone can write any log, so each statement carries who made it; whether to believe that one is the caller's to decide.
//! Knows the events of ERC-20, ERC-721, ERC-1155, wrapped ether, Safe and ERC-4337; decoding is alloy's.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, Log, U256, address};
use alloy_sol_types::SolEvent;

use events as e;

/// The events, as their standards declare them.
#[allow(missing_docs)]
mod events {
    alloy_sol_types::sol! {
        event Transfer(address indexed from, address indexed to, uint256 value);
        event Approval(address indexed owner, address indexed spender, uint256 value);
        event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
        event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);
        event Deposit(address indexed dst, uint256 wad);
        event Withdrawal(address indexed src, uint256 wad);
        event ExecutionSuccess(bytes32 txHash, uint256 payment);
        event ExecutionFailure(bytes32 txHash, uint256 payment);
        event ExecutionFromModuleFailure(address indexed module);
        event UserOperationEvent(
            bytes32 indexed userOpHash, address indexed sender, address indexed paymaster,
            uint256 nonce, bool success, uint256 actualGasCost, uint256 actualGasUsed
        );
        event UserOperationRevertReason(
            bytes32 indexed userOpHash, address indexed sender, uint256 nonce, bytes revertReason
        );
    }
}

/// Something moved, as its token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The token's contract, which made the statement.
    pub token: Address,
    /// From whom; the zero address where it was made.
    pub from: Address,
    /// To whom; the zero address where it was destroyed.
    pub to: Address,
    /// How much of it, or which one.
    pub what: What,
}

/// How much moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// So much, in the token's smallest unit.
    Amount(U256),
    /// The one with this number (ERC-721).
    Item(U256),
    /// So many of those with this number (ERC-1155).
    Items {
        /// Which.
        id: U256,
        /// How many.
        amount: U256,
    },
    /// An amount or a number: an old token that doesn't index its events, so that the two look the same.
    Unclear(U256),
}

/// What a wallet contract or an entry point says of something that it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inner {
    /// The contract that says so.
    pub by: Address,
    /// What was run.
    pub run: Run,
    /// Whether it came to its end.
    pub succeeded: bool,
    /// Why not, as revert data, where it says.
    pub reason: Option<Bytes>,
}

/// Something run within a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// A Safe's transaction, by the hash that its owners signed.
    Safe(B256),
    /// A transaction that a module made a Safe run.
    SafeModule(Address),
    /// An ERC-4337 user operation.
    UserOperation {
        /// Its hash.
        hash: B256,
        /// The account that it acts for.
        sender: Address,
    },
}

/// What a transaction's logs say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What moved, in order.
    pub moved: Vec<Moved>,
    /// What was run inside, in order.
    pub inner: Vec<Inner>,
    /// Contracts that said something else as well, each once: some tell what they moved in a way of their own.
    pub unread: BTreeSet<Address>,
}

/// The contracts by which ERC-4337 operations run: versions 0.6 to 0.9, the same on every chain.
pub const ENTRY_POINTS: [Address; 4] = [
    address!("5FF137D4b0FDCD49DcA30c7CF57E578a026d2789"),
    address!("0000000071727De22E5E9d8BAf0edAc6f37da032"),
    address!("4337084D9E255Ff0702461CF8895CE9E3b5Ff108"),
    address!("433709009B8330FDa32311DF1C2AFA402eD8D009"),
];

/// What a transaction's logs say.
pub fn read<'a>(logs: impl IntoIterator<Item = &'a Log>) -> Said {
    let mut said = Said::default();
    let mut reasons = Vec::new();
    for log in logs {
        let (moved, inner, reason) = (moved(log), inner(log), decode::<e::UserOperationRevertReason>(log));
        if moved.is_none() && inner.is_none() && reason.is_none() && !is_approval(log) {
            said.unread.insert(log.address);
        }
        said.moved.extend(moved);
        said.inner.extend(inner);
        reasons.extend(reason.map(|event| (log.address, event)));
    }
    for (by, event) in reasons {
        let told = |inner: &&mut Inner| {
            let same = matches!(inner.run, Run::UserOperation { hash, .. } if hash == event.userOpHash);
            same && inner.by == by && !inner.succeeded
        };
        if let Some(inner) = said.inner.iter_mut().find(told) {
            inner.reason = Some(event.revertReason);
        }
    }
    said
}

impl Inner {
    /// Whether an entry point that everyone uses says so, rather than any contract.
    pub fn by_entry_point(&self) -> bool {
        ENTRY_POINTS.contains(&self.by)
    }
}

fn moved(log: &Log) -> Option<Moved> {
    let token = log.address;
    let moved = |from, to, what| Some(Moved { token, from, to, what });
    if log.topics().first() == Some(&e::Transfer::SIGNATURE_HASH) {
        return transfer(log).and_then(|(from, to, what)| moved(from, to, what));
    }
    if let Some(event) = decode::<e::TransferSingle>(log) {
        return moved(event.from, event.to, What::Items { id: event.id, amount: event.value });
    }
    if let Some(event) = decode::<e::Deposit>(log) {
        return moved(Address::ZERO, event.dst, What::Amount(event.wad));
    }
    let event = decode::<e::Withdrawal>(log)?;
    moved(event.src, Address::ZERO, What::Amount(event.wad))
}

/// ERC-20 and ERC-721 share an event's hash and differ in whether the last value is indexed.
fn transfer(log: &Log) -> Option<(Address, Address, What)> {
    let topic = |place: usize| log.topics().get(place).copied();
    let word = |place: usize| log.data.data.get(place * 32..place * 32 + 32).map(B256::from_slice);
    let number = |word: B256| U256::from_be_bytes(word.0);
    match (log.topics().len(), log.data.data.len()) {
        (3, 32) => decode::<e::Transfer>(log).map(|event| (event.from, event.to, What::Amount(event.value))),
        (4, 0) => {
            let (from, to) = (Address::from_word(topic(1)?), Address::from_word(topic(2)?));
            Some((from, to, What::Item(number(topic(3)?))))
        }
        (1, 96) => {
            let (from, to) = (Address::from_word(word(0)?), Address::from_word(word(1)?));
            Some((from, to, What::Unclear(number(word(2)?))))
        }
        _ => None,
    }
}

/// It lets somebody move something later.
fn is_approval(log: &Log) -> bool {
    let first = log.topics().first();
    first == Some(&e::Approval::SIGNATURE_HASH) || first == Some(&e::ApprovalForAll::SIGNATURE_HASH)
}

fn inner(log: &Log) -> Option<Inner> {
    let by = log.address;
    let inner = |run, succeeded| Some(Inner { by, run, succeeded, reason: None });
    if let Some(event) = decode::<e::UserOperationEvent>(log) {
        return inner(Run::UserOperation { hash: event.userOpHash, sender: event.sender }, event.success);
    }
    if let Some(event) = decode::<e::ExecutionFromModuleFailure>(log) {
        return inner(Run::SafeModule(event.module), false);
    }
    // Since version 1.4 a Safe indexes the hash; before, it stands in the data.
    let succeeded = match *log.topics().first()? {
        e::ExecutionSuccess::SIGNATURE_HASH => true,
        e::ExecutionFailure::SIGNATURE_HASH => false,
        _ => return None,
    };
    let first_word = || log.data.data.get(..32).map(B256::from_slice);
    let hash = log.topics().get(1).copied().or_else(first_word)?;
    inner(Run::Safe(hash), succeeded)
}

fn decode<E: SolEvent>(log: &Log) -> Option<E> {
    E::decode_log(log).ok().map(|log| log.data)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use alloy_primitives::{LogData, b256};
    use proptest::prelude::*;

    use super::*;

    const TOKEN: Address = Address::repeat_byte(0x70);
    const ALICE: Address = Address::repeat_byte(0xa1);
    const BOB: Address = Address::repeat_byte(0xb0);
    const HASH: B256 = B256::repeat_byte(0x5a);

    fn log(by: Address, topics: Vec<B256>, data: Vec<u8>) -> Log {
        Log { address: by, data: LogData::new_unchecked(topics, data.into()) }
    }

    fn of(by: Address, event: &impl SolEvent) -> Log {
        Log { address: by, data: event.encode_log_data() }
    }

    fn word(number: u64) -> Vec<u8> {
        U256::from(number).to_be_bytes_vec()
    }

    fn operation(success: bool) -> e::UserOperationEvent {
        e::UserOperationEvent {
            userOpHash: HASH,
            sender: ALICE,
            paymaster: Address::ZERO,
            nonce: U256::from(7),
            success,
            actualGasCost: U256::from(1),
            actualGasUsed: U256::from(1),
        }
    }

    #[test]
    fn the_events_have_the_hashes_that_chains_show() {
        let shown = [
            (e::Transfer::SIGNATURE_HASH, b256!("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")),
            (
                e::TransferSingle::SIGNATURE_HASH,
                b256!("c3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62"),
            ),
            (e::Deposit::SIGNATURE_HASH, b256!("e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c")),
            (e::Withdrawal::SIGNATURE_HASH, b256!("7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65")),
            (
                e::ExecutionSuccess::SIGNATURE_HASH,
                b256!("442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e"),
            ),
            (
                e::ExecutionFailure::SIGNATURE_HASH,
                b256!("23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23"),
            ),
            (
                e::UserOperationEvent::SIGNATURE_HASH,
                b256!("49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f"),
            ),
            (
                e::UserOperationRevertReason::SIGNATURE_HASH,
                b256!("1c4fada7374c0a9ee8841fc38afe82932dc0f8e69012e927f061a8bae611a201"),
            ),
        ];
        for (ours, theirs) in shown {
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn a_token_s_transfer_tells_how_much_or_which() {
        let topics =
            |more: &[B256]| [&[e::Transfer::SIGNATURE_HASH, ALICE.into_word(), BOB.into_word()], more].concat();
        let data = [ALICE.into_word().to_vec(), BOB.into_word().to_vec(), word(9)].concat();
        for (log, what) in [
            (log(TOKEN, topics(&[]), word(9)), What::Amount(U256::from(9))),
            (log(TOKEN, topics(&[B256::from_slice(&word(9))]), vec![]), What::Item(U256::from(9))),
            (log(TOKEN, vec![e::Transfer::SIGNATURE_HASH], data), What::Unclear(U256::from(9))),
        ] {
            assert_eq!(read([&log]).moved, [Moved { token: TOKEN, from: ALICE, to: BOB, what }]);
        }
    }

    #[test]
    fn wrapped_ether_and_many_token_contracts_move_too() {
        let single = e::TransferSingle { operator: BOB, from: ALICE, to: BOB, id: U256::from(3), value: U256::from(4) };
        let logs = [
            of(TOKEN, &e::Deposit { dst: BOB, wad: U256::from(5) }),
            of(TOKEN, &e::Withdrawal { src: BOB, wad: U256::from(6) }),
            of(TOKEN, &single),
        ];
        let moved = |from, to, what| Moved { token: TOKEN, from, to, what };
        assert_eq!(
            read(&logs).moved,
            [
                moved(Address::ZERO, BOB, What::Amount(U256::from(5))),
                moved(BOB, Address::ZERO, What::Amount(U256::from(6))),
                moved(ALICE, BOB, What::Items { id: U256::from(3), amount: U256::from(4) }),
            ]
        );
    }

    #[test]
    fn a_safe_of_any_version_tells_its_failure() {
        let failure = e::ExecutionFailure::SIGNATURE_HASH;
        let old = log(ALICE, vec![failure], [HASH.to_vec(), word(0)].concat());
        let new = log(ALICE, vec![failure, HASH], word(0));
        let fine = log(ALICE, vec![e::ExecutionSuccess::SIGNATURE_HASH, HASH], word(0));
        let by_module = of(ALICE, &e::ExecutionFromModuleFailure { module: BOB });
        let inner = |run, succeeded| Inner { by: ALICE, run, succeeded, reason: None };
        assert_eq!(
            read([&old, &new, &fine, &by_module]).inner,
            [
                inner(Run::Safe(HASH), false),
                inner(Run::Safe(HASH), false),
                inner(Run::Safe(HASH), true),
                inner(Run::SafeModule(BOB), false),
            ]
        );
    }

    #[test]
    fn a_failed_operation_has_the_reason_that_its_own_entry_point_gave() {
        let reason = |by, data: &'static [u8]| {
            let data = Bytes::from_static(data);
            of(
                by,
                &e::UserOperationRevertReason {
                    userOpHash: HASH,
                    sender: ALICE,
                    nonce: U256::ZERO,
                    revertReason: data,
                },
            )
        };
        let entry = ENTRY_POINTS[1];
        let said = read([&reason(BOB, b"forged"), &reason(entry, b"why"), &of(entry, &operation(false))]);
        assert_eq!(said.inner.len(), 1);
        assert_eq!(said.inner[0].reason, Some(Bytes::from_static(b"why")));
        assert!(said.inner[0].by_entry_point() && !said.inner[0].succeeded);
        assert!(read([&of(entry, &operation(true))]).inner[0].succeeded);
        assert!(!read([&of(BOB, &operation(false))]).inner[0].by_entry_point());
    }

    #[test]
    fn who_says_what_we_cannot_read_is_named() {
        let odd = log(TOKEN, vec![HASH], word(1));
        let approval = of(BOB, &e::Approval { owner: ALICE, spender: BOB, value: U256::from(1) });
        let said = read([&odd, &approval, &odd]);
        assert_eq!(said.unread, BTreeSet::from([TOKEN]));
        assert!(said.moved.is_empty() && said.inner.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_a_log_holds_reading_it_ends_well(
            which in 0usize..9, topics in prop::collection::vec(any::<[u8; 32]>(), 0..5), data: Vec<u8>,
        ) {
            let known = [
                e::Transfer::SIGNATURE_HASH, e::TransferSingle::SIGNATURE_HASH, e::Deposit::SIGNATURE_HASH,
                e::Withdrawal::SIGNATURE_HASH, e::ExecutionSuccess::SIGNATURE_HASH, e::ExecutionFailure::SIGNATURE_HASH,
                e::UserOperationEvent::SIGNATURE_HASH, e::UserOperationRevertReason::SIGNATURE_HASH, HASH,
            ];
            let topics = [known[which]].into_iter().chain(topics.into_iter().map(B256::from)).take(4).collect();
            let said = read([&log(TOKEN, topics, data)]);
            prop_assert!(said.moved.len() + said.inner.len() <= 1);
        }
    }
}
