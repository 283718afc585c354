//! All forms that share the stem of a word, each language by its own stemmer.

use std::collections::BTreeMap;

use super::{Dictionary, Found};
use crate::analysis::stem::Language;
use crate::analysis::{Kind, fold, term};
use crate::error::Result;
use crate::query::plan::Text;

impl Dictionary<'_> {
    pub(super) fn stems(&mut self, text: Text, lowered: &str, found: &mut Found) -> Result<()> {
        if text != Text::Story {
            return Ok(());
        }
        // Stories of a language match by that language's stem: one set of terms a stem.
        let mut by_stem: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
        for language in self.languages.clone() {
            let mut word = String::new();
            let lowered = if language.is_turkish() {
                fold::lower(lowered, true, &mut word);
                &word
            } else {
                lowered
            };
            for stem in self.stemmers.folded(language, lowered) {
                let key = (language.keeps_stems(), stem);
                by_stem.entry(key).or_default().push(language.tag().to_owned());
            }
        }
        for ((kept, stem), own) in by_stem {
            let languages = self.filter(&own);
            let mut words = Vec::new();
            if kept {
                let mut spelt = String::new();
                term::spell(Kind::Stem, &stem, 1, &mut spelt);
                self.exact(text, &spelt, 1, &languages, found)?;
                let prefix = term::joined_prefix(Kind::JoinedStem, &stem);
                self.starting(text, &prefix, &languages, |_| true, found)?;
            } else {
                words
                    .extend(self.index.forms(&stem)?.into_iter().map(|it| (it, languages.clone())));
            }
            // The stem itself is one of the forms in the languages where it is a word with that
            // stem.
            let mut fixed = own;
            fixed.retain(|tag| {
                Language::of(tag).is_some_and(|it| self.stemmers.folded(it, &stem).contains(&stem))
            });
            if !fixed.is_empty() {
                words.push((stem, self.filter(&fixed)));
            }
            for (word, languages) in words {
                self.exact(text, &word, 1, &languages, found)?;
                let prefix = term::joined_prefix(Kind::Joined, &word);
                self.starting(text, &prefix, &languages, |_| true, found)?;
            }
        }
        Ok(())
    }

    /// Languages as a filter: none where they are all that the index holds.
    fn filter(&self, languages: &[String]) -> Vec<String> {
        let all = !self.others && languages.len() == self.languages.len();
        if all { Vec::new() } else { languages.to_vec() }
    }
}
