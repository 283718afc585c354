//! Compressed streams, whole.

use super::*;

#[test]
fn a_plain_file_is_its_own_leaf() {
    assert_eq!(Seen::read(b"Wheat rose.").lines, ["- 11"]);
    assert_eq!(Seen::read(b"").lines, ["- = empty file"]);
    assert_eq!(Seen::read(b"%PDF-1.4 and so on").lines, ["- = PDF file"]);
    assert!(Seen::read(b"Rar!\x1A\x07\x01").lines[0].contains("unpack it first"));
}

#[test]
fn what_is_packed_comes_back() {
    for size in [1, 1000, 700_000] {
        let data = text(size);
        for (name, pack) in PACKERS {
            let packed = pack(&data);
            let seen = Seen::read(&packed);
            assert_eq!(seen.lines, [format!("- {size}")], "{name}");
            assert!(seen.leaves[0].1 == data, "{name}");
            let mut slow = Seen::default();
            let _ = Opener::default().open(Slow(&packed), &mut slow);
            assert!(slow.leaves[0].1 == data, "{name} slowly");
        }
    }
}

#[test]
fn several_members_padding_and_garbage_are_one_stream() {
    let data = text(100_000);
    let twice = [&data[..], &data[..]].concat();
    for (name, pack) in PACKERS {
        let one = pack(&data);
        for joined in [
            [&one[..], &one[..]].concat(),
            [&one[..], &[0; 300_000], &one[..], &[0; 512]].concat(),
            [&one[..], &one[..], b"trailer of a tape"].concat(),
        ] {
            let seen = Seen::read(&joined);
            assert_eq!(seen.lines, ["- 200000"], "{name}");
            assert!(seen.leaves[0].1 == twice, "{name}");
        }
    }
    let skippable = [&b"\x53\x2A\x4D\x18\x05\0\0\0other"[..], &zst(&data)].concat();
    assert_eq!(Seen::read(&skippable).lines, ["- 100000"]);
    let skippable = [&lz4(&data)[..], b"\x50\x2A\x4D\x18\x05\0\0\0other", &lz4(&data)].concat();
    assert_eq!(Seen::read(&skippable).lines, ["- 200000"]);
}
