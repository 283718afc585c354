//! Codes and names of languages: what [`super::canonical`] looks labels up in.

/// Codes of two letters (ISO 639-1).
pub const CODES: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu \
    cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
    ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks \
    ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl \
    nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz \
    ve vi vo wa wo xh yi yo za zh zu";

/// Codes of three letters (ISO 639-2, either kind), with the code that BCP 47 prefers.
#[rustfmt::skip]
pub const THREE: [(&str, &str); 119] = [
    ("eng", "en"), ("ger", "de"), ("deu", "de"), ("fre", "fr"), ("fra", "fr"), ("spa", "es"),
    ("ita", "it"), ("por", "pt"), ("dut", "nl"), ("nld", "nl"), ("swe", "sv"), ("dan", "da"),
    ("nor", "no"), ("nob", "nb"), ("nno", "nn"), ("fin", "fi"), ("ice", "is"), ("isl", "is"),
    ("rus", "ru"), ("ukr", "uk"), ("bel", "be"), ("pol", "pl"), ("cze", "cs"), ("ces", "cs"),
    ("slo", "sk"), ("slk", "sk"), ("slv", "sl"), ("hun", "hu"), ("rum", "ro"), ("ron", "ro"),
    ("bul", "bg"), ("gre", "el"), ("ell", "el"), ("tur", "tr"), ("ara", "ar"), ("heb", "he"),
    ("per", "fa"), ("fas", "fa"), ("hin", "hi"), ("urd", "ur"), ("ben", "bn"), ("tam", "ta"),
    ("tel", "te"), ("mal", "ml"), ("kan", "kn"), ("mar", "mr"), ("guj", "gu"), ("pan", "pa"),
    ("nep", "ne"), ("sin", "si"), ("tha", "th"), ("vie", "vi"), ("ind", "id"), ("may", "ms"),
    ("msa", "ms"), ("chi", "zh"), ("zho", "zh"), ("cmn", "zh"), ("jpn", "ja"), ("kor", "ko"),
    ("est", "et"), ("lav", "lv"), ("lit", "lt"), ("hrv", "hr"), ("srp", "sr"), ("bos", "bs"),
    ("mac", "mk"), ("mkd", "mk"), ("alb", "sq"), ("sqi", "sq"), ("cat", "ca"), ("glg", "gl"),
    ("baq", "eu"), ("eus", "eu"), ("gle", "ga"), ("wel", "cy"), ("cym", "cy"), ("swa", "sw"),
    ("amh", "am"), ("som", "so"), ("hau", "ha"), ("ibo", "ig"), ("yor", "yo"), ("zul", "zu"),
    ("xho", "xh"), ("afr", "af"), ("aze", "az"), ("kaz", "kk"), ("uzb", "uz"), ("kir", "ky"),
    ("tgk", "tg"), ("tuk", "tk"), ("mon", "mn"), ("geo", "ka"), ("kat", "ka"), ("arm", "hy"),
    ("hye", "hy"), ("bur", "my"), ("mya", "my"), ("khm", "km"), ("lao", "lo"), ("tgl", "tl"),
    ("fil", "fil"), ("yue", "yue"), ("ckb", "ckb"), ("kur", "ku"), ("pus", "ps"), ("mlt", "mt"),
    ("lat", "la"), ("epo", "eo"), ("que", "qu"), ("grn", "gn"), ("hat", "ht"), ("ltz", "lb"),
    ("roh", "rm"), ("tir", "ti"), ("run", "rn"), ("kin", "rw"), ("orm", "om"),
];

/// Names in lower case, English and others, with their code.
#[rustfmt::skip]
pub const NAMES: [(&str, &str); 187] = [
    ("english", "en"), ("anglais", "en"), ("inglés", "en"), ("englisch", "en"), ("inglese", "en"),
    ("ingilizce", "en"), ("german", "de"), ("deutsch", "de"), ("allemand", "de"),
    ("alemán", "de"), ("almanca", "de"), ("french", "fr"), ("français", "fr"), ("francais", "fr"),
    ("französisch", "fr"), ("francés", "fr"), ("fransızca", "fr"), ("spanish", "es"),
    ("español", "es"), ("espanol", "es"), ("castellano", "es"), ("espagnol", "es"),
    ("spanisch", "es"), ("ispanyolca", "es"), ("italian", "it"), ("italiano", "it"),
    ("italien", "it"), ("italienisch", "it"), ("portuguese", "pt"), ("português", "pt"),
    ("portugues", "pt"), ("portugais", "pt"), ("portugiesisch", "pt"),
    ("brazilian portuguese", "pt-BR"), ("portuguese (brazil)", "pt-BR"), ("dutch", "nl"),
    ("nederlands", "nl"), ("flemish", "nl"), ("swedish", "sv"), ("svenska", "sv"),
    ("danish", "da"), ("dansk", "da"), ("norwegian", "no"), ("norsk", "no"), ("bokmål", "nb"),
    ("norwegian bokmål", "nb"), ("nynorsk", "nn"), ("norwegian nynorsk", "nn"), ("finnish", "fi"),
    ("suomi", "fi"), ("icelandic", "is"), ("íslenska", "is"), ("russian", "ru"),
    ("русский", "ru"), ("russe", "ru"), ("russisch", "ru"), ("ukrainian", "uk"),
    ("українська", "uk"), ("belarusian", "be"), ("belorussian", "be"), ("polish", "pl"),
    ("polski", "pl"), ("czech", "cs"), ("čeština", "cs"), ("slovak", "sk"), ("slovenčina", "sk"),
    ("slovenian", "sl"), ("slovene", "sl"), ("hungarian", "hu"), ("magyar", "hu"),
    ("romanian", "ro"), ("română", "ro"), ("bulgarian", "bg"), ("български", "bg"),
    ("greek", "el"), ("ελληνικά", "el"), ("turkish", "tr"), ("türkçe", "tr"), ("turkce", "tr"),
    ("turc", "tr"), ("arabic", "ar"), ("العربية", "ar"), ("arabe", "ar"), ("árabe", "ar"),
    ("arabisch", "ar"), ("arapça", "ar"), ("hebrew", "he"), ("עברית", "he"), ("persian", "fa"),
    ("farsi", "fa"), ("dari", "fa"), ("فارسی", "fa"), ("hindi", "hi"), ("हिन्दी", "hi"),
    ("urdu", "ur"), ("اردو", "ur"), ("bengali", "bn"), ("bangla", "bn"), ("tamil", "ta"),
    ("telugu", "te"), ("malayalam", "ml"), ("marathi", "mr"), ("gujarati", "gu"),
    ("punjabi", "pa"), ("nepali", "ne"), ("sinhala", "si"), ("sinhalese", "si"), ("thai", "th"),
    ("vietnamese", "vi"), ("tiếng việt", "vi"), ("indonesian", "id"), ("bahasa indonesia", "id"),
    ("malay", "ms"), ("bahasa melayu", "ms"), ("chinese", "zh"), ("mandarin", "zh"), ("中文", "zh"),
    ("chinese (simplified)", "zh-Hans"), ("simplified chinese", "zh-Hans"),
    ("chinese (traditional)", "zh-Hant"), ("traditional chinese", "zh-Hant"), ("chinois", "zh"),
    ("chinesisch", "zh"), ("cantonese", "yue"), ("japanese", "ja"), ("日本語", "ja"),
    ("japonais", "ja"), ("japanisch", "ja"), ("korean", "ko"), ("한국어", "ko"), ("estonian", "et"),
    ("latvian", "lv"), ("lithuanian", "lt"), ("croatian", "hr"), ("hrvatski", "hr"),
    ("serbian", "sr"), ("srpski", "sr"), ("српски", "sr"), ("serbo-croatian", "sh"),
    ("bosnian", "bs"), ("macedonian", "mk"), ("albanian", "sq"), ("shqip", "sq"),
    ("catalan", "ca"), ("català", "ca"), ("galician", "gl"), ("basque", "eu"), ("euskara", "eu"),
    ("irish", "ga"), ("welsh", "cy"), ("swahili", "sw"), ("kiswahili", "sw"), ("amharic", "am"),
    ("somali", "so"), ("hausa", "ha"), ("igbo", "ig"), ("yoruba", "yo"), ("zulu", "zu"),
    ("xhosa", "xh"), ("afrikaans", "af"), ("azerbaijani", "az"), ("azeri", "az"),
    ("kazakh", "kk"), ("uzbek", "uz"), ("kyrgyz", "ky"), ("tajik", "tg"), ("turkmen", "tk"),
    ("mongolian", "mn"), ("georgian", "ka"), ("armenian", "hy"), ("burmese", "my"),
    ("khmer", "km"), ("cambodian", "km"), ("lao", "lo"), ("tagalog", "tl"), ("filipino", "fil"),
    ("kurdish", "ku"), ("pashto", "ps"), ("maltese", "mt"), ("latin", "la"), ("esperanto", "eo"),
    ("luxembourgish", "lb"), ("kinyarwanda", "rw"), ("kirundi", "rn"), ("tigrinya", "ti"),
    ("oromo", "om"), ("haitian creole", "ht"),
];
