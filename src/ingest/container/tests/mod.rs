//! Containers made in memory by the libraries' own writers, whole, nested, damaged and hostile.

use std::io::{self, BufRead, Cursor, Read, Write};
use std::ops::ControlFlow;

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, ZipWriter};

pub(super) use super::*;

mod archives;
mod bounds;
mod damage;
mod packed;

/// What a visitor was told, one line each; a leaf is its bytes, and ` ! ` with the error.
#[derive(Default)]
struct Seen {
    lines: Vec<String>,
    leaves: Vec<(Option<String>, Vec<u8>, Option<String>)>,
    refused: Vec<(Option<String>, String)>,
    /// Leaves to read no further than their head.
    glance: bool,
    /// Leaves after which to stop.
    stop_after: Option<usize>,
}

impl Visitor for Seen {
    fn leaf(
        &mut self,
        member: Option<&str>,
        stream: &mut Stream<'_>,
        _: &Inside<'_>,
    ) -> ControlFlow<()> {
        let head = stream.peek(HEAD).map(<[u8]>::to_vec).unwrap_or_default();
        let (mut data, mut error) = (Vec::new(), None);
        loop {
            match stream.fill_buf() {
                Ok(_) if self.glance => break,
                Ok([]) => break,
                Ok(have) => {
                    data.extend_from_slice(have);
                    let n = have.len();
                    stream.consume(n);
                }
                Err(broken) => {
                    error = Some(broken.to_string());
                    break;
                }
            }
        }
        if self.glance {
            data = head;
        } else {
            assert!(data.starts_with(&head), "a peek showed what was not read");
        }
        let name = member.unwrap_or("-");
        self.lines.push(match &error {
            Some(error) => format!("{name} {} ! {error}", data.len()),
            None => format!("{name} {}", data.len()),
        });
        self.leaves.push((member.map(str::to_owned), data, error));
        match self.stop_after {
            Some(n) if n <= self.leaves.len() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn refused(&mut self, member: Option<&str>, _offset: Option<u64>, reason: &str) {
        self.lines.push(format!("{} ! {reason}", member.unwrap_or("-")));
        self.refused.push((member.map(str::to_owned), reason.to_owned()));
    }

    fn not_story(&mut self, member: Option<&str>, kind: &'static str) {
        self.lines.push(format!("{} = {kind}", member.unwrap_or("-")));
    }
}

impl Seen {
    fn read(data: &[u8]) -> Seen {
        Seen::within(data, Bounds::default())
    }

    fn within(data: &[u8], bounds: Bounds) -> Seen {
        let mut seen = Seen::default();
        let _ = Opener::new(bounds).open(data, &mut seen);
        seen
    }

    fn told(&self) -> usize {
        self.refused.len() + self.leaves.iter().filter(|(_, _, error)| error.is_some()).count()
    }
}

/// A reader that gives a few bytes at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = into.len().min(self.0.len()).min(7);
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// Text of some length in which compressors find something, but not everything.
fn text(len: usize) -> Vec<u8> {
    let mut state = 7u32;
    let words = ["harbour ", "wheat ", "minister ", "said ", "tonnes ", "strike ", "late ", "\n"];
    let mut out = Vec::new();
    while out.len() < len {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.extend_from_slice(words[(state >> 29) as usize].as_bytes());
        if state >> 20 & 7 == 0 {
            out.extend_from_slice((state >> 8).to_string().as_bytes());
        }
    }
    out.truncate(len);
    out
}

fn gz(data: &[u8]) -> Vec<u8> {
    let mut to = flate2::GzBuilder::new()
        .filename("name in the header")
        .comment("comment")
        .extra(vec![1, 2, 3])
        .write(Vec::new(), flate2::Compression::default());
    to.write_all(data).expect("memory");
    to.finish().expect("memory")
}

fn bz2(data: &[u8]) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    to.write_all(data).expect("memory");
    to.finish().expect("memory")
}

fn xz(data: &[u8]) -> Vec<u8> {
    let mut to = liblzma::write::XzEncoder::new(Vec::new(), 1);
    to.write_all(data).expect("memory");
    to.finish().expect("memory")
}

fn zst(data: &[u8]) -> Vec<u8> {
    let mut to = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("memory");
    to.include_checksum(true).expect("known");
    to.write_all(data).expect("memory");
    to.finish().expect("memory")
}

fn lz4(data: &[u8]) -> Vec<u8> {
    use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
    let info = FrameInfo::new()
        .block_size(BlockSize::Max64KB)
        .content_checksum(true)
        .block_checksums(true);
    let mut to = FrameEncoder::with_frame_info(info.block_mode(BlockMode::Linked), Vec::new());
    to.write_all(data).expect("memory");
    to.finish().expect("memory")
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = ::tar::Builder::new(Vec::new());
    for (name, data) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(data.len() as u64);
        to.append_data(&mut header, name, *data).expect("memory");
    }
    to.into_inner().expect("memory")
}

/// A header with any name and kind, and its data, padded.
fn tar_member(name: &[u8], kind: u8, data: &[u8]) -> Vec<u8> {
    let mut header = ::tar::Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name);
    header.set_entry_type(::tar::EntryType::new(kind));
    header.set_size(data.len() as u64);
    header.set_cksum();
    let mut out = header.as_bytes().to_vec();
    out.extend_from_slice(data);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in files {
        to.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("new");
        to.write_all(data).expect("memory");
    }
    to.finish().expect("memory").into_inner()
}

/// Written as to a pipe: lengths stand behind the members.
fn piped_zip(files: &[(&str, &[u8])], method: CompressionMethod, large: bool) -> Vec<u8> {
    let mut to = ZipWriter::new_stream(Vec::new());
    for (name, data) in files {
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        to.start_file(*name, options).expect("new");
        to.write_all(data).expect("memory");
    }
    to.finish().expect("memory").into_inner()
}

/// Packs the whole of something.
type Pack = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Pack); 5] =
    [("gzip", gz), ("bzip2", bz2), ("xz", xz), ("zstd", zst), ("lz4", lz4)];
