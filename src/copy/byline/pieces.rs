//! Pieces: what stands between the commas and the words for `and` of a byline.
//!
//! Comes in: the part behind `By`. Goes out: its pieces in order, each with what parts it from the
//! one before. Apart from the people, because here no word is judged but those that part.

/// What parts two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// `,`
    Comma,
    /// `and`, `;`, `/`, or the start.
    Hard,
}

/// Names and their like beyond these are not a byline.
const MOST_PIECES: usize = 24;

/// Cuts the text at commas, semicolons, slashes and words for `and`. Words are parted by single
/// spaces already. `None` where there are no pieces, or too many to be people.
pub(super) fn pieces(text: &str) -> Option<Vec<(Joint, &str)>> {
    let mut pieces: Vec<(Joint, &str)> = Vec::with_capacity(4);
    let mut joint = Joint::Hard;
    let mut start = 0;
    let mut offset = 0;
    // Ends the piece at `end`; the next one starts at `next` behind the joint `after`.
    let mut cut = |start: &mut usize, end: usize, after: Joint, next: usize| {
        let piece = text.get(*start..end).unwrap_or("").trim();
        if piece.is_empty() {
            // `A B, and C D`: the stronger joint holds.
            joint = if after == Joint::Hard { after } else { joint };
        } else {
            pieces.push((joint, piece));
            joint = after;
        }
        *start = next;
        pieces.len() <= MOST_PIECES
    };
    for word in text.split(' ') {
        let from = offset;
        offset = from + word.len() + 1;
        let before = text.get(start..from).unwrap_or("");
        if is_and(word, before, text.get(offset..).unwrap_or("")) {
            if !cut(&mut start, from, Joint::Hard, offset) {
                return None;
            }
            continue;
        }
        for (at, mark) in word.match_indices([',', ';', '/', '，', '、']) {
            let after = if matches!(mark, ";" | "/") { Joint::Hard } else { Joint::Comma };
            if !cut(&mut start, from + at, after, from + at + mark.len()) {
                return None;
            }
        }
    }
    cut(&mut start, text.len(), Joint::Hard, text.len());
    (!pieces.is_empty()).then_some(pieces)
}

/// Words for `and`. `y` and `e` also stand inside names: then a lone word follows.
fn is_and(word: &str, before: &str, after: &str) -> bool {
    match word {
        "and" | "AND" | "And" | "&" | "und" | "et" | "ve" | "og" | "och" | "by" | "By" | "BY"
        | "with" => true,
        "y" | "e" => {
            let lone = after.split([',', ';']).next().unwrap_or("").trim();
            before.trim().contains(' ') && lone.contains(' ')
        }
        _ => false,
    }
}
