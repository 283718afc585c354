//! tar archives, member by member, from any stream.
//!
//! In: a stream that is a tar archive. Out: a stream for each file in it. The fields of a header
//! are read by the tar library; the loop is our own, because the library's stops at the first bad
//! header, keeps long names of any length in memory, and takes a name with a line break in it for
//! a damaged one. After a damaged header the next good one is looked for.

use std::cell::Cell;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::name;
use super::open::{Place, Run};
use super::stream::{Section, Stream, cut_short};

const BLOCK: usize = 512;

/// Longest extended header (long names, attributes).
const EXTENDED: u64 = 1 << 20;

/// Says whether a tar archive begins here.
pub(super) fn begins(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<BLOCK>() else {
        return false;
    };
    block[0] != 0 && (block[257..].starts_with(b"ustar") || is_header(block))
}

/// Says whether the checksum of a header is right: the only mark that every tar has.
fn is_header(block: &[u8; BLOCK]) -> bool {
    let field = &block[148..156];
    // Checked before the library is asked: its refusals cost time, and most files are no tar.
    if !field.iter().all(|byte| matches!(byte, b'0'..=b'7' | b' ' | 0)) {
        return false;
    }
    let Ok(stated) = ::tar::Header::from_byte_slice(block).cksum() else {
        return false;
    };
    let outside = || block[..148].iter().chain(&block[156..]);
    let unsigned: u32 = outside().map(|&byte| u32::from(byte)).sum::<u32>() + 8 * 32;
    // Some old programs added signed bytes.
    let signed: i32 = outside().map(|&byte| i32::from(byte as i8)).sum::<i32>() + 8 * 32;
    stated == unsigned || i64::from(stated) == i64::from(signed)
}

/// What extended headers say about the member that follows them.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Extended {
    /// Reads pax records: `LENGTH KEY=VALUE\n`, as far as they are whole.
    fn read_pax(&mut self, mut data: &[u8]) {
        while let Some(blank) = data.iter().take(20).position(|&byte| byte == b' ') {
            let length = std::str::from_utf8(&data[..blank]).ok().and_then(|n| n.parse().ok());
            let Some(length) = length.filter(|&n: &usize| n > blank + 1 && n <= data.len()) else {
                return;
            };
            let (record, rest) = data.split_at(length);
            data = rest;
            let record = &record[blank + 1..length - 1];
            let Some(equals) = record.iter().position(|&byte| byte == b'=') else {
                continue;
            };
            let (key, value) = (&record[..equals], &record[equals + 1..]);
            match key {
                b"path" if !self.sparse => self.name = Some(value.to_vec()),
                b"size" => self.size = std::str::from_utf8(value).ok().and_then(|n| n.parse().ok()),
                _ if key.starts_with(b"GNU.sparse.") => {
                    self.sparse = true;
                    if key == b"GNU.sparse.name" {
                        self.name = Some(value.to_vec());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Reads a tar archive to its end.
pub(super) fn read(run: &mut Run<'_>, input: &mut Stream<'_>, place: Place<'_>) -> ControlFlow<()> {
    let mut extended = Extended::default();
    let mut ended = false;
    loop {
        if run.meter.spent() {
            return ControlFlow::Continue(());
        }
        let offset = input.offset();
        let block = match next_block(input) {
            Ok(Some(block)) => block,
            Ok(None) => return ControlFlow::Continue(()),
            Err(_) if ended => return ControlFlow::Continue(()),
            Err(error) => {
                run.refuse(place.member, Some(offset), &error.to_string());
                return ControlFlow::Continue(());
            }
        };
        if block == [0; BLOCK] {
            // Zeros end an archive, but another may have been joined to it.
            input.consume(BLOCK);
            ended = true;
            continue;
        }
        if !is_header(&block) {
            if ended {
                return ControlFlow::Continue(());
            }
            extended = Extended::default();
            let found = resync(input);
            let passed = input.offset() - offset;
            let reason = match found {
                Ok(true) => format!(
                    "a member of the tar archive is damaged: {passed} bytes were passed over"
                ),
                Ok(false) => {
                    format!("the tar archive is damaged: its last {passed} bytes cannot be read")
                }
                Err(error) => error.to_string(),
            };
            run.refuse(place.member, Some(offset), &reason);
            continue;
        }
        ended = false;
        input.consume(BLOCK);
        match member(run, input, place, &block, offset, &mut extended)? {
            Then::Next => extended = Extended::default(),
            Then::Extended => {}
            Then::Stop => return ControlFlow::Continue(()),
        }
    }
}

/// How it goes on after a member.
enum Then {
    Next,
    /// What was read belongs to the next member.
    Extended,
    Stop,
}

/// Reads or passes over what a header stands for.
fn member(
    run: &mut Run<'_>,
    input: &mut Stream<'_>,
    place: Place<'_>,
    block: &[u8; BLOCK],
    offset: u64,
    extended: &mut Extended,
) -> ControlFlow<(), Then> {
    let header = ::tar::Header::from_byte_slice(block);
    let kind = block[156];
    let Ok(size) = header.entry_size() else {
        run.refuse(
            place.member,
            Some(offset),
            "the length of a member of the tar archive cannot be read",
        );
        return ControlFlow::Continue(Then::Next);
    };
    if matches!(kind, b'L' | b'K' | b'x' | b'X' | b'g') {
        match short_data(input, size) {
            Err(error) => {
                run.refuse(place.member, Some(offset), &error.to_string());
                return ControlFlow::Continue(Then::Stop);
            }
            Ok(None) => {
                let reason = "an extended header of the tar archive is longer than 1 MiB";
                run.refuse(place.member, Some(offset), reason);
            }
            Ok(Some(mut data)) if kind == b'L' => {
                data.truncate(data.iter().position(|&byte| byte == 0).unwrap_or(data.len()));
                extended.name = Some(data);
            }
            Ok(Some(data)) if matches!(kind, b'x' | b'X') => extended.read_pax(&data),
            Ok(Some(_)) => {}
        }
        return ControlFlow::Continue(Then::Extended);
    }
    let raw = extended.name.take().unwrap_or_else(|| header.path_bytes().into_owned());
    let shown = name::nested(place.member, &name::member(&raw));
    let size = match kind {
        // A hard link states the length of what it leads to, and holds none of it.
        b'1' => 0,
        _ => extended.size.unwrap_or(size),
    };
    let folder = raw.ends_with(b"/");
    let mut child_broke = false;
    let left = Cell::new(size);
    match kind {
        b'0' | 0 | b'7' if !folder => {
            if run.too_many(place.member, offset) {
                return ControlFlow::Continue(Then::Stop);
            }
            if extended.sparse {
                run.refuse(Some(&shown), Some(offset), SPARSE);
            } else if let Some(litter) = name::litter_path(&raw) {
                run.visitor.not_story(Some(&shown), litter);
            } else if run.name_fits(&shown, offset) {
                let broke = Cell::new(false);
                let told = run.told;
                let section = Section::new(input, &left, &broke, "tar");
                let stream = run.stream(Box::new(section));
                run.visit(stream, place.below(&shown))?;
                child_broke = broke.get();
                if child_broke && run.told == told {
                    let reason = broken(input, left.get());
                    run.refuse(Some(&shown), Some(offset), &reason);
                }
            }
        }
        b'0' | 0 | b'7' | b'5' | b'D' | b'V' => {}
        b'1' | b'2' => run.visitor.not_story(Some(&shown), "link"),
        b'3' | b'4' | b'6' => run.visitor.not_story(Some(&shown), "device"),
        b'S' => run.refuse(Some(&shown), Some(offset), SPARSE),
        b'M' => run.refuse(
            Some(&shown),
            Some(offset),
            "it is continued from another tar volume; join the volumes first",
        ),
        _ => {
            run.refuse(Some(&shown), Some(offset), "it is of a kind that tar archives seldom hold")
        }
    }
    if child_broke {
        return ControlFlow::Continue(Then::Stop);
    }
    if kind == b'S' && block[482] != 0 {
        // More of the map of holes stands before the data, in blocks of its own.
        let more = (|| -> io::Result<()> {
            loop {
                let Some(map) = next_block(input)? else {
                    return Ok(());
                };
                input.consume(BLOCK);
                if map[504] == 0 {
                    return Ok(());
                }
            }
        })();
        if let Err(error) = more {
            run.refuse(place.member, Some(offset), &error.to_string());
            return ControlFlow::Continue(Then::Stop);
        }
    }
    match pass(input, left.get(), size) {
        Ok(()) => ControlFlow::Continue(Then::Next),
        Err(error) => {
            run.refuse(Some(&shown), Some(offset), &error.to_string());
            ControlFlow::Continue(Then::Stop)
        }
    }
}

const SPARSE: &str = "it is stored with holes (sparse); pack it again without tar --sparse";

/// Why the archive broke inside a member, in the words of whatever broke it.
fn broken(input: &Stream<'_>, missing: u64) -> String {
    match input.fault() {
        Some((text, _)) => text.to_owned(),
        None => cut_short("tar", missing).to_string(),
    }
}

/// Passes over what is left of a member, and the padding up to the next block.
fn pass(input: &mut Stream<'_>, left: u64, size: u64) -> io::Result<()> {
    let skipped = input.skip(left)?;
    if skipped < left {
        return Err(cut_short("tar", left - skipped));
    }
    let padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    input.skip(padding)?;
    Ok(())
}

/// Data of an extended header, `None` (and passed over) where it is too long.
fn short_data(input: &mut Stream<'_>, size: u64) -> io::Result<Option<Vec<u8>>> {
    if size > EXTENDED {
        pass(input, size, size)?;
        return Ok(None);
    }
    let mut data = Vec::new();
    while (data.len() as u64) < size {
        let have = input.fill_buf()?;
        if have.is_empty() {
            return Err(cut_short("tar", size - data.len() as u64));
        }
        let step = have.len().min(size as usize - data.len());
        data.extend_from_slice(&have[..step]);
        input.consume(step);
    }
    pass(input, 0, size)?;
    Ok(Some(data))
}

/// The next block, not consumed; `None` at the end.
fn next_block(input: &mut Stream<'_>) -> io::Result<Option<[u8; BLOCK]>> {
    let head = input.peek(BLOCK)?;
    if let Some(block) = head.first_chunk::<BLOCK>() {
        return Ok(Some(*block));
    }
    let have = head.len();
    let blank = head.iter().all(|&byte| byte == 0);
    input.consume(have);
    // Says what broke the stream, if anything did.
    input.fill_buf()?;
    if blank {
        return Ok(None);
    }
    Err(io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "the tar archive is cut short inside a header",
    ))
}

/// Goes on to the next block that is a header; false where there is none.
fn resync(input: &mut Stream<'_>) -> io::Result<bool> {
    loop {
        let head = input.peek(BLOCK)?;
        match head.first_chunk::<BLOCK>() {
            Some(block) if block[0] != 0 && is_header(block) => return Ok(true),
            Some(_) => input.consume(BLOCK),
            None => {
                let have = head.len();
                input.consume(have);
                input.fill_buf()?;
                return Ok(false);
            }
        }
    }
}
