//! Stories with labels: what must be read out of their copy, field by field.
//!
//! A file of them is a row of these:
//!
//! ```text
//! === name | format | carrier carrier
//! the copy, line by line
//! ---
//! place: NEW YORK | N.Y. | US
//! ```
//!
//! - **format** is the one whose syntax the copy has. For `plain` copy with **carriers** the same
//!   copy is read once more in each of them: its first line is the headline, what follows are
//!   paragraphs parted by blank lines. Names that begin with the code of a language (`de-dpa-1`)
//!   go into carriers that say so, and a line that begins with `^` is their byline.
//! - In the copy, pictures of control characters (U+2400 to U+2421: `␂`, `␉`) stand for these;
//!   `␍` at line ends is a carriage return. A line that begins with `=== ` cannot be
//!   written.
//! - A **label** is `key: value`. A field without a label must come out empty; `key: ?` says that
//!   nobody judges it.
//!
//! | key | value |
//! | --- | --- |
//! | `place` | `city \| region \| country` of the dateline, one line a place; `*` as country is not judged |
//! | `date` | `2014-03-03`; `03-03` where the year is not judged |
//! | `agency` | of the dateline, canonical |
//! | `by` | names of the byline, parted by `; ` |
//! | `of` | affiliation in the byline |
//! | `credit` | `role = name; name`, one line a role |
//! | `take` | kind, and the number if there is one: `update 2` |
//! | `head` | the headline behind its take marks |
//! | `lead` | the words that the lead begins with |
//! | `tail` | the words that the body ends with; judged only where it is given |

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use newswire::copy::compose;
use newswire::format::{self, Context, Cut, Limits, Read};
use newswire::story::{Place, Source, Story, TakeKind};

use super::{carriers, letters};

/// One story, in one carrier.
pub struct Labelled {
    /// Its name and the carrier.
    pub name: String,
    /// The format that it is counted under.
    pub group: String,
    bytes: Vec<u8>,
    labels: Vec<(String, String)>,
}

/// Reads a file of `labelled/`, with what its carriers make of the stories in it.
pub fn stories(file: &str) -> Vec<Labelled> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/accuracy/labelled");
    let text = std::fs::read_to_string(folder.join(file)).expect("a file of labelled stories");
    let mut out = Vec::new();
    for part in text.split("\n=== ").skip(1) {
        let (head, rest) = part.split_once('\n').expect("a head line");
        let (copy, labels) =
            rest.rsplit_once("\n---\n").unwrap_or_else(|| panic!("{head}: no ---"));
        let mut heads = head.split('|').map(str::trim);
        let (name, format) = (heads.next().expect("a name"), heads.next().expect("a format"));
        let labels: Vec<(String, String)> = labels
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| {
                let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(KEYS.contains(&key), "{name}: {line}");
                (key.to_owned(), value.trim().to_owned())
            })
            .collect();
        let mut add = |group: &str, bytes: String| {
            out.push(Labelled {
                name: format!("{name}/{group}"),
                group: group.to_owned(),
                bytes: bytes.into_bytes(),
                labels: labels.clone(),
            });
        };
        let language = carriers::language(name).filter(|_| format == "plain");
        add(format, controls(&language.map_or(copy.to_owned(), |_| carriers::plain(copy))));
        for carrier in heads.next().unwrap_or("").split_whitespace() {
            assert_eq!(format, "plain", "{name}");
            let foreign = language.and_then(|it| carriers::carried(copy, carrier, it));
            add(carrier, foreign.unwrap_or_else(|| carried(copy, carrier)));
        }
    }
    out
}

const KEYS: [&str; 10] =
    ["place", "date", "agency", "by", "of", "credit", "take", "head", "lead", "tail"];

/// Control characters for their pictures.
fn controls(copy: &str) -> String {
    copy.chars()
        .map(|c| match u32::from(c) {
            0x2421 => '\x7f',
            code @ 0x2400..=0x241f => char::from_u32(code - 0x2400).expect("a control"),
            _ => c,
        })
        .collect()
}

/// The copy of a plain story in another carrier, which knows its headline and nothing else.
fn carried(copy: &str, carrier: &str) -> String {
    let (headline, text) = copy.split_once('\n').expect("a headline");
    let text = text.trim_matches('\n');
    let paragraphs = paragraphs(text);
    let marked = |before: &str, after: &str| {
        paragraphs.iter().fold(String::new(), |mut out, it| {
            let _ = writeln!(out, "{before}{}{after}", escaped(it));
            out
        })
    };
    let title = escaped(headline);
    match carrier {
        "json" => serde_json::json!({ "title": headline, "text": text }).to_string(),
        "csv" => {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            format!("title,text\n{},{}\n", quoted(headline), quoted(text))
        }
        "feed" => format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title><item>\
             <guid>n1</guid><title>{title}</title><description><![CDATA[{}]]></description>\
             </item></channel></rss>",
            marked("<p>", "</p>")
        ),
        "html" => format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta property=\"og:type\" content=\"article\"></head><body><article>\
             <h1>{title}</h1>\n{}</article></body></html>",
            marked("<p>", "</p>")
        ),
        "nitf" => format!(
            "<?xml version=\"1.0\"?><nitf><head><docdata><doc-id id-string=\"n1\"/></docdata>\
             </head><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>\
             <body.content>{}</body.content></body></nitf>",
            marked("<p>", "</p>")
        ),
        "trec" => format!(
            "<DOC id=\"XXX_ENG_20040307.0001\" type=\"story\" >\n<HEADLINE>\n{title}\n</HEADLINE>\n\
             <TEXT>\n{}</TEXT>\n</DOC>\n",
            marked("<P>\n", "\n</P>")
        ),
        "mail" => format!(
            "From: desk@wire.example\nTo: list@wire.example\nSubject: {headline}\nMessage-ID: \
             <1@wire.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n\
             {text}\n"
        ),
        "nexis" => format!(
            "                               1 of 1 DOCUMENTS\n\n\n                    \
             Wire Service News\n\n                    March 7, 2004 Sunday\n\n{headline}\n\n\
             SECTION: NEWS\n\nLENGTH: 90 words\n\n{text}\n\nLOAD-DATE: March 8, 2004\n\n\
             LANGUAGE: ENGLISH\n\n                    Copyright 2004 Wire Service\n                    \
             All Rights Reserved\n"
        ),
        "factiva" => format!(
            "HD  {headline}\nWC  90 words\nPD  7 March 2004\nSN  Wire Service\nSC  WIRES\n\
             LA  English\nCY  (c) 2004 Wire Service\nLP\n{text}\n\nAN\n\
             Document WIRES00020040307e0370001r\n"
        ),
        _ => panic!("no carrier {carrier}"),
    }
}

/// What blank lines part, each in one line.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|it| it.lines().collect::<Vec<_>>().join(" ")).collect()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Labelled {
    /// The story, read as the program reads a file; `None` where it reads none.
    pub fn read(&self) -> Option<Story> {
        let format = format::sniff(&self.bytes)?;
        let cuts = format.cut(Box::new(Cursor::new(self.bytes.clone())), &Limits::default());
        cuts.into_iter().find_map(|cut| {
            let Cut::Record(record) = cut else { return None };
            let Ok(Read::Raw(raw)) = format.read(&record, &Context::default()) else { return None };
            compose::story(raw, Source::default()).ok()
        })
    }

    /// The labels of a key; `None` where nobody judges it.
    fn labels(&self, key: &str) -> Option<Vec<&str>> {
        let all: Vec<&str> =
            self.labels.iter().filter(|it| it.0 == key).map(|it| it.1.as_str()).collect();
        (!all.contains(&"?")).then_some(all)
    }
}

/// The fields that are judged.
pub const FIELDS: [&str; 11] = [
    "place",
    "country",
    "date",
    "agency",
    "byline",
    "affiliation",
    "credits",
    "take",
    "headline",
    "lead",
    "tail",
];

/// What was right and wrong of one field.
#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    /// Stories with a label, and those that came out like it.
    pub labelled: usize,
    pub right: usize,
    /// Stories without one, and those where something came out all the same.
    pub empty: usize,
    pub spurious: usize,
}

/// What was right and wrong of a set.
#[derive(Default)]
pub struct Tally {
    /// By format and field.
    pub counts: BTreeMap<(String, &'static str), Count>,
    /// Each miss.
    pub wrong: Vec<String>,
}

impl Tally {
    pub fn of(set: &[Labelled]) -> Tally {
        let mut tally = Tally::default();
        for item in set {
            tally.judge(item);
        }
        tally
    }

    fn judge(&mut self, item: &Labelled) {
        let story = item.read().unwrap_or_default();
        for field in FIELDS {
            let Some((wanted, found)) = item.pair(field, &story) else { continue };
            let count = self.counts.entry((item.group.clone(), field)).or_default();
            let is_right = match field {
                "lead" => is_prefix(&wanted, &found),
                "tail" => letters(&found).ends_with(&letters(&wanted)),
                _ => wanted == found,
            };
            if wanted.is_empty() {
                count.empty += 1;
                count.spurious += usize::from(!is_right);
            } else {
                count.labelled += 1;
                count.right += usize::from(is_right);
            }
            if !is_right {
                let found: String = match field {
                    "tail" => {
                        found.chars().rev().take(90).collect::<Vec<_>>().into_iter().rev().collect()
                    }
                    _ => found.chars().take(90).collect(),
                };
                self.wrong.push(format!("{} {field}: {wanted:?} not {found:?}", item.name));
            }
        }
    }

    /// One field in all formats.
    pub fn field(&self, field: &str) -> Count {
        let mut sum = Count::default();
        for (_, count) in self.counts.iter().filter(|((_, name), _)| *name == field) {
            sum.labelled += count.labelled;
            sum.right += count.right;
            sum.empty += count.empty;
            sum.spurious += count.spurious;
        }
        sum
    }

    /// Right of labelled and spurious of empty, for each field, in all and in each format.
    pub fn table(&self) -> String {
        let mut out = format!("{:12}", "");
        let mut groups: Vec<&str> = self.counts.keys().map(|key| key.0.as_str()).collect();
        groups.dedup();
        for field in FIELDS {
            let _ = write!(out, " {field:>15}");
        }
        let cell = |it: Count| {
            format!(" {:>15}", format!("{}/{} {}/{}", it.right, it.labelled, it.spurious, it.empty))
        };
        let _ = write!(out, "\n{:12}", "all");
        for field in FIELDS {
            out.push_str(&cell(self.field(field)));
        }
        for group in groups {
            let _ = write!(out, "\n{group:12}");
            for field in FIELDS {
                let count = self.counts.get(&(group.to_owned(), field)).copied();
                out.push_str(&cell(count.unwrap_or_default()));
            }
        }
        out
    }

    /// Every field is right in 97 of 100 stories, and there where it should not be in one of 100.
    pub fn holds(&self) {
        eprintln!("{}", self.table());
        let wrong = self.wrong.join("\n");
        eprintln!("{wrong}");
        for field in FIELDS {
            let count = self.field(field);
            assert!(count.right * 100 >= count.labelled * 97, "{field} {count:?}");
            assert!(count.spurious * 100 <= count.empty, "{field} {count:?}");
        }
    }
}

impl Labelled {
    /// What a field must be and what it is, spelt alike; `None` where nobody judges it.
    fn pair(&self, field: &str, story: &Story) -> Option<(String, String)> {
        let line = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let dateline = story.dateline.as_ref();
        let byline = story.byline.as_ref();
        let places = dateline.map_or(&[][..], |it| &it.places[..]);
        Some(match field {
            "place" => {
                let wanted = self.labels("place")?;
                let wanted = wanted.iter().map(|it| spelt(&place(it))).collect::<Vec<_>>();
                let found = places.iter().map(spelt).collect::<Vec<_>>();
                (wanted.join("; "), found.join("; "))
            }
            "country" => {
                let wanted: Vec<Place> = self.labels("place")?.iter().map(|it| place(it)).collect();
                let of = |places: &[Place]| -> Vec<String> {
                    places.iter().map(|it| line(it.country.as_deref())).collect()
                };
                if wanted.iter().any(|it| it.country.as_deref() == Some("*"))
                    || wanted.len() != places.len() && !wanted.is_empty()
                {
                    return None;
                }
                (of(&wanted).join(" "), of(places).join(" "))
            }
            "date" => {
                let wanted = self.labels("date")?.concat();
                let mut found = line(dateline.and_then(|it| it.date.as_deref()));
                if wanted.len() == 5 && found.is_char_boundary(found.len().saturating_sub(5)) {
                    found = found[found.len().saturating_sub(5)..].to_owned();
                }
                (wanted, found)
            }
            "agency" => (
                self.labels("agency")?.concat(),
                line(dateline.and_then(|it| it.agency.as_deref())),
            ),
            "byline" => (
                self.labels("by")?.concat(),
                byline.map(|it| it.names.join("; ")).unwrap_or_default(),
            ),
            "affiliation" => {
                (self.labels("of")?.concat(), line(byline.and_then(|it| it.affiliation.as_deref())))
            }
            "credits" => {
                let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
                for label in self.labels("credit")? {
                    let (role, names) = label.split_once('=').expect("a role");
                    wanted.entry(role.trim()).or_default().extend(names.split(';').map(str::trim));
                }
                let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
                for credit in &story.credits {
                    let names = found.entry(credit.role.as_str()).or_default();
                    names.extend(credit.names.iter().map(String::as_str));
                }
                (roles(&wanted), roles(&found))
            }
            "take" => {
                let take = &story.take;
                let number = take.number.map(|it| format!(" {it}")).unwrap_or_default();
                let is_new = take.kind == TakeKind::New;
                let found =
                    if is_new { String::new() } else { format!("{}{number}", take.kind.name()) };
                (self.labels("take")?.concat(), found)
            }
            "headline" => (self.labels("head")?.concat(), line(story.headline.as_deref())),
            "lead" => (self.labels("lead")?.concat(), line(story.lead.as_deref())),
            _ => {
                let wanted = self.labels("tail")?.concat();
                if wanted.is_empty() {
                    return None;
                }
                (wanted, line(story.body.as_deref()))
            }
        })
    }
}

/// `NEW YORK | N.Y. | US`
fn place(label: &str) -> Place {
    let mut parts =
        label.split('|').map(|it| Some(it.trim().to_owned()).filter(|it| !it.is_empty()));
    let (city, region, country) = (parts.next(), parts.next(), parts.next());
    Place { city: city.flatten(), region: region.flatten(), country: country.flatten() }
}

/// City and region, by their letters.
fn spelt(place: &Place) -> String {
    let part = |it: &Option<String>| letters(it.as_deref().unwrap_or_default());
    match part(&place.region) {
        region if region.is_empty() => part(&place.city),
        region => format!("{}, {region}", part(&place.city)),
    }
}

fn roles(of: &BTreeMap<&str, Vec<&str>>) -> String {
    of.iter()
        .map(|(role, names)| format!("{role} = {}", names.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Says whether a lead begins with words, and with nothing else.
fn is_prefix(wanted: &str, lead: &str) -> bool {
    letters(lead).starts_with(&letters(wanted))
        && (wanted.is_empty() == lead.is_empty())
        && !lead.starts_with(['-', '–', '—', '_', ':', ',', '.', ')', '/'])
}
