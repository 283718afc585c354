//! Dates inside datelines: `March 3`, `3 JAN 90`, `1er mars`, `25-11-2023`, `Apri l7`.
//!
//! In come tokens, out go the parts of a date and where it ends. It is its own file because the
//! order of day, month and year, and the ways of mistyping them, are a grammar of their own.

use super::super::clock::DateParts;
use super::super::months;
use super::day::{ascii_digits, ascii_digits_and, day, is_keyed_day};
use super::lex::{Kind, Token};

/// A date among tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub parts: DateParts,
    /// Index of the token after it.
    pub after: usize,
    /// The month was spelt right and the day can be.
    pub exact: bool,
    /// Month, or month and day, are more than a weekday or a bare day.
    pub full: bool,
    /// Year, month and day are all there in figures.
    pub figures: bool,
}

/// The tokens of a paragraph's head, as this file sees them.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub language: Option<&'a str>,
    /// Slashed dates have the day first.
    pub day_first: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Skips one token of the kinds given.
    fn skip(&self, at: usize, kinds: &[Kind]) -> usize {
        if self.kind(at).is_some_and(|kind| kinds.contains(&kind)) { at + 1 } else { at }
    }

    /// Reads a date that starts at token `at`; `first` says that nothing but a comma or the start
    /// stands before it.
    pub(super) fn date(&self, at: usize, first: bool) -> Option<Hit> {
        match self.kind(at)? {
            Kind::Number => self.number_first(at, first),
            Kind::Word => self.word_first(at, first),
            _ => None,
        }
    }

    /// A month, in the language of the story; Croatian where its agency is named.
    fn month(&self, word: &str) -> Option<u8> {
        let doubtful = word.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("listopad"));
        let croatian = || ["(Hina)", "(HINA)"].iter().any(|name| self.text.contains(name));
        let language = self.language.or_else(|| (doubtful && croatian()).then_some("hr"));
        months::month_in(word, language)
    }

    fn word_first(&self, at: usize, first: bool) -> Option<Hit> {
        let word = self.word(at);
        let next = self.skip(at + 1, &[Kind::Dot]);
        let next_number = self.kind(next) == Some(Kind::Number);
        let keyed = self.kind(next) == Some(Kind::Word) && is_keyed_day(self.word(next));
        if (next_number || keyed)
            && let Some(hit) = self.month_first(at, next, first)
        {
            return Some(hit);
        }
        if !first {
            return None;
        }
        // `April, 13`: only where nothing else can be meant.
        if self.kind(at + 1) == Some(Kind::Comma)
            && self.kind(at + 2) == Some(Kind::Number)
            && let Some(mut hit) = self.month_first(at, at + 2, false)
        {
            hit.exact = false;
            return Some(hit);
        }
        if word.eq_ignore_ascii_case("no") && self.word(at + 1).eq_ignore_ascii_case("date") {
            return Some(hit(DateParts::default(), at + 2, true, true));
        }
        if word.eq_ignore_ascii_case("the") && next_number {
            let ordinal = self.word(next);
            let day = day(ordinal).filter(|_| ordinal.ends_with(['h', 't', 'd', 'H', 'T', 'D']))?;
            let parts = DateParts { day: day.number, ..DateParts::default() };
            return Some(hit(parts, next + 1, true, false));
        }
        if let Some(weekday) = months::weekday(word) {
            let beyond = self.skip(next, &[Kind::Comma]);
            let parts = DateParts { weekday: Some(weekday), ..DateParts::default() };
            return match self.date(beyond, false) {
                Some(mut found) if found.full => {
                    found.parts.weekday = Some(weekday);
                    Some(found)
                }
                _ => Some(hit(parts, at + 1, true, false)),
            };
        }
        // A month whose day was lost: `SYDNEY, April -`.
        if self.kind(next) == Some(Kind::Dash) && self.month(word).is_some() {
            return Some(hit(DateParts::default(), next, false, true));
        }
        None
    }

    fn month_first(&self, at: usize, number: usize, first: bool) -> Option<Hit> {
        let word = self.word(at);
        let spelt = self.month(word);
        let month = spelt.or_else(|| months::mistyped_month(word).filter(|_| first))?;
        let day = day(self.word(number))?;
        // `3. März` has its stop after the day, but so has `January 21. /TASS/`.
        let mut after = number + 1;
        let mut parts = day.parts();
        parts.month = Some(month);
        let mut at = self.skip(after, &[Kind::Comma]);
        if matches!(self.word(at), "de" | "del") {
            at += 1;
        }
        if let Some((year, short)) = self.year(at, at == after) {
            (parts.year, parts.short_year) = (Some(year), short);
            after = at + 1;
        }
        Some(hit(parts, after, spelt.is_some() && !day.damaged, true))
    }

    fn number_first(&self, at: usize, first: bool) -> Option<Hit> {
        let word = self.word(at);
        if word.len() > 5 && word.contains(['-', '/', '.']) {
            return self.figures(at);
        }
        if let Some((day, month)) = day_and_month(word) {
            // `LIEGE 12/03 (BELGA) = `: counts only before an agency.
            let parts = DateParts { day: Some(day), month: Some(month), ..DateParts::default() };
            let after = self.skip(at + 1, &[Kind::Dot]);
            return Some(hit(parts, after, true, false));
        }
        if let Some(found) = self.year_first(at) {
            return Some(found);
        }
        let day = day(word)?;
        let mut next = self.skip(at + 1, &[Kind::Dot]);
        if matches!(self.word(next), "de" | "of" | "º" | "°") {
            next += 1;
        }
        if self.kind(next)? != Kind::Word {
            // `MADRID, 12 (EUROPA PRESS)`: counts only before an agency.
            let bare = first && at > 0 && next == at + 1 && word.len() <= 2 && !day.damaged;
            return (bare && self.kind(next) == Some(Kind::Open))
                .then(|| hit(day.parts(), next, true, false));
        }
        let word = self.word(next);
        let spelt = self.month(word);
        let month = spelt.or_else(|| months::mistyped_month(word).filter(|_| first))?;
        let mut parts = day.parts();
        parts.month = Some(month);
        let mut after = next + 1;
        // Arabic months have two names: `21 مارس آذار`.
        if !word.is_ascii() && months::month(self.word(after)) == Some(month) {
            after += 1;
        }
        let mut at = self.skip(after, &[Kind::Dot]);
        at = self.skip(at, &[Kind::Comma]);
        if matches!(self.word(at), "de" | "del") {
            at += 1;
        }
        if let Some((year, short)) = self.year(at, true) {
            (parts.year, parts.short_year) = (Some(year), short);
            after = at + 1;
        }
        Some(hit(parts, after, spelt.is_some() && !day.damaged, true))
    }

    /// `2012. március 12., hétfő`, `szeptember 21.`: Hungarian, from the year down.
    fn year_first(&self, at: usize) -> Option<Hit> {
        let year: i32 = ascii_digits(self.word(at)).filter(|it| it.len() == 4)?.parse().ok()?;
        let month = self.skip(at + 1, &[Kind::Dot]);
        if !(1800..=2199).contains(&year) || self.kind(month) != Some(Kind::Word) {
            return None;
        }
        let number = self.skip(month + 1, &[Kind::Dot]);
        let mut found = self.month_first(month, number, false)?;
        found.parts.year.is_none().then_some(())?;
        found.parts.year = Some(year);
        let mut after = self.skip(found.after, &[Kind::Dot]);
        let beyond = self.skip(after, &[Kind::Comma]);
        if let Some(weekday) = months::weekday(self.word(beyond)) {
            found.parts.weekday = Some(weekday);
            after = beyond + 1;
        }
        found.after = after;
        Some(found)
    }

    /// A year of four digits, or of two where one may stand and something closes the date.
    fn year(&self, at: usize, short_may: bool) -> Option<(i32, bool)> {
        if self.kind(at)? != Kind::Number {
            return None;
        }
        let digits = ascii_digits(self.word(at))?;
        match digits.len() {
            4 => digits
                .parse()
                .ok()
                .filter(|year| (1800..=2199).contains(year))
                .map(|year| (year, false)),
            2 if short_may
                && matches!(
                    self.kind(at + 1),
                    None | Some(Kind::Open | Kind::Dash | Kind::Slash | Kind::Dot | Kind::Comma)
                ) =>
            {
                Some((digits.parse().ok()?, true))
            }
            _ => None,
        }
    }

    /// `1996-08-22`, `25-11-2023`, `4/4/2018`, `21.3.24`.
    fn figures(&self, at: usize) -> Option<Hit> {
        let digits = ascii_digits_and(self.word(at), &['-', '/', '.'])?;
        let separator = digits.chars().find(|c| !c.is_ascii_digit())?;
        let parts: Vec<&str> = digits.split(separator).collect();
        let [a, b, c] = parts[..] else { return None };
        let small = |text: &str| (text.len() <= 2).then(|| text.parse::<u8>().ok())?;
        let year = |text: &str| match text.len() {
            4 => Some((text.parse().ok()?, false)),
            2 => Some((text.parse().ok()?, true)),
            _ => None,
        };
        let ((year, short_year), month, day) = if a.len() == 4 {
            (year(a)?, small(b)?, small(c)?)
        } else {
            let (first, second) = (small(a)?, small(b)?);
            let month_first = separator == '/' && !self.day_first;
            let flip = (month_first && first <= 12) || second > 12;
            let (month, day) = if flip { (first, second) } else { (second, first) };
            (year(c)?, month, day)
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        if !short_year && !(1800..=2199).contains(&year) {
            return None;
        }
        let parts = DateParts {
            year: Some(year),
            short_year,
            month: Some(month),
            day: Some(day),
            ..DateParts::default()
        };
        Some(Hit { figures: true, ..hit(parts, at + 1, true, true) })
    }
}

/// `12/03`, `21-7`, `03.12`: the day first, unless only the other order can be.
fn day_and_month(word: &str) -> Option<(u8, u8)> {
    let digits = ascii_digits_and(word, &['-', '/', '.']).filter(|it| it.len() <= 5)?;
    let separator = digits.chars().find(|c| !c.is_ascii_digit())?;
    let (first, second) = digits.split_once(separator)?;
    let small = |text: &str| (text.len() <= 2).then(|| text.parse::<u8>().ok())?;
    let (first, second) = (small(first)?, small(second)?);
    let (day, month) = if second > 12 { (second, first) } else { (first, second) };
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month))
}

fn hit(parts: DateParts, after: usize, exact: bool, full: bool) -> Hit {
    Hit { parts, after, exact, full, figures: false }
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    /// Year, month, day, and whether all is spelt right.
    type Seen = (Option<i32>, Option<u8>, Option<u8>, bool);

    fn parts(text: &str) -> Option<Seen> {
        let (tokens, _) = lex(text);
        let tokens = Tokens { text, tokens: &tokens, language: None, day_first: false };
        let hit = tokens.date(0, true)?;
        Some((hit.parts.year, hit.parts.month, hit.parts.day, hit.exact))
    }

    #[test]
    fn dates_in_many_orders() {
        for (text, expected) in [
            ("March 3 -", (None, Some(3), Some(3), true)),
            ("Sept. 20 (", (None, Some(9), Some(20), true)),
            ("Dec. 03, 2019 (", (Some(2019), Some(12), Some(3), true)),
            ("3 JAN 90 (", (Some(90), Some(1), Some(3), true)),
            ("JUNE 11 89 (", (Some(89), Some(6), Some(11), true)),
            ("1er mars -", (None, Some(3), Some(1), true)),
            ("3. März (", (None, Some(3), Some(3), true)),
            ("3 de marzo de 2024 (", (Some(2024), Some(3), Some(3), true)),
            ("25-11-2023 (", (Some(2023), Some(11), Some(25), true)),
            ("٢٥-١١-٢٠٢٣ (", (Some(2023), Some(11), Some(25), true)),
            ("1996-08-22", (Some(1996), Some(8), Some(22), true)),
            ("4/13/2018", (Some(2018), Some(4), Some(13), true)),
            ("Tuesday, March 3 -", (None, Some(3), Some(3), true)),
            ("21 января. /", (None, Some(1), Some(21), true)),
            ("Macrh 3 -", (None, Some(3), Some(3), false)),
            ("March 2O -", (None, Some(3), Some(20), false)),
            ("April l -", (None, Some(4), Some(1), false)),
            ("Apri l7 -", (None, Some(4), Some(17), false)),
            ("April, 13 -", (None, Some(4), Some(13), false)),
            ("March 187 -", (None, Some(3), None, false)),
            ("NO DATE (", (None, None, None, true)),
            ("2012. március 12., hétfő (", (Some(2012), Some(3), Some(12), true)),
            ("szeptember 21. (", (None, Some(9), Some(21), true)),
            ("14. februára (", (None, Some(2), Some(14), true)),
            ("9. siječnja (", (None, Some(1), Some(9), true)),
            ("30. listopada 2008. (Hina)", (Some(2008), Some(10), Some(30), true)),
            ("5 iul (", (None, Some(7), Some(5), true)),
            ("21 مارس آذار (", (None, Some(3), Some(21), true)),
            ("12/03 (", (None, Some(3), Some(12), true)),
        ] {
            assert_eq!(parts(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in ["MAY7 -", "7.8015 -", "3 men", "31-12/99", "Texas 3 -", "March"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
