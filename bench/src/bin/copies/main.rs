//! What copies and versions cost, and how many of them are found.
//!
//! Four passes, each of which prints tables in Markdown: `scale` indexes made archives with and
//! without looking for copies, `passes` runs millions of sketches through the comparison alone,
//! `edits` measures what is found by how much of a text was changed, `collapse` times queries that
//! take copies for one story.

mod archive;
mod changes;
mod collapse;
mod edits;
mod options;
mod passes;
mod scale;
mod words;

use newswire_bench::Result;
use options::Arguments;

const USAGE: &str = "\
copies scale [OPTIONS]            index made archives with copies looked for and without
  --sizes LIST   stories, parted by commas (default: 20000,200000,2000000)
  --rounds N     rounds of each size, the median of which counts (default 3)
  --memory SIZE  what the program may use (default 288M)
  --dir DIR      folder for archives and indexes (default: a temporary one)
  --keep         keep them: DIR/N.jsonl, DIR/N-with, DIR/N-without

copies passes [OPTIONS]           compare made sketches, in the order of time, without any text
  --sizes LIST   stories (default: 10000000)
  --least N      fewest stories a day (default 1000)
  --most N       most stories a day (default 20000)
  --room N       stories that come in before they are compared (default 300000)

copies edits [OPTIONS] ARCHIVE    change stories of ARCHIVE by kinds and amounts, see what is found
  --stories N    stories that are drawn (default 2000)
  --threads N    threads of the library (default 2)

copies collapse [OPTIONS] --index DIR [QUERY…]
                                  time queries plain, by group and by chain
  --rounds N     rounds that count, after one that does not (default 9)";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let pass = arguments.next().unwrap_or_default();
    let arguments = Arguments::read(arguments)?;
    match pass.as_str() {
        "scale" => scale::run(arguments),
        "passes" => passes::run(arguments),
        "edits" => edits::run(arguments),
        "collapse" => collapse::run(arguments),
        "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}
