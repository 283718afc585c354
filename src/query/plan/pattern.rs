//! Patterns and edit distances: does a term of a dictionary fit?

use levenshtein_automata::{DFA, Distance, SINK_STATE};
use tantivy_fst::Automaton;

use crate::analysis::fold;

/// An edit-distance automaton as the dictionary takes it.
pub(super) struct Near(pub DFA);

impl Automaton for &Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// Folds the letters of a pattern; two spellings where it holds a German umlaut.
pub(super) fn fold_pattern(pattern: &str) -> Vec<String> {
    let (mut first, mut second) = (String::new(), String::new());
    let (mut lowered, mut folded, mut other) = Default::default();
    let mut umlaut = false;
    let mut rest = pattern;
    while !rest.is_empty() {
        let end = rest.find(['*', '?']).unwrap_or(rest.len());
        fold::lower(&rest[..end], false, &mut lowered);
        fold::fold(&lowered, &mut folded, &mut other);
        first.push_str(&folded);
        second.push_str(if other.is_empty() { &folded } else { &other });
        umlaut |= !other.is_empty();
        let wild: String = rest[end..].chars().take(1).collect();
        first.push_str(&wild);
        second.push_str(&wild);
        rest = &rest[end + wild.len()..];
    }
    if umlaut { vec![first, second] } else { vec![first] }
}

/// Says whether a whole term matches a pattern of `*` and `?`. Linear but for the last `*`.
pub(super) fn is_match(pattern: &[char], term: &str) -> bool {
    let term: Vec<char> = term.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < term.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == term[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, term: &str) -> bool {
        is_match(&pattern.chars().collect::<Vec<_>>(), term)
    }

    #[test]
    fn patterns_match_whole_terms() {
        assert!(matches("econom*", "economy") && matches("econom*", "econom"));
        assert!(matches("wom?n", "women") && !matches("wom?n", "womn"));
        assert!(matches("*ation*s", "stationers") && !matches("*ation", "nations"));
        assert!(!matches("econ", "economy"));
    }

    #[test]
    fn patterns_fold_like_words() {
        assert_eq!(fold_pattern("MÜL*"), ["mul*", "muel*"]);
        assert_eq!(fold_pattern("Erdoğ?n"), ["erdog?n"]);
    }
}
