//! A stream in, its one record out: a page is a whole file by nature.

use std::io::BufRead;

use crate::format::cutter::over_limit;
use crate::format::window::Window;
use crate::format::{Cut, Limits, Record, Refusal};

/// The whole of a stream as one record.
pub struct Whole<'a> {
    window: Window<'a>,
    limit: usize,
    done: bool,
}

impl<'a> Whole<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>, limits: &Limits) -> Whole<'a> {
        Whole { window: Window::new(input), limit: limits.story, done: false }
    }
}

impl Iterator for Whole<'_> {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if self.done {
            return self.window.broken();
        }
        self.done = true;
        let mut over = false;
        while self.window.more() {
            let length = self.window.bytes().len();
            if over || length > self.limit {
                over = true;
                self.window.skip(length);
            }
        }
        if over {
            let reason = over_limit(self.limit);
            return Some(Cut::Refused(Refusal::Reject { offset: 0, reason }));
        }
        let length = self.window.bytes().len();
        if self.window.bytes().trim_ascii().is_empty() {
            let kind = "empty";
            return self.window.broken().or(Some(Cut::Refused(Refusal::NotStory { kind })));
        }
        // A page that breaks off is read as far as it goes: it has no neighbours to be taken for.
        Some(Cut::Record(Record { number: 1, offset: 0, bytes: self.window.take(length) }))
    }
}
