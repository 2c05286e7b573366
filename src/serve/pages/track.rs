//! A transfer's way from being sent to being done, as a row of steps: which are behind it, where it is, where it broke
//! off. Reads an answer; concludes nothing.

use super::{frame::Frame, verdict::is_transfer};
use crate::{
    answer::{Answer, CauseCode, Moment, SeverityCode, StageCode},
    explain::{Words, args},
};

/// One step of the way.
pub struct Step {
    /// Where the transfer is in respect to it.
    pub state: State,
    /// Its name.
    pub title: String,
    /// What is known of it.
    pub note: String,
    /// When it was reached.
    pub at: Option<Moment>,
}

/// Where a transfer is in respect to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Behind it.
    Done,
    /// It is there.
    Now,
    /// Before it.
    Ahead,
    /// It went no further.
    Broken,
    /// We can't see whether it was reached.
    Unseen,
}

impl State {
    /// The style's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Broken => "broken",
            Self::Unseen => "unseen",
        }
    }

    /// For those who don't see the style.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "track-state-done",
            Self::Now => "track-state-now",
            Self::Ahead => "track-state-ahead",
            Self::Broken => "track-state-broken",
            Self::Unseen => "track-state-unseen",
        }
    }
}

/// All steps; none where the id is no transfer's.
pub fn steps(answer: &Answer, frame: &Frame) -> Vec<Step> {
    if !is_transfer(answer) {
        return Vec::new();
    }
    let [sent, seen, queue, block, depth, done] = states(answer);
    let progress = &answer.progress;
    let height = progress.block_height.map(|height| height.to_string()).unwrap_or_default();
    let queued = match answer.stage {
        StageCode::Gone if answer.replaced_by.is_some() => "track-replaced",
        StageCode::Gone => "track-left",
        StageCode::Unknown | StageCode::Waiting | StageCode::Included | StageCode::Settled | StageCode::Failed => {
            "track-queue"
        }
    };
    let mined = if answer.stage == StageCode::Failed { "track-failed" } else { "track-block" };
    let step = |state, id: &str, note: String, at| Step { state, title: frame.say(id), note, at };
    // What we were asked about only later was seen by the network before.
    let first_seen = answer.first_seen.filter(|seen| progress.block_time.is_none_or(|mined| seen.0 <= mined.0));
    vec![
        step(sent, "track-sent", sending(sent, frame), None),
        step(seen, "track-seen", String::new(), first_seen),
        step(queue, queued, String::new(), None),
        step(block, mined, height, progress.block_time),
        step(depth, "track-depth", confirmations(answer, frame.words()), None),
        step(done, "track-done", String::new(), None),
    ]
}

/// How much of the way is behind it, of a hundred.
pub fn share(answer: &Answer) -> u64 {
    let progress = &answer.progress;
    match answer.stage {
        StageCode::Unknown if is_held(answer) => 34,
        StageCode::Unknown => 0,
        StageCode::Gone => 34,
        StageCode::Waiting => 42,
        StageCode::Failed => 58,
        // Two thirds for being in a block; the confirmations are the rest, but for what no number of them decides.
        StageCode::Included => {
            let depth = 67 + 33 * progress.confirmations.min(progress.required) / progress.required.max(1);
            if progress.required_finality.is_some() { depth.min(NOT_FINAL) } else { depth }
        }
        StageCode::Settled => 100,
    }
}

/// As much of the way as is behind what only waits for the network's word.
const NOT_FINAL: u64 = 92;

fn states(answer: &Answer) -> [State; 6] {
    use State::{Ahead, Broken, Done, Now, Unseen};
    match answer.stage {
        StageCode::Unknown if is_held(answer) => [Done, Done, Ahead, Ahead, Ahead, Ahead],
        StageCode::Unknown => [Unseen, Ahead, Ahead, Ahead, Ahead, Ahead],
        StageCode::Waiting => [Done, Done, Now, Ahead, Ahead, Ahead],
        // What took its place goes the rest of the way.
        StageCode::Gone if answer.severity == SeverityCode::Ok => [Done, Done, Done, Ahead, Ahead, Ahead],
        StageCode::Gone => [Done, Done, Broken, Ahead, Ahead, Ahead],
        StageCode::Included => [Done, Done, Done, Done, Now, Ahead],
        StageCode::Failed => [Done, Done, Done, Broken, Ahead, Ahead],
        StageCode::Settled => [Done; 6],
    }
}

/// What a sending platform calls sent may not have left it yet.
fn sending(sent: State, frame: &Frame) -> String {
    match sent {
        State::Unseen => frame.say("track-sent-unseen"),
        State::Done | State::Now | State::Ahead | State::Broken => String::new(),
    }
}

/// A node holds it, though none can place it.
fn is_held(answer: &Answer) -> bool {
    answer.cause.code == CauseCode::MissingParent
}

fn confirmations(answer: &Answer, words: &Words) -> String {
    let (have, need) = (answer.progress.confirmations, answer.progress.required);
    match answer.stage {
        StageCode::Unknown | StageCode::Gone | StageCode::Failed => String::new(),
        StageCode::Settled => have.to_string(),
        // It isn't done at any number of them.
        StageCode::Waiting | StageCode::Included if answer.progress.required_finality.is_some() => have.to_string(),
        StageCode::Waiting | StageCode::Included => {
            words.say("track-of", &args([("have", (have as f64).into()), ("need", (need as f64).into())]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::verdict::tests::{answered, of_block, orphaned},
        *,
    };
    use crate::{
        diagnose::{gas_samples::mined_as, samples::in_block},
        explain::Lang,
        facts::{Facts, gas::Tag},
    };

    fn depth(change: impl Fn(&mut Facts)) -> (u64, String) {
        let answer = answered(change);
        (share(&answer), confirmations(&answer, Words::of(Lang::En)))
    }

    #[test]
    fn what_waits_for_the_networks_word_is_not_nearly_done_by_any_count() {
        assert_eq!(depth(|facts| in_block(facts, 1, false)), (83, "1 of 2".to_owned()));
        let unfinal = |confirmations: u64| {
            move |facts: &mut Facts| {
                mined_as(confirmations, |gas| gas.wanted = Some(Tag::Finalized))(facts);
                facts.network.required = 5;
            }
        };
        assert_eq!(depth(unfinal(37)), (NOT_FINAL, "37".to_owned()));
        assert_eq!(depth(unfinal(1)), (73, "1".to_owned()));
    }

    #[test]
    fn a_transfer_that_a_node_holds_was_seen() {
        let (held, unseen) = (answered(orphaned), answered(|_| ()));
        assert_eq!(states(&held)[..3], [State::Done, State::Done, State::Ahead]);
        assert_eq!((share(&held), share(&unseen)), (34, 0));
        assert_eq!(states(&unseen)[0], State::Unseen);
        assert!(!is_transfer(&answered(of_block)) && is_transfer(&held));
    }
}
