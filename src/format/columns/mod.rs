//! Columns of any table in, the elements of a story out: shared by CSV, JSON and Parquet.
//!
//! Tables of news have no names in common, but their makers choose from a few dozen. A column is
//! taken for a field by its name, the best name first, and only where its value has the shape of
//! the field; what a map says comes before all names.

mod body;
mod constants;
mod literal;
mod map;
mod names;
mod source;
mod values;

use serde_json::Value;

pub use self::map::ColumnMap;
use self::names::{Field, Tier, fields};
pub use self::names::{hold_text, is_known, normal};
pub use self::values::{filed, is_url};
use crate::copy::take;
use crate::format::doubles::each_once;
use crate::story::{Body, Place, RawStory};

/// Flag: a column of times has a value that is none.
const NO_TIME: &str = "date_invalid";

/// Longest name of a column, in bytes.
const NAME: usize = 200;

/// Names of objects that only wrap the columns of a story.
#[rustfmt::skip]
const WRAPPERS: [&str; 14] = [
    "source", "fields", "data", "attributes", "article", "story", "document", "doc", "item", "news", "record", "content", "post", "row",
];

/// Columns of a row: name and value.
pub type Row = Vec<(String, Value)>;

/// A column as it is looked at.
struct Column {
    name: String,
    /// The name in the form in which names are compared.
    normal: String,
    /// What the name alone says that it can be: field, how sure, and which of its names.
    fits: Vec<(Field, Tier, usize)>,
    value: Value,
    taken: bool,
    mapped: Option<Field>,
}

/// Says whether a row can be a story: it has a text, by the names of its columns and their values.
pub fn is_story(row: &Row) -> bool {
    let columns = columns(row.clone());
    if !hold_text(columns.iter().map(|it| it.normal.as_str())) {
        return false;
    }
    let raw = story(row.clone(), 0, None);
    raw.is_some_and(|raw| has_text(&raw.body) || !raw.summary.is_empty() || raw.headline.is_some())
}

/// Says whether a map names a column of a row.
pub fn is_mapped(row: Row, map: &ColumnMap) -> bool {
    columns(row).iter().any(|it| map.field(&it.normal).is_some())
}

fn has_text(body: &Body) -> bool {
    match body {
        Body::Paragraphs(all) => !all.is_empty(),
        Body::Wrapped(text) | Body::Preformatted(text) | Body::Copy(text) => !text.is_empty(),
    }
}

/// Makes the elements of a story out of a row; `None` where it has neither headline nor text.
///
/// `number` is the row's: an identifier that only counts the rows is none.
pub fn story(row: Row, number: u64, map: Option<&ColumnMap>) -> Option<RawStory> {
    let mut columns = columns(row);
    if let Some(map) = map {
        map.meet(columns.iter().map(|it| (it.name.as_str(), it.normal.as_str())));
        for column in &mut columns {
            column.mapped = map.field(&column.normal);
        }
    }
    let raw = Filler { columns, map, number, raw: RawStory::default() }.fill();
    let any = raw.headline.is_some() || has_text(&raw.body) || !raw.summary.is_empty();
    any.then_some(raw)
}

/// Columns of a row, objects opened one level down.
fn columns(row: Row) -> Vec<Column> {
    let mut columns = Vec::with_capacity(row.len());
    let mut add = |name: String, normal: String, value: Value| {
        if name.len() <= NAME {
            let fits = fields(&normal);
            columns.push(Column { name, normal, fits, value, taken: false, mapped: None });
        }
    };
    let mut inner = Vec::new();
    for (name, value) in row {
        // Nothing has so long a name; making it normal would cost each row as much.
        if name.len() > NAME {
            continue;
        }
        let plain = normal(&name);
        if let Value::Object(members) = &value {
            let wraps = WRAPPERS.contains(&plain.as_str()) && !source::is_source(&plain, members);
            let mut open = false;
            for (key, value) in members {
                let below = normal(key);
                let path = format!("{name}.{key}");
                // `source: {name}` is the name of a source; `_source: {name}` wraps columns.
                let bare = wraps && is_known(&below) && !is_known(&format!("{plain}{below}"));
                let normal = if bare { below } else { format!("{plain}{below}") };
                inner.push((path, normal, value.clone()));
                open |= bare;
            }
            if open {
                // What only wraps columns has no value of its own.
                add(name, plain, Value::Null);
                continue;
            }
        }
        add(name, plain, value);
    }
    for (name, normal, value) in inner {
        add(name, normal, value);
    }
    columns
}

struct Filler<'m> {
    columns: Vec<Column>,
    map: Option<&'m ColumnMap>,
    number: u64,
    raw: RawStory,
}

impl Filler<'_> {
    fn fill(mut self) -> RawStory {
        self.raw.url = self.one(Field::Url, values::url);
        self.raw.headline = self.one(Field::Headline, values::headline);
        let mut flags = Vec::new();
        self.body(&mut flags);
        self.raw.summary = self.summary();
        self.raw.bylines = self.bylines();
        self.raw.dateline = self.one(Field::Dateline, values::dateline);
        self.raw.origin = self
            .one(Field::City, values::place)
            .map(|city| Place { city: Some(city), ..Place::default() });
        self.times(&mut flags);
        let source = self.one(Field::Agency, |value| {
            let text = values::text(value)?;
            Some((values::agency(value)?, text))
        });
        if let Some((agency, name)) = source {
            self.raw.headline = self.raw.headline.take().map(|it| source::without(it, &name));
            self.raw.agency = Some(agency);
        }
        // What a map says is an identifier is one.
        let number = if self.is_mapped(Field::NativeId) { u64::MAX } else { self.number };
        self.raw.native_id = self.one(Field::NativeId, |value| values::native_id(value, number));
        self.raw.version = self.one(Field::Version, |value| {
            values::line(value, 20).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))
        });
        self.raw.slug = self.one(Field::Slug, |value| {
            // A list of words is none, but `BC-Harbor, 1st Ld` is.
            let is_one =
                |it: &str| !it.contains(',') || take::read("", Some(it)).take.mark.is_some();
            values::headline(value).filter(|it| it.len() <= 120 && is_one(it))
        });
        self.raw.language = self.one(Field::Language, |value| {
            let text = values::line(value, 40)?;
            crate::text::language::canonical(&text)
        });
        self.raw.urgency = self.one(Field::Urgency, |value| {
            values::text(value)?.trim().parse().ok().filter(|it| (1..=8).contains(it))
        });
        self.raw.embargo = self.one(Field::Embargo, |value| {
            values::filed(value)?;
            values::line(value, 60)
        });
        self.raw.credits = self.one(Field::Credits, values::headline);
        self.subjects();
        let notes = self.every(Field::EdNote, |value| values::line(value, 2000));
        self.raw.ednotes = notes;
        self.raw.places = self
            .every(Field::Places, |value| {
                let mut places = values::list(value, &['|', ';']);
                places.retain(|it| values::place(&Value::String(it.clone())).is_some());
                (!places.is_empty()).then_some(places)
            })
            .into_iter()
            .flatten()
            .collect();
        self.constants();
        self.raw.flags.extend(flags);
        self.raw
    }

    /// Columns that can fill a field, best first; what a map says alone where it says something.
    fn order(&self, field: Field) -> Vec<usize> {
        let mapped: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.columns[*at].mapped == Some(field)).collect();
        let constant = self.map.is_some_and(|it| it.constants().iter().any(|it| it.0 == field));
        if !mapped.is_empty() || constant {
            return mapped;
        }
        let mut found: Vec<(Tier, usize, usize)> = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            if column.taken || column.mapped.is_some() {
                continue;
            }
            let fits = column.fits.iter().find(|(it, ..)| *it == field);
            found.extend(fits.map(|(_, tier, rank)| (*tier, *rank, at)));
        }
        found.sort_unstable();
        found.into_iter().map(|(_, _, at)| at).collect()
    }

    /// The first value that has the shape of a field.
    fn one<T>(&mut self, field: Field, shape: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let (at, value) = self
            .order(field)
            .into_iter()
            .find_map(|at| Some((at, shape(&self.columns[at].value)?)))?;
        self.columns[at].taken = true;
        Some(value)
    }

    /// All values that have the shape of a field, in the order of the table.
    fn every<T>(&mut self, field: Field, shape: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let mut order = self.order(field);
        order.sort_unstable();
        let mut found = Vec::new();
        for at in order {
            if let Some(value) = shape(&self.columns[at].value) {
                self.columns[at].taken = true;
                found.push(value);
            }
        }
        found
    }

    fn is_mapped(&self, field: Field) -> bool {
        self.columns.iter().any(|it| it.mapped == Some(field))
    }

    /// The text: the best column that holds one, or all that a map names.
    fn body(&mut self, flags: &mut Vec<String>) {
        let whole = if self.is_mapped(Field::Body) {
            let text = |value: &Value| body::text(value).or_else(|| values::text(value));
            let all = self.every(Field::Body, text);
            (!all.is_empty()).then(|| all.join("\n\n"))
        } else {
            // What a service cut off gives way to a column that has it whole.
            let cut = |text: &str| text.trim_end().ends_with("chars]");
            let whole = |value: &Value| body::text(value).filter(|it| !cut(it));
            let found = self.one(Field::Body, whole);
            found.or_else(|| self.one(Field::Body, body::text))
        };
        // Servers that keep the text to themselves hand out its beginning.
        let whole = whole.or_else(|| {
            let at =
                self.columns.iter().position(|it| !it.taken && it.normal == "leadparagraph")?;
            let text = body::text(&self.columns[at].value)?;
            self.columns[at].taken = true;
            Some(text)
        });
        if let Some(text) = whole {
            let alone = self.raw.headline.is_none();
            self.raw.body = body::body(&text, alone, flags);
        }
    }

    /// What sums the story up, a paragraph each.
    fn summary(&mut self) -> Vec<String> {
        let all = self.every(Field::Summary, body::text);
        let mut paragraphs = Vec::new();
        for text in all {
            match body::body(&text, false, &mut Vec::new()) {
                Body::Paragraphs(given) => paragraphs.extend(given),
                // Points stand on lines of their own.
                _ if text.lines().count() < 12 => {
                    paragraphs.extend(text.lines().map(str::to_owned));
                }
                _ => paragraphs.push(text),
            }
        }
        paragraphs.retain(|it| !it.trim().is_empty());
        paragraphs
    }

    fn bylines(&mut self) -> Vec<String> {
        if self.is_mapped(Field::Byline) {
            return self.every(Field::Byline, values::byline);
        }
        self.one(Field::Byline, values::byline).into_iter().collect()
    }

    fn times(&mut self, flags: &mut Vec<String>) {
        let mut odd = Vec::new();
        let has = |it: &Filler<'_>, field| {
            let mut order = it.order(field).into_iter();
            order.any(|at| values::text(&it.columns[at].value).is_some())
        };
        let given = has(self, Field::Filed);
        let mut filed = self.one(Field::Filed, values::filed);
        if filed.is_none() {
            filed = self.day().map(|it| (it, None));
        }
        if filed.is_none() {
            filed = self.one(Field::Modified, values::filed);
        }
        if filed.is_none() && given {
            odd.push(NO_TIME);
        }
        let first = self.one(Field::FirstFiled, values::filed);
        let zone = self.map.and_then(ColumnMap::zone);
        for (time, field) in [(filed, &mut self.raw.filed), (first, &mut self.raw.first_filed)] {
            if let Some((mut time, flag)) = time {
                if time.time.is_some() && time.zone.is_none() {
                    time.zone = zone.map(str::to_owned);
                }
                odd.extend(flag);
                *field = Some(time);
            }
        }
        for flag in odd {
            if !flags.iter().any(|it| it == flag) {
                flags.push(flag.to_owned());
            }
        }
    }

    /// A day in three columns.
    fn day(&mut self) -> Option<crate::story::FiledText> {
        let first = |field| self.order(field).first().map(|at| &self.columns[*at].value);
        values::day(first(Field::Year)?, first(Field::Month)?, first(Field::Day)?)
    }

    /// Category and topics: a column of one value is the category, one of several is topics.
    fn subjects(&mut self) {
        let one = |value: &Value| {
            let mut topics = values::topics(value);
            (topics.len() == 1).then(|| topics.remove(0))
        };
        self.raw.category = match self.is_mapped(Field::Category) {
            true => self.one(Field::Category, |value| values::line(value, 200)),
            false => self.one(Field::Category, one),
        };
        let all = |value: &Value| {
            let topics = values::topics(value);
            (!topics.is_empty()).then_some(topics)
        };
        let mut topics = self.every(Field::Topics, all);
        if !self.is_mapped(Field::Category) {
            topics.extend(self.every(Field::Category, all));
        }
        self.raw.topics = topics.into_iter().flatten().collect();
        each_once(&mut self.raw.topics);
    }
}

#[cfg(test)]
mod tests;
