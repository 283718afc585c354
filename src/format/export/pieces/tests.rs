use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Cursor};

struct Marks(Unit);

impl Seams for Marks {
    fn unit(&self) -> Unit {
        self.0
    }

    fn side(&self, line: &str, _: &[u8]) -> Option<Side> {
        match line.trim() {
            "S" | "<s>" => Some(Side::Before),
            "E" | "<e>" => Some(Side::After),
            _ => None,
        }
    }

    fn kind(&self, piece: &[u8], first: bool) -> Kind {
        let text = String::from_utf8_lossy(piece);
        match text.contains("story") {
            true => Kind::Story,
            false if first || text.trim().is_empty() => Kind::Passed,
            false => Kind::Loose,
        }
    }
}

fn cut(unit: Unit, text: &str, limit: usize, buffer: usize) -> Vec<String> {
    let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
    Pieces::new(Box::new(input), |_| Marks(unit), &Limits { story: limit })
        .map(|it| match it {
            Cut::Record(record) => String::from_utf8_lossy(&record.bytes).into_owned(),
            Cut::Refused(Refusal::Reject { offset, reason }) => {
                format!("{offset} {}", reason.split(' ').take(3).collect::<Vec<_>>().join(" "))
            }
            Cut::Refused(Refusal::NotStory { kind }) => kind.to_owned(),
            Cut::Broken(..) => "broken".into(),
        })
        .collect()
}

#[test]
fn lines_part_stories() {
    for buffer in [1, 5, 1000] {
        assert_eq!(
            cut(Unit::Text, "cover\nS\nstory 1\nE\nloose\nS\nstory 2\n", 100, buffer),
            ["S\nstory 1\nE\n", "18 text that belongs", "S\nstory 2\n"]
        );
        assert_eq!(
            cut(Unit::Html, "<x>cover<s>story 1<s>story 2</x>", 100, buffer),
            ["<s>story 1", "<s>story 2</x>"]
        );
        assert_eq!(
            cut(
                Unit::Rtf,
                r"{\rtf1{\fonttbl{\f0 A;}}story 1\par {\b E}\par story 2\par}",
                100,
                buffer
            ),
            [
                r"{\rtf1{\fonttbl{\f0 A;}}story 1\par {\b E}\par",
                r"{\rtf1{\fonttbl{\f0 A;}} story 2\par}"
            ]
        );
        assert_eq!(
            cut(
                Unit::Word,
                "<w:body><w:p><w:t>story</w:t></w:p><w:p a='b'><w:t>E</w:t></w:p><w:p>story</w:p>",
                100,
                buffer
            ),
            [
                "<w:body><w:p><w:t>story</w:t></w:p><w:p a='b'><w:t>E</w:t></w:p>",
                "<w:body><w:p>story</w:p>"
            ]
        );
    }
}

#[test]
fn a_story_over_the_limit_costs_no_neighbour() {
    let text = format!("S\nstory 1\nS\nstory {}\nS\nstory 3\n", "long\n".repeat(4000));
    for buffer in [7, 4096] {
        assert_eq!(
            cut(Unit::Text, &text, 50, buffer),
            ["S\nstory 1\n", "10 the story is", "S\nstory 3\n"]
        );
    }
}

proptest! {
    #[test]
    fn never_panics_and_buffers_make_no_difference(
        text in r"(S|E|story|a| |\n|<s>|<e>|<|>|\\par|\\row |\\|\{|</w:p>|<w:p>|<w:t>){0,40}",
        limit in 0usize..60,
    ) {
        for unit in [Unit::Text, Unit::Html, Unit::Rtf, Unit::Word] {
            prop_assert_eq!(cut(unit, &text, limit, 1), cut(unit, &text, limit, 4096));
        }
    }
}
