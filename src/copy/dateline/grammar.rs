//! The grammar: place, date, agency and separator, in the orders that agencies use.
//!
//! In come the tokens of a paragraph's head and a place to start, out goes a dateline if one
//! stands there and something anchors it: a known agency, a date with a separator, a known
//! place in capitals with a separator. It is its own file because it is the one description of
//! what a dateline is; what a place, a date or a look-alike is stands beside it.

use super::super::agencies::{self, Agency};
use super::Anchor;
use super::date::{Hit, Tokens};
use super::guards::Writing;
use super::lex::{Kind, Shape};
use super::place::{self, Read};

/// Longest place part, in bytes.
const LONGEST_PLACE: usize = 140;

/// The head of a paragraph, and what is known about its story.
pub(super) struct Head<'a> {
    pub tokens: Tokens<'a>,
    /// The tokens reach the end of the paragraph.
    pub whole: bool,
    /// The text of an element: separators may be missing.
    pub element: bool,
    /// The story's agency, where a hint names it.
    pub agency: Option<&'static Agency>,
}

/// Where the agency of a dateline was read.
#[derive(Debug, Clone, Copy)]
enum Named {
    Known(&'static Agency),
    /// Bytes of a bracket that names another source.
    Source(usize, usize),
}

/// A dateline among the tokens.
#[derive(Debug)]
pub(super) struct Match {
    pub from: usize,
    /// Byte at which the last part of the dateline ends.
    pub end: usize,
    /// Token after the separator.
    pub after: usize,
    pub place: Option<Read>,
    pub date: Option<Hit>,
    agency: Option<Named>,
    pub damaged: bool,
    /// The date stands behind a first separator, which only a known place makes likely.
    late_date: bool,
    pub anchor: Anchor,
}

impl Match {
    /// The agency: canonical, or the source as filed.
    pub(super) fn agency(&self, text: &str) -> Option<String> {
        match self.agency? {
            Named::Known(agency) => Some(agency.name.to_owned()),
            Named::Source(from, to) => {
                let source = text
                    .get(from..to)?
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                Some(source).filter(|source| !source.is_empty())
            }
        }
    }
}

/// How a dateline parts from the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sep {
    Dash,
    Colon,
    Dot,
    Line,
    /// The text ends.
    End,
    Nothing,
}

/// What ends the place part.
enum Stop {
    Date(Hit),
    Agency(Named, usize),
    Sep,
}

impl Head<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.kind(at)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.word(at)
    }

    fn shape(&self, at: usize) -> Shape {
        self.tokens
            .tokens
            .get(at)
            .map_or(Shape::None, |token| token.shape)
    }

    fn space(&self, at: usize) -> bool {
        self.tokens.tokens.get(at).is_none_or(|token| token.space)
    }

    fn end_of(&self, at: usize) -> usize {
        self.tokens.tokens.get(at).map_or(0, |token| token.end)
    }

    /// Reads a dateline that starts at token `from`.
    pub(super) fn dateline(&self, from: usize) -> Option<Match> {
        if let Some((agency, after)) = self.prefix(from) {
            return self.after_prefix(from, agency, after);
        }
        self.body(from)
    }

    /// `(ANSA) -`, `ANSA TEST -`, `AFP -`, `The Associated Press -`: the token after the dash.
    fn prefix(&self, from: usize) -> Option<(&'static Agency, usize)> {
        let (agency, at) = match self.kind(from)? {
            Kind::Open => {
                let (inner, after) = self.bracket(from)?;
                (
                    agencies::in_brackets(self.tokens.text.get(inner.0..inner.1)?)?,
                    after,
                )
            }
            Kind::Word => {
                let one = self.word(from);
                if let Some(agency) = agencies::bare(one) {
                    (
                        agency,
                        from + 1 + usize::from(self.word(from + 1) == "TEST"),
                    )
                } else if matches!(one, "The" | "THE" | "Associated" | "Agence" | "Anadolu") {
                    let words = (2..=3).rev().find_map(|count| {
                        let last = from + count - 1;
                        let text = self
                            .tokens
                            .text
                            .get(self.tokens.tokens.get(from)?.start..self.end_of(last))?;
                        Some((agencies::canonical(text)?, from + count))
                    });
                    words?
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        match self.separator(at)? {
            (Sep::Dash, after) => Some((agency, after)),
            _ => None,
        }
    }

    fn after_prefix(&self, from: usize, agency: &'static Agency, after: usize) -> Option<Match> {
        let finish = |mut found: Match| {
            found.from = from;
            found.agency = Some(Named::Known(agency));
            found.anchor = Anchor::Agency;
            found
        };
        if let Some(found) = self.body(after)
            && (found.date.is_some() || found.agency.is_some() || agency.name == "ANSA")
        {
            return Some(finish(found));
        }
        if let Some(date) = self.tokens.date(after, true)
            && date.full
            && let Some((sep, beyond)) = self.separator(date.after)
            && (sep != Sep::Nothing || self.element)
        {
            return Some(Match {
                from,
                end: self.end_of(date.after - 1),
                after: beyond,
                place: None,
                date: Some(date),
                agency: Some(Named::Known(agency)),
                damaged: !date.exact,
                late_date: false,
                anchor: Anchor::Agency,
            });
        }
        // The dash that follows the agency is the separator.
        let last = (from..after)
            .rev()
            .find(|at| !matches!(self.kind(*at), Some(Kind::Dash | Kind::Comma | Kind::Dot)))?;
        Some(Match {
            from,
            end: self.end_of(last),
            after,
            place: None,
            date: None,
            agency: Some(Named::Known(agency)),
            damaged: false,
            late_date: false,
            anchor: Anchor::Agency,
        })
    }

    /// Walks over the place part to what ends it.
    fn walk(&self, from: usize) -> Option<(usize, Stop)> {
        let mut at = from;
        let mut words = 0;
        loop {
            let Some(token) = self.tokens.tokens.get(at) else {
                return self.whole.then_some((at, Stop::Sep));
            };
            if at > from && token.start - self.tokens.tokens[from].start > LONGEST_PLACE {
                return None;
            }
            if at > from && token.line && self.line_ends_place(from, at) {
                return Some((at, Stop::Sep));
            }
            match token.kind {
                Kind::Word | Kind::Number => {
                    let before = at.checked_sub(1).and_then(|before| self.kind(before));
                    let first =
                        at == from || matches!(before, Some(Kind::Comma | Kind::Dot | Kind::Close));
                    if let Some(hit) = self.tokens.date(at, first)
                        && (hit.full || self.weak_date_fits(&hit))
                    {
                        return Some((at, Stop::Date(hit)));
                    }
                    if token.kind == Kind::Number {
                        return None;
                    }
                    if at > from
                        && let Some((named, after)) = self.bare_agency(at)
                    {
                        return Some((at, Stop::Agency(named, after)));
                    }
                    words += 1;
                    if words > 14 {
                        return None;
                    }
                }
                Kind::Open => {
                    let (inner, after) = self.bracket(at)?;
                    let text = self.tokens.text.get(inner.0..inner.1)?;
                    if let Some(agency) = agencies::in_brackets(text)
                        && (self.kind(after) != Some(Kind::Comma)
                            || self
                                .separator(after)
                                .is_some_and(|(sep, _)| sep == Sep::Dash))
                        && self.kind(after) != Some(Kind::Open)
                    {
                        return Some((at, Stop::Agency(Named::Known(agency), after)));
                    }
                    if at == from {
                        return None;
                    }
                    if is_slug(text) {
                        // NYT datelines in TREC: `PASADENA, Calif. (BC-FBC-ROSE-BOWL-NYT)`.
                        return self.element.then_some((at, Stop::Sep));
                    }
                    if text
                        .trim_start()
                        .get(..3)
                        .is_some_and(|by| by.eq_ignore_ascii_case("by "))
                    {
                        return self.element.then_some((at, Stop::Sep));
                    }
                    words += after - at;
                    at = after;
                    continue;
                }
                Kind::Slash => {
                    if let Some((named, after)) = self.slashed_agency(at) {
                        return Some((at, Stop::Agency(named, after)));
                    }
                    if at == from || self.kind(at + 1) != Some(Kind::Word) {
                        return None;
                    }
                }
                Kind::Comma | Kind::Dot => {
                    if at == from {
                        return None;
                    }
                }
                Kind::Dash | Kind::Colon | Kind::Equals => {
                    return (at > from).then_some((at, Stop::Sep));
                }
                Kind::Junk if self.word(at) == "&" && at > from => {}
                Kind::Close | Kind::Junk => return None,
            }
            at += 1;
        }
    }

    /// In an element, a line that begins with a bracket ends the place: the byline follows.
    fn line_ends_place(&self, from: usize, at: usize) -> bool {
        if self.kind(at) == Some(Kind::Open) {
            return false;
        }
        // `ANKARA` alone on its line, then the text.
        !self.element
            && self.agency.is_some_and(|agency| agency.name == "AA")
            && (from..at)
                .all(|at| self.shape(at) == Shape::Caps || self.kind(at) == Some(Kind::Comma))
            && self.shape(at) == Shape::Title
    }

    /// A weekday or a bare day counts only right before an agency.
    fn weak_date_fits(&self, hit: &Hit) -> bool {
        let at = hit.after + usize::from(self.kind(hit.after) == Some(Kind::Comma));
        self.named(at)
            .is_some_and(|(named, _)| matches!(named, Named::Known(_)))
    }

    /// The bracket that opens at `at`: bytes inside, and the token after it.
    fn bracket(&self, at: usize) -> Option<((usize, usize), usize)> {
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

    /// `/TASS/`, `/PRNewswire-AsiaNet/`, `/Kyodo JBN-AsiaNet/`.
    fn slashed_agency(&self, at: usize) -> Option<(Named, usize)> {
        let end = (at + 2..at + 6).find(|end| self.kind(*end) == Some(Kind::Slash))?;
        let text = self
            .tokens
            .text
            .get(self.end_of(at)..self.tokens.tokens[end].start)?;
        // A slash parts places too: nothing may stick to the first one.
        if !self.space(at) || self.space(at + 1) {
            return None;
        }
        Some((Named::Known(agencies::in_brackets(text)?), end + 1))
    }

    /// `Kyodo -`, `AAP -`, `Reuter -`, `Reuters) -`, `ИНТЕРФАКС.RU -`: a name and its dash.
    fn bare_agency(&self, at: usize) -> Option<(Named, usize)> {
        let agency = agencies::bare(self.word(at))
            .map(|agency| (agency, at + 1))
            .or_else(|| {
                let start = self.tokens.tokens.get(at)?.start;
                let two = self.tokens.text.get(start..self.end_of(at + 1))?;
                let agency =
                    agencies::canonical(two).filter(|agency| agency.bare && two.contains(' '))?;
                Some((agency, at + 2))
            });
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
            _ => None,
        }
    }

    /// An agency in brackets, between slashes or bare; or, with a dash behind it, any source.
    fn named(&self, at: usize) -> Option<(Named, usize)> {
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
                let byline = text
                    .trim_start()
                    .get(..3)
                    .is_some_and(|by| by.eq_ignore_ascii_case("by "));
                (ends && !byline).then_some((Named::Source(inner.0, inner.1), after))
            }
            Kind::Slash => self.slashed_agency(at),
            Kind::Word => self.bare_agency(at),
            _ => None,
        }
    }

    /// The separator at `at`, and the token after it; `None` where a table row goes on.
    fn separator(&self, at: usize) -> Option<(Sep, usize)> {
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
                    || matches!(
                        self.kind(next.wrapping_sub(1)),
                        Some(Kind::Close | Kind::Slash)
                    );
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

    /// Place, then date or agency, then the separator.
    fn body(&self, from: usize) -> Option<Match> {
        let (stop_at, stop) = self.walk(from)?;
        let place_end = self.trim(from, stop_at);
        let mut found = Match {
            from,
            end: place_end.checked_sub(1).map_or(0, |last| self.end_of(last)),
            after: stop_at,
            place: None,
            date: None,
            agency: None,
            damaged: false,
            late_date: false,
            anchor: Anchor::Place,
        };
        let comma = stop_at == from
            || matches!(
                self.kind(stop_at - 1),
                Some(Kind::Comma | Kind::Dot | Kind::Close)
            );
        let (sep, after) = match stop {
            Stop::Date(hit) => self.from_date(&mut found, hit)?,
            Stop::Agency(named, after) => self.from_agency(&mut found, named, after, stop_at)?,
            Stop::Sep => self.from_separator(&mut found, from, stop_at)?,
        };
        found.after = after;
        if place_end > from {
            found.place = Some(place::read(&self.tokens, from, place_end)?);
        }
        self.check(found, sep, comma)
    }

    /// Drops commas, and full stops that end no abbreviation, from the end of the place.
    fn trim(&self, from: usize, mut to: usize) -> usize {
        while to > from && self.kind(to - 1) == Some(Kind::Comma) {
            to -= 1;
        }
        to
    }

    fn from_date(&self, found: &mut Match, hit: Hit) -> Option<(Sep, usize)> {
        found.date = Some(hit);
        found.end = self.end_of(hit.after.checked_sub(1)?);
        found.damaged |= !hit.exact;
        let mut at = hit.after;
        while at < hit.after + 2
            && matches!(self.kind(at), Some(Kind::Comma | Kind::Dot | Kind::Colon))
        {
            at += 1;
        }
        if let Some((named, after)) = self.named(at) {
            self.set_agency(found, named, after, at);
            return self.separator(after);
        }
        let (sep, after) = self.separator(hit.after)?;
        // `МОСКВА, 2 апр - РИА Новости.`, `LONDON, March 3 - (Reuters) -`
        if sep == Sep::Dash
            && let Some((named @ Named::Known(_), beyond)) = self.named(after)
        {
            let end = self.separator(beyond)?;
            if matches!(end.0, Sep::Dash | Sep::Dot) {
                found.damaged |= self.kind(after) == Some(Kind::Open);
                self.set_agency(found, named, beyond, after);
                return Some(end);
            }
        }
        Some((sep, after))
    }

    fn set_agency(&self, found: &mut Match, named: Named, after: usize, at: usize) {
        found.agency = Some(named);
        found.end = self.end_of(after.saturating_sub(1));
        // `Reuters) -` lost its opening bracket.
        found.damaged |= self.kind(at) == Some(Kind::Word)
            && self.kind(after.saturating_sub(1)) == Some(Kind::Close);
    }

    fn from_agency(
        &self,
        found: &mut Match,
        named: Named,
        after: usize,
        at: usize,
    ) -> Option<(Sep, usize)> {
        self.set_agency(found, named, after, at);
        let (sep, beyond) = self.separator(after)?;
        // `NEW YORK (BUSINESS WIRE)--Jan. 3, 2013--`
        if sep == Sep::Dash
            && let Some(hit) = self.tokens.date(beyond, true).filter(|hit| hit.full)
            && let Some((Sep::Dash, last)) = self.separator(hit.after)
        {
            found.date = Some(hit);
            found.end = self.end_of(hit.after.checked_sub(1)?);
            return Some((Sep::Dash, last));
        }
        Some((sep, beyond))
    }

    fn from_separator(&self, found: &mut Match, from: usize, stop: usize) -> Option<(Sep, usize)> {
        let start = self.trim(from, stop);
        let (sep, after) = self.separator(start)?;
        if sep == Sep::Dash {
            // `NEW YORK--(BUSINESS WIRE)--`, `LONDON/PARIS - (Reuters) -`
            if let Some((named @ Named::Known(_), beyond)) = self.named(after)
                && self.kind(after) == Some(Kind::Open)
                && let Some((Sep::Dash, _)) = self.separator(beyond)
            {
                found.damaged |= self.space(after);
                return self.from_agency(found, named, beyond, after);
            }
            // `KANSAS CITY, Mo. - March 13 -`
            if let Some(hit) = self
                .tokens
                .date(after, true)
                .filter(|hit| hit.full && hit.exact)
                && let Some((Sep::Dash, last)) = self.separator(hit.after)
            {
                found.date = Some(hit);
                found.end = self.end_of(hit.after.checked_sub(1)?);
                found.damaged = true;
                found.late_date = true;
                return Some((Sep::Dash, last));
            }
        }
        if sep == Sep::Nothing && self.element && self.kind(start) == Some(Kind::Open) {
            return Some((Sep::End, start));
        }
        Some((sep, after))
    }

    /// Accepts what something anchors and nothing speaks against.
    fn check(&self, mut found: Match, sep: Sep, comma: bool) -> Option<Match> {
        let strong = matches!(sep, Sep::Dash | Sep::Colon) || (self.element && sep == Sep::End);
        let Some(place) = &found.place else {
            return self.check_without_place(found, sep, strong);
        };
        found.damaged |= place.damaged;
        if found.late_date && !place.known {
            return None;
        }
        if !place.known && (place.words > 7 || (place.mark && !place.region)) {
            return None;
        }
        let titled =
            place.writing == Writing::Title && !place.opener && (place.known || !place.body);
        let caps = place.writing == Writing::Caps;
        let ok = match (found.agency, found.date) {
            (Some(Named::Known(agency)), Some(_)) => {
                found.anchor = Anchor::Agency;
                let _ = agency;
                (strong || self.lead_follows(found.after, sep))
                    && (caps || (titled && place.words <= 6) || place.small)
            }
            (Some(Named::Known(agency)), None) => {
                found.anchor = Anchor::Agency;
                if strong {
                    (caps && (place.known || !place.body || place.words < 3))
                        || (titled && (place.known || place.words <= 4))
                } else {
                    let sure =
                        place.known || (!agency.clash && agency.mixed_case && place.words <= 2);
                    // The bracket may be the abbreviation of the name before it.
                    self.lead_follows(found.after, sep)
                        && ((caps && (place.known || (!agency.clash && !place.body)))
                            || (titled && sure))
                }
            }
            (Some(Named::Source(..)), Some(_)) => {
                found.anchor = Anchor::Date;
                strong && (caps || titled)
            }
            (None, Some(hit)) => {
                found.anchor = Anchor::Date;
                self.check_date(place, &hit, sep, strong, comma)
            }
            (None, None) => {
                found.anchor = Anchor::Place;
                self.check_bare(place, &found, sep)
            }
            (Some(Named::Source(..)), None) => false,
        };
        if !ok {
            return None;
        }
        let loose = !comma && found.agency.is_none() && !place.region;
        found.damaged |= found.date.is_some_and(|hit| !hit.figures) && loose;
        // `Apirl (Reuters) -`: a mistyped month whose day was lost.
        if found.date.is_none()
            && place.words == 1
            && !place.known
            && let [only] = &place.places[..]
        {
            let month = only.city.as_deref().and_then(|city| {
                super::super::months::mistyped_month(city).filter(|_| city.len() > 4)
            });
            if month.is_some() {
                found.place = None;
                found.damaged = true;
            }
        }
        Some(found)
    }

    fn check_without_place(&self, mut found: Match, sep: Sep, strong: bool) -> Option<Match> {
        let ok = match (found.agency, found.date) {
            (Some(Named::Known(_)), Some(hit)) => {
                strong || (hit.exact && self.lead_follows(found.after, sep))
            }
            (Some(Named::Known(_)), None) => strong,
            (None, Some(hit)) => self.element && hit.full && hit.exact && sep != Sep::Nothing,
            _ => false,
        };
        found.anchor = if found.agency.is_some() {
            Anchor::Agency
        } else {
            Anchor::Date
        };
        ok.then_some(found)
    }

    /// A place and a date, but no agency.
    fn check_date(&self, place: &Read, hit: &Hit, sep: Sep, strong: bool, comma: bool) -> bool {
        let caps = place.writing == Writing::Caps;
        let titled =
            place.writing == Writing::Title && !place.opener && (place.known || !place.body);
        if !strong {
            // Tokenised archives have a place and an ISO date on a line of their own.
            let alone = matches!(sep, Sep::Line | Sep::End) && hit.figures && caps && hit.exact;
            return self.element && (caps || titled) || alone;
        }
        if sep == Sep::Colon && !place.known {
            return false;
        }
        if !hit.exact && !(caps || place.known) {
            return false;
        }
        if comma || place.region {
            caps || (titled && place.words <= 4)
                || (place.small && place.words <= 3 && hit.exact && !place.opener)
        } else {
            (caps && place.words <= 4) || (titled && place.known)
        }
    }

    /// A place with nothing but a separator.
    fn check_bare(&self, place: &Read, found: &Match, sep: Sep) -> bool {
        let caps = place.writing == Writing::Caps;
        let titled = place.writing == Writing::Title && !place.opener && !place.body;
        let next = found.after;
        if self.element && matches!(sep, Sep::End | Sep::Nothing) {
            return !place.mark
                && !place.placeholder
                && ((caps && place.words <= 7)
                    || (titled && place.words <= 4)
                    || place.known && place.small);
        }
        match sep {
            Sep::Dash => {
                let german = self.agency.is_some_and(|agency| agency.mixed_case)
                    || self
                        .tokens
                        .language
                        .is_some_and(|language| language.starts_with("de"));
                let capital = (self.element && self.kind(next).is_none())
                    || self.kind(next) == Some(Kind::Junk)
                    || matches!(self.shape(next), Shape::Caps | Shape::Title)
                    || self.kind(next) == Some(Kind::Open);
                let number = self.kind(next) == Some(Kind::Number);
                // A city and a figure after a hyphen are a table row.
                let dash = self.word(next.wrapping_sub(1));
                let row = number && matches!(dash, "-" | "--") && !place.region;
                let lead = capital
                    || (number && !row)
                    || place.region
                    || (self.element && next >= self.tokens.tokens.len());
                (caps && place.known && lead)
                    || (german
                        && titled
                        && lead
                        && (place.known
                            || (self.agency.is_some_and(|agency| agency.mixed_case)
                                && place.words <= 2)))
            }
            // Papers of South Asia and Singapore: `ISLAMABAD: Text`.
            Sep::Colon => {
                caps && place.known
                    && place.places.iter().all(|place| {
                        place
                            .city
                            .as_deref()
                            .is_some_and(|city| super::super::regions::city(city).is_some())
                    })
                    && self.shape(next) == Shape::Title
            }
            Sep::Line | Sep::End => {
                let aa = self.agency.is_some_and(|agency| agency.name == "AA");
                aa && caps && (place.known || place.words <= 3)
            }
            Sep::Dot | Sep::Nothing => false,
        }
    }

    /// After an agency without a dash the lead must start like a sentence.
    fn lead_follows(&self, after: usize, sep: Sep) -> bool {
        match self.kind(after) {
            None => matches!(sep, Sep::End | Sep::Line) || sep == Sep::Nothing,
            Some(Kind::Word) => matches!(self.shape(after), Shape::Title | Shape::Caps),
            Some(Kind::Number) => true,
            Some(Kind::Junk | Kind::Open | Kind::Dot) => self.kind(after) != Some(Kind::Dot),
            _ => false,
        }
    }
}

/// `(BC-BKN-MAVERICKS-NYT)`: a slug, not a source.
fn is_slug(text: &str) -> bool {
    let text = text.trim();
    !text.contains(' ') && text.bytes().filter(|b| *b == b'-').count() >= 2
}
