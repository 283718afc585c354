//! zip archives, member by member, from any stream.
//!
//! In: a stream that is a zip archive. Out: a stream for each file in it. Read from the front by
//! the local headers, never by the table at the end, so that an archive inside another needs no
//! second look; the zip library reads from the front too, but not members whose length stands
//! behind them, which is how every program that writes to a pipe does it.

use std::cell::Cell;
use std::io::{self, BufRead, ErrorKind, Read};
use std::ops::ControlFlow;

use flate2::Crc;
use memchr::memmem;

use super::codec::{Bzip2, Xz, Zstd};
use super::deflate::{DESCRIPTOR, ZipDeflate, descriptor};
use super::name;
use super::open::{Place, Run};
use super::stream::{HEAD, Section, Stream, cut_short};
use super::unpack::{Gauge, Unpack, damaged};
use super::zip_header::{Local, find, is_end};

/// Reads a zip archive to its table of members.
pub(super) fn read(run: &mut Run<'_>, input: &mut Stream<'_>, place: Place<'_>) -> ControlFlow<()> {
    members(run, input, place, &mut None)
}

/// Reads the text of a document of a word processor, which is one member of its archive.
///
/// The member stands for the document and goes by its name; pictures, styles and the like are
/// passed over. What has no such member is the document of another program.
pub(super) fn read_document(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
) -> ControlFlow<()> {
    let told = run.told;
    let mut found = Some(false);
    members(run, input, place, &mut found)?;
    if found == Some(false) && run.told == told {
        run.visitor.not_story(place.member, "office document");
    }
    ControlFlow::Continue(())
}

/// Says whether a member is the text of a document: `word/document.xml`; some writers number it.
fn is_text(name: &str) -> bool {
    name.strip_prefix("word/document")
        .and_then(|rest| rest.strip_suffix(".xml"))
        .is_some_and(|number| number.bytes().all(|it| it.is_ascii_digit()))
}

/// Reads member by member. `document` is none for an archive; for a document it says whether its
/// text has been met, and nothing is read behind it.
fn members(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    document: &mut Option<bool>,
) -> ControlFlow<()> {
    loop {
        if run.meter.spent() {
            return ControlFlow::Continue(());
        }
        let offset = input.offset();
        let local = match Local::read(input) {
            Ok(local) => local,
            Err(error) => {
                run.refuse(place.member, Some(offset), &error.to_string());
                return ControlFlow::Continue(());
            }
        };
        let step = match local {
            Some(local) if *document == Some(false) && !is_text(&local.name) => {
                part(run, input, place, &local, offset)?
            }
            Some(local) => {
                let step = member(run, input, place, &local, offset, document.is_some())?;
                if document.is_some() {
                    *document = Some(true);
                    return ControlFlow::Continue(());
                }
                step
            }
            None if input.peek(4).is_ok_and(is_end) => return ControlFlow::Continue(()),
            None => Then::Lost(true),
        };
        match step {
            Then::Next => {}
            Then::Stop => return ControlFlow::Continue(()),
            Then::Lost(false) if input.peek(1).is_ok_and(<[u8]>::is_empty) => {
                return ControlFlow::Continue(());
            }
            Then::Lost(report) => {
                let found = find(input);
                let passed = input.offset() - offset;
                let reason = match &found {
                    Ok(true) => {
                        format!("the zip archive is damaged: {passed} bytes were passed over")
                    }
                    Ok(false) if passed == 0 => {
                        "the zip archive is cut short: its table of members is missing".to_owned()
                    }
                    Ok(false) => format!(
                        "the zip archive is damaged: its last {passed} bytes cannot be read"
                    ),
                    Err(error) => error.to_string(),
                };
                if report || !matches!(found, Ok(true)) {
                    run.refuse(place.member, Some(offset), &reason);
                }
                if !matches!(found, Ok(true)) {
                    return ControlFlow::Continue(());
                }
            }
        }
    }
}

/// How it goes on after a member.
enum Then {
    Next,
    Stop,
    /// Where the next member begins is not known; true if that is news.
    Lost(bool),
}

/// Reads or passes over the member of a local header.
fn member(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    local: &Local,
    offset: u64,
    document: bool,
) -> ControlFlow<(), Then> {
    let shown = name::nested(place.member, &name::member(local.name.as_bytes()));
    if run.too_many(place.member, offset) {
        return ControlFlow::Continue(Then::Stop);
    }
    let below =
        if document { Place { depth: place.depth + 1, ..place } } else { place.below(&shown) };
    let folder = local.name.ends_with('/');
    let mut wanted = false;
    if folder {
        // Nothing to tell.
    } else if let Some(litter) = name::litter_path(local.name.as_bytes()) {
        run.visitor.not_story(Some(&shown), litter);
    } else if local.encrypted {
        let reason = "it is encrypted; unpack the archive with its password first";
        run.refuse(Some(&shown), Some(offset), reason);
    } else if !local.readable() {
        let reason = format!(
            "it is packed with {}, which is not read here; unpack the archive first",
            local.method_name()
        );
        run.refuse(Some(&shown), Some(offset), &reason);
    } else {
        wanted = run.name_fits(&shown, offset);
    }
    match (wanted, local.packed) {
        (true, Some(size)) => sized(run, input, below, local, size, offset),
        (true, None) => unsized_member(run, input, below, local, offset, true),
        (false, Some(size)) => pass(run, input, Some(&shown), size, offset),
        (false, None) if folder => ControlFlow::Continue(Then::Next),
        (false, None) => ControlFlow::Continue(Then::Lost(false)),
    }
}

/// Passes over a part of a document that is not its text.
fn part(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    local: &Local,
    offset: u64,
) -> ControlFlow<(), Then> {
    if run.too_many(place.member, offset) {
        return ControlFlow::Continue(Then::Stop);
    }
    match local.packed {
        Some(size) => pass(run, input, place.member, size, offset),
        // Where it ends is only known once it has been unpacked.
        None if local.readable() && !local.encrypted => {
            let below = Place { depth: place.depth + 1, ..place };
            unsized_member(run, input, below, local, offset, false)
        }
        None => ControlFlow::Continue(Then::Lost(false)),
    }
}

/// Passes over the bytes of a member.
fn pass(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    shown: Option<&str>,
    left: u64,
    offset: u64,
) -> ControlFlow<(), Then> {
    let reason = match input.skip(left) {
        Ok(skipped) if skipped == left => return ControlFlow::Continue(Then::Next),
        Ok(skipped) => cut_short("zip", left - skipped).to_string(),
        Err(error) => error.to_string(),
    };
    run.refuse(shown, Some(offset), &reason);
    ControlFlow::Continue(Then::Stop)
}

/// Reads a member whose length its header states.
fn sized(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    local: &Local,
    size: u64,
    offset: u64,
) -> ControlFlow<(), Then> {
    let (left, broke) = (Cell::new(size), Cell::new(false));
    let told = run.told;
    let section = Section::new(input, &left, &broke, "zip");
    let mut packed = run.stream(Box::new(section));
    let gauge = run.gauge(place.depth, 0);
    let flow = match unpacked(&mut packed, local, gauge, run.window(place.depth)) {
        Ok(source) => {
            let stream = run.stream(Box::new(Checked::new(source, local)));
            run.visit(stream, place)
        }
        Err(error) => {
            run.refuse(place.member, Some(offset), &error.to_string());
            ControlFlow::Continue(())
        }
    };
    run.done(packed);
    flow?;
    if !broke.get() {
        return pass(run, input, place.member, left.get(), offset);
    }
    if run.told == told {
        let reason = match input.fault() {
            Some((text, _)) => text.to_owned(),
            None => cut_short("zip", left.get()).to_string(),
        };
        run.refuse(place.member, Some(offset), &reason);
    }
    ControlFlow::Continue(Then::Stop)
}

/// The bytes of a member, by its method.
fn unpacked<'s>(
    packed: &'s mut Stream<'_>,
    local: &Local,
    gauge: Gauge<'s>,
    window: usize,
) -> io::Result<Box<dyn Read + 's>> {
    Ok(match local.method {
        0 => Box::new(packed),
        12 => Box::new(Unpack::single(packed, Bzip2::new(), gauge)),
        93 => Box::new(Unpack::single(packed, Zstd::new(window)?, gauge)),
        95 => Box::new(Unpack::single(packed, Xz::new(window), gauge)),
        _ => Box::new(Unpack::single(packed, ZipDeflate::new(false), gauge)),
    })
}

/// Reads a member whose length stands behind it; or only passes over it.
fn unsized_member(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    local: &Local,
    offset: u64,
    wanted: bool,
) -> ControlFlow<(), Then> {
    let told = run.told;
    let done = if local.method == 0 {
        let mut stored = Stored { input, crc: Crc::new(), size: 0, done: false };
        if wanted {
            let stream = run.stream(Box::new(&mut stored));
            run.visit(stream, place)?;
        }
        drain(&mut stored);
        stored.done
    } else {
        let gauge = run.gauge(place.depth, input.offset());
        let mut unpack = Unpack::single(input, ZipDeflate::new(true), gauge);
        if wanted {
            let stream = run.stream(Box::new(&mut unpack));
            run.visit(stream, place)?;
        }
        drain(&mut unpack);
        unpack.is_done()
    };
    if done {
        return ControlFlow::Continue(Then::Next);
    }
    let known = run.told != told;
    if let Some((text, _)) = input.fault() {
        if !known {
            let reason = text.to_owned();
            run.refuse(place.member, Some(offset), &reason);
        }
        return ControlFlow::Continue(Then::Stop);
    }
    ControlFlow::Continue(Then::Lost(!known))
}

/// Reads to the end or to the first error, so that the next member is found.
fn drain(source: &mut impl Read) {
    let mut into = vec![0; HEAD];
    while matches!(source.read(&mut into), Ok(n) if n > 0) {}
}

/// Compares the checksum of a member once it has been read.
struct Checked<'s> {
    source: Box<dyn Read + 's>,
    crc: Crc,
    size: u64,
    wanted: Option<(u32, u64)>,
}

impl<'s> Checked<'s> {
    fn new(source: Box<dyn Read + 's>, local: &Local) -> Checked<'s> {
        // Where the checksum stands behind the member, the header holds zeros.
        let wanted = (!local.trailer || local.crc != 0).then_some((local.crc, local.size));
        Checked { source, crc: Crc::new(), size: 0, wanted }
    }
}

impl Read for Checked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(into)?;
        if n > 0 {
            self.crc.update(&into[..n]);
            self.size += n as u64;
        } else if !into.is_empty()
            && self.wanted.is_some_and(|wanted| wanted != (self.crc.sum(), self.size))
        {
            self.wanted = None;
            return Err(damaged(
                "zip",
                self.size,
                "the checksum or the length of this member is wrong",
            ));
        }
        Ok(n)
    }
}

/// A member that is stored as it is, up to the descriptor that fits what stands before it.
struct Stored<'s, 'a> {
    input: &'s mut Stream<'a>,
    crc: Crc,
    size: u64,
    done: bool,
}

impl Read for Stored<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        const SIGN: &[u8] = b"PK\x07\x08";
        if self.done || into.is_empty() {
            return Ok(0);
        }
        let head = self.input.peek(HEAD)?;
        let have = head.len();
        let found = memmem::find(head, SIGN);
        if have == 0
            || found == Some(0)
                && have < DESCRIPTOR
                && descriptor(head, self.size, self.size).is_none()
        {
            self.input.consume(have);
            self.input.fill_buf()?;
            let text = "the zip archive is cut short inside this member";
            return Err(io::Error::new(ErrorKind::UnexpectedEof, text));
        }
        let end = match found {
            Some(0) => {
                match descriptor(head, self.size, self.size) {
                    Some((length, crc)) if crc == self.crc.sum() => {
                        self.input.consume(length);
                        self.done = true;
                        return Ok(0);
                    }
                    // Not ours: perhaps that of an archive inside this one.
                    _ => 1,
                }
            }
            Some(at) => at,
            // A signature may begin in the last bytes.
            None => head.len().saturating_sub(SIGN.len() - 1).max(1),
        };
        let n = end.min(into.len());
        into[..n].copy_from_slice(&head[..n]);
        self.crc.update(&head[..n]);
        self.input.consume(n);
        self.size += n as u64;
        Ok(n)
    }
}
