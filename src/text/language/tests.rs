use super::*;
use proptest::prelude::*;

#[test]
fn running_text() {
    for (text, language) in [
        ("The harbor was closed on Monday because of heavy fog, officials said.", "en"),
        ("Der Hafen blieb am Montag wegen dichten Nebels geschlossen, teilte die Stadt mit.", "de"),
        ("Le port est resté fermé lundi à cause du brouillard, selon la mairie.", "fr"),
        ("El puerto permaneció cerrado el lunes a causa de la niebla, según la alcaldía.", "es"),
        ("Liman, yoğun sis nedeniyle pazartesi günü kapalı kaldı, dedi yetkililer.", "tr"),
        ("Порт был закрыт в понедельник из-за густого тумана, сообщили власти.", "ru"),
        ("Порт був закритий у понеділок через густий туман, повідомили в місті.", "uk"),
        ("Port był zamknięty w poniedziałek z powodu gęstej mgły, podały władze.", "pl"),
        ("Το λιμάνι παρέμεινε κλειστό τη Δευτέρα λόγω ομίχλης.", "el"),
        ("港は月曜日、濃い霧のため閉鎖された。", "ja"),
        ("由于大雾,港口星期一关闭。", "zh"),
        ("Havnen var lukket mandag på grund af tæt tåge, sagde en embedsmand på øen.", "da"),
    ] {
        assert_eq!(detect(text), Some(language), "{text}");
    }
}

#[test]
fn capitals_are_read_too() {
    assert_eq!(
        detect("THE HARBOR WAS CLOSED ON MONDAY BECAUSE OF HEAVY FOG, OFFICIALS SAID."),
        Some("en")
    );
}

#[test]
fn too_little_says_nothing() {
    assert_eq!(detect(""), None);
    assert_eq!(detect("Shr 34 cts vs 20"), None);
    assert_eq!(detect("1,234 5,678 9,012 3,456 7,890 1,234 5,678"), None);
}

const ENGLISH: &str = "The regional council of a small town in the hills has closed a bridge that \
    was built in the last century, the mayor said on Monday. The decision was taken after heavy \
    rain and it will hold for at least two weeks, he told reporters from the local paper.";
const ITALIAN: &str = "Il consiglio di una piccola città delle colline ha chiuso il ponte che era \
    stato costruito nel secolo scorso, ha detto il sindaco. La decisione è stata presa dopo le \
    piogge della notte e vale per due settimane, non di più, ha spiegato ai giornalisti del posto.";
const TURKISH: &str = "Tepelerdeki küçük bir kasabanın meclisi geçen yüzyılda yapılan köprüyü \
    kapattı, belediye başkanı pazartesi günü söyledi. Karar gece boyunca yağan yağmurdan sonra \
    alındı ve en az iki hafta geçerli olacak, dedi yerel gazetenin muhabirlerine.";

#[test]
fn a_text_overrules_a_label_that_lies() {
    for (text, claimed, found) in [
        (ENGLISH, "it", Some("en")),
        (ENGLISH, "it-IT", Some("en")),
        (ENGLISH, "tr", Some("en")),
        (ENGLISH, "da", Some("en")),
        (ENGLISH, "ar", Some("en")),
        (ITALIAN, "en", Some("it")),
        (ITALIAN, "es", Some("it")),
        (TURKISH, "en", Some("tr")),
        (ENGLISH, "en", None),
        (ENGLISH, "en-GB", None),
        (ITALIAN, "it", None),
        (TURKISH, "tr", None),
        (
            "El puerto de la ciudad, que es el mayor de la costa, cerro de nuevo por la niebla de la \
          noche, dijo un portavoz de las autoridades. Los barcos de la flota no salieron de la \
          bahia, y el servicio de pasajeros se suspendio por la tarde. Los trenes, en cambio, \
                circularon con normalidad.",
            "en",
            Some("es"),
        ),
        // Languages that are not told apart from it.
        (ITALIAN, "co", None),
        (&ENGLISH[..150], "it", None),
        ("Shr 34 cts vs 20. Net 1,234 vs 5,678. Revs 9,012 vs 3,456.", "en", None),
    ] {
        assert_eq!(contradicts(text, claimed), found, "{claimed}: {text}");
    }
    let russian = "Порт был закрыт в понедельник из-за густого тумана. ".repeat(6);
    assert_eq!(contradicts(&russian, "en"), Some("ru"));
    assert_eq!(contradicts(&russian, "uk"), None);
    assert_eq!(contradicts(&russian, "sr"), None);
}

#[test]
fn one_foreign_name_is_no_language() {
    let text = "The talks in the city were led by Lech Wałęsa and several ministers from \
        neighbouring countries, a spokesman for the government said on Monday evening.";
    assert_eq!(detect(text), Some("en"));
}

#[test]
fn labels_in_one_form() {
    for (label, tag) in [
        ("EN", "en"),
        ("eng", "en"),
        ("en-us", "en-US"),
        ("nl-nl", "nl-NL"),
        ("English", "en"),
        ("Spanish", "es"),
        ("español", "es"),
        ("pt_br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("ger", "de"),
    ] {
        assert_eq!(canonical(label).as_deref(), Some(tag), "{label}");
    }
    for label in ["", "und", "xx", "mul", "en us?", "en-", "klingonese"] {
        assert_eq!(canonical(label), None, "{label}");
    }
}

#[test]
fn canonical_labels_stay() {
    for code in CODES.split(' ').chain(THREE.iter().map(|it| it.1)) {
        assert_eq!(canonical(code).as_deref(), Some(code));
    }
}

proptest! {
    #[test]
    fn never_panics(text: String) {
        detect(&text);
        contradicts(&text.repeat(20), "it");
        if let Some(tag) = canonical(&text) {
            prop_assert_eq!(canonical(&tag), Some(tag));
        }
    }
}
