//! Names: whether words read as one person's name.
//!
//! Comes in: a piece of a byline, or of a sign-off. Goes out: yes or no. Apart from the people,
//! because sign-offs ask the same question.

use super::words;

/// Whether the text reads as one person's name: two to six words, each fit for a name.
pub(crate) fn is_name(text: &str) -> bool {
    if text.len() > 80 || !text.contains(' ') {
        return false;
    }
    let all_capitals = !text.bytes().any(|b| b.is_ascii_lowercase());
    let mut count = 0;
    let mut strong = 0;
    for word in text.split(' ') {
        count += 1;
        let fits = if count == 1 {
            is_name_word(word, true) && (is_initial(word) || !words::is_no_first_name(word))
        } else {
            is_name_word(word, true)
                && !words::is_no_later_name(word, all_capitals)
                // `March April` is no one.
                && !(words::is_soft_month(word)
                    && text.split(' ').next().is_some_and(words::is_soft_month))
        };
        if !fits || count > 6 {
            return false;
        }
        if !words::is_particle(word) && !words::is_suffix(word) {
            strong += 1;
        }
    }
    count >= 2 && strong >= 1
}

/// `A.`: a first name cut short, not an article.
fn is_initial(word: &str) -> bool {
    word.len() <= 3 && word.ends_with('.') && word.starts_with(char::is_uppercase)
}

/// `H.C.M.`, `J.R.`: initials that stand for a name.
pub(super) fn is_initials(text: &str) -> bool {
    (4..=8).contains(&text.len())
        && text
            .as_bytes()
            .chunks(2)
            .all(|pair| matches!(pair, [letter, b'.'] if letter.is_ascii_uppercase()))
}

/// `keith grant`: two words in small letters, a name only where an agency follows.
pub(super) fn is_small_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let (Some(first), Some(last), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    [first, last].iter().all(|word| {
        word.len() >= 3
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !words::is_no_first_name(word)
            && !words::is_title_word(word)
    })
}

/// Whether one word can stand in a name.
pub(super) fn is_name_word(word: &str, may_be_small: bool) -> bool {
    let Some(first) = word.chars().next() else {
        return false;
    };
    if word.len() > 40 || !word.chars().all(is_name_char) {
        return false;
    }
    // Capitals, and scripts without small letters.
    if first.is_alphabetic() && !first.is_lowercase() {
        return true;
    }
    if !may_be_small {
        return false;
    }
    // `d'Afflisio`, `al-Masri`, `de`.
    words::is_particle(word)
        || word.char_indices().any(|(at, c)| {
            (c == '\'' || c == '’' || c == '-')
                && word[at + c.len_utf8()..].chars().next().is_some_and(char::is_uppercase)
        })
        || first.is_lowercase() && word.chars().nth(1).is_some_and(char::is_uppercase)
}

pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\'' | '’' | '‘' | '-' | '.' | '·' | '‐' | '‑' | '`' | '´')
        // Combining accents.
        || ('\u{300}'..='\u{36f}').contains(&c)
}
