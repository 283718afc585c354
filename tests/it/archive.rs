//! A made-up archive of any size, the same every time.

use std::io::Write;

use serde_json::{Value, json};

/// Numbers that look like chance and are always the same.
pub struct Numbers(u64);

impl Numbers {
    pub fn from(seed: u64) -> Numbers {
        Numbers(seed)
    }

    /// The next number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    /// Words of a text: few that are common, many that are rare.
    fn words(&mut self, count: u64) -> String {
        const SYLLABLES: &[&str] = &[
            "ka", "lo", "mi", "ter", "son", "va", "ri", "ne", "pol", "du", "est", "or", "bin",
            "sha", "ti", "gre",
        ];
        let mut text = String::new();
        for number in 0..count {
            if number > 0 {
                text.push_str(if number % 19 == 0 { ". " } else { " " });
            }
            let rare = self.below(4) == 0;
            let mut word = self.below(if rare { 60_000 } else { 400 });
            loop {
                text.push_str(SYLLABLES[(word % 16) as usize]);
                word /= 16;
                if word == 0 {
                    break;
                }
            }
        }
        text + "."
    }
}

/// One story of the archive as a record.
pub fn story(numbers: &mut Numbers, number: u64, words: u64) -> Value {
    let day = numbers.below(3650);
    let filed = (!number.is_multiple_of(17))
        .then(|| format!("{}-{:02}-{:02}", 1987 + day / 365, 1 + day % 12, 1 + day % 28));
    let body = format!("{}\n\n{}", numbers.words(20), numbers.words(words.saturating_sub(20)));
    json!({
        "schema": 1, "id": format!("AP:{number}"), "agency": "AP",
        "headline": numbers.words(6), "body": body, "words": words,
        "filed": filed, "filed_precision": filed.as_ref().map(|_| "day"), "language": "en",
        "source": {"path": "", "record": number, "format": "newswire", "charset": "utf-8"},
    })
}

/// Stories as JSON Lines, of ids from `first`; every 97th line is broken.
pub fn lines(first: u64, count: u64, words: u64) -> String {
    let mut numbers = Numbers::from(first + 1);
    let mut text = String::new();
    for number in first..first + count {
        text.push_str(&story(&mut numbers, number, words).to_string());
        text.push('\n');
        if number % 97 == 0 {
            text.push_str("{\"schema\":1,\"id\":17}\n");
        }
    }
    text
}

/// Compressed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut into = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    into.write_all(bytes).expect("memory takes it");
    into.finish().expect("memory takes it")
}

/// A tar of members.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut into = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        into.append_data(&mut header, name, *bytes).expect("memory takes it");
    }
    into.into_inner().expect("memory takes it")
}
