//! Reading an archive: from PATHs to stories in an index, or to records on the way out.
//!
//! ```text
//! walk -> container -> sniff -> format (cut)         one thread, in order
//!                                 └-> read, compose, prepare    workers
//!                                       └-> in order again: index, or print
//! ```
//!
//! A bad story never stops a run and never vanishes: every record ends in [`Report`] as indexed,
//! unchanged, replaced, rejected or no story, and the numbers balance.

pub mod container;
mod feed;
mod index;
mod parse;
mod pipeline;
mod report;
pub mod walk;
mod work;

pub use index::{IndexOptions, index};
pub use parse::parse;
pub use pipeline::{Meter, ReadOptions};
pub use report::{Reject, RejectLog, Report};
