//! A run between blanks, cut into words and compounds.
//!
//! Comes in: a *blob*, such as `U.S.-led,` or `military-to-military` or `l'Elysée`. Goes out: its
//! words, one a position, in compounds of one or more parts. This is the slow and exact half of
//! the tokenizer; the analyser remembers its answers.

use unicode_normalization::char::is_combining_mark;

use super::fold;
use super::term::{self, MAX_PARTS};

/// One word of a blob: one position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the blob it stands in.
    pub start: usize,
    /// End of those bytes.
    pub end: usize,
    /// Lower-cased and unfolded, for the stemmer; empty where the word is never stemmed.
    pub lowered: String,
    /// Normal form.
    pub surface: String,
    /// Second spelling of a word with a German umlaut (`mueller` for `müller`), else empty.
    pub second: String,
    /// For a common word in capitals (`US`, read as `u.s`): the plain word (`us`).
    pub plain: Option<String>,
    /// A character of a script without blanks; the surface is a pair where another follows.
    pub character: bool,
    /// How it is written.
    pub casing: Casing,
}

/// How the letters of a word are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Casing {
    /// No capital among its letters; letters of scripts without capitals too.
    #[default]
    Small,
    /// A capital, and not only capitals.
    Capital,
    /// Capitals only.
    Capitals,
    /// It has no letters.
    Letterless,
}

impl Casing {
    /// How a text is written.
    pub fn of(text: &str) -> Casing {
        let (mut letters, mut capitals) = (0, 0);
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            capitals += usize::from(c.is_uppercase());
        }
        match (letters, capitals) {
            (0, _) => Casing::Letterless,
            (_, 0) => Casing::Small,
            (letters, capitals) if letters == capitals => Casing::Capitals,
            _ => Casing::Capital,
        }
    }
}

/// One or more words held together by tight hyphens, dashes or apostrophes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compound {
    /// Its words, in order.
    pub words: Vec<Word>,
    /// The parts written as one, where there are two or more and not all are numbers.
    pub joined: Option<Joined>,
}

/// The joined form of a compound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Normal form.
    pub surface: String,
    /// Second spelling, or empty.
    pub second: String,
    /// For the stemmer.
    pub lowered: String,
}

/// Words that dots tell apart: `U.S.` is no `us`. With dots, or in capitals, they keep the dots.
const COMMON: [&str; 14] =
    ["us", "it", "am", "is", "as", "an", "in", "or", "who", "un", "la", "id", "be", "no"];

/// Endings after an apostrophe that are no part of the word.
const DROPPED: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];

/// Says whether a character is a hyphen or dash that can hold parts together.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Says whether a character is an apostrophe: straight, curly, modifier letter or prime.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}')
}

/// Says whether a character belongs to a script that writes no blanks: Han, kana, hangul.
pub fn is_character(c: char) -> bool {
    matches!(
        u32::from(c),
        0x1100..=0x11ff
            | 0x2e80..=0x2fdf
            | 0x3005..=0x3007
            | 0x3021..=0x3029
            | 0x3040..=0x30ff
            | 0x3130..=0x318f
            | 0x31f0..=0x31ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xa960..=0xa97f
            | 0xac00..=0xd7ff
            | 0xf900..=0xfaff
            | 0xff66..=0xff9f
            | 0x20000..=0x323af
    ) && c != '\u{30fb}'
}

fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !is_apostrophe(c)
        && !is_character(c)
        && (c.is_alphanumeric() || is_combining_mark(c) || is_ignored(c))
}

/// Cuts a blob into compounds, in order.
///
/// `turkish` makes I and ı a pair for the stemmer. Words come out in normal form; nothing is
/// stemmed here.
pub fn cut(blob: &str, turkish: bool) -> Vec<Compound> {
    let mut cutter = Cutter {
        blob,
        chars: blob.char_indices().collect(),
        at: 0,
        turkish,
        compounds: Vec::new(),
    };
    cutter.run();
    cutter.compounds
}

/// A part as found: its range, whether an apostrophe stands before it, and its letters.
struct Part {
    start: usize,
    end: usize,
    after_apostrophe: bool,
    text: String,
    acronym: bool,
}

struct Cutter<'a> {
    blob: &'a str,
    chars: Vec<(usize, char)>,
    at: usize,
    turkish: bool,
    compounds: Vec<Compound>,
}

impl Cutter<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).map(|(_, c)| *c)
    }

    fn offset(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.blob.len(), |(offset, _)| *offset)
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            if is_character(c) {
                self.characters();
            } else if is_word(c) && !is_combining_mark(c) && !is_ignored(c) {
                self.compound();
            } else {
                self.at += 1;
            }
        }
    }

    /// A run of characters of a script without blanks: one position each, matched as pairs.
    fn characters(&mut self) {
        let first = self.at;
        while self.peek(0).is_some_and(is_character) {
            self.at += 1;
        }
        for at in first..self.at {
            let end = if at + 1 < self.at { self.offset(at + 2) } else { self.offset(at + 1) };
            let mut surface = String::new();
            let mut second = String::new();
            fold::fold(&self.blob[self.offset(at)..end], &mut surface, &mut second);
            if surface.is_empty() {
                // A voicing mark on nothing folds away: it stands as it is.
                surface.push_str(&self.blob[self.offset(at)..end]);
            }
            let word = Word {
                start: self.offset(at),
                end: self.offset(at + 1),
                surface,
                character: true,
                ..Word::default()
            };
            self.compounds.push(Compound { words: vec![word], joined: None });
        }
    }

    fn compound(&mut self) {
        let mut parts = vec![self.part(false)];
        while let Some(skip) = self.joiner() {
            let apostrophe = self.peek(0).is_some_and(is_apostrophe);
            self.at += skip;
            let part = self.part(apostrophe);
            parts.push(part);
        }
        let parts = Self::drop_endings(parts);
        let words: Vec<Word> = parts.into_iter().map(|part| self.word(part)).collect();
        let joined = join(&words);
        self.compounds.push(Compound { words, joined });
    }

    /// How many characters stand between this part and the next, if the two are held together.
    fn joiner(&self) -> Option<usize> {
        let c = self.peek(0)?;
        if !is_hyphen(c) && !is_apostrophe(c) {
            return None;
        }
        let next = self.peek(1)?;
        if is_word(next) && !is_combining_mark(next) {
            return Some(1);
        }
        // A hyphen after a letter at a line end joins over the break.
        let before = self.at.checked_sub(1).map(|at| self.chars[at].1)?;
        if !is_hyphen(c) || !before.is_alphabetic() {
            return None;
        }
        let mut ahead = 1;
        let mut breaks = 0;
        loop {
            match self.peek(ahead)? {
                '\n' if breaks == 0 => breaks = 1,
                ' ' | '\t' => {}
                next if breaks == 1 && next.is_alphabetic() && !is_character(next) => {
                    return Some(ahead);
                }
                _ => return None,
            }
            ahead += 1;
        }
    }

    fn part(&mut self, after_apostrophe: bool) -> Part {
        if let Some(part) = self.acronym(after_apostrophe) {
            return part;
        }
        let start = self.offset(self.at);
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if is_word(c) {
                text.push(c);
                self.at += 1;
                continue;
            }
            let digit_before = text.ends_with(|c: char| c.is_ascii_digit());
            let next = self.peek(1);
            match c {
                // 5.93 is one word.
                '.' if digit_before && next.is_some_and(|n| n.is_ascii_digit()) => {
                    text.push('.');
                    self.at += 1;
                }
                // 155,221 is one word without its comma; 1987,1988 are two.
                ',' if digit_before && self.is_thousand() => self.at += 1,
                // AT&T is one word.
                '&' if next.is_some_and(|n| is_word(n) && !is_combining_mark(n))
                    && !text.is_empty() =>
                {
                    self.at += 1;
                }
                _ => break,
            }
        }
        Part { start, end: self.offset(self.at), after_apostrophe, text, acronym: false }
    }

    fn is_thousand(&self) -> bool {
        (1..=3).all(|ahead| self.peek(ahead).is_some_and(|c| c.is_ascii_digit()))
            && !self.peek(4).is_some_and(|c| c.is_ascii_digit())
    }

    /// Letters with dots: `N.A.T.O.`, `U.S`.
    fn acronym(&mut self, after_apostrophe: bool) -> Option<Part> {
        let start = self.at;
        let mut at = self.at;
        let mut letters = String::new();
        let char_at = |at: usize| self.chars.get(at).map(|(_, c)| *c);
        let mut end = at;
        while let Some(c) = char_at(at) {
            let follower = char_at(at + 1);
            if !c.is_alphabetic() || is_character(c) || follower.is_some_and(is_word) {
                break;
            }
            letters.push(c);
            end = at + 1;
            if follower != Some('.') {
                break;
            }
            at += 2;
        }
        if letters.chars().count() < 2 {
            return None;
        }
        // The last dot belongs to the acronym where something hangs on it: U.S.-led.
        self.at = end;
        let range = self.offset(start)..self.offset(end);
        if self.peek(0) == Some('.') {
            self.at += 1;
        }
        Some(Part {
            start: range.start,
            end: range.end,
            after_apostrophe,
            text: letters,
            acronym: true,
        })
    }

    /// Drops `'s` and its kin, glues `n't`.
    fn drop_endings(parts: Vec<Part>) -> Vec<Part> {
        let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            if part.after_apostrophe
                && let Some(before) = kept.last_mut()
            {
                if DROPPED.iter().any(|ending| part.text.eq_ignore_ascii_case(ending)) {
                    continue;
                }
                if part.text.eq_ignore_ascii_case("t") && before.text.ends_with(['n', 'N']) {
                    before.text.push_str(&part.text);
                    before.end = part.end;
                    continue;
                }
            }
            kept.push(part);
        }
        kept
    }

    fn word(&self, part: Part) -> Word {
        let casing = Casing::of(&part.text);
        let mut word = Word { start: part.start, end: part.end, casing, ..Word::default() };
        fold::lower(&part.text, self.turkish, &mut word.lowered);
        fold::fold(&word.lowered, &mut word.surface, &mut word.second);
        let capitals = || part.text.chars().all(|c| c.is_uppercase());
        if COMMON.contains(&word.surface.as_str()) && (part.acronym || capitals()) {
            let plain = std::mem::take(&mut word.surface);
            for (at, c) in plain.chars().enumerate() {
                if at > 0 {
                    word.surface.push('.');
                }
                word.surface.push(c);
            }
            if !part.acronym {
                word.plain = Some(plain);
            }
        }
        if part.acronym || word.plain.is_some() {
            word.lowered.clear();
        }
        if word.surface.is_empty() {
            // Nothing but marks that fold away: the word stands as it is.
            word.surface.push_str(&part.text);
        }
        term::bound(&mut word.surface);
        term::bound(&mut word.second);
        word
    }
}

fn join(words: &[Word]) -> Option<Joined> {
    let number = |word: &Word| word.surface.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if words.len() < 2 || words.len() > MAX_PARTS || words.iter().all(number) {
        return None;
    }
    let mut joined = Joined::default();
    let undotted = |word: &Word, text: &str, out: &mut String| {
        if word.lowered.is_empty() {
            out.extend(text.chars().filter(|c| *c != '.'));
        } else {
            out.push_str(text);
        }
    };
    let second = words.iter().any(|word| !word.second.is_empty());
    for word in words {
        undotted(word, &word.surface, &mut joined.surface);
        let lowered = if word.lowered.is_empty() { &word.surface } else { &word.lowered };
        undotted(word, lowered, &mut joined.lowered);
        if second {
            let text = if word.second.is_empty() { &word.surface } else { &word.second };
            undotted(word, text, &mut joined.second);
        }
    }
    term::bound(&mut joined.surface);
    term::bound(&mut joined.second);
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Terms at positions, joined forms as `form+length`.
    fn terms(text: &str) -> String {
        let mut shown = Vec::new();
        let mut position = 0;
        for compound in cut(text, false) {
            for (part, word) in compound.words.iter().enumerate() {
                shown.push(format!("{}@{position}", word.surface));
                if !word.second.is_empty() {
                    shown.push(format!("{}@{position}", word.second));
                }
                if let (0, Some(joined)) = (part, &compound.joined) {
                    shown.push(format!("{}@{position}+{}", joined.surface, compound.words.len()));
                }
                position += 1;
            }
        }
        shown.join(" ")
    }

    #[test]
    fn compounds_have_parts_and_a_joined_form() {
        assert_eq!(
            terms("military-to-military"),
            "military@0 militarytomilitary@0+3 to@1 military@2"
        );
        assert_eq!(terms("co\u{2011}operation"), "co@0 cooperation@0+2 operation@1");
        assert_eq!(terms("F-16"), "f@0 f16@0+2 16@1");
        assert_eq!(terms("inter-\n    national"), "inter@0 international@0+2 national@1");
        assert_eq!(terms("1987-88"), "1987@0 88@1");
        assert_eq!(terms("rose-\n\nfell"), "rose@0 fell@1");
    }

    #[test]
    fn acronyms_are_one_word() {
        assert_eq!(terms("N.A.T.O."), "nato@0");
        assert_eq!(terms("U.S.-led"), "u.s@0 usled@0+2 led@1");
        assert_eq!(terms("U.S"), "u.s@0");
        assert_eq!(terms("US"), "u.s@0");
        assert_eq!(terms("us"), "us@0");
        assert_eq!(terms("a.m."), "a.m@0");
        assert_eq!(terms("J.P."), "jp@0");
        assert_eq!(terms("U.S.Steel"), "u.s@0 steel@1");
        assert_eq!(terms("No.4"), "no@0 4@1");
    }

    #[test]
    fn apostrophes() {
        assert_eq!(terms("China's"), "china@0");
        assert_eq!(terms("O\u{2019}Neill"), "o@0 oneill@0+2 neill@1");
        assert_eq!(terms("don\u{2019}t"), "dont@0");
        assert_eq!(terms("l'Elysée"), "l@0 lelysee@0+2 elysee@1");
        assert_eq!(terms("they'll"), "they@0");
        assert_eq!(terms("workers'"), "workers@0");
        assert_eq!(terms("AT&T's"), "att@0");
    }

    #[test]
    fn numbers() {
        assert_eq!(terms("1,234.56"), "1234.56@0");
        assert_eq!(terms("1987,1988"), "1987@0 1988@1");
        assert_eq!(terms("7-3/4"), "7@0 3@1 4@2");
        assert_eq!(terms("3.5mln"), "3.5mln@0");
        assert_eq!(terms("1980's"), "1980@0");
    }

    #[test]
    fn scripts_without_blanks_are_pairs() {
        assert_eq!(terms("新华社北京电"), "新华@0 华社@1 社北@2 北京@3 京电@4 电@5");
        assert_eq!(terms("AP新华"), "ap@0 新华@1 华@2");
    }

    #[test]
    fn umlauts_join_both_ways() {
        assert_eq!(
            terms("Müller-Lüdenscheidt"),
            "muller@0 mueller@0 mullerludenscheidt@0+2 ludenscheidt@1 luedenscheidt@1"
        );
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "“U.S.-led”";
        let compounds = cut(text, false);
        let ranges: Vec<&str> =
            compounds[0].words.iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(ranges, ["U.S", "led"]);
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_in_order_and_on_characters(text in "\\PC{0,40}") {
            let mut last = 0;
            for compound in cut(&text, false) {
                for word in compound.words {
                    proptest::prop_assert!(word.start >= last && word.end > word.start);
                    proptest::prop_assert!(text.get(word.start..word.end).is_some());
                    proptest::prop_assert!(!word.surface.is_empty() || !word.lowered.is_ascii());
                    last = word.end;
                }
            }
        }
    }
}
