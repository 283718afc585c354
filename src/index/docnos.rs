//! The part of an id that the source gave: what a collection calls its stories in its judgements.

use std::collections::HashSet;

use super::StoryIndex;
use crate::analysis::fold::keyword;
use crate::error::Result;

/// What cuts ids down to the part that the source gave.
#[derive(Debug, Clone, Default)]
pub struct Docnos {
    /// The agencies of the index, in normal form: an id begins with that of its story.
    agencies: HashSet<String>,
}

impl StoryIndex {
    /// Makes ready to cut ids of this index.
    pub fn docnos(&self) -> Result<Docnos> {
        let agencies = self.values("agency")?.into_iter().map(|(agency, _)| agency).collect();
        Ok(Docnos { agencies })
    }
}

impl Docnos {
    /// The id without the agency in front of it: `AP880212-0001` of `AP:AP880212-0001`. An id that
    /// begins with no agency is whole.
    pub fn of<'i>(&self, id: &'i str) -> &'i str {
        match id.split_once(':') {
            Some((agency, rest)) if !rest.is_empty() => {
                // As ids write a blank.
                let known = self.agencies.contains(&keyword(&agency.replace("%20", " ")));
                if known { rest } else { id }
            }
            _ => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agency_goes_and_nothing_else() {
        let agencies = ["ap", "new york times"].map(str::to_owned).into();
        let docnos = Docnos { agencies };
        for (id, docno) in [
            ("AP:AP880212-0001", "AP880212-0001"),
            ("New%20York%20Times:1:2", "1:2"),
            ("urn:newsml:x", "urn:newsml:x"),
            ("066e058c276ccaca", "066e058c276ccaca"),
            ("AP:", "AP:"),
        ] {
            assert_eq!(docnos.of(id), docno);
        }
    }
}
