//! The closed list of take marks, and the kinds of story that are none.
//!
//! Words only; how they have to stand is judged by the readers of headlines and slugs.

use crate::story::TakeKind;

/// Kinds of story that stand before headlines; a number behind one is the version.
pub(super) const KINDS: [&str; 33] = [
    "WRAPUP",
    "INSTANT VIEW",
    "PREVIEW",
    "POLL",
    "FEATURE",
    "ANALYSIS",
    "SNAP ANALYSIS",
    "EXCLUSIVE",
    "FACTBOX",
    "TIMELINE",
    "INTERVIEW",
    "INSIGHT",
    "SPECIAL REPORT",
    "SCENARIOS",
    "HIGHLIGHTS",
    "CHRONOLOGY",
    "TEXT",
    "NEWSMAKER",
    "BREAKINGVIEWS",
    "DEALTALK",
    "BRIEF",
    "DIARY",
    "SUMMARY",
    "TABLE",
    "RESEARCH ALERT",
    "STOCKS NEWS",
    "GLOBAL MARKETS",
    "US STOCKS",
    "Q+A",
    "WITNESS",
    "ROUNDUP",
    "AKTIE IM FOKUS",
    "AKTIEN IM FOKUS",
];

/// How firmly a mark has to be set off from the headline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// A dash of any kind, a colon, or a number will do.
    Any,
    /// `WORD - `, `WORD:` or alone: with a tight hyphen the word is part of a compound.
    Loose,
}

/// Words that are marks, longest first where one begins another.
pub(super) const MARKS: [(&str, TakeKind, Tie); 44] = [
    ("OFFICIAL CORRECTION", TakeKind::Correction, Tie::Any),
    ("OFFICIAL-CORRECTED", TakeKind::Correction, Tie::Any),
    ("CORRECTED", TakeKind::Correction, Tie::Any),
    ("CORRECTION", TakeKind::Correction, Tie::Any),
    ("CLARIFICATION", TakeKind::Correction, Tie::Any),
    ("CORRECTIVE", TakeKind::Correction, Tie::Loose),
    ("KORREKTUR", TakeKind::Correction, Tie::Loose),
    ("BERICHTIGUNG", TakeKind::Correction, Tie::Loose),
    ("UPDATE", TakeKind::Update, Tie::Any),
    ("REFILE", TakeKind::Refile, Tie::Any),
    ("REPEAT", TakeKind::Repeat, Tie::Any),
    ("RPT", TakeKind::Repeat, Tie::Any),
    ("STORY WITHDRAWN", TakeKind::Kill, Tie::Any),
    ("WITHDRAWN", TakeKind::Kill, Tie::Loose),
    ("MANDATORY KILL", TakeKind::Kill, Tie::Any),
    ("BULLETIN KILL", TakeKind::Kill, Tie::Any),
    ("KILL KILL KILL", TakeKind::Kill, Tie::Any),
    ("KILL", TakeKind::Kill, Tie::Loose),
    ("HOLD HOLD HOLD", TakeKind::Kill, Tie::Any),
    ("MANDATORY ELIMINATION", TakeKind::Kill, Tie::Any),
    ("ELIMINATION", TakeKind::Kill, Tie::Loose),
    ("ANNULE ANNULE", TakeKind::Kill, Tie::Any),
    ("ANNULLERET", TakeKind::Kill, Tie::Loose),
    ("STORNIERT", TakeKind::Kill, Tie::Loose),
    ("STORNO", TakeKind::Kill, Tie::Loose),
    ("VERVALT", TakeKind::Kill, Tie::Loose),
    ("ADVISORY", TakeKind::Advisory, Tie::Any),
    ("NOTE TO EDITORS", TakeKind::Advisory, Tie::Any),
    ("EDITORS' NOTE", TakeKind::Advisory, Tie::Any),
    ("EDITORS", TakeKind::Advisory, Tie::Loose),
    ("ATTENTION EDITORS", TakeKind::Advisory, Tie::Any),
    ("ATTN", TakeKind::Advisory, Tie::Loose),
    ("ACHTUNG", TakeKind::Advisory, Tie::Loose),
    ("URGENT", TakeKind::Alert, Tie::Any),
    ("BULLETIN", TakeKind::Alert, Tie::Loose),
    ("FLASH", TakeKind::Alert, Tie::Loose),
    ("NEWSALERT", TakeKind::Alert, Tie::Any),
    ("APNEWSALERT", TakeKind::Alert, Tie::Any),
    ("NEWSBREAK", TakeKind::Alert, Tie::Any),
    ("ALERT", TakeKind::Alert, Tie::Any),
    ("SNAP", TakeKind::Alert, Tie::Loose),
    ("EILMELDUNG", TakeKind::Alert, Tie::Any),
    ("EIL", TakeKind::Alert, Tie::Loose),
    ("EXTRA", TakeKind::Alert, Tie::Loose),
];
