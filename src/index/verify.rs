//! Is an index whole? Checksums, counts and the fingerprint, worked out again.

use super::manifest::{fingerprint, share};
use super::reader::StoryIndex;
use super::record::encode;
use super::writer::checksum;
use crate::error::Result;

/// What `verify` found.
#[derive(Debug, Clone, Default)]
pub struct Verification {
    /// Files whose checksum was worked out again.
    pub files: u64,
    /// Bytes of those files.
    pub bytes: u64,
    /// Stories counted and read back.
    pub stories: u64,
    /// Fingerprint worked out again from the stories.
    pub fingerprint: String,
    /// What does not hold.
    pub findings: Vec<Finding>,
}

/// One thing that does not hold: a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(pub String);

/// Checks an index.
///
/// Every file's checksum, the number of stories, and the fingerprint are worked out again, and
/// every stored record is read back; `each` is called after each story.
pub fn verify(index: &StoryIndex, mut each: impl FnMut()) -> Result<Verification> {
    let mut found = Verification::default();
    let mut finding = |text: String| found.findings.push(Finding(text));
    match &index.manifest().finished {
        None => finding(
            "the last run did not end: there are no checksums to compare; run newswire index \
             again on the same PATHs"
                .to_owned(),
        ),
        Some(finished) => {
            if finished.commit != index.commit() {
                finding("the checksums are of an older commit".to_owned());
            }
            for (name, expected) in &finished.files {
                let path = index.dir().join(name);
                match checksum(&path) {
                    Err(error) => finding(format!("{name}: {error}")),
                    Ok(actual) if actual != *expected => finding(format!(
                        "{name}: {} bytes with BLAKE3 {}, but the manifest says {} bytes with {}",
                        actual.bytes, actual.blake3, expected.bytes, expected.blake3
                    )),
                    Ok(_) => {}
                }
                found.files += 1;
                found.bytes += expected.bytes;
            }
        }
    }
    let mut sum = 0u128;
    for (number, segment) in index.segments().iter().enumerate() {
        for doc in 0..segment.reader.max_doc() {
            if !segment.is_alive(doc) {
                continue;
            }
            found.stories += 1;
            sum = sum.wrapping_add(share(segment.columns.hash.first(doc).unwrap_or(0)));
            let address = super::Address { segment: number as u32, doc };
            let hash = segment.columns.hash.first(doc);
            let filed = segment.columns.order.first(doc).and_then(super::filed);
            match index.story(address) {
                Ok(story) if Some(encode(&story, filed).hash) != hash => {
                    found.findings.push(Finding(format!(
                        "the record of {} is not the one that was indexed",
                        story.id
                    )));
                }
                Ok(_) => {}
                Err(error) => found.findings.push(Finding(format!(
                    "the record of {} cannot be read: {error}",
                    segment.columns.id(doc)
                ))),
            }
            each();
        }
    }
    if found.stories != index.progress().stories {
        found.findings.push(Finding(format!(
            "{} stories are there, but the last commit says {}",
            found.stories,
            index.progress().stories
        )));
    }
    found.fingerprint = fingerprint(&format!("{sum:032x}"), &index.manifest().versions);
    if found.fingerprint != index.fingerprint() {
        found.findings.push(Finding(format!(
            "the stories give the fingerprint {}, but the last commit says {}",
            found.fingerprint,
            index.fingerprint()
        )));
    }
    Ok(found)
}
