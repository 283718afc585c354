//! Packages: what an agency put together out of stories it sent, as a relation between their ids.
//!
//! A package (NewsML-G2 `packageItem`, a ninjs or AP `composite`, a NewsML 1 item of references)
//! has no text of its own. It is no story, is counted as none, and is kept beside the stories.

use serde::{Deserialize, Serialize};

use super::TakeKind;

/// A package as filed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Package {
    /// Agency, native id and version, made like the id of a story.
    pub id: String,
    /// Identifier that the source gave.
    pub native_id: Option<String>,
    /// Version that the source gave, as filed.
    pub version: Option<String>,
    /// Who sent it, in canonical form.
    pub agency: Option<String>,
    /// Headline or title.
    pub headline: Option<String>,
    /// Short working name as filed.
    pub slug: Option<String>,
    /// When it moved, in UTC, ISO 8601.
    pub filed: Option<String>,
    /// Whether it was withdrawn, corrected …: what `status:` is to a story.
    pub status: TakeKind,
    /// What it lists, in its order.
    pub listed: Vec<Listed>,
}

/// One entry of a package: what the package says of it. Whether the archive holds it is another
/// matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Listed {
    /// Identifier that the source gives: a story's `native_id`.
    pub native_id: String,
    /// The version that is meant; `None` for whichever there is.
    pub version: Option<String>,
    /// The group of the package that it stands in: `main`, `sidebar` …
    pub group: Option<String>,
    /// `story`, `package`, `picture` …, where the package says so.
    pub kind: Option<String>,
    /// The headline or title that the package gives it.
    pub headline: Option<String>,
}
