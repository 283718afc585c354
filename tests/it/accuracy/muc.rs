//! The messages of the Message Understanding Conferences: broadcasts as monitors filed them, with
//! place, date and source worked out by hand.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use newswire::story::Place;

use super::{data, element, letters, members, plain, read, unescaped};

/// The same messages as the pages in which the archive keeps them: their metadata must come out,
/// and all of their text.
#[test]
fn pages_of_the_message_understanding_conferences() {
    let Some(archive) = data("muc3-cc0.tar.gz") else { return };
    let (messages, publishers) = messages(&archive);
    let pages: HashMap<String, Vec<u8>> =
        members(&archive).into_iter().filter(|(name, _)| name.ends_with(".xhtml")).collect();
    let (mut right, mut wrong) = ([0; 3], Vec::new());
    for message in &messages {
        let (_, bytes) = pages
            .iter()
            .find(|(name, _)| name.ends_with(&format!("/{}.xhtml", message.id)))
            .expect("its page");
        let story = read("html", bytes.clone()).expect("a story");
        assert_eq!(story.native_id.as_deref(), Some(message.id.as_str()));
        assert_eq!(story.headline, None, "{}", message.id);
        if message.date.is_some() {
            assert_eq!(story.filed, message.date, "{}", message.id);
        }
        assert_eq!(story.source.charset, "us-ascii");
        let dateline = story.dateline.clone().unwrap_or_default();
        let place = dateline.places.first().cloned().unwrap_or_default();
        let is_right = [
            is_place(&message.place, &place),
            message.date.is_none() || dateline.date == message.date,
            publishers
                .get(&message.id)
                .is_none_or(|name| dateline.agency.as_deref() == Some(publisher(name))),
        ];
        for (count, is_right) in right.iter_mut().zip(is_right) {
            *count += usize::from(is_right);
        }
        if is_right.contains(&false) {
            wrong.push(format!("{} {} {:?}", message.id, message.place, dateline.line));
        }
        // Nothing of the text is lost, nothing stands there twice.
        let all = [
            Some(dateline.line.as_str()),
            story.byline.as_ref().map(|it| it.line.as_str()),
            story.ednote.as_deref(),
            story.credits_line.as_deref(),
            story.body.as_deref(),
        ];
        let found: usize = all.iter().flatten().map(|it| letters(it).len()).sum();
        let (_, copy) = message.text.split_once("\n\n").expect("an id line");
        let expected = letters(copy).len();
        let gone = expected.abs_diff(found);
        assert!(gone <= 24, "{}: {expected} letters, not {found}\n{story:?}", message.id);
    }
    eprintln!("places, dates and sources of pages right: {right:?} of {}", messages.len());
    for count in right {
        assert!(count * 100 >= messages.len() * 98, "{right:?}\n{}", wrong.join("\n"));
    }
}

#[test]
fn datelines_of_the_message_understanding_conferences() {
    let Some(archive) = data("muc3-cc0.tar.gz") else { return };
    let (messages, publishers) = messages(&archive);
    assert_eq!(messages.len(), 1_700);
    let (mut right, mut wrong) = ([0; 3], Vec::new());
    for message in &messages {
        let story = plain(&message.text);
        let dateline = story.and_then(|story| story.dateline).unwrap_or_default();
        let place = dateline.places.first().cloned().unwrap_or_default();
        let place_right = is_place(&message.place, &place);
        let date_right = dateline.date == message.date;
        let source_right = publishers
            .get(&message.id)
            .is_none_or(|name| dateline.agency.as_deref() == Some(publisher(name)));
        for (count, is_right) in right.iter_mut().zip([place_right, date_right, source_right]) {
            *count += usize::from(is_right);
        }
        if !(place_right && date_right && source_right) {
            wrong.push(format!("{} {} {:?}", message.id, message.place, dateline.line));
        }
    }
    eprintln!("places, dates and sources right: {right:?} of {}", messages.len());
    assert!(publishers.len() >= 1_000);
    for count in right {
        assert!(count * 100 >= messages.len() * 98, "{right:?}\n{}", wrong.join("\n"));
    }
}

/// Says whether a place is the one that the makers worked out: `MANAGUA (NICARAGUA)`.
fn is_place(expected: &str, found: &Place) -> bool {
    let (city, bracket) = match expected.split_once(" (") {
        Some((city, rest)) => (city, Some(rest.trim_end_matches(')'))),
        None => (expected, None),
    };
    let city = if matches!(city, "NO CITY" | "CLANDESTINE") { "" } else { city };
    let region = found.region.as_deref().unwrap_or("");
    letters(found.city.as_deref().unwrap_or("")) == letters(city)
        && bracket.is_none_or(|name| found.country.is_some() || letters(region) == letters(name))
}

/// A message of the conferences, and what its makers say of it.
struct Message {
    id: String,
    place: String,
    date: Option<String>,
    text: String,
}

/// The messages, and the publishers of those where one is known.
fn messages(archive: &Path) -> (Vec<Message>, HashMap<String, String>) {
    let (mut messages, mut publishers) = (Vec::new(), HashMap::new());
    for (name, bytes) in members(archive) {
        let text = String::from_utf8(bytes).unwrap_or_default();
        if name.ends_with("publisher.rdf") {
            for part in text.split("rdf:about=\"").skip(1) {
                let id = part.split(".xhtml").next().and_then(|path| path.rsplit('/').next());
                if let (Some(id), Some(value)) = (id, element(part, "dc:publisher")) {
                    publishers.insert(id.to_owned(), unescaped(value));
                }
            }
        }
        if !name.ends_with(".xhtml") || name.contains("/lists/") {
            continue;
        }
        let mut meta: BTreeMap<&str, String> = BTreeMap::new();
        for part in text.split("<meta name=\"").skip(1) {
            if let Some((key, rest)) = part.split_once("\" content=\"") {
                meta.insert(key, unescaped(rest.split('"').next().unwrap_or("")));
            }
        }
        let mut copy = String::new();
        for part in text.split("<p>").skip(1) {
            for (at, piece) in part.split("</p>").next().unwrap_or("").split('<').enumerate() {
                // One message has an element round a word.
                let text =
                    if at == 0 { piece } else { piece.split_once('>').map_or("", |it| it.1) };
                copy.push_str(&unescaped(text));
            }
            copy.push_str("\n\n");
        }
        let id = name.rsplit('/').next().unwrap_or("").trim_end_matches(".xhtml");
        messages.push(Message {
            id: id.to_owned(),
            place: meta.remove("DC.coverage").unwrap_or_default(),
            date: meta.remove("DC.date"),
            text: copy,
        });
    }
    (messages, publishers)
}

/// A publisher in the form that records have; stations and papers stay as they are.
fn publisher(name: &str) -> &str {
    match name {
        "REUTER" => "Reuters",
        "KYODO" => "Kyodo",
        "PL" => "Prensa Latina",
        "TELAM" => "Telam",
        "NOTIMEX" => "Notimex",
        "DPA" => "dpa",
        "ACAN - EFE" | "ACAN EFE" | "ACAN" => "ACAN-EFE",
        "LONDON PRESS ASSOCIATION" => "PA",
        "PARIS AFP" => "AFP",
        "MOSCOW TASS" => "TASS",
        "BEIJING XINHUA" => "Xinhua",
        "BRIDGETOWN CANA" => "CANA",
        name => name,
    }
}
