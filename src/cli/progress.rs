//! The progress bar: on a terminal only, drawn by a thread of its own.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newswire::ingest::Meter;
use newswire::ingest::walk::{Found, Limits, walk};

use super::screen::Screen;
use super::size::about;

/// Time between two looks at the meter.
const TICK: Duration = Duration::from_millis(200);

/// Runs `work` over PATHs under a progress bar.
pub fn reading<T>(
    screen: &Screen,
    paths: &[PathBuf],
    max_path: usize,
    meter: &Meter,
    work: impl FnOnce() -> T,
) -> T {
    if !screen.shows_progress() {
        return work();
    }
    std::thread::scope(|scope| {
        let (stop, stopped) = channel::<()>();
        scope.spawn(move || draw(paths, max_path, meter, &stopped));
        let result = work();
        drop(stop);
        result
    })
}

/// Draws until the other end hangs up. How many bytes there are is found out meanwhile.
fn draw(paths: &[PathBuf], max_path: usize, meter: &Meter, stopped: &Receiver<()>) {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style("{spinner} {msg}"));
    let begun = Instant::now();
    let mut total = 0;
    let mut found = walk(paths, &Limits { path: max_path }).ok();
    let mut waited = Instant::now();
    loop {
        // A few files at a time, so that the bar moves while a large archive is walked.
        let more = match &mut found {
            Some(walk) => loop {
                match walk.next() {
                    Some(Found::File(file)) => total += file.size,
                    // Nobody knows how much comes from there.
                    Some(Found::Stdin) => {
                        found = None;
                        break false;
                    }
                    Some(_) => {}
                    None => {
                        found = None;
                        bar.set_length(total);
                        bar.set_style(style("{wide_bar} {percent:>3}% {msg}, {eta} left"));
                        break false;
                    }
                }
                if waited.elapsed() >= TICK {
                    break true;
                }
            },
            None => false,
        };
        let wait = if more { Duration::ZERO } else { TICK };
        match stopped.recv_timeout(wait) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
        }
        waited = Instant::now();
        let seconds = begun.elapsed().as_secs_f64().max(0.001);
        bar.set_position(meter.done());
        bar.set_message(format!(
            "{} stories, {:.0} stories/s, {}/s",
            meter.stories(),
            meter.stories() as f64 / seconds,
            about((meter.read() as f64 / seconds) as u64),
        ));
    }
    bar.finish_and_clear();
}

/// A bar over a known number of stories, for what has no meter; hidden where none may be drawn.
pub fn stories(screen: &Screen, total: u64) -> ProgressBar {
    if !screen.shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    bar.set_style(style("{wide_bar} {percent:>3}% {per_sec}, {eta} left"));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
