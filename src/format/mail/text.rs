//! What a mail says: one text out of its parts.
//!
//! Of texts that say the same in different dress, the plain one counts, unless it is next to
//! nothing beside the other. Flowed lines are joined, and what stands under `-- ` is the sender's
//! card, not the story.

use std::collections::HashSet;

use super::form;
use super::parts::{Kind, Part};
use crate::story::{Body, RawStory};
use crate::text::charset::Decoded;
use crate::text::markup;
use crate::text::{clean, paragraphs};

/// Lines of a sender's card at most.
const CARD: usize = 16;

/// A piece of the text.
enum Piece {
    Plain(String),
    Html(Vec<String>),
}

/// Fills the story; says whether there is any text.
pub fn fill(story: &mut RawStory, parts: &[Part<'_>]) -> bool {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let choice = parts[at].choice;
        let length = match choice {
            Some(_) => parts[at..].iter().take_while(|it| it.choice == choice).count(),
            None => 1,
        };
        let group = &parts[at..at + length];
        at += length;
        pieces.extend(best(story, group));
    }
    unite(story, pieces)
}

/// The best text of a group of parts.
fn best(story: &mut RawStory, group: &[Part<'_>]) -> Option<Piece> {
    let of = |kind: Kind| group.iter().filter(move |part| part.kind == kind);
    let plain: Vec<(Decoded, Option<bool>)> =
        of(Kind::Plain).map(|part| (part.text(), part.flowed)).collect();
    let html: Vec<Decoded> = of(Kind::Html).map(Part::text).collect();
    let paragraphs: Vec<String> =
        html.iter().flat_map(|it| markup::html_paragraphs(&it.text)).collect();
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let few: usize = plain.iter().map(|(it, _)| solid(&it.text)).sum();
    let many: usize = paragraphs.iter().map(|it| solid(it)).sum();
    if few > 0 && few * 10 >= many {
        let texts = plain.into_iter().map(|(decoded, flowed)| {
            told(story, &decoded);
            let text = clean::normalise(&decoded.text).into_owned();
            match flowed {
                Some(delete) => unflowed(&text, delete),
                None => text,
            }
        });
        return Some(Piece::Plain(texts.collect::<Vec<_>>().join("\n\n")));
    }
    for decoded in &html {
        told(story, decoded);
    }
    (many > 0).then_some(Piece::Html(paragraphs))
}

/// Notes the charset of the first text that has one, and what was odd.
fn told(story: &mut RawStory, decoded: &Decoded) {
    if story.charset == "us-ascii" {
        story.charset.clone_from(&decoded.charset);
    }
    for flag in &decoded.flags {
        if !story.flags.contains(flag) {
            story.flags.push(flag.clone());
        }
    }
}

/// Makes one text of all pieces.
fn unite(story: &mut RawStory, pieces: Vec<Piece>) -> bool {
    let mut kept: Vec<Piece> = Vec::new();
    let mut openings = HashSet::new();
    for mut piece in pieces {
        if let Piece::Plain(text) = &mut piece {
            card(story, text);
        }
        // The same text again, beside and not instead.
        let own = opening(&piece);
        if !own.is_empty() && openings.insert(own) {
            kept.push(piece);
        }
    }
    if kept.is_empty() {
        return false;
    }
    if kept.iter().all(|it| matches!(it, Piece::Plain(_))) {
        let texts = kept.into_iter().filter_map(|it| match it {
            Piece::Plain(text) => Some(text),
            Piece::Html(_) => None,
        });
        let text = texts.collect::<Vec<_>>().join("\n\n");
        if !form::fill(story, &text) {
            // Copy of a wire has a head block of its own.
            story.body = if is_wire(&text) { Body::Copy(text) } else { Body::Wrapped(text) };
        }
        return true;
    }
    let paragraphs = kept.into_iter().flat_map(|it| match it {
        Piece::Plain(text) => paragraphs::paragraphs(&text),
        Piece::Html(paragraphs) => paragraphs,
    });
    story.body = Body::Paragraphs(paragraphs.collect());
    true
}

/// The first letters of a piece.
fn opening(piece: &Piece) -> String {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).take(60).collect() };
    match piece {
        Piece::Plain(text) => letters(text),
        Piece::Html(paragraphs) => letters(&paragraphs.concat()),
    }
}

/// Whether a text begins with the slug of a wire.
fn is_wire(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches('^');
    ["BC-", "AM-", "PM-", "AP-"].iter().any(|cycle| first.starts_with(cycle))
        || ["Headline:", "Slug:", "Slugline:"].iter().any(|label| first.starts_with(label))
}

/// Takes the sender's card off the end of a text; it is kept as a note.
fn card(story: &mut RawStory, text: &mut String) {
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(CARD + 1);
    let Some(at) = lines[from..].iter().rposition(|line| *line == "-- ").map(|it| from + it) else {
        return;
    };
    let card: Vec<&str> = lines[at + 1..].iter().map(|it| it.trim()).collect();
    let card: Vec<&str> = card.into_iter().filter(|it| !it.is_empty()).collect();
    if !card.is_empty() {
        story.ednotes.push(card.join("; "));
    }
    *text = lines[..at].join("\n");
}

/// Joins the lines of a flowed text. `delete` says that the blank before a break is no blank.
fn unflowed(text: &str, delete: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut goes_on = false;
    for line in text.lines() {
        // Quoted lines are another text.
        let quoted = line.starts_with('>');
        let bare = line.strip_prefix(' ').unwrap_or(line);
        if !out.is_empty() && (!goes_on || quoted) {
            out.push('\n');
        }
        goes_on = bare.ends_with(' ') && line != "-- " && !quoted;
        out.push_str(if goes_on && delete { &bare[..bare.len() - 1] } else { bare });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_lines_are_joined() {
        let text = "Fog shut the \nharbor.\n\n Indented \n  twice.\n-- \nAnn";
        assert_eq!(unflowed(text, false), "Fog shut the harbor.\n\nIndented  twice.\n-- \nAnn");
        assert_eq!(unflowed("har \nbor \n", true), "harbor");
        assert_eq!(unflowed("a \n>b \nc", false), "a \n>b \nc");
    }

    #[test]
    fn a_card_comes_off() {
        let mut story = RawStory::default();
        let mut text = "Fog.\n\n-- \nAnn Lee\n\n555 0100\n".to_owned();
        card(&mut story, &mut text);
        assert_eq!(
            (text.as_str(), &story.ednotes[..]),
            ("Fog.\n", &["Ann Lee; 555 0100".into()][..])
        );
    }
}
