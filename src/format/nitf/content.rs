//! The text of NITF: paragraphs of `body.content`, and what stands under them in `body.end`.

use crate::format::xml;
use crate::story::{Body, RawStory};
use crate::text::clean;
use crate::text::markup::Element;

/// Blocks of the New York Times that say once more what the full text says.
const LEADS: [&str; 2] = ["lead_paragraph", "online_lead_paragraph"];

/// Puts text, sign-off and notes of a `body` into the story.
pub(super) fn fill(story: &mut RawStory, element: Element<'_, '_>, tabular: bool) {
    let contents = contents(element);
    let mut paragraphs = Vec::new();
    if contents.is_empty() {
        // Text right under the body, or in no element of its own.
        let outside = |it: Element<'_, '_>| it.is("body.head") || is_dropped(it);
        paragraphs.extend(element.paragraphs_without(&outside));
    }
    for content in &contents {
        notes(story, *content);
        paragraphs.extend(read(*content));
    }
    if let Some(end) = element.first("body.end") {
        closing(story, end, &mut paragraphs);
    }
    if !matches!(&story.body, Body::Paragraphs(all) if all.is_empty()) {
        return;
    }
    story.body = match contents.as_slice() {
        [one] if tabular => table(*one).unwrap_or(Body::Paragraphs(paragraphs)),
        _ => Body::Paragraphs(paragraphs),
    };
}

/// The paragraphs of a `body.content` element, in order, each once, without pictures and notes.
// Called by formats that embed the text alone.
pub fn body(content: Element<'_, '_>) -> Body {
    Body::Paragraphs(read(content))
}

fn read(content: Element<'_, '_>) -> Vec<String> {
    let has = |class: &str| content.all("block").any(|it| is_class(it, class));
    let (full, lead) = (has("full_text"), has("lead_paragraph"));
    let repeats = |it: Element<'_, '_>| {
        it.is("block")
            && (full && LEADS.iter().any(|class| is_class(it, class))
                || lead && is_class(it, "online_lead_paragraph"))
    };
    let mut paragraphs = content.paragraphs_without(&|it| is_dropped(it) || repeats(it));
    if full || lead {
        strip_lead(&mut paragraphs);
    }
    paragraphs
}

/// Takes off the `LEAD: ` with which old stories of the New York Times open. Many have the same
/// paragraph once more, without it.
fn strip_lead(paragraphs: &mut Vec<String>) {
    let Some(rest) = paragraphs.first().and_then(|it| it.strip_prefix("LEAD:")) else {
        return;
    };
    let rest = rest.trim_start().to_owned();
    let repeated = paragraphs.get(1).is_some_and(|next| clean::one_line(next) == rest);
    if repeated || rest.is_empty() {
        paragraphs.remove(0);
    } else {
        paragraphs[0] = rest;
    }
}

/// The `body.content` elements of a body: its own, or where tags are lost those further down;
/// notes have such elements too.
fn contents<'t, 'a>(body: Element<'t, 'a>) -> Vec<Element<'t, 'a>> {
    let own: Vec<_> = body.children().filter(|it| it.is("body.content")).collect();
    if !own.is_empty() {
        return own;
    }
    body.children().filter(|it| !it.is("note")).flat_map(contents).collect()
}

/// Reads what stands under the text.
fn closing(story: &mut RawStory, end: Element<'_, '_>, paragraphs: &mut Vec<String>) {
    let taglines: Vec<String> =
        end.all("tagline").map(Element::text).filter(|it| !it.is_empty()).collect();
    if !taglines.is_empty() {
        let signed = story.credits.take().map(|it| it + "; ").unwrap_or_default();
        story.credits = Some(signed + &taglines.join(" "));
    }
    let apart = |it: Element<'_, '_>| it.is("tagline") || it.is("bibliography") || is_dropped(it);
    let notes = end.all("bibliography").map(Element::text).filter(|it| !it.is_empty());
    story.ednotes.extend(notes);
    paragraphs.extend(end.paragraphs_without(&apart));
}

/// Notes to editors, and corrections that were printed later, which stand among the paragraphs.
fn notes(story: &mut RawStory, content: Element<'_, '_>) {
    for element in content.descendants() {
        if is_note(element) || is_class(element, "correction_text") {
            let text = element.text();
            if !text.is_empty() && !story.ednotes.contains(&text) {
                story.ednotes.push(text);
            }
        }
    }
}

/// Whether an element among the paragraphs is no text of the story.
fn is_dropped(element: Element<'_, '_>) -> bool {
    element.is("media")
        || element.is("body.end")
        || is_note(element)
        || is_class(element, "correction_text")
}

/// Whether a note speaks to editors, or of rights; other notes are printed with the text.
fn is_note(element: Element<'_, '_>) -> bool {
    if !element.is("note") {
        return false;
    }
    let value = |name| element.attribute(name).unwrap_or_default().to_ascii_lowercase();
    let class = value("noteclass");
    matches!(class.as_str(), "editorsnote" | "cpyrt" | "trademk") || value("type") == "npa"
}

pub(super) fn is_class(element: Element<'_, '_>, class: &str) -> bool {
    element.attribute("class").is_some_and(|it| it.trim().eq_ignore_ascii_case(class))
}

/// Text that its head declares tabular, line by line; `None` where its elements say the rows.
fn table(content: Element<'_, '_>) -> Option<Body> {
    let marked = content.descendants().any(|it| it.is("table") || it.is("pre") || it.is("media"));
    if marked || xml::text(Some(content)).is_none() {
        return None;
    }
    let text = clean::normalise(&content.lines()).into_owned();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let filled = || lines.iter().filter(|it| !it.trim().is_empty());
    if filled().count() < 3 {
        return None;
    }
    // The indent of the markup itself.
    let indent = filled().map(|it| it.len() - it.trim_start_matches(' ').len()).min()?;
    let lines: Vec<&str> = lines.iter().map(|it| it.get(indent..).unwrap_or("")).collect();
    Some(Body::Preformatted(lines.join("\n").trim_matches('\n').to_owned()))
}
