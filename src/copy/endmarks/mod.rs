//! End marks: what closes a story and is no part of it.
//!
//! Comes in: a text as filed, or its last paragraph. Goes out: the text without `REUTER`,
//! `Enditem`, `-30-`, `MORE`, a desk's initials or a trailer, and what these say. Only a mark on
//! a line of its own, or behind the end of a sentence, counts.

mod desk;
mod signature;
#[cfg(test)]
mod tests;

use crate::copy::agencies;
use crate::story::FiledText;
use signature::{behind_sentence, is_desk, signature, trailer};

/// A text without its end marks, and what they said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct End<'a> {
    /// The text before the marks.
    pub text: &'a str,
    /// The agency that signs so, in canonical form.
    pub agency: Option<&'static str>,
    /// The text goes on in another take.
    pub more: bool,
    /// The initials of those who handled it, as filed.
    pub initials: Option<&'a str>,
    /// The time in a trailer.
    pub filed: Option<FiledText>,
}

/// Most marks at one end; bounds the work.
const MOST: usize = 8;

/// What one mark says.
#[derive(Debug, PartialEq)]
enum Mark<'a> {
    /// The end, and nothing else.
    End,
    /// The end, signed by an agency.
    Signed(&'static str),
    /// The end of this take.
    More,
    /// The desk's initials, with the agency they stand behind.
    Initials(&'a str, Option<&'static str>),
    /// A trailer with a time.
    Trailer(FiledText),
}

/// Strips end marks.
pub fn strip(text: &str) -> End<'_> {
    let mut end = End { text: text.trim_end(), ..End::default() };
    for _ in 0..MOST {
        let start = end.text.rfind('\n').map_or(0, |at| at + 1);
        let line = end.text[start..].trim();
        let (mark, cut) = match whole_line(line) {
            Some(mark) => (mark, start),
            None => match last_word(end.text) {
                Some(found) => found,
                None => break,
            },
        };
        match mark {
            Mark::End => {}
            Mark::Signed(agency) => end.agency = end.agency.or(Some(agency)),
            Mark::More => end.more = true,
            Mark::Initials(initials, agency) => {
                end.initials = end.initials.or(Some(initials));
                end.agency = end.agency.or(agency);
            }
            Mark::Trailer(filed) => end.filed = end.filed.or(Some(filed)),
        }
        end.text = end.text[..cut].trim_end();
    }
    end
}

/// Reads a line that is a mark and nothing else.
fn whole_line(line: &str) -> Option<Mark<'_>> {
    if line.is_empty() || line.len() > 48 {
        return None;
    }
    let bare = line.trim_matches(['<', '^', '!']).trim();
    let first = *bare.as_bytes().first()?;
    if matches!(first, b'R' | b'r') && is_reuter(bare) {
        return Some(Mark::Signed("Reuters"));
    }
    if matches!(first, b'_' | b'*' | b'=' | b'-' | b'#' | b'+')
        && bare.bytes().all(|b| b == first || b == b' ')
        && bare.len() >= 2
    {
        return Some(Mark::End);
    }
    match bare {
        "-30-"
        | "- 30 -"
        | "--30--"
        | "-0-"
        | "ENDS"
        | "Ends"
        | "ends"
        | "ENDIT"
        | "ENDITEM"
        | "END"
        | "End"
        | "end"
        | "(END)"
        | "(End)"
        | "(end)"
        | "-END-"
        | "END/"
        | "eom"
        | "EOM"
        | "NNNN"
        | "nnnn"
        | "(Schluss)"
        | "(SCHLUSS)"
        | "Item End"
        | "Enditem"
        | "enditem"
        | "ENDALL"
        | "*** end of story ***"
        | "(ENDS)" => return Some(Mark::End),
        "MORE" | "More" | "more" | "(MORE)" | "(more)" | "-more-" | "-MORE-" | "FOLLOWS"
        | "More..." | "MORE..." | "MORE FOLLOWS" | "more follows" => return Some(Mark::More),
        "==Kyodo" | "==KYODO" => return Some(Mark::Signed("Kyodo")),
        "/ritzau/" | "/Ritzau/" => return Some(Mark::Signed("Ritzau")),
        "(ANSA)." | "(ANSA)" => return Some(Mark::Signed("ANSA")),
        "(ANI)" | "ANI" => return Some(Mark::Signed("ANI")),
        "(PTI)" | "PTI" => return Some(Mark::Signed("PTI")),
        "--IANS" | "(IANS)" => return Some(Mark::Signed("IANS")),
        "(AA)" => return Some(Mark::Signed("AA")),
        "(Xinhua)" => return Some(Mark::Signed("Xinhua")),
        "(dpa)" => return Some(Mark::Signed("dpa")),
        "(ats)" | "(ATS)" => return Some(Mark::Signed("ATS")),
        "(sda)" | "(SDA)" => return Some(Mark::Signed("SDA")),
        "(©NTB)" => return Some(Mark::Signed("NTB")),
        "EFE" => return Some(Mark::Signed("EFE")),
        "AFP" => return Some(Mark::Signed("AFP")),
        "AAP" => return Some(Mark::Signed("AAP")),
        _ => {}
    }
    // `THE CANADIAN PRESS`, `GNA`, `(END) Dow Jones Newswires`
    let name = bare.strip_prefix("(END) ").unwrap_or(bare);
    if name.len() >= 3
        && (name.len() < bare.len() || !name.bytes().any(|b| b.is_ascii_lowercase()))
        && let Some(agency) = agencies::canonical(name)
        && (!agency.clash || agency.name == "GNA")
    {
        return Some(Mark::Signed(agency.name));
    }
    // `-- BERNAMA`
    if let Some(name) = bare.strip_prefix("--")
        && let Some(agency) = agencies::canonical(name.trim()).filter(|it| !it.clash)
    {
        return Some(Mark::Signed(agency.name));
    }
    if let Some(desk) = bare.strip_prefix("Enditem").or_else(|| bare.strip_prefix("ENDITEM"))
        && let Some(desk) = desk.trim_start().strip_prefix('/')
    {
        return is_desk(desk).then_some(Mark::Initials(bare, None));
    }
    if let Some(desk) = bare.strip_prefix("(Schluss) ") {
        return is_desk(desk).then_some(Mark::Initials(bare, None));
    }
    if let Some(mark) = desk::line(bare) {
        return Some(mark);
    }
    signature(bare).or_else(|| trailer(bare).map(Mark::Trailer))
}

/// `Reuter`, `REUTER...`, `REUTERS`, and the slips that were sent: `REUTER E`, `Reuter4`.
fn is_reuter(line: &str) -> bool {
    let Some(head) = line.get(..4).filter(|_| line.len() <= 20) else {
        return false;
    };
    if !head.eq_ignore_ascii_case("reut") {
        // Slips of the hand that were sent.
        return matches!(line, "RUTER" | "REUETER" | "REUITER" | "REURER" | "RETUER");
    }
    let is_shouted = !line.bytes().any(|b| b.is_ascii_lowercase());
    let Some(name) = line.get(..6) else {
        return is_shouted;
    };
    if !name.eq_ignore_ascii_case("reuter") {
        // `REUITER`, `REUETER`
        return is_shouted && line.len() <= 8 && line.bytes().all(|b| b.is_ascii_uppercase());
    }
    let rest = &line[6..];
    let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
    match rest.as_bytes() {
        [] => true,
        // One full stop ends a sentence that ends in the agency's name.
        [b'.'] => {
            !line.starts_with(|c: char| c.is_ascii_uppercase()) || rest.len() == line.len() - 6
        }
        [b'.', ..] => rest.bytes().all(|b| b == b'.'),
        [digit] => digit.is_ascii_digit(),
        [b' ', ..] => {
            (2..=4).contains(&rest.len()) && rest[1..].bytes().all(|b| b.is_ascii_uppercase())
        }
        // `REUTER11:43/VB`
        [digit, ..] if digit.is_ascii_digit() => {
            rest.contains(':')
                && rest.bytes().all(|b| {
                    b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b':' | b'/')
                })
        }
        _ => false,
    }
}

/// A mark that follows the last sentence on its line; says where to cut.
fn last_word(text: &str) -> Option<(Mark<'_>, usize)> {
    if let Some(found) = behind_sentence(text).or_else(|| desk::behind_sentence(text)) {
        return Some(found);
    }
    // Monitors of broadcasts close what `[TEXT]` opened.
    if let Some(found) = ["[END TEXT]", "[End Text]", "[end text]"]
        .iter()
        .find_map(|mark| Some((Mark::End, text.strip_suffix(mark)?.len())))
    {
        return Some(found);
    }
    let at = text.rfind([' ', '\n', '\t'])? + 1;
    let word = &text[at..];
    // `... in May. — Reuters`: papers say so whose copy it is.
    let dashed = text[..at].trim_end();
    if let Some(before) = dashed.strip_suffix(['—', '–', '-']).map(str::trim_end)
        && before.ends_with(['.', '!', '?', '"', '”', ')'])
        && let Some(agency) = agencies::canonical(word)
        && (word == agency.name || !word.bytes().any(|b| b.is_ascii_lowercase()))
    {
        return Some((Mark::Signed(agency.name), before.len()));
    }
    let first = *word.as_bytes().first()?;
    if !matches!(first, b'R' | b'r' | b'M' | b'(' | b'-' | b'#' | b'E' | b'e' | b'=' | b'/' | b'A')
        || word.len() > 20
    {
        return None;
    }
    let before = text[..at].trim_end().chars().next_back()?;
    let ended = matches!(before, '.' | '!' | '?' | '"' | '”' | '\'' | '’' | ')' | '>' | '-' | '=');
    let mark = match word {
        "MORE" | "(MORE)" | "-more-" if ended => Mark::More,
        "-30-" | "###" | "ENDS" | "ENDIT" | "Enditem" | "(END)" | "(Schluss)" | "NNNN" if ended => {
            Mark::End
        }
        "Enditem/XX" => Mark::End,
        "==Kyodo" => Mark::Signed("Kyodo"),
        "/ritzau/" => Mark::Signed("Ritzau"),
        "(ANSA)." | "(ANSA)" if ended => Mark::Signed("ANSA"),
        "(ANI)" if ended => Mark::Signed("ANI"),
        "(PTI)" if ended => Mark::Signed("PTI"),
        "(IANS)" if ended => Mark::Signed("IANS"),
        "(Xinhua)" if ended => Mark::Signed("Xinhua"),
        "(©NTB)" if ended => Mark::Signed("NTB"),
        "EFE" if ended => Mark::Signed("EFE"),
        "AFP" if ended => Mark::Signed("AFP"),
        "ENDITEM" if ended => Mark::End,
        _ if is_reuter(word) && !word.ends_with("s.") && !word.contains("euters") => {
            let is_shouted = !word.bytes().any(|b| b.is_ascii_lowercase());
            let after_figures = before.is_ascii_digit();
            if !(ended || is_shouted && after_figures) {
                return None;
            }
            Mark::Signed("Reuters")
        }
        _ => return None,
    };
    Some((mark, at))
}
