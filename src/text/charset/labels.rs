//! Labels of charsets as archives write them in, charsets out.

use encoding_rs::{
    EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// The charset that a label names, with the aliases that archives use.
pub fn encoding(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    if label.len() > 40 {
        return None;
    }
    // GB 2312 is written where its successor is meant.
    let known = |label: &str| {
        Encoding::for_label_no_replacement(label.as_bytes())
            .map(|it| if it == GBK { GB18030 } else { it })
    };
    if let Some(encoding) = known(label) {
        return Some(encoding);
    }
    let plain: String =
        label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match plain.as_str() {
        "utf8mb4" | "utf8n" => Some(UTF_8),
        "utf16le" | "utf16" | "ucs2" | "ucs2le" => Some(UTF_16LE),
        "utf16be" | "ucs2be" => Some(UTF_16BE),
        "ascii7bit" | "7bit" | "iso646us" | "ansi" => Some(WINDOWS_1252),
        "cp949" | "ms949" | "uhc" | "ksc56011987" | "windows949" => Some(EUC_KR),
        "cp932" | "ms932" | "windows932" => Some(SHIFT_JIS),
        "cp936" | "ms936" | "windows936" | "gb2312" | "euccn" => Some(GB18030),
        _ => {
            if let Some(encoding) = known(&plain) {
                return Some(encoding);
            }
            let digits = |prefix: &str| plain.strip_prefix(prefix).filter(|it| !it.is_empty());
            if let Some(page) = digits("windows").or_else(|| digits("win")).or_else(|| digits("cp"))
            {
                return known(&format!("windows-{page}"));
            }
            if let Some(part) = digits("iso8859").or_else(|| digits("8859")) {
                return known(&format!("iso-8859-{part}"));
            }
            None
        }
    }
}
