//! How terms are spelt in the dictionary of a text field.
//!
//! One field holds four kinds of term, and marks. A surface form stands as it is; the others begin
//! with a control character, which no surface form can hold, so that the kinds never meet and each
//! is a contiguous range of the dictionary.

/// What a term is to the words of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A word in normal form.
    Surface,
    /// The stem of a word, where it differs from the surface form.
    Stem,
    /// The parts of a compound written as one; `usize` parts long.
    Joined,
    /// The stem of a joined form.
    JoinedStem,
    /// No word: a [`Mark`].
    Mark,
}

/// What the text field notes of a word beside its spelling, at the word's position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// A sentence begins here, inside a paragraph.
    Sentence,
    /// A paragraph begins here. The first of a headline or a text has no mark.
    Paragraph,
    /// The word has a capital and not only capitals: `Reagan`, `McDonald`.
    Capital,
    /// All its letters are capitals: `NATO`, `A`.
    Capitals,
    /// A part of a compound that has no letter: the `16` of `F-16`. Words of their own without a
    /// letter are known by their spelling.
    Letterless,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 5] =
        [Mark::Sentence, Mark::Paragraph, Mark::Capital, Mark::Capitals, Mark::Letterless];

    /// Its spelling in the dictionary.
    pub fn term(self) -> &'static str {
        match self {
            Mark::Sentence => "\u{4}s",
            Mark::Paragraph => "\u{4}p",
            Mark::Capital => "\u{4}c",
            Mark::Capitals => "\u{4}C",
            Mark::Letterless => "\u{4}0",
        }
    }
}

const STEM: char = '\u{1}';
const JOINED: char = '\u{2}';
const JOINED_STEM: char = '\u{3}';
const MARK: char = '\u{4}';
const LENGTH: char = '\u{0}';

/// Parts of a compound that get a joined form; longer chains have their parts only.
pub const MAX_PARTS: usize = 32;

/// Longest term in bytes; what is longer is cut and closed by a hash of the whole.
pub const MAX_TERM: usize = 160;

/// Writes the dictionary spelling of a term.
///
/// `length` is the number of positions it covers; it is spelt only for joined forms. A mark is
/// spelt by [`Mark::term`]; here its text is what stands behind the control character.
pub fn spell(kind: Kind, text: &str, length: usize, out: &mut String) {
    match kind {
        Kind::Surface => out.push_str(text),
        Kind::Stem | Kind::Mark => {
            out.push(if kind == Kind::Stem { STEM } else { MARK });
            out.push_str(text);
        }
        Kind::Joined | Kind::JoinedStem => {
            out.push(if kind == Kind::Joined { JOINED } else { JOINED_STEM });
            out.push_str(text);
            out.push(LENGTH);
            out.push(char::from(b'0' + length.min(MAX_PARTS) as u8));
        }
    }
}

/// The dictionary range that holds a joined form (or its stem) of any length: every term that
/// starts with the returned prefix.
pub fn joined_prefix(kind: Kind, text: &str) -> String {
    let mut prefix = String::with_capacity(text.len() + 2);
    prefix.push(if kind == Kind::JoinedStem { JOINED_STEM } else { JOINED });
    prefix.push_str(text);
    prefix.push(LENGTH);
    prefix
}

/// The prefix of all joined forms, for wildcards.
pub const JOINED_FORMS: &str = "\u{2}";

/// Reads a dictionary spelling back: kind, text, positions covered.
pub fn read(term: &str) -> (Kind, &str, u32) {
    let joined = |kind, rest: &'_ str| -> (Kind, usize, u32) {
        match rest.rfind(LENGTH) {
            Some(at) => {
                let length = rest[at + 1..].chars().next().map_or(1, |c| u32::from(c) - 0x30);
                (kind, at, length)
            }
            None => (kind, rest.len(), 1),
        }
    };
    match term.chars().next() {
        Some(STEM) => (Kind::Stem, &term[1..], 1),
        Some(MARK) => (Kind::Mark, &term[1..], 1),
        Some(first @ (JOINED | JOINED_STEM)) => {
            let kind = if first == JOINED { Kind::Joined } else { Kind::JoinedStem };
            let (kind, end, length) = joined(kind, &term[1..]);
            (kind, &term[1..1 + end], length)
        }
        _ => (Kind::Surface, term, 1),
    }
}

/// Bounds the length of a term: a longer one is cut at a character and closed by a hash of the
/// whole, so that two long words never meet by chance.
pub fn bound(term: &mut String) {
    if term.len() <= MAX_TERM {
        return;
    }
    let hash = blake3::hash(term.as_bytes()).to_hex();
    let mut end = MAX_TERM - 17;
    while !term.is_char_boundary(end) {
        end -= 1;
    }
    term.truncate(end);
    term.push('#');
    term.push_str(&hash[..16]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_reads_back() {
        for (kind, length) in
            [(Kind::Surface, 1), (Kind::Stem, 1), (Kind::Joined, 3), (Kind::JoinedStem, 32)]
        {
            let mut term = String::new();
            spell(kind, "talk", length, &mut term);
            assert_eq!(read(&term), (kind, "talk", length as u32));
        }
    }

    #[test]
    fn kinds_never_meet() {
        let mut joined = String::new();
        spell(Kind::Joined, "cooperation", 2, &mut joined);
        assert!(joined.starts_with(&joined_prefix(Kind::Joined, "cooperation")));
        assert!(!joined.starts_with(&joined_prefix(Kind::Joined, "cooper")));
        assert!(!joined.starts_with(&joined_prefix(Kind::JoinedStem, "cooperation")));
    }

    #[test]
    fn long_terms_are_bounded_and_stay_apart() {
        let mut one = "é".repeat(300);
        let mut two = format!("{}x", "é".repeat(300));
        bound(&mut one);
        bound(&mut two);
        assert!(one.len() <= MAX_TERM && two.len() <= MAX_TERM);
        assert_ne!(one, two);
    }
}
