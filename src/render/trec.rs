//! TREC runs: `qid Q0 docno rank score tag`, six columns parted by blanks.
//!
//! trec_eval passes over the rank and sorts by score, read as a 32-bit number, and where scores
//! are equal by docno. So that it keeps our order, a score that is not below the one before is
//! printed as the next number below it.

use std::fmt::Write as _;
use std::hash::BuildHasher;
use std::io::{self, Write};

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::{FullHit, Needs, Render};
use crate::index::Docnos;

/// Says whether a text can stand in a column: it is there, and nothing in it parts columns.
pub fn is_column(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Scores as they are printed: strictly falling, also when read as 32-bit numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Falling {
    last: Option<f32>,
}

/// Steps down from a score below 1: below that, the next number would have dozens of digits.
const STEP: f32 = 1e-6;

impl Falling {
    /// The score to print for one that comes next.
    pub fn next(&mut self, score: f32) -> f32 {
        let score = if score.is_nan() { f32::MAX } else { score.clamp(f32::MIN, f32::MAX) };
        let below = |last: f32| if last.abs() < 1.0 { last - STEP } else { last.next_down() };
        let printed = match self.last {
            // Adding nothing turns the other zero into the plain one.
            None => score + 0.0,
            Some(last) if score < last => score + 0.0,
            Some(last) => below(last),
        };
        self.last = Some(printed);
        printed
    }
}

/// Prints the lines of one query.
pub struct Trec<W> {
    out: W,
    qid: String,
    tag: String,
    falling: Falling,
    docnos: Option<Docnos>,
    /// Hashes of the docnos so far that are no whole ids.
    seen: FxHashSet<u64>,
    line: String,
}

impl<W: Write> Trec<W> {
    /// Lines to a writer. `qid` and `tag` have to be columns ([`is_column`]). `docnos` cuts ids down
    /// to what the source gave; where two stories of a query would be called alike, the second one
    /// goes by its whole id.
    pub fn new(out: W, qid: &str, tag: &str, docnos: Option<Docnos>) -> Trec<W> {
        Trec {
            out,
            docnos,
            seen: FxHashSet::default(),
            qid: qid.to_owned(),
            tag: tag.to_owned(),
            falling: Falling::default(),
            line: String::new(),
        }
    }

    /// Prints the line of a story; without a score, its score is its rank below 0.
    pub fn line(&mut self, rank: u64, id: &str, score: Option<f32>) -> io::Result<()> {
        let Trec { line, qid, tag, docnos, seen, .. } = self;
        let id = match docnos.as_ref().map_or(id, |docnos| docnos.of(id)) {
            short if short.len() == id.len() || seen.insert(FxBuildHasher.hash_one(short)) => short,
            _ => id,
        };
        line.clear();
        line.push_str(qid);
        line.push_str(" Q0 ");
        docno(line, id);
        // Writing to a string cannot fail.
        let _ = match score {
            Some(score) => write!(line, " {rank} {} ", self.falling.next(score)),
            None => write!(line, " {rank} -{rank} "),
        };
        line.push_str(tag);
        line.push('\n');
        self.out.write_all(line.as_bytes())
    }
}

impl<W> Trec<W> {
    /// The writer.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Writes an id; what would part columns is written as `%XX`, as in ids that newswire makes.
fn docno(line: &mut String, id: &str) {
    if is_column(id) {
        return line.push_str(id);
    }
    for c in id.chars() {
        if c.is_whitespace() || c.is_control() {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(line, "%{byte:02X}");
            }
        } else {
            line.push(c);
        }
    }
}

impl<W: Write> Render for Trec<W> {
    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        self.line(hit.rank, &hit.id, hit.score)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(hits: &[(&str, Option<f32>)]) -> String {
        let mut out = Vec::new();
        let mut trec = Trec::new(&mut out, "301", "mine", None);
        for (rank, (id, score)) in (1..).zip(hits) {
            let hit = FullHit { rank, id: (*id).into(), score: *score, ..FullHit::default() };
            trec.hit(&hit).expect("memory");
        }
        trec.finish().expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn six_columns_and_nothing_looked_up() {
        assert_eq!(Trec::new(Vec::new(), "1", "t", None).needs(), Needs::default());
        assert_eq!(
            run(&[
                ("AP:1", Some(12.5)),
                ("a b\u{A0}c", Some(12.5)),
                ("x", Some(0.0)),
                ("y", Some(-0.0))
            ]),
            "301 Q0 AP:1 1 12.5 mine\n301 Q0 a%20b%C2%A0c 2 12.499999 mine\n\
             301 Q0 x 3 0 mine\n301 Q0 y 4 -0.000001 mine\n"
        );
        assert_eq!(run(&[("a", None), ("b", None)]), "301 Q0 a 1 -1 mine\n301 Q0 b 2 -2 mine\n");
    }

    #[test]
    fn columns_hold_no_blanks() {
        assert!(is_column("301") && is_column("q-é"));
        assert!(!is_column("") && !is_column("a b") && !is_column("a\u{A0}b") && !is_column("a\0"));
    }

    proptest::proptest! {
        #[test]
        fn printed_scores_fall_as_numbers_of_32_and_64_bits(
            mut scores in proptest::collection::vec(
                proptest::prop_oneof![
                    0f32..30.0, 1000f32..1020.0, proptest::strategy::Just(0.0),
                    proptest::strategy::Just(7.25), proptest::strategy::Just(f32::INFINITY),
                    proptest::strategy::Just(f32::NAN),
                ],
                1..60,
            )
        ) {
            scores.sort_by(|a, b| b.total_cmp(a));
            let mut falling = Falling::default();
            let printed: Vec<String> =
                scores.iter().map(|score| falling.next(*score).to_string()).collect();
            let narrow: Vec<f32> = printed.iter().map(|it| it.parse().expect("a number")).collect();
            let wide: Vec<f64> = printed.iter().map(|it| it.parse().expect("a number")).collect();
            proptest::prop_assert!(narrow.windows(2).all(|two| two[0] > two[1]), "{printed:?}");
            proptest::prop_assert!(wide.windows(2).all(|two| two[0] > two[1]), "{printed:?}");
            for (score, printed) in scores.iter().zip(&narrow) {
                if score.is_finite() {
                    proptest::prop_assert!((score - printed).abs() < 1e-2);
                }
            }
        }
    }
}
