//! Kill, embargo and version mean the same in every format: whatever element or line says it, the
//! record says it in the same field and in the same words, and a killed story is kept and found.

use newswire::story::{Story, TakeKind};

use super::formats_written::read;
use super::workdir::Workdir;
use super::written::{self, Made, Written};

/// What a written story is made to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// It is withdrawn.
    Kill,
    /// It is held back until this time.
    Embargo(&'static str),
    /// It is this version.
    Version(&'static str),
    /// It is so many texts behind the first one.
    Update(u32),
}
use Says::{Embargo, Kill, Update, Version};

/// The time of all embargoes, and the line that says it.
const UNTIL: Says = Embargo("2031-05-04T15:00:00Z");
macro_rules! held {
    () => {
        "EMBARGOED UNTIL 1500 GMT May 4 2031"
    };
}

/// What is changed in a stream: `{headline}` and its like stand for those of the story.
type Edits = &'static [(&'static str, &'static str)];

/// By element, header line or line of the copy.
#[rustfmt::skip]
const TABLE: &[(&str, Says, Edits)] = &[
    ("plain", Kill, &[("By {name}", "KILL KILL KILL\n\nBy {name}")]),
    ("plain", UNTIL, &[("By {name}", concat!(held!(), "\n\nBy {name}"))]),
    ("plain", Update(2), &[("By {name}", "2ND LEAD\n\nBy {name}")]),
    ("telegraph", Kill, &[("{headline}", "KILL KILL KILL\n{headline}")]),
    ("telegraph", UNTIL, &[("{headline}", concat!(held!(), "\n{headline}"))]),
    ("telegraph", Update(2), &[("{headline}", "2ND LEAD\n{headline}")]),
    ("anpa", Kill, &[("^By", "^KILL<\r\n^By")]),
    ("anpa", UNTIL, &[("^By", concat!("^", held!(), "<\r\n^By"))]),
    ("anpa", Version("1stLd-Writethru"), &[("^{slug},", "^{slug},1stLd-Writethru,")]),
    ("anpa", Update(1), &[("^{slug},", "^{slug},1stLd-Writethru,")]),
    ("iptc7901", Kill, &[("\u{2}", "\u{2}KILL KILL KILL\r\n")]),
    ("iptc7901", UNTIL, &[("\u{2}", concat!("\u{2}", held!(), "\r\n"))]),
    ("iptc7901", Update(2), &[("\u{2}", "\u{2}2ND LEAD\r\n")]),
    ("mail", UNTIL, &[("Subject: ", concat!("Subject: ", held!(), ": "))]),
    ("newsbites", UNTIL, &[("TX# ", concat!("TX# ", held!(), "\r\n\r\n"))]),
    ("asianet", UNTIL, &[("{headline}\r\n\r\n", concat!("{headline}\r\n\r\n", held!(), "\r\n\r\n"))]),
    ("smart", UNTIL, &[(".W\n", concat!(".W\n", held!(), "\n\n"))]),
    ("csv", UNTIL, &[("id,title", "id,embargo,title"), ("{number},\"", "{number},2031-05-04T15:00:00Z,\"")]),
    ("csv", Version("7"), &[("id,title", "id,version,title"), ("{number},\"", "{number},7,\"")]),
    ("json", UNTIL, &[("{\"title\":", "{\"embargo\":\"2031-05-04T15:00:00Z\",\"title\":")]),
    ("json", Version("7"), &[("{\"title\":", "{\"version\":7,\"title\":")]),
    ("newswire", Kill, &[("\"agency\":", "\"take\":{\"mark\":null,\"kind\":\"kill\",\"number\":null},\"agency\":")]),
    ("newswire", UNTIL, &[("\"agency\":", "\"embargo\":\"2031-05-04T15:00:00Z\",\"agency\":")]),
    ("newswire", Version("7"), &[("\"agency\":", "\"version\":\"7\",\"agency\":")]),
    ("nitf", Kill, &[("<docdata>", "<docdata management-status=\"canceled\">")]),
    ("nitf", UNTIL, &[("<docdata>", "<docdata management-status=\"embargoed\"><date.release norm=\"20310504T150000Z\"/>")]),
    ("nitf", Version("7"), &[("<du-key ", "<du-key version=\"7\" ")]),
    ("newsmlg2", Kill, &[("<provider ", "<pubStatus qcode=\"stat:canceled\"/><provider ")]),
    ("newsmlg2", UNTIL, &[("</itemMeta>", "<embargoed>2031-05-04T17:00:00+02:00</embargoed></itemMeta>")]),
    ("newsmlg2", Version("7"), &[("version=\"1\" standard", "version=\"7\" standard")]),
    ("newsml1", Kill, &[("\"Usable\"", "\"Canceled\"")]),
    ("newsml1", UNTIL, &[("\"Usable\"/>", "\"Embargoed\"/><StatusWillChange><FutureStatus FormalName=\"Usable\"/><DateAndTime>20310504T150000Z</DateAndTime></StatusWillChange>")]),
    ("newsml1", Version("7"), &[(">1</RevisionId>", ">7</RevisionId>"), (":1N", ":7N")]),
    ("ritzau", Kill, &[("</NewsID>", "</NewsID><Annuleret>true</Annuleret>")]),
    ("ritzau", UNTIL, &[("</NewsID>", "</NewsID><EmbargoDate>2031-05-04T17:00:00</EmbargoDate>")]),
    ("ritzau", Version("7"), &[("<version>1<", "<version>7<")]),
    ("ninjs", Kill, &[("\"usable\"", "\"canceled\"")]),
    ("ninjs", UNTIL, &[("\"usable\"", "\"usable\",\"embargoed\":\"2031-05-04T15:00:00Z\"")]),
    ("ninjs", Version("7"), &[("\"version\":\"1\"", "\"version\":\"7\"")]),
    ("apjson", Kill, &[("\"usable\"", "\"canceled\"")]),
    ("apjson", UNTIL, &[("\"usable\"", "\"embargoed\",\"embargoed\":\"2031-05-04T15:00:00Z\"")]),
    ("apjson", Version("7"), &[("\"version\":0", "\"version\":7")]),
    ("dpajson", Kill, &[("\"usable\"", "\"canceled\"")]),
    ("dpajson", UNTIL, &[("\"usable\"", "\"usable\",\"embargoed\":\"2031-05-04T17:00:00+02:00\"")]),
    ("dpajson", Version("7"), &[("\"version\":1", "\"version\":7")]),
    ("reutersjson", Kill, &[("{\"usn\"", "{\"pubStatus\":\"canceled\",\"usn\"")]),
    ("reutersjson", UNTIL, &[("{\"usn\"", "{\"embargoed\":\"2031-05-04T15:00:00Z\",\"usn\"")]),
    ("reutersjson", Version("7"), &[("{\"usn\"", "{\"version\":\"7\",\"usn\"")]),
    ("html", Version("7"), &[("\"@type\":\"NewsArticle\"", "\"@type\":\"NewsArticle\",\"version\":\"7\"")]),
];

/// Formats whose records are complete, or have no headline that could be marked.
const UNMARKED: &[&str] = &["newswire", "time"];

#[test]
fn kill_embargo_and_version_mean_the_same_in_every_format() {
    let work = Workdir::new();
    let mut wrong = Vec::new();
    let mut killed: u64 = 0;
    let made = written::made(4, 60, true);
    let plain = made.clone();
    let mut hold = |written: &Written, made: &Made, says: Says, edits: Edits, at: usize| {
        let name = format!("archive/{at:03}-{}", written.format);
        let stream = match edited(written, made, edits) {
            Ok(stream) => stream,
            Err(missing) => return wrong.push(format!("{name} {says:?}: no {missing:?}")),
        };
        work.write(&name, &stream);
        let found = read(&work.path(&name));
        let [story] = &found[..] else {
            return wrong.push(format!("{name} {says:?}: {} stories", found.len()));
        };
        // What it says without the change is no proof.
        let before = format!("archive/{at:03}-{}-before", written.format);
        work.write(&before, edited(written, &plain, &[]).unwrap_or_default());
        let bare = read(&work.path(&before));
        if bare.len() != 1 || bare.iter().any(|it| is_said(it, says)) {
            wrong.push(format!("{name} {says:?}: said before it is"));
        }
        if !is_said(story, says) {
            let (take, embargo, version) = (&story.take, &story.embargo, &story.version);
            wrong.push(format!("{name} {says:?}: {take:?} {embargo:?} {version:?}"));
        }
        if story.source.format != written.format && written.format != "newswire" {
            wrong.push(format!("{name}: read as {}", story.source.format));
        }
        killed += u64::from(says == Kill);
    };
    let all = written::all();
    for (at, (format, says, edits)) in TABLE.iter().enumerate() {
        let written = all.iter().find(|it| it.format == *format).expect("a format of the table");
        hold(written, &made, *says, edits, at);
    }
    // Marks of the headline say it in all of them.
    let marks = [("WITHDRAWN - ", Kill), ("UPDATE 3-", Update(3))];
    for (at, written) in all.iter().enumerate().filter(|it| !UNMARKED.contains(&it.1.format)) {
        for (number, (mark, says)) in marks.iter().enumerate() {
            let mut made = made.clone();
            made.headline.insert_str(0, mark);
            hold(written, &made, *says, &[], 200 + at * 2 + number);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    work.run(&["index", "archive"]).code(0);
    let count = work.run(&["count", "status:kill"]).code(0).stdout;
    assert!(count.starts_with(&format!("{killed} stories")), "{killed} were killed: {count}");
    assert!(killed > 30);
}

/// Whether a record says it.
fn is_said(story: &Story, says: Says) -> bool {
    match says {
        Kill => story.take.kind == TakeKind::Kill,
        Embargo(until) => story.embargo.as_deref() == Some(until),
        Version(version) => story.version.as_deref() == Some(version),
        Update(number) => story.take.kind == TakeKind::Update && story.take.number == Some(number),
    }
}

/// A story as written, changed; the text that is not there to be changed where there is one.
fn edited(written: &Written, made: &Made, edits: Edits) -> Result<String, String> {
    let filled = |text: &str| {
        text.replace("{headline}", &made.headline)
            .replace("{name}", &made.name)
            .replace("{slug}", &made.slug)
            .replace("{number}", &made.number.to_string())
    };
    let mut stream = format!("{}{}{}", written.above, (written.story)(made), written.below);
    for (from, to) in edits {
        let (from, to) = (filled(from), filled(to));
        if !stream.contains(&from) {
            return Err(from);
        }
        stream = stream.replacen(&from, &to, 1);
    }
    Ok(stream)
}
