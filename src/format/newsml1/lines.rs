//! The news lines: headline, byline, dateline, slug; and what some agencies write into them.

use super::super::{envelope, xml};
use super::meta::value;
use crate::copy::byline;
use crate::story::{Body, RawStory, TakeKind};
use crate::text::markup::Element;

/// Puts the news lines into the story: those nearest to the text first.
pub fn read(chain: &[Element<'_, '_>], item: Element<'_, '_>, story: &mut RawStory) {
    let mut lines: Vec<Element<'_, '_>> = Vec::new();
    for component in chain.iter().rev() {
        lines.extend(component.children().filter(|it| it.is("NewsLines")));
    }
    if lines.is_empty() {
        lines.extend(item.first("NewsLines"));
    }
    let all = |name: &'static str| {
        lines.iter().flat_map(|it| it.children()).filter(move |it| it.is(name)).map(Element::text)
    };
    let first = |name: &'static str| all(name).find(|it| !it.is_empty());
    story.headline = first("HeadLine");
    story.summary.extend(all("SubHeadLine").filter(|it| !it.is_empty()));
    story.bylines.extend(first("ByLine"));
    if !story.bylines.is_empty() {
        story.bylines.extend(first("ByLineTitle"));
    }
    if let Some(dateline) = first("DateLine") {
        if envelope::is_time(&dateline) {
            story.filed = story.filed.take().or_else(|| xml::time(&dateline));
        } else {
            story.dateline = Some(dateline);
        }
    }
    slug(first("SlugLine"), first("KeywordLine"), item, story);
    for line in lines.iter().flat_map(|it| it.children()).filter(|it| it.is("NewsLine")) {
        let kind = value(line.child("NewsLineType")).unwrap_or_default().to_ascii_lowercase();
        let texts = line.children().filter(|it| it.is("NewsLineText")).map(Element::text);
        let texts: Vec<String> = texts.filter(|it| !it.is_empty()).collect();
        if ["note", "advis", "instruct"].iter().any(|it| kind.contains(it)) {
            story.ednotes.extend(texts);
        } else if ["summary", "abstract", "lead", "subhead"].iter().any(|it| kind.contains(it)) {
            story.summary.extend(texts);
        }
    }
}

fn slug(
    line: Option<String>,
    keywords: Option<String>,
    item: Element<'_, '_>,
    story: &mut RawStory,
) {
    let label = xml::text(item.find("Identification/NameLabel"));
    let is = |name: &str| story.agency.as_deref() == Some(name);
    match line {
        // TASS says how urgent it is, ANP who wrote it.
        Some(line) if matches!(line.as_str(), "URGENT" | "FLASH" | "ALERT" | "BULLETIN") => {
            envelope::add_take(story, TakeKind::Alert);
        }
        Some(line) if is("ANP") && byline::read_names(&line).is_some() => {
            if story.bylines.is_empty() {
                story.bylines.push(line);
            }
        }
        line => story.slug = line,
    }
    story.slug = story.slug.take().or_else(|| label.clone());
    match keywords {
        Some(words) if story.slug.is_none() => story.slug = Some(words),
        Some(words) if story.slug.as_ref() != Some(&words) => {
            for word in words.split([',', ';', '/']) {
                envelope::push(&mut story.topics, word.trim().to_owned());
            }
        }
        _ => {}
    }
}

/// Takes what speaks to editors, and whose copy it is, out of the text.
pub fn from_text(story: &mut RawStory) {
    let agency = story.agency.clone().unwrap_or_default();
    let Body::Paragraphs(paragraphs) = &mut story.body else { return };
    let mut notes = Vec::new();
    if agency == "ANP"
        && let Some(first) = paragraphs.first()
        && is_replacement(first)
    {
        notes.push(paragraphs.remove(0));
        envelope::add_take(story, TakeKind::Update);
    }
    let Body::Paragraphs(paragraphs) = &mut story.body else { return };
    if agency == "ANA"
        && paragraphs.len() > 1
        && let Some(last) = paragraphs.last()
        && is_copyright(last)
    {
        notes.extend(paragraphs.pop());
    }
    if !notes.is_empty() {
        envelope::add(&mut story.inferred, "ednote".into());
    }
    story.ednotes.extend(notes);
    // The headline of a later version ends in its number.
    if agency == "ANP"
        && let (Some(headline), Some(version)) = (&mut story.headline, &story.version)
        && let Some(front) = headline.strip_suffix(&format!("({version})"))
        && !front.trim().is_empty()
    {
        *headline = front.trim_end().to_owned();
    }
}

/// `N i e u w  b e r i c h t, vervangt: …`: which story this one replaces.
fn is_replacement(paragraph: &str) -> bool {
    let letters: String =
        paragraph.chars().filter(|c| c.is_alphabetic()).take(40).collect::<String>().to_lowercase();
    paragraph.len() <= 300
        && (letters.starts_with("nieuwbericht") || letters.starts_with("vervangt"))
}

/// A paragraph that says whose copy it is, in Greek or with the sign for it.
fn is_copyright(paragraph: &str) -> bool {
    let small = paragraph.to_lowercase();
    paragraph.len() <= 900
        && (small.starts_with(['©'])
            || small.contains("πνευματικ")
            || small.contains("copyright")
            || small.contains("αναπαραγωγ"))
}
