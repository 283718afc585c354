//! Downloads of Nexis Uni and Lexis+: documents whose stories end in `End of Document`.
//!
//! Lines in, a story out: title, publication, date, rights, labels, `Body`, paragraphs,
//! `Classification`, labels. The first story of a file stands behind a cover page that lists the
//! titles of all of them.

use super::classic::appended;
use super::labels::{Heading, Label, Labelled, closes, heading, is_copyright, set, written};
use crate::format::export::{day, set_publication};
use crate::story::{Body, RawStory};
use crate::text::document::Line;

/// Says whether lines hold a story of this layout.
pub fn is_story(lines: &[Line]) -> bool {
    let mut signs = 0;
    for line in lines {
        let text = line.text.trim();
        signs |= match heading(text) {
            Some(Heading::Body) => 1,
            Some(Heading::End | Heading::Classification) => 2,
            _ => match written(text).map(|it| it.label) {
                Some(Label::Length) => 2,
                Some(Label::Nothing) if text.contains(|c: char| c.is_ascii_digit()) => 4,
                _ => 0,
            },
        };
    }
    // The word alone is in many a text.
    signs & 1 != 0 && signs > 1 || signs == 6
}

/// Says whether lines are those of the cover page.
pub fn is_cover(lines: &[Line]) -> bool {
    let mut signs = 0;
    for line in lines.iter().take(60) {
        let text = line.text.trim();
        signs |= match cover(text) {
            Some(Cover::Job) => 1,
            Some(Cover::List) => 2,
            _ => 0,
        };
    }
    signs == 3
}

/// A line of the cover page.
#[derive(PartialEq, Eq)]
enum Cover {
    Job,
    List,
    Other,
}

fn cover(line: &str) -> Option<Cover> {
    const JOB: [&str; 8] = [
        "job number",
        "date and time",
        "auftragsnummer",
        "datum und uhrzeit",
        "numéro de travail",
        "date et heure",
        "número de trabajo",
        "fecha y hora",
    ];
    const OTHER: [&str; 16] = [
        "user name",
        "client/matter",
        "search terms",
        "search type",
        "narrowed by",
        "content type",
        "benutzername",
        "mandant",
        "suchbegriffe",
        "eingegrenzt",
        "inhaltstyp",
        "termes de recherche",
        "type de recherche",
        "términos de búsqueda",
        "tipo de búsqueda",
        "about lexisnexis",
    ];
    let small = line.trim().get(..).unwrap_or("").to_lowercase();
    let small = small.get(..small.len().min(60)).unwrap_or(&small);
    if JOB.iter().any(|it| small.starts_with(it)) {
        return Some(Cover::Job);
    }
    let list =
        ["documents (", "dokumente (", "document (", "dokument (", "documentos (", "documento ("];
    if list.iter().any(|it| small.starts_with(it)) && small.ends_with(')') {
        return Some(Cover::List);
    }
    OTHER.iter().any(|it| small.starts_with(it)).then_some(Cover::Other)
}

/// Reads a story.
pub fn read(lines: &[Line], story: &mut RawStory) {
    let lines: Vec<&Line> = lines.iter().filter(|it| !it.text.trim().is_empty()).collect();
    let text = |at: usize| lines[at].text.trim();
    let body = (0..lines.len()).find(|at| heading(text(*at)) == Some(Heading::Body));
    let is_head = |at: &usize| {
        written(text(*at))
            .is_some_and(|it| !matches!(it.label, Label::Headline | Label::Kind | Label::Url))
    };
    let end = body.unwrap_or(lines.len());
    let label = (0..end).find(is_head).unwrap_or(end);
    let date = (0..label).rev().find(|at| day(text(*at)).is_some());
    let start = start(&lines, date.unwrap_or(label));
    let above = date.unwrap_or(label);
    titles(&lines[start..above], date.is_some(), story);
    if let Some(date) = date {
        let found = day(text(date));
        if let Some(found) = found {
            match found.filed {
                Some(filed) => story.filed = Some(filed),
                None => story.ednotes.push(text(date).to_owned()),
            }
            note(&found.rest, story);
        }
        for at in date + 1..label {
            note(text(at), story);
        }
    }
    let mut at = labels(&lines, label, end, story);
    if let Some(body) = body {
        at = body + 1;
    }
    let close = (at..lines.len())
        .find(|at| {
            heading(text(*at)).is_some()
                || written(text(*at))
                    .is_some_and(|it| closes(it.label) && shows_end(&lines, *at, it))
        })
        .unwrap_or(lines.len());
    story.body = Body::Paragraphs(lines[at..close].iter().map(|it| paragraph(it)).collect());
    tail(&lines, close, story);
}

/// Says whether a label under the text is one: a story may hold a line `Note: …`, with more text
/// behind it.
fn shows_end(lines: &[&Line], at: usize, found: Labelled<'_>) -> bool {
    match found.label {
        Label::Nothing | Label::Language => true,
        _ => lines
            .get(at + 1)
            .is_none_or(|it| heading(&it.text).is_some() || written(&it.text).is_some()),
    }
}

fn paragraph(line: &Line) -> String {
    if line.row { line.text.replace('\t', "  ") } else { line.text.clone() }
}

/// Where the title begins above the date: behind the cover page, if there is one.
fn start(lines: &[&Line], above: usize) -> usize {
    let cover = (0..above).rev().find(|at| cover(lines[*at].text.trim()).is_some());
    let page = (1..above).rev().find(|at| lines[*at].page);
    match (cover, page) {
        (None, _) => 0,
        (Some(_), Some(page)) if above - page <= 4 => page,
        // The list of titles runs on to the title itself: it and the publication are one line each.
        (Some(cover), _) => (cover + 1).max(above.saturating_sub(2)),
    }
}

/// Reads title and publication; the date stands under them.
fn titles(lines: &[&Line], dated: bool, story: &mut RawStory) {
    let mut texts: Vec<String> = lines
        .iter()
        .map(|it| it.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|it| !is_copyright(it) && heading(it).is_none())
        .collect();
    if texts.len() > 1
        && dated
        && let Some(publication) = texts.pop()
    {
        set_publication(story, &publication);
    }
    let mut parts =
        texts.iter().flat_map(|it| it.split(" ; ")).map(|it| it.trim_matches([';', ' ']));
    story.headline = parts.next().filter(|it| !it.is_empty()).map(str::to_owned);
    story.summary.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
}

/// Keeps a line of the head that has no label.
fn note(line: &str, story: &mut RawStory) {
    for part in line.split('\n').map(str::trim) {
        let part = part.trim_matches([';', ',', ' ']);
        if !part.is_empty() && !is_copyright(part) && !appended(part, story) {
            story.ednotes.push(part.to_owned());
        }
    }
}

/// Reads the labels above the text; returns the line behind them.
fn labels(lines: &[&Line], from: usize, end: usize, story: &mut RawStory) -> usize {
    let mut at = from;
    while at < end {
        let Some(found) = written(lines[at].text.trim()) else {
            return at;
        };
        let mut values = values(found);
        let mut next = at + 1;
        // A value may go on in paragraphs of its own, if it is known where the text begins.
        let known = end < lines.len();
        while known && next < end && written(lines[next].text.trim()).is_none() {
            if is_copyright(&lines[next].text) {
                next += 1;
                continue;
            }
            values.push(lines[next].text.trim().to_owned());
            next += 1;
        }
        set(story, found, &values);
        at = next;
    }
    at
}

fn values(found: Labelled<'_>) -> Vec<String> {
    found.value.split('\n').map(|it| it.trim().to_owned()).collect()
}

/// Reads what stands under the text.
fn tail(lines: &[&Line], from: usize, story: &mut RawStory) {
    let mut graphic = false;
    let mut at = from;
    while at < lines.len() {
        let text = lines[at].text.trim();
        at += 1;
        if let Some(found) = heading(text) {
            match found {
                Heading::End => return,
                found => graphic = found == Heading::Graphic,
            }
            continue;
        }
        if let Some(found) = written(text) {
            let mut values = values(found);
            while let Some(next) = lines.get(at) {
                if found.label == Label::Nothing
                    || written(&next.text).is_some()
                    || heading(&next.text).is_some()
                {
                    break;
                }
                values.push(next.text.trim().to_owned());
                at += 1;
            }
            set(story, found, &values);
        } else if graphic {
            story.ednotes.push(format!("Graphic: {text}"));
        } else if !is_copyright(text) {
            story.ednotes.push(text.to_owned());
        }
    }
}
