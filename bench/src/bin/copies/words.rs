//! A made vocabulary, and words drawn from it as often as words of a language are used.

use std::collections::BTreeSet;

use newswire_bench::Random;

/// Words of the vocabulary.
const WORDS: usize = 30_000;
/// The most frequent ones are those of English wire copy, so that texts pass for English.
const FREQUENT: &str = "the of to and a in said for on was that it at is by from with as be he its \
    not were an have has or would which this had will year are but they his one been more than who \
    market company government new oil prices trade bank last after two also about up first other \
    their over officials could years no week into percent some price when if president against under \
    out state minister time sales there people dollars today rates before told made three country \
    shares statement between";
/// Ranks from which a word tells what a story is about.
pub const TELLING: u16 = 400;

/// Words by rank, and how often each is drawn.
pub struct Vocabulary {
    words: Vec<String>,
    /// Sums of the frequencies, to be searched.
    sums: Vec<f64>,
}

impl Vocabulary {
    /// Makes it: the same every time.
    pub fn new() -> Vocabulary {
        let mut words: Vec<String> = FREQUENT.split_whitespace().map(str::to_owned).collect();
        let mut known: BTreeSet<String> = words.iter().cloned().collect();
        let mut random = Random(30_000);
        while words.len() < WORDS {
            let word = make(&mut random);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        // Zipf's law with Mandelbrot's shift.
        let sums = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 3.7);
            sum
        });
        Vocabulary { sums: sums.collect(), words }
    }

    /// Draws a word.
    pub fn draw(&self, random: &mut Random) -> u16 {
        let whole = self.sums[self.sums.len() - 1];
        let at = (random.bits() >> 11) as f64 / (1_u64 << 53) as f64 * whole;
        self.sums.partition_point(|sum| *sum <= at).min(self.sums.len() - 1) as u16
    }

    /// Draws so many words.
    pub fn draw_many(&self, count: usize, random: &mut Random) -> Vec<u16> {
        (0..count).map(|_| self.draw(random)).collect()
    }

    /// A word as it is written.
    pub fn word(&self, number: u16) -> &str {
        &self.words[usize::from(number)]
    }

    /// Writes words as sentences and paragraphs; where they are cut says the word that begins them,
    /// so that texts of the same words are cut alike.
    pub fn write(&self, text: &[u16], out: &mut String) {
        let (mut left, mut sentences) = (0, 0);
        for (at, number) in text.iter().enumerate() {
            let word = self.word(*number);
            if left > 0 {
                out.push(' ');
                out.push_str(word);
            } else {
                if at > 0 {
                    out.push_str(if sentences == 0 { ".\n\n" } else { ". " });
                }
                if sentences == 0 {
                    sentences = 1 + usize::from(*number) % 3;
                }
                sentences -= 1;
                left = 8 + usize::from(*number) % 17;
                let mut letters = word.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
            left -= 1;
        }
        out.push('.');
    }
}

/// Makes a word, a name or, seldom, a figure.
fn make(random: &mut Random) -> String {
    const BEGIN: [&str; 24] = [
        "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pr", "r",
        "s", "st", "t", "tr", "v", "w", "z",
    ];
    const MIDDLE: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "io", "ee"];
    const CLOSE: [&str; 12] = ["", "", "", "", "n", "r", "l", "s", "t", "nd", "m", "rk"];
    const END: [&str; 10] = ["", "", "", "", "s", "ed", "ing", "er", "tion", "ly"];
    if random.below(50) == 0 {
        return format!("{}.{}", random.below(900) + 1, random.below(10));
    }
    let mut word = String::new();
    for _ in 0..1 + random.below(3) {
        for part in [&BEGIN[..], &MIDDLE, &CLOSE] {
            word.push_str(part[random.below(part.len())]);
        }
    }
    word.push_str(END[random.below(END.len())]);
    if random.below(12) == 0 {
        word[..1].make_ascii_uppercase();
    }
    word
}
