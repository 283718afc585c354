//! The last resort: a library that finds the readable part of any page.
//!
//! It reads the page with a parser of its own, which costs many times what our tree does, so it is
//! handed only pages whose text nothing else finds, and of those only what may be text: no scripts,
//! no attributes but `id` and `class`, elements inside each other as deep as the tree has them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};

use super::boilerplate::Judge;
use super::weights::Weights;
use crate::text::markup::{Element, Tree};

/// Bytes of a page that the library is given, at most.
const LARGEST: usize = 1 << 20;

/// Elements of a page that it is given, at most.
const ELEMENTS: usize = 20_000;

/// Bytes of text that it should find, or else it looks again and with less care.
const ENOUGH: usize = 200;

/// Paragraphs of the readable part; none where there is none.
pub fn read(root: Element<'_, '_>, weights: &Weights) -> Vec<String> {
    let judge = Judge::of(root, weights);
    let gone = |it: Element<'_, '_>| {
        ["nav", "aside", "footer", "form", "figure"].iter().any(|name| it.is(name))
            && judge.drops(it)
    };
    let html = root.to_html(&gone);
    if html.len() > LARGEST {
        return Vec::new();
    }
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        disable_json_ld: true,
        char_threshold: ENOUGH,
        keep_classes: true,
        ..Config::default()
    };
    let page = format!("<html><body>{html}</body></html>");
    // A fault of the library costs the page, not the run.
    let found = catch_unwind(AssertUnwindSafe(|| {
        Readability::new(page, None, Some(config)).and_then(|mut it| it.parse()).ok()
    }));
    let Ok(Some(found)) = found else {
        return Vec::new();
    };
    let tree = Tree::html(&found.content);
    let weights = Weights::of(&tree);
    let judge = Judge::of(tree.root(), &weights);
    tree.root().paragraphs_without(&|it| judge.drops(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_paragraphs_is_found() {
        let sentence =
            "The harbor was shut by fog, and no ship left it before noon, its master said. ";
        let html = format!(
            "<div id=menu><a href=/>Home</a> <a href=/n>News</a></div>\
             <div id=story><span>{}</span><br><br><span>{}</span></div><div id=foot>Imprint</div>",
            sentence.repeat(5),
            sentence.repeat(4),
        );
        let tree = Tree::html(&html);
        let found = read(tree.root(), &Weights::of(&tree));
        assert_eq!(found, [sentence.repeat(5).trim(), sentence.repeat(4).trim()]);
        let tree = Tree::html("");
        assert!(read(tree.root(), &Weights::of(&tree)).is_empty());
    }

    #[test]
    fn deep_pages_do_no_harm() {
        let html = "<div><b>".repeat(2000) + "Fog. Fog and fog, and fog again, all the day long.";
        let tree = Tree::html(&html);
        read(tree.root(), &Weights::of(&tree));
    }
}
