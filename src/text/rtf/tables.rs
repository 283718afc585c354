//! What the words of RTF mean: groups without text, numbers of code pages, the table of fonts.
//!
//! It is its own file because it is a table, and the reader is not.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::Reader;

/// Fonts whose code page is kept.
const FONTS: usize = 4096;

/// Groups that hold no text of a story.
#[rustfmt::skip]
pub(super) const SKIPPED: [&str; 41] = [
    "author", "atnid", "atnauthor", "annotation", "blipuid", "bkmkend", "bkmkstart",
    "buptim", "colorschememapping", "colortbl", "comment", "creatim", "datafield", "datastore",
    "defchp", "defpap", "doccomm", "do", "filetbl", "fldinst", "footer",
    "footerf", "footerl", "footerr", "generator", "header", "headerf", "headerl",
    "headerr", "info", "keywords", "listtable", "listtext", "nonshppict", "objdata",
    "operator", "pict", "pntext", "stylesheet", "themedata", "title",
];

/// Length of what stands before the text and says how to read it: the table of fonts with all
/// before it. Zero where there is none.
pub fn head(bytes: &[u8]) -> usize {
    let Some(start) = memchr::memmem::find(bytes, b"{\\fonttbl") else {
        return 0;
    };
    let mut depth = 0usize;
    let mut at = start;
    while let Some(step) = memchr::memchr3(b'{', b'}', b'\\', &bytes[at..]) {
        at += step;
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => at += 1,
        }
        at += 1;
        if at >= bytes.len() {
            break;
        }
    }
    0
}

/// The code page of a number.
pub(super) fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        437 | 850 | 1252 | 0 => "windows-1252",
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gb18030",
        949 => "euc-kr",
        950 => "big5",
        866 => "ibm866",
        10000 => "macintosh",
        10007 => "x-mac-cyrillic",
        65001 => "utf-8",
        _ => return Encoding::for_label(format!("windows-{number}").as_bytes()),
    };
    Encoding::for_label(label.as_bytes())
}

/// The code page of a font's set of characters; `None` for the document's own.
pub(super) fn charset(number: i64) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

impl Reader<'_> {
    pub(super) fn set_page(&mut self, number: i64) {
        self.page = code_page(number).unwrap_or(WINDOWS_1252);
        self.state.encoding = self.page;
    }

    pub(super) fn set_font(&mut self, number: u32) {
        if self.state.fonts {
            self.font = number;
            return;
        }
        self.flush();
        self.state.encoding = self.fonts.get(&number).copied().unwrap_or(self.page);
    }

    pub(super) fn keep_font(&mut self, encoding: Option<&'static Encoding>) {
        if let Some(encoding) = encoding
            && self.fonts.len() < FONTS
        {
            self.fonts.insert(self.font, encoding);
        }
    }
}
