//! The table of fields and scopes: one row a field, read by the parser, by `newswire fields` and
//! by the documentation. A field that is not here cannot be searched.

use serde::Serialize;

use super::error::clip;

/// One field or scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// What it is in a tree.
    pub id: Name,
    /// Its name in queries.
    pub name: &'static str,
    /// Other names. Those of two letters are read only before `=`, `<` and `>`, as in `hd=cocoa`.
    pub aliases: &'static [&'static str],
    /// What can be written behind it.
    pub kind: FieldKind,
    /// One line for `newswire fields`.
    pub about: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

/// What can be written behind a field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A part of the text: anything that can be searched in the text.
    Text,
    /// A line of the record with words of its own: words, phrases, wildcards, `w/n`.
    TextField,
    /// A value that is matched whole: values and wildcards.
    Keyword,
    /// Dates and ranges of dates.
    Date,
    /// Numbers and ranges of numbers.
    Number,
}

macro_rules! names {
    ($($name:ident $text:literal)+) => {
        /// The identity of a field.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Name {
            $(#[doc = concat!("`", $text, ":`.")] $name,)+
        }

        impl Name {
            /// The name in queries.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Name::$name => $text,)+
                }
            }
        }
    };
}

names! {
    Headline "headline"
    Lead "lead"
    Body "body"
    Hlead "hlead"
    First "first"
    Byline "byline"
    Dateline "dateline"
    Place "place"
    Country "country"
    Region "region"
    Agency "agency"
    Slug "slug"
    Topic "topic"
    Category "category"
    Lang "lang"
    Status "status"
    Format "format"
    Id "id"
    Path "path"
    Date "date"
    Since "since"
    Until "until"
    Words "words"
    Urgency "urgency"
    Group "group"
    Chain "chain"
    Package "package"
    Is "is"
}

/// The values of `status:`: what a take is to its story.
pub(super) const STATUS: &[&str] =
    &["new", "update", "correction", "refile", "repeat", "kill", "advisory", "alert", "add"];

/// The values of `is:`: what became of a story.
pub(super) const IS: &[&str] = &["latest", "live", "killed"];

/// All fields and scopes, in the order of the documentation.
pub const FIELDS: &[Field] = &[
    Field {
        id: Name::Headline,
        name: Name::Headline.as_str(),
        aliases: &["hd", "head", "title"],
        kind: FieldKind::Text,
        about: "words of the headline",
        example: "headline:cocoa",
    },
    Field {
        id: Name::Lead,
        name: Name::Lead.as_str(),
        aliases: &["lp"],
        kind: FieldKind::Text,
        about: "words of the first paragraph",
        example: "lead:\"interest rates\"",
    },
    Field {
        id: Name::Body,
        name: Name::Body.as_str(),
        aliases: &["bd", "text"],
        kind: FieldKind::Text,
        about: "words under the headline, the lead included",
        example: "body:(cocoa OR coffee)",
    },
    Field {
        id: Name::Hlead,
        name: Name::Hlead.as_str(),
        aliases: &["hlp"],
        kind: FieldKind::Text,
        about: "words of headline and lead",
        example: "hlead(cocoa)",
    },
    Field {
        id: Name::First,
        name: Name::First.as_str(),
        aliases: &[],
        kind: FieldKind::Text,
        about: "the first so many words under the headline",
        example: "first50(cocoa)",
    },
    Field {
        id: Name::Byline,
        name: Name::Byline.as_str(),
        aliases: &["by", "author"],
        kind: FieldKind::TextField,
        about: "who wrote it: the line as filed and the names in it",
        example: "byline:\"maria lopez\"",
    },
    Field {
        id: Name::Dateline,
        name: Name::Dateline.as_str(),
        aliases: &["dl"],
        kind: FieldKind::TextField,
        about: "place, date and agency that open the text",
        example: "dateline:istanbul",
    },
    Field {
        id: Name::Place,
        name: Name::Place.as_str(),
        aliases: &["pl", "places", "city"],
        kind: FieldKind::TextField,
        about: "places of the dateline, by any of their names, and those the source names",
        example: "place:istanbul",
    },
    Field {
        id: Name::Country,
        name: Name::Country.as_str(),
        aliases: &["re"],
        kind: FieldKind::Keyword,
        about: "country of the dateline: its code or its name",
        example: "country:tr",
    },
    Field {
        id: Name::Region,
        name: Name::Region.as_str(),
        aliases: &["state", "province"],
        kind: FieldKind::Keyword,
        about: "state, province or other first-level region of the dateline",
        example: "region:alberta",
    },
    Field {
        id: Name::Agency,
        name: Name::Agency.as_str(),
        aliases: &["sn", "source", "publication"],
        kind: FieldKind::Keyword,
        about: "who sent it",
        example: "agency:(AP OR Reuters)",
    },
    Field {
        id: Name::Slug,
        name: Name::Slug.as_str(),
        aliases: &["slugline"],
        kind: FieldKind::TextField,
        about: "the short working name",
        example: "slug:cocoa",
    },
    Field {
        id: Name::Topic,
        name: Name::Topic.as_str(),
        aliases: &["ns", "topics", "subject"],
        kind: FieldKind::Keyword,
        about: "subjects, as the source codes them",
        example: "topic:cocoa",
    },
    Field {
        id: Name::Category,
        name: Name::Category.as_str(),
        aliases: &["cat"],
        kind: FieldKind::Keyword,
        about: "category letter or word of the agency",
        example: "category:f",
    },
    Field {
        id: Name::Lang,
        name: Name::Lang.as_str(),
        aliases: &["la", "language"],
        kind: FieldKind::Keyword,
        about: "language, BCP 47",
        example: "lang:tr",
    },
    Field {
        id: Name::Status,
        name: Name::Status.as_str(),
        aliases: &["take"],
        kind: FieldKind::Keyword,
        about: "new, update, correction, refile, repeat, kill, advisory, alert or add",
        example: "status:kill",
    },
    Field {
        id: Name::Format,
        name: Name::Format.as_str(),
        aliases: &[],
        kind: FieldKind::Keyword,
        about: "the format it was read in",
        example: "format:trec",
    },
    Field {
        id: Name::Id,
        name: Name::Id.as_str(),
        aliases: &[],
        kind: FieldKind::Keyword,
        about: "the id of the story, or the one the source gave",
        example: "id:Reuters:1",
    },
    Field {
        id: Name::Path,
        name: Name::Path.as_str(),
        aliases: &["file"],
        kind: FieldKind::Keyword,
        about: "the file it was read from",
        example: "path:1987/*",
    },
    Field {
        id: Name::Date,
        name: Name::Date.as_str(),
        aliases: &["filed"],
        kind: FieldKind::Date,
        about: "when it moved: a day, month, year or range",
        example: "date:1987-03-01..1987-03-15",
    },
    Field {
        id: Name::Since,
        name: Name::Since.as_str(),
        aliases: &[],
        kind: FieldKind::Date,
        about: "moved on that day or later",
        example: "since:1987-03",
    },
    Field {
        id: Name::Until,
        name: Name::Until.as_str(),
        aliases: &[],
        kind: FieldKind::Date,
        about: "moved on that day or earlier",
        example: "until:1987",
    },
    Field {
        id: Name::Words,
        name: Name::Words.as_str(),
        aliases: &["wc", "length"],
        kind: FieldKind::Number,
        about: "words under the headline",
        example: "words>300",
    },
    Field {
        id: Name::Urgency,
        name: Name::Urgency.as_str(),
        aliases: &["priority"],
        kind: FieldKind::Number,
        about: "1 (flash) to 8, or as the agency counts",
        example: "urgency<=3",
    },
    Field {
        id: Name::Group,
        name: Name::Group.as_str(),
        aliases: &["copies"],
        kind: FieldKind::Keyword,
        about: "near-copies of the story of that id, itself among them",
        example: "group:Reuters:1",
    },
    Field {
        id: Name::Chain,
        name: Name::Chain.as_str(),
        aliases: &["versions"],
        kind: FieldKind::Keyword,
        about: "versions of the story of that id, itself among them",
        example: "chain:Reuters:1",
    },
    Field {
        id: Name::Package,
        name: Name::Package.as_str(),
        aliases: &["listedin"],
        kind: FieldKind::Keyword,
        about: "stories that the package of that id lists",
        example: "package:\"urn:newsml:dpa.com:20090101:250506-99\"",
    },
    Field {
        id: Name::Is,
        name: Name::Is.as_str(),
        aliases: &[],
        kind: FieldKind::Keyword,
        about: "latest (no newer version), live (not withdrawn) or killed",
        example: "is:live",
    },
];

/// A field as it was named in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// The row of the table.
    pub(super) field: &'static Field,
    /// The number in `first50`.
    pub(super) number: Option<u32>,
}

/// Finds a field by name or alias, whatever the case; aliases of two letters only where `short`.
pub(super) fn find(name: &str, short: bool) -> Option<Named> {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if word.len() < name.len() {
        let first = Name::First.as_str();
        if !word.eq_ignore_ascii_case(first) {
            return None;
        }
        let field = FIELDS.iter().find(|field| field.id == Name::First)?;
        let number = name[word.len()..].parse().ok()?;
        return Some(Named { field, number: Some(number) });
    }
    let field = FIELDS.iter().find(|field| {
        field.name.eq_ignore_ascii_case(name)
            || field
                .aliases
                .iter()
                .any(|alias| (short || alias.len() > 2) && alias.eq_ignore_ascii_case(name))
    })?;
    Some(Named { field, number: None })
}

/// What to say where nothing stands behind a field's name, `typed` with its colon: the message
/// and what would work.
pub(super) fn missing(field: &Field, typed: &str) -> (String, String) {
    let message = format!("there is nothing after {}", clip(typed.trim_end()));
    (message, format!("write for instance {}", field.example))
}

/// The field whose name or alias is most like `name`, where one is like it.
pub(super) fn nearest(name: &str) -> Option<&'static Field> {
    // Enough to tell names apart, and a bound on the work.
    let name: String = name.chars().take(24).collect::<String>().to_lowercase();
    let likeness = |field: &Field| {
        field
            .aliases
            .iter()
            .filter(|alias| alias.len() > 2 || **alias == name)
            .chain([&field.name])
            .map(|known| strsim::jaro_winkler(known, &name))
            .fold(0.0, f64::max)
    };
    FIELDS
        .iter()
        .map(|field| (field, likeness(field)))
        .filter(|(_, likeness)| *likeness >= 0.82)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(field, _)| field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Options, parse};

    #[test]
    fn names_and_aliases_are_told_apart() {
        let mut names: Vec<&str> = FIELDS
            .iter()
            .flat_map(|field| field.aliases.iter().chain([&field.name]))
            .copied()
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn every_example_is_a_query() {
        for field in FIELDS {
            assert!(parse(field.example, &Options::default()).is_ok(), "{}", field.example);
            assert!(!field.about.ends_with('.') && !field.about.is_empty());
        }
    }

    #[test]
    fn aliases_of_two_letters_need_an_equals_sign() {
        assert_eq!(find("HD", true).map(|named| named.field.id), Some(Name::Headline));
        assert_eq!(find("hd", false), None);
        assert_eq!(find("First50", false).and_then(|named| named.number), Some(50));
        assert_eq!(find("lead50", false), None);
        assert_eq!(find("first99999999999", false), None);
    }

    #[test]
    fn near_misses_are_recognised() {
        for (typed, meant) in [
            ("heading", Some("headline")),
            ("datline", Some("dateline")),
            ("bylin", Some("byline")),
            ("agencies", Some("agency")),
            ("by", Some("byline")),
            ("languages", Some("lang")),
            ("http", None),
            ("giraffe", None),
        ] {
            assert_eq!(nearest(typed).map(|field| field.name), meant, "{typed}");
        }
    }
}
