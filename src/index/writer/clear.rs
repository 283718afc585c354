//! Starting afresh: what an index held goes, and nothing else in its folder.
//!
//! Its own file because it deletes.

use std::fs;
use std::io;
use std::path::Path;

use super::super::engine;
use super::super::manifest::{COPIES, FORMS, MANIFEST, PACKAGES, REJECTS, SOURCES};
use super::ForWriting;
use crate::error::{Error, Result};
use tantivy::TantivyError;

/// Removes the files of an index from a folder, and nothing else.
pub(super) fn clear(dir: &Path, directory: &ForWriting) -> Result<()> {
    use tantivy::directory::Directory;
    let lock = directory.acquire_lock(&tantivy::directory::INDEX_WRITER_LOCK).map_err(|cause| {
        engine::error(dir, "starting afresh", TantivyError::LockFailure(cause, None))
    })?;
    // Without this file there is no index, however far the rest of the clearing comes.
    match fs::remove_file(dir.join("meta.json")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::io("removing", dir.join("meta.json"), error));
        }
        _ => {}
    }
    let entries = fs::read_dir(dir).map_err(|error| Error::io("reading", dir, error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if is_ours(name) {
            fs::remove_file(entry.path())
                .map_err(|error| Error::io("removing", entry.path(), error))?;
        }
    }
    drop(lock);
    Ok(())
}

fn is_ours(name: &str) -> bool {
    let segment = name.split_once('.').is_some_and(|(stem, _)| {
        stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    segment
        || [MANIFEST, SOURCES, PACKAGES, FORMS, COPIES, REJECTS].contains(&name)
        || ["meta.json", ".managed.json"].contains(&name)
        || [MANIFEST, FORMS, COPIES].iter().any(|ours| name == format!("{ours}.new"))
}
