//! Agencies that stand first: `(ANSA) - ROMA, 22 MAR - `, `AFP - `, `(Reuters) - `.
//!
//! In comes the token at which a dateline would start, out goes the dateline if an agency and a
//! dash open it. It is its own file because here the order of the grammar is turned round.

use super::super::agencies::{self, Agency};
use super::Anchor;
use super::grammar::{Head, Match};
use super::lex::{Kind, Shape};
use super::marks::{Named, Sep};

impl Head<'_> {
    /// `(ANSA) -`, `ANSA TEST -`, `AFP -`, `The Associated Press -`: the token after the dash.
    pub(super) fn prefix(&self, from: usize) -> Option<(&'static Agency, usize)> {
        let (agency, at) = match self.kind(from)? {
            Kind::Open => {
                let (inner, after) = self.bracket(from)?;
                (agencies::in_brackets(self.tokens.text.get(inner.0..inner.1)?)?, after)
            }
            Kind::Word => {
                let one = self.word(from);
                // `ANSA) - ROMA`: the bracket before it was lost.
                if from == 0
                    && self.kind(1) == Some(Kind::Close)
                    && let Some(agency) = agencies::bare(one)
                    && let Some((Sep::Dash, after)) = self.separator(2)
                {
                    return Some((agency, after));
                }
                if one == "AGI"
                    && let Some(agency) = agencies::canonical(one)
                {
                    (agency, from + 1)
                } else if let Some(agency) = agencies::bare(one) {
                    (agency, from + 1 + usize::from(self.word(from + 1) == "TEST"))
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
            // `(AP) LONDON - `: only before a place that is sure.
            (Sep::Nothing, _)
                if self.kind(from) == Some(Kind::Open)
                    && self.shape(at) == Shape::Caps
                    && self.body(at).is_some_and(|found| {
                        found.agency.is_none() && found.place.is_some_and(|place| place.cities)
                    }) =>
            {
                Some((agency, at))
            }
            _ => None,
        }
    }

    /// `(HarborNews.com) - `: a site in brackets stands for place and agency.
    pub(super) fn site(&self, from: usize) -> Option<Match> {
        if self.kind(from) != Some(Kind::Open) {
            return None;
        }
        let (inner, after) = self.bracket(from)?;
        let (Sep::Dash, lead) = self.separator(after)? else {
            return None;
        };
        let text = self.tokens.text.get(inner.0..inner.1)?.trim();
        let (name, ending) = text.rsplit_once('.')?;
        let fits = matches!(ending, "com" | "org" | "net")
            && name.len() >= 3
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            && matches!(self.shape(lead), Shape::Title | Shape::Caps);
        fits.then_some(Match {
            from,
            end: self.end_of(after.checked_sub(1)?),
            after: lead,
            place: None,
            date: None,
            agency: Some(Named::Source(inner.0, inner.1)),
            damaged: false,
            late_date: false,
            anchor: Anchor::Agency,
            byline: None,
        })
    }

    pub(super) fn after_prefix(
        &self,
        from: usize,
        agency: &'static Agency,
        after: usize,
    ) -> Option<Match> {
        let finish = |mut found: Match| {
            found.from = from;
            found.agency = Some(Named::Known(agency));
            found.anchor = Anchor::Agency;
            found
        };
        let tight = self.kind(after.wrapping_sub(1)) == Some(Kind::Close);
        if let Some(found) = self.body(after)
            && (tight || found.date.is_some() || found.agency.is_some() || agency.name == "ANSA")
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
                byline: None,
            });
        }
        // Web copy opens with a bare `AFP - `; other bare names are subjects: `TASS - the state …`.
        let bracketed = self.kind(from) == Some(Kind::Open);
        let web = matches!(agency.name, "AFP" | "AGI")
            && self.shape(after) == Shape::Title
            && after == from + 2;
        if !(bracketed || web) {
            return None;
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
            byline: None,
        })
    }
}
