//! Categories of the wires: one letter or a few, and what they stand for.
//!
//! In comes a code as filed (`f`, `pl`), out goes its name. It is its own file because it is a
//! table, and because the letters of ANPA 1312 live on in formats that came after it. Only what
//! agencies agree on has a name here: `b`, `c`, `g`, `h`, `j`, `m`, `r`, `u`, `x`, `y` and `z`
//! mean what each agency wants them to mean.

/// Letters of ANPA 1312, as AP and most American wires use them.
const ANPA: [(char, &str); 15] = [
    ('a', "domestic"),
    ('d', "food"),
    ('e', "entertainment"),
    ('f', "financial"),
    ('i', "international"),
    ('k', "commentary"),
    ('l', "lifestyle"),
    ('n', "state and regional"),
    ('o', "weather"),
    ('p', "politics"),
    ('q', "sports results"),
    ('s', "sports"),
    ('t', "travel"),
    ('v', "advisory"),
    ('w', "Washington"),
];

/// Codes of IPTC 7901, as European agencies use them.
const IPTC_7901: [(&str, &str); 9] = [
    ("ec", "economy"),
    ("f", "financial"),
    ("i", "international"),
    ("ku", "culture"),
    ("pl", "politics"),
    ("s", "sports"),
    ("sp", "sports"),
    ("vm", "miscellaneous"),
    ("wi", "economy"),
];

/// The name of a category letter of ANPA 1312, in either case; `None` where agencies differ.
pub fn anpa(code: &str) -> Option<&'static str> {
    let mut letters = code.trim().chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?.to_ascii_lowercase();
    ANPA.iter().find(|(known, _)| *known == letter).map(|(_, name)| *name)
}

/// The name of a category of IPTC 7901, in either case; `None` where it is the agency's own.
pub fn iptc7901(code: &str) -> Option<&'static str> {
    let code = code.trim();
    IPTC_7901.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| *name)
}

/// What a category letter of ANPA 1312 adds to the topics of a story: `anpa:f`, `financial`.
pub fn anpa_topics(code: &str) -> Vec<String> {
    topics("anpa", code, anpa(code))
}

/// What a category of IPTC 7901 adds to the topics of a story: `iptc7901:pl`, `politics`.
pub fn iptc7901_topics(code: &str) -> Vec<String> {
    topics("iptc7901", code, iptc7901(code))
}

fn topics(scheme: &str, code: &str, name: Option<&str>) -> Vec<String> {
    let code = code.trim().to_ascii_lowercase();
    if code.is_empty() {
        return Vec::new();
    }
    let mut topics = vec![format!("{scheme}:{code}")];
    topics.extend(name.map(str::to_owned));
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_names_where_agencies_agree() {
        assert_eq!(anpa_topics("F"), ["anpa:f", "financial"]);
        assert_eq!(anpa_topics("j"), ["anpa:j"]);
        assert_eq!(iptc7901_topics("pl"), ["iptc7901:pl", "politics"]);
        assert_eq!(iptc7901_topics("rs"), ["iptc7901:rs"]);
        assert_eq!((anpa("ff"), anpa(""), iptc7901("")), (None, None, None));
        assert!(anpa_topics(" ").is_empty());
    }
}
