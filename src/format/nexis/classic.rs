//! Classic downloads of LexisNexis: centred head, shouted labels, text, labels, rights.
//!
//! Lines in, a story out. Blocks are parted by blank lines. The head names publication, date and
//! edition, each centred; then come the headline and labels up to `LENGTH:`. Labels end the text.

use super::labels::{Label, Labelled, all_rights, closes, is_copyright, is_mark, set, shouted};
use crate::format::export::{day, set_publication};
use crate::story::{Body, RawStory};
use crate::text::document::Line;

/// Blanks before a line that is centred.
const CENTRED: usize = 8;

/// Lines without a blank one between them.
struct Block<'a> {
    lines: Vec<&'a str>,
    centred: bool,
}

impl Block<'_> {
    fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|it| it.trim()).collect();
        lines.join(" ")
    }

    fn label(&self) -> Option<Labelled<'_>> {
        shouted(self.lines.first()?)
    }

    /// The value of its label, line by line.
    fn values(&self, found: &Labelled<'_>) -> Vec<String> {
        let rest = self.lines[1..].iter().map(|it| it.trim().to_owned());
        std::iter::once(found.value.to_owned()).chain(rest).collect()
    }
}

/// Reads a story. `wrapped` says that lines are broken at a column, so that a line end inside a
/// block means nothing.
pub fn read(lines: &[Line], wrapped: bool, story: &mut RawStory) {
    let blocks = blocks(lines);
    let length =
        blocks.iter().position(|it| it.label().is_some_and(|it| it.label == Label::Length));
    let start = head(&blocks, length, wrapped, story);
    let end = start
        + blocks[start..]
            .iter()
            .enumerate()
            .position(|(at, it)| {
                it.label().is_some_and(|it| ends_text(it.label, blocks.get(start + at + 1)))
                    || it.centred && is_copyright(it.lines[0])
            })
            .unwrap_or(blocks.len() - start);
    let mut last = end;
    // Without labels under it the notice may be set like text.
    if end == blocks.len() {
        while last > start && is_copyright(blocks[last - 1].lines[0]) {
            last -= 1;
        }
    }
    let texts = blocks[start..last].iter().map(|it| match it.label() {
        Some(found) if found.label == Label::Body => {
            let lines = std::iter::once(found.value).chain(it.lines[1..].iter().copied());
            lines.collect::<Vec<_>>().join("\n")
        }
        _ => it.lines.join("\n"),
    });
    story.body = if wrapped {
        Body::Wrapped(texts.collect::<Vec<_>>().join("\n\n"))
    } else {
        Body::Paragraphs(texts.collect())
    };
    tail(&blocks[end..], story);
}

/// Says whether a label ends the text; some may also open a paragraph of it, with more to come.
fn ends_text(label: Label, next: Option<&Block<'_>>) -> bool {
    let last =
        || next.is_none_or(|it| it.label().is_some() || it.centred || is_copyright(it.lines[0]));
    match label {
        Label::Remark | Label::Kind | Label::Url | Label::Highlight => last(),
        label => closes(label),
    }
}

fn blocks(lines: &[Line]) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in lines {
        let text = line.text.trim_end();
        if text.trim().is_empty() {
            open = false;
            continue;
        }
        let indent = text.len() - text.trim_start().len();
        let centred = indent >= CENTRED;
        match blocks.last_mut() {
            // A label starts a block of its own, blank line or not.
            Some(block)
                if open
                    && (block.centred == centred || block.lines.len() > 2)
                    && shouted(text).is_none() =>
            {
                block.lines.push(text);
            }
            _ => blocks.push(Block { lines: vec![text], centred }),
        }
        open = true;
    }
    blocks
}

/// Reads the head; returns the block that the text begins with.
fn head(blocks: &[Block<'_>], length: Option<usize>, wrapped: bool, story: &mut RawStory) -> usize {
    let mut publication = None;
    let mut dated = false;
    let mut headlines: Vec<String> = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        if let Some(found) = block.label() {
            if found.label == Label::Body {
                break;
            }
            if length.is_none_or(|it| at > it)
                && closes(found.label)
                && found.label != Label::Highlight
            {
                // Under the text, unless the text is still to come.
                let text_follows =
                    blocks.get(at + 1).is_some_and(|it| it.label().is_none() && !it.centred);
                if !text_follows || length.is_none() {
                    break;
                }
            }
            set(story, found, &block.values(&found));
            at += 1;
            continue;
        }
        if length.is_some_and(|it| at > it)
            || length.is_none() && !headlines.is_empty() && !block.centred
        {
            break;
        }
        if headlines.is_empty() || block.centred {
            let mut loose = Vec::new();
            for line in &block.lines {
                centred_line(line.trim(), block, &mut publication, &mut dated, &mut loose, story);
            }
            if !loose.is_empty() {
                headlines.extend(titles(&loose, wrapped));
            }
        } else {
            story.summary.push(block.text());
        }
        at += 1;
    }
    if let Some(name) = publication {
        set_publication(story, &name);
    }
    let mut headlines = headlines.into_iter();
    if story.headline.is_none() {
        story.headline = headlines.next();
    }
    let rest: Vec<String> = headlines.collect();
    story.summary.splice(0..0, rest);
    at
}

/// Reads a line of the head that has no label; what is left belongs to the headline.
fn centred_line(
    line: &str,
    block: &Block<'_>,
    publication: &mut Option<String>,
    dated: &mut bool,
    loose: &mut Vec<String>,
    story: &mut RawStory,
) {
    if is_mark(line) || is_copyright(line) || all_rights(line) {
        return;
    }
    if appended(line, story) {
        return;
    }
    if !*dated {
        if let Some(found) = day(line) {
            *dated = true;
            match found.filed {
                Some(filed) => story.filed = Some(filed),
                None => story.ednotes.push(line.to_owned()),
            }
            edition(&found.rest, story);
            return;
        }
        if publication.is_none() {
            *publication = Some(line.to_owned());
            return;
        }
    }
    let first_of_date = day(block.lines[0].trim()).is_some();
    if block.centred || first_of_date {
        edition(line, story);
    } else {
        loose.push(line.to_owned());
    }
}

/// `Correction Appended`: what was wrong is told elsewhere in the story.
pub fn appended(line: &str, story: &mut RawStory) -> bool {
    let found = [
        "correction appended",
        "correction appendiced",
        "corrections appended",
        "clarification appended",
    ]
    .iter()
    .any(|it| line.trim().eq_ignore_ascii_case(it));
    if found {
        story.flags.push("correction_appended".into());
        story.ednotes.push(line.trim().to_owned());
    }
    found
}

fn edition(text: &str, story: &mut RawStory) {
    let text = text.trim().trim_matches([';', ',']).trim();
    if text.is_empty() || appended(text, story) {
        return;
    }
    story.ednotes.push(text.to_owned());
}

/// The headline and what stands under it. A line that is wrapped goes on; one that ends in a
/// semicolon ends a part.
fn titles(lines: &[String], wrapped: bool) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        match titles.last_mut() {
            Some(title) if open => {
                title.push(' ');
                title.push_str(line.trim_end_matches([';', ' ']));
            }
            _ => titles.push(line.trim_end_matches([';', ' ']).to_owned()),
        }
        open = wrapped && !line.ends_with(';');
    }
    titles
}

/// Reads what stands under the text. A block without a label goes on with the label before it.
fn tail(blocks: &[Block<'_>], story: &mut RawStory) {
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        at += 1;
        let Some(found) = block.label() else {
            continue;
        };
        let mut values = block.values(&found);
        while let Some(next) = blocks.get(at) {
            if next.label().is_some() || next.centred || is_copyright(next.lines[0]) {
                break;
            }
            values.extend(next.lines.iter().map(|it| it.trim().to_owned()));
            at += 1;
        }
        set(story, found, &values);
    }
}
