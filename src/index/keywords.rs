//! Values of keyword fields: in the dictionary of the index, and as a record spells them.
//!
//! The dictionary holds values folded, and some beside them that only help to find: the code of a
//! topic without its scheme, the first part of a language. Its own file because what is counted
//! has to tell the two apart, and show a value as it was filed.

use super::place_terms::place_value;
use crate::analysis::fold::keyword;
use crate::story::Story;

/// Stands before a second name of a value; sorts before every value.
const ALIAS: char = '\u{1}';

/// Values that are no second names sort from here on.
pub(crate) const ALIASED: &str = "\u{2}";

/// The term of a value's second name, in normal form.
pub(crate) fn alias(value: &str) -> String {
    format!("{ALIAS}{value}")
}

/// A term without the mark of a second name.
pub(crate) fn unaliased(term: &str) -> &str {
    term.strip_prefix(ALIAS).unwrap_or(term)
}

/// A value of a keyword field (by its name in queries) as the record of a story spells it, on one
/// line; `None` where the record does not hold it.
pub(crate) fn spelling(story: &Story, name: &str, value: &str) -> Option<String> {
    let places = || story.dateline.iter().flat_map(|dateline| &dateline.places);
    let one = |text: Option<&str>| text.map(str::to_owned).into_iter().collect();
    let candidates: Vec<String> = match name {
        "agency" => one(story.agency.as_deref()),
        "country" => places().filter_map(|place| place.country.clone()).collect(),
        "region" => places().filter_map(|place| place.region.clone()).collect(),
        "topic" => story.topics.clone(),
        "category" => one(story.category.as_deref()),
        "lang" => one(story.language.as_deref()),
        "status" => one(Some(story.take.kind.name())),
        "format" => one(Some(story.source.format.as_str())),
        _ => Vec::new(),
    };
    let folded = |text: &str| match name {
        "region" => keyword(&place_value(text)),
        _ => keyword(text),
    };
    candidates.iter().find(|text| folded(text) == value).map(|text| one_line(text))
}

/// The names in the byline of a story, each once: in normal form, and as written.
pub(crate) fn named(story: &Story) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for name in story.byline.iter().flat_map(|byline| &byline.names) {
        let folded = keyword(name);
        if !folded.is_empty() && names.iter().all(|(known, _)| *known != folded) {
            names.push((folded, one_line(name)));
        }
    }
    names
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Byline, Dateline, Place};

    #[test]
    fn values_are_spelt_as_they_were_filed() {
        let place = Place { region: Some("N.Y.".into()), ..Place::default() };
        let story = Story {
            agency: Some("Reuters".into()),
            topics: vec!["topics:Cocoa".into(), "Cocoa \n Beans".into()],
            dateline: Some(Dateline { places: vec![place], ..Dateline::default() }),
            ..Story::default()
        };
        let spelt = |name: &str, value: &str| spelling(&story, name, value);
        assert_eq!(spelt("agency", "reuters").as_deref(), Some("Reuters"));
        assert_eq!(spelt("topic", "topics:cocoa").as_deref(), Some("topics:Cocoa"));
        assert_eq!(spelt("topic", "cocoa beans").as_deref(), Some("Cocoa Beans"));
        assert_eq!(spelt("topic", "cocoa"), None);
        assert_eq!(spelt("region", "ny").as_deref(), Some("N.Y."));
        assert_eq!(spelt("status", "new").as_deref(), Some("new"));
        assert_eq!(spelt("country", "us"), None);
    }

    #[test]
    fn a_second_name_is_no_value() {
        assert_eq!(unaliased(&alias("cocoa")), "cocoa");
        assert_eq!(unaliased("cocoa"), "cocoa");
        assert!(alias("zinc").as_str() < ALIASED && ALIASED < "0");
    }

    #[test]
    fn a_name_counts_once_in_a_story() {
        let names = ["Ann Lee", "ANN  LEE", "Bo Ek", " "].map(str::to_owned).to_vec();
        let byline = Some(Byline { names, ..Byline::default() });
        let story = Story { byline, ..Story::default() };
        let written: Vec<String> = named(&story).into_iter().map(|(_, name)| name).collect();
        assert_eq!(written, ["Ann Lee", "Bo Ek"]);
    }
}
