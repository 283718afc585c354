//! When a story of NITF moved. `change.date` and `change.time` are constants of the document
//! type and never asked.

use crate::copy::clock;
use crate::format::xml;
use crate::story::{FiledText, Precision, RawStory};
use crate::text::markup::Element;

/// Puts the times into the story.
pub(super) fn fill(
    story: &mut RawStory,
    nitf: Element<'_, '_>,
    head: Option<Element<'_, '_>>,
    zone: Option<&str>,
) {
    if story.filed.is_some() {
        return;
    }
    let body_day = || {
        let day = nitf.first("dateline")?.first("story.date")?;
        xml::time(&xml::attribute(Some(day), "norm").or_else(|| xml::text(Some(day)))?)
    };
    let Some(head) = head else {
        story.filed = body_day();
        return;
    };
    let all = [
        of(head, "date.issue"),
        published(head),
        of(head, "date.release"),
        body_day(),
        by_parts(head),
    ];
    let first = all.iter().flatten().next();
    // A place that says the time of the same day says more.
    let exact = first
        .filter(|it| it.time.is_none())
        .and_then(|day| all.iter().flatten().find(|it| it.time.is_some() && it.date == day.date));
    let issued = exact.or(first).cloned();
    let revised = head
        .all("revision-history")
        .filter_map(|it| xml::time(&xml::attribute(Some(it), "norm")?))
        .filter(|it| it.time.is_some())
        .filter_map(|it| Some((clock::to_utc(&it, zone)?.utc, it)))
        .max_by(|left, right| left.0.cmp(&right.0));
    // The time of this version comes before that of the first.
    if let Some((utc, revised)) = revised {
        let first = issued.as_ref().and_then(|it| clock::to_utc(it, zone));
        if first.as_ref().is_none_or(|first| first.utc < utc) {
            if story.first_filed.is_none() {
                story.first_filed = issued;
            }
            story.filed = Some(revised);
            return;
        }
    }
    story.filed = issued;
}

/// The time that an element of the head gives.
pub(super) fn of(head: Element<'_, '_>, name: &str) -> Option<FiledText> {
    let element = head.first(name)?;
    xml::time(&xml::attribute(Some(element), "norm").or_else(|| xml::text(Some(element)))?)
}

/// `date.publication="20070201T000000"`: midnight without a zone is a day.
fn published(head: Element<'_, '_>) -> Option<FiledText> {
    let mut time = xml::time(&xml::attribute(head.first("pubdata"), "date.publication")?)?;
    if time.time.as_deref() == Some("00:00:00") && time.zone.is_none() {
        time.time = None;
        time.precision = Precision::Day;
    }
    Some(time)
}

/// The day that the New York Times Annotated Corpus gives part by part.
fn by_parts(head: Element<'_, '_>) -> Option<FiledText> {
    let part = |name: &str| -> Option<u32> { super::meta(head, name)?.trim().parse().ok() };
    let year = part("publication_year").filter(|it| (1000..=9999).contains(it))?;
    let (month, day) = (part("publication_month")?, part("publication_day_of_month")?);
    xml::time(&format!("{year}-{month:02}-{day:02}"))
}
