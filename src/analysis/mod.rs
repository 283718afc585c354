//! Words: text to the terms an index holds, with their positions.
//!
//! Comes in: one section of a story (a headline, a body) or a word of a query. Goes out: terms at
//! positions. The same code serves indexing, queries and marks, so that the three cannot
//! disagree. The rules:
//!
//! - Each word is one position; punctuation and line breaks are none.
//! - Parts held together by a tight hyphen, dash or apostrophe have their own positions; the
//!   *joined* form stands at the first, as long as the parts. None when all parts are numbers.
//! - The surface form stands at its position always, the stem (of the story's language) beside
//!   it where it differs.
//! - In a story, marks beside a word say that a sentence or paragraph begins with it, and that it
//!   has capitals.
//!
//! | file | what |
//! | --- | --- |
//! | [`fold`] | one normal form of letters |
//! | [`blob`] | a run between blanks, cut into parts |
//! | `borders` | where sentences and paragraphs begin, as marks of words |
//! | [`scan`] | a text into blobs |
//! | [`sentences`] | where sentences end |
//! | [`stem`] | which stemmer for which language, and its memo |
//! | [`term`] | how the kinds of term, and the marks, are spelt in the dictionary |
//! | [`lexicon`] | terms and their numbers |
//! | `memo` | what blobs yield, remembered |
//! | [`analyser`] | sections to terms, with a memo per run |

pub mod analyser;
pub mod blob;
mod borders;
pub mod fold;
pub mod lexicon;
mod memo;
pub mod scan;
pub mod sentences;
pub mod stem;
pub mod term;

pub use analyser::{Analyser, Sections};
pub use lexicon::{Lexicon, Lexicons, Token};
pub use scan::Offsets;
pub use term::{Kind, Mark};

/// Version of the rules. An index made by another version is refused, never mixed.
pub const VERSION: u32 = 2;
