//! The head of a stream of XML: what of it is sound, and what its root is called.

use memchr::{memchr, memchr2};

use super::NAME;

/// Length of a head without the record at its end, of which only the end tag was known.
///
/// Of the elements still open there, the one that is called nearly as a record is it.
pub(super) fn sound_head(head: &[u8], names: &[&str]) -> usize {
    let mut open: Vec<(usize, usize, String)> = Vec::new();
    let mut from = 0;
    while let Some(step) = memchr(b'<', &head[from..]) {
        let at = from + step;
        let rest = &head[at + 1..];
        let length = memchr2(b'>', b'<', rest).unwrap_or(rest.len());
        let tag = &rest[..length];
        from = at + 1 + length;
        let ends = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'>' | b'/');
        let name = |tag: &[u8]| {
            let name: Vec<u8> = tag.iter().take(NAME).take_while(|it| !ends(it)).copied().collect();
            String::from_utf8_lossy(&name).into_owned()
        };
        match tag {
            [b'!' | b'?', ..] | [] => {}
            [b'/', tag @ ..] => {
                let name = name(tag);
                if let Some(it) = open.iter().rposition(|it| it.2 == name) {
                    open.truncate(it);
                }
            }
            _ if tag.ends_with(b"/") || open.len() > 256 => {}
            _ => open.push((at, (from + 1).min(head.len()), name(tag))),
        }
    }
    let nearly = |name: &str| {
        let local = name.rsplit(':').next().unwrap_or(name);
        names.iter().any(|it| {
            let longer = local.strip_prefix(it).and_then(|rest| rest.chars().next());
            longer.is_some_and(|it| !it.is_alphanumeric())
                || strsim::osa_distance(it, local) <= 1 + it.len() / 4
        })
    };
    // The root is never it.
    let found = open.iter().skip(1).rfind(|it| nearly(&it.2)).map(|it| it.0);
    found.unwrap_or(match open.as_slice() {
        // Not even that: at least the innermost is none that holds all records.
        [_, _, .., (start, _, _)] => *start,
        [.., (_, end, _)] => *end,
        [] => 0,
    })
}

/// The name of the first element in a head.
pub(super) fn root_name(head: &[u8]) -> Vec<u8> {
    let starts = |at: &usize| {
        let next = head.get(at + 1);
        next.is_some_and(|it| it.is_ascii_alphabetic() || *it == b'_')
    };
    let Some(at) = memchr::memchr_iter(b'<', head).find(starts) else { return Vec::new() };
    let ends = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'>' | b'/');
    head[at + 1..].iter().take_while(|it| !ends(it)).copied().collect()
}
