//! One story for eyes: its head, its text with the matches in bold, its sign-off, its origin.

use std::io::{self, Write};

use super::paint::Paint;
use crate::snippet::Marks;
use crate::story::{Precision, Story};

/// Prints a story.
pub fn story(out: &mut dyn Write, story: &Story, marks: &Marks, paint: &Paint) -> io::Result<()> {
    if let Some(headline) = &story.headline {
        paint.marked(out, ("", ""), headline, &marks.headline)?;
    }
    let head =
        [story.take.mark.clone(), story.slug.clone(), story.agency.clone(), Some(filed(story))];
    let head: Vec<String> = head.into_iter().flatten().collect();
    paint.aside(out, "", &head.join(" · "))?;
    if let Some(byline) = &story.byline {
        paint.marked(out, ("", ""), &byline.line, &[])?;
    }
    out.write_all(b"\n")?;
    if let Some(dateline) = &story.dateline {
        paint.marked(out, ("", ""), &dateline.line, &[])?;
        out.write_all(b"\n")?;
    }
    if let Some(body) = &story.body {
        paint.marked(out, ("", ""), body, &marks.body)?;
        out.write_all(b"\n")?;
    }
    if let Some(credits) = &story.credits_line {
        paint.marked(out, ("", ""), credits, &[])?;
        out.write_all(b"\n")?;
    }
    for (name, value) in origin(story) {
        paint.aside(out, "", &format!("{name:<9} {value}"))?;
    }
    Ok(())
}

/// What stands under a story: where it came from, and what else its source says.
fn origin(story: &Story) -> Vec<(&'static str, String)> {
    let source = &story.source;
    let mut place = source.path.clone();
    if let Some(member) = &source.member {
        place = format!("{place}!{member}");
    }
    let list = |values: &[String]| (!values.is_empty()).then(|| values.join(", "));
    let rows = [
        ("id", Some(story.id.clone())),
        ("source", Some(format!("{place}, record {} ({})", source.record, source.format))),
        ("category", story.category.clone()),
        ("urgency", story.urgency.map(|urgency| urgency.to_string())),
        ("topics", list(&story.topics)),
        ("places", list(&story.places)),
        ("language", story.language.clone()),
        ("embargo", story.embargo.clone()),
        ("ednote", story.ednote.clone()),
        ("url", story.url.clone()),
        ("words", Some(story.words.to_string())),
        ("flags", list(&story.flags)),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// When a story moved, as exactly as it is known.
pub(super) fn filed(story: &Story) -> String {
    let Some(filed) = &story.filed else { return "no date".to_owned() };
    match (filed.split_once('T'), story.filed_precision) {
        (Some((day, _)), Some(Precision::Day)) => day.to_owned(),
        (Some((day, time)), _) => match time.get(..5) {
            Some(minutes) => format!("{day} {minutes} UTC"),
            None => filed.clone(),
        },
        (None, _) => filed.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Byline, Dateline, Source, Take};

    #[test]
    fn a_story_is_printed_from_head_to_foot() {
        let paint = Paint { color: false, clean: true, width: 80 };
        let text = Story {
            id: "Reuters-7".into(),
            headline: Some("Old pier shut".into()),
            agency: Some("Reuters".into()),
            filed: Some("1987-02-26".into()),
            take: Take { mark: Some("UPDATE 2-".into()), ..Take::default() },
            byline: Some(Byline { line: "By Ann Lee".into(), ..Byline::default() }),
            dateline: Some(Dateline { line: "HULL, Feb 26".into(), ..Dateline::default() }),
            body: Some("The pier was shut.\n\nPainters came.".into()),
            words: 6,
            source: Source {
                path: "a.zip".into(),
                member: Some("b.txt".into()),
                record: 3,
                format: "plain".into(),
                ..Source::default()
            },
            ..Story::default()
        };
        let mut out = Vec::new();
        story(&mut out, &text, &Marks::default(), &paint).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "Old pier shut\nUPDATE 2- · Reuters · 1987-02-26\nBy Ann Lee\n\nHULL, Feb 26\n\nThe \
             pier was shut.\n\nPainters came.\n\nid        Reuters-7\nsource    a.zip!b.txt, \
             record 3 (plain)\nwords     6\n"
        );
    }

    #[test]
    fn a_time_is_shown_as_exactly_as_it_is_known() {
        let at = |filed: Option<&str>, precision| filed_text(filed.map(str::to_owned), precision);
        fn filed_text(filed: Option<String>, filed_precision: Option<Precision>) -> String {
            super::filed(&Story { filed, filed_precision, ..Story::default() })
        }
        assert_eq!(at(None, None), "no date");
        assert_eq!(at(Some("1987-02-26T15:01:09Z"), None), "1987-02-26 15:01 UTC");
        assert_eq!(at(Some("1987-02-26T00:00:00Z"), Some(Precision::Day)), "1987-02-26");
        assert_eq!(at(Some("1987-02-26"), None), "1987-02-26");
    }
}
