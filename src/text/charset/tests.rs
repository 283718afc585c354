use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8], declared: Option<&str>) -> (String, String, Vec<String>) {
    let it = decode(bytes, declared);
    (it.text, it.charset, it.flags)
}

fn expect(text: &str, charset: &str, flags: &[&str]) -> (String, String, Vec<String>) {
    (text.into(), charset.into(), flags.iter().map(|it| (*it).into()).collect())
}

#[test]
fn ascii_is_ascii_whatever_is_declared() {
    assert_eq!(read(b"Quay", None), expect("Quay", "us-ascii", &[]));
    assert_eq!(read(b"Quay", Some("koi8-r")), expect("Quay", "us-ascii", &[]));
    assert!(matches!(borrow(b"Quay", None).text, Cow::Borrowed(_)));
}

#[test]
fn marks_win() {
    assert_eq!(read(b"\xEF\xBB\xBFdoc\xC3\xA9", Some("latin1")), expect("docé", "utf-8", &[]));
    assert_eq!(read(b"\xFF\xFEa\0\xE9\0", None), expect("aé", "utf-16le", &[]));
    assert_eq!(read(b"\xFE\xFF\0a\0\xE9", None), expect("aé", "utf-16be", &[]));
    assert_eq!(read(b"\xFF\xFE\0\0a\0\0\0\xE9\0\0\0", None), expect("aé", "utf-32le", &[]));
    assert_eq!(read(b"\0\0\xFE\xFF\0\0\0a", None), expect("a", "utf-32be", &[]));
    assert_eq!(
        read(b"\0\0\xFE\xFF\0\0\0a\x7F\0\0\0\0", None),
        expect("a\u{FFFD}\u{FFFD}", "utf-32be", &[DAMAGED])
    );
}

#[test]
fn sound_utf8_beats_declared_latin1() {
    let bytes = "Cocoa from Bahía".as_bytes();
    assert_eq!(read(bytes, Some("ISO-8859-1")), expect("Cocoa from Bahía", "utf-8", &[LIED]));
    assert_eq!(read(bytes, Some("UTF_8")), expect("Cocoa from Bahía", "utf-8", &[]));
    assert_eq!(read(bytes, None), expect("Cocoa from Bahía", "utf-8", &[]));
}

#[test]
fn true_latin1_is_believed() {
    assert_eq!(read(b"\xA366bn", Some("iso-8859-1")), expect("£66bn", "windows-1252", &[]));
    assert_eq!(read(b"caf\xE9", Some("us-ascii")), expect("café", "windows-1252", &[LIED]));
    assert_eq!(read(b"5 \xA4", Some("ISO-8859-15")), expect("5 €", "iso-8859-15", &[]));
}

#[test]
fn windows_bytes_under_a_latin_label() {
    assert_eq!(
        read(b"it\x92s \x81", Some("latin-1")),
        expect("it’s \u{FFFD}", "windows-1252", &[DAMAGED])
    );
    assert_eq!(read(b"it\x92s \xA4", Some("iso-8859-15")), expect("it’s €", "iso-8859-15", &[]));
}

#[test]
fn aliases_of_archives() {
    for (alias, label_) in [
        ("utf8", "utf-8"),
        ("UTF_8", "utf-8"),
        ("latin-1", "windows-1252"),
        ("cp1252", "windows-1252"),
        ("windows1252", "windows-1252"),
        ("x-sjis", "shift_jis"),
        ("gb2312", "gb18030"),
        ("ks_c_5601-1987", "euc-kr"),
        ("cp949", "euc-kr"),
        ("iso-8859-9", "windows-1254"),
        ("ISO8859_9", "windows-1254"),
        ("\"koi8-r\"", "koi8-r"),
    ] {
        assert_eq!(label(alias).as_deref(), Some(label_), "{alias}");
    }
    assert_eq!(label("klingon"), None);
}

#[test]
fn a_wrong_utf8_label_falls_back_to_statistics() {
    let bytes = b"M\xFCnchen, \xE4lter, gr\xF6\xDFer: die B\xFChne f\xFCr Sch\xFCler";
    let (text, charset, flags) = read(bytes, Some("utf-8"));
    assert_eq!(text, "München, älter, größer: die Bühne für Schüler");
    assert_eq!(charset, "windows-1252");
    assert_eq!(flags, [GUESSED, LIED]);
}

#[test]
fn cyrillic_without_a_label_is_recognised() {
    let words = "Министр заявил, что переговоры продолжатся на следующей неделе в столице";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(words);
    assert_eq!(read(&bytes, None), expect(words, "windows-1251", &[GUESSED]));
}

#[test]
fn a_cut_character_is_damage_not_another_charset() {
    let mut bytes = "été à Orléans, où l’été".as_bytes().to_vec();
    bytes.pop();
    let (text, charset, flags) = read(&bytes, None);
    assert!(text.starts_with("été à Orléans") && text.ends_with('\u{FFFD}'));
    assert_eq!((charset.as_str(), flags), ("utf-8", vec![DAMAGED.to_owned()]));
}

#[test]
fn text_encoded_twice_is_repaired() {
    assert_eq!(read("cafÃ©".as_bytes(), None), expect("café", "utf-8", &[REPAIRED]));
    assert_eq!(
        read("itâ€™s a caf\u{E9}".as_bytes(), None),
        expect("it’s a café", "utf-8", &[REPAIRED])
    );
    assert_eq!(read("â€œyesâ€\u{9D}".as_bytes(), None), expect("“yes”", "utf-8", &[REPAIRED]));
    assert_eq!(read("it\u{92}s".as_bytes(), None), expect("it’s", "utf-8", &[REPAIRED]));
    // Capitals before a closing guillemet only look like it: the opening one proves it.
    assert_eq!(read("«MANHÃ» à".as_bytes(), None), expect("«MANHÃ» à", "utf-8", &[]));
}

#[test]
fn utf16_without_a_mark() {
    assert_eq!(read(b"h\0a\0r\0b\0o\0r\0", None), expect("harbor", "utf-16le", &[GUESSED]));
    assert_eq!(read(b"plain words", Some("utf-16")), expect("plain words", "us-ascii", &[LIED]));
}

#[test]
fn japanese_by_escapes() {
    let (bytes, _, _) = ISO_2022_JP.encode("東京 port");
    assert_eq!(read(&bytes, None), expect("東京 port", "iso-2022-jp", &[]));
}

proptest! {
    #[test]
    fn never_panics(bytes: Vec<u8>, label in "[ -~]{0,12}") {
        decode(&bytes, Some(&label));
        decode(&bytes, None);
    }

    #[test]
    fn sound_text_without_latin_extras_comes_back(text in "[a-z \u{400}-\u{44F}\n]{0,80}") {
        prop_assert_eq!(decode(text.as_bytes(), None).text, text);
    }

    #[test]
    fn every_latin1_byte_keeps_its_place(bytes in prop::collection::vec(1u8.., 0..60)) {
        let it = decode(&bytes, Some("windows-1252"));
        if it.charset == "windows-1252" {
            prop_assert_eq!(it.text.chars().count(), bytes.len());
        }
    }
}
