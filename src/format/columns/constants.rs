//! What a map says of all stories alike.

use serde_json::Value;

use super::names::Field;
use super::{Filler, values};
use crate::story::Place;

impl Filler<'_> {
    /// What the map says of all stories, where no column says it.
    pub(super) fn constants(&mut self) {
        let Some(map) = self.map else {
            return;
        };
        let raw = &mut self.raw;
        for (field, value) in map.constants() {
            let text = || Some(value.clone());
            let set = |slot: &mut Option<String>| {
                if slot.is_none() {
                    *slot = text();
                }
            };
            let add = |slot: &mut Vec<String>| {
                if slot.is_empty() {
                    slot.push(value.clone());
                }
            };
            match field {
                Field::Version => set(&mut raw.version),
                Field::Agency => set(&mut raw.agency),
                Field::Headline => set(&mut raw.headline),
                Field::Slug => set(&mut raw.slug),
                Field::Dateline => set(&mut raw.dateline),
                Field::Credits => set(&mut raw.credits),
                Field::Embargo => set(&mut raw.embargo),
                Field::Category => set(&mut raw.category),
                Field::Language => set(&mut raw.language),
                Field::Url => set(&mut raw.url),
                Field::Byline => add(&mut raw.bylines),
                Field::Summary => add(&mut raw.summary),
                Field::Topics => add(&mut raw.topics),
                Field::Places => add(&mut raw.places),
                Field::EdNote => add(&mut raw.ednotes),
                Field::Urgency => raw.urgency = raw.urgency.or(value.parse().ok()),
                Field::City if raw.origin.is_none() => {
                    raw.origin = Some(Place { city: text(), ..Place::default() });
                }
                Field::Filed | Field::FirstFiled => {
                    let slot = match field {
                        Field::Filed => &mut raw.filed,
                        _ => &mut raw.first_filed,
                    };
                    if slot.is_none() {
                        *slot = values::filed(&Value::String(value.clone())).map(|it| it.0);
                    }
                }
                _ => {}
            }
        }
    }
}
