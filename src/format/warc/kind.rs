//! What the content of a record is by its address, status and type, where that is no page.

/// Says whether an address is that of a look-up of a host's name.
pub fn is_lookup(address: &str) -> bool {
    address.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("dns:"))
        || address.get(..6).is_some_and(|it| it.eq_ignore_ascii_case("whois:"))
}

/// What an address alone says.
pub fn by_address(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.ends_with("/robots.txt").then_some("robots.txt")
}

/// What a status says: only a page that was served is one.
pub fn by_status(status: u16) -> Option<&'static str> {
    match status {
        200 => None,
        300..400 => Some("redirect"),
        400..600 => Some("error page"),
        _ => Some("answer without a page"),
    }
}

/// What a media type says; `Ok` for pages, and for what may be one.
pub fn by_media(media: Option<&str>) -> Result<(), &'static str> {
    let media = media.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let (main, sub) = media.split_once('/').unwrap_or((&media, ""));
    Err(match (main, sub) {
        ("text", "html") | ("application", "xhtml+xml") => return Ok(()),
        // Servers that do not know send these.
        ("" | "unk" | "no-type", _) | ("text", "plain") | ("application", "octet-stream") => {
            return Ok(());
        }
        (_, "rss+xml" | "atom+xml" | "rdf+xml") | ("text" | "application", "xml") => "feed",
        ("image", _) => "picture",
        ("audio" | "video", _) => "sound or film",
        ("font", _) => "program text or data",
        (_, "pdf") => "PDF",
        (_, "json" | "ld+json" | "javascript" | "x-javascript" | "css" | "ecmascript") => {
            "program text or data"
        }
        _ => "file of another type",
    })
}
