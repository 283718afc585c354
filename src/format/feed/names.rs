//! Who wrote an item of a feed: a name, a mail address with a name, a login.

use super::item::Item;
use super::wordpress;
use crate::format::doubles::each_once;
use crate::format::xml;
use crate::text::markup::html_text;

/// The bylines of an item, each name once.
pub(super) fn bylines(item: Item<'_, '_>, channel: Item<'_, '_>) -> Vec<String> {
    let mut found: Vec<String> = item
        .of("dc", "creator")
        .filter_map(|it| xml::text(Some(it)))
        .filter_map(|it| match wordpress::is_export(item) {
            true => wordpress::name_of_login(&it, channel),
            false => name(&it),
        })
        .collect();
    if found.is_empty() {
        found = authors(item);
    }
    if found.is_empty() {
        let other = item.of("itunes", "author").chain(item.of("media", "credit"));
        found = other.filter_map(|it| name(&it.text())).collect();
    }
    each_once(&mut found);
    found
}

fn authors(item: Item<'_, '_>) -> Vec<String> {
    item.own("author")
        .chain(item.of("atom", "author"))
        .filter_map(|it| match it.child("name") {
            Some(of_atom) => name(&of_atom.text()),
            None => name(&it.text()),
        })
        .collect()
}

/// The name in `ann@example.org (Ann Lee)`, `Ann Lee <ann@example.org>` or `Ann Lee`; none in an
/// address alone.
pub(super) fn name(author: &str) -> Option<String> {
    let author = html_text(author);
    let bare = match author.find('@') {
        None => author.clone(),
        Some(at) => match author.split_once('(') {
            Some((_, inner)) => inner.trim_end_matches([')', ' ']).to_owned(),
            None => {
                let start = author[..at].rfind([' ', '<']).map_or(0, |it| it + 1);
                author[..start].trim_matches([' ', '<', '"', ',', '-']).to_owned()
            }
        },
    };
    let bare = bare.trim().to_owned();
    let nobody = ["unknown", "admin", "administrator", "noreply", "none", "author", "webmaster"];
    let is_nobody = nobody.iter().any(|it| bare.eq_ignore_ascii_case(it));
    (bare.chars().any(char::is_alphabetic) && !is_nobody && !bare.contains('@')).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_beside_addresses() {
        for (author, expected) in [
            ("ann@example.org (Ann Lee)", Some("Ann Lee")),
            ("Ann Lee <ann@example.org>", Some("Ann Lee")),
            ("Ann Lee &lt;ann@example.org&gt;", Some("Ann Lee")),
            ("Ann Lee", Some("Ann Lee")),
            ("noreply@example.org (Unknown)", None),
            ("ann@example.org", None),
            ("admin", None),
            ("", None),
        ] {
            assert_eq!(name(author).as_deref(), expected, "{author}");
        }
    }
}
