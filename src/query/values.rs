//! Values of date and number fields: how comparisons and ranges are written, and numbers.
//!
//! Text of one value in, its shape out, with places inside the value. Its own file because dates
//! and numbers share the shapes, and nothing here depends on the grammar around them.

use super::ast::Span;
use super::error::{Fault, clip};

/// A part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Byte of the value at which it starts.
    pub(super) at: usize,
    /// Without blanks around it.
    pub(super) text: &'a str,
}

impl Piece<'_> {
    /// Where it stands in the value.
    pub(super) fn span(&self) -> Span {
        self.at..self.at + self.text.len()
    }

    /// Something wrong with it.
    pub(super) fn fault(&self, message: String, suggestion: &str) -> Fault {
        Fault { span: self.span(), message, suggestion: Some(suggestion.to_owned()) }
    }
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// `x`
    One(Piece<'a>),
    /// `x..y`, `x..`, `..y`
    Between(Option<Piece<'a>>, Option<Piece<'a>>),
    /// `>x`
    Over(Piece<'a>),
    /// `>=x`
    From(Piece<'a>),
    /// `<x`
    Under(Piece<'a>),
    /// `<=x`
    UpTo(Piece<'a>),
}

/// Finds the comparison or range in a value. `example` is a range that works.
pub(super) fn shape<'a>(value: &'a str, example: &str) -> Result<Shape<'a>, Fault> {
    let piece = |from: usize, to: usize| {
        let text = &value[from..to];
        let at = from + (text.len() - text.trim_start().len());
        Piece { at, text: text.trim() }
    };
    let whole = piece(0, value.len());
    if whole.text.starts_with(['[', '{']) {
        return Err(bracketed(whole, example));
    }
    for (sign, shape) in [
        (">=", Shape::From as fn(Piece<'a>) -> Shape<'a>),
        ("≥", Shape::From),
        ("<=", Shape::UpTo),
        ("≤", Shape::UpTo),
        (">", Shape::Over),
        ("<", Shape::Under),
        ("=", Shape::One),
    ] {
        if whole.text.starts_with(sign) {
            let operand = piece(whole.at + sign.len(), value.len());
            if operand.text.is_empty() {
                let message = format!("there is nothing after {sign}");
                return Err(Fault { span: whole.span(), message, suggestion: None });
            }
            if operand.text.contains("..") {
                return Err(whole.fault(
                    format!("{sign} and a range do not go together"),
                    &format!("write {example}"),
                ));
            }
            return Ok(shape(operand));
        }
    }
    let Some(dots) = value.find("..") else {
        return Ok(Shape::One(whole));
    };
    let after = dots + value[dots..].bytes().take_while(|byte| *byte == b'.').count();
    let side = |piece: Piece<'a>| (!piece.text.is_empty()).then_some(piece);
    match (side(piece(0, dots)), side(piece(after, value.len()))) {
        (None, None) => Err(whole
            .fault("this range has neither start nor end".to_owned(), &format!("write {example}"))),
        (from, to) => Ok(Shape::Between(from, to)),
    }
}

/// `[x TO y]` is how some engines write a range.
fn bracketed(whole: Piece<'_>, example: &str) -> Fault {
    let inner = whole.text.trim_matches(['[', ']', '{', '}']);
    let sides = inner.split_once(" TO ").or_else(|| inner.split_once(" to "));
    let suggestion = match sides {
        Some((from, to)) => {
            let side = |side: &str| clip(side.trim().trim_matches('*'));
            format!("write {}..{}", side(from), side(to))
        }
        None => format!("write {example}"),
    };
    whole.fault("ranges are not written in brackets".to_owned(), &suggestion)
}

/// Reads a number or a range of numbers: smallest and largest, both included.
pub(super) fn number(value: &str) -> Result<(Option<u64>, Option<u64>), Fault> {
    let whole = Piece { at: 0, text: value };
    let nothing = |side: &str| whole.fault(format!("no number is {side}"), "turn it round");
    let (min, max) = match shape(value, "100..300")? {
        Shape::One(piece) => {
            let number = digits(piece)?;
            (Some(number), Some(number))
        }
        Shape::Between(from, to) => (from.map(digits).transpose()?, to.map(digits).transpose()?),
        Shape::From(piece) => (Some(digits(piece)?), None),
        Shape::UpTo(piece) => (None, Some(digits(piece)?)),
        Shape::Over(piece) => {
            let over = digits(piece)?.checked_add(1);
            (Some(over.ok_or_else(|| nothing("greater than that"))?), None)
        }
        Shape::Under(piece) => {
            let under = digits(piece)?.checked_sub(1);
            (None, Some(under.ok_or_else(|| nothing("smaller than 0"))?))
        }
    };
    match (min, max) {
        (Some(min), Some(max)) if min > max => Err(whole.fault(
            format!("the range runs backwards, from {min} to {max}"),
            &format!("write {max}..{min}"),
        )),
        range => Ok(range),
    }
}

/// Reads a whole number, `1,200` too.
fn digits(piece: Piece<'_>) -> Result<u64, Fault> {
    let grouped = || piece.text.split(',').skip(1).all(|group| group.len() == 3);
    let plain = piece.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        && piece.text.starts_with(|c: char| c.is_ascii_digit())
        && grouped();
    if !plain {
        let message = format!("{} is no whole number", clip(piece.text));
        return Err(piece.fault(message, "write for instance 300, >300 or 100..300"));
    }
    piece.text.replace(',', "").parse().map_err(|_| {
        piece.fault(format!("{} is too large a number", clip(piece.text)), "leave that end open")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        for (value, read) in [
            ("300", (Some(300), Some(300))),
            ("=300", (Some(300), Some(300))),
            (">300", (Some(301), None)),
            (">= 300", (Some(300), None)),
            ("≥300", (Some(300), None)),
            ("<300", (None, Some(299))),
            ("<=300", (None, Some(300))),
            ("≤300", (None, Some(300))),
            ("100..300", (Some(100), Some(300))),
            ("100...300", (Some(100), Some(300))),
            ("100..", (Some(100), None)),
            ("..300", (None, Some(300))),
            ("1,200", (Some(1200), Some(1200))),
        ] {
            assert_eq!(number(value), Ok(read), "{value}");
        }
    }

    #[test]
    fn what_is_no_number_is_shown_at_its_place() {
        for (value, span, message) in [
            ("many", 0..4, "many is no whole number"),
            ("3.5", 0..3, "3.5 is no whole number"),
            ("-3", 0..2, "-3 is no whole number"),
            ("1,20", 0..4, "1,20 is no whole number"),
            ("100..x", 5..6, "x is no whole number"),
            (">", 0..1, "there is nothing after >"),
            ("..", 0..2, "this range has neither start nor end"),
            ("<0", 0..2, "no number is smaller than 0"),
            ("300..100", 0..8, "the range runs backwards, from 300 to 100"),
            (">=1..2", 0..6, ">= and a range do not go together"),
            ("[1 TO 2]", 0..8, "ranges are not written in brackets"),
            ("99999999999999999999", 0..20, "99999999999999999999 is too large a number"),
        ] {
            let fault = number(value).unwrap_err();
            assert_eq!((fault.span, fault.message.as_str()), (span, message), "{value}");
        }
        assert!(number(">18446744073709551615").is_err());
        assert_eq!(number("[1 TO 2]").unwrap_err().suggestion.unwrap(), "write 1..2");
    }
}
