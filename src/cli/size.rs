//! Sizes as people type them: `256M`, `1G`, `4096`.

use std::fmt;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Letters behind a number, each 1,024 times the one before.
const UNITS: &[char] = &['K', 'M', 'G', 'T'];

impl Size {
    /// As a number of bytes in memory.
    pub fn bytes(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl std::str::FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let wrong = || "a size is a number with K, M, G or T behind it, such as 256M".to_owned();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let unit = unit.to_ascii_uppercase();
        let letters = unit.strip_suffix("IB").or(unit.strip_suffix('B')).unwrap_or(&unit);
        let mut chars = letters.chars();
        let power = match (chars.next(), chars.next()) {
            (None, _) => 0,
            (Some(letter), None) => {
                let at = UNITS.iter().position(|known| *known == letter).ok_or_else(wrong)?;
                at as u32 + 1
            }
            _ => return Err(wrong()),
        };
        let factor = 1024u64.pow(power);
        number.checked_mul(factor).map(Size).ok_or_else(|| "that is too large".to_owned())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut unit = String::new();
        let mut number = self.0;
        for letter in UNITS {
            if number == 0 || !number.is_multiple_of(1024) {
                break;
            }
            number /= 1024;
            unit = letter.to_string();
        }
        write!(f, "{number}{unit}")
    }
}

/// A number of bytes for people: `27.6 MB`.
pub fn about(bytes: u64) -> String {
    let mut number = bytes as f64;
    let mut unit = "bytes";
    for larger in ["kB", "MB", "GB", "TB"] {
        if number < 1000.0 {
            break;
        }
        number /= 1000.0;
        unit = larger;
    }
    if unit == "bytes" { format!("{bytes} bytes") } else { format!("{number:.1} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_written() {
        for (text, bytes) in [("4096", 4096), ("256M", 256 << 20), ("1g", 1 << 30), ("2KiB", 2048)]
        {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        assert_eq!(Size(256 << 20).to_string(), "256M");
        assert_eq!(Size(1000).to_string(), "1000");
        for text in ["", "M", "1.5G", "-1", "1X", "1MM", "99999999999T"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_rounded_for_people() {
        assert_eq!(about(999), "999 bytes");
        assert_eq!(about(27_636_766), "27.6 MB");
    }
}
