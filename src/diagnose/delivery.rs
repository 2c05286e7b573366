//! What a successful transaction was to move, compared with what moved. What is expected is what the asker says, and
//! where nothing is said, what a plain payment or a token's own `transfer` says in the transaction itself. Coins that a
//! contract passed on leave no trace that a receipt shows: nothing is concluded from their absence.

use super::Claimant;
use crate::facts::{
    Facts, Paid, Placement,
    gas::{Address, Asset, Gas, Moved, Outcome, Signed, U256},
};

/// That what moved is not what was expected, and who expected it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub what: Differs,
    pub by: Claimant,
}

/// How what moved differs from what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differs {
    /// Nothing of it moved.
    Nothing { token: Option<Address> },
    /// It went to somebody else.
    Elsewhere { expected: Address, went_to: Option<Address> },
    /// Another amount arrived.
    Amount { token: Option<Address>, expected: Option<U256>, arrived: U256, decimals: Option<u8> },
    /// Transfers of nothing in the name of others, who signed none of it.
    Lure,
}

/// Whether what the asker stated is what moved; `None` where nobody can tell, or nobody said of what: any token may call
/// itself anything.
pub fn delivered(facts: &Facts) -> Option<Paid> {
    let (gas, outcome) = succeeded(facts)?;
    let traced = Traced::of(gas, outcome)?;
    let known = traced.meant.asset == Asset::Coin || gas.expected.asset.is_some();
    if !known || traced.is_unread(outcome) {
        return None;
    }
    let sums = Arrived::of(gas, &traced).filter(|_| !traced.passed_on && !traced.arrived.is_empty());
    Some(Paid {
        recipient: gas.expected.to.map(|_| !traced.arrived.is_empty()),
        amount: sums.and_then(|sums| Some(sums.has(sums.said?))),
        sums: None,
        other_network: false,
    })
}

/// How what moved differs from what was expected; `None` where it doesn't, or nobody can tell.
pub(super) fn differs(facts: &Facts) -> Option<Difference> {
    let (gas, outcome) = succeeded(facts)?;
    if is_lure(gas, outcome) {
        return Some(Difference { what: Differs::Lure, by: Claimant::Transaction });
    }
    let traced = Traced::of(gas, outcome)?;
    if traced.moved.is_empty() {
        let token = match traced.meant.asset {
            // It may tell its transfers in a way of its own.
            Asset::Token(_) if traced.is_unread(outcome) => return None,
            Asset::Token(contract) => Some(contract),
            Asset::Coin | Asset::Called(_) => None,
        };
        let by = match (&traced.meant.asset, said_anything(gas)) {
            // What it called may have paid coins all the same.
            (Asset::Coin, _) if pays_no_coin(gas) => Claimant::AskerAsFarAsSeen,
            (Asset::Coin | Asset::Token(_) | Asset::Called(_), asked) => Claimant::asker_if(asked),
        };
        return Some(Difference { what: Differs::Nothing { token }, by });
    }
    if traced.arrived.is_empty() {
        let went_to = traced.moved.last().map(|moved| moved.to).filter(|_| traced.moved.len() == 1);
        let what = Differs::Elsewhere { expected: traced.meant.to?, went_to };
        return Some(Difference { what, by: Claimant::asker_if(gas.expected.to.is_some()) });
    }
    amount(gas, &traced).filter(|_| !traced.passed_on)
}

fn succeeded(facts: &Facts) -> Option<(&Gas, &Outcome)> {
    let gas = facts.gas.as_deref().filter(|_| matches!(facts.placement, Placement::InBlock { .. }))?;
    Some((gas, gas.outcome.as_ref().filter(|outcome| outcome.succeeded == Some(true))?))
}

/// What was to move, and what of it did.
struct Traced<'a> {
    meant: Meant,
    moved: Vec<&'a Moved>,
    /// Of these, what came to whom it was meant for; all where nobody is known.
    arrived: Vec<&'a Moved>,
    /// What the recipient passed on or sent back in the same transaction makes sums say nothing.
    passed_on: bool,
}

impl<'a> Traced<'a> {
    /// `None` where a receipt doesn't show it.
    fn of(gas: &Gas, outcome: &'a Outcome) -> Option<Self> {
        let meant = Meant::of(gas).filter(|meant| shows(gas, outcome, &meant.asset))?;
        let moved: Vec<&Moved> = outcome.moved.iter().filter(|moved| is_of(moved, &meant.asset)).collect();
        let arrived = moved.iter().filter(|moved| meant.to.is_none_or(|to| to == moved.to)).copied().collect();
        let passed_on = meant.to.is_some_and(|to| moved.iter().any(|moved| moved.from == to));
        Some(Self { meant, moved, arrived, passed_on })
    }

    /// Its token may tell its transfers in a way of its own.
    fn is_unread(&self, outcome: &Outcome) -> bool {
        matches!(self.meant.asset, Asset::Token(contract) if outcome.unread.contains(&contract))
    }
}

/// What was to move.
pub(super) struct Meant {
    pub asset: Asset,
    pub to: Option<Address>,
    /// In the smallest unit, as the transaction itself says.
    pub amount: Option<U256>,
}

impl Meant {
    fn of(gas: &Gas) -> Option<Self> {
        let said = &gas.expected;
        let own = gas.signed.as_ref().and_then(Self::by_itself);
        let own_asset = own.as_ref().map(|own| own.asset.clone());
        let asset = said.asset.clone().or(own_asset).or(said.to.map(|_| Asset::Coin))?;
        // What the transaction says of another asset than the one that was asked about doesn't count.
        let own = own.filter(|own| own.asset == asset);
        let to = said.to.or(own.as_ref().and_then(|own| own.to));
        let amount = own.filter(|own| own.to == to).and_then(|own| own.amount);
        Some(Self { asset, to, amount })
    }

    /// A plain payment, or a token's own `transfer`.
    pub fn by_itself(signed: &Signed) -> Option<Self> {
        match (signed.input.token, signed.to) {
            // What is sent to oneself asks the contract for something else: a share is paid out in what it stands for.
            (Some(call), Some(_)) if call.to == signed.sender => None,
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

fn said_anything(gas: &Gas) -> bool {
    let said = &gas.expected;
    said.to.is_some() || said.asset.is_some() || said.amount.is_some()
}

/// Whether all that moved of this is known: tokens tell each transfer, and coins move unseen once a contract has them.
fn shows(gas: &Gas, outcome: &Outcome, asset: &Asset) -> bool {
    let plain = gas.signed.as_ref().is_some_and(|signed| signed.input.len == 0);
    match asset {
        Asset::Token(_) => !outcome.more,
        Asset::Coin => {
            let meant = gas.expected.asset == Some(Asset::Coin);
            plain && outcome.to_contract == Some(false) || meant && pays_no_coin(gas)
        }
        // Any contract may call itself so.
        Asset::Called(_) => false,
    }
}

/// It only asks a token to move: no coin is paid with it.
fn pays_no_coin(gas: &Gas) -> bool {
    gas.signed.as_ref().is_some_and(|signed| signed.input.token.is_some() && signed.value.is_zero())
}

/// Whether a recipient was stated, and nothing that is known to have moved shows that it got anything, though it isn't
/// known of the asset that is meant whether all of it shows. Then of what it may have been: coins leave no trace once a
/// contract has them, tokens do.
pub(super) fn unseen(facts: &Facts) -> Option<Unseen> {
    let (gas, outcome) = succeeded(facts)?;
    let (to, meant) = (gas.expected.to?, Meant::of(gas)?);
    let untold = outcome.more || outcome.moved.iter().any(|moved| moved.to == to);
    if untold || shows(gas, outcome, &meant.asset) {
        return None;
    }
    Some(match meant.asset {
        Asset::Coin => Unseen::Coins,
        Asset::Token(_) | Asset::Called(_) => Unseen::Tokens,
    })
}

/// What may have reached a recipient without being seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// Coins, which a contract may have passed on.
    Coins,
    /// Tokens, which would have told so.
    Tokens,
}

/// Nothing but transfers of nothing between others than who signed it and what was called: they put a false address
/// into somebody's history, to be copied from there.
fn is_lure(gas: &Gas, outcome: &Outcome) -> bool {
    let Some(signed) = &gas.signed else { return false };
    let stranger = |address: &Address| *address != signed.sender && Some(*address) != signed.to && !address.is_zero();
    let lure = |moved: &Moved| {
        let of_token = moved.token.as_ref().is_some_and(|token| token.contract != moved.from);
        of_token && moved.amount() == Some(U256::ZERO) && stranger(&moved.from) && moved.to != signed.sender
    };
    !outcome.moved.is_empty() && outcome.moved.iter().all(lure)
}

fn is_of(moved: &Moved, asset: &Asset) -> bool {
    match (&moved.token, asset) {
        (None, Asset::Coin) => true,
        (Some(token), Asset::Token(contract)) => token.contract == *contract,
        (None, Asset::Token(_)) | (Some(_), Asset::Coin) | (_, Asset::Called(_)) => false,
    }
}

/// Another amount than meant.
fn amount(gas: &Gas, traced: &Traced<'_>) -> Option<Difference> {
    let (meant, arrived) = (&traced.meant, Arrived::of(gas, traced)?);
    let expected = arrived.said.or(meant.amount);
    let differs = expected.is_some_and(|expected| !arrived.has(expected));
    let nothing = arrived.sum.is_zero() && matches!(meant.asset, Asset::Token(_));
    let token = match meant.asset {
        Asset::Token(contract) => Some(contract),
        Asset::Coin | Asset::Called(_) => None,
    };
    let what = Differs::Amount { token, expected, arrived: arrived.sum, decimals: arrived.decimals };
    (differs || nothing).then_some(Difference { what, by: Claimant::asker_if(differs && arrived.said.is_some()) })
}

/// What arrived, beside what the asker stated.
struct Arrived {
    amounts: Vec<U256>,
    sum: U256,
    /// Digits behind the point, where known.
    decimals: Option<u8>,
    /// What the asker stated, in the smallest unit.
    said: Option<U256>,
}

impl Arrived {
    /// Without a recipient the moves may be one and the same on its way, so that only a lone one says anything.
    fn of(gas: &Gas, Traced { meant, arrived, .. }: &Traced<'_>) -> Option<Self> {
        let amounts: Vec<U256> = arrived.iter().map(|moved| moved.amount()).collect::<Option<_>>()?;
        if meant.to.is_none() && amounts.len() > 1 {
            return None;
        }
        let sum = amounts.iter().fold(U256::ZERO, |sum, amount| sum.saturating_add(*amount));
        let decimals = match meant.asset {
            Asset::Coin => Some(COIN_DECIMALS),
            Asset::Token(_) | Asset::Called(_) => arrived.iter().find_map(|moved| moved.token.as_ref()?.decimals),
        };
        let said = gas.expected.amount.as_deref().zip(decimals);
        let said = said.and_then(|(text, decimals)| smallest_unit(text, decimals));
        Some(Self { amounts, sum, decimals, said })
    }

    /// Whether a single move or all of them together have this amount.
    fn has(&self, amount: U256) -> bool {
        amount == self.sum || self.amounts.contains(&amount)
    }
}

/// Digits behind the point of every chain's own coin.
pub(super) const COIN_DECIMALS: u8 = 18;

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
