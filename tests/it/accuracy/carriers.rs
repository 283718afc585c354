//! Carriers of copy that is not English: they say its language, and have a field for its byline.

use super::labelled::{escaped, paragraphs};

/// The language that stories with such a name are in: `de-dpa-1`.
pub fn language(name: &str) -> Option<&str> {
    name.split_once('-').map(|it| it.0).filter(|it| it.len() == 2)
}

/// Copy as a file of plain text has it: the mark before a byline (`^`) goes.
pub fn plain(copy: &str) -> String {
    copy.replace("\n^", "\n")
}

/// The copy of a plain story in another carrier. Lines that begin with `^` are its byline.
pub fn carried(copy: &str, carrier: &str, language: &str) -> Option<String> {
    let (headline, text) = copy.split_once('\n').expect("a headline");
    let (heads, text): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('^'));
    let byline = heads.join(" ").replace('^', "");
    let text = text.join("\n").trim_matches('\n').to_owned();
    let marked = |before: &str, after: &str| {
        let marked = |it: String| format!("{before}{}{after}\n", escaped(&it));
        paragraphs(&text).into_iter().map(marked).collect::<String>()
    };
    let title = escaped(headline);
    // A field for the byline, where there is one.
    let by = |before: &str, after: &str| match byline.as_str() {
        "" => String::new(),
        line => format!("{before}{}{after}", escaped(line)),
    };
    let html = marked("<p>", "</p>");
    Some(match carrier {
        "json" => {
            let mut row = serde_json::json!({ "title": headline, "lang": language, "text": text });
            if !byline.is_empty() {
                row["byline"] = byline.into();
            }
            row.to_string()
        }
        "ninjs" => {
            let mut item = serde_json::json!({
                "uri": "https://wire.example/n1", "type": "text", "language": language,
                "versioncreated": "2004-03-07T10:00:00Z", "headline": headline, "body_html": html,
            });
            if !byline.is_empty() {
                item["byline"] = byline.into();
            }
            item.to_string()
        }
        "csv" => {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let row = [quoted(headline), quoted(&byline), quoted(&text)].join(",");
            format!("title,author,text\n{row}\n")
        }
        "feed" => format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>News</title>\
             <language>{language}</language><item><guid>n1</guid><title>{title}</title>{}\
             <description><![CDATA[{html}]]></description></item></channel></rss>",
            by("<dc:creator>", "</dc:creator>")
        ),
        "html" => format!(
            "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <title>{title}</title><meta property=\"og:type\" content=\"article\"></head><body>\
             <article><h1>{title}</h1>\n{}{html}</article></body></html>",
            by("<p class=\"byline\">", "</p>\n")
        ),
        "nitf" => format!(
            "<?xml version=\"1.0\"?><nitf baselang=\"{language}\"><head><docdata><doc-id \
             id-string=\"n1\"/></docdata></head><body><body.head><hedline><hl1>{title}</hl1>\
             </hedline>{}</body.head><body.content>{html}</body.content></body></nitf>",
            by("<byline>", "</byline>")
        ),
        "newsmlg2" => format!(
            "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" \
             guid=\"n1\" version=\"1\" standard=\"NewsML-G2\" standardversion=\"2.24\" \
             xml:lang=\"{language}\"><itemMeta><itemClass qcode=\"ninat:text\"/><versionCreated>\
             2004-03-07T10:00:00Z</versionCreated></itemMeta><contentMeta>{}<headline>{title}\
             </headline></contentMeta><contentSet><inlineXML \
             contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
             <head><title/></head><body>{html}</body></html></inlineXML></contentSet></newsItem>",
            by("<by>", "</by>")
        ),
        "newsml1" => format!(
            "<?xml version=\"1.0\"?><NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>\
             wire.example</ProviderId><DateId>20040307</DateId><NewsItemId>n1</NewsItemId>\
             <RevisionId PreviousRevision=\"0\" Update=\"N\">1</RevisionId></NewsIdentifier>\
             </Identification><NewsManagement><NewsItemType FormalName=\"News\"/>\
             <ThisRevisionCreated>20040307T100000Z</ThisRevisionCreated><Status \
             FormalName=\"Usable\"/></NewsManagement><NewsComponent><NewsLines><HeadLine>{title}\
             </HeadLine>{}</NewsLines><DescriptiveMetadata><Language FormalName=\"{language}\"/>\
             </DescriptiveMetadata><ContentItem><DataContent>{html}</DataContent></ContentItem>\
             </NewsComponent></NewsItem></NewsML>",
            by("<ByLine>", "</ByLine>")
        ),
        "europresse" => format!(
            "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"/>\
             <title>Europresse</title></head><body><article><header><div><span \
             class=\"DocPublicationName\">Fil</span></div><div><span class=\"DocHeader\">\
             dimanche 7 mars 2004</span></div><div class=\"titreArticle\"><p \
             class=\"titreArticleVisu\">{title}</p></div>{}</header><section><div \
             class=\"DocText clearfix\"><div>{html}</div></div></section><footer><div \
             class=\"publiC-lblNodoc\">Numéro de document : news·20040307·FI·0324</div></footer>\
             </article></body></html>",
            by("<div class=\"docAuthors\">", "</div>")
        ),
        "factiva" => {
            let by = by("BY  ", "\n");
            format!(
                "HD  {headline}\n{by}WC  90 words\nPD  7 March 2004\nSN  Fil\nSC  WIRES\nCY  (c) \
                 2004 Fil\nLP\n{text}\n\nAN\nDocument WIRES00020040307e0370001r\n"
            )
        }
        "iptc7901" => {
            let (day, month, service) = match language {
                "fr" => ("07", "mar", "bsf"),
                _ => ("07", "Mrz", "bdt"),
            };
            let mut head = format!(
                "\u{1}{service}0123 4 vm 90 vvvvb   123\r\n\r\nKeyword/\r\n\u{2}{headline} =\r\n"
            );
            for line in &heads {
                head.push_str(&format!("{} =\r\n", &line[1..]));
            }
            let lines = paragraphs(&text).into_iter().map(|it| wrapped(&it)).collect::<String>();
            format!("{head}{lines}\u{3}{day}1000 {month} 04\r\n\u{4}\u{7f}\u{7f}\r\n")
        }
        "nexis" => {
            let [of, day, author, length, word, lang, rights] = match language {
                "de" => [
                    "Dokument 1 von 1",
                    "Sonntag 7. März 2004",
                    "AUTOR",
                    "LÄNGE",
                    "Wörter",
                    "SPRACHE: GERMAN",
                    "Alle Rechte vorbehalten",
                ],
                "fr" => [
                    "Document 1 de 1",
                    "7 mars 2004 dimanche",
                    "AUTEUR",
                    "LONGUEUR",
                    "mots",
                    "LANGUE: FRENCH",
                    "Tous droits réservés",
                ],
                "es" => [
                    "Documento 1 de 1",
                    "7 de marzo de 2004 domingo",
                    "AUTOR",
                    "LONGITUD",
                    "palabras",
                    "IDIOMA: SPANISH",
                    "Todos los derechos reservados",
                ],
                _ => [
                    "1 of 1 DOCUMENTS",
                    "March 7, 2004 Sunday",
                    "BYLINE",
                    "LENGTH",
                    "words",
                    "LANGUAGE: OTHER",
                    "All Rights Reserved",
                ],
            };
            let by = by(&format!("{author}: "), "\n\n");
            format!(
                "                               {of}\n\n\n                    Fil\n\n\
                 \x20                   {day}\n\n{headline}\n\n{by}{length}: 90 {word}\n\n\
                 {text}\n\n{lang}\n\n                    Copyright 2004 Fil\n\
                 \x20                   {rights}\n"
            )
        }
        _ => return None,
    })
}

/// A paragraph as seven-bit wires send it: indented, in lines of seventy characters.
fn wrapped(paragraph: &str) -> String {
    let (mut out, mut width) = (String::from("  "), 2);
    for word in paragraph.split_whitespace() {
        if width + word.chars().count() > 70 {
            out.push_str("\r\n");
            width = 0;
        } else {
            out.push(' ');
        }
        out.push_str(word);
        width += word.chars().count() + 1;
    }
    out + "\r\n"
}
