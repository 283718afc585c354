//! Containers in containers: looks at a stream, opens it, and goes on inside, down to the leaves.
//!
//! In: a stream and a visitor. Out: calls to the visitor. One file, because nesting, the bounds on
//! it, and the bookkeeping that reports each damage exactly once are the same for all containers.

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;

use super::codec::{Bzip2, Xz, Zstd};
use super::deflate::Gzip;
use super::lz4::Lz4;
use super::lzw::Lzw;
use super::sniff::{Content, Office, Packing, office, sniff};
use super::stream::{HEAD, Stream};
use super::unpack::{Gauge, Meter, Unpack};
use super::{Bounds, Visitor, name, tar, zip};

/// Containers inside each other at most, whatever is asked for: each level takes stack.
const DEEPEST: usize = 64;

/// Opens files, one after the other, and keeps its buffers in between.
#[derive(Default)]
pub struct Opener {
    bounds: Bounds,
    pool: Vec<Vec<u8>>,
}

impl Opener {
    /// With these bounds.
    pub fn new(bounds: Bounds) -> Opener {
        Opener { bounds, pool: Vec::new() }
    }

    /// Calls the visitor for everything in `input`, in order; breaks when the visitor does.
    pub fn open(&mut self, input: impl Read, visitor: &mut dyn Visitor) -> ControlFlow<()> {
        let nesting = self.bounds.nesting.min(DEEPEST);
        let meter = Meter::new(self.bounds.expansion, nesting + 1);
        let file = Counted { input, meter: &meter };
        let members = Cell::new(0);
        let mut run = Run {
            bounds: &self.bounds,
            nesting,
            visitor,
            meter: &meter,
            pool: &mut self.pool,
            members: &members,
            told: 0,
            enclosed: false,
        };
        let stream = run.stream(Box::new(file));
        run.visit(stream, Place { member: None, depth: 0 })
    }
}

/// The file itself, counted.
struct Counted<'m, R> {
    input: R,
    meter: &'m Meter,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(into)?;
        self.meter.add_raw(n);
        Ok(n)
    }
}

/// Where a stream stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// `outer!inner`; none for the file itself.
    pub member: Option<&'p str>,
    /// Containers around it.
    pub depth: usize,
}

impl<'p> Place<'p> {
    /// One container further in.
    pub(super) fn below(self, member: &'p str) -> Place<'p> {
        Place { member: Some(member), depth: self.depth + 1 }
    }
}

/// The reading of one file.
pub(super) struct Run<'r> {
    bounds: &'r Bounds,
    nesting: usize,
    pub visitor: &'r mut dyn Visitor,
    pub meter: &'r Meter,
    pool: &'r mut Vec<Vec<u8>>,
    members: &'r Cell<u64>,
    /// Damages that the visitor knows of, to report none twice.
    pub told: u64,
    /// It is a record that holds all this.
    enclosed: bool,
}

impl<'r> Run<'r> {
    /// A stream with a used buffer, where there is one.
    pub(super) fn stream<'a>(&mut self, source: Box<dyn Read + 'a>) -> Stream<'a> {
        Stream::with_buffer(source, self.pool.pop().unwrap_or_default())
    }

    /// Keeps the buffer of a stream that has been read.
    pub(super) fn done(&mut self, stream: Stream<'_>) {
        self.pool.push(stream.into_buffer());
    }

    /// Tells the visitor of a damage.
    pub(super) fn refuse(&mut self, member: Option<&str>, offset: Option<u64>, reason: &str) {
        self.told += 1;
        self.visitor.refused(member, offset, reason);
    }

    /// A guard for what is unpacked from a stream that stands at `offset`.
    pub(super) fn gauge(&self, depth: usize, offset: u64) -> Gauge<'r> {
        Gauge::new(self.meter, depth, offset)
    }

    /// What a decoder that deep may look back to: all decoders of a file together, no more than
    /// twice the bound.
    pub(super) fn window(&self, depth: usize) -> usize {
        self.bounds.window >> depth.min(usize::BITS as usize - 1)
    }

    /// Counts a member; true, and reported, if it is one too many.
    pub(super) fn too_many(&mut self, archive: Option<&str>, offset: u64) -> bool {
        self.members.set(self.members.get() + 1);
        let most = self.bounds.members;
        if self.members.get() <= most {
            return false;
        }
        let reason = format!(
            "the file holds more than {most} members, so the rest of it is not read; \
             --max-members raises this bound"
        );
        self.refuse(archive, Some(offset), &reason);
        self.meter.spend();
        true
    }

    /// Says whether a member's name is short enough; reported if not.
    pub(super) fn name_fits(&mut self, member: &str, offset: u64) -> bool {
        let most = self.bounds.path;
        if member.len() <= most {
            return true;
        }
        let short: String = member.chars().take(80).collect();
        let reason = format!("its name is longer than {most} bytes; --max-path raises this bound");
        self.refuse(Some(&format!("{short}…")), Some(offset), &reason);
        false
    }

    /// Opens a stream, or hands it over.
    pub(super) fn visit(&mut self, mut stream: Stream<'_>, place: Place<'_>) -> ControlFlow<()> {
        let flow = self.look(&mut stream, place);
        self.done(stream);
        flow
    }

    fn look(&mut self, stream: &mut Stream<'_>, place: Place<'_>) -> ControlFlow<()> {
        let head = match stream.peek(512) {
            Ok(head) => head,
            Err(error) => {
                self.refuse(place.member, Some(0), &error.to_string());
                return ControlFlow::Continue(());
            }
        };
        if head.is_empty() {
            self.visitor.not_story(place.member, "empty file");
            return ControlFlow::Continue(());
        }
        let content = sniff(head);
        // Broken so early, it cannot be told what this was: the stump of a header is no story.
        let stump = head.len() < 16 || head.len() < 512 && head.contains(&0);
        if stump
            && content == Content::Plain
            && let Some((text, _)) = stream.fault()
        {
            let reason = text.to_owned();
            self.refuse(place.member, Some(0), &reason);
            return ControlFlow::Continue(());
        }
        let document = match content {
            Content::Zip => stream.peek(HEAD).ok().and_then(office),
            _ => None,
        };
        if let Some(Office::Other(kind)) = document {
            self.visitor.not_story(place.member, kind);
            return ControlFlow::Continue(());
        }
        let container = matches!(content, Content::Packed(_) | Content::Tar | Content::Zip);
        if container && place.depth >= self.nesting {
            let reason = format!(
                "containers stand more than {} deep in each other; --max-nesting raises this bound",
                self.nesting
            );
            self.refuse(place.member, Some(0), &reason);
            return ControlFlow::Continue(());
        }
        match content {
            Content::Packed(packing) => self.unpack(packing, stream, place),
            Content::Tar => tar::read(self, stream, place),
            Content::Zip if document.is_some() => zip::read_document(self, stream, place),
            Content::Zip => zip::read(self, stream, place),
            Content::Unreadable(reason) => {
                self.refuse(place.member, Some(0), reason);
                ControlFlow::Continue(())
            }
            Content::NotStory(kind) => {
                self.visitor.not_story(place.member, kind);
                ControlFlow::Continue(())
            }
            Content::Plain => self.leaf(stream, place),
        }
    }

    fn leaf(&mut self, stream: &mut Stream<'_>, place: Place<'_>) -> ControlFlow<()> {
        let inside = Inside {
            bounds: self.bounds,
            nesting: self.nesting,
            meter: self.meter,
            members: self.members,
            depth: place.depth,
            enclosed: self.enclosed,
        };
        let member = place.member;
        self.visitor.leaf(member, stream, &inside)?;
        let offset = stream.offset();
        match stream.fault().map(|(text, told)| (text.to_owned(), told)) {
            None => {}
            // The visitor has met it while reading.
            Some((_, true)) => self.told += 1,
            Some((text, false)) => self.refuse(member, Some(offset), &text),
        }
        ControlFlow::Continue(())
    }

    fn unpack(
        &mut self,
        packing: Packing,
        stream: &mut Stream<'_>,
        place: Place<'_>,
    ) -> ControlFlow<()> {
        let depth = place.depth + 1;
        let gauge = self.gauge(depth, stream.offset());
        let window = self.window(place.depth);
        let source: Box<dyn Read + '_> = match packing {
            Packing::Gzip => Box::new(Unpack::new(stream, Gzip::new(), gauge)),
            Packing::Bzip2 => Box::new(Unpack::new(stream, Bzip2::new(), gauge)),
            Packing::Xz => Box::new(Unpack::new(stream, Xz::new(window), gauge)),
            Packing::Zstd => match Zstd::new(window) {
                Ok(codec) => Box::new(Unpack::new(stream, codec, gauge)),
                Err(error) => {
                    let reason = format!("the zstd data cannot be unpacked: {error}");
                    self.refuse(place.member, Some(0), &reason);
                    return ControlFlow::Continue(());
                }
            },
            Packing::Lz4 => Box::new(Lz4::new(stream, gauge)),
            Packing::Compress => Box::new(Unpack::new(stream, Lzw::new(), gauge)),
        };
        let inner = self.stream(source);
        self.visit(inner, Place { member: place.member, depth })
    }
}

/// The way on from a leaf into files that its records enclose, within the bounds of the whole file.
pub struct Inside<'r> {
    bounds: &'r Bounds,
    nesting: usize,
    meter: &'r Meter,
    members: &'r Cell<u64>,
    depth: usize,
    enclosed: bool,
}

impl Inside<'_> {
    /// Whether the leaf itself is enclosed in a record.
    pub fn is_enclosed(&self) -> bool {
        self.enclosed
    }

    /// Opens a file that record `number` of the leaf `outer` encloses; `name` is as the record
    /// gives it, any bytes. The record counts as a container.
    pub fn open(
        &self,
        (outer, number): (Option<&str>, u64),
        name: &str,
        bytes: &[u8],
        visitor: &mut dyn Visitor,
    ) -> ControlFlow<()> {
        // That was told when the bound bit: nothing more of the file is read.
        if self.meter.spent() {
            return ControlFlow::Continue(());
        }
        let inner = format!("{number}!{}", name::member(name.as_bytes()));
        let member = name::nested(outer, &inner);
        let mut run = Run {
            bounds: self.bounds,
            nesting: self.nesting,
            visitor,
            meter: self.meter,
            pool: &mut Vec::new(),
            members: self.members,
            told: 0,
            enclosed: true,
        };
        if run.too_many(outer, 0) || !run.name_fits(&member, 0) {
            return ControlFlow::Continue(());
        }
        if self.depth >= self.nesting {
            let reason = format!(
                "containers stand more than {} deep in each other; --max-nesting raises this bound",
                self.nesting
            );
            run.refuse(Some(&member), Some(0), &reason);
            return ControlFlow::Continue(());
        }
        let stream = run.stream(Box::new(bytes));
        run.visit(stream, Place { member: Some(&member), depth: self.depth + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_nest() {
        let inner = name::nested(Some("a.zip"), "b.txt");
        let place = Place { member: Some("a.zip"), depth: 1 }.below(&inner);
        assert_eq!((place.member, place.depth), (Some("a.zip!b.txt"), 2));
    }
}
