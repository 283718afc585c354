//! Formats: one file a format, behind one trait, in one table.
//!
//! A format cuts a stream into records (cheap, in order) and reads one record into a
//! [`RawStory`] (dear, any thread). It says what its elements say; what the copy says is read by
//! `copy`, the same for all formats.

use std::io::{self, BufRead};
use std::sync::Arc;

use crate::story::{Listed, RawStory, Story};

mod anpa;
mod apjson;
mod asianet;
mod columns;
mod conll;
mod csv;
mod cutter;
mod docx;
mod doubles;
mod dpajson;
mod elements;
mod embedded;
mod envelope;
mod europresse;
mod export;
mod factiva;
mod feed;
mod html;
mod iptc7901;
mod json;
mod jsonld;
mod mail;
mod newsbites;
mod newsml1;
mod newsmlg2;
mod newswire;
mod nexis;
mod ninjs;
mod nitf;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod proquest;
mod rcv1;
mod reuters21578;
mod reutersjson;
mod ritzau;
mod root;
mod rtf;
mod smart;
mod sniff;
mod solita;
mod telegraph;
mod time;
mod trec;
mod wapo;
mod warc;
mod window;
mod wire_header;
mod xml;

pub use columns::ColumnMap;
pub use sniff::unreadable_kind;

/// All formats. Order matters: the first to recognise a stream gets it, and `plain` takes the rest.
pub const FORMATS: &[&dyn Format] = &[
    &newswire::Newswire,
    &apjson::ApJson,
    &reutersjson::ReutersJson,
    &dpajson::DpaJson,
    &wapo::Wapo,
    &jsonld::bare::JsonLd,
    &ninjs::Ninjs,
    &reuters21578::Reuters21578,
    &trec::Trec,
    &html::Html,
    &nitf::Nitf,
    &newsml1::NewsMl1,
    &newsmlg2::NewsMlG2,
    &rcv1::Rcv1,
    &feed::Feed,
    &ritzau::Ritzau,
    &solita::Solita,
    &anpa::Anpa,
    &iptc7901::Iptc7901,
    &newsbites::NewsBites,
    &telegraph::Telegraph,
    &asianet::AsiaNet,
    &time::Time,
    &smart::Smart,
    &conll::Conll,
    &mail::Mail,
    &warc::Warc,
    &json::generic::Json,
    &csv::Csv,
    #[cfg(feature = "parquet")]
    &parquet::Parquet,
    &nexis::Nexis,
    &factiva::Factiva,
    &europresse::Europresse,
    &proquest::ProQuest,
    &docx::Docx,
    &rtf::Rtf,
    &plain::Plain,
];

/// Name of the format that takes what no other knows.
pub const PLAIN: &str = "plain";

/// Finds the format of a stream by its first bytes (up to 64 KiB); `None` for what is no text,
/// or text in a shape that is not read: then [`unreadable_kind`] says what it is.
pub fn sniff(head: &[u8]) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.sniff(head))
}

/// As [`sniff`], where a map says what the columns of tables are called.
pub fn sniff_mapped(head: &[u8], map: &ColumnMap) -> Option<&'static dyn Format> {
    let (last, others) = FORMATS.split_last()?;
    let found = others.iter().copied().find(|format| format.sniff(head));
    let found = found.or_else(|| others.iter().copied().find(|it| it.sniff_mapped(head, map)));
    found.or_else(|| last.sniff(head).then_some(*last))
}

/// Finds a format by its name.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// A record cut out of a stream, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Number in the stream, from 1.
    pub number: u64,
    /// Byte offset of the record in the (unpacked) stream.
    pub offset: u64,
    /// Its bytes, whole.
    pub bytes: Vec<u8>,
}

/// Why a record, or a part of a stream, did not become a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Damaged or over a limit: listed among the rejects.
    Reject {
        /// Byte offset in the (unpacked) stream.
        offset: u64,
        /// What is wrong, for people: a sentence without a full stop.
        reason: String,
    },
    /// Whole, but not a story: counted by kind.
    NotStory {
        /// Such as `advertisement`, `picture`, `documentation`, `word list`.
        kind: &'static str,
    },
}

/// What a cutter yields. After an I/O error there is nothing more.
pub enum Cut {
    /// A record to read.
    Record(Record),
    /// Something that is no record.
    Refused(Refusal),
    /// The stream broke off: message and offset. Records before it stand.
    Broken(io::Error, u64),
}

/// Records of a stream, in order.
pub type Cuts<'a> = Box<dyn Iterator<Item = Cut> + 'a>;

/// A record, read.
// Nearly every record is the large variant, so a box around it would only cost an allocation.
#[expect(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// What the elements of the source say; the copy is still to be read.
    Raw(RawStory),
    /// A record of newswire's own, complete: it stays as it is, its source and id too.
    Story(Box<Story>),
    /// No story, but a list of stories: what its elements say of it, and its entries.
    Package(Box<RawStory>, Vec<Listed>),
}

/// A file inside a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Its name, as the record gives it; never a path to follow.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a format is told about where a record stands.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Name of the file or member, for hints such as a date in the name; may be empty.
    pub name: String,
    /// Which column is what, where a map says so.
    pub columns: Option<Arc<ColumnMap>>,
}

/// Bounds while reading. A bound that bites is a reject that names the option that raises it.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest record in bytes (`--max-story`).
    pub story: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { story: 16 << 20 }
    }
}

/// One way in which agencies and archives wrote stories down.
pub trait Format: Sync + Send {
    /// Name used by `--format`, in `format:` queries, in the record and in messages.
    fn name(&self) -> &'static str;
    /// One line for `newswire formats`.
    fn about(&self) -> &'static str;
    /// Says whether a stream that starts with `head` (up to 64 KiB) is in this format.
    fn sniff(&self, head: &[u8]) -> bool;
    /// Says the same where it can be said only with a map of columns.
    fn sniff_mapped(&self, _head: &[u8], _map: &ColumnMap) -> bool {
        false
    }
    /// Cuts a stream into records, holding one at a time.
    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a>;
    /// Reads one record.
    fn read(&self, record: &Record, context: &Context) -> Result<Read, Refusal>;
    /// Files that a record encloses, to be read as if they lay beside it: attachments of a mail.
    fn enclosed(&self, _: &Record) -> Vec<Enclosed> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for format in FORMATS {
            let found: Vec<_> = FORMATS.iter().filter(|it| it.name() == format.name()).collect();
            assert_eq!(found.len(), 1, "{}", format.name());
            assert_eq!(by_name(format.name()).map(|it| it.name()), Some(format.name()));
            assert!(!format.about().is_empty() && !format.about().ends_with('.'));
        }
        assert!(by_name("nosuch").is_none());
    }

    #[test]
    fn streams_find_their_format() {
        let name = |head: &[u8]| sniff(head).map(|it| it.name());
        assert_eq!(
            name(b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">"),
            Some("reuters21578")
        );
        assert_eq!(name(b"<DOC>\n<DOCNO> AP880212-0004 </DOCNO>"), Some("trec"));
        assert_eq!(name(b"{\"schema\":1,\"id\":\"x\",\"source\":{}}\n"), Some("newswire"));
        assert_eq!(name(b"HARBOR SHUT\n\nThe harbor was shut on Monday."), Some("plain"));
        assert_eq!(name(b"%PDF-1.4 ..."), None);
        assert_eq!(unreadable_kind(b"%PDF-1.4 ..."), Some("PDF"));
    }
}
