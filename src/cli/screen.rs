//! Where words for people go, and how: colour, width, quiet.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use newswire::render::{Paint, Tally};

/// When to write ANSI styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

/// Standard output and standard error as this run may use them.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    color: Color,
    /// Only data and errors.
    pub quiet: bool,
    /// More than usual.
    pub verbose: bool,
}

/// Columns where there is no terminal to ask.
const WIDTH: usize = 80;
/// Bytes collected before they are handed to standard output.
const BUFFER: usize = 64 << 10;

impl Screen {
    /// A screen as the common options want it.
    pub fn new(color: Color, quiet: bool, verbose: bool) -> Screen {
        Screen { color, quiet, verbose }
    }

    /// Standard output, buffered.
    pub fn out(&self) -> BufWriter<io::Stdout> {
        BufWriter::with_capacity(BUFFER, io::stdout())
    }

    /// Standard output for data: as it is, but made harmless where it is a terminal.
    pub fn data(&self) -> Box<dyn Write> {
        let out = self.out();
        if io::stdout().is_terminal() {
            Box::new(Harmless { out, line: Vec::new() })
        } else {
            Box::new(out)
        }
    }

    /// Standard output for a result whose bytes may be tallied. What is `painted` has been made
    /// harmless piece by piece.
    pub fn result(&self, painted: bool, tally: Option<&Tally>) -> Box<dyn Write> {
        let Some(tally) = tally else {
            return if painted { Box::new(self.out()) } else { self.data() };
        };
        let out = BufWriter::with_capacity(BUFFER, tally.watch(io::stdout()));
        if !painted && io::stdout().is_terminal() {
            Box::new(Harmless { out, line: Vec::new() })
        } else {
            Box::new(out)
        }
    }

    /// How text for eyes is written to standard output.
    pub fn paint(&self) -> Paint {
        let terminal = io::stdout().is_terminal();
        let width = match terminal_size::terminal_size() {
            Some((terminal_size::Width(width), _)) if terminal => usize::from(width),
            _ => WIDTH,
        };
        Paint { color: self.styles(terminal), clean: terminal, width }
    }

    fn styles(&self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|it| it != "dumb")
            }
        }
    }

    /// Whether a progress bar may be drawn.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Says something on standard error, unless it is to be quiet.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Says something on standard error where more than usual is wanted.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.say(text);
        }
    }

    /// Says what is wrong, and what to type instead.
    pub fn error(&self, message: &str, hint: Option<&str>) {
        self.say(&format!("newswire: {message}"));
        if let Some(hint) = hint {
            self.say(&format!("hint: {hint}"));
        }
    }

    fn say(&self, text: &str) {
        let mut stderr = io::stderr().lock();
        let text =
            if stderr.is_terminal() { newswire::text::clean::terminal(text) } else { text.into() };
        // There is nowhere left to complain to.
        let _ = writeln!(stderr, "{text}");
    }
}

/// Lines on their way to a terminal, without what could drive it.
struct Harmless<W: Write> {
    out: W,
    /// Of the line that has not ended yet.
    line: Vec<u8>,
}

impl<W: Write> Harmless<W> {
    fn pass(&mut self, end: usize) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.line[..end]).into_owned();
        self.line.drain(..end);
        self.out.write_all(newswire::text::clean::terminal(&line).as_bytes())
    }
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|byte| *byte == b'\n') {
            self.pass(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass(self.line.len())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_drives_a_terminal_reaches_one() {
        let mut harmless = Harmless { out: Vec::new(), line: Vec::new() };
        harmless.write_all(b"id,AP\nred \x1b[31mr").expect("memory");
        harmless.write_all(b"ust\nZ\xc3").expect("memory");
        harmless.write_all(b"\xbcrich").expect("memory");
        harmless.flush().expect("memory");
        let shown = String::from_utf8(harmless.out).expect("text");
        assert_eq!(shown, "id,AP\nred \u{FFFD}[31mrust\nZürich");
    }
}
