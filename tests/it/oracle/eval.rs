//! The rules of the query language, applied to every story.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use newswire::copy::places;
use newswire::query::{Kind, Name, Node, Order, PhraseWord, Scope};
use newswire::story::{PlaceNames, Precision, Story};

use super::archive::{Archive, BODY, Entry, Place, Text, dotted, language};
use super::near::{self, Reach, Ways};
use super::words::{Form, Reading, folded, lower, stems, words};

/// The stories that a query finds, each with what its clauses find there.
pub type Found = BTreeMap<u32, Vec<Clause>>;

/// What a clause finds in a story.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its matches.
    pub matches: Vec<Place>,
    /// The words that take part in them.
    pub words: Vec<Place>,
}

/// Places of one clause, by story.
type Places = BTreeMap<u32, BTreeSet<Place>>;

/// What a query is evaluated with.
pub struct Oracle<'a> {
    /// The stories.
    pub archive: &'a Archive,
    /// Zone of the days.
    pub zone: Tz,
}

/// Where a clause looks.
#[derive(Clone, Copy)]
struct Where<'a> {
    text: &'a Text,
    scope: Option<Scope>,
    /// Whether bare words are found in all their forms.
    stems: bool,
}

/// A word of a query.
enum Piece {
    Word { form: Form, typed: String, stemmed: bool },
    Pattern { patterns: Vec<String> },
    Compound { parts: Vec<Piece>, joined: Option<Box<Piece>> },
}

impl Oracle<'_> {
    /// Finds a query.
    pub fn find(&self, node: &Node) -> Found {
        self.node(node, Where { text: &self.archive.text, scope: None, stems: true })
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        0..self.archive.stories.len() as u32
    }

    fn node(&self, node: &Node, here: Where<'_>) -> Found {
        match &node.kind {
            Kind::Word { .. }
            | Kind::Exact { .. }
            | Kind::Wildcard { .. }
            | Kind::Phrase { .. }
            | Kind::Fuzzy { .. }
            | Kind::Near { .. }
            | Kind::Same { .. }
            | Kind::Case { .. } => clause(self.ways(node, here), 1),
            Kind::AtLeast { count, node } => clause(self.ways(node, here), *count as usize),
            Kind::All { nodes } => {
                let mut found: Option<Found> = None;
                for node in nodes.iter().filter(|node| !matches!(node.kind, Kind::Not { .. })) {
                    let mut other = self.node(node, here);
                    found = Some(match found {
                        None => other,
                        Some(found) => found
                            .into_iter()
                            .filter_map(|(story, mut clauses)| {
                                clauses.extend(other.remove(&story)?);
                                Some((story, clauses))
                            })
                            .collect(),
                    });
                }
                let mut found = found.unwrap_or_default();
                for node in nodes {
                    if let Kind::Not { node } = &node.kind {
                        let without = self.node(node, here);
                        found.retain(|story, _| !without.contains_key(story));
                    }
                }
                found
            }
            Kind::Any { nodes } => {
                let mut found = Found::new();
                for node in nodes {
                    for (story, clauses) in self.node(node, here) {
                        found.entry(story).or_default().extend(clauses);
                    }
                }
                found
            }
            Kind::Scope { scope, node } => self.node(node, Where { scope: Some(*scope), ..here }),
            Kind::Field { field, node } => {
                let text = self.archive.fields.get(field.as_str());
                let found = match text {
                    Some(text) => self.node(node, Where { text, scope: None, stems: false }),
                    None => self.keyword(*field, node),
                };
                found.into_keys().map(|story| (story, Vec::new())).collect()
            }
            Kind::Dates { start, end } => self.those(|story| self.dated(story, *start, *end)),
            Kind::Number { field, min, max } => self.those(|story| {
                let value = match field {
                    Name::Words => Some(u64::from(story.words)),
                    Name::Urgency => story.urgency.map(u64::from),
                    other => panic!("{} is no number", other.as_str()),
                };
                value.is_some_and(|value| {
                    min.is_none_or(|min| min <= value) && max.is_none_or(|max| value <= max)
                })
            }),
            Kind::Presence { field, present } => self.those(|story| has(story, *field) == *present),
            Kind::Boost { node, .. } => self.node(node, here),
            Kind::Not { .. } => panic!("NOT stands only beside something"),
        }
    }

    fn those(&self, holds: impl Fn(&Story) -> bool) -> Found {
        self.all()
            .filter(|story| holds(&self.archive.stories[*story as usize]))
            .map(|story| (story, Vec::new()))
            .collect()
    }

    /// Every way in which something stands at positions, in the scope asked for.
    fn ways(&self, node: &Node, here: Where<'_>) -> Ways {
        let words = |pieces: Vec<Piece>| self.inside(here, row(here.text, &pieces));
        let both = |left: &Node, right: &Node| (self.ways(left, here), self.ways(right, here));
        let is_story = std::ptr::eq(here.text, &self.archive.text);
        match &node.kind {
            Kind::Word { text } => words(pieces(text, here.stems, false)),
            Kind::Exact { text } => words(pieces(text, false, text.contains(['*', '?']))),
            Kind::Wildcard { pattern } => words(pieces(pattern, false, true)),
            Kind::Phrase { words: typed, forms } => {
                let piece = |word: &PhraseWord| pieces(&word.text, *forms, word.wildcard);
                words(typed.iter().flat_map(piece).collect())
            }
            Kind::Fuzzy { text, distance } => {
                let wanted = fuzzy_text(text);
                let near = |entry: &Entry| {
                    !entry.form.joined
                        && entry.folded.iter().any(|form| {
                            wanted
                                .iter()
                                .any(|wanted| edits(wanted, form) <= usize::from(*distance))
                        })
                };
                self.inside(here, of(here.text, near))
            }
            Kind::Any { nodes } => {
                let mut ways = Ways::new();
                for (story, more) in nodes.iter().flat_map(|node| self.ways(node, here)) {
                    ways.entry(story).or_default().extend(more);
                }
                ways
            }
            Kind::Near { left, right, distance, order, negated } => {
                let (sides, reach) = (both(left, right), Reach::Words(*distance));
                near::near(self.archive, sides, &reach, *order, *negated, is_story)
            }
            Kind::Same { left, right, unit, negated } => {
                let (sides, reach) = (both(left, right), Reach::Same(*unit));
                near::near(self.archive, sides, &reach, Order::Either, *negated, is_story)
            }
            Kind::Case { case, node } => near::cased(self.archive, self.ways(node, here), *case),
            _ => panic!("no words"),
        }
    }

    /// The places that lie inside the scope.
    fn inside(&self, here: Where<'_>, places: Places) -> Ways {
        let mut ways = Ways::new();
        for (story, places) in places {
            let lead = self.archive.leads[story as usize];
            let inside = places.into_iter().filter(|(first, last)| match here.scope {
                None => true,
                Some(Scope::Headline) => *last < BODY,
                Some(Scope::Body) => *first >= BODY,
                Some(Scope::Lead) => *first >= BODY && *last < BODY + lead,
                // Nothing crosses from the headline to the text.
                Some(Scope::Hlead) => *last < BODY + lead,
                Some(Scope::First(words)) => *first >= BODY && *last < BODY + words,
            });
            let inside: BTreeSet<Vec<Place>> = inside.map(|place| vec![place]).collect();
            if !inside.is_empty() {
                ways.insert(story, inside);
            }
        }
        ways
    }

    fn keyword(&self, field: Name, node: &Node) -> Found {
        match &node.kind {
            Kind::Word { text } => self
                .those(|story| values(story, field).iter().any(|value| like(field, text, value))),
            Kind::Wildcard { pattern } => self.those(|story| {
                values(story, field).iter().any(|value| like(field, pattern, value))
            }),
            Kind::All { nodes } => {
                let mut found: BTreeMap<u32, _> =
                    self.all().map(|story| (story, Vec::new())).collect();
                for node in nodes {
                    let (node, wanted) = match &node.kind {
                        Kind::Not { node } => (&**node, false),
                        _ => (node, true),
                    };
                    let these = self.keyword(field, node);
                    found.retain(|story, _| these.contains_key(story) == wanted);
                }
                found
            }
            Kind::Any { nodes } => {
                nodes.iter().flat_map(|node| self.keyword(field, node)).collect()
            }
            Kind::Boost { node, .. } => self.keyword(field, node),
            _ => panic!("no value of a keyword"),
        }
    }

    fn dated(&self, story: &Story, start: Option<NaiveDate>, end: Option<NaiveDate>) -> bool {
        let Some(filed) = &story.filed else { return false };
        if story.filed_precision == Some(Precision::Day) || !filed.contains('T') {
            let day: NaiveDate = filed[..10].parse().expect("a day");
            return start.is_none_or(|start| start <= day) && end.is_none_or(|end| day < end);
        }
        let filed = chrono::DateTime::parse_from_rfc3339(filed).expect("a time");
        // None of the zones asked for turns its clocks at midnight.
        let midnight = |day: NaiveDate| {
            self.zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().expect("midnight")
        };
        start.is_none_or(|start| midnight(start) <= filed)
            && end.is_none_or(|end| filed < midnight(end))
    }
}

/// The matches that hold no smaller one, where there are so many.
fn clause(ways: Ways, at_least: usize) -> Found {
    let mut found = Found::new();
    for (story, ways) in ways {
        let whole = |way: &Vec<Place>| (way[0].0, way[way.len() - 1].1);
        let spans: BTreeSet<Place> = ways.iter().map(whole).collect();
        let smallest: Vec<Place> = spans
            .iter()
            .filter(|place| {
                !spans
                    .iter()
                    .any(|other| other != *place && other.0 >= place.0 && other.1 <= place.1)
            })
            .copied()
            .collect();
        if smallest.len() < at_least.max(1) {
            continue;
        }
        let taking_part = ways.iter().filter(|way| smallest.contains(&whole(way)));
        let words: BTreeSet<Place> = taking_part.flatten().copied().collect();
        let words = words.into_iter().collect();
        found.insert(story, vec![Clause { matches: smallest, words }]);
    }
    found
}

/// The words of a word as typed: more than one where it is a compound or holds punctuation.
fn pieces(typed: &str, stemmed: bool, pattern: bool) -> Vec<Piece> {
    let reading = if pattern { Reading::Pattern } else { Reading::Query };
    let cut = words(typed, "", reading);
    let single = |form: &Form, stemmed: bool| match form.lower.contains(['*', '?']) {
        true => Piece::Pattern { patterns: folded(&form.lower) },
        false => {
            let (start, end) =
                (cut.places[form.first].0, cut.places[form.first + form.length - 1].1);
            Piece::Word { form: form.clone(), typed: typed[start..end].to_owned(), stemmed }
        }
    };
    let any = |at: usize| {
        let mut forms = cut.forms.iter().filter(|form| form.first == at);
        cut.places.len() > 1 && forms.all(|form| form.lower.chars().all(|c| c == '*'))
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < cut.places.len() {
        // `1987/*`: a star of its own at either end asks for nothing.
        if any(at) && (at == 0 || at + 1 == cut.places.len()) {
            at += 1;
            continue;
        }
        let here: Vec<&Form> = cut.forms.iter().filter(|form| form.first == at).collect();
        // Numbers held together have no joined form and are parts in a row all the same.
        match here.iter().find(|form| form.joined) {
            Some(joined) => {
                let parts = cut
                    .forms
                    .iter()
                    .filter(|form| !form.joined && (at..at + joined.length).contains(&form.first))
                    .map(|form| single(form, false))
                    .collect();
                pieces
                    .push(Piece::Compound { parts, joined: Some(Box::new(single(joined, false))) });
                at += joined.length;
            }
            None => {
                let alone = cut.places.len() == 1;
                pieces.push(single(here[0], stemmed && alone));
                at += 1;
            }
        }
    }
    pieces
}

/// Where forms stand that are wanted.
fn of(text: &Text, wanted: impl Fn(&Entry) -> bool) -> Places {
    let mut places = Places::new();
    for entry in text.forms.iter().filter(|entry| wanted(entry)) {
        for (story, place) in &entry.places {
            places.entry(*story).or_default().insert(*place);
        }
    }
    places
}

/// Where one word of a query stands.
fn single(text: &Text, piece: &Piece) -> Places {
    match piece {
        Piece::Pattern { patterns } => of(text, |entry| {
            entry.folded.iter().any(|form| patterns.iter().any(|pattern| glob(pattern, form)))
        }),
        Piece::Word { form, typed, stemmed } => {
            let wanted = match form.dotted {
                true => vec![dotted(&form.lower)],
                false => folded(&form.lower),
            };
            let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            if *stemmed {
                for entry in &text.forms {
                    known.entry(&entry.language).or_insert_with_key(|language| {
                        let lower = match form.joined {
                            true => form.lower.clone(),
                            // In the language of the story, because of the Turkish I.
                            false => words(typed, language, Reading::Query).forms[0].lower.clone(),
                        };
                        stems(&Form { lower, ..form.clone() }, language)
                    });
                }
            }
            of(text, |entry| {
                entry.form.dotted == form.dotted
                    && (wanted.iter().any(|wanted| entry.folded.contains(wanted))
                        || *stemmed
                            && known[&*entry.language]
                                .iter()
                                .any(|stem| entry.stems.contains(stem)))
            })
        }
        Piece::Compound { parts, joined } => {
            let mut places = row(text, parts);
            if let Some(joined) = joined {
                for (story, more) in single(text, joined) {
                    places.entry(story).or_default().extend(more);
                }
            }
            places
        }
    }
}

/// Where words stand in a row.
fn row(text: &Text, pieces: &[Piece]) -> Places {
    let mut pieces = pieces.iter();
    let Some(first) = pieces.next() else { return Places::new() };
    let mut places = single(text, first);
    for piece in pieces {
        let next = single(text, piece);
        let mut longer = Places::new();
        for (story, starts) in places {
            let Some(next) = next.get(&story) else { continue };
            let mut row = BTreeSet::new();
            for (first, last) in starts {
                for (_, end) in next.range((last + 1, 0)..=(last + 1, u32::MAX)) {
                    row.insert((first, *end));
                }
            }
            if !row.is_empty() {
                longer.insert(story, row);
            }
        }
        places = longer;
    }
    places
}

/// `*` is any number of characters, `?` is one.
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut pattern = pattern.chars();
    match pattern.next() {
        None => text.is_empty(),
        Some('*') => {
            let rest = pattern.as_str();
            rest.is_empty()
                || text.char_indices().any(|(at, _)| glob(rest, &text[at..]))
                || glob(rest, "")
        }
        Some(c) => {
            let mut text = text.chars();
            text.next().is_some_and(|other| c == '?' || c == other)
                && glob(pattern.as_str(), text.as_str())
        }
    }
}

fn fuzzy_text(typed: &str) -> Vec<String> {
    let word = words(typed, "", Reading::Query);
    match &word.forms[..] {
        [form] if form.dotted => vec![dotted(&form.lower)],
        [form] => folded(&form.lower),
        _ => folded(&lower(typed, "")),
    }
}

/// How many letters more, less or other, or neighbours swapped, lie between two words.
pub fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut least =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

/// The other names of a story's places, worked out once for each set of places.
fn names(story: &Story) -> PlaceNames {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, PlaceNames>> = RefCell::default();
    }
    let places = format!("{:?}", story.dateline.as_ref().map(|dateline| &dateline.places));
    KNOWN.with_borrow_mut(|known| {
        known.entry(places).or_insert_with(|| places::names(story)).clone()
    })
}

/// The values of a keyword field.
fn values(story: &Story, field: Name) -> Vec<String> {
    let one = |value: &Option<String>| value.iter().cloned().collect();
    match field {
        Name::Country => {
            let places = story.dateline.iter().flat_map(|dateline| &dateline.places);
            let codes = places.filter_map(|place| place.country.clone());
            codes.chain(names(story).country_names.into_iter().flatten()).collect()
        }
        Name::Region => {
            let names = names(story);
            names.regions.into_iter().chain(names.region_names.into_iter().flatten()).collect()
        }
        Name::Agency => one(&story.agency),
        Name::Topic => story.topics.clone(),
        Name::Category => one(&story.category),
        Name::Lang => one(&story.language),
        Name::Status => vec![story.take.kind.name().to_owned()],
        Name::Format => vec![story.source.format.clone()],
        Name::Id => vec![story.id.clone()],
        Name::Path => vec![story.source.path.clone()],
        other => panic!("{} is no keyword", other.as_str()),
    }
}

/// Whether a value has the shape asked for.
fn like(field: Name, pattern: &str, value: &str) -> bool {
    if field == Name::Id {
        // An id is as it is printed, capitals and all.
        return glob(pattern, value);
    }
    let (pattern, value) = (folded(pattern).remove(0), folded(value).remove(0));
    match field {
        Name::Topic => {
            glob(&pattern, &value)
                || value.split_once(':').is_some_and(|(_, code)| glob(&pattern, code))
        }
        Name::Lang => {
            glob(&pattern, &value) || glob(&pattern, value.split('-').next().unwrap_or(""))
        }
        // `N.Y.` and `NY` are one.
        Name::Country | Name::Region => glob(&pattern.replace('.', ""), &value.replace('.', "")),
        _ => glob(&pattern, &value),
    }
}

/// Whether a story has a field.
fn has(story: &Story, field: Name) -> bool {
    let text = |value: &Option<String>| value.as_ref().is_some_and(|text| !text.is_empty());
    match field {
        Name::Headline => text(&story.headline),
        Name::Lead => text(&story.lead),
        Name::Body => text(&story.body),
        Name::Byline => story.byline.is_some(),
        Name::Dateline => story.dateline.is_some(),
        Name::Place => {
            !story.places.is_empty()
                || story
                    .dateline
                    .iter()
                    .flat_map(|dateline| &dateline.places)
                    .any(|place| place.city.is_some() || place.region.is_some())
        }
        Name::Slug => text(&story.slug),
        Name::Date | Name::Since | Name::Until => story.filed.is_some(),
        Name::Words => true,
        Name::Urgency => story.urgency.is_some(),
        Name::Lang => !language(story).is_empty(),
        other => !values(story, other).is_empty(),
    }
}
