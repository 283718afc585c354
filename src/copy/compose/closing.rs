//! What closes the text: sign-off credits, a byline at the end, rules and marks around them.
//!
//! Comes in: the paragraphs. Goes out: the same without what was recognised for certain.

use super::body::{self, End};
use super::{Draft, Text};
use crate::copy::{agencies, byline, credits, notes};
use crate::story::TakeKind;

/// Paragraphs at the end that are looked at.
const MOST: usize = 6;

/// Reads and strips what closes the text.
pub(super) fn read(draft: &mut Draft, text: &mut Text) {
    desk_block(draft, text);
    let mut found = false;
    // From the end on: a sign-off may stand above contacts that stay.
    let mut at = text.paragraphs.len();
    for _ in 0..MOST {
        let Some(index) = at.checked_sub(1) else {
            break;
        };
        at = index;
        let paragraph = &text.paragraphs[index];
        let is_last = index + 1 == text.paragraphs.len();
        let lone = text.paragraphs.len() == 1;
        if let Some(reading) = credits::read(paragraph)
            && (is_last || reading.start == 0)
            && !(lone && reading.start == 0 && draft.story.headline.is_none())
        {
            let kept = paragraph[..reading.start].trim_end().len();
            sign(draft, reading.line, reading.credits);
            if kept == 0 {
                text.paragraphs.remove(index);
            } else {
                text.paragraphs[index].truncate(kept);
            }
            found = true;
            continue;
        }
        if !is_last || text.preformatted || lone && draft.story.headline.is_none() {
            continue;
        }
        if byline_at_end(draft, text, index) || name_at_end(draft, text, index) {
            found = true;
            continue;
        }
        let paragraph = &text.paragraphs[index];
        if lone {
            continue;
        }
        // Who to call about the story, under its sign-off.
        if is_contacts(paragraph) {
            let line = text.paragraphs.remove(index);
            sign(draft, line, Vec::new());
            continue;
        }
        if let Some((_, agency)) = FOOTERS.iter().find(|(words, _)| paragraph.starts_with(words)) {
            draft.signed = draft.signed.or(Some(*agency));
            let note = text.paragraphs.remove(index);
            draft.notes.push(note);
            draft.infer("ednote");
            found = true;
            continue;
        }
        let note = notes::read(paragraph)
            .filter(|_| paragraph.starts_with(['(', '[', 'E', 'C', '©']))
            .or_else(|| is_rights(paragraph).then_some(TakeKind::New));
        if let Some(kind) = note {
            draft.said(kind);
            found = true;
            let note = text.paragraphs.remove(index);
            draft.notes.push(note);
            draft.infer("ednote");
        }
    }
    if found {
        // Rules and marks that stood above the sign-off.
        let mut end = End::default();
        body::strip_end(&mut text.paragraphs, &mut end);
        draft.signed = draft.signed.or(end.agency);
        if end.more {
            draft.flag("take_incomplete");
        }
    }
}

/// Reads a byline in brackets that is the last paragraph, or stands behind its last sentence.
fn byline_at_end(draft: &mut Draft, text: &mut Text, index: usize) -> bool {
    let paragraph = &text.paragraphs[index];
    if draft.story.byline.is_some() || !paragraph.ends_with([')', '）']) {
        return false;
    }
    let Some(open) = paragraph.rfind(['(', '（']) else {
        return false;
    };
    let before = paragraph[..open].trim_end();
    let ended = before.ends_with(['.', '!', '?', '"', '\u{201d}']);
    if !ended && (!before.is_empty() || text.paragraphs.len() == 1) {
        return false;
    }
    let Some(byline) = byline::read(&paragraph[open..]) else {
        return false;
    };
    let kept = before.len();
    if kept == 0 {
        text.paragraphs.remove(index);
    } else {
        text.paragraphs[index].truncate(kept);
    }
    draft.set_byline(byline);
    true
}

/// Reads a last paragraph that is a name and the agency it writes for: `Ann Lee/TT`.
fn name_at_end(draft: &mut Draft, text: &mut Text, index: usize) -> bool {
    let paragraph = &text.paragraphs[index];
    let Some((name, agency)) = paragraph.rsplit_once('/').filter(|_| paragraph.len() <= 60) else {
        return false;
    };
    let known = agencies::canonical(agency.trim()).is_some_and(|agency| agency.mixed_case);
    if draft.story.byline.is_some() || !known || text.paragraphs.len() < 2 {
        return false;
    }
    let Some(byline) = byline::read_names(paragraph).filter(|_| byline::is_name(name.trim()))
    else {
        return false;
    };
    text.paragraphs.remove(index);
    draft.set_byline(byline);
    true
}

/// Openings of what agencies print under each story on their sites, and who they are.
const FOOTERS: [(&str, &str); 1] = [("Anadolu Agency website contains only a portion", "AA")];

/// `((ann.lee@example.com; +1 312 555 0100; Reuters Messaging: ...))`,
/// `-- Ann Lee, Mexico City newsroom +525 555-0100`
fn is_contacts(paragraph: &str) -> bool {
    if paragraph.len() <= 300 && is_how_to_reach(paragraph) {
        return true;
    }
    let digits = paragraph.bytes().take(300).filter(u8::is_ascii_digit).count();
    let of_a_desk = || {
        let small = paragraph.to_ascii_lowercase();
        ["newsroom", "newsdesk", "editorial", "news desk", " bureau"]
            .iter()
            .any(|it| small.contains(it))
    };
    // `-By Ann Lee, Dow Jones Newswires; 212-555-0100; ann.lee@example.com`
    let signed = paragraph.len() <= 240
        && ["-By ", "--By ", "- By ", "-- By "].iter().any(|it| paragraph.starts_with(it))
        && (digits >= 6 || paragraph.contains('@'));
    // `(London newsroom)`
    let lone_desk = paragraph.len() <= 60
        && paragraph.starts_with('(')
        && (paragraph.ends_with(" newsroom)") || paragraph.ends_with(" Newsroom)"))
        && !paragraph.contains(". ");
    if signed
        || lone_desk
        || paragraph.len() <= 200
            && paragraph.starts_with("((")
            && paragraph.ends_with("))")
            && digits >= 6
            && of_a_desk()
    {
        return true;
    }
    let desk = paragraph.starts_with("--")
        && paragraph.len() <= 160
        && of_a_desk()
        && paragraph.ends_with(|c: char| c.is_ascii_digit());
    // `ann.lee@example.com`, alone.
    let address = paragraph.len() <= 60
        && paragraph.contains('@')
        && !paragraph.contains(' ')
        && paragraph.ends_with(|c: char| c.is_ascii_lowercase());
    desk || address
        || paragraph.len() <= 300
            && paragraph.starts_with('(')
            && paragraph.ends_with([')', '.'])
            && paragraph.contains('@')
            && (paragraph.starts_with("((") || paragraph.contains("Messaging"))
}

/// `To contact the reporter on this story: Ann Lee in Oslo at alee@example.com`
fn is_how_to_reach(paragraph: &str) -> bool {
    let Some(rest) = paragraph.strip_prefix("To contact the ") else {
        return false;
    };
    let who = rest.split([' ', ':']).next().unwrap_or("");
    let is_desk = matches!(
        who.trim_end_matches('s'),
        "reporter" | "editor" | "author" | "writer" | "columnist" | "senior" | "translator"
    );
    is_desk && (rest.contains('@') || rest.contains(" story:"))
}

/// `Copyright 2016 The Associated Press. All rights reserved.`, and what may not be done with it.
fn is_rights(paragraph: &str) -> bool {
    let bare = paragraph.strip_prefix('(').unwrap_or(paragraph);
    let opens = ["Copyright ", "COPYRIGHT ", "(c) ", "(C) ", "© ", "©"];
    paragraph.starts_with("Our Standards: ") && paragraph.len() <= 120
        || paragraph.len() <= 400
            && (opens.iter().any(|it| bare.starts_with(it)) || paragraph.starts_with("(c) "))
            && ["ights reserved", "IGHTS RESERVED", "may not be published", "without permission"]
                .iter()
                .any(|it| paragraph.contains(it))
}

/// Puts a sign-off before those that were found behind it.
fn sign(draft: &mut Draft, line: String, found: Vec<crate::story::Credit>) {
    let story = &mut draft.story;
    story.credits_line = Some(match story.credits_line.take() {
        Some(behind) => format!("{line}\n{behind}"),
        None => line,
    });
    story.credits.splice(0..0, found);
    draft.infer("credits");
}

/// The block that desks put under their copy: `The following information is not intended for
/// publication`, then who did what. All of it speaks to editors.
fn desk_block(draft: &mut Draft, text: &mut Text) {
    if let Some(element) = draft.raw.credits.take() {
        // A line a role, where a desk has them so.
        let lines: Vec<String> =
            element.lines().filter_map(|line| super::one_line(Some(line.to_owned()))).collect();
        let read = lines.iter().filter_map(|line| credits::read(line));
        draft.story.credits = read.flat_map(|it| it.credits).collect();
        draft.story.credits_line = (!lines.is_empty()).then(|| lines.join("\n"));
    }
    let from = text.paragraphs.len().saturating_sub(24).max(1);
    let tail = text.paragraphs.get(from..).unwrap_or(&[]);
    let Some(at) = tail.iter().position(|paragraph| opens_desk_block(paragraph)) else {
        return;
    };
    let block: Vec<String> = text.paragraphs.drain(from + at..).collect();
    for entry in block.iter().flat_map(|paragraph| entries(paragraph)) {
        if let Some(reading) = credits::read(entry).filter(|reading| reading.start == 0) {
            draft.story.credits.extend(reading.credits);
            draft.infer("credits");
        }
    }
    draft.notes.extend(block);
    draft.infer("ednote");
    body::strip_end(&mut text.paragraphs, &mut End::default());
}

/// Whether from this paragraph on all speaks to editors.
fn opens_desk_block(paragraph: &str) -> bool {
    if paragraph.len() > 400
        || !paragraph.starts_with(['T', 't', '*', '-', '#', '(', 'N', 'D', 'd', '_'])
    {
        return false;
    }
    let notebook = paragraph.strip_prefix("# ").is_some_and(|rest| {
        let rest = rest.strip_prefix("dpa ").or_else(|| rest.strip_prefix("dpa-")).unwrap_or(rest);
        ["notebook", "notizblock"]
            .iter()
            .any(|word| rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word)))
    });
    notebook
        || ["The following information is not", "not for publication", "nicht zur Ver"]
            .iter()
            .any(|words| paragraph.contains(words))
}

/// The entries of a list that lost its lines: `## Contacts - Reporting by: A B - Editing by: C D`.
fn entries(paragraph: &str) -> impl Iterator<Item = &str> {
    paragraph.split(" - ").map(|entry| entry.trim_end_matches([' ', ',', ';']))
}
