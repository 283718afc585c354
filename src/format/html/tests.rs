use proptest::prelude::*;
use std::io::{BufReader, Cursor};

use super::*;
use crate::copy::compose;
use crate::format::Cut;
use crate::story::{Source, Story};

fn raw(page: &str) -> Result<RawStory, Refusal> {
    page_story(page.as_bytes(), None, None)
}

fn read(page: &str) -> Story {
    compose::story(raw(page).expect("a story"), Source::default()).expect("a story")
}

fn is_web_page(page: &str) -> bool {
    raw(page) == Err(Refusal::NotStory { kind: WEB_PAGE })
}

const ONE: &str = "Fog shut the harbor of Bremen for a third day on Monday, its master said.";
const TWO: &str =
    "Ships lay outside until noon, and the ferries to the islands did not sail at all.";
const THREE: &str = "“We wait,” said Ann Lee, who sells tickets; her till was empty & cold.";

fn paragraphs() -> String {
    format!("<p>{ONE}</p><p>{TWO}</p><p>{}</p>", THREE.replace('&', "&amp;"))
}

fn whole() -> String {
    format!("{ONE}\n\n{TWO}\n\n{THREE}")
}

#[test]
fn a_byline_under_the_heading_needs_no_name() {
    let names = |under: &str| {
        let page = format!(
            "<!DOCTYPE html><html><head><title>Fog</title></head><body><article><h1>Fog</h1>{under}\
             {}</article></body></html>",
            paragraphs()
        );
        read(&page).byline.map(|it| it.names).unwrap_or_default()
    };
    assert_eq!(names("<div class=x>By <a href=/a>Ann Lee</a></div>"), ["Ann Lee"]);
    assert_eq!(names("<h4>By ANN LEE - Associated Press</h4><h5>Monday</h5>"), ["ANN LEE"]);
    assert!(names("<div class=x>By Monday it was gone</div>").is_empty());
}

#[test]
fn json_ld_and_the_text_of_the_page() {
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Fog shuts harbor | Harbor Times</title>\
         <meta property='og:site_name' content='Harbor Times'>\
         <link rel=canonical href='https://harbortimes.example/fog'>\
         <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Fog shuts harbor\",\
         \"url\":\"https://harbortimes.example/fog\",\"datePublished\":\"2023-03-06T08:00:00Z\",\
         \"author\":{{\"name\":\"Ann Lee\"}},\"publisher\":{{\"name\":\"Harbor Times\"}}}}</script></head>\
         <body><nav><a href=/>Home</a></nav><article><header><h1>Fog shuts harbor</h1>\
         <p class=byline>By Ann Lee</p></header>{}<aside><p>More.</p></aside></article>\
         <footer><p>Imprint.</p></footer></body></html>",
        paragraphs()
    );
    let story = read(&page);
    assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
    assert_eq!(story.body.as_deref(), Some(whole().as_str()));
    assert_eq!(story.filed.as_deref(), Some("2023-03-06T08:00:00Z"));
    assert_eq!(story.byline.map(|it| it.names), Some(vec!["Ann Lee".to_owned()]));
    assert_eq!((story.agency, story.language.as_deref()), (None, Some("en")));
    assert_eq!(story.url.as_deref(), Some("https://harbortimes.example/fog"));
}

#[test]
fn the_text_of_the_node_wins_where_it_is_whole() {
    let page = |body: &str, shown: &str| {
        let node =
            serde_json::json!({"@type": "NewsArticle", "headline": "Fog", "articleBody": body});
        let page = format!(
            "<html><script type='application/ld+json'>{node}</script><body><article>{shown}</article></body>"
        );
        read(&page).body.unwrap_or_default()
    };
    let four = format!("{ONE}\n{TWO}\n{THREE}\n{TWO}");
    assert_eq!(page(&four, "<p>Else."), four.replace('\n', "\n\n"));
    // One run of text: the page has the paragraphs.
    assert_eq!(page(&format!("{ONE} {TWO} {THREE}"), &paragraphs()), whole());
    assert_eq!(page(&format!("{} …", &ONE[..50]), &paragraphs()), whole());
    // A page drawn by the browser has nothing to show.
    assert_eq!(page(&format!("{ONE} {TWO} {THREE}"), ""), format!("{ONE} {TWO} {THREE}"));
}

#[test]
fn agencies_are_read_in_the_copy() {
    let page = format!(
        "<html><head><meta property='og:type' content=article><meta property='og:title' \
         content='Fog shuts harbor - Reuters'><meta name=author content='Reuters'></head>\
         <body><article><p>BREMEN, March 6 (Reuters) - {ONE}</p><p>{TWO}</p></article></body>"
    );
    let story = read(&page);
    assert_eq!(story.agency.as_deref(), Some("Reuters"));
    assert_eq!(story.headline.as_deref(), Some("Fog shuts harbor"));
    assert_eq!(story.dateline.map(|it| it.line).as_deref(), Some("BREMEN, March 6 (Reuters)"));
    assert_eq!(story.body, Some(format!("{ONE}\n\n{TWO}")));
    assert_eq!(story.byline.map(|it| it.names).unwrap_or_default(), Vec::<String>::new());
}

#[test]
fn pages_without_any_word_on_themselves() {
    let page = format!(
        "<html><head><title>Fog shuts harbor</title></head><body>{}</body></html>",
        paragraphs()
    );
    let story = read(&page);
    assert_eq!((story.headline.as_deref(), story.body), (Some("Fog shuts harbor"), Some(whole())));
    // Text that no element parts.
    let page = format!(
        "<html><title>Fog</title><body><div><a href=/>Home</a></div><div class=x>{ONE}<br><br>{TWO}<br><br>{}</div>",
        THREE.replace('&', "&amp;")
    );
    assert_eq!(read(&page).body, Some(whole()));
}

#[test]
fn pages_without_a_story() {
    let teasers: String = (0..8)
        .map(|it| {
            format!("<article><h2><a href=/{it}>Fog number {it}</a></h2><p>{ONE}</p></article>")
        })
        .collect();
    for page in [
        format!("<html><head><meta property='og:type' content='website'></head><body>{teasers}</body>"),
        format!("<html><body>{teasers}</body>"),
        format!("<html><script type='application/ld+json'>{{\"@type\":\"CollectionPage\"}}</script><body>{}</body>", paragraphs()),
        format!("<html><title>Page not found</title><body>{}</body>", paragraphs()),
        format!("<html><title>404 Not Found</title><body><h1>Not Found</h1><p>{ONE}</p></body>"),
        "<html><title>Before you continue</title><body><p>We and our partners store cookies on your device. You may withdraw \
         your consent at any time.</p><p>We use cookies to show you what you like, and to count how often you came here. Our \
         privacy policy says more, and so does the list of our partners, of whom there are many.</p></body>".to_owned(),
        "<html><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Fog\",\"isAccessibleForFree\":false}</script>\
         <body><article><h1>Fog</h1><div class=paywall><p>Subscribe to read this story.</p></div></article></body>".to_owned(),
        "<html><head><meta http-equiv=refresh content='0; url=/x'></head><body></body></html>".to_owned(),
        "<html><frameset><frame src=a><frame src=b></frameset></html>".to_owned(),
        "<html></html>".to_owned(),
    ] {
        assert!(is_web_page(&page), "{page}");
    }
}

#[test]
fn messages_of_a_collection() {
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head>\
         <meta name=\"DC.identifier\" content=\"M-0001\"/><meta name=\"DC.date\" content=\"1990-01-03\"/>\
         <meta name=\"DC.coverage\" content=\"PANAMA CITY (PANAMA)\"/><title>M-0001</title></head><body>\
         <p>M-0001 (NOSC)</p><p>PANAMA CITY (PANAMA), 3 JAN 90 (AFP) -- [TEXT] {}</p><p>{TWO}</p></body></html>",
        ONE.to_uppercase()
    );
    let story = read(&page);
    assert_eq!((story.native_id.as_deref(), story.headline), (Some("M-0001"), None));
    assert_eq!(story.filed.as_deref(), Some("1990-01-03"));
    let dateline = story.dateline.expect("a dateline");
    assert_eq!(dateline.places[0].city.as_deref(), Some("PANAMA CITY"));
    assert_eq!(dateline.agency.as_deref(), Some("AFP"));
    assert_eq!(story.body, Some(format!("{}\n\n{TWO}", ONE.to_uppercase())));
}

#[test]
fn charsets_are_verified() {
    let page = |meta: &str| {
        format!(
            "<html><head><meta charset='{meta}'><title>x</title></head><body>{}</body>",
            paragraphs()
        )
    };
    let latin = encoding_rs::WINDOWS_1252
        .encode(&page("iso-8859-1").replace("harbor", "hàrbor"))
        .0
        .into_owned();
    let story = page_story(&latin, None, None).expect("a story");
    assert_eq!(story.charset, "windows-1252");
    assert!(matches!(&story.body, Body::Paragraphs(it) if it[0].contains("hàrbor")));
    let lied = page("iso-8859-1").replace("harbor", "hàrbor");
    let story = raw(&lied).expect("a story");
    assert_eq!((story.charset.as_str(), story.flags), ("utf-8", vec!["charset_lied".to_owned()]));
    // What came with the page goes before what it says itself.
    let greek =
        encoding_rs::WINDOWS_1253.encode(&page("utf-8").replace("harbor", "λιμάνι")).0.into_owned();
    let story = page_story(&greek, Some("windows-1253"), None).expect("a story");
    assert!(matches!(&story.body, Body::Paragraphs(it) if it[0].contains("λιμάνι")));
}

#[test]
fn pages_are_known_and_exports_are_left_alone() {
    let is = |head: &str| Html.sniff(head.as_bytes());
    for head in [
        "<!DOCTYPE html><html>",
        "\u{FEFF}\n<html lang=en>",
        "<!-- saved from url --><HTML><HEAD>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC \"x\"><html xmlns='x'>",
        "<head><title>",
        "<!doctype html>\n<nitf>",
    ] {
        assert!(is(head), "{head}");
    }
    for head in [
        "<nitf>",
        "<DOC>",
        "<rss>",
        "<?xml version='1.0'?><NewsML>",
        "<html><a name=\"DOC_ID_0_0\">",
        "<HTML><!-- Hide XML section from browser <DOC NUMBER=1>",
        "<html><div class=\"article enArticle\">",
        "plain",
        "",
        "<html><article><span class=\"DocPublicationName\">",
    ] {
        assert!(!is(head), "{head}");
    }
    let wide: Vec<u8> = "\u{FEFF}<html><body>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Html.sniff(&wide));
}

fn cuts(text: &[u8], limit: usize) -> Vec<Cut> {
    let input = BufReader::with_capacity(7, Cursor::new(text.to_vec()));
    Html.cut(Box::new(input), &Limits { story: limit }).collect()
}

#[test]
fn a_page_over_the_limit_is_told() {
    assert!(matches!(&cuts(b"<html>x</html>", 99)[..], [Cut::Record(it)] if it.bytes.len() == 14));
    let over = cuts(b"<html>xxxxxxxxxx</html>", 9);
    assert!(
        matches!(&over[..], [Cut::Refused(Refusal::Reject { reason, .. })] if reason.contains("--max-story"))
    );
    assert!(matches!(&cuts(b" \n", 9)[..], [Cut::Refused(Refusal::NotStory { kind: "empty" })]));
}

#[test]
fn hostile_pages_cost_no_square_of_time() {
    for open in
        ["<div class=share>", "<figure>", "<ul><li>", "<article class=entry-content>", "<a href=x>"]
    {
        for piece in
            ["<b></b>", "<p>Fog.", "<a href=/x>Fog</a> ", "<div class='ad related'>x</div>"]
        {
            let _ = raw(&(open.repeat(250) + &piece.repeat(4_000)));
        }
    }
}

proptest! {
    #[test]
    fn never_panics(page in "(<[a-z/!?]|>|</|&[a-z#]|;|\"|'|=|<p>|</p>|<article>|<div class=share>|<h1>|<table><tr><td>|<script type='application/ld\\+json'>\\{\"@type\":\"Article\"|<meta name=date content=|Fog shut it\\. |é|\n){0,40}") {
        let _ = raw(&page);
        let _ = raw(&format!("<html><head><meta property=og:type content=article></head><body>{page}"));
    }

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        let _ = page_story(&bytes, None, Some("http://a.example/"));
        Html.sniff(&bytes);
    }

    #[test]
    fn a_written_page_comes_back(
        headline in "[A-Z][a-zé&<\" ]{8,30}[a-z]",
        body in proptest::collection::vec("[A-Z][a-zäé&<>\"',]{3,9}( [a-zäé&<>\"']{1,9}){7,20}\\.", 2..8),
        minute in 0u32..60,
    ) {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let body: Vec<String> = body.iter().map(|it| crate::text::clean::one_line(&crate::text::entities::unescape(it))).collect();
        // What happens to be a reference is one.
        let headline = crate::text::entities::unescape(&headline).into_owned();
        let text: String = body.iter().map(|it| format!("<p>{}</p>\n", escape(it))).collect();
        let page = format!(
            "<!doctype html><html><head><meta name=author content='Ann Lee'><meta property=\"og:title\" content=\"{}\">\
             <meta property=\"article:published_time\" content=\"2021-05-06T07:{minute:02}:00Z\">\
             <meta name=articleid content=a-17></head><body><nav>Home</nav><main>{text}</main></body></html>",
            escape(&headline)
        );
        let story = raw(&page).expect("a story");
        prop_assert_eq!(story.headline, Some(crate::text::clean::one_line(&headline)));
        prop_assert_eq!(story.body, Body::Paragraphs(body));
        prop_assert_eq!(story.bylines, ["Ann Lee"]);
        prop_assert_eq!(story.native_id.as_deref(), Some("a-17"));
        prop_assert_eq!(story.filed.and_then(|it| it.time), Some(format!("07:{minute:02}:00")));
    }
}
