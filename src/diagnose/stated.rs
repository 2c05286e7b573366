//! What the asker states of a transfer, compared with what was signed: who sends it and with which number, and while it
//! waits, to whom and how much. What moved in a block is compared in `delivery`, and what isn't as stated there is a
//! cause of its own. Nothing that was stated passes in silence: what can't be compared is told, too.

use super::{
    Severity, Stage,
    delivery::{COIN_DECIMALS, Meant, Unseen, smallest_unit, unseen},
};
use crate::facts::{
    Facts, Placement,
    gas::{Address, Asset, Gas, Signed, U256},
};

/// Something that is not as the asker stated, or can't be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// It waits, and pays another address: which, where that is known.
    Recipient { pays: Option<Address> },
    /// The address that was stated belongs to another kind of network.
    OtherNetwork,
    /// Somebody else signed it; `sure` where nobody can have sent it through others.
    Sender { signed: Address, sure: bool },
    /// It has another number.
    Nonce { signed: u64 },
    /// It waits, and pays another amount of the coin: which, where that is known (wei).
    Amount { pays: Option<U256> },
    /// It waits, and moves another asset.
    Asset,
    /// In a block, nothing that shows goes to the recipient that was stated, and it can't be told whether all of it shows.
    Unseen(Unseen),
    /// The asset goes by a name that nobody vouches for on this chain.
    UnknownAsset,
}

impl Unlike {
    /// Whether it is certain that the transfer isn't the one that is meant, or pays somebody else.
    pub fn is_serious(&self) -> bool {
        match self {
            Self::Recipient { .. } | Self::OtherNetwork | Self::Nonce { .. } | Self::Sender { sure: true, .. } => true,
            Self::Sender { sure: false, .. } | Self::Amount { .. } | Self::Asset => false,
            Self::Unseen(_) | Self::UnknownAsset => false,
        }
    }

    /// Whether it isn't as stated, as far as that can be seen.
    pub fn differs(&self) -> bool {
        !matches!(self, Self::UnknownAsset | Self::Unseen(Unseen::Coins))
    }
}

/// What is not as the asker stated, the worst first.
pub fn unlike_stated(facts: &Facts) -> Vec<Unlike> {
    let waits = match facts.placement {
        Placement::Waiting(_) | Placement::Pooled(_) => true,
        Placement::InBlock { .. } => false,
        Placement::Nowhere | Placement::Orphan { .. } | Placement::IsBlock(_) | Placement::Left(_) => {
            return Vec::new();
        }
    };
    match &facts.gas {
        Some(gas) => [with_gas(gas, waits), unseen(facts).map(Unlike::Unseen).into_iter().collect()].concat(),
        None => with_outputs(facts, waits),
    }
}

/// What it does to a verdict about a transfer that went, or goes, as it was signed.
pub(super) fn severity(facts: &Facts, stage: Stage) -> Severity {
    match stage {
        Stage::Waiting | Stage::Included | Stage::Settled if unlike_stated(facts).iter().any(Unlike::is_serious) => {
            Severity::ActionNeeded
        }
        Stage::Waiting | Stage::Included | Stage::Settled | Stage::Unknown | Stage::Failed | Stage::Gone => {
            Severity::Ok
        }
    }
}

fn with_outputs(facts: &Facts, waits: bool) -> Vec<Unlike> {
    let Some(paid) = facts.paid else { return Vec::new() };
    let other_network = paid.other_network.then_some(Unlike::OtherNetwork);
    let elsewhere = waits && paid.recipient == Some(false) && !paid.other_network;
    let amount = waits && paid.recipient != Some(false) && paid.amount == Some(false);
    let pays = paid.sums.map(|(_, pays)| U256::from(pays));
    [other_network, elsewhere.then_some(Unlike::Recipient { pays: None }), amount.then_some(Unlike::Amount { pays })]
        .into_iter()
        .flatten()
        .collect()
}

fn with_gas(gas: &Gas, waits: bool) -> Vec<Unlike> {
    let said = &gas.expected;
    let mut unlike = Vec::new();
    let signed = gas.signed.as_ref();
    let own = signed.filter(|_| waits).and_then(Meant::by_itself);
    if let (Some(to), Some(own)) = (said.to, &own)
        && own.to != Some(to)
    {
        unlike.push(Unlike::Recipient { pays: own.to });
    }
    unlike.extend(said.other_network.then_some(Unlike::OtherNetwork));
    if let Some(signed) = signed {
        let nonce = said.nonce.filter(|nonce| *nonce != signed.nonce);
        unlike.extend(nonce.map(|_| Unlike::Nonce { signed: signed.nonce }));
        let sender = said.sender.filter(|sender| !acts(gas, signed, sender));
        unlike.extend(sender.map(|_| Unlike::Sender { signed: signed.sender, sure: is_plain(gas, signed) }));
    }
    if let Some(own) = &own {
        unlike.extend(payment(gas, own));
    }
    unlike.extend(matches!(said.asset, Some(Asset::Called(_))).then_some(Unlike::UnknownAsset));
    unlike
}

/// What waits says of asset and amount by itself. A token's digits aren't known before it moved.
fn payment(gas: &Gas, own: &Meant) -> Option<Unlike> {
    let said = &gas.expected;
    match &said.asset {
        Some(Asset::Called(_)) => return None,
        Some(asset) if *asset != own.asset => return Some(Unlike::Asset),
        Some(_) | None => {}
    }
    let pays = own.amount.filter(|_| own.asset == Asset::Coin)?;
    let stated = smallest_unit(said.amount.as_deref()?, COIN_DECIMALS);
    (stated != Some(pays)).then_some(Unlike::Amount { pays: Some(pays) })
}

/// Whether this address has a part in sending it: it signed it, or is what moved something or was run inside.
fn acts(gas: &Gas, signed: &Signed, sender: &Address) -> bool {
    let inside = gas.outcome.iter().any(|outcome| {
        outcome.moved.iter().any(|moved| moved.from == *sender)
            || outcome.inner.iter().any(|inner| inner.account == *sender)
    });
    signed.sender == *sender || signed.to == Some(*sender) || inside
}

/// A payment that runs nothing: only who signed it can have sent it.
fn is_plain(gas: &Gas, signed: &Signed) -> bool {
    signed.input.len == 0 && gas.outcome.iter().all(|outcome| outcome.inner.is_empty())
}
