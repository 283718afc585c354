//! Labels of LexisNexis, in the languages of its pages.
//!
//! A line in, the label and its value out. Classic downloads shout them (`BYLINE:`, `LÄNGE:`), Nexis
//! Uni writes them as words with a no-break space behind the colon. It is its own file because it is
//! a table; which words other languages use was in part only read about, so rows are cheap to add.

use crate::format::export::{fold, percentless};
use crate::story::RawStory;

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Headline,
    Byline,
    Section,
    Length,
    Dateline,
    /// Stands above the text and sums it up.
    Highlight,
    Language,
    /// Entries of a list; a scheme stands before each of them.
    Topics(&'static str),
    Places,
    Url,
    /// Program of a broadcast.
    Show,
    /// Type of a publication or a document.
    Kind,
    /// What follows is the text.
    Body,
    /// Pictures and corrections: a note, with its label.
    Note,
    /// Any other note. Such a word may also open a paragraph of the text.
    Remark,
    /// Says nothing about the story: when the database took it in, codes of the database.
    Nothing,
}

/// Folded labels, English, German, French, Spanish, Dutch, Italian.
const LABELS: [(Label, &str); 21] = [
    (Label::Headline, "headline title titel titre titulo titular schlagzeile uberschrift"),
    (Label::Byline, "byline author autor auteur autoren auteurs autores autore verfasser firma"),
    (Label::Section, "section rubrik rubrique seccion ressort sectie sezione secao"),
    (Label::Length, "length lange longueur longitud extension lengte lunghezza comprimento"),
    (
        Label::Dateline,
        "dateline ortsmarke datumszeile ort lieu origine originedepeche lugar fechado",
    ),
    (
        Label::Highlight,
        "highlight highlights abstract zusammenfassung kurzfassung resume encadre pointsforts \
         destacado destacados resumen",
    ),
    (Label::Language, "language sprache langue idioma lengua lenguaje taal lingua"),
    (
        Label::Topics(""),
        "subject subjects thema themen schlagworter sujet sujets materia materias asunto tema temas",
    ),
    (
        Label::Topics("company:"),
        "company companies unternehmen firmen societe societes entreprise empresa empresas compania companias",
    ),
    (
        Label::Topics("organization:"),
        "organization organisation organisationen organizacion organizaciones",
    ),
    (
        Label::Topics("people:"),
        "person persons people personen personne personnes persona personas",
    ),
    (Label::Topics("industry:"), "industry branche branchen secteur industrie industria"),
    (Label::Topics("ticker:"), "ticker"),
    (
        Label::Places,
        "geographic geographie geografie geographisch geographique geografico geografica city state \
         country stadt land region ville etat pays ciudad estado pais",
    ),
    (Label::Url, "url weburl link"),
    (Label::Show, "show sendung emission programa"),
    (
        Label::Kind,
        "type documenttype publicationtype publikationstyp dokumenttyp zeitungstyp typepublication \
         typedepublication typedocument tipopublicacion tipodepublicacion",
    ),
    (Label::Body, "body"),
    (
        Label::Note,
        "graphic graphics grafik graphik bild bilder graphique illustration illustrations grafico \
         graficos ilustracion correction berichtigung korrektur correccion rectificatif \
         correctiondate korrekturdatum datecorrection",
    ),
    (
        Label::Remark,
        "notes note notas anmerkung series serie cite anchors anchor host guests guest reporters name \
         contact",
    ),
    (
        Label::Nothing,
        "loaddate ladedatum datedechargement datechargement fechacarga fechadecarga update \
         journalcode zeitschriftencode coderevue codigorevista codigopublicacion issn copyright \
         publisher acc no accno documentnumber transcript pubtype",
    ),
];

/// Longest label.
const LONGEST: usize = 40;

/// A line that begins with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'a> {
    pub label: Label,
    /// As it stands, without the colon.
    pub name: &'a str,
    pub value: &'a str,
}

/// Reads `LABEL: value` of a classic download: the label is shouted.
pub fn shouted(line: &str) -> Option<Labelled<'_>> {
    let found = written(line)?;
    found.name.chars().all(|it| !it.is_lowercase()).then_some(found)
}

/// Reads `Label: value`.
pub fn written(line: &str) -> Option<Labelled<'_>> {
    let line = line.trim();
    let colon = line.bytes().take(LONGEST + 1).position(|it| it == b':')?;
    let name = line[..colon].trim_end();
    let letters = name.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '-' | '\u{A0}'));
    if name.len() < 3 || !letters {
        return None;
    }
    let label = of(&fold(name))?;
    Some(Labelled { label, name, value: line[colon + 1..].trim() })
}

fn of(folded: &str) -> Option<Label> {
    LABELS
        .iter()
        .find(|(_, names)| names.split_ascii_whitespace().any(|it| it == folded))
        .map(|(label, _)| *label)
}

/// Says whether a label may stand under the text. The others only stand above it.
pub fn closes(label: Label) -> bool {
    !matches!(
        label,
        Label::Headline
            | Label::Byline
            | Label::Section
            | Label::Length
            | Label::Dateline
            | Label::Show
            | Label::Body
    )
}

/// Lines that stand alone in documents of Nexis Uni and part a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The text begins.
    Body,
    /// Pictures.
    Graphic,
    /// What the text is about.
    Classification,
    /// The story ends.
    End,
}

/// Reads a heading.
pub fn heading(line: &str) -> Option<Heading> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    Some(match fold(line).as_str() {
        "body" | "textkorper" | "haupttext" | "fliesstext" | "volltext" | "corps"
        | "corpsdutexte" | "corpsdelarticle" | "cuerpo" | "cuerpodeltexto" | "textocompleto" => {
            Heading::Body
        }
        "graphic" | "graphics" | "grafik" | "graphique" | "illustration" | "grafico"
        | "graficos" => Heading::Graphic,
        "classification" | "klassifizierung" | "klassifikation" | "clasificacion"
        | "clasificaciones" => Heading::Classification,
        "endofdocument" | "endedesdokuments" | "dokumentende" | "findudocument"
        | "findeldocumento" | "findedocumento" => Heading::End,
        _ => return None,
    })
}

/// Says whether a label tells when the database took the story in: the last one of Nexis Uni.
pub fn is_load_date(name: &str) -> bool {
    matches!(
        fold(name).as_str(),
        "loaddate"
            | "ladedatum"
            | "datedechargement"
            | "datechargement"
            | "fechadecarga"
            | "fechacarga"
    )
}

/// Says whether a line is the one that ends a story, but for a few letters.
pub fn is_nearly_end(line: &str) -> bool {
    let folded = fold(line);
    (8..=24).contains(&folded.len())
        && ["endofdocument", "endedesdokuments", "findudocument", "findeldocumento"]
            .iter()
            .any(|it| strsim::osa_distance(it, &folded) <= 4)
}

/// Reads the line that starts a story of a classic download: `1 of 10 DOCUMENTS`.
pub fn is_mark(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 60 {
        return false;
    }
    // A blank that was damaged parts the words as well.
    let parts =
        |it: char| it.is_whitespace() || it.is_control() || it == char::REPLACEMENT_CHARACTER;
    let words: Vec<&str> = line.split(parts).filter(|it| !it.is_empty()).collect();
    let number = |word: &str| word.bytes().all(|it| it.is_ascii_digit());
    match words[..] {
        [first, "of", last, documents] => {
            number(first) && number(last) && matches!(documents, "DOCUMENTS" | "DOCUMENT")
        }
        [first, "de", last, documents] => {
            number(first) && number(last) && matches!(documents, "DOCUMENTS" | "DOCUMENTOS")
        }
        [first, "von", last, documents] => {
            number(first) && number(last) && matches!(documents, "DOKUMENTEN" | "DOCUMENTS")
        }
        [document, first, of, last] => {
            number(first)
                && number(last)
                && matches!(
                    (document, of),
                    ("Dokument", "von") | ("Document", "de" | "van") | ("Documento", "de" | "di")
                )
        }
        _ => false,
    }
}

/// Says whether a line is about rights.
pub fn is_copyright(line: &str) -> bool {
    let line = line.trim();
    let small = line.get(..line.len().min(30)).unwrap_or("").to_lowercase();
    let starts =
        small.starts_with("copyright") || small.starts_with('©') || small.starts_with("(c)");
    starts || line.len() < 120 && all_rights(line)
}

/// Says whether a line ends a notice about rights.
pub fn all_rights(line: &str) -> bool {
    let small = line.trim().to_lowercase();
    [
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
    ]
    .iter()
    .any(|it| small.starts_with(it) || small.ends_with(it) || small.ends_with(&format!("{it}.")))
}

/// Puts the value of a label where it belongs; its lines as they stand.
pub fn set(story: &mut RawStory, found: Labelled<'_>, lines: &[String]) {
    let value = lines.join(" ");
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    match found.label {
        Label::Headline if story.headline.is_none() => story.headline = Some(value.to_owned()),
        Label::Headline => story.summary.push(value.to_owned()),
        Label::Byline => byline(story, lines),
        Label::Section => section(story, value),
        Label::Dateline if story.dateline.is_none() => story.dateline = Some(value.to_owned()),
        Label::Highlight => story.summary.push(value.to_owned()),
        Label::Language if story.language.is_none() => {
            let first = value.split([';', ',']).next().unwrap_or(value);
            story.language = Some(first.trim().to_owned());
        }
        Label::Topics(scheme) => {
            story.topics.extend(percentless(value).iter().map(|it| format!("{scheme}{it}")));
        }
        Label::Places => story.places.extend(percentless(value)),
        Label::Url if story.url.is_none() => story.url = Some(value.to_owned()),
        Label::Show | Label::Kind if story.category.is_none() => {
            story.category = Some(value.to_owned());
        }
        Label::Length | Label::Nothing | Label::Kind | Label::Body => {}
        Label::Note
        | Label::Remark
        | Label::Dateline
        | Label::Url
        | Label::Show
        | Label::Language => {
            story.ednotes.push(format!("{}: {value}", sentence_case(found.name)));
        }
    }
}

/// The byline as one line: what stands under the names is titles.
fn byline(story: &mut RawStory, lines: &[String]) {
    let mut whole = String::new();
    for line in lines.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        let goes_on =
            whole.ends_with([',', '&', ';']) || whole.ends_with(" and") || whole.ends_with(" AND");
        if !whole.is_empty() {
            whole.push_str(if goes_on { " " } else { ", " });
        }
        whole.push_str(line);
    }
    let whole = whole.replace("; ", ", ");
    story.bylines.push(whole.trim_end_matches([';', ',', ' ']).to_owned());
}

/// `POLITICS; Pg. 3; Version:28`: the section, where in it, and which version.
fn section(story: &mut RawStory, value: &str) {
    let mut rest = Vec::new();
    for (at, part) in value.split(';').map(str::trim).enumerate() {
        let version = part
            .get(..8)
            .filter(|it| it.eq_ignore_ascii_case("version:"))
            .map(|_| part[8..].trim().to_owned());
        match version {
            Some(version) if !version.is_empty() => story.version = Some(version),
            _ if part.is_empty() => {}
            _ if at == 0 && story.category.is_none() => story.category = Some(part.to_owned()),
            _ => rest.push(part),
        }
    }
    if !rest.is_empty() {
        story.ednotes.push(rest.join("; "));
    }
}

/// `GRAPHIC` as `Graphic`.
fn sentence_case(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_four_languages() {
        for (line, label, value) in [
            ("BYLINE: By Ann Lee", Label::Byline, "By Ann Lee"),
            ("LÄNGE: 584 Wörter", Label::Length, "584 Wörter"),
            ("LONGUEUR: 584 mots", Label::Length, "584 mots"),
            ("LONGITUD: 584 palabras", Label::Length, "584 palabras"),
            ("LOAD-DATE: January 12, 2010", Label::Nothing, "January 12, 2010"),
            ("GRAPHIC: ", Label::Note, ""),
        ] {
            let found = shouted(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.label, found.value), (label, value), "{line}");
        }
        assert_eq!(shouted("Byline: x"), None);
        assert_eq!(
            written("Section:\u{A0}POLITICS; Version:28").map(|it| it.value),
            Some("POLITICS; Version:28")
        );
        assert_eq!(written("He said: no"), None);
    }

    #[test]
    fn marks_and_headings() {
        for line in [
            "  1 of 10 DOCUMENTS",
            "Dokument 1 von 10",
            "Document 1 de 10",
            "Documento 2 de 3",
            "Documento 1 di 3",
        ] {
            assert!(is_mark(line), "{line}");
        }
        for line in ["Document 1 of 10", "one of 10 DOCUMENTS", "1 of 10 boats"] {
            assert!(!is_mark(line), "{line}");
        }
        assert_eq!(heading(" Body "), Some(Heading::Body));
        assert_eq!(heading("Fin du document"), Some(Heading::End));
        assert!(
            is_copyright("Copyright 2010 The Paper") && is_copyright("Alle Rechte vorbehalten")
        );
        assert!(!is_copyright("The copyright law"));
    }
}
