//! How good the order of answers is: a judged collection through the program, measured as
//! trec_eval measures.
//!
//! The program indexes the documents and writes a run of the topics (`newswire batch`), with
//! nothing but its defaults; the run is then judged. Conventions of trec_eval 9 that count here:
//!
//! - The rank in a run is passed over: documents are sorted by score (as a 32-bit number), those
//!   with equal scores by docno, greatest first.
//! - A topic counts when it has a judgement above 0. Without a line in the run it counts as 0
//!   (trec_eval's `-c`).
//! - A document without a judgement is not relevant; relevant is 1 and more.
//! - MAP: precision at each relevant document that was found among the first 1,000, summed and
//!   divided by the number of relevant documents.
//! - nDCG@10: gains are the judgements, divided by log2(rank + 1), over the best order possible.
//! - P@10: relevant documents among the first ten, over ten, however few were found.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::Command;

use newswire::query::topics::{TopicPart, topics};
use newswire_bench::Result;
use newswire_bench::measure::newswire;

const USAGE: &str = "\
quality COLLECTION            index and ask Cranfield (cran.all.1400.xml, cran.qry.xml,
                              cranqrel.trec.txt in the folder COLLECTION), judge the run
quality COLLECTION OPTION…    the same with options for `newswire batch`
quality --run RUN QRELS       judge a run";

/// Documents of a topic that count.
const DEPTH: usize = 1000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--run", run, qrels] => {
            let judged = judge(&read_run(&read(run)?, None)?, &read_qrels(&read(qrels)?)?);
            print(&judged);
            Ok(())
        }
        [collection, ref options @ ..] if !collection.starts_with('-') => {
            cranfield(Path::new(collection), options)
        }
        _ => Err(USAGE.into()),
    }
}

fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn cranfield(collection: &Path, options: &[&str]) -> Result<()> {
    let newswire = newswire()?;
    let work = tempfile::tempdir()?;
    let index = work.path().join("index");
    let ask = |arguments: &[&str], more: &[&str]| -> Result<String> {
        let output = Command::new(&newswire).args(arguments).args(more).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(String::from_utf8(output.stdout)?)
    };
    let index = index.to_string_lossy();
    let file = |name: &str| collection.join(name).to_string_lossy().into_owned();
    ask(&["index", "-q", "--index", &index, &file("cran.all.1400.xml")], &[])?;
    let asked = file("cran.qry.xml");
    let run = ask(&["batch", "-q", "--index", &index, &asked], options)?;
    // The topics bear the numbers of the first printing, the judgements count them from 1.
    let read_topics = topics(&std::fs::read(&asked)?, None, TopicPart::Title)?;
    let ids = read_topics.topics.into_iter().filter_map(|topic| topic.id);
    let numbers: HashMap<String, String> =
        ids.zip(1..).map(|(id, number): (String, usize)| (id, number.to_string())).collect();
    let qrels = read_qrels(&read(file("cranqrel.trec.txt"))?)?;
    print(&judge(&read_run(&run, Some(&numbers))?, &qrels));
    Ok(())
}

/// Judgements by topic and document.
type Qrels = BTreeMap<String, HashMap<String, i64>>;
/// Scores and documents by topic.
type Run = HashMap<String, Vec<(f32, String)>>;

fn read_qrels(text: &str) -> Result<Qrels> {
    let mut qrels = Qrels::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let [topic, _, document, judgement] = line.split_whitespace().collect::<Vec<_>>()[..]
        else {
            return Err(format!("no judgement: {line}").into());
        };
        let judged = qrels.entry(topic.to_owned()).or_default();
        judged.insert(document.to_owned(), judgement.parse()?);
    }
    Ok(qrels)
}

fn read_run(text: &str, numbers: Option<&HashMap<String, String>>) -> Result<Run> {
    let mut run = Run::new();
    for line in text.lines() {
        let [topic, _, document, _, score, _] = line.split_whitespace().collect::<Vec<_>>()[..]
        else {
            return Err(format!("no line of a run: {line}").into());
        };
        let topic = match numbers {
            Some(numbers) => numbers.get(topic).ok_or(format!("no topic {topic}"))?,
            None => topic,
        };
        let found = run.entry(topic.to_owned()).or_default();
        found.push((score.parse()?, document.to_owned()));
    }
    for found in run.values_mut() {
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
        found.truncate(DEPTH);
    }
    Ok(run)
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct Judged {
    topics: usize,
    ndcg: f64,
    map: f64,
    precision: f64,
}

fn judge(run: &Run, qrels: &Qrels) -> Judged {
    let mut sum = Judged::default();
    for (topic, judged) in qrels {
        let mut gains: Vec<i64> = judged.values().copied().filter(|gain| *gain > 0).collect();
        if gains.is_empty() {
            continue;
        }
        gains.sort_unstable_by(|a, b| b.cmp(a));
        let found = run.get(topic).map_or(&[][..], Vec::as_slice);
        let gain = |document: &String| judged.get(document).copied().unwrap_or(0).max(0);
        let discounted = |gains: &mut dyn Iterator<Item = i64>| -> f64 {
            let ranked = (1..).zip(gains.take(10));
            ranked.map(|(rank, gain)| gain as f64 / f64::from(rank + 1).log2()).sum()
        };
        let mut relevant = 0;
        let mut precisions = 0.0;
        for (rank, (_, document)) in (1..).zip(found) {
            if gain(document) > 0 {
                relevant += 1;
                precisions += f64::from(relevant) / f64::from(rank);
            }
        }
        let first = found.iter().take(10).filter(|(_, document)| gain(document) > 0).count();
        sum.topics += 1;
        sum.map += precisions / gains.len() as f64;
        sum.precision += first as f64 / 10.0;
        sum.ndcg += discounted(&mut found.iter().map(|(_, document)| gain(document)))
            / discounted(&mut gains.iter().copied());
    }
    let topics = sum.topics.max(1) as f64;
    Judged {
        ndcg: sum.ndcg / topics,
        map: sum.map / topics,
        precision: sum.precision / topics,
        ..sum
    }
}

fn print(judged: &Judged) {
    let Judged { topics, ndcg, map, precision } = judged;
    println!("topics  {topics}\nnDCG@10 {ndcg:.4}\nMAP     {map:.4}\nP@10    {precision:.4}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_judged_as_trec_eval_judges_it() {
        let qrels = read_qrels("1 0 a 2\n1 0 b 1\n1 0 c 0\n1 0 d 1\n2 0 x 1\n3 0 y 0\n").unwrap();
        // Ranks are passed over; c and a have one score, and c is the greater docno.
        let run = "1 Q0 a 9 2.0 t\n1 Q0 c 8 2.0 t\n1 Q0 u 7 1.5 t\n1 Q0 b 1 1.0 t\n";
        let judged = judge(&read_run(run, None).unwrap(), &qrels);
        let (second, fourth) = (1.0 / 3f64.log2(), 1.0 / 5f64.log2());
        let ideal = 2.0 + second + 1.0 / 4f64.log2();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        assert_eq!(judged.topics, 2);
        close(judged.ndcg, (2.0 * second + fourth) / ideal / 2.0);
        close(judged.map, (0.5 + 0.5) / 3.0 / 2.0);
        close(judged.precision, 0.2 / 2.0);
    }
}
