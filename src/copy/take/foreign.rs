//! Take marks of desks that file in other languages than English.
//!
//! Comes in: a headline. Goes out: the mark at its start, and what stands behind it. Apart from
//! the English marks, because each language sets its own off in its own way: `AMP2.-`, `[속보]`,
//! `(2. Zusammenfassung)`, `URGENT `.

use crate::story::TakeKind;

use TakeKind::{Alert, Correction, Kill, Repeat, Update};

/// Words that are marks in any case, where a colon, dash or bracket sets them off.
#[rustfmt::skip]
const WORDS: [(&str, TakeKind); 68] = [
    // German
    ("berichtigung", Correction), ("berichtigt", Correction), ("korrektur", Correction),
    ("korrigiert", Correction), ("korr", Correction), ("zusammenfassung", Update),
    ("zus", Update), ("ergänzung", Update), ("ergänzt", Update), ("aktualisierung", Update),
    ("aktualisiert", Update), ("neufassung", Update), ("wdh", Repeat), ("wiederholung", Repeat),
    ("eil", Alert), ("eilmeldung", Alert), ("blitz", Alert), ("meldung zurückgezogen", Kill),
    // French
    ("rectificatif", Correction), ("corrigé", Correction), ("correctif", Correction),
    ("actualisation", Update), ("actualisé", Update), ("répétition", Repeat), ("annulation", Kill),
    ("dépêche annulée", Kill), ("flash", Alert), ("urgent", Alert), ("alerte", Alert),
    // Spanish
    ("corrección", Correction), ("corrige", Correction), ("rectificación", Correction),
    ("corr", Correction), ("ampliación", Update), ("amp", Update), ("actualización", Update),
    ("actualiza", Update), ("repetición", Repeat), ("repite", Repeat), ("rpt", Repeat),
    ("anulación", Kill), ("urgente", Alert), ("avance", Alert), ("av", Alert), ("última hora", Alert),
    // Portuguese
    ("correção", Correction), ("atualização", Update), ("atualiza", Update),
    // Italian
    ("correzione", Correction), ("rettifica", Correction), ("aggiornamento", Update),
    ("annullamento", Kill), ("ripetizione", Repeat),
    // Dutch, Nordic
    ("herhaling", Repeat), ("correctie", Correction), ("rectificatie", Correction),
    ("rättelse", Correction), ("retting", Correction), ("rettelse", Correction),
    ("korjaus", Correction),
    // Polish, Czech, Turkish
    ("korekta", Correction), ("oprava", Correction), ("düzeltme", Correction), ("flaş", Alert),
    ("son dakika", Alert),
    // Arabic
    ("تحديث", Update), ("تصحيح", Correction), ("عاجل", Alert),
];

/// Marks of East Asian and Cyrillic copy, in whatever brackets.
#[rustfmt::skip]
const SIGNS: [(&str, TakeKind); 19] = [
    ("속보", Alert), ("긴급", Alert), ("종합", Update), ("정정", Correction), ("速報", Alert),
    ("訂正", Correction), ("再送", Repeat), ("更新", Update), ("快讯", Alert), ("快訊", Alert),
    ("更正", Correction), ("突发", Alert), ("عاجل", Alert), ("تصحيح", Correction),
    ("срочно", Alert), ("молния", Alert), ("исправлено", Correction), ("повтор", Repeat),
    ("терміново", Alert),
];

/// Longest mark looked at, in bytes.
const LONGEST: usize = 64;

/// A mark at the very start, its number, and the byte at which the headline goes on.
pub(super) fn leading(text: &str) -> Option<(TakeKind, Option<u32>, usize)> {
    let first = text.chars().next()?;
    if !(first.is_alphanumeric() || matches!(first, '(' | '[' | '【' | '（' | '<')) {
        return None;
    }
    if matches!(first, '(' | '[' | '【' | '（' | '<') {
        let inner = &text[first.len_utf8()..];
        let (close, mark) = inner
            .char_indices()
            .take_while(|(at, _)| *at <= LONGEST)
            .find(|(_, c)| matches!(c, ')' | ']' | '】' | '）' | '>'))?;
        let (kind, number) = bracketed(inner[..close].trim())?;
        return Some((kind, number, first.len_utf8() + close + mark.len_utf8()));
    }
    let (before, from) = ordinal(text);
    let word_end = |at: usize| {
        text[at..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |end| at + end)
    };
    let one = word_end(from);
    let two = text[one..].starts_with(' ').then(|| word_end(one + 1));
    for end in two.into_iter().chain([one]) {
        let Some(word) = text.get(from..end).filter(|word| word.len() <= LONGEST) else { continue };
        let Some(kind) = word_kind(word) else { continue };
        let (behind, next) = number(text, end);
        let rest = &text[next..];
        let is_shouted = !word.chars().any(char::is_lowercase);
        let numbered = before.or(behind);
        let alert = kind == Alert;
        let set_off = match word.chars().count() {
            // Firms and clubs have such names: `AMP: profit up`, `AV Club`.
            2 | 3 if matches!(word, "AV" | "AMP") => rest.starts_with(".-"),
            4 if word == "CORR" => rest.starts_with(".-"),
            length => {
                // Flashes and blitzes are many things.
                rest.starts_with(':') && (is_shouted || !matches!(word, "Flash" | "Blitz" | "Avance"))
                    || is_shouted
                        && (rest.is_empty()
                            || rest.starts_with(['/', '+'])
                            || [".-", ". ", " -", " –", " —", " /"]
                                .iter()
                                .any(|it| rest.starts_with(it))
                            // `URGENT Le président`: capitals set it off where small letters follow.
                            || length > 5 && rest.starts_with(' ') && mixed_case(rest.trim_start()))
                    // A tight hyphen alone makes compounds of words for speed: `FLASH-Mob`.
                    || (numbered.is_some()
                        || is_shouted && !alert && mixed_case(rest.trim_start_matches('-')))
                        && (rest.starts_with('-') || rest.starts_with(" - "))
            }
        };
        if set_off {
            return Some((kind, numbered, next));
        }
    }
    None
}

/// Whether the first word is written like the start of a sentence.
fn mixed_case(text: &str) -> bool {
    let word = text.split([' ', ',', ':']).next().unwrap_or("");
    let mut letters = word.trim_start_matches(|c: char| !c.is_alphabetic()).chars();
    let first = letters.next();
    first.is_some_and(char::is_uppercase)
        && (letters.clone().any(char::is_lowercase)
            || letters.next().is_none() && text.chars().any(char::is_lowercase))
}

/// What the words in a pair of brackets say.
fn bracketed(words: &str) -> Option<(TakeKind, Option<u32>)> {
    let (before, from) = ordinal(words);
    let rest = &words[from..];
    if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| rest.to_lowercase().starts_with(sign))
    {
        // `(종합2보)`, `(2보)`
        let behind = rest.get(sign.len()..).unwrap_or("");
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let tail = behind[digits..].trim();
        let fits = tail.is_empty() || tail == "보";
        return fits.then(|| (*kind, before.or(behind[..digits].parse().ok())));
    }
    if let Some(number) = words.strip_suffix('보').and_then(|it| it.parse::<u32>().ok()) {
        return Some((Update, Some(number)));
    }
    let end = rest.find([' ', ':', ',', '-', '–']).unwrap_or(rest.len());
    let kind = word_kind(&rest[..end]).or_else(|| word_kind(rest))?;
    // `(Zusammenfassung 1530 - neu: ...)`: the clock is no number.
    let (behind, next) = number(rest, end);
    let fits = rest[next..].trim().is_empty() || matches!(kind, Update | Correction | Repeat);
    fits.then_some((kind, before.or(behind)))
}

fn word_kind(word: &str) -> Option<TakeKind> {
    if word.chars().count() < 2 {
        return None;
    }
    let folded = word.to_lowercase();
    // Short ones only in capitals: `AMP`, `WDH`.
    let is_shouted = !word.chars().any(char::is_lowercase);
    let short = matches!(folded.as_str(), "av" | "amp" | "corr" | "korr" | "zus" | "wdh" | "rpt");
    WORDS
        .iter()
        .chain(&SIGNS)
        .find(|(known, _)| *known == folded)
        .map(|(_, kind)| *kind)
        .filter(|_| is_shouted || !short)
}

/// `2. ` before a mark.
fn ordinal(text: &str) -> (Option<u32>, usize) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let spaced = text[digits..].strip_prefix(". ").or_else(|| text[digits..].strip_prefix('.'));
    match spaced {
        Some(rest) if (1..=2).contains(&digits) && rest.starts_with(char::is_alphabetic) => {
            (text[..digits].parse().ok(), text.len() - rest.len())
        }
        _ => (None, 0),
    }
}

/// ` 2` or `2` behind a mark, and where it ends.
fn number(text: &str, at: usize) -> (Option<u32>, usize) {
    let rest = text[at..].strip_prefix(' ').unwrap_or(&text[at..]);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let from = text.len() - rest.len();
    let closed = !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '.')
        || rest[digits..].starts_with(".-");
    match digits {
        1 | 2 if closed => (rest[..digits].parse().ok(), from + digits),
        _ => (None, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(TakeKind, Option<u32>, &str)> {
        leading(text).map(|(kind, number, at)| (kind, number, &text[at..]))
    }

    #[test]
    fn marks_of_desks_in_other_languages() {
        for (text, kind, number, rest) in [
            ("Berichtigung: Brücke hat", Correction, None, ": Brücke hat"),
            ("WDH: Zement", Repeat, None, ": Zement"),
            ("KORREKTUR/Chemie", Correction, None, "/Chemie"),
            ("CORREÇÃO-Produtora", Correction, None, "-Produtora"),
            ("تحديث 1-ارتفاع", Update, Some(1), "-ارتفاع"),
            ("2. ZUSAMMENFASSUNG", Update, Some(2), ""),
            ("(Zusammenfassung 1530 - neu: Reaktionen) Die", Update, None, " Die"),
            ("URGENT Le président", Alert, None, " Le président"),
            ("(RECTIFICATIF) Accident", Correction, None, " Accident"),
            ("ACTUALIZA 2-Minera", Update, Some(2), "-Minera"),
            ("AMP2.- La Junta", Update, Some(2), ".- La Junta"),
            ("AMP.- La Junta", Update, None, ".- La Junta"),
            ("CORRECCIÓN. El tren", Correction, None, ". El tren"),
            ("(Ampliación) El Congreso", Update, None, " El Congreso"),
            ("(Wiederholung vom Vortag) Imker", Repeat, None, " Imker"),
            ("Herhaling: Trein", Repeat, None, ": Trein"),
            ("[속보] 제주", Alert, None, " 제주"),
            ("(종합2보) 제주", Update, Some(2), " 제주"),
            ("ÚLTIMA HORA: Cae", Alert, None, ": Cae"),
        ] {
            assert_eq!(read(text), Some((kind, number, rest)), "{text}");
        }
    }

    #[test]
    fn words_of_headlines_are_no_marks() {
        for text in [
            "Flash-Mob in Köln",
            "Avance histórico en la frontera",
            "Urgente necesidad de agua",
            "Blitz schlägt in Scheune ein",
            "Correction fraternelle",
            "URGENT CARE CENTERS CLOSE",
            "FLASH FLOODS HIT TOWN",
            "Korrektur am Aktienmarkt",
            "(Foto) Der Hafen",
            "Oprava mostu začne v květnu",
            "AV ANALYSIS",
            "AV Club wins",
            "AMP: Profit up",
            "AMP Ltd profit up",
            "FLASH Gordon is back",
            "Flash: a life",
            "2. Liga: Köln siegt",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
