//! The messages of the Message Understanding Conferences: broadcasts as monitors filed them, with
//! place, date and source worked out by hand.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{data, element, letters, members, plain, unescaped};

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
        let (city, bracket) = match message.place.split_once(" (") {
            Some((city, rest)) => (city, Some(rest.trim_end_matches(')'))),
            None => (message.place.as_str(), None),
        };
        let city = if matches!(city, "NO CITY" | "CLANDESTINE") { "" } else { city };
        let region = place.region.as_deref().unwrap_or("");
        let place_right = letters(place.city.as_deref().unwrap_or("")) == letters(city)
            && bracket
                .is_none_or(|name| place.country.is_some() || letters(region) == letters(name));
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
            copy.push_str(&unescaped(part.split("</p>").next().unwrap_or("")));
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
