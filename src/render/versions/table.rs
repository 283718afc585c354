//! Versions and copies for eyes.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::super::Paint;
use super::super::hit::failed;
use super::super::story::filed;
use crate::copies::diff::{Kind, Part, Piece};
use crate::error::Result;
use crate::search::{Changed, Copy, Extent, Version, Versions};
use crate::story::{Story, TakeKind};

/// What stands before the lines of a story: as wide as its place.
const INDENT: &str = "    ";
/// Before what changed, and before the further lines of it.
const CHANGE: &str = "      ";
const HANGING: &str = "               ";
/// Characters of a paragraph that was moved as it is: enough to know it again.
const KNOWN_BY: usize = 60;

const ADDED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const CUT: Style =
    Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))).strikethrough();

/// Prints the versions of a story, then the copies of it; with the changes where they are wanted.
///
/// # Errors
///
/// Those of reading and of the writer.
pub fn versions_table(
    out: &mut dyn Write,
    versions: &Versions<'_>,
    (chain, group): (Option<&Extent>, Option<&Extent>),
    with_changes: bool,
    paint: &Paint,
) -> Result<()> {
    let mut table = Table { out, paint: *paint, with_changes };
    match chain {
        Some(chain) => {
            table.heading("chain", &table.extent(chain, "version", "versions")).map_err(failed)?;
            table.before(chain, "version").map_err(failed)?;
            versions.each_version(&chain.shown, &mut |version| {
                table.version(version, &chain.shown).map_err(failed)
            })?;
            table.behind(chain, "version").map_err(failed)?;
        }
        None => table.heading("chain", "none, no other version was found").map_err(failed)?,
    }
    table.out.write_all(b"\n").map_err(failed)?;
    match group {
        Some(group) => {
            table.heading("group", &table.extent(group, "story", "stories")).map_err(failed)?;
            table.before(group, "story").map_err(failed)?;
            versions.each_copy(&group.shown, &mut |copy| table.copy(copy).map_err(failed))?;
            table.behind(group, "story").map_err(failed)?;
        }
        None => table.heading("group", "none, no copy was found").map_err(failed)?,
    }
    out.flush().map_err(failed)
}

struct Table<'o> {
    out: &'o mut dyn Write,
    paint: Paint,
    with_changes: bool,
}

impl Table<'_> {
    fn heading(&mut self, name: &str, text: &str) -> io::Result<()> {
        let text = format!("{name}: {text}");
        self.paint.marked(self.out, ("", INDENT), &text, &[(0, name.len())])
    }

    /// How many, by whom, from when to when.
    fn extent(&self, extent: &Extent, one: &str, more: &str) -> String {
        let mut parts = vec![some(extent.stories, one, more)];
        match &extent.agencies[..] {
            [] => {}
            [agency] => parts.push(agency.clone()),
            agencies => {
                parts.push(format!("{} agencies ({})", agencies.len(), agencies.join(", ")))
            }
        }
        if let Some((first, last)) = &extent.filed {
            parts.push(if first == last {
                short(first)
            } else {
                format!("{} to {}", short(first), short(last))
            });
        }
        parts.join(" · ")
    }

    fn before(&mut self, extent: &Extent, one: &str) -> io::Result<()> {
        self.more(extent.shown.start, one, "before these")
    }

    fn behind(&mut self, extent: &Extent, one: &str) -> io::Result<()> {
        self.more(extent.stories - extent.shown.end, one, "after these")
    }

    fn more(&mut self, number: usize, one: &str, place: &str) -> io::Result<()> {
        if number == 0 {
            return Ok(());
        }
        let stories = if one == "story" { "stories" } else { "versions" };
        let more = some(number, one, stories);
        self.paint.aside(self.out, INDENT, &format!("… {more} {place} (--limit 0 shows all)"))
    }

    /// The headline of a story, and what else is known of it.
    fn story(&mut self, place: usize, story: &Story, known: Vec<String>) -> io::Result<()> {
        let place = format!("{place:>2}  ");
        let title = story.headline.as_ref().or(story.slug.as_ref());
        let title = title.map_or("(no headline)", String::as_str);
        self.paint.marked(self.out, (&place, INDENT), title, &[])?;
        self.paint.aside(self.out, INDENT, &known.join(" · "))
    }

    fn version(&mut self, version: &Version<'_>, shown: &std::ops::Range<usize>) -> io::Result<()> {
        let Version { story, member, changed, .. } = version;
        if self.with_changes && version.place > shown.start + 1 {
            self.out.write_all(b"\n")?;
        }
        let role = match &story.take.mark {
            Some(mark) => format!("{} ({})", member.role.name(), mark.trim()),
            None => member.role.name().to_owned(),
        };
        let told = |text: &str, is_so: bool| is_so.then(|| text.to_owned());
        let known = [
            Some(role),
            story.agency.clone(),
            Some(filed(story)),
            Some(story.id.clone()),
            Some(some(story.words as usize, "word", "words")),
            told("withdrawn", member.withdrawn),
            told("superseded", member.superseded && !member.withdrawn),
            told("latest", version.is_latest),
            told("this one", version.is_asked),
        ];
        self.story(version.place, story, known.into_iter().flatten().collect())?;
        match (changed, member.role) {
            (Some(changed), _) => self.changed(changed),
            (None, TakeKind::Add) => {
                self.paint.aside(self.out, INDENT, "another piece of the story, not compared")
            }
            (None, TakeKind::Advisory) => {
                self.paint.aside(self.out, INDENT, "words to editors, not compared")
            }
            (None, _) => Ok(()),
        }
    }

    fn changed(&mut self, changed: &Changed<'_>) -> io::Result<()> {
        let Changed { since, similarity, diff } = changed;
        let mut numbers = if diff.changes().next().is_none() {
            format!("the same headline and text as {}", since.id)
        } else {
            let (added, cut) = diff.words();
            let added = some(added, "word", "words");
            format!("{added} added, {cut} cut since {}", since.id)
        };
        if let Some(similarity) = similarity {
            numbers = format!("{numbers}; similarity {similarity:.3}");
        }
        self.paint.aside(self.out, INDENT, &numbers)?;
        if !self.with_changes || diff.changes().next().is_none() {
            return Ok(());
        }
        if diff.is_coarse {
            let why = "too long or too unlike to be compared in full: more is shown as cut and \
                       added than has to be";
            self.paint.aside(self.out, CHANGE, why)?;
        }
        if let Some(headline) = &diff.headline {
            self.piece("headline", headline)?;
        }
        let has = |kinds: &[Kind]| diff.paragraphs.iter().any(|it| kinds.contains(&it.kind));
        let cut = diff.paragraphs.iter().filter(|it| it.kind == Kind::Cut).count();
        // Nothing of the earlier text is left: it is not printed once more.
        let is_replaced = cut > 0 && !has(&[Kind::Same, Kind::Changed, Kind::Moved]);
        if is_replaced {
            let paragraphs = some(cut, "paragraph", "paragraphs");
            let text = format!("… nothing is left of the {paragraphs} of {}", since.id);
            self.paint.aside(self.out, CHANGE, &text)?;
        }
        for run in diff.paragraphs.chunk_by(|a, b| a.kind == Kind::Same && b.kind == Kind::Same) {
            let piece = &run[0];
            match piece.kind {
                Kind::Same => {
                    let paragraphs = some(run.len(), "paragraph", "paragraphs");
                    self.paint.aside(self.out, CHANGE, &format!("… {paragraphs} unchanged"))?;
                }
                Kind::Cut if is_replaced => {}
                kind => self.piece(kind.name(), piece)?,
            }
        }
        Ok(())
    }

    /// A headline or paragraph with what changed in it.
    fn piece(&mut self, name: &str, piece: &Piece<'_>) -> io::Result<()> {
        let mut text = String::new();
        let mut marks = Vec::new();
        let is_moved = piece.kind == Kind::Moved;
        if let Some(from) = piece.before.filter(|_| is_moved) {
            text = format!("(from paragraph {from}) ");
        }
        let is_plain = !self.paint.color && matches!(piece.kind, Kind::Changed | Kind::Moved);
        for segment in &piece.segments {
            let (open, close) = if is_plain { segment.part.brackets() } else { ("", "") };
            text.push_str(open);
            let start = text.len();
            text.push_str(segment.text);
            match segment.part {
                Part::Same => {}
                Part::Added => marks.push((start, text.len(), ADDED)),
                Part::Cut => marks.push((start, text.len(), CUT)),
            }
            text.push_str(close);
        }
        if is_moved && piece.segments.iter().all(|it| it.part == Part::Same) {
            text = clipped(&text);
        }
        let first = format!("{CHANGE}{name:<9}");
        self.paint.painted(self.out, (&first, HANGING), &text, &marks)
    }

    fn copy(&mut self, copy: &Copy<'_>) -> io::Result<()> {
        let story = copy.story;
        let what = match (copy.is_asked, copy.is_identical, copy.similarity) {
            (true, ..) => "this one".to_owned(),
            (_, true, _) => "identical text".to_owned(),
            (_, _, Some(similarity)) => format!("near-copy, similarity {similarity:.3}"),
            (_, _, None) => "near-copy".to_owned(),
        };
        // The slug stands in the headline's place where there is none.
        let slug = story.slug.clone().filter(|_| story.headline.is_some());
        let words = Some(some(story.words as usize, "word", "words"));
        let known = [
            story.agency.clone(),
            Some(filed(story)),
            Some(story.id.clone()),
            slug,
            words,
            Some(what),
        ];
        self.story(copy.place, story, known.into_iter().flatten().collect())
    }
}

/// `1 story`, `2 stories`.
fn some(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// A time to the minute.
fn short(filed: &str) -> String {
    match filed.split_once('T') {
        Some((day, time)) => format!("{day} {} UTC", time.get(..5).unwrap_or(time)),
        None => filed.to_owned(),
    }
}

/// The beginning of a text, on one line.
fn clipped(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(KNOWN_BY) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None if line.len() < text.len() => format!("{line} …"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::diff::Diff;

    fn pieces(paint: Paint, before: &str, after: &str) -> String {
        let mut out = Vec::new();
        let mut table = Table { out: &mut out, paint, with_changes: true };
        for piece in Diff::of(("", before), ("", after)).changes() {
            table.piece(piece.kind.name(), piece).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    const PAINT: Paint = Paint { color: false, clean: true, width: 50 };

    #[test]
    fn changes_are_written_in_brackets_or_in_colors() {
        let (before, after) = ("The old pier was shut on Monday.", "The pier was shut on Friday.");
        assert_eq!(
            pieces(PAINT, before, after),
            "      changed  The [-old -]pier was shut on\n               [-Monday-]{+Friday+}.\n"
        );
        let painted = pieces(Paint { color: true, ..PAINT }, before, after);
        let (red, green, end) = ("\u{1b}[9m\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m");
        assert_eq!(
            painted,
            format!(
                "      changed  The {red}old {end}pier was shut on\n               \
                 {red}Monday{end}{green}Friday{end}.\n"
            )
        );
        assert_eq!(pieces(PAINT, "", "Shut."), "      added    Shut.\n");
    }

    #[test]
    fn what_was_moved_is_known_by_its_beginning() {
        let long = "Painters came by boat, a spokesman of the harbor said, and left the same day.";
        let (before, after) = (format!("{long}\n\nA\n\nB"), format!("A\n\nB\n\n{long}"));
        let shown = pieces(Paint { width: 99, ..PAINT }, &before, &after);
        assert_eq!(
            shown,
            "      moved    (from paragraph 1) Painters came by boat, a spokesman of the…\n"
        );
    }

    #[test]
    fn what_a_terminal_obeys_is_not_written() {
        let shown = pieces(PAINT, "The red \u{1b}[31m pier was shut.", "The red pier was shut.");
        assert!(!shown.contains('\u{1b}') && shown.contains("[-\u{FFFD}[31m -]"), "{shown}");
    }

    #[test]
    fn a_text_is_clipped_to_one_line() {
        assert_eq!(clipped("a\nb"), "a …");
        assert_eq!(clipped("a"), "a");
        assert_eq!(clipped(&"é".repeat(70)), format!("{}…", "é".repeat(60)));
    }
}
