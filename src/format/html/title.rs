//! Titles of pages in, headlines out: without the name of the site.

use super::page::Page;
use crate::copy::agencies;

/// Between a headline and the name of a site.
const SEPARATORS: [&str; 10] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ "];

/// What the site of a page is called.
pub struct Sites {
    names: Vec<String>,
    host: String,
}

impl Sites {
    /// Finds what a page says of its site.
    pub fn of(page: &Page<'_, '_>) -> Sites {
        let metas = [
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "twitter:site",
            "dc.publisher",
            "publisher",
        ];
        let mut names: Vec<String> = page.meta_values(&metas).map(letters).collect();
        for block in &page.blocks {
            let nodes =
                block["@graph"].as_array().map_or(std::slice::from_ref(block), Vec::as_slice);
            for node in nodes.iter().take(20) {
                let publisher = node["publisher"]["name"].as_str();
                let site =
                    crate::format::jsonld::is_a(node, "WebSite").then(|| node["name"].as_str());
                names.extend(publisher.into_iter().chain(site.flatten()).map(letters));
            }
        }
        names.retain(|it| !it.is_empty());
        let address =
            page.canonical.as_deref().or_else(|| page.meta_value(&["og:url"])).unwrap_or("");
        let host = address.split_once("://").map_or("", |(_, it)| it);
        let host = host.split(['/', ':', '?']).next().unwrap_or("");
        Sites { names, host: letters(host.strip_prefix("www.").unwrap_or(host)) }
    }

    /// Says whether a part of a title is the name of the site or of an agency.
    fn has(&self, part: &str) -> bool {
        let part_letters = letters(part);
        if part_letters.is_empty() || part.split_whitespace().count() > 6 {
            return false;
        }
        self.names.contains(&part_letters)
            || part_letters.len() >= 2 && self.host.starts_with(&part_letters)
            || part_letters
                .strip_prefix("the")
                .is_some_and(|it| it.len() >= 4 && self.host.starts_with(it))
            || agencies::canonical(part).is_some()
            || part_letters == "apnews"
    }
}

/// Takes the name of the site off a title, with the sections before it.
///
/// What stands behind a separator goes where it is known to be the site, or where the heading of
/// the page shows that the headline ends before it.
pub fn clean(title: &str, heading: Option<&str>, sites: &Sites) -> String {
    let mut title = title.trim();
    let heading = heading.map(letters).filter(|it| it.len() >= 8);
    for _ in 0..4 {
        let cut = SEPARATORS
            .iter()
            .filter_map(|it| title.rfind(it).map(|at| (at, at + it.len())))
            .max_by_key(|(at, _)| *at);
        let Some((end, start)) = cut else { break };
        let (front, last) = (title[..end].trim_end(), title[start..].trim_start());
        let is_heading = heading
            .as_ref()
            .is_some_and(|it| letters(title) != *it && letters(front).starts_with(it.as_str()));
        if front.is_empty() || !is_heading && !sites.has(last) {
            break;
        }
        title = front;
    }
    // `Reuters | Fog shuts harbor`.
    for separator in [" | ", " - ", ": "] {
        if let Some((first, rest)) = title.split_once(separator)
            && separator != ": "
            && sites.names.contains(&letters(first))
            && rest.split_whitespace().count() >= 3
        {
            title = rest.trim_start();
        }
    }
    title.to_owned()
}

/// Letters and digits alone, in lower case.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sites(name: &str, host: &str) -> Sites {
        Sites { names: vec![letters(name)], host: letters(host) }
    }

    #[test]
    fn names_of_sites_go_and_headlines_stay() {
        let site = sites("Harbor Times", "harbortimes.example");
        for (title, heading, headline) in [
            ("Fog shuts harbor | Harbor Times", None, "Fog shuts harbor"),
            ("Fog shuts harbor - Reuters", None, "Fog shuts harbor"),
            ("Fog shuts harbor – DW", Some("Fog shuts harbor"), "Fog shuts harbor"),
            (
                "Fog shuts harbor | News | Harbor Times",
                Some("Fog shuts harbor"),
                "Fog shuts harbor",
            ),
            ("Fog shuts harbor | News | Harbor Times", None, "Fog shuts harbor | News"),
            ("Fog shuts harbor - and ferries wait", None, "Fog shuts harbor - and ferries wait"),
            (
                "Fog shuts harbor - and ferries wait",
                Some("Fog shuts harbor - and ferries wait"),
                "Fog shuts harbor - and ferries wait",
            ),
            ("Harbor Times | Fog shuts the harbor", None, "Fog shuts the harbor"),
            ("Fog — harbortimes", None, "Fog"),
            ("UPDATE 2-Fog shuts harbor", None, "UPDATE 2-Fog shuts harbor"),
            ("Live: fog", None, "Live: fog"),
        ] {
            assert_eq!(clean(title, heading, &site), headline, "{title}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(title in "([a-zé ]| \\| | - |Reuters|: ){0,12}", heading in "[a-z ]{0,12}") {
            let cleaned = clean(&title, Some(&heading), &sites("a", "b.example"));
            prop_assert!(title.contains(&cleaned));
        }
    }
}
