//! Sign-offs that are sentences: `X reported from Y. Z contributed to this report.`
//!
//! Comes in: a whole paragraph. Goes out: its credits, where every sentence of it is a sign-off.
//! Apart from the clauses, because here the people stand before the verb.

use super::clauses;
use crate::copy::byline::is_name;
use crate::story::Credit;

/// Ends of a sentence that thanks those who helped.
const HELPED: [&str; 11] = [
    " contributed to this report",
    " contributed to this story",
    " contributed to the story",
    " contributed to this article",
    " also contributed to this report",
    " contributed to the report",
    " contributed reporting",
    " contributed research",
    " assisted with this report",
    " contributed from",
    " contributed",
];

/// Reads a paragraph all of whose sentences are a sign-off.
pub(super) fn read(text: &str) -> Option<Vec<Credit>> {
    let text = text.trim();
    if text.len() > 800 {
        return None;
    }
    let mut credits = Vec::new();
    let mut rest = text;
    for _ in 0..6 {
        if rest.is_empty() {
            break;
        }
        let (sentence, behind) = sentence(rest);
        one(sentence.trim_end_matches('.').trim(), &mut credits)?;
        rest = behind;
    }
    (rest.is_empty() && !credits.is_empty()).then_some(credits)
}

/// Cuts one sentence off: at `. ` or `; `, where what is before reads as a sign-off.
fn sentence(text: &str) -> (&str, &str) {
    for (at, _) in text.match_indices(['.', ';']).filter(|(at, _)| text[at + 1..].starts_with(' '))
    {
        let head = &text[..at];
        let ends = HELPED.iter().any(|verb| head.ends_with(verb))
            || head.contains(" reported from ")
            || head.contains("ssistance from ");
        // `St. Louis`, `Ann E. Lee`: short words before a full stop end no sentence.
        let last = head.rsplit(' ').next().unwrap_or("");
        if ends && last.chars().count() > 2 {
            return (head, text[at + 2..].trim_start());
        }
    }
    (text, "")
}

fn one(sentence: &str, credits: &mut Vec<Credit>) -> Option<()> {
    let before = credits.len();
    if let Some((people, place)) = sentence.split_once(" reported from ") {
        let people = people.trim();
        let fits_place = place.len() <= 60
            && place.split(' ').all(|word| word == "and" || word.starts_with(char::is_uppercase));
        if !fits_place
            || people.split(' ').any(|word| !word.starts_with(char::is_uppercase) && word != "and")
        {
            return None;
        }
        let names: Vec<String> = people
            .split(" and ")
            .flat_map(|part| part.split(", "))
            .map(|name| name.trim().trim_start_matches("and ").to_owned())
            .collect();
        // Surnames alone are usual here.
        let fit = names.iter().all(|name| {
            is_name(name)
                || !name.contains(' ')
                    && name.len() >= 2
                    && name.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
        });
        if !fit {
            return None;
        }
        credits.push(Credit {
            role: "reporting".to_owned(),
            names,
            place: Some(place.trim_end_matches('.').to_owned()),
        });
        return Some(());
    }
    for opening in ["With assistance from ", "with assistance from "] {
        if let Some(people) = sentence.strip_prefix(opening) {
            return clauses::persons("additional reporting", people, credits).then_some(());
        }
    }
    if let Some(more) = clauses::read(sentence) {
        credits.extend(more);
        return Some(());
    }
    // `contributed to this report from Ankara`
    if let Some((people, place)) = sentence.split_once(" contributed to this report from ")
        && place.len() <= 60
        && place.split(' ').all(|word| word == "and" || word.starts_with(char::is_uppercase))
        && clauses::persons("additional reporting", people, credits)
    {
        for credit in credits.iter_mut().skip(before).filter(|credit| credit.place.is_none()) {
            credit.place = Some(place.to_owned());
        }
        return Some(());
    }
    for verb in HELPED {
        let Some(people) = sentence.strip_suffix(verb) else {
            continue;
        };
        let people = people.trim_end_matches(" also").trim_end_matches(',').trim();
        // `A and B in Paris; C in Rome; and D in Oslo, Norway, contributed`
        let all_read = people.split("; ").all(|part| {
            let part = part.strip_prefix("and ").unwrap_or(part).trim_end_matches(',');
            clauses::persons("additional reporting", part, credits)
        });
        return (all_read && credits.len() > before).then_some(());
    }
    None
}
