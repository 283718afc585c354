//! A page of a list of stories: the first ones, or those behind a cursor.

use newswire::error::Result;
use newswire::render::{Render, print};
use newswire::search::{Cursor, Hit, Question, Searcher, Sort};

use super::screen::Screen;

/// What is asked, and behind which place.
pub struct Asked<'s, 'a> {
    /// The query, planned.
    pub searcher: &'s Searcher<'a>,
    /// What a cursor has to belong to.
    pub question: Question,
    /// The order.
    pub sort: Sort,
    /// Where to go on.
    pub after: Option<&'s Cursor>,
}

impl Asked<'_, '_> {
    /// Checks that the cursor is one of this search, and tells where the index has changed since.
    pub fn check(&self, screen: &Screen) -> Result<()> {
        let Some(cursor) = self.after else { return Ok(()) };
        if !cursor.check(self.searcher, self.question, self.sort)? {
            screen.note(match self.sort {
                Sort::Relevance => {
                    "newswire: warning: the index has been written to since this cursor was given; \
                     scores may have moved, so a story may come twice or not at all (--sort newest \
                     and oldest are exact)"
                }
                _ => {
                    "newswire: warning: the index has been written to since this cursor was given; \
                     stories that are new come where their time stands"
                }
            });
        }
        Ok(())
    }

    /// Prints the stories; returns how many match, how many were printed, and, where there are
    /// more behind these, the cursor that goes on.
    pub fn search(
        &self,
        number: Option<usize>,
        render: &mut dyn Render,
    ) -> Result<(u64, u64, Option<Option<String>>)> {
        let (searcher, sort) = (self.searcher, self.sort);
        let scored = sort == Sort::Relevance;
        let all = || match self.after {
            Some(cursor) => searcher.hits_behind(sort, cursor.place()),
            None => searcher.hits(sort),
        };
        let Some(number) = number else {
            let returned = print(searcher, all(), scored, render)?;
            let total = match self.after {
                Some(_) => searcher.count(false)?.stories,
                None => returned,
            };
            return Ok((total, returned, None));
        };
        // One more than is printed tells whether there are more.
        let ask = number.saturating_add(1);
        if scored {
            let (mut hits, total) = match self.after {
                Some(cursor) => searcher.top_behind(ask, cursor.place())?,
                None => searcher.top(ask, None)?,
            };
            let more = hits.len() > number;
            hits.truncate(number);
            let last = hits.last().copied();
            let returned = print(searcher, hits.into_iter().map(Ok), scored, render)?;
            return Ok((total, returned, more.then(|| self.next(last))));
        }
        let total = searcher.count(false)?.stories;
        let (mut hits, mut last) = (all(), None);
        let page = hits.by_ref().take(number).inspect(|hit| {
            if let Ok(hit) = hit {
                last = Some(*hit);
            }
        });
        let returned = print(searcher, page, scored, render)?;
        let more = hits.next().transpose()?.is_some();
        Ok((total, returned, more.then(|| self.next(last))))
    }

    /// The cursor that goes on behind a hit; where none was printed, the one that was given.
    fn next(&self, last: Option<Hit>) -> Option<String> {
        match (last, self.after) {
            (Some(hit), _) => {
                Some(Cursor::new(self.searcher, self.question, self.sort, &hit).to_string())
            }
            (None, given) => given.map(Cursor::to_string),
        }
    }
}
