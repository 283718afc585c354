//! The words of a stored story, by stem: what a query can be widened with.

use super::{Address, StoryIndex};
use crate::analysis::fold::{fold, lower};
use crate::analysis::scan::blob_ranges;
use crate::analysis::stem::{Language, Stemmers};
use crate::error::Result;

/// A word of a story.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StemmedWord {
    /// Its language, a primary tag, and its stem there; the word itself where it has none.
    pub stem: (String, String),
    /// The word in normal form.
    pub form: String,
}

/// Shortest word that says what a story is about.
const SHORTEST: usize = 3;

impl StoryIndex {
    /// The words of a story's headline and text that are letters and nothing else, three or more, in
    /// the order of the text, and how many words it has in all.
    pub fn words_of(&self, address: Address) -> Result<(Vec<StemmedWord>, usize)> {
        let story = self.story(address)?;
        let language = story.language.as_deref().and_then(Language::of);
        let tag = language.map_or("", Language::tag);
        let mut stemmers = Stemmers::default();
        let (mut lowered, mut form, mut second) = (String::new(), String::new(), String::new());
        let (mut words, mut all) = (Vec::new(), 0);
        for text in [story.headline.as_deref(), story.body.as_deref()].into_iter().flatten() {
            for range in blob_ranges(text) {
                all += 1;
                let word = &text[range];
                if word.chars().nth(SHORTEST - 1).is_none()
                    || !word.chars().all(char::is_alphabetic)
                {
                    continue;
                }
                lower(word, language.is_some_and(Language::is_turkish), &mut lowered);
                fold(&lowered, &mut form, &mut second);
                let stem = language.and_then(|language| stemmers.stem(language, &lowered));
                let stem = (tag.to_owned(), stem.unwrap_or_else(|| form.clone()));
                words.push(StemmedWord { stem, form: form.clone() });
            }
        }
        Ok((words, all))
    }
}
