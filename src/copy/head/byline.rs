//! Bylines in a head block, and second lines of headlines that look like one.
//!
//! Comes in: a line with its neighbours. Goes out: the byline and the line behind it. Apart from
//! the other lines of a head, because only here the neighbours decide.

use super::Reader;
use crate::copy::{byline, clock};
use crate::story::{Byline, FiledText};

impl Reader<'_, '_> {
    /// A name in capitals alone between a headline in mixed case and the dateline, as AA has it.
    pub(super) fn shouted_name(&self, index: usize) -> Option<Byline> {
        let headline = self.head.headline.as_deref()?;
        let below = self.lines.get(index + 1)?;
        let apart = self.lines[index].gap && below.gap && below.text.contains("(AA)");
        (apart && headline.chars().any(char::is_lowercase)).then_some(())?;
        byline::read_shouted_name(self.lines[index].text)
    }

    /// A byline, and the title lines under it; returns the line behind them.
    pub(super) fn byline(&mut self, index: usize, end: usize) -> Option<usize> {
        let line = self.lines[index];
        let second = index == 1 && line.comment;
        let mut found = match byline::read(line.text) {
            Some(found) => found,
            // The second line of such a head is the byline, whatever it says of the people.
            None if second => byline::read_positioned(line.text)?,
            None => return None,
        };
        if self.head.byline.is_some() || self.goes_on_headline(index, &found) {
            return None;
        }
        let mut next = index + 1;
        while next < end.min(index + 3) {
            let title = self.lines[next];
            if title.gap && !title.marked || !byline::add_title(&mut found, title.text) {
                break;
            }
            next += 1;
        }
        self.head.byline = Some(found);
        Some(next)
    }

    /// Names alone right above the text, under a headline that is a sentence and whose line had
    /// room for them: they are no second line of it.
    pub(super) fn names_above_text(&self, index: usize) -> bool {
        let (line, before) = (self.lines[index], self.lines[index - 1].text);
        if self.body != Some(index + 1) || !self.lines[index + 1].gap || line.text.len() > 80 {
            return false;
        }
        let small = before
            .split(' ')
            .skip(1)
            .filter(|word| word.chars().count() > 3 && word.starts_with(char::is_lowercase));
        let goes_on = before.rsplit(' ').next().is_some_and(|word| word.chars().count() <= 3);
        let widest = self.lines.iter().map(|line| line.text.len()).max().unwrap_or(0);
        let had_room = before.len() + 1 + line.text.len() <= widest;
        small.count() >= 2 && !goes_on && had_room && byline::read_names(line.text).is_some()
    }

    /// `SHIPYARD BOUGHT` / `BY HARKER BROTHERS`: the second line of a headline, not a byline.
    ///
    /// Only a plain `by` can be that, where it is small or the line is in capitals, and names
    /// that a participle above it may go on to.
    pub(super) fn goes_on_headline(&self, index: usize, found: &Byline) -> bool {
        let line = self.lines[index];
        let Some(before) = index.checked_sub(1).map(|before| self.lines[before]) else {
            return false;
        };
        let same_block = !line.gap && line.indent <= before.indent && !line.comment && !line.marked;
        if !same_block || found.affiliation.is_some() {
            return false;
        }
        let head = line.text.get(..3).unwrap_or("");
        let doubtful = match head {
            "by " | "BY " => true,
            // A name that begins a line: `Von Harker`, `Par Harker`.
            _ => byline::is_foreign(line.text) && self.body != Some(index + 1),
        };
        if !doubtful {
            return false;
        }
        let next = self.lines.get(index + 1);
        // Xinhua writes `by` small.
        let xinhua = head == "by "
            && self.body == Some(index + 1)
            && next.is_some_and(|body| body.text.contains("Xinhua"));
        let has_title = next
            .is_some_and(|title| !title.gap && byline::add_title(&mut found.clone(), title.text));
        // Right above the text, and no verb before it that asks who did it.
        let above_text = self.body == Some(index + 1) || next.is_some_and(|next| next.gap);
        let alone = above_text && !has_participle(before.text);
        !(xinhua || has_title || alone)
    }
}

/// Whether a line of a headline has a participle that `by` may follow: `SOLD`, `backed`.
fn has_participle(line: &str) -> bool {
    line.split([' ', ',']).any(|word| {
        byline::folded(word, |word| {
            word.len() > 3 && word.ends_with("ed")
                || matches!(
                    word,
                    "sold"
                        | "bought"
                        | "won"
                        | "led"
                        | "shot"
                        | "hit"
                        | "built"
                        | "made"
                        | "held"
                        | "seen"
                        | "taken"
                        | "given"
                        | "written"
                        | "told"
                        | "slain"
                        | "struck"
                        | "cut"
                        | "put"
                        | "beaten"
                        | "chosen"
                        | "driven"
                        | "found"
                        | "lost"
                        | "run"
                        | "set"
                        | "sent"
                        | "shown"
                        | "torn"
                        | "hurt"
                        | "caught"
                        | "paid"
                )
        })
    })
}

/// `Ann Harker | 06.10.2019`: who wrote it, and when it moved.
pub(super) fn and_time(line: &str) -> Option<(Byline, FiledText)> {
    let (people, time) = line.split_once(" | ")?;
    let byline = byline::read(people).or_else(|| byline::read_names(people))?;
    Some((byline, clock::parse_timestamp(time)?))
}
