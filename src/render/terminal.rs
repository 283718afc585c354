//! The list of hits for eyes: headline, where it came from, fragments with the matches in bold.

use std::io::{self, Write};

use super::explanation::explanation_lines;
use super::hit::KILLED;
use super::paint::{Paint, bytes_of};
use super::story::filed;
use super::{FullHit, Needs, Render};
use crate::snippet::SnippetOptions;

/// Prints hits for people.
pub struct Terminal<W> {
    out: W,
    paint: Paint,
    snippets: Option<SnippetOptions>,
    body: bool,
    explains: bool,
}

/// What stands before every line but the first of a hit: as wide as a rank.
const INDENT: &str = "    ";
/// Before the first line of a fragment, and before its others.
const BULLET: &str = "    - ";
const HANGING: &str = "      ";

impl<W: Write> Terminal<W> {
    /// A list to a writer.
    pub fn new(out: W, paint: Paint, snippets: Option<SnippetOptions>, body: bool) -> Terminal<W> {
        Terminal { out, paint, snippets, body, explains: false }
    }

    /// The same list, that says of each hit how its score came about.
    pub fn explaining(self, explains: bool) -> Terminal<W> {
        Terminal { explains, ..self }
    }
}

impl<W: Write> Render for Terminal<W> {
    fn needs(&self) -> Needs {
        Needs {
            story: true,
            matches: true,
            snippets: self.snippets.filter(|_| !self.body),
            marks: true,
            explanation: self.explains,
            kin: true,
        }
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        let Some(story) = &hit.story else { return Ok(()) };
        if hit.rank > 1 {
            self.out.write_all(b"\n")?;
        }
        let rank = format!("{:>2}  ", hit.rank);
        let marks = (rank.as_str(), INDENT);
        match (&story.headline, &story.slug) {
            (Some(headline), _) => {
                self.paint.marked(&mut self.out, marks, headline, &hit.marks.headline)?;
            }
            (None, Some(slug)) => self.paint.marked(&mut self.out, marks, slug, &[])?,
            (None, None) => self.paint.marked(&mut self.out, marks, "(no headline)", &[])?,
        }
        let matches = match hit.matches {
            Some(1) => Some("1 match".to_owned()),
            Some(matches) if matches > 1 => Some(format!("{matches} matches")),
            _ => None,
        };
        let aside: Vec<String> = story
            .agency
            .iter()
            .cloned()
            .chain([filed(story), hit.id.clone()])
            .chain(matches)
            .chain(hit.killed.then(|| KILLED.to_owned()))
            .collect();
        self.paint.aside(&mut self.out, INDENT, &aside.join(" · "))?;
        for line in hit.explanation.iter().flat_map(explanation_lines) {
            self.paint.aside(&mut self.out, INDENT, &line)?;
        }
        if self.body {
            let body = story.body.as_deref().unwrap_or("");
            self.out.write_all(b"\n")?;
            return self.paint.marked(&mut self.out, (INDENT, INDENT), body, &hit.marks.body);
        }
        // The headline stands above already, marked.
        for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "headline") {
            let marks = bytes_of(&snippet.text, &snippet.spans);
            self.paint.marked(&mut self.out, (BULLET, HANGING), &snippet.text, &marks)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snippet::{Marks, Snippet};
    use crate::story::Story;

    #[test]
    fn a_hit_is_read_at_a_glance() {
        let mut out = Vec::new();
        let paint = Paint { color: false, clean: true, width: 40 };
        let mut list = Terminal::new(&mut out, paint, Some(SnippetOptions::default()), false);
        for rank in [1, 2] {
            list.hit(&FullHit {
                rank,
                id: "Reuters-7".into(),
                story: Some(Story {
                    headline: Some("Old pier shut".into()),
                    agency: Some("Reuters".into()),
                    filed: Some("1987-02-26T15:01:00Z".into()),
                    ..Story::default()
                }),
                matches: Some(2),
                snippets: vec![
                    Snippet { field: "headline", text: "Old pier shut".into(), spans: vec![] },
                    Snippet {
                        field: "body",
                        text: "The pier was shut on Monday for want of paint.".into(),
                        spans: vec![(4, 8)],
                    },
                ],
                marks: Marks::default(),
                ..FullHit::default()
            })
            .unwrap();
        }
        list.finish().unwrap();
        let hit = |rank: u8| {
            format!(
                " {rank}  Old pier shut\n    Reuters · 1987-02-26 15:01 UTC ·\n    Reuters-7 · 2 \
                 matches\n    - The pier was shut on Monday for\n      want of paint.\n"
            )
        };
        assert_eq!(String::from_utf8(out).unwrap(), format!("{}\n{}", hit(1), hit(2)));
    }
}
