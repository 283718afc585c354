//! The record as it is stored: less what reading it back puts in again.

use crate::story::Story;

/// Takes out of a record's JSON the keys that are null or empty lists, and the lead where it is
/// the first paragraph of the body. [`expand`] puts it back.
pub fn compact(record: &[u8], story: &Story) -> Vec<u8> {
    let keep_lead = story.lead.as_deref() != story.paragraphs().next();
    let mut out = Vec::with_capacity(record.len());
    let mut at = 0;
    while at < record.len() {
        if record[at] != b'"' {
            out.push(record[at]);
            at += 1;
            continue;
        }
        let end = string_end(record, at);
        let rest = &record[end..];
        let empty = rest.starts_with(b":null") || rest.starts_with(b":[]");
        let lead = !keep_lead && &record[at..end] == b"\"lead\"" && rest.starts_with(b":\"");
        if !empty && !lead {
            out.extend_from_slice(&record[at..end]);
            at = end;
            continue;
        }
        at = match (lead, rest.starts_with(b":null")) {
            (true, _) => string_end(record, end + 1),
            (_, true) => end + 5,
            _ => end + 3,
        };
        // One of the two commas round it goes too.
        if record.get(at) == Some(&b',') {
            at += 1;
        } else if out.last() == Some(&b',') {
            out.pop();
        }
    }
    out
}

/// The byte after the string that begins at `at`.
fn string_end(record: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = record.get(end) {
        match byte {
            b'"' => return end + 1,
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    record.len()
}

/// Reads a stored record.
pub fn expand(record: &[u8]) -> serde_json::Result<Story> {
    let mut story: Story = serde_json::from_slice(record)?;
    if story.lead.is_none() {
        let lead = story.paragraphs().next().map(str::to_owned);
        story.lead = lead;
    }
    Ok(story)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Byline, Dateline, Place, Take};

    fn round_trip(story: &Story) {
        let record = serde_json::to_vec(story).unwrap();
        let compacted = compact(&record, story);
        assert_eq!(&expand(&compacted).unwrap(), story, "{}", String::from_utf8_lossy(&compacted));
        assert!(compacted.len() < record.len());
    }

    #[test]
    fn records_come_back_whole() {
        round_trip(&Story::default());
        let body = "He wrote \"lead\":\"x\", then \"a\":null and \\ and [].\n\nMore.";
        let mut story = Story {
            schema: 1,
            headline: Some("\"quoted\":null,".into()),
            lead: Some(body.split("\n\n").next().unwrap().into()),
            body: Some(body.into()),
            byline: Some(Byline { line: "By X".into(), ..Byline::default() }),
            dateline: Some(Dateline {
                line: "X".into(),
                places: vec![Place { city: Some("X".into()), ..Place::default() }],
                ..Dateline::default()
            }),
            take: Take { number: Some(2), ..Take::default() },
            topics: vec!["lead".into(), ":null".into()],
            ..Story::default()
        };
        round_trip(&story);
        story.lead = Some("Another lead.".into());
        round_trip(&story);
    }
}
