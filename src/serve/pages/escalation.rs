//! All that is known of a transfer as one block of plain text, for whoever takes a ticket over: what is said, the figures,
//! and which node said what. Text from the chain is marked as anybody's.

use super::frame::Frame;
use crate::answer::Answer;

/// The block.
pub fn escalation(answer: &Answer, frame: &Frame) -> String {
    let time = |at: &crate::answer::Moment| frame.words().time(at.0);
    let mut lines = vec![
        format!("{} ({})", answer.id, answer.chain.as_deref().unwrap_or("–")),
        format!("{} [{} · {}]", answer.explanation.headline, answer.stage.code(), answer.severity.code()),
        answer.explanation.summary.clone(),
        String::new(),
    ];
    lines.extend(answer.explanation.details.iter().map(|detail| format!("- {detail}")));
    lines.extend([String::new(), frame.say("transfer-evidence")]);
    lines.extend(
        answer
            .evidence
            .iter()
            .map(|said| format!("- {} ({}, {}, {})", said.claim, said.source, said.node, time(&said.at))),
    );
    if !answer.untrusted.is_empty() {
        lines.extend([String::new(), format!("{}: {}", frame.say("untrusted-title"), frame.say("untrusted-text"))]);
        lines.extend(answer.untrusted.iter().map(|text| format!("> {}", text.text)));
    }
    lines.extend([
        String::new(),
        format!("{} {}", frame.say("transfer-as-of"), time(&answer.as_of)),
        frame.permalink(),
    ]);
    lines.join("\n")
}
