//! A query a line: its id is the number of the line. Empty lines are passed over.

use super::{Topic, tidy, utf8};

/// The lines of a file with their numbers, without their ends.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes
        .split(|byte| *byte == b'\n')
        .zip(1..)
        .map(|(line, number)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
}

/// Reads them.
pub(super) fn read(bytes: &[u8]) -> Vec<Topic> {
    let filled = lines(bytes).filter(|(_, line)| !line.trim_ascii().is_empty());
    filled
        .map(|(line, bytes)| Topic {
            line,
            id: Some(line.to_string()),
            text: utf8(bytes).map(tidy),
        })
        .collect()
}
