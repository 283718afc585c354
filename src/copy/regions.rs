//! Regions: the second parts of datelines, as wires write them.
//!
//! In comes a part of a dateline (`Calif.`, `N. Y.`, `British Columbia`, `West Germany`,
//! `Türkei`), out goes what it is: a state or province with its country, or a country as ISO
//! 3166 alpha-2. It is its own file because it is a table. A country is given only where it is
//! certain; territories in dispute have none. Cities, and what the two together mean, are
//! [`super::places`].

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
    ("IN", "Uttar Pradesh|UP|Madhya Pradesh|MP|Andhra Pradesh|Himachal Pradesh|HP|Maha|Raj|Guj|WB|U'khand|C'garh|Arunachal Pradesh|Maharashtra|Karnataka|Kerala|Tamil Nadu|Gujarat|Rajasthan|Bihar|West Bengal|Odisha|Orissa|Haryana|Jharkhand|Chhattisgarh|Uttarakhand|Telangana|Goa|Assam|Manipur|Nagaland|Tripura|Meghalaya|Mizoram|Sikkim|Jammu|J&K|J-K"),
    ("DE", "Bavaria|Bayern|Saxony|Sachsen|Hesse|Hessen|Thuringia|Thüringen|Brandenburg|Lower Saxony|Niedersachsen|Baden-Württemberg|Schleswig-Holstein|Westfalen|Saarland|Nordrhein-Westfalen|Rheinland-Pfalz|Mecklenburg-Vorpommern|Sachsen-Anhalt"),
    ("ES", "Catalonia|Cataluña|Canary Islands|Basque Country|Mallorca|Majorca|Andalusia|Andalucía|Galicia|Canarias|País Vasco|Comunidad Valenciana|Castilla y León|Castilla-La Mancha|Extremadura|Navarra|Aragón|Vizcaya|Guipúzcoa|Baleares|Asturias|Cantabria"),
    ("PT", "Azores|Madeira|Açores|Alentejo|Algarve"),
    ("FR", "Corsica|Corse|Brittany|Normandy|Bretagne|Normandie|Alsace|Lorraine|Provence|Bourgogne|Pas-de-Calais|Bouches-du-Rhône|Seine-Saint-Denis|Hauts-de-Seine|Val-de-Marne|Val-d'Oise|Seine-et-Marne|Loire-Atlantique|Ille-et-Vilaine|Maine-et-Loire|Haute-Garonne|Haute-Savoie|Haut-Rhin|Bas-Rhin|Alpes-Maritimes|Finistère|Morbihan|Côtes-d'Armor|Calvados|Vaucluse|Hérault|Gironde|Isère|Savoie|Dordogne|Vendée|Charente-Maritime|Pyrénées-Atlantiques|Pyrénées-Orientales|Hautes-Pyrénées|Meurthe-et-Moselle|Moselle|Puy-de-Dôme|Saône-et-Loire|Seine-Maritime|Yvelines|Essonne|Ardèche|Drôme|Corse-du-Sud|Haute-Corse|Haute-Vienne|Eure-et-Loir|Indre-et-Loire|Loir-et-Cher|Loiret|Haute-Marne|Haute-Saône|Territoire de Belfort|Lot-et-Garonne|Tarn-et-Garonne|Hautes-Alpes|Alpes-de-Haute-Provence|Deux-Sèvres"),
    ("IT", "Sicily|Sicilia|Sardinia|Sardegna|Tuscany|Toscana|Lombardia|Piemonte|Veneto|Liguria|Calabria|Campania|Puglia|Umbria|Abruzzo|Basilicata|Emilia-Romagna|Alto Adige|Trentino"),
    ("GR", "Crete|Rhodes|Lesbos|Corfu"),
    ("JP", "Okinawa|Hokkaido"),
    ("ID", "Bali|Java|Sumatra|Aceh|Papua|Irian Jaya"),
    ("MY", "Sabah|Sarawak|Johor|Penang"),
    ("CN", "Xinjiang|Sichuan|Guangdong|Yunnan|Hubei|Hunan|Henan|Hebei|Zhejiang|Jiangsu|Inner Mongolia|Tibet|Hainan|Fujian|Shandong|Shanxi|Shaanxi|Liaoning|Jilin|Heilongjiang|Guizhou|Guangxi|Gansu|Qinghai|Ningxia|Anhui|Jiangxi"),
    ("PH", "Luzon|Mindanao|Cebu"),
    ("RU", "Siberia|Chechnya|Dagestan|Ingushetia|North Ossetia|Tatarstan"),
    ("BR", "Mato Grosso|Minas Gerais|Bahia|Parana|Rio Grande do Sul|Paraná|Pará|Ceará|Goiás|Maranhão|Santa Catarina|Espírito Santo|Pernambuco|Rondônia|Roraima|Sergipe|Alagoas|Piauí|Amapá|Tocantins"),
    ("MX", "Chiapas|Sonora|Sinaloa|Chihuahua|Baja California|Oaxaca|Yucatan|Guerrero|Veracruz|Tamaulipas|Jalisco|Michoacán|Nuevo León|Coahuila|Quintana Roo|Yucatán|Campeche|Tabasco|Nayarit|Colima|Morelos|Tlaxcala|Zacatecas|Aguascalientes|Guanajuato"),
    ("CH", "Ticino|Tessin|Graubünden|Valais"),
    ("AT", "Tyrol|Tirol|Styria|Steiermark|Kärnten|Vorarlberg|Burgenland|Niederösterreich|Oberösterreich"),
    ("KY", "Grand Cayman"),
    ("IE", "County Donegal|County Cork|County Mayo|County Kerry"),
    ("NL", "Friesland|Limburg|Zeeland"),
    ("BE", "Hainaut|Flandre|Flandre occidentale|Flandre orientale|Brabant wallon|Oost-Vlaanderen|West-Vlaanderen|Vlaams-Brabant|Vlaanderen|Wallonie"),
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

/// Longest name worth looking up, in bytes.
const LONGEST: usize = 80;

/// Two letters that are also words or initials count as a state only in capitals or with a stop.
pub(super) fn is_short_code(name: &str) -> bool {
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

/// Country by its name, or by its code of two or three letters (`TR`, `TUR`), as alpha-2.
pub(super) fn country(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let code = name.bytes().all(|b| b.is_ascii_alphabetic()).then(|| name.to_ascii_uppercase());
    let by_code = code.and_then(|code| match code.as_str() {
        "UK" => Some("GB"),
        "EL" => Some("GR"),
        // Codes that are no more, of states that have one successor.
        "DD" | "DDR" => Some("DE"),
        "ZR" | "ZAR" => Some("CD"),
        "BU" | "BUR" => Some("MM"),
        code if code.len() == 2 || code.len() == 3 => {
            codes().find(|row| row.0 == code || row.1 == code).map(|row| row.0)
        }
        _ => None,
    });
    by_code
        .or_else(|| {
            region(name).filter(|found| found.kind == Kind::Country).and_then(|found| found.country)
        })
        .or_else(|| codes().find(|row| key(row.2) == key(name)).map(|row| row.0))
}

/// All names of a country, by its code: those of the tables, in several languages, and alpha-3.
pub(super) fn country_names(code: &str) -> impl Iterator<Item = &'static str> {
    let named = COUNTRIES.iter().filter(move |row| row.0 == code).flat_map(|row| row.1.split('|'));
    let of_code = codes().filter(move |row| row.0 == code).flat_map(|row| [row.1, row.2]);
    named.chain(of_code)
}

/// Codes and names of all countries: alpha-2, alpha-3, name.
fn codes() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    type Row = (&'static str, &'static str, &'static str);
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    let read = |line: &'static str| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?))
    };
    let rows = || include_str!("places/countries.tsv").lines().filter_map(read).collect();
    ROWS.get_or_init(rows).iter().copied()
}

/// Names of one region in several languages: those that wires write in more than one way.
#[rustfmt::skip]
const SAME_REGIONS: &[&str] = &[
    "Bavaria|Bayern|Bavière|Baviera", "Saxony|Sachsen", "Lower Saxony|Niedersachsen", "Saxony-Anhalt|Sachsen-Anhalt", "Hesse|Hessen", "Thuringia|Thüringen",
    "North Rhine-Westphalia|Nordrhein-Westfalen|NRW", "Rhineland-Palatinate|Rheinland-Pfalz", "Mecklenburg-Vorpommern|Mecklenburg-Western Pomerania",
    "Catalonia|Cataluña|Catalunya|Katalonien|Catalogne", "Andalusia|Andalucía|Andalusien|Andalousie", "Basque Country|País Vasco|Euskadi", "Canary Islands|Canarias", "Castille-Leon|Castilla y León",
    "Corsica|Corse|Korsika", "Brittany|Bretagne", "Normandy|Normandie", "Sicily|Sicilia|Sizilien|Sicile", "Sardinia|Sardegna|Sardinien|Sardaigne", "Tuscany|Toscana|Toskana|Toscane", "Lombardy|Lombardia|Lombardei|Lombardie",
    "Piedmont|Piemonte|Piemont", "Veneto|Venetien", "Apulia|Puglia", "Ticino|Tessin", "Geneva|Genève|Genf", "Vaud|Waadt", "Valais|Wallis", "Grisons|Graubünden", "Tyrol|Tirol", "Styria|Steiermark", "Carinthia|Kärnten",
    "Lower Austria|Niederösterreich", "Upper Austria|Oberösterreich", "Vienna|Wien", "New South Wales|NSW|N.S.W.", "Queensland|Qld", "Crete|Kreta", "England|Angleterre|Inglaterra", "Scotland|Schottland|Écosse|Escocia", "Northern Ireland|N Ireland|Ulster",
    "Odisha|Orissa", "Uttar Pradesh|UP", "Madhya Pradesh|MP", "Chechnya|Tschetschenien", "Inner Mongolia|Nei Mongol", "Tibet|Xizang", "Papua|Irian Jaya",
];

/// The row of each folded name.
type Rows = FxHashMap<String, &'static str>;

/// The rows of states, of provinces, and of regions elsewhere.
fn rows() -> &'static [Rows; 3] {
    static ROWS: OnceLock<[Rows; 3]> = OnceLock::new();
    ROWS.get_or_init(|| {
        [US_STATES, CA_PROVINCES, SAME_REGIONS].map(|rows| {
            let mut map = Rows::default();
            for row in rows {
                for name in row.split('|') {
                    map.entry(key(name)).or_insert(*row);
                }
            }
            map
        })
    })
}

/// All names of a state or province, the full one first, for one of them: `Calif.` gives
/// `California`, `Calif`, `CA`.
pub(super) fn region_names(name: &str, country: Option<&str>) -> Vec<&'static str> {
    let mut folded = key(name);
    if folded.len() <= 8 && folded.contains(' ') && folded.split(' ').all(|part| part.len() == 1) {
        folded = folded.replace(' ', "");
    }
    // The state has its full name to share with a country.
    if matches!(folded.as_str(), "ga" | "georgia") && country.is_none_or(|it| it == "US") {
        return vec!["Georgia", "GA", "Ga"];
    }
    let [states, provinces, same] = rows();
    let find = |rows: &Rows| rows.get(folded.as_str()).copied();
    let is_in = |code: &str| country.is_none_or(|country| country == code);
    let (row, full) = match () {
        () if is_in("US")
            && let Some(row) = find(states) =>
        {
            (row, true)
        }
        () if is_in("CA")
            && let Some(row) = find(provinces) =>
        {
            (row, true)
        }
        () if country.is_some_and(|it| !matches!(it, "US" | "CA")) => {
            (find(same).unwrap_or(""), false)
        }
        () => ("", false),
    };
    let mut names: Vec<&str> = row.split('|').filter(|name| !name.is_empty()).collect();
    // Of states the code stands first; the full name is the first without a stop that is long.
    if full && let Some(at) = names.iter().position(|name| is_full_name(name)) {
        let name = names.remove(at);
        names.insert(0, name);
    }
    names
}

/// `California`, and not `Calif` or `N.C.`.
fn is_full_name(name: &str) -> bool {
    const FULL: [&str; 6] = ["Iowa", "Ohio", "Utah", "Maine", "Idaho", "Texas"];
    let short = [
        "Calif", "Conn", "Tenn", "Mass", "Penna", "N Mex", "N Car", "N Dak", "S Car", "S Dak",
        "W Va",
    ];
    FULL.contains(&name)
        || (name.len() > 4 && !name.contains('.') && !short.contains(&name))
            && !matches!(
                name,
                "Ills"
                    | "Oreg"
                    | "Nebr"
                    | "Ariz"
                    | "Wash"
                    | "Wisc"
                    | "Alta"
                    | "Sask"
                    | "Brit Columbia"
            )
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
    fn countries_by_name_and_code() {
        for name in ["TR", "TUR", "tur", "Turkey", "Türkei", "Türkiye"] {
            assert_eq!(super::country(name), Some("TR"), "{name}");
        }
        assert_eq!(super::country("UK"), Some("GB"));
        assert_eq!(super::country("Georgia"), Some("GE"));
        assert_eq!(super::country("ZZZ"), None);
        assert!(country_names("UA").any(|name| name == "UKR"));
    }

    #[test]
    fn states_by_any_of_their_names() {
        for name in ["Alta.", "AB", "ALBERTA"] {
            assert_eq!(region_names(name, Some("CA"))[0], "Alberta", "{name}");
        }
        for row in US_STATES.iter().chain(CA_PROVINCES) {
            let any = row.split('|').next().unwrap();
            let names = region_names(any, None);
            assert!(names.len() >= row.split('|').count(), "{row}");
            assert!(names[0].len() > 3 && !names[0].contains('.'), "{row}");
        }
        assert_eq!(region_names("N. Y.", Some("US"))[0], "New York");
        assert_eq!(region_names("Bayern", Some("DE"))[0], "Bavaria");
        assert!(region_names("Bayern", None).is_empty());
    }

    #[test]
    fn every_code_is_two_capitals() {
        let codes = COUNTRIES.iter().chain(OTHER_REGIONS).map(|(code, _)| *code);
        for code in codes.filter(|code| !code.is_empty()) {
            assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(COUNTRIES.iter().any(|(known, _)| *known == code) || code == "GE", "{code}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_safe(name in "\\PC{0,40}") {
            let _ = region(&name);
            let _ = super::country(&name);
            let _ = region_names(&name, None);
            let folded = key(&name);
            prop_assert!(!folded.contains('.') && !folded.ends_with(' '));
        }
    }
}
