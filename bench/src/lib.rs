//! What the programs of the benchmark share: documents, queries, and how a run of queries is timed.
//!
//! Each engine is a program of its own (`wire`, `raw`, `sqlite`), so that wall time, processor time
//! and memory are those of a whole process; `bench` starts them, one after another.

pub mod measure;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use serde::{Deserialize, Serialize};

/// Whatever went wrong; nobody but the person at the terminal handles it.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A story as the other engines are given it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Its id in newswire.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Text.
    pub body: String,
}

/// Shows every document of a JSON Lines file.
pub fn documents(path: &Path, mut each: impl FnMut(Document) -> Result<()>) -> Result<()> {
    let mut lines = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        each(serde_json::from_slice(&line)?)?;
        line.clear();
    }
    Ok(())
}

/// Reads queries: one a line, its words parted by blanks.
pub fn queries(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect())
}

/// Words that stand near each other: how often each pair is asked for in a pass.
pub const NEAR_TIMES: usize = 5;
/// Pairs of words, from rare to frequent, whose nearness is counted over all stories.
pub const NEAR: [[&str; 2]; 8] = [
    ["opec", "saudi"],
    ["prime", "minister"],
    ["oil", "prices"],
    ["interest", "rates"],
    ["new", "york"],
    ["last", "year"],
    ["mln", "dlrs"],
    ["said", "company"],
];

/// The pairs as queries of a pass.
pub fn near() -> Vec<Vec<String>> {
    let pairs = NEAR.iter().map(|pair| pair.map(str::to_owned).to_vec());
    std::iter::repeat_n(pairs.collect::<Vec<_>>(), NEAR_TIMES).flatten().collect()
}

/// Splitmix64: small, and the same everywhere.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit.max(1) as u64) as usize
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// How one way of asking fared: a line of what the programs print when they are warm.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pass {
    /// What was asked for.
    pub name: String,
    /// Queries.
    pub queries: usize,
    /// Hits in all of them.
    pub hits: usize,
    /// Seconds.
    pub seconds: f64,
}

/// Runs all queries once through and prints the time; `ask` returns the number of hits.
pub fn pass(
    name: &str,
    queries: &[Vec<String>],
    mut ask: impl FnMut(&[String]) -> Result<usize>,
) -> Result<()> {
    let begun = Instant::now();
    let mut hits = 0;
    for words in queries {
        hits += ask(words)?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let pass = Pass { name: name.to_owned(), queries: queries.len(), hits, seconds };
    println!("{}", serde_json::to_string(&pass)?);
    Ok(())
}
