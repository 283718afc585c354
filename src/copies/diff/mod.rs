//! What changed between two versions of a text.
//!
//! Paragraphs first: those that both texts have are found in order (`align`); one that is in both
//! but elsewhere was moved. Of the rest, those that are much alike and stand at the same place are
//! one paragraph that was changed (`pairs`), and in these alone words are compared (`words`).
//! What is left was added or cut.
//!
//! Work is bounded by numbers that the texts alone decide, never by a clock: the same two texts
//! give the same changes on every machine. Where a bound was reached, [`Diff::is_coarse`] says so,
//! and more is told as cut and added than has to be; what is told is true all the same.

mod align;
mod origins;
mod pairs;
mod words;

use std::fmt;

use align::Work;

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// It is in both texts.
    Same,
    /// It is in the later one only.
    Added,
    /// It is in the earlier one only.
    Cut,
}

/// A stretch of text, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'t> {
    /// What became of it.
    pub part: Part,
    /// The text.
    pub text: &'t str,
}

/// What became of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It stands as it stood.
    Same,
    /// Words of it were changed.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Cut,
    /// It stands elsewhere; words may have been changed as well.
    Moved,
}

/// A paragraph, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What became of it.
    pub kind: Kind,
    /// Its number in the earlier text, from 1; `None` where it is new.
    pub before: Option<usize>,
    /// Its number in the later text, from 1; `None` where it was cut.
    pub after: Option<usize>,
    /// Its words. Those that are the same or cut are the earlier paragraph, those that are the same
    /// or added the later one.
    pub segments: Vec<Segment<'t>>,
}

/// What changed between two versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff<'t> {
    /// The headline, where it is not the same.
    pub headline: Option<Piece<'t>>,
    /// Every paragraph of the later text in order, and between them, where they stood, those that
    /// were cut.
    pub paragraphs: Vec<Piece<'t>>,
    /// A bound was reached: more is told as cut and added than has to be.
    pub is_coarse: bool,
}

/// The part of the words, in thousandths, that has to stand in a changed paragraph.
const LEAST_KEPT: usize = 300;

/// What parts paragraphs.
pub const BREAK: &str = "\n\n";

impl<'t> Diff<'t> {
    /// Compares two versions, each a headline and a text.
    pub fn of(before: (&'t str, &'t str), after: (&'t str, &'t str)) -> Diff<'t> {
        let mut work = Work::default();
        let headline = headline(before.0, after.0, &mut work);
        let paragraphs = paragraphs(before.1, after.1, &mut work);
        Diff { headline, paragraphs, is_coarse: work.was_bounded }
    }

    /// The paragraphs that are not as they were.
    pub fn changed(&self) -> impl Iterator<Item = &Piece<'t>> {
        self.paragraphs.iter().filter(|piece| piece.kind != Kind::Same)
    }

    /// The headline and the paragraphs that are not as they were.
    pub fn changes(&self) -> impl Iterator<Item = &Piece<'t>> {
        self.headline.iter().chain(self.changed())
    }

    /// Words that are in the later version only, and in the earlier one only. What was moved is in
    /// both.
    pub fn words(&self) -> (usize, usize) {
        let segments = || self.changes().flat_map(|piece| &piece.segments);
        let count = |part: Part| {
            segments().filter(|it| it.part == part).map(|it| words::count(it.text)).sum()
        };
        (count(Part::Added), count(Part::Cut))
    }
}

impl fmt::Display for Segment<'_> {
    /// As `git diff --word-diff` writes it: `[-cut-]{+added+}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = self.part.brackets();
        write!(f, "{open}{}{close}", self.text)
    }
}

impl Part {
    /// What stands round it where there are no colours.
    pub fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Part::Same => ("", ""),
            Part::Added => ("{+", "+}"),
            Part::Cut => ("[-", "-]"),
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Same => "same",
            Part::Added => "added",
            Part::Cut => "cut",
        }
    }
}

impl Kind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Same => "same",
            Kind::Changed => "changed",
            Kind::Added => "added",
            Kind::Cut => "cut",
            Kind::Moved => "moved",
        }
    }
}

/// A piece that is on one side only, or the same on both.
fn whole<'t>(kind: Kind, before: Option<usize>, after: Option<usize>, text: &'t str) -> Piece<'t> {
    let part = match kind {
        Kind::Added => Part::Added,
        Kind::Cut => Part::Cut,
        _ => Part::Same,
    };
    Piece { kind, before, after, segments: vec![Segment { part, text }] }
}

fn headline<'t>(before: &'t str, after: &'t str, work: &mut Work) -> Option<Piece<'t>> {
    if before == after {
        return None;
    }
    let kind = match (before.is_empty(), after.is_empty()) {
        (true, _) => Kind::Added,
        (_, true) => Kind::Cut,
        _ => Kind::Changed,
    };
    let segments = words::changes(before, after, work);
    let number = |text: &str| (!text.is_empty()).then_some(1);
    Some(Piece { kind, before: number(before), after: number(after), segments })
}

fn paragraphs<'t>(before: &'t str, after: &'t str, work: &mut Work) -> Vec<Piece<'t>> {
    let cut = |text: &'t str| -> Vec<&'t str> {
        if text.is_empty() { Vec::new() } else { text.split(BREAK).collect() }
    };
    let (old, new) = (cut(before), cut(after));
    let origins = origins::of(&old, &new, work);
    let mut is_kept = vec![false; old.len()];
    origins.iter().flatten().for_each(|(from, _)| is_kept[*from] = true);
    // Where the next paragraph that did not move stood.
    let mut stands = vec![old.len(); new.len()];
    for at in (0..new.len()).rev() {
        stands[at] = match origins[at] {
            Some((from, Kind::Same | Kind::Changed)) => from,
            _ => stands.get(at + 1).copied().unwrap_or(old.len()),
        };
    }
    let mut pieces = Vec::with_capacity(new.len());
    let mut next = 0;
    let mut cut_up_to = |end: usize, pieces: &mut Vec<Piece<'t>>| {
        let cut = (next..end).filter(|at| !is_kept[*at]);
        pieces.extend(cut.map(|at| whole(Kind::Cut, Some(at + 1), None, old[at])));
        next = next.max(end);
    };
    for (at, text) in new.iter().copied().enumerate() {
        let number = Some(at + 1);
        if origins[at].is_none_or(|(_, kind)| kind != Kind::Moved) {
            // What was cut here stood before what came in its place.
            cut_up_to(stands[at], &mut pieces);
        }
        match origins[at] {
            None => pieces.push(whole(Kind::Added, None, number, text)),
            Some((from, kind)) => {
                if old[from] == text {
                    pieces.push(whole(kind, Some(from + 1), number, text));
                    continue;
                }
                let segments = words::changes(old[from], text, work);
                if kind == Kind::Changed && words::kept(&segments) < LEAST_KEPT {
                    // The same words in another order: no sentence of it stands.
                    pieces.push(whole(Kind::Cut, Some(from + 1), None, old[from]));
                    pieces.push(whole(Kind::Added, None, number, text));
                } else {
                    pieces.push(Piece { kind, before: Some(from + 1), after: number, segments });
                }
            }
        }
    }
    cut_up_to(old.len(), &mut pieces);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(before: &[&str], after: &[&str]) -> Vec<String> {
        let (before, after) = (before.join(BREAK), after.join(BREAK));
        shown(&Diff::of(("", &before), ("", &after)))
    }

    fn shown(diff: &Diff<'_>) -> Vec<String> {
        let number = |it: Option<usize>| it.map_or("-".to_owned(), |it| it.to_string());
        let piece = |piece: &Piece<'_>| {
            let segments: String = piece.segments.iter().map(Segment::to_string).collect();
            let (before, after) = (number(piece.before), number(piece.after));
            format!("{before}>{after} {} {segments}", piece.kind.name())
        };
        diff.changes().map(piece).collect()
    }

    const PIER: &str = "The old pier was shut on Monday.";
    const BOAT: &str = "Painters came by boat, a spokesman said, and left the same evening.";
    const RUST: &str = "Rust was found in most of its beams.";

    #[test]
    fn what_became_of_each_paragraph_is_told() {
        assert_eq!(
            texts(
                &[PIER, BOAT, RUST, "It will open in May."],
                &[RUST, "The old pier was shut on Tuesday.", BOAT, "Nobody was hurt there."],
            ),
            [
                "3>1 moved Rust was found in most of its beams.",
                "1>2 changed The old pier was shut on [-Monday-]{+Tuesday+}.",
                "4>- cut [-It will open in May.-]",
                "->4 added {+Nobody was hurt there.+}",
            ]
        );
        assert!(texts(&[PIER, BOAT], &[PIER, BOAT]).is_empty());
        assert_eq!(texts(&[], &[PIER]), ["->1 added {+The old pier was shut on Monday.+}"]);
        assert_eq!(texts(&[PIER], &[]), ["1>- cut [-The old pier was shut on Monday.-]"]);
    }

    #[test]
    fn a_paragraph_can_be_moved_and_changed() {
        let changed = BOAT.replace("same", "next");
        assert_eq!(
            texts(&[PIER, BOAT, RUST], &[&changed, PIER, RUST]),
            ["2>1 moved Painters came by boat, a spokesman said, and left the [-same-]{+next+} \
              evening."]
        );
    }

    #[test]
    fn the_same_words_in_another_order_are_another_paragraph() {
        let before = "Nine ships were waiting in the bay for barley, the harbor office said.";
        let after = "Said the office: harbor the barley for the bay, waiting in ships, were nine.";
        let (cut, added) = (format!("1>- cut [-{before}-]"), format!("->1 added {{+{after}+}}"));
        assert_eq!(texts(&[before], &[after]), [cut, added]);
    }

    #[test]
    fn the_headline_is_compared_too() {
        let diff = Diff::of(("Pier shut", PIER), ("Old pier shut", PIER));
        assert_eq!(shown(&diff), ["1>1 changed [-Pier-]{+Old pier+} shut"]);
        assert_eq!(diff.words(), (2, 1));
        assert_eq!(shown(&Diff::of(("", ""), ("Pier", ""))), ["->1 added {+Pier+}"]);
        assert_eq!(shown(&Diff::of(("Pier", ""), ("", ""))), ["1>- cut [-Pier-]"]);
        assert_eq!(Diff::of(("a", "b"), ("a", "b")).words(), (0, 0));
    }

    /// A row of numbers that looks like chance and is none.
    fn row(length: u64, seed: u64, bits: u32) -> impl Iterator<Item = u64> {
        let step = move |it: u64| (it + seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (0..length).map(move |it| (step(it) ^ step(it * it)) >> (64 - bits))
    }

    #[test]
    fn hostile_texts_end_soon_and_say_so() {
        let text = |length, seed, bits, mark: &str| -> String {
            row(length, seed, bits).map(|word| format!("w{word}{mark}")).collect()
        };
        let texts = [
            // Two paragraphs of words that recur, and two of 5 MB of words that do not.
            (text(400_000, 1, 4, " "), text(400_000, 2, 4, " ")),
            (text(400_000, 1, 40, " "), text(400_000, 2, 40, " ")),
            // 100,000 paragraphs of a word each.
            (text(100_000, 1, 4, BREAK), text(100_000, 2, 4, BREAK)),
            (text(100_000, 1, 40, BREAK), text(100_000, 2, 40, BREAK)),
        ];
        assert!(texts[1].0.len() > 5_000_000);
        for (before, after) in &texts {
            let diff = Diff::of((before, before), (after, after));
            assert!(diff.is_coarse);
            assert_eq!(side(&diff, false), *before);
            assert_eq!(side(&diff, true), *after);
        }
    }

    #[test]
    fn turned_round_paragraphs_were_moved() {
        let before: Vec<String> = row(20_000, 5, 40).map(|word| format!("w{word}")).collect();
        let after: Vec<String> = before.iter().rev().cloned().collect();
        let (before, after) = (before.join(BREAK), after.join(BREAK));
        let diff = Diff::of(("", &before), ("", &after));
        assert_eq!(diff.changes().filter(|it| it.kind == Kind::Moved).count(), 19_999);
        assert_eq!(side(&diff, false), before);
    }

    /// One of the two texts, as the pieces have it.
    fn side(diff: &Diff<'_>, later: bool) -> String {
        let (not, mut own): (Part, Vec<(usize, &Piece<'_>)>) = if later {
            let own = diff.paragraphs.iter().filter_map(|it| Some((it.after?, it)));
            (Part::Cut, own.collect())
        } else {
            let own = diff.paragraphs.iter().filter_map(|it| Some((it.before?, it)));
            (Part::Added, own.collect())
        };
        if !later {
            own.sort_by_key(|(number, _)| *number);
        }
        for (at, (number, _)) in own.iter().enumerate() {
            assert_eq!(at + 1, *number);
        }
        let text = |piece: &Piece<'_>| -> String {
            piece.segments.iter().filter(|it| it.part != not).map(|it| it.text).collect()
        };
        own.iter().map(|(_, piece)| text(piece)).collect::<Vec<_>>().join(BREAK)
    }

    proptest! {
        #[test]
        fn the_pieces_give_both_texts_back(
            before in "([ab]{1,3}[ .]){0,6}(\n\n([abc ]{0,8})){0,8}",
            after in "([ab]{1,3}[ .]){0,6}(\n\n([abc ]{0,8})){0,8}",
        ) {
            let diff = Diff::of(("", &before), ("", &after));
            prop_assert_eq!(side(&diff, false), &*before);
            prop_assert_eq!(side(&diff, true), &*after);
        }

        #[test]
        fn any_two_texts_are_compared(before: String, after: String) {
            let diff = Diff::of((&before, &before), (&after, &after));
            prop_assert_eq!(side(&diff, false), &*before);
            prop_assert_eq!(side(&diff, true), &*after);
            prop_assert_eq!(diff.changes().count() == 0, before == after);
        }
    }
}
