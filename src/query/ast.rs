//! The tree of a query: plain data, each node with the bytes of the query text it was read from.
//!
//! Words are as typed: no folding, no stems. It is its own file because everything after the
//! parser (plan, matcher, printer, other engines) works from these types and from nothing else.

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::fields::Name;

/// Bytes of the query text, always on character borders.
pub type Span = Range<usize>;

/// One node and where it stands in the query text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Where it was read.
    pub span: Span,
    /// What it is.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a node asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// A word as typed, in all its forms. It may be a compound (`military-to-military`, `AT&T`,
    /// `O'Neill`, `U.S.`). Inside [`Kind::Field`] of a keyword it is the whole value, blanks and
    /// all.
    Word {
        /// As typed.
        text: String,
    },
    /// `=word`: this form only.
    Exact {
        /// As typed, without the `=`.
        text: String,
    },
    /// A word with wildcards.
    Wildcard {
        /// `*` for any number of characters, `?` for one; `!` is written `*`, and `**` is `*`.
        pattern: String,
    },
    /// `word~n`: words within an edit distance.
    Fuzzy {
        /// As typed, without the `~`.
        text: String,
        /// 1 or 2.
        distance: u8,
    },
    /// Words in a row: a quoted phrase, or `a/b`.
    Phrase {
        /// At least one.
        words: Vec<PhraseWord>,
        /// `forms("…")`: each word in all its forms.
        forms: bool,
    },
    /// AND: all of them, two or more. At least one is not a [`Kind::Not`].
    All {
        /// The clauses, in the order of the text.
        nodes: Vec<Node>,
    },
    /// OR: any of them, two or more, none of them a [`Kind::Not`].
    Any {
        /// The clauses, in the order of the text.
        nodes: Vec<Node>,
    },
    /// NOT; stands only directly in a [`Kind::All`].
    Not {
        /// What must be absent.
        node: Box<Node>,
    },
    /// `left w/n right`, `pre/n`, `not w/n`.
    Near {
        /// Words, phrases, wildcards, ORs of them, or other nodes of this family.
        left: Box<Node>,
        /// As `left`.
        right: Box<Node>,
        /// Neighbours are 1 apart.
        distance: u32,
        /// Whether `left` has to come first.
        order: Order,
        /// `left` where no `right` is near.
        negated: bool,
    },
    /// `left w/s right`, `left w/p right`.
    Same {
        /// As in [`Kind::Near`].
        left: Box<Node>,
        /// As in [`Kind::Near`].
        right: Box<Node>,
        /// What both have to stand in.
        unit: Unit,
        /// `left` where no `right` stands in the same unit.
        negated: bool,
    },
    /// `atleastn(x)`: at least so many mentions.
    AtLeast {
        /// How many, from 1.
        count: u32,
        /// As the sides of [`Kind::Near`].
        node: Box<Node>,
    },
    /// `caps(x)`, `allcaps(x)`, `nocaps(x)`.
    Case {
        /// How it is written in the story.
        case: Case,
        /// As the sides of [`Kind::Near`].
        node: Box<Node>,
    },
    /// Only in a part of the text.
    Scope {
        /// Which part.
        scope: Scope,
        /// What to look for in it.
        node: Box<Node>,
    },
    /// A text field or keyword of the record: `byline:x`, `agency:(AP OR AFP)`.
    Field {
        /// Which one.
        field: Name,
        /// For keywords only [`Kind::Word`] and [`Kind::Wildcard`] with AND, OR, NOT and boosts
        /// around them.
        node: Box<Node>,
    },
    /// Whole days in the zone asked for; at least one end is set.
    Dates {
        /// First day; open where null.
        #[serde(serialize_with = "day")]
        start: Option<NaiveDate>,
        /// The day after the last; open where null.
        #[serde(serialize_with = "day")]
        end: Option<NaiveDate>,
    },
    /// A number field between two bounds, both included; at least one is set.
    Number {
        /// Which one.
        field: Name,
        /// Smallest; open where null.
        min: Option<u64>,
        /// Largest; open where null.
        max: Option<u64>,
    },
    /// `byline:any`, `byline:none`.
    Presence {
        /// Which field or scope; the date too.
        field: Name,
        /// Whether the story has to have it.
        present: bool,
    },
    /// `x^2`: counts so many times in ranking.
    Boost {
        /// Positive and finite.
        factor: f32,
        /// What.
        node: Box<Node>,
    },
}

/// One word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhraseWord {
    /// Where it was read.
    pub span: Span,
    /// As typed; a pattern as in [`Kind::Wildcard`] where `wildcard` is set.
    pub text: String,
    /// Whether `text` is a pattern.
    pub wildcard: bool,
}

/// Whether the sides of `w/n` have to come in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `w/n`, `near/n`.
    Either,
    /// `pre/n`, `adjn`, `onear/n`: the left one first.
    LeftFirst,
}

/// What two sides have to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// `w/s`.
    Sentence,
    /// `w/p`.
    Paragraph,
}

/// How a word is written in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// `caps(x)`: a capital somewhere.
    Caps,
    /// `allcaps(x)`: capitals only.
    AllCaps,
    /// `nocaps(x)`: no capital.
    NoCaps,
}

/// A named part of the text of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// `headline:`.
    Headline,
    /// `lead:`: the first paragraph.
    Lead,
    /// `body:`: everything under the headline.
    Body,
    /// `hlead:`: headline and lead.
    Hlead,
    /// `first50:`: so many words under the headline.
    First(u32),
}

impl Node {
    /// The nodes directly under this one, in the order of the text.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        let (many, one, two): (&[Node], _, _) = match &self.kind {
            Kind::All { nodes } | Kind::Any { nodes } => (nodes, None, None),
            Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => {
                (&[], Some(&**left), Some(&**right))
            }
            Kind::Not { node }
            | Kind::AtLeast { node, .. }
            | Kind::Case { node, .. }
            | Kind::Scope { node, .. }
            | Kind::Field { node, .. }
            | Kind::Boost { node, .. } => (&[], Some(&**node), None),
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Fuzzy { .. }
            | Kind::Phrase { .. }
            | Kind::Dates { .. }
            | Kind::Number { .. }
            | Kind::Presence { .. } => (&[], None, None),
        };
        many.iter().chain(one).chain(two)
    }
}

/// Writes a day as ISO 8601.
fn day<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
