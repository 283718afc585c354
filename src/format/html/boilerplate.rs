//! What stands in and round the text of a page and is not the story: menus, boxes with other
//! stories, invitations to share and to subscribe.
//!
//! A class is a hint that sites give freely, so it never costs a large part of the text, and its
//! words count only as whole words. The words of notices count only where a line begins with
//! them and is short.

mod words;

use self::words::{ALOUD, BEGINNINGS, INLINE, NAMES, ROLES, WHOLE, WORDS};
use super::page::has_word;
use super::weights::Weights;
use crate::text::markup::Element;

/// A notice is no longer than this.
const NOTICE: usize = 220;

/// Judges the elements inside one part of a page.
pub struct Judge<'w> {
    weights: &'w Weights,
    /// Bytes of text in the part.
    weight: usize,
    /// Most paragraphs stand in elements for paragraphs, so that a block without any is none.
    strict: bool,
}

impl<'w> Judge<'w> {
    /// For the elements inside `part`.
    pub fn of(part: Element<'_, '_>, weights: &'w Weights) -> Judge<'w> {
        let weight = weights.text(part);
        let strict = weights.blocks(part) >= 2 && weights.block_text(part) * 10 >= weight * 6;
        Judge { weights, weight, strict }
    }

    /// Says whether an element is no part of the story.
    pub fn drops(&self, element: Element<'_, '_>) -> bool {
        let name = element.name();
        if is(name, &NAMES) {
            let is_table = name.eq_ignore_ascii_case("figure")
                && is_little(element)
                && element.first("table").is_some();
            return !is_table && (is(name, &["nav", "h1", "figcaption"]) || self.is_small(element));
        }
        let tag = element.tag();
        if is(name, &INLINE) {
            return !tag.is_empty() && ALOUD.iter().any(|it| holds(tag, it));
        }
        if !tag.is_empty() && self.is_marked(element, tag) {
            return true;
        }
        if self.strict
            && is(name, &["div", "section", "article", "center"])
            && self.weights.blocks(element) == 0
        {
            return true;
        }
        self.is_links(element) || self.is_box(element) || self.is_notice_line(element)
    }

    /// Says whether an element is nothing but lists of links, and headings above them.
    fn is_box(&self, element: Element<'_, '_>) -> bool {
        if !is(element.name(), &["div", "section"])
            || self.weights.links(element) == 0
            || !is_little(element)
        {
            return false;
        }
        let (mut lists, mut inside) = (false, 0);
        for child in element.children() {
            let is_list = is(child.name(), &["ul", "ol"]) && self.is_links(child);
            if !is_list && !is(child.name(), &["h2", "h3", "h4", "h5", "h6"]) {
                return false;
            }
            lists |= is_list;
            inside += self.weights.text(child);
        }
        lists && inside == self.weights.text(element)
    }

    /// Says whether an element holds so little that it may go.
    fn is_small(&self, element: Element<'_, '_>) -> bool {
        self.weights.text(element) * 3 <= self.weight
    }

    fn is_marked(&self, element: Element<'_, '_>, tag: &str) -> bool {
        if holds(tag, "hidden") && element.attributes().any(|(key, _)| key == "hidden") {
            return self.is_small(element);
        }
        let role = element.attribute("role").unwrap_or_default();
        let marked = ROLES.contains(&role.as_ref())
            || ["class", "id", "data-component", "data-testid"].into_iter().any(|key| {
                holds(tag, key)
                    && element.attribute(key).is_some_and(|value| {
                        has_word(&value, &WORDS)
                            || ALOUD.iter().any(|it| value.contains(it))
                            || ["read-more", "most-read", "more-on"]
                                .iter()
                                .any(|it| value.contains(it))
                    })
            });
        marked && self.is_small(element)
    }

    /// Says whether an element is a list of links, or a line that is one link and no sentence.
    fn is_links(&self, element: Element<'_, '_>) -> bool {
        let name = element.name();
        let is_list = is(name, &["ul", "ol", "dl", "table"]);
        if !is_list && !is(name, &["p", "div", "li", "h2", "h3", "h4"]) {
            return false;
        }
        let (linked, weight) = (self.weights.links(element), self.weights.text(element));
        if is_list {
            return linked > 0 && linked * 10 >= weight * 8;
        }
        linked > 0
            && linked * 20 >= weight * 19
            && weight <= NOTICE * 2
            && is_little(element)
            && !ends_as_sentence(&element.text())
    }

    /// Says whether a block is a notice to readers.
    fn is_notice_line(&self, element: Element<'_, '_>) -> bool {
        if !is(element.name(), &["p", "div", "li", "h2", "h3", "h4", "h5", "h6", "section"]) {
            return false;
        }
        let weight = self.weights.text(element);
        if weight == 0 || weight > NOTICE || !is_little(element) {
            return false;
        }
        is_notice(&element.text(), self.weights.links(element) * 10 >= weight * 3)
    }
}

/// Says whether an element holds so few others that it may be walked through.
fn is_little(element: Element<'_, '_>) -> bool {
    element.end() - element.place() <= 2000
}

/// Says whether a line is a notice; `linked` where a good part of it is a link.
pub fn is_notice(line: &str, linked: bool) -> bool {
    if line.len() > NOTICE {
        return false;
    }
    let small = line.to_lowercase();
    let small = small.trim_matches([' ', '-', '–', '—', '|', '>', '»', '*', '•', '[', ']']);
    if WHOLE.contains(&small.trim_end_matches([':', '.', '…', ' '])) || WHOLE.contains(&small) {
        return true;
    }
    // A sentence may begin with such words too.
    BEGINNINGS.iter().any(|it| small.starts_with(it)) && (linked || !ends_as_sentence(line))
}

/// Says whether a line ends as sentences do.
pub fn ends_as_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“', ' ']);
    line.ends_with(['.', '!', '?', '。', '！', '？', '…', '।', '؟', '۔'])
}

fn is(name: &str, of: &[&str]) -> bool {
    of.iter().any(|it| it.eq_ignore_ascii_case(name))
}

fn holds(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markup::Tree;

    fn left(html: &str) -> Vec<String> {
        let tree = Tree::html(html);
        let weights = Weights::of(&tree);
        let judge = Judge::of(tree.root(), &weights);
        tree.root().paragraphs_without(&|it| judge.drops(it))
    }

    const TEXT: &str = "<p>Fog shut the harbor for a third day, its master said on Monday.</p>\
        <p>Ships lay outside until noon, and the ferries did not sail at all.</p>";

    #[test]
    fn boxes_and_notices_go() {
        let is_dropped = |piece: &str| {
            let found = left(&format!("{TEXT}{piece}{TEXT}"));
            assert!(found.len() >= 4, "{piece}: {found:?}");
            found.len() == 4
        };
        for piece in [
            "<nav>Home <a href=/>News</a></nav>",
            "<aside><p>More on fog.</p></aside>",
            "<figure><img src=x><figcaption>Fog. Photo: Ann Lee</figcaption></figure>",
            "<div class='share-tools'><p>Share it.</p></div>",
            "<div class='inline-newsletter'><p>Our letter.</p></div>",
            "<p class='article__related'>Other fogs.</p>",
            "<p>Read more: <a href=/x>Ferries wait in the fog</a></p>",
            "<p><a href=/x>Ferries wait in the fog</a></p>",
            "<ul><li><a href=/x>One story</a><li><a href=/y>Two stories</a></ul>",
            "<div><h3>Other fogs</h3><ul><li><a href=/x>One story</a><li><a href=/y>Two</a></ul></div>",
            "<p>Advertisement</p>",
            "<p>Sign up for <a href=/x>our letter of the morning</a>.</p>",
            "<div>Published three hours ago</div>",
            "<div role=complementary><p>Tides of the week.</p></div>",
            "<form><p>Your mail.</p></form>",
            "<script>document.write('<p>x.</p>')</script>",
            "<div hidden><p>Accept all.</p></div>",
        ] {
            assert!(is_dropped(piece), "{piece}");
        }
        for piece in [
            "<p>Read more slowly, the master said.</p>",
            "<p>Subscribe to no theory, he said.</p>",
            "<p>It is <a href=/x>a long story</a> that he told.</p>",
            "<h2>Ferries</h2>",
            "<h3><a href='#ferries'>Ferries</a></h3>",
            "<ul><li>Fog on Monday</ul>",
            "<div><h3>What is known</h3><ul><li>Fog on <a href=/x>Monday</a></ul></div>",
            "<blockquote><p>We wait.</p></blockquote>",
            "<p class='shareholder-news'>Shares fell.</p>",
            "<figure class=table><table><tr><td>Mon<td>1<tr><td>Tue<td>2</table></figure>",
            "<div class=dateline><p>BREMEN (AP) —</p></div>",
        ] {
            assert!(!is_dropped(piece), "{piece}");
        }
    }

    #[test]
    fn a_class_never_costs_the_text() {
        assert_eq!(left(&format!("<div class='no-ads has-related share'>{TEXT}</div>")).len(), 2);
        assert_eq!(left(&format!("<header>{TEXT}</header>")).len(), 2);
    }

    #[test]
    fn what_is_read_aloud_goes() {
        let html = "<p><span class=sr-only>, opens new tab</span>Fog <span class=share>shut</span> it.</p>";
        assert_eq!(left(html), ["Fog shut it."]);
    }
}
