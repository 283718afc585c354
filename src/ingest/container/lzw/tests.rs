//! The `.Z` decoder against a small writer of the same codes.

use std::io::Read;

use proptest::prelude::*;

use super::super::unpack::{Gauge, Meter, Unpack};
use super::*;

/// Codes to bytes, in groups of eight, as `compress` writes them.
struct Writer {
    out: Vec<u8>,
    group: Vec<u8>,
    bit: u32,
}

impl Writer {
    fn put(&mut self, code: u32, width: u32) {
        for i in 0..width {
            if self.bit.is_multiple_of(8) {
                self.group.push(0);
            }
            if code >> i & 1 == 1 {
                *self.group.last_mut().expect("pushed") |= 1 << (self.bit % 8);
            }
            self.bit += 1;
        }
        if self.bit == width * 8 {
            self.flush(width, false);
        }
    }

    /// Ends a group; filled up to its whole length unless it is the last one.
    fn flush(&mut self, width: u32, fill: bool) {
        if fill && !self.group.is_empty() {
            self.group.resize(width as usize, 0);
        }
        self.out.append(&mut self.group);
        self.bit = 0;
    }
}

/// A plain `compress`: clears the table after every `clear` codes once it is full.
fn compress(data: &[u8], widest: u32, block: bool) -> Vec<u8> {
    let flags = widest as u8 | if block { 0x80 } else { 0 };
    let mut to = Writer { out: vec![0x1F, 0x9D, flags], group: Vec::new(), bit: 0 };
    let first = if block { 257u32 } else { 256 };
    let (mut table, mut free, mut width) = (std::collections::HashMap::new(), first, 9);
    let mut since = 0;
    let Some((&start, rest)) = data.split_first() else {
        return to.out;
    };
    let mut at = u32::from(start);
    for &byte in rest {
        if let Some(&code) = table.get(&(at, byte)) {
            at = code;
            continue;
        }
        to.put(at, width);
        if free < 1 << widest {
            table.insert((at, byte), free);
            free += 1;
            if free > 1 << width && width < widest {
                to.flush(width, true);
                width += 1;
            }
        } else {
            since += 1;
            if block && since > 300 {
                to.put(256, width);
                to.flush(width, true);
                table.clear();
                (free, width, since) = (first, 9, 0);
            }
        }
        at = u32::from(byte);
    }
    to.put(at, width);
    to.flush(width, false);
    to.out
}

fn unpack(packed: &[u8], chunk: usize) -> (Vec<u8>, Option<String>) {
    let meter = Meter::new(1_000_000, 1);
    let mut input = Stream::new(packed);
    let mut unpack = Unpack::new(&mut input, Lzw::new(), Gauge::new(&meter, 1, 0));
    let (mut out, mut into) = (Vec::new(), vec![0; chunk]);
    loop {
        match unpack.read(&mut into) {
            Ok(0) => return (out, None),
            Ok(n) => out.extend_from_slice(&into[..n]),
            Err(error) => return (out, Some(error.to_string())),
        }
    }
}

/// Text with repeats, and runs, which use the code that is just being made.
fn sample(len: usize) -> Vec<u8> {
    let mut state = 12345u32;
    let mut out = Vec::with_capacity(len);
    while out.len() < len {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let run = (state >> 28) as usize;
        let byte = b'a' + (state >> 20 & 15) as u8;
        out.extend(std::iter::repeat_n(byte, 1 + run));
    }
    out.truncate(len);
    out
}

#[test]
fn every_width_and_both_modes_come_back() {
    let data = sample(200_000);
    for widest in 9..=16 {
        for block in [false, true] {
            let packed = compress(&data, widest, block);
            for chunk in [1 << 16, 777] {
                let (out, error) = unpack(&packed, chunk);
                assert_eq!(error, None, "{widest} {block}");
                assert!(out == data, "{widest} {block} {chunk}");
            }
        }
    }
}

#[test]
fn the_smallest_files() {
    // As written by compress(1): nothing, one byte, a run.
    assert_eq!(unpack(&[0x1F, 0x9D, 0x90], 10), (Vec::new(), None));
    assert_eq!(unpack(&[0x1F, 0x9D, 0x90, 0x61, 0x00], 10), (b"a".to_vec(), None));
    let run = compress(&[b'x'; 1000], 16, true);
    assert_eq!(unpack(&run, 3), (vec![b'x'; 1000], None));
}

#[test]
fn a_code_from_nowhere_is_damage() {
    // 'a', then code 511, of which nothing is known yet.
    let packed = [0x1F, 0x9D, 0x90, 0x61, 0xFE, 0x03];
    let (out, error) = unpack(&packed, 10);
    assert_eq!(out, b"a");
    assert!(error.is_some_and(|text| text.contains("code")));
}

proptest! {
    #[test]
    fn any_text_comes_back(data in "[ab]{0,3000}", widest in 9u32..=16, block: bool) {
        let (out, error) = unpack(&compress(data.as_bytes(), widest, block), 100);
        prop_assert_eq!(error, None);
        prop_assert!(out == data.as_bytes());
    }

    #[test]
    fn any_bytes_are_survived(tail in proptest::collection::vec(any::<u8>(), 0..2000), flags in 0u8..=255) {
        let mut packed = vec![0x1F, 0x9D, flags];
        packed.extend_from_slice(&tail);
        let _ = unpack(&packed, 333);
    }
}
