//! How the engine reaches the folder.
//!
//! Readers need neither locks nor write access, so that an index on read-only media works. The
//! writer reads segments by `pread` rather than by memory map: what a merge has read then does
//! not count towards the process, and `--memory` can be a true bound.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes,
    TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::engine;
use crate::error::Error;

/// A folder for readers: no locks, no watching, nothing written.
#[derive(Clone)]
pub struct ReadOnly(pub MmapDirectory);

impl fmt::Debug for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadOnly({:?})", self.0)
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "the index is open for reading only")
}

impl Directory for ReadOnly {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes of a file that are written at a time.
const BUFFER: usize = 128 << 10;

/// A folder for the writer: locks and writes as usual, reads by `pread`.
#[derive(Clone)]
pub struct ForWriting {
    inner: MmapDirectory,
    root: PathBuf,
    trouble: Trouble,
}

impl ForWriting {
    /// Opens the folder, which must exist.
    pub fn open(root: &Path) -> tantivy::Result<ForWriting> {
        Ok(ForWriting {
            inner: MmapDirectory::open(root)?,
            root: root.to_owned(),
            trouble: Trouble::default(),
        })
    }

    /// What went wrong with the disk, if anything does.
    pub fn trouble(&self) -> Trouble {
        self.trouble.clone()
    }
}

/// The first failure of the disk.
///
/// The engine writes on threads of its own, and tells of what stopped them only that it did.
#[derive(Clone, Default)]
pub struct Trouble(Arc<Mutex<Option<(PathBuf, io::Error)>>>);

impl Trouble {
    /// An error of the engine in our words; what went wrong with the disk says more than it does.
    pub fn error(&self, dir: &Path, action: &'static str, cause: tantivy::TantivyError) -> Error {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some((path, error)) => Error::Io { action: "writing", path, cause: error },
            None => engine::error(dir, action, cause),
        }
    }

    fn note(&self, path: &Path, error: &io::Error) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| {
            let error = match error.raw_os_error() {
                Some(code) => io::Error::from_raw_os_error(code),
                None => io::Error::new(error.kind(), error.to_string()),
            };
            (path.to_owned(), error)
        });
    }
}

/// A file being written, with its failures noted.
struct Noting {
    inner: WritePtr,
    path: PathBuf,
    trouble: Trouble,
}

impl Noting {
    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| self.trouble.note(&self.path, error))
    }
}

impl Write for Noting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes);
        self.noted(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.inner.flush();
        self.noted(flushed)
    }
}

impl TerminatingWrite for Noting {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let ended = self.inner.terminate_ref(token);
        self.noted(ended)
    }
}

impl fmt::Debug for ForWriting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForWriting({})", self.root.display())
    }
}

impl Directory for ForWriting {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let full = self.root.join(path);
        let wrap = |error: io::Error| {
            if error.kind() == io::ErrorKind::NotFound {
                OpenReadError::FileDoesNotExist(path.to_owned())
            } else {
                OpenReadError::wrap_io_error(error, path.to_owned())
            }
        };
        let file = File::open(&full).map_err(wrap)?;
        let length = file.metadata().map_err(wrap)?.len() as usize;
        Ok(Arc::new(Pread { file, length }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let full = self.root.join(path);
        match self.inner.open_write(path) {
            Ok(inner) => {
                let noting = Noting { inner, path: full, trouble: self.trouble.clone() };
                Ok(BufWriter::with_capacity(BUFFER, Box::new(noting)))
            }
            Err(error) => {
                if let OpenWriteError::IoError { io_error, .. } = &error {
                    self.trouble.note(&full, io_error);
                }
                Err(error)
            }
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let written = self.inner.atomic_write(path, data);
        written.inspect_err(|error| self.trouble.note(&self.root.join(path), error))
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }
}

/// A file read range by range.
struct Pread {
    file: File,
    length: usize,
}

impl fmt::Debug for Pread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pread({} bytes)", self.length)
    }
}

impl HasLen for Pread {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Pread {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        #[cfg(unix)]
        std::os::unix::fs::FileExt::read_exact_at(&self.file, &mut bytes, range.start as u64)?;
        #[cfg(not(unix))]
        {
            use std::io::{Read, Seek, SeekFrom};
            let mut file = self.file.try_clone()?;
            file.seek(SeekFrom::Start(range.start as u64))?;
            file.read_exact(&mut bytes)?;
        }
        Ok(OwnedBytes::new(bytes))
    }
}
