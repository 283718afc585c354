//! Token files: a token a line with its tags in columns, as CoNLL's shared tasks and CoreNLP
//! have them.
//!
//! Blank lines part sentences; `-DOCSTART-`, `#begin document (…)` of CoNLL-2012 and `# newdoc` of
//! CoNLL-U part stories. Tokens are joined to running text again,
//! and sentences to paragraphs: where the paragraphs of the source were, such a file does not say.
//! A sentence that does not end as one (a headline, a byline, a dateline, a row) stays by itself.

#[cfg(test)]
mod tests;
mod tokens;

use std::io::BufRead;

use self::tokens::{Quotes, Token};
use super::plain::cut::{Pieces, Sign};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal};
use crate::story::{Body, RawStory};
use crate::text::charset;

/// The format.
pub struct Conll;

/// What parts stories.
const START: &[u8] = b"-DOCSTART-";
/// The same in CoNLL-2012: `#begin document (nw/xinhua/00/chtb_0001); part 000`.
const BEGIN: &[u8] = b"#begin document";
/// The same in CoNLL-U: `# newdoc id = 7`.
const NEWDOC: &[u8] = b"# newdoc";
/// Lines that show the columns of a file.
const LINES: usize = 400;
/// Lines that a file without marks between stories shows at least.
const LEAST: usize = 8;
/// Columns at most.
const WIDEST: usize = 20;
/// Says in the last column that no blank stands behind a word.
const UNSPACED: &str = "SpaceAfter=No";
/// Flag: a line has fewer columns than the others.
const RAGGED: &str = "row_ragged";

impl Format for Conll {
    fn name(&self) -> &'static str {
        "conll"
    }

    fn about(&self) -> &'static str {
        "token files of CoNLL and CoreNLP, joined to text again"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if matches!(start.first(), None | Some(b'<' | b'{' | b'[')) {
            return false;
        }
        let mut lines = head.split(|it| matches!(it, b'\n' | b'\r'));
        lines.clone().any(|it| sign(it) == Sign::Starts) || is_tagged(&mut lines)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::by(sign, input, limits).opened_by(START))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let decoded = charset::borrow(&record.bytes, None);
        let mut story = RawStory {
            charset: decoded.charset.clone().into_owned(),
            flags: decoded.flags.iter().map(|it| (*it).to_owned()).collect(),
            ..RawStory::default()
        };
        let text = decoded.text.trim_start_matches('\u{FEFF}');
        if !text.is_empty() && START.starts_with(text.as_bytes()) {
            let reason = "the stream breaks off inside the line -DOCSTART-".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        let lines: Vec<&str> = text.split(['\n', '\r']).collect();
        let columns = Columns::of(lines.iter().map(|it| it.as_bytes()));
        // CoNLL-U says where no blank stands behind a word.
        let told = columns.word == 1 && text.contains(UNSPACED);
        let mut quotes = Quotes::default();
        let mut sentences: Vec<String> = Vec::new();
        let mut tokens: Vec<Token<'_>> = Vec::new();
        let mut covered = 0;
        let mut ragged = false;
        let mut end = |tokens: &mut Vec<Token<'_>>| {
            let sentence = tokens::join(tokens, &mut quotes);
            tokens.clear();
            if !sentence.is_empty() {
                sentences.push(sentence);
            }
        };
        for line in lines {
            if sign(line.as_bytes()) == Sign::Starts {
                story.native_id = started(line);
                continue;
            }
            if line.trim().is_empty() {
                end(&mut tokens);
                covered = 0;
                continue;
            }
            if columns.word > 0 && line.starts_with('#') {
                continue;
            }
            let cells = cells(line);
            ragged |= cells.len() < columns.least;
            // Where the tokens of CoNLL-2012 are numbered, they are so from 0 on.
            if columns.word == 1 {
                // `3-4` is a word made of two; `3.1` was never written.
                let (first, last) = cells[0].split_once('-').unwrap_or((cells[0], ""));
                let (first, last) = (first.parse::<u32>().ok(), last.parse::<u32>().ok());
                if first.is_some_and(|it| it <= covered) || cells[0].contains('.') {
                    continue;
                }
                covered = last.unwrap_or(0).max(covered);
                if first == Some(1) && !tokens.is_empty() {
                    end(&mut tokens);
                }
            }
            if let Some(word) = cells.get(columns.word) {
                // OntoNotes writes some marks as `/.` and `/?`.
                let mark = word.strip_prefix('/').filter(|it| matches!(*it, "." | "?" | "!" | "-"));
                let word = mark.unwrap_or(word);
                let tag = columns.tag.and_then(|at| cells.get(at)).copied().unwrap_or("");
                let blank = told.then(|| !cells.last().is_some_and(|it| it.contains(UNSPACED)));
                tokens.push(Token { word, tag, blank });
            }
        }
        end(&mut tokens);
        if sentences.is_empty() {
            return Err(Refusal::NotStory { kind: "empty" });
        }
        if ragged && columns.is_even {
            story.flags.push(RAGGED.to_owned());
        }
        story.body = Body::Copy(paragraphs(&sentences).join("\n\n"));
        Ok(Read::Raw(story))
    }
}

fn sign(line: &[u8]) -> Sign {
    let starts = [START, BEGIN, NEWDOC].iter().any(|mark| {
        let rest = line.strip_prefix(*mark);
        rest.is_some_and(|rest| rest.first().is_none_or(|it| matches!(it, b' ' | b'\t')))
    });
    if starts { Sign::Starts } else { Sign::Nothing }
}

/// The id in a line that starts a story.
fn started(line: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix("-DOCSTART-") {
        return bracketed(rest);
    }
    if let Some(rest) = line.strip_prefix("# newdoc") {
        let id = rest.trim().strip_prefix("id")?.trim().strip_prefix('=')?.trim();
        return (!id.is_empty() && id.len() <= 200).then(|| id.to_owned());
    }
    // Long transcripts are parted: each part is a record with an id of its own.
    let (id, part) = line.strip_prefix("#begin document")?.rsplit_once(';')?;
    let id = id.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
    let part = part.trim().strip_prefix("part")?.trim();
    let is_first = part.bytes().all(|it| it == b'0');
    (!id.is_empty() && id.len() <= 200)
        .then(|| if is_first { id.to_owned() } else { format!("{id}/{part}") })
}

/// What stands in brackets behind the mark, in collections that number their stories: `(17 FOG)`.
fn bracketed(rest: &str) -> Option<String> {
    let id = rest.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
    (!id.is_empty() && id.len() <= 80).then(|| id.to_owned())
}

/// The columns of a line, parted by tabs, else by blanks.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_end();
    if line.contains('\t') {
        line.split('\t').map(str::trim).collect()
    } else {
        line.split(' ').filter(|it| !it.is_empty()).collect()
    }
}

/// How the lines of a file are made.
#[derive(Debug, PartialEq, Eq)]
struct Columns {
    /// The column of the word: the second where the first one counts the tokens of a sentence, the
    /// fourth behind document, part and count.
    word: usize,
    /// The column of the part of speech.
    tag: Option<usize>,
    /// How many there are in most lines.
    width: usize,
    /// Fewer than this are a damaged line.
    least: usize,
    /// Nearly all lines have so many.
    is_even: bool,
    /// Lines seen.
    lines: usize,
}

impl Columns {
    fn of<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Columns {
        let mut widths = [0_usize; WIDEST + 1];
        let mut tags = [0_usize; 6];
        let (mut seen, mut counted, mut firsts, mut starts, mut parts) = (0, 0, 0, 0, 0);
        let mut at_start = true;
        for line in lines.take(LINES) {
            let line = String::from_utf8_lossy(line);
            if line.trim().is_empty() || sign(line.as_bytes()) == Sign::Starts {
                at_start = true;
                continue;
            }
            // What says something of the sentence that follows.
            if at_start && line.starts_with("# ") && line.contains(" = ") || line == "#end document"
            {
                continue;
            }
            let cells = cells(&line);
            seen += 1;
            widths[cells.len().min(WIDEST)] += 1;
            for (count, cell) in tags.iter_mut().zip(cells.iter()) {
                *count += usize::from(tokens::is_tag(cell));
            }
            let digits = cells.first().is_some_and(|it| {
                it.starts_with(|c: char| c.is_ascii_digit())
                    && it.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'.'))
            });
            counted += usize::from(digits);
            let is_number = |at: usize| {
                cells.get(at).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
            };
            let is_path = cells.first().is_some_and(|it| it.contains('/'));
            parts += usize::from(is_path && is_number(1) && is_number(2));
            starts += usize::from(at_start);
            firsts += usize::from(at_start && cells.first() == Some(&"1"));
            at_start = false;
        }
        let numbered = seen > 0 && counted * 20 >= seen * 19 && firsts * 10 >= starts * 9;
        let in_parts = seen > 0 && parts * 20 >= seen * 19;
        let word = if in_parts { 3 } else { usize::from(numbered) };
        let from = 1 + word;
        let tag = (from..tags.len()).find(|at| tags[*at] * 10 >= seen * 8).filter(|_| seen > 0);
        let common = (0..=WIDEST).max_by_key(|at| widths[*at]).unwrap_or(0);
        let is_even = widths[common] * 10 >= seen * 9;
        // Arguments of verbs have columns of their own in CoNLL-2012, a sentence more, another less.
        let least = if in_parts { 11 } else { common };
        Columns { word, tag, width: common, least, is_even: is_even || in_parts, lines: seen }
    }
}

/// Says whether lines without marks between stories are tokens: as many columns in nearly all of
/// them, one of them parts of speech.
fn is_tagged<'a>(lines: &mut (impl Iterator<Item = &'a [u8]> + Clone)) -> bool {
    // Nearly all other texts have a long line among their first.
    let mut first = lines.clone().filter(|it| !it.trim_ascii().is_empty()).take(LEAST);
    if first.any(|it| it.len() > 400 || !it.contains(&b' ') && !it.contains(&b'\t')) {
        return false;
    }
    let columns = Columns::of(lines);
    columns.lines >= LEAST
        && columns.is_even
        && (2..=WIDEST).contains(&columns.width)
        && columns.tag.is_some()
}

/// Sentences as paragraphs: those that end as sentences do run on.
fn paragraphs(sentences: &[String]) -> Vec<String> {
    let ends = |sentence: &str| {
        let bare = sentence.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
        bare.ends_with(['.', '?', '!', '…', '。'])
    };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut running = false;
    for (at, sentence) in sentences.iter().enumerate() {
        let whole = ends(sentence);
        if running
            && whole
            && let Some(last) = paragraphs.last_mut()
        {
            last.push(' ');
            last.push_str(sentence);
            continue;
        }
        paragraphs.push(sentence.clone());
        // A headline may end in a full stop: then a byline or a dateline stands under it.
        running = whole && !(at == 0 && sentences.get(1).is_some_and(|next| !ends(next)));
    }
    paragraphs
}
