//! Downloads from press databases: what LexisNexis, Factiva, Europresse and ProQuest have alike.
//!
//! Many stories in one file, each with labels of its own; the file is plain text, HTML, RTF or the
//! text of a Word document. How it is cut and how it becomes lines stands here once; what the
//! labels mean is the business of each format.

mod carrier;
mod dates;
mod names;
mod pieces;

pub use carrier::{Carrier, lines, text_lines};
pub use dates::day;
pub use names::{fold, percentless, set_publication};
pub use pieces::{Kind, Pieces, Seams, Side, Sought, Unit, Whole};
