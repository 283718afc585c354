//! The list of hits as one page of HTML.

use std::io::{self, Write};

use super::hit::KILLED;
use super::page::{Page, attributes, escape, marked};
use super::paint::bytes_of;
use super::story::filed;
use super::{FullHit, Needs, Render};
use crate::snippet::SnippetOptions;

/// Prints hits as a page.
pub struct Html<W> {
    out: W,
    page: Page,
    snippets: Option<SnippetOptions>,
    body: bool,
    printed: u64,
}

impl<W: Write> Html<W> {
    /// A page to a writer.
    pub fn new(out: W, page: Page, snippets: Option<SnippetOptions>, body: bool) -> Html<W> {
        Html { out, page, snippets, body, printed: 0 }
    }
}

impl<W: Write> Render for Html<W> {
    fn needs(&self) -> Needs {
        Needs {
            story: true,
            matches: true,
            snippets: self.snippets.filter(|_| !self.body),
            marks: true,
            explanation: false,
            kin: true,
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.page.head(&mut self.out)?;
        self.out.write_all(b"<ol>\n")
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        self.printed += 1;
        let Some(story) = &hit.story else { return Ok(()) };
        let out = &mut self.out;
        let attributes = attributes(story.language.as_deref());
        write!(out, "<li value=\"{}\">\n<h2{attributes}>", hit.rank)?;
        match (&story.headline, &story.slug) {
            (Some(headline), _) => marked(out, headline, &hit.marks.headline)?,
            (None, Some(slug)) => out.write_all(escape(slug).as_bytes())?,
            (None, None) => out.write_all(b"(no headline)")?,
        }
        out.write_all(b"</h2>\n<p class=\"from\">")?;
        let matches = match hit.matches {
            Some(1) => Some("1 match".to_owned()),
            Some(matches) if matches > 1 => Some(format!("{matches} matches")),
            _ => None,
        };
        let from = story.agency.iter().cloned().chain([filed(story), hit.id.clone()]);
        let from: Vec<String> = from
            .chain(matches)
            .chain(hit.killed.then(|| KILLED.to_owned()))
            .map(|part| format!("<bdi>{}</bdi>", escape(&part)))
            .collect();
        writeln!(out, "{}</p>", from.join(" · "))?;
        if let Some(dateline) = &story.dateline {
            writeln!(out, "<p{attributes}>{}</p>", escape(&dateline.line))?;
        }
        if self.body {
            for (class, text, marks) in [
                ("body", story.body.as_deref().unwrap_or(""), &hit.marks.body),
                ("body", story.credits_line.as_deref().unwrap_or(""), &Vec::new()),
            ] {
                if !text.is_empty() {
                    write!(out, "<div class=\"{class}\"{attributes}>")?;
                    marked(out, text, marks)?;
                    out.write_all(b"</div>\n")?;
                }
            }
        }
        // The headline stands above already, marked.
        for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "headline") {
            write!(out, "<p{attributes}>")?;
            marked(out, &snippet.text, &bytes_of(&snippet.text, &snippet.spans))?;
            out.write_all(b"</p>\n")?;
        }
        out.write_all(b"</li>\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"</ol>\n")?;
        let printed = match self.printed {
            1 => "1 story".to_owned(),
            printed => format!("{printed} stories"),
        };
        Page::foot(&mut self.out, &printed)?;
        self.out.flush()
    }
}
