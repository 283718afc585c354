//! Lists that were printed into a cell: JSON, or as Python prints them, out as values.
//!
//! `"['Ann Lee', \"Pat O'Neil\"]"` is what `str` makes of a list, and half of all tables that
//! have authors hold such. What is no whole literal is none: a text in brackets stays a text.

use serde_json::{Map, Value};

/// Values inside each other at most.
const DEEPEST: usize = 8;

/// Reads a list or an object that a cell holds as text.
pub fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    let opens = text.starts_with('[') && text.ends_with(']')
        || text.starts_with('{') && text.ends_with('}')
        || text.starts_with("('") && text.ends_with(')');
    if !opens {
        return None;
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.blanks();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        // Lists of numpy have no commas.
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, c: char) -> bool {
        self.blanks();
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.blanks();
        match self.rest().chars().next()? {
            '[' => self.list(']', depth),
            '(' => self.list(')', depth),
            '{' => self.object(depth),
            '\'' | '"' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn list(&mut self, end: char, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            if self.take(end) {
                return Some(Value::Array(values));
            }
            values.push(self.value(depth + 1)?);
            let _ = self.take(',');
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut members = Map::new();
        loop {
            if self.take('}') {
                return Some(Value::Object(members));
            }
            self.blanks();
            if !self.rest().starts_with(['\'', '"']) {
                return None;
            }
            let name = self.string()?;
            if !self.take(':') {
                return None;
            }
            let value = self.value(depth + 1)?;
            members.insert(name, value);
            let _ = self.take(',');
        }
    }

    fn string(&mut self) -> Option<String> {
        let mut chars = self.rest().char_indices();
        let (_, quote) = chars.next()?;
        let mut out = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next()?.1 {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => {}
                    'x' => {
                        let digits: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
                        out.push(char::from(u8::from_str_radix(&digits, 16).ok()?));
                    }
                    'u' => {
                        let digits: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        let code = u32::from_str_radix(&digits, 16).ok()?;
                        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    other => out.push(other),
                },
                c if c == quote => {
                    self.at += at + c.len_utf8();
                    return Some(out);
                }
                c => out.push(c),
            }
        }
        None
    }

    /// `None`, `True`, `nan`, a number.
    fn word(&mut self) -> Option<Value> {
        let rest = self.rest();
        let end = rest.find([',', ']', ')', '}', ' ', ':']).unwrap_or(rest.len());
        let word = &rest[..end];
        let value = match word {
            "None" | "nan" | "NaN" | "null" => Value::Null,
            "True" | "true" => Value::Bool(true),
            "False" | "false" => Value::Bool(false),
            word => Value::Number(serde_json::from_str(word).ok()?),
        };
        self.at += end;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn printed_lists_are_read() {
        assert_eq!(read("['Ann Lee', \"Pat O'Neil\"]"), Some(json!(["Ann Lee", "Pat O'Neil"])));
        assert_eq!(read("[\"Ann Lee\"]"), Some(json!(["Ann Lee"])));
        assert_eq!(read("['Ann Lee' 'Jo Poe']"), Some(json!(["Ann Lee", "Jo Poe"])));
        assert_eq!(
            read("[{'name': 'Ann Lee', 'id': None, 'staff': True}]"),
            Some(json!([{"name": "Ann Lee", "id": null, "staff": true}]))
        );
        assert_eq!(read("('a',)"), Some(json!(["a"])));
        assert_eq!(read("[]"), Some(json!([])));
        for text in ["[TEXT] The harbor.]", "[sic]", "Ann Lee", "['Ann Lee]", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\[\\](){}'\",:\\\\nxu0a é]{0,30}") {
            let _ = read(&text);
        }
    }
}
