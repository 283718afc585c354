//! Stories cut into words, with a list of where each form stands.

use std::collections::HashMap;

use newswire::copy::places;
use newswire::story::Story;

use super::near;
use super::words::{Form, Reading, folded, stems, words};

/// Where a match stands: first and last position.
pub type Place = (u32, u32);
/// Positions under the headline start here.
pub const BODY: u32 = 1_000_000;
/// Distance between the values of a field.
const GAP: u32 = 100_000;

/// All stories of an archive.
pub struct Archive {
    /// The stories.
    pub stories: Vec<Story>,
    /// Their words.
    pub text: Text,
    /// Number of positions in the first paragraph of each.
    pub leads: Vec<u32>,
    /// The fields that are searched by words.
    pub fields: HashMap<&'static str, Text>,
    places: Vec<[Vec<(usize, usize)>; 2]>,
    /// Paragraph and sentence of each position of headline and body.
    units: Vec<[Vec<(usize, usize)>; 2]>,
}

/// The forms of a text of every story.
#[derive(Default)]
pub struct Text {
    /// Each form once, and where it stands: story, first, last.
    pub forms: Vec<Entry>,
    numbers: HashMap<(Form, String), usize>,
}

/// A form and its places.
pub struct Entry {
    /// The form, at position 0.
    pub form: Form,
    /// The language of its stories.
    pub language: String,
    /// Its normal forms.
    pub folded: Vec<String>,
    /// Its stems.
    pub stems: Vec<String>,
    /// Story, first and last position.
    pub places: Vec<(u32, Place)>,
}

impl Text {
    fn add(
        &mut self,
        story: u32,
        base: u32,
        text: &str,
        language: &str,
        reading: Reading,
    ) -> Vec<(usize, usize)> {
        let words = words(text, language, reading);
        for form in words.forms {
            let first = base + form.first as u32;
            let place = (first, first + form.length as u32 - 1);
            let key = (Form { first: 0, ..form }, language.to_owned());
            let forms = &mut self.forms;
            let number = *self.numbers.entry(key).or_insert_with_key(|(form, language)| {
                forms.push(Entry {
                    folded: match form.dotted {
                        // `u.s`: the dots are what tells it from the word.
                        true => vec![dotted(&form.lower)],
                        false => folded(&form.lower),
                    },
                    stems: stems(form, language),
                    form: form.clone(),
                    language: language.clone(),
                    places: Vec::new(),
                });
                forms.len() - 1
            });
            self.forms[number].places.push((story, place));
        }
        words.places
    }
}

/// How an abbreviation that keeps its dots is written.
pub fn dotted(word: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(".")
}

/// The primary language of a story.
pub fn language(story: &Story) -> &str {
    story.language.as_deref().unwrap_or("").split('-').next().unwrap_or("")
}

impl Archive {
    /// Cuts all stories.
    pub fn new(stories: Vec<Story>) -> Archive {
        let mut text = Text::default();
        let mut fields: HashMap<&'static str, Text> = HashMap::new();
        let mut leads = Vec::new();
        let (mut places, mut units) = (Vec::new(), Vec::new());
        for (number, story) in stories.iter().enumerate() {
            let number = number as u32;
            let language = language(story).to_owned();
            let headline = story.headline.as_deref().unwrap_or("");
            let body = story.body.as_deref().unwrap_or("");
            let words = text.add(number, 0, headline, &language, Reading::Story);
            let offsets = text.add(number, BODY, body, &language, Reading::Story);
            units.push([near::units(headline, &words), near::units(body, &offsets)]);
            let end = story.paragraphs().next().map_or(0, |paragraph| {
                paragraph.as_ptr() as usize - body.as_ptr() as usize + paragraph.len()
            });
            leads.push(offsets.iter().filter(|(start, _)| *start < end).count() as u32);
            places.push([words, offsets]);
            for (name, values) in text_fields(story) {
                let field = fields.entry(name).or_default();
                for (at, value) in values.iter().enumerate() {
                    field.add(number, at as u32 * GAP, value, &language, Reading::Story);
                }
            }
        }
        Archive { stories, text, leads, fields, places, units }
    }

    /// Part, paragraph and sentence of a position.
    pub fn unit(&self, story: u32, position: u32) -> (u8, usize, usize) {
        let (part, at) = near::part_of(position);
        let (paragraph, sentence) = self.units[story as usize][part][at];
        (part as u8, paragraph, sentence)
    }

    /// The word at a position, as it is written.
    pub fn word(&self, story: u32, position: u32) -> &str {
        let (part, at) = near::part_of(position);
        let (start, end) = self.places[story as usize][part][at];
        let text = &self.stories[story as usize];
        let text = if part == 1 { &text.body } else { &text.headline };
        &text.as_deref().unwrap_or("")[start..end]
    }

    /// The marks of matches: byte ranges of headline and body, overlapping ones made one.
    pub fn marks(&self, story: usize, matches: &[Place]) -> [Vec<(usize, usize)>; 2] {
        let mut marks = [Vec::new(), Vec::new()];
        for (first, last) in matches {
            let part = usize::from(*first >= BODY);
            let base = if part == 1 { BODY } else { 0 };
            let places = &self.places[story][part];
            marks[part].push((places[(first - base) as usize].0, places[(last - base) as usize].1));
        }
        marks.map(|mut ranges| {
            ranges.sort_unstable();
            let mut merged: Vec<(usize, usize)> = Vec::new();
            for (start, end) in ranges {
                match merged.last_mut() {
                    Some(last) if start < last.1 => last.1 = last.1.max(end),
                    _ => merged.push((start, end)),
                }
            }
            merged
        })
    }
}

/// The fields that are searched by words, with their values.
fn text_fields(story: &Story) -> Vec<(&'static str, Vec<String>)> {
    let byline = story.byline.iter().flat_map(|byline| {
        std::iter::once(byline.line.clone()).chain(byline.names.iter().cloned())
    });
    let cities = story.dateline.iter().flat_map(|dateline| &dateline.places);
    let filed_from = cities
        .flat_map(|place| [place.city.clone(), place.region.clone()])
        .flatten()
        .chain(story.places.iter().cloned())
        .chain(places::names(story).cities);
    let dateline = story.dateline.iter().map(|dateline| dateline.line.clone());
    let names = story.dateline.iter().flat_map(|dateline| &dateline.places);
    let names = names.filter_map(|place| place.city.clone());
    let path = std::iter::once(story.source.path.clone());
    vec![
        ("byline", byline.collect()),
        ("dateline", dateline.chain(names).collect()),
        ("place", filed_from.collect()),
        ("slug", story.slug.iter().cloned().collect()),
        ("path", path.chain(story.source.member.clone()).collect()),
    ]
}
