//! `atleast5(x)`, `caps(x)` and its kin, `forms("x y")`, `NEAR(a b, 5)`.
//!
//! Its own file because each of these has a grammar of its own between its parentheses.

use super::{After, Parser, Tree};
use crate::query::MAX_DISTANCE;
use crate::query::ast::{Case, Kind, Order, PhraseWord, Span};
use crate::query::lexer::{Function, TokenKind};

impl Parser<'_, '_> {
    /// Reads a function and what it is applied to.
    pub(super) fn call(&mut self, function: Function) -> Option<Tree> {
        match function {
            Function::AtLeast(count) => self.at_least(count),
            Function::Case(case) => {
                let name = self.next();
                self.case(case, name)
            }
            Function::Forms => {
                let name = self.next();
                self.forms(name)
            }
            Function::Near => {
                let name = self.next();
                self.deeper(|parser| parser.near_call(name))
            }
        }
    }

    fn at_least(&mut self, count: Option<u32>) -> Option<Tree> {
        if self.options.plain || !self.operand_at(1) {
            return self.as_word();
        }
        let name = self.next();
        let typed = self.text[name.clone()].to_owned();
        // A row of these without parentheses is depth as well.
        let after = After::Near(name.clone());
        let tree = self.deeper(|parser| parser.operand(&after))?;
        let sound = self.words_only(&tree.node, &typed);
        let count = match count {
            Some(count) if (1..=MAX_DISTANCE).contains(&count) => count,
            Some(_) => {
                let message = format!("the number of mentions runs from 1 to {MAX_DISTANCE}");
                self.notes.error_with(name, message, "write for instance atleast5(oil)");
                return None;
            }
            None => {
                let message = format!("{typed} wants a number of mentions");
                self.notes.error_with(name, message, "write for instance atleast5(oil)");
                return None;
            }
        };
        let (span, height) = (name.start..tree.node.span.end, tree.height + 1);
        let node = Box::new(tree.node);
        sound.then(|| self.grow(span, Kind::AtLeast { count, node }, height)).flatten()
    }

    fn case(&mut self, case: Case, name: Span) -> Option<Tree> {
        let typed = self.text[name.clone()].to_owned();
        let tree = self.group()?;
        let sound = self.words_only(&tree.node, &typed);
        let (span, height) = (name.start..tree.node.span.end, tree.height + 1);
        let node = Box::new(tree.node);
        sound.then(|| self.grow(span, Kind::Case { case, node }, height)).flatten()
    }

    /// `forms("peace talks")`, quotes or not.
    fn forms(&mut self, name: Span) -> Option<Tree> {
        let open = self.next();
        let mut found: Vec<PhraseWord> = Vec::new();
        let errors = self.trouble();
        loop {
            let span = self.span();
            match self.kind() {
                None | Some(TokenKind::Close) => break,
                Some(TokenKind::Leaf(Kind::Word { text })) => {
                    found.push(PhraseWord { span, text: text.clone(), wildcard: false });
                }
                Some(TokenKind::Leaf(Kind::Wildcard { pattern })) => {
                    found.push(PhraseWord { span, text: pattern.clone(), wildcard: true });
                }
                Some(TokenKind::Leaf(Kind::Phrase { words, .. })) => found.extend_from_slice(words),
                Some(TokenKind::Reserved { upper: false, .. } | TokenKind::Near(_)) => {
                    let text = self.text[span.clone()].to_owned();
                    let plain = text.chars().all(char::is_alphanumeric);
                    if plain {
                        found.push(PhraseWord { span, text, wildcard: false });
                    } else {
                        self.only_words(span);
                    }
                }
                Some(TokenKind::Open) => {
                    self.group();
                    self.only_words(span);
                    continue;
                }
                Some(TokenKind::Broken) => self.broken += 1,
                Some(_) => self.only_words(span),
            }
            self.next();
        }
        let span = name.start..self.close(&open);
        if found.is_empty() {
            if self.trouble() == errors {
                let message = "there is no word between these parentheses";
                self.notes.error_with(span, message, "write forms(\"peace talks\")");
            }
            return None;
        }
        self.nodes += found.len();
        self.grow(span, Kind::Phrase { words: found, forms: true }, 1)
    }

    fn only_words(&mut self, span: Span) {
        let way = "write forms(\"peace talks\")";
        self.notes.error_with(span, "forms( ) takes the words of one phrase", way);
    }

    /// `NEAR(a b, 5)`; of more than two sides each is near those before it.
    fn near_call(&mut self, name: Span) -> Option<Tree> {
        let open = self.next();
        let mut sides: Vec<Tree> = Vec::new();
        let mut distance = None;
        let mut errors = self.trouble();
        loop {
            match self.kind() {
                None | Some(TokenKind::Close) => break,
                Some(TokenKind::Comma) => {
                    self.next();
                    if let Some(number) = self.last_number() {
                        let span = self.next();
                        distance = Some((number, span));
                    }
                }
                Some(TokenKind::Reserved { upper: true, .. } | TokenKind::Minus) => {
                    let span = self.next();
                    let message = "the sides of NEAR( ) stand without operators";
                    let way = "write NEAR((oil OR gas) price, 5)";
                    self.notes.error_with(span, message, way);
                }
                Some(_) => sides.extend(self.unary(After::Blank)),
            }
        }
        let span = name.start..self.close(&open);
        let typed = self.text[name.clone()].to_owned();
        errors = self.trouble() - errors;
        let Some((distance, place)) = distance else {
            if errors == 0 {
                let way = "write for instance NEAR(oil price, 5)";
                self.notes.error_with(span, format!("{typed}( ) wants a number of words"), way);
            }
            return None;
        };
        let mut sound = self.distance(distance, &place);
        for side in &sides {
            sound &= self.words_only(&side.node, &typed);
        }
        if !sound {
            return None;
        }
        if sides.len() < 2 {
            if errors == 0 {
                let way = "write for instance NEAR(oil price, 5)";
                self.notes.error_with(span, format!("{typed}( ) wants two sides or more"), way);
            }
            return None;
        }
        let mut sides = sides.into_iter();
        let mut whole = sides.next()?;
        for side in sides {
            let height = whole.height.max(side.height) + 1;
            let (left, right) = (Box::new(whole.node), Box::new(side.node));
            let order = Order::Either;
            let kind = Kind::Near { left, right, distance, order, negated: false };
            whole = self.grow(span.clone(), kind, height)?;
        }
        whole.grouped = true;
        Some(whole)
    }

    /// The number here, where the parenthesis closes behind it.
    fn last_number(&self) -> Option<u32> {
        let Some(TokenKind::Leaf(Kind::Word { text })) = self.kind() else {
            return None;
        };
        let number = text.bytes().all(|byte| byte.is_ascii_digit());
        let last = matches!(self.kind_at(1), Some(TokenKind::Close) | None);
        (number && last).then(|| text.parse().unwrap_or(u32::MAX))
    }
}
