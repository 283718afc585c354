//! Containers: from a file to the innermost streams, whatever they are packed in.
//!
//! gzip, bzip2, xz, zstd, lz4, `.Z`, zip and tar open inside each other as streams: nothing is
//! unpacked to disk, nothing is read whole, and bytes decide, not names. A [`Visitor`] is given
//! each innermost stream in order, and hears of everything that is not one, so that every member
//! is accounted for. Damage costs what it damages and no more: good bytes come first, then the
//! error, and the members behind it are read where that can be.
//!
//! ```text
//! file -> stream -> sniff -> unpack (gzip bzip2 xz zstd lz4 .Z) ─┐
//!            ^                tar, zip: a stream a member ────────┤
//!            └────────────────────────────────────────────────────┘ -> leaf
//! ```

mod codec;
mod deflate;
mod lz4;
mod lzw;
pub mod name;
mod open;
mod sniff;
mod stream;
mod tar;
#[cfg(test)]
mod tests;
mod unpack;
mod zip;
mod zip_header;

use std::ops::ControlFlow;

pub use open::{Inside, Opener};
pub use sniff::{Content, Packing, sniff};
pub use stream::{BUFFER, HEAD, Stream};

/// Bounds on what is opened. One that bites is reported, and names the option that raises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Containers inside each other (`--max-nesting`); a `.tar.gz` is two.
    pub nesting: usize,
    /// How many times its size a file, or a member, may unpack to (`--max-expansion`).
    ///
    /// Not looked at before 64 MiB have been unpacked.
    pub expansion: u64,
    /// Members of one file, all levels together (`--max-members`).
    pub members: u64,
    /// Bytes in the name of a member (`--max-path`).
    pub path: usize,
    /// Bytes of what has been unpacked that a decoder may look back to (`--memory`). A container in
    /// another one has half as much.
    pub window: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { nesting: 4, expansion: 1000, members: 10_000_000, path: 4096, window: 128 << 20 }
    }
}

/// Who is given the contents of a file.
///
/// Each member gets exactly one call of [`leaf`](Visitor::leaf) or
/// [`not_story`](Visitor::not_story), or at least one of [`refused`](Visitor::refused); damage
/// that a leaf's reader did not meet is one more `refused`. `member` is `outer!inner`, and none
/// for the file itself. Folders in archives are not mentioned.
pub trait Visitor {
    /// An innermost stream that is not empty.
    ///
    /// It may be read in part only. An error in it belongs to whoever reads it: it comes after
    /// all good bytes, and is not given to `refused` as well. What its records enclose goes on
    /// through `inside`.
    fn leaf(
        &mut self,
        member: Option<&str>,
        stream: &mut Stream<'_>,
        inside: &Inside<'_>,
    ) -> ControlFlow<()>;

    /// Something is damaged, over a bound, or of a kind that cannot be read.
    ///
    /// `offset` is the place in the innermost container that could be opened; `reason` is for
    /// people.
    fn refused(&mut self, member: Option<&str>, offset: Option<u64>, reason: &str);

    /// Whole, but no story: `picture`, `office document`, `hidden file`, `empty file`, `link` …
    fn not_story(&mut self, member: Option<&str>, kind: &'static str);
}
