//! Months and weekdays, in the languages that wires file in.
//!
//! In comes one word of a date (`Sept`, `août`, `LUG`, `января`, `Macrh`), out goes the number.
//! It is its own file because it is a table. One merged table serves all languages, because no
//! word of it means two months; the one clash (Polish and Croatian `listopad`) goes by language.

use std::sync::OnceLock;

use chrono::Weekday;
use rustc_hash::FxHashMap;

use super::regions::key;

/// Words for each month, January first. Case, accents and full stops do not matter.
#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "jan january janv janvier januar janner jaenner ene enero gen gennaio janeiro oca ocak januari tammi tammikuu tammikuuta sty stycznia styczen янв января январь январе januara ianuarie ledna január ιανουαρίου يناير جانفي січня januarja sijecnja ian януари січ ינואר",
    "feb february fevr fevrier fev februar feber febrero febbraio fevereiro sub subat februari helmi helmikuu helmikuuta lut lutego luty фев февр февраля февраль феврале februarie unora február φεβρουαρίου فبراير شباط лютого februara februarja veljace февруари лют פברואר",
    "mar march mars mrz marz maerz marzo marco mart mrt maart maaliskuu maaliskuuta marca marzec мар марта март марте martie brezna marcius μαρτίου مارس آذار березня marts ozujka бер מרץ",
    "apr april avr avril abr abril aprile nis nisan huhtikuu huhtikuuta kwi kwietnia kwiecien апр апреля апрель апреле aprilie dubna április απριλίου أبريل ابريل نيسان квітня aprila travnja aprilis април квіт אפריל",
    "may mai mayo maggio mag maio mayis mei maj maja toukokuu toukokuuta мая май мае kvetna május μαΐου مايو أيار травня svibnja majus трав מאי",
    "jun june juin juni junio giugno giu junho haz haziran kesakuu kesakuuta cze czerwca czerwiec июн июня июнь июне iunie cervna június ιουνίου يونيو حزيران червня juna junija lipnja iun junius юни черв יוני جوان",
    "jul july juil juillet juli julio luglio lug julho tem temmuz heinakuu heinakuuta lip lipca lipiec июл июля июль июле iulie cervence július ιουλίου يوليو تموز липня jula julija srpnja iul julius юли лип יולי جويلية",
    "aug august aout ago agosto agustos agu augustus augusti elokuu elokuuta sie sierpnia sierpien авг августа август августе srpna augusztus αυγούστου أغسطس آب серпня augusta avgusta avgust kolovoza серп אוגוסט أوت اغسطس",
    "sep sept september septembre septiembre setiembre set settembre setembro eyl eylul syyskuu syyskuuta wrz wrzesnia wrzesien сен сент сентября сентябрь сентябре septembrie zari szeptember σεπτεμβρίου سبتمبر أيلول вересня septembra rujna септември верес ספטמבר ايلول",
    "oct october octobre okt oktober octubre ott ottobre out outubro eki ekim oktober lokakuu lokakuuta paz pazdziernika pazdziernik окт октября октябрь октябре octombrie rijna október οκτωβρίου أكتوبر اكتوبر жовтня oktobra октомври жовт אוקטובר",
    "nov november novembre noviembre novembro kas kasim marraskuu marraskuuta listopada listopad ноя нояб ноября ноябрь ноябре noiembrie νοεμβρίου نوفمبر листопада novembra studenoga studenog noi noie ноември נובמבר",
    "dec december decembre dez dezember dic diciembre dicembre dezembro ara aralik des desember joulukuu joulukuuta gru grudnia grudzien дек декабря декабрь декабре decembrie prosince δεκεμβρίου ديسمبر грудня decembra prosinca декември דצמבר",
];

/// Words for each weekday, Monday first.
#[rustfmt::skip]
const WEEKDAYS: [&str; 7] = [
    "mon monday lundi montag hetfo понеділок lunes lunedi segunda segunda-feira pazartesi maandag mandag måndag maanantai poniedzialek понедельник الاثنين",
    "tue tues tuesday mardi dienstag kedd вівторок martes martedi terca terca-feira sali dinsdag tirsdag tisdag tiistai wtorek вторник الثلاثاء",
    "wed weds wednesday mercredi mittwoch szerda середа miercoles mercoledi quarta quarta-feira carsamba woensdag onsdag keskiviikko sroda среда الأربعاء",
    "thu thur thurs thursday jeudi donnerstag csutortok четвер jueves giovedi quinta quinta-feira persembe donderdag torsdag torstai czwartek четверг الخميس",
    "fri friday vendredi freitag pentek п'ятниця viernes venerdi sexta sexta-feira cuma vrijdag fredag perjantai piatek пятница الجمعة",
    "sat saturday samedi samstag szombat субота sonnabend sabado sabato cumartesi zaterdag lørdag lördag lauantai sobota суббота السبت",
    "sun sunday dimanche sonntag vasarnap неділя domingo domenica pazar zondag søndag söndag sunnuntai niedziela воскресенье الأحد",
];

/// English names, for mistyped ones.
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn table<const N: usize>(words: &'static [&'static str; N]) -> FxHashMap<String, u8> {
    let mut map = FxHashMap::default();
    for (number, words) in (1u8..).zip(words) {
        for word in words.split(' ') {
            map.entry(key(word)).or_insert(number);
        }
    }
    map
}

/// Longest month word in bytes.
const LONGEST: usize = 32;

/// Reads a month word in any language of the table; a full stop at its end is allowed.
pub fn month(word: &str) -> Option<u8> {
    static MAP: OnceLock<FxHashMap<String, u8>> = OnceLock::new();
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    MAP.get_or_init(|| table(&MONTHS)).get(key(word).as_str()).copied()
}

/// Reads a month word of a story in `language`: Croatian `listopad` is October.
pub fn month_in(word: &str, language: Option<&str>) -> Option<u8> {
    let found = month(word)?;
    if found == 11 && language.is_some_and(|language| language.starts_with("hr")) {
        let folded = key(word);
        if folded.starts_with("listopad") {
            return Some(10);
        }
    }
    Some(found)
}

/// Reads a mistyped English month: `Narch`, `Apirl`, `Junee`, `Jne`.
///
/// To be asked only where a day number and a separator fit, since short words are near months.
pub fn mistyped_month(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > 11 || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let allowed = if word.len() <= 5 { 1 } else { 2 };
    let mut best: Option<(usize, bool, u8)> = None;
    for (number, name) in (1u8..).zip(ENGLISH) {
        // `May` is one keystroke from far too many words.
        if name.len() < 4 || word.len().abs_diff(name.len()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&word, name);
        if distance > allowed {
            continue;
        }
        let found = (distance, word.as_bytes().first() != name.as_bytes().first(), number);
        if best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, _, number)| number)
}

/// Reads a weekday in any language of the table.
pub fn weekday(word: &str) -> Option<Weekday> {
    static MAP: OnceLock<FxHashMap<String, u8>> = OnceLock::new();
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    let number = MAP.get_or_init(|| table(&WEEKDAYS)).get(key(word).as_str()).copied()?;
    Weekday::try_from(number - 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn months_in_many_languages() {
        for (word, number) in [
            ("Sept.", 9),
            ("FEb", 2),
            ("août", 8),
            ("AOÛT", 8),
            ("Mrz", 3),
            ("Jän", 1),
            ("ene", 1),
            ("LUG", 7),
            ("dez", 12),
            ("Ağustos", 8),
            ("MAYIS", 5),
            ("EKİM", 10),
            ("Kasım", 11),
            ("января", 1),
            ("АПР", 4),
            ("sierpnia", 8),
            ("joulukuuta", 12),
            ("mrt", 3),
            ("يناير", 1),
            ("ABR", 4),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!(month("cargo"), None);
        assert_eq!(month("MAY7"), None);
    }

    #[test]
    fn listopad_goes_by_language() {
        assert_eq!(month_in("listopada", Some("pl")), Some(11));
        assert_eq!(month_in("listopada", Some("hr")), Some(10));
        assert_eq!(month_in("November", Some("hr")), Some(11));
    }

    #[test]
    fn mistyped_months() {
        for (word, number) in [
            ("Narch", 3),
            ("Mach", 3),
            ("Marc", 3),
            ("Marchg", 3),
            ("Macrh", 3),
            ("Apri", 4),
            ("Apirl", 4),
            ("Junee", 6),
            ("Jne", 6),
            ("Juen", 6),
            ("Novmeber", 11),
        ] {
            assert_eq!(mistyped_month(word), Some(number), "{word}");
        }
        assert_eq!(mistyped_month("Texas"), None);
        assert_eq!(mistyped_month("Paris"), None);
        assert_eq!(mistyped_month("Conn"), None);
    }

    #[test]
    fn weekdays() {
        assert_eq!(weekday("Monday"), Some(Weekday::Mon));
        assert_eq!(weekday("SALI"), Some(Weekday::Tue));
        assert_eq!(weekday("dimanche"), Some(Weekday::Sun));
        assert_eq!(weekday("Someday"), None);
    }

    proptest! {
        #[test]
        fn any_word_is_safe(word in "\\PC{0,20}") {
            if let Some(number) = month(&word) {
                prop_assert!((1..=12).contains(&number));
            }
            let _ = mistyped_month(&word);
            let _ = weekday(&word);
        }

        #[test]
        fn case_never_matters(at in 0usize..12, upper in any::<bool>()) {
            let word = if upper { ENGLISH[at].to_uppercase() } else { ENGLISH[at].to_string() };
            prop_assert_eq!(month(&word).map(usize::from), Some(at + 1));
        }
    }
}
