//! Arguments that say how stories are ranked: shared by all that rank.

use clap::Args;
use newswire::error::{Error, Result};
use newswire::index::StoryIndex;
use newswire::query::Query;
use newswire::query::plan::PlanOptions;
use newswire::search::rm3::{self, Rm3};
use newswire::search::{Ranking, Searcher};

/// Heading over these options in the help.
const HEADING: &str = "How stories are ranked";

/// How to rank.
#[derive(Args)]
pub struct RankArgs {
    /// How soon further matches in a story stop to count (BM25)
    #[arg(long, help_heading = HEADING, value_name = "K1", default_value_t = Ranking::default().k1,
        value_parser = not_negative, hide_short_help = true)]
    k1: f32,
    /// How much length counts against a story, from 0 to 1 (BM25)
    #[arg(long, help_heading = HEADING, value_name = "B", default_value_t = Ranking::default().b,
        value_parser = share, hide_short_help = true)]
    b: f32,
    /// What a match in the headline or the lead is worth, as in headline=3,lead=1.5
    ///
    /// One in the rest of the text is worth 1. Without it, headline=3,lead=1.
    #[arg(long, help_heading = HEADING, value_name = "PART=WEIGHT", value_delimiter = ',',
        value_parser = weight, hide_short_help = true)]
    weight: Vec<Weight>,
    /// After how long a story is worth half: 30d, 6w, 6m or 2y
    ///
    /// Its age is that before the newest story of the index; a story without a date is as old as the
    /// oldest.
    #[arg(long, help_heading = HEADING, value_name = "HALFLIFE", value_parser = half_life)]
    recency: Option<f64>,
    /// Widen the query by words of the stories that it finds first: stories,words,weight
    ///
    /// RM3, as in 10,20,0.5: twenty words of the ten best stories; the words as typed keep half of
    /// all weight. The words of the query are then joined by OR; fields and NOT go on to limit.
    #[arg(long, help_heading = HEADING, value_name = "S,W,WEIGHT", value_parser = widening)]
    rm3: Option<Rm3>,
}

/// The weight of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Weight {
    Headline(f32),
    Lead(f32),
}

impl RankArgs {
    /// The parameters of ranking.
    pub fn ranking(&self) -> Ranking {
        let mut ranking =
            Ranking { k1: self.k1, b: self.b, half_life: self.recency, ..Ranking::default() };
        for weight in &self.weight {
            match weight {
                Weight::Headline(weight) => ranking.headline = *weight,
                Weight::Lead(weight) => ranking.lead = *weight,
            }
        }
        ranking
    }

    /// Plans a query, widened if that is asked for; the query comes back as it was asked.
    pub fn searcher<'a>(
        &self,
        index: &'a StoryIndex,
        query: Query,
        options: &PlanOptions,
    ) -> Result<(Query, Searcher<'a>)> {
        let ranking = self.ranking();
        let searcher = Searcher::new(index, &query, options, ranking)?;
        let Some(rm3) = &self.rm3 else { return Ok((query, searcher)) };
        let query = rm3::widen(&searcher, &query, rm3)?;
        let searcher = Searcher::new(index, &query, options, ranking)?;
        Ok((query, searcher))
    }
}

type Parsed<T> = std::result::Result<T, String>;

fn number(text: &str) -> Parsed<f32> {
    let number: f32 = text.parse().map_err(|_| "write a number, as in 1.2".to_owned())?;
    if number.is_finite() { Ok(number) } else { Err("write a number, as in 1.2".to_owned()) }
}

fn not_negative(text: &str) -> Parsed<f32> {
    let number = number(text)?;
    if (0.0..=1e6).contains(&number) { Ok(number) } else { Err("it runs from 0 on".to_owned()) }
}

fn share(text: &str) -> Parsed<f32> {
    let number = number(text)?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("it runs from 0 to 1".to_owned()) }
}

fn weight(text: &str) -> Parsed<Weight> {
    let (part, weight) =
        text.split_once('=').ok_or("write headline=3 or lead=1.5, or both with a comma")?;
    let weight = not_negative(weight)?;
    match part {
        "headline" => Ok(Weight::Headline(weight)),
        "lead" => Ok(Weight::Lead(weight)),
        _ => Err(format!("{part} has no weight; headline and lead have one")),
    }
}

/// Days after which a score is worth half.
fn half_life(text: &str) -> Parsed<f64> {
    let why = || "write a number of days, weeks, months or years, as in 30d, 6w, 6m, 2y".to_owned();
    let unit = text.chars().next_back().ok_or_else(why)?;
    let days = match unit {
        'd' => 1.0,
        'w' => 7.0,
        'm' => 365.25 / 12.0,
        'y' => 365.25,
        _ => return Err(why()),
    };
    let number: f64 = text[..text.len() - 1].parse().map_err(|_| why())?;
    if number > 0.0 && number.is_finite() { Ok(number * days) } else { Err(why()) }
}

fn widening(text: &str) -> Parsed<Rm3> {
    rm3::read(text).map_err(|error| match error {
        Error::Usage(why) => why,
        error => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lives_are_days() {
        assert_eq!(half_life("30d"), Ok(30.0));
        assert_eq!(half_life("2w"), Ok(14.0));
        assert_eq!(half_life("2y"), Ok(730.5));
        for text in ["", "d", "30", "-1d", "0d", "infd", "30é"] {
            assert!(half_life(text).is_err(), "{text}");
        }
    }

    #[test]
    fn weights_are_those_of_parts() {
        assert_eq!(weight("lead=1.5"), Ok(Weight::Lead(1.5)));
        for text in ["lead", "body=2", "headline=x", "headline=-1", "headline=NaN"] {
            assert!(weight(text).is_err(), "{text}");
        }
    }
}
