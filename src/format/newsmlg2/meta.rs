//! What the management and content metadata of a news item say.

use super::super::envelope::{self, Status};
use super::super::xml;
use crate::copy::places;
use crate::story::{Place, RawStory, Take, TakeKind};
use crate::text::markup::Element;

/// Puts it into the story. `header` is that of the message, if there is one.
pub fn read(item: Element<'_, '_>, header: Option<Element<'_, '_>>, story: &mut RawStory) {
    let meta = Meta { item };
    let provider = meta.manage("provider").flat_map(offers);
    let source = meta.content("infoSource").flat_map(offers);
    story.agency = envelope::agency(provider).or_else(|| envelope::agency(source));
    let is = |name: &str| story.agency.as_deref() == Some(name);
    let (reuters, ap) = (is("Reuters"), is("AP"));
    story.native_id = xml::attribute(Some(item), "guid").map(|id| {
        // The same story as data has the id without the name of its form.
        let bare = id.strip_suffix("-text").filter(|it| ap && !it.is_empty());
        bare.map_or(id.clone(), str::to_owned)
    });
    story.version = xml::attribute(Some(item), "version");
    times(&meta, header, story);
    status(&meta, story);
    signals(&meta, story);
    for note in meta.manage("edNote").chain(meta.content("edNote")) {
        story.ednotes.extend(note.paragraphs());
    }
    sign_off(story);
    let urgency = meta.content("urgency").chain(meta.manage("urgency")).next();
    let priority = header.and_then(|it| it.child("priority"));
    story.urgency = number(urgency).or_else(|| number(priority));
    story.language = xml::attribute(meta.content("language").next(), "tag")
        .or_else(|| xml::attribute(Some(item), "lang"))
        .or_else(|| xml::attribute(item.first("inlineXML"), "lang"));
    story.slug = meta.content("slugline").map(Element::text).find(|it| !it.is_empty());
    if reuters {
        qualifiers(story);
    }
    headlines(&meta, story);
    story.bylines = meta.content("by").map(Element::text).filter(|it| !it.is_empty()).collect();
    if let Some(dateline) = meta.content("dateline").map(Element::text).find(|it| !it.is_empty()) {
        if envelope::is_time(&dateline) {
            story.filed = story.filed.take().or_else(|| xml::time(&dateline));
        } else {
            story.dateline = Some(dateline);
        }
    }
    if !reuters {
        // Reuters names the desk that filed, far from where the story is.
        let located = meta.content("located").chain(meta.manage("located")).next();
        story.origin = located.and_then(place);
    }
}

/// The two parts of metadata.
struct Meta<'t, 'a> {
    item: Element<'t, 'a>,
}

impl<'t, 'a> Meta<'t, 'a> {
    fn part(
        &self,
        part: &str,
        name: &'static str,
    ) -> impl Iterator<Item = Element<'t, 'a>> + use<'t, 'a> {
        let part = self.item.child(part);
        part.into_iter().flat_map(Element::children).filter(move |it| it.is(name))
    }

    /// Elements of the management metadata.
    fn manage(&self, name: &'static str) -> impl Iterator<Item = Element<'t, 'a>> + use<'t, 'a> {
        self.part("itemMeta", name)
    }

    /// Elements of the content metadata.
    fn content(&self, name: &'static str) -> impl Iterator<Item = Element<'t, 'a>> + use<'t, 'a> {
        self.part("contentMeta", name)
    }
}

/// What an element may be known by, best first: its name, a literal, the code, the address.
fn offers(element: Element<'_, '_>) -> Vec<String> {
    let mut offers: Vec<String> =
        element.children().filter(|it| it.is("name")).map(Element::text).collect();
    offers.extend(xml::attribute(Some(element), "literal"));
    offers.extend(xml::attribute(Some(element), "qcode").map(|it| code(&it).to_owned()));
    if let Some(uri) = xml::attribute(Some(element), "uri") {
        let own = uri.contains("/newscodes/").then(|| code(&uri));
        offers.push(own.or_else(|| envelope::host(&uri)).unwrap_or(&uri).to_owned());
    }
    if offers.is_empty() {
        offers.push(element.text());
    }
    offers
}

/// The last part of a code: `text` of `ninat:text` and of `http://…/ninature/text`.
pub fn code(value: &str) -> &str {
    let value = value.trim().trim_end_matches('/');
    value.rsplit([':', '/', '#']).next().unwrap_or(value)
}

/// The last part of the code of an element, in small letters.
fn code_of(element: Element<'_, '_>) -> Option<String> {
    let value = ["qcode", "uri", "literal"].iter().find_map(|it| xml::attribute(Some(element), it));
    value.map(|it| code(&it).to_ascii_lowercase())
}

/// What the item is said to hold: `text`, `picture`.
pub fn class(item: Element<'_, '_>) -> Option<String> {
    code_of(item.find("itemMeta/itemClass")?)
}

fn times(meta: &Meta<'_, '_>, header: Option<Element<'_, '_>>, story: &mut RawStory) {
    let time = |element: Option<Element<'_, '_>>| xml::text(element).and_then(|it| xml::time(&it));
    story.first_filed = time(meta.manage("firstCreated").next());
    story.filed = time(meta.manage("versionCreated").next())
        .or_else(|| story.first_filed.clone())
        .or_else(|| time(meta.content("contentModified").next()))
        .or_else(|| time(meta.content("contentCreated").next()))
        .or_else(|| time(header.and_then(|it| it.child("sent"))));
}

fn status(meta: &Meta<'_, '_>, story: &mut RawStory) {
    let found = meta.manage("pubStatus").find_map(code_of);
    let found = found.as_deref().and_then(envelope::status);
    if found == Some(Status::Canceled) {
        envelope::add_take(story, TakeKind::Kill);
    }
    if let Some(until) = meta.manage("embargoed").next() {
        envelope::hold(story, &until.text());
        let open = xml::attribute(Some(until), "nil").is_some_and(|it| it == "true" || it == "1");
        if open && story.embargo.is_none() {
            story.embargo = Some("until further notice".into());
        }
    }
    if found == Some(Status::Held) && story.embargo.is_none() {
        story.embargo = Some("withheld".into());
    }
    if story.embargo.is_none() {
        // A note alone may hold it back.
        let notes: Vec<String> = meta.manage("edNote").flat_map(Element::paragraphs).collect();
        let held = notes.iter().find_map(|note| {
            crate::copy::notes::embargo(note)
                .map(|rest| xml::time(rest).map_or(note.as_str(), |_| rest))
        });
        if let Some(until) = held {
            envelope::hold(story, until);
        }
    }
}

/// What signals, links and the edit status of Reuters say of the take.
fn signals(meta: &Meta<'_, '_>, story: &mut RawStory) {
    for signal in meta.manage("signal") {
        let Some(value) =
            ["qcode", "uri", "literal"].iter().find_map(|it| xml::attribute(Some(signal), it))
        else {
            continue;
        };
        let (scheme, word) = value.split_once(':').unwrap_or(("", &value));
        let word = code(word).to_ascii_lowercase();
        let kind = if scheme.eq_ignore_ascii_case("edstat") {
            edit_status(&word)
        } else {
            match word.as_str() {
                "correction" | "corrected" => Some(TakeKind::Correction),
                "kill" | "cancel" | "canceled" | "withdrawal" => Some(TakeKind::Kill),
                "refile" => Some(TakeKind::Refile),
                "alert" | "flash" | "urgent" | "bulletin" => Some(TakeKind::Alert),
                word if word.starts_with("update") || word.starts_with("replace") => {
                    Some(TakeKind::Update)
                }
                _ if scheme == "update" => Some(TakeKind::Update),
                _ => None,
            }
        };
        if let Some(kind) = kind {
            envelope::add_take(story, kind);
        }
    }
    let message = meta.manage("itemClass").find_map(|it| xml::attribute(Some(it), "msgType"));
    if let Some(kind) = message.and_then(|it| message_type(&it)) {
        envelope::add_take(story, kind);
    }
    let mut links = meta.manage("link");
    let follows = links.find(|link| {
        let rel = ["rel", "reluri"].iter().find_map(|it| xml::attribute(Some(*link), it));
        let word = rel.map(|it| code(&it).to_ascii_lowercase()).unwrap_or_default();
        matches!(word.as_str(), "prevversion" | "previousversion" | "evolvedfrom" | "replaces")
    });
    if let Some(link) = follows {
        envelope::add_take(story, TakeKind::Update);
        story.follows = xml::attribute(Some(link), "residref");
    }
}

/// The edit status of Reuters: new, updated, corrected, deleted.
fn edit_status(letter: &str) -> Option<TakeKind> {
    Some(match letter {
        "u" => TakeKind::Update,
        "c" => TakeKind::Correction,
        "d" => TakeKind::Kill,
        _ => return None,
    })
}

/// The type of a message of Reuters: story, refresh, amended, delete.
fn message_type(letter: &str) -> Option<TakeKind> {
    Some(match letter {
        "R" => TakeKind::Update,
        "A" => TakeKind::Correction,
        "D" => TakeKind::Kill,
        _ => return None,
    })
}

/// What Reuters says of the take in brackets behind its slug: `(UPDATE 1, PIX, CORRECTED)`.
fn qualifiers(story: &mut RawStory) {
    let Some((_, inner)) = story.slug.as_deref().and_then(|it| it.rsplit_once('(')) else { return };
    let parts: Vec<Take> = inner
        .trim_end_matches([')', ' '])
        .split(',')
        .take(8)
        .filter_map(crate::copy::take::read_line)
        .collect();
    for part in parts {
        // The mark is the headline's to give.
        let part = Take { mark: None, ..part };
        crate::copy::take::join(story.take.get_or_insert_with(Take::default), part);
    }
}

/// Takes the lines of German desks that say who wrote and who edited out of the notes.
fn sign_off(story: &mut RawStory) {
    let is_label = |note: &str| {
        let label = note.trim_start_matches(['-', '*', '•', ' ']).split(':').next().unwrap_or("");
        ["Autor", "Redaktion", "Redakteur", "Berichterstatter"].iter().any(|it| {
            label.strip_prefix(it).is_some_and(|rest| rest.len() <= 8 && !rest.contains(' '))
        })
    };
    let mut lines = Vec::new();
    for note in &story.ednotes {
        if is_label(note) && crate::copy::credits::read(note).is_some_and(|it| it.start == 0) {
            lines.push(note.trim_start_matches(['-', '*', '•', ' ']).to_owned());
        }
    }
    if !lines.is_empty() {
        story.ednotes.retain(|it| !lines.iter().any(|line| it.ends_with(line.as_str())));
        story.credits = Some(lines.join("\n"));
    }
}

fn number(element: Option<Element<'_, '_>>) -> Option<u8> {
    let value = xml::text(element)?.parse().ok()?;
    (1..=9).contains(&value).then_some(value)
}

/// The main headline, and the others as what sums the story up.
fn headlines(meta: &Meta<'_, '_>, story: &mut RawStory) {
    let mut others = Vec::new();
    for headline in meta.content("headline") {
        let text = headline.text();
        if text.is_empty() {
            continue;
        }
        let role = ["role", "roleuri"].iter().find_map(|it| xml::attribute(Some(headline), it));
        let role = role.map(|it| code(&it).to_ascii_lowercase()).unwrap_or_default();
        let own = xml::attribute(Some(headline), "lang");
        // The same headline in another language.
        let foreign = matches!((&own, &story.language), (Some(own), Some(known)) if primary(own) != primary(known));
        let main = (role.is_empty() || role.ends_with("main")) && !foreign;
        if main && story.headline.is_none() {
            story.headline = Some(text);
        } else {
            others.push((foreign, text));
        }
    }
    if story.headline.is_none() && !others.is_empty() {
        let at = others.iter().position(|(foreign, _)| !foreign).unwrap_or(0);
        story.headline = Some(others.remove(at).1);
    }
    story.summary.extend(others.into_iter().filter(|(foreign, _)| !foreign).map(|it| it.1));
    for description in meta.content("description") {
        let role = ["role", "roleuri"].iter().find_map(|it| xml::attribute(Some(description), it));
        let role = role.map(|it| code(&it).to_ascii_lowercase()).unwrap_or_default();
        if !role.contains("caption") && !role.contains("keyword") {
            story.summary.extend(description.paragraphs());
        }
    }
}

/// The language of a tag without its region.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

/// Names of who made the content, without sources.
pub fn creators(item: Element<'_, '_>) -> Vec<String> {
    let Some(meta) = item.child("contentMeta") else { return Vec::new() };
    let found = |element: &str| -> Vec<String> {
        meta.children()
            .filter(|it| it.is(element))
            .filter(|it| {
                let value = |name: &str| {
                    xml::attribute(Some(*it), name).unwrap_or_default().to_ascii_lowercase()
                };
                let (role, kind) = (value("role"), value("type"));
                !["source", "descrwriter", "capwriter", "editor", "photog", "transl"]
                    .iter()
                    .any(|it| role.contains(it))
                    && !kind.contains("org")
            })
            .filter_map(|it| {
                let name = it.child("name").map(Element::text).filter(|it| !it.is_empty());
                name.or_else(|| xml::attribute(Some(it), "literal"))
            })
            .collect()
    };
    let creators = found("creator");
    if creators.is_empty() { found("contributor") } else { creators }
}

/// A place given part by part: its own name, and those of what it lies in.
fn place(located: Element<'_, '_>) -> Option<Place> {
    let mut place = Place::default();
    place_part(located, &mut place, true);
    for wider in located.children().filter(|it| it.is("broader")) {
        place_part(wider, &mut place, false);
    }
    if let Some((city, region)) = place.city.as_deref().and_then(|it| it.rsplit_once(", "))
        && place.region.is_none()
    {
        let (city, region) = (city.to_owned(), region.to_owned());
        let country = places::country(&city, Some(&region));
        place.country = place.country.or_else(|| country.map(str::to_owned));
        place.city = Some(city);
        place.region = Some(region);
    }
    (place != Place::default()).then_some(place)
}

/// Puts one part of a place where its type, or the scheme of its code, says.
fn place_part(part: Element<'_, '_>, place: &mut Place, own: bool) {
    let qcode = xml::attribute(Some(part), "qcode").unwrap_or_default();
    let (scheme, bare) = qcode.split_once(':').unwrap_or(("", ""));
    let scheme = scheme.to_ascii_lowercase();
    let name =
        part.children().filter(|it| it.is("name")).map(Element::text).find(|it| !it.is_empty());
    // Codes that are words: `city:Philadelphia`.
    let worded = matches!(scheme.as_str(), "city" | "reg" | "cntry" | "country")
        && bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_'));
    let name = name.or_else(|| worded.then(|| bare.replace('_', " ")).filter(|it| !it.is_empty()));
    let kind = ["type", "typeuri"].iter().find_map(|it| xml::attribute(Some(part), it));
    let kind = kind.map(|it| code(&it).to_ascii_lowercase()).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|it| kind.contains(it) || scheme == *it);
    let iso = scheme.starts_with("iso3166");
    if iso || says(&["country", "cntry", "nation"]) {
        let code = bare.split('-').next().unwrap_or("");
        let found = iso.then(|| places::code(code)).flatten().map(str::to_owned);
        let found = found.or_else(|| name.as_deref().and_then(places::code).map(str::to_owned));
        if iso && bare.contains('-') && place.region.is_none() {
            place.region = name;
        }
        place.country = place.country.take().or(found);
    } else if says(&["statprov", "state", "province", "reg", "region"]) {
        place.region = place.region.take().or(name);
    } else if own || says(&["city"]) {
        place.city = place.city.take().or(name);
    }
}
