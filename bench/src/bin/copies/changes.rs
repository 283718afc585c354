//! Ways in which a text is changed, by so much of it.

use newswire_bench::Random;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Words here and there are others.
    WordsChanged,
    /// Words here and there are gone.
    WordsCut,
    /// Paragraphs are gone from the end.
    ParagraphsCut,
    /// Paragraphs of another story are put in.
    ParagraphsAdded,
    /// Paragraphs stand elsewhere.
    ParagraphsMoved,
    /// Dateline, byline and slug are others.
    Credits,
    /// The headline is another.
    Headline,
}

impl Change {
    /// All of them.
    pub const ALL: [Change; 7] = [
        Change::WordsChanged,
        Change::WordsCut,
        Change::ParagraphsCut,
        Change::ParagraphsAdded,
        Change::ParagraphsMoved,
        Change::Credits,
        Change::Headline,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Change::WordsChanged => "words changed",
            Change::WordsCut => "words cut",
            Change::ParagraphsCut => "paragraphs cut from the end",
            Change::ParagraphsAdded => "paragraphs added",
            Change::ParagraphsMoved => "paragraphs moved",
            Change::Credits => "other dateline, byline, slug",
            Change::Headline => "other headline",
        }
    }

    /// Whether it leaves the text itself alone, so that there is no amount of it.
    pub fn leaves_text(self) -> bool {
        matches!(self, Change::Credits | Change::Headline)
    }
}

/// Changes a part of a text; `other` is a text to take words and paragraphs from.
pub fn change(
    change: Change,
    part: f64,
    text: &[String],
    other: &[String],
    random: &mut Random,
) -> Vec<String> {
    let words: Vec<usize> = text.iter().map(|it| it.split_whitespace().count()).collect();
    let wanted = part * words.iter().sum::<usize>() as f64;
    match change {
        Change::WordsChanged | Change::WordsCut => {
            let new: Vec<&str> = match change {
                Change::WordsChanged => other.iter().flat_map(|it| it.split_whitespace()).collect(),
                _ => Vec::new(),
            };
            scattered(text, &words, wanted.round() as usize, &new, random)
        }
        Change::ParagraphsCut => {
            let from_end = words.iter().rev().copied();
            let cut = nearest(from_end, wanted).min(text.len().saturating_sub(1));
            text[..text.len() - cut].to_vec()
        }
        Change::ParagraphsAdded => {
            let lengths = other.iter().map(|it| it.split_whitespace().count());
            let mut changed = text.to_vec();
            for paragraph in &other[..nearest(lengths, wanted)] {
                changed.insert(random.below(changed.len() + 1), paragraph.clone());
            }
            changed
        }
        Change::ParagraphsMoved => {
            let mut changed = text.to_vec();
            let mut order: Vec<usize> = (0..text.len()).collect();
            shuffle(&mut order, random);
            let moved = nearest(order.iter().map(|it| words[*it]), wanted);
            let mut taken = order[..moved].to_vec();
            taken.sort_unstable();
            for at in taken.iter().rev() {
                changed.remove(*at);
            }
            for at in &order[..moved] {
                changed.insert(random.below(changed.len() + 1), text[*at].clone());
            }
            changed
        }
        Change::Credits | Change::Headline => text.to_vec(),
    }
}

/// How many paragraphs of such lengths together are nearest to so many words.
fn nearest(lengths: impl Iterator<Item = usize>, wanted: f64) -> usize {
    let (mut best, mut least, mut sum) = (0, wanted, 0);
    for (count, length) in (1..).zip(lengths) {
        sum += length;
        let off = (sum as f64 - wanted).abs();
        if off < least {
            (best, least) = (count, off);
        }
    }
    best
}

/// Puts so many words, at random places, in the place of others; where there are none, cuts them.
fn scattered(
    text: &[String],
    words: &[usize],
    count: usize,
    new: &[&str],
    random: &mut Random,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..words.iter().sum()).collect();
    shuffle(&mut order, random);
    let mut is_hit = vec![false; order.len()];
    order[..count.min(order.len())].iter().for_each(|at| is_hit[*at] = true);
    let mut is_hit = is_hit.into_iter();
    let changed = text.iter().map(|paragraph| {
        let mut changed = String::new();
        // Blanks stay as they are: lines of a table stay lines.
        for word in paragraph.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if bare.is_empty() || !is_hit.next().unwrap_or(false) {
                changed.push_str(word);
            } else if !new.is_empty() {
                changed.push_str(new[random.below(new.len())]);
                changed.push_str(&word[bare.len()..]);
            }
        }
        changed.trim().to_owned()
    });
    changed.filter(|paragraph| !paragraph.is_empty()).collect()
}

fn shuffle(order: &mut [usize], random: &mut Random) {
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Vec<String> {
        (0..10).map(|at| vec![format!("word{at}"); 10].join(" ")).collect()
    }

    fn words(text: &[String]) -> Vec<&str> {
        text.iter().flat_map(|it| it.split_whitespace()).collect()
    }

    #[test]
    fn a_part_of_the_words_is_changed_or_cut() {
        let (text, other) = (text(), vec!["new words here".to_owned()]);
        let changed = change(Change::WordsChanged, 0.2, &text, &other, &mut Random(1));
        let differ = words(&text).iter().zip(words(&changed)).filter(|(a, b)| **a != *b).count();
        assert_eq!((words(&changed).len(), differ), (100, 20));
        let cut = change(Change::WordsCut, 0.3, &text, &other, &mut Random(1));
        assert_eq!(words(&cut).len(), 70);
        for all in Change::ALL {
            assert_eq!(change(all, 0.0, &text, &other, &mut Random(1)), text, "{all:?}");
        }
    }

    #[test]
    fn paragraphs_are_cut_added_or_moved() {
        let (text, other) = (text(), vec!["new words here".to_owned(); 9]);
        let cut = change(Change::ParagraphsCut, 0.2, &text, &other, &mut Random(1));
        assert_eq!(cut, text[..8]);
        let added = change(Change::ParagraphsAdded, 0.1, &text, &other, &mut Random(1));
        assert_eq!(added.len(), 13);
        let mut moved = change(Change::ParagraphsMoved, 0.3, &text, &other, &mut Random(1));
        assert_ne!(moved, text);
        moved.sort_unstable();
        assert_eq!(moved, text);
    }
}
