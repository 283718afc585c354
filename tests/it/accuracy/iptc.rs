//! IPTC's own examples of NewsML-G2: every file, every field that its elements give.
//!
//! The tables here were written with the files open, element by element. Both collections hold
//! the same listings, with small differences that are no story's.

use std::collections::BTreeMap;
use std::path::Path;

use newswire::ingest::{self, Meter, ReadOptions};
use newswire::story::{Story, TakeKind};

use super::{data, element, letters, members, unescaped};

/// What a file must become.
struct Expected {
    /// How the name of the file starts.
    file: &'static str,
    id: &'static str,
    version: &'static str,
    agency: &'static str,
    headline: &'static str,
    slug: &'static str,
    names: &'static [&'static str],
    /// City, region and country of the dateline.
    place: [&'static str; 3],
    filed: &'static str,
    first_filed: &'static str,
    embargo: &'static str,
    take: TakeKind,
    urgency: Option<u8>,
    language: &'static str,
    topics: &'static [&'static str],
    /// How the note to editors starts.
    ednote: &'static str,
    /// Paragraphs of the body.
    paragraphs: usize,
}

/// Says nothing but what each file has to say itself.
const NOTHING: Expected = Expected {
    file: "",
    id: "",
    version: "11",
    agency: "",
    headline: "",
    slug: "",
    names: &[],
    place: [""; 3],
    filed: "",
    first_filed: "",
    embargo: "",
    take: TakeKind::New,
    urgency: None,
    language: "en-US",
    topics: &[],
    ednote: "",
    paragraphs: 0,
};

const FED: &str = "Fed to halt QE to avert \"bubble\"";
const BANKS: &[&str] = &[
    "medtop:04000000",
    "economy, business and finance",
    "medtop:20000350",
    "central bank",
    "medtop:20000379",
    "money and monetary policy",
];

const LABOUR: Expected = Expected {
    id: "urn:newsml:acmenews.com:20161018:US-FINANCE-FED",
    agency: "Reuters",
    headline: FED,
    slug: "US-Finance-Fed",
    filed: "2018-10-21T21:25:32Z",
    first_filed: "2016-10-18T18:12:21Z",
    embargo: "2018-10-23T12:00:00Z",
    take: TakeKind::Update,
    language: "en-GB",
    topics: &[
        "medtop:04000000",
        "economy, business and finance",
        "medtop:20000523",
        "labour market",
        "genre:interview",
        "Interview",
    ],
    ednote: "Note to editors: STRICTLY EMBARGOED.",
    ..NOTHING
};

const STORIES: &[Expected] = &[
    Expected { file: "LISTING_1_", names: &["Meredith Jameson"], ..LABOUR },
    // Its byline is that of the text, a firm's.
    Expected { file: "008_roundtrip", paragraphs: 3, ..LABOUR },
    Expected {
        file: "LISTING_2_",
        id: "urn:newsml:acmenews.com:20161121:US-FINANCE-FED",
        agency: "acmenews.com",
        headline: FED,
        slug: "US-Finance-Fed",
        names: &["Meredith Jameson"],
        place: ["New York", "NY", "US"],
        filed: "2018-11-21T21:25:32Z",
        topics: BANKS,
        paragraphs: 2,
        ..NOTHING
    },
    Expected {
        file: "Receiver View",
        id: "urn:newsml:NAG.com:20161121:US-FINANCE-FED",
        agency: "NAG.com",
        headline: FED,
        slug: "US-Finance-Fed",
        names: &["Meredith Jameson"],
        place: ["New York", "NY", "US"],
        filed: "2018-11-21T21:25:32Z",
        urgency: Some(5),
        topics: BANKS,
        paragraphs: 2,
        ..NOTHING
    },
    Expected {
        file: "LISTING_21_",
        id: "urn:newsml:sportsml.org:20160502:xt.prog.20150606005942-43710-16.068-event-stats-progressive",
        version: "1",
        agency: "XML Team Solutions, Inc.",
        headline: "Troy Tulowitzki singled to third and advanced to second on Martin Prado's \
                   throwing error. Runner on second with one out and Carlos Gonzalez due up.",
        place: ["Philadelphia", "Pennsylvania", "CA"],
        filed: "2015-06-06T04:59:42Z",
        topics: &[
            "spfixt:event-stats-progressive",
            "Progressive Event Statistics",
            "spct:event-summary",
            "2015",
            "spct:season-regular",
            "subj:15000000",
            "sport",
            "subj:15007000",
            "Baseball",
            "vendleague:l.mlb.com",
            "Major League Baseball",
            "vendconf:l.mlb.com-c.national",
            "National",
            "vendevent:l.mlb.com-2015-e.43710",
            "vendteam:l.mlb.com-t.16",
            "Miami Marlins",
            "vendteam:l.mlb.com-t.27",
            "Colorado Rockies",
        ],
        ..NOTHING
    },
    Expected {
        file: "LISTING_22_",
        id: "tag:xmlteam.com,2016:xt.5932656-preview",
        agency: "xmlteam.com",
        headline: "Preview: Arizona Diamondbacks (29-23) at Philadelphia Phillies (26-24), 7:05 p.m.",
        slug: "AAV!PREVIEW-ARI-PHI",
        place: ["Philadelphia", "Pennsylvania", "US"],
        filed: "2018-10-19T15:45:00Z",
        topics: &[
            "spfixt:pre-event-coverage",
            "Game Preview",
            "dclass:event-summary",
            "tsn-fixture:mlbpreviewxml",
            "medtop:20000822",
            "sport",
            "medtop:20000849",
            "Baseball",
            "league:l.mlb.com",
            "Major League Baseball",
            "conf:l.mlb.com-c.national",
            "National",
            "event:l.mlb.com-2016-e.19358",
            "team:l.mlb.com-t.19",
            "Philadelphia Phillies",
            "team:l.mlb.com-t.26",
            "Arizona Diamondbacks",
            "person:l.mlb.com-p.456",
            "Doug Davis",
            "person:l.mlb.com-p.123",
            "Freddy Garcia",
        ],
        paragraphs: 6,
        ..NOTHING
    },
    Expected {
        // A part of a document, but of an NITF story all there is.
        file: "LISTING_25_",
        version: "",
        agency: "Sports Network",
        headline: "Arizona Diamondbacks (29-23) at Philadelphia Phillies (26-24), 7:05p.m.",
        language: "en",
        paragraphs: 2,
        ..NOTHING
    },
    Expected {
        file: "LISTING_27_",
        id: "urn:newsml:acmenews.com:20161019:201003230594296001",
        agency: "acmenews.com",
        headline: "Acme Widgets announces annual results",
        filed: "2018-10-19T14:23:00Z",
        first_filed: "2016-10-19T13:15:00Z",
        topics: &["Acme Widget Sales Inc"],
        // Its abstract is all the text it has.
        paragraphs: 1,
        ..NOTHING
    },
    Expected {
        file: "facet-example-3",
        id: "tag:example.com,2008:407624",
        agency: "AcmeNews",
        filed: "2020-02-04T12:00:00Z",
        language: "en",
        topics: &[
            "medtop:20001071",
            "swimming",
            "aspfacetvalue:breaststroke",
            "breaststroke",
            "200m",
            "aspfacetvalue:women",
            "women",
            "1",
        ],
        paragraphs: 1,
        ..NOTHING
    },
];

/// What files that hold no story must be counted as, each item of theirs in order.
const OTHERS: &[(&str, &[&str])] = &[
    ("LISTING_10_", &["concept"]),
    ("LISTING_11_", &["concept"]),
    ("LISTING_12_", &["list of concepts"]),
    ("LISTING_13_", &["catalog"]),
    ("LISTING_14_", &["concept"]),
    ("LISTING_15_", &["list of concepts"]),
    ("LISTING_16_", &["composite"]),
    ("LISTING_17_", &["planning item"]),
    ("LISTING_18_", &["planning item"]),
    ("LISTING_19_", &["planning item"]),
    ("LISTING_20_", &["planning item"]),
    ("LISTING_23_", &["package"]),
    // Dots stand for the content of these items.
    ("LISTING_24_", &["package", EMPTY, EMPTY, EMPTY, EMPTY]),
    ("LISTING_26_", &["picture"]),
    ("LISTING_28_", &["part of a NewsML-G2 document"]),
    ("LISTING_29_", &[EMPTY]),
    ("LISTING_3_", &["picture"]),
    ("LISTING_3A_", &["picture"]),
    ("LISTING_4_", &["video"]),
    ("LISTING_5_", &["video"]),
    ("LISTING_6_", &["package"]),
    ("LISTING_7_", &["part of a NewsML-G2 document"]),
    ("LISTING_8_", &["part of a NewsML-G2 document"]),
    ("LISTING_9_", &["part of a NewsML-G2 document"]),
    ("ap_metadata_example", &["video"]),
    ("facet-example-2", &[EMPTY]),
    ("facet-example.xml", &[EMPTY]),
    ("001_", &[EMPTY]),
    ("002_", &["list of concepts"]),
    ("003_", &["concept"]),
    ("004_", &["planning item"]),
    ("005_", &["concept"]),
    ("006_", &["concept"]),
    ("007_", &["package", EMPTY]),
];

/// Items of text with neither headline nor text.
const EMPTY: &str = "neither headline nor text";

#[test]
fn every_example_of_iptc_is_what_its_elements_say() {
    let Some(archive) = data("iptc-examples.tar.gz") else { return };
    let (stories, others) = parse(&archive);
    let mut tally = Tally::default();
    for (path, bytes) in members(&archive) {
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        if !name.ends_with(".xml") {
            continue;
        }
        tally.files += 1;
        if let Some(expected) = STORIES.iter().find(|it| name.starts_with(it.file)) {
            match stories.get(&path).map(Vec::as_slice) {
                Some([story]) => {
                    tally.story(&name, expected, story);
                    tally.body(&name, expected, story, &String::from_utf8_lossy(&bytes));
                }
                found => tally.check(&name, "stories", &found.map(<[Story]>::len), &Some(1)),
            }
            continue;
        }
        let expected = OTHERS.iter().find(|it| name.starts_with(it.0)).map(|it| it.1);
        let found: Vec<&str> =
            others.get(&path).into_iter().flatten().map(String::as_str).collect();
        tally.check(&name, "kinds", &found.as_slice(), &expected.unwrap_or(&[]));
    }
    eprintln!("{} of {} fields right in {} files", tally.right, tally.checked, tally.files);
    assert_eq!(tally.files, 78);
    // What is no XML there is no story.
    assert_eq!(stories.len(), 16, "{:?}", stories.keys());
    assert!(tally.right * 1000 >= tally.checked * 990, "{}", tally.wrong.join("\n"));
}

#[derive(Default)]
struct Tally {
    files: usize,
    checked: usize,
    right: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn check<T: PartialEq + std::fmt::Debug>(
        &mut self,
        file: &str,
        field: &str,
        found: &T,
        expected: &T,
    ) {
        self.checked += 1;
        if found == expected {
            self.right += 1;
        } else {
            self.wrong.push(format!("{file} {field}: {found:?}, not {expected:?}"));
        }
    }

    fn story(&mut self, file: &str, expected: &Expected, story: &Story) {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        for (field, found, value) in [
            ("native_id", text(&story.native_id), expected.id),
            ("version", text(&story.version), expected.version),
            ("agency", text(&story.agency), expected.agency),
            ("headline", text(&story.headline), expected.headline),
            ("slug", text(&story.slug), expected.slug),
            ("filed", text(&story.filed), expected.filed),
            ("first_filed", text(&story.first_filed), expected.first_filed),
            ("embargo", text(&story.embargo), expected.embargo),
            ("language", text(&story.language), expected.language),
        ] {
            self.check(file, field, &found.as_str(), &value);
        }
        let names = story.byline.clone().unwrap_or_default().names;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.check(file, "byline", &names.as_slice(), &expected.names);
        let place = story.dateline.clone().unwrap_or_default().places.into_iter().next();
        let place = place.unwrap_or_default();
        let place = [text(&place.city), text(&place.region), text(&place.country)];
        self.check(file, "dateline", &place.each_ref().map(String::as_str), &expected.place);
        self.check(file, "take", &story.take.kind, &expected.take);
        self.check(file, "urgency", &story.urgency, &expected.urgency);
        let mut topics: Vec<&str> = story.topics.iter().map(String::as_str).collect();
        let mut wanted = expected.topics.to_vec();
        topics.sort_unstable();
        wanted.sort_unstable();
        self.check(file, "topics", &topics, &wanted);
        self.check(file, "places", &story.places, &Vec::new());
        let ednote = text(&story.ednote);
        let starts = ednote.starts_with(expected.ednote);
        self.check(
            file,
            "ednote",
            &(starts, ednote.is_empty()),
            &(true, expected.ednote.is_empty()),
        );
        self.check(file, "category", &story.category, &None);
        self.check(file, "credits", &story.credits_line, &None);
        self.check(file, "flags", &story.flags, &Vec::new());
    }

    /// The letters of the body are those of the text, in order and once.
    fn body(&mut self, file: &str, expected: &Expected, story: &Story, source: &str) {
        let found = story.paragraphs().count();
        self.check(file, "paragraphs", &found, &expected.paragraphs);
        let source = source.replace("nitf:", "");
        let content = element(&source, "body.content").or_else(|| {
            let (_, rest) = source.split_once("<p>Content")?;
            rest.split_once("</p>").map(|it| it.0)
        });
        let Some(content) = content else { return };
        let mut text = String::new();
        for part in content.split('<') {
            text.push_str(&unescaped(part.split_once('>').map_or(part, |it| it.1)));
        }
        let body = letters(story.body.as_deref().unwrap_or(""));
        let all = letters(&text);
        // Who sent it stands before it, in the field for the dateline; some have an abstract
        // behind it, which the text does not say.
        let all = all.strip_prefix("SPORTSNETWORK").unwrap_or(&all);
        let is_there = body.trim_start_matches("CONTENT").starts_with(all);
        self.check(file, "body", &is_there, &true);
        let whole = body.len() == all.len()
            || expected.paragraphs == 3
            || ["facet", "LISTING_25_"].iter().any(|it| file.starts_with(it));
        self.check(file, "end of body", &whole, &true);
    }
}

/// Stories by their file, and what else was found in each.
fn parse(archive: &Path) -> (BTreeMap<String, Vec<Story>>, BTreeMap<String, Vec<String>>) {
    let dir = tempfile::tempdir().expect("a folder");
    let log = dir.path().join("rejects.jsonl");
    let mut out = Vec::new();
    let report = ingest::parse(
        &[archive.to_owned()],
        &ReadOptions::default(),
        &Meter::default(),
        Some(&log),
        &mut out,
    )
    .expect("the archive can be read");
    assert!(report.balances());
    let mut stories: BTreeMap<String, Vec<Story>> = BTreeMap::new();
    for line in String::from_utf8(out).expect("UTF-8").lines() {
        let story: Story = serde_json::from_str(line).expect("a record");
        stories.entry(story.source.member.clone().unwrap_or_default()).or_default().push(story);
    }
    let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in std::fs::read_to_string(&log).expect("a list").lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line");
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        let kind = text("not_story").or_else(|| text("reason")).unwrap_or_default();
        others.entry(text("member").unwrap_or_default()).or_default().push(kind);
    }
    (stories, others)
}
