//! Text to words, by the rules: where each word stands and under which forms it is found.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of a text, one a position.
pub struct Words {
    /// Where each position stands, in bytes.
    pub places: Vec<(usize, usize)>,
    /// What is found there.
    pub forms: Vec<Form>,
}

/// A word, or the joined form of a compound.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Form {
    /// Its first position.
    pub first: usize,
    /// How many positions it takes.
    pub length: usize,
    /// In small letters, accents and all.
    pub lower: String,
    /// Whether it is an abbreviation that would be a common word without its dots.
    pub dotted: bool,
    /// Whether it is put together from several words.
    pub joined: bool,
}

/// Abbreviations that keep their dots, because without them they would be common words.
const COMMON: [&str; 14] =
    ["us", "it", "am", "is", "as", "an", "in", "or", "who", "un", "la", "id", "be", "no"];
/// Endings that are dropped behind an apostrophe.
const DROPPED: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];
/// Capitals are the dotted abbreviation alone only where a small letter stands so near, in bytes.
const NEARBY: usize = 40;

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{2032}' | '\u{ff07}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}')
}

/// Chinese, Japanese and Korean: one position a character.
fn is_single(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2ffff}')
        && c != '\u{30fb}'
}

/// How a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As a story.
    Story,
    /// As a query: `US` is only the abbreviation.
    Query,
    /// As a query with wildcards.
    Pattern,
}

struct Atom {
    start: usize,
    end: usize,
    text: String,
    /// Letters with dots between them.
    dots: bool,
}

/// Cuts a text into words.
pub fn words(text: &str, language: &str, reading: Reading) -> Words {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let cut = Cut { chars: &chars, length: text.len(), reading };
    let mut words = Words { places: Vec::new(), forms: Vec::new() };
    let mut at = 0;
    let mut raw: Vec<(usize, usize)> = Vec::new();
    while at < chars.len() {
        if !cut.is_word(at) {
            at += 1;
            continue;
        }
        let mut atoms = Vec::new();
        loop {
            let (atom, next) = cut.atom(at);
            atoms.push(atom);
            at = next;
            match cut.tight(at) {
                Some(next) if !is_single(chars[next].1) && !is_single(chars[at - 1].1) => at = next,
                _ => break,
            }
        }
        let first = words.places.len();
        for atom in &atoms {
            raw.push((atom.start, atom.end));
            words.places.push((atom.start, atom.end));
        }
        let common: Vec<bool> =
            atoms.iter().map(|atom| COMMON.contains(&lower(&atom.text, "").as_str())).collect();
        for (number, atom) in atoms.iter().enumerate() {
            let form = |dotted| Form {
                first: first + number,
                length: 1,
                lower: lower(&atom.text, language),
                dotted,
                joined: false,
            };
            let capital = atom.text.chars().all(char::is_uppercase);
            if common[number] && atom.dots {
                words.forms.push(form(true));
            } else if common[number] && capital && reading != Reading::Pattern {
                words.forms.push(form(true));
                words.forms.push(Form { length: 0, ..form(false) });
            } else {
                words.forms.push(form(false));
            }
        }
        let number = |atom: &Atom| atom.text.chars().all(|c| c.is_numeric() || c == '.');
        if atoms.len() > 1 && !atoms.iter().all(number) {
            words.forms.push(Form {
                first,
                length: atoms.len(),
                lower: atoms.iter().map(|atom| lower(&atom.text, language)).collect(),
                dotted: false,
                joined: true,
            });
        }
    }
    // In copy without small letters nearby, US may be either; length 0 marks the doubtful ones.
    let places = &words.places;
    words.forms.retain_mut(|form| {
        if form.length > 0 {
            return true;
        }
        form.length = 1;
        reading == Reading::Story && !small_letters_near(text, places[form.first])
    });
    words
}

/// Nearness is counted from the ends of all that is tied to the word: `US-led`, `N.Y.,US`.
fn small_letters_near(text: &str, place: (usize, usize)) -> bool {
    let tied = |c: char| c.is_alphanumeric() || !c.is_ascii() || "-'.,&".contains(c);
    let start = text[..place.0].trim_end_matches(tied);
    let start = start.len() + text[start.len()..].len()
        - text[start.len()..].trim_start_matches(|c: char| "-'.,&".contains(c)).len();
    let end = text.len() - text[place.1..].trim_start_matches(tied).len();
    let end = text[..end].trim_end_matches(|c: char| "-'.,&".contains(c)).len();
    text.char_indices()
        .filter(|(at, c)| *at + NEARBY >= start && at + c.len_utf8() <= end + NEARBY)
        .any(|(_, c)| c.is_lowercase())
}

struct Cut<'a> {
    chars: &'a [(usize, char)],
    length: usize,
    reading: Reading,
}

impl Cut<'_> {
    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.length, |(byte, _)| *byte)
    }

    fn is_word(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| {
            c.is_alphanumeric()
                || is_combining_mark(c)
                || self.reading == Reading::Pattern && matches!(c, '*' | '?')
        })
    }

    fn is_letter(&self, at: usize) -> bool {
        self.char(at).is_some_and(char::is_alphabetic) && !self.is_single(at)
    }

    fn is_digit(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| c.is_numeric())
    }

    /// A digit, or in a pattern what may be one.
    fn may_be_digit(&self, at: usize) -> bool {
        self.is_digit(at) || self.reading == Reading::Pattern && self.char(at) == Some('?')
    }

    /// Three digits, as in 1,200.
    fn is_group(&self, at: usize) -> bool {
        (at..at + 3).all(|at| self.is_digit(at)) && !self.is_digit(at + 3)
    }

    fn is_single(&self, at: usize) -> bool {
        self.char(at).is_some_and(is_single)
    }

    /// The word that starts here, and where to go on.
    fn atom(&self, start: usize) -> (Atom, usize) {
        let from = self.byte(start);
        if self.is_single(start) {
            let text = self.chars[start].1.to_string();
            return (Atom { start: from, end: self.byte(start + 1), text, dots: false }, start + 1);
        }
        if let Some((text, end)) = self.dotted(start) {
            // The last dot is not part of what is marked.
            let next = self.dropped(end + usize::from(self.char(end) == Some('.')));
            return (Atom { start: from, end: self.byte(end), text, dots: true }, next);
        }
        let mut text = String::new();
        let mut at = start;
        while let Some(c) = self.char(at) {
            if self.is_word(at) && !self.is_single(at) {
                text.push(c);
            } else if at > start && self.is_word(at + 1) && !self.is_single(at + 1) {
                let digits = self.is_digit(at - 1) && self.may_be_digit(at + 1);
                let not = is_apostrophe(c)
                    && self.is_ending(at + 1, "t")
                    && matches!(self.char(at - 1), Some('n' | 'N'));
                match c {
                    '.' if digits => text.push('.'),
                    ',' if digits && self.is_group(at + 1) => {}
                    '&' => {}
                    _ if not => {}
                    _ => break,
                }
            } else {
                break;
            }
            at += 1;
        }
        // What is dropped is not part of what is marked.
        let next = self.dropped(at);
        (Atom { start: from, end: self.byte(at), text, dots: false }, next)
    }

    /// Letters with dots between them: the letters, and where the last of them ends.
    fn dotted(&self, start: usize) -> Option<(String, usize)> {
        let mut text = String::new();
        let mut at = start;
        loop {
            if !self.is_letter(at) || self.is_word(at + 1) {
                break;
            }
            text.push(self.char(at)?);
            at += 1;
            if self.char(at) != Some('.') {
                break;
            }
            if !self.is_letter(at + 1) || self.is_word(at + 2) {
                break;
            }
            at += 1;
        }
        (text.chars().count() > 1).then_some((text, at))
    }

    fn is_ending(&self, at: usize, ending: &str) -> bool {
        let length = ending.chars().count();
        ending.chars().enumerate().all(|(number, expected)| {
            self.char(at + number).is_some_and(|c| c.to_lowercase().eq(std::iter::once(expected)))
        }) && !self.is_word(at + length)
    }

    /// Passes over `'s` and its kin.
    fn dropped(&self, mut at: usize) -> usize {
        while self.char(at).is_some_and(is_apostrophe) {
            match DROPPED.iter().find(|ending| self.is_ending(at + 1, ending)) {
                Some(ending) => at += 1 + ending.len(),
                None => break,
            }
        }
        at
    }

    /// Where the next part of a compound starts, if one is tied to what ends here.
    fn tight(&self, at: usize) -> Option<usize> {
        let c = self.char(at)?;
        if !(is_apostrophe(c) || is_dash(c)) {
            return None;
        }
        if self.is_word(at + 1) {
            return Some(at + 1);
        }
        if is_dash(c) && self.is_letter(at - 1) {
            let mut next = at + 1;
            let mut lines = 0;
            while self.char(next).is_some_and(char::is_whitespace) {
                lines += usize::from(self.char(next) == Some('\n'));
                next += 1;
            }
            return (lines == 1 && self.is_word(next)).then_some(next);
        }
        None
    }
}

/// Small letters, by the language: the Turkish I is ı.
pub fn lower(text: &str, language: &str) -> String {
    if matches!(language, "tr" | "az") {
        return text.replace('I', "ı").replace('İ', "i").to_lowercase();
    }
    text.to_lowercase()
}

/// The normal forms of a word: one, or two where it holds ä, ö or ü.
pub fn folded(word: &str) -> Vec<String> {
    let composed: String = word.nfc().collect();
    let mut forms = vec![plain(&composed)];
    if composed.to_lowercase().contains(['ä', 'ö', 'ü']) {
        let spelled =
            composed.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
        forms.push(plain(&spelled));
    }
    forms
}

fn plain(word: &str) -> String {
    let mut out = String::new();
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            // The voicing marks of kana make other characters, the rest are accents.
            '\u{3099}' | '\u{309a}' => out.push(c),
            _ if is_combining_mark(c) => {}
            'ß' => out.push_str("ss"),
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ς' => out.push('σ'),
            '\u{640}' => {}
            '\u{660}'..='\u{669}' => out.push(char::from(b'0' + (c as u32 - 0x660) as u8)),
            '\u{6f0}'..='\u{6f9}' => out.push(char::from(b'0' + (c as u32 - 0x6f0) as u8)),
            _ => out.push(c),
        }
    }
    out.nfc().collect()
}

/// The stems of a word in a language, folded; none where it is not stemmed.
pub fn stems(form: &Form, language: &str) -> Vec<String> {
    let letters = form.lower.nfc().filter(|c| c.is_alphabetic()).count();
    if form.dotted || letters < 3 || language.is_empty() {
        return Vec::new();
    }
    let Ok(stemmer) = frostem::Stemmer::try_from_name(language) else { return Vec::new() };
    if language == "en" {
        // Accents of English copy are folded before the stemmer, which knows none.
        return folded(&form.lower).iter().map(|word| stemmer.stem(word).into_owned()).collect();
    }
    let composed: String = form.lower.nfc().collect();
    folded(&stemmer.stem(&composed))
}
