//! Why a story scores what it scores: for eyes, and for programs.

use serde::Serialize;

use crate::search::Explanation;

/// An explanation as JSON has it. The order of the fields is the order of the keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankingSummary {
    score: f32,
    /// Positions of the story, as the index rounds them, and of an average one.
    length: u32,
    average: f32,
    norm: f32,
    recency: f32,
    clauses: Vec<ClauseSummary>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ClauseSummary {
    clause: String,
    headline: u32,
    lead: u32,
    rest: u32,
    weighted: f32,
    weight: f32,
    words: f32,
    compound: f32,
}

impl RankingSummary {
    /// An explanation, ready to be printed.
    pub fn of(explanation: &Explanation) -> RankingSummary {
        let clauses = explanation.clauses.iter().map(|clause| ClauseSummary {
            clause: clause.shown.clone(),
            headline: clause.matches.headline,
            lead: clause.matches.lead,
            rest: clause.matches.rest,
            weighted: clause.weighted,
            weight: clause.weight,
            words: clause.words,
            compound: clause.tier,
        });
        RankingSummary {
            score: explanation.score,
            length: explanation.length,
            average: explanation.average,
            norm: explanation.norm,
            recency: explanation.recency,
            clauses: clauses.collect(),
        }
    }
}

/// An explanation in lines.
pub fn explanation_lines(explanation: &Explanation) -> Vec<String> {
    let Explanation { score, length, average, norm, recency, clauses } = explanation;
    let mut lines = vec![format!(
        "score {score:.4}: {length} words (average {average:.0}), divisor of length {norm:.4}{}",
        if *recency == 1.0 { String::new() } else { format!(", age worth {recency:.4}") }
    )];
    for clause in clauses {
        let matches = clause.matches;
        let mut line = format!(
            "{}: {:.4} = {:.4} · {w} / ({w} + {norm:.4}); {} in the headline, {} in the lead, {} elsewhere",
            clause.shown,
            clause.words,
            clause.weight,
            matches.headline,
            matches.lead,
            matches.rest,
            w = clause.weighted,
        );
        if clause.tier > 0.0 {
            line.push_str(&format!("; {:.0} more as one word", clause.tier));
        }
        lines.push(line);
    }
    lines
}
