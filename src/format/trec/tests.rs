use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::format::Cut;
use crate::story::{Body, Precision, TakeKind};

const AP: &str = "<DOC>
<DOCNO> AP880212-0004 </DOCNO>
<FILEID>AP-NR-02-12-88 1637EST</FILEID>
<FIRST>r w AM-HarborFog     02-12 0155</FIRST>
<SECOND>AM-Harbor Fog, 1st Ld,150</SECOND>
<HEAD>Fog Shuts Harbor, ``for Now''</HEAD>
<HEAD>Eds: LEADS with 2 grafs; no pickup</HEAD>
<BYLINE>By ANN LEE</BYLINE>
<BYLINE>Associated Press Writer</BYLINE>
<DATELINE>BOSTON (AP) </DATELINE>
<NOTE>With a map</NOTE>
<TEXT>
   Fog shut the harbor Friday, R&D <and> all, a pilot said: ``We
wait.''
   It opens today.
</TEXT>
<DATELINE>CHICAGO (AP) </DATELINE>
<TEXT>
   Snow fell here.
</TEXT>
</DOC>
";

fn cut(text: &[u8]) -> Vec<Cut> {
    Trec.cut(Box::new(Cursor::new(text.to_vec())), &Limits::default()).collect()
}

fn records(text: &[u8]) -> Vec<Record> {
    cut(text)
        .into_iter()
        .filter_map(|it| if let Cut::Record(record) = it { Some(record) } else { None })
        .collect()
}

fn attempt(text: &str) -> Result<RawStory, Refusal> {
    let record = Record { number: 1, offset: 40, bytes: text.as_bytes().to_vec() };
    match Trec.read(&record, &Context::default())? {
        Read::Raw(story) => Ok(story),
        Read::Story(_) => panic!("a raw story was expected"),
    }
}

fn read(text: &str) -> RawStory {
    attempt(text).unwrap_or_else(|_| panic!("a story was expected"))
}

fn when(story: &RawStory) -> (&str, Option<&str>, Option<&str>) {
    let filed = story.filed.as_ref().expect("has a date");
    (&filed.date, filed.time.as_deref(), filed.zone.as_deref())
}

fn paragraphs(story: &RawStory) -> Vec<String> {
    match &story.body {
        Body::Paragraphs(paragraphs) => paragraphs.iter().map(|it| clean::one_line(it)).collect(),
        Body::Wrapped(text) => crate::text::paragraphs::paragraphs(text),
        _ => panic!("paragraphs were expected"),
    }
}

#[test]
fn associated_press() {
    let story = read(AP);
    assert_eq!(story.native_id.as_deref(), Some("AP880212-0004"));
    assert_eq!((story.agency.as_deref(), story.language.as_deref()), (Some("AP"), Some("en")));
    assert_eq!(when(&story), ("1988-02-12", Some("16:37:00"), Some("EST")));
    assert_eq!(story.filed.as_ref().map(|it| it.precision), Some(Precision::Minute));
    assert_eq!(story.slug.as_deref(), Some("AM-Harbor Fog, 1st Ld"));
    assert_eq!((story.urgency, story.category.as_deref()), (Some(4), Some("w")));
    assert_eq!(story.headline.as_deref(), Some("Fog Shuts Harbor, “for Now”"));
    assert_eq!(story.bylines, ["By ANN LEE", "Associated Press Writer"]);
    assert_eq!(story.dateline.as_deref(), Some("BOSTON (AP)"));
    assert_eq!(story.ednotes, ["Eds: LEADS with 2 grafs; no pickup", "With a map"]);
    assert_eq!(
        paragraphs(&story),
        [
            "Fog shut the harbor Friday, R&D <and> all, a pilot said: “We wait.”",
            "It opens today.",
            "CHICAGO (AP) Snow fell here."
        ]
    );
    assert!(story.flags.is_empty());
}

#[test]
fn lost_line_marks_in_bylines() {
    let text = AP.replace("<BYLINE>By ANN LEE", "<BYLINE>Eds: also moved^By ANN LEE");
    let story = read(&text);
    assert_eq!(story.bylines, ["By ANN LEE", "Associated Press Writer"]);
    assert!(story.ednotes.contains(&"Eds: also moved".to_owned()));
}

#[test]
fn wall_street_journal() {
    let story = read(
        "<DOC>\n<DOCNO>WSJ870324-0001</DOCNO>\n<HL>Harbor Firm\n  Plans Quay\n  ----\n  By Ann Lee\n  Staff Reporter</HL>\n\
         <DD>03/24/87</DD>\n<SO>WALL STREET JOURNAL (J)</SO>\n<IN>SHIPPING (SHP)\nPORTS (POR)</IN>\n<DATELINE> BOSTON </DATELINE>\n\
         <TEXT>\n   A harbor firm plans a quay.\n</TEXT>\n</DOC>",
    );
    assert_eq!(story.headline.as_deref(), Some("Harbor Firm\nPlans Quay"));
    assert_eq!(story.bylines, ["By Ann Lee", "Staff Reporter"]);
    assert_eq!(when(&story), ("1987-03-24", None, None));
    assert_eq!(story.topics, ["SHIPPING (SHP)", "PORTS (POR)"]);
    let later = read(
        "<DOC><DOCNO> WSJ900402-0150 </DOCNO><DOCID> 900402-0150. </DOCID><HL> Harbor Firm </HL><DATE> 04/02/90 </DATE>\
         <LP> The firm built a quay.\n </LP><TEXT> It has two cranes. </TEXT></DOC>",
    );
    assert_eq!(paragraphs(&later), ["The firm built a quay.", "It has two cranes."]);
    assert_eq!(later.native_id.as_deref(), Some("WSJ900402-0150"));
}

#[test]
fn financial_times() {
    let story = read(
        "<DOC>\n<DOCNO>FT922-5992</DOCNO>\n<PROFILE>_AN-X</PROFILE>\n<DATE>920527\n</DATE>\n<HEADLINE>\nFT  27 MAY 92 / Ports: Quay opens\n</HEADLINE>\n\
         <BYLINE>\n   By ANN LEE\n</BYLINE>\n<TEXT>\nTHE QUAY is open. 'Hooray]' said a pilot.\n</TEXT>\n<CN>\nGBZ  United Kingdom, EC.\n</CN>\n</DOC>",
    );
    assert_eq!(story.headline.as_deref(), Some("Ports: Quay opens"));
    assert_eq!(when(&story), ("1992-05-27", None, None));
    assert_eq!(story.bylines, ["By ANN LEE"]);
    assert_eq!(story.places, ["United Kingdom, EC"]);
    assert_eq!(paragraphs(&story), ["THE QUAY is open. 'Hooray!' said a pilot."]);
}

#[test]
fn los_angeles_times() {
    let story = read(
        "<DOC>\n<DOCNO> LA042990-0001 </DOCNO>\n<DOCID> 1 </DOCID>\n<DATE>\n<P>\nApril 29, 1990, Sunday, Home Edition\n</P>\n</DATE>\n\
         <SECTION>\n<P>\nTravel; Page 3; Travel Desk\n</P>\n</SECTION>\n<HEADLINE>\n<P>\nQUAY OPENS;\n</P>\n<P>\nPILOTS CHEER\n</P>\n</HEADLINE>\n\
         <BYLINE>\n<P>\nBy ANN LEE, TIMES STAFF WRITER\n</P>\n</BYLINE>\n<DATELINE>\n<P>\nBOSTON\n</P>\n</DATELINE>\n<TEXT>\n<P>\nThe quay\nis open.\n</P>\n<P>\nPilots cheer.\n</P>\n</TEXT>\n<SUBJECT>\n<P>\nPORTS; SHIPS\n</P>\n</SUBJECT>\n</DOC>",
    );
    assert_eq!(story.headline.as_deref(), Some("QUAY OPENS;\nPILOTS CHEER"));
    assert_eq!(story.bylines, ["By ANN LEE, TIMES STAFF WRITER"]);
    assert_eq!(story.dateline.as_deref(), Some("BOSTON"));
    assert_eq!(story.category.as_deref(), Some("Travel"));
    assert_eq!(story.topics, ["PORTS", "SHIPS"]);
    assert_eq!(when(&story).0, "1990-04-29");
    let Body::Paragraphs(found) = &story.body else { panic!("tags part it") };
    assert_eq!(found, &["The quay\nis open.", "Pilots cheer."]);
}

#[test]
fn broadcasts() {
    let story = read(
        "<DOC>\n<DOCNO> FBIS3-21777 </DOCNO>\n<HT>  \"dreeu\"  </HT>\n<HEADER>\n<AU> FBIS x </AU>\n<DATE1>  7 March 1994 </DATE1>\n\
         <F P=100> SPAIN </F>\n<H3> <TI>   Port `Shut' by Fog </TI></H3>\n</HEADER>\n<TEXT>\nLanguage: <F P=105> Spanish </F>\nArticle Type:BFN\n\
         <F P=102> OW2602210094 Madrid EFE in Spanish 1900 GMT 26 Feb 94 </F>\n\n[Text] Madrid, 26 Feb (EFE) -- Fog shut the port.\n<H5> More </H5>\nIt opens today.\n</TEXT>\n</DOC>",
    );
    assert_eq!(story.agency.as_deref(), Some("EFE"));
    assert_eq!(when(&story), ("1994-02-26", Some("19:00:00"), Some("GMT")));
    assert_eq!(story.headline.as_deref(), Some("Port `Shut' by Fog"));
    assert_eq!(story.places, ["SPAIN"]);
    let found = paragraphs(&story);
    assert_eq!(found[0], "Madrid, 26 Feb (EFE) -- Fog shut the port.");
    assert_eq!(found[1..], ["More", "It opens today."]);
}

#[test]
fn san_jose_mercury_news() {
    let story = read(
        "<DOC>\n<DOCNO> SJMN91-06154062 </DOCNO>\n<ACCESS> 06154062 </ACCESS>\n<LEADPARA>  The quay is open. ;  </LEADPARA>\n\
         <HEADLINE>  QUAY OPENS  </HEADLINE>\n<DESCRIPT>  PORT; SHIP  </DESCRIPT>\n<TEXT>  Pilots cheer. ; It has two cranes, three\ndocks; four sheds. </TEXT>\n<DATELINE> BOSTON </DATELINE>\n</DOC>",
    );
    assert_eq!(
        paragraphs(&story),
        ["The quay is open.", "Pilots cheer.", "It has two cranes, three docks; four sheds."]
    );
    assert_eq!(when(&story).0, "1991-06-03");
    assert_eq!(
        (story.headline.as_deref(), story.dateline.as_deref()),
        (Some("QUAY OPENS"), Some("BOSTON"))
    );
    assert_eq!(story.topics, ["PORT", "SHIP"]);
}

#[test]
fn aquaint() {
    let story = read(
        "<DOC>\n<DOCNO> NYT19980601.0001 </DOCNO>\n<DOCTYPE> NEWS STORY </DOCTYPE>\n<DATE_TIME> 1998-06-01 00:02 </DATE_TIME>\n<HEADER>\nA4479 &Cx1f; taf-z\nu s &Cx13;  &Cx11;  BC-QUAY-NYT 06-01 0123\n</HEADER>\n<BODY>\n<SLUG> BC-QUAY-NYT </SLUG>\n<HEADLINE>\nQUAY OPENS &UR; \n</HEADLINE>\n(sw)\nBy ANN LEE\nc.1998 Some News Service\n<TEXT>\n   NEW YORK _ The quay &MD; all of it &MD; is open &AMP; used.\n<P>\n   Pilots cheer.\n<P>\n   The end.\n</TEXT>\n</BODY>\n<TRAILER>\nNYT-06-01-98 0002EDT &QL; \n</TRAILER>\n</DOC>",
    );
    assert_eq!(story.agency.as_deref(), Some("NYT"));
    assert_eq!(when(&story), ("1998-06-01", Some("00:02:00"), Some("EDT")));
    assert_eq!(story.headline.as_deref(), Some("QUAY OPENS"));
    assert_eq!(story.bylines, ["By ANN LEE"]);
    assert_eq!(story.slug.as_deref(), Some("BC-QUAY-NYT"));
    assert_eq!(story.urgency, Some(3));
    assert_eq!(
        paragraphs(&story),
        ["NEW YORK _ The quay — all of it — is open & used.", "Pilots cheer.", "The end."]
    );
    let other = read(
        "<DOC>\n<DOCNO> APW19981205.0374 </DOCNO>\n<DATE_TIME> 12/05/1998 09:42:00 </DATE_TIME>\n<TEXT>Fog.</TEXT></DOC>",
    );
    assert_eq!(
        (other.agency.as_deref(), when(&other)),
        (Some("AP"), ("1998-12-05", Some("09:42:00"), None))
    );
}

#[test]
fn gigaword() {
    let story = read(
        "<DOC id=\"CNA_ENG_20040301.0007\" type=\"story\" >\n<HEADLINE>\nQuay opens\n</HEADLINE>\n<DATELINE>\nTaipei, March 1 (CNA)\n(By Ann Lee)\n</DATELINE>\n<TEXT>\n<P>\nThe quay is open.\n</P>\n</TEXT>\n</DOC>",
    );
    assert_eq!(story.native_id.as_deref(), Some("CNA_ENG_20040301.0007"));
    assert_eq!((story.agency.as_deref(), story.language.as_deref()), (Some("CNA"), Some("en")));
    assert_eq!(story.dateline.as_deref(), Some("Taipei, March 1 (CNA)"));
    assert_eq!(story.bylines, ["By Ann Lee"]);
    assert_eq!(when(&story), ("2004-03-01", None, None));
    assert_eq!(story.take, None);
    let advice = read(
        "<DOC id=\"AFP_SPA_20090531.0001\" type=\"advis\" >\n<TEXT>\nA los clientes\n</TEXT>\n</DOC>",
    );
    assert_eq!(advice.take.map(|it| it.kind), Some(TakeKind::Advisory));
    assert_eq!(advice.language.as_deref(), Some("es"));
    let digest = read(
        "<DOC id=\"NYT_ENG_19950101.0001\" type=\"multi\">\n<DATELINE>PASADENA, Calif. (BC-QUAY-540(2TAKES)-NYT)</DATELINE><TEXT>\nThe quay.\n</TEXT></DOC>",
    );
    assert_eq!(digest.category.as_deref(), Some("multi"));
    assert_eq!(digest.dateline.as_deref(), Some("PASADENA, Calif."));
    assert_eq!(digest.slug.as_deref(), Some("BC-QUAY-540(2TAKES)-NYT"));
}

#[test]
fn efe_and_strangers() {
    let story = read(
        "<DOC>\n<DOCNO>EFE19940101-00001</DOCNO>\n<DATE>19940101</DATE>\n<TIME>00:01</TIME>\n<CATEGORY>POL</CATEGORY>\n<TITLE>PUERTO\nCERRADO</TITLE>\n<TEXT>    Madrid, 1 ene (EFE).- El puerto.\n</TEXT>\n</DOC>",
    );
    assert_eq!((story.agency.as_deref(), story.language.as_deref()), (Some("EFE"), Some("es")));
    assert_eq!(story.headline.as_deref(), Some("PUERTO\nCERRADO"));
    let story = read(
        "<DOC>\n<DOCNO>ZZ-1</DOCNO>\n<TTL>Quay opens</TTL>\n<ODD.TAG>x</ODD.TAG>\n<text>The quay is open.</text></DOC>",
    );
    assert_eq!((story.headline.as_deref(), story.agency.as_deref()), (Some("Quay opens"), None));
    assert_eq!(paragraphs(&story), ["The quay is open."]);
}

#[test]
fn a_record_without_an_id_is_refused_and_costs_no_neighbour() {
    let text = format!(
        "# a comment\n<DOC>\nAP880101-0001 </DOCNO>\n<TEXT>One</TEXT>\n</DOC>\n<DOC>\n<DOCNO>X-1</DOCNO><TEXT>Two\n{AP}"
    );
    let found = records(text.as_bytes());
    let results: Vec<bool> =
        found.iter().map(|it| Trec.read(it, &Context::default()).is_ok()).collect();
    assert_eq!(results, [false, true, true]);
    assert!(cut(text.as_bytes()).iter().all(|it| matches!(it, Cut::Record(_))));
    let Err(Refusal::Reject { offset, .. }) = attempt("<DOC><TEXT>One</TEXT></DOC>") else {
        panic!("no id")
    };
    assert_eq!(offset, 40);
}

#[test]
fn what_is_no_story() {
    assert_eq!(
        attempt("<DOC><DOCNO>X-1</DOCNO><TEXT> \n</TEXT></DOC>"),
        Err(Refusal::NotStory { kind: "empty" })
    );
    assert!(matches!(
        attempt("<DOC><DOCNO>G0-1</DOCNO><DOCHDR>http://x</DOCHDR><html></DOC>"),
        Err(Refusal::NotStory { .. })
    ));
}

#[test]
fn junk_between_records_is_refused_with_its_place() {
    let text = format!("<ROOT>\n{AP}some junk\n{AP}</ROOT>\n");
    let places: Vec<u64> = cut(text.as_bytes())
        .iter()
        .filter_map(|it| {
            if let Cut::Refused(Refusal::Reject { offset, .. }) = it { Some(*offset) } else { None }
        })
        .collect();
    assert_eq!(places, [text.find("some junk").expect("is there") as u64]);
    assert_eq!(records(text.as_bytes()).len(), 2);
}

#[test]
fn sniffed_by_its_tags() {
    assert!(Trec.sniff(AP.as_bytes()));
    assert!(Trec.sniff(b"\xEF\xBB\xBF\n<DOC id=\"AFP_ENG_20090531.0001\" type=\"story\" >\n"));
    assert!(Trec.sniff(b"<?xml version=\"1.0\"?>\n<doc>\n<docno>X</docno>"));
    assert!(Trec.sniff(b"<DOCSTREAM>\n<DOC>"));
    assert!(!Trec.sniff(b"<doc><field name=\"id\">1</field></doc>"));
    assert!(!Trec.sniff(b"A pilot read <DOC> aloud"));
    assert!(!Trec.sniff(b"<html><body><p><b><i>\n<DOC>"));
    assert!(!Trec.sniff(b""));
}

#[test]
fn carriage_returns_alone_are_line_ends() {
    let story = read(&AP.replace('\n', "\r"));
    assert_eq!(story.bylines, ["By ANN LEE", "Associated Press Writer"]);
    assert_eq!(paragraphs(&story).len(), 3);
}

proptest! {
    #[test]
    fn every_start_is_a_record(text in "(<DOC>|<doc id=1>|</DOC>|<DOCNO>A-1</DOCNO>|<TEXT>|</TEXT>|x|\n|<|<DO|C>|&amp;|``){0,24}", chunk in 1usize..9) {
        let input = std::io::BufReader::with_capacity(chunk, Cursor::new(text.clone().into_bytes()));
        let cuts: Vec<_> = Trec.cut(Box::new(input), &Limits::default()).collect();
        let starts = text.matches("<DOC>").count() + text.matches("<doc id=1>").count();
        let found: Vec<_> = cuts.iter().filter_map(|it| if let Cut::Record(it) = it { Some(it) } else { None }).collect();
        prop_assert_eq!(found.len(), starts);
        for record in found {
            let _ = Trec.read(record, &Context::default());
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes: Vec<u8>) {
        Trec.sniff(&bytes);
        let mut text = b"<DOC><DOCNO>X-1</DOCNO><TEXT>".to_vec();
        text.extend(bytes);
        for record in records(&text) {
            let _ = Trec.read(&record, &Context::default());
        }
    }
}

#[test]
fn bylines_titles_and_notices_of_all_collections() {
    let doc = |id: &str, rest: &str| {
        read(&format!(
            "<DOC>\n<DOCNO> {id} </DOCNO>\n<HEAD>Fog</HEAD>\n{rest}\n<TEXT>\nIt came.\n</TEXT>\n</DOC>\n"
        ))
    };
    let story = doc("AP880212-0005", "<UNK>By JANE HARKER</UNK>\n<NOTE>AP Sports Writer</NOTE>");
    assert_eq!(story.bylines, ["By JANE HARKER", "AP Sports Writer"]);
    let story = doc("AP880212-0006", "<BYLINE>John Harker</BYLINE>");
    assert!(story.bylines.is_empty());
    assert_eq!(story.ednotes, ["John Harker"]);
    let story = doc("AP880212-0007", "<HEAD>Fog</HEAD><HEAD>With LaserPhoto</HEAD>");
    assert_eq!((story.headline.as_deref(), story.ednotes.len()), (Some("Fog"), 1));
    let story = doc("AP880212-0007", "<HEAD>With PM-Fog, Bjt</HEAD>");
    assert_eq!((story.headline.as_deref(), story.ednotes.len()), (Some("Fog"), 1));
    let story = doc("NYT19980601.0001", "<DOCTYPE> MISCELLANEOUS TEXT </DOCTYPE>");
    assert_eq!(story.take.map(|it| it.kind), Some(TakeKind::Advisory));
}

/// The end of each was looked for up to the end of the record.
#[test]
fn comments_without_an_end_are_looked_for_once() {
    let start = std::time::Instant::now();
    let comments = "<!-- ".repeat(200_000);
    let text = format!(
        "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Fog</HEAD>\n<TEXT>\n{comments}Fog came.\n</TEXT>\n</DOC>\n"
    );
    let record = Record { number: 1, offset: 0, bytes: text.into_bytes() };
    assert!(Trec.read(&record, &Context::default()).is_ok());
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
