//! One line of a head block, and what it is by its own looks.
//!
//! Comes in: a line as filed. Goes out: the line without the marks of the wire, and its class,
//! where the line alone tells. What needs its neighbours is judged in `mod.rs`.

use crate::copy::byline::folded;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Without indent, comment prefix and line marks.
    pub(super) text: &'a str,
    /// Byte offset of the line in the whole text.
    pub(super) start: usize,
    /// Blanks before it.
    pub(super) indent: usize,
    /// A blank line stands before it.
    pub(super) gap: bool,
    /// It began with `-- `.
    pub(super) comment: bool,
    /// It began with `^` or ended in `<` or `=`.
    pub(super) marked: bool,
}

/// Lines looked at for a head, at most.
const MOST_LINES: usize = 40;
/// Bytes looked at for a head, at most.
const MOST_BYTES: usize = 8_192;

/// The lines that may belong to a head.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(16);
    let (mut gap, mut commented) = (false, false);
    let mut start = 0;
    while start < text.len() && start < MOST_BYTES && lines.len() < MOST_LINES {
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let whole = &text[start..end];
        let trimmed = whole.trim();
        if trimmed.is_empty() {
            gap = true;
        } else {
            let indent = whole.len() - whole.trim_start().len();
            // Only a head that begins so is one of comments: a dash also opens second lines.
            let comment = (lines.is_empty() || commented).then(|| comment(trimmed)).flatten();
            commented |= comment.is_some();
            let bare = comment.unwrap_or(trimmed);
            let unmarked = bare.trim_start_matches('^').trim_end_matches('=').trim();
            // A lone `<` is a mark; behind another one it is a damaged ticker.
            let unmarked = match unmarked.strip_suffix('<') {
                Some(cut) if !cut.contains('<') => cut.trim_end(),
                _ => unmarked,
            };
            lines.push(Line {
                text: unmarked,
                start,
                indent,
                gap,
                comment: comment.is_some(),
                marked: unmarked.len() != bare.len(),
            });
            gap = false;
        }
        start = end + 1;
    }
    lines
}

/// What stands behind `-- ` and its like.
fn comment(line: &str) -> Option<&str> {
    if line == "--" {
        return Some("");
    }
    ["-- ", "# ", "// "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// A header line `Key: value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Headline,
    Byline,
    Dateline,
    Slug,
    Date,
    Agency,
    Keywords,
    Category,
    Url,
    Language,
    Id,
    /// Known, but of no use here.
    Other,
}

/// Reads `Key: value`. The flag says that the key alone is proof.
pub(super) fn key(line: &str) -> Option<(Key, bool, &str)> {
    let colon = line.as_bytes().iter().take(20).position(|b| *b == b':')?;
    let value = line[colon + 1..].trim();
    let (key, certain) = folded(line[..colon].trim(), |key| {
        Some(match key {
            "headline" => (Key::Headline, true),
            "title" | "head" => (Key::Headline, false),
            "byline" => (Key::Byline, true),
            "by" | "author" | "authors" => (Key::Byline, false),
            "dateline" => (Key::Dateline, true),
            "slug" | "slugline" => (Key::Slug, true),
            "pubdate" | "load-date" | "publication date" => (Key::Date, true),
            "date" | "published" | "time" | "updated" | "filed" => (Key::Date, false),
            "source" | "agency" | "publication" => (Key::Agency, false),
            "keywords" | "topics" | "tags" | "subject" => (Key::Keywords, false),
            "section" | "category" => (Key::Category, false),
            "url" | "link" => (Key::Url, false),
            "language" | "lang" => (Key::Language, false),
            "id" | "guid" => (Key::Id, false),
            "length" | "copyright" | "body" | "text" => (Key::Other, false),
            _ => return None,
        })
    })?;
    Some((key, certain, value))
}

/// `http://...`, alone on its line.
pub(super) fn is_url(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(' ')
}

/// Frames of the telegraph and lines of the wire that say nothing.
pub(super) fn is_noise(line: &str) -> bool {
    if line.is_empty() {
        return true;
    }
    let first = line.as_bytes()[0];
    if matches!(first, b'-' | b'_' | b'=' | b'*' | b'#')
        && line.len() >= 3
        && line.bytes().all(|b| b == first || b == b' ')
        // Six stars are a flash.
        && !(first == b'*' && line.len() >= 4)
    {
        return true;
    }
    let Some(frame) = line.get(..4) else {
        return false;
    };
    frame.eq_ignore_ascii_case("zczc")
        && line.len() <= 24
        && line[4..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ')
}

/// The id that opens a message of the MUC collections: `DEV-MUC3-0001 (NOSC)`.
pub(super) fn message_id(line: &str) -> Option<&str> {
    let id = line.split(' ').next()?;
    let behind = line[id.len()..].trim();
    let mut parts = id.split('-');
    let (set, muc, number) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = parts.next().is_none()
        && (set == "DEV" || set.starts_with("TST"))
        && muc.starts_with("MUC")
        && number.len() == 4
        && number.bytes().all(|b| b.is_ascii_digit())
        && (behind.is_empty() || behind.starts_with('(') && behind.ends_with(')'));
    fits.then_some(id)
}

/// `r i AM-Harbor-Strike 1stLd a0588 01-09 0150`: the header of a transmission that lost its
/// control characters. What it says, the slug line under it says better.
pub(super) fn is_wire_header(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let letter = |word: Option<&str>| {
        word.is_some_and(|word| word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let digits = |word: Option<&str>, count: usize| {
        word.is_some_and(|it| it.len() == count && it.bytes().all(|b| b.is_ascii_digit()))
    };
    let opens = letter(words.next()) && letter(words.next());
    let slug =
        words.next().is_some_and(|it| ["AM-", "PM-", "BC-"].iter().any(|c| it.starts_with(c)));
    let words = words.next_back();
    let mut date = line.rsplit(' ').filter(|it| !it.is_empty()).nth(1).unwrap_or("").split('-');
    opens
        && slug
        && digits(words, 4)
        && digits(date.next(), 2)
        && digits(date.next(), 2)
        && date.next().is_none()
}

/// `US-HARBOR-STRIKE`, `Yemen/conflict/`, `BC-US--Harbor Works, 1st Ld-Writethru,1140`.
pub(super) fn is_slug(line: &str) -> bool {
    if !(5..=80).contains(&line.len()) || line.ends_with(['.', '?', '!', '"', ':']) {
        return false;
    }
    // Some wires put whose it is first: `AP-BC-HARBOR`.
    let bare = line.strip_prefix("AP-").unwrap_or(line);
    let cycle = ["BC-", "AM-", "PM-", "BC--"].iter().any(|cycle| bare.starts_with(cycle));
    if cycle {
        return line.split(' ').count() <= 10;
    }
    if line.contains(' ') || !line.bytes().any(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let slashes = line.matches('/').count();
    if slashes >= 2 || slashes == 1 && line.ends_with('/') {
        return !line.contains("//");
    }
    let hyphens = line.matches('-').count();
    hyphens >= 2
        && line
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'&' | b'\''))
}

/// A point of a summary above the text.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['*', '•', '▪', '●']).or_else(|| line.strip_prefix("- "))?;
    let rest = rest.strip_prefix(' ').map_or(rest, str::trim_start);
    (!rest.is_empty() && !rest.starts_with('*') && rest.len() < line.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_told_from_headlines() {
        assert!(is_slug("US-HARBOR-STRIKE-TALKS"));
        assert!(is_slug("BC-US--Harbor Works, 1st Ld-Writethru,1140"));
        assert!(is_slug("Yemen/conflict/"));
        assert!(is_slug("AP-BC-HARBOR WORKS, 2nd Ld-Writethru,340"));
        assert!(!is_slug("AP-Harker poll: most like fog"));
        assert!(!is_slug("Harbor strike ends"));
        assert!(!is_slug("TNK-BP"));
        assert!(!is_slug("HARBOR"));
    }

    #[test]
    fn headers_of_transmissions_are_told_by_their_ends() {
        assert!(is_wire_header("r i AM-Harbor-Strike 1stLd a0588 01-09 0150"));
        assert!(is_wire_header("r a BC-Harbor     01-09 0150"));
        assert!(!is_wire_header("r a BC-Harbor strike ends"));
        assert!(!is_wire_header("a b c"));
    }

    #[test]
    fn ids_and_frames() {
        assert_eq!(message_id("DEV-MUC3-0042 (NOSC)"), Some("DEV-MUC3-0042"));
        assert_eq!(message_id("TST2-MUC4-0042"), Some("TST2-MUC4-0042"));
        assert_eq!(message_id("DEV-MUC3-42"), None);
        assert!(
            is_noise("ZCZC ABC123") && is_noise("-----") && !is_noise("ZCZC is a mark of the wire")
        );
    }

    #[test]
    fn keys_need_a_colon_near_the_start() {
        assert_eq!(key("Slug: HARBOR-STRIKE"), Some((Key::Slug, true, "HARBOR-STRIKE")));
        assert_eq!(key("Date: 3 May 1990"), Some((Key::Date, false, "3 May 1990")));
        assert_eq!(key("The mayor said on Friday: no"), None);
    }

    #[test]
    fn marks_and_comments_are_stripped() {
        let found = lines("^Harbor opens<\n\n   text <ABC>\n-- more");
        let texts: Vec<&str> = found.iter().map(|it| it.text).collect();
        assert_eq!(texts, ["Harbor opens", "text <ABC>", "-- more"]);
        assert!(found[0].marked && found[1].gap && found[1].indent == 3);
        assert!(lines("-- Harbor opens\n--\n-- By A B").iter().all(|it| it.comment));
    }
}
