//! Sections to terms, with a memo: the fast half of the tokenizer.
//!
//! A section is scanned byte by byte into blobs (runs that hold no blank or separator). What a
//! blob yields is worked out once and remembered, stems and all, so that an ordinary word costs
//! one hash and one copy.

use std::ops::Range;
use std::sync::Arc;

use super::blob::{self, Compound};
use super::borders::{Borders, Pending, find_borders, mark_of};
use super::fold;
use super::lexicon::{Lexicon, Token};
use super::memo::{self, Memo};
use super::scan::{blobs, small_letter_nearby};
use super::stem::{Language, Stemmers};
use super::term::{self, Kind, Mark};

/// The terms of a story, ready for the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    /// Terms of the headline, then of the text, with the marks of their words.
    pub terms: Vec<Token>,
    /// Those of the headline without the marks.
    pub headline_terms: Vec<Token>,
    /// Positions of the headline; the text begins there.
    pub headline: u32,
    /// Positions of the lead, which opens the text.
    pub lead: u32,
    /// All positions.
    pub positions: u32,
}

/// Bytes that an analyser may remember, where nothing else is said.
const MEMORY: usize = 16 << 20;

/// Turns sections into terms. One per thread and run: it remembers what it has seen.
pub struct Analyser {
    lexicon: Arc<Lexicon>,
    stemmers: Stemmers,
    /// A memo for each kind of text that has been met, and which it is.
    memos: Vec<Memo>,
    kinds: Vec<TextKind>,
    /// The numbers of the marks, in the order of [`Mark::ALL`].
    marks: Option<[u32; Mark::ALL.len()]>,
    /// Keywords as they come, and (`alone`) terms as they are.
    keywords: Memo,
    /// Bytes that all of these may take.
    memory: usize,
    scratch: Scratch,
}

/// What the words of a text yield besides themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TextKind {
    /// Stems of this language.
    language: Option<Language>,
    /// Marks.
    marked: bool,
}

#[derive(Default)]
struct Scratch {
    borders: Borders,
    term: String,
    folded: String,
    second: String,
    tokens: Vec<Token>,
}

impl Analyser {
    /// An analyser with an empty memo, which numbers terms as the lexicon does.
    pub fn new(lexicon: Arc<Lexicon>) -> Analyser {
        Analyser::with_memory(lexicon, MEMORY)
    }

    /// An analyser that forgets what it has seen once that takes more than so many bytes.
    pub fn with_memory(lexicon: Arc<Lexicon>, memory: usize) -> Analyser {
        Analyser {
            memory,
            lexicon,
            stemmers: Stemmers::default(),
            memos: Vec::new(),
            kinds: Vec::new(),
            marks: None,
            keywords: Memo::default(),
            scratch: Scratch::default(),
        }
    }

    /// The lexicon that numbers its terms.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Goes on with another lexicon, if it is another.
    pub fn set_lexicon(&mut self, lexicon: Arc<Lexicon>) {
        if !Arc::ptr_eq(&self.lexicon, &lexicon) {
            self.lexicon = lexicon;
            self.marks = None;
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.kinds.clear();
        self.memos.clear();
        self.keywords = Memo::default();
    }

    /// Analyses a story: headline and body (paragraphs parted by blank lines), stemmed in the
    /// language that `language` (BCP 47) names, if it has a stemmer.
    pub fn story(&mut self, headline: &str, body: &str, language: Option<&str>) -> Sections {
        let memory = self.memos.iter().map(Memo::memory).sum::<usize>() + self.keywords.memory();
        if memory > self.memory {
            self.forget();
        }
        let language = language.and_then(Language::of).filter(|language| language.keeps_stems());
        let kind = TextKind { language, marked: true };
        let mut sections = Sections::default();
        sections.terms.reserve((headline.len() + body.len()) / 4);
        let mut borders = std::mem::take(&mut self.scratch.borders);
        let terms = &mut sections.terms;
        find_borders(headline, &mut borders);
        sections.headline = self.section(headline, 0..headline.len(), kind, &borders, terms);
        let marks = self.marks();
        let words = terms.iter().filter(|token| !marks.contains(&token.number()));
        sections.headline_terms = words.copied().collect();
        find_borders(body, &mut borders);
        let end = body.find("\n\n").unwrap_or(body.len());
        let rest = borders.partition_point(|(at, _)| *at < end);
        sections.lead = self.section(body, 0..end, kind, &borders[..rest], terms);
        let rest = self.section(body, end..body.len(), kind, &borders[rest..], terms);
        sections.positions = sections.headline + sections.lead + rest;
        self.scratch.borders = borders;
        sections
    }

    /// Appends the terms of one text on its own, unstemmed: a byline, a dateline. Returns its
    /// positions.
    pub fn line(&mut self, text: &str, out: &mut Vec<Token>) -> u32 {
        self.section(text, 0..text.len(), TextKind { language: None, marked: false }, &[], out)
    }

    /// Appends the terms of a text of joined words, such as a slug: its words alone.
    ///
    /// Every slug is a compound; what it reads like as one word is of no use to anyone.
    pub fn words(&mut self, text: &str, out: &mut Vec<Token>) -> u32 {
        if text.contains(blob::is_hyphen) {
            self.line(&text.replace(blob::is_hyphen, " "), out)
        } else {
            self.line(text, out)
        }
    }

    /// The term of a keyword (an agency, a topic, a country), in normal form; none for an empty one.
    pub fn keyword(&mut self, value: &str) -> Option<Token> {
        if let Some(token) = self.keywords.get(value, false).and_then(|it| it.only()) {
            return Some(token);
        }
        let keyword = fold::keyword(value);
        (!keyword.is_empty()).then(|| self.noted(value, &keyword, false))
    }

    /// The term of these very letters.
    pub fn term(&mut self, term: &str) -> Token {
        let known = self.keywords.get(term, true).and_then(|it| it.only());
        known.unwrap_or_else(|| self.noted(term, term, true))
    }

    fn noted(&mut self, value: &str, term: &str, verbatim: bool) -> Token {
        let token = Token::new(self.lexicon.number(term), true);
        self.keywords.put(value, verbatim, &[token], &[], 1, false);
        token
    }

    /// The numbers of the marks.
    fn marks(&mut self) -> [u32; Mark::ALL.len()] {
        let lexicon = &self.lexicon;
        *self.marks.get_or_insert_with(|| Mark::ALL.map(|mark| lexicon.number(mark.term())))
    }

    /// Which memo is that of a kind of text.
    fn memo_of(&mut self, kind: TextKind) -> usize {
        self.kinds.iter().position(|it| *it == kind).unwrap_or_else(|| {
            self.kinds.push(kind);
            self.memos.push(Memo::default());
            self.memos.len() - 1
        })
    }

    /// Analyses a part of a text; capitals look for small letters in the whole of it, and `borders`
    /// are those of the whole that lie in the part. Returns how many positions it has.
    fn section(
        &mut self,
        text: &str,
        part: Range<usize>,
        kind: TextKind,
        borders: &[(usize, Mark)],
        out: &mut Vec<Token>,
    ) -> u32 {
        let memo = self.memo_of(kind);
        let marks = self.marks();
        let before = part.start;
        let mut borders = Pending::new(borders, marks);
        let mut positions = 0;
        blobs(&text[part], |start, end| {
            let (start, end) = (start + before, end + before);
            let blob = &text[start..end];
            borders.pass(start);
            let from = out.len();
            if blob.len() > memo::LONGEST || borders.lie_before(end) {
                positions += self.unremembered(blob, start, kind, false, &mut borders, out);
                return;
            }
            let mut alone = false;
            let mut known = self.memos[memo].get(blob, alone);
            if known.is_none() {
                known = self.remember(memo, blob, kind, alone);
            }
            if known.is_some_and(|known| known.capitals) && !small_letter_nearby(text, start, end) {
                alone = true;
                known = self.memos[memo].get(blob, alone);
                if known.is_none() {
                    known = self.remember(memo, blob, kind, alone);
                }
            }
            match known {
                Some(known) => {
                    self.memos[memo].append(known, &marks, out);
                    positions += u32::from(known.positions);
                    borders.mark(from, out);
                }
                None => {
                    positions += self.unremembered(blob, start, kind, alone, &mut borders, out);
                }
            }
        });
        positions
    }

    /// A blob that is too long to remember, yields too much, or goes over a border: `start` is
    /// where it stands.
    fn unremembered(
        &mut self,
        blob: &str,
        start: usize,
        kind: TextKind,
        alone: bool,
        borders: &mut Pending<'_>,
        out: &mut Vec<Token>,
    ) -> u32 {
        let mut positions = 0;
        for compound in blob::cut(blob, kind.language.is_some_and(Language::is_turkish)) {
            positions += compound.words.len() as u32;
            borders.pass(start + compound.words[0].start);
            let from = out.len();
            self.write(&compound, kind, alone, out);
            borders.mark(from, out);
        }
        positions
    }

    fn remember(
        &mut self,
        memo: usize,
        blob: &str,
        kind: TextKind,
        alone: bool,
    ) -> Option<memo::Known> {
        let compounds = blob::cut(blob, kind.language.is_some_and(Language::is_turkish));
        let (mut positions, mut capitals) = (0, false);
        let mut tokens = std::mem::take(&mut self.scratch.tokens);
        tokens.clear();
        for compound in &compounds {
            positions += compound.words.len() as u32;
            self.write(compound, kind, alone, &mut tokens);
            capitals |= compound.words.iter().any(|word| word.plain.is_some());
        }
        let marks = self.marks();
        let known = self.memos[memo].put(blob, alone, &tokens, &marks, positions, capitals);
        self.scratch.tokens = tokens;
        known
    }

    /// Writes the terms of a compound. `alone`, among capitals alone, adds the plain word beside a
    /// common word in capitals.
    fn write(&mut self, compound: &Compound, kind: TextKind, alone: bool, out: &mut Vec<Token>) {
        let marks = self.marks();
        for (part, word) in compound.words.iter().enumerate() {
            out.push(Token::new(self.lexicon.number(&word.surface), true));
            let mut beside = |term: &str| out.push(Token::new(self.lexicon.number(term), false));
            if !word.second.is_empty() {
                beside(&word.second);
            }
            if let (true, Some(plain)) = (alone, &word.plain) {
                beside(plain);
            }
            if let (true, Some(mark)) = (kind.marked, mark_of(word.casing, compound)) {
                out.push(Token::new(marks[mark as usize], false));
            }
            let surfaces = [word.surface.as_str(), word.second.as_str()];
            self.write_stem(kind.language, &word.lowered, Kind::Stem, 1, surfaces, out);
            if let (0, Some(joined)) = (part, &compound.joined) {
                let length = compound.words.len();
                let surfaces = [joined.surface.as_str(), joined.second.as_str()];
                for surface in surfaces.iter().filter(|surface| !surface.is_empty()) {
                    self.scratch.term.clear();
                    term::spell(Kind::Joined, surface, length, &mut self.scratch.term);
                    out.push(Token::new(self.lexicon.number(&self.scratch.term), false));
                }
                let stem = Kind::JoinedStem;
                self.write_stem(kind.language, &joined.lowered, stem, length, surfaces, out);
            }
        }
    }

    fn write_stem(
        &mut self,
        language: Option<Language>,
        lowered: &str,
        kind: Kind,
        length: usize,
        surfaces: [&str; 2],
        out: &mut Vec<Token>,
    ) {
        let Some(language) = language.filter(|_| !lowered.is_empty()) else {
            return;
        };
        let Some(stem) = self.stemmers.stem(language, lowered) else {
            return;
        };
        let Scratch { term, folded, second, .. } = &mut self.scratch;
        fold::fold(&stem, folded, second);
        term::bound(folded);
        term::bound(second);
        for stem in [folded.as_str(), second.as_str()] {
            if !stem.is_empty() && !surfaces.contains(&stem) {
                term.clear();
                term::spell(kind, stem, length, term);
                out.push(Token::new(self.lexicon.number(term), false));
            }
        }
    }
}

#[cfg(test)]
mod tests;
