//! What the envelopes of news exchange formats say alike: who sent a story, whether it may be
//! used and from when on, which code belongs to which scheme.
//!
//! Shared by NITF, NewsML 1, NewsML-G2 and the formats of JSON.

use crate::copy::{agencies, byline, clock, months};
use crate::story::{RawStory, Take, TakeKind};

/// Picks who sent a story out of what the elements offer, best first: the first that is a known
/// agency, else the first.
pub fn agency(offers: impl IntoIterator<Item = String>) -> Option<String> {
    let mut first = None;
    for offer in offers {
        let offer = offer.trim();
        if let Some(known) = known(offer) {
            return Some(known.to_owned());
        }
        if first.is_none() && !offer.is_empty() {
            first = Some(host(offer).unwrap_or(offer).to_owned());
        }
    }
    first
}

/// The agency of a name, or of the host of a web address: `afp.com`, `https://www.ansa.it/`.
fn known(name: &str) -> Option<&'static str> {
    if let Some(agency) = agencies::canonical(name) {
        return Some(agency.name);
    }
    let host = host(name)?;
    let (labels, _) = host.rsplit_once('.')?;
    labels.split('.').find_map(agencies::canonical).map(|agency| agency.name)
}

/// The host of a web address, or a name that is one, without `www`.
pub fn host(address: &str) -> Option<&str> {
    let bare = ["http://", "https://", "http:/"].iter().find_map(|it| address.strip_prefix(it));
    let host = bare.unwrap_or(address);
    let host = &host[..host.find(['/', '?', '#']).unwrap_or(host.len())];
    let fits = host.contains('.') && !host.contains([' ', ':']) && !host.ends_with('.');
    fits.then(|| host.strip_prefix("www.").unwrap_or(host))
}

/// The words for what may be done with a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Usable,
    /// Held back: withheld or embargoed.
    Held,
    Canceled,
}

/// Reads a word for the status, in any case.
pub fn status(word: &str) -> Option<Status> {
    let small = word.trim().to_ascii_lowercase();
    Some(match small.as_str() {
        "usable" | "released" => Status::Usable,
        "withheld" | "embargoed" => Status::Held,
        "canceled" | "cancelled" | "killed" | "kill" | "deleted" | "withdrawn" | "recalled" => {
            Status::Canceled
        }
        _ => return None,
    })
}

/// Adds what an element says of the take; the stronger word counts.
pub fn add_take(story: &mut RawStory, kind: TakeKind) {
    let mut take = story.take.take().unwrap_or_default();
    crate::copy::take::join(&mut take, Take { kind, ..Take::default() });
    story.take = (take != Take::default()).then_some(take);
}

/// The time until which a story is held back, in UTC; the words as they stand where they are no
/// time.
pub fn hold(story: &mut RawStory, until: &str) {
    let until = until.trim();
    if until.is_empty() {
        return;
    }
    let zone = story.agency.as_deref().and_then(agencies::canonical).and_then(|it| it.zone);
    let time = clock::parse_timestamp(until).and_then(|it| clock::to_utc(&it, zone));
    if let Some(time) = &time {
        for flag in &time.flags {
            add(&mut story.flags, (*flag).to_owned());
        }
    }
    story.embargo = Some(time.map_or_else(|| until.to_owned(), |it| it.utc));
}

/// Notes a first version that is younger than the one at hand.
pub fn check_first(story: &mut RawStory) {
    let utc = |it: &crate::story::FiledText| clock::to_utc(it, None).map(|it| it.utc);
    if let (Some(filed), Some(first)) = (&story.filed, &story.first_filed)
        && filed.zone.is_some() == first.zone.is_some()
        && utc(first) > utc(filed)
    {
        add(&mut story.flags, "first_filed_later".to_owned());
    }
}

/// Adds a word unless it is there.
pub fn add(list: &mut Vec<String>, word: String) {
    if !word.is_empty() && !list.contains(&word) {
        list.push(word);
    }
}

/// Adds a word that may be there already; a list that can be long is rid of those at its end.
pub fn push(list: &mut Vec<String>, word: String) {
    if !word.is_empty() {
        list.push(word);
    }
}

/// A topic of a scheme. Bare codes of eight digits are IPTC's.
pub fn topic(code: &str) -> String {
    let code = code.trim();
    let bare = code.len() == 8 && code.bytes().all(|it| it.is_ascii_digit());
    if bare { format!("iptc:{code}") } else { code.to_owned() }
}

/// Says whether a dateline element holds nothing but a day or a time.
pub fn is_time(text: &str) -> bool {
    let words = text.split([' ', ',', '\n', '\t', '.', '/']).filter(|it| !it.is_empty());
    let mut numbers = 0;
    for word in words {
        let zone = word.len() <= 5 && word.bytes().all(|it| it.is_ascii_uppercase());
        if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')) {
            numbers += 1;
        } else if word.bytes().any(|it| it.is_ascii_digit()) && word.starts_with(['G', 'U', 'T']) {
            // `GMT+00:00`
        } else if months::month(word).is_none()
            && months::weekday(word).is_none()
            && !(zone && numbers > 0)
        {
            return false;
        }
    }
    numbers > 0
}

/// Makes a byline of names that elements give for creators: people only, since firms create too.
/// The initials of a desk are a sign-off.
pub fn creators(story: &mut RawStory, names: &[String]) {
    if !story.bylines.is_empty() {
        return;
    }
    let is_desk = |name: &str| {
        name.len() <= 24
            && name.split(['/', '-']).all(|it| {
                (1..=4).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase())
            })
    };
    let people: Vec<&str> = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| known(name).is_none())
        .filter(|name| byline::read_names(name).is_some_and(|it| it.names.len() == 1))
        .collect();
    if !people.is_empty() {
        story.bylines = vec![people.join(" and ")];
    } else if story.credits.is_none() {
        story.credits = names.iter().find(|name| is_desk(name)).cloned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sender_is_the_first_known_agency() {
        let pick = |offers: &[&str]| agency(offers.iter().map(|it| (*it).to_owned()));
        assert_eq!(pick(&["nobody", "reuters.com"]).as_deref(), Some("Reuters"));
        assert_eq!(pick(&["http://www.ansa.it/"]).as_deref(), Some("ANSA"));
        assert_eq!(pick(&["", "harbor-news.example", "x"]).as_deref(), Some("harbor-news.example"));
        assert_eq!(pick(&[]), None);
    }

    #[test]
    fn datelines_that_are_times() {
        for text in [
            "2014-07-16 15:53:10 GMT+00:00",
            "4/4/2018",
            "MARCH 04, 2013",
            "January 21",
            "2.4.2019 16:02:09 CEST",
            "Monday, 3 March",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in ["", "LONDON", "Landquart GR", "PARIS, 3 mars 2024 (AFP) -", "Monday"] {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn people_are_bylines_and_desks_sign_off() {
        let made = |names: &[&str]| {
            let mut story = RawStory::default();
            creators(&mut story, &names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
            (story.bylines, story.credits)
        };
        assert_eq!(made(&["Ann Lee", "Bob Ray"]).0, ["Ann Lee and Bob Ray"]);
        assert_eq!(made(&["daa/mt"]), (Vec::new(), Some("daa/mt".into())));
        assert_eq!(made(&["Thomson Reuters", "AFP"]), (Vec::new(), None));
    }

    #[test]
    fn times_of_embargoes_are_moved_to_utc() {
        let mut story = RawStory::default();
        hold(&mut story, "2018-10-23T12:00:00+02:00");
        assert_eq!(story.embargo.as_deref(), Some("2018-10-23T10:00:00Z"));
        hold(&mut story, "until the vote");
        assert_eq!(story.embargo.as_deref(), Some("until the vote"));
    }

    proptest! {
        #[test]
        fn never_panics(text in "(http://|[a-z]{1,5}|\\.|/|:|[0-9]|GMT| |é){0,20}") {
            agency([text.clone()]);
            is_time(&text);
            topic(&text);
            status(&text);
            hold(&mut RawStory::default(), &text);
            creators(&mut RawStory::default(), &[text]);
        }
    }
}
