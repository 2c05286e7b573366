//! What in a cleaned text should make its reader careful. Errs on the side of marking: a mark costs a line on the
//! page, an unmarked lure somebody's savings. Disguises are undone before looking: other alphabets' look-alikes,
//! accents, digits for letters, spaces and dots between letters.

use std::sync::LazyLock;

use icu::{
    normalizer::DecomposingNormalizerBorrowed,
    properties::{CodePointMapData, props::GeneralCategory},
};
use unicode_security::{MixedScript, RestrictionLevel, RestrictionLevelDetection, confusable_detection::skeleton};

use super::{
    Flag,
    lures::{INSTRUCTIONS, LURES, SCHEMES, TOP_LEVEL},
};

/// Phrases shorter than this many letters are looked for only as they are written, as they'd occur by chance in a text
/// without spaces. Han and kana say more with each letter.
const MIN_SQUEEZED: usize = 8;

/// A phrase that is looked for, in the forms in which it may hide.
struct Phrase {
    plain: String,
    skeleton: String,
    squeezed: Option<String>,
}

/// A text in the forms in which phrases are looked for.
struct Forms {
    plain: String,
    /// Other alphabets' look-alikes replaced by plain letters.
    foreign: String,
    /// All look-alikes made one, plain letters among them: `m` is `rn`.
    skeleton: String,
    /// Letters and digits alone.
    squeezed: String,
    /// The same, with look-alikes and digits replaced by letters.
    letters: String,
}

static LURE_PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| phrases(LURES));
static INSTRUCTION_PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| phrases(INSTRUCTIONS));

/// What is suspicious about what a text says.
pub(super) fn flags(text: &str) -> Vec<Flag> {
    let forms = Forms::of(text);
    let tests = [
        (Flag::Url, has_url(&forms.plain) || has_url(&forms.foreign)),
        (Flag::SeedPhraseLure, forms.have_any(&LURE_PHRASES)),
        (Flag::InstructionLike, forms.have_any(&INSTRUCTION_PHRASES)),
        (Flag::Confusable, is_confusable(text)),
    ];
    tests.into_iter().filter(|(_, found)| *found).map(|(flag, _)| flag).collect()
}

impl Forms {
    fn of(text: &str) -> Self {
        let plain = plain(text);
        let foreign = foreign(&plain);
        let letters = squeeze(&foreign).chars().map(letter_for_digit).collect();
        Self { skeleton: look(&plain), squeezed: squeeze(&plain), letters, foreign, plain }
    }

    fn have_any(&self, phrases: &[Phrase]) -> bool {
        phrases.iter().any(|phrase| {
            let squeezed = |words: &String| self.squeezed.contains(words) || self.letters.contains(words);
            self.plain.contains(&phrase.plain)
                || self.skeleton.contains(&phrase.skeleton)
                || phrase.squeezed.as_ref().is_some_and(squeezed)
        })
    }
}

fn phrases(list: &[&str]) -> Vec<Phrase> {
    let phrase = |words: &&str| {
        let plain = plain(words);
        let squeezed = Some(squeeze(&plain)).filter(|letters| {
            let dense = !letters.is_ascii() && letters.chars().count() >= 3;
            dense || letters.len() >= MIN_SQUEEZED
        });
        Phrase { skeleton: look(&plain), squeezed, plain }
    };
    list.iter().map(phrase).collect()
}

/// Lower case, compatibility forms and accents undone, one space between words.
fn plain(text: &str) -> String {
    let category = CodePointMapData::<GeneralCategory>::new();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text).to_lowercase();
    decomposed.chars().filter(|c| category.get(*c) != GeneralCategory::NonspacingMark).collect()
}

/// With letters that aren't ASCII replaced by those that they look like.
fn foreign(text: &str) -> String {
    let mut buffer = [0; 4];
    let mut replaced = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { replaced.push(c) } else { replaced.extend(skeleton(c.encode_utf8(&mut buffer))) }
    }
    replaced
}

/// The same for all texts that look the same.
fn look(text: &str) -> String {
    skeleton(text).collect::<String>().to_lowercase()
}

/// Letters and digits alone.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn letter_for_digit(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// Whether an address is in it, as written or "defanged".
fn has_url(text: &str) -> bool {
    let mut text = text.to_owned();
    for (disguise, sign) in SCHEMES {
        text = text.replace(disguise, sign);
    }
    let scheme = |word: &str| {
        word.split_once("://").is_some_and(|(before, after)| {
            before.ends_with(|c: char| c.is_ascii_alphanumeric()) && after.starts_with(char::is_alphanumeric)
        })
    };
    // A space before a dot is a disguise; one after it mostly ends a sentence.
    let tightened = text.replace(" . ", ".").replace(" .", ".").replace(". com", ".com").replace(". net", ".net");
    [text.as_str(), &tightened].iter().any(|text| {
        text.split(|c: char| c.is_whitespace() || "\"'<>(),;|`（），。、；".contains(c))
            .any(|word| scheme(word) || word.split(':').any(has_domain))
    })
}

/// Whether a word holds a domain: labels and a common ending, or any ending before a path.
fn has_domain(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let host = word.rsplit('@').next().unwrap_or(word);
    let (host, rest) = host.split_at(host.find(['/', '?', '#', ':']).unwrap_or(host.len()));
    let host = host.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some((labels, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let named =
        labels.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    let ending_like = ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
    let address = host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok());
    let path = rest.starts_with('/') && rest.len() > 1;
    named && (address || TOP_LEVEL.contains(&ending) || ending_like && (path || labels.starts_with("www")))
}

/// Whether letters pose as others.
fn is_confusable(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_ascii());
    let mixed = |word: &str| {
        // Han, kana or Hangul beside Latin letters is how people write.
        !word.is_single_script() && word.detect_restriction_level() > RestrictionLevel::HighlyRestrictive
    };
    let styled = |word: &str| {
        let usual = DecomposingNormalizerBorrowed::new_nfkd().normalize(word).into_owned();
        usual.is_ascii() && usual.contains(|c: char| c.is_ascii_alphabetic())
    };
    let posing = |word: &str| skeleton(word).all(|c| c.is_ascii());
    // A word of another alphabet may look plain by chance; a text of nothing else doesn't.
    words().any(|word| mixed(word) || styled(word)) || (words().next().is_some() && words().all(posing))
}
