use super::*;
use proptest::prelude::*;

fn texts(rtf: &str) -> Vec<String> {
    read(rtf.as_bytes()).lines.into_iter().map(|it| it.text).collect()
}

#[test]
fn text_and_its_characters() {
    assert_eq!(
        texts(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}\f0 M\'fcller \u8211? \u-10179?\u-8704?\uc2\u233\'65\'65 na\{\}\~x\emdash\par Two\line three\tab four}"
        ),
        ["Müller – \u{1F600}é na{}\u{A0}x—", "Two\nthree\tfour"]
    );
    assert_eq!(texts(r"{\rtf1 {\b bo}ld \par}"), ["bold "]);
}

#[test]
fn code_pages_of_fonts() {
    let rtf = r"{\rtf1\ansicpg1252{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}{\f1 \'cc\'ee\'f1} \'e9 {\f2\'8a\'43\par}}";
    assert_eq!(texts(rtf), ["Мос é 海"]);
    assert_eq!(read(rtf.as_bytes()).charset, "windows-1252");
}

#[test]
fn what_is_no_text_is_passed_over() {
    assert_eq!(
        texts(
            r"{\rtf1{\stylesheet{\s1 heading;}}{\info{\title x}}{\header h\par}{\*\unknown y}{\field{\*\fldinst HYPERLINK z}{\fldrslt shown}}{\pict 00ff}\v hid\v0  end\bin3 }}} .}"
        ),
        ["shown end ."]
    );
}

#[test]
fn rows_and_pages() {
    let found = read(br"{\rtf1 a\page b\par\trowd\intbl HD\cell Fog\cell\row\pard c\par}").lines;
    let shown: Vec<_> = found.iter().map(|it| (it.text.as_str(), it.row, it.page)).collect();
    assert_eq!(
        shown,
        [("a", false, false), ("b", false, true), ("HD\tFog", true, false), ("c", false, false)]
    );
}

#[test]
fn a_group_without_end_hides_no_text() {
    let found = read(br"{\rtf1{\info{\title x}{ard Fog\par Sun\par}");
    let shown: Vec<_> = found.lines.iter().map(|it| it.text.as_str()).collect();
    assert_eq!((shown, found.damaged), (vec!["ard Fog", "Sun"], true));
    assert_eq!(texts(r"{\rtf1{\stylesheet{\s0 x;}\par Fog\par}"), ["x;", "Fog"]);
    assert_eq!(texts(r"{\rtf1 Fog\par{\pict 00ff"), ["Fog"]);
}

#[test]
fn the_head_is_found() {
    let rtf = br"{\rtf1\ansi{\fonttbl{\f0 A\};}}text";
    assert_eq!(&rtf[head(rtf)..], b"text");
    assert_eq!(head(b"{\\rtf1 x"), 0);
    assert_eq!(head(b"{\\fonttbl{\\f0 A"), 0);
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}x{}y", "{".repeat(100_000), "}".repeat(100_000));
    assert_eq!(texts(&deep), ["xy"]);
}

proptest! {
    #[test]
    fn never_panics(bytes: Vec<u8>, text in r"(\\par |\\u-1\?|\\u9|\\'e|\\'e9|\{|\}|\\\*|\\bin9 |\\cell|\\row|\\pict|\\uc3|\\fonttbl|\\f1|a| |é|\\){0,40}") {
        read(&bytes);
        read(text.as_bytes());
        head(text.as_bytes());
    }
}
