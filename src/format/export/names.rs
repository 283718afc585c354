//! Names of publications, and values of lists.
//!
//! A newspaper sent nothing over a wire, so it is no agency: where a story was published stands
//! among the topics, as `publication:…`. Only the services of a known agency are its own.

use unicode_normalization::UnicodeNormalization;

use crate::copy::agencies;
use crate::format::doubles::each_once;
use crate::story::RawStory;

/// Notes where a story was published, and the agency if that is one. A format that may say so again
/// drops what it has said already.
pub fn set_publication(story: &mut RawStory, name: &str) {
    let name = name.trim();
    if name.is_empty() {
        return;
    }
    if story.agency.is_none() {
        story.agency = agency(name);
    }
    story.topics.push(format!("publication:{name}"));
}

/// More words than the name of any agency has.
const MOST: usize = 40;

/// The agency whose service has this name: `Agence France Presse -- English`, `Reuters News`.
pub fn agency(name: &str) -> Option<String> {
    let cut = name.find([',', '(', '/', ';']).unwrap_or(name.len());
    let cut = name.find(" - ").or_else(|| name.find(" -- ")).unwrap_or(cut).min(cut);
    let front = name[..cut].trim();
    let words: Vec<&str> = front.split_whitespace().collect();
    (1..=words.len().min(MOST)).rev().find_map(|count| {
        let known = agencies::canonical(&words[..count].join(" "))?;
        // One word may be short for something else, and more words make another name of it.
        let sure = count > 1 || words.len() == 1 || !known.clash && words[0].len() >= 4;
        sure.then(|| known.name.to_owned())
    })
}

/// A label in small letters without accents, blanks and hyphens.
pub fn fold(label: &str) -> String {
    label.nfd().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The entries of a list without the weights behind them: `ELECTIONS (90%); FOG (51%)`. A weight
/// ends an entry, semicolon or not.
pub fn percentless(list: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for part in list.split(';').flat_map(|it| it.split("%)")) {
        let mut entry = part.trim();
        let digits = entry.bytes().rev().take_while(u8::is_ascii_digit).count();
        if digits > 0
            && let Some(front) = entry[..entry.len() - digits].strip_suffix('(')
        {
            entry = front.trim_end();
        }
        let entry = entry.split_whitespace().collect::<Vec<_>>().join(" ");
        if !entry.is_empty() {
            entries.push(entry);
        }
    }
    each_once(&mut entries);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_many_words_is_not_tried_at_every_length() {
        // Tried at each of its lengths, a name of 200,000 words would take hours.
        let name = "News Bites ".repeat(100_000);
        assert_eq!(agency(&name), None);
        assert_eq!(agency(&format!("Reuters News {name}")).as_deref(), Some("Reuters"));
        // No name of an agency is as long as that.
        let words = |it: &str| it.split_whitespace().count();
        let longest = agencies::AGENCIES.iter().flat_map(|it| it.aliases.split('|')).map(words);
        assert!(longest.max().is_some_and(|it| it < MOST));
    }

    #[test]
    fn services_of_agencies() {
        for (name, expected) in [
            ("Reuters News", Some("Reuters")),
            ("Agence France Presse -- English", Some("AFP")),
            ("Associated Press International", Some("AP")),
            ("The Associated Press State & Local Wire", Some("AP")),
            ("Xinhua General News Service", Some("Xinhua")),
            ("dpa", Some("dpa")),
            ("The Guardian(London)", None),
            ("AP Lindsay", None),
            ("Le Monde", None),
            ("", None),
        ] {
            assert_eq!(agency(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn lists_lose_their_weights() {
        assert_eq!(
            percentless("FOG (90%); HARBOR\n MASTERS (51%);  ; ACME (LSE) (7%) OTHER (5%); FOG"),
            ["FOG", "HARBOR MASTERS", "ACME (LSE)", "OTHER"]
        );
        assert_eq!(fold("LÄNGE-Été X"), "langeetex");
    }
}
