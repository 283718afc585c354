//! Paragraphs of a word processor's document, and the copy that they make.
//!
//! What RTF and WordprocessingML say in different ways comes out as the same lines, so that
//! whoever reads a layout reads it once. It is its own file because both readers fill it.

/// A paragraph of a document, or a row of one of its tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its text as it stands; line breaks inside it are line feeds. Cells of a row are parted by
    /// tabs.
    pub text: String,
    /// It is a row of a table.
    pub row: bool,
    /// Its style says that it is a title or heading.
    pub heading: bool,
    /// A page starts with it.
    pub page: bool,
}

/// Fewer lines than this are no hard-wrapped copy.
const FEW: usize = 6;

/// The lines as plain copy: paragraphs parted by blank lines, rows of tables one under the other.
///
/// Wire copy that was pasted into a document has a paragraph for each of its lines; that stays
/// hard-wrapped.
pub fn copy(lines: &[Line]) -> String {
    let wrapped = is_wrapped(lines);
    let mut copy = String::new();
    let mut row = false;
    for line in lines {
        let text = line.text.trim_end();
        if text.trim().is_empty() {
            if wrapped {
                copy.push('\n');
            }
            continue;
        }
        if !copy.is_empty() {
            copy.push_str(if wrapped || row && line.row { "\n" } else { "\n\n" });
        }
        row = line.row;
        if row {
            copy.push_str(&text.replace('\t', "  "));
        } else {
            copy.push_str(if wrapped { text } else { text.trim_start() });
        }
    }
    copy
}

/// Says whether each line of hard-wrapped copy became a paragraph.
fn is_wrapped(lines: &[Line]) -> bool {
    let (mut full, mut open, mut parted, mut count) = (0, 0, 0, 0);
    for line in lines {
        let length = line.text.trim().chars().count();
        if length == 0 || line.text.starts_with([' ', '\t']) {
            parted += 1;
        }
        if length == 0 {
            continue;
        }
        if line.row || length > 90 {
            return false;
        }
        count += 1;
        if length >= 45 {
            full += 1;
            let last = line.text.trim_end().chars().next_back();
            open += usize::from(last.is_some_and(|it| it.is_alphanumeric() || it == ','));
        }
    }
    count >= FEW && full * 2 > count && open * 2 > full && parted > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts.iter().map(|it| Line { text: (*it).to_owned(), ..Line::default() }).collect()
    }

    #[test]
    fn paragraphs_are_parted() {
        assert_eq!(
            copy(&lines(&["Fog", "", "It came.", " It went."])),
            "Fog\n\nIt came.\n\nIt went."
        );
        let mut rows = lines(&["Table", "a\tb", "c\td", "End"]);
        rows[1].row = true;
        rows[2].row = true;
        assert_eq!(copy(&rows), "Table\n\na  b\nc  d\n\nEnd");
    }

    #[test]
    fn hard_wrapped_copy_stays_so() {
        let long = "the harbor was shut because of fog that came in from the sea and";
        let text = ["FOG", "", long, long, long, long, "", long, long, "left."];
        let expected = format!("FOG\n\n{long}\n{long}\n{long}\n{long}\n\n{long}\n{long}\nleft.");
        assert_eq!(copy(&lines(&text)), expected);
    }
}
