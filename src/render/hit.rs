//! A hit with what its output needs to know, and the loop that prints a stream of hits.
//!
//! Its own file because it is the one place where the store is read for a list of hits: in small
//! batches for the positions, one story at a time for the records, so that memory stays flat
//! however long the list is.

use std::io;

use super::{Needs, Render};
use crate::error::{Error, Result};
use crate::index::Address;
use crate::search::{Explanation, Hit, InStory, Searcher};
use crate::snippet::{Marks, Snippet, marks, snippets};
use crate::story::{Story, TakeKind};

/// A hit and what is known of its story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FullHit {
    /// Place in the list, from 1.
    pub rank: u64,
    /// Its score; null where the list is in the order of time.
    pub score: Option<f32>,
    /// The story's id.
    pub id: String,
    /// The record, where it is needed.
    pub story: Option<Story>,
    /// How often the query matches in it, where it is needed.
    pub matches: Option<u64>,
    /// Fragments round the matches, where they are needed.
    pub snippets: Vec<Snippet>,
    /// Where the query matches, where it is needed.
    pub marks: Marks,
    /// How its score came about, where it is needed.
    pub explanation: Option<Explanation>,
    /// Id of the group of its copies, where it has one and it is needed.
    pub group: Option<String>,
    /// Id of the chain of its versions, where it has one and it is needed.
    pub chain: Option<String>,
    /// Whether it is a kill or was withdrawn by one, where it is needed.
    pub killed: bool,
}

/// What is said of a story that was killed, or is a kill.
pub(super) const KILLED: &str = "KILLED";

/// Hits looked up together where their positions are needed.
const BATCH: usize = 256;
/// Hits looked up together where ids alone are needed.
const BATCH_OF_IDS: usize = 16_384;

/// Prints a stream of hits and returns how many there were.
///
/// `scored` says whether the scores of the hits mean anything.
pub fn print(
    searcher: &Searcher<'_>,
    mut hits: impl Iterator<Item = Result<Hit>>,
    scored: bool,
    render: &mut dyn Render,
) -> Result<u64> {
    let needs = render.needs();
    let words = needs.snippets.is_some() || needs.marks;
    let positions = needs.matches || words;
    let size = if needs.story || positions { BATCH } else { BATCH_OF_IDS };
    let mut returned = 0;
    render.begin().map_err(failed)?;
    loop {
        let batch: Vec<Hit> = hits.by_ref().take(size).collect::<Result<_>>()?;
        let addresses: Vec<_> = batch.iter().map(|hit| hit.address).collect();
        let ids = searcher.index().ids(&addresses);
        let matches = match (words, positions) {
            (true, _) => searcher.in_stories(&addresses)?,
            (false, true) => {
                let found = searcher.spans_of(&addresses)?.into_iter();
                found.map(|spans| InStory { spans, ..InStory::default() }).collect()
            }
            (false, false) => vec![InStory::default(); batch.len()],
        };
        for ((hit, id), matches) in batch.iter().zip(ids).zip(matches) {
            returned += 1;
            let mut full = FullHit {
                rank: returned,
                score: scored.then_some(hit.score),
                id,
                ..FullHit::default()
            };
            if needs.explanation {
                full.explanation = searcher.explain(hit.address)?;
            }
            if needs.kin {
                let kin = searcher.index().kin(hit.address);
                let id = |first: Option<Address>| first.map(|it| searcher.index().id(it));
                (full.group, full.chain) = (id(kin.group), id(kin.chain));
                full.killed = kin.withdrawn;
            }
            if needs.matches {
                full.matches = Some(matches.count());
            }
            if needs.story || needs.snippets.is_some() || needs.marks {
                let story = searcher.index().story_of_id(hit.address, full.id.clone())?;
                look_up(&mut full, &story, &matches.words, &needs);
                full.killed |= needs.kin && story.take.kind == TakeKind::Kill;
                full.story = Some(story);
            }
            render.hit(&full).map_err(failed)?;
        }
        if batch.len() < size {
            break;
        }
    }
    render.finish().map_err(failed)?;
    Ok(returned)
}

fn look_up(
    full: &mut FullHit,
    story: &Story,
    words: &[(usize, Vec<crate::span::Span>)],
    needs: &Needs,
) {
    if let Some(options) = &needs.snippets {
        full.snippets = snippets(story, words, options);
    }
    if needs.marks {
        full.marks = marks(story, words);
    }
}

/// An error of the writer.
pub(super) fn failed(error: io::Error) -> Error {
    Error::io("writing", "standard output", error)
}
