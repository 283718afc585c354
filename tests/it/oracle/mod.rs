//! An evaluator of the query language that shares no code with the program: it reads the rules of
//! the language, cuts the stories into words itself, and looks at every one of them.
//!
//! Only the record of a story, the tree of a query and the Snowball stemmer are the program's.
//! It is as plain as it can be, so that it can be checked against the rules by reading it.

pub mod archive;
pub mod eval;
pub mod generate;
pub mod near;
pub mod queries;
pub mod words;
