//! Places: the second parts of datelines, and the cities that stand without one.
//!
//! In comes a part of a dateline (`Calif.`, `N. Y.`, `British Columbia`, `West Germany`,
//! `Türkei`), out goes what it is: a state or province with its country, or a country as ISO
//! 3166 alpha-2. It is its own file because it is a table. A country is given only where it is
//! certain; territories in dispute and places at sea have none.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a region is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A country.
    Country,
    /// A state, province or land.
    State,
    /// An area of which no country is certain: `West Bank`, `Yugoslavia`.
    Area,
}

/// A known region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// What it is.
    pub kind: Kind,
    /// Country, ISO 3166 alpha-2, where it is certain.
    pub country: Option<&'static str>,
}

/// A known dateline city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct City {
    /// Country, ISO 3166 alpha-2; `None` where several bear the name, or none is certain.
    pub country: Option<&'static str>,
}

/// Folds a name for look-up: lower case, no accents, no full stops, single blanks.
///
/// Dotless ı is i, curly apostrophes are straight, blanks round hyphens and at the ends go.
pub(crate) fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut push = |c: char| {
        let c = match c {
            '.' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{640}' => {
                return;
            }
            '\u{2019}' | '\u{2018}' | '`' | '\u{2cb}' | '\u{b4}' | '\u{2bc}' => '\'',
            '\u{2010}'..='\u{2015}' => '-',
            'ı' => 'i',
            'ø' => 'o',
            'ł' => 'l',
            'ё' => 'е',
            c if c.is_whitespace() || c == '_' => ' ',
            c => c,
        };
        if c == ' ' {
            if !(out.is_empty() || out.ends_with([' ', '-'])) {
                out.push(' ');
            }
        } else {
            if c == '-' && out.ends_with(' ') {
                out.pop();
            }
            out.push(c);
        }
    };
    if name.is_ascii() {
        for byte in name.bytes() {
            push(char::from(byte.to_ascii_lowercase()));
        }
    } else {
        for c in name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if !is_combining_mark(c) {
                push(c);
            }
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// States of the United States: postal code, AP and older abbreviations, full name.
#[rustfmt::skip]
const US_STATES: &[&str] = &[
    "AL|Ala|Alabama", "AK|Alaska", "AZ|Ariz|Arizona", "AR|Ark|Arkansas", "CA|Calif|Cal|California|Califorina", "CO|Colo|Colorado",
    "CT|Conn|Connecticut", "DE|Del|Delaware", "DC|D.C.|District of Columbia", "FL|Fla|Florida", "GA|Ga", "HI|Hawaii", "ID|Idaho|Ida",
    "IL|Ill|Illinois|Ills", "IN|Ind|Indiana", "IA|Iowa|Ia", "KS|Kan|Kans|Kansas", "KY|Ky|Kentucky", "LA|La|Louisiana", "ME|Me|Maine",
    "MD|Md|Maryland", "MA|Mass|Massachusetts", "MI|Mich|Michigan", "MN|Minn|Minnesota", "MS|Miss|Mississippi", "MO|Mo|Missouri",
    "MT|Mont|Montana", "NE|Neb|Nebr|Nebraska", "NV|Nev|Nevada", "NH|N.H.|New Hampshire", "NJ|N.J.|New Jersey", "NM|N.M.|N Mex|New Mexico",
    "NY|N.Y.|New York|New York State", "NC|N.C.|North Carolina|N Car", "ND|N.D.|North Dakota|N Dak", "OH|Ohio", "OK|Okla|Oklahoma", "OR|Ore|Oreg|Oregon",
    "PA|Pa|Penn|Penna|Pennsylvania", "RI|R.I.|Rhode Island", "SC|S.C.|South Carolina|S Car", "SD|S.D.|South Dakota|S Dak", "TN|Tenn|Tennessee",
    "TX|Tex|Texas", "UT|Utah", "VT|Vt|Vermont", "VA|Va|Virginia", "WA|Wash|Washington|Washington State", "WV|W.Va.|W Va|West Virginia", "WI|Wis|Wisc|Wisconsin",
    "WY|Wyo|Wyoming",
];

/// Provinces and territories of Canada.
#[rustfmt::skip]
const CA_PROVINCES: &[&str] = &[
    "AB|Alta|Alberta", "BC|B.C.|British Columbia|Brit Columbia", "MB|Man|Manitoba", "NB|N.B.|New Brunswick", "NL|Nfld|Newfoundland|Newfoundland and Labrador|Labrador",
    "NS|N.S.|Nova Scotia", "NWT|N.W.T.|Northwest Territories", "Nunavut", "ON|Ont|Ontario", "PEI|P.E.I.|Prince Edward Island", "QC|Que|Quebec|PQ|P.Q.",
    "SK|Sask|Saskatchewan", "YT|Yukon|Yukon Territory",
];

/// Regions of other countries that stand in datelines: country, then names.
#[rustfmt::skip]
const OTHER_REGIONS: &[(&str, &str)] = &[
    ("GB", "England|Scotland|Wales|Northern Ireland|N Ireland|N.Ireland|Ulster|Cornwall|Yorkshire|Kent|Essex|Sussex|Devon|Shetland|Shetland Islands|Orkney|Isle of Wight|Angleterre|Écosse|Schottland|Inglaterra|Escocia"),
    ("AU", "New South Wales|NSW|N.S.W.|Queensland|Qld|Tasmania|South Australia|Western Australia|Northern Territory|Australian Capital Territory"),
    ("IN", "Uttar Pradesh|UP|Madhya Pradesh|MP|Andhra Pradesh|Himachal Pradesh|Arunachal Pradesh|Maharashtra|Karnataka|Kerala|Tamil Nadu|Gujarat|Rajasthan|Bihar|West Bengal|Odisha|Orissa|Haryana|Jharkhand|Chhattisgarh|Uttarakhand|Telangana|Goa|Assam|Manipur|Nagaland|Tripura|Meghalaya|Mizoram|Sikkim|Jammu|J&K"),
    ("DE", "Bavaria|Bayern|Saxony|Sachsen|Hesse|Hessen|Thuringia|Thüringen|Brandenburg|Lower Saxony|Niedersachsen|Baden-Württemberg|Schleswig-Holstein|Westfalen|Saarland"),
    ("ES", "Catalonia|Cataluña|Canary Islands|Basque Country|Mallorca|Majorca|Andalusia|Andalucía|Galicia"),
    ("PT", "Azores|Madeira"),
    ("FR", "Corsica|Corse|Brittany|Normandy"),
    ("IT", "Sicily|Sicilia|Sardinia|Sardegna|Tuscany|Toscana"),
    ("GR", "Crete|Rhodes|Lesbos|Corfu"),
    ("JP", "Okinawa|Hokkaido"),
    ("ID", "Bali|Java|Sumatra|Aceh|Papua|Irian Jaya"),
    ("MY", "Sabah|Sarawak|Johor|Penang"),
    ("CN", "Xinjiang|Sichuan|Guangdong|Yunnan|Hubei|Hunan|Henan|Hebei|Zhejiang|Jiangsu|Inner Mongolia|Tibet|Hainan|Fujian|Shandong|Shanxi|Shaanxi|Liaoning|Jilin|Heilongjiang|Guizhou|Guangxi|Gansu|Qinghai|Ningxia|Anhui|Jiangxi"),
    ("PH", "Luzon|Mindanao|Cebu"),
    ("RU", "Siberia|Chechnya|Dagestan|Ingushetia|North Ossetia|Tatarstan"),
    ("BR", "Mato Grosso|Minas Gerais|Bahia|Parana|Rio Grande do Sul"),
    ("MX", "Chiapas|Sonora|Sinaloa|Chihuahua|Baja California|Oaxaca|Yucatan|Guerrero|Veracruz|Tamaulipas"),
    ("CH", "Ticino|Tessin|Graubünden|Valais"),
    ("AT", "Tyrol|Tirol|Styria|Steiermark|Kärnten|Vorarlberg|Burgenland|Niederösterreich|Oberösterreich"),
    ("KY", "Grand Cayman"),
    ("IE", "County Donegal|County Cork|County Mayo|County Kerry"),
    ("NL", "Friesland|Limburg|Zeeland"),
];

/// Countries and territories with a code of their own: ISO 3166 alpha-2, then names.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str)] = &[
    ("AF", "Afghanistan|Afganistan|Afghanistán|Афганистан|أفغانستان"), ("AL", "Albania|Albanie|Albanien|Arnavutluk|Albanie"), ("DZ", "Algeria|Algérie|Algerien|Argelia|Cezayir|Argélia"),
    ("AS", "American Samoa"), ("AD", "Andorra"), ("AO", "Angola"), ("AI", "Anguilla"), ("AG", "Antigua|Antigua and Barbuda"), ("AR", "Argentina|Argentine|Argentinien|Arjantin|Аргентина"),
    ("AM", "Armenia|Arménie|Armenien|Ermenistan|Армения"), ("AW", "Aruba"), ("AU", "Australia|Australie|Australien|Avustralya|Austrália|Австралия"), ("AT", "Austria|Autriche|Österreich|Avusturya|Австрия"),
    ("AZ", "Azerbaijan|Azerbaïdjan|Azerbaycan|Aserbaidschan|Азербайджан"), ("BS", "Bahamas|The Bahamas|the Bahamas"), ("BH", "Bahrain|Bahrein|Bahreïn|Bahreyn"), ("BD", "Bangladesh|Bangladeş|Bangladesch"),
    ("BB", "Barbados"), ("BY", "Belarus|Byelorussia|Biélorussie|Weißrussland|Weissrussland|Bielorrusia|Белоруссия|Беларусь"), ("BE", "Belgium|Belgique|Belgien|Bélgica|Belgio|Belçika|België|Бельгия"),
    ("BZ", "Belize"), ("BJ", "Benin|Bénin"), ("BM", "Bermuda"), ("BT", "Bhutan"), ("BO", "Bolivia|Bolivie|Bolivien|Bolívia|Bolivya"), ("BA", "Bosnia|Bosnia-Herzegovina|Bosnia and Herzegovina|Bosna Hersek|Bosnie|Bosnien|Bosnie-Herzégovine"),
    ("BW", "Botswana"), ("BR", "Brazil|Brésil|Brasilien|Brasil|Brasile|Brezilya|Бразилия"), ("BN", "Brunei"), ("BG", "Bulgaria|Bulgarie|Bulgarien|Bulgaristan|Болгария"), ("BF", "Burkina Faso|Upper Volta"),
    ("BI", "Burundi"), ("KH", "Cambodia|Cambodge|Kambodscha|Kampuchea|Camboya"), ("CM", "Cameroon|Cameroun|Kamerun|Camerún"), ("CA", "Canada|Kanada|Canadá|Канада"), ("CV", "Cape Verde|Cabo Verde"),
    ("KY", "Cayman Islands"), ("CF", "Central African Republic|Centrafrique|C.A.R."), ("TD", "Chad|Tchad|Tschad"), ("CL", "Chile|Chili|Şili|Cile"), ("CN", "China|Chine|Çin|Cina|Китай|الصين|People's Republic of China|PRC"),
    ("CO", "Colombia|Colombie|Kolumbien|Kolombiya|Colômbia"), ("KM", "Comoros"), ("CG", "Republic of Congo|Republic of the Congo|Congo-Brazzaville"), ("CD", "Democratic Republic of Congo|Democratic Republic of the Congo|Dem Rep of Congo|DR Congo|DRC|Congo-Kinshasa|Zaire|Zaïre"),
    ("CR", "Costa Rica"), ("CI", "Ivory Coast|Cote d'Ivoire|Côte d'Ivoire|Elfenbeinküste|Costa de Marfil|Fildişi Sahili"), ("HR", "Croatia|Croatie|Kroatien|Hırvatistan|Croacia|Hrvatska"), ("CU", "Cuba|Küba|Kuba"),
    ("CW", "Curacao|Curaçao"), ("CY", "Cyprus|Chypre|Zypern|Chipre|Cipro|Kıbrıs"), ("CZ", "Czech Republic|Czechia|Tschechien|République tchèque|Çekya|República Checa|Repubblica Ceca"), ("DK", "Denmark|Danemark|Dänemark|Dinamarca|Danimarca|Danimarka|Danmark"),
    ("DJ", "Djibouti|Cibuti"), ("DM", "Dominica"), ("DO", "Dominican Republic|República Dominicana|the Dominican Republic"), ("EC", "Ecuador|Équateur|Ekvador"), ("EG", "Egypt|Égypte|Ägypten|Egipto|Egitto|Mısır|Египет|مصر"), ("SV", "El Salvador"),
    ("GQ", "Equatorial Guinea"), ("ER", "Eritrea"), ("EE", "Estonia|Estonie|Estland|Estonya"), ("SZ", "Swaziland|Eswatini"), ("ET", "Ethiopia|Éthiopie|Äthiopien|Etiyopya|Etiopía|Etiopia"), ("FK", "Falkland Islands|Falklands"), ("FO", "Faroe Islands"),
    ("FJ", "Fiji"), ("FI", "Finland|Finlande|Finnland|Finlandia|Finlandiya|Suomi"), ("FR", "France|Frankreich|Francia|Fransa|França|Frankrijk|Франция|فرنسا"), ("GF", "French Guiana"), ("PF", "French Polynesia|Tahiti"), ("GA", "Gabon"), ("GM", "Gambia|The Gambia"),
    ("DE", "Germany|West Germany|East Germany|W. Germany|W.Germany|FRG|F.R.G.|GDR|G.D.R.|Federal Republic of Germany|Allemagne|Deutschland|Alemania|Germania|Almanya|Alemanha|Duitsland|Германия|ألمانيا|West-Germany"),
    ("GH", "Ghana|Gana"), ("GI", "Gibraltar"), ("GR", "Greece|Grèce|Griechenland|Grecia|Yunanistan|Grécia|Греция"), ("GL", "Greenland"), ("GD", "Grenada"), ("GP", "Guadeloupe"), ("GU", "Guam"), ("GT", "Guatemala"), ("GN", "Guinea|Guinée"),
    ("GW", "Guinea-Bissau"), ("GY", "Guyana"), ("HT", "Haiti|Haïti|Haití"), ("HN", "Honduras"), ("HK", "Hong Kong|Hongkong"), ("HU", "Hungary|Hongrie|Ungarn|Hungría|Ungheria|Macaristan|Венгрия"), ("IS", "Iceland|Islande|Island|Islandia|İzlanda"),
    ("IN", "India|Inde|Indien|Hindistan|Índia|Индия|الهند"), ("ID", "Indonesia|Indonésie|Indonesien|Endonezya"), ("IR", "Iran|Irán|İran|Иран|إيران"), ("IQ", "Iraq|Irak|Ирак|العراق"), ("IE", "Ireland|Irlande|Irland|Irlanda|İrlanda|Republic of Ireland|Irish Republic"),
    ("IM", "Isle of Man"), ("IL", "Israel|Israël|Israele|İsrail|Израиль|إسرائيل"), ("IT", "Italy|Italie|Italien|Italia|İtalya|Itália|Италия|إيطاليا"), ("JM", "Jamaica|Jamaïque"), ("JP", "Japan|Japon|Japón|Giappone|Japonya|Japão|Япония|اليابان"), ("JE", "Jersey"),
    ("JO", "Jordan|Jordanie|Jordanien|Jordania|Ürdün|Giordania|الأردن"), ("KZ", "Kazakhstan|Kazakstan|Kazakistan|Kasachstan|Kazajistán|Казахстан"), ("KE", "Kenya|Kenia"), ("KI", "Kiribati"), ("KP", "North Korea|N. Korea|Corée du Nord|Nordkorea|Corea del Norte|Kuzey Kore|DPRK|D.P.R.K."),
    ("KR", "South Korea|S. Korea|Corée du Sud|Südkorea|Corea del Sur|Güney Kore|Republic of Korea|R.O.K."), ("KW", "Kuwait|Koweït|Kuveyt|الكويت"), ("KG", "Kyrgyzstan|Kirghizia|Kırgızistan|Kirgistan|Kirghizistan|Киргизия"), ("LA", "Laos"), ("LV", "Latvia|Lettonie|Lettland|Letonya|Letonia"),
    ("LB", "Lebanon|Liban|Libanon|Líbano|Libano|Lübnan|Ливан|لبنان"), ("LS", "Lesotho"), ("LR", "Liberia"), ("LY", "Libya|Libye|Libyen|Libia|Líbia|Ливия|ليبيا"), ("LI", "Liechtenstein"), ("LT", "Lithuania|Lituanie|Litauen|Litvanya|Lituania"), ("LU", "Luxembourg|Luxemburg|Luxemburgo|Lüksemburg"),
    ("MO", "Macau|Macao"), ("MG", "Madagascar|Madagaskar"), ("MW", "Malawi"), ("MY", "Malaysia|Malaisie|Malasia|Malezya"), ("MV", "Maldives|Maldivler"), ("ML", "Mali"), ("MT", "Malta|Malte"), ("MH", "Marshall Islands"), ("MQ", "Martinique"), ("MR", "Mauritania|Mauritanie"), ("MU", "Mauritius"),
    ("MX", "Mexico|Mexique|Mexiko|México|Messico|Meksika|Мексика"), ("FM", "Micronesia"), ("MD", "Moldova|Moldavia|Moldavie|Moldau"), ("MC", "Monaco"), ("MN", "Mongolia|Mongolie|Mongolei|Moğolistan"), ("ME", "Montenegro|Monténégro|Karadağ"), ("MS", "Montserrat"), ("MA", "Morocco|Maroc|Marokko|Marruecos|Marocco|Fas|Marrocos|المغرب"),
    ("MZ", "Mozambique|Moçambique|Mosambik"), ("MM", "Myanmar|Burma|Birmanie|Birmania"), ("NA", "Namibia|South West Africa|South-West Africa"), ("NR", "Nauru"), ("NP", "Nepal|Népal"), ("NL", "Netherlands|the Netherlands|The Netherlands|Pays-Bas|Niederlande|Países Bajos|Paesi Bassi|Hollanda|Holland|Nederland"),
    ("NC", "New Caledonia"), ("NZ", "New Zealand|Nouvelle-Zélande|Neuseeland|Nueva Zelanda|Yeni Zelanda|N.Z."), ("NI", "Nicaragua"), ("NE", "Niger"), ("NG", "Nigeria|Nigéria|Nijerya"), ("MK", "Macedonia|North Macedonia|Macédoine|Mazedonien|Makedonya|Kuzey Makedonya"), ("MP", "Northern Mariana Islands|Saipan"),
    ("NO", "Norway|Norvège|Norwegen|Noruega|Norvegia|Norveç|Norge"), ("OM", "Oman|Umman"), ("PK", "Pakistan|Pakistán|Пакистан"), ("PW", "Palau"), ("PA", "Panama|Panamá"), ("PG", "Papua New Guinea|Papua-New Guinea"), ("PY", "Paraguay"), ("PE", "Peru|Pérou|Perú|Perù"),
    ("PH", "Philippines|the Philippines|Filipinas|Philippinen|Filipinler|Filippine"), ("PL", "Poland|Pologne|Polen|Polonia|Polonya|Polska|Польша"), ("PT", "Portugal|Portekiz|Portogallo"), ("PR", "Puerto Rico|P.R."), ("QA", "Qatar|Katar|قطر"), ("RE", "Reunion|La Réunion"),
    ("RO", "Romania|Rumania|Roumania|Roumanie|Rumänien|Romanya|Румыния"), ("RU", "Russia|Russie|Russland|Rusia|Rusya|Rússia|Россия|Russian Federation|روسيا"), ("RW", "Rwanda|Ruanda"), ("KN", "St. Kitts|St Kitts and Nevis|St. Kitts-Nevis|Saint Kitts and Nevis"), ("LC", "St. Lucia|Saint Lucia"),
    ("VC", "St. Vincent|Saint Vincent|St. Vincent and the Grenadines"), ("WS", "Samoa|Western Samoa"), ("SM", "San Marino"), ("ST", "Sao Tome|Sao Tome and Principe"), ("SA", "Saudi Arabia|Arabie saoudite|Saudi-Arabien|Arabia Saudita|Suudi Arabistan|Arabia Saudí|السعودية"),
    ("SN", "Senegal|Sénégal"), ("RS", "Serbia|Serbie|Serbien|Sırbistan|Сербия"), ("SC", "Seychelles"), ("SL", "Sierra Leone"), ("SG", "Singapore|Singapour|Singapur"), ("SK", "Slovakia|Slovaquie|Slowakei|Slovakya|Eslovaquia"), ("SI", "Slovenia|Slovénie|Slowenien|Slovenya"), ("SB", "Solomon Islands"),
    ("SO", "Somalia|Somalie|Somali"), ("ZA", "South Africa|Afrique du Sud|Südafrika|Sudáfrica|Sudafrica|Güney Afrika"), ("SS", "South Sudan|Güney Sudan"), ("ES", "Spain|Espagne|Spanien|España|Spagna|İspanya|Espanha|Испания|إسبانيا"), ("LK", "Sri Lanka|Ceylon"), ("SD", "Sudan|Soudan|السودان"),
    ("SR", "Suriname|Surinam"), ("SE", "Sweden|Suède|Schweden|Suecia|Svezia|İsveç|Sverige|Швеция"), ("CH", "Switzerland|Suisse|Schweiz|Suiza|Svizzera|İsviçre|Suíça|Швейцария"), ("SY", "Syria|Syrie|Syrien|Siria|Suriye|Сирия|سوريا"), ("TW", "Taiwan|Taïwan|Tayvan|ROC|R.O.C."), ("TJ", "Tajikistan|Tacikistan|Tadschikistan|Таджикистан"),
    ("TZ", "Tanzania|Tanzanie|Tansania"), ("TH", "Thailand|Thaïlande|Tailandia|Tayland"), ("TL", "East Timor|Timor-Leste"), ("TG", "Togo"), ("TO", "Tonga"), ("TT", "Trinidad|Trinidad and Tobago|Tobago"), ("TN", "Tunisia|Tunisie|Tunesien|Túnez|Tunus|تونس"),
    ("TR", "Turkey|Turquie|Türkei|Turquía|Turchia|Türkiye|Turkiye|Turquia|Турция|تركيا"), ("TM", "Turkmenistan|Türkmenistan|Туркмения"), ("TC", "Turks and Caicos"), ("UG", "Uganda|Ouganda"), ("UA", "Ukraine|Ucrania|Ucraina|Ukrayna|Украина|Україна"), ("AE", "United Arab Emirates|UAE|U.A.E.|Émirats arabes unis|BAE|Emiratos Árabes Unidos|الإمارات"),
    ("GB", "United Kingdom|Britain|Great Britain|UK|U.K.|Royaume-Uni|Großbritannien|Grossbritannien|Reino Unido|İngiltere|Regno Unito|Birleşik Krallık|Великобритания"), ("US", "United States|USA|U.S.A.|U.S.|US|États-Unis|Estados Unidos|Stati Uniti|ABD|Vereinigte Staaten|EEUU|EE.UU.|США"), ("UY", "Uruguay"), ("UZ", "Uzbekistan|Özbekistan|Usbekistan|Узбекистан"),
    ("VU", "Vanuatu"), ("VA", "Vatican|Vatican City"), ("VE", "Venezuela|Vénézuela"), ("VN", "Vietnam|Viet Nam|North Vietnam|South Vietnam"), ("VG", "British Virgin Islands"), ("VI", "U.S. Virgin Islands|Virgin Islands"), ("YE", "Yemen|North Yemen|South Yemen|Yémen|Jemen|اليمن"), ("ZM", "Zambia|Zambie|Sambia"), ("ZW", "Zimbabwe|Rhodesia|Simbabwe"),
];

/// Areas of which no country is certain: disputed, dissolved, or spread over several.
const AREAS: &str = "West Bank|Occupied West Bank|Israeli-Occupied West Bank|Gaza Strip|Gaza|Golan Heights|Occupied Golan Heights|\
    Kashmir|Indian-controlled Kashmir|Kosovo|Western Sahara|Crimea|Soviet Union|USSR|U.S.S.R.|URSS|UdSSR|Yugoslavia|Jugoslawien|\
    Yougoslavie|Czechoslovakia|Tchécoslovaquie|Tschechoslowakei|Congo|Korea|Georgia|Géorgie|Georgien|Gürcistan|British West Indies|\
    West Indies|Netherlands Antilles|Antarctica|Northern Cyprus|Nagorno-Karabakh|Transdniestria|South Ossetia|Abkhazia|Lapland|\
    Borneo|New Guinea|Patagonia|Kurdistan|Palestine|Palestinian Territories|Persian Gulf|Gulf|Victoria|Punjab|Bengal|Normandie|Amazon";

/// Cities that wires file from without a country: AP's stand-alone cities, capitals, and the
/// other towns that head stories often. An empty code: several bear the name.
#[rustfmt::skip]
const CITIES: &[(&str, &str)] = &[
    ("US", "Atlanta|Baltimore|Boston|Chicago|Cincinnati|Cleveland|Dallas|Denver|Detroit|Honolulu|Houston|Indianapolis|Las Vegas|Los Angeles|Miami|Milwaukee|Minneapolis|New Orleans|New York|Oklahoma City|Philadelphia|Phoenix|Pittsburgh|St. Louis|Saint Louis|Salt Lake City|San Antonio|San Diego|San Francisco|Seattle|Washington|Capitol Hill|Nueva York|New York City|Nova York|Nuova York|Вашингтон|Нью-Йорк|واشنطن|نيويورك|华盛顿|纽约|ワシントン|ニューヨーク|워싱턴|뉴욕|Kansas City|Fort Worth|St. Paul|Omaha|Sioux City|Sioux Falls|Dodge City|St. Joseph|Des Moines|Peoria|Joliet|Amarillo|West Fargo|Tampa|Orlando|Sacramento|Austin|Memphis|Nashville|Tulsa|Anchorage|Hollywood|Buffalo|Pentagon"),
    ("NL", "Amsterdam|The Hague|Rotterdam|La Haye|Den Haag|Utrecht|Lahey|Гаага"), ("IQ", "Baghdad|Bağdat|Bagdad|Basra|Mosul|Kirkuk|Erbil|Багдад|بغداد"), ("TH", "Bangkok|Bangkok|曼谷"), ("CN", "Beijing|Peking|Pékin|Pekin|Shanghai|Guangzhou|Shenzhen|Urumqi|Chongqing|Wuhan|Nanjing|Tianjin|Lhasa|Пекин|بكين|北京|上海|广州|深圳|武汉|南京|天津|重庆|成都|拉萨|乌鲁木齐|Pechino|Pequim|Canton|Hangzhou|Chengdu|Harbin|Dalian|Xi'an|Kunming"), ("LB", "Beirut|Beyrouth|Beyrut|Бейрут|بيروت"),
    ("DE", "Berlin|Munich|Bonn|Frankfurt|Hamburg|München|Köln|Cologne|Düsseldorf|Duesseldorf|Stuttgart|Leipzig|Dresden|Bremen|Hannover|Hanover|Nürnberg|Nuremberg|Essen|Dortmund|East Berlin|West Berlin|Karlsruhe|Wiesbaden|Mainz|Kiel|Rostock|Potsdam|Erfurt|Magdeburg|Frankfurt/Main|Frankfurt/Oder|Frankfurt an der Oder|Halle/Saale|Frankfurt am Main|Freiburg|Mannheim|Saarbrücken|Schwerin|Берлин|برلين|柏林|Berlino|Berlín|Monaco di Baviera"),
    ("BE", "Brussels|Bruxelles|Brüssel|Bruselas|Brüksel|Antwerp|Brussel|Antwerpen|Брюссель|بروكسل|布鲁塞尔|Anvers"), ("EG", "Cairo|Le Caire|Kairo|Kahire|El Cairo|Il Cairo|Alexandrie|Sharm el-Sheikh|Каир|القاهرة|开罗"), ("DJ", "Djibouti"), ("IE", "Dublin|Dublín"), ("CH", "Geneva|Genève|Genf|Ginebra|Cenevre|Ginevra|Zurich|Zürich|Basel|Basle|Bern|Berne|Davos|Lausanne|Berna|Lugano|Luzern|St. Gallen|Nyon|Женева|جنيف|日内瓦"), ("GI", "Gibraltar"),
    ("GT", "Guatemala City|Ciudad de Guatemala"), ("CU", "Havana|La Habana|La Havane|Habana"), ("FI", "Helsinki"), ("HK", "Hong Kong|Hongkong|香港"), ("PK", "Islamabad|Karachi|Lahore|Peshawar|Quetta|Rawalpindi|İslamabad|Исламабад|إسلام آباد"), ("TR", "Istanbul|Ankara|Izmir|İstanbul|Antalya|Adana|Diyarbakir|Diyarbakır|Gaziantep|Bursa|Konya|Trabzon|Hatay|Kayseri|Erzurum|Sanliurfa|Şanlıurfa|Samsun|Eskişehir|Mersin|Van|Malatya|Kahramanmaraş|Edirne|Mardin|Sakarya|Kocaeli|Çanakkale|Denizli|Muğla|Стамбул|Анкара|أنقرة|إسطنبول|اسطنبول"),
    ("IL", "Jerusalem|Tel Aviv|Haifa|Jérusalem|Kudüs|Jerusalén|Gerusalemme|Иерусалим|Тель-Авив"), ("ZA", "Johannesburg|Cape Town|Pretoria|Durban|Soweto"), ("KW", "Kuwait City|Kuwait|Koweït"), ("GB", "London|Londres|Londra|Belfast|Edinburgh|Glasgow|Cardiff|Manchester|Liverpool|Leeds|Лондон|لندن|伦敦|ロンドン|런던|Wimbledon|Londen|Aberdeen"), ("LU", "Luxembourg|Luxemburg"),
    ("MO", "Macau|Macao"), ("ES", "Madrid|Barcelona|Sevilla|Seville|Bilbao|Zaragoza|Málaga|Barcelone|Мадрид|مدريد"), ("MX", "Mexico City|México|Ciudad de México|Tijuana|Acapulco|Ciudad Juarez"), ("IT", "Milan|Rome|Roma|Milano|Rom|Mailand|Turin|Torino|Naples|Napoli|Florence|Firenze|Venice|Venezia|Genoa|Genova|Bologna|Palermo|Bari|Milán|Рим|Милан|روما|Trieste|Perugia|Cagliari|Catania|Ancona|Aosta|L'Aquila|Potenza|Catanzaro|Campobasso"), ("MC", "Monaco|Monte Carlo|Monte-Carlo"),
    ("CA", "Montreal|Quebec City|Toronto|Ottawa|Calgary|Edmonton|Winnipeg|Montréal|Quebec|Québec"), ("RU", "Moscow|Moscou|Moskau|Moscú|Mosca|Moskova|Leningrad|St. Petersburg|Москва|Санкт-Петербург|Vladivostok|Grozny|Sochi|Сочи|Казань|Владивосток|Екатеринбург|Новосибирск|موسكو|莫斯科|モスクワ|모스크바|Kazan|Yekaterinburg|Novosibirsk|Moskva"),
    ("IN", "New Delhi|Delhi|Bombay|Mumbai|Calcutta|Kolkata|Madras|Chennai|Bangalore|Bengaluru|Hyderabad|Ahmedabad|Srinagar|Lucknow|Pune|Jaipur|Patna|Bhopal|Chandigarh|Guwahati|Yeni Delhi|Nueva Delhi|Neu-Delhi|Thiruvananthapuram|Kochi|Ranchi|Bhubaneswar|Indore|Nagpur|Amritsar|Panaji|Dehradun|Shimla|Raipur|Agartala|Imphal|Itanagar|Jammu|Noida|Gurugram|Kota|Varanasi|Ayodhya|Ludhiana|Visakhapatnam"),
    ("PA", "Panama City|Panamá|Ciudad de Panamá"), ("FR", "Paris|Lyon|Marseille|Marseilles|Strasbourg|Cannes|Calais|Bordeaux|Toulouse|Lille|Nantes|Rennes|Montpellier|París|Parigi|Париж|باريس|巴黎|パリ|파리|Parijs|Straßburg"), ("CZ", "Prague|Prag|Praga|Praha|Прага"), ("BR", "Rio de Janeiro|Sao Paulo|São Paulo|Brasilia|Brasília|Porto Alegre|Belo Horizonte|Recife|Curitiba|Manaus|Rio"), ("SM", "San Marino"), ("SG", "Singapore|Singapur|新加坡"),
    ("SE", "Stockholm|Gothenburg|Göteborg|Malmo|Malmö|Стокгольм|Estocolmo"), ("AU", "Sydney|Melbourne|Canberra|Brisbane|Adelaide|Darwin|Hobart|Sidney|悉尼|堪培拉"), ("JP", "Tokyo|Osaka|Kyoto|Hiroshima|Nagasaki|Nagoya|Tokio|Sapporo|Yokohama|Fukuoka|Naha|东京|東京|大阪|Токио|طوكيو|도쿄|Fukushima|Sendai"), ("VA", "Vatican City|Vatican|Città del Vaticano|Cité du Vatican|Vatikan|Ciudad del Vaticano"), ("AT", "Vienna|Vienne|Wien|Viena|Viyana|Salzburg|Graz|Innsbruck|Linz|Вена|فيينا|Klagenfurt|Bregenz|Eisenstadt|St. Pölten|维也纳"),
    ("AF", "Kabul|Kandahar|Kaboul|Kabil|Jalalabad|Кабул|كابول"), ("AL", "Tirana|Tiran"), ("DZ", "Algiers|Alger|Algier|Cezayir|الجزائر"), ("AR", "Buenos Aires"), ("AM", "Yerevan|Ереван|Erivan"), ("AZ", "Baku|Bakü|Баку|Bakou"), ("BH", "Bahrain|Manama"), ("BD", "Dhaka|Dacca|Chittagong|Dakka"), ("BY", "Minsk|Минск"), ("BO", "La Paz"), ("BA", "Sarajevo|Saraybosna|Banja Luka|Srebrenica"),
    ("BG", "Sofia|Sofya|София"), ("BF", "Ouagadougou"), ("BI", "Bujumbura"), ("KH", "Phnom Penh"), ("CM", "Yaounde|Yaoundé|Douala"), ("CF", "Bangui"), ("TD", "N'Djamena|Ndjamena"), ("CO", "Bogota|Bogotá|Medellin|Medellín|Cali|Cartagena|Barranquilla"), ("CG", "Brazzaville"), ("CD", "Kinshasa|Goma|Lubumbashi"), ("CI", "Abidjan|Yamoussoukro"), ("HR", "Zagreb|Dubrovnik"), ("CY", "Nicosia|Lefkoşa|Nicosie|نيقوسيا|Limassol"),
    ("DK", "Copenhagen|København|Copenhague|Kopenhagen|Kopenhag"), ("DO", "Santo Domingo"), ("EC", "Quito|Guayaquil"), ("SV", "San Salvador"), ("ER", "Asmara"), ("EE", "Tallinn|Таллин"), ("ET", "Addis Ababa|Addis Abeba"), ("FJ", "Suva"), ("GA", "Libreville"), ("GE", "Tbilisi|Tiflis|Тбилиси"), ("GH", "Accra"), ("GR", "Athens|Athènes|Athen|Atenas|Atina|Atene|Salonika|Thessaloniki|Афины|أثينا"), ("GN", "Conakry"), ("HT", "Port-au-Prince"), ("HN", "Tegucigalpa|San Pedro Sula"),
    ("HU", "Budapest|Будапешт|Budapeste"), ("IS", "Reykjavik"), ("ID", "Jakarta|Djakarta|Cakarta|Surabaya|Denpasar"), ("IR", "Tehran|Teheran|Téhéran|Tahran|Тегеран|طهران|Teherán|德黑兰"), ("JO", "Amman|عمان|Ammán"), ("KZ", "Almaty|Alma-Ata|Astana|Nur-Sultan|Алма-Ата|Астана"), ("KE", "Nairobi|Mombasa"), ("KP", "Pyongyang|평양|平壤"), ("KR", "Seoul|Séoul|Seul|Pusan|Busan|Kwangju|서울|首尔|Сеул|ソウル|부산|대전|인천|광주|대구|Inchon|Incheon|Pyeongchang"), ("KG", "Bishkek|Bişkek|Бишкек"),
    ("LA", "Vientiane"), ("LV", "Riga|Рига"), ("LR", "Monrovia"), ("LY", "Benghazi|طرابلس|Bingazi|Trablus"), ("LT", "Vilnius|Вильнюс"), ("MG", "Antananarivo"), ("MY", "Kuala Lumpur|Kuala Lumpur|吉隆坡"), ("ML", "Bamako|Timbuktu"), ("MT", "Valletta"), ("MR", "Nouakchott"), ("MD", "Chisinau|Kishinev|Кишинев"), ("MN", "Ulan Bator|Ulaanbaatar"), ("ME", "Podgorica"), ("MA", "Rabat|Casablanca|Marrakesh|الرباط"), ("MZ", "Maputo"), ("MM", "Rangoon|Yangon|Naypyitaw|Naypyidaw"), ("NA", "Windhoek"), ("NP", "Kathmandu|Katmandu|Katmandou"),
    ("NZ", "Wellington|Auckland|Christchurch"), ("NI", "Managua"), ("NE", "Niamey"), ("NG", "Lagos|Abuja|Kano|Maiduguri"), ("MK", "Skopje|Üsküp"), ("NO", "Oslo|Bergen|Trondheim|Stavanger|Осло|أوسلو"), ("OM", "Muscat|Maskat"), ("PG", "Port Moresby"), ("PY", "Asuncion|Asunción"), ("PE", "Lima|Cuzco|Ayacucho|Arequipa|Huancayo"), ("PH", "Manila|Manille|马尼拉|Zamboanga|Cebu City|Baguio"), ("PL", "Warsaw|Varsovie|Warschau|Varsovia|Varşova|Varsavia|Gdansk|Krakow|Cracow|Warszawa|Варшава"), ("PT", "Lisbon|Lisbonne|Lisboa|Lissabon|Lizbon|Lisbona|Oporto"),
    ("PR", "San Juan de Puerto Rico"), ("QA", "Doha|الدوحة|多哈"), ("RO", "Bucharest|Bucarest|Bükreş|Bukarest|Timisoara|Бухарест"), ("RW", "Kigali"), ("SA", "Riyadh|Jeddah|Jidda|Mecca|Medina|Dhahran|Riyad|الرياض|جدة"), ("SN", "Dakar"), ("RS", "Belgrade|Belgrad|Beograd|Belgrado|Белград|Novi Sad"), ("SL", "Freetown"), ("SK", "Bratislava"), ("SI", "Ljubljana"), ("SO", "Mogadishu|Mogadiscio|Mogadişu"), ("SS", "Juba"), ("LK", "Colombo|Kolombo"), ("SD", "Khartoum|Hartum|الخرطوم"), ("SR", "Paramaribo"), ("SY", "Damascus|Damas|Damaskus|Şam|Damasco|Aleppo|Дамаск|دمشق|حلب"),
    ("TW", "Taipei|Kaohsiung|台北|臺北|高雄|台中|台南"), ("TJ", "Dushanbe|Душанбе"), ("TZ", "Dar es Salaam|Dodoma"), ("TG", "Lome|Lomé"), ("TN", "Tunis|تونس"), ("TM", "Ashgabat|Ашхабад"), ("UG", "Kampala|Entebbe"), ("UA", "Kiev|Kyiv|Киев|Київ|Kiew|Kiova|Odessa|Donetsk|Lviv|Kharkiv|Одесса|Донецк"), ("AE", "Dubai|Abu Dhabi|Sharjah|دبي|أبوظبي|迪拜|Abou Dhabi|Dubaï"), ("UY", "Montevideo|Punta del Este"), ("UZ", "Tashkent|Ташкент|Taşkent"), ("VE", "Caracas|Maracaibo"), ("VN", "Hanoi|Ho Chi Minh City|Hanoï|Saigon|河内"), ("YE", "Sanaa|San'a|Aden|صنعاء"), ("ZM", "Lusaka"), ("ZW", "Harare|Bulawayo|Salisbury"),
    ("JM", "Montego Bay"), ("TT", "Port of Spain"), ("BB", "Bridgetown"), ("BS", "Nassau"), ("AO", "Luanda"), ("BW", "Gaborone"), ("MW", "Lilongwe|Blantyre"), ("SZ", "Mbabane"), ("LS", "Maseru"), ("MU", "Port Louis"), ("GW", "Bissau"), ("GM", "Banjul"), ("BJ", "Cotonou"), ("BN", "Bandar Seri Begawan"), ("BT", "Thimphu"), ("TL", "Dili"), ("MV", "Male"),
    ("", "United Nations|Nations unies|Naciones Unidas|Birleşmiş Milletler|East Jerusalem|West Jerusalem|Gaza|Gaza City|Ramallah|Hebron|Bethlehem|Gazze|غزة|رام الله|Aboard Air Force One|Aboard the Papal Plane|Air Force One|At Sea|Undisclosed Location|Camp David|Dover Air Force Base|Santiago|San Jose|San José|Kingston|Georgetown|Hamilton|Victoria|Tripoli|San Juan|St. George's|Castries|Pristina|Priština|Priştine|Simferopol|Birmingham|Cambridge|Oxford|Vancouver|Halifax|Perth|Alexandria|Cordoba|Córdoba|Santa Cruz|Nazareth|Guantanamo Bay|Cape Canaveral|Rochester|Concepcion|Rosario|Guadalajara|Monterrey|Valencia|Merida|Sukhumi|Tskhinvali"),
];

/// Cities in the country Georgia and in the state of Georgia, which datelines tell apart.
const GEORGIA: [(&str, &str); 2] = [
    (
        "GE",
        "tbilisi|batumi|kutaisi|gori|poti|zugdidi|sukhumi|tskhinvali|rustavi|tiflis|sachkhere|gudauri",
    ),
    (
        "US",
        "atlanta|savannah|augusta|macon|columbus|athens|albany|valdosta|rome|marietta|decatur|plains|norcross|\
         brunswick|dalton|gainesville|roswell|smyrna|duluth|lagrange|west point|carrollton|griffin|alpharetta|\
         peachtree city|fort benning|warner robins|fort valley|thomasville|tucker|lithonia|sea island",
    ),
];

/// States that are no more: a city of theirs that stands alone is in the country of today.
const DISSOLVED: &[&str] = &[
    "soviet union",
    "ussr",
    "urss",
    "udssr",
    "yugoslavia",
    "jugoslawien",
    "yougoslavie",
    "czechoslovakia",
    "tchecoslovaquie",
    "tschechoslowakei",
];

/// Words in front of a region that change nothing about its country: `central Taiwan`.
#[rustfmt::skip]
const MODIFIERS: &[&str] = &[
    "central", "northern", "southern", "eastern", "western", "north", "south", "east", "west", "northeast", "northwest",
    "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "upstate", "rural", "near", "the", "mainland", "occupied",
];

fn regions() -> &'static FxHashMap<String, Region> {
    static MAP: OnceLock<FxHashMap<String, Region>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = FxHashMap::default();
        let mut add = |names: &'static str, kind, country| {
            for name in names.split('|') {
                map.entry(key(name)).or_insert(Region { kind, country });
            }
        };
        for names in US_STATES {
            add(names, Kind::State, Some("US"));
        }
        for names in CA_PROVINCES {
            add(names, Kind::State, Some("CA"));
        }
        add(AREAS, Kind::Area, None);
        for (country, names) in COUNTRIES {
            add(names, Kind::Country, Some(*country));
        }
        for (country, names) in OTHER_REGIONS {
            add(names, Kind::State, Some(*country));
        }
        map
    })
}

fn cities() -> &'static FxHashMap<String, City> {
    static MAP: OnceLock<FxHashMap<String, City>> = OnceLock::new();
    MAP.get_or_init(|| {
        let mut map = FxHashMap::default();
        for (country, names) in CITIES {
            let country = (!country.is_empty()).then_some(*country);
            for name in names.split('|') {
                map.entry(key(name)).or_insert(City { country });
            }
        }
        map
    })
}

/// Longest name worth looking up, in bytes.
const LONGEST: usize = 80;

/// Two letters that are also words or initials count as a state only in capitals or with a stop.
fn is_short_code(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    letters == 2 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.' || b == b' ')
}

/// Looks up the second part of a dateline: `Calif.`, `N. Y.`, `West Germany`, `central Taiwan`.
pub fn region(name: &str) -> Option<Region> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    if is_short_code(name) && name.bytes().all(|b| !b.is_ascii_uppercase()) {
        return None;
    }
    let mut folded: Cow<str> = Cow::Owned(key(name));
    // Initials may be spaced: N. Y.
    if folded.len() <= 8 && folded.contains(' ') && folded.split(' ').all(|part| part.len() == 1) {
        folded = Cow::Owned(folded.replace(' ', ""));
    }
    let map = regions();
    if let Some(found) = map.get(folded.as_ref()) {
        return Some(*found);
    }
    let mut rest = folded.as_ref();
    while let Some((first, tail)) = rest.split_once(' ') {
        if !MODIFIERS.contains(&first) {
            break;
        }
        rest = tail;
        if let Some(found) = map.get(rest) {
            return Some(Region { kind: Kind::Area, country: found.country });
        }
    }
    None
}

/// Country of `city` in the region `name`: `Georgia` and dissolved states go by the city.
pub fn country_of(city: &str, name: &str, region: Region) -> Option<&'static str> {
    if region.country.is_some() {
        return region.country;
    }
    let folded = key(name);
    if folded == "georgia" {
        let city = key(city);
        return GEORGIA
            .iter()
            .find(|(_, cities)| cities.split('|').any(|known| known == city))
            .map(|(country, _)| *country);
    }
    if DISSOLVED.contains(&folded.as_str()) {
        return self::city(city).and_then(|found| found.country);
    }
    if folded == "victoria" && matches!(key(city).as_str(), "melbourne" | "geelong" | "ballarat") {
        return Some("AU");
    }
    None
}

/// Looks up a city that stands without a country in datelines.
pub fn city(name: &str) -> Option<City> {
    let name = name.trim();
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let folded = key(name);
    let map = cities();
    if let Some(found) = map.get(folded.as_str()) {
        return Some(*found);
    }
    folded.strip_prefix("saint ").and_then(|rest| map.get(format!("st {rest}").as_str()).copied())
}

/// Country of a place that is filed by its own name: a stand-alone city, or a country that is
/// itself the dateline (`BAHRAIN`).
pub fn country_alone(name: &str) -> Option<&'static str> {
    match city(name) {
        Some(found) => found.country,
        None => region(name)
            .filter(|found| found.kind == Kind::Country && !is_short_code(name))
            .and_then(|found| found.country),
    }
}

/// Placeholders of monitoring services where there is no place: `NO CITY`, `CLANDESTINE`.
pub fn is_placeholder(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "no city"
            | "no place"
            | "clandestine"
            | "no dateline"
            | "unknown"
            | "no location"
            | "unclear"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn country(name: &str) -> Option<&'static str> {
        region(name).and_then(|found| found.country)
    }

    #[test]
    fn states_in_all_their_spellings() {
        for name in [
            "Calif.",
            "CALIF",
            "Calif",
            "N.Y.",
            "N. Y.",
            "NY",
            "Tex.",
            "Penn.",
            "W.Va.",
            "W. Va.",
            "Me.",
            "Wisc.",
            "OHio",
            "District of Columbia",
        ] {
            assert_eq!(country(name), Some("US"), "{name}");
            assert_eq!(region(name).map(|found| found.kind), Some(Kind::State), "{name}");
        }
        for name in ["Alberta", "British Columbia", "Ont.", "Que.", "N.S.", "P.E.I.", "Nfld."] {
            assert_eq!(country(name), Some("CA"), "{name}");
        }
        assert_eq!(region("me"), None);
        assert_eq!(region("in"), None);
    }

    #[test]
    fn countries_in_the_languages_of_wires() {
        for (name, code) in [
            ("West Germany", "DE"),
            ("W. Germany", "DE"),
            ("Türkei", "TR"),
            ("TÜRKİYE", "TR"),
            ("Espagne", "ES"),
            ("the Netherlands", "NL"),
            ("U.S.", "US"),
            ("central Taiwan", "TW"),
            ("Grand Cayman", "KY"),
            ("СИРИЯ", "SY"),
            ("Guam", "GU"),
            ("FRG", "DE"),
            ("England", "GB"),
        ] {
            assert_eq!(country(name), Some(code), "{name}");
        }
        for name in ["Occupied West Bank", "Yugoslavia", "Soviet Union", "Congo"] {
            assert_eq!(region(name), Some(Region { kind: Kind::Area, country: None }), "{name}");
        }
        assert_eq!(region("Ruritania"), None);
    }

    #[test]
    fn georgia_goes_by_the_city() {
        let georgia = region("Georgia").unwrap();
        assert_eq!(country_of("TBILISI", "Georgia", georgia), Some("GE"));
        assert_eq!(country_of("Savannah", "Georgia", georgia), Some("US"));
        assert_eq!(country_of("NOWHERE", "Georgia", georgia), None);
        assert_eq!(country("Ga."), Some("US"));
        let union = region("Soviet Union").unwrap();
        assert_eq!(country_of("KIEV", "Soviet Union", union), Some("UA"));
        assert_eq!(country_of("UST-ILIMSK", "Soviet Union", union), None);
    }

    #[test]
    fn cities_that_stand_alone() {
        for (name, code) in [
            ("NEW YORK", Some("US")),
            ("St. Louis", Some("US")),
            ("İSTANBUL", Some("TR")),
            ("ISTANBUL", Some("TR")),
            ("Köln", Some("DE")),
            ("КИЕВ", Some("UA")),
            ("BAHRAIN", Some("BH")),
            ("UNITED NATIONS", None),
            ("SAN JOSE", None),
            ("MALTA", Some("MT")),
            ("COPPER GRADE A", None),
        ] {
            assert_eq!(country_alone(name), code, "{name}");
        }
        assert!(city("UNITED NATIONS").is_some());
        assert!(city("WHEAT").is_none());
        assert!(is_placeholder("NO CITY"));
    }

    #[test]
    fn every_code_is_two_capitals() {
        let codes = COUNTRIES.iter().chain(OTHER_REGIONS).chain(CITIES).map(|(code, _)| *code);
        for code in codes.filter(|code| !code.is_empty()) {
            assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(COUNTRIES.iter().any(|(known, _)| *known == code) || code == "GE", "{code}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_safe(name in "\\PC{0,40}") {
            let _ = region(&name);
            let _ = city(&name);
            let _ = country_alone(&name);
            let folded = key(&name);
            prop_assert!(!folded.contains('.') && !folded.ends_with(' '));
        }
    }
}
