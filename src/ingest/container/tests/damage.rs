//! Damage: cut short, flipped, unreadable.

use super::*;

#[test]
fn a_further_member_that_cannot_be_opened_is_not_taken_for_garbage() {
    let one = gz(&text(1000));
    let mut joined = [&one[..], &one[..], &one[..]].concat();
    joined[one.len()] ^= 1;
    let seen = Seen::read(&joined);
    assert_eq!(seen.leaves[0].1.len(), 1000);
    assert!(seen.leaves[0].2.as_ref().is_some_and(|error| error.contains("was not read")));
    let long = [&one[..], &text(HEAD + 1)[..]].concat();
    assert_eq!(Seen::read(&long).told(), 1);
}

#[test]
fn a_wrong_checksum_keeps_what_was_read() {
    let data = text(300_000);
    let mut packed = gz(&data);
    let at = packed.len() - 6;
    packed[at] ^= 0x40;
    let seen = Seen::read(&packed);
    assert!(seen.leaves[0].1 == data);
    assert!(seen.leaves[0].2.as_ref().is_some_and(|error| error.contains("checksum")));
    assert_eq!(seen.lines.len(), 1, "reported once");
}

#[test]
fn damage_in_the_middle_keeps_what_stands_before_it() {
    let data = text(3_000_000);
    for (name, pack) in PACKERS {
        let mut packed = pack(&data);
        let at = packed.len() / 2;
        for byte in &mut packed[at..at + 40] {
            *byte = !*byte;
        }
        let seen = Seen::read(&packed);
        let (_, got, error) = &seen.leaves[0];
        assert!(error.is_some(), "{name}");
        assert!(got.len() > 400_000, "{name}: only {} bytes", got.len());
        // Deflate may go on for a little while before it notices.
        let same = got.iter().zip(&data).take_while(|(a, b)| a == b).count();
        assert!(same > 400_000, "{name}: only {same} bytes are right");
        assert_eq!(seen.told(), 1, "{name}");
    }
}

#[test]
fn a_damaged_zip_member_costs_only_itself() {
    let data = text(100_000);
    let files: [(&str, &[u8]); 3] = [("a", &data), ("b", &data), ("c", &data)];
    let deflated = CompressionMethod::Deflated;
    for archive in [zip(&files, deflated), piped_zip(&files, deflated, false)] {
        let mut damaged = archive.clone();
        let at = archive.len() / 2;
        for byte in &mut damaged[at..at + 10] {
            *byte = !*byte;
        }
        let seen = Seen::read(&damaged);
        assert_eq!((seen.leaves.len(), seen.told()), (3, 1), "{:?}", seen.lines);
        assert!(seen.leaves[0].1 == data && seen.leaves[2].1 == data);
        assert!(seen.leaves[1].2.is_some());
        // A header that is gone takes its member with it.
        let second = memchr::memmem::rfind(&archive[..at], b"PK\x03\x04").expect("a header");
        damaged = archive;
        damaged[second] = b'Q';
        let seen = Seen::read(&damaged);
        assert_eq!((seen.leaves.len(), seen.told()), (2, 1), "{:?}", seen.lines);
        assert!(seen.lines[1].contains("bytes were passed over"));
    }
    let mut stored = zip(&files, CompressionMethod::Stored);
    stored[150_000] ^= 1;
    let seen = Seen::read(&stored);
    assert!(seen.lines[1].starts_with("b 100000 !") && seen.lines[1].contains("checksum"));
    assert_eq!(seen.leaves.len(), 3);
}

#[test]
fn a_damaged_tar_header_costs_only_its_member() {
    let data = text(3000);
    let mut archive = tar(&[("a", &data), ("b", &data), ("c", &data)]);
    archive[512 + 3072] ^= 1;
    let seen = Seen::read(&archive);
    assert_eq!(seen.lines.len(), 3, "{:?}", seen.lines);
    assert!(seen.lines[1].contains("3584 bytes were passed over"));
    assert_eq!(seen.lines[2], "c 3000");
}

/// One small container of each sort, and what it holds.
fn samples() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let data = text(1500);
    let files: [(&str, &[u8]); 2] = [("a.txt", &data), ("b.txt", &data)];
    let mut all: Vec<(&str, Vec<u8>, Vec<u8>)> =
        PACKERS.iter().map(|(name, pack)| (*name, pack(&data), data.clone())).collect();
    let both = [&data[..], &data[..]].concat();
    let twice = |pack: fn(&[u8]) -> Vec<u8>| [pack(&data), pack(&data)].concat();
    for (name, archive) in [
        ("gzip twice", twice(gz)),
        ("zstd twice", twice(zst)),
        ("lz4 twice", twice(lz4)),
        ("tar", tar(&files)),
        ("tar.gz", gz(&tar(&files))),
        ("tar.xz", xz(&tar(&files))),
        ("zip", zip(&files, CompressionMethod::Deflated)),
        ("stored zip", zip(&files, CompressionMethod::Stored)),
        ("piped zip", piped_zip(&files, CompressionMethod::Deflated, false)),
        ("piped stored zip", piped_zip(&files, CompressionMethod::Stored, true)),
        ("zip.lz4", lz4(&zip(&files, CompressionMethod::Deflated))),
        ("gz in tar", tar(&[("1.gz", &gz(&data)), ("2.zst", &zst(&data))])),
    ] {
        all.push((name, archive, both.clone()));
    }
    all
}

#[test]
fn every_length_of_every_container_is_survived() {
    for (name, whole, holds) in samples() {
        assert_eq!(Seen::read(&whole).told(), 0, "{name}");
        for length in 0..whole.len() {
            let seen = Seen::read(&whole[..length]);
            let got: Vec<u8> = seen.leaves.iter().flat_map(|(_, data, _)| data.clone()).collect();
            // Too short to be known for what it is: a file of its own.
            let needs = if name.ends_with("tar") { 512 } else { 10 };
            if length < needs {
                continue;
            }
            // What may be the first three bytes of the mark behind a member is its text so far.
            let sure =
                if name == "piped stored zip" { got.len().saturating_sub(3) } else { got.len() };
            assert!(holds.starts_with(&got[..sure]), "{name} at {length}: bytes from nowhere");
            // A tar may end at any member; all else knows its end.
            let tells = got.len() == holds.len()
                || seen.told() == 1
                || (name.ends_with("tar") || name.ends_with("twice")) && seen.told() <= 1;
            assert!(tells, "{name} at {length}: {:?}", seen.lines);
        }
    }
}

#[test]
fn flipped_bits_are_survived() {
    let mut state = 99u32;
    for (_, whole, holds) in samples() {
        for _ in 0..300 {
            let mut damaged = whole.clone();
            for _ in 0..3 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (state >> 3) as usize % damaged.len();
                damaged[at] ^= 1 << (state & 7);
            }
            let seen = Seen::read(&damaged);
            let got: usize = seen.leaves.iter().map(|(_, data, _)| data.len()).sum();
            assert!(got < (holds.len() + whole.len()) * 200, "bytes from nowhere");
        }
    }
}

#[test]
fn an_error_of_the_disk_is_reported_once() {
    /// Gives what it has, and then an error.
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("the disk is on strike")),
                n => Ok(n),
            }
        }
    }
    for (name, whole, _) in samples() {
        for cut in [0, 3, whole.len() / 2] {
            for glance in [false, true] {
                let mut seen = Seen { glance, ..Seen::default() };
                let _ = Opener::default().open(Failing(&whole[..cut]), &mut seen);
                let lines = &seen.lines;
                assert_eq!(seen.told(), 1, "{name} cut at {cut}: {lines:?}");
                assert!(lines.iter().any(|line| line.contains("on strike")), "{name}: {lines:?}");
            }
        }
    }
}
