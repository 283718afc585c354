//! Is an index whole? Checksums, counts and the fingerprint, worked out again.

use std::path::Path;

use super::manifest::{Manifest, share};
use super::reader::StoryIndex;
use super::record::encode;
use super::writer::checksum;
use crate::error::{Error, Result};

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

/// Checks the index in a folder.
///
/// First the checksum of every file, without looking into it; only if those hold, the number of
/// stories and the fingerprint are worked out again, and every stored record is read back. `each`
/// is called after each story, with how many there should be.
pub fn verify(dir: &Path, mut each: impl FnMut(u64)) -> Result<Verification> {
    let Some(manifest) = Manifest::read(dir)? else {
        return Err(Error::NoIndex { dir: dir.to_owned() });
    };
    manifest.check(dir)?;
    let mut found = Verification::default();
    checksums(dir, &manifest, &mut found);
    if !found.findings.is_empty() && manifest.finished.is_some() {
        return Ok(found);
    }
    let index = StoryIndex::open(dir)?;
    if manifest.finished.is_some_and(|finished| finished.commit != index.commit()) {
        found.findings.push(Finding("the checksums are of an older commit".to_owned()));
    }
    records(&index, &mut found, &mut each);
    Ok(found)
}

/// Works out the checksums of the files that the manifest names.
fn checksums(dir: &Path, manifest: &Manifest, found: &mut Verification) {
    let mut finding = |text: String| found.findings.push(Finding(text));
    let Some(finished) = &manifest.finished else {
        finding(
            "the last run did not end: there are no checksums to compare; run newswire index \
             again on the same PATHs"
                .to_owned(),
        );
        return;
    };
    for (name, expected) in &finished.files {
        match checksum(&dir.join(name)) {
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

/// Reads every record back; compares their number and their fingerprint with the last commit's.
fn records(index: &StoryIndex, found: &mut Verification, each: &mut impl FnMut(u64)) {
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
            each(index.progress().stories);
        }
    }
    if found.stories != index.progress().stories {
        found.findings.push(Finding(format!(
            "{} stories are there, but the last commit says {}",
            found.stories,
            index.progress().stories
        )));
    }
    found.fingerprint = index.manifest().fingerprint(&format!("{sum:032x}"));
    // Before its first commit, an index has none.
    if found.stories + index.progress().stories > 0 && found.fingerprint != index.fingerprint() {
        found.findings.push(Finding(format!(
            "the stories give the fingerprint {}, but the last commit says {}",
            found.fingerprint,
            index.fingerprint()
        )));
    }
}
