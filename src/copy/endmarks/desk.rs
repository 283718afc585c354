//! Signatures of desks in Europe, Asia and Latin America: initials in many dresses.
//!
//! Comes in: the last line, or a text. Goes out: whose initials they are. Apart from those of
//! `signature.rs`, because here brackets, slashes and capitals are the agency's habit:
//! `(SDA/bek)`, `RDV // JLG`, `KND/GDV/`, `(Lop/Adnkronos)`, `./ebr/nas`.

use super::Mark;
use crate::copy::agencies::{self, Agency};

/// Longest signature behind a sentence, in bytes.
const LONGEST: usize = 48;

/// Reads a line that is a signature and nothing else.
pub(super) fn line(line: &str) -> Option<Mark<'_>> {
    match line {
        "(완)" | "(끝)" | "（끝）" | "(完)" | "（完）" | "(了)" | "（了）" | "(fin)" | "(Fin)"
        | "(FIN)" | "FIN" => return Some(Mark::End),
        "(SEGUE)" | "(SEGUE)." | "(Segue)" | "(segue)" | "(SIGUE)" | "(Sigue)" | "(sigue)"
        | "(à suivre)" | "(folgt)" | "(forts.)" | "(mehr)" => return Some(Mark::More),
        "TT" | "/TT/" => return Some(Mark::Signed("TT")),
        "STT" => return Some(Mark::Signed("STT")),
        "Lusa/Fim" | "Lusa/fim" | "Lusa/FIM" => return Some(Mark::Signed("Lusa")),
        "ACAN-EFE" => return Some(Mark::Signed("ACAN-EFE")),
        "PAP" => return Some(Mark::Signed("PAP")),
        "ΑΠΕ-ΜΠΕ" | "ΑΠΕ" => return Some(Mark::Signed("ANA")),
        _ => {}
    }
    // `/ritzau/AFP`
    if let Some(source) = line.strip_prefix("/ritzau/")
        && source.len() <= 16
        && agencies::canonical(source).is_some()
    {
        return Some(Mark::Signed("Ritzau"));
    }
    if line.starts_with(['(', '（']) {
        return bracketed(line);
    }
    if let Some(name) = line.strip_suffix('/').filter(|name| !name.is_ascii())
        && let Some(agency) = agencies::canonical(name)
    {
        return Some(Mark::Signed(agency.name));
    }
    (is_row_of_initials(line) || is_dotted(line)).then_some(Mark::Initials(line, None))
}

/// Reads a signature behind the last sentence: `in May. (Belga)`, `zu./ebr/nas`, `Lage. AP/hf/gk`;
/// says where to cut.
pub(super) fn behind_sentence(text: &str) -> Option<(Mark<'_>, usize)> {
    let mut floor = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let tail = &text[floor..];
    // `bateliers./.`
    if tail.ends_with("./.") {
        return Some((Mark::End, text.len() - 2));
    }
    let last = tail.chars().next_back()?;
    if last == ')' || tail.ends_with(").") {
        let at = floor + tail.rfind('(')?;
        let mark = bracketed(&text[at..]).filter(|_| is_ended(&text[..at]))?;
        return Some((mark, at));
    }
    for mark in ["(c)AFP", "(c) AFP", "©AFP", "© AFP"] {
        if let Some(before) = text.strip_suffix(mark)
            && is_ended(before)
        {
            return Some((Mark::Signed("AFP"), before.len()));
        }
    }
    // Xinhua in French and Spanish; `surcoreano.EFE`.
    let long = |before: &&str| {
        let word = before.trim_end_matches(['.', '"', '»']).rsplit(' ').next().unwrap_or("");
        is_ended(before) && word.chars().count() > 3
    };
    if let Some(before) = text.strip_suffix(" Fin").filter(long) {
        return Some((Mark::End, before.len()));
    }
    if let Some(before) = text.strip_suffix("EFE").filter(|before| before.ends_with('.')) {
        return Some((Mark::Signed("EFE"), before.len()));
    }
    if !(last == '/' || last.is_ascii_alphanumeric()) {
        return None;
    }
    // `noch zustimmen./kro/men`, `noch zustimmen./loh/jha/`
    let fused = ["./", "!/", "?/", "\"/", ")/", "“/", "»/"]
        .iter()
        .filter_map(|mark| Some(tail.rfind(mark)? + mark.len() - 1))
        .max();
    if let Some(slash) = fused {
        let desk = tail[slash..].trim_matches('/');
        let groups = desk.split('/').count();
        let fits = desk.split('/').all(is_small_group) && (groups > 1 || last == '/');
        if fits && groups <= 6 {
            return Some((Mark::Initials(&text[floor + slash..], None), floor + slash));
        }
    }
    // `die Lage. AP/hf/gk`, `Aufwind. dpa/lsw hkl yysw n1 rok`, `meteorológico. ACAN-EFE`
    for (at, _) in tail.rmatch_indices(' ').take(9) {
        let at = floor + at;
        if !is_ended(&text[..at]) {
            continue;
        }
        let desk = &text[at + 1..];
        if desk == "ACAN-EFE" {
            return Some((Mark::Signed("ACAN-EFE"), at + 1));
        }
        let first = desk.split([' ', '/']).next()?;
        let slashed = desk[first.len()..].starts_with('/');
        let agency = agencies::canonical(first).filter(|it| slashed && it.name == first)?;
        let initials = if desk.contains(' ') {
            super::signature(desk).is_some()
        } else {
            desk.split('/').skip(1).all(is_small_group)
        };
        return initials.then_some((Mark::Initials(desk, Some(agency.name)), at + 1));
    }
    None
}

fn is_ended(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”', '»', '。', '“', '’'])
}

/// `(Belga)`, `(SDA/bek)`, `(SDA-ATS/gly)`, `(Lop/Adnkronos)`, `(AGI)Rmb/Crt`.
fn bracketed(line: &str) -> Option<Mark<'_>> {
    let inner = line.strip_prefix(['(', '（'])?;
    let close = inner.find([')', '）'])?;
    let (inside, behind) = inner.split_at(close);
    let behind = behind.trim_start_matches([')', '）', '.']).trim();
    let inside = inside.trim();
    if let Some(agency) = agency(inside) {
        if behind.is_empty() {
            return Some(Mark::Signed(agency.name));
        }
        return (behind.len() <= 16 && is_desk_of_any_case(behind))
            .then_some(Mark::Initials(line, Some(agency.name)));
    }
    let parts: Vec<&str> = inside.split('/').map(|it| it.trim_end_matches('\\').trim()).collect();
    if !behind.is_empty() || !(2..=4).contains(&parts.len()) {
        return None;
    }
    let named = parts.iter().find_map(|part| agency(part))?;
    let fits = parts.iter().all(|part| {
        agency(part).is_some() || part.split('-').all(|it| agency(it).is_some()) || is_group(part)
    });
    fits.then_some(Mark::Initials(line, Some(named.name)))
}

/// An agency by a name that nobody would put in brackets behind a sentence for another reason.
fn agency(name: &str) -> Option<&'static Agency> {
    let desk = || agencies::canonical(name.split_once('-').filter(|_| !name.contains('/'))?.0);
    let found = agencies::canonical(name).or_else(desk)?;
    (name.len() <= 24 && !matches!(found.name, "UNI" | "NAN" | "AP" | "NA" | "PNA"))
        .then_some(found)
}

/// `RDV // JLG`, `KND/GDV/`, `kmr/ pad/`, `NTX/RGV/MCV`, `bur-mrb/jpc`, `YBF-CST`, `سمر/نور`.
fn is_row_of_initials(line: &str) -> bool {
    if line.len() > 32 {
        return false;
    }
    let bare = line.trim_end_matches('/');
    let groups: Vec<&str> =
        bare.split(['/', '-']).map(str::trim).filter(|it| !it.is_empty()).collect();
    if !(2..=6).contains(&groups.len()) || groups.iter().any(|it| it.contains(' ')) {
        return false;
    }
    let slashed = bare.contains('/');
    let capitals = groups
        .iter()
        .all(|it| (2..=4).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_uppercase()));
    let small = groups.iter().all(|it| is_small_group(it));
    let other = groups.iter().all(|it| {
        (2..=5).contains(&it.chars().count())
            && it.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
    });
    // `YBF-CST`: capitals with a hyphen alone, of one length.
    let hyphened = capitals && groups.len() == 2 && groups.iter().all(|it| it.len() == 3);
    if slashed { capitals || small || other } else { hyphened }
}

/// `Κ.Π.`: in Latin letters it may be the last word of a line, `U.S.`
fn is_dotted(line: &str) -> bool {
    if line.is_ascii() {
        return false;
    }
    let letters: Vec<char> = line.chars().collect();
    matches!(letters.len(), 4 | 6)
        && letters.chunks(2).all(|pair| pair[0].is_uppercase() && pair[1] == '.')
}

fn is_small_group(group: &str) -> bool {
    (2..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_lowercase())
}

/// Initials in any case, or `afp`.
fn is_group(group: &str) -> bool {
    (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_desk_of_any_case(desk: &str) -> bool {
    desk.split('/').all(is_group)
}

#[cfg(test)]
mod tests {
    use super::super::strip;

    #[test]
    fn initials_in_many_dresses_go() {
        for mark in [
            "(SDA/bek)",
            "(SDA-ATS/gly)",
            "(SDA-ATS\\/pmd)",
            "(Lop/Adnkronos)",
            "(AGI)Rmb/Crt",
            "RDV // JLG",
            "KND/GDV/",
            "kmr/ pad/",
            "NTX/RGV/MCV",
            "bur-mrb/jpc",
            "rvl/dch/mpm",
            "YBF-CST",
            "سمر/نور",
            "Κ.Π.",
        ] {
            let text = format!("The port is shut.\n{mark}\n");
            let end = strip(&text);
            assert_eq!((end.text, end.initials), ("The port is shut.", Some(mark)), "{mark}");
        }
        for mark in [
            "(Belga)",
            "(PAP)",
            "/TT/",
            "Lusa/Fim",
            "/ritzau/AFP",
            "(끝)",
            "（完）",
            "(SEGUE).",
            "وام/",
            "ΑΠΕ-ΜΠΕ",
        ] {
            let text = format!("The port is shut.\n{mark}\n");
            assert_eq!(strip(&text).text, "The port is shut.", "{mark}");
        }
    }

    #[test]
    fn initials_behind_the_last_sentence_go() {
        for text in [
            "It is shut./ebr/nas",
            "It is shut./loh/jha/",
            "It is shut. AP/hf/gk",
            "It is shut. (Belga)",
            "It is shut.(ANSA).",
            "It is shut. ACAN-EFE",
            "It is shut./.",
            "It is shut. Fin",
            "It is shut.EFE",
            "It is shut. dpa/lsw hkl yysw n1 rok",
            "It is shut. (SDA-ATS/pmd)",
        ] {
            assert_eq!(strip(text).text, "It is shut.", "{text}");
        }
        assert_eq!(
            strip("Shut.\namr/lh\n01/17/18-20/94").filed.map(|it| it.date).as_deref(),
            Some("1994-01-17")
        );
    }

    #[test]
    fn words_of_the_text_are_no_initials() {
        for text in [
            "He joined the club (AA)",
            "They played AC/DC",
            "The harbor and/or the mole",
            "See www.example.org/port/now",
            "The port is shut. (Photo)",
            "It was sold in New York/London",
            "They left the\nU.S.",
            "It was built by Mr. Fin",
        ] {
            assert_eq!(strip(text).text, text);
        }
    }
}
