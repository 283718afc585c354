//! The text of an item: HTML escaped once or twice, in a CDATA section or bare, or plain text.

use crate::text::markup::{Element, Tree};
use crate::text::{clean, entities, paragraphs as wrapped};

use super::wordpress;

/// Elements of HTML by which text is told to be HTML.
const TAGS: [&str; 44] = [
    "p",
    "br",
    "div",
    "span",
    "a",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "img",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "blockquote",
    "pre",
    "figure",
    "iframe",
    "font",
    "center",
    "small",
    "sub",
    "sup",
    "article",
    "section",
    "script",
    "style",
    "hr",
    "video",
    "audio",
    "embed",
    "cite",
    "q",
    "strike",
    "html",
];

/// The paragraphs of an element. In exports of WordPress blank lines part them too.
pub(super) fn paragraphs(element: Element<'_, '_>, export: bool) -> Vec<String> {
    let mut found = if element.children().next().is_some() {
        element.paragraphs_without(&is_dropped)
    } else {
        of_source(element.source(), export)
    };
    strip_footers(&mut found);
    found
}

fn of_source(mut source: String, export: bool) -> Vec<String> {
    if export {
        source = wordpress::without_shortcodes(&clean::normalise(&source));
    }
    if !has_tags(&source) && source.contains('&') {
        // Escaped once more than it should be.
        source = entities::unescape_once(&source).into_owned();
    }
    if !has_tags(&source) {
        return wrapped::paragraphs(&clean::normalise(&entities::unescape(&source)));
    }
    let marked = |tag: &str| {
        source.as_bytes().windows(tag.len()).any(|it| it.eq_ignore_ascii_case(tag.as_bytes()))
    };
    if export || !marked("<p") && !marked("<br") && !marked("<div") && !marked("<pre") {
        source = marked_at_blank_lines(&source);
    }
    Tree::html(&source).root().paragraphs_without(&is_dropped)
}

/// Puts the tags in that WordPress puts in when it shows a post.
fn marked_at_blank_lines(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut blank = false;
    for line in clean::normalise(source).split('\n') {
        if line.trim().is_empty() {
            blank = true;
            out.push('\n');
            continue;
        }
        if std::mem::take(&mut blank) && !out.is_empty() {
            out.push_str("<p>");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Whether text holds tags of HTML.
fn has_tags(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let after = rest.as_bytes().get(length);
        matches!(after, Some(b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r'))
            && TAGS.iter().any(|it| rest[..length].eq_ignore_ascii_case(it))
            || rest.starts_with("!--")
    })
}

/// What pages put among the text: captions of pictures, buttons, lists of other stories.
fn is_dropped(element: Element<'_, '_>) -> bool {
    const CLASSES: [&str; 7] = [
        "wp-caption-text",
        "feedflare",
        "screen-reader-text",
        "sharedaddy",
        "jp-relatedposts",
        "addtoany_content",
        "mc4wp-form",
    ];
    element.is("figcaption")
        || element
            .attribute("class")
            .is_some_and(|it| it.split_whitespace().any(|class| CLASSES.contains(&class)))
}

/// Takes off what programs put under the text of each item.
fn strip_footers(paragraphs: &mut Vec<String>) {
    while let Some(last) = paragraphs.last() {
        let appeared = last.starts_with("The post ") && last.contains(" appeared first on ");
        let bare = last.trim_end_matches(['.', ' ', '\u{bb}', '\u{2192}', '\u{2026}', '>']);
        let more = ["continue reading", "read more", "read the full story", "read full story"];
        if !appeared && !more.iter().any(|it| bare.eq_ignore_ascii_case(it)) {
            return;
        }
        paragraphs.pop();
    }
}

/// Takes off the mark of a text that goes on elsewhere: `[...]`, `[+123 chars]`. Says whether
/// there was one.
pub(super) fn strip_cut(paragraphs: &mut Vec<String>) -> bool {
    let Some(last) = paragraphs.last_mut() else {
        return false;
    };
    let text = last.trim_end();
    let Some((open, inner)) = text.strip_suffix(']').and_then(|it| {
        let open = it.rfind('[')?;
        Some((open, it[open + 1..].trim()))
    }) else {
        return false;
    };
    let chars = inner.strip_prefix('+').and_then(|it| it.strip_suffix(" chars"));
    let is_count =
        chars.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    let is_dots = !inner.is_empty() && inner.chars().all(|it| matches!(it, '.' | '\u{2026}' | ' '));
    if !is_count && !is_dots {
        return false;
    }
    let kept = text[..open].trim_end().len();
    last.truncate(kept);
    if last.is_empty() {
        paragraphs.pop();
    }
    true
}

/// Whether the text says all that its teaser says.
pub(super) fn repeats(teaser: &[String], body: &[String]) -> bool {
    let letters = |texts: &[String]| -> String {
        let all = texts.iter().flat_map(|it| it.chars());
        all.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(8000).collect()
    };
    letters(body).contains(&letters(teaser))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str, export: bool) -> Vec<String> {
        let tree = Tree::xml(xml);
        paragraphs(tree.root().first("d").expect("it"), export)
    }

    #[test]
    fn html_is_read_however_it_is_escaped() {
        let two = ["Fog & rain.", "It <cleared>."];
        for xml in [
            "<d>&lt;p&gt;Fog &amp;amp; rain.&lt;/p&gt;&lt;p&gt;It &amp;lt;cleared&amp;gt;.&lt;/p&gt;</d>",
            "<d><![CDATA[<p>Fog &amp; rain.</p><p>It &lt;cleared&gt;.</p>]]></d>",
            "<d><![CDATA[&lt;p&gt;Fog &amp;amp; rain.&lt;/p&gt;&lt;p&gt;It &amp;lt;cleared&amp;gt;.&lt;/p&gt;]]></d>",
            "<d><p>Fog &amp; rain.</p><p>It &lt;cleared&gt;.</p></d>",
            "<d><![CDATA[Fog & rain.<br /><br />It &lt;cleared&gt;.]]></d>",
            "<d>Fog &amp; rain.\n\nIt &lt;cleared&gt;.</d>",
        ] {
            assert_eq!(read(xml, false), two, "{xml}");
        }
        assert_eq!(read("<d><![CDATA[a ]]]]><![CDATA[> b]]></d>", false), ["a ]]> b"]);
    }

    #[test]
    fn posts_are_parted_by_blank_lines() {
        assert_eq!(
            read(
                "<d><![CDATA[One <b>bold</b>\nline.\n\n[caption id=\"a\"]<img/> A boat[/caption]\nTwo.<!--more-->\n\n\
                 <ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\n\n[gallery ids=\"1,2\"]\n\nThree [sic].]]></d>",
                true
            ),
            ["One bold line.", "Two.", "a", "b", "Three [sic]."]
        );
    }

    #[test]
    fn marks_of_cut_text_are_seen() {
        for (text, rest) in [
            ("Fog shut it [...]", Some("Fog shut it")),
            ("Fog shut it [\u{2026}]", Some("Fog shut it")),
            ("Fog shut it\u{2026} [+123 chars]", Some("Fog shut it\u{2026}")),
            ("Fog shut it [sic]", None),
            ("Fog shut it...", None),
        ] {
            let mut all = vec![text.to_owned()];
            assert_eq!(strip_cut(&mut all), rest.is_some(), "{text}");
            assert_eq!(all, [rest.unwrap_or(text)]);
        }
    }

    #[test]
    fn footers_of_programs_go() {
        let mut all: Vec<String> =
            ["Fog.", "Read more \u{bb}", "The post Fog appeared first on Harbor News."]
                .map(str::to_owned)
                .into();
        strip_footers(&mut all);
        assert_eq!(all, ["Fog."]);
    }
}
