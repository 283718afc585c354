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
    /// How soon further occurrences stop to count.
    pub k1: f32,
    /// How much length counts against a story: 0 not at all, 1 fully.
    pub b: f32,
    /// Weight of an occurrence in the headline; 1 is that of one in the text.
    pub headline: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Ranking { k1: 1.2, b: 0.75, headline: 3.0 }
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
