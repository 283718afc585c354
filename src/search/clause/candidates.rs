//! The expression of a clause as a source of candidates: stories that hold what it asks for, wherever
//! it stands in them.

use super::super::postings::{END, Found, LeafPostings};
use super::prepared::most;
use crate::query::plan::Expr;

/// The expression as a source of candidates: rare parts of what must all stand first.
pub(super) enum Candidates {
    Leaf(usize),
    All(Vec<Candidates>),
    Either(Vec<Candidates>),
}

pub(super) fn candidates(expr: &Expr, leaves: &[Found]) -> Candidates {
    let all = |mut parts: Vec<&Expr>| {
        parts.sort_by_key(|part| most(part, leaves));
        Candidates::All(parts.into_iter().map(|part| candidates(part, leaves)).collect())
    };
    match expr {
        Expr::Leaf(leaf) => Candidates::Leaf(*leaf),
        Expr::Row(parts) => all(parts.iter().collect()),
        Expr::Either(parts) => {
            Candidates::Either(parts.iter().map(|part| candidates(part, leaves)).collect())
        }
        Expr::Near(near) if near.negated => candidates(&near.left, leaves),
        Expr::Near(near) => all(vec![&near.left, &near.right]),
    }
}

impl Candidates {
    pub fn seek(&self, leaves: &mut [LeafPostings], target: u32) -> u32 {
        match self {
            Candidates::Leaf(leaf) => leaves[*leaf].seek(target),
            Candidates::Either(parts) => {
                parts.iter().map(|part| part.seek(leaves, target)).min().unwrap_or(END)
            }
            Candidates::All(parts) => {
                let mut target = target;
                'again: loop {
                    for part in parts {
                        let doc = part.seek(leaves, target);
                        if doc > target {
                            target = doc;
                            if target >= END {
                                return END;
                            }
                            continue 'again;
                        }
                    }
                    return target;
                }
            }
        }
    }
}
