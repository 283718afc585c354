//! A page in, the paragraphs of its story out.
//!
//! What says that it is the text comes first: microdata, the names that sites give to it, an
//! `article`. Then the smallest element with most of the running text; and where that finds
//! nothing, because the text stands in no paragraphs, a library for readable pages. All of them are
//! read through the same [`Judge`].

use super::boilerplate::{Judge, ends_as_sentence};
use super::library;
use super::page::Page;
use crate::text::markup::Element;

/// Bytes of running text that make a find.
const ENOUGH: usize = 200;

/// Bytes of running text below which a page is looked through once more.
pub const LITTLE: usize = 140;

/// Bytes of a paragraph of running text, at least.
const PARAGRAPH: usize = 15;

/// A paragraph in a script without full stops is running text from here on.
const LONG: usize = 240;

/// Paragraphs and how much of them is running text.
#[derive(Debug, Default, Clone)]
pub struct Found {
    /// In order.
    pub paragraphs: Vec<String>,
    /// Bytes of those that are sentences.
    pub prose: usize,
    /// How many of them are.
    pub count: usize,
}

impl Found {
    /// Weighs paragraphs.
    pub fn of(paragraphs: Vec<String>) -> Found {
        let mut found = Found { paragraphs, prose: 0, count: 0 };
        for paragraph in found.paragraphs.iter().filter(|it| is_prose(it)) {
            found.prose += paragraph.len();
            found.count += 1;
        }
        found
    }
}

/// Says whether a paragraph is running text.
pub fn is_prose(paragraph: &str) -> bool {
    paragraph.len() >= PARAGRAPH
        && (ends_as_sentence(paragraph) || paragraph.contains(". ") || paragraph.len() >= LONG)
}

/// Finds the text of a page.
pub fn read(page: &Page<'_, '_>) -> Found {
    let marked = Found::of(text(page, &outermost(page.property("articlebody").collect())));
    if marked.prose >= ENOUGH {
        return marked;
    }
    let (name, article) = (named(page), article(page));
    let weight = |of: &[Element<'_, '_>]| of.iter().map(|it| page.weights.text(*it)).sum::<usize>();
    // A name may be that of a teaser: then the article is far heavier.
    let is_teaser = weight(&name) * 6 < weight(&article);
    let named = Found::of(text(page, &name));
    if named.prose >= ENOUGH && !is_teaser {
        return named;
    }
    let article = Found::of(text(page, &article));
    if article.prose >= ENOUGH {
        return if named.prose * 3 >= article.prose { named } else { article };
    }
    let root = page.root.first("body").unwrap_or(page.root);
    let weight = |it: Element<'_, '_>| page.weights.text(it);
    let root = if weight(root) * 2 > weight(page.root) { root } else { page.root };
    let dense = Found::of(text(page, &[densest(root, page)]));
    let mut candidates = vec![marked, named, article, dense];
    if candidates.iter().all(|it| it.prose < LITTLE) && weight(root) > ENOUGH {
        candidates.push(Found::of(library::read(root, &page.weights)));
    }
    candidates
        .into_iter()
        .reduce(|best, it| if it.prose > best.prose { it } else { best })
        .unwrap_or_default()
}

/// Paragraphs of these elements, each read by itself.
fn text(page: &Page<'_, '_>, parts: &[Element<'_, '_>]) -> Vec<String> {
    let mut found = Vec::new();
    for part in parts {
        let judge = Judge::of(*part, &page.weights);
        found.extend(part.paragraphs_without(&|it| judge.drops(it)));
    }
    found
}

/// Leaves out elements that stand inside of others.
fn outermost<'t, 'a>(elements: Vec<Element<'t, 'a>>) -> Vec<Element<'t, 'a>> {
    let mut kept: Vec<Element<'t, 'a>> = Vec::new();
    let mut behind = 0;
    for element in elements {
        if element.place() >= behind {
            behind = element.end() + 1;
            kept.push(element);
        }
    }
    kept
}

fn holds(outer: Element<'_, '_>, inner: Element<'_, '_>) -> bool {
    (outer.place() + 1..=outer.end()).contains(&inner.place())
}

/// The elements that bear a name of a text: the heaviest, or one inside it with nearly all of it.
/// Where it was parted for what stands between, all parts.
fn named<'t, 'a>(page: &Page<'t, 'a>) -> Vec<Element<'t, 'a>> {
    let weighed: Vec<(Element<'t, 'a>, usize)> =
        page.named.iter().map(|it| (*it, page.weights.text(*it))).collect();
    // The first of those that weigh the same is the outermost.
    let Some((heaviest, weight)) =
        weighed.iter().copied().reduce(|best, it| if it.1 > best.1 { it } else { best })
    else {
        return Vec::new();
    };
    let inner = weighed
        .iter()
        .filter(|(it, inner)| holds(heaviest, *it) && inner * 20 >= weight * 17)
        .map(|(it, _)| *it)
        .next_back();
    let chosen = inner.unwrap_or(heaviest);
    let class = |it: Element<'_, '_>| it.attribute("class").map(|it| it.into_owned());
    let home = page.articles.iter().rfind(|it| holds(**it, chosen));
    let alike: Vec<Element<'t, 'a>> = page
        .named
        .iter()
        .copied()
        .filter(|it| it.is(chosen.name()) && class(*it) == class(chosen))
        .filter(|it| match home {
            Some(home) => holds(*home, *it),
            None => page.articles.len() < 2,
        })
        .collect();
    if alike.len() > 1 { outermost(alike) } else { vec![chosen] }
}

/// The heaviest `article`, or else what says that it is the main part.
fn article<'t, 'a>(page: &Page<'t, 'a>) -> Vec<Element<'t, 'a>> {
    let heaviest = |of: &[Element<'t, 'a>]| {
        outermost(of.to_vec())
            .into_iter()
            .map(|it| (it, page.weights.text(it)))
            .reduce(|best, it| if it.1 > best.1 { it } else { best })
            .map(|(it, _)| it)
    };
    let found =
        heaviest(&page.articles).or_else(|| heaviest(&page.mains).map(|it| densest(it, page)));
    found.into_iter().collect()
}

/// The smallest element inside this one with most of its running text.
fn densest<'t, 'a>(root: Element<'t, 'a>, page: &Page<'t, 'a>) -> Element<'t, 'a> {
    let mut weights = Vec::new();
    gather(root, page, &Judge::of(root, &page.weights), &mut weights);
    let total: usize = weights.iter().map(|(_, weight)| weight).sum();
    let inside = |element: Element<'_, '_>| -> usize {
        let from = weights.partition_point(|(place, _)| *place < element.place());
        let to = weights.partition_point(|(place, _)| *place <= element.end());
        weights[from..to].iter().map(|(_, weight)| weight).sum()
    };
    let mut chosen = root;
    if total == 0 {
        return chosen;
    }
    loop {
        // A paragraph itself is no part to go into.
        let inner = chosen.children().find(|it| inside(*it) * 10 > total * 7);
        match inner.filter(|it| !is_paragraph(*it)) {
            Some(inner) => chosen = inner,
            None => return chosen,
        }
    }
}

/// Weighs the paragraphs inside an element, in order; links weigh nothing.
fn gather(
    element: Element<'_, '_>,
    page: &Page<'_, '_>,
    judge: &Judge<'_>,
    into: &mut Vec<(u32, usize)>,
) {
    for child in element.children() {
        if judge.drops(child) {
            continue;
        }
        if is_paragraph(child) {
            let weight = page.weights.text(child).saturating_sub(page.weights.links(child));
            if weight >= PARAGRAPH {
                into.push((child.place(), weight));
            }
        } else {
            gather(child, page, judge, into);
        }
    }
}

fn is_paragraph(element: Element<'_, '_>) -> bool {
    ["p", "li", "blockquote", "pre", "dd"].iter().any(|it| element.is(it))
}
