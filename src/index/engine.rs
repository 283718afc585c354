//! The engine's errors in our words.

use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

use crate::error::Error;

/// Turns an engine error into one of ours, with what was being done and where.
pub fn error(dir: &Path, action: &'static str, cause: TantivyError) -> Error {
    let io = |path: &Path, cause: &std::io::Error| Error::Io {
        action,
        path: path.to_owned(),
        cause: std::io::Error::new(cause.kind(), cause.to_string()),
    };
    match &cause {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy { dir: dir.to_owned() },
        TantivyError::LockFailure(LockError::IoError(cause), _) => io(dir, cause),
        TantivyError::IoError(cause) => io(dir, cause),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            Error::Damaged { dir: dir.to_owned(), why: format!("{} is missing", path.display()) }
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            io(filepath, io_error)
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            io(filepath, io_error)
        }
        TantivyError::DataCorruption(_) => {
            Error::Damaged { dir: dir.to_owned(), why: cause.to_string() }
        }
        _ => Error::Engine { action, cause: cause.to_string() },
    }
}
