//! How a verdict looks: its style, its word, whose move it is. The same on every page; decides nothing.

use super::frame::Frame;
use crate::answer::{Answer, CauseCode, SeverityCode, StageCode, WhoCode};

/// The style: of those that nobody can judge, none but grey.
pub fn tone(answer: &Answer) -> &'static str {
    if answer.stage == StageCode::Unknown { "unknown" } else { answer.severity.code() }
}

/// A word for how it is, beside its colour.
pub fn badge(answer: &Answer, frame: &Frame) -> String {
    frame.say(word(answer))
}

fn word(answer: &Answer) -> &'static str {
    if answer.replaced_by.is_some() {
        return "badge-replaced";
    }
    match (answer.stage, answer.severity) {
        (StageCode::Settled, SeverityCode::Ok | SeverityCode::Delayed) => "badge-settled",
        (StageCode::Unknown, _) => unknown(answer.cause.code),
        (StageCode::Gone, _) => "badge-gone",
        (_, SeverityCode::Failed) => "badge-failed",
        (_, SeverityCode::ActionNeeded) => "badge-action",
        (_, SeverityCode::Delayed) => "badge-delayed",
        (StageCode::Included, SeverityCode::Ok) => "badge-included",
        (StageCode::Waiting | StageCode::Failed, SeverityCode::Ok) => "badge-waiting",
    }
}

/// Why nobody can say how it is: not always because nobody saw it.
fn unknown(cause: CauseCode) -> &'static str {
    if cause == CauseCode::IsBlockHash {
        "badge-block"
    } else if cause == CauseCode::MissingParent {
        "badge-parent"
    } else if cause == CauseCode::NodeBehind {
        "badge-unclear"
    } else {
        "badge-unknown"
    }
}

/// It is about a transfer at all.
pub fn is_transfer(answer: &Answer) -> bool {
    answer.cause.code != CauseCode::IsBlockHash
}

/// Whose move it is.
pub fn who(who: WhoCode, frame: &Frame) -> String {
    frame.say(match who {
        WhoCode::Sender => "who-sender",
        WhoCode::Recipient => "who-recipient",
        WhoCode::Support => "who-support",
        WhoCode::Nobody => "who-nobody",
    })
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::{
        diagnose::{
            diagnose,
            samples::{NOW, base, block, down, in_block},
        },
        explain::{Expectation, Lang, explain},
        facts::{Facts, Placement},
    };

    /// The answer about a transaction of which this is held.
    pub fn answered(change: impl Fn(&mut Facts)) -> Answer {
        let mut facts = base();
        change(&mut facts);
        let diagnosis = diagnose(&facts, NOW);
        let words = explain(&facts, &diagnosis, None, &Expectation::default(), Lang::En, NOW);
        Answer::new(&facts, &diagnosis, None, words, &[], NOW)
    }

    pub fn orphaned(facts: &mut Facts) {
        facts.placement = Placement::Orphan { missing: Vec::new() };
    }

    pub fn of_block(facts: &mut Facts) {
        facts.placement = Placement::IsBlock(block(900_000, 6));
    }

    #[test]
    fn what_is_known_is_not_called_unseen() {
        let word = |change: &dyn Fn(&mut Facts)| word(&answered(change));
        assert_eq!(word(&|_| ()), "badge-unknown");
        assert_eq!(word(&orphaned), "badge-parent");
        assert_eq!(word(&of_block), "badge-block");
        assert_eq!(word(&down), "badge-unclear");
        assert_eq!(word(&|facts| in_block(facts, 1, false)), "badge-included");
    }
}
