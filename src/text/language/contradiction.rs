//! Whether a text is in another language than its source says.
//!
//! In come a text and the tag that it came with, out goes the language that it is in for certain,
//! if that is another. It is its own file because here the source has to be proven wrong, where
//! detection only has to be probable.

use super::{Letters, WORDS, detect, packed, window_of, words};

/// How many letters a text needs to overrule what its source says; fewer in scripts that write a
/// syllable or word a letter.
const SURE: usize = 200;

/// How many bytes of it are looked at then.
const WIDE_WINDOW: usize = 1_200;

/// How many small words of a language, which the other does not have, make sure of it.
const SURE_WORDS: usize = 6;

/// The language that a text is in for certain, where its source says another.
///
/// `claimed` is a tag. Only languages that are told apart for certain overrule: never a Serbian
/// text by Russian, or a Catalan one by Spanish.
pub fn contradicts(text: &str, claimed: &str) -> Option<&'static str> {
    let claimed = claimed.split('-').next().unwrap_or(claimed);
    // Nearly all claims are English and true: a glance at the first words shows it.
    if claimed == "en" && could_be_english(window_of(text, GLANCE)) {
        return None;
    }
    let text = window_of(text, WIDE_WINDOW);
    let mut seen = Letters::default();
    text.chars().for_each(|c| seen.count(c));
    if seen.latin + seen.other + 3 * seen.dense < SURE {
        return None;
    }
    let found = detect(text)?;
    let told_apart = TOLD_APART.contains(&claimed) || found == "en";
    let alike = |list: &[&str]| list.contains(&found) && list.contains(&claimed);
    if found == claimed || !told_apart || ALIKE.iter().any(|list| alike(list)) {
        return None;
    }
    let list = |code: &str| WORDS.iter().find(|it| it.1 == code).map(|it| it.2);
    let (ours, theirs) = (list(found).unwrap_or(&[]), list(claimed).unwrap_or(&[]));
    let (mut for_found, mut for_claimed, mut all) = (0, 0, 0);
    for word in text.as_bytes().split(|it| *it <= b' ').filter(|it| !it.is_empty()) {
        all += 1;
        if word.len() > 6 {
            continue;
        }
        let number = packed(word);
        match (ours.contains(&number), theirs.contains(&number)) {
            (true, false) => for_found += 1,
            (false, true) => for_claimed += 1,
            _ => {}
        }
    }
    let sure = if ours.is_empty() {
        // Told by its letters, of which names in tables have some too.
        let turkish = || text.matches(['ğ', 'ı', 'ş', 'Ğ', 'İ', 'Ş']).count() >= SURE_WORDS;
        seen.is_of_one_script() && for_claimed * 2 < SURE_WORDS && (found != "tr" || turkish())
    } else {
        // The Latin that stands for text in layouts has some of them, no language so few.
        for_found >= SURE_WORDS && for_claimed * 4 <= for_found && for_found * 7 >= all
    };
    sure.then_some(found)
}

/// How many bytes are glanced at for small words of English.
const GLANCE: usize = 240;

/// Small words that no other language has.
const ENGLISH_ONLY: [u64; 10] =
    words(["the", "of", "and", "to", "for", "that", "said", "with", "from", "will"]);

/// Small words that speak against English.
const NOT_ENGLISH: [u64; 20] = words([
    "de", "la", "el", "der", "die", "und", "il", "di", "che", "van", "het", "och", "que", "les",
    "des", "et", "een", "un", "na", "ve",
]);

/// Words of English, many for the length of the text, and none that speaks against it.
pub(super) fn is_surely_english(text: &str) -> bool {
    let (mut english, mut all) = (0, 0);
    for word in text.as_bytes().split(|it| *it <= b' ').filter(|it| !it.is_empty()) {
        all += 1;
        if !(2..=4).contains(&word.len()) {
            continue;
        }
        let number = packed(word);
        if NOT_ENGLISH.contains(&number) {
            return false;
        }
        english += usize::from(ENGLISH_ONLY.contains(&number));
    }
    english >= SURE_WORDS && english * 7 >= all
}

/// Two words of English, or nothing that speaks against it, as in tables.
fn could_be_english(text: &str) -> bool {
    let (mut english, mut other) = (0, 0);
    for word in text.as_bytes().split(|it| *it <= b' ') {
        if !(2..=4).contains(&word.len()) {
            continue;
        }
        let number = packed(word);
        if ENGLISH_ONLY.contains(&number) {
            english += 1;
            if english == 2 {
                return true;
            }
        } else {
            other += usize::from(NOT_ENGLISH.contains(&number));
        }
    }
    other < 2 && text.is_ascii()
}

/// Languages that are told apart from each other.
const TOLD_APART: [&str; 20] = [
    "en", "de", "fr", "it", "nl", "pt", "es", "sv", "tr", "ru", "uk", "ar", "zh", "ja", "ko", "el",
    "he", "pl", "hu", "th",
];

/// Those among them that are too much alike to be sure.
const ALIKE: [&[&str]; 3] = [&["ru", "uk"], &["ar", "fa"], &["zh", "ja"]];
