//! BM25 over one combined field: occurrences in the headline count for more.
//!
//! The score of a clause in a story is
//! `boost · idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average))`, where `tf` is the
//! number of its matches, those in the headline weighted, and
//! `idf = ln(1 + (N − n + 0.5) / (n + 0.5))`. Weighting inside one saturated count, rather than
//! adding the scores of several fields, is what BM25F does (Robertson, Zaragoza and Taylor 2004).

/// Parameters of ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranking {
    /// How soon further occurrences stop to count; not negative.
    pub k1: f32,
    /// How much length counts against a story: 0 not at all, 1 fully.
    pub b: f32,
    /// Weight of an occurrence in the headline; 1 is that of one in the text.
    pub headline: f32,
    /// Weight of an occurrence in the lead; 1 is that of one in the rest of the text.
    pub lead: f32,
    /// After how many days a score is worth half, if age counts; positive.
    pub half_life: Option<f64>,
}

impl Default for Ranking {
    fn default() -> Self {
        Ranking { k1: 1.2, b: 0.75, headline: 3.0, lead: 1.0, half_life: None }
    }
}

/// What a story scores.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// For compounds that stand as one word: goes before everything else.
    pub tier: f32,
    /// BM25 of the clauses.
    pub words: f32,
}

impl Score {
    /// The score that orders stories, where age is worth this factor.
    pub fn total(self, recency: f32) -> f32 {
        self.tier + self.words * recency
    }
}

/// How age counts: the score of words is multiplied by `2^(-age / half-life)`, where the age is
/// that before the newest story of the index. A story without a date is as old as the oldest.
#[derive(Debug, Clone, Copy)]
pub struct Recency {
    half_life: f64,
    newest: i64,
    oldest: i64,
}

impl Recency {
    /// How age counts between the newest and the oldest time of an index, in seconds.
    pub fn new(half_life: f64, newest: i64, oldest: i64) -> Recency {
        Recency { half_life, newest, oldest }
    }

    /// The factor of a story.
    pub fn factor(&self, filed: Option<i64>) -> f32 {
        let age = self.newest.saturating_sub(filed.unwrap_or(self.oldest)).max(0) as f64;
        (-age / 86_400.0 / self.half_life).exp2() as f32
    }
}

/// Added, times the greatest boost of the query, to the score of a story that holds a compound of
/// the query as one word, so that all of them come before those that hold its parts in a row.
pub const COMPOUND: f32 = 1000.0;

/// Weight of a clause in a query over an index.
pub fn idf(stories: u64, found_in: u64) -> f32 {
    let (stories, found) = (stories as f64, found_in.min(stories) as f64);
    (1.0 + (stories - found + 0.5) / (found + 0.5)).ln() as f32
}

/// The part of BM25's divisor that depends on a story's length, for each of the engine's 256
/// lengths.
pub fn length_norms(ranking: &Ranking, average: f32) -> [f32; 256] {
    std::array::from_fn(|id| {
        let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id as u8) as f32;
        ranking.k1 * (1.0 - ranking.b + ranking.b * length / average)
    })
}

/// Score of a weighted count.
#[inline]
pub fn score(weight: f32, tf: f32, norm: f32) -> f32 {
    weight * tf / (tf + norm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more() {
        assert!(idf(1000, 1) > idf(1000, 500));
        assert!(idf(1000, 1000) > 0.0);
        assert!(idf(0, 0) > 0.0);
    }

    #[test]
    fn more_occurrences_and_shorter_stories_score_more() {
        let norms = length_norms(&Ranking::default(), 100.0);
        let (short, long) = (norms[20], norms[60]);
        assert!(score(1.0, 2.0, short) > score(1.0, 1.0, short));
        assert!(score(1.0, 1.0, short) > score(1.0, 1.0, long));
    }
}
