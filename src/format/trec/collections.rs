//! An identifier in, what is known of its collection out: one table.

use super::dates::InId;

/// What the text of a collection needs beyond the common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Nothing.
    None,
    /// Semicolons after sentences part paragraphs.
    Semicolons,
    /// `]` is printed for `!`, and headlines open with paper and date.
    FinancialTimes,
    /// Broadcasts: a source line, `[Text]` marks.
    Broadcasts,
    /// Headlines hold bylines under a line of hyphens.
    Decks,
}

/// A collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection {
    /// How its identifiers begin: `#` is a digit, `@` a capital.
    pattern: &'static str,
    pub agency: Option<&'static str>,
    pub language: Option<&'static str>,
    pub date: InId,
    pub habit: Habit,
}

const fn row(
    pattern: &'static str,
    agency: &'static str,
    language: &'static str,
    date: InId,
    habit: Habit,
) -> Collection {
    let agency = if agency.is_empty() { None } else { Some(agency) };
    let language = if language.is_empty() { None } else { Some(language) };
    Collection { pattern, agency, language, date, habit }
}

/// The first row whose pattern fits; longer patterns of one name stand first.
const COLLECTIONS: [Collection; 27] = [
    row("AP######-", "AP", "en", InId::YearFirst(2), Habit::None),
    row("WSJ######-", "The Wall Street Journal", "en", InId::YearFirst(3), Habit::Decks),
    row("FT###-", "Financial Times", "en", InId::No, Habit::FinancialTimes),
    row("LA######-", "Los Angeles Times", "en", InId::MonthFirst(2), Habit::None),
    row("FBIS", "FBIS", "en", InId::No, Habit::Broadcasts),
    row("SJMN##-", "San Jose Mercury News", "en", InId::DayOfYear, Habit::Semicolons),
    row("ZF##-", "", "en", InId::No, Habit::None),
    row("FR######-", "", "en", InId::YearFirst(2), Habit::None),
    row("DOE", "", "en", InId::No, Habit::None),
    row("CR##", "", "en", InId::No, Habit::None),
    row("PT#-", "", "en", InId::No, Habit::None),
    // The English Gigaword in its first edition, and AQUAINT.
    row("NYT########", "NYT", "en", InId::Full(3), Habit::None),
    row("APW########", "AP", "en", InId::Full(3), Habit::None),
    row("XIE########", "Xinhua", "en", InId::Full(3), Habit::None),
    row("XIN########", "Xinhua", "en", InId::Full(3), Habit::None),
    row("AFE########", "AFP", "en", InId::Full(3), Habit::None),
    row("AFP########", "AFP", "en", InId::Full(3), Habit::None),
    // CLEF.
    row("EFE########-", "EFE", "es", InId::Full(3), Habit::None),
    row("ATS.######.", "ATS", "fr", InId::YearFirst(4), Habit::None),
    row("SDA.######.", "ATS", "de", InId::YearFirst(4), Habit::None),
    row("AGZ.######.", "ATS", "it", InId::YearFirst(4), Habit::None),
    row("GH######-", "The Herald", "en", InId::YearFirst(2), Habit::None),
    row("LEMONDE##-", "Le Monde", "fr", InId::No, Habit::None),
    row("FSP######-", "Folha de S.Paulo", "pt", InId::YearFirst(3), Habit::None),
    row("PUBLICO-########-", "Público", "pt", InId::Full(8), Habit::None),
    row("TT####-######-", "TT", "sv", InId::YearFirst(7), Habit::None),
    row("LASTAMPA##-", "La Stampa", "it", InId::No, Habit::None),
];

/// What nothing is known of.
const UNKNOWN: Collection = row("", "", "", InId::No, Habit::None);

/// Sources of the later Gigawords, by their code: `AFP_ENG_20090531.0001`.
const SOURCES: [(&str, &str); 20] = [
    ("AFP", "AFP"),
    ("APW", "AP"),
    ("APS", "AP"),
    ("NYT", "NYT"),
    ("XIN", "Xinhua"),
    ("XIE", "Xinhua"),
    ("CNA", "CNA"),
    ("LTW", "Los Angeles Times-Washington Post"),
    ("WPB", "Washington Post/Bloomberg"),
    ("AAW", "Asharq Al-Awsat"),
    ("ASB", "Assabah"),
    ("HYT", "Al-Hayat"),
    ("NHR", "An-Nahar"),
    ("UMH", "Ummah Press"),
    ("QDS", "Al-Quds"),
    ("AHR", "Al-Ahram"),
    ("ZBN", "Lianhe Zaobao"),
    ("GMW", "Guangming Daily"),
    ("PDA", "People's Daily"),
    ("CNS", "China News Service"),
];

/// Finds the collection of an identifier. A language in it goes before the table's.
pub fn collection(id: &str) -> Collection {
    if fits("@@@_@@@_########", id) {
        let agency = SOURCES.iter().find(|(code, _)| id.starts_with(code)).map(|(_, name)| *name);
        return Collection { agency, date: InId::Full(8), ..UNKNOWN };
    }
    COLLECTIONS.iter().find(|it| fits(it.pattern, id)).copied().unwrap_or(UNKNOWN)
}

/// The code of the language in an identifier of the later Gigawords.
pub fn language_in(id: &str) -> Option<&str> {
    if fits("@@@_@@@_########", id) { id.get(4..7) } else { None }
}

fn fits(pattern: &str, id: &str) -> bool {
    let mut bytes = id.bytes();
    pattern.bytes().all(|it| match (it, bytes.next()) {
        (b'#', Some(byte)) => byte.is_ascii_digit(),
        (b'@', Some(byte)) => byte.is_ascii_uppercase(),
        (it, Some(byte)) => byte == it,
        (_, None) => false,
    })
}

/// Agencies that the source lines of broadcasts name.
const MONITORED: [(&str, &str); 36] = [
    ("XINHUA", "Xinhua"),
    ("ITAR-TASS", "TASS"),
    ("TASS", "TASS"),
    ("INTERFAX", "Interfax"),
    ("KYODO", "Kyodo"),
    ("YONHAP", "Yonhap"),
    ("KCNA", "KCNA"),
    ("AFP", "AFP"),
    ("EFE", "EFE"),
    ("ACAN-EFE", "EFE"),
    ("ANSA", "ANSA"),
    ("DPA", "dpa"),
    ("DDP/ADN", "ddp"),
    ("APA", "APA"),
    ("CTK", "CTK"),
    ("PAP", "PAP"),
    ("MTI", "MTI"),
    ("BTA", "BTA"),
    ("TANJUG", "Tanjug"),
    ("ROMPRES", "Rompres"),
    ("ATA", "ATA"),
    ("HINA", "HINA"),
    ("IRNA", "IRNA"),
    ("INA", "INA"),
    ("SANA", "SANA"),
    ("MENA", "MENA"),
    ("KUNA", "KUNA"),
    ("SPA", "SPA"),
    ("WAFA", "WAFA"),
    ("PTI", "PTI"),
    ("APP", "APP"),
    ("BERNAMA", "Bernama"),
    ("ANTARA", "Antara"),
    ("CNA", "CNA"),
    ("NOTIMEX", "Notimex"),
    ("TELAM", "Telam"),
];

/// Finds the agency that a source line names.
pub fn monitored(line: &str) -> Option<&'static str> {
    line.split([' ', '\n', ',', '(', ')']).filter(|it| it.len() >= 3).find_map(|word| {
        let known = MONITORED.iter().find(|(name, _)| *name == word);
        known.map(|(_, agency)| *agency)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_name_their_collection() {
        for (id, agency, language) in [
            ("AP880212-0004", Some("AP"), Some("en")),
            ("APW19981205.0374", Some("AP"), Some("en")),
            ("APW_ENG_20090531.0001", Some("AP"), None),
            ("XIN_ENG_20090531.0001", Some("Xinhua"), None),
            ("EFE19940101-00001", Some("EFE"), Some("es")),
            ("FBIS3-21777", Some("FBIS"), Some("en")),
            ("ZF07-123-456", None, Some("en")),
            ("odd", None, None),
            ("", None, None),
        ] {
            let found = collection(id);
            assert_eq!((found.agency, found.language), (agency, language), "{id}");
        }
        assert_eq!(language_in("AFP_SPA_20090531.0001"), Some("SPA"));
        assert_eq!(language_in("AP880212-0004"), None);
    }

    #[test]
    fn source_lines_name_agencies() {
        assert_eq!(monitored("OW0203 Beijing XINHUA in English 0102 GMT 2 Mar 94"), Some("Xinhua"));
        assert_eq!(monitored("LD2602210094 Madrid RNE-1 Radio Network in Spanish"), None);
    }
}
