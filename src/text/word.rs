//! WordprocessingML in, lines out: the text of a `.docx`.
//!
//! A document says the look of each run of letters, and a word may be split over several of
//! them; only paragraphs, their text, breaks and tabs are wanted here. What was deleted, moved away
//! or is an instruction of a field is no text. Text boxes come after the paragraph that they hang
//! on.

use super::document::Line;
use super::markup::{Element, Tree};

/// Elements without text of their own that is part of the story.
const SKIPPED: [&str; 16] = [
    "pPr",
    "rPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "sectPr",
    "sdtPr",
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "fldData",
    "Fallback",
    "annotationRef",
    "background",
];

/// A cell with more text than this is a part of the page, not of a table.
const CELL: usize = 300;

/// Reads the lines of a document, or of a part of one.
pub fn lines(xml: &str) -> Vec<Line> {
    let tree = Tree::xml(xml);
    let mut reader = Reader::default();
    reader.blocks(tree.root());
    reader.lines
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    /// The next paragraph starts a page.
    page: bool,
}

impl Reader {
    /// Reads what holds paragraphs and tables.
    fn blocks(&mut self, element: Element<'_, '_>) {
        for child in element.children() {
            match child.name() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                name if SKIPPED.contains(&name) => {}
                _ => self.blocks(child),
            }
        }
    }

    fn paragraph(&mut self, element: Element<'_, '_>) {
        let properties = element.child("pPr");
        let style = properties.and_then(|it| it.find("pStyle")?.attribute("val"));
        let heading = style.is_some_and(|it| {
            let it = it.to_lowercase();
            it == "title"
                || ["heading", "titre", "überschrift", "berschrift", "titel", "ttulo"]
                    .iter()
                    .any(|name| it.starts_with(name))
        });
        let breaks = properties.is_some_and(|it| it.child("pageBreakBefore").is_some());
        let page = std::mem::take(&mut self.page) || breaks;
        let mut line = Line { heading, page, ..Line::default() };
        let mut boxes = Vec::new();
        self.runs(element, &mut line, &mut boxes);
        self.page |= properties.is_some_and(|it| it.child("sectPr").is_some());
        self.lines.push(line);
        for element in boxes {
            self.blocks(element);
        }
    }

    fn runs<'t, 'a>(
        &mut self,
        element: Element<'t, 'a>,
        line: &mut Line,
        boxes: &mut Vec<Element<'t, 'a>>,
    ) {
        for child in element.children() {
            match child.name() {
                "t" => line.text.push_str(&child.lines()),
                "tab" | "ptab" => line.text.push('\t'),
                "br" if child.attribute("type").is_some_and(|it| it == "page") => {
                    // Before any text the page is this paragraph's, else the next one's.
                    if line.text.trim().is_empty() {
                        line.page = true;
                    } else {
                        line.text.push('\n');
                        self.page = true;
                    }
                }
                "br" | "cr" => line.text.push('\n'),
                "noBreakHyphen" => line.text.push('-'),
                "txbxContent" => boxes.push(child),
                name if SKIPPED.contains(&name) => {}
                _ => self.runs(child, line, boxes),
            }
        }
    }

    fn table(&mut self, table: Element<'_, '_>) {
        for row in table.children().filter(|it| it.is("tr")) {
            let cells: Vec<Vec<Line>> = row.children().filter(|it| it.is("tc")).map(cell).collect();
            let long = |lines: &Vec<Line>| {
                lines.iter().map(|it| it.text.len()).sum::<usize>() > CELL
                    || lines.iter().any(|it| it.row)
            };
            if cells.len() < 2 || cells.iter().any(long) {
                self.lines.extend(cells.into_iter().flatten());
                continue;
            }
            let texts: Vec<String> = cells
                .iter()
                .map(|lines| {
                    let lines: Vec<&str> =
                        lines.iter().map(|it| it.text.trim()).filter(|it| !it.is_empty()).collect();
                    lines.join("\n")
                })
                .collect();
            let text = texts.join("\t");
            self.lines.push(Line { text, row: true, ..Line::default() });
        }
    }
}

fn cell(element: Element<'_, '_>) -> Vec<Line> {
    let mut reader = Reader::default();
    reader.blocks(element);
    reader.lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(xml: &str) -> Vec<String> {
        lines(xml).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn runs_are_one_text() {
        let xml = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Title'/><w:tabs><w:tab/></w:tabs></w:pPr>\
            <w:r><w:t>Har</w:t></w:r><w:hyperlink><w:r><w:rPr/><w:t xml:space='preserve'>bor &amp; </w:t></w:r></w:hyperlink>\
            <w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:r><w:t>fog</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>x</w:t></w:r></w:p>\
            <w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p></w:body></w:document>";
        assert_eq!(texts(xml), ["Harbor & fog\ntwo\tx", ""]);
        assert!(lines(xml)[0].heading);
    }

    #[test]
    fn tables_are_rows_unless_they_lay_out_a_page() {
        let row = "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>";
        let found = lines(&format!("<w:tbl>{row}</w:tbl>"));
        assert_eq!((found[0].text.as_str(), found[0].row), ("a\tb", true));
        assert_eq!(
            texts(
                "<w:tbl><w:tr><w:tc><w:p><w:t>a</w:t></w:p><w:p><w:t>b</w:t></w:p></w:tc></w:tr></w:tbl>"
            ),
            ["a", "b"]
        );
    }

    #[test]
    fn pages_and_boxes() {
        let found = lines(
            "<w:p><w:t>a</w:t><w:br w:type='page'/></w:p><w:p><w:t>b</w:t>\
             <mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:t>c</w:t></w:p></w:txbxContent></mc:Choice>\
             <mc:Fallback><w:t>c</w:t></mc:Fallback></mc:AlternateContent></w:p>",
        );
        let shown: Vec<_> = found.iter().map(|it| (it.text.trim(), it.page)).collect();
        assert_eq!(shown, [("a", false), ("b", true), ("c", false)]);
    }

    proptest! {
        #[test]
        fn never_panics(xml in "(<w:p>|</w:p>|<w:t>|</w:t>|<w:tbl>|<w:tr>|<w:tc>|<w:br/>|<w:txbxContent>|&amp;|a|<){0,40}") {
            lines(&xml);
        }
    }
}
