//! Agencies: one table for all of newswire.
//!
//! In comes a name as some source spells it (`Itar-Tass`, `The Associated Press`, `新华社`,
//! `dpa/lni`), out goes the row of the agency: its canonical name, its zone, its habits. It is
//! its own file because it is a table: whoever wants to teach newswire a new agency adds a row.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::regions::key;

/// One agency, as the rest of newswire sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Agency {
    /// Canonical name: `AP`, `Reuters`, `dpa`.
    pub name: &'static str,
    /// Other spellings, parted by `|`; case, full stops and accents do not matter.
    pub aliases: &'static str,
    /// IANA zone that its times are in where they name none.
    pub zone: Option<&'static str>,
    /// Language it mostly files in, BCP 47.
    pub language: &'static str,
    /// Its datelines end without a dash: `New Delhi, Sep 20 (PTI) Text`.
    pub no_dash: bool,
    /// Its datelines have the city in mixed case: `Berlin (dpa) - `.
    pub mixed_case: bool,
    /// Lines that end its stories, besides those that all agencies use.
    pub end_marks: &'static [&'static str],
    /// Its name stands in datelines without brackets: `SYDNEY, March 22 AAP -`.
    pub bare: bool,
    /// Its name in brackets is often something else (a party, a firm).
    pub clash: bool,
}

const fn row(
    name: &'static str,
    zone: &'static str,
    language: &'static str,
    habits: &'static str,
    end_marks: &'static [&'static str],
    aliases: &'static str,
) -> Agency {
    Agency {
        name,
        aliases,
        zone: if zone.is_empty() { None } else { Some(zone) },
        language,
        no_dash: has(habits, b'n'),
        mixed_case: has(habits, b'm'),
        end_marks,
        bare: has(habits, b'b'),
        clash: has(habits, b'c'),
    }
}

const fn has(habits: &str, letter: u8) -> bool {
    let bytes = habits.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == letter {
            return true;
        }
        i += 1;
    }
    false
}

/// All agencies. Habits: `n` no dash, `m` mixed-case city, `b` bare name in datelines, `c` the
/// letters often mean something else.
#[rustfmt::skip]
pub const AGENCIES: &[Agency] = &[
    row("AP", "America/New_York", "en", "bc", &[], "A.P.|The Associated Press|Associated Press|APNewsAlert|אי.פי|أ ب|أسوشيتد برس|АП|美联社|美聯社"),
    row("Reuters", "America/New_York", "en", "b", &["REUTER", "Reuter", "REUTERS"], "Reuter|Reuters Limited|Reuters Ltd|Thomson Reuters|Thomson Reuters Foundation|Reuters News|Reuters Staff|Reuters Life!|Reuters Legal|Reuters Health|Reuters Breakingviews|Breakingviews|Reuters Breaking Views|Reuters Point Carbon|Рейтер|رويترز|路透社|路透|ロイター|로이터|רויטרס|Рейтерс|Ройтерс"),
    row("AFP", "Europe/Paris", "en", "b", &[], "A.F.P.|Agence France-Presse|Agence France Presse|AFP-Services|AFP Forum|أ ف ب|أ.ف.ب|ا ف ب|أف ب|فرانس برس|法新社|АФП|اف ب|אי.אף.פי"),
    row("İHA", "Europe/Istanbul", "tr", "c", &[], "IHA|İhlas Haber Ajansı|Ihlas News Agency"),
    row("DHA", "Europe/Istanbul", "tr", "c", &[], "Demirören Haber Ajansı|Doğan Haber Ajansı"),
    row("ANKA", "Europe/Istanbul", "tr", "c", &[], "ANKA Haber Ajansı"),
    row("Cihan", "Europe/Istanbul", "tr", "c", &[], "Cihan Haber Ajansı|CHA"),
    row("LaPresse", "Europe/Rome", "it", "", &[], ""),
    row("askanews", "Europe/Rome", "it", "", &[], "TMNews|Apcom"),
    row("Radiocor", "Europe/Rome", "it", "", &[], "Il Sole 24 Ore Radiocor|Il Sole 24 Ore Radiocor Plus|Radiocor Plus"),
    row("Agência Estado", "America/Sao_Paulo", "pt", "c", &[], "AE|Estadão Conteúdo"),
    row("UNIAN", "Europe/Kiev", "uk", "b", &[], "УНІАН|УНИАН"),
    row("Mediafax", "Europe/Bucharest", "ro", "", &[], ""),
    row("AA", "Europe/Istanbul", "tr", "c", &[], "Anadolu Agency|Anadolu Ajansı|Anadolu|Anatolian Agency|Anatolia News Agency|Anadolu Ajansi|الأناضول|Анадолу|AA Ajansı"),
    row("dpa", "Europe/Berlin", "de", "mb", &[], "Deutsche Presse-Agentur|Deutsche Presse Agentur|dpa International|dpa-infocom|d p a|د ب أ|德新社|ДПА"),
    row("dpa-AFX", "Europe/Berlin", "de", "m", &[], "dpa AFX|AFX"),
    row("UPI", "America/New_York", "en", "b", &[], "U.P.I.|United Press International|United Press Intl|合众国际社|合眾國際社"),
    row("Xinhua", "Asia/Shanghai", "en", "b", &["Enditem", "Item End"], "Xinhua News Agency|Xinhua General News Service|Xinhuanet|New China News Agency|NCNA|新华社|新華社|新华网|شينخوا|Синьхуа|新華網"),
    row("China News Service", "Asia/Shanghai", "zh", "", &[], "CNS China|中新社|中国新闻社|中新网|ECNS|中新網"),
    row("TASS", "Europe/Moscow", "en", "b", &[], "ITAR-TASS|Itar Tass|Tass News Agency|ТАСС|ИТАР-ТАСС|塔斯社|تاس"),
    row("Interfax", "Europe/Moscow", "en", "b", &[], "Interfax News Agency|Interfax-Ukraine|Интерфакс|ИНТЕРФАКС.RU|Interfax.ru|Интерфакс-Украина|Інтерфакс-Україна|Interfax-Kazakhstan|国际文传电讯社"),
    row("RIA Novosti", "Europe/Moscow", "ru", "b", &[], "РИА Новости|RIA|РИА|RIA-Novosti|Rossiya Segodnya|俄新社"),
    row("Sputnik", "Europe/Moscow", "en", "b", &[], "Sputnik International|Спутник|卫星社|卫星通讯社"),
    row("Kyodo", "Asia/Tokyo", "en", "b", &["==Kyodo"], "Kyodo News|Kyodo News Service|Kyodo News International|Kyodo JBN|共同|共同通信|共同社|共同通信社"),
    row("Jiji", "Asia/Tokyo", "ja", "b", &[], "Jiji Press|時事|時事通信|時事通信社|时事社"),
    row("PTI", "Asia/Kolkata", "en", "nmc", &[], "P.T.I.|Press Trust of India"),
    row("IANS", "Asia/Kolkata", "en", "nm", &["--IANS"], "Indo-Asian News Service"),
    row("ANI", "Asia/Kolkata", "en", "mc", &["(ANI)"], "Asian News International|ANI News"),
    row("UNI", "Asia/Kolkata", "en", "nmc", &[], "United News of India"),
    row("ANSA", "Europe/Rome", "it", "b", &["(ANSA).", "(ANSA)"], "Agenzia ANSA|Agenzia Nazionale Stampa Associata|ANSAmed|安莎社"),
    row("AGI", "Europe/Rome", "it", "c", &[], "Agenzia Italia|Agenzia Giornalistica Italia"),
    row("Adnkronos", "Europe/Rome", "it", "b", &[], "Adn Kronos|AKI|Adnkronos/Ign"),
    row("EFE", "Europe/Madrid", "es", "b", &["EFE"], "Agencia EFE|EFEUSA|EFE-USA|EFE News|EFE Agencia|إفي|埃菲社"),
    row("ACAN-EFE", "America/Panama", "es", "", &[], "ACAN EFE|ACAN|Agencia Centroamericana de Noticias"),
    row("Europa Press", "Europe/Madrid", "es", "c", &[], "EuropaPress|EP Europa Press|EP|Notimérica|Notimérica/EP"),
    row("Yonhap", "Asia/Seoul", "en", "b", &["(END)"], "Yonhap News|Yonhap News Agency|연합뉴스|聯合뉴스|韩联社|韓聯社|聯合ニュース"),
    row("Newsis", "Asia/Seoul", "ko", "", &[], "뉴시스"),
    row("News1", "Asia/Seoul", "ko", "", &[], "뉴스1"),
    row("HKCNA", "Asia/Hong_Kong", "zh", "", &[], "中通社|香港中通社"),
    row("CRNTT", "Asia/Hong_Kong", "zh", "", &[], "中评社|中評社"),
    row("Prime", "Europe/Moscow", "ru", "c", &[], "ПРАЙМ|Агентство Прайм"),
    row("Beta", "Europe/Belgrade", "sr", "c", &[], ""),
    row("Angop", "Africa/Luanda", "pt", "", &[], ""),
    row("ABI", "America/La_Paz", "es", "c", &[], "Agencia Boliviana de Información"),
    row("AVN", "America/Caracas", "es", "c", &[], "Agencia Venezolana de Noticias"),
    row("Andina", "America/Lima", "es", "c", &[], "Agencia Andina"),
    row("Kazinform", "Asia/Almaty", "ru", "", &[], "Казинформ"),
    row("Armenpress", "Asia/Yerevan", "en", "", &[], "Арменпресс"),
    row("BNS", "Europe/Vilnius", "en", "c", &[], "Baltic News Service"),
    row("FENA", "Europe/Sarajevo", "bs", "", &[], ""),
    row("KCNA", "Asia/Pyongyang", "en", "", &[], "Korean Central News Agency|조선중앙통신|朝中社"),
    row("CNA", "Asia/Taipei", "en", "nmc", &["Enditem"], "Central News Agency|Central News Agency Taiwan|中央社|中央通訊社"),
    row("AAP", "Australia/Sydney", "en", "bc", &["AAP"], "Australian Associated Press|AAP Newswire"),
    row("NZPA", "Pacific/Auckland", "en", "b", &[], "New Zealand Press Association"),
    row("BusinessDesk", "Pacific/Auckland", "en", "", &[], "Business Desk|BusinessWire NZ"),
    row("Scoop", "Pacific/Auckland", "en", "c", &[], "Scoop Media"),
    row("APA", "Europe/Vienna", "de", "mc", &["(Schluss)"], "Austria Presse Agentur|APA-OTS|Austria Press Agency"),
    row("ATS", "Europe/Zurich", "fr", "nmc", &[], "Agence télégraphique suisse|Keystone-ATS|Keystone ATS"),
    row("SDA", "Europe/Zurich", "de", "nmc", &[], "Schweizerische Depeschenagentur|Keystone-SDA|Keystone SDA|sda-ats"),
    row("ANP", "Europe/Amsterdam", "nl", "c", &[], "Algemeen Nederlands Persbureau"),
    row("KNA", "Europe/Berlin", "de", "nm", &[], "Katholische Nachrichten-Agentur"),
    row("epd", "Europe/Berlin", "de", "nm", &[], "Evangelischer Pressedienst"),
    row("AFPD", "Europe/Berlin", "de", "m", &[], "AFP Deutschland"),
    row("ddp", "Europe/Berlin", "de", "m", &[], "Deutscher Depeschendienst|dapd"),
    row("ADN", "Europe/Berlin", "de", "m", &[], "Allgemeiner Deutscher Nachrichtendienst|ADN/ND"),
    row("NTB", "Europe/Oslo", "no", "m", &["(©NTB)"], "Norsk Telegrambyrå|Norsk Telegrambyra"),
    row("TT", "Europe/Stockholm", "sv", "mc", &["/TT/"], "Tidningarnas Telegrambyrå|TT Nyhetsbyrån"),
    row("STT", "Europe/Helsinki", "fi", "mc", &[], "Suomen Tietotoimisto|STT-Lehtikuva|FNB"),
    row("Ritzau", "Europe/Copenhagen", "da", "m", &["/ritzau/"], "Ritzaus Bureau|Via Ritzau|Ritzaus"),
    row("Belga", "Europe/Brussels", "nl", "", &[], "Agence Belga|Belga News Agency"),
    row("PA", "Europe/London", "en", "c", &[], "Press Association|The Press Association|PA Media|PA News|London Press Association"),
    row("Lusa", "Europe/Lisbon", "pt", "", &[], "Agência Lusa|ANOP"),
    row("PAP", "Europe/Warsaw", "pl", "c", &[], "Polska Agencja Prasowa|Polish Press Agency"),
    row("CTK", "Europe/Prague", "cs", "", &[], "ČTK|CETEKA|Czech News Agency"),
    row("TASR", "Europe/Bratislava", "sk", "", &[], ""),
    row("MTI", "Europe/Budapest", "hu", "c", &[], "Magyar Távirati Iroda"),
    row("Agerpres", "Europe/Bucharest", "ro", "", &[], "Rompres"),
    row("BTA", "Europe/Sofia", "bg", "", &[], "Bulgarian News Agency|БТА"),
    row("Tanjug", "Europe/Belgrade", "sr", "b", &[], "Танјуг"),
    row("HINA", "Europe/Zagreb", "hr", "", &[], ""),
    row("STA", "Europe/Ljubljana", "sl", "c", &[], "Slovenian Press Agency"),
    row("ANA", "Europe/Athens", "en", "c", &[], "AMNA|ANA-MPA|Athens News Agency|Athens-Macedonian News Agency|ΑΠΕ-ΜΠΕ"),
    row("Ukrinform", "Europe/Kiev", "uk", "b", &[], "Укринформ|Укрінформ"),
    row("BelTA", "Europe/Minsk", "ru", "bm", &[], "БЕЛТА|БелТА"),
    row("IRNA", "Asia/Tehran", "fa", "b", &[], "Islamic Republic News Agency|ایرنا"),
    row("MENA", "Africa/Cairo", "ar", "c", &[], "Middle East News Agency|أ ش أ"),
    row("WAM", "Asia/Dubai", "ar", "c", &[], "Emirates News Agency|وام"),
    row("SPA", "Asia/Riyadh", "ar", "c", &[], "Saudi Press Agency|واس"),
    row("SANA", "Asia/Damascus", "ar", "", &[], "Syrian Arab News Agency|سانا"),
    row("Petra", "Asia/Amman", "ar", "c", &[], "Jordan News Agency|بترا"),
    row("KUNA", "Asia/Kuwait", "ar", "", &[], "Kuwait News Agency|كونا"),
    row("INA", "Asia/Baghdad", "ar", "c", &[], "Iraqi News Agency|NINA"),
    row("QNA", "Asia/Qatar", "ar", "", &[], "Qatar News Agency|قنا"),
    row("APS", "Africa/Algiers", "fr", "c", &[], "Algérie Presse Service"),
    row("MAP", "Africa/Casablanca", "fr", "c", &[], "Maghreb Arabe Presse"),
    row("TAP", "Africa/Tunis", "fr", "c", &[], "Tunis Afrique Presse"),
    row("NAN", "Africa/Lagos", "en", "c", &[], "News Agency of Nigeria"),
    row("GNA", "Africa/Accra", "en", "nbc", &[], "Ghana News Agency"),
    row("PANA", "Africa/Dakar", "en", "c", &[], "Panapress|Pan African News Agency"),
    row("SAPA", "Africa/Johannesburg", "en", "", &[], "South African Press Association"),
    row("APP", "Asia/Karachi", "en", "c", &[], "Associated Press of Pakistan"),
    row("BSS", "Asia/Dhaka", "en", "c", &[], "Bangladesh Sangbad Sangstha"),
    row("UNB", "Asia/Dhaka", "en", "c", &[], "United News of Bangladesh"),
    row("Bernama", "Asia/Kuala_Lumpur", "en", "b", &[], "Malaysian National News Agency"),
    row("Antara", "Asia/Jakarta", "en", "", &[], "ANTARA News"),
    row("PNA", "Asia/Manila", "en", "c", &[], "Philippine News Agency|Philippines News Agency"),
    row("VNA", "Asia/Ho_Chi_Minh", "en", "", &[], "Vietnam News Agency|TTXVN"),
    row("TNA", "Asia/Bangkok", "en", "", &[], "Thai News Agency"),
    row("Prensa Latina", "America/Havana", "es", "", &[], "PL|PRELA|Agencia Prensa Latina"),
    row("Notimex", "America/Mexico_City", "es", "", &[], "Agencia Notimex"),
    row("Telam", "America/Argentina/Buenos_Aires", "es", "", &[], "Télam|Agencia Télam"),
    row("DYN", "America/Argentina/Buenos_Aires", "es", "", &[], "Diarios y Noticias"),
    row("NA", "America/Argentina/Buenos_Aires", "es", "c", &[], "Noticias Argentinas"),
    row("CMC", "America/Barbados", "en", "bc", &[], "Caribbean Media Corporation"),
    row("CANA", "America/Barbados", "en", "", &[], "Caribbean News Agency|Bridgetown CANA"),
    row("IPS", "", "en", "c", &[], "Inter Press Service"),
    row("Agencia Brasil", "America/Sao_Paulo", "pt", "", &[], "ABr"),
    row("Canadian Press", "America/Toronto", "en", "", &[], "The Canadian Press|CP|La Presse Canadienne|PC"),
    row("FBIS", "UTC", "en", "", &[], "Foreign Broadcast Information Service"),
    row("MNI", "", "en", "", &[], "Market News International"),
    row("IFR", "Europe/London", "en", "", &[], "International Financing Review"),
    row("Dow Jones", "America/New_York", "en", "b", &[], "Dow Jones Newswires|Dow Jones/AP|DJ|Dow Jones-AP"),
    row("Bloomberg", "America/New_York", "en", "b", &[], "Bloomberg News|BBN|彭博社"),
    row("MarketWatch", "America/New_York", "en", "", &[], ""),
    row("NYT", "America/New_York", "en", "", &[], "New York Times|The New York Times|N.Y. Times News Service|New York Times News Service"),
    row("LA Times", "America/Los_Angeles", "en", "", &[], "Los Angeles Times|The Los Angeles Times"),
    row("Washington Post", "America/New_York", "en", "", &[], "The Washington Post"),
    row("TNS", "America/New_York", "en", "", &[], "Tribune News Service|tca|Tribune Content Agency|KRT|MCT"),
    row("Sports Network", "America/New_York", "en", "", &[], "The Sports Network|The Sports Network, Inc.|TSN Sports Network"),
    row("Hollywood Reporter", "America/Los_Angeles", "en", "", &[], "The Hollywood Reporter"),
    row("Billboard", "America/New_York", "en", "", &[], ""),
    row("Variety", "America/Los_Angeles", "en", "", &[], ""),
    row("OPTA", "Europe/London", "en", "", &[], ""),
    row("Gracenote", "Europe/London", "en", "", &[], ""),
    row("CNS", "America/New_York", "en", "c", &[], "Catholic News Service"),
    row("PRNewswire", "America/New_York", "en", "", &[], "PR Newswire|PRNewswire-FirstCall|PRNewswire-AsiaNet|PRNewswire-USNewswire|PRNewswire/AsiaNet|PRNewswire-Asia|PRNewswire-iReach|PRN"),
    row("AsiaNet", "", "en", "", &[], "Medianet|JBN-AsiaNet"),
    row("Business Wire", "America/New_York", "en", "", &[], "BusinessWire|BUSINESS WIRE"),
    row("GlobeNewswire", "America/New_York", "en", "", &[], "Globe Newswire|PrimeNewswire|Prime Newswire"),
    row("Marketwired", "America/Toronto", "en", "", &[], "Market Wire|Marketwire|MARKETWIRE via COMTEX|CCNMatthews"),
    row("CNW", "America/Toronto", "en", "", &[], "CNW Group|Canada NewsWire|CNW Telbec"),
    row("CNN", "America/New_York", "en", "", &[], "CNN.com|CNN International|Cable News Network"),
    row("U.S. Newswire", "America/New_York", "en", "", &[], "US Newswire"),
    row("Fitch", "Europe/London", "en", "n", &[], "Fitch Ratings"),
    row("Standard & Poor's", "America/New_York", "en", "", &[], "Standard and Poor's|S&P Global Ratings"),
    row("Moody's", "America/New_York", "en", "", &[], "Moody's Investors Service"),
    row("ACCESSWIRE", "America/New_York", "en", "", &[], ""),
    row("Newsfile", "America/Toronto", "en", "", &[], "Newsfile Corp|TheNewswire"),
    row("news aktuell", "Europe/Berlin", "de", "m", &[], "ots|presseportal"),
    row("Inravision", "America/Bogota", "es", "c", &[], ""),
];

fn by_name() -> &'static FxHashMap<String, &'static Agency> {
    static MAP: OnceLock<FxHashMap<String, &'static Agency>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = FxHashMap::default();
        for agency in AGENCIES {
            for alias in agency.aliases.split('|').filter(|alias| !alias.is_empty()) {
                map.entry(key(alias)).or_insert(agency);
            }
        }
        // A canonical name beats an alias of another row.
        for agency in AGENCIES {
            map.insert(key(agency.name), agency);
        }
        map
    })
}

/// Longest name worth looking up, in bytes.
const LONGEST: usize = 80;

/// Finds the agency that a source calls `name`, whatever the case, dots or script.
pub fn canonical(name: &str) -> Option<&'static Agency> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    by_name().get(key(name).as_str()).copied()
}

/// Words that make a bracket a credit of something else: `(AP Photo/…)`.
const NOT_TEXT: [&str; 12] = [
    "photo", "photos", "foto", "video", "graphic", "graphics", "image", "images", "file", "poll",
    "wire", "writer",
];

/// Finds the agency in the text of a bracket: `Reuters Life!`, `dpa/lni`, `ats afp`, `tca/dpa`.
///
/// The first agency named wins, except that a desk in front of a slash (`tca/dpa`) gives way.
pub fn in_brackets(text: &str) -> Option<&'static Agency> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Some(agency) = canonical(text) {
        return Some(agency);
    }
    if !text.contains([' ', '/', '-', '\u{a0}', '\n', '!', ',']) {
        return None;
    }
    let parts = || text.split('/').map(str::trim);
    if parts().any(|part| {
        part.split_whitespace().any(|word| NOT_TEXT.iter().any(|no| word.eq_ignore_ascii_case(no)))
    }) {
        return None;
    }
    if text.contains('/') {
        let mut found = parts().filter_map(|part| canonical(part).or_else(|| leading(part)));
        let first = found.next();
        if first.is_some_and(|agency| agency.name == "TNS") {
            return found.next().or(first);
        }
        return first;
    }
    leading(text)
}

/// `Reuters Life!`, `ats afp`, `PARIS AFP`, `PRNewswire-AsiaNet`: an agency among few words.
fn leading(text: &str) -> Option<&'static Agency> {
    let words: Vec<&str> =
        text.split([' ', ',', '\u{a0}', '\n']).filter(|w| !w.is_empty()).collect();
    if words.len() > 4 {
        return None;
    }
    if let [one] = words[..] {
        // A desk after a hyphen: `dpa-lni`; but TELAM-EFE is a joint service of its own. Nordic
        // agencies name their source there: `NTB-Reuters`.
        let (head, tail) = one.split_once('-')?;
        let agency = canonical(head)?;
        return (agency.mixed_case || canonical(tail).is_none()).then_some(agency);
    }
    // `NTB-Ann Lee`: who wrote it.
    if let Some((head, name)) = words.first().and_then(|word| word.split_once('-'))
        && name.starts_with(char::is_uppercase)
        && let Some(agency) = canonical(head).filter(|it| it.mixed_case && it.name == head)
    {
        return Some(agency);
    }
    // `Zpravodaj ČTK`, `Корр. ТАСС Ann Lee`: who sits there for the agency.
    if words.first().is_some_and(|word| is_reporter(word))
        && let Some(agency) = words.get(1).and_then(|word| canonical(word))
    {
        return Some(agency);
    }
    let sure = |word: &str| canonical(word).filter(|agency| !agency.clash || word == agency.name);
    if let Some(agency) = words.first().and_then(|word| canonical(word)) {
        // `AP Business` or `ats afp`, but not `AA rated` or `PA Consulting`.
        if !agency.clash || words[1..].iter().all(|word| canonical(word).is_some()) {
            return Some(agency);
        }
    }
    if words.len() == 2 {
        // FBIS puts the city before the agency: PARIS AFP.
        return sure(words[1])
            .filter(|agency| agency.bare && super::places::city(words[0]).is_some());
    }
    None
}

/// Words for the reporter of an agency, before its name.
pub(super) fn is_reporter(word: &str) -> bool {
    matches!(
        word,
        "Zpravodaj"
            | "Zpravodajka"
            | "zpravodaj"
            | "zpravodajka"
            | "Корр."
            | "корр."
            | "Кор."
            | "кор."
    )
}

/// Finds an agency whose name may stand without brackets: `AAP`, `Kyodo`, `Reuter`.
///
/// Case matters here, because nothing but the name itself says that it is one.
pub fn bare(word: &str) -> Option<&'static Agency> {
    if word.len() > 64 || word.len() < 2 {
        return None;
    }
    // A regional service: `ИНТЕРФАКС-КАЗАХСТАН`.
    let service = || {
        let (head, _) = word.split_once('-').filter(|(head, _)| head.len() >= 8)?;
        let is_shouted = !word.chars().any(char::is_lowercase);
        canonical(head).filter(|_| is_shouted)
    };
    let agency = canonical(word).or_else(service).filter(|agency| agency.bare)?;
    let exact = word == agency.name
        || agency.aliases.split('|').any(|alias| alias == word)
        || word.chars().all(|c| !c.is_lowercase());
    exact.then_some(agency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> Option<&'static str> {
        canonical(text).map(|agency| agency.name)
    }

    #[test]
    fn spellings_meet_in_one_name() {
        assert_eq!(name("Reuter"), Some("Reuters"));
        assert_eq!(name("REUTERS"), Some("Reuters"));
        assert_eq!(name("Itar-Tass"), Some("TASS"));
        assert_eq!(name("ТАСС"), Some("TASS"));
        assert_eq!(name("أ ف ب"), Some("AFP"));
        assert_eq!(name("新华社"), Some("Xinhua"));
        assert_eq!(name("연합뉴스"), Some("Yonhap"));
        assert_eq!(name("the associated press"), Some("AP"));
        assert_eq!(name("A.P."), Some("AP"));
        assert_eq!(name("Anadolu Agency"), Some("AA"));
        assert_eq!(name("Anadolu Ajansı"), Some("AA"));
        assert_eq!(name("ANADOLU AJANSI"), Some("AA"));
        assert_eq!(name("Deutsche Presse-Agentur"), Some("dpa"));
        assert_eq!(name("DPA"), Some("dpa"));
        assert_eq!(name("ACAN - EFE"), Some("ACAN-EFE"));
        assert_eq!(name("Acme Times"), None);
        assert_eq!(name(""), None);
    }

    #[test]
    fn brackets_may_hold_desks_and_brands() {
        let inside = |text| in_brackets(text).map(|agency| agency.name);
        assert_eq!(inside("Reuters Life!"), Some("Reuters"));
        assert_eq!(inside("Reuters Legal"), Some("Reuters"));
        assert_eq!(inside("Reuters/IFR"), Some("Reuters"));
        assert_eq!(inside("dpa/lni"), Some("dpa"));
        assert_eq!(inside("tca/dpa"), Some("dpa"));
        assert_eq!(inside("ats afp"), Some("ATS"));
        assert_eq!(inside("EFE/Prensa"), Some("EFE"));
        assert_eq!(inside("PARIS AFP"), Some("AFP"));
        assert_eq!(inside("GLOBE NEWSWIRE"), Some("GlobeNewswire"));
        assert_eq!(inside("AP Photo/Jane Doe"), None);
        assert_eq!(inside("AA rated"), None);
        assert_eq!(inside("TELAM-EFE"), None);
        assert_eq!(inside("RADIO SANDINO"), None);
        assert_eq!(inside("NTB-Reuters"), Some("NTB"));
        assert_eq!(inside("NTB-Ann Lee"), Some("NTB"));
        assert_eq!(inside("Zpravodaj ČTK"), Some("CTK"));
        assert_eq!(bare("ИНТЕРФАКС-КАЗАХСТАН").map(|agency| agency.name), Some("Interfax"));
        // A channel is a source of its own.
        assert_eq!(inside("INRAVISION TELEVISION CADENA 2"), None);
        assert_eq!(inside("INRAVISION"), Some("Inravision"));
    }

    #[test]
    fn bare_names_are_exact() {
        assert_eq!(bare("AAP").map(|agency| agency.name), Some("AAP"));
        assert_eq!(bare("Kyodo").map(|agency| agency.name), Some("Kyodo"));
        assert_eq!(bare("ап"), None);
        assert_eq!(bare("efe"), None);
        assert_eq!(bare("AA"), None);
    }

    #[test]
    fn every_zone_is_known_and_every_name_finds_itself() {
        for agency in AGENCIES {
            if let Some(zone) = agency.zone {
                assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{zone}");
            }
            assert_eq!(name(agency.name), Some(agency.name));
            for alias in agency.aliases.split('|').filter(|alias| !alias.is_empty()) {
                assert!(name(alias).is_some(), "{alias}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC{0,40}") {
            let _ = canonical(&text);
            let _ = in_brackets(&text);
            let _ = bare(&text);
        }

        #[test]
        fn a_canonical_name_is_a_fixed_point(at in 0..AGENCIES.len()) {
            let agency = &AGENCIES[at];
            prop_assert_eq!(canonical(agency.name).map(|found| found.name), Some(agency.name));
        }
    }
}
