//! Stories found, counted by the values of fields: facets.
//!
//! Counts are exact and come from the same stories that `count` counts. A story with several
//! values of a field counts once for each; one with none counts in a row of its own.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use rustc_hash::FxHashMap;

use super::calendar::{Calendar, Period};
use super::found::{self, StorySet};
use super::top::compare_ids;
use super::values::{Values, missing, ranked};
use super::{Counts, Searcher};
use crate::error::{Error, Result};
use crate::index::{Address, Segment, StoryIndex, named};
use crate::query::plan::Keyword;
use crate::query::{FIELDS, Name};

/// Something that stories can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacetField {
    /// Its name in queries; `day`, `week`, `month` or `year` for a length of time.
    pub name: &'static str,
    pub(super) by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Keyword(Keyword),
    /// Names in bylines, read out of the records.
    Byline,
    Urgency,
    Time(Period),
}

/// A value and the stories found that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As a story spells it.
    pub value: String,
    /// Stories, and the matches in them.
    pub counts: Counts,
}

/// The stories found, by one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// Most stories first, then by letters; times in their order.
    pub values: Vec<FacetValue>,
    /// Stories without a value.
    pub none: Counts,
    /// How many more values there are, beyond the limit.
    pub more: u64,
    /// The stories that have one or more of those.
    pub more_stories: u64,
}

impl FacetField {
    /// All of them.
    pub fn all() -> impl Iterator<Item = FacetField> {
        let field = |name: Name, by| FacetField { name: name.as_str(), by };
        let time = |period: Period| FacetField { name: period.name(), by: By::Time(period) };
        [
            field(Name::Agency, By::Keyword(Keyword::Agency)),
            field(Name::Country, By::Keyword(Keyword::Country)),
            field(Name::Region, By::Keyword(Keyword::Region)),
            field(Name::Topic, By::Keyword(Keyword::Topic)),
            field(Name::Category, By::Keyword(Keyword::Category)),
            field(Name::Lang, By::Keyword(Keyword::Lang)),
            field(Name::Status, By::Keyword(Keyword::Status)),
            field(Name::Format, By::Keyword(Keyword::Format)),
            field(Name::Urgency, By::Urgency),
            field(Name::Byline, By::Byline),
            time(Period::Year),
            time(Period::Month),
            time(Period::Week),
            time(Period::Day),
        ]
        .into_iter()
    }

    /// The field of a name, as in queries: `agency`, `lang` or `language`, `month`.
    ///
    /// # Errors
    ///
    /// Where stories cannot be counted by it; the message says by what they can.
    pub fn named(typed: &str) -> Result<FacetField> {
        let name = typed.trim().to_ascii_lowercase();
        let known = FIELDS.iter().find(|it| it.name == name || it.aliases.contains(&&*name));
        let name = known.map_or(&*name, |field| field.name);
        if let Some(field) = FacetField::all().find(|field| field.name == name) {
            return Ok(field);
        }
        let near = FacetField::all()
            .map(|field| (strsim::jaro_winkler(field.name, name), field.name))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let all: Vec<&str> = FacetField::all().map(|field| field.name).collect();
        Err(Error::Usage(match (known, near) {
            (None, Some((_, near))) => {
                format!("there is no field {typed} to count by; did you mean {near}?")
            }
            _ => format!("stories cannot be counted by {typed}; there is {}", all.join(", ")),
        }))
    }

    /// Whether it is a length of time: its values come in their order.
    pub fn is_time(self) -> bool {
        matches!(self.by, By::Time(_))
    }

    /// The keyword field that it is, if it is one.
    pub(super) fn keyword(self) -> Option<Keyword> {
        match self.by {
            By::Keyword(keyword) => Some(keyword),
            _ => None,
        }
    }
}

/// Counts by value, in their order, with the stories without one.
struct Counted {
    values: Vec<FacetValue>,
    none: Counts,
}

impl Searcher<'_> {
    /// Counts the stories found by each of the fields; `limit` says how many values of a field to
    /// give at most, those with most stories. Days begin and end in `zone`. Gives the count of all
    /// stories found with it.
    pub fn facets(
        &self,
        fields: &[FacetField],
        limit: &dyn Fn(FacetField) -> Option<usize>,
        zone: Tz,
    ) -> Result<(Counts, Vec<Facet>)> {
        let sets = self.found()?;
        let facet = |field: &FacetField| {
            facet(self.index, &sets, *field, limit(*field).unwrap_or(usize::MAX), zone)
        };
        let facets: Result<Vec<Facet>> = fields.iter().map(facet).collect();
        Ok((found::total(&sets), facets?))
    }
}

fn facet(
    index: &StoryIndex,
    sets: &[StorySet],
    field: FacetField,
    limit: usize,
    zone: Tz,
) -> Result<Facet> {
    let counted = match field.by {
        By::Keyword(keyword) => return by_keyword(index, sets, field, keyword, limit),
        By::Byline => return by_byline(index, sets, field, limit),
        By::Urgency => by_urgency(index, sets)?,
        By::Time(period) => by_time(index, sets, Calendar::new(period, zone), period),
    };
    let Counted { mut values, none } = counted;
    // The commonest are kept, in the order of time.
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(values[*at].counts.stories), *at));
    let rest: HashSet<usize> = order.split_off(limit.min(values.len())).into_iter().collect();
    let more_stories = rest.iter().map(|at| values[*at].counts.stories).sum();
    let mut at = 0..;
    values.retain(|_| at.next().is_some_and(|at| !rest.contains(&at)));
    Ok(Facet { field, values, none, more: rest.len() as u64, more_stories })
}

fn by_keyword(
    index: &StoryIndex,
    sets: &[StorySet],
    field: FacetField,
    keyword: Keyword,
    limit: usize,
) -> Result<Facet> {
    let values = Values::new(index, keyword, field.name);
    let mut ranked = ranked(values.count(sets)?);
    let rest = ranked.split_off(limit.min(ranked.len()));
    let mut none = Counts::default();
    for (segment, set) in sets.iter().enumerate() {
        none = none.plus(set.count(&values.without(segment)?));
    }
    let more_stories = if values.is_single() {
        rest.iter().map(|(_, counts)| counts.stories).sum()
    } else if rest.is_empty() {
        0
    } else {
        let rest: HashSet<&str> = rest.iter().map(|(value, _)| &**value).collect();
        let mut stories = 0;
        for (segment, set) in sets.iter().enumerate() {
            let bits = values.stories(segment, &|value| rest.contains(value))?;
            stories += set.count(&bits).stories;
        }
        stories
    };
    let (folded, counts): (Vec<String>, Vec<Counts>) = ranked.into_iter().unzip();
    let spelt = values.spelt(&folded)?.into_iter().zip(counts);
    let values = spelt.map(|(value, counts)| FacetValue { value, counts }).collect();
    Ok(Facet { field, values, none, more: rest.len() as u64, more_stories })
}

/// Names in bylines: every record found is read, so it is exact, and slower than the others.
fn by_byline(
    index: &StoryIndex,
    sets: &[StorySet],
    field: FacetField,
    limit: usize,
) -> Result<Facet> {
    struct Person {
        counts: Counts,
        written: String,
        newest: (u64, Address),
    }
    let mut people = FxHashMap::<String, Person>::default();
    let mut none = Counts::default();
    // Names that are not listed: a story may have several, and counts once.
    let mut several: Vec<Vec<String>> = Vec::new();
    let mut single = FxHashMap::<String, u64>::default();
    for (number, set) in sets.iter().enumerate() {
        let order = &index.segments()[number].columns.order;
        for doc in set.bits().iter() {
            let address = Address { segment: number as u32, doc };
            let mut counts = Counts::default();
            set.tally(doc, &mut counts);
            let names = named(&index.story(address)?);
            if names.is_empty() {
                none = none.plus(counts);
            }
            let filed = order.first(doc).unwrap_or(0);
            if let [(name, _)] = &names[..] {
                *single.entry(name.clone()).or_default() += 1;
            } else if !names.is_empty() {
                several.push(names.iter().map(|(name, _)| name.clone()).collect());
            }
            for (name, written) in names {
                let newest = (filed, address);
                let person = people.entry(name).or_insert_with(|| Person {
                    counts: Counts::default(),
                    written: written.clone(),
                    newest,
                });
                person.counts = person.counts.plus(counts);
                let is_newer = filed > person.newest.0
                    || filed == person.newest.0
                        && compare_ids(index, address, person.newest.1).is_lt();
                if is_newer {
                    person.newest = newest;
                    person.written = written;
                }
            }
        }
    }
    let counts: BTreeMap<String, Counts> =
        people.iter().map(|(name, person)| (name.clone(), person.counts)).collect();
    let mut ranked = ranked(counts);
    let rest = ranked.split_off(limit.min(ranked.len()));
    let rest: HashSet<&str> = rest.iter().map(|(name, _)| &**name).collect();
    let alone = single.iter().filter(|(name, _)| rest.contains(&***name));
    let together = several.iter().filter(|names| names.iter().any(|it| rest.contains(&**it)));
    let more_stories = alone.map(|(_, stories)| stories).sum::<u64>() + together.count() as u64;
    let values = ranked
        .into_iter()
        .map(|(name, counts)| FacetValue {
            value: people.remove(&name).map_or(name, |person| person.written),
            counts,
        })
        .collect();
    Ok(Facet { field, values, none, more: rest.len() as u64, more_stories })
}

fn by_urgency(index: &StoryIndex, sets: &[StorySet]) -> Result<Counted> {
    let mut all = BTreeMap::<u64, Counts>::new();
    let mut none = Counts::default();
    for (number, set) in sets.iter().enumerate() {
        let urgency = &index.segments()[number].columns.urgency;
        for doc in set.bits().iter() {
            if let Some(urgency) = urgency.first(doc) {
                set.tally(doc, all.entry(urgency).or_default());
            }
        }
        none = none.plus(set.count(&missing(index, Name::Urgency.as_str(), number)?));
    }
    let value =
        |(urgency, counts): (u64, Counts)| FacetValue { value: urgency.to_string(), counts };
    Ok(Counted { values: all.into_iter().map(value).collect(), none })
}

fn by_time(
    index: &StoryIndex,
    sets: &[StorySet],
    mut calendar: Calendar,
    period: Period,
) -> Counted {
    let mut all = BTreeMap::<NaiveDate, Counts>::new();
    let mut none = Counts::default();
    for (segment, set) in index.segments().iter().zip(sets) {
        let mut present: Option<(NaiveDate, Counts)> = None;
        for doc in set.bits().iter() {
            let Some(start) = start_of(segment, doc, &mut calendar) else {
                set.tally(doc, &mut none);
                continue;
            };
            match &mut present {
                Some((known, counts)) if *known == start => set.tally(doc, counts),
                _ => {
                    let mut counts = Counts::default();
                    set.tally(doc, &mut counts);
                    if let Some((start, counts)) = present.replace((start, counts)) {
                        let known = all.entry(start).or_default();
                        *known = known.plus(counts);
                    }
                }
            }
        }
        if let Some((start, counts)) = present {
            let known = all.entry(start).or_default();
            *known = known.plus(counts);
        }
    }
    let value =
        |(start, counts): (NaiveDate, Counts)| FacetValue { value: period.label(start), counts };
    Counted { values: all.into_iter().map(value).collect(), none }
}

/// The first day of the period in which a story was filed.
pub(super) fn start_of(segment: &Segment, doc: u32, calendar: &mut Calendar) -> Option<NaiveDate> {
    let filed = crate::index::filed(segment.columns.order.first(doc)?)?;
    Some(calendar.start(filed, segment.columns.precision.first(doc) == Some(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_by_their_names_in_queries() {
        let named = |typed: &str| FacetField::named(typed).map(|field| field.name);
        assert_eq!(named("Agency").unwrap(), "agency");
        assert_eq!(named(" year").unwrap(), "year");
        for field in FacetField::all() {
            assert_eq!(named(field.name).unwrap(), field.name);
        }
        let told = |typed: &str| named(typed).unwrap_err().to_string();
        assert_eq!(told("agancy"), "there is no field agancy to count by; did you mean agency?");
        assert!(told("headline").starts_with("stories cannot be counted by headline; there is ag"));
        assert!(told("").starts_with("stories cannot be counted by ; there is agency"));
    }
}
