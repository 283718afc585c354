//! Bounds on nesting, expansion and members.

use super::*;

#[test]
fn containers_nest_up_to_the_bound() {
    let data = text(1000);
    let zipped = zip(&[("a/story.xml", &gz(&data))], CompressionMethod::Stored);
    let packed = gz(&tar(&[("y/87.zip", &zipped), ("notes.txt", &data)]));
    let inside = "y/87.zip!a/story.xml";
    assert_eq!(Seen::read(&packed).lines, [format!("{inside} 1000"), "notes.txt 1000".to_owned()]);
    let seen = Seen::read(&xz(&packed));
    assert_eq!(seen.lines.len(), 2);
    assert!(seen.lines[0].starts_with(inside) && seen.lines[0].contains("--max-nesting"));
    assert_eq!(seen.lines[1], "notes.txt 1000");
    let bounds = Bounds { nesting: 5, ..Bounds::default() };
    assert_eq!(Seen::within(&xz(&packed), bounds).lines[0], format!("{inside} 1000"));
}

#[test]
fn a_file_packed_in_itself_many_times_ends() {
    let mut data = text(100);
    for _ in 0..200 {
        data = gz(&data);
    }
    let bounds = Bounds { nesting: usize::MAX, ..Bounds::default() };
    let seen = Seen::within(&data, bounds);
    assert_eq!(seen.lines.len(), 1);
    assert!(seen.lines[0].contains("--max-nesting"));
}

#[test]
fn bombs_stop_early_and_are_reported_once() {
    let zeros = vec![b'0'; 80 << 20];
    let bounds = || Bounds { expansion: 100, ..Bounds::default() };
    for (name, pack) in PACKERS {
        let seen = Seen::within(&pack(&zeros), bounds());
        assert_eq!((seen.leaves.len(), seen.told()), (1, 1), "{name}");
        let (_, got, error) = &seen.leaves[0];
        assert!(error.as_ref().is_some_and(|text| text.contains("--max-expansion")), "{name}");
        assert!(got.len() <= (64 << 20) + BUFFER && got.len() > 60 << 20, "{name}");
    }
    // In an archive, as a member and around it.
    let tarred = gz(&tar(&[("bomb", &zeros), ("next", b"text")]));
    let seen = Seen::within(&tarred, bounds());
    assert_eq!((seen.leaves.len(), seen.told()), (1, 1));
    let packed = gz(&zeros);
    let seen = Seen::within(&tar(&[("bomb.gz", &packed), ("next", &text(5 << 20))]), bounds());
    assert_eq!(seen.told(), 1);
    assert!(seen.leaves[0].2.as_ref().is_some_and(|text| text.contains("--max-expansion")));
    let zipped = zip(&[("bomb", &zeros), ("next", b"text")], CompressionMethod::Deflated);
    let seen = Seen::within(&zipped, bounds());
    assert_eq!(seen.told(), 1);
    // The bound is high enough for the dullest text, and can be raised.
    let bounds = Bounds { expansion: 10_000, ..Bounds::default() };
    assert_eq!(Seen::within(&gz(&zeros), bounds).told(), 0);
}

#[test]
fn one_bomb_in_a_large_archive_costs_only_itself() {
    // Bytes without a pattern, so that the file is large enough for the file's own bound.
    let mut state = 1u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    })
    .take(2 << 20)
    .collect();
    let bomb = gz(&vec![b'0'; 70 << 20]);
    let archive = tar(&[("noise", &noise), ("bomb.gz", &bomb), ("next", b"text")]);
    let seen = Seen::within(&archive, Bounds { expansion: 100, ..Bounds::default() });
    assert_eq!(seen.told(), 1);
    assert!(seen.lines[1].contains("bomb.gz") && seen.lines[1].contains("--max-expansion"));
    assert_eq!(seen.lines[2], "next 4");
}

#[test]
fn too_many_members_end_the_file() {
    let files = [("a", &b"x"[..]), ("b", b"x"), ("c", b"x")];
    let bounds = || Bounds { members: 2, ..Bounds::default() };
    for archive in [tar(&files), zip(&files, CompressionMethod::Deflated)] {
        let seen = Seen::within(&archive, bounds());
        assert_eq!(seen.lines[..2], ["a 1", "b 1"]);
        assert!(seen.lines[2].contains("--max-members"));
        assert_eq!(seen.lines.len(), 3);
    }
}

#[test]
fn memory_that_a_header_asks_for_is_bounded() {
    let data = text(5000);
    let mut packed = xz(&data);
    // The block's header: size, flags, filter, length of its properties, size of the dictionary.
    assert_eq!(packed[14..16], [0x21, 1]);
    packed[16] = 40;
    let end = 12 + usize::from(packed[12]) * 4;
    let mut crc = flate2::Crc::new();
    crc.update(&packed[12..end]);
    packed[end..end + 4].copy_from_slice(&crc.sum().to_le_bytes());
    let seen = Seen::read(&packed);
    assert!(seen.lines[0].contains("larger than 128 MiB"), "{:?}", seen.lines);

    let mut packed = zst(&data);
    assert_eq!(packed[4] & 0x20, 0, "the frame states its window");
    packed[5] = 0xFF;
    let seen = Seen::read(&packed);
    assert!(seen.lines[0].contains("larger than 128 MiB"), "{:?}", seen.lines);
}
