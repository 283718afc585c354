//! Datelines of East Asian agencies, which have no blanks, dashes or commas to go by.
//!
//! In comes a paragraph that opens with an ideograph, a syllable or a bracket before one:
//! `新华社北京1月4日电`, `(서울=연합뉴스) 홍길동 기자 = `, `【北京共同】`. Out go its parts. It is its own
//! file because nothing of the other grammar holds here.

use super::super::agencies::{self, Agency};
use super::super::clock::DateParts;
use super::super::places;
use super::{Anchor, Reading};
use crate::story::Place;

/// Longest dateline looked at, in bytes.
const HEAD: usize = 240;

/// Reads an East Asian dateline.
pub(super) fn read(text: &str) -> Option<Reading> {
    let before = text.len() - text.trim_start().len();
    let mut end = text.len().min(before + HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[before..end];
    let mut found = korean(text, head, before)
        .or_else(|| chinese(text, head, before))
        .or_else(|| japanese(text, head, before))?;
    places::settle(&mut found.places);
    Some(found)
}

fn reading(text: &str, before: usize, line: &str, rest: usize, agency: &Agency) -> Reading {
    let gap = text[rest..].len() - text[rest..].trim_start().len();
    Reading {
        line: line.split_whitespace().collect::<Vec<_>>().join(" "),
        places: Vec::new(),
        date: None,
        agency: Some(agency.name.to_owned()),
        rest: rest + gap,
        before,
        damaged: false,
        unverified: false,
        byline: None,
        anchor: Anchor::Agency,
    }
}

fn place(name: &str) -> Option<Place> {
    let name = name.trim();
    let short = !name.is_empty()
        && name.chars().count() <= 12
        && !name.contains(|c: char| c.is_ascii_punctuation() || c.is_numeric());
    short.then(|| Place {
        city: Some(name.to_owned()),
        region: None,
        country: domestic(name).or_else(|| places::country_alone(name)).map(str::to_owned),
    })
}

/// `(서울=연합뉴스) 홍길동 기자 = 본문`
fn korean(text: &str, head: &str, before: usize) -> Option<Reading> {
    let inner = head.strip_prefix(['(', '[', '（', '【'])?;
    let opened = head.len() - inner.len();
    let close = inner.find([')', ']', '）', '】'])?;
    let (city, agency) = inner[..close].split_once('=')?;
    let agency = agencies::canonical(agency)?;
    let bracket_end = opened + close + inner[close..].chars().next()?.len_utf8();
    let tail = &head[bracket_end..];
    // The byline stands between the bracket and the sign that ends it.
    let (rest, byline) = match tail.find('=') {
        Some(at) if at <= 120 && !tail[..at].contains(['.', '。', '\n']) => {
            let name = tail[..at].trim();
            let start = before + bracket_end + (tail.len() - tail.trim_start().len());
            (bracket_end + at + 1, (!name.is_empty()).then(|| (start, start + name.len())))
        }
        _ => (bracket_end, None),
    };
    let mut found = reading(text, before, &head[..bracket_end], before + rest, agency);
    found.byline = byline;
    found.places.extend(city.split(['·', '/']).filter_map(place));
    Some(found)
}

/// Agencies as they open Chinese datelines.
const CHINESE: [&str; 29] = [
    "新华社",
    "新華社",
    "新华网",
    "新華網",
    "中新社",
    "中新网",
    "中新網",
    "中央社",
    "法新社",
    "路透社",
    "路透",
    "塔斯社",
    "德新社",
    "美联社",
    "美聯社",
    "共同社",
    "韩联社",
    "韓聯社",
    "時事社",
    "时事社",
    "中通社",
    "中评社",
    "中評社",
    "安莎社",
    "埃菲社",
    "俄新社",
    "卫星社",
    "彭博社",
    "合众国际社",
];

/// `新华社北京1月4日电`, `（中央社記者王小明台北1日電）`, `（中央社巴黎5日綜合外電報導）`, with blanks
/// anywhere, with or without a bracket.
fn chinese(text: &str, head: &str, before: usize) -> Option<Reading> {
    let body = behind_topic(head).unwrap_or(head).trim_start_matches(['（', '(', '【', '[', ' ']);
    let opened = head.len() - body.len();
    let name = CHINESE.iter().find(|name| body.starts_with(**name))?;
    let agency = agencies::canonical(name)?;
    let tail = &body[name.len()..];
    let digits = tail.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?;
    let day = tail.find('日').filter(|at| (digits..120).contains(at))? + '日'.len_utf8();
    let (city, date) = tail[..day].split_at(digits);
    let parts = month_day(date)?;
    let city = city.trim();
    let (city, reporter) = match ["记者", "記者"].iter().find_map(|it| city.strip_prefix(it)) {
        Some(named) => reporter_and_city(named),
        None => (city, ""),
    };
    let behind = tail[day..].trim_start();
    let kind = [
        "综合外电报道",
        "綜合外電報導",
        "綜合報導",
        "综合报道",
        "專電",
        "专电",
        "外電",
        "电",
        "電",
    ]
    .iter()
    .find(|kind| behind.starts_with(**kind))?;
    let mut end = head.len() - behind.len() + kind.len();
    let closing =
        head[end..].chars().next().filter(|c| opened > 0 && matches!(c, '）' | ')' | '】' | ']'));
    end += closing.map_or(0, char::len_utf8);
    let mut found = reading(text, before, &head[..end], before + end, agency);
    // `电---`
    found.rest += text[found.rest..].len()
        - text[found.rest..].trim_start_matches(['-', '—', '－', ' ', '\u{3000}']).len();
    found.places.extend(city.split(['/', '、']).filter_map(place));
    found.date = Some(parts);
    found.byline = reporters_behind(text, found.rest).or_else(|| {
        let start = before + head.find(reporter).filter(|_| !reporter.is_empty())?;
        Some((start, start + reporter.len()))
    });
    Some(found)
}

/// `（体育）新华社`: what the story belongs to, in a bracket of its own.
fn behind_topic(head: &str) -> Option<&str> {
    let inner = head.strip_prefix(['（', '('])?;
    let close = inner.find(['）', ')']).filter(|at| *at <= 48)?;
    let behind = inner[close..].trim_start_matches(['）', ')']).trim_start();
    CHINESE.iter().any(|name| behind.starts_with(name)).then_some(behind)
}

/// `王小明台北`: the city is what the tables know at the end, else what stands behind a name of
/// the usual length.
fn reporter_and_city(named: &str) -> (&str, &str) {
    let borders = || named.char_indices().map(|(at, _)| at).skip(1);
    let known = borders().find(|at| domestic(&named[*at..]).is_some() || is_city(&named[*at..]));
    let usual = || match named.chars().count() {
        4 => borders().nth(1),
        5..=8 => borders().nth(2),
        _ => None,
    };
    match known.or_else(usual) {
        Some(at) => (&named[at..], &named[..at]),
        None => ("", named),
    }
}

fn is_city(name: &str) -> bool {
    places::city(name).is_some() || places::country(name, None).is_some()
}

/// `（记者 甲 乙）` right behind the mark that ends the dateline.
fn reporters_behind(text: &str, rest: usize) -> Option<(usize, usize)> {
    let tail = text.get(rest..)?;
    let inner = tail.strip_prefix(['（', '('])?;
    if !["记者", "記者"].iter().any(|word| inner.starts_with(word)) {
        return None;
    }
    let (close, bracket) = inner.char_indices().take(60).find(|(_, c)| matches!(c, '）' | ')'))?;
    Some((rest, rest + (tail.len() - inner.len()) + close + bracket.len_utf8()))
}

/// `1月4日`, `4日`, blanks allowed.
fn month_day(text: &str) -> Option<DateParts> {
    let folded: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            c => c,
        })
        .collect();
    let folded = folded.strip_suffix('日')?;
    let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|n| (1..=most).contains(n));
    let (year, folded) = match folded.split_once('年') {
        Some((year, rest)) => {
            (Some(year.parse::<i32>().ok().filter(|year| (1800..=2199).contains(year))?), rest)
        }
        None => (None, folded),
    };
    let (month, day) = match folded.split_once('月') {
        Some((month, day)) => (Some(number(month, 12)?), number(day, 31)?),
        None => (None, number(folded, 31)?),
    };
    Some(DateParts { year, month, day: Some(day), ..DateParts::default() })
}

/// Agencies as they close Japanese datelines.
const JAPANESE: [&str; 7] =
    ["共同通信", "共同", "時事通信", "時事", "聯合ニュース", "AFP", "ロイター"];

/// `【北京共同】`, `【ワシントン時事】`, `【ロンドン共同＝甲乙丙丁】`, `【3月12日 AFP】`, `【AFP＝時事】`,
/// `［東京　１２日　ロイター］ -`
fn japanese(text: &str, head: &str, before: usize) -> Option<Reading> {
    let inner = head.strip_prefix(['【', '［', '['])?;
    let opened = head.len() - inner.len();
    let close = inner.find(['】', '］', ']'])?;
    let inside = inner[..close].trim();
    let (named, partner) = match inside.split_once(['＝', '=']) {
        Some((named, partner)) => (named.trim(), partner.trim()),
        None => (inside, ""),
    };
    let find = |named: &'_ str| -> Option<(usize, &'static Agency)> {
        JAPANESE
            .iter()
            .find_map(|name| Some((named.strip_suffix(name)?.len(), agencies::canonical(name)?)))
    };
    let (city, agency, partner) = match find(named) {
        Some((at, agency)) => (&named[..at], agency, partner),
        // `【香港＝時事】`
        None => (named, find(partner).filter(|(at, _)| *at == 0)?.1, ""),
    };
    let end = opened + close + inner[close..].chars().next()?.len_utf8();
    let mut found = reading(text, before, &head[..end], before + end, agency);
    found.rest += text[found.rest..].len()
        - text[found.rest..].trim_start_matches(['-', '－', '―', ' ', '\u{3000}']).len();
    let city = city.trim();
    let digits = city.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let (city, date) = city.split_at(digits.unwrap_or(city.len()));
    if !date.is_empty() {
        // A day alone says too little here.
        found.date = Some(month_day(date.trim())?);
    }
    found.places.extend(place(city));
    if !partner.is_empty() && agencies::canonical(partner).is_none() {
        let start = before + head.find(partner)?;
        found.byline = Some((start, start + partner.len()));
    }
    Some(found)
}

/// Country of a city that agencies of one country write in their own script.
fn domestic(name: &str) -> Option<&'static str> {
    DOMESTIC
        .iter()
        .find(|(_, cities)| cities.split(' ').any(|city| city == name))
        .map(|(country, _)| *country)
}

/// Cities in the script of their country, too many of which the gazetteer only has in Latin.
const DOMESTIC: [(&str, &str); 4] = [
    (
        "CN",
        "北京 上海 天津 重庆 广州 深圳 石家庄 太原 沈阳 大连 长春 哈尔滨 南京 苏州 杭州 宁波 合肥 福州 厦门 \
         南昌 济南 青岛 郑州 武汉 长沙 南宁 桂林 海口 三亚 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐 \
         呼和浩特 喀什 延安 洛阳 温州 珠海 东莞 唐山 雄安",
    ),
    (
        "TW",
        "台北 臺北 新北 桃園 台中 臺中 台南 臺南 高雄 基隆 新竹 苗栗 彰化 南投 雲林 嘉義 屏東 宜蘭 花蓮 台東 \
         臺東 澎湖 金門 馬祖 連江 新北市 台北市 高雄市 嘉義縣 屏東縣 花蓮縣 宜蘭縣",
    ),
    (
        "JP",
        "東京 札幌 函館 旭川 青森 盛岡 仙台 秋田 山形 福島 水戸 宇都宮 前橋 さいたま 千葉 横浜 新潟 富山 \
         金沢 福井 甲府 長野 岐阜 静岡 名古屋 津 大津 京都 大阪 神戸 奈良 和歌山 鳥取 松江 岡山 広島 山口 \
         徳島 高松 松山 高知 福岡 北九州 佐賀 長崎 熊本 大分 宮崎 鹿児島 那覇 浜松 成田 釧路",
    ),
    (
        "KR",
        "서울 부산 대구 인천 광주 대전 울산 세종 수원 성남 고양 용인 부천 안산 안양 남양주 화성 평택 의정부 \
         시흥 파주 김포 광명 군포 이천 오산 하남 양주 구리 안성 포천 의왕 여주 동두천 과천 가평 양평 연천 춘천 \
         원주 강릉 동해 태백 속초 삼척 홍천 횡성 영월 평창 정선 철원 화천 양구 인제 양양 청주 충주 제천 보은 \
         옥천 영동 증평 진천 괴산 음성 단양 천안 공주 보령 아산 서산 논산 계룡 당진 금산 부여 서천 청양 홍성 \
         예산 태안 전주 군산 익산 정읍 남원 김제 완주 진안 무주 장수 임실 순창 고창 부안 목포 여수 순천 나주 \
         광양 담양 곡성 구례 고흥 보성 화순 장흥 강진 해남 영암 무안 함평 영광 장성 완도 진도 신안 포항 경주 \
         김천 안동 구미 영주 영천 상주 문경 경산 군위 의성 청송 영양 영덕 청도 고령 성주 칠곡 예천 봉화 울진 \
         울릉 창원 진주 통영 사천 김해 밀양 거제 양산 의령 함안 창녕 고성 남해 하동 산청 함양 거창 합천 제주 \
         서귀포",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_datelines() {
        let text = "新华社北京1月4日电（记者 甲 乙）今天";
        let found = read(text).unwrap();
        assert_eq!(found.line, "新华社北京1月4日电");
        assert_eq!(found.places[0].city.as_deref(), Some("北京"));
        assert_eq!(found.places[0].country.as_deref(), Some("CN"));
        assert_eq!(found.date.map(|date| (date.month, date.day)), Some((Some(1), Some(4))));
        assert_eq!(found.agency.as_deref(), Some("Xinhua"));
        assert!(text[found.rest..].starts_with('（'));
        let (from, to) = found.byline.unwrap();
        assert_eq!(&text[from..to], "（记者 甲 乙）");
        let spaced = read("新华社 柏林 1月 4日 电 德国").unwrap();
        assert_eq!(spaced.places[0].city.as_deref(), Some("柏林"));
        let taiwan = read("（中央社記者王小明台北1日電）立法院").unwrap();
        assert_eq!(taiwan.agency.as_deref(), Some("CNA"));
        assert_eq!(taiwan.places[0].city.as_deref(), Some("台北"));
        assert_eq!(read("新华社电视节目很多"), None);
        let found = read("中新网8月3日电 据消息").unwrap();
        assert_eq!((found.places.len(), found.date.and_then(|date| date.day)), (0, Some(3)));
        let found = read("（体育）新华社巴黎8月3日电 比赛").unwrap();
        assert_eq!(found.places[0].city.as_deref(), Some("巴黎"));
        let text = "（中央社記者林志豪嘉義12日電）阿里山";
        let found = read(text).unwrap();
        assert_eq!(found.places[0].country.as_deref(), Some("TW"));
        let (from, to) = found.byline.unwrap();
        assert_eq!(&text[from..to], "林志豪");
        let text = "（中央社巴黎5日綜合外電報導）工會";
        let found = read(text).unwrap();
        assert_eq!(found.places[0].city.as_deref(), Some("巴黎"));
        assert_eq!(&text[found.rest..], "工會");
        let text = "路透伦敦3月8日电---美元";
        assert_eq!(read(text).map(|found| &text[found.rest..]), Some("美元"));
    }

    #[test]
    fn korean_and_japanese_datelines() {
        let text = "(서울=연합뉴스) 홍길동 기자 = 정부는";
        let found = read(text).unwrap();
        assert_eq!(found.agency.as_deref(), Some("Yonhap"));
        assert_eq!(found.places[0].city.as_deref(), Some("서울"));
        assert_eq!(&text[found.rest..], "정부는");
        let (from, to) = found.byline.unwrap();
        assert_eq!(&text[from..to], "홍길동 기자");
        let found = read("【ワシントン共同】米政府は").unwrap();
        assert_eq!(
            (found.agency.as_deref(), found.places[0].country.as_deref()),
            (Some("Kyodo"), Some("US"))
        );
        let text = "【ワシントン共同＝高瀬順一】米大統領";
        let found = read(text).unwrap();
        let (from, to) = found.byline.unwrap();
        assert_eq!(&text[from..to], "高瀬順一");
        let found = read("【3月12日 AFP】フランス").unwrap();
        assert_eq!((found.places.len(), found.date.and_then(|date| date.month)), (0, Some(3)));
        let found = read("【AFP＝時事】ロンドン").unwrap();
        assert_eq!((found.places.len(), found.agency.as_deref()), (0, Some("AFP")));
        let found = read("【香港＝時事】香港島で").unwrap();
        assert_eq!((found.places.len(), found.agency.as_deref()), (1, Some("Jiji")));
        let text = "［東京　１２日　ロイター］ - 午後の";
        let found = read(text).unwrap();
        assert_eq!(found.places[0].city.as_deref(), Some("東京"));
        assert_eq!(&text[found.rest..], "午後の");
        assert_eq!(read("[注1] 午後の"), None);
    }
}
