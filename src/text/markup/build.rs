//! Markup in, the nodes of its tree out; what is no markup is text, and nothing fails.

use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::{Content, DEEPEST, NONE, Node, Tree};

/// Elements of HTML that have no content.
pub(super) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

pub(super) struct Builder<'a> {
    pub(super) source: &'a str,
    pub(super) html: bool,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) open: Vec<u32>,
    /// Where the text node that was added last ends, if nothing has come since.
    pub(super) text_end: usize,
    /// Bytes that were looked at in vain: for the end of what has none.
    vain: usize,
}

/// How often the whole source may be looked at in vain, and from how many bytes on that counts.
const VAIN: (usize, usize) = (64, 1 << 20);

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a str, html: bool) -> Builder<'a> {
        let content = Content::Element("", "");
        let root = Node { content, prefix: "", first: NONE, last: NONE, next: NONE };
        Builder { source, html, nodes: vec![root], open: vec![0], text_end: usize::MAX, vain: 0 }
    }

    pub(super) fn read(mut self) -> Tree<'a> {
        let most = self.source.len().saturating_mul(VAIN.0).max(VAIN.1);
        let mut base = 0;
        while base < self.source.len() && self.nodes.len() < NONE as usize {
            if self.vain > most {
                // Thousands of comments, quotes and brackets that never end: the other reader
                // looks at no byte more than twice.
                return self.scan(base);
            }
            base = self.run(base);
        }
        Tree { nodes: self.nodes }
    }

    /// Reads from `base` on; returns where to start again, which is the end unless markup that is
    /// none was met.
    pub(super) fn run(&mut self, base: usize) -> usize {
        let source = self.source;
        // The reader passes over byte order marks without counting them.
        let base = source.len() - source[base..].trim_start_matches('\u{FEFF}').len();
        let mut reader = Reader::from_str(&source[base..]);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        config.check_comments = false;
        loop {
            let start = base + position(&reader);
            let event = reader.read_event();
            let end = (base + position(&reader)).clamp(start, source.len());
            match event {
                Ok(Event::Eof) => return source.len(),
                Ok(Event::Start(_) | Event::Empty(_)) => {
                    let Some(skip) = self.start(start, end) else {
                        self.vain += end - start;
                        self.text(start, start + 1);
                        return start + 1;
                    };
                    if skip > end {
                        return skip;
                    }
                }
                Ok(Event::End(_)) => {
                    let name = source[start..end].trim_start_matches("</").trim_end_matches('>');
                    self.end(name.trim());
                }
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.text(start, end),
                Ok(Event::CData(_)) => {
                    let raw = &source[start..end];
                    let raw = raw.strip_prefix("<![CDATA[").unwrap_or(raw);
                    self.add(Content::Raw(raw.strip_suffix("]]>").unwrap_or(raw)));
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {
                    self.text_end = usize::MAX;
                }
                Err(_) => {
                    self.vain += source.len() - start;
                    return self.broken(start);
                }
            }
        }
    }

    /// Deals with markup that does not end; returns where to go on.
    pub(super) fn broken(&mut self, start: usize) -> usize {
        let rest = &self.source[start..];
        if let Some(raw) = rest.strip_prefix("<![CDATA[") {
            self.add(Content::Raw(raw));
            return self.source.len();
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            // An odd declaration costs itself, one that never ends costs the rest.
            return rest.find('>').map_or(self.source.len(), |at| start + at + 1);
        }
        if !rest.contains('>') {
            // A tag that was broken off; or a bare bracket, and then the rest is text.
            let cut = !self.html && rest.len() == 1;
            if !cut && !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                self.text(start, self.source.len());
            }
            return self.source.len();
        }
        let next = rest.chars().next().map_or(1, char::len_utf8);
        self.text(start, start + next);
        start + next
    }

    /// Adds an element; `None` where the bracket is none of markup's. Returns where to go on.
    pub(super) fn start(&mut self, start: usize, end: usize) -> Option<usize> {
        let tag = self.source.get(start + 1..end)?.strip_suffix('>')?;
        // In HTML a slash may be the end of a value: `<a href=/>`.
        let is_value = |front: &str| {
            self.html && front.contains('=') && !front.ends_with(['"', '\'', ' ', '\t', '\n', '\r'])
        };
        let front = tag.strip_suffix('/').filter(|front| !is_value(front));
        let empty = front.is_some();
        let tag = front.unwrap_or(tag);
        let length = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(length);
        let (prefix, name) = name.rsplit_once(':').unwrap_or(("", name));
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || name.contains('<') {
            return None;
        }
        if self.html {
            self.close_open_ends(name);
        }
        let at = self.add(Content::Element(name, attributes));
        self.nodes[at as usize].prefix = prefix;
        let void = self.html && VOID.iter().any(|it| it.eq_ignore_ascii_case(name));
        let raw = self.html && ["script", "style"].iter().any(|it| it.eq_ignore_ascii_case(name));
        if raw && !empty {
            return Some(self.raw_text(at, name, end));
        }
        if !empty && !void && self.open.len() < DEEPEST {
            self.open.push(at);
        }
        Some(end)
    }

    /// Takes the content of a script or style as it stands; returns where it ends.
    pub(super) fn raw_text(&mut self, at: u32, name: &str, end: usize) -> usize {
        let rest = &self.source[end..];
        let close = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(|step| {
            rest.as_bytes()
                .get(step + 2..step + 2 + name.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
        });
        let (raw, next) = match close {
            Some(step) => {
                let after = rest[step..].find('>').map_or(rest.len(), |it| step + it + 1);
                (&rest[..step], end + after)
            }
            None => (rest, self.source.len()),
        };
        self.open.push(at);
        self.add(Content::Raw(raw));
        self.open.pop();
        // Past the end even where it is empty, so that reading starts again behind it.
        next.max(end + 1).min(self.source.len()).max(end)
    }

    pub(super) fn end(&mut self, name: &str) {
        self.text_end = usize::MAX;
        let name = name.rsplit(':').next().unwrap_or(name);
        let found = self.open.iter().rposition(|at| match self.content(*at) {
            Content::Element(open, _) => open == name,
            _ => false,
        });
        if let Some(found) = found.filter(|found| *found > 0) {
            self.open.truncate(found);
        }
    }

    pub(super) fn text(&mut self, start: usize, end: usize) {
        if self.text_end == start
            && let Some(Node { content: Content::Text(text), .. }) = self.nodes.last_mut()
        {
            // Text and the references in it are one.
            *text = &self.source[start - text.len()..end];
        } else {
            self.add(Content::Text(&self.source[start..end]));
        }
        self.text_end = end;
    }

    pub(super) fn add(&mut self, content: Content<'a>) -> u32 {
        self.text_end = usize::MAX;
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { content, prefix: "", first: NONE, last: NONE, next: NONE });
        let parent = self.open.last().map_or(0, |it| *it as usize);
        match self.nodes[parent].last {
            NONE => self.nodes[parent].first = at,
            last => self.nodes[last as usize].next = at,
        }
        self.nodes[parent].last = at;
        at
    }

    pub(super) fn content(&self, at: u32) -> Content<'a> {
        self.nodes[at as usize].content
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
