//! Look-alikes: words that mean a paragraph does not open with a dateline.
//!
//! In comes a word or a part of a would-be place, out goes whether it speaks against one. It is
//! its own file because it is a set of tables that grows with every look-alike met.

use super::lex::{Shape, Token};

/// Words that open a sentence or a table row, never a city in mixed case.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "a", "about", "accumulative", "after", "all", "also", "although", "among", "an", "and", "another", "as", "at", "bids", "both", "but", "by",
    "copyright", "despite", "during", "each", "earlier", "effective", "ends", "even", "following", "for", "from", "had", "has", "he", "her", "here", "his", "how", "however", "if",
    "in", "instead", "is", "it", "its", "last", "later", "like", "many", "meanwhile", "more", "most", "mr", "mrs", "ms", "my", "next", "no",
    "none", "not", "note", "notes", "now", "of", "on", "one", "only", "or", "other", "our", "over", "record", "said", "several", "she", "since", "six", "so",
    "some", "such", "that", "the", "their", "then", "there", "these", "they", "this", "those", "three", "to", "today", "tomorrow", "tonight", "two", "under", "until", "up",
    "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "yesterday", "yes", "you", "q", "qtr", "year", "pay", "due", "spot", "previous",
    "oper", "shr", "net", "revs", "sales", "period", "periods", "total", "totals", "note", "null", "none", "false", "true", "n/a", "div", "position", "fob", "cif",
];

/// Names that open with an article all the same.
const ARTICLE_CITIES: [&str; 4] = ["hague", "valley", "dalles", "bronx"];

/// Words of names that are no places: firms, bodies, papers.
#[rustfmt::skip]
const BODIES: &[&str] = &[
    "ag", "agency", "airlines", "airways", "alliance", "army", "assembly", "associated", "association", "authority", "bancorp", "bank", "board", "bureau", "co", "commission", "committee", "companies",
    "company", "conference", "congress", "corp", "corporation", "council", "department", "exchange", "federation", "foundation", "front", "fund", "gmbh", "group", "holding", "holdings",
    "inc", "incorporated", "index", "industries", "institute", "international", "league", "limited", "ltd", "ministry", "movement", "nv", "office", "organisation", "organization", "parliament", "party", "plc",
    "police", "presse-agentur", "sa", "service", "services", "society", "spa", "stocks", "systems", "trust", "tehreek-e-insaf", "telecom", "treasury", "union", "university",
    "exchs", "grade", "gradings", "degrees", "tender", "tenders", "futures", "prices", "rates", "highlights", "minister", "president", "chairman", "spokesman", "sen", "rep", "gov", "gen", "dr",
];

/// Commodities, market words and marks that stand in capitals before a dash.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "advisory", "alert", "aluminium", "aluminum", "analysis", "answer", "attention", "barley", "basis", "beans", "beef", "bellies", "bids", "bjt", "bonds", "brief", "bulletin", "cash", "cattle", "chronology", "close",
    "clsg", "cocoa", "coffee", "copper", "corn", "corrected", "correction", "cotton", "crude", "currencies", "diary", "dollar", "editor", "editors", "eds", "exclusive", "factbox", "feature", "fixture", "fixtures", "flash", "flour", "forex",
    "gasoil", "gas", "gold", "grading", "gradings", "grains", "heating", "highlights", "hogs", "insight", "interview", "kill", "lead", "leading", "livestock", "meal", "metals", "midday", "money", "more", "naphtha", "new", "newsmaker", "nickel", "noon", "note", "oats", "offers",
    "oil", "oils", "open", "opg", "palladium", "part", "platinum", "poll", "pork", "preview", "prices", "question", "rape", "refile", "repeat", "repeating", "rice", "rpt", "rubber", "rye", "sellers", "scenarios", "shares", "silver", "snap", "sorghum", "soybeans", "soybean", "soymeal", "soyoil",
    "spot", "stocks", "sugar", "summary", "sunflower", "table", "take", "tea", "text", "timeline", "tin", "today", "top", "tungsten", "unleaded", "update", "urgent", "weather", "wheat", "wool", "wrapup", "yields", "zinc",
];

/// Small words inside names of places.
#[rustfmt::skip]
const CONNECTORS: &[&str] = &[
    "of", "the", "de", "del", "la", "las", "le", "les", "los", "da", "do", "dos", "das", "di", "du", "der", "den", "am", "an", "im", "in", "on", "upon", "sur", "sous", "en", "and", "und", "et", "y", "e", "ve",
    "el", "al", "a", "d'", "ob", "bei", "van", "aan", "near", "central", "northern", "southern", "eastern", "western", "north", "south", "east", "west", "occupied", "northeastern", "northwestern",
    "southeastern", "southwestern", "northeast", "northwest", "southeast", "southwest", "mainland",
];

fn holds(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Small words that a place may hold.
pub(super) fn is_connector(word: &str) -> bool {
    holds(CONNECTORS, word)
}

/// Words of firms, bodies and offices.
pub(super) fn is_body(word: &str) -> bool {
    holds(BODIES, word)
}

/// Commodities and list marks.
pub(super) fn is_mark(word: &str) -> bool {
    holds(MARKS, word)
}

/// Says whether the first word of a mixed-case place opens a sentence or a row instead.
pub(super) fn opens_sentence(first: &str, second: Option<&str>) -> bool {
    holds(OPENERS, first)
        && !(first.eq_ignore_ascii_case("the")
            && second.is_some_and(|word| holds(&ARTICLE_CITIES, word)))
}

/// Marks that may stand before a repeated dateline: `RPT --LUDWIGSHAFEN, …`.
pub(super) fn is_repeat(word: &str) -> bool {
    matches!(
        word,
        "RPT"
            | "REPEAT"
            | "REPEATING"
            | "CORRECTED"
            | "CORRECTION"
            | "REFILE"
            | "URGENT"
            | "UPDATE"
            | "FLASH"
            | "BULLETIN"
    )
}

/// Words that introduce a byline, in the languages of wires.
pub(super) fn is_byline_intro(word: &str) -> bool {
    holds(&["by", "from", "par", "por", "von", "di", "door", "af", "av", "yazan", "od", "da"], word)
}

/// Says whether words of a place are written as one would write a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Writing {
    /// Small letters where a name has capitals.
    Lower,
    /// Mixed case.
    Title,
    /// Capitals.
    Caps,
}

/// The writing of the words of a city: the weakest of its words, connectors aside.
pub(super) fn writing(text: &str, words: &[Token]) -> Writing {
    let mut found = Writing::Caps;
    for (at, token) in words.iter().enumerate() {
        let word = &text[token.start..token.end];
        let written = match token.shape {
            Shape::Caps => continue,
            Shape::Title => Writing::Title,
            _ if at > 0 && is_connector(word) => continue,
            _ => Writing::Lower,
        };
        found = found.min(written);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn written(text: &str) -> Writing {
        let (tokens, _) = lex(text);
        writing(text, &tokens)
    }

    #[test]
    fn writing_is_that_of_the_weakest_word() {
        assert_eq!(written("KING OF PRUSSIA"), Writing::Caps);
        assert_eq!(written("RIO de JANEIRO"), Writing::Caps);
        assert_eq!(written("McCOOK"), Writing::Caps);
        assert_eq!(written("Frankfurt am Main"), Writing::Title);
        assert_eq!(written("New york"), Writing::Lower);
    }

    #[test]
    fn openers_and_bodies() {
        assert!(opens_sentence("The", Some("bank")));
        assert!(!opens_sentence("The", Some("Hague")));
        assert!(opens_sentence("As", Some("of")));
        assert!(is_body("Corp") && is_body("PARTY") && !is_body("Paris"));
        assert!(is_mark("COPPER") && !is_mark("LONDON"));
    }
}
