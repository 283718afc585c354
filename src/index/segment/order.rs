//! The terms of a segment in order: from numbers, given as terms were met, to ranks.
//!
//! Its own file because here alone letters are compared, once a term and not once an occurrence.

use std::sync::Arc;

use crate::analysis::{Lexicon, Token};

/// Terms in the order of their bytes, each once.
pub(super) struct Ranks {
    letters: Vec<u8>,
    /// Where each term begins and ends in `letters`.
    terms: Vec<(usize, usize)>,
    /// By lexicon, the rank of each of its numbers.
    ranks: Vec<Vec<u32>>,
}

impl Ranks {
    /// Puts the terms of some lexicons in one order.
    pub fn new(lexicons: &[Arc<Lexicon>]) -> Ranks {
        let mut letters = Vec::new();
        let mut met = Vec::new();
        let mut ranks = Vec::with_capacity(lexicons.len());
        for (lexicon, number) in lexicons.iter().zip(0_u32..) {
            // Copied, so that no thread has to wait for it until the segment is written.
            let terms = lexicon.terms();
            ranks.push(vec![0; terms.len()]);
            for at in 0..terms.len() as u32 {
                let start = letters.len();
                letters.extend_from_slice(terms.get(at));
                let head = first_eight(&letters[start..]);
                met.push(Met { head, start, end: letters.len(), lexicon: number, number: at });
            }
        }
        met.sort_unstable_by(|a, b| {
            let rest = |it: &Met| &letters[it.start..it.end];
            a.head.cmp(&b.head).then_with(|| rest(a).cmp(rest(b)))
        });
        let mut terms: Vec<(usize, usize)> = Vec::with_capacity(met.len());
        for Met { start, end, lexicon, number, .. } in met {
            let same = |last: &(usize, usize)| letters[last.0..last.1] == letters[start..end];
            if !terms.last().is_some_and(same) {
                terms.push((start, end));
            }
            ranks[lexicon as usize][number as usize] = terms.len() as u32 - 1;
        }
        Ranks { letters, terms, ranks }
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// The bytes of the term of a rank.
    pub fn term(&self, rank: u32) -> &[u8] {
        let (start, end) = self.terms[rank as usize];
        &self.letters[start..end]
    }

    /// All terms, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.terms.iter().map(|(start, end)| &self.letters[*start..*end])
    }

    /// Turns the numbers of a lexicon into ranks.
    pub fn renumber(&self, lexicon: usize, tokens: &mut [Token]) {
        let ranks = &self.ranks[lexicon];
        for token in tokens {
            *token = Token::new(ranks[token.number() as usize], token.opens());
        }
    }
}

struct Met {
    /// The first bytes: nearly always enough to tell which comes first.
    head: u64,
    start: usize,
    end: usize,
    lexicon: u32,
    number: u32,
}

fn first_eight(term: &[u8]) -> u64 {
    let mut head = [0; 8];
    let length = term.len().min(8);
    head[..length].copy_from_slice(&term[..length]);
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_several_lexicons_have_one_order() {
        let lexicons = [Arc::new(Lexicon::default()), Arc::new(Lexicon::default())];
        let numbers = |lexicon: &Lexicon, terms: &[&str]| -> Vec<Token> {
            terms.iter().map(|term| Token::new(lexicon.number(term), true)).collect()
        };
        let mut first = numbers(&lexicons[0], &["rate", "oil", "militarily", "a\0"]);
        let mut second = numbers(&lexicons[1], &["oil", "military", "a"]);
        let ranks = Ranks::new(&lexicons);
        ranks.renumber(0, &mut first);
        ranks.renumber(1, &mut second);
        let terms: Vec<&[u8]> = ranks.iter().collect();
        assert_eq!(terms, [b"a".as_slice(), b"a\0", b"militarily", b"military", b"oil", b"rate"]);
        let ranked = |tokens: &[Token]| tokens.iter().map(|it| it.number()).collect::<Vec<_>>();
        assert_eq!((ranked(&first), ranked(&second)), (vec![5, 4, 2, 1], vec![4, 3, 0]));
        assert_eq!(ranks.term(2), b"militarily");
        assert_eq!(ranks.len(), 6);
    }
}
