//! Small slips around the parts of a dateline: a blank too many or too few, a lost dash.
//!
//! In comes a dateline that was read, out goes whether the keys slipped. It is its own file
//! because the grammar does not care for blanks; only the record of what was odd does.

/// Agencies that never leave out the dash.
const DASHED: [&str; 6] = ["Reuters", "AP", "UPI", "Xinhua", "Yonhap", "Kyodo"];

/// Says whether blanks or the separator are out of place: `line` is the dateline as filed, `tail`
/// all that follows it, and `gap` what of that stands before the lead.
pub(super) fn is_off(
    line: &str,
    tail: &str,
    gap: &str,
    agency: Option<&str>,
    element: bool,
) -> bool {
    let bytes = line.as_bytes();
    let at = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut depth = 0usize;
    for (index, byte) in bytes.iter().enumerate() {
        let before = index.checked_sub(1).map_or(b' ', at);
        let next = at(index + 1);
        let off = match byte {
            // `PARIS,March`, `NICOSIA, (AP)`
            b',' if depth == 0 => {
                next.is_ascii_alphanumeric() || line[index + 1..].trim_start().starts_with('(')
            }
            // `Nov 1( Reuters)`
            b'(' => {
                depth += 1;
                before.is_ascii_alphanumeric() || next == b' '
            }
            b')' => {
                depth = depth.saturating_sub(1);
                before == b' '
            }
            // `NEW YORK/ PHILADELPHIA`; an agency between slashes has a blank before the first.
            b'/' => {
                let slashed = line[index + 1..].contains('/') || line[..index].contains(" /");
                depth == 0 && next == b' ' && index + 1 < bytes.len() && !slashed
            }
            _ => false,
        };
        if off {
            return true;
        }
    }
    let closed = line.ends_with(')');
    let marks = gap.trim();
    // `MONTREAL, Feb 26- The`
    let tight = line.ends_with(|c: char| c.is_ascii_digit())
        && tail.strip_prefix('-').is_some_and(|behind| !behind.starts_with('-'));
    let dashed = agency.is_some_and(|agency| DASHED.contains(&agency));
    // `NEW DELHI (Reuters). India`, `PHOENIX (Reuters) The union`
    tight || closed && dashed && !element && !tail.trim().is_empty() && matches!(marks, "" | ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(line: &str, tail: &str) -> bool {
        let lead = tail.find(char::is_alphabetic).unwrap_or(tail.len());
        is_off(line, tail, &tail[..lead], Some("Reuters"), false)
    }

    #[test]
    fn slips_are_seen() {
        for (line, tail) in [
            ("PARIS,March 16", " - The"),
            ("MONTREAL, Feb 26", "- The"),
            ("Nov 1( Reuters)", " - The"),
            ("OSLO ( Reuters)", " - The"),
            ("OSLO (Reuters )", " - The"),
            ("NICOSIA, (Reuters)", " - The"),
            ("NEW YORK/ PHILADELPHIA (Reuters)", " - A"),
            ("NEW DELHI (Reuters)", ". The"),
            ("PHOENIX (Reuters)", " The"),
        ] {
            assert!(off(line, tail), "{line}");
        }
    }

    #[test]
    fn sound_datelines_are_not() {
        for (line, tail) in [
            ("NEW YORK, March 3", " - The"),
            ("NEW YORK,  March 3", " -\nThe"),
            ("LONDON/PARIS (Reuters)", " - The"),
            ("MOSCOW, January 21 /ITAR-TASS/", ".-- The"),
            ("LONDON, Feb. 1, 2017 /PRNewswire/", " -- The"),
            ("Madrid, 11 may (EFE)", ".- El"),
            ("MANAGUA (NICARAGUA), 10 APR 89 (RADIO X)", " -- The"),
            ("NEW YORK--(BUSINESS WIRE)", "--The"),
            ("NEW YORK--(BUSINESS WIRE)--Jan. 3, 2013", "--The"),
            ("New Delhi [India], Sept 20 (ANI)", ": The"),
        ] {
            assert!(!off(line, tail), "{line}");
        }
        assert!(!is_off("New Delhi, Sep 20 (PTI)", " The", " ", Some("PTI"), false));
        assert!(!is_off("SYDNEY, April 1 (AFP)", " The", " ", Some("AFP"), false));
        assert!(!is_off("WASHINGTON (AP)", " ", " ", Some("AP"), true));
    }
}
