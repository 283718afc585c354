//! `newswire stats`.

use serde_json::json;

use super::workdir::Workdir;

#[test]
fn the_index_is_described() {
    let ran = Workdir::indexed().run(&["stats"]).code(0);
    for row in [
        "stories      5\n",
        "from         1 file\n",
        "formats      plain 5\n",
        "languages    en 3, de 1, tr 1\n",
        "years        2023 1, 2024 3\n",
        "state        finished\n",
    ] {
        assert!(ran.stdout.contains(row), "{row}{}", ran.stdout);
    }
}

#[test]
fn the_same_as_json() {
    let ran = Workdir::indexed().run(&["stats", "--output", "jsonl"]).code(0);
    let stats = &ran.json()[0];
    assert_eq!(stats["stories"], 5);
    assert_eq!(stats["years"], json!({"2023": 1, "2024": 3}));
    assert_eq!(stats["missing"]["date"], 1);
    assert_eq!(stats["finished"], true);
    assert!(stats["bytes"].as_u64() > Some(0));
}
