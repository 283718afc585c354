//! Words as typed to expressions over leaves, by the analyser's own rules.

use unicode_normalization::char::is_combining_mark;

use super::expand::{Dictionary, Wanted};
use super::{Expr, Text};
use crate::analysis::Kind as TermKind;
use crate::analysis::blob::{self, Compound, Word};
use crate::error::Result;
use crate::query::{Kind, Node, PhraseWord, print};

/// How a word is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// In all its forms.
    Forms,
    /// As it stands.
    Exact,
}

/// What a typed word became.
pub struct Typed {
    /// Where it has to stand; `None` where nothing of it is a word.
    pub expr: Option<Expr>,
    /// The leaf of the joined form, for a compound.
    pub exact: Option<usize>,
}

/// What a word, pattern, fuzzy word or phrase of a query stands for; nothing for any other node.
pub fn leaf(dictionary: &mut Dictionary<'_>, text: Text, node: &Node) -> Result<Typed> {
    let alone = |expr| Typed { expr, exact: None };
    Ok(match &node.kind {
        Kind::Word { text: typed } => word(dictionary, text, typed, Reading::Forms)?,
        Kind::Exact { text: typed } => word(dictionary, text, typed, Reading::Exact)?,
        Kind::Wildcard { pattern: typed } => alone(Some(pattern(dictionary, text, typed)?)),
        Kind::Fuzzy { text: typed, distance } => {
            let wanted = Wanted::Fuzzy { text: typed.clone(), distance: *distance };
            let leaf = dictionary.leaf(text, &print(node), vec![wanted])?;
            alone(Some(Expr::Leaf(leaf)))
        }
        Kind::Phrase { words, forms } => {
            let reading = if *forms { Reading::Forms } else { Reading::Exact };
            alone(phrase(dictionary, text, words, reading)?)
        }
        _ => alone(None),
    })
}

fn phrase(
    dictionary: &mut Dictionary<'_>,
    text: Text,
    words: &[PhraseWord],
    reading: Reading,
) -> Result<Option<Expr>> {
    let mut row = Vec::with_capacity(words.len());
    for typed in words {
        if typed.wildcard {
            row.push(pattern(dictionary, text, &typed.text)?);
        } else {
            row.extend(word(dictionary, text, &typed.text, reading)?.expr);
        }
    }
    Ok(match row.len() {
        0 => None,
        1 => row.pop(),
        _ => Some(Expr::Row(row)),
    })
}

/// Reads a typed word: a simple one, a compound, or a row of characters.
fn word(
    dictionary: &mut Dictionary<'_>,
    text: Text,
    typed: &str,
    reading: Reading,
) -> Result<Typed> {
    let mut row = Vec::new();
    let mut exact = None;
    let compounds = cut(typed);
    let alone = compounds.len() == 1;
    let mut at = 0;
    while at < compounds.len() {
        let compound = &compounds[at];
        if compound.words[0].character {
            let run = characters(&compounds[at..]);
            row.push(characters_expr(dictionary, text, &compounds[at..at + run])?);
            at += run;
            continue;
        }
        // In a longer chain (`U.S.Steel`) the words stand as they are.
        let reading = if alone { reading } else { Reading::Exact };
        let (expr, joined) = compound_expr(dictionary, text, compound, reading)?;
        exact = exact.or(joined.filter(|_| alone));
        row.push(expr);
        at += 1;
    }
    let expr = match row.len() {
        0 => None,
        1 => row.pop(),
        _ => Some(Expr::Row(row)),
    };
    Ok(Typed { expr, exact })
}

fn cut(typed: &str) -> Vec<Compound> {
    // The same borders as in a story: what parts words there parts them here.
    crate::analysis::scan::blob_ranges(typed)
        .into_iter()
        .flat_map(|range| {
            let start = range.start;
            let mut compounds = blob::cut(&typed[range], false);
            for word in compounds.iter_mut().flat_map(|compound| &mut compound.words) {
                word.start += start;
                word.end += start;
            }
            compounds
        })
        .collect()
}

/// Compounds at the start that are one run of characters.
fn characters(compounds: &[Compound]) -> usize {
    let mut run = 1;
    while run < compounds.len() {
        let (before, word) = (&compounds[run - 1].words[0], &compounds[run].words[0]);
        if !word.character || word.start != before.end {
            break;
        }
        run += 1;
    }
    run
}

fn characters_expr(dictionary: &mut Dictionary<'_>, text: Text, run: &[Compound]) -> Result<Expr> {
    let words: Vec<&Word> = run.iter().map(|compound| &compound.words[0]).collect();
    let [word] = words.as_slice() else {
        let pairs = &words[..words.len() - 1];
        let mut row = Vec::with_capacity(pairs.len());
        for (at, pair) in pairs.iter().enumerate() {
            // The last pair covers its second character too.
            let length = if at + 1 == pairs.len() { 2 } else { 1 };
            let wanted = Wanted::Term { term: pair.surface.clone(), length };
            row.push(Expr::Leaf(dictionary.leaf(text, &pair.surface, vec![wanted])?));
        }
        return Ok(if row.len() == 1 { row.remove(0) } else { Expr::Row(row) });
    };
    // A single character: alone at the end of a run, or the first of a pair.
    let wanted = Wanted::Character(word.surface.clone());
    Ok(Expr::Leaf(dictionary.leaf(text, &word.surface, vec![wanted])?))
}

fn compound_expr(
    dictionary: &mut Dictionary<'_>,
    text: Text,
    compound: &Compound,
    reading: Reading,
) -> Result<(Expr, Option<usize>)> {
    if let [word] = compound.words.as_slice() {
        let leaf = word_leaf(dictionary, text, word, reading)?;
        return Ok((Expr::Leaf(leaf), None));
    }
    let mut row = Vec::with_capacity(compound.words.len());
    for word in &compound.words {
        row.push(Expr::Leaf(word_leaf(dictionary, text, word, Reading::Exact)?));
    }
    let Some(joined) = &compound.joined else {
        return Ok((Expr::Row(row), None));
    };
    let mut wanted = Vec::new();
    for surface in [&joined.surface, &joined.second] {
        if !surface.is_empty() {
            wanted.push(Wanted::Term { term: surface.clone(), length: 1 });
            wanted.push(Wanted::Joined { kind: TermKind::Joined, text: surface.clone() });
        }
    }
    let leaf = dictionary.leaf(text, &joined.surface, wanted)?;
    Ok((Expr::Either(vec![Expr::Leaf(leaf), Expr::Row(row)]), Some(leaf)))
}

fn word_leaf(
    dictionary: &mut Dictionary<'_>,
    text: Text,
    word: &Word,
    reading: Reading,
) -> Result<usize> {
    let mut wanted = Vec::new();
    for surface in [&word.surface, &word.second] {
        if !surface.is_empty() {
            wanted.push(Wanted::Term { term: surface.clone(), length: 1 });
            wanted.push(Wanted::Joined { kind: TermKind::Joined, text: surface.clone() });
        }
    }
    if reading == Reading::Forms && !word.lowered.is_empty() {
        wanted.push(Wanted::Stems { lowered: word.lowered.clone() });
    }
    dictionary.leaf(text, &word.surface, wanted)
}

/// Reads a pattern: `econom*`, `wom?n`, `co-op*`, and in paths `1987/*` and `*.txt`.
fn pattern(dictionary: &mut Dictionary<'_>, text: Text, typed: &str) -> Result<Expr> {
    let mut row = Vec::new();
    for section in sections(typed) {
        if section.contains(['*', '?']) {
            row.push(compound_pattern(dictionary, text, section)?);
        } else {
            row.extend(word(dictionary, text, section, Reading::Exact)?.expr);
        }
    }
    match row.len() {
        0 => compound_pattern(dictionary, text, typed),
        1 => Ok(row.remove(0)),
        _ => Ok(Expr::Row(row)),
    }
}

fn is_joiner(c: char) -> bool {
    blob::is_hyphen(c) || blob::is_apostrophe(c)
}

/// The words of a pattern, parted where a story's are. A `*` of its own at either end is left
/// out: it asks for nothing.
fn sections(typed: &str) -> Vec<&str> {
    let mut before = None;
    let mut after = typed.chars().skip(1);
    let parts = typed.split(|c: char| {
        let (last, next) = (before.replace(c), after.next());
        let digits = last.is_some_and(char::is_numeric)
            && next.is_some_and(|next| next.is_numeric() || next == '?');
        let part_of_word = match c {
            '*' | '?' | '&' => true,
            '.' | ',' => digits,
            _ => c.is_alphanumeric() || is_combining_mark(c) || is_joiner(c),
        };
        !part_of_word
    });
    let asks = |part: &&str| part.contains(|c: char| c.is_alphanumeric() || c == '*' || c == '?');
    let mut sections: Vec<&str> = parts.filter(asks).collect();
    let star = |part: Option<&&str>| part.is_some_and(|part| part.chars().all(|c| c == '*'));
    while sections.len() > 1 && star(sections.last()) {
        sections.pop();
    }
    while sections.len() > 1 && star(sections.first()) {
        sections.remove(0);
    }
    sections
}

/// Reads one word of a pattern, which may be a compound.
fn compound_pattern(dictionary: &mut Dictionary<'_>, text: Text, typed: &str) -> Result<Expr> {
    // AT&T is ATT.
    let typed = typed.replace('&', "");
    let parts: Vec<&str> = typed.split(is_joiner).filter(|part| !part.is_empty()).collect();
    let joined: String = parts.concat();
    let whole = dictionary.leaf(text, &typed, vec![Wanted::Pattern(joined)])?;
    if parts.len() < 2 {
        return Ok(Expr::Leaf(whole));
    }
    let mut row = Vec::with_capacity(parts.len());
    for part in parts {
        if part.contains(['*', '?']) {
            let wanted = vec![Wanted::Pattern(part.to_owned())];
            row.push(Expr::Leaf(dictionary.leaf(text, part, wanted)?));
        } else {
            row.extend(word(dictionary, text, part, Reading::Exact)?.expr);
        }
    }
    Ok(Expr::Either(vec![Expr::Leaf(whole), Expr::Row(row)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_paths_are_parted_like_paths() {
        for (typed, parted) in [
            ("1987/*", &["1987"][..]),
            ("*.txt", &["txt"]),
            ("*/1987/*", &["1987"]),
            ("a/b*.sgm", &["a", "b*", "sgm"]),
            ("1987/*/x*", &["1987", "*", "x*"]),
            ("*first*", &["*first*"]),
            ("co-op*", &["co-op*"]),
            ("at&*", &["at&*"]),
            ("3.?", &["3.?"]),
            ("*", &["*"]),
            ("", &[]),
        ] {
            assert_eq!(sections(typed), parted, "{typed}");
        }
    }
}
