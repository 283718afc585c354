//! Bytes to text: what every format and every analyser of copy needs before it can read.
//!
//! | file | gives |
//! | --- | --- |
//! | [`charset`] | bytes to characters, declarations verified, damage repaired and flagged |
//! | [`clean`] | line ends, control characters, odd blanks, wire quotes, what a terminal may get |
//! | [`entities`] | `&eacute;`, `&#233;` and doubly escaped ones to characters |
//! | [`paragraphs`] | paragraphs of hard-wrapped copy, tables kept as they stand |
//! | [`markup`] | elements of XML and HTML, paragraphs of what stands in them |
//! | [`rtf`], [`word`] | paragraphs of documents of word processors, as [`document::Line`] |
//! | [`language`] | the language of a text, and labels such as `eng` in one form |

pub mod charset;
pub mod clean;
pub mod document;
pub mod entities;
mod entity_names;
pub mod language;
pub mod markup;
pub mod paragraphs;
pub mod rtf;
pub mod word;
