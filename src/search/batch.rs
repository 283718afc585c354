//! Many pieces of work over all cores, their results in the order in which they came in.
//!
//! A batch of queries is independent work of very unequal size. Workers take the next piece as
//! they are free, and each piece has a channel of its own for its result, so that the results
//! can be asked for in order. No more than a window of them is under way, so memory is bounded
//! whatever the number of pieces, and a slow one holds nothing up but the end of the window.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{Hit, Searcher};
use crate::error::{Error, Result};

/// Runs `work` over all pieces on `threads` threads and shows the results to `each`, in the order
/// of the pieces; for each thread no more than `ahead` pieces are under way. A piece over which `work` panics gives an error of its own, and the others go
/// on; an error of `each` ends the run.
pub fn in_order<P: Send, R: Send>(
    threads: usize,
    ahead: usize,
    pieces: impl IntoIterator<Item = P>,
    work: impl Fn(P) -> R + Sync,
    mut each: impl FnMut(Result<R>) -> Result<()>,
) -> Result<()> {
    let threads = threads.max(1);
    let window = threads * ahead.max(1);
    let (pass, taken) = bounded::<(P, Sender<R>)>(window);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (taken, work) = (taken.clone(), &work);
            scope.spawn(move || {
                for (piece, reply) in taken {
                    if let Ok(result) = catch_unwind(AssertUnwindSafe(|| work(piece))) {
                        // Nobody waits for it where the run has ended early.
                        let _ = reply.send(result);
                    }
                }
            });
        }
        drop(taken);
        let mut show = |result: Receiver<R>| {
            each(result.recv().map_err(|_| Error::Engine {
                action: "answering a query",
                cause: "its thread failed where it must not; please report this".to_owned(),
            }))
        };
        let mut under_way = VecDeque::with_capacity(window);
        for piece in pieces {
            if under_way.len() == window
                && let Some(first) = under_way.pop_front()
            {
                show(first)?;
            }
            let (reply, result) = bounded(1);
            under_way.push_back(result);
            // Workers leave only when the run does.
            let _ = pass.send((piece, reply));
        }
        drop(pass);
        under_way.into_iter().try_for_each(show)
    })
}

/// The best stories of one query, as a run prints them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Best {
    /// Ids and scores, best first.
    pub hits: Vec<(String, f32)>,
    /// Stories that match in all.
    pub total: u64,
}

impl Searcher<'_> {
    /// Finds the ids and scores of the best `limit` stories; no record is read.
    pub fn best(&self, limit: usize) -> Result<Best> {
        let (hits, total) = self.top(limit, None)?;
        let addresses: Vec<_> = hits.iter().map(|hit: &Hit| hit.address).collect();
        let ids = self.index.ids(&addresses);
        Ok(Best { hits: ids.into_iter().zip(hits.iter().map(|hit| hit.score)).collect(), total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for threads in [0, 1, 2, 7] {
            let mut seen = Vec::new();
            let slow = |piece: u64| {
                // The first ones take longest.
                thread::sleep(std::time::Duration::from_micros(400 - piece.min(399)));
                piece * 2
            };
            in_order(threads, threads, 0..500, slow, |result| {
                seen.push(result?);
                Ok(())
            })
            .expect("nothing fails");
            assert_eq!(seen, (0..500).map(|piece| piece * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_fails_costs_itself_alone() {
        let mut seen = Vec::new();
        let work = |piece: u32| {
            assert!(piece != 3, "a fault");
            piece
        };
        in_order(2, 2, 0..6, work, |result| {
            seen.push(result.ok());
            Ok(())
        })
        .expect("the others go on");
        assert_eq!(seen, [Some(0), Some(1), Some(2), None, Some(4), Some(5)]);
    }

    #[test]
    fn a_run_ends_where_nobody_takes_its_results() {
        let mut seen = 0;
        let ended = in_order(
            2,
            16,
            0..100_000,
            |piece: u32| piece,
            |_| {
                seen += 1;
                if seen == 5 { Err(Error::Usage("enough".to_owned())) } else { Ok(()) }
            },
        );
        assert!(ended.is_err());
        assert_eq!(seen, 5);
    }
}
