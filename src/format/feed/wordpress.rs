//! Exports of WordPress (WXR): what a post is and whether it was out, shortcodes, logins.

use std::collections::HashSet;

use super::item::Item;
use super::names;
use crate::copy::clock;
use crate::format::xml;
use crate::story::RawStory;

/// The prefix of what WordPress says of its own.
const WP: &str = "wp";

fn value(item: Item<'_, '_>, name: &'static str) -> Option<String> {
    item.of(WP, name).find_map(|it| xml::text(Some(it)))
}

/// Whether an item comes from an export rather than from a feed.
pub(super) fn is_export(item: Item<'_, '_>) -> bool {
    item.of(WP, "post_type").next().is_some() || item.of(WP, "status").next().is_some()
}

/// What an item is that is no story, or no story yet.
pub(super) fn other_kind(item: Item<'_, '_>) -> Option<&'static str> {
    match value(item, "post_type").unwrap_or_default().as_str() {
        "attachment" => return Some("picture or file"),
        "nav_menu_item" => return Some("menu entry"),
        "page" => return Some("web page"),
        "revision"
        | "customize_changeset"
        | "oembed_cache"
        | "user_request"
        | "custom_css"
        | "wp_block"
        | "wp_template"
        | "wp_template_part"
        | "wp_global_styles"
        | "wp_navigation"
        | "wpcf7_contact_form"
        | "acf-field"
        | "acf-field-group"
        | "safecss" => {
            return Some("settings");
        }
        _ => {}
    }
    match value(item, "status").unwrap_or_default().as_str() {
        "draft" | "auto-draft" | "pending" => Some("draft"),
        "trash" => Some("deleted post"),
        "private" => Some("private post"),
        _ => None,
    }
}

/// A post that is to come out later is held back until then.
pub(super) fn held_back(story: &mut RawStory, item: Item<'_, '_>) {
    if value(item, "status").as_deref() == Some("future") {
        let time = story.filed.as_ref().and_then(|it| clock::to_utc(it, None));
        story.embargo = time.map(|it| it.utc);
    }
}

/// The name of who writes under a login; none where only the login is known.
pub(super) fn name_of_login(login: &str, channel: Item<'_, '_>) -> Option<String> {
    for author in channel.of(WP, "author") {
        let part = |name: &str| xml::text(author.children().find(|it| it.is(name)));
        if part("author_login").as_deref() != Some(login) {
            continue;
        }
        let shown = part("author_display_name").filter(|it| it != login);
        let whole =
            || Some(format!("{} {}", part("author_first_name")?, part("author_last_name")?));
        return shown.or_else(whole).and_then(|it| names::name(&it));
    }
    // Names have two parts, logins one.
    names::name(login).filter(|it| it.contains(' '))
}

/// Shortcodes that hold what is no text.
const HOLLOW: [&str; 8] =
    ["caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist", "code"];

/// Shortcodes that stand without a value.
const BARE: [&str; 8] =
    ["contact_form", "contact-form", "gallery", "more", "toc", "archives", "sitemap", "subscribe"];

/// Takes shortcodes out: those of pictures with what they hold, those of layouts alone. Brackets
/// of the text stay.
pub(super) fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut closings = Closings::default();
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let from = &rest[open..];
        rest = match shortcode(from, &mut closings) {
            Some((name, length)) => {
                let behind = &from[length..];
                let hollow = HOLLOW.contains(&name) && !from[..length].ends_with("/]");
                let end = if hollow { closings.find(behind, name) } else { None };
                end.map_or(behind, |end| &behind[end..])
            }
            None => {
                out.push('[');
                &from[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// Names of shortcodes that are not closed in the rest of a text, so that none is looked for twice
/// in vain.
#[derive(Default)]
struct Closings<'t>(HashSet<&'t str>);

impl<'t> Closings<'t> {
    /// Where the first shortcode that closes one of this name ends.
    fn find(&mut self, text: &str, name: &'t str) -> Option<usize> {
        if self.0.contains(name) {
            return None;
        }
        let closing = format!("[/{name}]");
        let found = text.find(&closing).map(|at| at + closing.len());
        if found.is_none() {
            self.0.insert(name);
        }
        found
    }
}

/// Reads the shortcode that opens a text: its name and length. `[sic]` is none.
fn shortcode<'t>(text: &'t str, closings: &mut Closings<'t>) -> Option<(&'t str, usize)> {
    let end = text.bytes().take(2000).position(|it| it == b']')?;
    let inner = text[1..end].trim_end_matches('/').trim_end();
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner
        .bytes()
        .take_while(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"_-".contains(it))
        .count();
    let (name, values) = inner.split_at(length);
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase());
    let has_values = values.starts_with(' ') && values.contains('=') && !values.contains('[');
    // A layout opens and closes: `[column]` … `[/column]`.
    let mut pairs = || closes || closings.find(&text[end..], name).is_some();
    let is_bare = is_name && values.is_empty() && (BARE.contains(&name) || pairs());
    (is_name && (has_values || is_bare)).then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end of each was looked for up to the end of the text.
    #[test]
    fn shortcodes_without_an_end_are_looked_for_once() {
        let start = std::time::Instant::now();
        let many = 200_000;
        assert_eq!(without_shortcodes(&"[col]x ".repeat(many)), "[col]x ".repeat(many));
        assert_eq!(without_shortcodes(&"[caption a=\"b\"]x ".repeat(many)), "x ".repeat(many));
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn shortcodes_go_and_brackets_stay() {
        for (text, expected) in [
            ("a [caption id=\"x\"]<img> Boat[/caption] b", "a  b"),
            ("[row a=\"1\"][col]Text[/col][/row]", "Text"),
            ("[contact_form]", ""),
            ("[youtube v=\"x\" /]", ""),
            (
                "He [the mayor] said [sic] it [1] [Reuters].",
                "He [the mayor] said [sic] it [1] [Reuters].",
            ),
            ("[embed]http://x.example/[/embed]y", "y"),
            ("open [caption id=\"x\"] no end", "open  no end"),
            ("[", "["),
        ] {
            assert_eq!(without_shortcodes(text), expected, "{text}");
        }
    }

    #[test]
    fn many_brackets_cost_no_square_of_time() {
        assert_eq!(without_shortcodes(&"[a".repeat(100_000)).len(), 200_000);
        assert_eq!(without_shortcodes(&"[a]".repeat(20_000)).len(), 60_000);
    }
}
