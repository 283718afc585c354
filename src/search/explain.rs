//! How the score of a story came about.

use super::Searcher;
use super::clause::InParts;
use super::matcher::Matcher;
use super::ranking::{self, Score};
use crate::error::Result;
use crate::index::Address;

/// How a story scores: what [`Searcher::top`] ranked it by, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The clauses that match, in the order of the query; one that is asked for twice, twice.
    pub clauses: Vec<ClauseScore>,
    /// Positions of the story's headline and text, as the engine rounds them.
    pub length: u32,
    /// Those of an average story.
    pub average: f32,
    /// The part of BM25's divisor that the length makes: `k1 · (1 − b + b · length / average)`.
    pub norm: f32,
    /// What age is worth: 1 where it does not count.
    pub recency: f32,
    /// The score: that of compounds, and that of words times what age is worth.
    pub score: f32,
}

/// What one clause adds to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseScore {
    /// Which clause of the plan.
    pub clause: usize,
    /// The clause as it was read, for people.
    pub shown: String,
    /// How often it matches in each part.
    pub matches: InParts,
    /// Its matches, each counting as the part where it stands.
    pub weighted: f32,
    /// `boost · (k1 + 1) · idf`.
    pub weight: f32,
    /// `weight · weighted / (weighted + norm)`.
    pub words: f32,
    /// For a compound that stands as one word.
    pub tier: f32,
}

impl Searcher<'_> {
    /// Takes the score of a story apart; `None` where the query does not match in it.
    pub fn explain(&self, address: Address) -> Result<Option<Explanation>> {
        let prepared = self.prepared(address.segment as usize)?;
        let mut matcher = prepared.matcher(true, true)?;
        let matches = matcher.seek(address.doc) == address.doc;
        matcher.check(&self.plan)?;
        Ok(matches.then(|| self.taken_apart(&mut matcher, address)))
    }

    fn taken_apart(&self, matcher: &mut Matcher<'_>, address: Address) -> Explanation {
        let Address { segment, doc } = address;
        let id = matcher.length(doc);
        let norm = self.statistics.norms[usize::from(id)];
        let mut score = Score::default();
        let mut clauses = Vec::new();
        for (place, at) in matcher.scoring(doc) {
            let clause = matcher.at(place);
            let matches = clause.found(doc);
            let (weight, tier, weighted) = clause.explain(doc);
            if weighted <= 0.0 {
                continue;
            }
            let words = ranking::score(weight, weighted, norm);
            score.tier += tier;
            score.words += words;
            let shown = self.plan.clauses[at].shown.clone();
            clauses.push(ClauseScore { clause: at, shown, matches, weighted, weight, words, tier });
        }
        let recency = self.statistics.recency_of(&self.index.segments()[segment as usize], doc);
        Explanation {
            clauses,
            length: tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id),
            average: self.index.average_length(),
            norm,
            recency,
            score: score.total(recency),
        }
    }
}
