//! One normal form of letters: case, accents, Turkish i, German umlauts, Arabic marks.
//!
//! Lower case first (the stemmers want it), then the fold. `ü` is `u` and also `ue`, so folding
//! yields up to two spellings.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-cases a word for the stemmer: unfolded, composed, Turkish i by the language.
pub fn lower(word: &str, turkish: bool, out: &mut String) {
    out.clear();
    if word.is_ascii() && !turkish {
        out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    for c in word.nfc() {
        match c {
            'I' if turkish => out.push('ı'),
            'İ' => out.push('i'),
            // Soft hyphens and zero-width characters stand inside words and are not of them.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '’' | 'ʼ' | '′' => out.push('\''),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Folds a lower-cased word: the normal form, and the second spelling where the word has a
/// German umlaut (`muller`, `mueller`).
pub fn fold(lowered: &str, out: &mut String, second: &mut String) {
    out.clear();
    second.clear();
    if lowered.is_ascii() {
        out.push_str(lowered);
        return;
    }
    let mut umlaut = false;
    for c in lowered.nfc() {
        let before = out.len();
        fold_char(c, out);
        if matches!(c, 'ä' | 'ö' | 'ü') {
            if !umlaut {
                umlaut = true;
                second.push_str(&out[..before]);
            }
            second.push_str(&out[before..]);
            second.push('e');
        } else if umlaut {
            let from = out[before..].to_owned();
            second.push_str(&from);
        }
    }
}

/// Appends the normal form of one letter, whatever its case.
pub fn fold_char(c: char, out: &mut String) {
    match c {
        '\0'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
        'ı' | 'İ' => out.push('i'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'þ' | 'Þ' => out.push_str("th"),
        'ŋ' | 'Ŋ' => out.push('n'),
        'ħ' | 'Ħ' => out.push('h'),
        'ə' | 'Ə' => out.push('e'),
        // Hamza carriers, alef maksura, teh marbuta, tatweel.
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' | 'ئ' | 'ی' => out.push('ي'),
        'ؤ' => out.push('و'),
        'ک' => out.push('ك'),
        'ة' => out.push('ه'),
        'ـ' | 'ء' => {}
        // й and ё are letters of their own to their readers, but archives mix them with и and е.
        _ => {
            for part in std::iter::once(c).nfkd() {
                if is_combining_mark(part) {
                    continue;
                }
                match part {
                    'ı' => out.push('i'),
                    'ς' => out.push('σ'),
                    '٠'..='٩' => out.push(char::from(b'0' + (part as u32 - 0x660) as u8)),
                    '۰'..='۹' => out.push(char::from(b'0' + (part as u32 - 0x6f0) as u8)),
                    _ => out.extend(part.to_lowercase().filter(|l| !is_combining_mark(*l))),
                }
            }
        }
    }
}

/// The normal form of a keyword (an agency, a topic, a country): folded as words are, white space
/// collapsed, punctuation kept.
pub fn keyword(text: &str) -> String {
    if text.is_ascii() {
        let mut keyword = String::with_capacity(text.len());
        for word in text.split_ascii_whitespace() {
            if !keyword.is_empty() {
                keyword.push(' ');
            }
            keyword.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        }
        super::term::bound(&mut keyword);
        return keyword;
    }
    let mut lowered = String::new();
    let mut folded = String::new();
    let mut second = String::new();
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    lower(&one_line, false, &mut lowered);
    fold(&lowered, &mut folded, &mut second);
    super::term::bound(&mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(word: &str) -> (String, String) {
        let (mut lowered, mut out, mut second) = Default::default();
        lower(word, false, &mut lowered);
        fold(&lowered, &mut out, &mut second);
        (out, second)
    }

    #[test]
    fn umlauts_have_two_spellings() {
        assert_eq!(both("Müller"), ("muller".into(), "mueller".into()));
        assert_eq!(both("Mu\u{308}ller"), ("muller".into(), "mueller".into()));
        assert_eq!(both("Düsseldörfer"), ("dusseldorfer".into(), "duesseldoerfer".into()));
        assert_eq!(both("Straße"), ("strasse".into(), String::new()));
    }

    #[test]
    fn turkish_and_accents_fold() {
        assert_eq!(both("Erdoğan").0, "erdogan");
        assert_eq!(both("Erdog\u{306}an").0, "erdogan");
        assert_eq!(both("DIŞİŞLERİ").0, "disisleri");
        assert_eq!(both("dışişleri").0, "disisleri");
        assert_eq!(both("İSTANBUL").0, "istanbul");
        assert_eq!(both("Elysée").0, "elysee");
        assert_eq!(both("Łódź").0, "lodz");
    }

    #[test]
    fn turkish_lower_case_keeps_the_dotless_i_for_the_stemmer() {
        let mut out = String::new();
        lower("IŞIK", true, &mut out);
        assert_eq!(out, "ışık");
        lower("IŞIK", false, &mut out);
        assert_eq!(out, "işik");
    }

    #[test]
    fn arabic_marks_fold() {
        assert_eq!(both("الْعَرَبِيَّة").0, "العربيه");
        assert_eq!(both("إسرائيل").0, "اسراييل");
    }

    #[test]
    fn keywords_fold_and_collapse() {
        assert_eq!(keyword("  El  Salvador "), "el salvador");
        assert_eq!(keyword("topics:Cocoa"), "topics:cocoa");
    }
}
