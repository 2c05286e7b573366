//! What a successful transaction was to move, compared with what moved. What is expected is what the asker says, and
//! where nothing is said, what a plain payment or a token's own `transfer` says in the transaction itself. Coins that a
//! contract passed on leave no trace that a receipt shows: nothing is concluded from their absence.

use crate::facts::{
    Facts, Placement,
    gas::{Address, Asset, Gas, Moved, Outcome, Signed, U256},
};

/// How what moved differs from what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differs {
    /// Nothing of it moved.
    Nothing { token: Option<Address> },
    /// It went to somebody else.
    Elsewhere { expected: Address, went_to: Option<Address> },
    /// Another amount arrived.
    Amount { expected: Option<U256>, arrived: U256, decimals: Option<u8> },
}

/// How what moved differs from what was expected; `None` where it doesn't, or nobody can tell.
pub(super) fn differs(facts: &Facts) -> Option<Differs> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::InBlock { .. }))?;
    let outcome = gas.outcome.as_ref().filter(|outcome| outcome.succeeded == Some(true))?;
    let meant = Meant::of(gas)?;
    let moved: Vec<&Moved> = outcome.moved.iter().filter(|moved| is_of(moved, meant.asset)).collect();
    if moved.is_empty() {
        return nothing(gas, outcome, &meant);
    }
    let arrived: Vec<&&Moved> = moved.iter().filter(|moved| meant.to.is_none_or(|to| to == moved.to)).collect();
    if let (Some(expected), true) = (meant.to, arrived.is_empty()) {
        let went_to = moved.last().map(|moved| moved.to).filter(|_| moved.len() == 1);
        return (!outcome.more).then_some(Differs::Elsewhere { expected, went_to });
    }
    amount(gas, &meant, &arrived)
}

/// What was to move.
struct Meant {
    asset: Asset,
    to: Option<Address>,
    /// In the smallest unit, as the transaction itself says.
    amount: Option<U256>,
}

impl Meant {
    fn of(gas: &Gas) -> Option<Self> {
        let said = &gas.expected;
        let own = gas.signed.as_ref().and_then(Self::by_itself);
        let asset = said.asset.or(own.as_ref().map(|own| own.asset)).or(said.to.map(|_| Asset::Coin))?;
        // What the transaction says of another asset than the one that was asked about doesn't count.
        let own = own.filter(|own| own.asset == asset);
        let to = said.to.or(own.as_ref().and_then(|own| own.to));
        Some(Self { asset, to, amount: own.and_then(|own| own.amount) })
    }

    /// A plain payment, or a token's own `transfer`.
    fn by_itself(signed: &Signed) -> Option<Self> {
        match (signed.input.token, signed.to) {
            (Some(call), Some(contract)) => {
                Some(Self { asset: Asset::Token(contract), to: Some(call.to), amount: Some(call.amount) })
            }
            (None, Some(to)) if signed.input.len == 0 && !signed.value.is_zero() => {
                Some(Self { asset: Asset::Coin, to: Some(to), amount: Some(signed.value) })
            }
            (Some(_) | None, _) => None,
        }
    }
}

fn is_of(moved: &Moved, asset: Asset) -> bool {
    match (&moved.token, asset) {
        (None, Asset::Coin) => true,
        (Some(token), Asset::Token(contract)) => token.contract == contract,
        (None, Asset::Token(_)) | (Some(_), Asset::Coin) => false,
    }
}

fn nothing(gas: &Gas, outcome: &Outcome, meant: &Meant) -> Option<Differs> {
    match meant.asset {
        Asset::Token(contract) => (!outcome.more).then_some(Differs::Nothing { token: Some(contract) }),
        // A contract may have passed coins on.
        Asset::Coin => {
            let plain = gas.signed.as_ref().is_some_and(|signed| signed.input.len == 0 && signed.value.is_zero());
            plain.then_some(Differs::Nothing { token: None })
        }
    }
}

fn amount(gas: &Gas, meant: &Meant, arrived: &[&&Moved]) -> Option<Differs> {
    let sum = arrived.iter().fold(U256::ZERO, |sum, moved| sum.saturating_add(moved.amount));
    let decimals = match meant.asset {
        Asset::Coin => Some(18),
        Asset::Token(_) => arrived.iter().find_map(|moved| moved.token.as_ref()?.decimals),
    };
    let said = gas.expected.amount.as_deref().zip(decimals).and_then(|(text, decimals)| smallest_unit(text, decimals));
    let expected = said.or(meant.amount);
    let differs = expected.is_some_and(|expected| expected != sum);
    let nothing = sum.is_zero() && matches!(meant.asset, Asset::Token(_));
    (differs || nothing).then_some(Differs::Amount { expected, arrived: sum, decimals })
}

/// A decimal number of main units, in the smallest one; `None` where it has more digits than the unit.
pub(super) fn smallest_unit(text: &str, decimals: u8) -> Option<U256> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let places = usize::from(decimals);
    (fraction.len() <= places).then_some(())?;
    U256::from_str_radix(&format!("{whole}{fraction:0<places$}"), 10).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn decimal_numbers_become_whole_ones() {
        assert_eq!(smallest_unit("1.5", 6), Some(U256::from(1_500_000)));
        assert_eq!(smallest_unit("0.1", 18), Some(U256::from(100_000_000_000_000_000_u64)));
        assert_eq!(smallest_unit("12", 0), Some(U256::from(12)));
        assert_eq!(smallest_unit("1.50", 1), Some(U256::from(15)));
        assert_eq!(smallest_unit("1.05", 1), None);
    }
}
