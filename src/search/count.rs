//! Counting all that a query finds, over several cores where it pays.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use super::postings::END;
use super::{Counts, Searcher};
use crate::error::Result;
use crate::query::plan::{Plan, Step};

/// Stories that a part of a segment holds, which a thread counts at a time.
const PART: u32 = 1 << 12;
/// Stories that have to be looked at, at the least, for a second thread to be worth its start.
const WORTH: u64 = 1 << 14;

impl<'a> Searcher<'a> {
    /// The same searcher, which counts on so many threads; what it counts is the same.
    pub fn on_threads(self, threads: usize) -> Searcher<'a> {
        Searcher { threads: threads.max(1), ..self }
    }

    /// Counts stories and, where `matches` asks for them, the matches in them.
    pub fn count(&self, matches: bool) -> Result<Counts> {
        let mut counts = Counts::default();
        for segment in 0..self.index.segments().len() {
            let prepared = self.prepared(segment)?;
            let stories = prepared.segment().reader.max_doc();
            let threads = match prepared.most() {
                most if most < WORTH => 1,
                _ => self.threads.min(stories.div_ceil(PART) as usize),
            };
            let next = AtomicU32::new(0);
            // Parts come in order to each thread, so that it reads its lists once, forwards.
            let work = || -> Result<Counts> {
                let mut matcher = prepared.matcher(false, matches)?;
                let mut counts = Counts::default();
                loop {
                    let part = next.fetch_add(1, Ordering::Relaxed);
                    let start = part.saturating_mul(PART);
                    if start >= stories {
                        return Ok(counts);
                    }
                    matcher.stop_at(start.saturating_add(PART));
                    let mut doc = matcher.seek(start);
                    while doc != END {
                        counts.stories += 1;
                        if matches {
                            counts.matches += matcher.matches(doc);
                        }
                        doc = matcher.seek(doc + 1);
                    }
                    matcher.check(&self.plan)?;
                }
            };
            let found: Vec<Result<Counts>> = thread::scope(|scope| {
                let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
                let own = work();
                let join = |it: thread::ScopedJoinHandle<'_, _>| {
                    it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                std::iter::once(own).chain(others.into_iter().map(join)).collect()
            });
            for found in found {
                counts = counts.plus(found?);
            }
        }
        Ok(self.with_items(counts))
    }

    /// Counts what one clause of the plan matches on its own.
    pub fn count_clause(&self, clause: usize) -> Result<Counts> {
        let mut alone = self.plan.clauses[clause].clone();
        alone.negated = false;
        let plan = Plan {
            typed: self.plan.typed.clone(),
            root: Step::Clause(0),
            clauses: vec![alone],
            leaves: self.plan.leaves.clone(),
        };
        let (index, threads) = (self.index, self.threads);
        let statistics = self.statistics.clone();
        Searcher { index, plan, statistics, threads, left_out: None }.count(true)
    }
}
