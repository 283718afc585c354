//! Nearness, case and number by the rules: every way in which words can stand is written down and
//! looked at.

use std::collections::{BTreeMap, BTreeSet};

use newswire::query::{Case, Order, Unit};

use super::archive::{Archive, BODY, Place};

/// A way in which an expression stands: its words as runs, in order.
pub type Way = Vec<Place>;
/// All ways, by story.
pub type Ways = BTreeMap<u32, BTreeSet<Way>>;

/// How far two sides may be apart.
pub enum Reach {
    Words(u32),
    Same(Unit),
}

/// The ways in which two sides stand near each other, or the left one with no right one near.
pub fn near(
    archive: &Archive,
    (left, right): (Ways, Ways),
    reach: &Reach,
    order: Order,
    negated: bool,
    is_story: bool,
) -> Ways {
    let mut found = Ways::new();
    let none = BTreeSet::new();
    for (story, left) in left {
        let right = right.get(&story).unwrap_or(&none);
        let units = |way: &Way| -> Option<(u8, usize, usize)> {
            let mut units: Vec<_> =
                positions(way)
                    .map(|at| {
                        if is_story {
                            archive.unit(story, at)
                        } else {
                            (2, at as usize / 100_000, 0)
                        }
                    })
                    .collect();
            if matches!(reach, Reach::Same(Unit::Paragraph)) {
                units.iter_mut().for_each(|unit| unit.2 = 0);
            }
            units.dedup();
            (units.len() == 1).then(|| units[0])
        };
        let is_near = |a: &Way, b: &Way| {
            let (first, second): (Vec<u32>, Vec<u32>) =
                (positions(a).collect(), positions(b).collect());
            if first.iter().any(|at| second.contains(at)) {
                return false;
            }
            if order == Order::LeftFirst && first.iter().max() > second.iter().min() {
                return false;
            }
            match reach {
                Reach::Words(words) => {
                    first.iter().any(|x| second.iter().any(|y| x.abs_diff(*y) <= *words))
                }
                Reach::Same(_) => units(a).is_some() && units(a) == units(b),
            }
        };
        let mut ways = BTreeSet::new();
        for a in &left {
            let mut with = right.iter().filter(|b| is_near(a, b));
            if negated {
                if with.next().is_none() {
                    ways.insert(a.clone());
                }
                continue;
            }
            for b in with {
                let mut both = [&a[..], b].concat();
                both.sort_unstable();
                ways.insert(both);
            }
        }
        if !ways.is_empty() {
            found.insert(story, ways);
        }
    }
    found
}

fn positions(way: &Way) -> impl Iterator<Item = u32> {
    way.iter().flat_map(|(first, last)| *first..=*last)
}

/// The ways all words of which are written so.
pub fn cased(archive: &Archive, mut ways: Ways, case: Case) -> Ways {
    for (story, ways) in &mut ways {
        ways.retain(|way| {
            positions(way).all(|at| {
                let letters: Vec<char> =
                    archive.word(*story, at).chars().filter(|c| c.is_alphabetic()).collect();
                let capital = |c: &char| c.is_uppercase();
                letters.is_empty()
                    || match case {
                        Case::Caps => letters.iter().any(capital),
                        Case::AllCaps => letters.iter().all(capital),
                        Case::NoCaps => !letters.iter().any(capital),
                    }
            })
        });
    }
    ways.retain(|_, ways| !ways.is_empty());
    ways
}

/// Abbreviations behind whose dot a sentence goes on.
const ABBREVIATIONS: &str = "adm ala apr ariz ark assn asst aug ave bros brig calif capt cf cia cie \
    cmdr co col colo comdr conn corp cos cpl dec del dept dist dlrs dr est etc feb fla fr ft ga gen \
    gov govt hon ill inc ind intl jan jr jul jun kan ky la lt ltd ltda maj mar mass md messrs mfg \
    mich minn miss mln mme mlle mo mont mr mrs ms mt natl neb nev nov oct okla ont op ore pa pct pfc \
    pp pres prof pvt que rep reps rev sask sec sen sens sept sep sgt sr sra srta st ste tenn tex \
    univ va vs vt wash wis wisc wyo";
/// Those among them that are words, and abbreviations only with a capital.
const WORDS: &str = "ill la mar mass miss ore pa sec wash";

/// Where the sentences of a paragraph begin, in bytes of it.
pub fn sentence_starts(paragraph: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = paragraph.char_indices().collect();
    let mut starts = Vec::new();
    let mut open = false;
    let mut at = 0;
    while at < chars.len() {
        if !open {
            if !chars[at].1.is_whitespace() {
                open = true;
                starts.push(chars[at].0);
            } else {
                at += 1;
            }
            continue;
        }
        let stop = chars[at].1;
        let mut behind = at + 1;
        if "。！？".contains(stop) {
            open = false;
        } else if ".!?".contains(stop) {
            while chars
                .get(behind)
                .is_some_and(|(_, c)| ".!?\"')]\u{2019}\u{201d}»\u{203a}".contains(*c))
            {
                behind += 1;
            }
            let rest: String = chars[behind.min(chars.len())..].iter().map(|(_, c)| c).collect();
            let small = rest.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
            let begun = &paragraph[*starts.last().expect("it is open")..chars[at].0];
            if rest.starts_with(char::is_whitespace)
                && !small
                && !(stop == '.' && abbreviated(begun, &rest))
            {
                open = false;
            }
        }
        at = behind;
    }
    starts
}

fn abbreviated(begun: &str, rest: &str) -> bool {
    let reversed: String =
        begun.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
    let word: String = reversed.chars().rev().collect();
    if word.chars().count() == 1 {
        return word.chars().all(char::is_alphabetic);
    }
    let letters: Vec<&str> = word.split('.').collect();
    if letters.len() > 1 {
        return letters.iter().all(|part| part.chars().count() < 2)
            && word.chars().any(char::is_alphabetic);
    }
    let lower = word.to_ascii_lowercase();
    if ["no", "nos", "nr"].contains(&lower.as_str()) {
        return rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    let known = |list: &str| list.split_whitespace().any(|known| known == lower);
    known(ABBREVIATIONS) && (!known(WORDS) || word.starts_with(char::is_uppercase))
}

/// The unit of each position of a text: paragraph and sentence.
pub fn units(text: &str, places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut starts = Vec::new();
    let mut from = 0;
    for (number, paragraph) in text.split("\n\n").enumerate() {
        starts.extend(sentence_starts(paragraph).iter().map(|at| (from + at, number)));
        from += paragraph.len() + 2;
    }
    places
        .iter()
        .map(|(place, _)| {
            let before = starts.iter().take_while(|(at, _)| at <= place).count();
            (before.checked_sub(1).map_or(0, |last| starts[last].1), before)
        })
        .collect()
}

/// Which part of a story a position is in, and its number there.
pub fn part_of(position: u32) -> (usize, usize) {
    if position >= BODY { (1, (position - BODY) as usize) } else { (0, position as usize) }
}
