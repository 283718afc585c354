//! Bylines in Chinese, Japanese and Korean copy, which have no `By`.
//!
//! Comes in: a line such as `（记者 甲乙 丙丁）` or `홍길동 기자 =`. Goes out: the names. Apart from
//! the other bylines, because the mark follows or leads without a space.

use crate::story::Byline;

/// Words for reporter that lead the names, in brackets.
const LEADING: [&str; 2] = ["记者", "記者"];
/// Words for reporter that follow the names.
const FOLLOWING: [&str; 3] = ["기자", "특파원", "記者"];

/// Reads a line that is a byline and nothing else.
pub(super) fn read(line: &str) -> Option<Byline> {
    if line.is_ascii() || line.len() > 160 {
        return None;
    }
    let text = line.trim_matches(['(', ')', '（', '）', '=', ' ', '\u{3000}', '*', '【', '】']);
    let bracketed = line.starts_with(['(', '（', '【']);
    let led = LEADING.iter().find_map(|word| text.strip_prefix(word)).filter(|_| bracketed);
    let followed = || FOLLOWING.iter().find_map(|word| text.strip_suffix(word));
    let people = led.or_else(followed)?.trim_matches([':', '：', ' ', '\u{3000}']);
    names(people).map(|names| Byline {
        line: line.trim_end_matches([' ', '=']).to_owned(),
        names,
        ..Byline::default()
    })
}

/// The names in a row of them, parted by blanks or marks.
pub(super) fn names(people: &str) -> Option<Vec<String>> {
    let names: Vec<String> = people
        .split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '·' | '/'))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let fit = !names.is_empty()
        && names.len() <= 6
        && names.iter().all(|name| {
            (2..=6).contains(&name.chars().count())
                && name.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_ascii())
        });
    fit.then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reporters_are_read_before_and_after_the_names() {
        let names = |line| read(line).map(|byline| byline.names);
        assert_eq!(names("（记者 王小明 李大力）"), Some(vec!["王小明".into(), "李大力".into()]));
        assert_eq!(names("김철수 기자 ="), Some(vec!["김철수".into()]));
        assert_eq!(names("记者在现场看到"), None);
        assert_eq!(names("plain ASCII"), None);
    }
}
