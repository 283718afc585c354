//! Formats of lines: wires, message collections, exports, tables.

use super::{ALL, DAY, Made, Says, Written, escaped};

pub fn all() -> Vec<Written> {
    let several = true;
    vec![
        Written {
            format: "plain",
            above: "",
            story: plain,
            between: "\x0c",
            below: "",
            several,
            says: Says { day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "telegraph",
            above: "",
            story: |it| format!("ZCZC ABC{:03}\n{}NNNN\n", it.number % 1000, plain(it)),
            between: "\n",
            below: "",
            several,
            says: Says { day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "reuters21578",
            above: "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                format!(
                    "<REUTERS TOPICS=\"NO\" NEWID=\"{}\">\n<DATE>{day:2}-{}-{year} \
                     {hour:02}:{minute:02}:00.00</DATE>\n<TEXT>&#2;\n<TITLE>{}</TITLE>\n<AUTHOR>    \
                     By {}, Reuters</AUTHOR>\n<DATELINE>    {}, {} {day} - </DATELINE><BODY>{}\n \
                     Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
                    it.number,
                    it.month().to_uppercase(),
                    escaped(&it.headline),
                    it.name,
                    it.city,
                    it.month(),
                    bare(it, "    ")
                )
            },
            between: "",
            below: "",
            several,
            // Its clock is New York's.
            says: Says { day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "trec",
            above: "",
            story: |it| {
                let [year, month, day, hour, minute] = it.time;
                format!(
                    "<DOC>\n<DOCNO> AP{:02}{month:02}{day:02}-{:04} </DOCNO>\n<FILEID>AP-NR-{month:02}\
                     -{day:02}-{:02} {hour:02}{minute:02}GMT</FILEID>\n<HEAD>{}</HEAD>\n<BYLINE>By {}\
                     </BYLINE>\n<BYLINE>Associated Press Writer</BYLINE>\n<DATELINE>{} (AP) </DATELINE>\
                     \n<TEXT>\n{}</TEXT>\n</DOC>\n",
                    year % 100,
                    it.number,
                    year % 100,
                    escaped(&it.headline),
                    it.name.to_uppercase(),
                    it.city,
                    bare(it, "   ")
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii: true,
        },
        Written {
            format: "anpa",
            above: "",
            story: |it| {
                let [year, month, day, hour, minute] = it.time;
                format!(
                    "\x16\x16\x01a{:04}\x1f_----\r\nr a \x13\x11 BC-{:<24} {month:02}-{day:02} 0123\
                     \r\n\x02^{},{}<\r\n^{}<\r\n^By {}=\r\n^Associated Press=\r\n{}\x03\r\nAP-WF-{month:02}\
                     -{day:02}-{:02} {hour:02}{minute:02}GMT<\r\n\r\n\x0c\r\n\x04",
                    it.number % 10_000,
                    it.slug,
                    it.slug,
                    it.paragraphs.iter().map(|it| it.split(' ').count()).sum::<usize>(),
                    it.headline,
                    it.name.to_uppercase(),
                    it.wrapped("\t", "\r\n", "_"),
                    year % 100
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii: true,
        },
        Written {
            format: "iptc7901",
            above: "",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                format!(
                    "\x7f\x7f\r\n\x01eca{:03} 4 i 123 dpa 061\r\n{}/harbor/\r\n\x02{} \r\nBy {}, dpa =\
                     \r\n\r\n{}\r\ndpa ab cd\r\n\x03{day:02}{hour:02}{minute:02} GMT {} {:02}\r\n\
                     \x7f\n\x7f\x04\r\n",
                    it.number % 1000,
                    it.slug,
                    it.headline,
                    it.name,
                    dpa(it),
                    it.month(),
                    year % 100
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii: true,
        },
        Written {
            format: "mail",
            above: "",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                format!(
                    "From wire@example.org Sat Jan  3 01:05:34 {year}\nFrom: Desk <wire@example.org>\n\
                     Date: {day} {} {year} {hour:02}:{minute:02}:00 +0000\nMessage-ID: <{}@example.org>\n\
                     Subject: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
                     Content-Transfer-Encoding: 8bit\n\nBy {}\n\n{}",
                    it.month(),
                    it.number,
                    it.headline,
                    it.name,
                    spaced(it)
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii: true,
        },
        Written {
            format: "nexis",
            above: "",
            story: |it| {
                let [year, _, day, ..] = it.time;
                format!(
                    "\n\n                              {} of 9999 DOCUMENTS\n\n\n                           \
                     The Harbor Post\n\n                            {} {day}, {year}\n\n{}\n\nBYLINE: \
                     {}\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 120 words\n\nDATELINE: {}\n\n{}\nLOAD-DATE: {} \
                     {day}, {year}\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n                   \
                     Copyright {year} The Harbor Post\n                         All Rights Reserved\n",
                    it.number,
                    long_month(it),
                    it.headline,
                    it.name,
                    it.city,
                    spaced_bare(it),
                    long_month(it)
                )
            },
            between: "",
            below: "",
            several,
            says: DAY,
            ascii: true,
        },
        Written {
            format: "factiva",
            above: "",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                let (lead, rest) = it.paragraphs.split_first().expect("a story has a paragraph");
                format!(
                    "HD\n{}\n\nBY\nBy {}\n\nWC\n120 words\n\nPD\n{day} {} {year}\n\nET\n{hour:02}:\
                     {minute:02}\n\nSN\nThe Harbor Post\n\nSC\nHARBP\n\nLA\nEnglish\n\nCY\nCopyright {year} \
                     The Harbor Post\n\nLP\n{} (AP) — {lead}\n\nTD\n{}\n\nAN\nDocument \
                     HARBP0020{:012}e{:05}\n\n\n",
                    it.headline,
                    it.name,
                    long_month(it),
                    it.city,
                    rest.join("\n\n"),
                    it.number,
                    it.number % 100_000
                )
            },
            between: "",
            below: "",
            several,
            // Its times have no zone.
            says: Says { day: false, minute: false, ..ALL },
            ascii: false,
        },
        Written {
            format: "newsbites",
            above: "",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                format!(
                    "zczc\r\nAN# NB{}\r\nPD# {day:02} {} {year} {hour:02}:{minute:02}:00\r\nSO# Harbor \
                     Bites\r\nBY# {}\r\nKY# {}\r\nTI# {}\r\nTX# {}nnnn\r\n",
                    it.number,
                    long_month(it),
                    it.name,
                    it.slug,
                    it.headline,
                    spaced(it).replace('\n', "\r\n")
                )
            },
            between: "",
            below: "",
            several,
            // Its times have no zone.
            says: Says { day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "asianet",
            above: "",
            story: |it| {
                let dated =
                    format!(", {} {}, {} /PRNewswire-AsiaNet/", it.month(), it.time[2], it.time[0]);
                format!(
                    "Source: Harbor Works\r\n\r\nMEDIA RELEASE PR{:05}\r\n\r\n{}\r\n\r\n{}SOURCE: Harbor \
                     Works\r\n\r\nCONTACT: {}\r\n",
                    it.number,
                    it.headline,
                    spaced(it).replacen(" (AP)", &dated, 1).replace('\n', "\r\n"),
                    it.name
                )
            },
            between: "\r\n",
            below: "",
            several,
            says: Says { byline: false, day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "time",
            above: "",
            story: |it| {
                let [_, month, day, ..] = it.time;
                format!(
                    "*TEXT {:03} {month:02}/{day:02}/63 PAGE 020\n\n{}",
                    it.number % 1000,
                    spaced_bare(it).replace(". ", " . ").replace(".\n", " .\n")
                )
            },
            between: "",
            below: "*STOP\n",
            several,
            // Stories of one year, without headline and byline.
            says: Says {
                headline: false,
                byline: false,
                city: false,
                day: false,
                minute: false,
                ..ALL
            },
            ascii: true,
        },
        Written {
            format: "smart",
            above: "",
            story: |it| {
                format!(
                    ".I {}\n.T\n{}\n.A\n{}\n.B\nj. fog 7, 1958.\n.W\n{}",
                    it.number,
                    it.headline,
                    it.name,
                    spaced(it)
                )
            },
            between: "",
            below: "",
            several,
            says: Says { day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "conll",
            above: "",
            story: |it| {
                let head = [it.headline.clone(), format!("By {}", it.name)];
                let sentences = head.into_iter().chain(it.filed());
                let tokens: String = sentences.map(|it| tokens(&it)).collect();
                format!("-DOCSTART- -X- -X- O\n\n{tokens}")
            },
            between: "",
            below: "",
            several,
            // Where paragraphs end it does not say.
            says: Says { paragraphs: false, day: false, minute: false, ..ALL },
            ascii: true,
        },
        Written {
            format: "csv",
            above: "id,title,author,date,url,text\r\n",
            story: |it| {
                let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
                format!(
                    "{},{},{},{},https://example.org/{},{}\r\n",
                    it.number,
                    cell(&it.headline),
                    cell(&it.name),
                    it.iso(),
                    it.slug,
                    cell(&it.filed().join("\n\n"))
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii: false,
        },
    ]
}

/// A head block and wrapped text.
fn plain(it: &Made) -> String {
    format!(
        "{}\n\nBy {}\nAssociated Press\n\n{}",
        it.headline,
        it.name,
        it.wrapped("   ", "\n", "--")
    )
}

/// A token a line, a blank line behind each sentence.
fn tokens(text: &str) -> String {
    let parted = text.replace('(', "( ").replace(')', " )").replace('—', "--").replace('.', " .\n");
    let mut out = String::new();
    for sentence in parted.lines() {
        for word in sentence.split_whitespace() {
            out.push_str(word);
            out.push_str(" NN B-NP O\n");
        }
        out.push('\n');
    }
    out
}

/// Wrapped text whose dateline stands elsewhere.
fn bare(made: &Made, indent: &str) -> String {
    let mut made = made.clone();
    made.city = String::new();
    escaped(&made.wrapped(indent, "\n", "-").replacen(" (AP) - ", "", 1))
}

fn dpa(made: &Made) -> String {
    made.wrapped("     ", "\r\n", "-").replacen("(AP)", "(dpa)", 1)
}

fn spaced(made: &Made) -> String {
    made.filed().join("\n\n").replace('—', "--") + "\n\n"
}

fn spaced_bare(made: &Made) -> String {
    made.paragraphs.join("\n\n") + "\n\n"
}

fn long_month(made: &Made) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS[made.time[1] as usize - 1]
}
