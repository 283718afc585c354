//! Text in, its language out; and labels of languages in one form, BCP 47.
//!
//! Detection looks at a bounded piece of the text, because it runs on every story that does not
//! say what it is written in. It says nothing rather than something wrong: short texts, and
//! scripts that several languages share beyond telling, have no language.

mod contradiction;
mod names;

use std::borrow::Cow;

use whichlang::{Lang, detect_language};

use self::names::{CODES, NAMES, THREE};

pub use self::contradiction::contradicts;

/// How many bytes of a text are looked at.
const WINDOW: usize = 600;

/// How many letters a text needs; fewer in scripts that write a syllable or word a letter.
const FLOOR: usize = 24;

/// Detects the language of a text from its first 600 bytes or so; `None` where it is too short.
pub fn detect(text: &str) -> Option<&'static str> {
    let text = window(text);
    let mut seen = Letters::default();
    for c in text.chars() {
        seen.count(c);
    }
    if seen.latin + seen.other + 3 * seen.dense < FLOOR {
        return None;
    }
    if let Some(language) = seen.by_letters(text) {
        return language;
    }
    // Most copy is English and says so in each line; the model costs more than all else here.
    if contradiction::is_surely_english(text) {
        return Some("en");
    }
    // The model was trained on running text, not on capitals.
    let text =
        if seen.small * 4 < seen.capitals { Cow::Owned(text.to_lowercase()) } else { text.into() };
    let found = detect_language(&text);
    by_words(&text, found).or(match found {
        // Letters are enough where a script has few languages.
        Lang::Ara => Some("ar"),
        Lang::Cmn => Some("zh"),
        Lang::Hin => Some("hi"),
        Lang::Jpn => Some("ja"),
        Lang::Kor => Some("ko"),
        Lang::Rus => Some("ru"),
        Lang::Vie => Some("vi"),
        _ => None,
    })
}

/// Small words that nearly every text in a language of Latin letters has.
const WORDS: [(Lang, &str, &[u64]); 8] = [
    (
        Lang::Eng,
        "en",
        &words([
            "the", "of", "and", "to", "in", "a", "for", "is", "was", "on", "that", "said", "by",
            "with", "from", "at", "as", "it", "will", "has", "were",
        ]),
    ),
    (
        Lang::Deu,
        "de",
        &words([
            "der", "die", "das", "und", "in", "den", "von", "zu", "mit", "im", "für", "auf", "ist",
            "dem", "des", "nicht", "ein", "eine", "sich", "am",
        ]),
    ),
    (
        Lang::Fra,
        "fr",
        &words([
            "le", "la", "les", "de", "des", "du", "et", "à", "en", "un", "une", "dans", "que",
            "pour", "au", "qui", "sur", "par", "est", "a",
        ]),
    ),
    (
        Lang::Ita,
        "it",
        &words([
            "il", "la", "di", "che", "e", "in", "un", "una", "per", "del", "della", "con", "non",
            "è", "i", "le", "da", "al", "dei", "ha",
        ]),
    ),
    (
        Lang::Nld,
        "nl",
        &words([
            "de", "het", "een", "van", "en", "in", "op", "te", "dat", "is", "voor", "met", "zijn",
            "die", "aan", "niet", "door", "bij", "om", "er",
        ]),
    ),
    (
        Lang::Por,
        "pt",
        &words([
            "o", "a", "de", "que", "e", "do", "da", "em", "um", "uma", "para", "com", "não", "os",
            "as", "no", "na", "dos", "por", "se",
        ]),
    ),
    (
        Lang::Spa,
        "es",
        &words([
            "el", "la", "de", "que", "y", "en", "un", "una", "los", "las", "del", "por", "con",
            "se", "para", "al", "no", "su", "lo", "es",
        ]),
    ),
    (
        Lang::Swe,
        "sv",
        &words([
            "och", "i", "att", "det", "som", "en", "på", "är", "av", "för", "den", "med", "till",
            "har", "de", "inte", "om", "ett", "var", "vid",
        ]),
    ),
];

/// The bytes of a word of up to eight as one number, capitals made small.
const fn packed(word: &[u8]) -> u64 {
    let mut number = 0;
    let mut at = 0;
    while at < word.len() && at < 8 {
        number = number << 8 | word[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    number
}

const fn words<const N: usize>(list: [&str; N]) -> [u64; N] {
    let mut numbers = [0; N];
    let mut at = 0;
    while at < N {
        numbers[at] = packed(list[at].as_bytes());
        at += 1;
    }
    numbers
}

/// Confirms a language of Latin letters by its small words; tables of figures have none.
///
/// English is asked too: the model takes its clipped financial copy for other languages.
fn by_words(text: &str, found: Lang) -> Option<&'static str> {
    if found == Lang::Tur {
        // Turkish puts into endings what others put into small words.
        return Some("tr");
    }
    let (_, code, words) = WORDS.iter().find(|it| it.0 == found)?;
    let (_, english, english_words) = &WORDS[0];
    let (mut ours, mut theirs) = (0, 0);
    for word in text.as_bytes().split(|it| *it <= b' ') {
        if word.is_empty() || word.len() > 6 {
            continue;
        }
        let number = packed(word);
        ours += usize::from(words.contains(&number));
        theirs += usize::from(english_words.contains(&number));
    }
    match (ours, theirs) {
        (0, 0) => None,
        _ if theirs > ours => Some(english),
        (0, _) => None,
        _ => Some(code),
    }
}

/// The first bytes of a text, in whole characters.
fn window(text: &str) -> &str {
    window_of(text, WINDOW)
}

fn window_of(text: &str, bytes: usize) -> &str {
    let text = text.trim_start();
    &text[..text.floor_char_boundary(bytes)]
}

/// What letters a text is written in.
#[derive(Default)]
struct Letters {
    latin: usize,
    small: usize,
    capitals: usize,
    /// Letters of other alphabets.
    other: usize,
    /// Letters that stand for a syllable or a word.
    dense: usize,
    kana: usize,
    hangul: usize,
    greek: usize,
    cyrillic: usize,
    ukrainian: usize,
    hebrew: usize,
    arabic: usize,
    persian: usize,
    thai: usize,
    polish: usize,
    czech: usize,
    hungarian: usize,
    romanian: usize,
    vietnamese: usize,
    nordic: usize,
}

impl Letters {
    fn count(&mut self, c: char) {
        if c.is_ascii() {
            self.small += usize::from(c.is_ascii_lowercase());
            self.capitals += usize::from(c.is_ascii_uppercase());
            self.latin += usize::from(c.is_ascii_alphabetic());
            return;
        }
        if !c.is_alphabetic() {
            return;
        }
        match c {
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
                self.latin += 1;
                match c {
                    'ł' | 'Ł' | 'ą' | 'Ą' | 'ę' | 'Ę' | 'ż' | 'Ż' | 'ś' | 'Ś' => {
                        self.polish += 1
                    }
                    'ř' | 'Ř' | 'ě' | 'Ě' | 'ů' | 'Ů' => self.czech += 1,
                    'ő' | 'Ő' | 'ű' | 'Ű' => self.hungarian += 1,
                    'ă' | 'Ă' | 'ș' | 'Ș' | 'ț' | 'Ț' | 'ţ' | 'Ţ' => self.romanian += 1,
                    'æ' | 'Æ' | 'ø' | 'Ø' => self.nordic += 1,
                    'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' => {
                        self.vietnamese += 1;
                    }
                    _ => {}
                }
            }
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => self.greek += 1,
            '\u{400}'..='\u{52F}' => {
                self.cyrillic += 1;
                self.ukrainian +=
                    usize::from(matches!(c, 'і' | 'І' | 'ї' | 'Ї' | 'є' | 'Є' | 'ґ' | 'Ґ'));
            }
            '\u{590}'..='\u{5FF}' => self.hebrew += 1,
            '\u{600}'..='\u{6FF}' => {
                self.arabic += 1;
                self.persian += usize::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
            }
            '\u{E00}'..='\u{E7F}' => self.thai += 1,
            '\u{3040}'..='\u{30FF}' => {
                self.kana += 1;
                self.dense += 1;
            }
            '\u{AC00}'..='\u{D7AF}' => {
                self.hangul += 1;
                self.dense += 1;
            }
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => self.dense += 1,
            _ => {}
        }
        if !matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{3040}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
        {
            self.other += 1;
        }
    }

    /// Whether nearly all letters are of one kind of script.
    fn is_of_one_script(&self) -> bool {
        let all = self.latin + self.other + self.dense;
        [self.latin, self.other, self.dense].iter().any(|count| count * 10 > all * 9)
    }

    /// Languages that their letters alone give away, `Some(None)` where they only rule out.
    fn by_letters(&self, text: &str) -> Option<Option<&'static str>> {
        let all = self.latin + self.other + self.dense;
        let most = |count: usize| count * 2 > all;
        if most(self.dense) {
            return Some(Some(if self.kana * 20 > self.dense {
                "ja"
            } else if self.hangul * 4 > self.dense {
                "ko"
            } else {
                "zh"
            }));
        }
        if most(self.greek) {
            return Some(Some("el"));
        }
        if most(self.hebrew) {
            return Some(Some("he"));
        }
        if most(self.thai) {
            return Some(Some("th"));
        }
        if most(self.cyrillic) && self.ukrainian * 50 > self.cyrillic {
            return Some(Some("uk"));
        }
        if most(self.arabic) && self.persian * 15 > self.arabic {
            return Some(Some("fa"));
        }
        if !most(self.latin) {
            return None;
        }
        // A name or two from elsewhere is no language: letters count from one in sixty.
        let marked = |count: usize| count >= 2 && count * 60 > self.latin;
        if marked(self.vietnamese) {
            return Some(Some("vi"));
        }
        if marked(self.polish) {
            return Some(Some("pl"));
        }
        if marked(self.czech) {
            return Some(Some("cs"));
        }
        if marked(self.hungarian) {
            return Some(Some("hu"));
        }
        if marked(self.romanian) {
            return Some(Some("ro"));
        }
        if marked(self.nordic) {
            let word = |it: &str| text.split_whitespace().any(|word| word.eq_ignore_ascii_case(it));
            return Some(match (word("af"), word("av")) {
                (true, false) => Some("da"),
                (false, true) => Some("nb"),
                _ => None,
            });
        }
        None
    }
}

/// Gives a label of a language the form of BCP 47: `EN`, `eng` and `English` are `en`, `pt_br` is
/// `pt-BR`. `None` for what names no language.
pub fn canonical(label: &str) -> Option<String> {
    let label = label.trim();
    if label.is_empty() || label.len() > 40 {
        return None;
    }
    if let Some(code) = name(label) {
        return Some(code.to_owned());
    }
    let mut parts = label.split(['-', '_']);
    let mut tag = primary(parts.next()?)?.to_owned();
    for (at, part) in parts.enumerate() {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|it| it.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        let small = part.to_ascii_lowercase();
        let letters = part.bytes().all(|it| it.is_ascii_alphabetic());
        match (part.len(), letters) {
            (2, true) => tag.push_str(&small.to_ascii_uppercase()),
            (4, true) if at == 0 => {
                tag.push_str(&small[..1].to_ascii_uppercase());
                tag.push_str(&small[1..]);
            }
            _ => tag.push_str(&small),
        }
    }
    Some(tag)
}

/// A language by its name, in English or its own.
fn name(label: &str) -> Option<&'static str> {
    let small = label.to_lowercase();
    NAMES.iter().find(|(name, _)| *name == small).map(|(_, code)| *code)
}

/// A language by its code of two or three letters.
fn primary(code: &str) -> Option<&'static str> {
    let small = code.to_ascii_lowercase();
    match small.len() {
        2 => CODES.split(' ').find(|it| *it == small),
        3 => THREE.iter().find(|(three, _)| *three == small).map(|(_, code)| *code),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
