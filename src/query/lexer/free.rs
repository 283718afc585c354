//! Free text: punctuation that a person wrote becomes blanks, operators that were meant stay.
//!
//! A topic, a question or a pasted headline is full of characters that are operators in a query:
//! `Who moved?`, `title(s)`, `oil/gas`, `re: talks`, a quote that is never closed. Here each
//! character that is no operator for certain is replaced by as many blanks as it has bytes, so
//! that every place in what is left is a place in what was typed. `docs/query.md` has the rules.

use super::chars::{is_apostrophe, is_close, is_comma, is_dash, is_open, is_word, quote};
use super::near;
use crate::query::fields::{self, FieldKind};

/// The text with everything blanked that is no word and no operator; all operators are blanked
/// too if `plain`. As long as `text`, byte for byte.
pub(in crate::query) fn tame(text: &str, plain: bool) -> String {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let marks = if plain { vec![false; chars.len()] } else { marks(text, &chars) };
    let mut tamer = Tamer { text, chars: &chars, marks, plain, out: String::new() };
    let mut at = 0;
    while at < chars.len() {
        at = tamer.step(at);
    }
    tamer.out
}

/// Which quotes and parentheses stay: those that come in pairs, with a word between them.
fn marks(text: &str, chars: &[(usize, char)]) -> Vec<bool> {
    let mut marks = vec![false; chars.len()];
    // Words so far: whether one stands between two places is one look, however deep they nest.
    let mut words = vec![0; chars.len() + 1];
    for (at, (_, c)) in chars.iter().enumerate() {
        words[at + 1] = words[at] + usize::from(is_word(*c));
    }
    let mut open: Vec<(usize, bool)> = Vec::new();
    // Kinds of quotes of which none is left: not to be looked for again and again.
    let mut gone = Vec::new();
    let mut at = 0;
    while let Some(&(place, c)) = chars.get(at) {
        if let Some(kind) = quote(c).filter(|kind| !gone.contains(kind)) {
            match chars[at + 1..].iter().position(|(_, c)| quote(*c) == Some(kind)) {
                Some(length) => {
                    let end = at + 1 + length;
                    let stays = words[at] < words[end];
                    (marks[at], marks[end]) = (stays, stays);
                    at = end;
                }
                None => gone.push(kind),
            }
        } else if is_open(c) {
            let glued = at > 0 && is_word(chars[at - 1].1);
            open.push((at, !glued || is_called(&text[..place])));
        } else if is_close(c)
            && let Some((start, stays)) = open.pop()
        {
            let stays = stays && words[start] < words[at];
            (marks[start], marks[at]) = (stays, stays);
        }
        at += 1;
    }
    marks
}

/// Says whether the name at the end of `before` takes parentheses, and is no word that people
/// write them behind, as in `title(s)`.
fn is_called(before: &str) -> bool {
    let name = name_before(before);
    let numbered = |prefix: &str| {
        let number = name.to_ascii_lowercase().strip_prefix(prefix).map(str::to_owned);
        number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    name == "NEAR"
        || ["caps", "allcaps", "nocaps", "forms", "hlead"].contains(&name)
        || numbered("atleast")
        || numbered("first")
}

/// The name at the end of `before`; empty where it is the tail of something longer.
fn name_before(before: &str) -> &str {
    let length = before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let (front, name) = before.split_at(before.len() - length);
    let free = |c: char| c.is_whitespace() || is_open(c) || c == '-';
    if front.chars().next_back().is_none_or(free) { name } else { "" }
}

/// Characters before `^` in which a letter tells a word from a number.
const LOOKED_BACK: usize = 64;

struct Tamer<'t> {
    text: &'t str,
    chars: &'t [(usize, char)],
    marks: Vec<bool>,
    plain: bool,
    out: String,
}

impl Tamer<'_> {
    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.char(at))
    }

    fn place(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.text.len(), |(place, _)| *place)
    }

    fn is_word(&self, at: usize) -> bool {
        self.char(at).is_some_and(is_word)
    }

    /// Whether something can begin here: behind a blank, an open parenthesis, or nothing.
    fn is_start(&self, at: usize) -> bool {
        self.before(at).is_none_or(|c| c.is_whitespace() || is_open(c))
    }

    /// Whether the letter at `at` is one of `U.S.`: its dot belongs to it.
    fn is_initial(&self, at: usize) -> bool {
        self.before(at).is_none_or(|c| c == '.' || !is_word(c))
    }

    /// Keeps the characters from `at` up to `end`.
    fn keep(&mut self, at: usize, end: usize) -> usize {
        self.out.push_str(&self.text[self.place(at)..self.place(end)]);
        end
    }

    fn blank(&mut self, at: usize) -> usize {
        let length = self.char(at).map_or(0, char::len_utf8);
        self.out.extend(std::iter::repeat_n(' ', length));
        at + 1
    }

    /// Keeps or blanks what stands at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let Some(c) = self.char(at) else { return at + 1 };
        if !self.plain
            && let Some(end) = self.operator(at, c)
        {
            return self.keep(at, end);
        }
        let (before, after) = (self.before(at), self.char(at + 1));
        let behind_word = before.is_some_and(is_word);
        let inside = behind_word && after.is_some_and(is_word);
        let stays = match c {
            c if is_word(c) || c.is_whitespace() || is_comma(c) => true,
            // `U.S.-led` has a dot before its hyphen.
            c if is_dash(c) || is_apostrophe(c) => {
                inside
                    || before == Some('.') && at > 1 && self.is_word(at - 2) && {
                        after.is_some_and(is_word)
                    }
            }
            '.' => inside || before.is_some_and(char::is_alphabetic) && self.is_initial(at - 1),
            '&' => inside,
            _ => false,
        };
        if stays { self.keep(at, at + 1) } else { self.blank(at) }
    }

    /// The end of the operator that stands at `at`, where one does.
    fn operator(&self, at: usize, c: char) -> Option<usize> {
        let after = self.char(at + 1);
        if self.marks[at] {
            return Some(at + 1);
        }
        if c.is_ascii_alphabetic() && !self.before(at).is_some_and(is_word) {
            return self.named(at);
        }
        let stays = match c {
            '-' | '\u{2212}' => {
                let marked = self.marks.get(at + 1).is_some_and(|marked| *marked);
                let word = after.is_some_and(|c| is_word(c) && !c.is_numeric());
                let exact = after == Some('=') && self.is_word(at + 2);
                let opens = marked && after.is_some_and(|c| !is_close(c));
                self.is_start(at) && (word || exact || opens)
            }
            '=' => (self.is_start(at) || self.before(at) == Some('-')) && self.is_word(at + 1),
            '*' => at > 1 && self.is_word(at - 1) && self.is_word(at - 2) && after != Some('*'),
            '?' => {
                let small = |c: char| c.is_lowercase() || c.is_numeric();
                self.before(at).is_some_and(is_word) && after.is_some_and(small)
            }
            '~' => {
                let number = matches!(after, Some('1' | '2')) && !self.is_word(at + 2);
                at > 0 && self.is_word(at - 1) && number
            }
            '^' => return self.boost(at),
            _ => false,
        };
        stays.then_some(at + 1)
    }

    /// A field with its value right behind it, or `w/5` and its kin.
    fn named(&self, at: usize) -> Option<usize> {
        let rest = &self.text[self.place(at)..];
        if let Some((op, length)) = near::read(rest)
            && self.before(at).is_none_or(|c| !is_word(c) && !is_dash(c))
            && !op.wordlike
            && op.reach.is_some()
        {
            // Its characters are ASCII.
            return Some(at + length);
        }
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let place = self.place(at);
        let name = name_before(&self.text[..place + length]);
        let sign = at + length;
        let short = match self.char(sign)? {
            ':' => false,
            '=' | '<' | '>' | '≤' | '≥' => true,
            _ => return None,
        };
        let named = fields::find(name, short)?;
        let kind = named.field.kind;
        let compares = !matches!(self.char(sign), Some(':' | '='));
        let value = sign + 1;
        let first = self.char(value)?;
        if compares && !matches!(kind, FieldKind::Date | FieldKind::Number) {
            return None;
        }
        let marked = self.marks.get(value).is_some_and(|marked| *marked);
        let opens = if compares {
            first == '=' || is_word(first)
        } else {
            marked
                || is_word(first)
                || matches!(first, '<' | '>' | '≤' | '≥' | '=' | '*' | '.' | '/')
        };
        if !opens {
            return None;
        }
        match kind {
            // Its value is text like any other.
            FieldKind::Text | FieldKind::TextField => Some(value),
            FieldKind::Keyword | FieldKind::Date | FieldKind::Number => Some(self.value(value)),
        }
    }

    /// The end of a value that starts at `at`: all of it belongs together.
    fn value(&self, at: usize) -> usize {
        let Some(first) = self.char(at) else { return at };
        if self.marks[at] {
            let mut depth = 0;
            for end in at + 1..self.chars.len() {
                let Some(c) = self.char(end).filter(|_| self.marks[end]) else { continue };
                match (quote(first), quote(c)) {
                    (Some(open), Some(close)) if open == close => return end + 1,
                    (Some(_), _) | (None, Some(_)) => {}
                    _ if is_open(c) => depth += 1,
                    _ if depth == 0 => return end + 1,
                    _ => depth -= 1,
                }
            }
            return at + 1;
        }
        let ends = |c: char| c.is_whitespace() || is_open(c) || is_close(c) || quote(c).is_some();
        let mut end = at;
        while self.char(end).is_some_and(|c| !ends(c)) {
            end += 1;
        }
        // What closes a sentence is none of the value's.
        while end > at + 1
            && matches!(self.char(end - 1), Some('.' | ',' | ';' | ':' | '?' | '!'))
            && self.before(end - 1) != Some('.')
        {
            end -= 1;
        }
        end
    }

    /// `^2` behind a word that is no number (`10^6` is none), a phrase or a parenthesis.
    fn boost(&self, at: usize) -> Option<usize> {
        let before = self.before(at)?;
        let near = &self.chars[at.saturating_sub(LOOKED_BACK)..at];
        let mut run = near.iter().rev().take_while(|(_, c)| !c.is_whitespace());
        let boosted = if is_word(before) {
            run.any(|(_, c)| is_word(*c) && !c.is_numeric())
        } else {
            self.marks[at - 1]
        };
        let rest = &self.text[self.place(at) + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let digits = rest[..length].trim_end_matches('.');
        let clear = !rest[digits.len()..].starts_with(is_word);
        let factor = digits.parse::<f32>().ok().filter(|f| f.is_finite() && *f > 0.0);
        (boosted && clear && factor.is_some()).then(|| at + 1 + digits.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is tamed, blanks in a row as one.
    fn tamed(text: &str, plain: bool) -> String {
        let tame = tame(text, plain);
        assert_eq!(tame.len(), text.len(), "{text}");
        tame.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn punctuation_of_sentences_is_blank() {
        for (typed, left) in [
            ("Who moved the talks?", "Who moved the talks"),
            ("Stop! Thief!", "Stop Thief"),
            ("Re: oil/gas; the \"price\"", "Re oil gas the \"price\""),
            ("title(s) of the place(s)", "title s of the place s"),
            ("an unbalanced \"quote", "an unbalanced quote"),
            ("(an open one", "an open one"),
            ("a close) one", "a close one"),
            ("() \"\" (...) \"?\"", ""),
            ("the '90s and workers' pay", "the 90s and workers pay"),
            ("rock 'n' roll, O'Neill's", "rock n roll, O'Neill's"),
            ("U.S.-led talks, the U.S.", "U.S.-led talks, the U.S."),
            ("oil--gas -- and - more", "oil gas and more"),
            ("minus -5 degrees, 16:30", "minus 5 degrees, 16 30"),
            ("R&D & AT&T", "R&D AT&T"),
            ("p < 0.05 and pages > 300", "p 0.05 and pages 300"),
            ("10^6 = a million | ~50", "10 6 a million 50"),
            ("*bold* and **bold**", "bold* and bold"),
            ("Portland (OR) and (), ( )", "Portland (OR) and ,"),
            ("w/o a 24/7 shop", "w o a 24 7 shop"),
            ("Date: today, time:12:30", "Date today, time 12 30"),
            ("5% of #tags @home_page [x]", "5 of tags home page x"),
        ] {
            assert_eq!(tamed(typed, false), left, "{typed}");
        }
    }

    #[test]
    fn operators_stay() {
        for typed in [
            "\"peace talks\" AND (oil OR gas) -taiwan",
            "headline:cocoa date:1987-03-01..1987-03-15 words>300",
            "agency:(AP OR Reuters) topic:medtop:20000002 -path:1987/*",
            "byline:\"ann lee\" headline:(cocoa OR coffee)",
            "econom* wom?n smith~1 cocoa^2 \"a b\"^0.5 (a b)^2",
            "=talks -=talks NOT oil w/5 gas",
            "first50(cocoa) atleast3(oil) NEAR(a b, 5) forms(\"a b\")",
            "id:AP:1:2 hd=cocoa",
            "-\"peace talks\" x -(a b)",
        ] {
            assert_eq!(tamed(typed, false), typed);
        }
        assert_eq!(tamed("in date:1987? (agency:AP.)", false), "in date:1987 (agency:AP )");
    }

    #[test]
    fn plain_text_has_no_operators() {
        for (typed, left) in [
            ("\"peace talks\" -taiwan (a)", "peace talks taiwan a"),
            ("headline:cocoa econom* w/5 x^2", "headline cocoa econom w 5 x 2"),
            ("military-to-military U.S.", "military-to-military U.S."),
        ] {
            assert_eq!(tamed(typed, true), left, "{typed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_byte_keeps_its_place(text in "[a-c (\"'?:\\-.*^~/<>=|&1é“”（）]{0,40}", plain: bool) {
            let tame = tame(&text, plain);
            proptest::prop_assert_eq!(tame.len(), text.len());
            for ((at, c), kept) in text.char_indices().map(|it| (it, tame.get(it.0..))) {
                let kept = kept.expect("a border");
                proptest::prop_assert!(kept.starts_with(c) || kept.starts_with(' '), "{}", at);
            }
        }
    }
}
