//! The bytes of one JSON value in, the place where it ends out.
//!
//! Only brackets and quotes are looked at, so that a stream is cut nearly as fast as it is read.
//! Where brackets or quotes cannot be right, the value is damaged, and what matters is to find
//! the next one: a line that starts with a bracket where none can stand, or one with the indent
//! of the value itself.

use memchr::{memchr2, memchr3};

use super::keys::{is_list_key, is_story_key};

/// What became of the bytes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The value ends here.
    End(usize),
    /// The value is damaged, and something else starts here.
    Damaged(usize),
    /// The value wraps a list of stories that starts here, this many objects deep.
    List(usize, usize),
    /// The bytes end inside it; go on from here when there are more.
    More(usize),
}

/// Levels whose kind of bracket is known; deeper ones are only counted.
const LEVELS: usize = 127;

/// Objects around a list at most.
const WRAPS: usize = 4;

/// Blanks looked at behind a line end.
const BLANKS: usize = 256;

/// A reader of one value. Positions are those of the value's first byte on, as long as it is
/// held.
#[derive(Debug)]
pub struct Scan {
    string: bool,
    depth: usize,
    /// A bit for each level that is an array.
    arrays: u128,
    /// The last byte outside strings that is no blank; a quote for a string.
    before: u8,
    /// Only blanks so far on this line, and how many.
    fresh: Option<usize>,
    /// Blanks before the value, where it starts a line.
    indent: Option<usize>,
    /// The next value may start on the line of this one.
    beside: bool,
    /// Positions count from the first byte of the value.
    held: bool,
    /// A line that may start the next value, and how many of them.
    suspect: Option<usize>,
    suspects: u32,
    /// A byte that no JSON has was seen: quotes tell nothing any more.
    odd: bool,
    /// The level at which a list of stories may stand; zero where none may.
    wraps: usize,
    /// The last string.
    key: (usize, usize),
}

impl Scan {
    /// `indent` is how many blanks stand before the value, where it starts a line; `lists` says
    /// whether it may wrap a list of stories.
    pub fn new(indent: Option<usize>, lists: bool) -> Scan {
        Scan {
            string: false,
            depth: 0,
            arrays: 0,
            before: 0,
            fresh: None,
            indent,
            beside: indent.is_none(),
            held: true,
            suspect: None,
            suspects: 0,
            odd: false,
            wraps: usize::from(lists),
            key: (0, 0),
        }
    }

    /// A reader of what is no value, up to where one may start.
    ///
    /// `beside` says whether that may be in the middle of a line.
    pub fn lost(indent: Option<usize>, beside: bool) -> Scan {
        Scan { odd: true, beside, ..Scan::new(indent, false) }
    }

    /// From now on the bytes that were read are not held: positions mean nothing.
    pub fn let_go(&mut self) {
        self.wraps = 0;
        self.held = false;
        self.suspect = None;
        self.suspects = 2;
    }

    /// Reads on at `at`. `last` says that no bytes will follow.
    pub fn feed(&mut self, bytes: &[u8], mut at: usize, last: bool) -> Step {
        loop {
            if self.odd {
                return self.resume(bytes, at, last);
            }
            if self.string {
                let Some(step) = memchr3(b'"', b'\\', b'\n', &bytes[at..]) else {
                    return Step::More(bytes.len());
                };
                at += step;
                match bytes[at] {
                    b'"' => {
                        if self.beside
                            && self.held
                            && let Some(next) = swallowed(&bytes[self.key.0..at])
                        {
                            return self.damaged(at - next);
                        }
                        self.string = false;
                        self.before = b'"';
                        self.key.1 = at;
                        at += 1;
                    }
                    b'\\' => match bytes.get(at + 1) {
                        None => return Step::More(at),
                        Some(b'\n' | b'\r') => at += 1,
                        Some(_) => at += 2,
                    },
                    _ => match self.line(&bytes[at + 1..], last) {
                        Line::Short => return Step::More(at),
                        Line::Value(step) => return self.damaged(at + 1 + step),
                        Line::Other => at += 1,
                    },
                }
                continue;
            }
            let Some(byte) = bytes.get(at).copied() else {
                return Step::More(at);
            };
            match byte {
                b' ' | b'\t' | b'\r' => {
                    if let Some(count) = &mut self.fresh {
                        *count += 1;
                    }
                    at += 1;
                    continue;
                }
                b'\n' => {
                    self.fresh = Some(0);
                    at += 1;
                    continue;
                }
                b'"' => {
                    self.string = true;
                    self.key = (at + 1, at + 1);
                }
                b'{' | b'[' => {
                    if let Some(step) = self.open(bytes, at, last) {
                        return step;
                    }
                }
                b'}' | b']' => {
                    if let Some(step) = self.close(byte, at) {
                        return step;
                    }
                }
                b':' if self.depth == self.wraps
                    && is_story_key(&bytes[self.key.0..self.key.1]) =>
                {
                    self.wraps = 0;
                }
                // A comma behind nothing: what stood there is lost.
                b',' if matches!(self.before, b'[' | b'{' | b':' | b',') => {
                    self.odd = true;
                    continue;
                }
                b':' if self.in_array() => {
                    self.odd = true;
                    continue;
                }
                _ if ODD[usize::from(byte)] => {
                    self.odd = true;
                    continue;
                }
                _ => {}
            }
            self.fresh = None;
            self.before = byte;
            at += 1;
        }
    }

    /// Where to cut a value that the stream ends inside of, if anything else may start in it.
    pub fn suspect(&self) -> Option<usize> {
        self.suspect.filter(|_| self.suspects == 1)
    }

    /// Blanks before the value, where it starts a line.
    pub fn indent(&self) -> Option<usize> {
        self.indent
    }

    fn damaged(&self, at: usize) -> Step {
        // A lone line in the value that could have started one did.
        Step::Damaged(self.suspect().unwrap_or(at))
    }

    fn in_array(&self) -> bool {
        (1..=LEVELS).contains(&self.depth) && self.arrays >> self.depth & 1 == 1
    }

    fn open(&mut self, bytes: &[u8], at: usize, last: bool) -> Option<Step> {
        let inside = bytes[at] == b'{' && (1..=LEVELS).contains(&self.depth);
        let fits = if self.in_array() {
            matches!(self.before, b',' | b'[')
        } else {
            self.before == b':' && !(self.fresh == Some(0) && self.indent == Some(0))
        };
        if inside && !fits && self.beside {
            return Some(self.damaged(at));
        }
        if let Some(blanks) = self.fresh.filter(|_| inside) {
            // Where values are indented at all, what stands in them is indented more.
            let sibling = self.indent == Some(blanks);
            if !fits || sibling && blanks > 0 {
                return Some(self.damaged(at));
            }
            if sibling {
                self.suspects = self.suspects.saturating_add(1);
                self.suspect.get_or_insert(at);
            }
        }
        if self.depth == self.wraps && self.wraps > 0 && self.before == b':' {
            let key = &bytes[self.key.0..self.key.1];
            if is_list_key(key) && bytes[at] == b'[' {
                let rest = &bytes[at + 1..];
                match rest.iter().find(|it| !it.is_ascii_whitespace()) {
                    Some(b'{') => return Some(Step::List(at + 1, self.wraps)),
                    // The bracket of its first object is lost.
                    Some(other) if !starts_value(*other) => {
                        return Some(Step::List(at + 1, self.wraps));
                    }
                    None if !last => return Some(Step::More(at)),
                    _ => {}
                }
            } else if is_list_key(key) && self.wraps < WRAPS {
                self.wraps += 1;
            }
        }
        self.depth += 1;
        if self.depth <= LEVELS {
            let bit = 1 << self.depth;
            if bytes[at] == b'[' { self.arrays |= bit } else { self.arrays &= !bit }
        }
        None
    }

    fn close(&mut self, byte: u8, at: usize) -> Option<Step> {
        if self.depth > LEVELS {
            self.depth -= 1;
            return None;
        }
        let array = byte == b']';
        // The bits of all levels down to this one, the deepest too.
        let levels = (u128::MAX >> (LEVELS - self.depth)) & !1;
        if array && self.arrays & levels == 0 {
            // It closes the list that the value stands in.
            return Some(Step::Damaged(at));
        }
        while self.depth > 0 {
            let was = self.in_array();
            self.depth -= 1;
            if was == array {
                break;
            }
        }
        self.wraps = self.wraps.min(self.depth);
        (self.depth == 0).then_some(Step::End(at + 1))
    }

    /// Looks for the next value after damage.
    fn resume(&self, bytes: &[u8], mut at: usize, last: bool) -> Step {
        loop {
            let Some(step) = memchr2(b'\n', b',', &bytes[at..]) else {
                return Step::More(bytes.len());
            };
            at += step;
            let rest = &bytes[at + 1..];
            let found = if bytes[at] == b'\n' {
                self.line(rest, last)
            } else if self.beside {
                starts_element(rest, last)
            } else {
                Line::Other
            };
            match found {
                Line::Short => return Step::More(at),
                Line::Value(step) => return self.damaged(at + 1 + step),
                Line::Other => at += 1,
            }
        }
    }

    /// Says whether a line starts a value like this one.
    fn line(&self, rest: &[u8], last: bool) -> Line {
        let blanks = rest.iter().take(BLANKS).take_while(|it| matches!(it, b' ' | b'\t')).count();
        match rest.get(blanks) {
            None if last => Line::Other,
            None => Line::Short,
            Some(b'{') if self.indent.is_none_or(|it| it == blanks) => {
                starts_object(&rest[blanks + 1..], last).at(blanks)
            }
            Some(_) => Line::Other,
        }
    }
}

/// What a line, or the rest of one, starts with.
enum Line {
    /// A value; where.
    Value(usize),
    /// Something else.
    Other,
    /// The bytes end before that can be told.
    Short,
}

impl Line {
    fn at(self, place: usize) -> Line {
        match self {
            Line::Value(_) => Line::Value(place),
            other => other,
        }
    }
}

/// Says whether what follows a bracket makes it the start of an object.
fn starts_object(rest: &[u8], last: bool) -> Line {
    match rest.iter().take(BLANKS).find(|it| !it.is_ascii_whitespace()) {
        Some(b'"' | b'}') => Line::Value(0),
        None if !last && rest.len() < BLANKS => Line::Short,
        _ => Line::Other,
    }
}

/// Says whether what follows a comma is an object.
fn starts_element(rest: &[u8], last: bool) -> Line {
    let blanks = rest.iter().take(BLANKS).take_while(|it| it.is_ascii_whitespace()).count();
    match rest.get(blanks) {
        Some(b'{') => starts_object(&rest[blanks + 1..], last).at(blanks),
        None if !last && blanks < BLANKS => Line::Short,
        _ => Line::Other,
    }
}

/// Says whether a byte starts a value other than an object, or ends a list without any.
fn starts_value(byte: u8) -> bool {
    matches!(byte, b'"' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b',')
}

/// How far before its end a string holds the start of a next object, as one whose own end is lost
/// does: `},{`.
fn swallowed(string: &[u8]) -> Option<usize> {
    let rest = string.trim_ascii_end().strip_suffix(b"{")?;
    rest.trim_ascii_end().ends_with(b",").then_some(string.len() - rest.len())
}

/// Bytes that no JSON has outside of strings: neither a mark, nor of a number, nor of a word.
const ODD: [bool; 256] = {
    let mut odd = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        // The lint has no cast in constants that cannot cut.
        #[expect(clippy::cast_possible_truncation)]
        let it = byte as u8;
        odd[byte] = it >= 0x80
            || matches!(it, b';' | b'(' | b')' | b'\'' | b'!' | b'?' | b'/' | b'\\' | b'*' | b'&')
            || matches!(it, b'%' | b'$' | b'#' | b'@' | b'=' | b'<' | b'>' | b'|' | b'~' | b'^')
            || matches!(it, b'b' | b'c' | b'g' | b'h' | b'j' | b'k' | b'm' | b'p' | b'q' | b'v')
            || matches!(it, b'w' | b'x' | b'z');
        byte += 1;
    }
    odd
};
