//! Formats of markup: NITF, NewsML, feeds, pages.

use super::{ALL, DAY, Made, Says, Written, escaped};

pub fn all() -> Vec<Written> {
    let several = true;
    let ascii = false;
    let between = "\n";
    vec![
        Written {
            format: "nitf",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            story: nitf,
            between,
            below: "",
            several,
            says: ALL,
            ascii,
        },
        Written {
            format: "newsmlg2",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsMessage \
                    xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header><sent>2026-01-01T00:00:00Z\
                    </sent></header><itemSet>\n",
            story: |it| {
                format!(
                    "<newsItem guid=\"tag:example.org,2026:{}\" version=\"1\" standard=\"NewsML-G2\" \
                     standardversion=\"2.28\" xml:lang=\"en\"><itemMeta><itemClass qcode=\"ninat:text\"/>\
                     <provider literal=\"AP\"/><versionCreated>{}</versionCreated></itemMeta>\
                     <contentMeta><by>By {}</by><dateline>{}</dateline><headline>{}</headline>\
                     <slugline>{}</slugline></contentMeta><contentSet><inlineXML \
                     contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
                     <head><title>x</title></head><body>{}</body></html></inlineXML></contentSet></newsItem>",
                    it.number,
                    it.iso(),
                    it.name,
                    it.city,
                    escaped(&it.headline),
                    it.slug,
                    it.marked("<p>", "</p>\n")
                )
            },
            between,
            below: "</itemSet></newsMessage>\n",
            several,
            says: ALL,
            ascii,
        },
        Written {
            format: "newsml1",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NewsML Version=\"1.2\"><NewsEnvelope>\
                    <DateAndTime>20260101T000000Z</DateAndTime></NewsEnvelope>\n",
            story: |it| {
                format!(
                    "<NewsItem><Identification><NewsIdentifier><ProviderId>ap.example.org</ProviderId>\
                     <DateId>{}</DateId><NewsItemId>n{}</NewsItemId><RevisionId PreviousRevision=\"0\" \
                     Update=\"N\">1</RevisionId><PublicIdentifier>urn:newsml:ap.example.org:{}:n{}:1N\
                     </PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType \
                     FormalName=\"News\"/><FirstCreated>{}</FirstCreated><ThisRevisionCreated>{}\
                     </ThisRevisionCreated><Status FormalName=\"Usable\"/></NewsManagement><NewsComponent>\
                     <NewsLines><HeadLine>{}</HeadLine><ByLine>By {}</ByLine><SlugLine>{}</SlugLine>\
                     </NewsLines><AdministrativeMetadata><Provider><Party FormalName=\"AP\"/></Provider>\
                     </AdministrativeMetadata><DescriptiveMetadata><Language FormalName=\"en\"/>\
                     </DescriptiveMetadata><NewsComponent><Role FormalName=\"Main\"/><ContentItem>\
                     <MediaType FormalName=\"Text\"/><DataContent>{}</DataContent></ContentItem>\
                     </NewsComponent></NewsComponent></NewsItem>",
                    &it.compact()[..8],
                    it.number,
                    &it.compact()[..8],
                    it.number,
                    it.compact(),
                    it.compact(),
                    escaped(&it.headline),
                    it.name,
                    it.slug,
                    it.marked("<p>", "</p>\n")
                )
            },
            between,
            below: "</NewsML>\n",
            several,
            says: ALL,
            ascii,
        },
        Written {
            format: "rcv1",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            story: |it| {
                format!(
                    "<newsitem itemid=\"{}\" id=\"root\" date=\"{}\" xml:lang=\"en\">\n<title>USA: {}.\
                     </title>\n<headline>{}</headline>\n<byline>{}</byline>\n<dateline>{} {}</dateline>\n\
                     <text>\n{}</text>\n<copyright>(c) Reuters Limited</copyright>\n<metadata>\n<dc \
                     element=\"dc.date.published\" value=\"{}\"/>\n</metadata>\n</newsitem>",
                    it.number,
                    it.day(),
                    escaped(&it.headline),
                    escaped(&it.headline),
                    it.name,
                    it.city,
                    it.day(),
                    bare(it),
                    it.day()
                )
            },
            between,
            below: "",
            several,
            says: DAY,
            ascii,
        },
        Written {
            format: "feed",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
                    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
                    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Harbor Post</title>\
                    <link>https://example.org/</link><description>News</description>\n",
            story: |it| {
                let [year, _, day, hour, minute] = it.time;
                format!(
                    "<item><title>{}</title><link>https://example.org/{}</link><guid>tag:example.org:{}\
                     </guid><dc:creator>{}</dc:creator><pubDate>{day:02} {} {year} {hour:02}:{minute:02}:00 \
                     GMT</pubDate><content:encoded><![CDATA[{}]]></content:encoded></item>",
                    escaped(&it.headline),
                    it.slug,
                    it.number,
                    it.name,
                    it.month(),
                    it.marked("<p>", "</p>\n")
                )
            },
            between,
            below: "</channel></rss>\n",
            several,
            says: ALL,
            ascii,
        },
        Written {
            format: "ritzau",
            above: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            story: |it| {
                format!(
                    "<RBNews><NewsID>{}</NewsID><version>1</version><PublishDate>{}</PublishDate>\
                     <headline>{}</headline><byLine>{}</byLine><origin>/ritzau/</origin><content>{}</content>\
                     </RBNews>",
                    it.number,
                    it.iso().trim_end_matches('Z'),
                    escaped(&it.headline),
                    it.name,
                    escaped(&it.marked("<p>", "</p>"))
                )
            },
            between,
            below: "",
            several,
            // Its clock is Copenhagen's.
            says: Says { day: false, minute: false, ..ALL },
            ascii,
        },
        Written {
            format: "html",
            above: "",
            story: page,
            between: "",
            below: "",
            several: false,
            says: ALL,
            ascii,
        },
        Written {
            format: "warc",
            above: "WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: \
                    14\r\n\r\nsoftware: none\r\n\r\n",
            story: |it| {
                let page = page(it);
                let http = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
                     \r\n{page}",
                    page.len()
                );
                format!(
                    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{}\r\n\
                     WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{:032}>\r\nContent-Type: \
                     application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
                    it.slug,
                    it.number,
                    http.len()
                )
            },
            between: "",
            below: "",
            several,
            says: ALL,
            ascii,
        },
        Written {
            format: "europresse",
            above: "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Europresse</title></head>\
                    <body>\n",
            story: |it| {
                let [year, _, day, ..] = it.time;
                format!(
                    "<article><header><div class=\"rdp__DocPublicationName\"><span \
                     class=\"DocPublicationName\">The Harbor Post</span></div><div \
                     class=\"rdp__DocHeader\"><span class=\"DocHeader\">News, {day} {} {year}, p. 1</span>\
                     </div><div class=\"titreArticle\"><p class=\"sm-margin-TopNews titreArticleVisu\">{}</p>\
                     </div><div class=\"docAuthors\">{}</div></header><section><div \
                     class=\"DocText clearfix\"><div>{}</div></div></section><footer><div \
                     class=\"publiC-lblNodoc\">news·{}·HP·{}</div></footer></article>",
                    MONTHS[it.time[1] as usize - 1],
                    escaped(&it.headline),
                    it.name,
                    it.marked("<p>", "</p>\n"),
                    &it.compact()[..8],
                    it.number
                )
            },
            between,
            below: "</body></html>\n",
            several,
            says: DAY,
            ascii,
        },
    ]
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn bare(made: &Made) -> String {
    let mark = |it: &String| format!("<p>{}</p>\n", escaped(it));
    made.paragraphs.iter().map(mark).collect()
}

fn nitf(it: &Made) -> String {
    format!(
        "<nitf version=\"-//IPTC//DTD NITF 3.4//EN\"><head><title>x</title><docdata><doc-id \
         regsrc=\"AP\" id-string=\"a{}\"/><date.issue norm=\"{}\"/><du-key key=\"{}\"/></docdata></head>\
         <body><body.head><hedline><hl1>{}</hl1></hedline><byline>By <person>{}</person></byline>\
         <dateline><location>{}</location></dateline></body.head><body.content>{}</body.content></body>\
         </nitf>",
        it.number,
        it.compact(),
        it.slug,
        escaped(&it.headline),
        it.name,
        it.city,
        it.marked("<p>", "</p>\n")
    )
}

fn page(it: &Made) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{} | Harbor Post</title>\
         <script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
         \"headline\":\"{}\",\"datePublished\":\"{}\",\"author\":{{\"@type\":\"Person\",\"name\":\"{}\"}}}}\
         </script><style>p {{ margin: 0 }}</style></head><body><nav><ul><li><a href=\"/\">Home</a><li><a \
         href=\"/world\">World</a></ul></nav><main><article><h1>{}</h1><p class=\"byline\">By {}</p><div \
         class=\"article-body\">{}</div></article></main><footer><p>Share this. Terms of use.</p></footer>\
         </body></html>\n",
        escaped(&it.headline),
        quoted(&it.headline),
        it.iso(),
        it.name,
        escaped(&it.headline),
        it.name,
        it.marked("<p>", "</p>\n")
    )
}
