//! Looking words up: which terms of the dictionary a word, pattern or fuzzy word stands for.

mod stems;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use levenshtein_automata::LevenshteinAutomatonBuilder;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::pattern::{Near, fold_pattern, is_match};
use super::{Leaf, LeafTerm, PlanOptions, Text};
use crate::analysis::stem::{Language, Stemmers};
use crate::analysis::{Kind, fold, term};
use crate::error::{Error, Result};
use crate::index::{StoryIndex, unaliased};
use crate::query::Case;

/// What a leaf is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One term, covering so many positions.
    Term { term: String, length: u32 },
    /// A joined form, or its stem, of any length.
    Joined { kind: Kind, text: String },
    /// All forms that share the stem of a word, in each language.
    Stems { lowered: String },
    /// A character of a script without blanks, alone or as the first of a pair.
    Character(String),
    /// Surface and joined forms that match a pattern.
    Pattern(String),
    /// Surface forms within an edit distance.
    Fuzzy { text: String, distance: u8 },
}

/// The dictionaries of an index, and the leaves found in them so far.
pub struct Dictionary<'a> {
    index: &'a StoryIndex,
    stemmers: Stemmers,
    languages: Vec<Language>,
    /// Some stories of the index are in other languages, or in none that is known.
    others: bool,
    max_expansions: usize,
    /// How the words of the leaves to come have to be written.
    pub cases: Vec<Case>,
    /// The leaves.
    pub leaves: Vec<Leaf>,
    /// Where each leaf stands, by what it shows.
    known: HashMap<String, Vec<usize>>,
}

/// Terms found, with their length and languages; by term, so that the order is the dictionary's.
type Found = BTreeMap<(String, Vec<String>), (u32, u64)>;

impl<'a> Dictionary<'a> {
    /// The dictionaries of an index.
    pub fn new(index: &'a StoryIndex, options: &PlanOptions) -> Result<Dictionary<'a>> {
        let held = index.languages();
        let languages: Vec<Language> = if options.languages.is_empty() {
            held.iter().filter_map(|tag| Language::of(tag)).collect()
        } else {
            let mut languages = Vec::new();
            for tag in &options.languages {
                languages.push(Language::of(tag).ok_or_else(|| {
                    Error::Usage(format!(
                        "there is no stemmer for the language {tag}; leave --lang out to use those \
                         of the index"
                    ))
                })?);
            }
            languages
        };
        let unknown = index.stories() > 0 && index.missing("lang")?.1 > 0;
        let others = unknown
            || held.len() > 1
            || held.iter().any(|tag| Language::of(tag) != languages.first().copied());
        Ok(Dictionary {
            index,
            stemmers: Stemmers::default(),
            languages,
            others,
            max_expansions: options.max_expansions,
            cases: Vec::new(),
            leaves: Vec::new(),
            known: HashMap::new(),
        })
    }

    /// Makes a leaf of what is wanted, or returns the one that is there already.
    pub fn leaf(&mut self, text: Text, shown: &str, wanted: Vec<Wanted>) -> Result<usize> {
        let mut found = Found::new();
        for wanted in &wanted {
            self.find(text, shown, wanted, &mut found)?;
        }
        // A term that counts in all stories need not be listed for some as well.
        let everywhere: Vec<String> = found
            .keys()
            .filter(|(_, languages)| languages.is_empty())
            .map(|(term, _)| term.clone())
            .collect();
        found.retain(|(term, languages), _| languages.is_empty() || !everywhere.contains(term));
        let terms: Vec<LeafTerm> = found
            .into_iter()
            .map(|((term, languages), (length, stories))| LeafTerm {
                term,
                length,
                stories,
                languages,
            })
            .collect();
        let overlapping = wanted.iter().filter(|w| matches!(w, Wanted::Term { .. })).count() > 1
            || wanted.iter().any(|w| {
                !matches!(w, Wanted::Term { .. } | Wanted::Joined { .. } | Wanted::Stems { .. })
            });
        let mut cases = self.cases.clone();
        cases.sort_unstable();
        cases.dedup();
        let leaf = Leaf { shown: shown.to_owned(), text, terms, cases, overlapping };
        let known = self.known.entry(leaf.shown.clone()).or_default();
        if let Some(at) = known.iter().find(|at| self.leaves[**at] == leaf) {
            return Ok(*at);
        }
        known.push(self.leaves.len());
        self.leaves.push(leaf);
        Ok(self.leaves.len() - 1)
    }

    fn find(&mut self, text: Text, shown: &str, wanted: &Wanted, found: &mut Found) -> Result<()> {
        match wanted {
            Wanted::Term { term, length } => self.exact(text, term, *length, &[], found),
            Wanted::Joined { kind, text: joined } => {
                let prefix = term::joined_prefix(*kind, joined);
                self.starting(text, &prefix, &[], |_| true, found).map(drop)
            }
            Wanted::Stems { lowered } => self.stems(text, lowered, found),
            Wanted::Character(character) => {
                let fits = |term: &str| term.chars().count() <= 2;
                self.starting(text, character, &[], fits, found).map(drop)
            }
            Wanted::Pattern(pattern) => self.pattern(text, shown, pattern, found),
            Wanted::Fuzzy { text: typed, distance } => {
                self.fuzzy(text, shown, typed, *distance, found)
            }
        }
    }

    /// Calls `each` with the dictionary of every segment.
    fn dictionaries(
        &self,
        text: Text,
        mut each: impl FnMut(&TermDictionary) -> std::io::Result<()>,
    ) -> Result<()> {
        let field = text.field(&self.index.fields);
        for segment in self.index.segments() {
            let failed = |cause: String| Error::Engine { action: "looking up a word", cause };
            let inverted =
                segment.reader.inverted_index(field).map_err(|error| failed(error.to_string()))?;
            each(inverted.terms()).map_err(|error| failed(error.to_string()))?;
        }
        Ok(())
    }

    fn exact(
        &self,
        text: Text,
        term: &str,
        length: u32,
        languages: &[String],
        found: &mut Found,
    ) -> Result<()> {
        let mut stories = 0;
        self.dictionaries(text, |terms| {
            if let Some(info) = terms.get(term)? {
                stories += u64::from(info.doc_freq);
            }
            Ok(())
        })?;
        if stories > 0 {
            found.insert((term.to_owned(), languages.to_vec()), (length, stories));
        }
        Ok(())
    }

    /// Adds the terms that start with a prefix; returns how many terms there are then.
    fn starting(
        &self,
        text: Text,
        prefix: &str,
        languages: &[String],
        fits: impl Fn(&str) -> bool,
        found: &mut Found,
    ) -> Result<usize> {
        let limit = self.max_expansions + 1;
        self.dictionaries(text, |terms| {
            let mut stream = terms.range().ge(prefix).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if !term.starts_with(prefix) || found.len() > limit {
                    break;
                }
                let (_, plain, length) = term::read(term);
                if fits(plain) {
                    let stories = u64::from(stream.value().doc_freq);
                    let key = (term.to_owned(), languages.to_vec());
                    found.entry(key).or_insert((length, 0)).1 += stories;
                }
            }
            Ok(())
        })?;
        Ok(found.len())
    }

    fn pattern(&self, text: Text, shown: &str, pattern: &str, found: &mut Found) -> Result<()> {
        for folded in fold_pattern(pattern) {
            let pieces: Vec<char> = folded.chars().collect();
            let prefix: String = pieces.iter().take_while(|c| !matches!(c, '*' | '?')).collect();
            let fits = |term: &str| is_match(&pieces, term);
            for start in [prefix.clone(), format!("{}{prefix}", term::JOINED_FORMS)] {
                let surface = !start.starts_with(term::JOINED_FORMS);
                let fits = |term: &str| {
                    !(surface && term.starts_with(|c: char| c <= '\u{4}')) && fits(term)
                };
                if surface && prefix.is_empty() {
                    self.surfaces(text, fits, found)?;
                } else {
                    self.starting(text, &start, &[], fits, found)?;
                }
                if found.len() > self.max_expansions {
                    return Err(self.too_many(shown));
                }
            }
        }
        Ok(())
    }

    /// Goes over all surface forms: a pattern that begins with a wildcard.
    fn surfaces(&self, text: Text, fits: impl Fn(&str) -> bool, found: &mut Found) -> Result<()> {
        // Surface forms come after every control character.
        let limit = self.max_expansions + 1;
        self.dictionaries(text, |terms| {
            let mut stream = terms.range().ge("\u{5}").into_stream()?;
            while stream.advance() && found.len() <= limit {
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if fits(term) {
                    let stories = u64::from(stream.value().doc_freq);
                    found.entry((term.to_owned(), Vec::new())).or_insert((1, 0)).1 += stories;
                }
            }
            Ok(())
        })
    }

    fn fuzzy(
        &self,
        text: Text,
        shown: &str,
        typed: &str,
        distance: u8,
        found: &mut Found,
    ) -> Result<()> {
        let (mut lowered, mut folded, mut second) = Default::default();
        fold::lower(typed, false, &mut lowered);
        fold::fold(&lowered, &mut folded, &mut second);
        let builder = LevenshteinAutomatonBuilder::new(distance, true);
        for word in [folded, second] {
            if word.is_empty() {
                continue;
            }
            let near = Near(builder.build_dfa(&word));
            self.dictionaries(text, |terms| {
                let mut stream = terms.search(&near).ge("\u{5}").into_stream()?;
                while stream.advance() && found.len() <= self.max_expansions {
                    let Ok(term) = std::str::from_utf8(stream.key()) else {
                        continue;
                    };
                    let stories = u64::from(stream.value().doc_freq);
                    found.entry((term.to_owned(), Vec::new())).or_insert((1, 0)).1 += stories;
                }
                Ok(())
            })?;
            if found.len() > self.max_expansions {
                return Err(self.too_many(shown));
            }
        }
        Ok(())
    }

    /// The values of a keyword field that match a pattern.
    pub fn values(&self, field: super::Keyword, pattern: &str) -> Result<Vec<String>> {
        let field = field.field(&self.index.fields);
        let patterns: Vec<Vec<char>> = if field == self.index.fields.id {
            vec![pattern.chars().collect()]
        } else {
            fold_pattern(pattern).iter().map(|folded| folded.chars().collect()).collect()
        };
        self.matching(field, pattern, |value| patterns.iter().any(|it| is_match(it, value)))
    }

    /// The rows of names, of a field whose values have several, in which one matches a pattern.
    pub fn known_as(&self, name: &str, pattern: &str) -> Result<Vec<String>> {
        let patterns: Vec<Vec<char>> =
            fold_pattern(pattern).iter().map(|folded| folded.chars().collect()).collect();
        self.index.known_as(name, |known| patterns.iter().any(|it| is_match(it, known)))
    }

    /// The ids that are meant by one as typed: that very one, or else those that have it as the
    /// part that the source gave, between agency and version.
    pub fn ids(&self, typed: &str) -> Result<Vec<String>> {
        if self.index.find(typed)?.is_some() {
            return Ok(vec![typed.to_owned()]);
        }
        let (last, inner) = (format!(":{typed}"), format!(":{typed}:"));
        self.matching(self.index.fields.id, typed, |id| id.ends_with(&last) || id.contains(&inner))
    }

    fn matching(
        &self,
        field: Field,
        shown: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        // A value and the same as another's second name are two terms, and one value.
        let mut values = BTreeSet::new();
        let mut distinct = BTreeSet::new();
        for segment in self.index.segments() {
            let failed = |cause: String| Error::Engine { action: "looking up a value", cause };
            let inverted =
                segment.reader.inverted_index(field).map_err(|error| failed(error.to_string()))?;
            let mut stream =
                inverted.terms().stream().map_err(|error| failed(error.to_string()))?;
            while stream.advance() {
                let Ok(value) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let plain = unaliased(value);
                if is_wanted(plain) {
                    values.insert(value.to_owned());
                    distinct.insert(plain.to_owned());
                }
                if distinct.len() > self.max_expansions {
                    return Err(self.too_many(shown));
                }
            }
        }
        Ok(values.into_iter().collect())
    }

    fn too_many(&self, shown: &str) -> Error {
        Error::Query(format!(
            "{shown} stands for more than {0} words of this index; write more letters, or raise \
             the limit: --max-expansions {1}",
            self.max_expansions,
            self.max_expansions.saturating_mul(4)
        ))
    }
}
