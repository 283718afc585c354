//! Identity and size of a story: its id, and how many words it has.
//!
//! Comes in: a record that is whole but for its id. Goes out: the same id for the same input on
//! every machine: from what the source gave, else from the content, never from the path.

use std::fmt::Write;

use crate::story::Story;

/// Sets the id.
pub(super) fn set(story: &mut Story) {
    story.id = match &story.native_id {
        Some(native) => {
            let mut id = String::with_capacity(native.len() + 16);
            if let Some(agency) = &story.agency {
                safe(&mut id, agency);
                id.push(':');
            }
            safe(&mut id, native);
            if let Some(version) = &story.version {
                id.push(':');
                safe(&mut id, version);
            }
            id
        }
        None => of_content(story),
    };
}

/// Adds a part of an id; what a shell would read as its own is written as `%XX`.
fn safe(id: &mut String, part: &str) {
    for c in part.chars() {
        let is_safe = c.is_alphanumeric()
            || matches!(c, '.' | '_' | '/' | ',' | '@' | '+' | '=')
            || c == ':'
            || c == '-' && !id.is_empty();
        if is_safe {
            id.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(id, "%{byte:02X}");
            }
        }
    }
}

/// The first 16 hexadecimal digits of a hash of headline, byline, dateline and body.
fn of_content(story: &Story) -> String {
    let mut hasher = blake3::Hasher::new();
    let parts = [
        story.headline.as_deref(),
        story.byline.as_ref().map(|byline| byline.line.as_str()),
        story.dateline.as_ref().map(|dateline| dateline.line.as_str()),
        story.body.as_deref(),
    ];
    for part in parts {
        // No text holds a NUL, so the parts cannot run together.
        hasher.update(part.unwrap_or("").as_bytes());
        hasher.update(&[0]);
    }
    let mut hex = hasher.finalize().to_hex();
    hex.truncate(16);
    hex.to_string()
}

/// What an ASCII byte is to a count of words: white space, a letter or digit, or neither.
const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b' ' | b'\t'..=b'\r' => BLANK,
            byte if byte.is_ascii_alphanumeric() => LETTER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};
const BLANK: u8 = 1;
const LETTER: u8 = 2;

/// Counts the white-space tokens with a letter or digit.
pub(super) fn words(text: &str) -> u32 {
    let mut count: u32 = 0;
    // As of a byte: whether the token that it stands in has been counted.
    let mut counted = 0;
    let class = |byte: u8| CLASSES.get(usize::from(byte)).copied();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = match class(byte) {
            Some(class) => {
                at += 1;
                class
            }
            // The first byte of a character, because steps are whole characters.
            None => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += c.len_utf8();
                match c {
                    c if c.is_whitespace() => BLANK,
                    c if c.is_alphanumeric() => LETTER,
                    _ => 0,
                }
            }
        };
        let letter = u32::from(class == LETTER);
        count = count.saturating_add(letter & !counted);
        counted = (counted | letter) & u32::from(class != BLANK);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_name_agency_native_id_and_version() {
        let mut story = Story {
            agency: Some("Reuters".into()),
            native_id: Some("17 b".into()),
            version: Some("2".into()),
            ..Story::default()
        };
        set(&mut story);
        assert_eq!(story.id, "Reuters:17%20b:2");
        story.agency = None;
        story.version = None;
        story.native_id = Some("-rf$x".into());
        set(&mut story);
        assert_eq!(story.id, "%2Drf%24x");
    }

    #[test]
    fn without_a_native_id_the_content_counts_and_the_path_does_not() {
        let mut one = Story { body: Some("The port is shut.".into()), ..Story::default() };
        let mut two = one.clone();
        two.source.path = "elsewhere".into();
        set(&mut one);
        set(&mut two);
        assert_eq!(one.id, two.id);
        assert_eq!(one.id.len(), 16);
        two.headline = Some("Port".into());
        set(&mut two);
        assert_ne!(one.id, two.id);
    }

    proptest! {
        #[test]
        fn words_are_counted_as_defined(text in "(?s).{0,80}") {
            let slow = text.split_whitespace().filter(|it| it.chars().any(char::is_alphanumeric)).count();
            prop_assert_eq!(words(&text) as usize, slow);
        }
    }
}
