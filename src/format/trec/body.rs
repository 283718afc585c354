//! The text elements of one record in, the body of a story out.
//!
//! All text elements of a record are kept, in order; datelines, bylines and heads between them
//! (round-ups have several) stay in the text.

use std::borrow::Cow;

use super::collections::Habit;

use super::tags::MARK;
use super::values::{plain, quotes};
use crate::story;
use crate::text::paragraphs::{is_table, paragraphs};

/// The body so far.
#[derive(Default)]
pub struct Body {
    /// Each text element, and each line between them, with its own way of showing paragraphs.
    parts: Vec<String>,
    /// Whether paragraph tags stood in it.
    marked: bool,
    started: bool,
    /// A dateline that opens the text to come.
    run_in: Option<String>,
}

impl Body {
    /// Says whether any text has been added.
    pub fn is_started(&self) -> bool {
        self.started
    }

    /// Adds the value of a text element.
    pub fn text(&mut self, value: &str, habit: Habit) {
        let mut text = plain(value);
        match habit {
            Habit::Semicolons => text = by_semicolons(&text),
            Habit::FinancialTimes => text = with_exclamations(&text),
            Habit::Broadcasts => text = without_marker(&text).to_owned(),
            Habit::None | Habit::Decks => {}
        }
        let blank = |c: char| c == MARK || c == '\n';
        if text.trim_matches(|c| blank(c) || c == ' ').is_empty() {
            return;
        }
        self.marked |= text.contains(MARK);
        let text = text.trim_matches(blank);
        self.parts.push(match self.run_in.take() {
            Some(dateline) => {
                format!("{dateline} {}", text.trim_start_matches([' ', '\t', '\n', MARK]))
            }
            None => text.to_owned(),
        });
        self.started = true;
    }

    /// Adds a line as a paragraph of its own.
    pub fn paragraph(&mut self, line: String) {
        self.parts.push(line);
    }

    /// Keeps a dateline for the text that follows it.
    pub fn run_in(&mut self, dateline: String) {
        if let Some(before) = self.run_in.replace(dateline) {
            self.paragraph(before);
        }
    }

    /// The body, by paragraph tags where they part it and by its lines otherwise.
    pub fn finish(mut self) -> story::Body {
        if let Some(dateline) = self.run_in.take() {
            self.paragraph(dateline);
        }
        if !self.marked && self.parts.len() > 1 {
            let parts = self.parts.iter().flat_map(|part| paragraphs(&quotes(part)));
            return story::Body::Paragraphs(parts.collect());
        }
        let text = self.parts.join("\n\n");
        let text = quotes(&text).into_owned();
        if !self.marked {
            return if text.trim().is_empty() {
                story::Body::default()
            } else {
                story::Body::Wrapped(text)
            };
        }
        let text = text.replace(MARK, "\n\n");
        let blocks: Vec<&str> = text.split("\n\n").filter(|it| !it.trim().is_empty()).collect();
        let tables = blocks.iter().any(|block| {
            let lines: Vec<&str> = block.lines().filter(|it| !it.trim().is_empty()).collect();
            is_table(&lines)
        });
        // One tag before many lines parts nothing.
        let lines = text.lines().filter(|it| !it.trim().is_empty()).count();
        if tables || blocks.len() <= 2 && lines > 20 {
            return story::Body::Wrapped(text);
        }
        story::Body::Paragraphs(blocks.into_iter().map(|it| it.trim().to_owned()).collect())
    }
}

/// Typesetting codes that LDC printed as references.
const CODES: [&str; 12] = ["UR", "LR", "QL", "QC", "QR", "TL", "HT", "MD", "BL", "FL", "UL", "PD"];

/// Bytes of the longest of them; those by number are `Cx` with three digits at most.
const LONGEST: usize = 5;

/// Takes typesetting codes out; a dash stays one.
pub fn without_codes(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let after = &rest[at + 1..];
        let end = after.bytes().take(LONGEST + 1).position(|it| it == b';');
        let name = end.map(|end| &after[..end]);
        let code = name.filter(|it| {
            CODES.contains(it)
                || it
                    .strip_prefix("Cx")
                    .is_some_and(|hex| hex.bytes().all(|it| it.is_ascii_hexdigit()))
        });
        out.push_str(&rest[..at]);
        match code {
            Some(code) => {
                if code == "MD" {
                    out.push('\u{2014}');
                }
                rest = &after[code.len() + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Makes paragraphs of what semicolons after a sentence part.
fn by_semicolons(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut last = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ended = matches!(last, '.' | '!' | '?' | '"' | '\'' | ')' | '\u{201D}');
        if c == ';' && ended && chars.peek().is_none_or(|it| it.is_whitespace()) {
            out.push(MARK);
            continue;
        }
        if !c.is_whitespace() {
            last = c;
        }
        out.push(c);
    }
    out
}

/// Puts an exclamation mark for each bracket that closes nothing.
fn with_exclamations(text: &str) -> String {
    if !text.contains(']') {
        return text.to_owned();
    }
    let mut open = 0usize;
    text.chars()
        .map(|c| match c {
            '[' => {
                open += 1;
                c
            }
            ']' if open > 0 => {
                open -= 1;
                c
            }
            ']' => '!',
            _ => c,
        })
        .collect()
}

/// Takes the head lines and the `[Text]` marker of a broadcast off.
fn without_marker(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\n', MARK]);
        let line = rest.split('\n').next().unwrap_or("");
        let labelled = line.starts_with("Language:") || line.starts_with("Article Type:");
        if !labelled || line.len() > 80 {
            break;
        }
        rest = &rest[line.len()..];
    }
    // The marker says that what follows is the text; an excerpt is worth knowing.
    rest.strip_prefix("[Text]").map_or(rest, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_go() {
        assert_eq!(
            without_codes("a&UR; b &MD; c&Cx1f;d &AMP; &QLX; &;"),
            "a b — cd &AMP; &QLX; &;"
        );
    }

    /// The semicolon of each was looked for up to the end of the text.
    #[test]
    fn codes_end_where_they_can_or_are_none() {
        let start = std::time::Instant::now();
        let text = "&".repeat(1 << 20);
        assert_eq!(without_codes(&text), text);
        assert_eq!(without_codes("&Cx12; &Cx1é; &UR"), " &Cx1é; &UR");
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn semicolons_after_sentences() {
        assert_eq!(
            by_semicolons("Fog came. ; It left.; One; two").replace(MARK, "¶"),
            "Fog came. ¶ It left.¶ One; two"
        );
    }

    #[test]
    fn brackets_that_close_nothing() {
        assert_eq!(
            with_exclamations("Stop] He [the pilot] said so]"),
            "Stop! He [the pilot] said so!"
        );
    }

    #[test]
    fn each_text_shows_its_paragraphs_by_itself() {
        let mut body = Body::default();
        body.text("   The port was shut\non Monday.\n   It opens today.\n", Habit::None);
        body.text("The pilot\nsaid so.\n\nNo one\nelse did.\n", Habit::None);
        let expected = [
            "The port was shut on Monday.",
            "It opens today.",
            "The pilot said so.",
            "No one else did.",
        ];
        assert_eq!(body.finish(), story::Body::Paragraphs(expected.map(str::to_owned).into()));
    }

    #[test]
    fn markers_of_broadcasts() {
        assert_eq!(
            without_marker("\nLanguage:  \nArticle Type:BFN\n\n[Text] Madrid, 2 Mar"),
            "Madrid, 2 Mar"
        );
        assert_eq!(without_marker("[Excerpt] Madrid"), "[Excerpt] Madrid");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(texts in prop::collection::vec("([a-z. ]|\n|\u{2}|;){0,20}", 0..4)) {
            let mut body = Body::default();
            for (at, text) in texts.iter().enumerate() {
                if at == 1 {
                    body.run_in("PLACE".into());
                }
                body.text(text, Habit::None);
            }
            let out = match body.finish() {
                story::Body::Wrapped(text) | story::Body::Preformatted(text) | story::Body::Copy(text) => text,
                story::Body::Paragraphs(paragraphs) => paragraphs.join("\n"),
            };
            let letters = |text: &str| -> String { text.chars().filter(char::is_ascii_lowercase).collect() };
            prop_assert_eq!(letters(&out), letters(&texts.concat()));
            prop_assert!(!out.contains(MARK));
        }
    }
}
