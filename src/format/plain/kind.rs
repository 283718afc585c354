//! A text in, what it is other than a story out.
//!
//! Archives hold word lists, tables of codes, program data and manuals beside their stories. The
//! tests here look at the make of the whole text, never at its subject, so that copy with a list
//! or a table in it stays copy.

use std::collections::HashSet;

use crate::text::clean::one_line;

/// How much of a text is looked at.
const SAMPLE: usize = 64 << 10;

/// Stems of file names that are documentation wherever they stand.
const DOCUMENTS: [&str; 10] = [
    "readme",
    "license",
    "license-mit",
    "license-apache",
    "licence",
    "copying",
    "copyright",
    "notice",
    "changelog",
    "contributing",
];

/// Says whether a file is documentation by its name: `README.txt`, `LICENSE`.
///
/// Only the whole stem counts: `license-plates.txt` is a slug like any other.
pub fn is_documentation(name: &str) -> bool {
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or("").to_ascii_lowercase();
    let stem = file.split('.').next().unwrap_or("");
    DOCUMENTS.contains(&stem)
}

/// Says what a text is if it is no story.
pub fn other_than_story(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Some("empty");
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    if sample.starts_with('<')
        && ["<!ELEMENT", "<!ENTITY", "<!ATTLIST"].iter().any(|it| sample.contains(it))
    {
        return Some("markup");
    }
    let lines: Vec<&str> = sample.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    if lines.len() < 8 {
        return None;
    }
    let seen = Make::of(&lines);
    if seen.is_program() {
        return Some("program text or data");
    }
    if seen.is_word_list(&lines) {
        return Some("word list");
    }
    seen.is_code_list(&lines).then_some("list of codes")
}

/// Bytes that may be signs of programs.
const SIGNS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"{}[]=\\|_<>~(\",";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// What the lines of a text are made of.
#[derive(Default)]
struct Make {
    lines: usize,
    /// Lines of one or two words.
    short: usize,
    /// Lines of six words or fewer.
    brief: usize,
    /// Lines of seven words or more, mostly small letters, without signs of programs.
    prose: usize,
    /// Lines that end a statement or a clause as programs and facts do.
    statements: usize,
    /// Lines that end as sentences do, of three words or more.
    sentences: usize,
    letters: usize,
    signs: usize,
}

impl Make {
    fn of(lines: &[&str]) -> Make {
        let mut make = Make { lines: lines.len(), ..Make::default() };
        for line in lines {
            let words = line.split_ascii_whitespace().take(7).count();
            let mut small = 0;
            if line.is_ascii() {
                small = line.bytes().filter(u8::is_ascii_lowercase).count();
                make.letters += line.bytes().filter(u8::is_ascii_alphabetic).count();
            } else {
                for c in line.chars() {
                    small += usize::from(c.is_lowercase());
                    make.letters += usize::from(c.is_alphabetic());
                }
            }
            let signs = signs(line.as_bytes());
            make.signs += signs;
            make.short += usize::from(words <= 2);
            make.brief += usize::from(words <= 6);
            make.prose +=
                usize::from(words >= 7 && small * 2 > line.len() && signs * 15 <= line.len());
            let ends = |ends: &[&str]| ends.iter().any(|it| line.ends_with(it));
            make.statements +=
                usize::from(ends(&[").", ");", "};", "{", "}", "\",", "=", "],", "]).", "\\"]));
            make.sentences += usize::from(words >= 3 && ends(&[".", "!", "?", ".\"", ".”", ".)"]));
        }
        make
    }

    fn is_word_list(&self, lines: &[&str]) -> bool {
        let figures = lines.iter().filter(|it| it.bytes().any(|it| it.is_ascii_digit())).count();
        if self.short * 10 >= self.lines * 9 && self.sentences == 0 && figures * 2 < self.lines {
            return true;
        }
        // Longer entries are a list where they stand in the order of the alphabet.
        let sorted = || {
            lines.windows(2).filter(|two| two[0] <= two[1]).count() * 100 >= (self.lines - 1) * 97
        };
        self.lines >= 20
            && self.brief * 10 >= self.lines * 9
            && self.prose * 20 <= self.lines
            && sorted()
    }

    /// Lists of names with their codes in parentheses, each code once.
    fn is_code_list(&self, lines: &[&str]) -> bool {
        let codes: Vec<String> = lines.iter().filter_map(|line| code(line)).collect();
        let bare = |line: &&&str| {
            code(line).is_some() || line.split_ascii_whitespace().take(3).count() <= 2
        };
        let entries = lines.iter().filter(bare).count();
        if codes.len() < 40 || entries * 4 < self.lines * 3 {
            return false;
        }
        let different: HashSet<&str> = codes.iter().map(String::as_str).collect();
        different.len() * 10 >= codes.len() * 8
    }

    fn is_program(&self) -> bool {
        let dense = self.signs * 12 >= self.letters.max(1);
        dense && self.prose * 5 <= self.lines && self.statements * 4 >= self.lines
    }
}

/// Counts signs that programs and facts are full of, and copy is not.
fn signs(line: &[u8]) -> usize {
    // Lines of copy have none of these at all.
    let sign = |byte: &u8| SIGNS[usize::from(*byte)];
    if !line.iter().fold(false, |any, it| any | sign(it)) {
        return 0;
    }
    let mut before = b' ';
    let mut count = 0;
    for (at, byte) in line.iter().enumerate() {
        let after = line.get(at + 1).copied().unwrap_or(b' ');
        count += usize::from(match byte {
            b'{' | b'}' | b'[' | b']' | b'=' | b'\\' | b'|' | b'_' | b'<' | b'>' | b'~' => true,
            // A parenthesis in copy follows a blank, a quote stands before or after one.
            b'(' => before.is_ascii_alphanumeric(),
            b'"' => matches!(before, b'(' | b'[') || matches!(after, b')' | b']'),
            b',' => before == b'"' && after == b'"',
            _ => false,
        });
        before = *byte;
    }
    count
}

/// The code at the end of a short line: `Money Supply (MONEY-SUPPLY)`.
fn code(line: &str) -> Option<String> {
    let (name, code) = line.strip_suffix(')')?.rsplit_once('(')?;
    let sound = !code.is_empty()
        && code.len() <= 24
        && line.len() <= 70
        && !name.trim().is_empty()
        && code.bytes().all(|it| {
            it.is_ascii_uppercase() || it.is_ascii_digit() || matches!(it, b'-' | b'_' | b'.')
        });
    sound.then(|| one_line(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_of_words() {
        let words = "barge\nberth\nbuoy\ncrane\ndock\nferry\nharbor\nquay\ntug\n";
        assert_eq!(other_than_story(words), Some("word list"));
        let entries: String =
            (b'a'..=b'z').map(|c| format!("{} dock of the old port\n", char::from(c))).collect();
        assert_eq!(other_than_story(&entries), Some("word list"));
    }

    #[test]
    fn lists_of_codes() {
        let list: String = (0..60).map(|it| format!("Harbor number {it} (H-{it})\n")).collect();
        assert_eq!(
            other_than_story(&format!("Notes on harbors\n\nSome words on them.\n{list}")),
            Some("list of codes")
        );
        // Players and their clubs are copy: the clubs come again.
        let scores: String = (0..60).map(|it| format!("Player {it} (NYM)\n")).collect();
        assert_eq!(other_than_story(&format!("Today's leaders\n{scores}")), None);
    }

    #[test]
    fn programs_and_facts() {
        let facts = "fact(\"harbor\",\"Exports\",[\"coal\",\"fish\"]).\n".repeat(20);
        assert_eq!(
            other_than_story(&format!("Facts about harbors.\n{facts}")),
            Some("program text or data")
        );
        let code = "fn main() {\n    let ships = [1, 2];\n    if ships[0] == (2) {\n        run(&ships);\n    }\n}\n".repeat(5);
        assert_eq!(other_than_story(&code), Some("program text or data"));
    }

    #[test]
    fn copy_is_copy() {
        let story = "HARBOR SHUT\n\nBOSTON, March 3 - The harbor was shut on Tuesday.\n".to_owned();
        assert_eq!(other_than_story(&story), None);
        let table = "Closing prices\nWheat 3.10 3.12\nMaize 2.05 2.01\nOats 1.70 1.71\n".repeat(4);
        assert_eq!(other_than_story(&table), None);
        let scores = "Results\nBoston 3\nNew York 2\nToronto 5\nChicago 1\nDallas 4\nMiami 2\nDenver 7\nTampa 2\n";
        assert_eq!(other_than_story(scores), None);
        let capitals = "FOG SHUT THE HARBOR ON TUESDAY, A PILOT (JOHN DOE) SAID.\n[NAME OMITTED] \"IT OPENS TODAY.\"\n".repeat(8);
        assert_eq!(other_than_story(&capitals), None);
        let quotes =
            "\"We wait,\" the pilot said (in the bar).\n\"No ship,\" he said (again).\n".repeat(8);
        assert_eq!(other_than_story(&quotes), None);
    }

    #[test]
    fn nothing_and_markup() {
        assert_eq!(other_than_story(" \n\n"), Some("empty"));
        assert_eq!(other_than_story("<!ELEMENT STORY (P+)>"), Some("markup"));
    }

    proptest! {
        #[test]
        fn never_panics(text: String, name: String) {
            other_than_story(&text.repeat(9));
            is_documentation(&name);
        }
    }
}
