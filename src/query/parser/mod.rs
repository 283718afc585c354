//! Tokens in, a checked tree out, by binding powers (Pratt).
//!
//! ```text
//! query    = clause
//! clause   = both { OR both }
//! both     = negated { [ AND ] negated }
//! negated  = [ NOT | "-" ] near
//! near     = unary { nearby unary }
//! nearby   = [ NOT ] ( ( "w" | "near" | "pre" | "adj" | "onear" | "" ) "/" n
//!                    | ( "near" | "pre" | "adj" | "onear" ) n | "/n" n "/"
//!                    | ( "w" | "near" | "" ) "/" ( "s" | "p" ) )
//! unary    = operand [ "^" number ]
//! operand  = "(" clause ")" | field | call | [ "=" ] word | phrase
//! field    = text ( ":" | "=" ) operand | text "(" clause ")"
//!          | keyword ( ":" | "=" ) value | keyword ( "(" | ":(" ) clause of values ")"
//!          | name ( ":" | "=" ) ( "none" | "any" )
//!          | ( date | number ) ( [ ":" | "=" ] bound ) | ( date | number ) ( "(" | ":(" ) clause of bounds ")"
//! bound    = [ ">" | ">=" | "<" | "<=" ] point | [ point ] ".." [ point ]
//! call     = "atleast" n ( "(" clause ")" | operand )
//!          | ( "caps" | "allcaps" | "nocaps" ) "(" clause ")"
//!          | "forms(" ( phrase | word { word } ) ")"
//!          | "NEAR(" operand operand { operand } "," n ")"
//! word     = letters, digits, and - ' . & between them, with "*" "?" "!" [ "~" [ "1" | "2" ] ]
//! phrase   = quote { word } quote | word ( "/" | "_" | ":" | ";" … ) word
//! ```
//!
//! Settled here rather than in the grammar:
//!
//! * AND, OR and NOT in capitals are operators always; in small letters only between two
//!   operands (`not` also behind `and` and `or`). Elsewhere they are words, with a warning.
//! * A comma is a blank, and a blank is AND.
//! * `adj5`, `near5` and `atleast5` are words where they cannot be operators; `w/5` never is.
//! * `word~` is `word~1`, the narrower reading.
//! * A field holds for the one operand behind it and never stands inside another field.
//! * NOT stands only beside something that is wanted: not alone, not under OR, not in `w/n`.
//!
//! In free text (`Options::any`) a blank is looser than AND and tighter than OR, and joins a row
//! (`rows.rs`): `clause = row { OR row }`, `row = both { both }`, `both = negated { AND negated }`.

mod calls;
mod cursor;
mod fields;
mod joins;
mod nearby;
mod operands;
mod rows;

use super::Options;
use super::ast::{Node, Span};
use super::error::Notes;
use super::lexer::{NearOp, Reserved, Token, TokenKind};
use crate::query::fields::Field;

/// Binding powers, loosest first. A left side of the same power groups first.
mod power {
    pub(super) const OR: u8 = 1;
    /// A blank in free text.
    pub(super) const ROW: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const NOT: u8 = 5;
    pub(super) const NEAR: u8 = 7;
}

/// Reads the whole query; none where nothing could be read.
pub(super) fn tree(
    text: &str,
    tokens: Vec<Token>,
    options: &Options,
    notes: &mut Notes,
) -> Option<Node> {
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        options: *options,
        notes,
        nesting: 0,
        nodes: 0,
        field: None,
        values: None,
        broken: 0,
        mixed: false,
    };
    parser.query().map(|tree| tree.node)
}

/// A node on its way into the tree.
struct Tree {
    node: Node,
    /// Levels of nodes, itself included.
    height: usize,
    /// Whether it came in parentheses: then it is not merged with its neighbours.
    grouped: bool,
}

/// What the parser has just passed: what an operand is missing after, and what NOT may mean.
#[derive(Clone)]
enum After {
    Start,
    Blank,
    And(Span),
    Or(Span),
    Not(Span),
    Near(Span),
}

/// An operator between two operands.
enum Infix {
    And,
    Or,
    /// Two operands with a blank between them.
    Blank,
    Near {
        op: NearOp,
        negated: bool,
    },
}

struct Parser<'q, 'n> {
    text: &'q str,
    tokens: Vec<Token>,
    at: usize,
    options: Options,
    notes: &'n mut Notes,
    /// Open parentheses, and prefixes without one.
    nesting: usize,
    /// Nodes so far, words of phrases included.
    nodes: usize,
    /// The field whose value is being read.
    field: Option<&'static Field>,
    /// The date or number field whose parentheses are being read.
    values: Option<&'static Field>,
    /// Operands that could not be read and were passed.
    broken: usize,
    /// AND and OR without parentheses were met, and reported.
    mixed: bool,
}

impl Parser<'_, '_> {
    fn query(&mut self) -> Option<Tree> {
        let mut whole = self.clause(0, After::Start);
        while let Some(kind) = self.kind() {
            let close = matches!(kind, TokenKind::Close);
            let span = self.next();
            if close {
                self.notes.error(span, "there is no ( for this )");
            }
            whole = match (whole, self.clause(0, After::Blank)) {
                (Some(left), Some(right)) => self.both(left, right),
                (left, right) => left.or(right),
            };
        }
        whole.filter(|tree| self.wants(tree))
    }

    /// Reads operators that bind at least as tight as `min`, and their operands.
    fn clause(&mut self, min: u8, after: After) -> Option<Tree> {
        let mut left = self.operand_or_not(after);
        while let Some((infix, power, length)) = self.infix() {
            if power < min {
                break;
            }
            if power == power::ROW {
                left = self.row(left);
                continue;
            }
            let from = self.span().start;
            for _ in 0..length {
                self.next();
            }
            let operator = from..self.behind().max(from);
            let after = match infix {
                Infix::And => After::And(operator.clone()),
                Infix::Or => After::Or(operator.clone()),
                Infix::Blank => After::Blank,
                Infix::Near { .. } => After::Near(operator.clone()),
            };
            // A side that could not be read was reported: the other one goes on alone.
            left = match (left, self.clause(power + 1, after)) {
                (Some(left), Some(right)) => match infix {
                    Infix::And | Infix::Blank => self.both(left, right),
                    Infix::Or => self.either(left, right, operator),
                    Infix::Near { op, negated } => self.nearby(left, right, op, negated, operator),
                },
                (left, right) => left.or(right),
            };
        }
        left
    }

    /// The operator here, its power, and how many tokens it has; none where the clause ends.
    fn infix(&self) -> Option<(Infix, u8, usize)> {
        let power = if self.is_free() { power::ROW } else { power::AND };
        let blank = Some((Infix::Blank, power, 0));
        match self.kind()? {
            TokenKind::Close | TokenKind::Comma => None,
            // What could be an operator is a word.
            _ if self.options.plain => blank,
            TokenKind::Reserved { word: Reserved::Not, .. } => match self.kind_at(1) {
                Some(TokenKind::Near(op)) if self.joins(1) => {
                    Some((Infix::Near { op: *op, negated: true }, power::NEAR, 2))
                }
                _ => blank,
            },
            TokenKind::Reserved { word, upper } if self.operates(*upper) => Some(match word {
                Reserved::And => (Infix::And, power::AND, 1),
                _ => (Infix::Or, power::OR, 1),
            }),
            TokenKind::Near(op) if !op.wordlike || self.joins(0) => {
                Some((Infix::Near { op: *op, negated: false }, power::NEAR, 1))
            }
            _ => blank,
        }
    }

    /// Says whether AND or OR here is an operator: in capitals, or between two operands; in free
    /// text (`Portland, OR`) only where both hold.
    fn operates(&self, upper: bool) -> bool {
        if self.options.any { upper && self.joins(0) } else { upper || self.joins(0) }
    }

    /// Says whether an operand follows the token `ahead`, so that it can be an operator.
    fn joins(&self, ahead: usize) -> bool {
        let negation = matches!(
            self.kind_at(ahead + 1),
            Some(TokenKind::Minus | TokenKind::Reserved { word: Reserved::Not, .. })
        );
        self.operand_at(ahead + 1) || negation && self.operand_at(ahead + 2)
    }

    /// Says whether the token `ahead` opens an operand and is no reserved word.
    fn operand_at(&self, ahead: usize) -> bool {
        match self.kind_at(ahead) {
            Some(TokenKind::Near(op)) => op.wordlike,
            Some(
                TokenKind::Open
                | TokenKind::Leaf(_)
                | TokenKind::Broken
                | TokenKind::Field(_)
                | TokenKind::Value
                | TokenKind::Function(_),
            ) => true,
            _ => false,
        }
    }
}
