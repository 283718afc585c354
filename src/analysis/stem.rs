//! Which stemmer for which language, and its memo.
//!
//! The stemmers are Snowball's. They work on the lower-cased, unfolded word, and only on words
//! of three letters or more; the result is folded. A word's stem is computed once and remembered.

use frostem::{Algorithm, Stemmer};

use super::{fold, term};

/// A language that has a stemmer, as a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

/// Languages with a stemmer: BCP 47 primary tag and Snowball algorithm.
const LANGUAGES: &[(&str, Algorithm)] = &[
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("cs", Algorithm::Czech),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("eo", Algorithm::Esperanto),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fa", Algorithm::Persian),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("ne", Algorithm::Nepali),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sr", Algorithm::Serbian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
    ("uk", Algorithm::Ukrainian),
    ("yi", Algorithm::Yiddish),
];

impl Language {
    /// The language of a BCP 47 tag, if it has a stemmer: `en`, `en-GB`, `pt-BR`.
    pub fn of(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        let primary = if primary == "nb" || primary == "nn" { "no" } else { primary.as_str() };
        LANGUAGES.iter().position(|(code, _)| *code == primary).map(|at| Language(at as u8))
    }

    /// Its BCP 47 primary tag.
    pub fn tag(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].0
    }

    /// Says whether I and ı, İ and i are pairs in it.
    pub fn is_turkish(self) -> bool {
        self.tag() == "tr"
    }

    /// Says whether its stems stand in the index beside the words.
    ///
    /// English ones do not: English letters fold away nothing that its stemmer needs, so the
    /// stem of every word of a finished index can be worked out from the dictionary, once a
    /// word, and a query looks up the forms of its stem instead. That saves a quarter of all
    /// postings. In English copy a word is folded first and stemmed then.
    pub fn keeps_stems(self) -> bool {
        self.tag() != "en"
    }

    /// Its number, stable within a version of the analyser.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// Stemmers, made when first asked for.
#[derive(Default)]
pub struct Stemmers {
    made: Vec<Option<Stemmer>>,
}

impl Stemmers {
    /// Stems a lower-cased, unfolded word; `None` where the word is too short to have one.
    pub fn stem(&mut self, language: Language, lowered: &str) -> Option<String> {
        if lowered.chars().filter(|c| c.is_alphabetic()).take(3).count() < 3 {
            return None;
        }
        if self.made.is_empty() {
            self.made.resize_with(LANGUAGES.len(), || None);
        }
        let (_, algorithm) = LANGUAGES[language.number()];
        let stemmer = self.made[language.number()].get_or_insert_with(|| Stemmer::new(algorithm));
        let stem = stemmer.stem(lowered);
        (!stem.is_empty()).then(|| stem.into_owned())
    }

    /// The stems of a lower-cased, unfolded word in normal form, as a query looks them up: none
    /// where the word is too short, two where it has an umlaut.
    pub fn folded(&mut self, language: Language, lowered: &str) -> Vec<String> {
        let both = |text: &str| {
            let (mut folded, mut second) = (String::new(), String::new());
            fold::fold(text, &mut folded, &mut second);
            [folded, second].into_iter().filter(|form| !form.is_empty())
        };
        let mut stems: Vec<String> = if language.keeps_stems() {
            self.stem(language, lowered).iter().flat_map(|stem| both(stem)).collect()
        } else {
            both(lowered).filter_map(|word| self.stem(language, &word)).collect()
        };
        stems.iter_mut().for_each(term::bound);
        stems.dedup();
        stems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_find_their_language() {
        assert_eq!(Language::of("en-GB").map(Language::tag), Some("en"));
        assert_eq!(Language::of("nb").map(Language::tag), Some("no"));
        assert_eq!(Language::of("zh"), None);
    }

    #[test]
    fn short_words_have_no_stem() {
        let mut stemmers = Stemmers::default();
        let english = Language::of("en").expect("English has a stemmer");
        assert_eq!(stemmers.stem(english, "is"), None);
        assert_eq!(stemmers.stem(english, "f16s"), None);
        assert_eq!(stemmers.stem(english, "talks").as_deref(), Some("talk"));
    }

    #[test]
    fn every_language_stems_something() {
        let mut stemmers = Stemmers::default();
        for (tag, _) in LANGUAGES {
            let language = Language::of(tag).expect("it is in the table");
            assert!(stemmers.stem(language, "abcdefgh").is_some(), "{tag}");
        }
    }
}
