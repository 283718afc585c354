//! Where sentences end.
//!
//! A sentence ends at `. ! ?` (with the quotes and brackets that close there) and white space, not
//! after a known abbreviation, an initial or an acronym, nor where the next letter is small. The
//! full stop of Chinese and Japanese ends one wherever it stands.

use std::ops::Range;

/// Abbreviations of wire copy that end in a dot, folded to small letters.
const ABBREVIATIONS: &[&str] = &[
    "adm", "ala", "apr", "ariz", "ark", "assn", "asst", "aug", "ave", "bros", "brig", "calif",
    "capt", "cf", "cia", "cie", "cmdr", "co", "col", "colo", "comdr", "conn", "corp", "cos", "cpl",
    "dec", "del", "dept", "dist", "dlrs", "dr", "est", "etc", "feb", "fla", "fr", "ft", "ga",
    "gen", "gov", "govt", "hon", "ill", "inc", "ind", "intl", "jan", "jr", "jul", "jun", "kan",
    "ky", "la", "lt", "ltd", "ltda", "maj", "mar", "mass", "md", "messrs", "mfg", "mich", "minn",
    "miss", "mln", "mme", "mlle", "mo", "mont", "mr", "mrs", "ms", "mt", "natl", "neb", "nev",
    "nov", "oct", "okla", "ont", "op", "ore", "pa", "pct", "pfc", "pp", "pres", "prof", "pvt",
    "que", "rep", "reps", "rev", "sask", "sec", "sen", "sens", "sept", "sep", "sgt", "sr", "sra",
    "srta", "st", "ste", "tenn", "tex", "univ", "va", "vs", "vt", "wash", "wis", "wisc", "wyo",
];

/// Byte ranges of the sentences of a paragraph, in order, without the white space between them.
///
/// A line break inside a paragraph is white space like any other.
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    each_sentence(paragraph, |range| sentences.push(range));
    sentences
}

/// Calls `each` with the byte range of every sentence of a paragraph.
pub fn each_sentence(paragraph: &str, mut each: impl FnMut(Range<usize>)) {
    let bytes = paragraph.as_bytes();
    let ascii = paragraph.is_ascii();
    let mut start = skip_blank(paragraph, 0);
    let mut at = start;
    let next = |from: usize| match ascii {
        true => memchr::memchr3(b'.', b'!', b'?', &bytes[from..]),
        false => bytes[from..].iter().position(|byte| may_end(*byte)),
    };
    while let Some(found) = next(at) {
        at += found;
        let Some((c, mut end)) = char_at(paragraph, at) else { break };
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                // Closing quotes and brackets, and further stops, belong to the sentence.
                while let Some((next, after)) = char_at(paragraph, end) {
                    if !is_closing(next) {
                        break;
                    }
                    end = after;
                }
                let rest = &paragraph[end..];
                rest.starts_with(char::is_whitespace)
                    && !(c == '.' && keeps_open(&paragraph[start..at], rest))
                    && !next_is_small(rest)
            }
            _ => false,
        };
        at = end;
        if ends {
            each(start..end);
            start = skip_blank(paragraph, end);
            at = start;
        }
    }
    let end = paragraph.trim_end().len();
    if start < end {
        each(start..end);
    }
}

/// Says whether a character that ends a sentence may begin with this byte.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | 0xe3 | 0xef)
}

/// The character at a place, and where it ends.
fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text[at..].chars().next()?;
    Some((c, at + c.len_utf8()))
}

fn skip_blank(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '"' | '\'' | ')' | ']' | '\u{2019}' | '\u{201d}' | '»' | '\u{203a}'
    )
}

/// Abbreviations that are common words as well: they keep a sentence open only with a capital.
const CAPITALISED: &[&str] = &["ill", "la", "mar", "mass", "miss", "ore", "pa", "sec", "wash"];

/// Says whether the dot behind this text closes an abbreviation, initial or acronym.
fn keeps_open(before: &str, rest: &str) -> bool {
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or("");
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(initial), None) => initial.is_alphabetic(),
        (Some(first), Some(_)) => {
            let acronym = word.contains('.')
                && word.split('.').all(|part| part.chars().count() <= 1)
                && word.chars().any(char::is_alphabetic);
            let is = |known: &&str| known.eq_ignore_ascii_case(word);
            acronym
                || match word.len() {
                    // `No. 5`, and not `he said no.`
                    2..=3 if ["no", "nos", "nr"].iter().any(is) => {
                        rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
                    }
                    length if length <= 6 && ABBREVIATIONS.iter().any(is) => {
                        first.is_uppercase() || !CAPITALISED.iter().any(is)
                    }
                    _ => false,
                }
        }
        _ => false,
    }
}

fn next_is_small(rest: &str) -> bool {
    rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn stops_before_a_capital_end_a_sentence() {
        assert_eq!(
            cut("Rates rose. \"Why?\" he asked. They fell!  Then\nnothing."),
            ["Rates rose.", "\"Why?\" he asked.", "They fell!", "Then\nnothing."]
        );
    }

    #[test]
    fn abbreviations_initials_and_acronyms_go_on() {
        assert_eq!(cut("Gen. Ivo B. Hart of Acme Corp. Ltd met U.S. Senators.").len(), 1);
        assert_eq!(cut("It rose 3.5 pct. The rest fell.").len(), 1);
        assert_eq!(cut("He left the city. The rest stayed.").len(), 2);
        assert_eq!(
            cut("See No. 5 of it. He said no. The rest was ill. None in Peoria, Ill. left.").len(),
            4
        );
    }

    #[test]
    fn scripts_without_blanks_have_stops_of_their_own() {
        assert_eq!(cut("部长说。会议结束。"), ["部长说。", "会议结束。"]);
    }

    proptest::proptest! {
        #[test]
        fn sentences_hold_all_that_is_not_blank(text in "[A-Za-z .!?\"\n。é]{0,120}") {
            let ranges = sentences(&text);
            let kept: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(dense(&kept), dense(&text));
        }
    }
}
