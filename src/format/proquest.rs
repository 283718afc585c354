//! ProQuest and EBSCO: plain text with a label before each field.
//!
//! Stories of ProQuest are parted by lines of underscores; those of EBSCO begin with `Record: 1`.
//! What the labels are called was read about and not seen; a label that is not known is kept as a
//! note.

use std::io::BufRead;

use super::doubles::each_once;
use super::export::{self, Carrier, Kind, Pieces, Seams, Side, Sought, Unit, fold};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::story::{Body, RawStory};

/// The format.
pub struct ProQuest;

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Title,
    Author,
    Abstract,
    Text,
    Date,
    Publication,
    Section,
    Language,
    Topics(&'static str),
    Places,
    Id,
    Url,
    Credit,
    Note,
    Nothing,
}

/// Folded labels.
const LABELS: [(Label, &str); 15] = [
    (Label::Title, "title documenttitle headline"),
    (Label::Author, "author authors byline"),
    (Label::Abstract, "abstract subtitle"),
    (Label::Text, "fulltext text body"),
    (Label::Date, "publicationdate pubdate date"),
    (Label::Publication, "publicationtitle publication source journal newspaper"),
    (Label::Section, "section column"),
    (Label::Language, "languageofpublication language"),
    (Label::Topics(""), "subject subjects subjectterms keywords identifier identifierkeyword"),
    (
        Label::Topics("company:"),
        "companyorganization company companyentity companies organizations",
    ),
    (Label::Topics("people:"), "people person"),
    (Label::Places, "location geographicterms places"),
    (Label::Id, "proquestdocumentid accessionnumber"),
    (Label::Url, "documenturl persistentlinktothisrecordpermalink permalink url"),
    (Label::Credit, "credit"),
];

/// Labels of which nothing is kept: the database's own, and what is counted anew.
const NOTHING: &str = "links copyright issn essn sourcetype documenttype publicationyear \
    placeofpublication countryofpublication publisher database lastupdated publicationsubject volume \
    issue publisherlogo fulltextwordcount wordcount recordtype documenttypes classification \
    publicationinfo publicationtype";

/// Labels that are kept as notes.
const NOTES: &str = "pages firstpage startpage edition dateline illustration caption illustrations notes note \
    correction supplement";

impl Format for ProQuest {
    fn name(&self) -> &'static str {
        "proquest"
    }

    fn about(&self) -> &'static str {
        "ProQuest and EBSCO downloads in plain text"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let holds = |part: &[u8]| memchr::memmem::find(head, part).is_some();
        if Carrier::of(head) != Carrier::Text || !(holds(b"________") || holds(b"Record: ")) {
            return false;
        }
        let text = String::from_utf8_lossy(head);
        let (mut known, mut sure, mut parted) = (0, false, false);
        for line in text.lines() {
            parted |= is_rule(line) || is_record(line);
            if let Some((label, name, _)) = labelled(line) {
                known += usize::from(label != Label::Note);
                sure |=
                    ["full text", "proquest document id", "publication title", "accession number"]
                        .contains(&name.to_lowercase().as_str());
            }
        }
        parted && sure && known >= 3
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, |_| Rules::default(), limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open_as(&record.bytes, None);
        let lines: Vec<String> = export::text_lines(&text).into_iter().map(|it| it.text).collect();
        fill(&lines, &mut story);
        let empty = matches!(&story.body, Body::Wrapped(it) if it.trim().is_empty());
        if story.headline.is_none() && empty {
            let reason = "neither a title nor a text among its labels".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        Ok(Read::Raw(story))
    }
}

/// What has been seen of a piece.
#[derive(Default)]
struct Rules {
    text: Sought,
    title: Sought,
    id: Sought,
}

impl Seams for Rules {
    fn unit(&self) -> Unit {
        Unit::Text
    }

    fn side(&self, line: &str, piece: &[u8]) -> Option<Side> {
        let has_text = || self.text.holds(piece, b"Full Text:");
        // Where a rule is lost, the line under it tells; where that is lost too, the first label.
        let title = || {
            piece.starts_with(b"Record:")
                && has_text()
                && labelled(line).is_some_and(|it| it.0 == Label::Title)
        };
        // The line end before a mark may be lost, or a letter of it.
        let after_blank = piece.ends_with(b"\n\n") || piece.ends_with(b"\n\r\n");
        if after_blank && has_text() && is_nearly_record(line) {
            return Some(Side::Before);
        }
        if let Some(at) = line.find("Record: ").filter(|at| *at > 0 && is_record(&line[*at..])) {
            return Some(Side::From(line[at..].trim_end().to_owned()));
        }
        let counter = || is_counter(line) && self.title.holds(piece, b"Title:");
        let again = || {
            let above = [Label::Author, Label::Abstract, Label::Text];
            self.id.holds(piece, b"ProQuest document ID:")
                && labelled(line)
                    .is_some_and(|it| above.contains(&it.0) || it.1 == "Publication info")
        };
        (is_rule(line) || is_record(line) || counter() || title() || again())
            .then_some(Side::Before)
    }

    fn anew(&self) {
        self.text.forget();
        self.title.forget();
        self.id.forget();
    }

    fn kind(&self, piece: &[u8], first: bool) -> Kind {
        let text = String::from_utf8_lossy(piece);
        let known = text.lines().filter(|it| {
            labelled(it).is_some_and(|it| !matches!(it.0, Label::Note | Label::Nothing))
        });
        if known.count() >= 2 {
            return Kind::Story;
        }
        let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !is_rule(it));
        // Contact and notices of the database stand behind the last rule, a table of contents before
        // the first.
        let notice = lines.clone().any(|it| {
            it.contains("ProQuest") || it.contains("EBSCO") || it.contains("Terms and Conditions")
        });
        if first || notice || lines.next().is_none() { Kind::Passed } else { Kind::Loose }
    }
}

/// A line of underscores.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let count = line.bytes().filter(|it| *it == b'_').count();
    count >= 20 && count * 10 >= line.len() * 9
}

/// The line that starts a story of EBSCO.
fn is_record(line: &str) -> bool {
    line.trim()
        .strip_prefix("Record: ")
        .is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// Such a line with a letter or two that are wrong.
fn is_nearly_record(line: &str) -> bool {
    let line = line.trim();
    let number = line.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = &line[..line.len() - number];
    line.len() <= 14 && strsim::osa_distance(word.trim_end(), "Record:") <= 2
}

/// Reads `Label: value`.
fn labelled(line: &str) -> Option<(Label, &str, &str)> {
    let line = line.trim();
    let colon = line.bytes().take(50).position(|it| it == b':')?;
    let name = line[..colon].trim();
    let letters =
        name.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '/' | '(' | ')' | '-'));
    if name.len() < 3 || !letters || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let folded = fold(name);
    let holds = |names: &str| names.split_ascii_whitespace().any(|it| it == folded);
    let label = LABELS
        .iter()
        .find(|(_, names)| holds(names))
        .map(|(label, _)| *label)
        .or_else(|| holds(NOTHING).then_some(Label::Nothing))
        .or_else(|| holds(NOTES).then_some(Label::Note))?;
    Some((label, name, line[colon + 1..].trim()))
}

fn fill(lines: &[String], story: &mut RawStory) {
    // Where a file of EBSCO breaks off, the start of the next mark may stand under the text.
    let first = lines.iter().find(|it| !it.trim().is_empty());
    let lines = match lines.split_last() {
        Some((last, rest))
            if first.is_some_and(|it| is_record(it))
                && !last.is_empty()
                && "Record: ".starts_with(last.as_str()) =>
        {
            rest
        }
        _ => lines,
    };
    let mut open: Option<(Label, &str)> = None;
    let mut value: Vec<&str> = Vec::new();
    let mut loose: Vec<&str> = Vec::new();
    // Above the first label ProQuest repeats the title.
    for line in lines {
        // Where a file breaks off, so does a rule.
        let rule = is_rule(line) || line.starts_with('_') && line.trim_matches('_').is_empty();
        if rule || is_record(line) || is_counter(line) {
            continue;
        }
        // In a text only what ProQuest writes under one ends it.
        let found = labelled(line).filter(|(label, name, _)| match open {
            Some((Label::Text, _)) => {
                matches!(
                    label,
                    Label::Nothing
                        | Label::Id
                        | Label::Topics(_)
                        | Label::Publication
                        | Label::Date
                        | Label::Places
                        | Label::Language
                ) && ![
                    "Text", "Body", "Note", "Notes", "Date", "Source", "Keywords", "Person",
                    "People", "Company",
                ]
                .contains(name)
                    || matches!(
                        *name,
                        "Title" | "Subject" | "Company / organization" | "Document URL"
                    )
            }
            _ => true,
        });
        match found {
            Some((label, name, rest)) => {
                if let Some(open) = open.take() {
                    set(story, open, &value);
                }
                open = Some((label, name));
                value = vec![rest];
            }
            None if open.is_some() => value.push(line),
            None => loose.push(line.trim()),
        }
    }
    if let Some(open) = open {
        set(story, open, &value);
    }
    each_once(&mut story.topics);
    let loose = loose.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    if !loose.is_empty() && story.headline.as_deref() != Some(loose.as_str()) {
        match &story.headline {
            None => story.headline = Some(loose),
            Some(_) => story.ednotes.push(loose),
        }
    }
}

/// `Document 1 of 10`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    matches!(words[..], ["Document" | "Item", first, "of", last] if number(first) && number(last))
}

fn set(story: &mut RawStory, (label, name): (Label, &str), lines: &[&str]) {
    if label == Label::Text {
        let text = lines.join("\n");
        let text = text.trim_matches('\n');
        match &mut story.body {
            Body::Wrapped(body) => {
                body.push_str("\n\n");
                body.push_str(text);
            }
            _ => story.body = Body::Wrapped(text.to_owned()),
        }
        return;
    }
    let value = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() {
        return;
    }
    match label {
        Label::Title if story.headline.is_none() => {
            story.headline = Some(value.split(" [").next().map_or(value.clone(), |it| {
                if value.ends_with(']') { it.to_owned() } else { value.clone() }
            }));
        }
        Label::Title | Label::Abstract => story.summary.push(value),
        Label::Author => story.bylines.push(value.trim_end_matches(['.', ';']).to_owned()),
        Label::Date => {
            match export::day(&value).and_then(|it| it.filed).or_else(|| xml::time(&value)) {
                Some(filed) if story.filed.is_none() => story.filed = Some(filed),
                Some(_) => {}
                None => story.ednotes.push(format!("{name}: {value}")),
            }
        }
        Label::Publication => {
            // EBSCO has the day and the page behind it: `Courier, The; 01/12/2010, p3`.
            let mut parts = value.split(';').map(str::trim);
            export::set_publication(story, parts.next().unwrap_or(""));
            for part in parts {
                if story.filed.is_none()
                    && let Some(found) = export::day(part)
                {
                    story.filed = found.filed;
                    if !found.rest.is_empty() {
                        story.ednotes.push(found.rest);
                    }
                }
            }
        }
        Label::Section if story.category.is_none() => story.category = Some(value),
        Label::Language if story.language.is_none() => story.language = Some(value),
        Label::Topics(scheme) => {
            for entry in export::percentless(&value) {
                // `Name: Grey Gull Line; NAICS: 483212`.
                let entry = entry.strip_prefix("Name: ").unwrap_or(&entry);
                if entry.starts_with("NAICS:") || entry.starts_with("DUNS:") {
                    continue;
                }
                story.topics.push(format!("{scheme}{entry}"));
            }
        }
        Label::Places => {
            let names = export::percentless(&value).into_iter();
            // `United Kingdom--UK`: the name and its short form.
            let names = names.map(|it| it.split("--").next().unwrap_or("").trim().to_owned());
            story.places.extend(names.filter(|it| !it.is_empty()));
        }
        Label::Id if story.native_id.is_none() => story.native_id = Some(value),
        Label::Url if story.url.is_none() => story.url = Some(value),
        Label::Credit => story.ednotes.push(format!("Credit: {value}")),
        Label::Note => story.ednotes.push(format!("{name}: {value}")),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &str, limit: usize, buffer: usize) -> Vec<RawStory> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
        ProQuest
            .cut(Box::new(input), &Limits { story: limit })
            .filter_map(|it| match it {
                Cut::Record(record) => ProQuest.read(&record, &Context::default()).ok(),
                _ => None,
            })
            .map(|it| match it {
                Read::Raw(story) => story,
                Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
            })
            .collect()
    }

    const RULE: &str = "____________________________________________________________";

    #[test]
    fn stories_are_read() {
        let story = "Document 1 of 2\n\nFog shuts harbor\n\nAuthor: Lee, Ann\n\nPublication info: The Courier [Boston] 11 Jan 2010: A3.\n\n\
            Abstract: The harbor was shut.\n\nFull text: The harbor was\nshut.\n\nIt opened: at noon.\n\nTitle: Fog shuts harbor\n\n\
            Publication title: The Courier; Boston\n\nPages: A3\n\nPublication date: Jan 11, 2010\n\nSection: News\n\nSubject: Fog; Harbors\n\nLanguage of publication: English\n\n\
            ProQuest document ID: 123456789\n\nDocument URL: http://example.org/1\n\nLast updated: 2011-01-01\n\nDatabase: X\n\n";
        let file =
            format!("{RULE}\n\n{story}{RULE}\n\n{story}{RULE}\nContact ProQuest at example.org\n");
        assert!(ProQuest.sniff(file.as_bytes()));
        for buffer in [5, 8192] {
            let stories = read(&file, 100_000, buffer);
            assert_eq!(stories.len(), 2);
            let first = &stories[0];
            assert_eq!(first.headline.as_deref(), Some("Fog shuts harbor"));
            assert_eq!(first.bylines, ["Lee, Ann"]);
            assert_eq!(first.native_id.as_deref(), Some("123456789"));
            assert_eq!(first.topics, ["publication:The Courier", "Fog", "Harbors"]);
            assert_eq!(first.ednotes, ["Pages: A3"]);
            assert_eq!(first.filed.as_ref().map(|it| it.date.as_str()), Some("2010-01-11"));
            assert_eq!(
                first.body,
                Body::Wrapped("The harbor was\nshut.\n\nIt opened: at noon.".into())
            );
        }
    }

    /// What tells the next story was looked for in all of this one, at each of its lines.
    #[test]
    fn a_long_story_is_looked_through_once() {
        let lines = "Fog came over the harbor at night.\n\nAuthor: Lee\n\n".repeat(100_000);
        let story = format!("Record: 1\nTitle: Fog\nFull text: {lines}\n");
        let start = std::time::Instant::now();
        assert_eq!(read(&story, 1 << 24, 1 << 16).len(), 1);
        assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn never_panics(text in "(____________________\n|Title: |Full text: |Subject: |Record: 1\n|fog|\n|: |é){0,30}", limit in 0usize..200) {
            ProQuest.sniff(text.as_bytes());
            prop_assert_eq!(read(&text, limit, 1), read(&text, limit, 4096));
        }
    }
}
