//! The engine by itself as a whole process: parsed documents to an index, and queries to it.
//!
//! Title and body as two fields, English stemmer, positions, stored with lz4; two writer threads
//! with 100 MB each, one commit at the end, default merge policy.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use newswire_bench::{Result, documents, near, pass, queries};
use tantivy::collector::{Count, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, QueryParser, TermQuery};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::TokenStream;
use tantivy::{DocAddress, Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term, doc};

const THREADS: usize = 2;
const MEMORY: usize = 100_000_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", documents, dir] => build(Path::new(documents), Path::new(dir)),
        ["search", dir, query] => search(Path::new(dir), query),
        ["warm", dir, path] => warm(Path::new(dir), Path::new(path)),
        ["batch", dir, topics] => batch(Path::new(dir), Path::new(topics)),
        ["near", dir] => nearness(Path::new(dir)),
        ["version"] => {
            println!("{}", tantivy::version());
            Ok(())
        }
        _ => Err("raw index DOCUMENTS DIR | search DIR QUERY | warm DIR QUERIES | batch DIR TOPICS | near DIR | version".into()),
    }
}

fn build(path: &Path, dir: &Path) -> Result<()> {
    let text = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED | FAST);
    let title = schema.add_text_field("title", text.clone());
    let body = schema.add_text_field("body", text);
    std::fs::create_dir_all(dir)?;
    let index = Index::create_in_dir(dir, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, THREADS * MEMORY)?;
    documents(path, |document| {
        let document = doc!(id => document.id, title => document.title, body => document.body);
        writer.add_document(document)?;
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// An index open for queries.
struct Open {
    index: Index,
    searcher: Searcher,
    id: Field,
    title: Field,
    body: Field,
}

impl Open {
    fn new(dir: &Path) -> Result<Open> {
        let index = Index::open_in_dir(dir)?;
        // The default would start a thread that watches for commits.
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let schema = index.schema();
        let field = |name| schema.get_field(name);
        let (id, title, body) = (field("id")?, field("title")?, field("body")?);
        Ok(Open { searcher: reader.searcher(), index, id, title, body })
    }
}

fn search(dir: &Path, text: &str) -> Result<()> {
    let open = Open::new(dir)?;
    let mut parser = QueryParser::for_index(&open.index, vec![open.title, open.body]);
    parser.set_conjunction_by_default();
    let query = parser.parse_query(text)?;
    let hits = open.searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?;
    let mut out = std::io::stdout().lock();
    for (_, address) in hits {
        let document: TantivyDocument = open.searcher.doc(address)?;
        let value = |field| document.get_first(field).and_then(|value| value.as_str());
        writeln!(out, "{}\t{}", value(open.id).unwrap_or(""), value(open.title).unwrap_or(""))?;
    }
    Ok(())
}

/// What makes the queries that the engine's own parser would make of the words.
struct Maker {
    fields: [Field; 2],
    analyser: tantivy::tokenizer::TextAnalyzer,
}

impl Maker {
    fn stems(&mut self, word: &str) -> Vec<String> {
        let mut stems = Vec::new();
        self.analyser.token_stream(word).process(&mut |token| stems.push(token.text.clone()));
        stems
    }

    fn either(&self, stem: &str) -> Vec<(Occur, Box<dyn Query>)> {
        let term = |field| -> Box<dyn Query> {
            let term = Term::from_field_text(field, stem);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        self.fields.iter().map(|field| (Occur::Should, term(*field))).collect()
    }

    fn any(&mut self, words: &[String]) -> BooleanQuery {
        let stems: Vec<String> = words.iter().flat_map(|word| self.stems(word)).collect();
        BooleanQuery::new(stems.iter().flat_map(|stem| self.either(stem)).collect())
    }

    fn all(&mut self, words: &[String]) -> BooleanQuery {
        let stems: Vec<String> = words.iter().flat_map(|word| self.stems(word)).collect();
        let one = |stem: &String| -> (Occur, Box<dyn Query>) {
            (Occur::Must, Box::new(BooleanQuery::new(self.either(stem))))
        };
        BooleanQuery::new(stems.iter().map(one).collect())
    }
}

/// Where ids are read.
#[derive(Clone, Copy, PartialEq)]
enum Ids {
    Column,
    Store,
}

fn warm(dir: &Path, path: &Path) -> Result<()> {
    let queries = queries(path)?;
    let open = Open::new(dir)?;
    let analyser = open.index.tokenizers().get("en_stem").ok_or("no stemmer")?;
    let mut maker = Maker { fields: [open.title, open.body], analyser };
    let columns: Vec<StrColumn> = open
        .searcher
        .segment_readers()
        .iter()
        .map(|segment| Ok(segment.fast_fields().str("id")?.ok_or("no ids")?))
        .collect::<Result<_>>()?;
    let ask = |query: &BooleanQuery, most: usize, ids: Ids, fragments: bool| -> Result<usize> {
        let top = TopDocs::with_limit(most).order_by_score();
        let hits = open.searcher.search(query, &top)?;
        for (_, address) in &hits {
            black_box(id(&open, &columns, *address, ids)?);
        }
        if fragments {
            let generator = SnippetGenerator::create(&open.searcher, query, open.body)?;
            for (_, address) in &hits {
                let document: TantivyDocument = open.searcher.doc(*address)?;
                black_box(generator.snippet_from_doc(&document));
            }
        }
        Ok(hits.len())
    };
    pass("warm-up", &queries, |words| ask(&maker.any(words), 10, Ids::Column, true))?;
    pass("or", &queries, |words| ask(&maker.any(words), 10, Ids::Column, false))?;
    pass("or snippets", &queries, |words| ask(&maker.any(words), 10, Ids::Column, true))?;
    pass("and", &queries, |words| ask(&maker.all(words), 10, Ids::Column, false))?;
    pass("and snippets", &queries, |words| ask(&maker.all(words), 10, Ids::Column, true))?;
    pass("or 1000", &queries, |words| ask(&maker.any(words), 1000, Ids::Column, false))?;
    pass("or, ids stored", &queries, |words| ask(&maker.any(words), 10, Ids::Store, false))?;
    pass("or 1000, ids stored", &queries, |words| ask(&maker.any(words), 1000, Ids::Store, false))
}

/// Counts all texts in which two words stand side by side: the engine's own phrase query.
fn nearness(dir: &Path) -> Result<()> {
    let open = Open::new(dir)?;
    let analyser = open.index.tokenizers().get("en_stem").ok_or("no stemmer")?;
    let mut maker = Maker { fields: [open.title, open.body], analyser };
    let mut ask = |words: &[String]| -> Result<usize> {
        let stems = words.iter().flat_map(|word| maker.stems(word));
        let terms = stems.map(|stem| Term::from_field_text(open.body, &stem)).collect();
        Ok(black_box(open.searcher.search(&PhraseQuery::new(terms), &Count)?))
    };
    pass("warm-up", &near(), &mut ask)?;
    pass("phrase", &near(), &mut ask)
}

/// Stories of a topic in a run.
const DEPTH: usize = 1000;

/// A run of topics (id, tab, words): one thread, ids from the store, as a first program would.
fn batch(dir: &Path, path: &Path) -> Result<()> {
    let open = Open::new(dir)?;
    let analyser = open.index.tokenizers().get("en_stem").ok_or("no stemmer")?;
    let mut maker = Maker { fields: [open.title, open.body], analyser };
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for line in std::fs::read_to_string(path)?.lines() {
        let (topic, words) = line.split_once('\t').ok_or("a topic without a tab")?;
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let top = TopDocs::with_limit(DEPTH).order_by_score();
        let hits = open.searcher.search(&maker.any(&words), &top)?;
        for (rank, (score, address)) in (1..).zip(hits) {
            let id = id(&open, &[], address, Ids::Store)?;
            writeln!(out, "{topic} Q0 {id} {rank} {score} raw")?;
        }
    }
    out.flush()?;
    Ok(())
}

fn id(open: &Open, columns: &[StrColumn], address: DocAddress, ids: Ids) -> Result<String> {
    if ids == Ids::Store {
        let document: TantivyDocument = open.searcher.doc(address)?;
        let value = document.get_first(open.id).and_then(|value| value.as_str());
        return Ok(value.unwrap_or("").to_owned());
    }
    let column = &columns[address.segment_ord as usize];
    let mut id = String::new();
    if let Some(ord) = column.term_ords(address.doc_id).next() {
        column.ord_to_str(ord, &mut id)?;
    }
    Ok(id)
}
