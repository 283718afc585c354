//! Text in, the same text out without what only a machine on the way needed.
//!
//! Line ends become one kind, control characters go, blanks that look alike are alike. This is
//! done once, before anything is matched. What may reach a terminal is a rule of its own: text
//! from the wire is hostile there.

use std::borrow::Cow;

/// Bytes at which [`normalise`] has to look closer; all others pass.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = byte != b'\n' as usize && byte != b'\t' as usize;
        byte += 1;
    }
    table[0x7F] = true;
    // First bytes of C1 controls, no-break space and soft hyphen; of the blanks of other scripts;
    // of the typographic blanks and line ends; of the ideographic space; of the byte order mark.
    table[0xC2] = true;
    table[0xE1] = true;
    table[0xE2] = true;
    table[0xE3] = true;
    table[0xEF] = true;
    table
};

/// Makes line ends `\n` and blanks spaces, and takes control and invisible characters out.
///
/// CRLF, CR (also CR CR LF), NEL, LS, PS, VT and FF are line ends. US, RS and DLE are the fixed
/// spaces of wire tables. Zero-width spaces, byte order marks and soft hyphens vanish; joiners
/// that spell words in some scripts stay.
pub fn normalise(text: &str) -> Cow<'_, str> {
    let mut from = 0;
    let mut clean = String::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(step) = suspect(&bytes[at..]) {
        at += step;
        // A suspect byte is ASCII or the first of its character, so this is a border.
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let mut next = at + c.len_utf8();
        let with = match c {
            '\r' => {
                let returns = bytes[next..].iter().take_while(|byte| **byte == b'\r').count();
                if bytes.get(next + returns) == Some(&b'\n') {
                    next += returns + 1;
                }
                Some("\n")
            }
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some("\n"),
            '\u{10}' | '\u{1E}' | '\u{1F}' => Some(" "),
            '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}' => Some(" "),
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(""),
            c if c.is_control() => Some(""),
            _ => None,
        };
        if let Some(with) = with {
            if clean.capacity() == 0 {
                clean.reserve(text.len());
            }
            clean.push_str(&text[from..at]);
            clean.push_str(with);
            from = next;
        }
        at = next;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[from..]);
    Cow::Owned(clean)
}

/// Finds the first suspect byte.
fn suspect(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    // Plain ASCII is most of what there is, so it is passed by many bytes at a time.
    for chunk in bytes.chunks(64) {
        let plain = |byte: u8| (0x20..0x7F).contains(&byte) | (byte == b'\n') | (byte == b'\t');
        if !chunk.iter().fold(true, |all, byte| all & plain(*byte))
            && let Some(found) = chunk.iter().position(|byte| SUSPECT[usize::from(*byte)])
        {
            return Some(at + found);
        }
        at += chunk.len();
    }
    None
}

/// Turns the quotes of seven-bit wires into typographic ones: two backquotes and two apostrophes.
///
/// A single backquote opens a quotation inside one, and the next apostrophe that does not stand
/// between letters closes it; all other apostrophes stay.
pub fn wire_quotes(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let quoted =
        memchr::memchr(b'`', bytes).is_some() || memchr::memmem::find(bytes, b"''").is_some();
    if !quoted {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let (mut from, mut at) = (0, 0);
    let mut nested = false;
    while let Some(step) = memchr::memchr2(b'`', b'\'', &bytes[at..]) {
        at += step;
        let double = bytes.get(at + 1) == Some(&bytes[at]);
        let letter = |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_alphanumeric());
        let between =
            letter(at.checked_sub(1).and_then(|it| bytes.get(it))) && letter(bytes.get(at + 1));
        let with = match (bytes[at], double) {
            (b'`', true) => "\u{201C}",
            (b'`', false) => {
                nested = true;
                "\u{2018}"
            }
            (_, true) if nested && bytes.get(at + 2) == Some(&b'\'') => {
                // Three in a row: the nested one ends first.
                nested = false;
                out.push_str(&text[from..at]);
                out.push('\u{2019}');
                at += 1;
                from = at;
                continue;
            }
            (_, true) => "\u{201D}",
            (_, false) if nested && !between => {
                nested = false;
                "\u{2019}"
            }
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&text[from..at]);
        out.push_str(with);
        at += if double { 2 } else { 1 };
        from = at;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Makes one line of a text: white space collapsed and trimmed.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Makes a text harmless for a terminal; line feeds and tabs stay.
///
/// Control characters, and with them all escape sequences, show as U+FFFD, and so do the marks
/// that turn the direction of writing. A carriage return before a line feed is dropped.
pub fn terminal(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| match c {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        // Tag characters are invisible and can carry text of their own.
        '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    };
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte) || byte == b'\n' || byte == b'\t')
        || !text.contains(harmful)
    {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        safe.push(if harmful(c) { char::REPLACEMENT_CHARACTER } else { c });
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_are_one_kind() {
        assert_eq!(
            normalise("a\r\nb\rc\r\r\nd\u{85}e\u{2028}f\u{B}g\u{C}h"),
            "a\nb\nc\nd\ne\nf\ng\nh"
        );
        assert_eq!(normalise("a\r\rb"), "a\n\nb");
    }

    #[test]
    fn controls_go_and_fixed_spaces_stay_spaces() {
        assert_eq!(normalise("\u{16}\u{1}a\u{1F}b\u{1E}c\u{3}\u{7F}\u{9B}d\te"), "a b cd\te");
    }

    #[test]
    fn odd_blanks_are_blanks() {
        assert_eq!(normalise("a\u{A0}b\u{202F}c\u{2009}d\u{3000}e"), "a b c d e");
        assert_eq!(normalise("\u{FEFF}har\u{AD}bor\u{200B}s"), "harbors");
        assert_eq!(normalise("می\u{200C}خواهم"), "می\u{200C}خواهم");
    }

    #[test]
    fn clean_text_is_not_copied() {
        assert!(matches!(normalise("Müller said “no” — €5\n\tyes"), Cow::Borrowed(_)));
    }

    #[test]
    fn quotes_of_the_wire() {
        assert_eq!(wire_quotes("``Yes,'' he said"), "“Yes,” he said");
        assert_eq!(wire_quotes("``He said `don't go' twice''"), "“He said ‘don't go’ twice”");
        assert_eq!(wire_quotes("``He said `no'''"), "“He said ‘no’”");
        assert!(matches!(wire_quotes("it's the boys' hat"), Cow::Borrowed(_)));
        assert_eq!(wire_quotes("``it's"), "“it's");
    }

    #[test]
    fn one_line_of_many() {
        assert_eq!(one_line("  Cocoa \n\t exports  fall "), "Cocoa exports fall");
        assert_eq!(one_line(" \n "), "");
    }

    #[test]
    fn nothing_reaches_a_terminal_that_could_drive_it() {
        assert_eq!(
            terminal("a\u{1B}[31mb\u{9B}c\r\nd\re\tf"),
            "a\u{FFFD}[31mb\u{FFFD}c\nd\u{FFFD}e\tf"
        );
        assert_eq!(terminal("x\u{202E}y"), "x\u{FFFD}y");
        assert!(matches!(terminal("Zürich"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn normalised_text_holds_no_controls(text: String) {
            let clean = normalise(&text);
            prop_assert!(clean.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
            prop_assert_eq!(normalise(&clean).into_owned(), clean.clone().into_owned());
            let seen = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric() || c.is_ascii_graphic()).collect()
            };
            prop_assert_eq!(seen(&text), seen(&clean));
        }

        #[test]
        fn terminals_are_safe(text in "[\u{0}-\u{ff}\u{2028}-\u{202f}a]{0,40}") {
            let safe = terminal(&text);
            prop_assert!(safe.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        }

        #[test]
        fn wire_quotes_touch_only_quotes(text in "[`' a-z\n]{0,40}") {
            let words = |text: &str| -> String { text.chars().filter(char::is_ascii_lowercase).collect() };
            prop_assert_eq!(words(&text), words(&wire_quotes(&text)));
        }
    }
}
