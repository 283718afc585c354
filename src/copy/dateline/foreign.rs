//! Turns of datelines that only some languages have.
//!
//! In come tokens, out go a dateline, a part of one, or the bytes of a reporter in it. It is its
//! own file so that the grammar stays the one description of what all agencies share:
//! `12.03. Toruń (PAP) -`, `حلب-سانا`, `2 апр - РИА Новости, Анна Лис.`, `(NTB-Ola Vik):`.

use super::super::agencies::{self, Agency};
use super::Anchor;
use super::date::Hit;
use super::grammar::{Head, Match};
use super::lex::{Kind, Shape};
use super::marks::{Named, Sep};
use crate::copy::clock::DateParts;

impl Head<'_> {
    /// `12.03. Toruń (PAP) -`, `12 декабря, Гродно /Корр. БЕЛТА/.`: the date, then the rest.
    pub(super) fn date_first(&self, from: usize) -> Option<Match> {
        if self.kind(from) != Some(Kind::Number) {
            return None;
        }
        let hit = self.tokens.date(from, true).filter(|hit| hit.exact)?;
        let mut at = hit.after;
        while matches!(self.kind(at), Some(Kind::Comma | Kind::Dot)) && at < hit.after + 2 {
            at += 1;
        }
        let mut found = self.body(at)?;
        let fits = found.date.is_none()
            && found.place.is_some()
            && matches!(found.agency, Some(Named::Known(_)));
        fits.then_some(())?;
        (found.from, found.date) = (from, Some(hit));
        Some(found)
    }

    /// `DHA` has the reporter before the place: `Ann LEE/ORDU, (DHA)- `.
    pub(super) fn reporter_first(&self, from: usize) -> Option<Match> {
        let slash = (from + 2..from + 6).find(|at| self.kind(*at) == Some(Kind::Slash))?;
        let named = (from..slash - 1).all(|at| self.shape(at) == Shape::Title)
            && self.shape(slash - 1) == Shape::Caps;
        let mut found = self.body(slash + 1).filter(|_| named)?;
        matches!(found.agency, Some(Named::Known(agency)) if agency.language == "tr")
            .then_some(())?;
        found.byline = Some((self.tokens.tokens.get(from)?.start, self.end_of(slash - 1)));
        found.from = from;
        Some(found)
    }

    /// The names behind an agency in its bracket, or between its slashes: `(NTB-Ola Vik)`,
    /// `/Корр. ТАСС Анна Лис/`.
    pub(super) fn reporter_within(&self, at: usize, after: usize) -> Option<(usize, usize)> {
        let (from, to) = (self.end_of(at), self.tokens.tokens.get(after.checked_sub(1)?)?.start);
        let inner = self.tokens.text.get(from..to)?;
        let first = inner.split([' ', '-']).next()?;
        let name = if agencies::is_reporter(first) {
            let (_, behind) = inner.split_once(' ')?;
            behind.split_once(' ')?.1
        } else {
            let (head, name) = inner.split_once('-')?;
            let known = agencies::canonical(head).is_some_and(|agency| agency.mixed_case);
            if !known || agencies::canonical(name).is_some() || !name.contains(' ') {
                return None;
            }
            name
        };
        name.starts_with(char::is_uppercase).then(|| (to - name.len(), to))
    }

    /// `РИА Новости, Анна Лис.`: an agency without brackets, its reporter, and the full stop.
    pub(super) fn agency_and_reporter(
        &self,
        at: usize,
    ) -> Option<(&'static Agency, (usize, usize), usize)> {
        let start = self.tokens.tokens.get(at)?.start;
        let (agency, comma) = (1..=2).rev().find_map(|count| {
            let name = self.tokens.text.get(start..self.end_of(at + count - 1))?;
            Some((agencies::canonical(name).filter(|agency| agency.bare)?, at + count))
        })?;
        if self.kind(comma) != Some(Kind::Comma) {
            return None;
        }
        let dot = (comma + 3..comma + 10).find(|at| self.kind(*at) == Some(Kind::Dot))?;
        let named = (comma + 1..dot).all(|at| {
            self.shape(at) == Shape::Title
                || self.kind(at) == Some(Kind::Comma)
                || matches!(self.word(at), "и" | "and")
        });
        let names = (self.tokens.tokens.get(comma + 1)?.start, self.end_of(dot - 1));
        named.then_some((agency, names, dot + 1))
    }

    /// `الكويت - 21 - 7 (كونا)`: day and month behind a first dash.
    pub(super) fn parted_date(&self, at: usize) -> Option<Hit> {
        let small = |at: usize, most: u8| {
            let digits = super::day::ascii_digits(self.word(at))?;
            digits.parse::<u8>().ok().filter(|number| (1..=most).contains(number))
        };
        let (day, month) = (small(at, 31)?, small(at + 2, 12)?);
        if self.kind(at + 1) != Some(Kind::Dash) || self.kind(at + 3) != Some(Kind::Open) {
            return None;
        }
        let parts = DateParts { day: Some(day), month: Some(month), ..DateParts::default() };
        Some(Hit { parts, after: at + 3, exact: true, full: true, figures: false })
    }

    /// What only some agencies have behind a first dash: day and month apart, or a bare name in a
    /// script of its own, `تهران - ایرنا -`.
    pub(super) fn foreign_behind_dash(
        &self,
        found: &mut Match,
        start: usize,
        after: usize,
    ) -> Option<(Sep, usize)> {
        if let Some(hit) = self.parted_date(after) {
            return self.take_date(found, hit);
        }
        if self.word(start.saturating_sub(1)).is_ascii() || self.kind(after) != Some(Kind::Word) {
            return None;
        }
        let (named, beyond) =
            self.bare_agency(after).filter(|(named, _)| matches!(named, Named::Known(_)))?;
        self.take_agency(found, named, beyond, after)
    }

    /// Whether a bracket that names nothing but an agency opens the paragraph, and the text
    /// follows at once: `(Belga) Une`, `/ТАСС/. Курс`.
    pub(super) fn opens_bare(&self, found: &Match, sep: Sep) -> bool {
        let Some(Named::Known(agency)) = found.agency else { return false };
        let text = self.tokens.text.get(..self.end_of(found.after.saturating_sub(1)));
        let opened = found.from == 0 && text.is_some_and(|text| text.len() <= 40);
        let slashed = self.kind(0) == Some(Kind::Slash) && matches!(sep, Sep::Dot | Sep::Dash);
        let bracketed = self.kind(0) == Some(Kind::Open) && sep == Sep::Nothing && !agency.clash;
        opened && (slashed || bracketed) && self.shape(found.after) != Shape::Lower
    }

    /// `حلب-سانا`, alone in its paragraph; `تهران - ایرنا -`.
    pub(super) fn hyphened(&self, from: usize) -> Option<Match> {
        let word = self.word(from);
        let (city, name) = word.split_once('-')?;
        if from > 0 || word.is_ascii() || self.tokens.tokens.len() > 1 || !self.whole {
            return None;
        }
        let agency = agencies::canonical(name).filter(|it| it.language == "ar")?;
        let mut tokens = *self.tokens.tokens.first()?;
        tokens.end = tokens.start + city.len();
        let only = super::date::Tokens { tokens: &[tokens], ..self.tokens };
        let place = super::place::read(&only, 0, 1)?;
        Some(Match {
            from,
            end: self.end_of(from),
            after: from + 1,
            place: Some(place),
            date: None,
            agency: Some(Named::Known(agency)),
            damaged: false,
            late_date: false,
            anchor: Anchor::Agency,
            byline: None,
        })
    }
}

/// Words that stand between a place and its date: `القاهرة في 8 يونيو`.
pub(super) fn is_before_date(word: &str) -> bool {
    word == "في"
}

/// Portuguese words that a lead opens with.
pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "O" | "A"
            | "Os"
            | "As"
            | "Um"
            | "Uma"
            | "No"
            | "Na"
            | "Nos"
            | "Nas"
            | "Em"
            | "Cerca"
            | "Mais"
    )
}

/// Places that are no place, in the languages of wires: `A bord de l'avion papal`.
pub(super) fn is_aboard(first: &str, second: &str) -> bool {
    matches!(
        (first.to_lowercase().as_str(), second.to_lowercase().as_str()),
        ("a" | "à", "bord" | "bordo") | ("an", "bord") | ("på", "reise") | ("на", "борту")
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Hints, read, read_element};

    /// Cities, date, agency, reporter, and the first word of the lead.
    fn seen(text: &str, language: Option<&str>) -> Option<String> {
        let found = read(text, &Hints { agency: None, language })?;
        let cities: Vec<_> = found.places.iter().filter_map(|it| it.city.as_deref()).collect();
        let date = found.date.map(|date| format!("{}.{}.", date.day?, date.month?).into());
        Some(format!(
            "{} | {} | {} | {} | {}",
            cities.join("+"),
            date.flatten().unwrap_or_default(),
            found.agency.unwrap_or_default(),
            found.byline.map_or("", |(from, to)| &text[from..to]),
            text[found.rest..].split_whitespace().next().unwrap_or("")
        ))
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(seen(text, None).as_deref(), Some(*expected), "{text}");
        }
    }

    #[test]
    fn days_in_figures_and_days_alone_before_an_agency() {
        check(&[
            ("LIEGE 12/03 (BELGA) = Le canal", "LIEGE | 12.3. | Belga |  | Le"),
            ("الكويت - 21 - 7 (كونا) -- سجلت", "الكويت | 21.7. | KUNA |  | سجلت"),
            ("MADRID, 12 (EUROPA PRESS) Las reservas", "MADRID |  | Europa Press |  | Las"),
            ("القاهرة في 8 يونيو /أ ش أ/ أعلنت", "القاهرة | 8.6. | MENA |  | أعلنت"),
            ("العين في 12 مارس / وام / افتتحت", "العين | 12.3. | WAM |  | افتتحت"),
        ]);
    }

    #[test]
    fn a_date_may_stand_before_the_place() {
        check(&[
            ("12.03. Toruń (PAP) - Prom ruszył", "Toruń | 12.3. | PAP |  | Prom"),
            ("12 декабря, Гродно /Корр. БЕЛТА/. Зимний сад", "Гродно | 12.12. | BelTA |  | Зимний"),
        ]);
    }

    #[test]
    fn an_agency_in_brackets_or_slashes_may_have_no_place() {
        check(&[
            ("(Belga) Huit communes du Hainaut", " |  | Belga |  | Huit"),
            ("/ТАСС/. Курс рубля вырос", " |  | TASS |  | Курс"),
        ]);
        assert_eq!(seen("(Reuters) said so", None), None);
    }

    #[test]
    fn reporters_stand_inside_datelines() {
        check(&[
            (
                "МОСКВА, 3 ноя - РИА Новости, Анна Лис. Перевозчик",
                "МОСКВА | 3.11. | RIA Novosti | Анна Лис | Перевозчик",
            ),
            (
                "ЯКУТСК, 2 июня. /Корр. ТАСС Анна Лис/. Движение",
                "ЯКУТСК | 2.6. | TASS | Анна Лис | Движение",
            ),
            ("Bergen (NTB-Ola Vik): Fire personer", "Bergen |  | NTB | Ola Vik | Fire"),
            ("Ann LEE/ORDU, (DHA)- ORDU'nun ilçesi", "ORDU |  | DHA | Ann LEE | ORDU'nun"),
        ]);
        assert_eq!(
            seen("Brussel (NTB-Reuters): Kommisjonen", None).as_deref(),
            Some("Brussel |  | NTB |  | Kommisjonen")
        );
    }

    #[test]
    fn an_agency_may_follow_its_place_after_a_hyphen() {
        let found = read("حلب-سانا", &Hints::default()).unwrap();
        assert_eq!(found.places[0].city.as_deref(), Some("حلب"));
        assert_eq!(found.agency.as_deref(), Some("SANA"));
        check(&[("تهران - ایرنا - جشنواره انار", "تهران |  | IRNA |  | جشنواره")]);
    }

    #[test]
    fn regional_services_and_stops_alone() {
        check(&[
            (
                "Астана. 5 октября. ИНТЕРФАКС-КАЗАХСТАН - Казахстан увеличил",
                "Астана | 5.10. | Interfax |  | Казахстан",
            ),
            (
                "Київ. 28 жовтня. УНІАН. Аграрії завершили сівбу озимих у всіх областях, повідомило",
                "Київ | 28.10. | UNIAN |  | Аграрії",
            ),
            (
                "A bord de l'avion papal, 6 fév 2019 (AFP) - Le pape",
                "A bord de l'avion papal | 6.2. | AFP |  | Le",
            ),
        ]);
    }

    #[test]
    fn letters_in_brackets_are_an_agency_where_the_text_is_not_english() {
        let text =
            "TURKU (STT) Lossi rikkoutui maanantaina aamulla, ja autot jonottivat laiturilla";
        assert_eq!(seen(text, Some("fi")).as_deref(), Some("TURKU |  | STT |  | Lossi"));
        assert_eq!(seen("ACME SYSTEMS (STT) Shares rose in New York", Some("en")), None);
    }

    #[test]
    fn a_city_behind_the_dash_is_a_match_or_a_way() {
        for (text, language) in [
            ("Berlin - München 2:1", "de"),
            ("Porto - Benfica foi adiado por causa da chuva", "pt"),
            ("القاهرة - الإسكندرية طريق طويل", "ar"),
        ] {
            assert_eq!(seen(text, Some(language)), None, "{text}");
        }
        let text = "Brasília – O Ministério da Saúde vai ampliar";
        assert_eq!(seen(text, Some("pt")).as_deref(), Some("Brasília |  |  |  | O"));
    }

    #[test]
    fn elements_may_have_no_comma_before_the_date() {
        let found = read_element("Ajaccio 14 fév 2018", &Hints::default()).unwrap();
        assert_eq!(found.places[0].city.as_deref(), Some("Ajaccio"));
    }
}
