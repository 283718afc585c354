//! Tokens in, the text that they were taken from out.
//!
//! Treebanks part punctuation from words, write brackets as `-LRB-` and quotes as two backquotes.
//! Whether a straight quote opens or closes is seen from those before it.

/// A token with its part of speech, which may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub word: &'a str,
    pub tag: &'a str,
    /// Whether a blank stands behind it, where the file says so.
    pub blank: Option<bool>,
}

/// Which straight quotes are open, from sentence to sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quotes {
    double: bool,
    single: bool,
}

/// How a token stands to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Blanks on both sides.
    Apart,
    /// None before it.
    Left,
    /// None behind it.
    Right,
}

/// Joins the tokens of a sentence.
pub fn join(tokens: &[Token<'_>], quotes: &mut Quotes) -> String {
    let mut out = String::new();
    let mut tight = true;
    for (at, token) in tokens.iter().enumerate() {
        let word = written(token.word);
        let place = Place {
            first: at == 0,
            last: at + 1 == tokens.len(),
            before: at.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", |it| it.word),
            after: tokens.get(at + 1).map_or("", |it| it.word),
        };
        let stands = stands(&word, token.tag, &place, quotes);
        let told = at.checked_sub(1).and_then(|at| tokens.get(at)).and_then(|it| it.blank);
        let apart = !tight && stands != Stands::Left && !word.is_empty();
        if told.unwrap_or(apart) {
            out.push(' ');
        }
        out.push_str(&word);
        tight = stands == Stands::Right;
    }
    out
}

struct Place<'a> {
    first: bool,
    last: bool,
    before: &'a str,
    after: &'a str,
}

/// A token as it stood in the text.
fn written(word: &str) -> String {
    let known = match word {
        "-LRB-" | "-lrb-" => "(",
        "-RRB-" | "-rrb-" => ")",
        "-LSB-" | "-lsb-" => "[",
        "-RSB-" | "-rsb-" => "]",
        "-LCB-" | "-lcb-" => "{",
        "-RCB-" | "-rcb-" => "}",
        "``" => "“",
        "''" => "”",
        "`" => "‘",
        _ => "",
    };
    if known.is_empty() { word.replace("\\/", "/").replace("\\*", "*") } else { known.to_owned() }
}

fn stands(word: &str, tag: &str, place: &Place<'_>, quotes: &mut Quotes) -> Stands {
    let opens = |is: bool| if is { Stands::Right } else { Stands::Left };
    match word {
        "(" | "[" | "{" | "“" | "‘" | "«" | "¿" | "¡" => Stands::Right,
        ")" | "]" | "}" | "”" | "’" | "»" | "," | "." | ";" | ":" | "?" | "!" | "%" | "..."
        | "…" | ".." | "n't" | "N'T" | "n’t" => {
            // A full stop that opens a line, as tables have them, stands apart.
            if place.first { Stands::Apart } else { Stands::Left }
        }
        "\"" => {
            quotes.double = quote(tag, place, quotes.double);
            opens(quotes.double)
        }
        "'" => {
            let owns = place.before.ends_with(['s', 'S', 'x', 'z']) && !quotes.single;
            if tag == "POS" || tag.is_empty() && owns && !place.first {
                return Stands::Left;
            }
            quotes.single = quote(tag, place, quotes.single);
            opens(quotes.single)
        }
        word if is_ending(word) && !place.first => Stands::Left,
        word if is_currency(word) && place.after.starts_with(|c: char| c.is_ascii_digit()) => {
            Stands::Right
        }
        _ => Stands::Apart,
    }
}

/// Whether a straight quote opens.
fn quote(tag: &str, place: &Place<'_>, open: bool) -> bool {
    match tag {
        "``" => true,
        "''" => false,
        _ if place.first => !place.last,
        _ if place.last => false,
        _ => !open,
    }
}

/// `'s`, `'ll` and their like.
fn is_ending(word: &str) -> bool {
    let rest = word.strip_prefix(['\'', '’']).unwrap_or("");
    ["s", "ll", "re", "ve", "d", "m", "t"].iter().any(|it| it.eq_ignore_ascii_case(rest))
}

/// `$`, `US$`, `£`.
fn is_currency(word: &str) -> bool {
    let sign = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    matches!(sign, "$" | "£" | "€" | "¥") && word.len() - sign.len() <= 3 || word == "#"
}

/// Parts of speech of the Penn treebank.
#[rustfmt::skip]
const TAGS: [&str; 50] = [
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT",
    "WP", "WP$", "WRB", "HYPH", "NFP", "ADD", "AFX", "-LRB-", "-RRB-", "``", "''", ",", ".", ":", "$", "#", "(",
];

/// Says whether a cell is a part of speech.
pub fn is_tag(cell: &str) -> bool {
    TAGS.contains(&cell) || matches!(cell, ")" | "\"" | "NN|SYM")
}
