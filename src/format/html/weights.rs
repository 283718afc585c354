//! How much text stands in each element of a page, and how much of it is links.
//!
//! Counted once for the whole page, because the same is asked of elements inside each other: what
//! is asked of an element costs no walk through it.

use crate::text::markup::{Element, Tree};

/// Elements that hold paragraphs.
const BLOCKS: [&str; 10] = ["p", "li", "blockquote", "h2", "h3", "h4", "pre", "table", "dl", "dd"];

/// Sums up to each node of a tree.
pub struct Weights {
    text: Vec<u32>,
    links: Vec<u32>,
    blocks: Vec<u32>,
    block_text: Vec<u32>,
}

impl Weights {
    /// Weighs a page.
    pub fn of(tree: &Tree<'_>) -> Weights {
        let text = tree.weights();
        let mut weights = Weights {
            links: vec![0; text.len()],
            blocks: vec![0; text.len()],
            block_text: vec![0; text.len()],
            text,
        };
        let (mut behind_link, mut behind_block) = (0, 0);
        for element in tree.root().descendants() {
            let place = element.place();
            // Links and blocks inside each other count once.
            if element.is("a") && place >= behind_link {
                behind_link = element.end() + 1;
                let target = element.attribute("href").unwrap_or_default();
                if !target.starts_with('#') && !target.is_empty() {
                    weights.links[place as usize + 1] = weights.between(&weights.text, element);
                }
            } else if BLOCKS.iter().any(|it| element.is(it)) {
                weights.blocks[place as usize + 1] = 1;
                if place >= behind_block {
                    behind_block = element.end() + 1;
                    weights.block_text[place as usize + 1] =
                        weights.between(&weights.text, element);
                }
            }
        }
        for sums in [&mut weights.links, &mut weights.blocks, &mut weights.block_text] {
            let mut sum = 0_u32;
            for it in sums {
                sum = sum.saturating_add(*it);
                *it = sum;
            }
        }
        weights
    }

    fn between(&self, sums: &[u32], element: Element<'_, '_>) -> u32 {
        let at = |node: u32| sums.get(node as usize).copied().unwrap_or(0);
        at(element.end() + 1).saturating_sub(at(element.place()))
    }

    /// Bytes of text in an element.
    pub fn text(&self, element: Element<'_, '_>) -> usize {
        self.between(&self.text, element) as usize
    }

    /// Bytes of text of links in an element; those within the page count as words.
    pub fn links(&self, element: Element<'_, '_>) -> usize {
        self.between(&self.links, element) as usize
    }

    /// Paragraphs, items, headings and the like in an element, itself among them.
    pub fn blocks(&self, element: Element<'_, '_>) -> usize {
        self.between(&self.blocks, element) as usize
    }

    /// Bytes of text in them.
    pub fn block_text(&self, element: Element<'_, '_>) -> usize {
        self.between(&self.block_text, element) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_links_and_blocks_are_counted() {
        let tree = Tree::html(
            "<div><p>12<a href=/x>34<a href=/y>5</a></a></p><ul><li><p>67</ul>\
             <script>var x;</script><a href=#z>89</a></div><p>0",
        );
        let weights = Weights::of(&tree);
        let count = |name: &str| {
            let element = tree.root().first(name).expect("one");
            let it = &weights;
            (it.text(element), it.links(element), it.blocks(element), it.block_text(element))
        };
        assert_eq!(count("div"), (9, 3, 3, 7));
        assert_eq!(count("p"), (5, 3, 1, 5));
        assert_eq!(count("ul"), (2, 0, 2, 2));
        assert_eq!(weights.text(tree.root()), 10);
    }
}
