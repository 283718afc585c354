//! A file of `--map` in, rules from columns to fields out.
//!
//! ```toml
//! zone = "Europe/Berlin"            # of times that name none
//! Titel = "headline"                # column -> field
//! "_source.text" = "body"
//! agency = { value = "dpa" }        # field = a constant
//! [columns]                         # for columns named like a key of the map itself
//! zone = "places"
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::names::{Field, NAMED, normal};
use crate::copy::clock;

/// Names of columns that are remembered for what the report says.
const REMEMBERED: usize = 2000;

/// Which column fills which field, as a person wrote it down.
#[derive(Debug)]
pub struct ColumnMap {
    rules: Vec<Rule>,
    constants: Vec<(Field, String)>,
    zone: Option<String>,
    digest: String,
    /// Columns of the tables read.
    seen: Mutex<BTreeSet<String>>,
    /// Some table was read.
    used: AtomicBool,
}

#[derive(Debug)]
struct Rule {
    /// As it was written.
    column: String,
    normal: String,
    field: Field,
    met: AtomicBool,
}

impl ColumnMap {
    /// Reads a map; the error is for people.
    pub fn parse(text: &str) -> Result<ColumnMap, String> {
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let place = error.span().map(|span| {
                format!("line {}: ", text[..span.start.min(text.len())].matches('\n').count() + 1)
            });
            format!("{}{}", place.unwrap_or_default(), error.message())
        })?;
        let mut map = ColumnMap {
            rules: Vec::new(),
            constants: Vec::new(),
            zone: None,
            digest: String::new(),
            seen: Mutex::default(),
            used: AtomicBool::new(false),
        };
        for (key, value) in &table {
            match value {
                toml::Value::String(zone) if key == "zone" => map.set_zone(zone)?,
                toml::Value::String(field) => map.add_rule(key, field)?,
                toml::Value::Table(columns) if key == "columns" => map.add_columns(columns)?,
                toml::Value::Table(constant) => map.add_constant(key, constant)?,
                _ => return Err(odd(key)),
            }
        }
        if map.rules.is_empty() && map.constants.is_empty() && map.zone.is_none() {
            return Err("it maps nothing: write lines such as Titel = \"headline\"".to_owned());
        }
        map.digest = map.fingerprint();
        Ok(map)
    }

    fn set_zone(&mut self, zone: &str) -> Result<(), String> {
        if clock::is_zone(zone) {
            self.zone = Some(zone.trim().to_owned());
            return Ok(());
        }
        let near = chrono_tz::TZ_VARIANTS
            .iter()
            .map(|it| (strsim::jaro_winkler(&zone.to_lowercase(), &it.name().to_lowercase()), it))
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        let meant = near.map_or("Europe/Berlin", |(_, it)| it.name());
        Err(format!(
            "there is no zone {zone}; did you mean zone = \"{meant}\"? A column of that name \
             goes under [columns]"
        ))
    }

    fn add_columns(&mut self, columns: &toml::Table) -> Result<(), String> {
        for (column, value) in columns {
            match value {
                toml::Value::String(field) => self.add_rule(column, field)?,
                _ => return Err(odd(column)),
            }
        }
        Ok(())
    }

    fn add_rule(&mut self, column: &str, field: &str) -> Result<(), String> {
        let field = named(field).map_err(|why| format!("{column} = \"{field}\": {why}"))?;
        let rule = Rule {
            column: column.to_owned(),
            normal: normal(column),
            field,
            met: AtomicBool::new(false),
        };
        if let Some(known) = self.rules.iter().find(|it| it.normal == rule.normal) {
            return Err(format!("{} and {column} name the same column", known.column));
        }
        self.rules.push(rule);
        Ok(())
    }

    fn add_constant(&mut self, key: &str, constant: &toml::Table) -> Result<(), String> {
        let value = match constant.get("value") {
            Some(toml::Value::String(value)) if constant.len() == 1 => value.trim().to_owned(),
            Some(toml::Value::Integer(value)) if constant.len() == 1 => value.to_string(),
            _ => return Err(odd(key)),
        };
        let field = named(key)?;
        if matches!(field, Field::Ignore | Field::NativeId | Field::Body) {
            return Err(format!("{key} cannot be the same for all stories"));
        }
        if field == Field::Urgency && !value.parse().is_ok_and(|it: u8| (1..=8).contains(&it)) {
            return Err(format!("urgency goes from 1 to 8, and {value} does not"));
        }
        let times = [Field::Filed, Field::FirstFiled];
        if times.contains(&field) && clock::parse_timestamp(&value).is_none() {
            return Err(format!("{value} is no time; write one such as 1987-02-26 20:01"));
        }
        self.constants.push((field, value));
        Ok(())
    }

    /// The same for maps that mean the same, on every machine.
    fn fingerprint(&self) -> String {
        let mut lines: Vec<String> =
            self.rules.iter().map(|it| format!("{}\0{:?}", it.normal, it.field)).collect();
        lines.extend(self.constants.iter().map(|(field, value)| format!("\0{field:?}\0{value}")));
        lines.extend(self.zone.iter().map(|zone| format!("\0\0{zone}")));
        lines.sort();
        blake3::hash(lines.join("\n").as_bytes()).to_hex()[..16].to_owned()
    }

    /// What tells this map from others.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The zone of times that name none.
    pub(super) fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    /// The field of a column, by its (normal) name.
    pub(crate) fn field(&self, normal: &str) -> Option<Field> {
        self.rules.iter().find(|it| it.normal == normal).map(|it| it.field)
    }

    pub(super) fn constants(&self) -> &[(Field, String)] {
        &self.constants
    }

    /// Notes the columns of a row.
    pub(super) fn meet<'n>(&self, columns: impl Iterator<Item = (&'n str, &'n str)>) {
        self.used.store(true, Ordering::Relaxed);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, normal) in columns {
            if let Some(rule) = self.rules.iter().find(|it| it.normal == normal) {
                rule.met.store(true, Ordering::Relaxed);
            } else if seen.len() < REMEMBERED && !seen.contains(name) {
                seen.insert(name.to_owned());
            }
        }
    }

    /// What to tell at the end: columns that the map names and no table has.
    pub fn warnings(&self) -> Vec<String> {
        if !self.used.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let unmet = self.rules.iter().filter(|it| !it.met.load(Ordering::Relaxed));
        unmet
            .map(|rule| {
                let near =
                    seen.iter().filter(|it| is_near(&normal(it), &rule.normal)).min_by(|a, b| {
                        let far = |it: &str| strsim::damerau_levenshtein(&normal(it), &rule.normal);
                        far(a).cmp(&far(b))
                    });
                let instead = match near {
                    Some(near) => format!("did you mean {near}?"),
                    None if seen.is_empty() => "take it out of the map".to_owned(),
                    None => {
                        let some: Vec<&str> = seen.iter().take(12).map(String::as_str).collect();
                        let more = if seen.len() > some.len() { " …" } else { "" };
                        format!("columns that it does not name: {}{more}", some.join(", "))
                    }
                };
                format!("--map names the column {}, which no table has; {instead}", rule.column)
            })
            .collect()
    }
}

/// Says whether two names are near enough for one to be meant by the other.
fn is_near(left: &str, right: &str) -> bool {
    let far = strsim::damerau_levenshtein(left, right);
    far <= 2.max(right.chars().count() / 3)
}

fn odd(key: &str) -> String {
    format!(
        "{key} is read neither as a column nor as a constant; write {key} = \"headline\" for a \
         column and its field, or agency = {{ value = \"dpa\" }} for a field that is the same in \
         all stories"
    )
}

/// The field of a name.
fn named(name: &str) -> Result<Field, String> {
    if let Some((_, field)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Ok(*field);
    }
    let small = name.to_lowercase();
    // What people call a field elsewhere.
    let mut others: BTreeMap<Field, &str> = BTreeMap::new();
    for (known, field) in NAMED {
        others.entry(field).or_insert(known);
    }
    let alias = super::names::fields(&normal(&small)).first().map(|(field, ..)| *field);
    let meant = alias.and_then(|field| others.get(&field).copied()).or_else(|| {
        let near = NAMED.iter().map(|(known, _)| (strsim::jaro_winkler(&small, known), *known));
        near.filter(|(score, _)| *score > 0.75)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|it| it.1)
    });
    Err(match meant {
        Some(meant) => format!("there is no field {name}; did you mean {meant}?"),
        None => {
            let all: Vec<&str> = NAMED.iter().map(|(known, _)| *known).collect();
            format!("there is no field {name}; there are {}", all.join(", "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_map_says_which_column_is_what() {
        let map = ColumnMap::parse(
            "zone = \"Europe/Berlin\"\nTitel = \"headline\"\n\"_source.text\" = \"body\"\n\
             agency = { value = \"dpa\" }\n[columns]\nzone = \"places\"\n",
        )
        .expect("a map");
        assert_eq!(map.field("titel"), Some(Field::Headline));
        assert_eq!(map.field("sourcetext"), Some(Field::Body));
        assert_eq!(map.field("zone"), Some(Field::Places));
        assert_eq!(map.zone(), Some("Europe/Berlin"));
        assert_eq!(map.constants(), [(Field::Agency, "dpa".to_owned())]);
        let other = "[columns]\nzone = \"places\"\n\"source text\" = \"body\"\ntitel = \
                     \"headline\"\n[agency]\nvalue = \"dpa\"\n";
        let same = ColumnMap::parse(&format!("zone = 'Europe/Berlin'\n{other}")).expect("a map");
        assert_eq!(map.digest(), same.digest());
        assert_ne!(map.digest(), ColumnMap::parse(other).expect("a map").digest());
    }

    #[test]
    fn what_cannot_work_says_what_to_type() {
        for (text, says) in [
            ("Titel = \"heading\"", "did you mean headline?"),
            ("Titel = \"headlin\"", "did you mean headline?"),
            ("Titel = \"title\"", "did you mean headline?"),
            ("x = \"qqq\"", "there are native_id"),
            ("zone = \"Europe/Berlinn\"", "zone = \"Europe/Berlin\""),
            ("x = 3", "x = \"headline\""),
            ("agency = { val = \"dpa\" }", "value = \"dpa\""),
            ("urgency = { value = 9 }", "1 to 8"),
            ("filed = { value = \"soon\" }", "1987-02-26"),
            ("a_b = \"body\"\n\"a b\" = \"headline\"", "the same column"),
            ("a = \n", "line 1"),
            ("", "maps nothing"),
        ] {
            let error = ColumnMap::parse(text).expect_err(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn columns_that_never_occur_are_told() {
        let map = ColumnMap::parse("Titel = \"headline\"\nTextt = \"body\"").expect("a map");
        assert!(map.warnings().is_empty());
        map.meet([("Titel", "titel"), ("Text", "text")].into_iter());
        assert_eq!(
            map.warnings(),
            ["--map names the column Textt, which no table has; did you mean Text?"]
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "[a-z=\"{}\\[\\] \n.]{0,40}") {
            let _ = ColumnMap::parse(&text);
        }
    }
}
