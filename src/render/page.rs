//! A page of HTML: one file that needs nothing else, fetches nothing and runs nothing.
//!
//! Stories and queries are hostile text here: all of it is escaped, the page allows itself no
//! script and no address, and each piece of text keeps to its own direction of writing.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{IndexSummary, QuerySummary};

/// What a page says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The query.
    pub query: QuerySummary,
    /// The index.
    pub index: IndexSummary,
    /// How much was found: `12 stories`, `34 matches in 12 stories`.
    pub found: String,
    /// In which order it stands.
    pub order: String,
}

const STYLE: &str = "\
body{max-width:60em;margin:2em auto;padding:0 1em;font:1em/1.5 serif;color:#111;background:#fff}\
h1{font-size:1.4em}h2{font-size:1.1em;margin:1.5em 0 0}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1em;font-size:.9em}dd{margin:0}\
ol{padding-left:2.5em}.from{font-size:.85em;color:#555;margin:0}.body{white-space:pre-line}\
mark{background:#fe8;color:inherit}\
table{border-collapse:collapse;font-size:.9em}td,th{padding:.1em .4em;vertical-align:top}\
td.left{text-align:right}td.match{white-space:nowrap}th{text-align:left}\
@media print{body{max-width:none;margin:0}mark{font-weight:bold;background:none}}";

impl Page {
    /// Writes what stands above the hits.
    pub(super) fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let Page { query, index, found, order } = self;
        let typed = escape(&query.typed);
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <title>{typed} - newswire</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <h1><bdi>{typed}</bdi></h1>\n<dl>\n"
        )?;
        let rows = [
            ("read as", query.parsed.clone()),
            ("found", found.clone()),
            ("order", order.clone()),
            ("searched", format!("{} stories, fingerprint {}", index.stories, index.fingerprint)),
            ("by", format!("newswire {}", super::Summary::VERSION)),
        ];
        for (name, value) in rows {
            writeln!(out, "<dt>{name}</dt><dd><bdi>{}</bdi></dd>", escape(&value))?;
        }
        out.write_all(b"</dl>\n")
    }

    /// Writes what stands below them.
    pub(super) fn foot(out: &mut dyn Write, printed: &str) -> io::Result<()> {
        write!(out, "<p>{} on this page.</p>\n</body>\n</html>\n", escape(printed))
    }
}

/// Text as it may stand in an element or between the quotes of an attribute.
///
/// What no page may hold (control characters, and the two that are no characters) is shown as
/// U+FFFD.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let special = |c: char| match c {
        '&' | '<' | '>' | '"' | '\'' => true,
        '\n' | '\t' => false,
        c => c.is_control() || is_nothing(c),
    };
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if special(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Code points that are no characters.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Writes a text with some of its bytes marked.
pub(super) fn marked(out: &mut dyn Write, text: &str, marks: &[(usize, usize)]) -> io::Result<()> {
    let mut at = 0;
    for (from, to) in marks {
        let (from, to) = ((*from).max(at), (*to).min(text.len()));
        if from >= to || !text.is_char_boundary(from) || !text.is_char_boundary(to) {
            continue;
        }
        let (before, mark) = (escape(&text[at..from]), escape(&text[from..to]));
        write!(out, "{before}<mark>{mark}</mark>")?;
        at = to;
    }
    out.write_all(escape(&text[at..]).as_bytes())
}

/// The attributes of text of a story: its language where it is known, its direction by its letters.
pub(super) fn attributes(language: Option<&str>) -> String {
    let tag = |tag: &str| {
        tag.len() <= 35
            && !tag.is_empty()
            && tag.split('-').all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric())
            })
    };
    match language.filter(|language| tag(language)) {
        Some(language) => format!(" lang=\"{language}\" dir=\"auto\""),
        // Not the language of the page.
        None => " lang=\"\" dir=\"auto\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_breaks_out(text: String, from in 0usize..40, length in 0usize..9) {
            let mut out = Vec::new();
            marked(&mut out, &text, &[(from, from + length)]).unwrap();
            let written = String::from_utf8(out).unwrap();
            let plain = written.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!plain.contains(['<', '>', '"', '\'']));
            prop_assert!(!plain.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            let back = plain
                .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(back.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn only_a_language_becomes_one() {
        assert_eq!(attributes(Some("zh-Hant-TW")), " lang=\"zh-Hant-TW\" dir=\"auto\"");
        for wrong in [None, Some("en\" onload=\"x"), Some(""), Some("a--b"), Some("verylongtag")] {
            assert_eq!(attributes(wrong), " lang=\"\" dir=\"auto\"");
        }
    }
}
