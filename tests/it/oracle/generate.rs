//! Queries made of the archive's own words, put together at random from a fixed seed.

use newswire::story::Story;

/// A small generator of numbers (splitmix64), the same on every machine.
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A query of at most `depth` operators above each other.
pub fn query(random: &mut Random, stories: &[Story], depth: usize) -> String {
    if depth == 0 {
        return operand(random, stories);
    }
    let one = |random: &mut Random| match depth {
        1 => operand(random, stories),
        _ => format!("({})", query(random, stories, depth - 1)),
    };
    let (left, right) = (one(random), one(random));
    if depth == 1 && random.below(3) == 0 {
        return nearness(random, stories);
    }
    match random.below(8) {
        0..2 => format!("{left} {right}"),
        2 => format!("{left} AND {right}"),
        3..5 => format!("{left} OR {right}"),
        5 => format!("{left} NOT {right}"),
        6 => format!("{left} -{right}"),
        _ => format!("{left} OR {right} {}", one(random)),
    }
}

/// A query that asks for the same at several places.
pub fn repeated(random: &mut Random, stories: &[Story]) -> String {
    // Words of one story stand together often enough for the places to differ.
    let words = loop {
        let text = random.pick(stories).body.as_deref().unwrap_or("");
        let words: Vec<&str> = text.split_whitespace().filter(|word| sound(word)).collect();
        if words.len() > 12 {
            break words;
        }
    };
    let mut one = || match random.below(6) {
        0 => operand(random, stories),
        1 => format!("={}", words[random.below(words.len())]),
        _ => words[random.below(words.len())].to_owned(),
    };
    let (a, b, c) = (one(), one(), one());
    match random.below(12) {
        0 => format!("{a} OR {b} {a}"),
        1 => format!("({a} {b}) OR ({a} {c}) OR {b}"),
        2 => format!("({a} OR {b}) ({a} OR {c})"),
        3 => format!("{a} OR ({b} NOT {a})"),
        4 => format!("({a} OR {b}) NOT ({a} {c})"),
        5 => format!("{a} OR ({b} ({a} OR {c}))"),
        6 => format!("({a} {b}) OR ({c} NOT ({a} OR {b}))"),
        7 => format!("{a} OR {b} OR {a} OR ({c} {b})"),
        8 => format!("({a} OR {b} {c}) ({c} OR {a} {b})"),
        9 => format!("{a} {b} {a} OR {b} {c}"),
        10 => format!("atleast2({a}) OR ({a} {b}) OR ({b} -{a})"),
        _ => format!("(({a} OR {b}) {c}) OR (({b} OR {c}) {a}) OR {c}"),
    }
}

/// Words of one story, near each other or not.
fn nearness(random: &mut Random, stories: &[Story]) -> String {
    let words = loop {
        let text = random.pick(stories).body.as_deref().unwrap_or("");
        let words: Vec<&str> = text.split_whitespace().filter(|word| sound(word)).collect();
        if words.len() > 12 {
            break words;
        }
    };
    let at = random.below(words.len() - 10);
    let mut side = |far: usize| {
        let word = words[at + random.below(far)];
        match random.below(8) {
            0 => format!("\"{word} {}\"", words[at + random.below(far)]),
            1 => format!("({word} OR {})", words[at + random.below(10)]),
            2 => format!("caps({word})"),
            3 => format!("nocaps({word})"),
            4 => format!("={word}"),
            _ => word.to_owned(),
        }
    };
    let (a, b, c) = (side(4), side(9), side(9));
    let n = 1 + random.below(9);
    match random.below(10) {
        0 => format!("{a} pre/{n} {b}"),
        1 => format!("{a} not w/{n} {b}"),
        2 => format!("{a} w/s {b}"),
        3 => format!("{a} w/p {b}"),
        4 => format!("({a} w/{n} {b}) w/{} {c}", 1 + random.below(6)),
        5 => format!("{c} w/{n} ({a} w/{} {b})", 1 + random.below(6)),
        6 => format!("atleast{}({a} w/{n} {b})", 1 + random.below(3)),
        7 => format!("{a} not w/s {b}"),
        _ => format!("{a} w/{n} {b}"),
    }
}

fn operand(random: &mut Random, stories: &[Story]) -> String {
    let words = loop {
        let story = random.pick(stories);
        let text = if random.below(4) == 0 { &story.headline } else { &story.body };
        let words: Vec<&str> =
            text.as_deref().unwrap_or("").split_whitespace().filter(|word| sound(word)).collect();
        if words.len() > 3 {
            break words;
        }
    };
    let at = random.below(words.len() - 2);
    let word = words[at];
    let letters: Vec<char> = word.chars().collect();
    match random.below(14) {
        0 => format!("={word}"),
        1..3 => format!("\"{word} {}\"", words[at + 1]),
        3 => format!("\"{word} {} {}\"", words[at + 1], words[at + 2]),
        4 => format!("forms(\"{word} {}\")", words[at + 1]),
        5..7 => words.iter().find(|word| word.contains('-')).unwrap_or(&word).to_string(),
        7 if plain(word) => format!("{}*", letters[..4].iter().collect::<String>()),
        8 if plain(word) => {
            let hole = 1 + random.below(letters.len() - 2);
            let mut pattern = letters;
            pattern[hole] = '?';
            pattern.into_iter().collect()
        }
        9 if plain(word) => {
            let hole = 1 + random.below(letters.len() - 2);
            let mut swapped = letters;
            swapped.swap(hole, hole - 1);
            format!("{}~{}", swapped.into_iter().collect::<String>(), 1 + random.below(2))
        }
        10 => {
            let scope = random.pick(&["headline:", "lead:", "body:", "hlead:", "first20:"]);
            format!("{scope}{word}")
        }
        11 => {
            let fields = [
                "byline:any",
                "place:usa",
                "words>100",
                "date:1987-03",
                "since:1987-04",
                "topic:earn",
                "country:us",
                "lang:en",
                "urgency<=4",
                "dateline:london",
                "slug:none",
            ];
            random.pick(&fields).to_string()
        }
        12 => format!("{word}^2"),
        _ => word.to_owned(),
    }
}

/// Says whether a word of the copy can stand in a query as it is.
fn sound(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || "-'.&".contains(c))
        && word.starts_with(|c: char| c.is_alphanumeric())
        && word.ends_with(|c: char| c.is_alphanumeric())
        && !["and", "or", "not", "w", "near", "pre", "any", "none"]
            .contains(&word.to_lowercase().as_str())
}

/// Says whether a word is letters only, and enough of them.
fn plain(word: &str) -> bool {
    word.chars().count() > 4 && word.chars().all(char::is_alphabetic)
}
