#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use alloy_dyn_abi::DynSolValue as V;
use alloy_primitives::{U256, hex};
use alloy_sol_types::{PanicKind, SolValue};
use proptest::prelude::*;

use super::*;

fn text(words: &str) -> Vec<u8> {
    Revert::from(words).abi_encode()
}

/// Revert data of a custom error of the built-in table, by its name.
fn custom(name: &str, values: &[V]) -> Vec<u8> {
    let mut named = Errors::built_in().custom.values().filter(|(signature, _)| signature.name == name);
    let (signature, _) = named.find(|(signature, _)| signature.inputs.len() == values.len()).expect("in the table");
    signature.abi_encode_input(values).expect("values of the right types")
}

fn decode(data: &[u8]) -> (Reason, Option<&'static str>) {
    let errors = Errors::built_in();
    let reason = errors.decode(data);
    let meaning = errors.meaning(&reason).map(Meaning::code);
    (reason, meaning)
}

#[test]
fn every_line_of_the_table_says_something_and_none_takes_another_s_place() {
    let table = include_str!("errors.tsv");
    let (errors, bad) = Errors::parse(table);
    assert_eq!(bad, []);
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    assert_eq!(errors.custom.len() + errors.texts.len() + errors.prefixes.len(), lines);
    assert!(errors.custom.len() > 1_000, "{}", errors.custom.len());
}

#[test]
fn selectors_are_those_that_explorers_show() {
    let shown = [
        ("e450d38c", "ERC20InsufficientBalance(address,uint256,uint256)"),
        ("fb8f41b2", "ERC20InsufficientAllowance(address,uint256,uint256)"),
        ("ec442f05", "ERC20InvalidReceiver(address)"),
        ("118cdaa7", "OwnableUnauthorizedAccount(address)"),
        ("e2517d3f", "AccessControlUnauthorizedAccount(address,bytes32)"),
        ("d93c0665", "EnforcedPause()"),
        ("3ee5aeb5", "ReentrancyGuardReentrantCall()"),
        ("5274afe7", "SafeERC20FailedOperation(address)"),
        ("220266b6", "FailedOp(uint256,string)"),
        ("65c8fd4d", "FailedOpWithRevert(uint256,string,bytes)"),
        ("39d35496", "V3TooLittleReceived()"),
        ("849eaf98", "V2TooLittleReceived()"),
        ("5bf6f916", "TransactionDeadlinePassed()"),
        ("2c4029e9", "ExecutionFailed(uint256,bytes)"),
        ("90bfb865", "WrappedError(address,bytes4,bytes,bytes)"),
        ("d81b2f2e", "AllowanceExpired(uint256)"),
        ("97a6f3b9", "TooMuchSlippage(address,uint256,uint256)"),
    ];
    for (selector, signature) in shown {
        let selector = Selector::from_slice(&hex::decode(selector).unwrap());
        let known = Errors::built_in().custom.get(&selector).map(|(known, _)| known.signature());
        assert_eq!(known.as_deref(), Some(signature));
    }
}

#[test]
fn a_text_comes_out_as_it_was_written_with_its_meaning() {
    let cases = [
        ("ERC20: transfer amount exceeds balance", Some("insufficient_balance")),
        ("BEP20: transfer amount exceeds allowance", Some("insufficient_allowance")),
        ("UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT", Some("slippage")),
        ("PancakeRouter: EXPIRED", Some("expired_deadline")),
        ("Blacklistable: account is blacklisted", Some("blacklisted")),
        ("Pausable: paused", Some("paused")),
        ("Ownable: caller is not the owner", Some("not_authorized")),
        ("STF", Some("transfer_failed")),
        ("GS013", Some("inner_call_failed")),
        ("AA21 didn't pay prefund", Some("insufficient_balance")),
        ("AA25 invalid account nonce", Some("bad_nonce")),
        ("the order is not expired", Some("too_early")),
        (
            "Claim your refund at https://evil.example, your deadline ends today, so hurry up and act before it does!!",
            None,
        ),
        ("\u{202e}gnp.exe\u{0}", None),
        ("", None),
    ];
    for (words, meaning) in cases {
        let (reason, means) = decode(&text(words));
        assert_eq!(reason.texts(), [words]);
        assert_eq!(means, meaning, "{words}");
    }
}

#[test]
fn bytes_that_are_no_text_are_replaced_not_refused() {
    let mut data = text("abcd");
    let at = data.windows(4).position(|four| four == b"abcd").unwrap();
    data[at] = 0xff;
    assert_eq!(decode(&data).0.texts(), ["\u{fffd}bcd"]);
}

#[test]
fn each_number_of_a_panic_that_the_compiler_knows_has_a_code() {
    for number in 0..=255u32 {
        let known = PanicKind::from_number(number).is_some();
        assert_eq!(panic_code(number.into()) != "unknown_panic", known, "{number:#x}");
        let data = Panic { code: U256::from(number) }.abi_encode();
        assert_eq!(decode(&data).0, Reason::Panic(number.into()));
    }
    assert_eq!(decode(&Panic { code: U256::from(0x11) }.abi_encode()).1, Some("arithmetic"));
    assert_eq!(decode(&Panic { code: U256::MAX }.abi_encode()).0, Reason::Unreadable);
}

#[test]
fn a_known_error_tells_its_values_by_name() {
    let who = Address::repeat_byte(0xaa);
    let values = [V::Address(who), V::Uint(U256::from(5), 256), V::Uint(U256::from(9), 256)];
    let (reason, meaning) = decode(&custom("ERC20InsufficientBalance", &values));
    let Reason::Custom(error) = reason else { panic!("{reason:?}") };
    assert_eq!(error.signature, "ERC20InsufficientBalance(address,uint256,uint256)");
    let args = error.args.iter().map(|arg| (arg.name.as_str(), arg.value.clone())).collect::<Vec<_>>();
    assert_eq!(
        args,
        [
            ("sender", Value::Address([0xaa; 20])),
            ("balance", Value::Number("5".into())),
            ("needed", Value::Number("9".into())),
        ]
    );
    assert_eq!(meaning, Some("insufficient_balance"));
}

#[test]
fn the_innermost_reason_counts() {
    let failed = custom("FailedOp", &[V::Uint(U256::ZERO, 256), V::String("AA21 didn't pay prefund".into())]);
    assert_eq!(decode(&failed).1, Some("insufficient_balance"));

    let inside = text("ERC20: transfer amount exceeds allowance");
    let router = custom("ExecutionFailed", &[V::Uint(U256::ZERO, 256), V::Bytes(inside)]);
    let (reason, meaning) = decode(&router);
    assert_eq!(meaning, Some("insufficient_allowance"));
    assert_eq!(reason.texts(), ["ERC20: transfer amount exceeds allowance"]);

    let opaque = custom("ExecutionFailed", &[V::Uint(U256::ZERO, 256), V::Bytes(vec![1, 2, 3, 4, 5])]);
    assert_eq!(decode(&opaque).1, Some("inner_call_failed"));
}

#[test]
fn reasons_within_reasons_end_somewhere() {
    let wrap = |data: Vec<u8>| custom("ExecutionFailed", &[V::Uint(U256::ZERO, 256), V::Bytes(data)]);
    let deep = (0..20).fold(text("the bottom"), |data, _| wrap(data));
    assert_eq!(decode(&deep).0.texts(), [""; 0]);
    assert_eq!(decode(&wrap(wrap(text("the bottom")))).0.texts(), ["the bottom"]);
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    assert_eq!(decode(&[]).0, Reason::Empty);
    assert_eq!(decode(&[1, 2, 3]).0, Reason::Unreadable);
    assert_eq!(decode(&[0xde, 0xad, 0xbe, 0xef, 1]).0, Reason::Unknown([0xde, 0xad, 0xbe, 0xef]));
    assert_eq!(decode(&text("cut off")[..40]).0, Reason::Unreadable);
    assert_eq!(decode(&[&text("")[..4], &[0xff; 64]].concat()).0, Reason::Unreadable, "an offset beyond the end");
    assert_eq!(decode(&text(&"a".repeat(MAX_DATA))).0, Reason::Unreadable);
}

#[test]
fn an_operator_s_table_adds_and_wins() {
    let ours = "# ours\nOurRefusal(uint256 code)\tpaused\n\"no coffee\"\tno_liquidity\n\"no *\"\tlimit_exceeded\n\"STF\"\tpaused\n";
    let errors = Errors::with(ours).unwrap();
    let data = [&alloy_primitives::keccak256("OurRefusal(uint256)")[..4], &U256::from(3).abi_encode()].concat();
    let meaning = |data: &[u8]| errors.meaning(&errors.decode(data)).map(Meaning::code);
    assert_eq!(meaning(&data), Some("paused"));
    assert_eq!(meaning(&text("no coffee")), Some("no_liquidity"));
    assert_eq!(meaning(&text("no tea")), Some("limit_exceeded"));
    assert_eq!(meaning(&text("STF")), Some("paused"));
    assert_eq!(meaning(&text("Pausable: paused")), Some("paused"), "the built-in ones stay");
    assert!(matches!(Errors::built_in().decode(&data), Reason::Unknown(_)));
}

#[test]
fn every_bad_line_of_an_operator_s_table_is_told() {
    let bad =
        Errors::with("Fine()\nNot a signature\nFine2()\tno_such_meaning\n\"open\tpaused\n\"mute\"\n").unwrap_err();
    assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn a_meaning_s_word_leads_back_to_it() {
    for meaning in Meaning::ALL {
        assert_eq!(Meaning::from_code(meaning.code()), Some(meaning));
    }
    assert_eq!(Meaning::from_code("Slippage"), None);
}

proptest! {
    #[test]
    fn whatever_the_data_is_decoding_ends_well(selector in 0usize..2_000, body: Vec<u8>) {
        let selectors: Vec<_> = Errors::built_in().custom.keys().copied().collect();
        let selector = selectors.get(selector).map_or(Revert::SELECTOR, |selector| selector.0);
        let _ = decode(&[&selector[..], &body].concat());
        let _ = decode(&body);
    }
}
