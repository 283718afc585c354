//! RTF in, lines out.
//!
//! Archives need the text of files that may be damaged, in any code page, at any depth; the RTF
//! libraries there are keep a tree of styles, know one code page or none, and stop at the first
//! thing that they do not expect. So one pass over the bytes is made here: groups are counted and
//! never recursed into, what is unknown is passed over, and nothing fails.

mod lines;
mod tables;

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

pub use self::tables::head;
use self::tables::{SKIPPED, charset, code_page};
use super::document::Line;

/// Groups whose state is kept; deeper ones share that of the last.
const DEEPEST: usize = 512;

/// Groups without an end that are read after all.
const REWINDS: usize = 4;

/// A document as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its paragraphs, in order.
    pub lines: Vec<Line>,
    /// The code page that it declares.
    pub charset: String,
    /// Bytes stood in it that are no text in their code page.
    pub damaged: bool,
}

/// Reads a document, or a part of one.
pub fn read(bytes: &[u8]) -> Document {
    let mut reader = Reader::new(bytes);
    reader.run();
    reader.finish();
    Document {
        lines: reader.lines,
        charset: reader.page.name().to_ascii_lowercase(),
        damaged: reader.damaged,
    }
}

/// What holds inside a group.
#[derive(Clone, Copy)]
struct State {
    /// Its content is no text.
    skip: bool,
    /// Hidden text.
    hidden: bool,
    /// Inside the table of fonts.
    fonts: bool,
    /// Characters that stand in for one of Unicode.
    stand_ins: usize,
    encoding: &'static Encoding,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    /// Groups open beyond the ones kept.
    deeper: usize,
    page: &'static Encoding,
    fonts: HashMap<u32, &'static Encoding>,
    /// Font that the table is being told of.
    font: u32,
    /// Bytes of the code page, not yet text.
    pending: Vec<u8>,
    /// First half of a pair.
    high: Option<u32>,
    /// Stand-ins still to be passed over.
    passing: usize,
    /// The next word is marked as one that may be passed over.
    optional: bool,
    line: Line,
    in_row: bool,
    lines: Vec<Line>,
    damaged: bool,
    /// Where the group without text began that is being passed over, and how deep.
    skipped: Option<(usize, usize)>,
    /// Where that group ended.
    unskipped: Option<usize>,
    /// How often such a group had no end.
    rewound: usize,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Reader<'b> {
        let state = State {
            skip: false,
            hidden: false,
            fonts: false,
            stand_ins: 1,
            encoding: WINDOWS_1252,
        };
        Reader {
            bytes,
            at: 0,
            state,
            stack: Vec::new(),
            deeper: 0,
            page: WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            pending: Vec::new(),
            high: None,
            passing: 0,
            optional: false,
            line: Line::default(),
            in_row: false,
            lines: Vec::new(),
            damaged: false,
            skipped: None,
            unskipped: None,
            rewound: 0,
        }
    }

    /// Reads to the end. A group without text that has none has lost its end, so what stands in it
    /// is read after all; a picture stays one.
    fn run(&mut self) {
        loop {
            self.pass();
            // The brace that should have ended the file may have ended the group instead.
            let behind = |end: usize| {
                !self.stack.is_empty()
                    && self.bytes[end..].iter().all(|it| it.is_ascii_whitespace() || *it == b'}')
            };
            let lost = self.state.skip || self.unskipped.is_some_and(behind);
            let Some((at, depth)) = self.skipped.take().filter(|_| lost) else {
                return;
            };
            self.unskipped = None;
            if self.rewound >= REWINDS {
                return;
            }
            self.rewound += 1;
            self.at = at;
            self.stack.truncate(depth);
            self.deeper = 0;
            self.state.skip = false;
            self.damaged = true;
        }
    }

    fn pass(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                _ if self.passing > 0 => self.passing -= 1,
                _ if self.state.skip || self.state.hidden || self.state.fonts => {}
                _ => self.pending.push(byte),
            }
        }
    }

    fn open(&mut self) {
        self.flush();
        self.passing = 0;
        if self.stack.len() < DEEPEST {
            self.stack.push(self.state);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.passing = 0;
        self.optional = false;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(state) = self.stack.pop() {
            if self.state.skip && !state.skip {
                self.unskipped = Some(self.at);
            }
            self.state = state;
        }
    }

    /// Reads what stands behind a backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if first.is_ascii_alphabetic() {
            self.word();
            return;
        }
        self.at += 1;
        if first == b'\'' {
            let hex =
                self.bytes.get(self.at..self.at + 2).and_then(|it| std::str::from_utf8(it).ok());
            let Some(byte) = hex.and_then(|it| u8::from_str_radix(it, 16).ok()) else {
                return;
            };
            self.at += 2;
            if self.passing > 0 {
                self.passing -= 1;
            } else if !(self.state.skip || self.state.hidden || self.state.fonts) {
                self.pending.push(byte);
            }
            return;
        }
        if self.passing > 0 && first != b'*' {
            self.passing -= 1;
            return;
        }
        match first {
            b'*' => self.optional = true,
            b'\\' | b'{' | b'}' => self.push(char::from(first)),
            b'~' => self.push('\u{A0}'),
            b'_' => self.push('-'),
            b'\n' | b'\r' => self.end_line(),
            b'\t' => self.push('\t'),
            _ => {}
        }
    }

    /// Reads a control word and its number.
    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(32).take_while(|it| it.is_ascii_alphabetic()).count();
        let name = std::str::from_utf8(&rest[..length]).unwrap_or("");
        let tail = &rest[length..];
        let sign = usize::from(tail.first() == Some(&b'-'));
        let digits = tail[sign..].iter().take(10).take_while(|it| it.is_ascii_digit()).count();
        let mut end = length;
        let mut number = None;
        if digits > 0 {
            end += sign + digits;
            let text = std::str::from_utf8(&tail[..sign + digits]).unwrap_or("");
            number = text.parse::<i64>().ok();
        }
        if rest.get(end) == Some(&b' ') {
            end += 1;
        }
        self.at += end;
        let optional = std::mem::take(&mut self.optional);
        if name == "bin" {
            let count = number.and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(count).min(self.bytes.len());
            return;
        }
        if self.passing > 0 && name != "u" {
            self.passing -= 1;
            return;
        }
        if optional && !matches!(name, "shppict" | "txfieldtext" | "ud") || SKIPPED.contains(&name)
        {
            self.flush();
            let kept = !matches!(name, "pict" | "objdata" | "datastore" | "themedata");
            if !self.state.skip {
                self.skipped = kept.then_some((self.at, self.stack.len()));
            }
            self.state.skip = true;
            return;
        }
        self.act(name, number);
    }

    fn act(&mut self, name: &str, number: Option<i64>) {
        match name {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                self.state.stand_ins =
                    number.and_then(|it| usize::try_from(it).ok()).unwrap_or(1).min(64)
            }
            "ansicpg" => self.set_page(number.unwrap_or(1252)),
            "mac" => self.set_page(10000),
            "fonttbl" => self.state.fonts = true,
            "f" => self.set_font(number.and_then(|it| u32::try_from(it).ok()).unwrap_or(0)),
            "fcharset" if self.state.fonts => self.keep_font(charset(number.unwrap_or(1))),
            "cpg" if self.state.fonts => self.keep_font(code_page(number.unwrap_or(1252))),
            "plain" => {
                self.flush();
                self.state.hidden = false;
            }
            "v" => {
                self.flush();
                self.state.hidden = number != Some(0);
            }
            "deleted" => {
                self.flush();
                self.state.hidden = number != Some(0);
            }
            "par" => self.end_line(),
            "sect" | "page" => {
                self.end_line();
                if !self.state.skip {
                    self.line.page = true;
                }
            }
            "pagebb" if !self.state.skip => self.line.page = true,
            "line" | "softline" | "lbr" => self.push('\n'),
            "tab" => self.push('\t'),
            "trowd" | "intbl" => self.in_row |= !self.state.skip,
            "pard" => {
                if self.line.text.is_empty() && self.pending.is_empty() {
                    self.in_row = false;
                }
                self.line.heading = false;
            }
            "cell" | "nestcell" => self.push('\t'),
            "row" | "nestrow" => {
                self.in_row = true;
                self.end_row();
            }
            "outlinelevel" if !self.state.skip => {
                self.line.heading = number.is_none_or(|it| it == 0);
            }
            "emdash" => self.push('—'),
            "endash" => self.push('–'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "bullet" => self.push('•'),
            "emspace" | "enspace" | "qmspace" => self.push(' '),
            _ => {}
        }
    }

    /// A character by its number, which is signed and of sixteen bits.
    fn unicode(&mut self, number: i64) {
        self.flush();
        self.passing = self.state.stand_ins;
        let code = if number < 0 { number + 0x1_0000 } else { number };
        let Ok(code) = u32::try_from(code) else {
            return;
        };
        let high = self.high.take();
        if (0xD800..0xDC00).contains(&code) {
            self.high = Some(code);
            return;
        }
        let code = match high {
            Some(high) if (0xDC00..0xE000).contains(&code) => {
                0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            }
            _ => code,
        };
        // Symbols of old fonts stand in an area of their own, at the place of their letter.
        let code = if (0xF020..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
        if let Some(c) = char::from_u32(code).filter(|it| *it != '\0') {
            let passing = std::mem::take(&mut self.passing);
            self.push(c);
            self.passing = passing;
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        if self.passing > 0 {
            self.passing -= 1;
        } else if !(self.state.skip || self.state.hidden || self.state.fonts) {
            self.line.text.push(c);
        }
    }

    /// Makes text of the bytes so far.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let (text, damaged) = self.state.encoding.decode_without_bom_handling(&self.pending);
        self.damaged |= damaged;
        self.line.text.push_str(&text);
        self.pending.clear();
    }
}

#[cfg(test)]
mod tests;
