//! Names of columns in, fields of a story out: the aliases that tables of news go by.
//!
//! It is its own file because it is a table: whoever meets a table with a name of its own adds it
//! here. Names are compared in lower case without blanks, dots, hyphens and underscores.

/// A field that a column can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    NativeId,
    Version,
    Agency,
    Headline,
    Slug,
    Byline,
    Dateline,
    /// The place that a story was filed from.
    City,
    Summary,
    Body,
    Credits,
    Filed,
    FirstFiled,
    /// When it was last changed; the time of filing where nothing else says one.
    Modified,
    Year,
    Month,
    Day,
    Embargo,
    Urgency,
    Category,
    Topics,
    Places,
    Language,
    EdNote,
    Url,
    /// Known, and of no use: a count of words, the split of a data set.
    Ignore,
}

/// Fields that a map may name, with their names there.
pub const NAMED: [(&str, Field); 24] = [
    ("native_id", Field::NativeId),
    ("id", Field::NativeId),
    ("version", Field::Version),
    ("agency", Field::Agency),
    ("headline", Field::Headline),
    ("slug", Field::Slug),
    ("byline", Field::Byline),
    ("dateline", Field::Dateline),
    ("city", Field::City),
    ("summary", Field::Summary),
    ("lead", Field::Summary),
    ("body", Field::Body),
    ("credits", Field::Credits),
    ("filed", Field::Filed),
    ("first_filed", Field::FirstFiled),
    ("embargo", Field::Embargo),
    ("urgency", Field::Urgency),
    ("category", Field::Category),
    ("topics", Field::Topics),
    ("places", Field::Places),
    ("language", Field::Language),
    ("ednote", Field::EdNote),
    ("url", Field::Url),
    ("ignore", Field::Ignore),
];

/// How well a name tells its field; the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The name is known.
    Exact,
    /// The name only ends like one that is known.
    Suffix,
    /// The name may mean anything: it counts where there is nothing better.
    Weak,
}

/// Aliases of each field, best first.
#[rustfmt::skip]
const EXACT: [(Field, &[&str]); 24] = [
    (Field::NativeId, &["nativeid", "docid", "docno", "articleid", "storyid", "newsid", "itemid", "guid", "uri", "urn", "uuid", "id", "newsitemid", "documentid"]),
    (Field::Version, &["version", "versionnumber", "revision"]),
    (Field::Agency, &["agency", "newsagency", "wire", "newswire", "source", "sourcename", "newssource", "provider", "publisher", "publication", "outlet", "newspaper", "publishername", "publicationname", "sourcedomain", "domain", "site", "sitename"]),
    (Field::Headline, &["headline", "headlinemain", "headlinetext", "title", "heading", "hed", "titletext", "articletitle", "newstitle", "webtitle", "headlineprint"]),
    (Field::Slug, &["slug", "slugline", "keyword"]),
    (Field::Byline, &["byline", "bylineoriginal", "authors", "author", "by", "authorname", "authornames", "writer", "writers", "creator", "reporter", "reporters", "journalist", "journalists"]),
    (Field::Dateline, &["dateline"]),
    (Field::City, &["city", "located"]),
    (Field::Summary, &["summary", "abstract", "standfirst", "lead", "leadparagraph", "leadpara", "description", "shortdescription", "teaser", "dek", "excerpt", "highlights", "snippet", "subtitle", "subheadline", "subhead", "trailtext"]),
    (Field::Body, &["body", "bodytext", "text", "fulltext", "articletext", "storytext", "newstext", "maintext", "articlebody", "storybody", "newsbody", "content", "articlecontent", "newscontent", "fullcontent", "cleanedtext", "cleantext", "plaintext", "rawtext", "story", "article", "document", "contents", "bodyhtml", "articlehtml", "contenthtml", "html", "raw"]),
    (Field::Credits, &["credits"]),
    (Field::Filed, &["filed", "published", "publishedat", "publisheddate", "publishdate", "publishtime", "pubdate", "publicationdate", "publicationtime", "datepublished", "datepublish", "dateofpublication", "publishedon", "webpublicationdate", "dateandtime", "datetime", "datetimestamp", "date", "storydate", "articledate", "newsdate", "versioncreated", "timestamp", "time", "createdat", "created", "datecreated", "firstcreated"]),
    (Field::FirstFiled, &["firstfiled", "firstpublished", "firstpublishedat"]),
    (Field::Modified, &["datemodified", "modified", "modifiedat", "lastmodified", "updatedat", "updated", "dateupdated", "datemodify", "modifieddate", "updateddate"]),
    (Field::Year, &["year", "pubyear", "publicationyear"]),
    (Field::Month, &["month", "pubmonth"]),
    (Field::Day, &["day", "dayofmonth", "pubday"]),
    (Field::Embargo, &["embargo", "embargoed", "embargoeduntil"]),
    (Field::Urgency, &["urgency"]),
    (Field::Category, &["category", "section", "sectionname", "newsdesk", "desk", "kicker", "ressort", "rubric", "articlesection", "newscategory"]),
    (Field::Topics, &["topics", "topic", "tags", "tag", "keywords", "subjects", "categories", "sections", "labels"]),
    (Field::Places, &["places", "place", "location", "locations", "countries", "geolocation", "geo"]),
    (Field::Language, &["language", "lang", "inlanguage", "languagecode", "langcode"]),
    (Field::Url, &["url", "articleurl", "weburl", "link", "permalink", "canonical", "canonicalurl", "storyurl", "newsurl", "sourceurl", "pageurl"]),
];

/// Names of no use, which must not be taken by their ends: times of other things, pictures.
#[rustfmt::skip]
const IGNORED: &[&str] = &[
    "wordcount", "words", "length", "charcount", "split", "filename", "localpath", "status",
    "datedownload", "titlepage", "titlerss", "imageurl",
];

/// Names that count where there is nothing better.
const WEAK: [(Field, &[&str]); 5] = [
    (Field::NativeId, &["hash", "index", "key"]),
    (Field::Headline, &["subject", "name"]),
    (Field::Topics, &["subject", "class", "label"]),
    (Field::EdNote, &["ednote", "editornote", "editorsnote", "noteseditors"]),
    (Field::Places, &["country", "region"]),
];

/// Ends of names that tell their field, too.
const ENDS: [(Field, &[&str]); 7] = [
    (Field::Headline, &["headline", "title"]),
    (
        Field::Body,
        &["articletext", "storytext", "fulltext", "text", "body", "content", "articlehtml"],
    ),
    (Field::Byline, &["byline", "authors", "author"]),
    (
        Field::Filed,
        &[
            "publishedat",
            "publishdate",
            "pubdate",
            "publicationdate",
            "datetime",
            "date",
            "timestamp",
        ],
    ),
    (Field::Url, &["url", "link", "permalink"]),
    (Field::Language, &["language"]),
    (Field::Agency, &["agency", "publisher", "newspaper"]),
];

/// Beginnings of names that mean another thing than the story: its picture, its download.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "image", "img", "photo", "picture", "pic", "thumb", "video", "audio", "media", "icon", "logo", "caption", "alt", "author", "user", "byline", "writer", "creator", "publisher",
    "crawl", "warc", "download", "scrap", "fetch", "access", "retriev", "update", "modif", "lastmod", "index", "insert", "export", "import", "expir", "embargo", "birth", "start", "end", "event",
    "site", "page", "section", "job", "meta", "related", "parent", "feed", "rss", "og", "twitter", "facebook", "query", "search", "comment", "category", "tag", "topic", "source", "domain", "next", "previous", "prev", "anchor", "quote", "context", "sub", "short", "label", "ocr", "file", "book", "movie", "song", "product", "review", "alternate", "amp", "mobile", "api", "share", "license",
];

/// The form in which names are compared.
pub fn normal(name: &str) -> String {
    name.trim_matches(['\u{feff}', '"', '\''])
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | '.' | ' ' | '\t' | '\u{a0}' | '/' | '#' | '@'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a column of this (normal) name may fill, each with how well it is told and its rank among
/// the names of the field.
pub fn fields(normal: &str) -> Vec<(Field, Tier, usize)> {
    let listed = |table: &[(Field, &[&str])], tier: Tier| -> Vec<(Field, Tier, usize)> {
        let found = table.iter().filter_map(|(field, names)| {
            Some((*field, tier, names.iter().position(|name| *name == normal)?))
        });
        found.collect()
    };
    if normal.is_empty() {
        return Vec::new();
    }
    if IGNORED.contains(&normal) {
        return vec![(Field::Ignore, Tier::Exact, 0)];
    }
    let mut found = listed(&EXACT, Tier::Exact);
    found.extend(listed(&WEAK, Tier::Weak));
    if !found.is_empty() || OTHERS.iter().any(|other| normal.starts_with(other)) {
        return found;
    }
    for (field, ends) in ENDS {
        if let Some(rank) = ends.iter().position(|end| normal.ends_with(end)) {
            return vec![(field, Tier::Suffix, rank)];
        }
    }
    found
}

/// Says whether a (normal) name is one that tables of stories have for certain.
pub fn is_known(normal: &str) -> bool {
    fields(normal).iter().any(|(_, tier, _)| *tier == Tier::Exact)
}

/// Says whether columns of these (normal) names can hold the text of stories.
///
/// Headlines alone do where the column says that it holds headlines and another one tells when
/// they moved: there are archives of nothing else.
pub fn hold_text<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let (mut headline, mut filed) = (false, false);
    for name in names {
        for (field, tier, _) in fields(name) {
            match field {
                Field::Body | Field::Summary if tier != Tier::Weak => return true,
                Field::Headline => headline |= name.contains("headline"),
                Field::Filed => filed = true,
                _ => {}
            }
        }
    }
    headline && filed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str) -> Option<Field> {
        fields(&normal(name)).first().map(|(field, ..)| *field)
    }

    #[test]
    fn names_tell_fields() {
        for (name, field) in [
            ("Title", Some(Field::Headline)),
            ("Article_Body", Some(Field::Body)),
            ("publishedAt", Some(Field::Filed)),
            ("date_publish", Some(Field::Filed)),
            ("date_modify", Some(Field::Modified)),
            ("date_download", Some(Field::Ignore)),
            ("warc_date", None),
            ("image_url", Some(Field::Ignore)),
            ("thumbnail_url", None),
            ("author_url", None),
            ("news_article_text", Some(Field::Body)),
            ("translated title", Some(Field::Headline)),
            ("source.name", Some(Field::Agency)),
            ("headline.main", Some(Field::Headline)),
            ("subject", Some(Field::Headline)),
            ("word count", Some(Field::Ignore)),
            ("", None),
            ("price", None),
        ] {
            assert_eq!(first(name), field, "{name}");
        }
    }

    #[test]
    fn no_alias_is_listed_twice() {
        let mut seen = Vec::new();
        for (_, names) in EXACT {
            for name in names {
                assert!(!seen.contains(name), "{name}");
                seen.push(name);
            }
        }
        assert!(IGNORED.iter().all(|name| !seen.contains(name)));
    }

    #[test]
    fn tables_of_stories_have_text() {
        let hold = |names: &str| {
            let names: Vec<String> = names.split(',').map(normal).collect();
            hold_text(names.iter().map(String::as_str))
        };
        assert!(hold("id,headline,text"));
        assert!(hold("publish_date,headline_text"));
        assert!(hold("link,headline,category,short_description,authors,date"));
        assert!(!hold("date,price,name"));
        assert!(!hold("id,title,url"));
    }
}
