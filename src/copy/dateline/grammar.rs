//! The grammar: place, date, agency and separator, in the orders that agencies use.
//!
//! In come the tokens of a paragraph's head and a place to start, out goes a dateline if one
//! stands there and something anchors it: a known agency, a date with a separator, a known
//! place in capitals with a separator. It is its own file because it is the one description of
//! what a dateline is; what a place, a date, an agency or a look-alike is stands beside it.

use super::super::agencies::{self, Agency};
use super::Anchor;
use super::date::{Hit, Tokens};
use super::foreign;
use super::lex::{Kind, Shape};
use super::marks::{Named, Sep, is_slug};
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
    pub agency: Option<Named>,
    pub damaged: bool,
    /// The date stands behind a first separator, which only a known place makes likely.
    pub late_date: bool,
    pub anchor: Anchor,
    /// Bytes of a reporter in it.
    pub byline: Option<(usize, usize)>,
}

impl Match {
    /// The agency: canonical, or the source as filed.
    pub(super) fn source(&self, text: &str) -> Option<String> {
        match self.agency? {
            Named::Known(agency) => Some(agency.name.to_owned()),
            Named::Source(from, to) => {
                let source = text.get(from..to)?.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(source).filter(|source| !source.is_empty())
            }
        }
    }
}

/// What ends the place part.
enum Stop {
    Date(Hit),
    Agency(Named, usize),
    Sep,
}

impl Head<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.kind(at)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.word(at)
    }

    pub(super) fn shape(&self, at: usize) -> Shape {
        self.tokens.tokens.get(at).map_or(Shape::None, |token| token.shape)
    }

    pub(super) fn space(&self, at: usize) -> bool {
        self.tokens.tokens.get(at).is_none_or(|token| token.space)
    }

    pub(super) fn end_of(&self, at: usize) -> usize {
        self.tokens.tokens.get(at).map_or(0, |token| token.end)
    }

    /// Reads a dateline that starts at token `from`.
    pub(super) fn dateline(&self, from: usize) -> Option<Match> {
        if let Some((agency, after)) = self.prefix(from) {
            return self.after_prefix(from, agency, after);
        }
        self.site(from)
            .or_else(|| self.body(from))
            .or_else(|| self.date_first(from))
            .or_else(|| self.reporter_first(from))
            .or_else(|| self.hyphened(from))
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
                    let Some((inner, after)) = self.bracket(at) else {
                        return self.unclosed_agency(at).map(|found| (at, found));
                    };
                    let text = self.tokens.text.get(inner.0..inner.1)?;
                    if let Some(agency) = agencies::in_brackets(text)
                        && (self.kind(after) != Some(Kind::Comma)
                            || self.separator(after).is_some_and(|(sep, _)| sep == Sep::Dash))
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
                    if text.trim_start().get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) {
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

    /// `(Reuters - The`: the bracket was never closed.
    fn unclosed_agency(&self, at: usize) -> Option<Stop> {
        let agency = agencies::canonical(self.word(at + 1)).filter(|agency| !agency.clash)?;
        let dash = matches!(self.separator(at + 2)?, (Sep::Dash, _));
        dash.then_some(Stop::Agency(Named::Known(agency), at + 2))
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
        self.named(at).is_some_and(|(named, _)| matches!(named, Named::Known(_)))
    }

    /// Place, then date or agency, then the separator.
    pub(super) fn body(&self, from: usize) -> Option<Match> {
        let (stop_at, stop) = self.walk(from)?;
        let mut place_end = self.trim(from, stop_at);
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
            byline: None,
        };
        let comma = stop_at == from
            || matches!(self.kind(stop_at - 1), Some(Kind::Comma | Kind::Dot | Kind::Close));
        let (sep, after) = match stop {
            Stop::Date(hit) => self.take_date(&mut found, hit)?,
            Stop::Agency(named, after) => self.take_agency(&mut found, named, after, stop_at)?,
            Stop::Sep => {
                let sep = self.take_separator(&mut found, from, stop_at)?;
                if found.agency.is_none()
                    && sep.0 == Sep::Dash
                    && let Some((named, open)) = self.source_behind(from, place_end)
                {
                    found.agency = Some(named);
                    place_end = open;
                }
                sep
            }
        };
        found.after = after;
        if place_end > from {
            found.place = Some(place::read(&self.tokens, from, place_end)?);
        }
        self.check(found, sep, comma)
    }

    /// Drops commas, and full stops that end no abbreviation, from the end of the place.
    fn trim(&self, from: usize, mut to: usize) -> usize {
        while to > from
            && (self.kind(to - 1) == Some(Kind::Comma)
                || to > from + 1 && foreign::is_before_date(self.word(to - 1)))
        {
            to -= 1;
        }
        to
    }

    pub(super) fn take_date(&self, found: &mut Match, hit: Hit) -> Option<(Sep, usize)> {
        found.date = Some(hit);
        found.end = self.end_of(hit.after.checked_sub(1)?);
        found.damaged |= !hit.exact;
        let mut at = self.clock(hit.after);
        let clocked = at;
        while at < clocked + 2
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
            && let Some((agency, names, beyond)) = self.agency_and_reporter(after)
        {
            found.byline = Some(names);
            self.set_agency(found, Named::Known(agency), beyond - 1, after);
            return Some((Sep::Dot, beyond));
        }
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

    /// `08:00 CEST` between the date and the bracket of the agency: the token behind it.
    fn clock(&self, at: usize) -> usize {
        let clock = self.kind(at) == Some(Kind::Number) && self.word(at).contains(':');
        let after = at + 1 + usize::from(self.shape(at + 1) == Shape::Caps);
        if clock && self.kind(after) == Some(Kind::Open) { after } else { at }
    }

    fn set_agency(&self, found: &mut Match, named: Named, after: usize, at: usize) {
        found.agency = Some(named);
        found.end = self.end_of(after.saturating_sub(1));
        found.byline = found.byline.or_else(|| self.reporter_within(at, after));
        // `Reuters) -` lost its opening bracket, `(Reuters -` its closing one.
        let closed = self.kind(after.saturating_sub(1)) == Some(Kind::Close);
        found.damaged |= match self.kind(at) {
            Some(Kind::Word) => closed,
            Some(Kind::Open) => !closed,
            _ => false,
        };
    }

    pub(super) fn take_agency(
        &self,
        found: &mut Match,
        named: Named,
        after: usize,
        at: usize,
    ) -> Option<(Sep, usize)> {
        self.set_agency(found, named, after, at);
        // `NEW YORK, NY / ACCESSWIRE / March 3, 2020 /`
        if self.kind(after.saturating_sub(1)) == Some(Kind::Slash)
            && let Some(hit) = self.tokens.date(after, true).filter(|hit| hit.full)
            && self.kind(hit.after) == Some(Kind::Slash)
        {
            found.date = Some(hit);
            found.end = self.end_of(hit.after);
            return Some((Sep::Dash, hit.after + 1));
        }
        // `Sydney (AFP) Sept 3, 2014 -`
        if let Some(hit) = self.tokens.date(after, true).filter(|hit| hit.full && hit.exact)
            && let Some((Sep::Dash, last)) = self.separator(hit.after)
        {
            found.date = Some(hit);
            found.end = self.end_of(hit.after.checked_sub(1)?);
            return Some((Sep::Dash, last));
        }
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

    fn take_separator(&self, found: &mut Match, from: usize, stop: usize) -> Option<(Sep, usize)> {
        let start = self.trim(from, stop);
        let (sep, after) = self.separator(start)?;
        if sep == Sep::Dash {
            // `NEW YORK--(BUSINESS WIRE)--`, `LONDON/PARIS - (Reuters) -`
            if let Some((named @ Named::Known(_), beyond)) = self.named(after)
                && self.kind(after) == Some(Kind::Open)
                && let Some((Sep::Dash, _)) = self.separator(beyond)
            {
                found.damaged |= self.space(after);
                return self.take_agency(found, named, beyond, after);
            }
            if let Some(found) = self.foreign_behind_dash(found, start, after) {
                return Some(found);
            }
            // `TORONTO, ONTARIO--(Marketwired - May 5, 2014) -`
            if let Some((named, hit, beyond)) = self.dated_bracket(after)
                && let Some((Sep::Dash, last)) = self.separator(beyond)
            {
                found.date = Some(hit);
                found.agency = Some(named);
                found.end = self.end_of(beyond.checked_sub(1)?);
                return Some((Sep::Dash, last));
            }
            // `KANSAS CITY, Mo. - March 13 -`
            if let Some(hit) = self.tokens.date(after, true).filter(|hit| hit.full && hit.exact)
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
}
