//! Keys of objects that wrap lists of stories, and of those that are stories themselves.

/// Keys under which answers of servers and exports keep their lists, in lower case.
const LISTS: [&[u8]; 29] = [
    b"articles",
    b"article",
    b"items",
    b"item",
    b"_items",
    b"newsitems",
    b"news",
    b"stories",
    b"docs",
    b"documents",
    b"hits",
    b"results",
    b"result",
    b"records",
    b"rows",
    b"entries",
    b"entry",
    b"posts",
    b"data",
    b"response",
    b"search",
    b"searchresults",
    b"feed",
    b"list",
    b"value",
    b"objects",
    b"elements",
    b"rss",
    b"channel",
];

/// Says whether a list under this key may hold stories.
pub fn is_list_key(key: &[u8]) -> bool {
    key.len() <= 13 && LISTS.iter().any(|it| it.eq_ignore_ascii_case(key))
}

/// Says whether only a story, and no list of them, has this key.
pub fn is_story_key(key: &[u8]) -> bool {
    matches!(
        key,
        b"headline"
            | b"headlines"
            | b"body"
            | b"bodies"
            | b"text"
            | b"content"
            | b"contents"
            | b"body_html"
            | b"body_text"
            | b"body_xhtml"
            | b"article_html"
            | b"articleBody"
            | b"bodyXhtml"
            | b"@context"
    )
}
