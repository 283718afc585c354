//! Fragments of a story round its matches: text and spans, no markup.
//!
//! Comes in: a story and where the query matches in it, as positions. Goes out: windows of
//! sentences with the marked characters counted in code points. Nothing is searched here again:
//! the positions are the matcher's, and the analyser says where in the text they stand.

mod kwic;
mod marks;
mod passages;

pub use kwic::{Context, Copy, Line, SORTED_WORDS, Side, columns, columns_of, fit_right};
pub use marks::{Marks, marks};
pub use passages::{Snippet, SnippetOptions, snippets};
