//! Groups of copies, and what takes them for one story: against brute force, and through the program.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use newswire::index::{Address, StoryIndex};
use newswire::story::Story;
use serde_json::{Value, json};

use crate::workdir::Workdir;

/// Real stories, where they are there.
fn reuters() -> Option<PathBuf> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reuters21578.tar.gz");
    if archive.exists() {
        return Some(archive);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "the archive is missing");
    eprintln!("skipped: {} is not there", archive.display());
    None
}

/// All stories of an index, by where they stand.
fn all(index: &StoryIndex) -> Vec<Story> {
    let stories = index.stories() as u32;
    let story = |doc| index.story(Address { segment: 0, doc }).expect("it can be read");
    (0..stories).map(story).collect()
}

/// Words as the rule says, by other means than the index has: sets of four words in a row, as text.
fn shingles(text: &str) -> HashSet<String> {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let digit =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        let joins = matches!(c, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if c.is_alphanumeric() || joins {
            words.last_mut().expect("one").push(if joins { '.' } else { *c });
        } else {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    let lettered = words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let rows: HashSet<String> = words.windows(4).map(|row| row.join(" ")).collect();
    if rows.len() < 16 || lettered * 2 < words.len() { HashSet::new() } else { rows }
}

fn seconds(story: &Story) -> i64 {
    newswire::index::seconds(story.filed.as_deref().expect("Reuters has times")).expect("one")
}

/// Every two stories that are near-copies, by comparing all that share a shingle.
fn near_copies(stories: &[Story], threshold: f64, window: i64) -> Vec<(usize, usize)> {
    let sets: Vec<HashSet<String>> =
        stories.iter().map(|story| shingles(story.body.as_deref().unwrap_or(""))).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, set) in sets.iter().enumerate() {
        set.iter().for_each(|shingle| holders.entry(shingle).or_default().push(at));
    }
    let mut common: HashMap<(usize, usize), usize> = HashMap::new();
    for list in holders.values() {
        for (place, b) in list.iter().enumerate() {
            list[..place].iter().for_each(|a| *common.entry((*a, *b)).or_default() += 1);
        }
    }
    let mut pairs: Vec<(usize, usize)> = common
        .into_iter()
        .filter(|((a, b), common)| {
            let either = sets[*a].len() + sets[*b].len() - common;
            let apart = (seconds(&stories[*a]) - seconds(&stories[*b])).abs();
            *common as f64 >= threshold * either as f64 - 1e-9 && apart <= window
        })
        .map(|(pair, _)| pair)
        .collect();
    pairs.sort_unstable();
    pairs
}

/// What pairs join, as the first of each story's set.
fn joined(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..count).collect();
    loop {
        let mut changed = false;
        for (a, b) in pairs {
            let least = of[*a].min(of[*b]);
            changed |= of[*a] != least || of[*b] != least;
            (of[*a], of[*b]) = (least, least);
        }
        if !changed {
            return of;
        }
    }
}

#[test]
fn near_copies_of_reuters_are_those_of_brute_force() {
    let Some(archive) = reuters() else { return };
    let work = Workdir::new();
    let archive = archive.to_str().expect("a name");
    let mut stories = Vec::new();
    for (threshold, window) in [("0.7", "3d"), ("0.85", "10d"), ("0.5", "12h")] {
        let rule = ["--copies-threshold", threshold, "--copies-window", window];
        work.run(&[&["index", "-q"], &rule[..], &[archive]].concat()).code(0);
        let index = StoryIndex::open(&work.path("index")).expect("an index");
        if stories.is_empty() {
            stories = all(&index);
        }
        let days: i64 = window[..window.len() - 1].parse().expect("a number");
        let unit = if window.ends_with('d') { 86_400 } else { 3600 };
        let pairs = near_copies(&stories, threshold.parse().expect("a number"), days * unit);
        assert!(pairs.len() > 300, "{threshold} {window}: {}", pairs.len());
        let groups = &index.copies().expect("they are there").groups;
        let together = |a: usize, b: usize| {
            let class = groups.class(a as u32);
            class.is_some() && class == groups.class(b as u32)
        };
        let found = pairs.iter().filter(|(a, b)| together(*a, *b)).count();
        let recall = found as f64 / pairs.len() as f64;
        assert!(recall >= 0.99, "{threshold} {window}: {found} of {}", pairs.len());
        // Nothing is in a group that true pairs do not join.
        let truth = joined(stories.len(), &pairs);
        for class in 0..groups.len() as u32 {
            let members = groups.members(class);
            let of: BTreeSet<usize> = members.iter().map(|it| truth[*it as usize]).collect();
            assert_eq!(of.len(), 1, "{:?}", members);
        }
    }
}

#[test]
fn briefs_tables_and_notes_are_in_no_great_group() {
    let Some(archive) = reuters() else { return };
    let work = Workdir::new();
    work.run(&["index", "-q", archive.to_str().expect("a name")]).code(0);
    let index = StoryIndex::open(&work.path("index")).expect("an index");
    let stories = all(&index);
    let groups = &index.copies().expect("they are there").groups;
    let class = |at: usize| groups.class(at as u32);
    // Items that are a headline and nothing else (BRIEF).
    let briefs: Vec<usize> = (0..stories.len()).filter(|at| stories[*at].body.is_none()).collect();
    assert!(briefs.len() > 1700, "{}", briefs.len());
    assert!(briefs.iter().all(|at| class(*at).is_none()));
    // Notes of a dozen words, dividends mostly, of which many are alike word for word.
    let notes = (0..stories.len()).filter(|at| stories[*at].words < 16 && stories[*at].words > 0);
    assert!(notes.clone().count() > 700);
    assert!(notes.into_iter().all(|at| class(at).is_none()));
    // Tables of prices (UNPROC among them): the largest group are five prices of one morning.
    let largest = (0..groups.len() as u32).map(|class| groups.members(class).len()).max();
    assert_eq!(largest, Some(5));
}

/// A number below a thousand that looks like chance.
pub fn mix(mut bits: u64) -> usize {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) % 1000) as usize
}

/// A story of a made archive: three paragraphs that differ by `seed`, the last by `edit` too.
fn story(id: &str, agency: &str, filed: &str, seed: usize, edit: usize) -> Value {
    let word = |at: usize| {
        let letters = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"];
        let mixed = mix((seed << 20 | at) as u64);
        [letters[mixed % 10], letters[mixed / 10 % 10], letters[mixed / 100 % 10]].concat()
    };
    let words: Vec<String> = (0..90)
        .map(|at| if at >= 90 - edit { format!("edit{edit}{at}") } else { word(at) })
        .collect();
    let body: Vec<String> = words.chunks(30).map(|words| words.join(" ")).collect();
    json!({
        "schema": 1, "id": format!("{agency}:{id}"), "agency": agency,
        "headline": format!("Harbor {}", word(1)), "body": body.join("\n\n"), "words": 90,
        "filed": filed, "filed_precision": filed.contains('T').then_some("second"),
        "language": "en", "source": {},
    })
}

/// Sixty stories: twenty texts, each sent by three agencies on one day, with other endings.
fn archive() -> Vec<Value> {
    let mut stories = Vec::new();
    for seed in 0..20 {
        for (copy, agency) in ["AP", "Reuters", "dpa"].iter().enumerate() {
            let filed = format!("2024-05-{:02}T{:02}:00:00Z", 1 + seed % 28, 8 + 3 * copy);
            stories.push(story(&seed.to_string(), agency, &filed, seed, copy * 4));
        }
    }
    stories
}

fn write(work: &Workdir, name: &str, stories: &[Value]) {
    let lines: Vec<String> = stories.iter().map(|story| format!("{story}\n")).collect();
    work.write(name, lines.concat());
}

/// Groups and chains by the ids of their stories.
fn relations(work: &Workdir, index: &str) -> [BTreeSet<Vec<String>>; 2] {
    let open = StoryIndex::open(&work.path(index)).expect("an index");
    let copies = open.copies().expect("they are there");
    [&copies.groups, &copies.chains].map(|relation| {
        let ids = |class| {
            let members = relation.members(class).iter();
            members.map(|doc| open.id(Address { segment: 0, doc: *doc })).collect()
        };
        (0..relation.len() as u32).map(ids).collect()
    })
}

#[test]
fn parts_orders_and_threads_make_no_difference() {
    let mut stories = archive();
    for (at, mark) in [(0, "UPDATE 1-"), (5, "CORRECTED-"), (9, "RPT-")] {
        let mut version = stories[at * 3].clone();
        let headline = version["headline"].as_str().expect("one").to_owned();
        version["id"] = json!(format!("AP:{at}-again"));
        version["filed"] = json!(format!("2024-05-{:02}T09:30:00Z", 1 + at % 28));
        version["take"] = json!({"mark": mark, "kind": match mark {
            "UPDATE 1-" => "update", "RPT-" => "repeat", _ => "correction" }, "number": null});
        version["headline"] = json!(headline);
        stories.push(version);
    }
    let work = Workdir::new();
    write(&work, "whole/a.jsonl", &stories);
    work.run(&["index", "-q", "--index", "at-once", "whole"]).code(0);
    let [groups, chains] = relations(&work, "at-once");
    assert_eq!((groups.len(), chains.len()), (20, 3));
    let bytes = |index: &str| std::fs::read(work.path(index).join("copies")).expect("a file");
    // In ten parts, each added to what is there.
    for (part, some) in stories.chunks(stories.len().div_ceil(10)).enumerate() {
        write(&work, &format!("parts/{part}.jsonl"), some);
        work.run(&["index", "-q", "--index", "in-parts", "parts"]).code(0);
    }
    assert_eq!(relations(&work, "in-parts"), relations(&work, "at-once"));
    // The other way round, in small segments, on one thread and on three.
    stories.reverse();
    write(&work, "reversed/a.jsonl", &stories);
    for threads in ["1", "3"] {
        let index = format!("reversed-{threads}");
        let args = ["index", "-q", "--index", &index, "--threads", threads];
        work.run(&[&args[..], &["--commit-stories", "7", "reversed"]].concat()).code(0);
        assert_eq!(relations(&work, &index), relations(&work, "at-once"), "{threads}");
    }
    // Twice the same.
    work.run(&["index", "-q", "--index", "again", "whole"]).code(0);
    assert_eq!(bytes("again"), bytes("at-once"));
}

#[test]
fn what_is_removed_or_replaced_leaves_its_group() {
    let work = Workdir::new();
    // The middle one joins the other two, which are not alike enough by themselves.
    let stories = [
        story("1", "AP", "2024-05-01T08:00:00Z", 3, 0),
        story("1", "dpa", "2024-05-01T09:00:00Z", 3, 14),
        story("1", "AFP", "2024-05-01T10:00:00Z", 3, 28),
    ];
    let mut third = stories[2].clone();
    // Sixty-two words as the first, fourteen as the second, fourteen of its own.
    let text = |story: &Value| story["body"].as_str().expect("a text").replace("\n\n", " ");
    let (first, second) = (text(&stories[0]), text(&stories[1]));
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut mixed = words(&second);
    mixed.splice(..14, (0..14).map(|at| format!("third{at}")));
    assert_eq!(words(&first).len(), mixed.len());
    third["body"] = json!(mixed.join(" "));
    let (a, b, c) = (stories[0].clone(), stories[1].clone(), third);
    write(&work, "archive/a.jsonl", std::slice::from_ref(&a));
    write(&work, "archive/b.jsonl", std::slice::from_ref(&b));
    write(&work, "archive/c.jsonl", std::slice::from_ref(&c));
    work.run(&["index", "-q", "archive"]).code(0);
    let ids = |groups: &BTreeSet<Vec<String>>| groups.iter().cloned().collect::<Vec<_>>();
    let [groups, _] = relations(&work, "index");
    assert_eq!(ids(&groups), [["AP:1", "dpa:1", "AFP:1"]]);
    std::fs::remove_file(work.path("archive/b.jsonl")).expect("it was there");
    work.run(&["index", "-q", "--prune", "archive"]).code(0);
    assert_eq!(ids(&relations(&work, "index")[0]), [[""; 0]; 0]);
    write(&work, "archive/b.jsonl", &[b]);
    work.run(&["index", "-q", "archive"]).code(0);
    assert_eq!(ids(&relations(&work, "index")[0]), [["AP:1", "dpa:1", "AFP:1"]]);
    // Another text under an id.
    let mut other = c;
    other["body"] = json!("Nothing of all that, but something else altogether.");
    write(&work, "archive/c.jsonl", &[other]);
    work.run(&["index", "-q", "archive"]).code(0);
    assert_eq!(ids(&relations(&work, "index")[0]), [["AP:1", "dpa:1"]]);
}

#[test]
fn stories_without_a_date_and_those_far_apart() {
    let work = Workdir::new();
    let undated = |agency: &str| {
        let mut story = story("1", agency, "2024-05-01", 3, 0);
        story["filed"] = Value::Null;
        story["filed_precision"] = Value::Null;
        story
    };
    let stories = [
        undated("AP"),
        undated("dpa"),
        story("2", "AP", "2024-05-01", 3, 0),
        story("2", "dpa", "2024-05-04", 3, 0),
        story("2", "AFP", "2024-05-08", 3, 0),
    ];
    write(&work, "archive/a.jsonl", &stories);
    work.run(&["index", "-q", "archive"]).code(0);
    let [groups, _] = relations(&work, "index");
    let expected = [vec!["AP:1", "dpa:1"], vec!["AP:2", "dpa:2"]];
    let expected = expected.map(|ids| ids.into_iter().map(str::to_owned).collect());
    assert_eq!(groups, BTreeSet::from(expected));
    // A wider window joins the dated ones, and reads no file for it.
    let ran = work.run(&["index", "--copies-window", "4d", "archive"]).code(0);
    assert!(ran.stderr.contains("1 file unchanged"), "{}", ran.stderr);
    assert!(
        relations(&work, "index")[0].contains(&["AP:2", "dpa:2", "AFP:2"].map(String::from)[..])
    );
    // It stays so, and is told.
    write(&work, "archive/b.jsonl", &[story("9", "AP", "2024-06-01", 4, 0)]);
    work.run(&["index", "-q", "archive"]).code(0);
    let stats = work.run(&["stats", "--output", "jsonl"]).code(0).json();
    assert_eq!(stats[0]["copies"]["rule"]["window"], 4 * 86_400);
    assert_eq!(stats[0]["copies"]["groups"], 2);
}

/// What a query finds, collapsed by other means: by looking at every hit.
fn kept(hits: &[Value], keep: &str) -> BTreeSet<String> {
    let mut classes: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for hit in hits {
        let own = hit["id"].as_str().expect("an id").to_owned();
        let class = hit["group"].as_str().map_or(own, |group| format!("group {group}"));
        classes.entry(class).or_default().push(hit);
    }
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap_or("").to_owned();
    let time = |hit: &&&Value| (text(hit, "filed"), text(hit, "id"));
    let words = |hit: &&&Value| hit["words"].as_u64().unwrap_or(0);
    let chosen = classes.values().map(|hits| match keep {
        "first" => hits.iter().min_by_key(time),
        "last" => hits.iter().max_by_key(time),
        "longest" => hits.iter().max_by_key(|hit| (words(hit), std::cmp::Reverse(time(hit)))),
        // Hits come best first.
        _ => hits.iter().min_by_key(|hit| hit["rank"].as_u64()),
    });
    chosen.map(|hit| text(hit.expect("one"), "id")).collect()
}

#[test]
fn collapsed_searches_keep_what_the_rule_says_on_all_surfaces() {
    let Some(reuters) = reuters() else { return };
    let work = Workdir::new();
    work.run(&["index", "-q", reuters.to_str().expect("a name")]).code(0);
    let fields = ["--fields", "rank,id,group,filed,words", "--snippets", "none"];
    for query in ["oil prices", "gold OR silver", "\"interest rates\"", "topic:crude", "ru?e*"] {
        let all = ["search", "--all", "--output", "jsonl"];
        let hits = work.run(&[&all[..], &fields, &[query]].concat()).code(0).json();
        for keep in ["first", "last", "longest", "best"] {
            let collapse = ["--collapse", "group", "--keep", keep];
            let expected = kept(&hits, keep);
            assert!(expected.len() < hits.len(), "{query}");
            for order in ["relevance", "newest", "oldest", "index"] {
                let ran =
                    work.run(&[&all[..], &fields, &collapse, &["--sort", order, query]].concat());
                let ran = ran.code(0);
                let ids: Vec<String> = ran
                    .json()
                    .iter()
                    .map(|hit| hit["id"].as_str().expect("an id").to_owned())
                    .collect();
                let told = ran.summary();
                assert_eq!(ids.len(), expected.len(), "{query} {keep} {order}");
                assert_eq!(
                    ids.iter().cloned().collect::<BTreeSet<_>>(),
                    expected,
                    "{query} {keep}"
                );
                assert_eq!(told["total"], expected.len());
                assert_eq!(
                    told["collapse"],
                    json!({"by": "group", "keep": keep, "items": hits.len()})
                );
            }
            // Page by page.
            let mut paged = Vec::new();
            let mut after: Option<String> = None;
            while paged.len() < 90 {
                let mut args = vec!["search", "-n", "30", "--output", "ids"];
                args.extend(collapse);
                args.extend(after.iter().flat_map(|it| ["--after", it.as_str()]));
                args.push(query);
                let ran = work.run(&args).code(0);
                paged.extend(ran.stdout.lines().map(str::to_owned));
                match ran.summary()["next"].as_str() {
                    Some(next) => after = Some(next.to_owned()),
                    None => break,
                }
            }
            let ids = work
                .run(&[&["search", "--all", "--output", "ids"], &collapse[..], &[query]].concat());
            let ids: Vec<String> =
                ids.stdout.lines().take(paged.len()).map(str::to_owned).collect();
            assert_eq!(paged, ids);
            // Counts, by whatever they are counted.
            let counted =
                work.run(&[&["count", "--output", "jsonl"], &collapse[..], &[query]].concat());
            let counted = &counted.code(0).json()[0];
            assert_eq!(counted["stories"], expected.len(), "{query} {keep}");
            assert_eq!(counted["collapse"]["items"], hits.len());
            let sum = |rows: &[Value], key: &str| -> u64 {
                rows.iter().map(|row| row[key].as_u64().expect("a number")).sum()
            };
            for args in [&["facets", "--by", "year"][..], &["timeline", "--by", "month"]] {
                let output = ["--output", "jsonl"];
                let rows = work.run(&[args, &output, &collapse, &[query]].concat()).code(0).json();
                for (key, total) in [
                    ("items", hits.len() as u64),
                    ("stories", expected.len() as u64),
                    ("matches", counted["matches"].as_u64().expect("a number")),
                ] {
                    assert_eq!(sum(&rows, key), total, "{query} {keep} {key} {args:?}");
                }
            }
            work.write("queries.tsv", format!("1\t{query}\n"));
            let batch = ["batch", "--output", "counts", "--all-words"];
            let rows = work.run(&[&batch[..], &collapse, &["queries.tsv"]].concat()).code(0);
            let row = rows.stdout.lines().nth(1).expect("a row").to_owned();
            let end = format!(",{},{},{},", hits.len(), expected.len(), counted["matches"]);
            assert!(row.ends_with(&end), "{row} {end}");
        }
    }
}

#[test]
fn fields_of_copies_find_what_belongs_together() {
    let work = Workdir::new();
    write(&work, "archive/a.jsonl", &archive());
    work.run(&["index", "-q", "archive"]).code(0);
    let ids = |query: &str| {
        let ran = work.run(&["search", "--all", "--sort", "oldest", "--output", "ids", query]);
        ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids("group:AP:7"), ["AP:7", "Reuters:7", "dpa:7"]);
    assert_eq!(ids("group:dpa:7 agency:Reuters"), ["Reuters:7"]);
    assert_eq!(ids("chain:AP:7"), ["AP:7"]);
    assert_eq!(ids("group:(AP:7 OR AP:8) NOT agency:AP").len(), 4);
    assert_eq!(ids("group:any").len(), 60);
    assert_eq!(ids("group:none"), [""; 0]);
    assert_eq!(ids("group:AP:99"), [""; 0]);
    assert_eq!(ids("is:live").len(), 60);
    for (query, told) in [
        ("group:AP*", "takes the whole id of a story"),
        ("is:dead", "no story is dead; there are latest, live, killed"),
        ("is:none", "is takes neither none nor any"),
    ] {
        let ran = work.run(&["count", query]).code(2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}

#[test]
fn an_index_without_copies_says_how_to_get_them() {
    let work = Workdir::new();
    write(&work, "archive/a.jsonl", &archive());
    work.run(&["index", "-q", "--without-copies", "archive"]).code(0);
    assert!(!work.path("index/copies").exists());
    for args in [&["count", "--collapse", "group", "harbor"][..], &["count", "group:AP:7"]] {
        let ran = work.run(args).code(3);
        assert!(ran.stderr.contains("built without looking for them"), "{}", ran.stderr);
        assert!(ran.stderr.contains("--copies-threshold 0.7"), "{}", ran.stderr);
    }
    work.run(&["count", "harbor"]).code(0);
    // They are not looked for behind anybody's back, until asked for.
    work.run(&["index", "-q", "archive"]).code(0);
    work.run(&["count", "--collapse", "group", "harbor"]).code(3);
    work.run(&["index", "-q", "--copies-threshold", "0.7", "archive"]).code(0);
    let ran = work.run(&["count", "--collapse", "group", "harbor"]).code(0);
    assert_eq!(ran.stdout, "20 stories of 60 items, 20 matches\n");
    work.run(&["verify", "-q"]).code(0);
}
