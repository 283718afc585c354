//! The first bytes of a stream in, its root element out: what tells XML and HTML formats apart.

use memchr::{memchr, memchr2, memmem};

/// The first element of a stream of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root<'a> {
    /// Its name without prefix, as it stands.
    pub name: &'a str,
    /// Its tag, attributes and all, and what follows it in the head.
    pub rest: &'a [u8],
    /// The document type declaration before it, if any: from `<!` on, `>` included.
    pub doctype: &'a [u8],
}

impl Root<'_> {
    /// Says whether the name is this one, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The tag itself, without what follows.
    pub fn tag(&self) -> &[u8] {
        &self.rest[..memchr(b'>', self.rest).map_or(self.rest.len(), |at| at + 1)]
    }

    /// Says whether the head holds these bytes behind the start of the root, in any case.
    pub fn holds(&self, part: &[u8]) -> bool {
        self.rest.windows(part.len()).any(|it| it.eq_ignore_ascii_case(part))
    }
}

/// Finds the root element behind byte order mark, blanks, declarations and comments; `None` where
/// something else comes first.
pub fn root(head: &[u8]) -> Option<Root<'_>> {
    let mut rest = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut doctype: &[u8] = b"";
    loop {
        let blanks = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
        rest = &rest[rest.iter().take_while(|it| blanks(it)).count()..];
        if rest.starts_with(b"<!--") {
            rest = &rest[memmem::find(rest, b"-->")? + 3..];
        } else if rest.starts_with(b"<?") {
            rest = &rest[memchr(b'>', rest)? + 1..];
        } else if rest.starts_with(b"<!") {
            // A document type may hold a subset in brackets.
            let end = match memchr2(b'>', b'[', rest)? {
                at if rest[at] == b'[' => {
                    let close = memmem::find(rest, b"]>").map(|it| it + 1);
                    close.or_else(|| {
                        let close = memchr(b']', &rest[at..])? + at;
                        memchr(b'>', &rest[close..]).map(|it| it + close)
                    })?
                }
                at => at,
            };
            doctype = &rest[..=end];
            rest = &rest[end + 1..];
        } else {
            break;
        }
    }
    let tag = rest.strip_prefix(b"<")?;
    let length = tag
        .iter()
        .take(80)
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b':' | b'.' | b'_' | b'-'))
        .count();
    let starts = tag.first().is_some_and(|it| it.is_ascii_alphabetic() || *it == b'_');
    let after = tag.get(length);
    if !starts || !matches!(after, None | Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r')) {
        return None;
    }
    if is_name_of_a_firm(tag) {
        return None;
    }
    let whole = std::str::from_utf8(&tag[..length]).ok()?;
    let name = whole.rsplit(':').next().unwrap_or(whole);
    Some(Root { name, rest, doctype })
}

/// `HARKER FOODS INC> 1ST QTR NET`: Reuters set names of firms between the signs of markup.
fn is_name_of_a_firm(tag: &[u8]) -> bool {
    let inside = &tag[..memchr(b'>', &tag[..tag.len().min(80)]).unwrap_or(0)];
    let of_a_name =
        |it: &u8| it.is_ascii_uppercase() || it.is_ascii_digit() || b" .,&'-".contains(it);
    inside.trim_ascii_end().contains(&b' ') && inside.iter().all(of_a_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_root_is_found() {
        let name = |head: &str| root(head.as_bytes()).map(|it| it.name.to_owned());
        assert_eq!(name("<nitf>"), Some("nitf".into()));
        assert_eq!(
            name(
                "\u{FEFF} <?xml version='1.0'?>\n<!-- <x> --><!DOCTYPE y [<!ENTITY z 'q'>]>\n<a:NewsML z>"
            ),
            Some("NewsML".into())
        );
        assert_eq!(name("<5 x>"), None);
        assert_eq!(name("x <a>"), None);
        assert_eq!(name("<!-- open"), None);
        assert_eq!(name("<HARKER FOODS INC> 1ST QTR NET"), None);
        assert_eq!(name("<DOC >"), Some("DOC".into()));
        assert_eq!(name("<DOC ID=X>"), Some("DOC".into()));
        let found = root(b"<!DOCTYPE html><HTML lang=en><body Class=x>").expect("a root");
        assert!(found.is("html") && found.holds(b"class=x") && !found.holds(b"id="));
        assert_eq!(found.tag(), b"<HTML lang=en>");
        assert_eq!(found.doctype, b"<!DOCTYPE html>");
    }

    proptest! {
        #[test]
        fn never_panics(bytes in "(<!|<!--|-->|<\\?|\\?>|<|>|\\[|\\]|a|:| ){0,20}") {
            root(bytes.as_bytes());
        }
    }
}
