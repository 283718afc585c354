//! Lists in which nothing stands twice.
//!
//! A format puts whatever it finds into a list, and drops what stands there twice when it is done.
//! Holding each entry against all those before it would be quadratic, and the story of somebody
//! hostile has a hundred thousand of them.

use std::collections::HashSet;

/// Drops what equals an earlier entry.
pub fn each_once(list: &mut Vec<String>) {
    let mut seen = HashSet::with_capacity(list.len());
    let firsts: Vec<bool> = list.iter().map(|it| seen.insert(it.as_str())).collect();
    let mut firsts = firsts.into_iter();
    list.retain(|_| firsts.next() == Some(true));
}

/// Drops what equals an earlier entry but for case.
pub fn without_doubles(list: &mut Vec<String>) {
    let mut seen = HashSet::with_capacity(list.len());
    list.retain(|word| seen.insert(word.to_lowercase()));
}

/// Adds what a list does not hold yet, and leaves what it does hold as it is.
pub fn add_new(list: &mut Vec<String>, more: Vec<String>) {
    let seen: HashSet<&str> = list.iter().map(String::as_str).collect();
    let mut more: Vec<String> = more.into_iter().filter(|it| !seen.contains(it.as_str())).collect();
    each_once(&mut more);
    list.append(&mut more);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{self, Context, Cut, Limits, Read};
    use proptest::prelude::*;

    /// Stories with many topics: the format, what stands before them, one of them (`#` is its
    /// number), what stands behind them.
    #[rustfmt::skip]
    const STORIES: [(&str, &str, &str, &str); 13] = [
        ("trec", "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<SUBJECT>", "t#; ", "</SUBJECT>\n<TEXT>\nFog came.\n</TEXT>\n</DOC>\n"),
        ("factiva", "HD  Fog\nWC  3 words\nPD  29 December 2011\nSN  The Bay\nSC  BAY\nLP\nFog came.\n\nNS  ", "t# | ", "\nAN\nDocument LARIA00020111229e7ct0001r\n"),
        ("nexis", "                               Document 1 of 1\n\n\n\n                                The Bay\n\n                            January 11, 2010 Monday\n\nFog came\n\nLENGTH: 3 words\n\nFog came in.\n\nLOAD-DATE: January 12, 2010\n\nLANGUAGE: ENGLISH\n\nSUBJECT: ", "t# (90%); ", "\n\n                          Copyright 2010 The Bay\n                             All Rights Reserved\n"),
        ("proquest", "Record: 1\nTitle: Fog.\nAccession Number: 4000000001\nDatabase: Newspaper Source\nSubject Terms: ", "t#; ", "\nFull Text:\nFog came.\n"),
        ("solita", "<release id='1'><title>Fog</title><keywords>", "t#, ", "</keywords><body>Fog came.</body></release>"),
        ("rcv1", "<newsitem itemid='1'><title>Fog</title><text><p>Fog came.</p></text><codes class='bip:topics:1.0'>", "<code code='t#'/>", "</codes></newsitem>"),
        ("nitf", "<nitf><head><title>Fog</title><docdata><identified-content>", "<classifier value='t#'/>", "</identified-content></docdata></head><body><body.content><p>Fog came.</p></body.content></body></nitf>"),
        ("ninjs", "{\"uri\":\"urn:x:1\",\"type\":\"text\",\"versioncreated\":\"2013-11-13T11:00:00Z\",\"headline\":\"Fog\",\"body_text\":\"Fog came.\",\"keywords\":[", "\"t#\",", "\"t0\"]}"),
        ("apjson", "{\"data\":{\"item\":{\"uri\":\"urn:x:1\",\"altids\":{\"itemid\":\"1\"},\"type\":\"text\",\"headline\":\"Fog\",\"body_nitf\":\"<p>Fog came.</p>\",\"keywords\":[", "\"t#\",", "\"t0\"]}}}"),
        ("dpajson", "{\"urn\":\"urn:newsml:dpa.com:1\",\"headline\":\"Fog\",\"article_html\":\"<p>Fog came.</p>\",\"keywords\":[", "\"t#\",", "\"t0\"]}"),
        ("feed", "<rss><channel><item><title>Fog</title><description>Fog came.</description>", "<category>t#</category>", "</item></channel></rss>"),
        ("newsml1", "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Fog</HeadLine></NewsLines><DescriptiveMetadata>", "<Property FormalName='Keyword' Value='t#'/>", "</DescriptiveMetadata><ContentItem><DataContent><p>Fog came.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"),
        ("newsmlg2", "<newsItem guid='1'><itemMeta/><contentMeta><headline>Fog</headline>", "<keyword>t#</keyword>", "</contentMeta><contentSet><inlineXML><html><body><p>Fog came.</p></body></html></inlineXML></contentSet></newsItem>"),
    ];

    #[test]
    fn topics_by_the_hundred_thousand_are_each_looked_at_once() {
        const DISTINCT: usize = 100_000;
        for (name, before, topic, behind) in STORIES {
            // Held against all those before, these would take minutes.
            let numbers = (0..DISTINCT).chain(0..DISTINCT / 2);
            let topics: String = numbers.map(|it| topic.replace('#', &it.to_string())).collect();
            let text = format!("{before}{topics}{behind}");
            let format = format::by_name(name).expect("a format");
            let start = std::time::Instant::now();
            let input = Box::new(std::io::Cursor::new(text.into_bytes()));
            let cuts: Vec<Cut> = format.cut(input, &Limits::default()).collect();
            let Some(Cut::Record(record)) = cuts.first() else { panic!("{name}: no record") };
            let Ok(Read::Raw(story)) = format.read(record, &Context::default()) else {
                panic!("{name}: no story")
            };
            let ours: Vec<&str> = story
                .topics
                .iter()
                .map(|it| it.rsplit(':').next().unwrap_or(it))
                .filter(|it| it.starts_with('t'))
                .collect();
            assert_eq!(ours.len(), DISTINCT, "{name}");
            assert_eq!((ours[0], ours[7]), ("t0", "t7"), "{name}");
            assert!(start.elapsed().as_secs() < 60, "{name}: {:?}", start.elapsed());
        }
    }

    proptest! {
        #[test]
        fn the_first_of_equal_entries_stays(list in prop::collection::vec("[ab]{1,2}", 0..12)) {
            let mut slow: Vec<String> = Vec::new();
            for word in &list {
                if !slow.contains(word) {
                    slow.push(word.clone());
                }
            }
            let mut fast = list;
            each_once(&mut fast);
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn only_what_is_new_is_added(
            list in prop::collection::vec("[ab]{1,2}", 0..6),
            more in prop::collection::vec("[ab]{1,2}", 0..12),
        ) {
            let mut slow = list.clone();
            for word in &more {
                if !slow.contains(word) {
                    slow.push(word.clone());
                }
            }
            let mut fast = list;
            add_new(&mut fast, more);
            prop_assert_eq!(fast, slow);
        }
    }
}
