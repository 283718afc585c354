//! Words and numbers of timestamps.
//!
//! In comes one word of a line, out goes a number, or whether it may stand in a timestamp at all.
//! It is its own file because it is a table, and the rest of `stamp` is not.

use super::full_year;

/// One or two digits.
pub(super) fn small(text: &str) -> Option<u8> {
    let text = text.trim_end_matches('.');
    (text.len() <= 2).then(|| text.parse().ok())?
}

/// A year of four digits, or of two.
pub(super) fn full(text: &str) -> Option<i32> {
    match text.len() {
        4 => text.parse().ok(),
        2 => Some(full_year(text.parse().ok()?, None)),
        _ => None,
    }
}

/// What stands behind a fraction of a second.
pub(super) fn fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => text,
    }
}

/// IANA names: `America/New_York`.
pub(super) fn is_place_zone(word: &str) -> bool {
    word.contains('/') && word.parse::<chrono_tz::Tz>().is_ok()
}

/// Words that stand in timestamps and say nothing.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "at" | "on"
            | "à"
            | "a"
            | "the"
            | "of"
            | "de"
            | "del"
            | "um"
            | "uhr"
            | "hrs"
            | "hours"
            | "h"
            | "le"
            | "el"
            | "den"
            | "der"
            | "am"
            | "saat"
            | "time"
            // Weekdays as servers abbreviate them.
            | "lun"
            | "mer"
            | "jeu"
            | "ven"
            | "sam"
            | "dim"
            | "mié"
            | "jue"
            | "vie"
            | "sáb"
            | "dom"
            | "gio"
            | "mo"
            | "di"
            | "mi"
            | "do"
            | "fr"
            | "sa"
            | "so"
            | "-"
            | "–"
            | "—"
            | "/"
            | "date"
            | "published"
            | "updated"
            | "posted"
            | "filed"
            | "issued"
            | "released"
            | "created"
            | "modified"
            | "transmission"
            | "last"
            | "first"
            | "year"
            | "г"
            | "в"
            | "год"
            | "kl"
            | "klo"
            | "o'clock"
            | "veröffentlicht"
            | "publié"
            | "publicado"
            | "güncelleme"
            | "yayın"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_fillers() {
        assert_eq!(
            (small("7"), small("07."), small("123"), small("x")),
            (Some(7), Some(7), None, None)
        );
        assert_eq!((full("1987"), full("87"), full("5")), (Some(1987), Some(1987), None));
        assert_eq!((fraction(".123+02:00"), fraction("Z")), ("+02:00", "Z"));
        assert!(is_filler("at") && !is_filler("bank"));
        assert!(is_place_zone("Europe/Paris") && !is_place_zone("and/or"));
    }
}
