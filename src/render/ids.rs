//! Ids alone, one a line: for scripts that ask for the stories themselves later.

use std::io::{self, Write};

use super::{FullHit, Needs, Render};

/// Prints the id of each hit on a line of its own.
pub struct Ids<W> {
    out: W,
}

impl<W: Write> Ids<W> {
    /// Ids to a writer.
    pub fn new(out: W) -> Ids<W> {
        Ids { out }
    }
}

impl<W: Write> Render for Ids<W> {
    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn hit(&mut self, hit: &FullHit) -> io::Result<()> {
        self.out.write_all(hit.id.as_bytes())?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_id_a_line_and_nothing_looked_up() {
        let mut out = Vec::new();
        let mut ids = Ids::new(&mut out);
        assert_eq!(ids.needs(), Needs::default());
        for id in ["AP-1", "AP-2"] {
            ids.hit(&FullHit { id: id.into(), ..FullHit::default() }).unwrap();
        }
        ids.finish().unwrap();
        assert_eq!(out, b"AP-1\nAP-2\n");
    }
}
