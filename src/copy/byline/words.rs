//! Word classes of bylines: what may stand in a name, what in a title, what in neither.
//!
//! One word comes in, yes or no goes out. The lists stand here, apart from the grammar, because
//! they are what grows when a new desk is read.

/// Longest word that the lists hold, in bytes; longer ones are in no list.
const LONGEST: usize = 24;

/// Runs `test` on the word in small letters (ASCII only), without allocating.
pub(crate) fn folded<T>(word: &str, test: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0_u8; LONGEST];
    let bytes = word.as_bytes();
    let Some(space) = buffer.get_mut(..bytes.len()) else {
        return test("");
    };
    space.copy_from_slice(bytes);
    space.make_ascii_lowercase();
    test(std::str::from_utf8(space).unwrap_or(""))
}

/// Particles that stand in small letters inside a name.
pub(super) fn is_particle(word: &str) -> bool {
    folded(word, |word| {
        matches!(
            word,
            "de" | "la"
                | "del"
                | "dela"
                | "della"
                | "di"
                | "da"
                | "dos"
                | "das"
                | "do"
                | "du"
                | "des"
                | "van"
                | "von"
                | "der"
                | "den"
                | "ten"
                | "ter"
                | "te"
                | "zu"
                | "zur"
                | "le"
                | "les"
                | "las"
                | "los"
                | "lo"
                | "al"
                | "el"
                | "ul"
                | "ur"
                | "bin"
                | "bint"
                | "ibn"
                | "ben"
                | "abu"
                | "af"
                | "av"
                | "y"
                | "e"
                | "st."
                | "'t"
                | "’t"
                | "op"
                | "san"
                | "mac"
                | "ap"
        )
    })
}

/// Suffixes that follow a name, with or without a comma.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Jr" | "Sr"
            | "JR"
            | "SR"
            | "II"
            | "III"
            | "IV"
            | "Jnr"
            | "Snr"
            | "PhD"
            | "Ph.D"
            | "MD"
            | "M.D"
    )
}

/// Words that make a piece of a byline a title: `correspondent`, `staff`, `chief`.
pub(super) fn is_title_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    folded(word, |word| {
        matches!(
            word,
            "correspondent"
                | "correspondents"
                | "corespondent"
                | "editor"
                | "editors"
                | "writer"
                | "writers"
                | "reporter"
                | "reporters"
                | "analyst"
                | "analysts"
                | "columnist"
                | "columnists"
                | "chief"
                | "bureau"
                | "staff"
                | "special"
                | "contributor"
                | "contributors"
                | "contributing"
                | "photographer"
                | "photographers"
                | "producer"
                | "producers"
                | "critic"
                | "newsroom"
                | "journalist"
                | "journalists"
                | "freelance"
                | "freelancer"
                | "intern"
                | "specialist"
                | "director"
                | "president"
                | "deputy"
                | "news"
                | "redaktion"
                | "korrespondent"
                | "korrespondentin"
                | "redakteur"
                | "redakteurin"
                | "redaktör"
                | "redacteur"
                | "repórter"
                | "corresponsal"
                | "correspondant"
                | "correspondante"
                | "corrispondente"
                | "inviato"
                | "inviata"
                | "muhabiri"
                | "editörü"
                | "professor"
                | "wire"
                | "wires"
                | "agencies"
                | "desk"
                | "team"
                | "reports"
        )
    })
}

/// Words of a title that are no title by themselves: `former`, `senior`, `at`, `the`.
pub(super) fn is_title_filler(word: &str) -> bool {
    folded(word.trim_end_matches([',', '.']), |word| {
        matches!(
            word,
            "at" | "of"
                | "for"
                | "to"
                | "the"
                | "a"
                | "an"
                | "and"
                | "in"
                | "senior"
                | "former"
                | "assistant"
                | "associate"
                | "national"
                | "international"
                | "foreign"
                | "global"
                | "on"
                | "from"
                | "with"
                | "der"
                | "de"
                | "da"
                | "do"
        )
    })
}

/// Whether the word after `By` shows that no name follows (`By Friday`, `By contrast`).
pub(super) fn is_no_first_name(word: &str) -> bool {
    folded(word.trim_end_matches('.'), |word| {
        is_weekday(word)
            || is_hard_month(word)
            || is_function_word(word)
            || is_common_noun(word)
            || is_company_word(word)
    })
}

/// Whether a later word shows that this is no name. Fewer words than at the start, because many
/// small words are surnames (`So`, `Day`, `Gold`).
pub(super) fn is_no_later_name(word: &str, all_capitals: bool) -> bool {
    folded(word.trim_end_matches('.'), |word| {
        is_weekday(word)
            || is_hard_month(word)
            || is_company_word(word)
            || (all_capitals
                && matches!(
                    word,
                    "the"
                        | "of"
                        | "in"
                        | "on"
                        | "at"
                        | "for"
                        | "from"
                        | "with"
                        | "as"
                        | "is"
                        | "are"
                        | "was"
                        | "will"
                        | "has"
                        | "have"
                        | "year"
                        | "pct"
                        | "dlrs"
                        | "mln"
                ))
    })
}

/// Weekdays, whole or short, in small letters.
pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "tues"
            | "wed"
            | "thurs"
            | "mon"
            | "fri"
    )
}

/// Months that are nobody's name. `April`, `May`, `June`, `August`, `March` and `Jan` are names
/// of reporters too and count as months only where the rest says so.
fn is_hard_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "july"
            | "september"
            | "october"
            | "november"
            | "december"
            | "feb"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "aug"
            | "apr"
    )
}

/// Months that are names as well.
pub(super) fn is_soft_month(word: &str) -> bool {
    folded(word.trim_end_matches('.'), |word| {
        matches!(
            word,
            "jan" | "mar" | "march" | "april" | "may" | "june" | "jun" | "jul" | "august"
        )
    })
}

fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "this"
            | "that"
            | "these"
            | "those"
            | "then"
            | "now"
            | "when"
            | "while"
            | "which"
            | "what"
            | "who"
            | "his"
            | "her"
            | "its"
            | "it"
            | "their"
            | "our"
            | "your"
            | "she"
            | "they"
            | "we"
            | "you"
            | "in"
            | "on"
            | "at"
            | "of"
            | "off"
            | "to"
            | "from"
            | "for"
            | "with"
            | "without"
            | "into"
            | "over"
            | "under"
            | "about"
            | "after"
            | "before"
            | "between"
            | "among"
            | "through"
            | "than"
            | "as"
            | "or"
            | "not"
            | "no"
            | "all"
            | "any"
            | "some"
            | "most"
            | "many"
            | "more"
            | "less"
            | "far"
            | "each"
            | "every"
            | "both"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "half"
            | "first"
            | "second"
            | "third"
            | "next"
            | "last"
            | "early"
            | "late"
            | "mid"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "would"
            | "could"
            | "should"
            | "said"
            | "says"
            | "say"
            | "if"
            | "but"
            | "also"
            | "here"
            | "there"
            | "today"
            | "tomorrow"
            | "yesterday"
            | "noon"
            | "midnight"
            | "midday"
            | "dawn"
            | "dusk"
            | "morning"
            | "evening"
            | "afternoon"
            | "night"
            | "gmt"
            | "est"
            | "edt"
            | "pct"
            | "percent"
            | "vs"
            | "plus"
            | "minus"
    )
}

fn is_common_noun(word: &str) -> bool {
    matches!(
        word,
        "contrast"
            | "comparison"
            | "law"
            | "way"
            | "year"
            | "years"
            | "year-end"
            | "yearend"
            | "quarter"
            | "month"
            | "months"
            | "week"
            | "weeks"
            | "weekend"
            | "day"
            | "days"
            | "country"
            | "countries"
            | "region"
            | "sector"
            | "product"
            | "category"
            | "numbers"
            | "vote"
            | "telephone"
            | "phone"
            | "mail"
            | "air"
            | "sea"
            | "rail"
            | "road"
            | "popular"
            | "request"
            | "demand"
            | "default"
            | "definition"
            | "design"
            | "clicking"
            | "submitting"
            | "using"
            | "history"
            | "volume"
            | "value"
            | "weight"
            | "size"
            | "type"
            | "age"
            | "train"
            | "car"
            | "government"
            | "congress"
            | "parliament"
            | "senate"
            | "house"
            | "court"
            | "police"
            | "officials"
            | "sources"
            | "traders"
            | "dealers"
            | "markets"
            | "market"
            | "exports"
            | "imports"
            | "prices"
            | "sales"
            | "trade"
            | "oil"
            | "grain"
            | "gold"
            | "sugar"
            | "coffee"
            | "wheat"
            | "dollar"
            | "dlr"
            | "dlrs"
            | "mln"
            | "billion"
            | "million"
            | "u.s"
            | "u.k"
            | "ec"
            | "opec"
            | "ussr"
            | "imf"
            | "japan"
            | "china"
            | "britain"
            | "canada"
            | "germany"
            | "brazil"
            | "iran"
            | "iraq"
            | "europe"
            | "photo"
            | "photos"
            | "editorial"
    )
}

fn is_company_word(word: &str) -> bool {
    matches!(
        word,
        "corp"
            | "corporation"
            | "inc"
            | "co"
            | "company"
            | "companies"
            | "ltd"
            | "plc"
            | "gmbh"
            | "sa"
            | "nv"
            | "bank"
            | "banks"
            | "banking"
            | "group"
            | "holdings"
            | "industries"
            | "motors"
            | "electric"
            | "airlines"
            | "airways"
            | "insurance"
            | "trust"
            | "fund"
            | "steel"
            | "chemical"
            | "petroleum"
            | "unit"
            | "subsidiary"
            | "investors"
            | "shareholders"
            | "securities"
            | "commission"
            | "committee"
            | "council"
            | "ministry"
            | "minister"
            | "department"
            | "agency"
            | "association"
            | "union"
            | "university"
            | "institute"
            | "exchange"
            | "court's"
    )
}

/// Last words of newspapers' names, which follow a name after a comma.
pub(super) fn is_paper_word(word: &str) -> bool {
    folded(word.trim_end_matches('.'), |word| {
        matches!(
            word,
            "times"
                | "post"
                | "news"
                | "tribune"
                | "today"
                | "journal"
                | "union"
                | "union-tribune"
                | "herald"
                | "gazette"
                | "chronicle"
                | "globe"
                | "star"
                | "sun"
                | "press"
                | "telegraph"
                | "guardian"
                | "independent"
                | "observer"
                | "mail"
                | "express"
                | "register"
                | "sentinel"
                | "courier"
                | "examiner"
                | "inquirer"
                | "bee"
                | "dispatch"
                | "post-dispatch"
                | "review"
                | "standard"
                | "record"
                | "reporter"
                | "bulletin"
                | "leader"
                | "republic"
                | "free-press"
                | "picayune"
                | "times-picayune"
                | "plain-dealer"
                | "mercury"
                | "monitor"
                | "service"
                | "agency"
        )
    })
}

/// `Faktisk.no`: a paper named by its site.
pub(super) fn is_site(word: &str) -> bool {
    folded(word, |word| {
        [".com", ".org", ".net", ".no", ".de", ".se", ".dk", ".fi", ".co.uk"]
            .iter()
            .any(|end| word.len() > end.len() + 1 && word.ends_with(end))
    })
}

/// Kinds of story that stand after a dash behind the names: `By A B - Analysis`.
pub(super) fn is_kind(words: &str) -> bool {
    folded(words, |words| {
        matches!(
            words,
            "analysis"
                | "snap analysis"
                | "news analysis"
                | "interview"
                | "preview"
                | "review"
                | "feature"
                | "exclusive"
                | "commentary"
                | "comment"
                | "opinion"
                | "column"
                | "factbox"
                | "insight"
                | "special report"
                | "timeline"
                | "profile"
                | "newsmaker"
                | "wrapup"
                | "breakingviews"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_in_any_case() {
        assert!(
            is_title_word("CORRESPONDENT") && is_title_word("Writer,") && !is_title_word("Harker")
        );
        assert!(
            is_no_first_name("Friday")
                && is_no_later_name("OCTOBER", true)
                && !is_no_first_name("May")
        );
        assert!(is_soft_month("May") && !is_soft_month("Maya"));
        assert!(is_particle("Van") && !is_particle("Vance"));
        assert!(is_suffix("Jr.") && !is_suffix("Ir."));
        assert!(is_kind("Snap Analysis") && !is_kind("Analyses"));
    }

    #[test]
    fn a_word_longer_than_any_in_the_lists_is_in_none() {
        assert!(!is_no_first_name(&"by".repeat(40)));
    }
}
