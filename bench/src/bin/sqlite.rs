//! SQLite FTS5 as a whole process: parsed documents to a table, and queries to it.
//!
//! Loaded in one transaction, with SQLite's own settings, which leave the file safe on disk as the
//! other two leave theirs. Read with the file mapped into memory.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use newswire_bench::{Result, documents, pass, queries};
use rusqlite::{Connection, OpenFlags, params};

const FILE: &str = "stories.db";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", documents, dir] => build(Path::new(documents), Path::new(dir)),
        ["search", dir, query] => search(Path::new(dir), query),
        ["warm", dir, path] => warm(Path::new(dir), Path::new(path)),
        ["version"] => {
            println!("{}", rusqlite::version());
            Ok(())
        }
        _ => {
            Err("sqlite index DOCUMENTS DIR | search DIR QUERY | warm DIR QUERIES | version".into())
        }
    }
}

fn build(path: &Path, dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    let mut database = Connection::open(dir.join(FILE))?;
    database.execute_batch(
        "CREATE VIRTUAL TABLE stories
             USING fts5(title, body, id UNINDEXED, tokenize = 'porter unicode61');",
    )?;
    let load = database.transaction()?;
    {
        let mut insert =
            load.prepare("INSERT INTO stories (title, body, id) VALUES (?1, ?2, ?3)")?;
        documents(path, |document| {
            insert.execute(params![document.title, document.body, document.id])?;
            Ok(())
        })?;
    }
    load.commit()?;
    Ok(())
}

fn open(dir: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(dir.join(FILE), flags)?;
    database.execute_batch("PRAGMA mmap_size = 2147483647;")?;
    Ok(database)
}

fn search(dir: &Path, text: &str) -> Result<()> {
    let database = open(dir)?;
    let mut select = database
        .prepare("SELECT id, title FROM stories WHERE stories MATCH ?1 ORDER BY rank LIMIT 10")?;
    let mut rows = select.query(params![text])?;
    let mut out = std::io::stdout().lock();
    while let Some(row) = rows.next()? {
        writeln!(out, "{}\t{}", row.get::<_, String>(0)?, row.get::<_, String>(1)?)?;
    }
    Ok(())
}

fn warm(dir: &Path, path: &Path) -> Result<()> {
    let queries = queries(path)?;
    let database = open(dir)?;
    let mut plain =
        database.prepare("SELECT id FROM stories WHERE stories MATCH ?1 ORDER BY rank LIMIT ?2")?;
    let mut fragments = database.prepare(
        "SELECT id, snippet(stories, 1, '', '', '', 32) FROM stories
         WHERE stories MATCH ?1 ORDER BY rank LIMIT ?2",
    )?;
    let ask = |select: &mut rusqlite::Statement<'_>, words: &[String], between: &str, most: i64| {
        let mut rows = select.query(params![words.join(between), most])?;
        let mut hits = 0;
        let columns = rows.as_ref().map_or(0, |select| select.column_count());
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                black_box(row.get::<_, String>(column)?);
            }
            hits += 1;
        }
        Ok(hits)
    };
    // Ranking takes it so long that a part of the queries has to do where any word may match.
    let few = &queries[..queries.len().min(100)];
    pass("warm-up", few, |words| ask(&mut fragments, words, " OR ", 10))?;
    for (name, between, queries) in [("or", " OR ", few), ("and", " AND ", &queries[..])] {
        pass(name, queries, |words| ask(&mut plain, words, between, 10))?;
        let name = format!("{name} snippets");
        pass(&name, queries, |words| ask(&mut fragments, words, between, 10))?;
    }
    pass("or 1000", few, |words| ask(&mut plain, words, " OR ", 1000))
}
