//! Sign-offs in other languages than English: `(Reporte de A B; editado por C D)`.
//!
//! Comes in: the text inside the brackets, or a line. Goes out: one credit a role. Apart from the
//! English clauses, because here a clause may stand without a verb, and the verb behind a comma
//! opens the next one: `(A B, édité par C D)`.

use super::clauses;
use crate::copy::byline::is_name;
use crate::story::Credit;

/// What opens a clause, in small letters, longest first where one begins another.
#[rustfmt::skip]
const OPENINGS: [(&str, &str); 81] = [
    // German
    ("bericht von ", "reporting"), ("berichte von ", "reporting"), ("reporter: ", "reporting"),
    ("reporterin: ", "reporting"), ("unter mitarbeit von ", "additional reporting"),
    ("mitarbeit: ", "additional reporting"), ("mitarbeit ", "additional reporting"),
    ("geschrieben von ", "writing"), ("bearbeitet von ", "editing"), ("redigiert von ", "editing"),
    ("redaktion: ", "editing"), ("übersetzt von ", "translation"),
    // French
    ("reportage de ", "reporting"), ("reportage par ", "reporting"), ("reportages de ", "reporting"),
    ("reportage: ", "reporting"), ("reportage ", "reporting"), ("rédigé par ", "writing"), ("écrit par ", "writing"),
    ("rédaction de ", "writing"), ("rédaction ", "writing"), ("version française de ", "translation"), ("version française par ", "translation"),
    ("version française ", "translation"), ("traduit par ", "translation"),
    ("édité par ", "editing"), ("edité par ", "editing"), ("avec la contribution de ", "additional reporting"),
    // Spanish
    ("reporte adicional de ", "additional reporting"), ("reporte de ", "reporting"), ("reportes de ", "reporting"),
    ("con reporte de ", "additional reporting"), ("con la colaboración de ", "additional reporting"),
    ("información adicional de ", "additional reporting"), ("información de ", "reporting"), ("reportaje de ", "reporting"),
    ("escrito por ", "writing"), ("editado en español por ", "editing"), ("editado por ", "editing"),
    ("edición de ", "editing"), ("edición: ", "editing"), ("traducido por ", "translation"), ("traducción de ", "translation"),
    // Portuguese
    ("reportagem adicional de ", "additional reporting"), ("reportagem adicional por ", "additional reporting"), ("reportagem de ", "reporting"),
    ("reportagem por ", "reporting"), ("texto de ", "writing"), ("edição de ", "editing"), ("edição por ", "editing"), ("edição: ", "editing"),
    ("tradução de ", "translation"),
    // Italian
    ("tradotto da ", "translation"), ("in redazione a ", "editing in"), ("editing ", "editing"), ("a cura di ", "editing"),
    // Russian, Ukrainian
    ("перевела ", "translation"), ("перевел ", "translation"), ("перевёл ", "translation"), ("написала ", "writing"),
    ("написал ", "writing"), ("редактор ", "editing"), ("редакторы ", "editing"), ("при участии ", "additional reporting"),
    ("автор: ", "reporting"),
    // Turkish, Polish, Romanian, Dutch
    ("muhabir: ", "reporting"),
    ("çeviren: ", "translation"),
    ("haber: ", "reporting"), ("haberi yazan ", "writing"), ("redaksiyon ", "editing"), ("redaksiyon: ", "editing"), ("editör: ", "editing"),
    ("autor: ", "reporting"), ("autorka: ", "reporting"), ("autorzy: ", "reporting"), ("autoare: ", "reporting"), ("editor online: ", "editing"),
    ("editor: ", "editing"), ("bewerkt door ", "editing"), ("إعداد ", "writing"), ("تحرير ", "editing"),
];

/// Most people in one clause.
const MOST: usize = 12;

/// Reads a text all of which is clauses; the first one may lack its verb where another follows.
pub(super) fn read(text: &str) -> Option<Vec<Credit>> {
    let text = text.trim().trim_end_matches([')', '.', ' ']);
    if text.len() < 8 || text.len() > 600 {
        return None;
    }
    if let Some(credits) = chinese(text).or_else(|| spanish_sentence(text)) {
        return Some(credits);
    }
    let mut clauses = clauses_of(text);
    // `AS - autor: Ann Lee`: initials before it.
    if clauses.len() > 1 && clauses[0].len() <= 4 && !clauses[0].chars().any(char::is_lowercase) {
        clauses.remove(0);
    }
    let named = clauses.iter().any(|clause| opening(clause).is_some());
    if !named || clauses.len() > MOST {
        return None;
    }
    let mut credits = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        match opening(clause) {
            Some((role, people)) => add(role, people, &mut credits)?,
            None if index == 0 => {
                let people =
                    ["Por ", "Par ", "Von ", "Di "].iter().find_map(|by| clause.strip_prefix(by));
                add("reporting", people.unwrap_or(clause), &mut credits)?;
            }
            // Whom to call: `Bei Rückfragen wenden Sie sich bitte an …`
            None if is_contacts(clause) && !credits.is_empty() => break,
            None => return None,
        }
    }
    (!credits.is_empty()).then_some(credits)
}

/// `編輯：張雅雯）1130312`, `参与记者：甲乙、丙丁`
fn chinese(text: &str) -> Option<Vec<Credit>> {
    if text.is_ascii() {
        return None;
    }
    let text = text.split(['）', ')']).next()?;
    let mut credits = Vec::new();
    for clause in text.split(['；', ';']) {
        let (label, people) = clause.split_once(['：', ':'])?;
        let role = match label.trim().trim_start_matches(['（', '(']) {
            "編輯" | "编辑" | "责编" | "责任编辑" | "核稿" => "editing",
            "记者" | "記者" | "執筆" => "reporting",
            "参与记者" | "參與記者" | "参与采写记者" => "additional reporting",
            "譯者" | "译者" => "translation",
            _ => return None,
        };
        let names: Vec<String> = people
            .split(['、', '/', '，', ' '])
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        let fits =
            !names.is_empty() && names.iter().all(|it| (2..=6).contains(&it.chars().count()));
        fits.then_some(())?;
        credits.push(Credit { role: role.to_owned(), names, place: None });
    }
    Some(credits)
}

/// `Los periodistas de The Associated Press A B en Lima y C D en Quito contribuyeron a este despacho`
fn spanish_sentence(text: &str) -> Option<Vec<Credit>> {
    let (people, _) = ["contribuyeron", "contribuyó"]
        .iter()
        .find_map(|verb| text.split_once(&format!(" {verb} ")))?;
    let people =
        ["Los periodistas de ", "Las periodistas de ", "El periodista de ", "La periodista de "]
            .iter()
            .find_map(|opening| people.strip_prefix(opening))?;
    let people = people.strip_prefix("The ").unwrap_or(people);
    let people = people
        .strip_prefix("Associated Press ")
        .or_else(|| people.strip_prefix("AP "))?
        .trim_start_matches([',', ' ']);
    let mut credits = Vec::new();
    add("additional reporting", &people.replace(" en ", " in "), &mut credits)?;
    Some(credits)
}

/// Whether a clause of another language opens a text.
pub(super) fn opens(text: &str) -> bool {
    opening(text).is_some()
}

/// Cuts at semicolons, and at commas, full stops and dashes that a clause follows.
fn clauses_of(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, ';' | ',' | '.' | '-' | '/') || at < from {
            continue;
        }
        let behind = text[at + 1..].trim_start();
        let parts = c == ';' || opening(behind).is_some() || c == '.' && is_contacts(behind);
        if parts && !behind.is_empty() {
            clauses.push(text[from..at].trim());
            from = at + 1;
        }
    }
    clauses.push(text[from..].trim());
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

/// The role that a clause starts with, and its people.
fn opening(clause: &str) -> Option<(&'static str, &str)> {
    let clause = clause.trim_start();
    let bytes = clause.as_bytes();
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    // Nearly all text is told by its first two letters; others than English ones change more than a
    // bit with their case.
    let same = |own: u8, other: u8| {
        !own.is_ascii() || !other.is_ascii() || own == other.to_ascii_lowercase()
    };
    let may_open = |words: &str| {
        let words = words.as_bytes();
        same(words[0], first) && same(words[1], second)
    };
    OPENINGS.iter().filter(|(words, _)| may_open(words)).find_map(|(words, role)| {
        // All openings have as many bytes in small letters as in capitals.
        let head = clause.get(..words.len())?;
        (head.to_lowercase() == *words).then(|| (*role, clause[words.len()..].trim()))
    })
}

fn is_contacts(clause: &str) -> bool {
    let clause = clause.trim_start();
    ["Bei Rückfragen", "Pour toute", "Tel", "tel", "+", "Messaging"]
        .iter()
        .any(|word| clause.starts_with(word))
        || clause.contains('@')
}

fn add(role: &str, people: &str, credits: &mut Vec<Credit>) -> Option<()> {
    let (role, people) = match role.strip_suffix(" in") {
        // `in redazione a Milano Ann Lee`
        Some(role) => (role, people.split_once(' ')?.1),
        None => (role, people),
    };
    let people = people.split(" للنشرة").next().unwrap_or(people);
    let people = [" y ", " e ", " et ", " und ", " ve ", " и ", " та ", " i "]
        .iter()
        .fold(people.to_owned(), |people, and| people.replace(and, " and "));
    let before = credits.len();
    if clauses::persons(role, &people, credits) {
        // Two words or more: a sentence has others.
        let fits = credits[before..].iter().all(|it| it.names.iter().all(|name| is_name(name)));
        return fits.then_some(());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String)> {
        let credits = read(text).unwrap_or_default();
        credits.into_iter().map(|it| (it.role, it.names.join(", "))).collect()
    }

    fn pair(role: &str, names: &str) -> (String, String) {
        (role.into(), names.into())
    }

    #[test]
    fn sign_offs_of_many_languages() {
        let both = vec![pair("reporting", "Ann Lee"), pair("editing", "Bob Ray")];
        for text in [
            "Bericht von Ann Lee, redigiert von Bob Ray. Bei Rückfragen wenden Sie sich bitte an a@b",
            "Reporter: Ann Lee; Redigiert von Bob Ray",
            "Reportage Ann Lee, édité par Bob Ray",
            "Ann Lee, édité par Bob Ray",
            "Reporte de Ann Lee, Editado por Bob Ray",
            "Información de Ann Lee; editado por Bob Ray",
            "Reportagem de Ann Lee; edição de Bob Ray",
            "Por Ann Lee; Edição de Bob Ray",
            "Ann Lee, in redazione a Milano Bob Ray",
        ] {
            assert_eq!(told(text), both, "{text}");
        }
        assert_eq!(
            told("Перевела Дарья Ковальчук. Редактор Антон Зуев"),
            [pair("translation", "Дарья Ковальчук"), pair("editing", "Антон Зуев")]
        );
        assert_eq!(told("（編輯：張雅雯）1130312"), [pair("editing", "張雅雯")]);
        assert_eq!(
            told(
                "Los periodistas de The Associated Press Ann Lee en Lima y Bob Ray en Quito contribuyeron a este despacho"
            ),
            [pair("additional reporting", "Ann Lee"), pair("additional reporting", "Bob Ray")]
        );
        assert_eq!(told("AS - autor: Ann Lee, editor: Bob Ray"), both);
        assert_eq!(
            told("Reporte de Ann Lee y Bob Ray. Editado por Jo Day"),
            [pair("reporting", "Ann Lee, Bob Ray"), pair("editing", "Jo Day")]
        );
    }

    #[test]
    fn sentences_are_no_sign_offs() {
        for text in [
            "Reportage exclusif sur le port",
            "Información de interés para viajeros",
            "Der Bericht von gestern liegt vor",
            "Ann Lee, Bob Ray",
            "un texto editado por la casa en 1912",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
