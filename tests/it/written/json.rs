//! Formats of JSON.

use std::fmt::Write;

use super::{ALL, Made, Written};

pub fn all() -> Vec<Written> {
    let written = |format, above, story, between, below| Written {
        format,
        above,
        story,
        between,
        below,
        several: true,
        says: ALL,
        ascii: false,
    };
    vec![
        written(
            "newswire",
            "",
            |it| {
                object(&[
                    ("schema", "1".into()),
                    ("id", string(&format!("AP:{}", it.number))),
                    ("agency", string("AP")),
                    ("headline", string(&it.headline)),
                    (
                        "byline",
                        format!(
                            "{{\"line\":{},\"names\":[{}],\"titles\":[],\"affiliation\":null}}",
                            string(&format!("By {}", it.name)),
                            string(&it.name)
                        ),
                    ),
                    (
                        "dateline",
                        format!(
                            "{{\"line\":{},\"places\":[{{\"city\":{},\"region\":null,\"country\":null}}],\
                         \"date\":null,\"agency\":\"AP\"}}",
                            string(&it.city),
                            string(&it.city)
                        ),
                    ),
                    ("lead", string(&it.paragraphs[0])),
                    ("body", string(&it.paragraphs.join("\n\n"))),
                    ("filed", string(&it.iso())),
                    ("source", format!("{{\"path\":\"\",\"record\":{}}}", it.number)),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "ninjs",
            "",
            |it| {
                object(&[
                    ("uri", string(&format!("https://example.org/{}", it.number))),
                    ("type", string("text")),
                    ("pubstatus", string("usable")),
                    ("version", string("1")),
                    ("versioncreated", string(&it.iso())),
                    ("language", string("en")),
                    ("headline", string(&it.headline)),
                    ("slugline", string(&it.slug)),
                    ("byline", string(&format!("By {}", it.name))),
                    ("body_html", string(&it.marked("<p>", "</p>"))),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "apjson",
            "",
            |it| {
                let item = object(&[
                    ("altids", object(&[("itemid", string(&format!("{:032x}", it.number)))])),
                    ("version", "0".into()),
                    ("type", string("text")),
                    ("pubstatus", string("usable")),
                    ("versioncreated", string(&it.iso())),
                    ("language", string("en")),
                    ("headline", string(&it.headline)),
                    ("slugline", string(&it.slug)),
                    (
                        "bylines",
                        format!(
                            "[{}]",
                            object(&[
                                ("by", string(&format!("By {}", it.name.to_uppercase()))),
                                ("title", string("Associated Press")),
                            ])
                        ),
                    ),
                ]);
                object(&[
                    ("api_version", string("1.1")),
                    ("data", object(&[("item", item)])),
                    ("nitf", object(&[("body_html", string(&it.marked("<p>", "</p>")))])),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "dpajson",
            "",
            |it| {
                object(&[
                    ("format", string("digitalwires@v1")),
                    ("urn", string(&format!("urn:newsml:dpa.example:{}", it.number))),
                    ("version", "1".into()),
                    ("version_created", string(&it.iso())),
                    ("pubstatus", string("usable")),
                    ("language", string("en")),
                    ("headline", string(&it.headline)),
                    ("byline", string(&format!("By {}, dpa", it.name))),
                    ("dateline", string(&format!("{} (dpa) - ", it.city))),
                    ("article_html", string(&bare(it))),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "reutersjson",
            "",
            |it| {
                object(&[
                    ("usn", string(&format!("L8N{:06}", it.number))),
                    ("guid", string(&format!("tag:reuters.com,2026:newsml_L8N{:06}", it.number))),
                    ("versionCreated", string(&it.iso())),
                    ("language", string("en")),
                    ("headLine", string(&it.headline)),
                    ("slug", string(&it.slug)),
                    ("byLine", string(&format!("By {}", it.name))),
                    (
                        "bodyXhtml",
                        string(&it.marked("<p>", "</p>").replace("(AP) —", "(Reuters) -")),
                    ),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "wapo",
            "",
            |it| {
                let mut contents = format!(
                    "[{},{}",
                    object(&[("type", string("title")), ("content", string(&it.headline))]),
                    object(&[
                        ("type", string("byline")),
                        ("content", string(&format!("By {}", it.name))),
                    ])
                );
                for paragraph in it.filed() {
                    let block = object(&[
                        ("type", string("sanitized_html")),
                        ("subtype", string("paragraph")),
                        ("mime", string("text/html")),
                        ("content", string(&super::escaped(&paragraph))),
                    ]);
                    // Writing to a string cannot fail.
                    let _ = write!(contents, ",null,{block}");
                }
                object(&[
                    ("id", string(&format!("{:032x}", it.number))),
                    ("article_url", string(&format!("https://example.org/{}", it.slug))),
                    ("title", string(&it.headline)),
                    ("author", string(&it.name)),
                    ("published_date", milliseconds(it)),
                    ("contents", contents + "]"),
                    ("type", string("article")),
                    ("source", string("The Harbor Post")),
                ])
            },
            "\n",
            "\n",
        ),
        written(
            "json",
            "[\n",
            |it| {
                object(&[
                    ("title", string(&it.headline)),
                    ("text", string(&it.filed().join("\n\n"))),
                    ("author", string(&it.name)),
                    ("date", string(&it.iso())),
                    ("url", string(&format!("https://example.org/{}", it.slug))),
                    ("domain", string("example.org")),
                ])
            },
            ",\n",
            "\n]\n",
        ),
    ]
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(key, value)| format!("{}:{value}", string(key))).collect();
    format!("{{{}}}", fields.join(","))
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out + "\""
}

fn bare(made: &Made) -> String {
    made.paragraphs.iter().map(|it| format!("<p>{}</p>", super::escaped(it))).collect()
}

/// Milliseconds since 1970, by the days of the civil calendar (Howard Hinnant's formula).
fn milliseconds(made: &Made) -> String {
    let [year, month, day, hour, minute] = made.time.map(i64::from);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    (((days * 24 + hour) * 60 + minute) * 60_000).to_string()
}
