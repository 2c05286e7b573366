//! What is said where a transfer isn't as the asker stated, or what was stated can't be compared. Decides nothing of it.

use super::{Case, NextStep, gas, steps, words::args};
use crate::{
    diagnose::{Cause, GasCause, Stage, Unlike, Unseen},
    facts::gas::{Asset, U256, decimal},
};

impl Case<'_> {
    /// The message that says what is so.
    pub fn message(&self) -> &'static str {
        if self.is_doubtful() { "unlike_stated" } else { gas::message(self.facts, &self.verdict.cause.cause) }
    }

    /// That something isn't as stated counts for more than a cause by which all is well, and as long as it waits for more
    /// than why it waits: nobody should hurry what isn't meant.
    pub fn is_doubtful(&self) -> bool {
        let waits = self.verdict.stage == Stage::Waiting;
        let serious = waits && self.unlike.iter().any(Unlike::is_serious);
        serious || self.differs() && is_in_order(&self.verdict.cause.cause)
    }

    /// What isn't as stated: to be told before anything else.
    pub fn unlike_notes(&self) -> Vec<String> {
        self.unlike.iter().filter(|unlike| unlike.differs()).map(|unlike| self.unlike_note(unlike)).collect()
    }

    /// What was stated and can't be compared.
    pub fn uncompared_notes(&self) -> Vec<String> {
        let unknown = self.unlike.iter().filter(|unlike| !unlike.differs()).map(|unlike| self.unlike_note(unlike));
        unknown.chain(self.of_no_use()).collect()
    }

    /// The variables of the message that takes the cause's place.
    pub fn unlike_figures(&self) -> [(&'static str, &'static str); 2] {
        let unlike = match self.unlike.first() {
            Some(Unlike::Recipient { .. }) => "address",
            Some(Unlike::OtherNetwork) => "network",
            Some(Unlike::Sender { .. } | Unlike::Nonce { .. }) => "other",
            _ if self.has_unseen_tokens() => "unseen",
            Some(Unlike::Amount { .. } | Unlike::Asset | Unlike::Unseen(_) | Unlike::UnknownAsset) | None => "payment",
        };
        let stands = match self.verdict.stage {
            Stage::Waiting => "waiting",
            Stage::Included => "included",
            Stage::Settled | Stage::Unknown | Stage::Failed | Stage::Gone => "settled",
        };
        [("unlike", unlike), ("stands", stands)]
    }

    /// What to do where it isn't as stated: what else is advised takes it for the transfer that is meant.
    pub fn unlike_steps(&self) -> Vec<NextStep> {
        let mut all = vec![steps::check_stated(self), steps::ask_about_stated(self)];
        if self.verdict.stage == Stage::Waiting {
            all.push(steps::do_not_resend(self));
        }
        all
    }

    pub fn differs(&self) -> bool {
        self.unlike.iter().any(Unlike::differs)
    }

    fn has_unseen_tokens(&self) -> bool {
        self.unlike.contains(&Unlike::Unseen(Unseen::Tokens))
    }

    fn unlike_note(&self, unlike: &Unlike) -> String {
        let say = |message, figures| self.words.say(message, &figures);
        match unlike {
            Unlike::Recipient { pays } => {
                let pays = pays.map_or_else(|| "none".to_owned(), |pays| pays.to_string());
                say("unlike-address", args([("pays", pays.into())]))
            }
            Unlike::OtherNetwork => say("unlike-network", args([])),
            Unlike::Sender { signed, sure } => {
                let sure = if *sure { "yes" } else { "no" };
                say("unlike-sender", args([("signed", signed.to_string().into()), ("sure", sure.into())]))
            }
            Unlike::Nonce { signed } => say("unlike-nonce", args([("signed", signed.to_string().into())])),
            Unlike::Amount { pays } => {
                let pays = pays.map_or_else(|| "none".to_owned(), |pays| self.coins(pays));
                say("unlike-amount", args([("pays", pays.into())]))
            }
            Unlike::Asset => say("unlike-asset", args([])),
            Unlike::Unseen(Unseen::Coins) => say("unlike-unseen", args([("what", "coins".into())])),
            Unlike::Unseen(Unseen::Tokens) => say("unlike-unseen", args([("what", "tokens".into())])),
            Unlike::UnknownAsset => say("unlike-unknown_asset", args([])),
        }
    }

    fn coins(&self, smallest: U256) -> String {
        match &self.facts.gas {
            Some(gas) => gas::coins(smallest, gas.coin),
            None => format!("{} BTC", decimal(smallest, 8)),
        }
    }

    /// Where transactions have outputs, there is neither one sender nor a number, nor anything but the coin.
    fn of_no_use(&self) -> Option<String> {
        let said = self.expected.gas.as_ref().filter(|_| self.facts.gas.is_none())?;
        let coin = |asset: &Asset| matches!(asset, Asset::Called(symbol) if symbol.eq_ignore_ascii_case("BTC"));
        let asset = said.asset.as_ref().is_some_and(|asset| !coin(asset));
        let useless = asset || said.sender.is_some() || said.nonce.is_some();
        useless.then(|| self.words.say("unlike-not_compared", &args([])))
    }
}

/// Its own text says that nothing is wrong, or that only the recipient's platform is missing.
fn is_in_order(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::NextInLine { .. }
            | Cause::SlowBlocks { .. }
            | Cause::AwaitingConfirmations { .. }
            | Cause::Settled { .. }
            | Cause::Gas(GasCause::AwaitingFinality { .. })
    )
}
