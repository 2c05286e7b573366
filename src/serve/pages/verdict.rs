//! How a verdict looks: its style, its word, whose move it is. The same on every page; decides nothing.

use super::frame::Frame;
use crate::answer::{Answer, SeverityCode, StageCode, WhoCode};

/// The style: of those that nobody can judge, none but grey.
pub fn tone(answer: &Answer) -> &'static str {
    if answer.stage == StageCode::Unknown { "unknown" } else { answer.severity.code() }
}

/// A word for how it is, beside its colour.
pub fn badge(answer: &Answer, frame: &Frame) -> String {
    if answer.replaced_by.is_some() {
        return frame.say("badge-replaced");
    }
    frame.say(match (answer.stage, answer.severity) {
        (StageCode::Settled, SeverityCode::Ok | SeverityCode::Delayed) => "badge-settled",
        (StageCode::Unknown, _) => "badge-unknown",
        (StageCode::Gone, _) => "badge-gone",
        (_, SeverityCode::Failed) => "badge-failed",
        (_, SeverityCode::ActionNeeded) => "badge-action",
        (_, SeverityCode::Delayed) => "badge-delayed",
        (StageCode::Included, SeverityCode::Ok) => "badge-included",
        (StageCode::Waiting | StageCode::Failed, SeverityCode::Ok) => "badge-waiting",
    })
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
