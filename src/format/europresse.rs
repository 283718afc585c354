//! Europresse: HTML with an `article` element a story, in classes that name its parts.

use std::io::BufRead;

use memchr::memmem;

use super::export::{self, Carrier, Kind, Pieces, Seams, Side, Unit};
use super::{Context, Cuts, Format, Limits, Read, Record, Refusal, xml};
use crate::story::{Body, RawStory};
use crate::text::markup::{Element, Tree};

/// The format.
pub struct Europresse;

impl Format for Europresse {
    fn name(&self) -> &'static str {
        "europresse"
    }

    fn about(&self) -> &'static str {
        "Europresse downloads in HTML"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Carrier::of(head) == Carrier::Html && is_html(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Pieces::new(input, |_| Articles, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let (text, mut story) = xml::open_as(&record.bytes, None);
        fill(&Tree::html(&text), &mut story);
        let empty = matches!(&story.body, Body::Paragraphs(it) if it.is_empty());
        if story.headline.is_none() && empty {
            let reason = "neither title nor text in this element of Europresse".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        }
        Ok(Read::Raw(story))
    }
}

/// Says whether HTML is a download of Europresse.
pub fn is_html(head: &[u8]) -> bool {
    let has = |part: &str| memmem::find(head, part.as_bytes()).is_some();
    has("DocPublicationName") && (has("<article") || has("DocText") || has("DocHeader"))
}

struct Articles;

impl Seams for Articles {
    fn unit(&self) -> Unit {
        Unit::Html
    }

    fn side(&self, line: &str, _: &[u8]) -> Option<Side> {
        let name = line.as_bytes().get(..9)?;
        let starts = name[..8].eq_ignore_ascii_case(b"<article")
            && (name[8] == b'>' || name[8].is_ascii_whitespace());
        starts.then_some(Side::Before)
    }

    fn kind(&self, piece: &[u8], _: bool) -> Kind {
        let has = |part: &str| memmem::find(piece, part.as_bytes()).is_some();
        let story = has("DocPublicationName") || has("DocText") || has("titreArticle");
        if story { Kind::Story } else { Kind::Passed }
    }
}

/// Says whether an element has a class, in any case.
fn has_class(element: Element<'_, '_>, class: &str) -> bool {
    element
        .attribute("class")
        .is_some_and(|it| it.split_whitespace().any(|it| it.eq_ignore_ascii_case(class)))
}

fn fill(tree: &Tree<'_>, story: &mut RawStory) {
    let root = tree.root();
    let of = |class: &str| root.descendants().find(|it| has_class(*it, class));
    let text = |class: &str| xml::text(of(class));
    if let Some(name) = text("DocPublicationName") {
        export::set_publication(story, name.trim_end_matches(','));
    }
    if let Some(header) = text("DocHeader") {
        read_header(&header, story);
    }
    let title = ["titreArticleVisu", "titreArticle", "rdp__articletitle"];
    story.headline = title.iter().find_map(|it| text(it));
    for class in ["sm-margin-TopNews", "docAuthors", "authors", "rdp__subtitle"] {
        let found = text(class).filter(|it| Some(it) != story.headline.as_ref());
        let Some(found) = found else { continue };
        if class == "rdp__subtitle" {
            story.summary.push(found);
        } else if story.bylines.is_empty() {
            story.bylines.push(found.trim_end_matches(';').to_owned());
        }
    }
    if let Some(element) = of("DocText").or_else(|| of("docOcurrContainer")) {
        let inner = |it: Element<'_, '_>| {
            title.iter().any(|class| has_class(it, class))
                || has_class(it, "DocPublicationName")
                || has_class(it, "DocHeader")
        };
        let paragraphs = element.paragraphs_without(&inner);
        story.body = Body::Paragraphs(
            paragraphs.into_iter().filter(|it| !story.bylines.contains(it)).collect(),
        );
    }
    for line in root.paragraphs() {
        let Some(at) = line.find("news·").or_else(|| line.find("news•")) else {
            continue;
        };
        let number = line[at..].split_whitespace().next().unwrap_or("").trim_end_matches('.');
        story.native_id = Some(number.to_owned());
        if story.filed.is_none() {
            let date = number.split(['·', '•']).nth(1).and_then(xml::time);
            story.filed = date;
        }
        // The number is no paragraph of the text.
        if let Body::Paragraphs(body) = &mut story.body {
            body.retain(|it| *it != line);
        }
        break;
    }
}

/// `Communication, mardi 14 mars 2006, p. 16`: section, day, page.
fn read_header(header: &str, story: &mut RawStory) {
    let parts: Vec<&str> = header.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let mut above = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        // A date in English has a comma of its own.
        if let Some(found) = export::day(&parts[at..].join(", ")) {
            story.filed = found.filed;
            if !found.rest.is_empty() {
                story.ednotes.push(found.rest);
            }
            break;
        }
        above.push(*part);
    }
    if !above.is_empty() {
        story.category = Some(above.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Cut;
    use proptest::prelude::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &str, limit: usize, buffer: usize) -> Vec<RawStory> {
        let input = BufReader::with_capacity(buffer, Cursor::new(text.as_bytes().to_vec()));
        Europresse
            .cut(Box::new(input), &Limits { story: limit })
            .filter_map(|it| match it {
                Cut::Record(record) => Europresse.read(&record, &Context::default()).ok(),
                _ => None,
            })
            .map(|it| match it {
                Read::Raw(story) => story,
                Read::Story(_) | Read::Package(..) => panic!("a raw story was expected"),
            })
            .collect()
    }

    fn page(header: &str, title: &str, paragraphs: &str) -> String {
        format!(
            "<article><header><div class='rdp__DocPublicationName'><span class=\"DocPublicationName\">Le Courrier</span></div>\
             <div><span class=\"DocHeader\">{header}</span></div><div class=\"titreArticle\"><p class=\"sm-margin-TopNews titreArticleVisu\">{title}</p></div>\
             <div class=\"docAuthors\">Anne Lefort</div></header><section><div class=\"DocText clearfix\">{paragraphs}</div></section>\
             <footer><div class=\"publiC-lblNodoc\">Numéro de document : news·20060315·LC·0324</div></footer></article>"
        )
    }

    #[test]
    fn stories_are_read() {
        let one = page(
            "Communication, mardi 14 mars 2006, p. 16",
            "Brouillard &amp; pluie",
            "<p>Le port était fermé.</p><p>Il a rouvert.</p>",
        );
        let two = page("March 15, 2006, p. 2", "Soleil", "<p>Beau.</p>");
        let text = format!("<html><body>{one}{two}</body></html>");
        assert!(Europresse.sniff(text.as_bytes()));
        for buffer in [4, 8192] {
            let stories = read(&text, 100_000, buffer);
            assert_eq!(stories.len(), 2);
            let first = &stories[0];
            assert_eq!(first.headline.as_deref(), Some("Brouillard & pluie"));
            assert_eq!(first.category.as_deref(), Some("Communication"));
            assert_eq!(first.ednotes, ["p. 16"]);
            assert_eq!(first.bylines, ["Anne Lefort"]);
            assert_eq!(first.native_id.as_deref(), Some("news·20060315·LC·0324"));
            assert_eq!(first.topics, ["publication:Le Courrier"]);
            assert_eq!(first.filed.as_ref().map(|it| it.date.as_str()), Some("2006-03-14"));
            assert_eq!(
                first.body,
                Body::Paragraphs(vec!["Le port était fermé.".into(), "Il a rouvert.".into()])
            );
            assert_eq!(stories[1].filed.as_ref().map(|it| it.date.as_str()), Some("2006-03-15"));
            assert_eq!(stories[1].category, None);
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(<article>|</article>|<span class=\"DocPublicationName\">|<div class=DocText>|<p>|fog|, |news·|é|<){0,30}", limit in 0usize..200) {
            prop_assert_eq!(read(&text, limit, 1), read(&text, limit, 4096));
        }

        #[test]
        fn what_is_written_is_read(
            title in "[A-Z][a-zé]{2,9}( [a-zü&]{2,9}){1,6}",
            paragraphs in prop::collection::vec("[A-Z][a-z]{2,9}( [a-zé<\"&]{1,9}){3,30}\\.", 1..6),
        ) {
            let escape = |it: &str| it.replace('&', "&amp;").replace('<', "&lt;");
            let body: String = paragraphs.iter().map(|it| format!("<p>{}</p>", escape(it))).collect();
            let stories = read(&page("mardi 14 mars 2006", &escape(&title), &body), 100_000, 100);
            prop_assert_eq!(stories.len(), 1);
            prop_assert_eq!(stories[0].headline.as_deref(), Some(title.as_str()));
            prop_assert_eq!(&stories[0].body, &Body::Paragraphs(paragraphs));
        }
    }
}
