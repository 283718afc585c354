//! Archives, whole, odd and hostile.

use super::*;

#[test]
fn archives_give_their_members() {
    let (a, b) = (text(10), text(200_000));
    let files: [(&str, &[u8]); 4] =
        [("day/1.txt", &a), ("day/2.txt", &b), ("__MACOSX/._1.txt", b"x"), ("none", b"")];
    let wanted =
        ["day/1.txt 10", "day/2.txt 200000", "__MACOSX/._1.txt = system file", "none = empty file"];
    let stored = CompressionMethod::Stored;
    let deflated = CompressionMethod::Deflated;
    for (name, archive) in [
        ("tar", tar(&files)),
        ("stored", zip(&files, stored)),
        ("deflated", zip(&files, deflated)),
        ("piped", piped_zip(&files, deflated, false)),
        ("piped, stored", piped_zip(&files, stored, false)),
        ("piped, zip64", piped_zip(&files, deflated, true)),
    ] {
        let seen = Seen::read(&archive);
        assert_eq!(seen.lines, wanted, "{name}");
        assert!(seen.leaves[1].1 == b, "{name}");
        // Whoever reads no more than the head finds the next member all the same.
        let mut glance = Seen { glance: true, ..Seen::default() };
        let _ = Opener::default().open(&archive[..], &mut glance);
        assert_eq!(glance.leaves.len(), 2, "{name}");
        assert_eq!(glance.told(), 0, "{name}");
        // And a visitor that has enough is asked no more.
        let mut stopped = Seen { stop_after: Some(1), ..Seen::default() };
        assert!(Opener::default().open(&archive[..], &mut stopped).is_break(), "{name}");
        assert_eq!(stopped.lines, wanted[..1], "{name}");
    }
    assert!(Seen::read(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").lines.is_empty());
}

#[test]
fn a_stored_archive_in_a_piped_archive_is_whole() {
    let data = text(5000);
    let inner = piped_zip(&[("1.xml", &data), ("2.xml", &data)], CompressionMethod::Stored, false);
    let outer =
        piped_zip(&[("day.zip", &inner), ("n.txt", &data)], CompressionMethod::Stored, false);
    assert_eq!(
        Seen::read(&outer).lines,
        ["day.zip!1.xml 5000", "day.zip!2.xml 5000", "n.txt 5000"]
    );
}

#[test]
fn office_documents_are_no_archives() {
    let files: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        assert_eq!(Seen::read(&zip(&files, method)).lines, ["- = office document"]);
        assert_eq!(Seen::read(&piped_zip(&files, method, false)).lines, ["- = office document"]);
    }
    let text: &[u8] = b"application/vnd.oasis.opendocument.text";
    let odt = zip(&[("mimetype", text), ("content.xml", b"<x/>")], CompressionMethod::Stored);
    assert_eq!(Seen::read(&odt).lines, ["- = office document"]);
    // One inside an archive leaves the archive what it is.
    let outer = zip(&[("letter.docx", &odt), ("1.txt", b"text")], CompressionMethod::Stored);
    assert_eq!(Seen::read(&outer).lines, ["letter.docx = office document", "1.txt 4"]);
}

#[test]
fn of_a_word_document_only_its_text_is_read() {
    let noise = text(70_000);
    let files: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/media/image1.png", &noise),
        ("word/document.xml", b"<w:document/>"),
        ("word/styles.xml", b"<w:styles/>"),
    ];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        for document in [zip(&files, method), piped_zip(&files, method, false)] {
            assert_eq!(Seen::read(&document).lines, ["- 13"]);
            // The document goes by its own name, not by that of its member.
            let outer = zip(&[("letter.docx", &document), ("1.txt", b"text")], method);
            assert_eq!(Seen::read(&outer).lines, ["letter.docx 13", "1.txt 4"]);
            let cut = Seen::read(&document[..document.len() / 40]);
            assert_eq!(cut.lines.len(), 1, "{:?}", cut.lines);
            assert!(cut.lines[0].starts_with("- ! "), "{:?}", cut.lines);
        }
    }
}

#[test]
fn an_encrypted_member_is_refused_and_the_next_one_read() {
    for mut archive in [
        zip(&[("secret", b"text"), ("open", b"text")], CompressionMethod::Stored),
        piped_zip(&[("secret", b"text"), ("open", b"text")], CompressionMethod::Deflated, false),
    ] {
        archive[6] |= 1;
        let seen = Seen::read(&archive);
        assert_eq!(seen.lines.len(), 2, "{:?}", seen.lines);
        assert!(seen.lines[0].starts_with("secret ! it is encrypted"));
        assert_eq!(seen.lines[1], "open 4");
    }
    let mut lzma = zip(&[("m", b"text"), ("open", b"text")], CompressionMethod::Stored);
    lzma[8] = 14;
    assert!(Seen::read(&lzma).lines[0].contains("packed with LZMA"));
}

#[test]
fn other_methods_in_zip_archives_are_read() {
    let data = text(50_000);
    for (method, packed) in [(12u8, bz2(&data)), (93, zst(&data)), (95, xz(&data))] {
        let mut archive = zip(&[("m", &packed), ("next", b"text")], CompressionMethod::Stored);
        let mut crc = flate2::Crc::new();
        crc.update(&data);
        archive[8] = method;
        archive[14..18].copy_from_slice(&crc.sum().to_le_bytes());
        archive[22..26].copy_from_slice(&(data.len() as u32).to_le_bytes());
        assert_eq!(Seen::read(&archive).lines, ["m 50000", "next 4"], "{method}");
    }
}

#[test]
fn joined_archives_are_both_read() {
    let joined = [tar(&[("a", b"1")]), tar(&[("b", b"2")])].concat();
    assert_eq!(Seen::read(&joined).lines, ["a 1", "b 1"]);
    let tail = [&tar(&[("a", b"1")])[..], &text(2000)].concat();
    assert_eq!(Seen::read(&tail).lines, ["a 1"]);
}

#[test]
fn tar_members_of_every_kind() {
    let old = {
        let mut header = ::tar::Header::new_old();
        header.as_mut_bytes()[..3].copy_from_slice(b"old");
        header.set_size(4);
        header.as_mut_bytes()[156] = 0;
        header.set_cksum();
        let mut out = header.as_bytes().to_vec();
        out.extend_from_slice(b"text");
        out.resize(1024, 0);
        out
    };
    let pax = |records: &str| tar_member(b"PaxHeaders/x", b'x', records.as_bytes());
    let long = "long/".repeat(40) + "name";
    let archive = [
        old,
        tar_member(b"folder/", b'5', b""),
        tar_member(b"v7folder/", 0, b""),
        tar_member(b"soft", b'2', b""),
        {
            let mut hard = tar_member(b"hard", b'1', b"");
            let mut header = ::tar::Header::new_ustar();
            header.as_mut_bytes().copy_from_slice(&hard[..512]);
            header.set_size(4);
            header.set_cksum();
            hard[..512].copy_from_slice(header.as_bytes());
            hard
        },
        tar_member(b"dev", b'3', b""),
        tar_member(b"fifo", b'6', b""),
        tar_member(b"global", b'g', b"16 comment=hello\n"),
        pax("22 path=two\nlines.txt\n"),
        tar_member(b"short", b'0', b"text"),
        pax("20 comment=no story\n"),
        tar_member(b"kept-name", b'0', b"text"),
        tar_member(b"././@LongLink", b'L', &[long.as_bytes(), b"\0"].concat()),
        tar_member(b"cut", b'0', b"text"),
        tar_member(b"././@LongLink", b'L', b"from-long-link"),
        pax("20 comment=no story\n"),
        tar_member(b"cut", b'0', b"text"),
        pax("22 GNU.sparse.major=1\n"),
        tar_member(b"holes", b'0', b"text"),
        tar_member(b"more", b'M', b"text"),
        tar_member(b"odd", b'Q', b"text"),
        tar_member(b"\xE9t\xE9.txt", b'7', b"text"),
        vec![0; 1024],
    ]
    .concat();
    let seen = Seen::read(&archive);
    assert_eq!(
        seen.lines,
        [
            "old 4",
            "soft = link",
            "hard = link",
            "dev = device",
            "fifo = device",
            "two\\x0Alines.txt 4",
            "kept-name 4",
            &format!("{long} 4"),
            "from-long-link 4",
            "holes ! it is stored with holes (sparse); pack it again without tar --sparse",
            "more ! it is continued from another tar volume; join the volumes first",
            "odd ! it is of a kind that tar archives seldom hold",
            "\\xE9t\\xE9.txt 4",
        ]
    );
}

#[test]
fn hostile_tar_names_and_lengths() {
    let archive = [
        tar_member(b"../../etc/passwd", b'0', b"text"),
        tar_member(b"/abs/./x/../y", b'0', b"text"),
        tar_member(b"a\x1b[31m\nred", b'0', b"text"),
        tar_member(b"..", b'0', b"text"),
        tar_member(b"huge", b'L', &vec![b'n'; (1 << 20) + 1]),
        tar_member(b"plain", b'0', b"text"),
        tar_member(b"long", b'L', &[b'n'; 5000]),
        tar_member(b"plain", b'0', b"text"),
        tar_member(b"pax", b'x', b"999999999999999999999 path=x\n"),
        tar_member(b"pax", b'x', b"5 a=b\n3 \n0 =\n"),
        tar_member(b"last", b'0', b"text"),
    ]
    .concat();
    let lines = Seen::read(&archive).lines;
    assert_eq!(lines[0], "etc/passwd 4");
    assert_eq!(lines[1], "abs/x/y 4");
    assert_eq!(lines[2], "a\\x1B[31m\\x0Ared 4");
    assert_eq!(lines[3], "(no name) 4");
    assert!(lines[4].contains("longer than 1 MiB"), "{}", lines[4]);
    assert_eq!(lines[5], "plain 4");
    assert!(lines[6].contains("--max-path"), "{}", lines[6]);
    assert_eq!(lines[7..], ["last 4"]);

    // A length of 2^63 and more is a member that is cut short, and no more than that.
    let mut header = ::tar::Header::new_gnu();
    header.as_mut_bytes()[0] = b'x';
    header.set_size(u64::MAX - 3);
    header.set_cksum();
    for kind in [b'0', b'5', b'x', b'L'] {
        header.as_mut_bytes()[156] = kind;
        header.set_cksum();
        let seen = Seen::read(&[&header.as_bytes()[..], b"text"].concat());
        assert_eq!(seen.told(), 1, "{:?}", seen.lines);
        assert!(seen.lines[0].contains("cut short"), "{:?}", seen.lines);
    }
}
