//! Leaves of a text what can be seen, in the order in which it was written. Takes away what Unicode says has no
//! appearance or changes that of its neighbours, rather than a list of known tricks.
//! Cleaning a clean text changes nothing.

use icu::{
    normalizer::ComposingNormalizerBorrowed,
    properties::{
        CodePointMapData, CodePointSetData,
        props::{BidiControl, DefaultIgnorableCodePoint, GeneralCategory},
    },
    segmenter::GraphemeClusterSegmenter,
};

use super::Flag;

/// Marks upon one letter beyond this many are dropped: no script needs them, and a tower of them covers other lines.
const MAX_MARKS: usize = 4;

/// What a character is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Visible,
    /// Set upon the one before it.
    Mark,
    /// Shown as one plain space.
    Space,
    Bidi,
    Control,
    Invisible,
    /// What stands for bytes that are no text. It is shown.
    Replacement,
}

/// The text without anything that can't be seen.
pub(super) fn clean(found: &str) -> String {
    let seen: String = found.chars().filter_map(shown).collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&seen);
    let mut text = String::with_capacity(composed.len());
    let mut marks = MAX_MARKS;
    for c in composed.chars() {
        match kind(c) {
            Kind::Mark if marks < MAX_MARKS => marks += 1,
            // A mark after a space, at the beginning or on a tower has nothing to stand on.
            Kind::Mark => continue,
            Kind::Space if text.is_empty() || text.ends_with(' ') => continue,
            Kind::Space => marks = MAX_MARKS,
            Kind::Visible | Kind::Replacement | Kind::Bidi | Kind::Control | Kind::Invisible => marks = 0,
        }
        text.push(c);
    }
    text.truncate(text.trim_end_matches(' ').len());
    text
}

/// At most so many characters from the beginning, whole ones as a reader sees them.
pub(super) fn shorten(text: &str, chars: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars) else {
        return text;
    };
    let borders = GraphemeClusterSegmenter::new().segment_str(text);
    let last = borders.take_while(|at| *at <= end).last().unwrap_or(0);
    // Some scripts join letters without end: then any border will do.
    let cut = if last == 0 { end } else { last };
    text[..cut].trim_end_matches(' ')
}

/// What the text held that can't be seen.
pub(super) fn flags(found: &str) -> Vec<Flag> {
    let flag = |c| match kind(c) {
        Kind::Bidi => Some(Flag::Bidi),
        Kind::Control => Some(Flag::Control),
        Kind::Invisible => Some(Flag::Invisible),
        Kind::Replacement => Some(Flag::Invalid),
        Kind::Visible | Kind::Mark | Kind::Space => None,
    };
    let mut flags: Vec<Flag> = found.chars().filter_map(flag).collect();
    flags.sort_unstable();
    flags.dedup();
    flags
}

fn shown(c: char) -> Option<char> {
    match kind(c) {
        Kind::Visible | Kind::Mark | Kind::Replacement => Some(c),
        Kind::Space => Some(' '),
        Kind::Bidi | Kind::Control | Kind::Invisible => None,
    }
}

fn kind(c: char) -> Kind {
    use GeneralCategory as G;
    match c {
        '\t' | '\n' | '\r' => return Kind::Space,
        // A blank Braille cell is a symbol to Unicode and a space to the eye.
        '\u{2800}' => return Kind::Space,
        char::REPLACEMENT_CHARACTER => return Kind::Replacement,
        _ if c.is_ascii_graphic() => return Kind::Visible,
        _ => {}
    }
    if CodePointSetData::new::<BidiControl>().contains(c) {
        return Kind::Bidi;
    }
    if CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) {
        return Kind::Invisible;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let among = |group: &[GeneralCategory]| group.contains(&category);
    if category == G::Control {
        Kind::Control
    } else if among(&[G::SpaceSeparator, G::LineSeparator, G::ParagraphSeparator]) {
        Kind::Space
    } else if among(&[G::Format, G::PrivateUse, G::Surrogate, G::Unassigned]) {
        Kind::Invisible
    } else if among(&[G::NonspacingMark, G::SpacingMark, G::EnclosingMark]) {
        Kind::Mark
    } else {
        Kind::Visible
    }
}
