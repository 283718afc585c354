//! Text of a chart: broken into lines by an estimate of its width, since no font is at hand.

use unicode_width::UnicodeWidthStr;

use super::super::paint::wrap;

/// Text as it may stand in a picture: on one line, without what XML forbids or what would turn the
/// direction of the letters behind it.
pub(super) fn legible(text: &str) -> String {
    let mut legible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => legible.push(' '),
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => legible.push('\u{FFFD}'),
            '\u{FFFE}' | '\u{FFFF}' => legible.push('\u{FFFD}'),
            c => legible.push(c),
        }
    }
    legible
}

/// About how wide a text is in a sans-serif of that size, both in pixels: rather too wide.
pub(super) fn width_of(text: &str, size: i32) -> i32 {
    let columns = i32::try_from(text.width()).unwrap_or(i32::MAX / 100);
    columns.saturating_mul(size) * 3 / 5
}

/// A text in lines of at most `width` pixels; one that takes more than `most` ends in `…`.
pub(super) fn lines(text: &str, width: i32, size: i32, most: usize) -> Vec<String> {
    let text = legible(text);
    let columns = usize::try_from(width * 5 / (size * 3)).unwrap_or(10).max(11);
    let mut lines: Vec<String> = wrap(&text, columns)
        .into_iter()
        .take(most + 1)
        .map(|line| text[line].to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.width() >= columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_broken_and_cut_where_all_can_see() {
        let text = "cocoa OR coffee OR tea OR sugar OR rubber";
        assert_eq!(lines(text, 120, 10, 3), ["cocoa OR coffee OR", "tea OR sugar OR", "rubber"]);
        assert_eq!(lines(text, 120, 10, 2), ["cocoa OR coffee OR", "tea OR sugar OR…"]);
        assert!(lines("", 120, 10, 2).is_empty());
    }

    #[test]
    fn what_xml_forbids_is_not_in_a_picture() {
        assert_eq!(
            legible("a\u{1b}[31m\nb\u{0}\u{202e}c\u{ffff}"),
            "a\u{fffd}[31m b\u{fffd}c\u{fffd}"
        );
    }
}
