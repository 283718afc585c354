//! Addresses on the web that say more than where a story stands.
//!
//! Comes in: an address. Goes out: the slug and the identifier in it. Apart from the lines of the
//! head, because an address may also come from an element.

/// Slug and identifier in an address of Reuters:
/// `http://www.reuters.com/article/2007/06/18/us-harbor-idUSL1837323420070618`.
pub(in crate::copy) fn of_reuters(url: &str) -> Option<(&str, &str)> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = host.split_once('/')?;
    if host != "reuters.com" && !host.ends_with(".reuters.com") {
        return None;
    }
    let last = path.split(['?', '#']).next()?.rsplit('/').next()?;
    let (slug, id) = last.rsplit_once("-id")?;
    let fits = id.len() >= 6
        && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && id.bytes().any(|b| b.is_ascii_digit());
    (fits && !slug.is_empty()).then_some((slug, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slug_and_identifier_stand_in_the_last_part() {
        let url = "http://www.reuters.com/article/2007/06/18/us-harbor-idUSL1837323420070618";
        assert_eq!(of_reuters(url), Some(("us-harbor", "USL1837323420070618")));
        for url in [
            "http://www.example.com/article/us-harbor-idUSL1837323420070618",
            "http://www.reuters.com/article/holiday-idea",
            "http://www.reuters.com/",
            "",
        ] {
            assert_eq!(of_reuters(url), None, "{url}");
        }
    }
}
