//! Mail: mailboxes (mbox) and single mails (eml).
//!
//! A stream of mails in, one record each out; a single mail is one record. The subject is the
//! headline, what the mail says is the text, and files that it encloses are handed over to be read
//! as if they lay beside it. Charsets are verified like everywhere: what a mail declares is not
//! believed before the bytes allow it.

mod cut;
mod fields;
mod form;
mod parts;
#[cfg(test)]
mod tests;
mod text;
mod transfer;

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};

use memchr::{memchr, memmem};

use self::cut::{Letters, is_from_line, unquoted};
use self::parts::Part;
use super::{Context, Cuts, Enclosed, Format, Limits, Read, Record, Refusal};
use crate::story::RawStory;

/// The format.
pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn about(&self) -> &'static str {
        "mailboxes and single mails, with the files that they enclose"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        is_mail(head)
    }

    fn cut<'a>(&'a self, input: Box<dyn BufRead + 'a>, limits: &Limits) -> Cuts<'a> {
        Box::new(Letters::new(input, limits))
    }

    fn read(&self, record: &Record, _: &Context) -> Result<Read, Refusal> {
        let bytes = unquoted(&record.bytes);
        let parts = parts::parts(&bytes);
        let Some(first) = parts.first() else {
            let reason = "no header fields at its start".to_owned();
            return Err(Refusal::Reject { offset: record.offset, reason });
        };
        if first.is_report {
            return Err(Refusal::NotStory { kind: "delivery report" });
        }
        let mut story = RawStory { charset: "us-ascii".into(), ..RawStory::default() };
        fields::fill(&mut story, &bytes);
        let any = text::fill(&mut story, &parts);
        if !any && parts.iter().any(Part::is_enclosed) {
            return Err(Refusal::NotStory { kind: "mail that only encloses files" });
        }
        Ok(Read::Raw(story))
    }

    fn enclosed(&self, record: &Record) -> Vec<Enclosed> {
        // Most mails enclose nothing, and that is seen at once.
        let may = [&b"ultipart/"[..], b"essage/", b"ame=", b"ULTIPART/", b"ESSAGE/", b"AME="];
        if !may.iter().any(|word| memmem::find(&record.bytes, word).is_some()) {
            return Vec::new();
        }
        // This is asked on the reading thread, where a fault would end the run.
        catch_unwind(AssertUnwindSafe(|| {
            let bytes = unquoted(&record.bytes);
            parts::enclosed(&parts::parts(&bytes))
        }))
        .unwrap_or_default()
    }
}

/// Fields that mails have.
const FIELDS: [&[u8]; 8] = [
    b"received:",
    b"from:",
    b"date:",
    b"subject:",
    b"message-id:",
    b"mime-version:",
    b"return-path:",
    b"delivered-to:",
];

/// Says whether a stream is a mailbox or a mail.
pub fn is_mail(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let first = &start[..memchr(b'\n', start).unwrap_or(start.len())];
    if is_from_line(first) {
        return true;
    }
    // A mail begins with a field.
    let name = &first[..memchr(b':', first).unwrap_or(0)];
    if name.is_empty() || !name.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-') {
        return false;
    }
    let seen = FIELDS.map(|field| {
        start
            .split(|it| *it == b'\n')
            .take(60)
            .take_while(|line| !line.trim_ascii().is_empty())
            .any(|line| line.len() > field.len() && line[..field.len()].eq_ignore_ascii_case(field))
    });
    // Head blocks of stories have a date, a subject or an author; only mail says how it came.
    let came = seen[0] || seen[4] || seen[5] || seen[6] || seen[7];
    came && seen.iter().filter(|it| **it).count() >= 2
}
