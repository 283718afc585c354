//! Stories that a file read again no longer holds: replaced by others, or gone.
//!
//! Comes in: what this run has seen. Goes out: removals, to be committed. Its own file because only
//! here is something taken out of an index that nobody named.

use rustc_hash::FxHashSet;

use super::{IndexWriter, key, seen_key};
use crate::error::Result;

impl IndexWriter {
    /// Removes the stories of some files, all but those that were seen in them by this run.
    /// Returns how many. What is not committed yet is not looked at.
    pub fn remove_unseen(&mut self, files: &FxHashSet<u32>) -> Result<u64> {
        let unseen = self.unseen(files);
        self.remove_all(unseen.into_iter().map(|(_, id)| id))
    }

    /// Removes texts that have been replaced: stories whose ids were made of their texts, and that
    /// are no longer in their file, where as many new ones at least have come into it. Returns how
    /// many. (Where fewer have come, some are gone rather than replaced, and which cannot be told:
    /// those wait for `--prune`.)
    pub fn replace_texts(&mut self) -> Result<u64> {
        // A text that another file holds too would have to be looked for there.
        if self.texts.is_empty() || self.sources.files.values().any(|state| state.shared) {
            return Ok(0);
        }
        let texts = std::mem::take(&mut self.texts);
        let mut unseen = self.unseen(&texts.keys().copied().collect());
        unseen.retain(|(_, id)| is_of_content(id));
        unseen.sort_unstable();
        let mut replaced = 0;
        for of_file in unseen.chunk_by(|a, b| a.0 == b.0) {
            if of_file.len() as u64 <= texts[&of_file[0].0] {
                replaced += self.remove_all(of_file.iter().map(|(_, id)| id.clone()))?;
            }
        }
        Ok(replaced)
    }

    /// Committed stories of some files that this run has not seen in them: file and id.
    fn unseen(&self, files: &FxHashSet<u32>) -> Vec<(u32, String)> {
        let mut unseen = Vec::new();
        for (reader, columns) in &self.committed {
            let alive = reader.alive_bitset();
            for doc in 0..reader.max_doc() {
                let file = columns.file.first(doc).unwrap_or(0) as u32;
                if files.contains(&file) && alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let id = columns.id(doc);
                    if !self.seen.contains(&seen_key(key(&id))) {
                        unseen.push((file, id));
                    }
                }
            }
        }
        unseen
    }

    fn remove_all(&mut self, ids: impl Iterator<Item = String>) -> Result<u64> {
        let mut removed = 0;
        for id in ids {
            let known = self.lookup(key(&id), &id)?;
            if let Some(known) = known.filter(|known| known.at.is_some()) {
                self.remove(&id, known);
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Says whether an id was made of the content: sixteen hexadecimal digits.
pub(super) fn is_of_content(id: &str) -> bool {
    let made = id.split('~').next().unwrap_or(id);
    made.len() == 16 && made.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_content_are_told_from_those_that_were_given() {
        assert!(is_of_content("84e84eb0df59fc65") && is_of_content("84e84eb0df59fc65~0a1b2c3d"));
        assert!(!is_of_content("AP:1") && !is_of_content("84e84eb0df59fc6x"));
    }
}
