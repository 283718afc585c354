//! Marks: agencies in brackets, between slashes or bare, and the separators that end datelines.
//!
//! In comes a token, out goes the agency or separator that stands there and the token behind it.
//! It is its own file because these are the leaves of the grammar, used at each of its turns.

use super::super::agencies::{self, Agency};
use super::super::{places, regions};
use super::date::Hit;
use super::grammar::Head;
use super::guards::Writing;
use super::lex::Kind;
use super::place;

/// Where the agency of a dateline was read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Named {
    Known(&'static Agency),
    /// Bytes of a bracket that names another source.
    Source(usize, usize),
}

/// How a dateline parts from the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sep {
    Dash,
    Colon,
    Dot,
    Line,
    /// The text ends.
    End,
    Nothing,
}

impl Head<'_> {
    /// The bracket that opens at `at`: bytes inside, and the token after it.
    pub(super) fn bracket(&self, at: usize) -> Option<((usize, usize), usize)> {
        let start = self.end_of(at);
        let mut depth = 1;
        for next in at + 1..(at + 16).min(self.tokens.tokens.len()) {
            match self.kind(next)? {
                Kind::Open => depth += 1,
                Kind::Close => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(((start, self.tokens.tokens[next].start), next + 1));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `(Marketwired - May 5, 2014)`: agency and date, and the token behind the bracket.
    pub(super) fn dated_bracket(&self, at: usize) -> Option<(Named, Hit, usize)> {
        if self.kind(at) != Some(Kind::Open) {
            return None;
        }
        let dash = (at + 2..at + 6).find(|at| self.kind(*at) == Some(Kind::Dash))?;
        let text = self.tokens.text.get(self.end_of(at)..self.tokens.tokens[dash].start)?;
        let agency = agencies::canonical(text.trim())?;
        let hit = self.tokens.date(dash + 1, true).filter(|hit| hit.full)?;
        (self.kind(hit.after) == Some(Kind::Close)).then_some((
            Named::Known(agency),
            hit,
            hit.after + 1,
        ))
    }

    /// `GLOUCESTER, England (Kestrel)`: a bracket that ends the place part, where what stands
    /// before it is a known place in capitals and what stands in it none; and its first token.
    pub(super) fn source_behind(&self, from: usize, to: usize) -> Option<(Named, usize)> {
        let open = (from + 1..to).rev().find(|at| self.kind(*at) == Some(Kind::Open))?;
        let (inner, after) = self.bracket(open)?;
        let text = self.tokens.text.get(inner.0..inner.1)?.trim();
        let names_a_place =
            regions::region(text).is_some() || places::city(text).is_some() || text.contains(',');
        if after != to || text.is_empty() || names_a_place || is_slug(text) {
            return None;
        }
        let place = place::read(&self.tokens, from, open)?;
        (place.cities && place.writing == Writing::Caps)
            .then_some((Named::Source(inner.0, inner.1), open))
    }

    /// `/TASS/`, `/PRNewswire-AsiaNet/`, `/Kyodo JBN-AsiaNet/`.
    pub(super) fn slashed_agency(&self, at: usize) -> Option<(Named, usize)> {
        // `/ ACCESSWIRE / March 3, 2020 /`
        if self.kind(at + 2) == Some(Kind::Slash)
            && self.space(at + 1)
            && self.tokens.date(at + 3, true).is_some_and(|hit| hit.full)
            && let Some(agency) = agencies::canonical(self.word(at + 1))
        {
            return Some((Named::Known(agency), at + 3));
        }
        let end = (at + 2..at + 8).find(|end| self.kind(*end) == Some(Kind::Slash))?;
        let text = self.tokens.text.get(self.end_of(at)..self.tokens.tokens[end].start)?;
        // A slash parts places too: nothing may stick to the first one.
        let spaced = self.space(at + 1) && self.space(end) && !text.is_ascii();
        if at > 0 && !self.space(at) || self.space(at + 1) && !spaced {
            return None;
        }
        Some((Named::Known(agencies::in_brackets(text)?), end + 1))
    }

    /// `Kyodo -`, `AAP -`, `Reuter -`, `Reuters) -`, `ИНТЕРФАКС.RU -`: a name and its dash.
    pub(super) fn bare_agency(&self, at: usize) -> Option<(Named, usize)> {
        let two = self.tokens.text.get(self.tokens.tokens.get(at)?.start..self.end_of(at + 1));
        let agency = two
            .filter(|two| two.contains(' '))
            .and_then(agencies::canonical)
            .filter(|agency| agency.bare)
            .map(|agency| (agency, at + 2))
            .or_else(|| agencies::bare(self.word(at)).map(|agency| (agency, at + 1)));
        let (agency, mut after) = agency?;
        if self.kind(after) == Some(Kind::Dot) && self.word(after + 1).eq_ignore_ascii_case("ru") {
            after += 2;
        }
        if self.kind(after) == Some(Kind::Close) {
            after += 1;
        }
        match self.separator(after)? {
            (Sep::Dash, _) => Some((Named::Known(agency), after)),
            (Sep::End, _) if self.element => Some((Named::Known(agency), after)),
            (Sep::Dot, _)
                if !self.space(after) && at > 0 && self.kind(at - 1) == Some(Kind::Dash) =>
            {
                Some((Named::Known(agency), after))
            }
            // `Київ. 28 жовтня. УНІАН. Аграрії`
            (Sep::Dot, _)
                if at > 1 && self.kind(at - 1) == Some(Kind::Dot) && !self.word(at).is_ascii() =>
            {
                Some((Named::Known(agency), after))
            }
            _ => None,
        }
    }

    /// An agency in brackets, between slashes or bare; or, with a dash behind it, any source.
    pub(super) fn named(&self, at: usize) -> Option<(Named, usize)> {
        match self.kind(at)? {
            Kind::Open => {
                let (inner, after) = self.bracket(at)?;
                let text = self.tokens.text.get(inner.0..inner.1)?;
                if let Some(agency) = agencies::in_brackets(text) {
                    return Some((Named::Known(agency), after));
                }
                if is_slug(text) || text.trim().is_empty() || text.len() > 80 {
                    return None;
                }
                let ends = self
                    .separator(after)
                    .is_some_and(|(sep, _)| sep == Sep::Dash || (self.element && sep == Sep::End));
                let byline =
                    text.trim_start().get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
                (ends && !byline).then_some((Named::Source(inner.0, inner.1), after))
            }
            Kind::Slash => self.slashed_agency(at),
            Kind::Word => self.bare_agency(at),
            _ => None,
        }
    }

    /// The separator at `at`, and the token after it; `None` where a table row goes on.
    pub(super) fn separator(&self, at: usize) -> Option<(Sep, usize)> {
        let mut next = at;
        let mut dot = false;
        while next < at + 2 && matches!(self.kind(next), Some(Kind::Comma | Kind::Dot)) {
            dot |= self.kind(next) == Some(Kind::Dot);
            next += 1;
        }
        let sep = match self.kind(next) {
            Some(Kind::Dash) => {
                let dash = self.word(next);
                let strong = dash.len() > 1
                    || dash == "_"
                    || self.space(next)
                    || self.space(next + 1)
                    || next > at
                    || matches!(self.kind(next.wrapping_sub(1)), Some(Kind::Close | Kind::Slash));
                // `MAR8 -- --`, `Jun --- --- ---`
                if !strong || self.kind(next + 1) == Some(Kind::Dash) || dash.len() > 6 {
                    return None;
                }
                (Sep::Dash, next + 1)
            }
            Some(Kind::Equals) => (Sep::Dash, next + 1),
            Some(Kind::Colon) => (Sep::Colon, next + 1),
            None if self.whole => (Sep::End, next),
            None => (Sep::Nothing, at),
            Some(_) if dot => (Sep::Dot, next),
            Some(_) if next == at && self.tokens.tokens[next].line => (Sep::Line, next),
            Some(_) => (Sep::Nothing, at),
        };
        Some(sep)
    }
}

/// `(BC-BKN-MAVERICKS-NYT)`: a slug, not a source.
pub(super) fn is_slug(text: &str) -> bool {
    let text = text.trim();
    // `(Bouches-du-Rhône)` is a region.
    !text.contains(|c: char| c == ' ' || c.is_lowercase())
        && text.bytes().filter(|b| *b == b'-').count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_no_sources() {
        assert!(is_slug("BC-ACME-BANKS-NYT"));
        assert!(!is_slug("ACAN-EFE") && !is_slug("Bouches-du-Rhône"));
        assert!(!is_slug("RADIO NACIONAL - RED - UNO"));
    }
}
