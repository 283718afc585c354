//! Datelines of all agencies, and what looks like one.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const NONE: Hints = Hints { agency: None, language: None };

/// Places, date without and agency, and the first word of the lead, in one line.
fn seen(text: &str, hints: &Hints) -> Option<String> {
    read(text, hints).map(|found| summary(text, &found))
}

fn summary(text: &str, found: &Reading) -> String {
    let places: Vec<String> = found
        .places
        .iter()
        .map(|place| {
            let parts = [&place.city, &place.region, &place.country];
            let parts: Vec<&str> = parts.iter().map(|part| part.as_deref().unwrap_or("")).collect();
            parts.join(":")
        })
        .collect();
    let (dateline, _) = to_record(found, None);
    format!(
        "{} | {} | {} | {}{}",
        places.join(" + "),
        dateline.date.unwrap_or_default(),
        dateline.agency.unwrap_or_default(),
        text[found.rest..].split_whitespace().next().unwrap_or(""),
        if found.damaged { " | damaged" } else { "" },
    )
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let got = seen(text, &NONE);
            (got.as_deref() != Some(*expected))
                .then(|| format!("{text}: {}", got.unwrap_or_default()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn refuse(cases: &[&str]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|text| seen(text, &NONE).map(|got| format!("{text}: {got}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn slips_that_were_sent() {
    check(&[
        (
            "By JANE ROE, Associated Press Writer WASHINGTON (AP) - The port",
            "WASHINGTON::US |  | AP | The",
        ),
        ("PARIS (Reuters - The port", "PARIS::FR |  | Reuters | The | damaged"),
        ("BRUSSELS 1996-08-22 The port", "BRUSSELS::BE | 1996-08-22 |  | The"),
        ("SAID TO BE DERAA, SYRIA - The port", "DERAA::SY |  |  | The"),
        ("SYDNEY, April 1 (AFP) The port", "SYDNEY::AU | --04-01 | AFP | The"),
        ("Strasbourg, 10 juil 2024 (AFP) Le port", "Strasbourg::FR | 2024-07-10 | AFP | Le"),
    ]);
    assert!(read("SAID TO BE DERAA, SYRIA - The port", &NONE).is_some_and(|it| it.unverified));
    refuse(&[
        "PARIS (Reuters was there",
        "SAID TO BE GOLD - The price",
        "HARBOR 1996-08-22 The port",
    ]);
}

#[test]
fn places_alone_on_a_line() {
    for line in ["ISTANBUL", "İSTANBUL", "NEW YORK", "ANKARA/ISTANBUL", "JAKARTA, Indonesia"] {
        assert!(is_place_line(line), "{line}");
    }
    for line in
        ["TURKEY", "Istanbul", "STOCKS", "NO CITY", "ISTANBUL (AA)", "ISTANBUL - The", "PARIS 1990"]
    {
        assert!(!is_place_line(line), "{line}");
    }
}

#[test]
fn reuters() {
    check(&[
        ("NEW YORK, March 3 - Shares rose.", "NEW YORK::US | --03-03 |  | Shares"),
        ("TULSA, Okla., Feb 26 - Shares", "TULSA:Okla.:US | --02-26 |  | Shares"),
        ("WASHINGTON, March 12, Reuter - Shares", "WASHINGTON::US | --03-12 | Reuters | Shares"),
        ("LIMA, Jan 21 (Reuters) - Shares", "LIMA::PE | --01-21 | Reuters | Shares"),
        ("LIMA  (Reuters) - Shares", "LIMA::PE |  | Reuters | Shares"),
        ("(Reuters) - Shares", " |  | Reuters | Shares"),
        ("Jan 30 (Reuters) - Shares", " | --01-30 | Reuters | Shares"),
        ("WASHINGTON  Nov 14 (Reuters) - Shares", "WASHINGTON::US | --11-14 | Reuters | Shares"),
        ("OSLO (Reuters Life!) - Shares", "OSLO::NO |  | Reuters | Shares"),
        ("OSLO (Reuters/IFR) - Shares", "OSLO::NO |  | Reuters | Shares"),
        (
            "LOS ANGELES (Hollywood Reporter) - A star",
            "LOS ANGELES::US |  | Hollywood Reporter | A",
        ),
        ("LONDON/PARIS (Reuters) - A bank", "LONDON::GB + PARIS::FR |  | Reuters | A"),
        (
            "TRAVERSE CITY, Mich./CHICAGO  (Reuters) - A lake",
            "TRAVERSE CITY:Mich.:US + CHICAGO::US |  | Reuters | A",
        ),
        (
            "NEW YORK/ PHILADELPHIA (Reuters) - A",
            "NEW YORK::US + PHILADELPHIA::US |  | Reuters | A | damaged",
        ),
        ("kansas city, april 7 - Hogs", "kansas city::US | --04-07 |  | Hogs"),
        ("L'Ange-Gardien, Que., Oct 19 - A", "L'Ange-Gardien:Que.:CA | --10-19 |  | A"),
        ("AMSTERDAM, 2 March - The bank", "AMSTERDAM::NL | --03-02 |  | The"),
        ("BUENOS AIRES, ABR 7 - Wheat", "BUENOS AIRES::AR | --04-07 |  | Wheat"),
        ("WASHINGTON - The president", "WASHINGTON::US |  |  | The"),
        ("CALGARY, Alberta - Qtr ends", "CALGARY:Alberta:CA |  |  | Qtr"),
        ("THE HAGUE, March 2 - The", "THE HAGUE::NL | --03-02 |  | The"),
        ("The Hague, March 2 - The", "The Hague::NL | --03-02 |  | The"),
    ]);
}

#[test]
fn american_agencies() {
    check(&[
        ("GROSSETO, Italy (AP) -- A boat", "GROSSETO::IT |  | AP | A"),
        ("CHATHAM, Mass. (AP) _ A boat", "CHATHAM:Mass.:US |  | AP | A"),
        ("CHATHAM, Mass. (AP) — A boat", "CHATHAM:Mass.:US |  | AP | A"),
        ("McCOOK, Neb. (AP) A boat", "McCOOK:Neb.:US |  | AP | A | damaged"),
        ("ABOARD AIR FORCE ONE (AP) _ The", "ABOARD AIR FORCE ONE:: |  | AP | The"),
        (
            "WITH U.S. FORCES NEAR BASRA, Iraq (AP) _ The",
            "WITH U.S. FORCES NEAR BASRA::IQ |  | AP | The",
        ),
        ("Nov. 28 (UPI) -- A storm", " | --11-28 | UPI | A"),
        ("CAIRO, Egypt (UPI) -- A storm", "CAIRO::EG |  | UPI | A"),
        ("PORT SAID (UPI) -- A storm", "PORT SAID::EG |  | UPI | A"),
        ("NEW YORK _ The mayor", "NEW YORK::US |  |  | The"),
        (
            "LONDON, Feb. 1, 2017 /PRNewswire/ -- Acme",
            "LONDON::GB | 2017-02-01 | PRNewswire | Acme",
        ),
        (
            "TAMUNING, Guam, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\nAcme",
            "TAMUNING::GU | 2017-02-01 | PRNewswire | Acme",
        ),
        (
            "SAN FRANCISCO, Dec.  03, 2019  (GLOBE NEWSWIRE) -- Acme",
            "SAN FRANCISCO::US | 2019-12-03 | GlobeNewswire | Acme",
        ),
        ("NEW YORK--(BUSINESS WIRE)--Acme", "NEW YORK::US |  | Business Wire | Acme"),
        (
            "NEW YORK--(BUSINESS WIRE)--Jan. 3, 2013--Acme",
            "NEW YORK::US | 2013-01-03 | Business Wire | Acme",
        ),
        ("Jan. 12 (BusinessDesk) - The bank", " | --01-12 | BusinessDesk | The"),
    ]);
}

#[test]
fn press_releases_with_the_date_in_the_bracket_or_between_slashes() {
    check(&[
        (
            "TORONTO, ONTARIO--(Marketwired - May 5, 2014) - Harker Gold",
            "TORONTO:ONTARIO:CA | 2014-05-05 | Marketwired | Harker",
        ),
        (
            "VANCOUVER, BC--(CCNMatthews - Feb. 1, 2005) - Harker Gold",
            "VANCOUVER:BC:CA | 2005-02-01 | Marketwired | Harker",
        ),
        (
            "NEW YORK, NY / ACCESSWIRE / March 3, 2020 / Harker Foods",
            "NEW YORK:NY:US | 2020-03-03 | ACCESSWIRE | Harker",
        ),
    ]);
}

#[test]
fn agencies_of_the_long_tail() {
    check(&[
        ("Tamale, Aug. 20, GNA - Traders", "Tamale::GH | --08-20 | GNA | Traders"),
        ("CAPE COAST, GHANA, JULY 30, GNA -- DRUMS", "CAPE COAST::GH | --07-30 | GNA | DRUMS"),
        ("Tehran, Dec 3, IRNA – The bridge", "Tehran::IR | --12-03 | IRNA | The"),
        ("KINGSTON, Jamaica, CMC – Bees", "KINGSTON::JM |  | CMC | Bees"),
        ("(CNN) -- A man", " |  | CNN | A"),
        ("LONDON, England (CNN) -- Buses", "LONDON:England:GB |  | CNN | Buses"),
        (
            "WASHINGTON, Dec. 3 /U.S. Newswire/ -- The",
            "WASHINGTON::US | --12-03 | U.S. Newswire | The",
        ),
        ("Kokand, 3 May: A festival", "Kokand::UZ | --05-03 |  | A"),
    ]);
    refuse(&["Harker, 3 May: A festival", "Acme, Dec. 3: Net 5"]);
}

#[test]
fn agencies_before_the_date_or_the_place() {
    check(&[
        ("Sydney (AFP) Sept 3, 2014 - Gulls", "Sydney::AU | 2014-09-03 | AFP | Gulls"),
        ("(AP) LONDON - Gulls are", "LONDON::GB |  | AP | Gulls"),
        (
            "HELSINKI, Finland, 2014-09-03 08:00 CEST (GLOBE NEWSWIRE) -- Gulls",
            "HELSINKI::FI | 2014-09-03 | GlobeNewswire | Gulls",
        ),
        ("LONDON: A keeper counted", "LONDON::GB |  |  | A"),
    ]);
    refuse(&["(AP) HARKER - Gulls are", "(AP) London is full"]);
}

#[test]
fn agencies_of_ratings_file_without_a_dash() {
    check(&[(
        "OSLO/LONDON, October 03 (Fitch) Fitch Ratings has affirmed",
        "OSLO::NO + LONDON::GB | --10-03 | Fitch | Fitch",
    )]);
}

#[test]
fn a_bracket_behind_a_sure_place_names_the_source() {
    check(&[
        ("COLOMBO (EconomyHarker) - Bakers", "COLOMBO::LK |  | EconomyHarker | Bakers"),
        ("BATH, England (Kestrel) -- Bakers", "BATH:England:GB |  | Kestrel | Bakers"),
        ("(HarkerNews.com) - A county", " |  | HarkerNews.com | A"),
    ]);
    refuse(&[
        "KESTREL (KST) - shares rose",
        "(see harker.com) - A county",
        "(harker.com) - a county",
    ]);
}

#[test]
fn headlines_in_capitals_end_at_the_city_of_an_agency_too() {
    check(&[(
        "SHIP CREW REPAIRS LAMP\nMOSCOW, MARCH 3 TASS - THE CREW",
        "MOSCOW::RU | --03-03 | TASS | THE | damaged",
    )]);
}

#[test]
fn agencies_of_europe() {
    check(&[
        ("STOCKHOLM, Aug 29, 2014 (AFP) - A", "STOCKHOLM::SE | 2014-08-29 | AFP | A"),
        ("Paris, 21 jan 2019 (AFP) - Le", "Paris::FR | 2019-01-21 | AFP | Le"),
        ("PARIS, 3 mars 2024 (AFP) - Le", "PARIS::FR | 2024-03-03 | AFP | Le"),
        ("AFP - Le ministre", " |  | AFP | Le"),
        ("Berlin (dpa) - Der", "Berlin::DE |  | dpa | Der"),
        ("Berlin (dpa)\u{a0}- Der", "Berlin::DE |  | dpa | Der"),
        ("Peine (dpa/lni) - Der", "Peine::DE |  | dpa | Der"),
        ("San Diego (tca/dpa) - The", "San Diego::US |  | dpa | The"),
        ("Frankfurt/Main (dpa) – Der", "Frankfurt/Main::DE |  | dpa | Der"),
        ("Bonn, 3. März (dpa) – Der", "Bonn::DE | --03-03 | dpa | Der"),
        ("Wien (APA) - Der", "Wien::AT |  | APA | Der"),
        ("Paris (ats afp) Le", "Paris::FR |  | ATS | Le"),
        ("Berlin (KNA) Die", "Berlin::DE |  | KNA | Die"),
        ("San Mateo (ANP) - De", "San Mateo:: |  | ANP | De"),
        ("BRUSSEL (BELGA) = De", "BRUSSEL::BE |  | Belga | De"),
        ("(ANSA) - ROMA, 22 MAR - Il", "ROMA::IT | --03-22 | ANSA | Il"),
        ("(ANSA) - MONOPOLI (BARI), 6 LUG - Il", "MONOPOLI:BARI:IT | --07-06 | ANSA | Il"),
        ("ANSA TEST - ROMA, 01 LUG - Il", "ROMA::IT | --07-01 | ANSA | Il"),
        ("ROMA, 16 NOV (ANSA) - O", "ROMA::IT | --11-16 | ANSA | O"),
        ("Madrid, 11 may (EFE).- El", "Madrid::ES | --05-11 | EFE | El"),
        ("Moscú, 1 ene (EFE).-La", "Moscú::RU | --01-01 | EFE | La"),
        ("MADRID, 21 Nov. 2024 (EUROPA PRESS) - El", "MADRID::ES | 2024-11-21 | Europa Press | El"),
        ("Oslo (NTB): Det", "Oslo::NO |  | NTB | Det"),
        ("MOSCOW, January 21. /TASS/. The", "MOSCOW::RU | --01-21 | TASS | The"),
        ("MOSCOW, January 21 /ITAR-TASS/.-- The", "MOSCOW::RU | --01-21 | TASS | The"),
        ("ST. PETERSBURG, August 6 (Itar-Tass) - The", "ST. PETERSBURG::RU | --08-06 | TASS | The"),
        ("MOSCOW. April 2 (Interfax) - The", "MOSCOW::RU | --04-02 | Interfax | The"),
        ("МОСКВА, 21 января. /ТАСС/. Правительство", "МОСКВА::RU | --01-21 | TASS | Правительство"),
        ("Москва. 2 апреля. ИНТЕРФАКС.RU - Суд", "Москва::RU | --04-02 | Interfax | Суд"),
        ("МОСКВА, 2 апр - РИА Новости. Суд", "МОСКВА::RU | --04-02 | RIA Novosti | Суд"),
        ("ATHENS (ANA) - The", "ATHENS::GR |  | ANA | The"),
    ]);
}

#[test]
fn agencies_of_asia_and_the_pacific() {
    check(&[
        ("BEIJING, March 31 (Xinhua) -- The", "BEIJING::CN | --03-31 | Xinhua | The"),
        ("LISBOA, 18 jun (Xinhua) -- La", "LISBOA::PT | --06-18 | Xinhua | La"),
        ("SAITAMA, Japan, Dec. 9 Kyodo - The", "SAITAMA::JP | --12-09 | Kyodo | The"),
        ("TOKYO (Kyodo) -- The", "TOKYO::JP |  | Kyodo | The"),
        ("New Delhi, Sep 20 (PTI) The", "New Delhi::IN | --09-20 | PTI | The"),
        ("Lucknow (UP), Sep 20 (PTI) The", "Lucknow:UP:IN | --09-20 | PTI | The"),
        ("Chennai, Nov 12 (IANS) The", "Chennai::IN | --11-12 | IANS | The"),
        ("New Delhi [India], Sept 20 (ANI): The", "New Delhi::IN | --09-20 | ANI | The"),
        ("Bengaluru (Karnataka) [India], June 1: The", "Bengaluru:Karnataka:IN | --06-01 |  | The"),
        ("SEOUL, Nov. 24 (Yonhap) -- The", "SEOUL::KR | --11-24 | Yonhap | The"),
        ("Taipei, March 1 (CNA) The", "Taipei::TW | --03-01 | CNA | The"),
        ("Taipei. March 6 (CNA) The", "Taipei::TW | --03-06 | CNA | The"),
        ("SYDNEY March 22 AAP - The", "SYDNEY::AU | --03-22 | AAP | The"),
        ("SEOUL, Nov 26 AFP - The", "SEOUL::KR | --11-26 | AFP | The"),
        ("ANKARA (AA) - Hükümet", "ANKARA::TR |  | AA | Hükümet"),
        ("ISTANBUL (AA) – The", "ISTANBUL::TR |  | AA | The"),
        ("BRUSSELS, Belgium (AA) – The", "BRUSSELS::BE |  | AA | The"),
        ("ISLAMABAD: The minister", "ISLAMABAD::PK |  |  | The"),
        ("نيقوسيا, 25-11-2023 (أ ف ب) - قال", "نيقوسيا::CY | 2023-11-25 | AFP | قال"),
        ("القاهرة (رويترز) - قال", "القاهرة::EG |  | Reuters | قال"),
        ("新华社北京1月4日电 今天", "北京::CN | --01-04 | Xinhua | 今天"),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는", "서울::KR |  | Yonhap | 정부는"),
    ]);
}

#[test]
fn monitoring_services() {
    check(&[
        ("SAN SALVADOR, 3 JAN 90 -- THE", "SAN SALVADOR::SV | 1990-01-03 |  | THE"),
        ("BOGOTA, 9 JAN 90 (EFE) -- [TEXT] A", "BOGOTA::CO | 1990-01-09 | EFE | [TEXT]"),
        (
            "MANAGUA (NICARAGUA), 10 APR 89 (RADIO SANDINO) -- [TEXT] A",
            "MANAGUA::NI | 1989-04-10 | RADIO SANDINO | [TEXT]",
        ),
        (
            "CLANDESTINE, 8 JAN 90 (RADIO VENCEREMOS)-- [TEXT]",
            " | 1990-01-08 | RADIO VENCEREMOS | [TEXT]",
        ),
        ("NO CITY (EL SALVADOR), 5 FEB 89 (FBIS) -- A", "::SV | 1989-02-05 | FBIS | A"),
        ("SAN SALVADOR, NO DATE (TCS TELEVISION) -- A", "SAN SALVADOR::SV |  | TCS TELEVISION | A"),
        ("NO CITY, NO DATE -- [INTERVIEW] A", " |  |  | [INTERVIEW]"),
        ("BOGOTA, JUNE 11 89 (DPA) -- A", "BOGOTA::CO | 1989-06-11 | dpa | A"),
        (
            "BOGOTA, 27 APR 90 [INRAVISION TELEVISION) -- A",
            "BOGOTA::CO | 1990-04-27 | INRAVISION TELEVISION | A",
        ),
        ("SAN SALVADOR, 12 NOV (ACAN - EFE) -- A", "SAN SALVADOR::SV | --11-12 | ACAN-EFE | A"),
        ("New York, the 16th (AFP) - The", "New York::US |  | AFP | The"),
        ("LYON 1996-08-22\nThe", "LYON::FR | 1996-08-22 |  | The"),
    ]);
}

#[test]
fn damage() {
    check(&[
        ("JOHANNESBURG March 13 - The", "JOHANNESBURG::ZA | --03-13 |  | The | damaged"),
        ("ME}LBOURNE, March 3 - The", "MELBOURNE::AU | --03-03 |  | The | damaged"),
        ("ROANOKE,M Va., March 26 - The", "ROANOKE:Va.:US | --03-26 |  | The | damaged"),
        ("0    LONDON, April 29 - The", "LONDON::GB | --04-29 |  | The | damaged"),
        ("c    CHICAGO, March 9 - The", "CHICAGO::US | --03-09 |  | The | damaged"),
        ("****LONDON, March 5 - The", "LONDON::GB | --03-05 |  | The | damaged"),
        (
            "RPT --LUDWIGSHAFEN, West Germany, March 30 - The",
            "LUDWIGSHAFEN::DE | --03-30 |  | The | damaged",
        ),
        ("CHEVY CHASE, Md., - March 4 - The", "CHEVY CHASE:Md.:US | --03-04 |  | The | damaged"),
        ("KANSAS CITY, Mo. - March 13 - The", "KANSAS CITY:Mo.:US | --03-13 |  | The | damaged"),
        ("ALBANY, N.Y., Marc 3 - The", "ALBANY:N.Y.:US | --03-03 |  | The | damaged"),
        ("BELGRADE, March 2O - The", "BELGRADE::RS | --03-20 |  | The | damaged"),
        ("TAFT, Calif., Apri l7 - The", "TAFT:Calif.:US | --04-17 |  | The | damaged"),
        ("FRESCalif., Oct 19 - The", "FRES:Calif:US | --10-19 |  | The | damaged"),
        ("SYDNEY, April - The", "SYDNEY::AU |  |  | The | damaged"),
        ("Apirl  (Reuters) - The", " |  | Reuters | The | damaged"),
        ("L'AQUILA, July 10 Reuters) - The", "L'AQUILA::IT | --07-10 | Reuters | The | damaged"),
        ("Nov 1( Reuters) - The", " | --11-01 | Reuters | The | damaged"),
        (
            "LONDON/BRUSSELS - (Reuters) - The",
            "LONDON::GB + BRUSSELS::BE |  | Reuters | The | damaged",
        ),
        ("NEW DELHI (Reuters). \"India", "NEW DELHI::IN |  | Reuters | \"India | damaged"),
        ("PHOENIX (Reuters) The union", "PHOENIX::US |  | Reuters | The | damaged"),
        ("FRANKFURT West Germany (AP) The", "FRANKFURT::DE |  | AP | The | damaged"),
        ("NICOSIA, (AP) The", "NICOSIA::CY |  | AP | The | damaged"),
        ("MONTREAL, Feb 26- The", "MONTREAL::CA | --02-26 |  | The | damaged"),
        ("PARIS,March 16 - The", "PARIS::FR | --03-16 |  | The | damaged"),
    ]);
    let found = read("BOSTON, March 187 - The", &NONE).unwrap();
    let day = NaiveDate::from_ymd_opt(1987, 3, 18);
    let (dateline, flags) = to_record(&found, day);
    assert_eq!(dateline.date.as_deref(), Some("1987-03-18"));
    assert_eq!(flags, [DAMAGED, super::super::clock::DATE_GUESSED]);
}

#[test]
fn look_alikes() {
    refuse(&[
        "COPPER GRADE A - prices fell",
        "WHEAT - No change",
        "GOLD - Up 3",
        "LEAD - 1550 tonnes",
        "FOB RIVER - CLOSE APRIL 6",
        "MAR8 -- --",
        "Jun --- --- --- 16085",
        "us 7.8015 - 7.8035",
        "Federal Express Corp - New York",
        "Wilcox/Gibbs - New York",
        "As of April 7 - in bushels",
        "APRIL 11 - Israel moves its clocks",
        "TUE, APR 07 - India",
        "Today - 1631.4",
        "Q: - What now",
        "PART 2 - The end",
        "UPDATE 2-Acme posts a loss",
        "ARGENTINA --",
        "ARGENTINA - Wheat is dear",
        "ACME TRADING CORP, March 3 - a good day",
        "TASS - the state agency - said",
        "Aam Aadmi Party (AAP) leaders met",
        "American Airlines (AA) - the carrier - said",
        "OMAHA WEIGHTS -- APRIL 7 - USDA",
        "Pakistan Tehreek-e-Insaf (PTI) said it would march",
        "Pakistan Tehreek-e-Insaf (PTI) Chairman Ali Khan said",
        "The Deutsche Presse-Agentur (dpa) said so",
        "(AP Photo/Jane Doe) The mayor",
        "Contacted by AFP, the ministry was silent",
        "(BC-BKN-ACME-TEX)",
        "Washington - Oregon rivalry is old",
        "On Tuesday, March 3 - the day of the vote - he left",
        "The bank said on March 3 - its birthday - that it would close",
        "By Friday, the bank had closed",
        "\"LONDON - here I come,\" she said",
        "NEW YORK",
        "",
        "   \n ",
        "-",
    ]);
}

#[test]
fn hints_open_mixed_case() {
    let german = Hints { agency: Some("APA"), language: Some("de") };
    assert_eq!(seen("Wien – Der Rat tagt", &german).as_deref(), Some("Wien::AT |  |  | Der"));
    assert_eq!(seen("Wels – Der Rat tagt", &german).as_deref(), Some("Wels::AT |  |  | Der"));
    assert_eq!(seen("Wien – Der Rat tagt", &NONE), None);
    let anadolu = Hints { agency: Some("Anadolu Agency"), language: Some("en") };
    assert_eq!(seen("ANKARA", &anadolu).as_deref(), Some("ANKARA::TR |  |  | "));
    assert_eq!(
        seen("ANKARA\nThe cabinet met", &anadolu).as_deref(),
        Some("ANKARA::TR |  |  | The")
    );
}

#[test]
fn bylines_and_notes_before_the_dateline() {
    for (text, before, expected) in [
        (
            "By Ann Lee NEW YORK Nov 3 (Reuters) - Shares",
            "By Ann Lee ",
            "NEW YORK::US | --11-03 | Reuters | Shares",
        ),
        (
            "By Ann Lee and Bob de la Cruz PALO ALTO, Calif. (AP) _ A",
            "By Ann Lee and Bob de la Cruz ",
            "PALO ALTO:Calif.:US |  | AP | A",
        ),
        ("By Riza Kaya\nISTANBUL (AA) – The", "By Riza Kaya\n", "ISTANBUL::TR |  | AA | The"),
        ("BY ANN LEE LONDON, March 3 - The", "BY ANN LEE ", "LONDON::GB | --03-03 |  | The"),
        (
            "Ann Lee and Bob Ray LONDON (Reuters) - The",
            "Ann Lee and Bob Ray ",
            "LONDON::GB |  | Reuters | The",
        ),
        (
            "(Adds quote, detail) PARIS, March 3 (AFP) - Le",
            "(Adds quote, detail) ",
            "PARIS::FR | --03-03 | AFP | Le",
        ),
    ] {
        let found = read(text, &NONE).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(&text[..found.before], before, "{text}");
        assert_eq!(summary(text, &found), expected, "{text}");
    }
    let text = "ACME PLANS BOND ISSUE LONDON, March 24 - Acme";
    assert_eq!(&text[..read(text, &NONE).unwrap().before], "ACME PLANS BOND ISSUE ");
}

#[test]
fn elements() {
    for (text, expected) in [
        ("    NEW YORK, March 3 -", "NEW YORK::US | --03-03 |  | "),
        ("WASHINGTON (AP)", "WASHINGTON::US |  | AP | "),
        ("SITE B, Thailand", "SITE B::TH |  |  | "),
        ("ALBANY, N. Y.", "ALBANY:N. Y.:US |  |  | "),
        ("Taipei, March 1 (CNA)\n(By Ann Lee)", "Taipei::TW | --03-01 | CNA | (By"),
        (
            "PASADENA, Calif. (BC-FBC-ROSES-500ADD-NYT)",
            "PASADENA:Calif.:US |  |  | (BC-FBC-ROSES-500ADD-NYT)",
        ),
        ("Kiova/Washington", "Kiova::UA + Washington::US |  |  | "),
        ("Spain", "Spain::ES |  |  | "),
        ("MARCH 04, 2013", " | 2013-03-04 |  | "),
        ("January 21", " | --01-21 |  | "),
        ("Strasbourg, 10 juil 2024 (AFP)", "Strasbourg::FR | 2024-07-10 | AFP | "),
        ("STOCKHOLM, Aug 29, 2014 (AFP) -", "STOCKHOLM::SE | 2014-08-29 | AFP | "),
        ("SAITAMA, Japan, Dec. 9", "SAITAMA::JP | --12-09 |  | "),
        ("RIO DE\nJANEIRO, Feb 26 - Brazil's anti-", "RIO DE JANEIRO::BR | --02-26 |  | Brazil's"),
    ] {
        let found = read_element(text, &NONE).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(summary(text, &found), expected, "{text}");
    }
    for text in [
        "(BC-ACME-BANKS-NYT)",
        "Yes",
        "COPPER GRADE A -",
        "MAR8 -- --",
        "FOB RIVER -",
        "Federal Express Corp -",
        "",
        "-",
    ] {
        assert_eq!(read_element(text, &NONE), None, "{text}");
    }
    let hedged = read_element("SAID TO BE DERAA, SYRIA", &NONE).unwrap();
    assert!(hedged.unverified);
    assert_eq!(hedged.places[0].country.as_deref(), Some("SY"));
}

#[test]
fn the_line_is_as_filed_and_the_rest_is_the_lead() {
    for (text, line) in [
        ("NEW YORK,  March\n3 - Shares", "NEW YORK, March 3"),
        ("MOSCOW, January 21. /TASS/. The", "MOSCOW, January 21. /TASS/"),
        ("CHATHAM, Mass. — The", "CHATHAM, Mass."),
        ("WASHINGTON, June 19, - The", "WASHINGTON, June 19"),
        ("  ISTANBUL (AA) – The", "ISTANBUL (AA)"),
    ] {
        assert_eq!(read(text, &NONE).map(|found| found.line).as_deref(), Some(line), "{text}");
    }
    let text = "Taipei, March 1 (CNA) (By Ann Lee) The";
    let (from, to) = read(text, &NONE).unwrap().byline.unwrap();
    assert_eq!(&text[from..to], "(By Ann Lee)");
}

#[test]
fn the_year_comes_from_the_reference() {
    let found = read("LONDON, Dec 31 - The", &NONE).unwrap();
    let (dateline, flags) = to_record(&found, NaiveDate::from_ymd_opt(2007, 1, 1));
    assert_eq!((dateline.date.as_deref(), flags.len()), (Some("2006-12-31"), 0));
    let (dateline, _) = to_record(&found, None);
    assert_eq!(dateline.date.as_deref(), Some("--12-31"));
    let monday = read("MOSCOW, Monday (Reuters) - The", &NONE).unwrap();
    let (dateline, flags) = to_record(&monday, NaiveDate::from_ymd_opt(1987, 3, 4));
    assert_eq!(dateline.date.as_deref(), Some("1987-03-02"));
    assert_eq!(flags, [super::super::clock::DATE_GUESSED]);
}

fn well_formed(text: &str, found: &Reading) -> Result<(), TestCaseError> {
    prop_assert!(found.before <= found.rest && found.rest <= text.len());
    prop_assert!(text.is_char_boundary(found.before) && text.is_char_boundary(found.rest));
    prop_assert!(!found.line.is_empty() && !found.line.contains("  "));
    prop_assert!(found.places.len() <= 6);
    if let Some((from, to)) = found.byline {
        prop_assert!(text.get(from..to).is_some());
    }
    let (dateline, _) = to_record(found, NaiveDate::from_ymd_opt(1987, 3, 3));
    prop_assert_eq!(&dateline.line, &found.line);
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_safe(text in "\\PC{0,80}") {
        for found in [read(&text, &NONE), read_element(&text, &NONE)].into_iter().flatten() {
            well_formed(&text, &found)?;
        }
    }

    #[test]
    fn pieces_of_datelines_in_any_order_are_safe(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "NEW YORK", "Paris", ", ", "March 3", "3 JAN 90", " (AP)", " - ", "--", "/", "(", ")", "[", "]", ".", "新华社",
                "1月4日", "电", "é", "İ", "By Ann Lee ", "\n", "\u{a0}", ":", "=", "****", "Calif.", "ANSA", " and ", "1996-08-22", "NO CITY", "Reuters)", "_",
            ]),
            0..14,
        )
    ) {
        let text = pieces.concat();
        for found in [read(&text, &NONE), read_element(&text, &NONE)].into_iter().flatten() {
            well_formed(&text, &found)?;
        }
    }

    #[test]
    fn a_plain_dateline_is_always_read(
        city in "[A-Z]{6,9}( [A-Z]{6,9})?", month in 0usize..12, day in 1u8..=28, lead in "[A-Z][a-z]{2,9}"
    ) {
        let months = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
        let text = format!("{city}, {} {day} (Reuters) - {lead} said", months[month]);
        let found = read(&text, &NONE).unwrap();
        prop_assert_eq!(found.places[0].city.as_deref(), Some(city.as_str()));
        let date = found.date.unwrap();
        prop_assert_eq!((date.month.map(usize::from), date.day), (Some(month + 1), Some(day)));
        prop_assert!(text[found.rest..].starts_with(&lead));
    }
}
