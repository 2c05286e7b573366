//! A network in a sentence or two and in a word or three, and all networks in one. What decides is `condition`'s to say.

use jiff::Timestamp;

use super::{
    Lang,
    incidents::{figures, message, title},
    words::{Words, args},
};
use crate::{
    condition::{Condition, Present, State, Tone, Trouble},
    diagnose::{Congestion, pause},
    facts::Network,
    incidents::IncidentKind,
    pace::is_halted,
};

/// What is unusual, worst first, and what that means for who waits; how busy it is where that matters besides.
pub fn verdict(network: &Network, condition: &Condition, lang: Lang, now: Timestamp) -> String {
    let words = Words::of(lang);
    let note = if network.simulated { words.say("simulated-note", &args([])) } else { String::new() };
    let said = Said { network, condition, words, now };
    let mut sentences = vec![note];
    match (condition.seen, condition.troubles.as_slice()) {
        (false, _) => sentences.push(said.with_chain("verdict-unseen")),
        (true, []) => sentences.extend([said.how_busy(), said.pause()]),
        (true, [worst, others @ ..]) => sentences.extend([said.trouble(worst), said.besides(worst, others)]),
    }
    words.join(sentences.iter().map(String::as_str))
}

/// How a network does, in a word or three.
pub fn state_words(state: &State<'_>, lang: Lang) -> String {
    let say = |id: &str| Words::of(lang).say(id, &args([]));
    match state {
        State::Unusual(trouble) => match trouble.present {
            Present::Bad => {
                let impact = args([("impact", trouble.gauge.impact.code().into())]);
                Words::of(lang).say(&format!("state-{}", trouble.kind.code()), &impact)
            }
            Present::Easing => say("state-easing"),
            Present::Unknown => say("state-unclear"),
        },
        State::Unknown | State::AsUsual | State::Runs | State::Crowded(_) => say(&format!("state-{}", state.code())),
    }
}

/// All networks in a sentence or two: unusual ones first, then those that we can't see.
pub fn headline(tones: impl Iterator<Item = Tone>, lang: Lang) -> String {
    let words = Words::of(lang);
    let (mut all, mut unusual, mut unknown) = (0, 0, 0);
    for tone in tones {
        all += 1;
        match tone {
            Tone::Ok => {}
            Tone::Unknown => unknown += 1,
            Tone::Delayed | Tone::Action | Tone::Failed => unusual += 1,
        }
    }
    let say = |id, count: i32| words.say(id, &args([("count", count.into()), ("all", all.into())]));
    match (unusual, unknown) {
        (0, 0) if all > 0 => say("status-all-good", 0),
        (0, _) => say("status-some-unknown", unknown),
        (_, 0) => say("status-some-unusual", unusual),
        (_, _) => words.join(
            [say("status-some-unusual", unusual), say("status-some-unknown", unknown)].iter().map(String::as_str),
        ),
    }
}

struct Said<'a> {
    network: &'a Network,
    condition: &'a Condition,
    words: &'static Words,
    now: Timestamp,
}

impl Said<'_> {
    fn trouble(&self, trouble: &Trouble) -> String {
        let (kind, chain) = (trouble.kind, &self.network.chain);
        let mut figures = figures(&trouble.gauge, self.words);
        figures.set("chain", chain.to_string());
        figures.set("at", self.words.time(trouble.started));
        figures.set("halted", if is_halted(self.network, self.now) { "yes" } else { "no" });
        match (kind, trouble.present) {
            (_, Present::Unknown) => {
                let title = title(kind, &trouble.gauge, chain, self.words);
                self.words.say("verdict-unclear", &args([("title", title.into())]))
            }
            (_, Present::Easing) => self.words.say(&format!("{}.easing", message(kind)), &figures),
            (IncidentKind::Congestion, Present::Bad) => self.how_busy(),
            (_, Present::Bad) => self.words.say(&format!("verdict-{}", kind.code()), &figures),
        }
    }

    /// What matters after the worst: the next thing that is unusual, else how busy it is, where that is more than usual or
    /// the worst is passing.
    fn besides(&self, worst: &Trouble, others: &[Trouble]) -> String {
        let crowded = matches!(self.condition.congestion, Congestion::Busy | Congestion::Severe);
        match others.first() {
            Some(next) => self.trouble(next),
            None if worst.kind == IncidentKind::Congestion && worst.present != Present::Easing => String::new(),
            None if crowded || worst.present != Present::Bad => self.how_busy(),
            None => String::new(),
        }
    }

    fn how_busy(&self) -> String {
        let Condition { congestion, runs, .. } = *self.condition;
        let state = if runs && congestion == Congestion::Unknown { "runs" } else { congestion.code() };
        let message = if self.network.gas.is_some() { "verdict-gas" } else { "verdict" };
        let figures = args([("congestion", state.into()), ("chain", self.network.chain.to_string().into())]);
        self.words.say(message, &figures)
    }

    /// A pause that is rather long, though nothing is wrong.
    fn pause(&self) -> String {
        let pause = pause(self.network, self.now);
        let said = |age_s| self.words.say("verdict-pause", &args([("age", self.words.length(age_s).into())]));
        pause.map(said).unwrap_or_default()
    }

    fn with_chain(&self, id: &str) -> String {
        self.words.say(id, &args([("chain", self.network.chain.to_string().into())]))
    }
}
