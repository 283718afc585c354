//! What a query needs of an index: clauses over posting lists, filters over columns.
//!
//! Comes in: a checked tree and an index. Goes out: a [`Plan`] whose leaves name dictionary terms
//! (stems, joined forms, expansions, all listed, none silently cut). It is where words as typed
//! meet the analyser.

mod build;
mod days;
mod expand;
mod pattern;
mod related;
mod words;

pub use build::plan;
pub use days::midnight;

use std::sync::Arc;

use tantivy::schema::Field;

use super::{Case, Name, Order, Scope, Span, Unit};
use crate::analysis::term;
use crate::index::Fields;

/// How a query is planned.
#[derive(Debug, Clone)]
pub struct PlanOptions {
    /// Most terms that a wildcard or a fuzzy word may stand for.
    pub max_expansions: usize,
    /// Zone in which days begin and end.
    pub zone: chrono_tz::Tz,
    /// Languages to stem the query in; empty for those that the index holds.
    pub languages: Vec<String>,
}

impl Default for PlanOptions {
    fn default() -> Self {
        PlanOptions { max_expansions: 4096, zone: chrono_tz::UTC, languages: Vec::new() }
    }
}

/// A query made ready for one index.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The query as it was typed.
    pub typed: String,
    /// What must hold of a story.
    pub root: Step,
    /// Clauses that look at positions.
    pub clauses: Vec<Clause>,
    /// Posting lists that clauses read.
    pub leaves: Vec<Leaf>,
}

/// One condition.
#[derive(Debug, Clone)]
pub enum Step {
    /// A clause matches.
    Clause(usize),
    /// One of the values stands in a keyword field.
    Keyword {
        /// The field.
        field: Keyword,
        /// Its values, in normal form.
        values: Vec<String>,
    },
    /// The story was filed in a range of days.
    Dates(Dates),
    /// A number lies between two bounds, both included.
    Number {
        /// Words or urgency.
        field: Name,
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// It is one of these, numbers of the only segment of a finished index, in order.
    Stories(Arc<[u32]>),
    /// All of them.
    All(Vec<Step>),
    /// Any of them.
    Any(Vec<Step>),
    /// It does not hold.
    Not(Box<Step>),
}

/// Seconds since 1970, start included, end not. Stories known to the day only are compared by
/// their day, whatever the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// Start and end in the zone asked for.
    pub instants: (i64, i64),
    /// Start and end of the same days in UTC.
    pub days: (i64, i64),
}

/// Keyword fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// `agency:`.
    Agency,
    /// `country:`.
    Country,
    /// `region:`.
    Region,
    /// Other names of countries and regions.
    KnownAs,
    /// `topic:`.
    Topic,
    /// `category:`.
    Category,
    /// `lang:`.
    Lang,
    /// `status:`.
    Status,
    /// `format:`.
    Format,
    /// `id:`.
    Id,
    /// Names of the fields that are null.
    Missing,
}

/// Text fields with positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Text {
    /// Headline and text.
    Story,
    /// `byline:`.
    Byline,
    /// `dateline:`.
    Dateline,
    /// `place:`.
    Place,
    /// `slug:`.
    Slug,
    /// `path:`.
    Path,
}

/// Something that matches at positions: a word, a compound, a phrase, words near each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Where in the query text, where it is asked for the first time.
    pub at: Span,
    /// As it was read, for people.
    pub shown: String,
    /// The field it looks at.
    pub text: Text,
    /// The part of the story it is limited to.
    pub scope: Option<Scope>,
    /// What has to stand there.
    pub expr: Expr,
    /// For a compound, the leaf of its joined form: stories that hold it come first.
    pub exact: Option<usize>,
    /// Weight in ranking.
    pub boost: f32,
    /// Stands under a NOT: never marked, never counted.
    pub negated: bool,
    /// Fewer matches than this in a story are none: 1, or what `atleast` asks for.
    pub at_least: u32,
}

/// What has to stand at positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A term of a leaf.
    Leaf(usize),
    /// One after the other, without a gap.
    Row(Vec<Expr>),
    /// Any of them.
    Either(Vec<Expr>),
    /// One near the other.
    Near(Box<Near>),
}

/// Two sides near each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// What stands on one side; never shares a position with the other.
    pub left: Expr,
    /// What stands on the other side.
    pub right: Expr,
    /// How near.
    pub reach: Reach,
    /// Whether the left one has to come first.
    pub order: Order,
    /// The left side where no right one is near.
    pub negated: bool,
}

/// How near two sides have to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// So many words: neighbours are 1 apart.
    Words(u32),
    /// In the same sentence or paragraph.
    Same(Unit),
}

/// A set of terms that a clause does not tell apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// As it was read, for people: `talks`, `econom*`.
    pub shown: String,
    /// The field.
    pub text: Text,
    /// The terms, in the order of the dictionary.
    pub terms: Vec<LeafTerm>,
    /// How the words have to be written, if it matters: all of these.
    pub cases: Vec<Case>,
    /// Whether two of its terms can stand at one position (spellings of an umlaut).
    pub overlapping: bool,
}

/// One term of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafTerm {
    /// As it is spelt in the dictionary.
    pub term: String,
    /// Positions it covers.
    pub length: u32,
    /// Stories it counts in, over the whole index.
    pub stories: u64,
    /// Languages (primary tags) of the stories it counts in; empty for all.
    pub languages: Vec<String>,
}

impl Plan {
    /// What a clause costs: entries of posting lists, one a word and story, that it reads at most.
    pub fn postings(&self, clause: &Clause) -> u64 {
        let mut leaves = Vec::new();
        clause.expr.leaves(&mut |leaf| leaves.push(leaf));
        leaves.sort_unstable();
        leaves.dedup();
        let terms = leaves.into_iter().flat_map(|leaf| &self.leaves[leaf].terms);
        terms.map(|term| term.stories).sum()
    }
}

impl LeafTerm {
    /// Says whether the word has no letter, so that it is written in no case.
    pub fn letterless(&self) -> bool {
        !term::read(&self.term).1.chars().any(char::is_alphabetic)
    }
}

impl Keyword {
    /// Its field in the index.
    pub(crate) fn field(self, fields: &Fields) -> Field {
        match self {
            Keyword::Agency => fields.agency,
            Keyword::Country => fields.country,
            Keyword::Region => fields.region,
            Keyword::KnownAs => fields.known_as,
            Keyword::Topic => fields.topic,
            Keyword::Category => fields.category,
            Keyword::Lang => fields.language,
            Keyword::Status => fields.status,
            Keyword::Format => fields.format,
            Keyword::Id => fields.id,
            Keyword::Missing => fields.missing,
        }
    }
}

impl Text {
    /// Its field in the index.
    pub(crate) fn field(self, fields: &Fields) -> Field {
        match self {
            Text::Story => fields.text,
            Text::Byline => fields.byline,
            Text::Dateline => fields.dateline,
            Text::Place => fields.place,
            Text::Slug => fields.slug,
            Text::Path => fields.path,
        }
    }
}

impl Expr {
    /// Calls `each` with every leaf, in the order of the text.
    pub fn leaves(&self, each: &mut impl FnMut(usize)) {
        match self {
            Expr::Leaf(leaf) => each(*leaf),
            Expr::Row(parts) | Expr::Either(parts) => {
                parts.iter().for_each(|part| part.leaves(each));
            }
            Expr::Near(near) => {
                near.left.leaves(each);
                near.right.leaves(each);
            }
        }
    }
}
