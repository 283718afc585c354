//! `newswire explain`.

use super::workdir::Workdir;

#[test]
fn a_query_is_laid_open() {
    let work = Workdir::indexed();
    let ran = work.run(&["explain", "talk* headline:military NOT kakao"]).code(0);
    insta::assert_snapshot!(ran.stdout, @r"
    typed
      talk* headline:military NOT kakao
    read as
      (talk* AND headline:(military) AND NOT kakao)

    tree
      all of
        wildcard talk*
        in headline
          word military
        not
          word kakao

    talk* in headline and body: 1 story, 3 matches alone, at the cost of 1 posting
      talks  word  1 story

    military in headline: 1 story, 2 matches alone, at the cost of 2 postings
      military  word  2 stories

    kakao in headline and body, excluded: 1 story, 2 matches alone, at the cost of 1 posting
      kakao  word  1 story

    in all: 1 story, 5 matches
    ");
}

#[test]
fn a_query_that_finds_nothing_is_explained_too() {
    let ran = Workdir::indexed().run(&["explain", "giraffe"]).code(0);
    assert!(ran.stdout.contains(
        "giraffe in headline and body: 0 stories, 0 matches alone, at the cost of 0 postings\n"
    ));
    assert!(ran.stdout.contains("  no word of the index\n"), "{}", ran.stdout);
}

#[test]
fn the_same_as_json() {
    let ran = Workdir::indexed().run(&["explain", "--output", "jsonl", "kakao OR liman"]).code(0);
    let explained = &ran.json()[0];
    assert_eq!(explained["query"]["parsed"], "(kakao OR liman)");
    assert_eq!(explained["tree"]["kind"], "any");
    assert_eq!(explained["clauses"].as_array().map(Vec::len), Some(2));
    assert_eq!(explained["clauses"][1]["clause"], "liman");
    assert_eq!(explained["clauses"][1]["at"], serde_json::json!([9, 14]));
    assert_eq!(explained["clauses"][1]["matches"], 2);
    assert_eq!(explained["stories"], 2);
    assert_eq!(explained["matches"], 4);
}
