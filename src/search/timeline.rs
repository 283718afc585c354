//! Stories found over time: counts by day, week, month or year, beside all stories that the same
//! filters let through.
//!
//! A count alone says little: archives grow. So each bucket carries the total of what could have
//! been found in it ([`crate::query::Query::filters`]), and the empty ones are there too.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::bits::Bits;
use super::calendar::{Calendar, Period};
use super::facets::{FacetField, start_of};
use super::found::{self, StorySet};
use super::values::{Values, ranked};
use super::{Counts, Searcher};
use crate::error::{Error, Result};

/// Most buckets of a timeline.
pub const MAX_BUCKETS: usize = 100_000;
/// Most buckets of all its lines together.
pub const MAX_CELLS: usize = 1_000_000;

/// What a timeline is to show.
#[derive(Debug, Clone, Copy)]
pub struct TimelineOptions {
    /// Length of a bucket.
    pub period: Period,
    /// Zone in which days begin and end.
    pub zone: Tz,
    /// The days that the query is limited to, as [`crate::query::Query::days`] gives them: the
    /// first, and the day after the last. An open side begins or ends with the stories.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// A keyword field to split the counts by.
    pub by: Option<FacetField>,
    /// So many of its values, those with most stories found, have a line of their own.
    pub lines: usize,
}

/// Counts over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Stories found, and the matches in them.
    pub found: Counts,
    /// Stories that the filters let through.
    pub total: u64,
    /// One line, or one for each value and those that stand for the rest.
    pub lines: Vec<Line>,
    /// How many values of the field are in the line of the others.
    pub others: u64,
}

/// What a line counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineOf {
    /// All stories.
    All,
    /// Those with a value.
    Value(String),
    /// Those with a value that has no line of its own.
    Others,
    /// Those without a value.
    None,
}

/// Counts over time of some stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which stories.
    pub of: LineOf,
    /// One after the other, without a gap.
    pub buckets: Vec<Bucket>,
    /// Stories without a date; null where the filters let none through.
    pub undated: Option<Tally>,
}

/// A day, week, month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its first day.
    pub start: NaiveDate,
    /// Its stories.
    pub tally: Tally,
}

/// Numbers of a bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Stories found, and the matches in them.
    pub counts: Counts,
    /// Stories that the filters let through.
    pub total: u64,
}

impl Tally {
    /// The stories found out of the total; null where there is none.
    pub fn share(&self) -> Option<f64> {
        super::share(self.counts.stories, self.total)
    }
}

impl Line {
    /// The stories of all its buckets, and those without a date.
    pub fn sum(&self) -> Tally {
        let tallies = self.buckets.iter().map(|bucket| bucket.tally).chain(self.undated);
        tallies.fold(Tally::default(), |all, one| Tally {
            counts: all.counts.plus(one.counts),
            total: all.total + one.total,
        })
    }
}

/// Counts the stories of a searcher over time, beside those of another that has its filters only.
pub fn timeline(
    found: &Searcher<'_>,
    filters: &Searcher<'_>,
    options: &TimelineOptions,
) -> Result<Timeline> {
    let index = found.index();
    let sets = found.found()?;
    let totals = filters.found()?;
    let mut sums = Sums { found, sets: &sets, totals: &totals, options };
    let base = sums.of(None)?;
    let starts = starts(&base, options)?;
    let Some(field) = options.by else {
        let lines = vec![line(LineOf::All, base, &starts)];
        return Ok(whole(&sets, &totals, lines, 0));
    };
    let Some(keyword) = field.keyword() else {
        return Err(Error::Usage(format!(
            "a timeline cannot be split by {}; split it by agency, country, region, topic, \
             category, lang, status or format",
            field.name
        )));
    };
    if starts.len().saturating_mul(options.lines.saturating_add(2)) > MAX_CELLS {
        return Err(Error::Usage(format!(
            "{} lines of {} {}s are more than the {MAX_CELLS} counts that are made; ask for fewer \
             lines, or for a larger bucket",
            options.lines,
            starts.len(),
            options.period.name()
        )));
    }
    let values = Values::new(index, keyword, field.name);
    let mut top = ranked(values.count(&sets)?);
    top.truncate(options.lines);
    let top: Vec<String> = top.into_iter().map(|(value, _)| value).collect();
    let own: HashSet<&str> = top.iter().map(|value| &**value).collect();
    // Values that only the total has are others as well.
    let others = values.count(&totals)?.keys().filter(|value| !own.contains(&***value)).count();
    let mut lines = Vec::with_capacity(top.len() + 2);
    for (value, spelt) in top.iter().zip(values.spelt(&top)?) {
        let sum = sums.of(Some(&|segment| values.stories(segment, &|it| it == value)))?;
        lines.push(line(LineOf::Value(spelt), sum, &starts));
    }
    if others > 0 {
        let sum = sums.of(Some(&|segment| values.stories(segment, &|it| !own.contains(it))))?;
        lines.push(line(LineOf::Others, sum, &starts));
    }
    let none = line(LineOf::None, sums.of(Some(&|segment| values.without(segment)))?, &starts);
    if none.sum().total > 0 {
        lines.push(none);
    }
    Ok(whole(&sets, &totals, lines, others as u64))
}

fn whole(sets: &[StorySet], totals: &[StorySet], lines: Vec<Line>, others: u64) -> Timeline {
    let (found, total) = (found::total(sets), found::total(totals).stories);
    Timeline { found, total, lines, others }
}

/// Counts by bucket, the empty ones left out.
#[derive(Default)]
struct Sum {
    dated: BTreeMap<NaiveDate, Tally>,
    undated: Tally,
}

struct Sums<'s> {
    found: &'s Searcher<'s>,
    sets: &'s [StorySet],
    totals: &'s [StorySet],
    options: &'s TimelineOptions,
}

/// The stories of a segment that a line counts.
type Stories<'l> = &'l dyn Fn(usize) -> Result<Bits>;

impl Sums<'_> {
    /// The counts of all stories, or of some.
    fn of(&mut self, stories: Option<Stories<'_>>) -> Result<Sum> {
        let TimelineOptions { period, zone, .. } = *self.options;
        let mut calendar = Calendar::new(period, zone);
        let mut sum = Sum::default();
        for (number, (set, total)) in self.sets.iter().zip(self.totals).enumerate() {
            let segment = &self.found.index().segments()[number];
            let chosen = stories.map(|stories| stories(number)).transpose()?;
            // Neighbours are mostly of one bucket.
            let mut present: Option<(NaiveDate, Tally)> = None;
            for doc in chosen.as_ref().unwrap_or(total.bits()).iter() {
                if !total.bits().holds(doc) {
                    continue;
                }
                let Some(start) = start_of(segment, doc, &mut calendar) else {
                    sum.undated.total += 1;
                    set.tally(doc, &mut sum.undated.counts);
                    continue;
                };
                if present.is_none_or(|(known, _)| known != start) {
                    sum.add(present.replace((start, Tally::default())));
                }
                if let Some((_, tally)) = &mut present {
                    tally.total += 1;
                    set.tally(doc, &mut tally.counts);
                }
            }
            sum.add(present);
        }
        Ok(sum)
    }
}

impl Sum {
    fn add(&mut self, bucket: Option<(NaiveDate, Tally)>) {
        if let Some((start, tally)) = bucket {
            let known = self.dated.entry(start).or_default();
            known.counts = known.counts.plus(tally.counts);
            known.total += tally.total;
        }
    }
}

/// The first days of all buckets.
fn starts(base: &Sum, options: &TimelineOptions) -> Result<Vec<NaiveDate>> {
    let period = options.period;
    let first = base.dated.keys().next().copied();
    let last = base.dated.keys().next_back().copied();
    let from = options.days.0.map(|day| period.start(day)).or(first);
    let to = options.days.1.and_then(|day| day.pred_opt()).map(|day| period.start(day)).or(last);
    let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
    // A day on which the clock was put back may reach over the border that was asked for.
    let (from, to) =
        (first.map_or(from, |first| from.min(first)), last.map_or(to, |it| to.max(it)));
    let mut starts = Vec::new();
    let mut next = Some(from);
    while let Some(start) = next.filter(|start| *start <= to) {
        if starts.len() == MAX_BUCKETS {
            let larger = match period {
                Period::Day => "take a larger bucket, such as week or month, or limit the dates",
                _ => "take a larger bucket, such as year, or limit the dates",
            };
            return Err(Error::Usage(format!(
                "from {from} to {to} there are more than {MAX_BUCKETS} {}s; {larger}: date:1987..1990",
                period.name()
            )));
        }
        starts.push(start);
        next = period.next(start);
    }
    Ok(starts)
}

fn line(of: LineOf, sum: Sum, starts: &[NaiveDate]) -> Line {
    let buckets = starts
        .iter()
        .map(|start| Bucket {
            start: *start,
            tally: sum.dated.get(start).copied().unwrap_or_default(),
        })
        .collect();
    Line { of, buckets, undated: (sum.undated.total > 0).then_some(sum.undated) }
}
