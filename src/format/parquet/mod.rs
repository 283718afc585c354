//! Parquet with any columns: a row is a story. Only with the feature `parquet`.
//!
//! What a Parquet file holds is told at its end, so it has to be there as a whole; a stream is held
//! up to a limit. A record is a row printed as JSON, and is read like any other JSON.

use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Days, NaiveDate};
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use super::columns::{self, is_known, normal};
use super::cutter::over_limit;
use super::{Context, Cut, Cuts, Format, Limits, Read, Record, Refusal};

/// A file may be so many times as long as a story.
const STORIES: usize = 4;

/// The format.
pub struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn about(&self) -> &'static str {
        "tables of news in Parquet, with any columns"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PAR1")
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        let refused = |offset: usize, reason| {
            let refusal = Refusal::Reject { offset: offset as u64, reason };
            Box::new(std::iter::once(Cut::Refused(refusal)))
        };
        let most = limits.story.saturating_mul(STORIES);
        let mut bytes = Vec::new();
        if let Err(error) = input.take(most as u64 + 1).read_to_end(&mut bytes) {
            return Box::new(std::iter::once(Cut::Broken(error, bytes.len() as u64)));
        }
        if bytes.len() > most {
            let reason = format!(
                "the Parquet file is longer than {most} bytes, which is {STORIES} times the \
                 longest story; --max-story raises the limit"
            );
            return refused(0, reason);
        }
        let length = bytes.len();
        match guarded(|| Rows::open(bytes.into(), limits.story)) {
            Ok(rows) => Box::new(rows),
            Err(why) => refused(length, format!("the Parquet file cannot be read: {why}")),
        }
    }

    fn read(&self, record: &Record, context: &Context) -> Result<Read, Refusal> {
        let members: Map<String, Value> =
            serde_json::from_slice(&record.bytes).map_err(|error| Refusal::Reject {
                offset: record.offset,
                reason: format!("the row cannot be read: {error}"),
            })?;
        let row = members.into_iter().collect();
        let mut raw = columns::story(row, record.number, context.columns.as_deref())
            .ok_or(Refusal::NotStory { kind: "row without text" })?;
        raw.charset = "utf-8".to_owned();
        Ok(Read::Raw(raw))
    }
}

/// Runs what may fail on damaged files in ways of its own.
fn guarded<T>(run: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("its pages are damaged".to_owned()),
    }
}

/// How a column of numbers counts time.
#[derive(Debug, Clone, Copy)]
struct Clock {
    /// Parts of a second.
    unit: i64,
    utc: bool,
}

/// Rows of a file.
struct Rows {
    iter: RowIter<'static>,
    clocks: BTreeMap<String, Clock>,
    limit: usize,
    number: u64,
    all: u64,
    done: bool,
}

impl Rows {
    fn open(bytes: Bytes, limit: usize) -> Result<Rows, ParquetError> {
        let reader = SerializedFileReader::new(bytes)?;
        let metadata = reader.metadata().file_metadata();
        let all = u64::try_from(metadata.num_rows()).unwrap_or(0);
        let schema = metadata.schema();
        let kept: Vec<Arc<Type>> =
            schema.get_fields().iter().filter(|it| is_wanted(it)).map(Arc::clone).collect();
        let clocks =
            kept.iter().filter_map(|it| Some((it.name().to_owned(), clock(it)?))).collect();
        let projected = Type::group_type_builder(schema.name()).with_fields(kept).build()?;
        let iter = RowIter::from_file_into(Box::new(reader)).project(Some(projected))?;
        Ok(Rows { iter, clocks, limit, number: 0, all, done: false })
    }
}

/// Says whether a column can say anything of a story: a known name, a text, a number, a list of
/// texts. Pictures and vectors are not even unpacked.
fn is_wanted(column: &Type) -> bool {
    if is_known(&normal(column.name())) {
        return true;
    }
    if column.is_primitive() {
        let logical = column.get_basic_info().logical_type_ref().is_some();
        let bytes = matches!(
            column.get_physical_type(),
            Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY
        );
        let converted = column.get_basic_info().converted_type();
        return !bytes || logical || converted != parquet::basic::ConvertedType::NONE;
    }
    let mut below = column.get_fields().iter();
    below.all(|it| match it.is_primitive() {
        true => !matches!(it.get_physical_type(), Physical::FLOAT | Physical::DOUBLE),
        false => is_wanted(it),
    })
}

/// How a column counts time, where its numbers do not say so themselves.
fn clock(column: &Type) -> Option<Clock> {
    match column.get_basic_info().logical_type_ref()? {
        LogicalType::Timestamp(time) => Some(Clock {
            unit: match time.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            },
            utc: time.is_adjusted_to_u_t_c,
        }),
        _ => None,
    }
}

impl Iterator for Rows {
    type Item = Cut;

    fn next(&mut self) -> Option<Cut> {
        if self.done {
            return None;
        }
        let row = match guarded(|| self.iter.next().transpose()) {
            Ok(row) => row,
            Err(why) => {
                self.done = true;
                let lost = self.all.saturating_sub(self.number);
                let reason = format!("the Parquet file is damaged, {lost} rows are lost: {why}");
                return Some(Cut::Refused(Refusal::Reject { offset: 0, reason }));
            }
        };
        let Some(row) = row else {
            self.done = true;
            return None;
        };
        self.number += 1;
        let members = object(row, &self.clocks);
        // A map of strings to values always prints.
        let bytes = serde_json::to_vec(&members).unwrap_or_default();
        if bytes.len() > self.limit {
            let reason = over_limit(self.limit);
            return Some(Cut::Refused(Refusal::Reject { offset: 0, reason }));
        }
        Some(Cut::Record(Record { number: self.number, offset: 0, bytes }))
    }
}

fn object(row: Row, clocks: &BTreeMap<String, Clock>) -> Map<String, Value> {
    let columns = row.into_columns().into_iter();
    columns
        .map(|(name, field)| {
            let value = value(field, clocks.get(&name).copied());
            (name, value)
        })
        .collect()
}

fn value(field: Field, clock: Option<Clock>) -> Value {
    let counted = |count: i64, unit: i64, utc: bool| match time(count, unit, utc) {
        Some(text) => Value::String(text),
        None => Value::Null,
    };
    match field {
        Field::Bool(it) => it.into(),
        Field::Byte(it) => it.into(),
        Field::Short(it) => it.into(),
        Field::Int(it) => it.into(),
        Field::Long(it) => match clock {
            Some(clock) => counted(it, clock.unit, clock.utc),
            None => it.into(),
        },
        Field::UByte(it) => it.into(),
        Field::UShort(it) => it.into(),
        Field::UInt(it) => it.into(),
        Field::ULong(it) => it.into(),
        Field::Float(it) => it.into(),
        Field::Double(it) => it.into(),
        Field::Str(it) => it.into(),
        // Old programs did not say that their bytes are text.
        Field::Bytes(it) => String::from_utf8(it.data().to_vec()).map_or(Value::Null, Value::from),
        Field::Date(days) => {
            let epoch = NaiveDate::default();
            let length = Days::new(u64::from(days.unsigned_abs()));
            let day = match days < 0 {
                true => epoch.checked_sub_days(length),
                false => epoch.checked_add_days(length),
            };
            day.map_or(Value::Null, |it| it.to_string().into())
        }
        // Without a type of time these are the days and nanoseconds of old programs, in no zone
        // that the file names.
        Field::TimestampMillis(it) => counted(it, 1_000, clock.is_some_and(|it| it.utc)),
        Field::TimestampMicros(it) => counted(it, 1_000_000, clock.is_none_or(|it| it.utc)),
        Field::Group(row) => Value::Object(object(row, &BTreeMap::new())),
        Field::ListInternal(list) => {
            list.elements().iter().map(|it| value(it.clone(), None)).collect()
        }
        Field::MapInternal(map) => {
            let text = |field: &Field| match value(field.clone(), None) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let members = map.entries().iter();
            Value::Object(members.map(|(key, it)| (text(key), value(it.clone(), None))).collect())
        }
        Field::Null
        | Field::Float16(_)
        | Field::Decimal(_)
        | Field::TimeMillis(_)
        | Field::TimeMicros(_) => Value::Null,
    }
}

/// A time in ISO 8601.
fn time(count: i64, unit: i64, utc: bool) -> Option<String> {
    let at = DateTime::from_timestamp(count.div_euclid(unit), 0)?.naive_utc();
    Some(format!("{}T{}{}", at.date(), at.time(), if utc { "Z" } else { "" }))
}

#[cfg(test)]
mod tests;
