//! Where the sentences and paragraphs of a text begin, as marks of the words that they begin with; and
//! the marks of how words are written.

use super::blob::{Casing, Compound};
use super::lexicon::Token;
use super::sentences::each_sentence;
use super::term::Mark;

/// Where units of a text begin, in bytes, in order.
pub(super) type Borders = Vec<(usize, Mark)>;

/// The mark of a word of a compound that is written so.
pub(super) fn mark_of(casing: Casing, compound: &Compound) -> Option<Mark> {
    match casing {
        Casing::Small => None,
        Casing::Capital => Some(Mark::Capital),
        Casing::Capitals => Some(Mark::Capitals),
        Casing::Letterless => compound.joined.is_some().then_some(Mark::Letterless),
    }
}

/// Finds where the paragraphs and sentences of a text begin, but for the first.
pub(super) fn find_borders(text: &str, borders: &mut Borders) {
    borders.clear();
    let mut from = 0;
    for paragraph in text.split("\n\n") {
        let mut mark = Mark::Paragraph;
        each_sentence(paragraph, |sentence| {
            borders.push((from + sentence.start, mark));
            mark = Mark::Sentence;
        });
        from += paragraph.len() + 2;
    }
    if !borders.is_empty() {
        borders.remove(0);
    }
}

/// Borders on their way to the word that they stand before.
pub(super) struct Pending<'b> {
    borders: &'b [(usize, Mark)],
    at: usize,
    /// The greatest of those that have been passed.
    mark: Option<Mark>,
    marks: [u32; Mark::ALL.len()],
}

impl<'b> Pending<'b> {
    /// Borders of a text, in order; `marks` are the numbers of the marks.
    pub fn new(borders: &'b [(usize, Mark)], marks: [u32; Mark::ALL.len()]) -> Pending<'b> {
        Pending { borders, at: 0, mark: None, marks }
    }

    /// Passes the borders at or before a place.
    #[inline]
    pub fn pass(&mut self, place: usize) {
        while let Some((at, mark)) = self.borders.get(self.at)
            && *at <= place
        {
            self.mark = self.mark.max(Some(*mark));
            self.at += 1;
        }
    }

    /// Says whether a border that has not been passed stands before a place.
    #[inline]
    pub fn lie_before(&self, place: usize) -> bool {
        self.borders.get(self.at).is_some_and(|(at, _)| *at < place)
    }

    /// Marks the first word that was written from `from` on, if there is one.
    #[inline]
    pub fn mark(&mut self, from: usize, out: &mut Vec<Token>) {
        if let Some(mark) = self.mark
            && out.len() > from
        {
            out.insert(from + 1, Token::new(self.marks[mark as usize], false));
            self.mark = None;
        }
    }
}
