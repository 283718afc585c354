//! Queries by hand: every row of the language, every rule, and what wire copy makes hard.

/// Queries for any archive.
pub const QUERIES: &[&str] = &[
    // Bare words and inflections.
    "talks", "oil", "price", "prices", "rising", "agreements", "generously", "universities",
    "is", "it", "a", "the company", "china talks", "cocoa coffee sugar", "buybacks", "merger's",
    "companies OR company", "news", "skies", "dying", "economics", "economies",
    // Compounds, however they are written.
    "military-to-military", "military to military", "\"military to military\"",
    "militarytomilitary", "co-operation", "cooperation", "co operation", "\"co operation\"",
    "F16", "F-16", "\"F 16\"", "buy-back", "buyback", "\"buy back\"", "buy\u{2013}back",
    "buy\u{2014}back", "buy\u{2011}back", "buy\u{2212}back", "long-term", "longterm", "\"long term\"",
    "1986-87", "198687", "\"1986 87\"", "third-quarter", "year-on-year", "anti-dumping",
    "antidumping", "\"cooperation agreement\"", "\"co-operation agreement\"", "so-called",
    "four-year-old", "\"long-term interest rates\"", "=long-term", "=buyback", "=buybacks",
    "profit/loss", "oil/gas", "U.S.-led", "U.S.-Japan", "US-Japan", "non-U.S.", "e-mail", "mid-1987",
    // Dots, capitals, common words.
    "U.S.", "US", "us", "Us", "=us", "=US", "\"U.S. dollar\"", "\"us dollar\"", "U.N.", "UN", "un",
    "N.A.T.O.", "NATO", "nato", "u.k.", "UK", "EC", "E.C.", "it IT", "IT", "AM", "a.m.", "p.m.",
    "WHO", "who", "NO", "\"no. 1\"", "IN", "in", "or", "J.P. Morgan", "\"J.P. Morgan\"", "Inc.",
    // Apostrophes, ampersands, numbers, signs.
    "O'Neill", "O\u{2019}Neill", "ONeill", "\"O Neill\"", "don't", "dont", "don\u{2019}t", "\"do not\"",
    "company's", "\"company's shares\"", "workers'", "it's", "AT&T", "ATT", "\"A T T\"", "S&P",
    "\"R and D\"", "1,200", "1200", "3.5", "\"3.5 pct\"", "35", "10/12", "\"10 12\"", "5%", "$5",
    "3:4", "and/or", "x_y", "1987", "100", "\"one mln\"", "l'accord", "d'Italia", "\u{2018}87",
    // Accents and other letters.
    "München", "munchen", "muenchen", "Köln", "koeln", "koln", "Straße", "strasse", "Besançon",
    "besancon", "istanbul", "İstanbul", "ISTANBUL", "ıstanbul", "kapandı", "Bücher", "buch",
    "naïve", "naive", "paulo", "\"são paulo\"", "général", "peña", "pena",
    // Exact words and phrases.
    "=talks", "=talk", "=the", "=oil price", "\"interest rates\"", "\u{201c}interest rates\u{201d}",
    "\u{201e}interest rates\u{201c}", "\"Interest Rate\"", "\"the the\"", "\"oil, gas\"", "\"said\"",
    "forms(\"interest rate\")", "forms(\"peace talk\")", "forms(\"sell share\")", "forms(oil price)",
    "forms(\"long-term rate\")", "\"gulf oil corp\"", "\"net loss vs profit\"", "\"bank of england\"",
    // AND, OR, NOT and how they bind.
    "oil OR gas", "oil AND gas", "oil NOT gas", "oil -gas", "oil gas OR coal", "oil (gas OR coal)",
    "(oil OR gas) NOT (price OR prices)", "oil OR gas NOT price", "oil and gas", "oil or gas",
    "oil not gas", "oil, gas", "oil OR oil", "oil oil", "(oil NOT gas) OR coal", "cocoa NOT \"cocoa board\"",
    "oil OR (gas AND coal)", "wheat NOT (corn OR soybean) NOT rice", "-gas oil", "NOT gas oil",
    "((wheat))", "wheat AND NOT corn", "oil^2 gas", "(oil OR gas^0.5)^3", "\"interest rates\"^2 bank",
    // Wildcards.
    "econom*", "wom?n", "recycl!", "*ization", "co*ation", "c?coa", "inter*ional", "?il", "b??k",
    "\"interest rat*\"", "\"*al rates\"", "\"oil ??ice*\"", "military-to-*", "long-t*", "co-op*",
    "anti-*", "=talk*", "\"co-op* agreement\"", "m?nchen", "19?7", "o'n*", "buy*k", "*-term",
    // Fuzzy.
    "smith~1", "smith~", "smith~2", "smiht~1", "cocao~1", "recieve~1", "oil~1", "reagan~2", "munchen~1",
    "dolar~1", "volker~1", "Volcekr~1", "buyback~1",
    // Scopes.
    "headline:oil", "headline:(oil OR gas)", "headline(oil gas)", "lead:oil", "lead:\"interest rates\"",
    "body:oil", "hlead(oil)", "hlead:(oil NOT gas)", "first5(oil)", "first50(oil)", "first50(\"interest rates\")",
    "first1(the)", "first10(long-term)", "headline:US", "headline:us", "headline:in", "headline:IN",
    "headline:U.S.", "hd=oil", "lp=oil", "title:talk*", "headline:smith~1", "headline:oil body:gas",
    "oil NOT headline:oil", "headline:long-term", "lead:cooperation", "body:forms(\"interest rate\")",
    // Fields.
    "byline:any", "byline:none", "byline:by", "byline:smith", "byline:\"by john\"", "byline:j*",
    "byline:(john OR mary)", "byline:(by NOT john)", "dateline:london", "dateline:\"new york\"",
    "dateline:(london OR paris)", "dateline:march", "dateline:lond*", "dateline:londen~1",
    "dateline:none oil", "dateline:any", "place:usa", "place:west-germany", "place:\"west germany\"",
    "place:germany", "place:london", "place:none", "country:gb", "country:GB", "country:(us OR jp)",
    "country:none", "slug:cocoa", "slug:\"bc oil\"", "slug:BC-*", "slug:bahia", "slug:none", "slug:oil",
    "agency:reuters", "agency:Reuters", "agency:reu*", "agency:(reuters OR ap)", "agency:none",
    "topic:earn", "topic:topics:earn", "topic:\"topics:earn\"", "topic:topics*", "topic:ea*",
    "topic:(earn OR acq)", "topic:(acq NOT earn)", "topic:none", "topic:any", "lang:en", "lang:EN",
    "lang:tr", "lang:e?", "lang:any", "lang:none", "status:new", "status:update", "status:correction",
    "status:(kill OR advisory)", "status:none", "format:reuters21578", "format:plain", "format:trec",
    "format:re*", "category:f", "category:F", "category:none", "id:Reuters:1", "id:Reuters:1*", "id:*:19", "id:reuters:1", "path:*reut2*",
    "path:reut2-000.sgm", "path:*.sgm", "path:*.txt", "path:none", "path:*/reut2-00*", "id:none", "at&*", "3.?", "urgency:none", "urgency:any",
    // Dates.
    "date:1987", "date:1987-03", "date:1987-03-01", "date:1987-03-01..1987-03-15", "date:1987-03..",
    "date:..1987-03-01", "date:>=1987-04-01", "date:<1987-03", "date:<=1987-03", "date:>1987-03",
    "date>1987-10-18", "since:1987-06", "until:1987-02-26", "until:1987", "since:1987-03-02 until:1987-03-02",
    "date:none", "date:any", "date:1986..1988", "oil date:1987-04", "oil NOT date:1987-04", "since:2020",
    "date:2023", "date:1987-03-01 OR date:1987-03-02",
    // Numbers.
    "words>300", "words:300", "words:100..200", "words<10", "words>=1000", "words:0", "urgency<=3",
    "urgency:4", "urgency>3", "oil words>300", "words:any",
    // All of it together.
    "headline:(oil OR gas) country:gb date:1987-03", "topic:crude (opec OR saudi*) NOT headline:opec",
    "(\"interest rates\" OR \"discount rate\") AND (fed OR bundesbank) NOT lead:dollar words>100",
    "agency:reuters oil^3 (price* OR \"crude oil\") since:1987-05 NOT (byline:any OR slug:none)",
    "first20(bank) OR (headline:merger byline:none)", "lang:en (U.S. -japan) place:usa",
];

/// Queries for an archive of many languages and shapes.
pub const TONGUES: &[&str] = &[
    "北京", "北", "\"北京\"", "=北京", "北*", "東京", "日本", "中国", "新华社", "語", "上海", "москва",
    "переговоры", "переговор", "войны", "ГАЗ", "газ", "ميناء", "الميناء", "القاهرة", "1987", "٢٠٢٤", "2024",
    "liman", "limanı", "LİMAN", "görüşme", "gorusme", "goruesme", "toplantı", "toplanti", "İzmir",
    "izmir", "ankara", "die", "der", "häfen", "haefen", "hafen", "grösse", "groesse", "über", "ueber",
    "uber", "le", "port", "ports", "grève", "greve", "élection", "puerto", "mañana", "manana", "año", "ano",
    "lang:de", "lang:fr", "lang:es", "lang:tr", "lang:zh", "lang:ja", "lang:ru", "lang:ar", "lang:none",
    "agency:aa", "agency:ap", "agency:upi", "agency:tass", "agency:(afp OR dpa)", "byline:any",
    "byline:staff", "byline:(ann* OR j*)", "country:tr", "country:(cn OR jp)", "place:ankara",
    "dateline:ankara", "dateline:tokyo", "status:kill", "status:refile", "status:repeat", "status:alert",
    "status:advisory", "status:correction", "status:update", "category:a", "urgency:any", "topic:any",
    "path:corpus/plain/*", "path:turkish.txt", "path:*us*", "path:corpus/*", "path:plain", "format:newswire",
    "date:2024", "since:2024-05", "date:none lang:en", "date:1990..1999", "words<20 date:any", "quay",
    "harbor", "harbour*", "port*", "ferry OR ferries", "\"harbor master\"", "cheese", "train", "rail*",
];

/// Queries, and how they must be read.
pub const BINDING: &[(&str, &str)] = &[
    ("oil gas OR coal", "((oil AND gas) OR coal)"),
    ("oil OR gas coal", "(oil OR (gas AND coal))"),
    ("oil NOT gas coal", "(oil AND NOT gas AND coal)"),
    ("oil NOT gas OR coal", "((oil AND NOT gas) OR coal)"),
    ("oil -gas -coal", "(oil AND NOT gas AND NOT coal)"),
    ("-gas oil", "(NOT gas AND oil)"),
    ("headline:oil gas", "(headline:(oil) AND gas)"),
    ("oil and gas or coal", "((oil AND gas) OR coal)"),
    ("oil, gas", "(oil AND gas)"),
    ("oil OR gas^2 price", "(oil OR (gas^2 AND price))"),
    ("oil NOT (gas OR coal)", "(oil AND NOT (gas OR coal))"),
];
