//! Stored stories: each compressed on its own, with a dictionary of the archive's own copy.
//!
//! A story can then be read without its neighbours (a few microseconds), and takes no more room
//! than in large blocks. The dictionary is trained on the first stories of a build and lies beside
//! the index; an archive too small to train one has an empty dictionary.

use std::io;
use std::sync::{Arc, OnceLock};

use zstd::bulk::{Compressor, Decompressor};

/// Level of compression: 3 is as small as 6 within 3 percent, at a third of the time.
const LEVEL: i32 = 3;
/// Stories a dictionary is trained on.
pub const SAMPLES: usize = 500;
/// Bytes of stories after which it is trained even if they are fewer.
pub const SAMPLE_BYTES: usize = 3 << 20;
/// Fewer stories than this train nothing useful.
const FEWEST: usize = 100;
/// Size of a dictionary in bytes.
const DICTIONARY: usize = 112 << 10;
/// Largest stored story in bytes.
const LARGEST: usize = 256 << 20;

/// The dictionary of an index: set once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    bytes: Arc<OnceLock<Vec<u8>>>,
}

impl Dictionary {
    /// The dictionary of an index that exists.
    pub fn from_bytes(bytes: Vec<u8>) -> Dictionary {
        let dictionary = Dictionary::default();
        dictionary.set(bytes);
        dictionary
    }

    /// Its bytes, once they are known.
    pub fn get(&self) -> Option<&[u8]> {
        self.bytes.get().map(Vec::as_slice)
    }

    /// Sets its bytes; the first call counts.
    pub fn set(&self, bytes: Vec<u8>) {
        let _ = self.bytes.set(bytes);
    }
}

/// Trains a dictionary on stories; empty where they are too few or too alike.
pub fn train(samples: &[&[u8]]) -> Vec<u8> {
    if samples.len() < FEWEST {
        return Vec::new();
    }
    zstd::dict::from_samples(samples, DICTIONARY).unwrap_or_default()
}

/// Compresses stories on one thread.
#[derive(Default)]
pub struct Packer {
    compressor: Option<Compressor<'static>>,
}

impl Packer {
    /// Compresses a story, or returns `None` while the dictionary is not known yet.
    pub fn pack(&mut self, dictionary: &Dictionary, story: &[u8]) -> Option<io::Result<Vec<u8>>> {
        let bytes = dictionary.get()?;
        if self.compressor.is_none() {
            match Compressor::with_dictionary(LEVEL, bytes) {
                Ok(compressor) => self.compressor = Some(compressor),
                Err(error) => return Some(Err(error)),
            }
        }
        self.compressor.as_mut().map(|compressor| compressor.compress(story))
    }
}

/// Decompresses stories on one thread.
pub struct Unpacker {
    decompressor: Decompressor<'static>,
}

impl Unpacker {
    /// An unpacker for an index with this dictionary.
    pub fn new(dictionary: &[u8]) -> io::Result<Unpacker> {
        Ok(Unpacker { decompressor: Decompressor::with_dictionary(dictionary)? })
    }

    /// Decompresses a story.
    pub fn unpack(&mut self, packed: &[u8]) -> io::Result<Vec<u8>> {
        let size = Decompressor::<'static>::upper_bound(packed)
            .filter(|size| !packed.is_empty() && *size <= LARGEST)
            .ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "a stored story does not say its size")
            })?;
        self.decompressor.decompress(packed, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(dictionary: &Dictionary) {
        let story = b"{\"headline\":\"Ministers meet\"}".as_slice();
        let packed = Packer::default().pack(dictionary, story);
        let packed = packed.expect("the dictionary is set").expect("it packs");
        let bytes = dictionary.get().expect("it is set");
        assert_eq!(Unpacker::new(bytes).unwrap().unpack(&packed).unwrap(), story);
    }

    #[test]
    fn stories_come_back_with_and_without_a_dictionary() {
        round_trip(&Dictionary::from_bytes(Vec::new()));
        let stories: Vec<Vec<u8>> = (0..400)
            .map(|n| format!("{{\"headline\":\"Ministers meet for talks {n} in town {}\"}}", n * 7))
            .map(String::into_bytes)
            .collect();
        let samples: Vec<&[u8]> = stories.iter().map(Vec::as_slice).collect();
        round_trip(&Dictionary::from_bytes(train(&samples)));
    }

    #[test]
    fn damage_is_an_error() {
        let mut unpacker = Unpacker::new(b"").unwrap();
        assert!(unpacker.unpack(b"not a frame").is_err());
        assert!(unpacker.unpack(&[]).is_err());
    }

    #[test]
    fn nothing_is_packed_before_the_dictionary_is_known() {
        assert!(Packer::default().pack(&Dictionary::default(), b"x").is_none());
    }
}
