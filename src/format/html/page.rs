//! A page as a tree in, what of it may say something of a story out, in one walk.

use serde_json::Value;

use super::weights::Weights;
use crate::format::jsonld;
use crate::text::clean;
use crate::text::markup::{Element, Tree};

/// Entries of one kind that are kept, at most: no page needs more.
const MOST: usize = 400;

/// Bytes of a script that is read as JSON, at most.
const SCRIPT: usize = 8 << 20;

/// The parts of a page.
pub struct Page<'t, 'a> {
    /// What holds everything.
    pub root: Element<'t, 'a>,
    /// How much text its elements hold.
    pub weights: Weights,
    /// `lang` of the page.
    pub language: Option<String>,
    /// Its `title` elements; the first counts.
    pub title: Option<String>,
    /// Names of meta elements in lower case, and their values.
    pub metas: Vec<(String, String)>,
    /// Address that the page says it has.
    pub canonical: Option<String>,
    /// Blocks of JSON-LD, those that are no JSON left out.
    pub blocks: Vec<Value>,
    /// Scripts that hold the state of a page that is drawn by the browser.
    pub states: Vec<&'a str>,
    /// First headings.
    pub headings: Vec<Element<'t, 'a>>,
    /// `time` elements.
    pub times: Vec<Element<'t, 'a>>,
    /// Elements with properties of microdata, in order.
    pub properties: Vec<(String, Element<'t, 'a>)>,
    /// `article` elements.
    pub articles: Vec<Element<'t, 'a>>,
    /// Elements that say that they are the main part.
    pub mains: Vec<Element<'t, 'a>>,
    /// Elements whose class or id is a name that sites have for the text of a story.
    pub named: Vec<Element<'t, 'a>>,
    /// Elements whose class says who wrote it.
    pub bylines: Vec<Element<'t, 'a>>,
    /// Elements whose class says that they sum the story up.
    pub standfirsts: Vec<Element<'t, 'a>>,
    /// Elements whose class says that they sign the story off.
    pub sign_offs: Vec<Element<'t, 'a>>,
}

impl<'t, 'a> Page<'t, 'a> {
    /// Gathers the parts.
    pub fn of(tree: &'t Tree<'a>) -> Page<'t, 'a> {
        let root = tree.root();
        let mut page = Page {
            root,
            weights: Weights::of(tree),
            language: None,
            title: None,
            metas: Vec::new(),
            canonical: None,
            blocks: Vec::new(),
            states: Vec::new(),
            headings: Vec::new(),
            times: Vec::new(),
            properties: Vec::new(),
            articles: Vec::new(),
            mains: Vec::new(),
            named: Vec::new(),
            bylines: Vec::new(),
            standfirsts: Vec::new(),
            sign_offs: Vec::new(),
        };
        root.descendants().for_each(|it| page.take(it));
        page
    }

    fn take(&mut self, element: Element<'t, 'a>) {
        let mut small = [0; 8];
        let name = element.name().as_bytes();
        let name = match small.get_mut(..name.len()) {
            Some(small) => {
                small.copy_from_slice(name);
                small.make_ascii_lowercase();
                &*small
            }
            None => name,
        };
        match name {
            b"html" => self.language = self.language.take().or_else(|| language(element)),
            b"title" if self.title.is_none() => {
                // A drawing has a title of its own.
                self.title = Some(element.text()).filter(|it| !it.is_empty());
            }
            b"meta" => self.meta(element),
            b"link" => self.link(element),
            b"script" => self.script(element),
            b"h1" => push(&mut self.headings, element),
            b"time" => push(&mut self.times, element),
            b"article" => push(&mut self.articles, element),
            b"main" => push(&mut self.mains, element),
            _ => {}
        }
        let tag = element.tag();
        if tag.is_empty() || name == b"meta" || name == b"script" || name == b"link" {
            return;
        }
        if holds(tag, "itemprop")
            && let Some(properties) = element.attribute("itemprop")
        {
            for property in properties.split_whitespace() {
                push(&mut self.properties, (property.to_ascii_lowercase(), element));
            }
        }
        if holds(tag, "rel=") && element.attribute("rel").is_some_and(|it| it == "author") {
            push(&mut self.bylines, element);
        }
        if holds(tag, "role=") && element.attribute("role").is_some_and(|it| it == "main") {
            push(&mut self.mains, element);
        }
        if holds(tag, "class") || holds(tag, "id=") {
            self.named(element);
        }
    }

    /// Looks at what class and id say.
    fn named(&mut self, element: Element<'t, 'a>) {
        for key in ["class", "id"] {
            let Some(value) = element.attribute(key) else { continue };
            for word in value.split_whitespace() {
                if is_text_name(word) {
                    push(&mut self.named, element);
                } else if has_word(word, &["byline", "bylines"]) {
                    push(&mut self.bylines, element);
                } else if has_word(word, &STANDFIRST) {
                    push(&mut self.standfirsts, element);
                } else if ["sign-off", "signoff", "SignOff"].iter().any(|it| word.contains(it)) {
                    push(&mut self.sign_offs, element);
                }
            }
        }
    }

    fn meta(&mut self, element: Element<'t, 'a>) {
        if self.metas.len() >= MOST {
            return;
        }
        let Some(value) = element.attribute("content") else { return };
        let key = ["property", "name", "itemprop", "http-equiv"]
            .into_iter()
            .find_map(|it| element.attribute(it))
            .unwrap_or_default();
        let value = jsonld::tidy(&value);
        if !value.is_empty() && !key.is_empty() {
            self.metas.push((key.trim().to_ascii_lowercase(), value));
        }
    }

    fn link(&mut self, element: Element<'t, 'a>) {
        let is_canonical =
            element.attribute("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical"));
        if is_canonical && self.canonical.is_none() {
            let address = element.attribute("href").map(|it| it.trim().to_owned());
            self.canonical = address.filter(|it| it.starts_with("http"));
        }
    }

    fn script(&mut self, element: Element<'t, 'a>) {
        let Some(raw) = element.raw().filter(|it| it.len() <= SCRIPT) else { return };
        let tag = element.tag();
        if holds(tag, "ld+json") {
            if self.blocks.len() < MOST {
                self.blocks.extend(jsonld::parse(raw));
            }
        } else if holds(tag, "__NEXT_DATA__") || holds(raw, "Fusion.globalContent=") {
            push(&mut self.states, raw);
        }
    }

    /// The value of the first meta element with one of these names, in the order of the names.
    pub fn meta_value(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.metas.iter().find(|(known, _)| known == name).map(|(_, it)| it.as_str())
        })
    }

    /// All values of meta elements with one of these names.
    pub fn meta_values<'p>(&'p self, names: &'p [&'p str]) -> impl Iterator<Item = &'p str> {
        self.metas
            .iter()
            .filter(|(known, _)| names.contains(&known.as_str()))
            .map(|(_, value)| value.as_str())
    }

    /// Elements with this property of microdata.
    pub fn property<'p>(&'p self, name: &'p str) -> impl Iterator<Item = Element<'t, 'a>> + 'p {
        self.properties.iter().filter(move |(known, _)| known == name).map(|(_, it)| *it)
    }
}

/// Words of classes of what stands between headline and text and sums the story up.
const STANDFIRST: [&str; 14] = [
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "subheadline",
    "subhed",
    "strapline",
    "chapo",
    "chapeau",
    "sottotitolo",
    "entradilla",
    "subtitulo",
    "untertitel",
    "vorspann",
];

/// Names that sites and their systems give to the element with the text of a story, without
/// anything but letters, in lower case.
const TEXT_NAMES: [&str; 44] = [
    "articlebody",
    "articlebodycontent",
    "articlecontent",
    "articlecontents",
    "articlemaincontent",
    "articletext",
    "articlebodytext",
    "articlestory",
    "articleparagraphs",
    "articlebodyparagraphs",
    "articledetailbody",
    "articledetailcontent",
    "articlepage",
    "articlecopy",
    "bodycopy",
    "bodytext",
    "caasbody",
    "contentbody",
    "contentarticle",
    "contenttext",
    "detailtext",
    "entrybody",
    "entrycontent",
    "haberdetay",
    "haberdetaymetin",
    "habermetin",
    "instapaperbody",
    "maintext",
    "newsbody",
    "newscontent",
    "newstext",
    "newsdetail",
    "postbody",
    "postcontent",
    "postentry",
    "richtextbody",
    "richtextstorybody",
    "singlecontent",
    "standardarticlebodybody",
    "storybody",
    "storybodycopy",
    "storycontent",
    "storytext",
    "textbody",
];

/// Says whether a class or id is such a name: `article-body__content`, `StoryBody_x3f`.
fn is_text_name(word: &str) -> bool {
    if word.len() > 60 {
        return false;
    }
    let mut letters = [0_u8; 60];
    let mut length = 0;
    // What a build of the site hung on is no part of the name: `ArticleBody-sc-1x2`.
    for byte in word.bytes().filter(u8::is_ascii_alphabetic) {
        letters[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    let letters = &letters[..length];
    if TEXT_NAMES.iter().any(|it| it.as_bytes() == letters) {
        return true;
    }
    if !word.contains('_') && !word.contains("-module") {
        return false;
    }
    // A block and its element, or a name and the hash of its styles.
    word.split("__").any(|part| {
        let part = part.split("-module").next().unwrap_or(part);
        let part = part.split("_").next().unwrap_or(part);
        let plain: String = part.bytes().filter(u8::is_ascii_alphabetic).map(char::from).collect();
        plain.len() >= 8 && TEXT_NAMES.iter().any(|it| it.eq_ignore_ascii_case(&plain))
    }) && !word.contains("__header")
        && !word.contains("__footer")
}

/// Says whether one of the words of a class or id is among these: words are parted by signs and by
/// capitals.
pub fn has_word(class: &str, words: &[&str]) -> bool {
    let bytes = class.as_bytes();
    let mut from = 0;
    for at in 1..=bytes.len() {
        let ends = at == bytes.len()
            || !bytes[at].is_ascii_alphanumeric()
            || bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase();
        if ends {
            let word = &bytes[from..at];
            if words.iter().any(|it| it.as_bytes().eq_ignore_ascii_case(word)) {
                return true;
            }
            let sign = bytes.get(at).is_some_and(|it| !it.is_ascii_alphanumeric());
            from = at + usize::from(sign);
        }
    }
    false
}

/// The language of a page: `lang`, or `xml:lang`.
fn language(element: Element<'_, '_>) -> Option<String> {
    let code = element.attribute("lang")?;
    Some(clean::one_line(&code)).filter(|it| !it.is_empty())
}

fn holds(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

fn push<T>(into: &mut Vec<T>, it: T) {
    if into.len() < MOST {
        into.push(it);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_texts_are_known() {
        for name in
            ["articleBody", "article-body", "story-body__inner", "entry-content", "StoryBody_x3f"]
        {
            assert!(is_text_name(name), "{name}");
        }
        for name in ["article", "body", "article-body__header", "story-teaser", "content", "é"] {
            assert!(!is_text_name(name), "{name}");
        }
    }

    #[test]
    fn words_of_classes_are_parted() {
        assert!(has_word("article-share", &["share"]) && has_word("ShareTools", &["share"]));
        assert!(has_word("adSlot", &["ad"]) && has_word("x__ad", &["ad"]));
        assert!(!has_word("shareholder", &["share"]) && !has_word("", &["ad"]));
    }

    #[test]
    fn the_parts_of_a_page_are_gathered() {
        let tree = Tree::html(
            "<html lang='de-DE'><head><title>Fog</title><meta property='og:title' content='Fog &amp; ice'>\
             <link rel=canonical href='https://example.org/a'>\
             <script type='application/ld+json'>{\"@type\":\"Article\"}</script>\
             <script type='application/ld+json'>{broken</script></head>\
             <body><main><h1>Fog</h1><p class=byline>By Ann Lee<div itemprop='articleBody x'><p>Text",
        );
        let page = Page::of(&tree);
        assert_eq!((page.language.as_deref(), page.title.as_deref()), (Some("de-DE"), Some("Fog")));
        assert_eq!(page.meta_value(&["x", "og:title"]), Some("Fog & ice"));
        assert_eq!(page.canonical.as_deref(), Some("https://example.org/a"));
        assert_eq!((page.blocks.len(), page.headings.len(), page.mains.len()), (1, 1, 1));
        assert_eq!(page.bylines[0].text(), "By Ann Lee");
        assert_eq!(page.property("articlebody").map(Element::text).collect::<Vec<_>>(), ["Text"]);
    }

    proptest! {
        #[test]
        fn never_panics(class in "([a-zA-Zé_ -]|articleBody|__){0,12}") {
            is_text_name(&class);
            has_word(&class, &["a", "body"]);
        }
    }
}
