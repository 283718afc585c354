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
        country: places::country_alone(name).map(str::to_owned),
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

/// `新华社北京1月4日电`, `中央社記者王小明台北1日電`, with blanks anywhere, with or without a bracket.
fn chinese(text: &str, head: &str, before: usize) -> Option<Reading> {
    let body = head.trim_start_matches(['（', '(', '【', '[', ' ']);
    let opened = head.len() - body.len();
    let names = [
        "新华社",
        "新華社",
        "中新社",
        "中央社",
        "法新社",
        "路透社",
        "塔斯社",
        "德新社",
        "共同社",
        "韩联社",
        "時事社",
        "时事社",
    ];
    let name = names.iter().find(|name| body.starts_with(**name))?;
    let agency = agencies::canonical(name)?;
    let tail = &body[name.len()..];
    let mark = tail.find(['电', '電']).filter(|at| *at <= 120)?;
    let middle = &tail[..mark];
    let digits = middle.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?;
    let (city, date) = middle.split_at(digits);
    let parts = month_day(date)?;
    // 中央社 puts the reporter first: the city is what the tables know at the end.
    let city = city.trim();
    let city =
        city.strip_prefix("记者").or_else(|| city.strip_prefix("記者")).map_or(city, |named| {
            let borders = named.char_indices().map(|(at, _)| at);
            borders
                .into_iter()
                .map(|at| &named[at..])
                .find(|tail| places::city(tail).is_some())
                .unwrap_or("")
        });
    let after_mark = mark + tail[mark..].chars().next()?.len_utf8();
    let mut end = opened + name.len() + after_mark;
    let closing =
        head[end..].chars().next().filter(|c| opened > 0 && matches!(c, '）' | ')' | '】' | ']'));
    end += closing.map_or(0, char::len_utf8);
    let mut found = reading(text, before, &head[..end], before + end, agency);
    found.places.extend(city.split(['/', '、']).filter_map(place));
    found.date = Some(parts);
    found.byline = reporters_behind(text, found.rest);
    Some(found)
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

/// `【北京共同】`, `【ワシントン時事】`, `【ソウル聯合ニュース】`
fn japanese(text: &str, head: &str, before: usize) -> Option<Reading> {
    let inner = head.strip_prefix('【')?;
    let close = inner.find('】')?;
    let named = &inner[..close];
    let (city, agency) =
        ["共同通信", "共同", "時事通信", "時事", "聯合ニュース", "AFP", "ロイター"]
            .iter()
            .find_map(|name| Some((named.strip_suffix(name)?, agencies::canonical(name)?)))?;
    let end = '【'.len_utf8() + close + '】'.len_utf8();
    let mut found = reading(text, before, &head[..end], before + end, agency);
    found.places.extend(place(city));
    Some(found)
}

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
    }
}
