//! Where lines of RTF end: paragraphs, rows of tables, cells that lay out a page.

use super::Reader;
use crate::text::document::Line;

impl Reader<'_> {
    /// Ends the last line, which may have no mark behind it.
    pub(super) fn finish(&mut self) {
        self.state.skip = false;
        self.state.fonts = false;
        self.in_row = false;
        self.end_line();
        if self.lines.last().is_some_and(|it| it.text.is_empty()) {
            self.lines.pop();
        }
    }

    pub(super) fn end_line(&mut self) {
        if self.state.skip || self.state.fonts {
            return;
        }
        self.flush();
        if self.in_row && !self.line.text.is_empty() {
            // A cell may hold several paragraphs; its row goes on.
            self.line.text.push('\n');
            return;
        }
        let line = std::mem::take(&mut self.line);
        if !line.text.is_empty() || !self.lines.is_empty() {
            self.lines.push(line);
        } else {
            self.line.page = line.page;
        }
    }

    /// Ends a row: one of a table, or cells that lay out a page.
    pub(super) fn end_row(&mut self) {
        if self.state.skip {
            return;
        }
        self.flush();
        self.in_row = false;
        let line = std::mem::take(&mut self.line);
        let text = line.text.trim_end_matches(['\t', '\n']);
        let cells: Vec<&str> = text.split('\t').map(|it| it.trim_matches('\n')).collect();
        if cells.len() == 1 || cells.iter().any(|it| it.len() > 300) {
            let texts = cells.iter().flat_map(|it| it.split('\n'));
            self.lines.extend(texts.map(|it| Line { text: it.to_owned(), ..Line::default() }));
            return;
        }
        self.lines.push(Line {
            text: cells.join("\t"),
            row: true,
            page: line.page,
            heading: false,
        });
    }
}
