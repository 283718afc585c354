//! Rows as one page of HTML.

use std::io::{self, Write};

use super::{RenderRows, Row};
use crate::render::Page;
use crate::render::page::{attributes, escape};
use crate::snippet::Context;

/// Prints rows as a page with one table.
pub struct HtmlRows<W> {
    out: W,
    page: Page,
    context: Context,
    printed: u64,
}

impl<W: Write> HtmlRows<W> {
    /// A page to a writer.
    pub fn new(out: W, page: Page, context: Context) -> HtmlRows<W> {
        HtmlRows { out, page, context, printed: 0 }
    }
}

impl<W: Write> RenderRows for HtmlRows<W> {
    fn context(&self) -> Context {
        self.context
    }

    fn begin(&mut self) -> io::Result<()> {
        self.page.head(&mut self.out)?;
        self.out.write_all(
            b"<table>\n<thead><tr><th>filed</th><th>id</th><th>left</th><th>match</th>\
              <th>right</th></tr></thead>\n<tbody>\n",
        )
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        self.printed += 1;
        let Row { story, line, .. } = row;
        let attributes = attributes(story.language.as_deref());
        let day = story.filed.as_deref().and_then(|filed| filed.get(..10)).unwrap_or("");
        writeln!(
            self.out,
            "<tr><td>{}</td><td><bdi>{}</bdi></td><td class=\"left\"{attributes}>{}</td>\
             <td class=\"match\"{attributes}><mark>{}</mark></td><td{attributes}>{}</td></tr>",
            escape(day),
            escape(&story.id),
            escape(&line.left),
            escape(&line.matched),
            escape(&line.right),
        )
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"</tbody>\n</table>\n")?;
        let printed = match self.printed {
            1 => "1 match".to_owned(),
            printed => format!("{printed} matches"),
        };
        Page::foot(&mut self.out, &printed)?;
        self.out.flush()
    }
}
